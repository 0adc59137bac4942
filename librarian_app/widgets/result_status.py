"""The line above the results: how many, how well they fit, in which order, covers or table, filters or not."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QWidget

from librarian_app.actions import Actions
from librarian_app.i18n import Retranslating
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import label, tool_button

Order = tuple[str, bool]
"""The name of an order and whether it is turned round."""
RELEVANCE: Order = ("relevance", False)
ORDERS: tuple[Order, ...] = (
    RELEVANCE,
    ("title", False),
    ("title", True),
    ("author", False),
    ("author", True),
    ("year", False),
    ("year", True),
    ("added", True),
    ("added", False),
    ("call_number", False),
    ("call_number", True),
)


class ResultStatus(Retranslating, QWidget):
    """Heading, detail, and the controls of the list.

    Signals:
        order_chosen(str, bool): Another order, turned round or not.
    """

    order_chosen = Signal(str, bool)

    def __init__(self, themes: ThemeSwitcher, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._is_ranking = False
        self._heading, self._detail = label("heading"), label("muted")
        self.order = QComboBox()
        self.order.setProperty("flat", True)
        self.order.activated.connect(self._order_activated)
        self._filters, self._covers, self._table = tool_button(), tool_button(), tool_button()
        segmented = QFrame()
        segmented.setObjectName("segmented")
        segments = QHBoxLayout(segmented)
        segments.setContentsMargins(3, 3, 3, 3)
        segments.setSpacing(2)
        group = QButtonGroup(self)
        for target, name in ((self._covers, "as_covers"), (self._table, "as_table")):
            target.setCheckable(True)
            group.addButton(target)
            segments.addWidget(target)
            target.clicked.connect(actions[name].trigger)
            actions[name].toggled.connect(target.setChecked)
        self._filters.setCheckable(True)
        self._filters.clicked.connect(actions["filters"].trigger)
        actions["filters"].toggled.connect(self._filters.setChecked)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._filters)
        row.addWidget(self._heading)
        row.addWidget(self._detail, 1)
        row.addWidget(self.order)
        row.addWidget(segmented)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    def say(self, heading: str, detail: str = "") -> None:
        """Set the words."""
        self._heading.setText(heading)
        self._detail.setText(detail)
        self._detail.setToolTip(detail)

    @property
    def heading(self) -> str:
        return self._heading.text()

    @property
    def detail(self) -> str:
        return self._detail.text()

    def show_order(self, order: Order, *, is_ranking: bool) -> None:
        """Show the order in use; "best first" is offered only for lists that are ranked."""
        if is_ranking != self._is_ranking:
            self._is_ranking = is_ranking
            self.retranslate()
        with QSignalBlocker(self.order):
            self.order.setCurrentIndex(max(0, self.order.findData(_key(order))))

    def retranslate(self) -> None:
        names = {
            RELEVANCE: self.tr("Best first"),
            ("title", False): self.tr("By title"),
            ("title", True): self.tr("By title, backwards"),
            ("author", False): self.tr("By author"),
            ("author", True): self.tr("By author, backwards"),
            ("year", False): self.tr("Oldest first"),
            ("year", True): self.tr("Newest first"),
            ("added", True): self.tr("Latest added first"),
            ("added", False): self.tr("First added first"),
            ("call_number", False): self.tr("By call number"),
            ("call_number", True): self.tr("By call number, backwards"),
        }
        current = self.order.currentData()
        with QSignalBlocker(self.order):
            self.order.clear()
            for order in ORDERS:
                if self._is_ranking or order != RELEVANCE:
                    self.order.addItem(names[order], _key(order))
            self.order.setCurrentIndex(max(0, self.order.findData(current)))
        self.order.setAccessibleName(self.tr("Order"))
        for target, name in ((self._covers, "as_covers"), (self._table, "as_table"), (self._filters, "filters")):
            target.setToolTip(self._actions[name].toolTip())
            target.setAccessibleName(self._actions[name].text().replace("&", ""))

    def _order_activated(self, position: int) -> None:
        key = str(self.order.itemData(position))
        self.order_chosen.emit(key.removeprefix("-"), key.startswith("-"))

    def _apply_theme(self, theme: Theme) -> None:
        for target, name in ((self._covers, "covers"), (self._table, "table"), (self._filters, "filter")):
            target.setIcon(theme.icon(name, "ink_soft"))


def _key(order: Order) -> str:
    name, descending = order
    return f"-{name}" if descending else name
