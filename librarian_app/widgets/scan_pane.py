"""The covers of a record, one at a time, with the tools to look into them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from core.domain.scans import CoverScan, OcrPage
from librarian_app.i18n import Retranslating
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.cover_menu import CoverMenu
from librarian_app.widgets.cover_view import CoverView
from librarian_app.widgets.parts import cover_icon, label, set_icon, tool_button


class ScanPane(Retranslating, QFrame):
    """Signals tell what the person wants; the page asks the engine.

    Signals:
        cover_chosen(object): Another `CoverScan` is shown; its `OcrPage` is wanted.
        add_asked(), remove_asked(object): Add a cover from a file; take a `CoverScan` off the record.
        turn_asked(object, int): Turn a `CoverScan` clockwise by so many degrees.
        order_asked(list): Put the covers into this order of ids; the first is the main one.
        read_asked(object, str): Read a `CoverScan` again with an OCR engine.
        line_clicked(int): A box was clicked.
    """

    cover_chosen = Signal(object)
    add_asked = Signal()
    remove_asked = Signal(object)
    turn_asked = Signal(object, int)
    order_asked = Signal(list)
    read_asked = Signal(object, str)
    line_clicked = Signal(int)

    def __init__(self, themes: ThemeSwitcher, pictures: PictureLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sunken")
        self._pictures = pictures
        self._covers: tuple[CoverScan, ...] = ()
        self._current: CoverScan | None = None
        self.view = CoverView(themes)
        self.view.line_clicked.connect(self.line_clicked)
        self._none = label("muted", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._out, self._fit, self._in = tool_button(), tool_button(), tool_button()
        self._boxes, self._add, self._remove = tool_button(), tool_button(), tool_button()
        self._out.clicked.connect(self.view.zoom_out)
        self._fit.clicked.connect(self.view.fit)
        self._in.clicked.connect(self.view.zoom_in)
        self._boxes.setCheckable(True)
        self._boxes.setChecked(True)
        self._boxes.toggled.connect(self.view.set_boxes_shown)
        self._add.clicked.connect(self.add_asked)
        self._remove.clicked.connect(self._ask_remove)
        self._turn, self._more = tool_button(), tool_button()
        self._turn.clicked.connect(lambda: self._ask_turn(90))
        self._menu = CoverMenu(self)
        self._menu.turn_asked.connect(self._ask_turn)
        self._menu.move_asked.connect(self._ask_move)
        self._menu.read_asked.connect(self._ask_read)
        self._more.setMenu(self._menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._strip = QListWidget()
        self._strip.setFlow(QListWidget.Flow.LeftToRight)
        self._strip.setIconSize(QSize(42, 56))
        self._strip.setFixedHeight(72)
        self._strip.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._strip.currentRowChanged.connect(self._choose)
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 0, 8, 6)
        tools.setSpacing(2)
        for target in (self._out, self._fit, self._in):
            tools.addWidget(target)
        tools.addSpacing(8)
        tools.addWidget(self._boxes)
        tools.addWidget(self._turn)
        tools.addWidget(self._more)
        tools.addStretch(1)
        tools.addWidget(self._add)
        tools.addWidget(self._remove)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 2)
        whole.setSpacing(6)
        whole.addWidget(self.view, 1)
        whole.addWidget(self._none, 1)
        whole.addWidget(self._strip)
        whole.addLayout(tools)
        self._none.hide()  # until it is known that there is none
        pictures.loaded.connect(self._arrived)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    @property
    def current(self) -> CoverScan | None:
        return self._current

    def show_covers(self, covers: Sequence[CoverScan]) -> None:
        """Show the covers of another record, the main one first."""
        kept = self._current.id if self._current else None
        self._covers = tuple(sorted(covers, key=lambda c: (not c.is_main, c.position, c.id)))
        self._strip.blockSignals(True)
        self._strip.clear()
        for cover in self._covers:
            item = QListWidgetItem("")
            item.setToolTip(cover.file_name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, cover.file_name)
            picture = self._pictures.cover(cover.picture)
            if picture is not None and not picture.isNull():
                item.setIcon(cover_icon(picture))
            self._strip.addItem(item)
        self._strip.blockSignals(False)
        self._strip.setVisible(len(self._covers) > 1)
        self.view.setVisible(bool(self._covers))
        self._none.setVisible(not self._covers)
        for target in (self._out, self._fit, self._in, self._boxes, self._remove, self._turn, self._more):
            target.setEnabled(bool(self._covers))
        places = [place for place, cover in enumerate(self._covers) if cover.id == kept]
        if self._covers:
            place = places[0] if places else 0
            self._strip.setCurrentRow(place)
            self._choose(place)
        else:
            self._current = None
            self.view.show_picture(None)
            self.view.show_page(None)

    def show_page(self, page: OcrPage | None) -> None:
        """Show what was read on the present cover."""
        self.view.show_page(page)

    def set_read_only(self, read_only: bool) -> None:
        """Hide what would change the record."""
        self._add.setVisible(not read_only)
        self._remove.setVisible(not read_only)
        self._turn.setVisible(not read_only)
        self._more.setVisible(not read_only)

    def offer_engines(self, names: Sequence[str]) -> None:
        """The OCR engines that a cover can be read again with."""
        self._menu.offer_engines(names)

    def retranslate(self) -> None:
        for target, text in (
            (self._out, self.tr("Zoom out (-)")),
            (self._fit, self.tr("Fit (0)")),
            (self._in, self.tr("Zoom in (+)")),
            (self._boxes, self.tr("Show what was read")),
            (self._turn, self.tr("Turn right")),
            (self._more, self.tr("More to do with this cover")),
            (self._add, self.tr("Add a cover…")),
            (self._remove, self.tr("Take this cover off the record")),
        ):
            target.setToolTip(text)
            target.setAccessibleName(text)
        self._none.setText(self.tr("No cover yet. Drop a scan here or add one below."))
        self._strip.setAccessibleName(self.tr("Covers"))

    def _choose(self, place: int) -> None:
        if not 0 <= place < len(self._covers):
            return
        self._current = self._covers[place]
        self.view.show_page(None)
        self._show_picture()
        self.cover_chosen.emit(self._current)

    def _show_picture(self) -> None:
        if self._current is None:
            return
        original = self._pictures.original(self._current.picture)
        if original is not None and not original.isNull():
            self.view.show_picture(original)
            return
        small: QPixmap | None = self._pictures.cover(self._current.picture)
        if small is not None and not small.isNull():
            self.view.show_picture(small)

    def _arrived(self, key: str) -> None:
        if self._current is not None and key in (self._current.picture, f"original:{self._current.picture}"):
            self._show_picture()
        for place, cover in enumerate(self._covers):
            item = self._strip.item(place)
            picture = self._pictures.cover(cover.picture) if key == cover.picture else None
            if item is not None and picture is not None and not picture.isNull():
                item.setIcon(cover_icon(picture))

    def _ask_turn(self, degrees: int) -> None:
        if self._current is not None:
            self.turn_asked.emit(self._current, degrees)

    def _ask_move(self, by: int) -> None:
        """Earlier (-1) or later (1) in the order; 0 to the very front, as the main cover."""
        if self._current is None:
            return
        ids = [cover.id for cover in self._covers]
        place = ids.index(self._current.id)
        target = 0 if by == 0 else max(0, min(len(ids) - 1, place + by))
        if target != place:
            ids.insert(target, ids.pop(place))
            self.order_asked.emit(ids)

    def _ask_read(self, engine: str) -> None:
        if self._current is not None:
            self.read_asked.emit(self._current, engine)

    def _ask_remove(self) -> None:
        if self._current is not None:
            self.remove_asked.emit(self._current)

    def _apply_theme(self, theme: Theme) -> None:
        for target, name in (
            (self._out, "zoom-out"),
            (self._fit, "fit"),
            (self._in, "zoom-in"),
            (self._boxes, "ocr"),
            (self._turn, "rotate"),
            (self._more, "chevron-down"),
            (self._add, "plus"),
            (self._remove, "trash"),
        ):
            set_icon(target, theme, name, 18)
