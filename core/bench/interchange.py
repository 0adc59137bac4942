"""MARC files beside bare pymarc: the same file read, the same records written."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from core.bench.measuring import Measurement, side_by_side
from core.bench.sample import sample_records
from core.domain.library import ExportOptions
from core.domain.marc import MarcFlavour
from core.interchange.formats import open_reader, open_writer

_ROUNDS = 5


def measure_marc_reading(folder: Path, n_records: int) -> Measurement:
    """Reading MARC 21 in UTF-8: framing, telling encoding and flavour of each record, the crosswalk, the kept source.

    The bare side only frames and decodes, and is told the encoding.
    """
    path = _written(folder / "bench-marc21.mrc", n_records, "marc21", "utf-8")
    ours_ms, bare_ms = side_by_side(_reading(path), _bare_reading(path, force_utf8=True), rounds=_ROUNDS)
    return Measurement("marc-read", f"{n_records} MARC 21 records, UTF-8", "pymarc: MARCReader", ours_ms, bare_ms)


def measure_cnmarc_reading(folder: Path, n_records: int) -> Measurement:
    """Reading CNMARC in GB18030, whose encoding nothing in the file names; the bare side is told it."""
    path = _written(folder / "bench-cnmarc.iso", n_records, "unimarc", "gb18030")
    bare = _bare_reading(path, file_encoding="gb18030")
    ours_ms, bare_ms = side_by_side(_reading(path), bare, rounds=_ROUNDS)
    return Measurement("cnmarc-read", f"{n_records} CNMARC records, GB18030", "pymarc: MARCReader", ours_ms, bare_ms)


def measure_big5_reading(folder: Path, n_records: int) -> Measurement:
    """Reading CNMARC in Big5; the characters that it lacks stand there as references."""
    path = _written(folder / "bench-big5.iso", n_records, "unimarc", "big5")
    ours_ms, bare_ms = side_by_side(_reading(path), _bare_reading(path, file_encoding="big5"), rounds=_ROUNDS)
    return Measurement("big5-read", f"{n_records} CNMARC records, Big5", "pymarc: MARCReader", ours_ms, bare_ms)


def measure_marc21_big5_reading(folder: Path, n_records: int) -> Measurement:
    """Reading MARC 21 in Big5, as systems in Taiwan and Hong Kong wrote it, whatever the leader says."""
    path = _written(folder / "bench-marc21-big5.mrc", n_records, "marc21", "big5")
    ours_ms, bare_ms = side_by_side(_reading(path), _bare_reading(path, file_encoding="big5"), rounds=_ROUNDS)
    return Measurement("marc-big5-read", f"{n_records} MARC 21 records, Big5", "pymarc: MARCReader", ours_ms, bare_ms)


def measure_marc8_reading(folder: Path, n_records: int) -> Measurement:
    """Reading MARC 21 in MARC-8, Chinese in EACC."""
    path = _written(folder / "bench-marc8.mrc", n_records, "marc21", "marc-8")
    ours_ms, bare_ms = side_by_side(_reading(path), _bare_reading(path), rounds=_ROUNDS)
    return Measurement("marc8-read", f"{n_records} MARC 21 records, MARC-8", "pymarc: MARCReader", ours_ms, bare_ms)


def measure_marc_writing(folder: Path, n_records: int) -> Measurement:
    """Writing an imported file again, unedited, with the check that it is; the bare side writes what it has parsed."""
    from pymarc import MARCReader, MARCWriter

    path = _written(folder / "bench-written.mrc", n_records, "marc21", "utf-8")
    entries: list[Any] = list(open_reader(path, "marc"))
    with path.open("rb") as source:
        parsed = list(MARCReader(source, to_unicode=True, force_utf8=True))
    places = itertools.count()

    def ours() -> None:
        with open_writer(folder / f"ours-{next(places)}.mrc", "marc") as writer:
            for entry in entries:
                writer.write(entry.record, source=entry.source)

    def bare() -> None:
        with (folder / f"bare-{next(places)}.mrc").open("wb") as target:
            writer = MARCWriter(target)
            for record in parsed:
                writer.write(record)

    ours_ms, bare_ms = side_by_side(ours, bare, rounds=_ROUNDS)
    return Measurement("marc-write", f"{n_records} unedited records written", "pymarc: MARCWriter", ours_ms, bare_ms)


def _written(path: Path, n_records: int, flavour: MarcFlavour, encoding: str) -> Path:
    rules: Literal["", "calis"] = "calis" if flavour == "unimarc" else ""
    options = ExportOptions(encoding=encoding, flavour=flavour, rules=rules, unencodable="warn")
    with open_writer(path, "marc", options) as writer:
        for record in sample_records(n_records):
            writer.write(record)
    return path


def _reading(path: Path) -> Callable[[], object]:
    return lambda: sum(1 for _ in open_reader(path, "marc"))


def _bare_reading(path: Path, **options: Any) -> Callable[[], object]:
    from pymarc import MARCReader

    data = path.read_bytes()
    return lambda: sum(1 for _ in MARCReader(io.BytesIO(data), to_unicode=True, **options))
