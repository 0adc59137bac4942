"""The formats: which there are, which one a file has, and the door to their readers and writers.

To add a format: a module with its reader and writer beside this one, and an entry in `_FORMATS`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from core.domain.library import ExportOptions, ImportPreview
from core.domain.records import RejectedInput
from core.errors import InvalidInputError
from core.interchange.delimited import CsvWriter, preview_csv, read_csv
from core.interchange.json_records import object_of_record
from core.interchange.jsonl import jsonl_writer, read_jsonl
from core.interchange.reading import ImportedRecord, open_source, without_repeats
from core.interchange.writing import RecordWriter
from core.interchange.xlsx import XlsxWriter, preview_xlsx, read_xlsx

__all__ = [
    "FORMAT_NAMES",
    "ImportedRecord",
    "detect_format",
    "estimate_records",
    "format_of_file",
    "open_reader",
    "open_writer",
    "preview",
]

Entries = Iterator[ImportedRecord | RejectedInput]
Reader = Callable[[Path, str, Mapping[str, str] | None], Entries]
Preview = Callable[[Path, str, int], ImportPreview]

_HEAD_BYTES = 4096
_PREVIEW_ROWS = 20
_MARC_LEADER = re.compile(rb"\s*\d{5}[a-z ]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Format:
    """One file format. Without a reader or writer it is known by name only."""

    name: str
    suffixes: tuple[str, ...]
    read: Reader | None = None
    write: Callable[[Path, ExportOptions], RecordWriter] | None = None
    preview: Preview | None = None


def _preview_jsonl(path: Path, encoding: str, n_rows: int) -> ImportPreview:
    columns: dict[str, None] = {}
    objects: list[dict[str, Any]] = []
    for entry in islice(read_jsonl(path, encoding), n_rows):
        if isinstance(entry, ImportedRecord):
            objects.append(object_of_record(entry.record, entry.cover_path.name if entry.cover_path else None))
            columns.update(dict.fromkeys(objects[-1]))
    rows = tuple(tuple(_shown(each.get(column)) for column in columns) for each in objects)
    names = {"id": "external_id"}
    mapping = {column: names.get(column, column) for column in columns}
    used = "utf-8" if encoding == "auto" else encoding
    return ImportPreview(str(path), "jsonl", used, tuple(columns), mapping, rows)


def _shown(value: object) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "; ".join(value)
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


_FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("jsonl", (".jsonl", ".ndjson"), lambda p, e, m: read_jsonl(p, e), jsonl_writer, _preview_jsonl),
        Format("csv", (".csv", ".tsv", ".txt", ".tab"), read_csv, CsvWriter, preview_csv),
        Format(
            "xlsx", (".xlsx", ".xlsm"), lambda p, e, m: read_xlsx(p, m), XlsxWriter, lambda p, e, n: preview_xlsx(p, n)
        ),
        Format("marc", (".mrc", ".marc", ".iso", ".iso2709", ".dat")),
        Format("marcxml", (".xml", ".marcxml")),
        Format("unimarc", ()),
        Format("ris", (".ris",)),
        Format("bibtex", (".bib", ".bibtex")),
    )
}
FORMAT_NAMES = tuple(_FORMATS)


def detect_format(path: Path, head: bytes) -> str:
    """Name the format by the first bytes, and where they do not tell, by the suffix; CSV in the end."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for start, name in ((b"PK\x03\x04", "xlsx"), (b"\xd0\xcf\x11\xe0", "xlsx"), (b"TY  -", "ris"), (b"{", "jsonl")):
        if text.startswith(start):
            return name
    if text.startswith(b"<") and (b"<?xml" in text or b"collection" in text or b"record" in text):
        return "marcxml"
    if re.match(rb"@\s*[A-Za-z]+\s*\{", text):
        return "bibtex"
    if _MARC_LEADER.match(head) and b"\x1e" in head:
        return "marc"
    return _by_suffix(path) or "csv"


def _by_suffix(path: Path) -> str | None:
    suffix = path.suffix.lower()
    return next((each.name for each in _FORMATS.values() if suffix in each.suffixes), None)


def _format_of_file(path: Path, name: str) -> Format:
    with open_source(path) as source:
        head = source.peek(_HEAD_BYTES)[:_HEAD_BYTES]
    chosen = detect_format(path, head) if name == "auto" else name
    if chosen not in _FORMATS:
        raise InvalidInputError("format.unknown", format=name, formats=", ".join(_FORMATS))
    return _FORMATS[chosen]


def format_of_file(path: Path, format: str = "auto") -> str:
    """The name of a file's format. Raises as `open_reader`."""
    return _format_of_file(path, format).name


def open_reader(
    path: Path, format: str = "auto", encoding: str = "auto", mapping: Mapping[str, str] | None = None
) -> Entries:
    """Open a file of records and read it bit by bit, whatever its size.

    The file is opened, its format told and its header checked at once; records come as they are asked for.

    Args:
        path: The file.
        format: A name of `FORMAT_NAMES`, or "auto".
        encoding: A name of an encoding, or "auto". Workbooks have none.
        mapping: Column → field of `core.interchange.columns.FIELDS`, for tables; None guesses.

    Returns:
        Records and rejected pieces in the order of the file, repeated external ids among the latter.

    Raises:
        InvalidInputError: "file.missing", "file.is_folder", "file.empty", "format.unknown", "format.unsupported",
            "encoding.unknown", "text.wrong_encoding", "table.…", "xlsx.…".
        HostFaultError: "file.unreadable".
    """
    chosen = _format_of_file(path, format)
    if chosen.read is None:
        raise InvalidInputError("format.unsupported", format=chosen.name)
    entries = chosen.read(path, encoding, mapping)
    first = list(islice(entries, 1))  # starts the generator, so that what is wrong with the whole file shows now
    return without_repeats(chain(first, entries), path)


def preview(path: Path, format: str = "auto", encoding: str = "auto") -> ImportPreview:
    """The first rows of a file and the fields its columns are taken for.

    Raises:
        InvalidInputError: As `open_reader`; a missing title column is no error here.
    """
    chosen = _format_of_file(path, format)
    if chosen.preview is None:
        raise InvalidInputError("format.unsupported", format=chosen.name)
    return chosen.preview(path, encoding, _PREVIEW_ROWS)


def open_writer(path: Path, format: str = "auto", options: ExportOptions | None = None) -> RecordWriter:
    """A writer for a new file, told by its suffix when `format` is "auto". To be used in a `with` block.

    Raises:
        InvalidInputError: "format.unknown" or "format.unsupported"; on entering or leaving the block "file.is_folder"
            or "folder.missing".
        HostFaultError: On entering, writing or leaving: "disk.full", "file.unwritable".
    """
    name = (_by_suffix(path) or path.suffix or "?") if format == "auto" else format
    if name not in _FORMATS:
        raise InvalidInputError("format.unknown", format=name, formats=", ".join(_FORMATS))
    chosen = _FORMATS[name]
    if chosen.write is None:
        raise InvalidInputError("format.unsupported", format=chosen.name)
    return chosen.write(path, options or ExportOptions())


def estimate_records(path: Path, format: str = "auto") -> int | None:
    """About how many records a text file holds, by its line ends; None where that would take reading it."""
    if _format_of_file(path, format).name not in ("jsonl", "csv"):
        return None
    with open_source(path) as source:
        return sum(block.count(b"\n") for block in iter(lambda: source.read(1 << 20), b""))
