"""The library column by column, in memory: what every record is sorted by and which facet values it has.

The database is the truth; a commit touches few records, and only their rows are read again. At 100,000 records an
order, a filter or the counts of all facets are a few milliseconds of array work.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from core.domain.filters import FACETS, NO, YES, FacetName, SearchFilters
from core.domain.listing import Facet, FacetValue
from core.protocols import IntVector

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.catalogue.columns import ColumnRows, RecordLinks

SortColumn = Literal["title", "author", "year", "added", "call_number"]
Mask = NDArray[np.bool_]
Codes = NDArray[np.int32]

MOST_VALUES = 100
"""Values of one facet that are told."""
_SHARE_READ_ANEW = 0.2
_MAIN_CLASS = re.compile(r"\s*(?:([A-Za-z])[A-Za-z]?(?![a-z])|(\d)\d\d)")
_NUMBER = re.compile(r"\d+")


def main_class(scheme: str, notation: str) -> str:
    """The main class of a notation: a letter of CLC, a hundred of DDC; "" for other schemes and what is none."""
    found = _MAIN_CLASS.match(notation) if scheme in ("clc", "ddc") else None
    if found is None or (found[1] is None) == (scheme == "clc"):
        return ""
    return found[1].upper() if found[1] else f"{found[2]}00"


def call_number_key(call_number: str) -> str:
    """By which call numbers are sorted: class as written, whole numbers after the first slash or blank by size."""
    stem, mark, book = call_number.upper().partition("/" if "/" in call_number else " ")
    return f"{stem}\x01{_NUMBER.sub(lambda n: n[0].zfill(8), book)}" if mark else stem


@dataclass(slots=True)
class _Links:
    """Which records have which values: rows of (record id, code)."""

    record_ids: IntVector
    codes: Codes


@dataclass(slots=True)
class _Snapshot:
    """One generation. All arrays of records are beside `ids`, which are ascending."""

    generation: int
    ids: IntVector
    year: IntVector  # with _NO_YEAR
    keys: dict[SortColumn, NDArray[np.object_]]
    links: dict[FacetName, _Links]
    rows: dict[FacetName, IntVector] = field(default_factory=dict)
    orders: dict[SortColumn, tuple[IntVector, int]] = field(default_factory=dict)


_NO_YEAR = -(2**31)


class RecordColumns:
    """Orders, filters and facet counts of one library. Thread-safe; follows the catalogue's generation."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._vocabulary: dict[FacetName, dict[str, int]] = {name: {} for name in FACETS}
        self._snapshot: _Snapshot | None = None

    def admitted(self, filters: SearchFilters) -> set[int] | None:
        """The records that have a chosen value of every chosen facet; None when none is chosen."""
        if not filters.chosen:
            return None
        with self._lock:
            now = self._current()
            mask = self._mask(now, filters)
            return set(now.ids[mask].tolist())

    def ordered(
        self,
        column: SortColumn,
        *,
        descending: bool = False,
        among: Iterable[int] | None = None,
        filters: SearchFilters | None = None,
    ) -> tuple[int, ...]:
        """Ids of all records, or of those among some that pass the facets, in an order.

        What has no year, author or call number comes last either way.
        """
        with self._lock:
            now = self._current()
            order, n_present = self._order(now, column)
            if descending:
                order = np.concatenate([order[:n_present][::-1], order[n_present:]])
            mask = self._base(now, among)
            if filters is not None and filters.chosen:
                mask &= self._mask(now, filters)
            return tuple(now.ids[order[mask[order]]].tolist())

    def facets(self, among: Iterable[int] | None, filters: SearchFilters) -> tuple[Facet, ...]:
        """Count each facet's values among records, each facet without regard to its own chosen values."""
        with self._lock:
            now = self._current()
            base = self._base(now, among)
            masks = {name: self._mask_of(now, name, filters.of(name)) for name in FACETS if filters.of(name)}
            return tuple(self._facet(now, name, base, masks, filters.of(name)) for name in FACETS)

    # -- masks and counts ------------------------------------------------------------------------------------------

    @staticmethod
    def _base(now: _Snapshot, among: Iterable[int] | None) -> Mask:
        if among is None:
            return np.ones(len(now.ids), dtype=np.bool_)
        wanted = np.fromiter(among, dtype=np.int64)
        mask = np.zeros(len(now.ids), dtype=np.bool_)
        if len(now.ids) and len(wanted):
            at = np.minimum(np.searchsorted(now.ids, wanted), len(now.ids) - 1)
            mask[at[now.ids[at] == wanted]] = True
        return mask

    def _mask(self, now: _Snapshot, filters: SearchFilters) -> Mask:
        mask = np.ones(len(now.ids), dtype=np.bool_)
        for name in FACETS:
            if values := filters.of(name):
                mask &= self._mask_of(now, name, values)
        return mask

    def _mask_of(self, now: _Snapshot, name: FacetName, values: Sequence[str]) -> Mask:
        codes = [code for value in values if (code := self._vocabulary[name].get(value)) is not None]
        rows = self._rows(now, name)
        mask = np.zeros(len(now.ids), dtype=np.bool_)
        mask[rows[np.isin(now.links[name].codes, codes)]] = True
        return mask

    def _facet(
        self, now: _Snapshot, name: FacetName, base: Mask, masks: dict[FacetName, Mask], chosen: Sequence[str]
    ) -> Facet:
        mask = base.copy()
        for other, of_other in masks.items():
            if other != name:
                mask &= of_other
        names = list(self._vocabulary[name])
        codes = now.links[name].codes[mask[self._rows(now, name)]]
        counts = np.bincount(codes, minlength=len(names))
        n_values = int((counts > 0).sum())
        best = np.argsort(-counts, kind="stable")[: min(n_values, MOST_VALUES)]
        told = {names[i]: int(counts[i]) for i in best}
        for value in chosen:
            told.setdefault(value, int(counts[self._vocabulary[name][value]]) if value in self._vocabulary[name] else 0)
        values = [FacetValue(value, count) for value, count in told.items()]
        if name == "decade":
            values.sort(key=lambda v: (v.value == "", -int(v.value or 0)))
        return Facet(name, tuple(values), n_values)

    @staticmethod
    def _rows(now: _Snapshot, name: FacetName) -> IntVector:
        """For each link of a facet the row of its record."""
        found = now.rows.get(name)
        if found is None:
            found = np.searchsorted(now.ids, now.links[name].record_ids)
            now.rows[name] = found
        return found

    # -- orders ----------------------------------------------------------------------------------------------------

    def _order(self, now: _Snapshot, column: SortColumn) -> tuple[IntVector, int]:
        """Rows in ascending order and how many of them have a value."""
        found = now.orders.get(column)
        if found is not None:
            return found
        if column == "added":
            found = np.arange(len(now.ids)), len(now.ids)
        elif column == "year":
            missing = now.year == _NO_YEAR
            order = np.lexsort((now.ids, now.year, missing))
            found = order, int((~missing).sum())
        else:
            found = _sorted_rows(_keys(now, column), np.arange(len(now.ids)), column != "title")
        now.orders[column] = found
        return found

    # -- following the catalogue -----------------------------------------------------------------------------------

    def _current(self) -> _Snapshot:
        generation = self._catalogue.generation()
        now = self._snapshot
        if now is not None and now.generation == generation:
            return now
        touched: set[int] = set()
        if now is not None:
            touched = {int(i) for i in self._catalogue.touched_since(now.generation)}
        if now is None or len(touched) > max(500, _SHARE_READ_ANEW * len(now.ids)):
            self._vocabulary = {name: {} for name in FACETS}
            now = self._encoded(generation, self._catalogue.columns())
        elif touched:
            now = self._patched(now, self._encoded(generation, self._catalogue.columns(touched)), touched)  # type: ignore[arg-type]
        else:
            now.generation = generation
        self._snapshot = now
        return now

    @staticmethod
    def _patched(old: _Snapshot, fresh: _Snapshot, touched: set[int]) -> _Snapshot:
        gone = np.fromiter(touched, dtype=np.int64)
        kept = ~np.isin(old.ids, gone)
        ids = np.concatenate([old.ids[kept], fresh.ids])
        by_id = np.argsort(ids, kind="stable")
        links: dict[FacetName, _Links] = {}
        for name, of_old in old.links.items():
            stays = ~np.isin(of_old.record_ids, gone)
            links[name] = _Links(
                np.concatenate([of_old.record_ids[stays], fresh.links[name].record_ids]),
                np.concatenate([of_old.codes[stays], fresh.links[name].codes]),
            )
        keys = {c: np.concatenate([old.keys[c][kept], fresh.keys[c]])[by_id] for c in old.keys}
        year = np.concatenate([old.year[kept], fresh.year])[by_id]
        now = _Snapshot(fresh.generation, ids[by_id], year, keys, links)
        for column, (order, _) in old.orders.items():
            if column in keys:  # nearly sorted already, which sorting makes use of
                before = old.ids[order]
                start = np.searchsorted(now.ids, np.concatenate([before[kept[order]], fresh.ids]))
                now.orders[column] = _sorted_rows(_keys(now, column), start, column != "title")
        return now

    def _encoded(self, generation: int, rows: ColumnRows) -> _Snapshot:
        ids = np.asarray(rows.ids, dtype=np.int64)
        years = np.asarray([_NO_YEAR if y is None else y for y in rows.years], dtype=np.int64)
        call_numbers: dict[int, str] = {}
        for record_id, call_number in zip(rows.shelved, rows.call_numbers, strict=True):
            if call_number:
                call_numbers.setdefault(record_id, call_number)
        keys: dict[SortColumn, NDArray[np.object_]] = {
            "title": _objects(rows.title_keys),
            "author": _objects(rows.author_keys),
            "call_number": _objects([call_numbers.get(i, "") for i in rows.ids]),
        }
        classes = {k: main_class(*value) for k, value in rows.subjects.values.items()}
        terms = {k: term for k, (scheme, term) in rows.subjects.values.items() if scheme not in ("clc", "ddc", "lcc")}
        names = {k: name for k, (_, name) in rows.agents.values.items()}
        covered = np.isin(ids, np.asarray(rows.covered, dtype=np.int64))
        decades = ["" if y is None else str(y // 10 * 10) for y in rows.years]
        links: dict[FacetName, _Links] = {
            "language": self._links("language", ids, ids, rows.languages),
            "class": self._linked("class", ids, rows.subjects, classes),
            "decade": self._links("decade", ids, ids, decades),
            "subject": self._linked("subject", ids, rows.subjects, terms),
            "author": self._linked("author", ids, rows.agents, names),
            "location": self._links("location", ids, np.asarray(rows.shelved, dtype=np.int64), rows.locations),
            "cover": self._links("cover", ids, ids, np.where(covered, YES, NO).tolist()),
            "draft": self._links("draft", ids, ids, [YES if s == "draft" else NO for s in rows.statuses]),
        }
        return _Snapshot(generation, ids, years, keys, links)

    def _linked(self, name: FacetName, ids: IntVector, links: RecordLinks, values: Mapping[int, str]) -> _Links:
        """Links whose value ids stand for the texts in `values`; those that stand for none are left out."""
        vocabulary = self._vocabulary[name]
        codes = {k: vocabulary.setdefault(value, len(vocabulary)) for k, value in values.items() if value}
        return self._distinct(
            name, ids, np.asarray(links.record_ids, dtype=np.int64), [codes.get(k, -1) for k in links.value_ids]
        )

    def _links(self, name: FacetName, ids: IntVector, record_ids: IntVector, values: Sequence[str]) -> _Links:
        vocabulary = self._vocabulary[name]
        codes = {value: vocabulary.setdefault(value, len(vocabulary)) for value in dict.fromkeys(values) if value}
        return self._distinct(name, ids, record_ids, [codes.get(value, -1) for value in values])

    def _distinct(self, name: FacetName, ids: IntVector, record_ids: IntVector, codes: Sequence[int]) -> _Links:
        """Each record with each of its values once, and with "" where it has none."""
        of_rows = np.asarray(codes, dtype=np.int64)
        kept = of_rows >= 0
        pairs = np.unique(record_ids[kept] << 32 | of_rows[kept])
        record_ids, of_rows = pairs >> 32, pairs & 0xFFFFFFFF
        bare = ids[~np.isin(ids, record_ids)]
        if len(bare):
            missing = self._vocabulary[name].setdefault("", len(self._vocabulary[name]))
            record_ids = np.concatenate([record_ids, bare])
            of_rows = np.concatenate([of_rows, np.full(len(bare), missing)])
        return _Links(record_ids, of_rows.astype(np.int32))


def _keys(now: _Snapshot, column: SortColumn) -> list[str]:
    keys: list[str] = now.keys[column].tolist()
    return [call_number_key(key) for key in keys] if column == "call_number" else keys


def _objects(values: Sequence[str]) -> NDArray[np.object_]:
    array = np.empty(len(values), dtype=np.object_)
    array[:] = values
    return array


def _sorted_rows(keys: list[str], start: IntVector, is_missing_last: bool) -> tuple[IntVector, int]:
    """Rows sorted by key, equal ones by row, beginning from an order that may be nearly right; how many have one."""
    rows = sorted(start.tolist(), key=keys.__getitem__)
    order = np.asarray(rows, dtype=np.int64)
    in_order = _objects([keys[row] for row in rows])
    group = np.cumsum(np.r_[False, in_order[1:] != in_order[:-1]]) if rows else order
    order = order[np.lexsort((order, group))]
    if not is_missing_last:
        return order, len(order)
    n_missing = int((in_order == "").sum()) if rows else 0
    return np.concatenate([order[n_missing:], order[:n_missing]]), len(order) - n_missing
