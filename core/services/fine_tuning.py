"""Fine-tuning on a library's own holdings: what there is to learn from, runs in their own process, their curves."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from core.domain.pairs import PairSummary
from core.domain.training import (
    DataAdvice,
    TrainingEstimate,
    TrainingMetric,
    TrainingOption,
    TrainingRequest,
    TrainingResult,
    TrainingRun,
)
from core.errors import ConflictError, InvalidInputError, JobCancelledError, LibrarianError
from core.files import delete_folder, write_atomically
from core.paths import LibraryPaths
from core.protocols import JobContext, NullJobContext, TextEncoder

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

log = logging.getLogger(__name__)

WORKER = "core.training.worker"
_REQUEST_FILE, _PAIRS_FILE, _RUN_FILE = "request.json", "pairs.json", "run.json"
_RUN_NAME = re.compile(r"[\w][\w.\- ]{0,63}")

_T = TypeVar("_T")
OnMetric = Callable[[str, TrainingMetric], None]


class FineTuningService:
    """Trains the unified model of the library's preset.

    Args:
        catalogue: The open library.
        paths: Of the library; runs live in ``models/runs``.
        preset: Name of the encoder preset in use.
        ocr_engine: What reads covers of collections that were never read.
        on_metric: Told of every point of a running training's curves, with the name of the run.
        encoder: The text encoder in use, None while it is not loaded; timed for estimates.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        paths: LibraryPaths,
        preset: str,
        ocr_engine: str,
        on_metric: OnMetric = lambda run, metric: None,
        encoder: Callable[[], TextEncoder | None] = lambda: None,
    ) -> None:
        self._catalogue = catalogue
        self._paths = paths
        self._preset = preset
        self._ocr_engine = ocr_engine
        self._on_metric = on_metric
        self._encoder = encoder

    def data(self) -> PairSummary:
        """What the holdings give to learn from, by kind and part, and what is missing for more."""
        from core.training.holdings import CatalogueHoldings
        from core.training.pair_mining import pairs_from_holdings

        return pairs_from_holdings(CatalogueHoldings(self._catalogue, self._paths)).summary()

    def advice(self, data: PairSummary) -> tuple[DataAdvice, ...]:
        """What the holdings lack for an outcome that can be trusted, by kind of evidence."""
        from core.services.training_advice import advice_on

        return advice_on(data)

    def options(self) -> tuple[TrainingOption, ...]:
        """The settings that the window offers, with default and range."""
        from core.services.training_options import training_options

        return training_options()

    def prepared(self, values: Mapping[str, Any], run: str = "") -> TrainingRequest:
        """A request for a new run from the values of `options`; those that are not named keep their defaults.

        Raises:
            InvalidInputError: ``training.setting``, ``training.unknown_setting``, ``training.run_name``.
        """
        from core.services.training_options import checked_settings

        return self.request(run, settings=checked_settings(values))

    def estimate(self, values: Mapping[str, Any], data: PairSummary) -> TrainingEstimate:
        """How long a training with these values will take here. May measure the encoder in use for a second.

        Raises:
            InvalidInputError: As `prepared`.
        """
        from core.services.training_estimate import FinishedRun, estimate
        from core.services.training_options import checked_settings
        from core.training.config import TrainingConfig

        earlier = [FinishedRun(run, self.metrics(run.run)) for run in self.runs() if run.result is not None]
        encoder = self._encoder()
        return estimate(TrainingConfig.from_json(checked_settings(values)), data, earlier, encoder)

    def request(self, run: str = "", **changes: Any) -> TrainingRequest:
        """A request for a new run, named by the time where no name is given.

        Raises:
            InvalidInputError: ``training.run_name``.
        """
        name = run or datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        self._folder(name)
        return TrainingRequest(run=name, preset=self._preset, **changes)

    def settings(self, file: Path | None = None, **changes: Any) -> dict[str, Any]:
        """Settings from a TOML file (None = the defaults) and changes; changes of None are left out.

        Raises:
            HostFaultError: ``file.unreadable``.
            InvalidInputError: ``training.invalid_settings``, ``training.unknown_setting``, ``training.setting``.
        """
        from core.training.config import load_config

        return load_config(file, **changes).to_json()

    def train(
        self, request: TrainingRequest, ctx: JobContext | None = None, on_metric: OnMetric | None = None
    ) -> TrainingResult:
        """Run a training to its end, in a process of its own. A finished run is not run again.

        A cancel lets it save its state; the same request with `resume` goes on from there, to the same weights.

        Args:
            request: What and how. With `resume`, collections and settings are those that the run began with.
            ctx: Progress and cancel.
            on_metric: Told of every point of the curves, beside the service's own.

        Raises:
            InvalidInputError: ``training.run_name``, ``training.no_run``, wrong settings, an unreadable collection,
                ``training.no_pairs``, ``training.diverged``.
            ConflictError: ``training.folder_used``, ``training.other_settings``.
            HostFaultError: ``worker.died``, ``device.memory``, ``disk.full``, a missing model…
            StoreMismatchError: ``training.run_damaged``, ``training.state_damaged``.
            JobCancelledError: Cancelled, state saved.
        """
        from core.jobs.child_process import ChildProcess, worker_command
        from core.training.config import TrainingConfig

        folder = self._folder(request.run)
        if request.resume:
            stored = self._stored_request(folder)
            if stored is None:
                raise InvalidInputError("training.no_run", run=request.run)
            request = replace(stored, resume=True)
            if (done := self._result(folder)) is not None:
                return done
        elif folder.exists():
            raise ConflictError("training.folder_used", folder=folder)
        TrainingConfig.from_json(request.settings)  # refuse wrong settings before a process is started
        write_atomically(folder / _REQUEST_FILE, msgspec.json.format(msgspec.json.encode(request), indent=1))
        self._catalogue.audit_log.note("train", request.run, {"resumed": int(request.resume)})

        def tell(message: Mapping[str, Any]) -> None:
            kind = message["type"]
            if kind == "metric":
                metric = msgspec.convert(message["metric"], TrainingMetric)
                self._on_metric(request.run, metric)
                if on_metric is not None:
                    on_metric(request.run, metric)
            elif kind == "pairs":
                write_atomically(folder / _PAIRS_FILE, msgspec.json.encode(message["summary"]))
            elif kind == "log":
                log.info("training %s: %s", request.run, message.get("text"))

        child = ChildProcess(worker_command(WORKER), self._paths.logs / "training-stderr.log")
        asked = {
            "library": str(self._paths.root),
            "folder": str(folder),
            "ocr": self._ocr_engine,
            "request": msgspec.to_builtins(replace(request, resume=(folder / _RUN_FILE).exists())),
        }
        try:
            message = child.run(asked, ctx or NullJobContext(), tell)
        except (LibrarianError, JobCancelledError):
            if not (folder / _RUN_FILE).exists():  # it never began: there is nothing to go on with
                shutil.rmtree(folder, ignore_errors=True)
            raise
        return msgspec.convert(message["result"], TrainingResult)

    def runs(self) -> tuple[TrainingRun, ...]:
        """All runs of this library, the newest first."""
        folder = self._paths.models / "runs"
        found = []
        for name in sorted(path.name for path in folder.glob("*") if _RUN_NAME.fullmatch(path.name)):
            with suppress(InvalidInputError):  # no folder, or deleted meanwhile
                found.append(self.run(name))
        oldest = datetime.min.replace(tzinfo=UTC)
        return tuple(sorted(found, key=lambda run: (run.started_at or oldest, run.run), reverse=True))

    def run(self, run: str) -> TrainingRun:
        """One run.

        Raises:
            InvalidInputError: ``training.no_run``, ``training.run_name``.
        """
        from core.training.run_folder import read_metrics

        folder = self._folder(run)
        if not folder.is_dir():
            raise InvalidInputError("training.no_run", run=run)
        request, result, metrics = self._stored_request(folder), self._result(folder), read_metrics(folder)
        last = metrics[-1] if metrics else None
        return TrainingRun(
            run=run,
            state="damaged" if request is None else "finished" if result is not None else "unfinished",
            folder=str(folder),
            request=request,
            steps=result.steps if result else last.step if last else 0,
            total_steps=result.total_steps if result else last.total_steps if last else 0,
            started_at=_modified(folder / _REQUEST_FILE),
            pairs=_stored(folder / _PAIRS_FILE, PairSummary),
            result=result,
        )

    def metrics(self, run: str, after_step: int = 0) -> tuple[TrainingMetric, ...]:
        """The curves of a run, live while it goes on, from the step after `after_step`.

        Raises:
            InvalidInputError: ``training.run_name``.
        """
        from core.training.run_folder import read_metrics

        return tuple(metric for metric in read_metrics(self._folder(run)) if metric.step > after_step)

    def delete(self, run: str) -> None:
        """Delete a run with its checkpoint.

        Raises:
            InvalidInputError: ``training.no_run``, ``training.run_name``.
            ConflictError: ``training.in_use`` where its encoder is in use.
            HostFaultError: ``file.unwritable``.
        """
        folder = self._folder(run)
        if not folder.is_dir():
            raise InvalidInputError("training.no_run", run=run)
        active = self._catalogue.active_model("text")
        if active is not None and active.folder and (self._paths.root / active.folder).resolve().is_relative_to(folder):
            raise ConflictError("training.in_use", run=run)
        delete_folder(folder)

    def _folder(self, run: str) -> Path:
        if not _RUN_NAME.fullmatch(run) or run.endswith((".", " ")):
            raise InvalidInputError("training.run_name", run=run)
        return (self._paths.models / "runs" / run).resolve()

    @staticmethod
    def _stored_request(folder: Path) -> TrainingRequest | None:
        return _stored(folder / _REQUEST_FILE, TrainingRequest)

    @staticmethod
    def _result(folder: Path) -> TrainingResult | None:
        from core.training.run_folder import read_result

        return read_result(folder)


def run_job(service: FineTuningService, params: Mapping[str, Any], ctx: JobContext) -> Mapping[str, Any]:
    """The job "train": parameters are those of a `TrainingRequest`. Run again after a crash, it goes on."""
    request = msgspec.convert(params, TrainingRequest)
    try:
        started = service.run(request.run).request is not None
    except LibrarianError:
        started = False
    result: Mapping[str, Any] = msgspec.to_builtins(service.train(replace(request, resume=started), ctx))
    return result


def _stored(path: Path, kind: type[_T]) -> _T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return None


def _modified(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None
