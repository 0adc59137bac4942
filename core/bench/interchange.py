"""MARC files beside bare pymarc: the same file read, the same records written."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from core.bench.measuring import Measurement, side_by_side
from core.bench.sample import sample_records
from core.domain.library import ExportOptions
from core.domain.marc import MarcFlavour
from core.interchange.formats import open_reader, open_writer

_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """A file to be read: how it is written, what it is called, and what pymarc is told of it."""

    flavour: MarcFlavour
    encoding: str
    words: str
    told: Mapping[str, Any]


READINGS: Final[Mapping[str, Reading]] = {
    "marc-read": Reading("marc21", "utf-8", "MARC 21 records, UTF-8", {"force_utf8": True}),
    "cnmarc-read": Reading("unimarc", "gb18030", "CNMARC records, GB18030", {"file_encoding": "gb18030"}),
    "big5-read": Reading("unimarc", "big5", "CNMARC records, Big5", {"file_encoding": "big5"}),
    "marc-big5-read": Reading("marc21", "big5", "MARC 21 records, Big5", {"file_encoding": "big5"}),
    "marc8-read": Reading("marc21", "marc-8", "MARC 21 records, MARC-8", {}),
}
"""Nothing in a file of GB18030 or Big5 names its encoding; what Big5 lacks stands there as references."""


def measure_reading(name: str, folder: Path, n_records: int) -> Measurement:
    """Reading one of `READINGS`: framing, telling encoding and flavour of each record, the crosswalk, the kept source.

    The bare side only frames and decodes, and is told the encoding.
    """
    about = READINGS[name]
    path = _written(folder / f"bench-{name}.mrc", n_records, about.flavour, about.encoding)
    ours_ms, bare_ms = side_by_side(_reading(path), _bare_reading(path, **about.told), rounds=_ROUNDS)
    return Measurement(name, f"{n_records} {about.words}", "pymarc: MARCReader", ours_ms, bare_ms)


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
