"""The composition root: builds everything once and hands out the services. Also the Python API.

Example:
    >>> from pathlib import Path
    >>> from core.application import build_application
    >>> from core.domain.retrieval import SearchRequest
    >>> with build_application(Path("my-library")) as app:  # doctest: +SKIP
    ...     report = app.interchange.import_files(["records.jsonl"])
    ...     answer = app.search.search(SearchRequest("红楼梦"))
    ...     print(answer.results[0].record.title)
"""

from __future__ import annotations

import contextlib
import getpass
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from core.catalogue.catalogue import Catalogue
from core.catalogue.lock import is_orphaned, lock_holder
from core.domain.changes import ChangeSet, OperationId
from core.domain.library import EngineState
from core.domain.people import Actor
from core.domain.retrieval import SearchRequest, SearchResponse
from core.domain.training import TrainingRequest
from core.errors import ConflictError, LibrarianError
from core.jobs.job import JobId, JobInfo
from core.jobs.runner import JobKind, JobRunner, Params
from core.logs import current_job
from core.paths import LibraryPaths
from core.protocols import JobContext, TextEncoder
from core.retrieval.identify import Identifier
from core.retrieval.likeness import LikenessFinder
from core.retrieval.models import LoadedModels, ModelHost
from core.retrieval.neighbours import NeighbourFinder
from core.retrieval.searcher import ScoredCandidates, Searcher
from core.retrieval.vector_store import VectorStore
from core.services.access import AccessService
from core.services.batch_review import BatchRequest, BatchReview
from core.services.call_numbers import CallNumberService
from core.services.care import Care
from core.services.cataloguing import CataloguingService
from core.services.checkpoints import PresetEncoders, folder_of_model, opened_path, shared_cache
from core.services.classification import ClassificationService
from core.services.copy_cataloguing import CopyCataloguingService
from core.services.cover_intake import CoverIntake
from core.services.cover_store import CoverStore
from core.services.covers import CoversService
from core.services.duplicates import DuplicatesService
from core.services.evaluation import EvaluationService
from core.services.evaluation_reports import EvaluationReportsService
from core.services.exchange_jobs import exchange_job_kinds, file_names
from core.services.feedback import FeedbackService
from core.services.fine_tuning import FineTuningService
from core.services.holdings_collection import HoldingsCollection
from core.services.import_preparation import ImportPreparationService
from core.services.intake import IntakeService
from core.services.interchange import InterchangeService
from core.services.item_states import ItemStateService
from core.services.jobs import JobsService
from core.services.model_jobs import model_job_kinds
from core.services.model_shelf import ModelShelfService
from core.services.parallel import CoverPool
from core.services.promotion import HeldOutPairs, PromotionService
from core.services.ranking import RankingService
from core.services.record_work import RecordWork
from core.services.reindexing import ReindexingService
from core.services.saved_searches import SavedSearchService
from core.services.search import SearchService
from core.services.settings import SettingsService
from core.services.shelf import ShelfService
from core.services.system import SystemService
from core.services.vocabulary import VOCABULARY
from core.services.watching import WatchService
from core.settings import LibrarySettings, load_settings

_ORPHAN_SECONDS = 30.0
"""How long the engine of a crashed window may take to leave: it ends what it is doing, such as loading the encoders."""


class Application:
    """One open library and the services on it. Use as a context manager, or call `close()`.

    Args:
        paths: The library folder.
        settings: How it wants to be served.
        read_only: Open for search only.
        models: Encoders shared with another application; None = its own, loaded on first need.
        on_changes: Told of every committed mutation.
        on_job: Told of every job snapshot.
        on_state: Told when encoders become ready or fail.
    """

    def __init__(
        self,
        paths: LibraryPaths,
        settings: LibrarySettings,
        *,
        read_only: bool,
        models: ModelHost | None,
        on_changes: Callable[[ChangeSet], None],
        on_job: Callable[[JobInfo], None],
        on_state: Callable[[EngineState], None],
    ) -> None:
        self._paths = paths
        self._settings = settings
        self._read_only = read_only
        self._on_changes = on_changes
        self._on_state = on_state
        self._lock_holder = ""
        self._catalogue = self._open_catalogue()
        self._models = models or ModelHost(self._load_models, self._models_settled)
        store = CoverStore(paths, is_read_only=self._read_only)
        self._vectors = VectorStore(self._catalogue, paths.vectors)
        self._searcher = Searcher(self._catalogue, self._vectors, self._models)
        identifier = Identifier(self._catalogue, self._vectors, self._models, store.thumbnail)
        self._searcher.identifier = identifier
        cover_intake = CoverIntake(store, self._models)
        cover_pool = CoverPool(cover_intake)

        self.ranking = RankingService(self._catalogue, self._searcher)
        self.feedback = FeedbackService(self._catalogue, self._on_changes, self._learn_later)
        likeness = LikenessFinder(self._catalogue, self._vectors, self._models)
        self.search = SearchService(self._searcher, self._catalogue, self.feedback, likeness)
        self.saved_searches = SavedSearchService(self._catalogue, store, self._on_changes)
        self.cataloguing = CataloguingService(
            self._catalogue, store, self._models, cover_intake, self._searcher.select, self._on_changes,
            self._reindex_later,
        )  # fmt: skip
        self._work = work = RecordWork(
            self._catalogue,
            self.cataloguing,
            store,
            self._models,
            settings.ocr_engine,
            self._searcher.select,
            self._on_changes,
        )
        self.checking, self.agents, self.cover_editing = work.checking, work.agents, work.cover_editing
        self.history, self.marc, self.bulk_editing = work.history, work.marc, work.bulk_editing
        self.intake = IntakeService(
            self._catalogue,
            identifier,
            self.cataloguing,
            cover_intake,
            store,
            self._models,
            self._on_changes,
            self.feedback.note_identification,
            self.feedback.note_correction,
        )
        self.reindexing = ReindexingService(
            self._catalogue, store, self._models, self._vectors.refresh, n_readers=min(4, os.cpu_count() or 1)
        )
        self.promotion = PromotionService(
            self._catalogue,
            paths,
            self._models,
            self._vectors,
            self.reindexing,
            self._encoder_loader,
            self._held_out,
            self._learned_from,
        )
        self.interchange = InterchangeService(
            self._catalogue,
            self.cataloguing,
            cover_intake,
            cover_pool,
            self._searcher.select,
            self._wait_for_models,
            self._on_changes,
        )
        self.import_preparation = ImportPreparationService(self._catalogue, self.interchange)
        self.neighbours = NeighbourFinder(self._catalogue, self._vectors, self._models)
        self.classification = ClassificationService(self._catalogue, self.neighbours, identifier)
        self.call_numbers = CallNumberService(self._catalogue)
        self.copy_cataloguing = CopyCataloguingService(
            self._catalogue, self.cataloguing, self._on_changes, offline=settings.offline
        )
        self.item_states = ItemStateService(self._catalogue, self._on_changes)
        self.shelf = ShelfService(self._catalogue, paths, self._searcher.select)
        self.covers = CoversService(self._catalogue, cover_intake, cover_pool, self._on_changes)
        self.duplicates = DuplicatesService(self._catalogue, self._models, self._on_changes)
        self._batch_review = BatchReview(self._catalogue, self.intake, self.duplicates)
        self._care = care = Care(
            self._catalogue, paths, store, self._models, self._vectors, self.reindexing, encoder_threads()
        )
        self.consistency, self.index_health = care.consistency, care.index_health
        self.backup, self.safekeeping = care.backup, care.safekeeping
        self.audit, self.doctor = care.audit, care.doctor
        self.access = AccessService(
            self._catalogue, self._catalogue.actor, self._job_of, lambda: self._on_state(self.state())
        )
        self.evaluation = EvaluationService(
            self._catalogue,
            self._models,
            self,
            self._temporary_library,
            preset=settings.preset,
            device=settings.device,
            models_dir=paths.models,
        )
        self.evaluation_reports = EvaluationReportsService(
            self.evaluation, self._models, paths, HoldingsCollection(self._catalogue, store), self._text_encoder_of
        )
        self.fine_tuning = FineTuningService(
            self._catalogue, paths, settings.preset, settings.ocr_engine, encoder=self._text_encoder_in_use
        )
        self.model_shelf = ModelShelfService(
            self._catalogue,
            paths,
            self._models,
            settings.preset,
            settings.ocr_engine,
            self._encoder_loader,
            self.fine_tuning.runs,
            self.fine_tuning.delete,
        )
        self.settings = SettingsService(paths, self._follow_settings, is_read_only=self._read_only)
        self.system = SystemService(self.state)
        self._runner = JobRunner(
            self._job_kinds(), None if read_only else self._catalogue, on_job, lambda: self._catalogue.actor
        )
        self.jobs = JobsService(self._runner)
        self.watching = WatchService(self._catalogue, paths.settings, self._runner.submit)

    @property
    def services(self) -> Mapping[str, object]:
        """The services by the names under which the engine's pipe calls them."""
        return {name: getattr(self, name) for name in VOCABULARY}

    @property
    def models(self) -> ModelHost:
        """The encoders and the OCR engine."""
        return self._models

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue itself, for evaluation and benchmarks."""
        return self._catalogue

    @property
    def paths(self) -> LibraryPaths:
        return self._paths

    def state(self) -> EngineState:
        """What is ready, and on which device."""
        models, problem = self._models.ready, self._models.problem
        access = self.access.state()
        return EngineState(
            encoders="ready" if models else "unavailable" if problem else "loading",
            device=models.text.info.device if models else "",
            records=self._catalogue.count(),
            library=str(self._paths.root),
            read_only=self._read_only or (access.is_on and self.access.role in (None, "viewer")),
            lock_holder=self._lock_holder,
            problem_id=problem.message_id if problem else None,
            problem_context=dict(problem.context) if problem else {},
            roles_on=access.is_on,
            person=access.name if access.is_on else "",
            role=access.role,
        )

    def start_background_work(self) -> None:
        """Load the encoders and take up what a crash interrupted; returns at once."""
        self._on_state(self.state())  # before the thread starts: "loading" must not come after "ready"
        self._models.warm(self._prepare, self._warmed_up)
        if not self._read_only:
            self._runner.resume_interrupted()
            self.watching.start()

    def _prepare(self, models: LoadedModels) -> None:
        """Read what the first search by meaning would wait for; words answer meanwhile."""
        Searcher(self._catalogue, self._vectors, ModelHost.of(models)).warm_up()

    def _warmed_up(self) -> None:
        if not self._read_only and self.reindexing.has_other_encoder():
            self._reindex_later()

    def close(self) -> None:
        """Stop jobs at their next step (they are resumed at the next start) and close the catalogue."""
        try:
            self.watching.close()
            self._runner.close()
            self._models.join()
            self.import_preparation.close()
            self._vectors.save()
        finally:
            self._catalogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def answer(self, request: SearchRequest, *, use_dictionary: bool = True) -> SearchResponse:
        """Search with the encoders loaded, as evaluation does."""
        self._models.get()
        return (self._searcher if use_dictionary else self._searcher.without_dictionary).search(request)

    def candidates(self, request: SearchRequest) -> ScoredCandidates:
        """What search would rank for a request, before weights are applied (for fitting them)."""
        self._models.get()
        return self._searcher.featurise(self._searcher.gather(request))

    def fill(self, files: Sequence[str], ctx: JobContext) -> None:
        """Import record files completely: records, covers, vectors, words on covers."""
        self.interchange.import_files(files, "jsonl", ctx=ctx)
        self.reindexing.complete(ctx)

    def _temporary_library(self, folder: Path, models: ModelHost) -> Iterator[Application]:
        """Another library with the same settings and encoders, for as long as it is needed."""
        with build_application(folder, settings=self._settings, models=models) as application:
            yield application

    def _open_catalogue(self) -> Catalogue:
        actor = self._settings.actor or _user_name()
        patience = time.monotonic() + _ORPHAN_SECONDS
        while True:
            try:
                return Catalogue.open(self._paths, actor=actor, read_only=self._read_only)
            except ConflictError as exc:
                if exc.message_id != "library.locked":
                    raise
            if not is_orphaned(self._paths) or time.monotonic() > patience:
                break
            time.sleep(0.2)  # the engine of a window that crashed is about to leave
        # somebody else writes: a second desk may still search
        self._read_only = True
        self._lock_holder = lock_holder(self._paths)
        return Catalogue.open(self._paths, actor=actor, read_only=True)

    def _load_models(self) -> LoadedModels:
        from core.encoders.loading import load_visual_encoder
        from core.encoders.presets import load_preset

        active = self._catalogue.active_model("text")
        folder = opened_path(active.folder, self._paths) if active is not None else None
        preset = load_preset(self._settings.preset)
        return LoadedModels(
            self._encoder_loader().texts(folder),
            load_visual_encoder(preset, device=self._settings.device, models_dir=self._paths.models),
            self._load_ocr(),
        )

    def _encoder_loader(self) -> PresetEncoders:
        settings = self._settings
        return PresetEncoders(settings.preset, settings.device, self._paths.models, encoder_threads(), shared_cache())

    def _text_encoder_in_use(self) -> TextEncoder | None:
        ready = self._models.ready
        return ready.text if ready is not None else None

    def _text_encoder_of(self, model: str) -> TextEncoder:
        return self._encoder_loader().texts(folder_of_model(model, self.promotion.known(), self._paths))

    def _learned_from(self, checkpoint: Path) -> TrainingRequest | None:
        """What the run of a checkpoint in this library was asked for."""
        runs = {Path(run.folder).resolve(): run.request for run in self.fine_tuning.runs()}
        return runs.get(checkpoint.parent)

    def _held_out(self, request: TrainingRequest, ctx: JobContext) -> HeldOutPairs:
        """Pairs as training mines them, with the same split."""
        from core.training.preparation import input_store, mine, picture_reader

        reader = picture_reader(self._settings.ocr_engine)
        return HeldOutPairs(mine(request, self._paths, reader, ctx), input_store(reader, self._paths))

    def _load_ocr(self) -> Any:
        from core.ocr.opening import open_engine

        return open_engine(self._settings.ocr_engine)

    def _follow_settings(self, before: LibrarySettings, after: LibrarySettings) -> None:
        """Take up changed settings while running."""
        self._settings = after
        if after.ocr_engine != before.ocr_engine:
            try:
                self._require_ocr()
            except LibrarianError:
                self._settings = before
                raise
            if (ready := self._models.ready) is not None:
                self._models.swap(replace(ready, ocr=self._load_ocr()))
        self.copy_cataloguing.stay_offline(after.offline)
        if after.actor != before.actor:
            self.access.rename_owner(after.actor or _user_name())

    def _require_ocr(self) -> None:
        if self._settings.ocr_engine == "tesseract":
            from core.ocr.tesseract import require

            require()

    def _reindex_later(self) -> None:
        """Queue what makes missing vectors; where jobs cannot be queued, the next import or check does it."""
        with contextlib.suppress(ConflictError):
            self._runner.submit("reindex", {})

    def _learn_later(self) -> None:
        """Queue learning from feedback once enough is new; where jobs cannot be queued, the next time does it."""
        if self.feedback.settings().is_learning and self.ranking.is_due():
            with contextlib.suppress(ConflictError):
                self._runner.submit("learn", {})

    def _wait_for_models(self) -> None:
        self._models.get()

    def _models_settled(self) -> None:
        """Models are loaded, or cannot be: tell the window."""
        self._on_state(self.state())

    def _job_of(self, job_id: str) -> tuple[str, Mapping[str, Any]]:
        job = self._runner.get(JobId(job_id))
        return job.kind, job.params

    def _job_kinds(self) -> list[JobKind]:
        def remember(operation: OperationId) -> None:
            if job := current_job.get():
                self._runner.remember(JobId(job), {"operation": operation})

        def run_review(params: Params, ctx: JobContext) -> Mapping[str, Any]:
            return self._batch_review.run(msgspec.convert(params, BatchRequest), ctx, remember)

        return [
            JobKind("intake", "io", lambda p, ctx: self.intake.run(p["paths"], ctx), file_names),
            JobKind("review", "io", run_review, lambda p: str(len(p["items"]))),
            *exchange_job_kinds(
                self.interchange, self.import_preparation, self.covers, self.copy_cataloguing, self.reindexing, remember
            ),
            *self._work.jobs(),
            JobKind("duplicates", "io", lambda p, ctx: self.duplicates.search(ctx), lambda p: ""),
            *self._care.jobs(),
            *model_job_kinds(self.fine_tuning, self.promotion, self.model_shelf, self.evaluation_reports),
            JobKind("learn", "io", lambda p, ctx: _plain(self.ranking.learn()), lambda p: "", is_resumable=False),
            JobKind("reindex", "gpu", lambda p, ctx: self.reindexing.complete(ctx), lambda p: ""),
        ]


def build_application(
    library: Path,
    *,
    settings: LibrarySettings | None = None,
    read_only: bool = False,
    models: ModelHost | None = None,
    on_changes: Callable[[ChangeSet], None] = lambda changes: None,
    on_job: Callable[[JobInfo], None] = lambda job: None,
    on_state: Callable[[EngineState], None] = lambda state: None,
) -> Application:
    """Open a library (made when it does not exist) and build its services. Models are loaded on first need.

    Raises:
        HostFaultError: If the folder cannot be used.
        StoreMismatchError: If the catalogue is newer than this program, or damaged.
    """
    paths = LibraryPaths(library.expanduser().resolve())
    return Application(
        paths,
        settings or load_settings(paths.settings),
        read_only=read_only,
        models=models,
        on_changes=on_changes,
        on_job=on_job,
        on_state=on_state,
    )


def _plain(value: object) -> Mapping[str, Any]:
    plain: Mapping[str, Any] = msgspec.to_builtins(value, str_keys=True)
    return plain


def encoder_threads() -> int:
    """Half the processors: on a machine that is busy with OCR, one thread too many makes a query ten times slower."""
    return max(1, (os.cpu_count() or 1) // 2)


def folder_owner() -> Actor:
    """Who acts from the command line: whoever has the folder."""
    return Actor(_user_name())


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"
