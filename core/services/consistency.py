"""Checks that catalogue, files and vectors agree, and mends what can be mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.domain.library import CheckReport, Finding
from core.errors import InvalidInputError, LibrarianError
from core.protocols import JobContext, NullJobContext

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.services.cover_store import CoverStore
    from core.services.reindexing import ReindexingService


class ConsistencyService:
    """The library's health."""

    def __init__(
        self,
        catalogue: Catalogue,
        store: CoverStore,
        reindexing: ReindexingService,
        rebuild_index: Callable[[], None],
    ) -> None:
        self._catalogue = catalogue
        self._store = store
        self._reindexing = reindexing
        self._rebuild_index = rebuild_index

    def check(self, repair: bool = False, ctx: JobContext | None = None) -> CheckReport:
        """Check the database, the cover files, the vectors and the full text.

        With `repair`: thumbnails are made again, missing vectors and words are made, the full text is rebuilt, files
        that no row names are deleted. A lost original cannot be mended and stays a finding.
        """
        context = ctx or NullJobContext()
        findings: list[Finding] = [
            Finding("check.database", {"detail": problem}) for problem in self._catalogue.integrity_check()
        ]
        context.report(1, 5, "check.files")
        n_covers, cover_findings = self._covers(repair, context)
        findings += cover_findings
        context.report(3, 5, "check.full_text")
        n_lost_text = self._catalogue.full_text_mismatches()
        if n_lost_text:
            if repair:
                self._catalogue.rebuild_full_text()
            findings.append(Finding("check.full_text_stale", {"n": n_lost_text}, True, repair))
        context.report(4, 5, "check.vectors")
        findings += self._vectors(repair, context)
        if repair and findings:
            self._rebuild_index()
        context.report(5, 5, "check.done")
        return CheckReport(tuple(findings), {"records": self._catalogue.count(), "covers": n_covers})

    def _covers(self, repair: bool, context: JobContext) -> tuple[int, list[Finding]]:
        import hashlib

        findings: list[Finding] = []
        named: set[str] = set()
        for cover in self._catalogue.iter_covers():
            context.check_cancelled()
            named.add(cover.sha256)
            original, thumbnail = self._store.original(cover.sha256), self._store.thumbnail(cover.sha256)
            if not original.is_file():
                findings.append(Finding("check.cover_missing", {"file": cover.file_name, "cover": cover.id}))
                continue
            if hashlib.sha256(original.read_bytes()).hexdigest() != cover.sha256:
                findings.append(Finding("check.cover_damaged", {"file": cover.file_name, "cover": cover.id}))
                continue
            if not thumbnail.is_file():
                repaired = repair and self._make_thumbnail(cover.sha256)
                findings.append(Finding("check.thumbnail_missing", {"file": cover.file_name}, True, repaired))
        kept = named | self._catalogue.journalled_cover_shas()
        for sha256 in self._store.stored():
            if sha256 not in kept:
                if repair:
                    self._store.remove(sha256)
                findings.append(Finding("check.file_orphaned", {"file": sha256[:12]}, True, repair))
        return len(named), findings

    def _make_thumbnail(self, sha256: str) -> bool:
        from core.imaging.decode import decode_file
        from core.imaging.thumbnails import make_thumbnail

        try:
            image = decode_file(self._store.original(sha256))
        except InvalidInputError:
            return False
        self._store.replace_thumbnail(sha256, make_thumbnail(image.pixels))
        return True

    def _vectors(self, repair: bool, context: JobContext) -> list[Finding]:
        try:
            if repair:
                mended = self._reindexing.complete(context)
                return [
                    Finding(f"check.{what}_missing", {"n": n}, True, True)
                    for what, n in mended.items()
                    if n and what != "unreadable"
                ]
            return [
                Finding(f"check.{what}_missing", {"n": n}, True) for what, n in self._reindexing.missing().items() if n
            ]
        except LibrarianError as exc:
            return [Finding("check.models_unavailable", {"detail": exc.message_id})]
