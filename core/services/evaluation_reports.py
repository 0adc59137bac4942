"""Evaluations that the library keeps: measured in the background, listed, compared, exported."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from core.domain.evaluation import (
    CollectionFacts,
    ComparisonSettings,
    EvaluationReport,
    EvaluationRequest,
    EvaluationRow,
    KeptReport,
)
from core.errors import InvalidInputError
from core.files import complete_file, delete_folder, host_fault, write_atomically
from core.paths import LibraryPaths
from core.protocols import JobContext, TextEncoder
from core.services.holdings_collection import HoldingsCollection, HoldingsCollectionSettings

if TYPE_CHECKING:
    from core.retrieval.models import ModelHost
    from core.services.evaluation import EvaluationService

_REPORT_FILE = "report.json"
_NAME = re.compile(r"[\w][\w.\- ]{0,119}")


class EvaluationReportsService:
    """Runs evaluations and keeps their reports in the library.

    Args:
        evaluation: Measures.
        models: The encoders in use.
        paths: Of the library.
        holdings: Makes collections of the library's own holdings.
        encoder_of: Loads another text encoder, by its name.
    """

    def __init__(
        self,
        evaluation: EvaluationService,
        models: ModelHost,
        paths: LibraryPaths,
        holdings: HoldingsCollection,
        encoder_of: Callable[[str], TextEncoder],
    ) -> None:
        self._evaluation = evaluation
        self._encoder_of = encoder_of
        self._models = models
        self._paths = paths
        self._holdings = holdings

    def systems(self) -> tuple[str, ...]:
        """The names of what can be measured, those that need no training first."""
        from core.services.evaluation import COMPARED_SYSTEMS, PLAIN_SYSTEMS

        return (*reversed(PLAIN_SYSTEMS), *COMPARED_SYSTEMS)

    def collection(self, folder: str) -> CollectionFacts:
        """What a collection folder holds.

        Raises:
            InvalidInputError, HostFaultError: As `load_collection`.
        """
        from core.evaluation.collections import load_collection

        loaded = load_collection(Path(folder).expanduser())
        tasks: dict[str, int] = {}
        for query in loaded.queries:
            tasks[query.task] = tasks.get(query.task, 0) + 1
        covers = sum(each.cover is not None for each in loaded.records)
        return CollectionFacts(str(loaded.folder), loaded.name, len(loaded.records), len(loaded.queries), tasks, covers)

    def own_collections(self) -> tuple[CollectionFacts, ...]:
        """Those made of the library's own holdings, the newest first; broken ones are left out."""
        found = []
        for folder in sorted(self._paths.collections.glob("*"), reverse=True):
            try:
                found.append(self.collection(str(folder)))
            except InvalidInputError:
                continue
        return tuple(found)

    def make_collection(
        self, settings: HoldingsCollectionSettings | None = None, ctx: JobContext | None = None
    ) -> CollectionFacts:
        """Make a collection of what the library holds. Raises as `HoldingsCollection.make`."""
        folder = self._paths.collections / f"own-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        partial = folder.with_name(f".{folder.name}.part")
        try:
            made = self._holdings.make(partial, settings, ctx)
            partial.rename(folder)
        except OSError as exc:
            raise host_fault(exc, folder) from exc
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        return replace(made, folder=str(folder), name=folder.name)

    def run(self, request: EvaluationRequest, ctx: JobContext | None = None) -> KeptReport:
        """Measure and keep the report.

        Raises:
            ConflictError: "promotion.unknown_model".
            HostFaultError, StoreMismatchError: The encoder asked for cannot be loaded; and as
                `EvaluationService.evaluate`.
        """
        begun, now = time.monotonic(), datetime.now(UTC)
        comparison = ComparisonSettings((), seeds=request.seeds, steps=request.steps)
        other = self._encoder_of(request.model) if request.model else None
        evaluation = self._evaluation if other is None else self._evaluation.with_text(other)
        report = evaluation.evaluate(
            request.collection,
            systems=request.systems,
            task=request.task or None,
            condition=request.condition,
            comparison=comparison,
            ctx=ctx,
        )
        plain = re.sub(r"[^\w\-]+", "-", report.collection).strip("-")[:60] or "collection"
        name = f"{now:%Y%m%d-%H%M%S}-{plain}"
        ready = self._models.ready
        info = other.info if other is not None else ready.text.info if ready is not None else None
        kept = KeptReport(
            name,
            now,
            request,
            report,
            encoder=info.name if info is not None else "",
            fingerprint=info.fingerprint if info is not None else "",
            seconds=round(time.monotonic() - begun, 1),
        )
        write_atomically(self._paths.evaluations / name / _REPORT_FILE, msgspec.json.encode(kept))
        return kept

    def list(self) -> tuple[KeptReport, ...]:
        """All kept reports, the newest first; broken ones are left out."""
        found = []
        for file in self._paths.evaluations.glob(f"*/{_REPORT_FILE}"):
            try:
                found.append(msgspec.json.decode(file.read_bytes(), type=KeptReport))
            except (OSError, msgspec.DecodeError):
                continue
        return tuple(sorted(found, key=lambda each: each.made_at, reverse=True))

    def delete(self, name: str) -> None:
        """Delete a kept report.

        Raises:
            InvalidInputError: "evaluate.no_report".
            HostFaultError: "file.unwritable".
        """
        folder = self._paths.evaluations / name
        if not _NAME.fullmatch(name) or not folder.is_dir():
            raise InvalidInputError("evaluate.no_report", report=name)
        delete_folder(folder)

    def export(self, names: Sequence[str], file: str) -> str:
        """Write kept reports side by side as Markdown, or as CSV where the file is called so. Returns its name.

        Raises:
            InvalidInputError: "evaluate.no_report", "file.is_folder", "folder.missing".
            HostFaultError: "disk.full", "file.unwritable".
        """
        from core.evaluation.report import csv_table, markdown

        wanted = [each for each in self.list() if each.name in set(names)]
        if not wanted:
            raise InvalidInputError("evaluate.no_report", report=", ".join(names))
        rows = [_labelled(row, each, len(wanted) > 1) for each in reversed(wanted) for row in each.report.rows]
        target = Path(file).expanduser()
        if target.suffix.lower() not in (".md", ".csv"):
            target = target.with_name(target.name + ".md")
        heading = "; ".join(f"{each.report.collection}: {each.report.records} records" for each in wanted)
        is_sheet = target.suffix.lower() == ".csv"
        data = csv_table(rows).encode("utf-8-sig") if is_sheet else markdown(rows, heading).encode()
        with complete_file(target) as stream:
            stream.write(data)
        return str(target)


def _labelled(row: EvaluationRow, kept: KeptReport, with_encoder: bool) -> EvaluationRow:
    """Where several reports stand in one table, each line says of which it is."""
    if not with_encoder:
        return row
    return replace(row, system=f"{row.system} ({kept.encoder}, {kept.made_at:%Y-%m-%d %H:%M})")


def report_summary(kept: KeptReport) -> Mapping[str, Any]:
    """What the job tells of a finished evaluation."""
    report: EvaluationReport = kept.report
    return {"name": kept.name, "collection": report.collection, "rows": len(report.rows), "records": report.records}
