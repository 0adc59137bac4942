"""Lists of records as they are looked through: in which order, with which facets, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.domain.filters import FacetName
from core.domain.records import BibliographicRecord, RecordId
from core.domain.retrieval import Marks, SearchRequest, SearchResponse

ListOrder = Literal["relevance", "title", "author", "year", "added", "call_number"]
LIST_ORDERS: tuple[ListOrder, ...] = ("relevance", "title", "author", "year", "added", "call_number")


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A list to look through: what `asked` finds, or the whole library where it asks for nothing but filters.

    Args:
        asked: Text, image, likeness and filters; its `limit` is how many are ranked.
        order: "relevance" of a list that was not ranked is the order of titles.
        descending: Turn the order round. What has no year, author or call number stays last.
        with_facets: Count the values of each facet too.
    """

    asked: SearchRequest = field(default_factory=SearchRequest)
    order: ListOrder = "relevance"
    descending: bool = False
    with_facets: bool = True


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value and how many records of the list have it, whatever else is chosen of the same facet."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values, chosen ones first to be there; `n_values` counts all that occur."""

    name: FacetName
    values: tuple[FacetValue, ...]
    n_values: int


@dataclass(frozen=True, slots=True)
class Loosening:
    """Something to leave out of a question that found nothing (good), and how many records are found then.

    Attributes:
        kind: "filter": a value of `facet`; "filters": all of them, where leaving out one is not enough; "word": one of
            the words typed, `text` is what is left of them.
        value: What is left out.
        count: Records that hold all of what is left.
    """

    kind: Literal["filter", "filters", "word"]
    value: str
    count: int
    facet: FacetName | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A record of a list that was not ranked. `marks`: see `SearchResult`."""

    record: BibliographicRecord
    cover_sha256: str | None
    marks: Marks = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something in the library that goes on from what was typed so far; `span` is where that stands in it."""

    text: str
    kind: Literal["title", "author", "subject"]
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class ResultList:
    """The list: all its records, in order, and the answer to what was asked.

    Attributes:
        ids: Every record of the list.
        answer: The ranked part with scores and reasons; None where nothing was ranked: browsing, filters alone. Records
            of the list that are not in it hold all the words that were typed.
        facets: Empty unless asked for.
        loosenings: When nothing was found, or nothing good.
        took_ms: For all of it.
    """

    ids: tuple[RecordId, ...]
    answer: SearchResponse | None = None
    facets: tuple[Facet, ...] = ()
    loosenings: tuple[Loosening, ...] = ()
    took_ms: float = 0.0
