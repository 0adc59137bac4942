"""A search that somebody keeps: everything that it asks, under a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NewType

from core.domain.filters import SearchFilters
from core.domain.listing import ListOrder

SavedSearchId = NewType("SavedSearchId", int)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """Words, an example cover, filters and an order. The cover's picture is kept in the library under its hash.

    `id` is None until stored.
    """

    name: str
    text: str = ""
    cover_sha256: str | None = None
    filters: SearchFilters = field(default_factory=SearchFilters)
    order: ListOrder = "relevance"
    descending: bool = False
    id: SavedSearchId | None = None
