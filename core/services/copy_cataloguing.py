"""Copy cataloguing: records of other catalogues, fetched when somebody asks, compared with the holdings, taken over."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.domain.changes import ChangeSet
from core.domain.copy_sources import (
    CopyQuery,
    CopySource,
    FetchAnswer,
    FetchedRecord,
    RawRecord,
    SourceAnswer,
    SourceProblem,
)
from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, Identifier, RejectedInput
from core.errors import ConflictError, InvalidInputError, LibrarianError
from core.protocols import JobContext, NullJobContext
from core.services.item_states import in_known_states
from core.services.matching import IdSet, RecordMatcher
from core.services.overlay import ProfileShelf, differences, overlay

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.interchange.reading import ImportedRecord
    from core.services.cataloguing import CataloguingService

OWN_SOURCES = "copy_sources.toml"
_AT_ONCE = 6
_SUFFIX_OF_FORMAT = {"marc": ".mrc"}


class SourceClient(Protocol):
    """Asks a catalogue: `core.copy_sources.sru.SruClient` or `core.copy_sources.z3950.Z3950Client`."""

    def search(self, source: CopySource, query: CopyQuery, ctx: JobContext | None = None) -> SourceAnswer: ...


def client_of(source: CopySource) -> SourceClient:
    """The client for a catalogue's protocol."""
    if source.protocol == "z3950":
        from core.copy_sources.z3950 import Z3950Client

        return Z3950Client()
    from core.copy_sources.sru import SruClient

    return SruClient()


class CopyCataloguingService:
    """Fetches records and takes them over. Nothing is contacted but by `fetch`, and nothing while `offline`."""

    def __init__(
        self,
        catalogue: Catalogue,
        cataloguing: CataloguingService,
        notify: Callable[[ChangeSet], None],
        *,
        offline: bool,
        clients: Callable[[CopySource], SourceClient] = client_of,
    ) -> None:
        self._catalogue = catalogue
        self._cataloguing = cataloguing
        self._notify = notify
        self._offline = offline
        self._clients = clients
        self._profiles = ProfileShelf(catalogue)

    def stay_offline(self, offline: bool) -> None:
        """Contact nobody from now on, or again on request."""
        self._offline = offline

    def sources(self) -> tuple[CopySource, ...]:
        """The catalogues that can be asked, the library's own first.

        Raises:
            InvalidInputError: "sources.invalid" where the library's own list is wrong.
        """
        from core.copy_sources.listing import load_sources

        return load_sources(self._catalogue.paths.root / OWN_SOURCES)

    def fetch(self, query: CopyQuery, names: Sequence[str] = (), ctx: JobContext | None = None) -> FetchAnswer:
        """Ask catalogues for records, all at once. One that does not answer is a problem; the others go on.

        Args:
            query: What to look for.
            names: Which catalogues; none = the first of the list.
            ctx: Progress and cancel.

        Raises:
            InvalidInputError: "query.empty", "sources.unknown", "sources.invalid".
            ConflictError: "source.offline".
        """
        from core.copy_sources.listing import find_source

        if self._offline:
            raise ConflictError("source.offline")
        if not query.terms():
            raise InvalidInputError("query.empty")
        context = ctx or NullJobContext()
        known = self.sources()
        chosen = [find_source(known, name) for name in names] or list(known[:1])
        found: list[FetchedRecord] = []
        totals: dict[str, int] = {}
        problems: list[SourceProblem] = []
        for source, answer in self._asked(chosen, query, context):
            if isinstance(answer, LibrarianError):
                problems.append(SourceProblem(source.name, answer.message_id, answer.context))
                continue
            totals[source.name] = answer.total
            problems += [SourceProblem(source.name, message_id, values) for message_id, values in answer.problems]
            records, faults = self._read(source, answer.records)
            found += records
            problems += faults
        context.report(len(chosen), len(chosen), "fetch.progress", source="")
        return FetchAnswer(tuple(self._compared(found)), totals, tuple(problems))

    def is_offline(self) -> bool:
        """Whether the library is set to contact nobody."""
        return self._offline

    def save_sources(self, sources: Sequence[CopySource]) -> None:
        """Make these the catalogues that can be asked, in this order; shipped ones that are missing are hidden.

        Raises:
            InvalidInputError: "sources.invalid" with the place that is wrong; nothing is written then.
            HostFaultError: "file.unwritable", "disk.full".
        """
        from core.copy_sources.listing import save_sources

        save_sources(self._catalogue.paths.root / OWN_SOURCES, sources)

    def test_source(self, source: CopySource, query: CopyQuery) -> int:
        """Ask one catalogue, listed or not, and say how many records it has.

        Raises:
            ConflictError: "source.offline".
            HostFaultError, InvalidInputError: Why it gave no answer.
        """
        if self._offline:
            raise ConflictError("source.offline")
        if not query.terms():
            raise InvalidInputError("query.empty")
        return self._clients(source).search(source, replace(query, limit=1)).total

    def marc_lines(self, original: MarcSource) -> tuple[str, ...]:
        """A fetched source as people read MARC, a field a line; none where it is no MARC."""
        from core.interchange.marc.sources import decode_source

        try:
            record = decode_source(original)
        except InvalidInputError:
            return ()
        lines = [f"000    {record.leader}"]
        for field in record.fields:
            parts = "".join(f" ${each.code} {each.value}" for each in field.subfields)
            mark = "".join("#" if each == " " else each for each in field.indicators)
            lines.append(f"{field.tag}    {field.value}" if field.is_control else f"{field.tag} {mark}{parts}")
        return tuple(lines)

    def take(self, fetched: FetchedRecord, overlay_name: str = "fill") -> ChangeSet:
        """Take a record over: a new one, or into the stored record it is, as far as the overlay profile allows.

        One undoable step. A record that is only possibly the same becomes a new one.

        Raises:
            InvalidInputError: "overlay.unknown", "record.no_title".
        """
        profile = self._profiles.get(overlay_name)
        if not fetched.record.title.strip():
            raise InvalidInputError("record.no_title")
        stored = self._catalogue.get([fetched.known]) if fetched.known is not None and fetched.is_certain else []
        record = overlay(stored[0], fetched.record, profile) if stored else replace(fetched.record, id=None)
        encoded = self._cataloguing.encode_text([record])
        with self._catalogue.write("import", f"{record.title} ({fetched.source})") as unit:
            if stored and record.id is not None:
                record_id = record.id
                unit.update_record(record)
                keeps_source = self._catalogue.marc_source(record_id) is not None
            else:
                record_id = unit.add_record(record)
                keeps_source = False
            if fetched.original is not None and not keeps_source:
                unit.put_marc_source(record_id, fetched.original)
            self._cataloguing.put_text_vectors(unit, [record_id], encoded)
        self._notify(unit.changes)
        return unit.changes

    def _asked(
        self, chosen: Sequence[CopySource], query: CopyQuery, ctx: JobContext
    ) -> list[tuple[CopySource, SourceAnswer | LibrarianError]]:
        """Every catalogue's answer in the order of the list, or why there is none; asked in parallel."""
        answers: dict[str, SourceAnswer | LibrarianError] = {}
        quiet = _CancelOnly(ctx)
        ctx.report(0, len(chosen), "fetch.progress", source=", ".join(source.title for source in chosen))
        with ExitStack() as stack:
            pool = stack.enter_context(ThreadPoolExecutor(min(_AT_ONCE, len(chosen) or 1), "fetch"))
            asked: dict[Future[SourceAnswer], CopySource] = {
                pool.submit(self._clients(source).search, source, query, quiet): source for source in chosen
            }
            stack.callback(lambda: [each.cancel() for each in asked])
            for done, future in enumerate(as_completed(asked), start=1):
                source = asked[future]
                try:
                    answers[source.name] = future.result()
                except LibrarianError as exc:
                    answers[source.name] = exc
                ctx.report(done, len(chosen), "fetch.progress", source=source.title)
        return [(source, answers[source.name]) for source in chosen]

    def _read(self, source: CopySource, raw: Sequence[RawRecord]) -> tuple[list[FetchedRecord], list[SourceProblem]]:
        found: list[FetchedRecord] = []
        problems: list[SourceProblem] = []
        for each in raw:
            for entry in _entries(each):
                if isinstance(entry, RejectedInput):
                    values: dict[str, str | int | float] = {
                        "source": source.title,
                        "position": each.position,
                        "format": each.format,
                    }
                    problems.append(SourceProblem(source.name, "source.record_unreadable", values))
                else:
                    found.append(FetchedRecord(source.name, _as_foreign(entry.record, source), entry.source))
        return found, problems

    def _compared(self, found: Sequence[FetchedRecord]) -> list[FetchedRecord]:
        """Each record with the stored one it is or may be, and what taking it over would fill in."""
        from core.interchange.reading import ImportedRecord

        matcher = RecordMatcher(self._catalogue, ("isbn", "title"))
        profile = self._profiles.get("fill")
        compared: list[FetchedRecord] = []
        for fetched in found:
            # each by itself: two catalogues may both have the record that is held
            (match,) = matcher.find([ImportedRecord(fetched.record, "1")], IdSet())
            if match is None:
                compared.append(fetched)
                continue
            merged = overlay(match.record, fetched.record, profile)
            compared.append(
                replace(
                    fetched,
                    known=match.record.id,
                    is_certain=match.is_certain,
                    differences=differences(match.record, merged),
                )
            )
        return compared


class _CancelOnly:
    """What each of several clients is given: their steps are not the job's, but a cancel is."""

    def __init__(self, ctx: JobContext) -> None:
        self._ctx = ctx

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        self._ctx.check_cancelled()

    def check_cancelled(self) -> None:
        self._ctx.check_cancelled()


def _entries(raw: RawRecord) -> list[ImportedRecord | RejectedInput]:
    """The record read as a file of its format would be, so that one reader serves both."""
    from core.interchange.formats import open_reader

    with tempfile.TemporaryDirectory(prefix="wenyuan-fetch-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / f"record{_SUFFIX_OF_FORMAT.get(raw.format, '.xml')}"
        file.write_bytes(raw.data)
        try:
            return [
                replace(entry, file="") if isinstance(entry, RejectedInput) else entry
                for entry in in_known_states(open_reader(file, raw.format), ())
            ]
        except LibrarianError as exc:
            return [RejectedInput("", str(raw.position), exc.message_id, exc.context)]


def _as_foreign(record: BibliographicRecord, source: CopySource) -> BibliographicRecord:
    """The record without the other library's hold on it: its number becomes a control number, its copies go."""
    identifiers = record.identifiers
    if record.external_id:
        identifiers = (*identifiers, Identifier("control", f"({source.name}){record.external_id}"))
    return replace(record, external_id=None, identifiers=tuple(dict.fromkeys(identifiers)), holdings=())
