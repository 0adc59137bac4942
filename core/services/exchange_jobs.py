"""The jobs that bring records and covers in and take them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from core.domain.changes import OperationId
from core.domain.copy_sources import CopyQuery
from core.domain.library import ConversionRequest, ExportOptions
from core.jobs.runner import JobKind, Params
from core.logs import current_job
from core.protocols import JobContext
from core.services.copy_cataloguing import CopyCataloguingService
from core.services.covers import CoversService
from core.services.import_preparation import ImportPreparationService
from core.services.interchange import InterchangeService
from core.services.reindexing import ReindexingService


def exchange_job_kinds(
    interchange: InterchangeService,
    import_preparation: ImportPreparationService,
    covers: CoversService,
    copy_cataloguing: CopyCataloguingService,
    reindexing: ReindexingService,
    remember: Callable[[OperationId], None],
) -> list[JobKind]:
    """The kinds "import", "dry_run", "convert", "covers", "fetch" and "export".

    `remember` notes the operation under which a job writes, so that a resumed one goes on with it.
    """

    def run_import(params: Params, ctx: JobContext) -> Mapping[str, Any]:
        report = interchange.run_job(params, ctx, remember)
        if not report.is_dry_run and "import.words_only" not in report.notices:
            reindexing.complete(ctx)
        failed = {r.file for r in report.rejected} & set(params["paths"])
        retry = {**params, "paths": sorted(failed), "operation": report.operation_id} if failed else None
        return {**_plain(report), "retry_params": retry}

    def run_dry(params: Params, ctx: JobContext) -> Mapping[str, Any]:
        key = current_job.get() or ""
        report = import_preparation.dry_run(params, ctx, key)
        return {**_plain(report), "lists": import_preparation.counts(key)}

    def run_convert(params: Params, ctx: JobContext) -> Mapping[str, Any]:
        request = msgspec.convert(params["request"], ConversionRequest)
        return {**_plain(interchange.convert(request, ctx)), "path": request.target}

    def run_covers(params: Params, ctx: JobContext) -> Mapping[str, Any]:
        report = covers.add_covers(params["paths"], params.get("map"), ctx)
        reindexing.complete(ctx)
        return _plain(report)

    def run_fetch(params: Params, ctx: JobContext) -> Mapping[str, Any]:
        query = msgspec.convert(params["query"], CopyQuery)
        return _plain(copy_cataloguing.fetch(query, params.get("sources", ()), ctx))

    def run_export(params: Params, ctx: JobContext) -> Mapping[str, Any]:
        options = msgspec.convert(params.get("options", {}), ExportOptions)
        report = interchange.export(
            params["path"], params.get("format", "auto"), params.get("query", ""), options, ctx, params.get("ids")
        )
        return {**_plain(report), "path": params["path"]}

    return [
        JobKind("import", "catalogue", run_import, file_names),
        JobKind("dry_run", "catalogue", run_dry, file_names, is_resumable=False),
        JobKind("convert", "io", run_convert, lambda p: Path(p["request"]["target"]).name, is_resumable=False),
        JobKind("covers", "catalogue", run_covers, file_names),
        JobKind("fetch", "io", run_fetch, lambda p: " ".join(map(str, p["query"].values())), is_resumable=False),
        JobKind("export", "io", run_export, lambda p: Path(p["path"]).name),
    ]


def file_names(params: Params) -> str:
    """The title of a job on files: the first one's name and how many more."""
    names = [Path(p).name for p in params.get("paths", ())]
    return names[0] + (f" … (+{len(names) - 1})" if len(names) > 1 else "") if names else ""


def _plain(value: object) -> Mapping[str, Any]:
    plain: Mapping[str, Any] = msgspec.to_builtins(value, str_keys=True)
    return plain
