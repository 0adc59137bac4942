"""Lists to look through: what was found, what is filtered, or the whole library; ordered, counted, loosened."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.domain.filters import SearchFilters
from core.domain.listing import ListRequest, ListRow, Loosening, ResultList
from core.domain.records import RecordId
from core.domain.retrieval import SearchRequest, SearchResponse, SearchResult
from core.retrieval.marking import marks_of
from core.text.highlight import Highlighter
from core.text.normalize import fold, has_han
from core.text.query import ParsedQuery, parse
from core.text.segment import words

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.likeness import LikenessFinder
    from core.retrieval.searcher import Searcher

_KEPT = 8
_MOST_LOOSENINGS = 4


@dataclass(frozen=True, slots=True)
class _Found:
    """The records that a question finds, ranked ones first; `answer` is the ranked part."""

    ids: tuple[RecordId, ...]
    answer: SearchResponse | None


class ListMaker:
    """Makes lists. Thread-safe. What was found last is kept, so that ordering or counting it anew asks nothing again.

    Args:
        catalogue: Records and covers.
        searcher: Words, filters and columns.
        likeness: "More like this".
        search: Answers a question; the searcher's own, or one that also takes note of it.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        searcher: Searcher,
        likeness: LikenessFinder,
        search: Callable[[SearchRequest], SearchResponse],
    ) -> None:
        self._catalogue = catalogue
        self._searcher = searcher
        self._likeness = likeness
        self._search = search
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], _Found] = OrderedDict()

    def make(self, request: ListRequest) -> ResultList:
        """The list that was asked for.

        Raises:
            InvalidInputError: If an image cannot be read.
        """
        started = time.perf_counter()
        asked = request.asked
        columns = self._searcher.columns
        found = None if self._is_browsing(asked) else self._find(asked, self._search)
        is_ranked = found is not None and found.answer is not None
        if found is not None and is_ranked and request.order == "relevance":
            ids = found.ids
        else:
            order = "title" if request.order == "relevance" else request.order
            among = None if found is None else found.ids
            filters = asked.filters if found is None else None
            ordered = columns.ordered(order, descending=request.descending, among=among, filters=filters)
            ids = tuple(RecordId(i) for i in ordered)
        answer = found.answer if found is not None else None
        facets = columns.facets(self._base(asked, ids), asked.filters) if request.with_facets else ()
        loosenings = self._loosenings(asked) if not ids or (answer is not None and answer.no_good_match) else ()
        if answer is not None:
            answer = replace(answer, results=self._marked(asked.text, answer))
        took = (time.perf_counter() - started) * 1000
        return ResultList(ids, answer, facets, loosenings, round(took, 2))

    def rows(self, record_ids: Sequence[RecordId], text: str = "") -> tuple[ListRow, ...]:
        """Records with their main covers and the words of a query marked; missing ones are left out."""
        highlighter = Highlighter(parse(text))
        covers = self._catalogue.covers_of(record_ids)
        return tuple(
            ListRow(
                record,
                next((c.sha256 for c in covers.get(record.id, ()) if c.is_main), None) if record.id else None,
                marks_of(record, highlighter) if text else {},
            )
            for record in self._catalogue.get(record_ids)
        )

    # -- finding ---------------------------------------------------------------------------------------------------

    def _is_browsing(self, asked: SearchRequest) -> bool:
        """Whether nothing but facets is asked for, which the columns answer alone."""
        has_question = asked.text.strip() or asked.image_path or asked.like
        return not has_question and asked.filters.without_facets == SearchFilters()

    def _find(self, asked: SearchRequest, search: Callable[[SearchRequest], SearchResponse]) -> _Found:
        # what was said about results is a step of the journal too, and may put one first or last
        steps = tuple((step.id, step.undone_at is None) for step in self._catalogue.operations(1))
        key = (asked, self._catalogue.generation(), self._searcher.is_ready, steps, id(self._searcher.weights))
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return kept
        found = self._ask(asked, search)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _ask(self, asked: SearchRequest, search: Callable[[SearchRequest], SearchResponse]) -> _Found:
        parsed = parse(asked.text)
        is_filter_only = not (parsed.has_words or parsed.identifiers or asked.image_path or asked.like)
        if is_filter_only:
            return _Found(tuple(self._searcher.select(asked.text, asked.filters)), None)
        if asked.like is not None:
            narrowed = bool(asked.text.strip()) or asked.filters != SearchFilters()
            allowed = set(self._searcher.select(asked.text, asked.filters)) if narrowed else None
            answer = self._likeness.find(asked.like, asked.limit, allowed)
        else:
            answer = search(asked)
        ranked = [RecordId(int(result.record.id or 0)) for result in answer.results]
        also: Sequence[RecordId] = ()
        if asked.like is None and asked.image_path is None and not asked.channels:
            seen = set(ranked)
            also = [i for i in self._searcher.select(asked.text, asked.filters) if i not in seen]
        return _Found((*ranked, *also), answer)

    def _base(self, asked: SearchRequest, ids: Sequence[RecordId]) -> set[int] | None:
        """What facets are counted among: the list, and what would be in it if no facet were chosen."""
        if self._is_browsing(asked):
            return None
        if not asked.filters.chosen:
            return set(ids)
        bare = replace(asked, filters=asked.filters.without_facets)
        if self._is_browsing(bare):
            return None
        return {*ids, *self._find(bare, self._searcher.search).ids}

    def _marked(self, text: str, answer: SearchResponse) -> tuple[SearchResult, ...]:
        parsed = parse(text)
        plain = Highlighter(parsed)
        marked = []
        for result in answer.results:
            terms = [term for reason in result.reasons for term in reason.terms]
            highlighter = Highlighter(parsed, terms) if terms else plain
            marked.append(replace(result, marks=marks_of(result.record, highlighter) if text.strip() else {}))
        return tuple(marked)

    # -- loosening -------------------------------------------------------------------------------------------------

    def _loosenings(self, asked: SearchRequest) -> tuple[Loosening, ...]:
        """What could be left out, that which finds most first."""
        found: list[Loosening] = []
        for facet, value in asked.filters.chosen:
            loosened = asked.filters.toggling(facet, value)
            n = self._count(asked.text, loosened) if not (asked.image_path or asked.like) else 0
            found.append(Loosening("filter", value, n, facet))
        for word, rest in _without_each_word(asked.text):
            found.append(Loosening("word", word, self._count(rest, asked.filters), text=rest))
        if len(asked.filters.chosen) > 1 and not any(each.count for each in found if each.kind == "filter"):
            found.append(Loosening("filters", "", self._count(asked.text, asked.filters.without_facets)))
        # a filter is worth leaving out even where it cannot be counted what is found then
        wanted = [each for each in found if each.count or (each.kind == "filter" and (asked.image_path or asked.like))]
        return tuple(sorted(wanted, key=lambda each: -each.count)[:_MOST_LOOSENINGS])

    def _count(self, text: str, filters: SearchFilters) -> int:
        if not text.strip() and filters.without_facets == SearchFilters():
            return len(self._searcher.columns.ordered("added", filters=filters))
        return len(self._searcher.select(text, filters))


def _without_each_word(text: str) -> list[tuple[str, str]]:
    """Each word of a query, with what is left when it is left out; empty for a single word."""
    parsed: ParsedQuery = parse(text)
    terms = [term for term in parsed.positives if fold(term.text)]
    if len(terms) == 1 and not terms[0].is_phrase and has_han(terms[0].text):
        parts = [part for part in words(fold(terms[0].text)) if part.strip()]
        rests = [" ".join(parts[:i] + parts[i + 1 :]) for i in range(len(parts))] if len(parts) > 1 else []
        return [(part, text.replace(terms[0].text, rest)) for part, rest in zip(parts, rests, strict=False)][:8]
    if len(terms) < 2:
        return []
    found = []
    for term in terms[:8]:
        place = text.find(term.text)
        if place < 0:
            continue
        start, end = place, place + len(term.text)
        if term.is_phrase:
            start, end = max(0, start - 1), end + 1
        found.append((term.text, " ".join((text[:start] + " " + text[end:]).split())))
    return found
