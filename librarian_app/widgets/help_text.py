"""Shows a help page: Markdown in the fonts and colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from librarian_app.theme import Theme

SIZES_PX = {1: 24, 2: 18, 3: 15}
LINE_HEIGHT_PERCENT = 140.0


class HelpText(QTextBrowser):
    """Links to other pages are told, links to elsewhere open in the browser of the desktop.

    Signals:
        page_asked(str): A link to another page, by its name.
    """

    page_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("helpText")
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._clicked)

    def show_markdown(self, text: str, theme: Theme) -> None:
        """Show a page from its beginning."""
        document = QTextDocument(self)
        document.setDocumentMargin(26)
        document.setDefaultFont(theme.font(15))
        document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        _lay_out(document, theme)
        self.setDocument(document)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def mark(self, words: str, colour: QColor) -> int:
        """Mark every occurrence of the words and go to the first. Returns how many there are."""
        marks = []
        for word in words.split():
            cursor = QTextCursor(self.document())
            while not (cursor := self.document().find(word, cursor)).isNull():
                selection = QTextEdit.ExtraSelection()
                selection.cursor = cursor
                selection.format.setBackground(colour)
                marks.append(selection)
        self.setExtraSelections(marks)
        if marks:
            first = min((mark.cursor for mark in marks), key=lambda c: c.selectionStart())
            here = QTextCursor(first)
            here.clearSelection()
            self.setTextCursor(here)
            self.ensureCursorVisible()
        return len(marks)

    def _clicked(self, url: QUrl) -> None:
        from PySide6.QtGui import QDesktopServices

        if url.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(url)
        elif url.path().endswith(".md"):
            self.page_asked.emit(url.path().removesuffix(".md").rpartition("/")[2])


def _lay_out(document: QTextDocument, theme: Theme) -> None:
    """Give headings, paragraphs, code, links and tables their looks; Qt's own are those of a text file."""
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        form = QTextBlockFormat()
        level = block.blockFormat().headingLevel()
        in_table = cursor.currentTable() is not None
        form.setLineHeight(LINE_HEIGHT_PERCENT, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
        form.setTopMargin({0: 0, 1: 0, 2: 20}.get(level, 14))
        form.setBottomMargin(0 if in_table else 4 if block.textList() is not None else 8)
        cursor.mergeBlockFormat(form)
        if level:
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            heading = QTextCharFormat()
            heading.setFont(theme.font(SIZES_PX.get(level, 15), bold=True, serif=level == 1))
            heading.setForeground(theme.colour("ink"))
            cursor.mergeCharFormat(heading)
        else:
            _dress(block, theme)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            table = frame.format().toTableFormat()
            table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            table.setBorderBrush(theme.colour("line"))
            table.setBorderCollapse(True)
            table.setBorder(1)
            table.setCellPadding(7)
            table.setCellSpacing(0)
            table.setTopMargin(6)
            table.setBottomMargin(12)
            table.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            frame.setFormat(table)


def _dress(block: QTextBlock, theme: Theme) -> None:
    """Bold words, code and links of one paragraph."""
    pieces = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        pieces.append((fragment.position(), fragment.length(), fragment.charFormat()))
        iterator += 1
    for position, length, old in pieces:
        new = QTextCharFormat()
        if old.isAnchor():
            new.setForeground(theme.colour("accent"))
            new.setFontUnderline(True)
        elif old.fontFixedPitch():
            new.setFontFixedPitch(False)
            new.setFontFamilies(theme.font().families())
            new.setBackground(theme.colour("sunken"))
            new.setForeground(theme.colour("ink"))
        elif old.fontWeight() > QFont.Weight.Normal:
            new.setFontWeight(QFont.Weight.DemiBold)
            new.setForeground(theme.colour("ink"))
        else:
            new.setForeground(theme.colour("ink"))
        cursor = QTextCursor(block.document())
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(new)
