"""Checks that catalogue, files and vectors agree, and mends what can be mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.library import CheckReport, Finding
from core.errors import LibrarianError
from core.protocols import JobContext, NullJobContext
from core.services.backup import audit_mark
from core.services.cover_files import check_files

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.index_files import IndexFiles
    from core.retrieval.models import ModelHost
    from core.services.cover_store import CoverStore
    from core.services.reindexing import ReindexingService


_STEPS = 6
_MARKS_COMPARED = 20


class ConsistencyService:
    """The library's health."""

    def __init__(
        self,
        catalogue: Catalogue,
        store: CoverStore,
        reindexing: ReindexingService,
        models: ModelHost,
        index_files: IndexFiles,
        backups: Path,
        rebuild_index: Callable[[], None],
    ) -> None:
        self._catalogue = catalogue
        self._store = store
        self._reindexing = reindexing
        self._models = models
        self._index_files = index_files
        self._backups = backups
        self._rebuild_index = rebuild_index

    def check(self, repair: bool = False, ctx: JobContext | None = None) -> CheckReport:
        """Check the database, the cover files, the full text, vectors and index files, and the audit log.

        With `repair`: thumbnails are made again, missing vectors and words are made, the full text is rebuilt, files
        that no row names are deleted, and so are vectors and index files that fit no encoder. A lost original and an
        audit log that was tampered with cannot be mended and stay findings.
        """
        context = ctx or NullJobContext()
        findings: list[Finding] = [
            Finding("check.database", {"detail": problem}) for problem in self._catalogue.integrity_check()
        ]
        context.report(1, _STEPS, "check.files")
        n_covers, cover_findings = check_files(self._catalogue, self._store, context, repair=repair)
        findings += cover_findings
        context.report(2, _STEPS, "check.audit")
        findings += self._audit()
        context.report(3, _STEPS, "check.full_text")
        n_lost_text = self._catalogue.full_text_mismatches()
        if n_lost_text:
            if repair:
                self._catalogue.rebuild_full_text()
            findings.append(Finding("check.full_text_stale", {"n": n_lost_text}, True, repair))
        context.report(4, _STEPS, "check.index")
        findings += self._index(repair, context)
        context.report(5, _STEPS, "check.vectors")
        findings += self._vectors(repair, context)
        if repair and findings:
            self._rebuild_index()
        n_repaired = sum(finding.repaired for finding in findings)
        if n_repaired:
            self._catalogue.audit_log.add("repair", "", {"repaired": n_repaired, "findings": len(findings)})
        context.report(_STEPS, _STEPS, "check.done")
        checked = {
            "records": self._catalogue.count(),
            "covers": n_covers,
            "vectors": sum(self._catalogue.vector_facts.fingerprints().values()),
            "events": self._catalogue.audit_log.head()[0],
        }
        return CheckReport(tuple(findings), checked)

    def _index(self, repair: bool, context: JobContext) -> list[Finding]:
        """Vectors and index files against the encoders that this library knows, and index files against vectors."""
        findings: list[Finding] = []
        models = self._models.ready
        if models is None:
            return findings
        used = {models.text.info.fingerprint, models.visual.info.fingerprint}
        known = used | {info.fingerprint for _role, _state, info in self._catalogue.models()}
        for fingerprint, n in self._catalogue.vector_facts.fingerprints().items():
            if fingerprint not in known:
                if repair:
                    self._catalogue.drop_vectors(fingerprint)
                findings.append(Finding("check.vectors_foreign", {"n": n, "model": fingerprint[:12]}, True, repair))
        for info in (models.text.info, models.visual.info):
            fingerprint, dim = info.fingerprint, info.dim
            if n := self._catalogue.vector_facts.n_misshapen(fingerprint, dim):
                if repair:
                    self._catalogue.vector_facts.drop_misshapen(fingerprint, dim)
                findings.append(Finding("check.vectors_damaged", {"n": n}, True, repair))
        context.check_cancelled()
        for problem, folder in self._index_files.stale(used):
            if repair:
                self._index_files.remove(folder)
            findings.append(Finding(problem, {"folder": folder.name}, True, repair))
        return findings

    def _audit(self) -> list[Finding]:
        """The chain of the audit log, and the marks that backups keep of it."""
        log = self._catalogue.audit_log
        verdict = log.verify()
        findings: list[Finding] = []
        if verdict.broken_at is not None:
            findings.append(Finding("check.audit_broken", {"event": verdict.broken_at}))
        if verdict.lost:
            findings.append(Finding("check.audit_cut", {"n": verdict.lost}))
        for archive in sorted(self._backups.glob("*.zip"), reverse=True)[:_MARKS_COMPARED]:
            mark = audit_mark(archive)
            if mark is not None and mark[0] and log.hash_of(mark[0]) != mark[1]:
                findings.append(Finding("check.audit_differs", {"file": archive.name, "event": mark[0]}))
                break
        return findings

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
