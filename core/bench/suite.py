"""The benchmarks of `wenyuan bench`, run on a library made for them and thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from core.application import Application, build_application
from core.bench import interchange, models, storage
from core.bench.measuring import Measurement
from core.bench.sample import sample_records
from core.domain.retrieval import SearchRequest
from core.errors import InvalidInputError
from core.imaging.decode import decode_file
from core.paths import resources_dir
from core.protocols import JobContext, NullJobContext, PageImage
from core.retrieval.vector_store import VectorStore

BENCHMARKS: Final = (
    "import",
    *interchange.READINGS,
    "marc-write",
    "search-words",
    "search-vectors",
    "encode",
    "ocr",
)
N_RECORDS = 2000
_VECTORS_A_RECORD = 4
_DIM = 384
_N_COVERS = 3
_FINGERPRINT = "bench"


def run_benchmarks(
    names: Sequence[str] = (), ctx: JobContext | None = None, n_records: int = N_RECORDS
) -> tuple[Measurement, ...]:
    """Take the measurements named, all of them if none is.

    Args:
        names: Of BENCHMARKS.
        ctx: Progress and cancel.
        n_records: Size of the library that is made.

    Raises:
        InvalidInputError: ``bench.unknown`` for a name that is none.
    """
    for name in names:
        if name not in BENCHMARKS:
            raise InvalidInputError("bench.unknown", name=name, known=", ".join(BENCHMARKS))
    context = ctx or NullJobContext()
    wanted = [name for name in BENCHMARKS if not names or name in names]
    results = []
    with (
        tempfile.TemporaryDirectory(prefix="wenyuan-bench-") as folder,
        build_application(Path(folder) / "library") as application,
    ):
        works = _works(application, Path(folder), n_records)
        for done, name in enumerate(wanted):
            context.report(done, len(wanted), "bench.progress", name=name)
            results.append(works[name]())
    return tuple(results)


def _works(application: Application, folder: Path, n_records: int) -> dict[str, Callable[[], Measurement]]:
    """Name → what takes the measurement. Nothing is prepared before it is asked for."""

    def words() -> Measurement:
        _fill(application, n_records)
        return storage.measure_words(
            application.paths.catalogue,
            lambda query: application.search.search(SearchRequest(query, channels=("lexical",))),
        )

    def vectors() -> Measurement:
        _fill(application, n_records)
        store = VectorStore(application.catalogue, application.paths.vectors)
        return models.measure_vectors(store, _FINGERPRINT, _DIM)

    return {
        "import": lambda: storage.measure_import(folder, n_records),
        **{name: partial(interchange.measure_reading, name, folder, n_records) for name in interchange.READINGS},
        "marc-write": lambda: interchange.measure_marc_writing(folder, n_records),
        "search-words": words,
        "search-vectors": vectors,
        "encode": lambda: models.measure_encoder(application.models.get().text),
        "ocr": lambda: models.measure_ocr(_demo_covers()),
    }


def _fill(application: Application, n_records: int) -> None:
    """Put the sample into the library, with made-up vectors; only the first call does anything."""
    if application.catalogue.count():
        return
    matrix = models.unit_vectors(n_records * _VECTORS_A_RECORD, _DIM)
    with application.catalogue.write("import", "bench") as unit:
        for number, record_id in enumerate(unit.add_records(sample_records(n_records))):
            rows = matrix[number * _VECTORS_A_RECORD : (number + 1) * _VECTORS_A_RECORD]
            unit.put_vectors(record_id, "title", _FINGERPRINT, rows, "bench")


def _demo_covers() -> list[PageImage]:
    folder = resources_dir() / "demo" / "covers"
    files = sorted(path for path in folder.glob("*") if path.suffix in {".jpg", ".png", ".webp"})
    return [decode_file(path) for path in files[:_N_COVERS]]
