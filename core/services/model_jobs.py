"""The long work around models as jobs: training, comparing, switching, installing, measuring."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from core.domain.evaluation import EvaluationRequest
from core.domain.promotion import GateSettings
from core.domain.training import TrainingRequest
from core.jobs.runner import JobKind, Params
from core.protocols import JobContext
from core.services.evaluation_reports import report_summary
from core.services.fine_tuning import run_job
from core.services.holdings_collection import HoldingsCollectionSettings

if TYPE_CHECKING:
    from core.services.evaluation_reports import EvaluationReportsService
    from core.services.fine_tuning import FineTuningService
    from core.services.model_shelf import ModelShelfService
    from core.services.promotion import PromotionService


def model_job_kinds(
    fine_tuning: FineTuningService,
    promotion: PromotionService,
    shelf: ModelShelfService,
    reports: EvaluationReportsService,
) -> list[JobKind]:
    """The kinds; what computes with encoders holds the gpu lane, so that only one of them does at a time."""

    def compare(params: Params, ctx: JobContext) -> Mapping[str, Any]:
        settings = msgspec.convert(params.get("settings", {}), GateSettings)
        return _plain(
            promotion.compare(params["checkpoint"], _request(params), settings, ctx, params.get("against", ""))
        )

    def promote(params: Params, ctx: JobContext) -> Mapping[str, Any]:
        settings = msgspec.convert(params.get("settings", {}), GateSettings)
        override = params.get("override", "")
        return _plain(promotion.promote(params["checkpoint"], _request(params), settings, override, ctx))

    def install(params: Params, ctx: JobContext) -> Mapping[str, Any]:
        return _plain(shelf.install(params["path"], ctx))

    def evaluate(params: Params, ctx: JobContext) -> Mapping[str, Any]:
        return report_summary(reports.run(msgspec.convert(params, EvaluationRequest), ctx))

    def make_collection(params: Params, ctx: JobContext) -> Mapping[str, Any]:
        return _plain(reports.make_collection(msgspec.convert(params, HoldingsCollectionSettings), ctx))

    return [
        JobKind("train", "gpu", lambda p, ctx: run_job(fine_tuning, p, ctx), lambda p: str(p.get("run", ""))),
        JobKind("compare", "gpu", compare, _checkpoint_name),
        JobKind("promote", "gpu", promote, _checkpoint_name),
        JobKind(
            "use_model", "gpu",
            lambda p, ctx: _plain(promotion.use(p["model"], p.get("reason", ""), ctx)),
            lambda p: _checkpoint_name({"checkpoint": p["model"]}),
        ),
        JobKind(
            "rollback", "gpu", lambda p, ctx: _plain(promotion.rollback(p.get("reason", ""), ctx)), lambda p: "",
            is_resumable=False,
        ),
        JobKind("install_model", "io", install, lambda p: Path(p["path"]).name, is_resumable=False),
        JobKind(
            "export_model", "io", lambda p, ctx: {"path": shelf.export(p["model"], p["file"], ctx)},
            lambda p: Path(p["file"]).name,
        ),
        JobKind("evaluate", "gpu", evaluate, lambda p: Path(p["collection"]).name),
        JobKind("make_collection", "io", make_collection, lambda p: "", is_resumable=False),
    ]  # fmt: skip


def _request(params: Params) -> TrainingRequest | None:
    return msgspec.convert(params["request"], TrainingRequest) if params.get("request") else None


def _checkpoint_name(params: Params) -> str:
    """A run's own name where the checkpoint is that of a run."""
    folder = Path(str(params["checkpoint"]))
    return folder.parent.name if folder.name == "checkpoint" else folder.name


def _plain(value: object) -> Mapping[str, Any]:
    plain: Mapping[str, Any] = msgspec.to_builtins(value, str_keys=True)
    return plain
