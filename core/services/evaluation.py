"""Measures retrieval systems on a collection folder; `search` is the product's own path, end to end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.domain.evaluation import ComparisonSettings, EvaluationReport, EvaluationRow
from core.domain.retrieval import Run, SearchRequest, SearchResponse
from core.domain.scans import OcrPage
from core.errors import InvalidInputError
from core.evaluation.collections import RECORDS_FILE, Collection, CollectionQuery, load_collection
from core.evaluation.systems.ranking import System
from core.evaluation.tasks import DERIVED_TASKS
from core.protocols import JobContext, NullJobContext, PageImage, TextEncoder

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.evaluation.conditions import NoisyReader
    from core.retrieval.models import ModelHost

SEARCH_DEPTH = 200
PLAIN_SYSTEMS = ("bm25", "image-ocr", "clir", "search")
"""Nothing in them is trained for a collection, so they are asked all its queries."""
COMPARED_SYSTEMS = ("clip", "layoutlmv3", "uniter", "scene-text", "unified")
"""Trained on one part of a collection and asked the queries of another."""
SYSTEMS = ("bm25", "image-ocr", "clir", *COMPARED_SYSTEMS, "search")
WITHOUT_DICTIONARY = "search-no-dictionary"
"""`search` as it would be without CC-CEDICT, the weights as they are: shows what it gives. Not part of "all"."""
ALL_SYSTEMS = "all"


class SearchableLibrary(Protocol):
    """What the `search` system needs of an application."""

    def answer(self, request: SearchRequest, *, use_dictionary: bool = True) -> SearchResponse: ...
    def fill(self, files: Sequence[str], ctx: JobContext) -> None: ...


class SearchSystem:
    """The product's search on a library that holds the collection's records. The derived tasks are not put to it."""

    def __init__(self, library: SearchableLibrary, name: str = "search") -> None:
        self._library = library
        self.name = name

    def accepts(self, query: CollectionQuery) -> bool:
        return query.task not in DERIVED_TASKS and bool(query.text.strip() or query.image)

    def run(self, collection: Collection, queries: Sequence[CollectionQuery], ctx: JobContext) -> Run:
        wanted = {record.id for record in collection.records}
        run: dict[str, Mapping[str, float]] = {}
        for done, query in enumerate(queries, start=1):
            image = str(query.image) if query.image else None
            request = SearchRequest(query.text, image, SEARCH_DEPTH)
            response = self._library.answer(request, use_dictionary=self.name != WITHOUT_DICTIONARY)
            # ranks decide: equal probabilities must not be reordered by whoever reads the run
            run[query.id] = {
                result.record.external_id: result.score + (SEARCH_DEPTH - result.rank)
                for result in response.results
                if result.record.external_id in wanted
            }
            ctx.report(done, len(queries), "evaluate.searching", system=self.name)
        return run


class _HostedOcr:
    """The OCR engine of the model host, loaded when the first picture is read."""

    def __init__(self, models: ModelHost) -> None:
        self._models = models

    @property
    def name(self) -> str:
        return self._models.get().ocr.name

    def recognise(self, image: PageImage, languages: Sequence[str] = ("eng", "chi_sim", "chi_tra")) -> OcrPage:
        return self._models.get().ocr.recognise(image, languages)


class EvaluationService:
    """Evaluation of systems side by side.

    Args:
        catalogue: The open library; used for `search` when it holds every record of the collection.
        models: Encoders and OCR.
        here: The open library as the `search` system asks it.
        temporary: Opens an empty library with these encoders in a folder that is thrown away afterwards.
        preset: Name of the preset whose backbones the compared systems stand on.
        device: auto, cpu or cuda.
        models_dir: The library's models folder.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        models: ModelHost,
        here: SearchableLibrary,
        temporary: Callable[[Path, ModelHost], Iterator[SearchableLibrary]],
        preset: str = "compact",
        device: str = "auto",
        models_dir: Path | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._models = models
        self._here = here
        self._temporary = contextmanager(temporary)
        self._preset = preset
        self._device = device
        self._models_dir = models_dir
        self._is_in_use = True

    def with_text(self, text: TextEncoder) -> EvaluationService:
        """The same measurements with another text encoder; search is then asked on a temporary library."""
        from core.retrieval.models import ModelHost

        other = copy(self)
        other._models = ModelHost(lambda: replace(self._models.get(), text=text))
        other._is_in_use = False
        return other

    def evaluate(
        self,
        collection: str,
        extra: Sequence[str] = (),
        systems: Sequence[str] = (),
        task: str | None = None,
        condition: str = "clean",
        run_dir: str | None = None,
        report_dir: str | None = None,
        comparison: ComparisonSettings | None = None,
        ctx: JobContext | None = None,
    ) -> EvaluationReport:
        """Run systems on a collection and measure them.

        Where only systems are named that need no training, all queries are asked. As soon as one is trained, the
        collection is split by work and every system is asked the held-out queries alone; with `report_dir` the paper's
        Tables 2 to 5 are then written too, which trains the ablations as well.

        Args:
            collection: Folder with records.jsonl, queries.jsonl and qrels.tsv.
            extra: More record files that stand beside the collection's own (distractors).
            systems: Of `SYSTEMS`, or "all"; empty means `search`.
            task: Only the queries of this task, the collection's own or a derived one.
            condition: clean, noisy or long-tail.
            run_dir: Where to write TREC run files and the qrels.
            report_dir: Where to write the tables; also where trained models are kept and found again.
            comparison: Seeds, steps and checkpoints of compared systems; None = the defaults. Its `systems` are those
                named here.
            ctx: Progress and cancel.

        Raises:
            InvalidInputError: An unknown system, task or condition, a broken collection, or one that is too small to be
                split.
        """
        from core.evaluation.questions import checked_condition

        context = ctx or NullJobContext()
        names = _names(systems)
        chosen = checked_condition(condition)
        folder, more = Path(collection), [Path(file) for file in extra]
        loaded = load_collection(folder, more)
        if task is not None and task not in DERIVED_TASKS:
            loaded.of_task(task)
        settings = replace(comparison or ComparisonSettings(()), systems=names)
        if any(name in COMPARED_SYSTEMS for name in names):
            with _kept_or_temporary(report_dir) as report_folder:
                rows, files = self._compare(
                    loaded, more, settings, report_folder, chosen, context, is_whole=report_dir is not None
                )
                files += _copied_runs(report_folder, run_dir, loaded.name)
            rows = [row for row in rows if task in (None, row.task) and row.condition == chosen]
        else:
            rows, files = self._evaluate_plain(loaded, more, names, task, condition, run_dir, context)
        return self._reported(loaded, rows, files, run_dir, report_dir)

    def _evaluate_plain(
        self,
        loaded: Collection,
        extra: Sequence[Path],
        names: Sequence[str],
        task: str | None,
        condition: str,
        run_dir: str | None,
        ctx: JobContext,
    ) -> tuple[list[EvaluationRow], list[str]]:
        from core.evaluation.outcomes import ask, rows_of
        from core.evaluation.questions import checked_condition, questions
        from core.evaluation.report import make_folder
        from core.evaluation.trec_files import write_run

        rows: list[EvaluationRow] = []
        files: list[str] = []
        with tempfile.TemporaryDirectory(prefix="wenyuan-evaluate-", ignore_cleanup_errors=True) as scratch:
            noisy_folder = Path(scratch) / "noisy"
            reader = self._reader(noisy_folder)
            asked = questions(
                loaded, checked_condition(condition), reader, noisy_folder, ctx, task=task, with_derived=False
            )
            for name in names:
                with self._system(name, loaded, extra, reader, {}, ctx) as system:
                    answered = ask(system, asked, condition, ctx)
                rows += rows_of([answered.outcome])
                for derived, run in answered.runs.items() if run_dir else ():
                    make_folder(Path(run_dir or ""))
                    middle = f".{derived}" if derived else ""
                    target = Path(run_dir or "") / f"{loaded.name}.{name}.{condition}{middle}.run"
                    write_run(target, run, name)
                    files.append(str(target))
        return rows, files

    def _compare(
        self,
        loaded: Collection,
        extra: Sequence[Path],
        settings: ComparisonSettings,
        folder: Path,
        condition: str,
        ctx: JobContext,
        *,
        is_whole: bool,
    ) -> tuple[list[EvaluationRow], list[str]]:
        from core.encoders.presets import load_preset
        from core.evaluation.conditions import CONDITIONS
        from core.evaluation.questions import checked_condition
        from core.evaluation.report import write_tables
        from core.evaluation.tasks import picture_files
        from core.services.comparison import PaperComparison, identity_of, sizes_of, training_pairs
        from core.training.contenders import Workshop

        reader = self._reader(folder / "noisy-pictures")
        reader.read_all([Path(file) for file in picture_files(loaded)], ctx)
        pairs = training_pairs(loaded, reader, [Path(each) for each in settings.more_training])

        def workshop() -> Workshop:
            return Workshop(
                load_preset(self._preset),
                reader,
                sizes_of(settings),
                device=self._device,
                models_dir=self._models_dir,
            )

        text = self._models.get().text.info.fingerprint
        compared = PaperComparison(
            loaded,
            pairs,
            reader,
            settings,
            folder,
            lambda name: self._system(name, loaded, extra, reader, settings.checkpoints, ctx),
            workshop,
            identity_of(loaded.folder, extra, settings, f"{self._preset}/{text}"),
        ).run(ctx, CONDITIONS if is_whole else (checked_condition(condition),), is_whole=is_whole)
        files = write_tables(folder, loaded.name, compared.tables) if is_whole else ()
        return list(compared.rows), [str(file) for file in files]

    @staticmethod
    def _reported(
        loaded: Collection, rows: Sequence[EvaluationRow], files: list[str], run_dir: str | None, report_dir: str | None
    ) -> EvaluationReport:
        from core.evaluation.report import make_folder, write_report
        from core.evaluation.trec_files import write_qrels

        if run_dir:
            make_folder(Path(run_dir))
            qrels_file = Path(run_dir) / f"{loaded.name}.qrels"
            write_qrels(qrels_file, loaded.qrels)
            files.append(str(qrels_file))
        report = EvaluationReport(loaded.name, tuple(rows), len(loaded.records), tuple(files))
        if report_dir:
            written = write_report(Path(report_dir), report)
            report = replace(report, files=(*files, *map(str, written)))
        return report

    @contextmanager
    def _system(
        self,
        name: str,
        collection: Collection,
        extra: Sequence[Path],
        reader: NoisyReader,
        checkpoints: Mapping[str, str],
        ctx: JobContext,
    ) -> Iterator[System]:
        """A system that needs no training here."""
        if name in checkpoints:
            from core.services.public_checkpoints import open_checkpoint

            yield open_checkpoint(name, Path(checkpoints[name]), reader, self._models.get(), self._preset, self._device)
        elif name == "bm25":
            from core.evaluation.systems.bm25 import Bm25System

            yield Bm25System()
        elif name == "clir":
            from core.evaluation.systems.clir import ClirSystem

            yield ClirSystem(self._models.get().text)
        elif name == "image-ocr":
            from core.evaluation.systems.image_ocr import ImageOcrSystem

            yield ImageOcrSystem(self._models.get().visual, reader)
        elif self._is_in_use and self._holds(collection):
            yield SearchSystem(self._here, name)
        else:
            with (
                tempfile.TemporaryDirectory(prefix="wenyuan-evaluate-", ignore_cleanup_errors=True) as scratch,
                self._temporary(Path(scratch), self._models) as library,
            ):
                library.fill([str(collection.folder / RECORDS_FILE), *map(str, extra)], ctx)
                yield SearchSystem(library, name)

    def _reader(self, noisy_folder: Path) -> NoisyReader:
        from core.evaluation.conditions import NoisyReader

        return NoisyReader(_HostedOcr(self._models), noisy_folder=noisy_folder)

    def _holds(self, collection: Collection) -> bool:
        ids = [record.id for record in collection.records]
        return len(self._catalogue.resolve_external(ids)) == len(ids)


def _names(systems: Sequence[str]) -> tuple[str, ...]:
    """The systems asked for, each once; "all" stands for all of them.

    Raises:
        InvalidInputError: "evaluate.system".
    """
    names = SYSTEMS if ALL_SYSTEMS in systems else tuple(dict.fromkeys(systems)) or ("search",)
    known = (*SYSTEMS, WITHOUT_DICTIONARY, ALL_SYSTEMS)
    if unknown := [name for name in names if name not in known]:
        raise InvalidInputError("evaluate.system", system=", ".join(unknown), known=", ".join(known))
    return names


@contextmanager
def _kept_or_temporary(report_dir: str | None) -> Iterator[Path]:
    """The report's folder, or one that is thrown away."""
    from core.evaluation.report import make_folder

    if report_dir is not None:
        make_folder(Path(report_dir))
        yield Path(report_dir)
        return
    with tempfile.TemporaryDirectory(prefix="wenyuan-compare-", ignore_cleanup_errors=True) as scratch:
        yield Path(scratch)


def _copied_runs(folder: Path, run_dir: str | None, collection: str) -> list[str]:
    """TREC runs of a comparison under the names that plain evaluation gives them."""
    from core.evaluation.report import make_folder

    if run_dir is None:
        return []
    make_folder(Path(run_dir))
    files: list[str] = []
    for run in sorted(folder.glob("runs/*/*.run")):
        target = Path(run_dir) / f"{collection}.{run.parent.name}.{run.name}"
        shutil.copyfile(run, target)
        files.append(str(target))
    return files
