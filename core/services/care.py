"""What looks after a library, built together: checks, index, backups, audit log, doctor; and their jobs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from core.jobs.runner import JobKind, Params
from core.paths import LibraryPaths
from core.protocols import JobContext
from core.services.audit import AuditService
from core.services.backup import BackupService
from core.services.consistency import ConsistencyService
from core.services.doctor import DoctorService
from core.services.index_health import IndexHealthService
from core.services.safekeeping import SafekeepingService

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.models import ModelHost
    from core.retrieval.vector_store import VectorStore
    from core.services.cover_store import CoverStore
    from core.services.reindexing import ReindexingService


class Care:
    """The services that look after one library.

    Args:
        catalogue: The open library.
        paths: Its folder.
        store: Files of covers.
        models: The encoders in use.
        vectors: Vectors in memory.
        reindexing: Makes what is missing.
        threads: How many processor threads the encoders use.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        paths: LibraryPaths,
        store: CoverStore,
        models: ModelHost,
        vectors: VectorStore,
        reindexing: ReindexingService,
        threads: int,
    ) -> None:
        from core.retrieval.index_files import IndexFiles

        files = IndexFiles(paths.vectors, catalogue.generation)
        self.consistency = ConsistencyService(
            catalogue, store, reindexing, models, files, paths.backups, vectors.rebuild
        )
        self.index_health = IndexHealthService(catalogue, models, vectors, files, reindexing)
        self.backup = BackupService(catalogue, paths)
        self.safekeeping = SafekeepingService(catalogue, paths, self.backup)
        self.audit = AuditService(catalogue)

        def in_use() -> str:
            return models.ready.text.info.device if models.ready else ""

        self.doctor = DoctorService(paths, threads, in_use, self.audit.record, is_read_only=catalogue.is_read_only)

    def jobs(self) -> list[JobKind]:
        """The kinds of jobs, for the runner."""

        def check(params: Params, ctx: JobContext) -> Mapping[str, Any]:
            return _plain(self.consistency.check(bool(params.get("repair")), ctx))

        def back_up(params: Params, ctx: JobContext) -> Mapping[str, Any]:
            return _plain(self.safekeeping.back_up(params.get("file"), bool(params.get("scheduled")), ctx))

        def verify(params: Params, ctx: JobContext) -> Mapping[str, Any]:
            return _plain(self.safekeeping.verify(params["file"], ctx))

        def drill(params: Params, ctx: JobContext) -> Mapping[str, Any]:
            return _plain(self.safekeeping.drill(params["file"], ctx))

        return [
            JobKind("check", "catalogue", check, lambda p: ""),
            JobKind("backup", "io", back_up, _file_name),
            JobKind("verify_backup", "io", verify, _file_name),
            JobKind("drill", "io", drill, _file_name),
            JobKind("rebuild_index", "gpu", lambda p, ctx: self.index_health.rebuild(ctx), lambda p: ""),
        ]


def _file_name(params: Params) -> str:
    return Path(params["file"]).name if params.get("file") else ""


def _plain(value: object) -> Mapping[str, Any]:
    plain: Mapping[str, Any] = msgspec.to_builtins(value, str_keys=True)
    return plain
