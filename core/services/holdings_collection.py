"""A test collection of a library's own holdings, so that a library without judgements can still measure itself.

Queries are known items: something is taken from a record as a person might bring it, and the record must be found.

- ``photo``: its cover as another camera would have taken it (perspective, light, blur, noise, JPEG).
- ``title``: its title with typing errors, such as look-alike and sound-alike characters.
- ``title-translated``: its title in the other language, which is then *left out* of the record; what is found was
  not found by comparing equal words.

Titles that several editions share are answered by each of them. Everything follows from the seed.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.domain.evaluation import CollectionFacts
from core.domain.records import BibliographicRecord, RecordId
from core.errors import InvalidInputError, LibrarianError
from core.files import write_atomically
from core.protocols import JobContext, NullJobContext

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.services.cover_store import CoverStore

PHOTO, TITLE, TRANSLATED = "photo", "title", "title-translated"
_LONGEST_PX = 900
_JPEG = 82


@dataclass(frozen=True, slots=True)
class HoldingsCollectionSettings:
    """How large a collection is made. More records than `max_records` are thinned out by a hash, queries likewise."""

    max_records: int = 1000
    max_queries: int = 100
    seed: int = 20250714


@dataclass(frozen=True, slots=True)
class _Query:
    id: str
    task: str
    answers: tuple[str, ...]
    language: str
    text: str = ""
    image: Path | None = None

    def as_object(self) -> dict[str, Any]:
        text, image = self.text or None, self.image
        return {"id": self.id, "task": self.task, "text": text, "image": image, "language": self.language or None}


class HoldingsCollection:
    """Makes collections.

    Args:
        catalogue: What there is.
        store: Where covers lie.
    """

    def __init__(self, catalogue: Catalogue, store: CoverStore) -> None:
        self._catalogue = catalogue
        self._store = store

    def make(
        self, folder: Path, settings: HoldingsCollectionSettings | None = None, ctx: JobContext | None = None
    ) -> CollectionFacts:
        """Write a collection folder.

        Args:
            folder: Made; files that are there are replaced.
            settings: How large.
            ctx: Progress and cancel.

        Raises:
            InvalidInputError: "collection.nothing_to_ask" where no record has a cover or a title to ask with.
            HostFaultError: "disk.full", "file.unwritable".
        """
        from core.training.collection_writing import write_collection

        chosen, context = settings or HoldingsCollectionSettings(), ctx or NullJobContext()
        records = self._records(chosen)
        covers = self._covers(records)
        translated = list(_thinned(_translated(records), chosen))
        held_back = {query.answers[0]: query.text for query in translated}
        kept = {name: _without(record, held_back.get(name)) for name, record in records.items()}
        titles = list(_thinned(_titles(kept), chosen))
        with tempfile.TemporaryDirectory(prefix="wenyuan-photos-", ignore_cleanup_errors=True) as scratch:
            shown = _few(list(covers), chosen)
            photos = list(_photos(shown, covers, records, Path(scratch), chosen, context))
            queries = [*photos, *_mistyped(titles, chosen), *translated]
            if not queries:
                raise InvalidInputError("collection.nothing_to_ask")
            rows = [_row(name, record, covers.get(name)) for name, record in kept.items()]
            qrels = {query.id: dict.fromkeys(query.answers, 1) for query in queries}
            write_collection(folder, rows, (query.as_object() for query in queries), qrels)
        tasks: dict[str, int] = {}
        for query in queries:
            tasks[query.task] = tasks.get(query.task, 0) + 1
        return CollectionFacts(str(folder), folder.name, len(kept), len(queries), tasks, len(covers))

    def _records(self, settings: HoldingsCollectionSettings) -> dict[str, BibliographicRecord]:
        """Confirmed records by the name that they have in the collection."""
        found = {
            f"own-{record.id}": record
            for record in self._catalogue.iter_records()
            if record.id is not None and record.status != "draft" and record.title.strip()
        }
        kept = set(_few(list(found), settings, settings.max_records))
        return {name: record for name, record in found.items() if name in kept}

    def _covers(self, records: Mapping[str, BibliographicRecord]) -> dict[str, Path]:
        names = {RecordId(int(record.id)): name for name, record in records.items() if record.id is not None}
        found: dict[str, Path] = {}
        for record_id, scans in self._catalogue.covers_of(list(names)).items():
            picture = self._store.original(scans[0].sha256)
            if picture.is_file():
                found[names[record_id]] = picture
        return {name: found[name] for name in records if name in found}


def _row(name: str, record: BibliographicRecord, cover: Path | None) -> dict[str, Any]:
    from core.interchange.json_records import object_of_record

    row = object_of_record(replace(record, external_id=name, identifiers=(), holdings=()))
    return {**row, "cover": cover}


def _titles(records: Mapping[str, BibliographicRecord]) -> Iterator[_Query]:
    from core.text.normalize import fold, language_of

    same: dict[str, list[str]] = {}
    for name, record in records.items():
        same.setdefault(fold(record.title), []).append(name)
    for name, record in records.items():
        if len(fold(record.title)) >= 3:
            others = [each for each in same[fold(record.title)] if each != name]
            language = language_of(record.title)
            yield _Query(f"{TITLE}-{name}", TITLE, (name, *others), language, record.title)


def _translated(records: Mapping[str, BibliographicRecord]) -> Iterator[_Query]:
    """One title a record in the other language than its own, as far as no other record bears it."""
    from core.training.pair_texts import parallel_titles

    borne: dict[str, int] = {}
    for record in records.values():
        for title in {record.title, *record.title_parallel}:
            borne[title] = borne.get(title, 0) + 1
    for name, record in records.items():
        for both in parallel_titles(record):
            own, other = (both.chinese, both.english) if record.title == both.chinese else (both.english, both.chinese)
            if own == record.title and other in record.title_parallel and borne[other] == 1:
                language = "eng" if other == both.english else "chi"
                yield _Query(f"{TRANSLATED}-{name}", TRANSLATED, (name,), language, other)
                break


def _without(record: BibliographicRecord, title: str | None) -> BibliographicRecord:
    return replace(record, title_parallel=tuple(each for each in record.title_parallel if each != title))


def _mistyped(queries: Sequence[_Query], settings: HoldingsCollectionSettings) -> Iterator[_Query]:
    from core.text.noise import OcrNoise, corrupt
    from core.training.augmentation import generator_of

    noise = OcrNoise(0.08, 0.05, 0.0, by_sound=0.5)
    for query in queries:
        rng = generator_of(settings.seed, query.id)
        made = query.text
        for _ in range(4):  # a short title may be left as it is by chance; then it asks nothing
            made = corrupt(query.text, noise, rng)
            if made != query.text and made.strip():
                break
        if made.strip():
            yield replace(query, text=made)


def _photos(
    names: Sequence[str],
    covers: Mapping[str, Path],
    records: Mapping[str, BibliographicRecord],
    scratch: Path,
    settings: HoldingsCollectionSettings,
    context: JobContext,
) -> Iterator[_Query]:
    from core.encoders.unified.inputs import UnifiedInput
    from core.imaging.decode import decode_file
    from core.imaging.degradation import jpeg_bytes
    from core.training.augmentation import ScanAugmentation, augment, generator_of

    camera = ScanAugmentation(probability=0.7, longest_px=_LONGEST_PX)
    for done, name in enumerate(names, start=1):
        context.report(done, len(names), "collection.photographing")
        try:
            decoded = decode_file(covers[name])
        except LibrarianError:
            continue  # `check` names broken covers
        rng = generator_of(settings.seed, "photo", name)
        made = augment(UnifiedInput(pixels=decoded.pixels), camera, rng)
        if made.pixels is None:
            continue
        target = scratch / f"{name}.jpg"
        write_atomically(target, jpeg_bytes(made.pixels, _JPEG))
        yield _Query(f"{PHOTO}-{name}", PHOTO, (name,), records[name].language, image=target)


def _thinned(queries: Iterator[_Query], settings: HoldingsCollectionSettings) -> Iterator[_Query]:
    found = {query.id: query for query in queries}
    for name in _few(list(found), settings):
        yield found[name]


def _few(names: Sequence[str], settings: HoldingsCollectionSettings, limit: int | None = None) -> list[str]:
    """At most so many names, those of the least hash, in their old order."""
    at_most = settings.max_queries if limit is None else limit
    if len(names) <= at_most:
        return list(names)
    order = sorted(names, key=lambda name: hashlib.sha256(f"{settings.seed}\x1f{name}".encode()).digest())
    kept = set(order[:at_most])
    return [name for name in names if name in kept]
