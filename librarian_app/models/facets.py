"""The facets of a list as one column of lines: a heading, its values with counts, a line for more of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from core.domain.filters import FacetName, SearchFilters
from core.domain.listing import Facet
from librarian_app.models import facet_words

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
SHOWN_VALUES = 6


class FacetRole(IntEnum):
    """Roles beyond Qt's own."""

    LINE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class FacetLine:
    """One line. `kind` "more" opens or closes the rest of a facet; `count` of it is how many values more there are."""

    kind: Literal["heading", "value", "more"]
    facet: FacetName
    value: str = ""
    count: int = 0
    is_chosen: bool = False
    is_open: bool = False


class FacetsModel(QAbstractListModel):
    """Lines of all facets that tell something about the list.

    Signals:
        toggled(str, str): A value of a facet was chosen or given up.
    """

    toggled = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._facets: tuple[Facet, ...] = ()
        self._filters = SearchFilters()
        self._open: set[FacetName] = set()
        self._lines: list[FacetLine] = []

    def show_facets(self, facets: tuple[Facet, ...], filters: SearchFilters) -> None:
        """Show the counts of another list."""
        self._facets, self._filters = facets, filters
        self._lay_out()

    def line_at(self, row: int) -> FacetLine:
        """The line."""
        return self._lines[row]

    def activate(self, row: int) -> None:
        """Choose or give up a value; open or close the rest of a facet."""
        line = self._lines[row]
        if line.kind == "value":
            self.toggled.emit(line.facet, line.value)
        elif line.kind == "more":
            self._open ^= {line.facet}
            self._lay_out()

    def _lay_out(self) -> None:
        lines: list[FacetLine] = []
        for facet in self._facets:
            chosen = self._filters.of(facet.name)
            # one value that every record has tells nothing and cannot narrow the list
            if len(facet.values) < 2 and not chosen:
                continue
            lines.append(FacetLine("heading", facet.name))
            is_open = facet.name in self._open
            # decades keep their order of time, so a chosen one stays where it is
            shown = facet.values if is_open or facet.name == "decade" else facet.values[:SHOWN_VALUES]
            if facet.name == "decade" and not is_open:
                shown = tuple(v for i, v in enumerate(facet.values) if i < SHOWN_VALUES or v.value in chosen)
            else:
                shown += tuple(v for v in facet.values[len(shown) :] if v.value in chosen)
            lines += [FacetLine("value", facet.name, v.value, v.count, v.value in chosen) for v in shown]
            if len(facet.values) > SHOWN_VALUES:
                lines.append(FacetLine("more", facet.name, "", len(facet.values) - len(shown), is_open=is_open))
        kinds = [(line.kind, line.facet, line.value) for line in lines]
        if kinds == [(line.kind, line.facet, line.value) for line in self._lines]:
            self._lines = lines  # the keyboard stays where it is
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._lines[index.row()].kind == "heading":
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == FacetRole.LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line)
        if role == Qt.ItemDataRole.ToolTipRole and line.kind == "value":
            return facet_words.facet_value(line.facet, line.value)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if line.kind != "value":
                return self._text(line)
            state = self.tr("chosen") if line.is_chosen else ""
            return ", ".join(part for part in (self._text(line), str(line.count), state) if part)
        return None

    def _text(self, line: FacetLine) -> str:
        if line.kind == "heading":
            return facet_words.facet(line.facet)
        if line.kind == "more":
            return self.tr("Fewer") if line.is_open else self.tr("%n more", "", line.count)
        return facet_words.facet_value(line.facet, line.value)
