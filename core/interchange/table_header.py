"""Where a table begins: the row with the names of the columns, also below a heading such as the list's title."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

from core.domain.records import RejectedInput
from core.interchange.columns import column_names, guess_mapping, unused_columns
from core.interchange.reading import clean_line

_MOST_HEADING_ROWS: Final = 20
_FEWEST_KNOWN: Final = 2
_LONGEST_TOLD: Final = 200

Row = tuple[int, list[str] | None]
"""Number of the line or row, and its cells; None for one that is too long to be read."""


@dataclass(frozen=True, slots=True)
class Header:
    """`columns` are distinct names made of `cells`, () without any row; `heading` is what stands above them."""

    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()

    def remarks(self, path: Path, mapping: Mapping[str, str] | None) -> tuple[RejectedInput, ...]:
        """Warnings for what of the table goes into no record: its heading, columns that no field takes."""
        unused = unused_columns(path, self.columns, mapping)
        if not self.heading:
            return unused
        text = textwrap.shorten(" · ".join(self.heading), _LONGEST_TOLD, placeholder="…")
        told = RejectedInput(str(path), "1", "table.heading_unused", {"text": text})
        return (told, *unused)


def read_header(rows: Iterator[Row], mapping: Mapping[str, str] | None = None) -> tuple[Header, Iterator[Row]]:
    """The header, and the rows below it.

    It is the first of the first twenty rows that has the columns of the mapping, or without one a title and another
    known column; the first row, where it has a title or no other fits.
    """
    seen: list[Row] = []
    found = 0
    for place, row in enumerate(islice(rows, _MOST_HEADING_ROWS)):
        seen.append(row)
        if _is_header(row[1] or [], mapping, is_first=place == 0):
            found = place
            break
    if not seen:
        return Header(), iter(())
    heading = tuple(filter(None, (clean_line(" ".join(cells or [])) for _, cells in seen[:found])))
    cells = seen[found][1] or []
    return Header(tuple(cells), column_names(cells), heading), chain(seen[found + 1 :], rows)


def has_header(rows: Iterator[Row]) -> bool:
    """Whether one of the first twenty rows has a title and another known column."""
    return any(_is_header(cells or [], None, is_first=False) for _, cells in islice(rows, _MOST_HEADING_ROWS))


def _is_header(cells: Sequence[str], mapping: Mapping[str, str] | None, *, is_first: bool) -> bool:
    columns = column_names(cells)
    if mapping:
        return set(mapping) <= set(columns)
    known = [field for field in guess_mapping(columns).values() if field]
    return "title" in known and (is_first or len(known) >= _FEWEST_KNOWN)
