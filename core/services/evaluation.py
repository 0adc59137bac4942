"""Measures retrieval systems on a collection folder; `search` is the product's own path, end to end."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.domain.evaluation import EvaluationReport, EvaluationRow
from core.domain.retrieval import Run, SearchRequest, SearchResponse
from core.errors import InvalidInputError
from core.evaluation.collections import RECORDS_FILE, Collection, CollectionQuery, load_collection
from core.evaluation.evaluator import evaluate_run
from core.evaluation.systems.bm25 import Bm25System
from core.evaluation.systems.clir import ClirSystem
from core.evaluation.systems.ranking import System
from core.protocols import JobContext, NullJobContext

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.models import ModelHost

SEARCH_DEPTH = 200
SYSTEMS = ("bm25", "clir", "search")
CONDITIONS = ("clean",)


class SearchableLibrary(Protocol):
    """What the `search` system needs of an application."""

    def answer(self, request: SearchRequest) -> SearchResponse: ...
    def fill(self, files: Sequence[str], ctx: JobContext) -> None: ...


class SearchSystem:
    """The product's search on a library that holds the collection's records."""

    name = "search"

    def __init__(self, library: SearchableLibrary) -> None:
        self._library = library

    def accepts(self, query: CollectionQuery) -> bool:
        return bool(query.text.strip() or query.image)

    def run(self, collection: Collection, queries: Sequence[CollectionQuery], ctx: JobContext) -> Run:
        wanted = {record.id for record in collection.records}
        run: dict[str, Mapping[str, float]] = {}
        for done, query in enumerate(queries, start=1):
            image = str(query.image) if query.image else None
            response = self._library.answer(SearchRequest(query.text, image, SEARCH_DEPTH))
            # ranks decide: equal probabilities must not be reordered by whoever reads the run
            run[query.id] = {
                result.record.external_id: result.score + (SEARCH_DEPTH - result.rank)
                for result in response.results
                if result.record.external_id in wanted
            }
            ctx.report(done, len(queries), "evaluate.searching", system=self.name)
        return run


class EvaluationService:
    """Evaluation of systems side by side.

    Args:
        catalogue: The open library; used for `search` when it holds every record of the collection.
        models: Encoders for `clir`.
        here: The open library as the `search` system asks it.
        temporary: Opens an empty library in a folder that is thrown away afterwards.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        models: ModelHost,
        here: SearchableLibrary,
        temporary: Callable[[Path], Iterator[SearchableLibrary]],
    ) -> None:
        self._catalogue = catalogue
        self._models = models
        self._here = here
        self._temporary = contextmanager(temporary)

    def evaluate(
        self,
        collection: str,
        extra: Sequence[str] = (),
        systems: Sequence[str] = (),
        task: str | None = None,
        condition: str = "clean",
        run_dir: str | None = None,
        report_dir: str | None = None,
        ctx: JobContext | None = None,
    ) -> EvaluationReport:
        """Run systems on a collection and measure them.

        Args:
            collection: Folder with records.jsonl, queries.jsonl and qrels.tsv.
            extra: More record files that stand beside the collection's own (distractors).
            systems: Of `SYSTEMS`; empty means `search`.
            task: Only the queries of this task.
            condition: Of `CONDITIONS`.
            run_dir: Where to write TREC run files and the qrels.
            report_dir: Where to write the tables.
            ctx: Progress and cancel.

        Raises:
            InvalidInputError: An unknown system, task or condition, or a broken collection.
        """
        from core.evaluation.report import make_folder, write_report
        from core.evaluation.trec_files import write_qrels, write_run

        context = ctx or NullJobContext()
        names = tuple(dict.fromkeys(systems)) or ("search",)
        self._check(names, condition)
        folder, more = Path(collection), [Path(file) for file in extra]
        loaded = load_collection(folder, more)
        queries = loaded.of_task(task)
        rows: list[EvaluationRow] = []
        files: list[str] = []
        for name in names:
            with self._system(name, loaded, folder, more, context) as system:
                asked = [query for query in queries if system.accepts(query)]
                run = system.run(loaded, asked, context)
            rows += evaluate_run(run, loaded.qrels, asked, name, condition)
            if run_dir:
                make_folder(Path(run_dir))
                target = Path(run_dir) / f"{loaded.name}.{name}.{condition}.run"
                write_run(target, run, name)
                files.append(str(target))
        if run_dir:
            qrels_file = Path(run_dir) / f"{loaded.name}.qrels"
            write_qrels(qrels_file, loaded.qrels)
            files.append(str(qrels_file))
        report = EvaluationReport(loaded.name, tuple(rows), len(loaded.records), tuple(files))
        if report_dir:
            written = write_report(Path(report_dir), report)
            report = EvaluationReport(report.collection, report.rows, report.records, (*files, *map(str, written)))
        return report

    @contextmanager
    def _system(
        self, name: str, collection: Collection, folder: Path, extra: Sequence[Path], ctx: JobContext
    ) -> Iterator[System]:
        if name == "bm25":
            yield Bm25System()
        elif name == "clir":
            yield ClirSystem(self._models.get().text)
        elif self._holds(collection):
            yield SearchSystem(self._here)
        else:
            with (
                tempfile.TemporaryDirectory(prefix="wenyuan-evaluate-", ignore_cleanup_errors=True) as scratch,
                self._temporary(Path(scratch)) as library,
            ):
                library.fill([str(folder / RECORDS_FILE), *map(str, extra)], ctx)
                yield SearchSystem(library)

    def _holds(self, collection: Collection) -> bool:
        ids = [record.id for record in collection.records]
        return len(self._catalogue.resolve_external(ids)) == len(ids)

    @staticmethod
    def _check(names: Sequence[str], condition: str) -> None:
        unknown = [name for name in names if name not in SYSTEMS]
        if unknown:
            raise InvalidInputError("evaluate.system", system=", ".join(unknown), known=", ".join(SYSTEMS))
        if condition not in CONDITIONS:
            raise InvalidInputError("evaluate.condition", condition=condition, known=", ".join(CONDITIONS))
