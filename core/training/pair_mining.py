"""Pairs from what there is: a collection folder with judgements, parallel sentences, a library's own holdings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Protocol, runtime_checkable

from core.domain.marc import MarcRecord
from core.domain.pairs import PairKind
from core.domain.records import BibliographicRecord, RejectedInput
from core.domain.scans import OcrPage
from core.errors import HostFaultError, InvalidInputError
from core.evaluation.collections import Collection, CollectionQuery, CollectionRecord, load_collection
from core.evaluation.splits import DEFAULT_SEED, Shares, Split, join_works, split_of, works_of_collection
from core.text.normalize import fold, language_of
from core.training.pair_texts import (
    answer_text,
    bilingual_description,
    parallel_titles,
    text_language,
    translated_texts,
    whole_text,
)
from core.training.pairs import PairSet, StoredInput, TrainingPair, unique_pairs

PageOf = Callable[[Path], OcrPage | None]
"""What OCR reads on an image; None where nothing is known of it. Reading is the caller's, so that it can be kept."""

MAX_EDITIONS = 6
"""Editions of one work that are paired with each other; a work with a hundred would be all there is otherwise."""


@dataclass(frozen=True, slots=True)
class HeldCover:
    """A stored cover: its file and what OCR read on it, if anything was read."""

    sha256: str
    image: Path
    page: OcrPage | None = None


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """A catalogued record with its covers and its MARC source, where it has one."""

    record: BibliographicRecord
    covers: tuple[HeldCover, ...] = ()
    marc: MarcRecord | None = None


@dataclass(frozen=True, slots=True)
class JudgedEvent:
    """Somebody said what a query means: an accepted intake match, "this is it", a correction; or "not this".

    `record_id` is the record judged, `is_relevant` the verdict. `origin`: "intake", "feedback" or "correction". `id`
    is shared by what was said about one query. `confidence` (0…1]: how surely the verdict says what was meant.
    """

    id: str
    record_id: int
    is_relevant: bool
    origin: str
    text: str = ""
    image: Path | None = None
    page: OcrPage | None = None
    confidence: float = 1.0


@runtime_checkable
class HoldingsSource(Protocol):
    """What mining needs of a library; the service that trains provides it from the catalogue."""

    def holdings(self) -> Iterable[HeldRecord]: ...
    def judgements(self) -> Iterable[JudgedEvent]: ...


class _Works:
    """Which work and part each record falls into."""

    def __init__(self, works: Mapping[str, str], part_of: Callable[[str], Split]) -> None:
        self._works = works
        self._part_of = part_of

    def pair(
        self,
        kind: PairKind,
        record: str,
        left: StoredInput,
        right: StoredInput,
        names: tuple[str, str],
        origin: str,
        related: Iterable[str] = (),
    ) -> TrainingPair:
        work = self.of(record)
        return TrainingPair(
            kind, left, right, *names, work, self._part_of(work), origin=origin, related=frozenset(related)
        )

    def of(self, record: str) -> str:
        return self._works.get(record, record)

    def members(self, records: Iterable[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for each in records:
            found.setdefault(self._works.get(each, each), []).append(each)
        return found


def pairs_from_collection(
    folder: Path | Collection,
    *,
    extra: Iterable[Path] = (),
    page_of: PageOf | None = None,
    seed: int = DEFAULT_SEED,
    shares: Shares | None = None,
    part_of: Callable[[str], Split] | None = None,
    group_of: Callable[[str], str] | None = None,
    least_grade: int = 1,
) -> PairSet:
    """Pairs from records, covers, queries and judgements of a collection folder.

    Image queries pair with their record's text (cover_text, ocr_text), text queries with its title or description
    (zh_en where the languages differ, else query_record), text + image queries with the whole record. Records give
    cover_text, ocr_text and, between titles, within descriptions and between editions, zh_en.

    Args:
        folder: The folder, or the collection itself.
        extra: Further record files (distractors), whose own texts are mined too.
        page_of: OCR of an image; without it there are no ocr_text pairs.
        seed: Of the split by work; see `core.evaluation.splits`.
        shares: Of dev and test.
        part_of: The part of a work, instead of seed and shares (cross-validation).
        group_of: What else joins records into works (article of a paragraph).
        least_grade: Grades from here on are answers, positive ones below it only related (WikiCLIR: 3).

    Raises:
        InvalidInputError, HostFaultError: As `load_collection`.
    """
    collection = folder if isinstance(folder, Collection) else load_collection(folder, tuple(extra))
    works = _Works(
        works_of_collection(collection, group_of, least_grade),
        part_of or (lambda work: split_of(work, seed, shares)),
    )
    by_id = {each.id: each for each in collection.records}
    read = page_of or (lambda path: None)
    pairs: list[TrainingPair] = []
    missing = dict.fromkeys(("cover", "ocr", "parallel_title", "bilingual_description", "judgements"), 0)
    judged = {r for grades in collection.qrels.values() for r, grade in grades.items() if grade >= least_grade}
    for each in collection.records:
        held = HeldRecord(each.record, _covers(each, read))
        pairs += _of_record(each.id, held, works)
        _note_missing(missing, held, each.id in judged)
    pairs += _between_editions({each.id: each.record for each in collection.records}, works)
    related = _Related(collection, least_grade)
    for query in collection.queries:
        for record_id, grade in collection.qrels.get(query.id, {}).items():
            if grade >= least_grade and record_id in by_id:
                pairs += _of_query(query, by_id[record_id], read, works, related)
    return PairSet(unique_pairs(pairs), len(collection.records), missing, collection.rejected)


class _Related:
    """What is judged related but no answer, from either side: records of a query, queries of a record."""

    def __init__(self, collection: Collection, least_grade: int) -> None:
        self.of_query: dict[str, list[str]] = {}
        self.of_record: dict[str, list[str]] = {}
        for query, grades in collection.qrels.items():
            for record, grade in grades.items():
                if 0 < grade < least_grade:
                    self.of_query.setdefault(query, []).append(record)
                    self.of_record.setdefault(record, []).append(query)


def _covers(each: CollectionRecord, read: PageOf) -> tuple[HeldCover, ...]:
    return () if each.cover is None else (HeldCover("", each.cover, read(each.cover)),)


def _of_record(name: str, held: HeldRecord, works: _Works) -> Iterator[TrainingPair]:
    """What one record says by itself: its covers, the words on them, its titles and descriptions in two languages."""
    record = held.record
    text = whole_text(record)
    whole = StoredInput(text, "passage", record.language)
    for number, cover in enumerate(held.covers if text else ()):
        shown = cover.sha256 or f"{name}#cover{number}"
        yield works.pair("cover_text", name, StoredInput(image=cover.image), whole, (shown, name), "cover")
        if cover.page is not None and cover.page.lines:
            read = StoredInput(image=cover.image, page=cover.page, with_pixels=False)
            yield works.pair("ocr_text", name, read, whole, (f"{shown}#ocr", name), "ocr")
    bilingual = bilingual_description(record)
    for both in (*parallel_titles(record, held.marc), *([bilingual] if bilingual else [])):
        left, right = StoredInput(both.chinese, "passage", "chi"), StoredInput(both.english, "passage", "eng")
        names = (f"{name}#{both.origin}-zh", f"{name}#{both.origin}-en")
        yield works.pair("zh_en", name, left, right, names, both.origin)


def _between_editions(records: Mapping[str, BibliographicRecord], works: _Works) -> Iterator[TrainingPair]:
    for members in works.members(records).values():
        for one, other in combinations(sorted(members)[:MAX_EDITIONS], 2):
            for both in translated_texts(records[one], records[other]):
                left, right = StoredInput(both.chinese, "passage", "chi"), StoredInput(both.english, "passage", "eng")
                names = (f"{one}+{other}#{both.origin}-zh", f"{one}+{other}#{both.origin}-en")
                yield works.pair("zh_en", one, left, right, names, both.origin)


def _of_query(
    query: CollectionQuery, target: CollectionRecord, read: PageOf, works: _Works, more: _Related
) -> Iterator[TrainingPair]:
    record, name = target.record, target.id
    text = whole_text(record)
    if not text:
        return
    whole = StoredInput(text, "passage", record.language)
    related = more.of_query.get(query.id, ())
    if query.image is not None:
        page = read(query.image)
        if query.text:
            left = StoredInput(query.text, "query", query.language, query.image, page)
            right = (
                StoredInput(text, "passage", record.language, target.cover, read(target.cover))
                if target.cover is not None
                else whole
            )
            yield works.pair("query_record", name, left, right, (query.id, name), "query", related)
            return
        shown = StoredInput(image=query.image)
        yield works.pair("cover_text", name, shown, whole, (query.id, name), "query", related)
        if page is not None and page.lines:
            words = StoredInput(image=query.image, page=page, with_pixels=False)
            yield works.pair("ocr_text", name, words, whole, (f"{query.id}#ocr", name), "query", related)
    elif query.text:
        answer = answer_text(record, query.task)
        yield _text_pair(query.id, query.text, query.language, name, answer, record, works, "query", more)


def _text_pair(
    query_id: str,
    text: str,
    language: str,
    name: str,
    answer: str,
    record: BibliographicRecord,
    works: _Works,
    origin: str,
    more: _Related | None = None,
) -> TrainingPair:
    """A text query and the text that answers it; in two languages it is a (Chinese, English) pair."""
    spoken, written = language or language_of(text), text_language(answer, record)
    query = StoredInput(text, "query", spoken)
    passage = StoredInput(answer, "passage", written)
    related = more.of_query.get(query_id, ()) if more is not None else ()
    if (spoken, written) == ("chi", "eng"):
        return works.pair("zh_en", name, query, passage, (query_id, name), origin, related)
    if (spoken, written) == ("eng", "chi"):
        asking = more.of_record.get(name, ()) if more is not None else ()  # what stands on the right are queries
        return works.pair("zh_en", name, passage, query, (name, query_id), origin, asking)
    return works.pair("query_record", name, query, passage, (query_id, name), origin, related)


def _note_missing(missing: dict[str, int], held: HeldRecord, is_judged: bool) -> None:
    missing["cover"] += not held.covers
    missing["ocr"] += bool(held.covers) and all(cover.page is None for cover in held.covers)
    missing["parallel_title"] += next(parallel_titles(held.record, held.marc), None) is None
    missing["bilingual_description"] += bilingual_description(held.record) is None
    missing["judgements"] += not is_judged


def pairs_from_holdings(source: HoldingsSource, *, seed: int = DEFAULT_SEED, shares: Shares | None = None) -> PairSet:
    """Pairs from a library's own records, covers, OCR pages, MARC sources and judged queries.

    Records are one work when they share a title (in any of its forms) and an author, or a title in different
    languages, or when one query accepts both. The split is by work, and stays as the library grows.

    Args:
        source: What the library holds and what people said.
        seed: Of the split.
        shares: Of dev and test.
    """
    held = {f"record:{each.record.id}": each for each in source.holdings() if each.record.id is not None}
    events = [event for event in source.judgements() if f"record:{event.record_id}" in held]
    accepted: dict[str, list[str]] = {}
    for event in events:
        if event.is_relevant:
            accepted.setdefault(event.id, []).append(f"record:{event.record_id}")
    works = _Works(
        join_works(held, [*_same_title(held), *accepted.values()]), lambda work: split_of(work, seed, shares)
    )
    pairs: list[TrainingPair] = []
    missing = dict.fromkeys(("cover", "ocr", "parallel_title", "bilingual_description", "judgements"), 0)
    judged = {name for names in accepted.values() for name in names}
    for name, each in held.items():
        pairs += _of_record(name, each, works)
        _note_missing(missing, each, name in judged)
    pairs += _between_editions({name: each.record for name, each in held.items()}, works)
    refused = _refused(events, held, works)
    for event in events:
        if event.is_relevant:
            name = f"record:{event.record_id}"
            negatives = tuple(side for work, side in refused.get(event.id, ()) if work != works.of(name))
            for pair in _of_event(event, held[name], works):
                pairs.append(replace(pair, negatives=negatives, weight=event.confidence))
    return PairSet(unique_pairs(pairs), len(held), missing)


def _refused(
    events: Iterable[JudgedEvent], held: Mapping[str, HeldRecord], works: _Works
) -> dict[str, list[tuple[str, StoredInput]]]:
    """What was said not to be meant by each query, as (work, text); where people disagree, it is not taken."""
    accepted = {(event.id, event.record_id) for event in events if event.is_relevant}
    found: dict[str, list[tuple[str, StoredInput]]] = {}
    for event in events:
        name = f"record:{event.record_id}"
        text = whole_text(held[name].record)
        if not event.is_relevant and text and (event.id, event.record_id) not in accepted:
            side = StoredInput(text, "passage", held[name].record.language)
            found.setdefault(event.id, []).append((works.of(name), side))
    return found


def _of_event(event: JudgedEvent, held: HeldRecord, works: _Works) -> Iterator[TrainingPair]:
    name = f"record:{event.record_id}"
    text = whole_text(held.record)
    if not text:
        return
    whole = StoredInput(text, "passage", held.record.language)
    label = f"{event.origin}:{event.id}"
    if event.image is not None and not event.text:
        yield works.pair("cover_text", name, StoredInput(image=event.image), whole, (label, name), event.origin)
        if event.page is not None and event.page.lines:
            words = StoredInput(image=event.image, page=event.page, with_pixels=False)
            yield works.pair("ocr_text", name, words, whole, (f"{label}#ocr", name), event.origin)
    elif event.image is not None:
        left = StoredInput(event.text, "query", language_of(event.text), event.image, event.page)
        yield works.pair("query_record", name, left, whole, (label, name), event.origin)
    elif event.text:
        yield _text_pair(label, event.text, "", name, text, held.record, works, event.origin)


def _same_title(held: Mapping[str, HeldRecord]) -> Iterator[list[str]]:
    """Records that share a folded title and an author, or a title across languages; the rest only look alike."""
    by_title: dict[str, list[str]] = {}
    for name, each in held.items():
        for title in dict.fromkeys(fold(form) for form in (each.record.title, *each.record.title_parallel)):
            if title:
                by_title.setdefault(title, []).append(name)
    for names in by_title.values():
        by_author: dict[str, list[str]] = {}
        for name in names:
            for author in dict.fromkeys(fold(a) for a in held[name].record.authors):
                by_author.setdefault(author, []).append(name)
        yield from by_author.values()
        languages = {held[name].record.language for name in names}
        if len(names) <= MAX_EDITIONS and len(languages) > 1:
            yield names


def pairs_from_sentences(
    chinese: Path, english: Path, *, seed: int = DEFAULT_SEED, shares: Shares | None = None
) -> PairSet:
    """zh_en pairs from two UTF-8 files that say the same line by line (Tatoeba and the like).

    Lines of which one is empty are rejected with their number. Equal sentences are one work.

    Raises:
        InvalidInputError: "pairs.lines_differ" when one file has more lines; "file.missing".
        HostFaultError: "file.unreadable".
    """
    left, right = _lines(chinese), _lines(english)
    if len(left) != len(right):
        raise InvalidInputError(
            "pairs.lines_differ", file=chinese.name, lines=len(left), other=english.name, other_lines=len(right)
        )
    pairs: list[TrainingPair] = []
    rejected: list[RejectedInput] = []
    names = [f"{chinese.stem}:{number}" for number in range(1, len(left) + 1)]
    same: dict[str, list[str]] = {}
    for name, a, b in zip(names, left, right, strict=True):
        for text in (a, b):
            same.setdefault(fold(text) or name, []).append(name)
    works = _Works(join_works(names, same.values()), lambda work: split_of(work, seed, shares))
    for number, (name, a, b) in enumerate(zip(names, left, right, strict=True), start=1):
        if not a or not b:
            rejected.append(RejectedInput(str(chinese if not a else english), str(number), "pairs.empty_line"))
            continue
        sides = StoredInput(a, "passage", "chi"), StoredInput(b, "passage", "eng")
        pairs.append(works.pair("zh_en", name, *sides, (f"{name}#zh", f"{name}#en"), "sentence"))
    return PairSet(tuple(pairs), len(left), {}, tuple(rejected))


def _lines(path: Path) -> list[str]:
    try:
        return [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    except FileNotFoundError as exc:
        raise InvalidInputError("file.missing", file=path) from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise HostFaultError("file.unreadable", file=path, detail=str(exc)) from exc
