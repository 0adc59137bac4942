"""What one person searched for, newest first, by library; kept with the window's preferences, not in the library."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.domain.filters import FACETS, FacetName, SearchFilters
from core.errors import HostFaultError
from core.files import write_atomically
from core.paths import config_dir

log = logging.getLogger(__name__)

MOST_ENTRIES = 60
Chosen = tuple[tuple[FacetName, str], ...]


@dataclass(frozen=True, slots=True)
class PastSearch:
    """Words and chosen facet values."""

    text: str
    chosen: Chosen = ()

    @property
    def filters(self) -> SearchFilters:
        """The facet values as filters."""
        filters = SearchFilters()
        for name, value in self.chosen:
            filters = filters.choosing(name, *filters.of(name), value)
        return filters


class SearchHistory:
    """Past searches of one library, and a place among them for going back and forth.

    Args:
        library: Its folder.
        file: Where the searches of all libraries are kept; by default beside the preferences.
    """

    def __init__(self, library: Path, file: Path | None = None) -> None:
        self._key = str(library)
        self._file = file or config_dir() / "search-history.json"
        self._entries: list[PastSearch] = [e for raw in self._stored().get(self._key, []) if (e := _entry(raw))]
        self._place = -1

    @property
    def entries(self) -> Sequence[PastSearch]:
        """Newest first."""
        return tuple(self._entries)

    @property
    def is_going_through(self) -> bool:
        """Whether somebody went back and may go forth again."""
        return self._place >= 0

    def remember(self, search: PastSearch) -> None:
        """Put a search at the front; the same one is not kept twice, nor what only began it."""
        self._place = -1
        if not (search.text or search.chosen) or (self._entries and self._entries[0] == search):
            return
        kept = [e for e in self._entries if e != search]
        if kept and kept[0].chosen == search.chosen and kept[0].text and search.text.startswith(kept[0].text):
            kept = kept[1:]
        self._entries = [search, *kept][:MOST_ENTRIES]
        self._save()

    def older(self, present: PastSearch) -> PastSearch | None:
        """The search before the one that is shown; None at the end."""
        place = self._place + 1
        while place < len(self._entries) and self._entries[place] == present:
            place += 1
        if place >= len(self._entries):
            return None
        self._place = place
        return self._entries[place]

    def newer(self) -> PastSearch | None:
        """The search after the one that is shown; an empty one behind the newest; None when nobody went back."""
        if self._place < 0:
            return None
        self._place -= 1
        return self._entries[self._place] if self._place >= 0 else PastSearch("")

    def stay(self) -> None:
        """Something else was asked: going back begins at the newest again."""
        self._place = -1

    def clear(self) -> None:
        """Forget everything that was searched in this library."""
        self._entries = []
        self._place = -1
        self._save()

    def _save(self) -> None:
        stored = dict(self._stored())
        stored[self._key] = [[e.text, [list(pair) for pair in e.chosen]] for e in self._entries]
        try:
            write_atomically(self._file, json.dumps(stored, ensure_ascii=False).encode("utf-8"))
        except HostFaultError as exc:
            log.warning("the search history was not kept: %s", exc)

    def _stored(self) -> dict[str, Any]:
        try:
            stored = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stored if isinstance(stored, dict) else {}


def _entry(raw: object) -> PastSearch | None:
    """An entry as it was stored; None for what is none."""
    match raw:
        case [str(text), list(pairs)]:
            chosen = [
                (name, pair[1])
                for pair in pairs
                if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[1], str)
                for name in FACETS
                if name == pair[0]
            ]
            return PastSearch(text, tuple(chosen))
    return None
