"""The paper's comparison on any collection: everything trained, asked and laid out as Tables 2 to 5 in one job.

Works are split once (`core.evaluation.splits`): models are trained on one part, the weights of late fusion and the
moment to stop come from the second, and every system, trained or not, is asked the queries of the third alone, against
all records. What is finished is kept in the report's folder, so that a comparison that was stopped goes on where it
stopped, and one with more seeds only adds what is missing.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.evaluation import ComparisonSettings, EvaluationRow
from core.errors import InvalidInputError
from core.evaluation.collections import QRELS_FILE, QUERIES_FILE, RECORDS_FILE, Collection
from core.evaluation.conditions import CONDITIONS, Condition, NoisyReader
from core.evaluation.outcomes import Outcome, ask, load_outcome, rows_of, save_outcome
from core.evaluation.questions import questions, tasks_of
from core.evaluation.report import make_folder
from core.evaluation.splits import DEFAULT_SEED, held_out, split_of, work_of_query, works_of_collection
from core.evaluation.systems.ranking import System
from core.evaluation.tables import MEAN_OF_TASKS, Table, comparison
from core.evaluation.tasks import DERIVED_TASKS, JOINT_TO_RECORD
from core.evaluation.trec_files import write_run
from core.protocols import JobContext
from core.training.contenders import Contender, Sizes, TrainedSystem, Workshop
from core.training.pairs import TrainingPair, merge, renamed

if TYPE_CHECKING:
    from core.evaluation.systems.vectors import VectorSystem

_LOG = logging.getLogger(__name__)
TRAINED_SYSTEMS: tuple[TrainedSystem, ...] = ("clip", "layoutlmv3", "uniter", "scene-text", "unified")
JOINT = "joint"
_CLEAN: Condition = "clean"
_NOISY_FOLDER, _RUNS_FOLDER, _CACHE_FOLDER = "noisy-pictures", "runs", "features"
ABLATED_MODULES: Mapping[str, Contender] = {
    "complete": Contender("unified"),
    "without visual module": Contender("unified", frozenset({"visual"})),
    "without OCR module": Contender("unified", frozenset({"ocr"})),
    "without language module": Contender("unified", frozenset({"language"})),
}
ABLATED_TERMS: Mapping[str, Contender] = {
    "complete": Contender("unified"),
    "without image-text": Contender("unified", terms=("ot", "cl", "qr")),
    "without OCR-text": Contender("unified", terms=("vt", "cl", "qr")),
    "without cross-lingual": Contender("unified", terms=("vt", "ot", "qr")),
    "without query-record": Contender("unified", terms=("vt", "ot", "cl")),
    "image-text alone": Contender("unified", terms=("vt",)),
    "OCR-text alone": Contender("unified", terms=("ot",)),
    "cross-lingual alone": Contender("unified", terms=("cl",)),
    "query-record alone": Contender("unified", terms=("qr",)),
}

OpenSystem = Callable[[str], AbstractContextManager[System]]
"""A system that is not trained, by name, on the whole collection."""
BuildWorkshop = Callable[[NoisyReader, Sizes, Path], Workshop]


@dataclass(frozen=True, slots=True)
class Compared:
    """All tables with their notes, and rows of every system, task and condition."""

    tables: tuple[tuple[Table, str], ...]
    rows: tuple[EvaluationRow, ...]
    outcomes: tuple[Outcome, ...]


class PaperComparison:
    """One comparison.

    Args:
        collection: All of it.
        pairs: Training pairs of all parts.
        reader: Pictures; its noisy folder is that of `noisy_folder`.
        settings: Which systems, seeds, sizes.
        folder: Of the report.
        open_system: Untrained systems.
        workshop: Made when something is to be trained.
        identity: Names data and settings; outcomes of another identity are not used.
    """

    def __init__(
        self,
        collection: Collection,
        pairs: Sequence[TrainingPair],
        reader: NoisyReader,
        settings: ComparisonSettings,
        folder: Path,
        open_system: OpenSystem,
        workshop: Callable[[], Workshop],
        identity: str,
    ) -> None:
        self._collection = collection
        self._pairs = pairs
        self._reader = reader
        self._settings = settings
        self._folder = folder
        self._open = open_system
        self._make_workshop = workshop
        self._workshop: Workshop | None = None
        self._identity = identity
        self._works = works_of_collection(collection)
        self._test = held_out(collection, lambda work: split_of(work) == "test", self._works)
        self._dev = held_out(collection, lambda work: split_of(work) == "dev", self._works)
        if not self._test.queries or not any(pair.split == "train" for pair in pairs):
            raise InvalidInputError("evaluate.too_small", collection=collection.name, queries=len(self._test.queries))
        self._asked: dict[Condition, tuple[Collection, ...]] = {}

    def run(self, ctx: JobContext, conditions: Sequence[Condition] = CONDITIONS, *, is_whole: bool = True) -> Compared:
        """Train, ask, lay out. Raises JobCancelledError; what is done by then is kept.

        Args:
            ctx: Progress and cancel.
            conditions: Under which systems are asked.
            is_whole: Also train the ablations and lay out all tables; otherwise there are only rows.
        """
        outcomes: list[Outcome] = []
        for name in self._settings.systems:
            if name in TRAINED_SYSTEMS and name not in self._settings.checkpoints:
                outcomes += self._trained(Contender(_trained_name(name)), conditions, ctx)
            else:
                outcomes += self._untrained(name, conditions, ctx)
        if not is_whole:
            return Compared((), tuple(self._rows(outcomes)), tuple(outcomes))
        if "unified" in self._settings.systems:
            for contender in dict.fromkeys([*ABLATED_MODULES.values(), *ABLATED_TERMS.values()]):
                if contender != Contender("unified"):
                    outcomes += self._trained(contender, (_CLEAN,), ctx)
        return Compared(tuple(self._tables(outcomes, ctx)), tuple(self._rows(outcomes)), tuple(outcomes))

    def _untrained(self, name: str, conditions: Sequence[Condition], ctx: JobContext) -> list[Outcome]:
        found, missing = self._known(name, -1, conditions)
        if missing:
            with self._open(name) as system:
                tune = getattr(system, "tune", None)
                if tune is not None:
                    tune(self._dev, self._dev.queries, self._dev.qrels, ctx)
                found += [self._ask(system, name, -1, condition, ctx) for condition in missing]
        return found

    def _trained(self, contender: Contender, conditions: Sequence[Condition], ctx: JobContext) -> list[Outcome]:
        found: list[Outcome] = []
        for seed in self._settings.seeds:
            known, missing = self._known(contender.name, seed, conditions)
            found += known
            if missing:
                system = self._train(contender, seed, ctx)
                found += [self._ask(system, contender.name, seed, condition, ctx) for condition in missing]
        return found

    def _train(self, contender: Contender, seed: int, ctx: JobContext) -> System:
        """The contender with this seed, its fusion weights tuned on the development part."""
        from core.evaluation.systems.reranking import RerankingSystem
        from core.evaluation.systems.vectors import VectorSystem
        from core.training.contenders import ContenderEncoder

        ctx.report(0, 1, "evaluate.training", system=f"{contender.name} {seed}")
        if self._workshop is None:
            self._workshop = self._make_workshop()
        prepared = self._workshop.prepare(contender, self._pairs, seed, self._run_folder(contender.name, seed), ctx)
        system: VectorSystem | RerankingSystem
        if isinstance(prepared, ContenderEncoder):
            system = VectorSystem(contender.name, prepared, contender.modalities, self._reader)
        else:
            first = self._train(Contender("clip"), seed, ctx)
            system = RerankingSystem(
                contender.name, first, prepared, contender.modalities, self._reader, self._settings.reranked
            )
        system.tune(self._dev, self._dev.queries, self._dev.qrels, ctx)
        return system

    def _ask(self, system: System, name: str, seed: int, condition: Condition, ctx: JobContext) -> Outcome:
        collections = self._questions(condition, ctx)
        answered = ask(system, collections, condition, ctx, name=name, seed=seed, identity=self._identity)
        file = self._outcome_file(name, seed, condition)
        make_folder(file.parent)
        for task, run in answered.runs.items():
            write_run(file.with_name(f"{condition}{'.' + task if task else ''}.run"), run, name)
        save_outcome(file, answered.outcome)
        return answered.outcome

    def _questions(self, condition: Condition, ctx: JobContext) -> tuple[Collection, ...]:
        if condition not in self._asked:
            folder = self._folder / _NOISY_FOLDER
            self._asked[condition] = questions(self._test, condition, self._reader, folder, ctx)
        return self._asked[condition]

    def _known(self, name: str, seed: int, conditions: Sequence[Condition]) -> tuple[list[Outcome], list[Condition]]:
        found: list[Outcome] = []
        missing: list[Condition] = []
        for condition in conditions:
            outcome = load_outcome(self._outcome_file(name, seed, condition), self._identity)
            if outcome is None:
                missing.append(condition)
            else:
                found.append(outcome)
        return found, missing

    def _run_folder(self, name: str, seed: int) -> Path:
        return self._folder / _RUNS_FOLDER / (f"{name}-seed{seed}" if seed >= 0 else name)

    def _outcome_file(self, name: str, seed: int, condition: str) -> Path:
        return self._run_folder(name, seed) / f"{condition}.json"

    def _rows(self, outcomes: Sequence[Outcome]) -> Iterator[EvaluationRow]:
        groups: dict[tuple[str, str], list[Outcome]] = {}
        for outcome in outcomes:
            groups.setdefault((outcome.system, outcome.condition), []).append(outcome)
        for group in groups.values():
            yield from rows_of(group)

    def _tables(self, outcomes: Sequence[Outcome], ctx: JobContext) -> Iterator[tuple[Table, str]]:
        works = work_of_query(self._collection, self._works)
        works |= {f"{each.id}#cover": self._works[each.id] for each in self._collection.records}
        tasks = tasks_of(self._questions(_CLEAN, ctx))
        main = [task for task in (JOINT, JOINT_TO_RECORD) if task in tasks] or list(tasks[:1])
        listed = {name: name for name in self._settings.systems}
        reference = "unified" if "unified" in listed else next(reversed(listed))
        lines = comparison(outcomes, listed, reference, works, tasks=tasks, conditions=[_CLEAN])
        yield Table(2, "Systems by task", reference, lines), _note(self._settings, self._test)
        lines = comparison(outcomes, listed, reference, works, tasks=main, conditions=CONDITIONS, with_mean=False)
        every = comparison(outcomes, listed, reference, works, tasks=tasks, conditions=CONDITIONS)
        lines += tuple(line for line in every if line.group.endswith(MEAN_OF_TASKS))
        yield Table(3, "Clean, noisy and long-tail queries", reference, lines), _NOTE_CONDITIONS
        if "unified" not in listed:
            return
        for number, title, note, variants in (
            (4, "Modules of the unified model", _NOTE_MODULES, ABLATED_MODULES),
            (5, "Terms of the joint loss", _NOTE_TERMS, ABLATED_TERMS),
        ):
            names = {contender.name: label for label, contender in variants.items()}
            lines = comparison(
                outcomes, names, "unified", works, tasks=[*main, *_others(tasks, main)], conditions=[_CLEAN]
            )
            yield Table(number, title, "complete", lines), note


_NOTE_CONDITIONS = (
    "Noisy: pictures turned, overlaid with Gaussian noise and compressed, OCR and typing errors. Long tail: the third "
    "of each task's queries with the rarest terms. Records and their covers stay clean."
)
_NOTE_MODULES = (
    "Each variant is trained anew. Without the visual module pictures are not seen; without the OCR module words on "
    "covers are read as plain text; without the language module there are no cross-lingual anchors."
)
_NOTE_TERMS = "Each variant is trained anew, with the named terms of the loss switched off, or one of them alone."


def _note(settings: ComparisonSettings, test: Collection) -> str:
    seeds = ", ".join(map(str, settings.seeds))
    return (
        f"{len(test.queries)} held-out queries against {len(test.records)} records; trained systems: {settings.steps} "
        f"steps each, seeds {seeds}, mean ± standard deviation over seeds. “Ahead by” is paired by query, with a "
        "bootstrap 95 % interval over works; * = it excludes 0. A system is listed only for tasks that it can be asked."
    )


def _others(tasks: Sequence[str], main: Sequence[str]) -> list[str]:
    return [task for task in tasks if task not in main]


def _trained_name(name: str) -> TrainedSystem:
    for known in TRAINED_SYSTEMS:
        if known == name:
            return known
    raise InvalidInputError("evaluate.system", system=name, known=", ".join(TRAINED_SYSTEMS))


def sizes_of(settings: ComparisonSettings) -> Sizes:
    """How much is spent on each contender."""
    return Sizes(steps=settings.steps, batch_size=settings.batch_size)


def identity_of(folder: Path, extra: Sequence[Path], settings: ComparisonSettings, models: str) -> str:
    """Names what an outcome depends on: the collection's files, the sizes, the data that is added, the backbones."""
    state = hashlib.sha256(models.encode())
    for path in (folder / RECORDS_FILE, folder / QUERIES_FILE, folder / QRELS_FILE, *extra):
        state.update(hashlib.sha256(path.read_bytes()).digest())
    kept = replace(settings, systems=(), seeds=())
    state.update(f"{kept!r}/{DEFAULT_SEED}/{DERIVED_TASKS}".encode())
    return state.hexdigest()[:16]


def training_pairs(collection: Collection, reader: NoisyReader, more: Sequence[Path]) -> tuple[TrainingPair, ...]:
    """Pairs of the collection, and of other collections that are to help; those never decide nor test anything."""
    from core.training.pair_mining import pairs_from_collection

    own = pairs_from_collection(collection, page_of=reader.page)
    others = [renamed(pairs_from_collection(path, page_of=reader.page), f"{path.name}/") for path in more]
    helping = [replace(each, pairs=tuple(replace(pair, split="train") for pair in each.pairs)) for each in others]
    return merge([own, *helping]).pairs
