"""A call number put together: class, book number as the house writes it, third line; with the guard against clashes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from core.domain.classification import BookNumberStyle, CallNumberProposal
from core.domain.records import BibliographicRecord, RecordId
from core.errors import LibrarianError
from librarian_app import wording
from librarian_app.error_dialogs import error_sentence
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge, OnError, OnResult
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.parts import label

STYLES: tuple[BookNumberStyle | None, ...] = (None, "running", "phonetic", "initials")
_WAIT_MS = 250


class CallNumberBuilder(Retranslating, QWidget):
    """Builds anew whenever a part changes; the number itself can be typed over and is then checked.

    Signals:
        changed(): There is another number, or none.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._themes = themes
        self._record = BibliographicRecord("")
        self._serial = 0
        self._proposal: CallNumberProposal | None = None
        self._clashes: tuple[RecordId, ...] = ()
        self._error: LibrarianError | None = None
        self.class_edit, self.third_edit, self.number_edit = QLineEdit(), QLineEdit(), QLineEdit()
        self.style_box, self.author_box = QComboBox(), QComboBox()
        for style in STYLES:
            self.style_box.addItem("", style or "")
        self._labels: dict[str, QLabel] = {}
        self._stack_of_lines = label("title", selectable=True)
        self.banner = Banner(themes)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        parts: dict[str, QWidget] = {
            "class": self.class_edit, "style": self.style_box, "author": self.author_box, "third": self.third_edit,
            "number": self.number_edit,
        }  # fmt: skip
        for line, (name, widget) in enumerate(parts.items()):
            self._labels[name] = label("label")
            self._labels[name].setBuddy(widget)
            grid.addWidget(self._labels[name], line, 0)
            grid.addWidget(widget, line, 1)
        grid.addWidget(self._stack_of_lines, 0, 2, 5, 1)
        grid.addWidget(self.banner, 5, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(2, 120)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.build)
        self._check_timer = QTimer(self)
        self._check_timer.setSingleShot(True)
        self._check_timer.setInterval(_WAIT_MS)
        self._check_timer.timeout.connect(self._check)
        self.class_edit.textChanged.connect(self._timer.start)
        self.third_edit.textChanged.connect(self._timer.start)
        self.style_box.activated.connect(self._style_chosen)
        self.author_box.activated.connect(lambda _: self.build(self.author_box.currentData() or ""))
        self.number_edit.textEdited.connect(self._typed)
        self.author_box.hide()
        self.retranslate()

    def set_record(self, record: BibliographicRecord) -> None:
        """Whose number it is."""
        self._record = record

    def set_class(self, notation: str) -> None:
        """Build in this class."""
        self.class_edit.setText(notation)

    @property
    def number(self) -> str:
        """The call number in one line, "" without one."""
        return self.number_edit.text().strip()

    @property
    def is_free(self) -> bool:
        """No other record has it, as far as was asked."""
        return bool(self.number) and not self._clashes and not self._check_timer.isActive()

    def build(self, author_number: str = "") -> None:
        """Ask for the number that the parts make."""
        self._serial += 1
        serial = self._serial
        notation = self.class_edit.text().strip()
        self._error = None
        if not notation:
            self._take(None)
            return
        style = str(self.style_box.currentData() or "") or None

        def got(proposal: CallNumberProposal) -> None:
            if serial == self._serial:
                self._take(proposal)

        def failed(error: LibrarianError) -> None:
            if serial == self._serial:
                self._error = error
                self._take(None)

        self._bridge.call(
            "call_numbers", "build", self._record, notation, style, self.third_edit.text().strip(), author_number,
            on_result=got, on_error=failed,
        )  # fmt: skip

    def reserve(self, done: OnResult, failed: OnError) -> None:
        """Keep the number for a day, so that no other editor gets it; then call `done` with the reservation."""
        self._bridge.call(
            "call_numbers", "reserve", self.number, self.class_edit.text().strip(), on_result=done, on_error=failed
        )

    def retranslate(self) -> None:
        captions = {
            "class": wording.field("class"), "style": self.tr("Book number"), "author": self.tr("Reading of the name"),
            "third": self.tr("Third line"), "number": wording.field("call_number"),
        }  # fmt: skip
        for name, caption in captions.items():
            self._labels[name].setText(caption)
        for widget, name in (
            (self.class_edit, "class"), (self.style_box, "style"), (self.author_box, "author"),
            (self.third_edit, "third"), (self.number_edit, "number"),
        ):  # fmt: skip
            widget.setAccessibleName(captions[name])
        texts = (
            self.tr("As the house does"), self.tr("Running number (种次号)"), self.tr("Author number (著者号)"),
            self.tr("Author's initials"),
        )  # fmt: skip
        for position, text in enumerate(texts):
            self.style_box.setItemText(position, text)
        self.third_edit.setPlaceholderText(self.tr("year or volume, where wanted"))
        self._say()

    def _style_chosen(self) -> None:
        self.build()

    def _take(self, proposal: CallNumberProposal | None) -> None:
        self._proposal = proposal
        self._clashes = proposal.clashes if proposal is not None else ()
        self.number_edit.setText(proposal.value if proposal is not None else "")
        self._stack_of_lines.setText("\n".join(proposal.lines) if proposal is not None else "")
        others = proposal.alternatives if proposal is not None else ()
        chosen = self.author_box.currentData()
        self.author_box.clear()
        for each in others:
            self.author_box.addItem(f"{each.value}   {each.reading}".strip(), each.value)
        self.author_box.setCurrentIndex(max(0, self.author_box.findData(chosen)))
        self.author_box.setVisible(bool(others))
        self._labels["author"].setVisible(bool(others))
        self._say()

    def _typed(self) -> None:
        self._stack_of_lines.setText(self.number.replace("/", "\n"))
        self._check_timer.start()
        self.changed.emit()

    def _check(self) -> None:
        """Who else has the number that was typed."""
        number = self.number

        def got(clashes: Sequence[RecordId]) -> None:
            if number == self.number:
                self._clashes = tuple(clashes)
                self._say()

        if number:
            self._bridge.call("call_numbers", "check", number, self._record.id, on_result=got)
        else:
            self._clashes = ()
            self._say()

    def _say(self) -> None:
        if self._error is not None:
            self.banner.tell(error_sentence(self._error, self._themes.theme.language), "fair")
        elif self._clashes:
            ids = ", ".join(map(str, self._clashes[:5]))
            self.banner.tell(
                self.tr("Taken: %n other record(s) have this call number ({ids}).", "", len(self._clashes)).format(
                    ids=ids
                ),
                "bad",
            )
        elif self.number:
            self.banner.tell(self.tr("No other record has this call number."), "good")
        else:
            self.banner.hide()
        self.changed.emit()
