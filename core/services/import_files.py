"""The files that an import writes beside the library: a report, the pieces it rejected, the duplicates it found.

All of them are streamed, so their length costs no memory, and kept even when the import is cancelled.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from core.domain.importing import ImportEntry, ImportOptions
from core.domain.records import RejectedInput
from core.errors import InvalidInputError
from core.files import complete_file, write_fault

if TYPE_CHECKING:
    from core.interchange.reading import ImportedRecord
    from core.interchange.writing import RecordWriter

_COLUMNS = (
    "file", "position", "outcome", "title", "record_id", "rule", "score", "field", "before", "after",
    "reason_id", "values",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Container:
    """How pieces of one kind stand together in a file."""

    suffixes: tuple[str, ...]
    head: bytes = b""
    tail: bytes = b""
    between: bytes = b""


_XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTAINERS: Mapping[str, _Container] = {
    "marc": _Container((".mrc", ".marc", ".iso", ".iso2709", ".dat")),
    "marcxml": _Container(
        (".xml", ".marcxml"),
        _XML + b'<collection xmlns="http://www.loc.gov/MARC21/slim">\n',
        b"\n</collection>\n",
        b"\n",
    ),
    "mods": _Container(
        (".xml", ".mods"),
        _XML + b'<modsCollection xmlns="http://www.loc.gov/mods/v3">\n',
        b"\n</modsCollection>\n",
        b"\n",
    ),
    "dc": _Container((".xml", ".dc"), _XML + b"<records>\n", b"\n</records>\n", b"\n"),
    "marcjson": _Container((".json", ".ndjson", ".jsonl"), between=b"\n"),
    "jsonl": _Container((".jsonl", ".ndjson")),
    "csv": _Container((".csv", ".txt", ".tsv", ".tab")),
    "ris": _Container((".ris",), between=b"\n\n"),
    "bibtex": _Container((".bib", ".bibtex"), between=b"\n\n"),
}
_KIND_OF_SOURCE = {"marc21": "marc", "unimarc": "marc"}
_UTF8_MARK = b"\xef\xbb\xbf"
_PLAIN_TEXT = ("ris", "bibtex")
_NOT_UTF8 = b"not utf-8"
"""Stands for a header: pieces with bytes that no encoding explains go to a file of their own."""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def check_outputs(options: ImportOptions, inputs: Sequence[Path]) -> None:
    """Refuse, before anything is done, files that could not be written or would take the place of what is read.

    Raises:
        InvalidInputError: "folder.missing", "file.is_folder", "import.same_file".
    """
    named = (options.report_file, options.rejects_file, options.duplicates_file)
    check_targets([Path(name) for name in named if name], inputs)


def check_targets(targets: Sequence[Path], inputs: Sequence[Path]) -> None:
    """As `check_outputs`, for any files to be written."""
    taken = {path.resolve() for path in inputs}
    for path in targets:
        if not path.parent.is_dir():
            raise InvalidInputError("folder.missing", folder=path.parent)
        if path.is_dir():
            raise InvalidInputError("file.is_folder", file=path)
        if path.resolve() in taken:
            raise InvalidInputError("import.same_file", file=path)
        taken.add(path.resolve())


class PiecesFile:
    """Pieces of input files as they came, in files of the same kind, so that they can be mended and imported again.

    Only the encoding of texts is UTF-8 in all of them, since one file may hold pieces of several.

    Pieces of one kind go to the path that was named, if its suffix says that kind; others to a file beside it that has
    their own suffix too, and never takes the place of one that is there: nobody asked for that name. Nothing is made
    while there is nothing to write. Use as a context manager.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack = ExitStack()
        self._raw: dict[tuple[str, bytes], IO[bytes]] = {}
        self._count: dict[tuple[str, bytes], int] = {}
        self._writers: dict[str, RecordWriter] = {}
        self._paths: dict[Path, None] = {}
        self.missed = 0

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that were begun."""
        return tuple(str(path) for path in self._paths)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Complete the files, after an error too: what they hold was decided."""
        for (kind_name, _), target in self._raw.items():
            self._put(target, _CONTAINERS[kind_name].tail)
        self._stack.close()

    def put_record(self, entry: ImportedRecord, format_name: str, header: bytes = b"") -> None:
        """Write a record: as it came where its source is kept, else anew in the format of its file.

        Args:
            entry: The record as read.
            format_name: Format of the file it was read from.
            header: First row of that file, for tables.
        """
        from core.interchange.decoding import in_utf8

        source = entry.source
        if source is not None and (kind := _KIND_OF_SOURCE.get(source.format, source.format)) in _CONTAINERS:
            self._put_raw(kind, source.data if kind == "marc" else in_utf8(source.data, source.encoding))
            return
        self._record_writer("csv" if format_name in ("csv", "xlsx") else "jsonl").write(
            entry.record, cover=str(entry.cover_path) if entry.cover_path else None
        )

    def put_rejected(self, piece: RejectedInput, format_name: str, header: bytes = b"") -> None:
        """Write a rejected piece, where its bytes can be had; `missed` counts those where they cannot."""
        from core.interchange.marc.entries import rejected_bytes

        raw = piece.raw or b"".join(rejected_bytes(piece))
        kind = "csv" if format_name == "xlsx" else "marc" if format_name == "unimarc" else format_name
        if not raw or kind not in _CONTAINERS:
            self.missed += 1
            return
        if kind in _PLAIN_TEXT and not _is_utf8(raw):
            header = _NOT_UTF8
        self._put_raw(kind, raw if kind != "jsonl" else raw.rstrip(b"\r\n") + b"\n", header)

    def _put_raw(self, kind: str, data: bytes, header: bytes = b"") -> None:
        """Write a piece to the file of its kind; rows of tables with other columns go to files of their own."""
        container, key = _CONTAINERS[kind], (kind, header)
        target = self._raw.get(key)
        if target is None:
            target = self._raw[key] = self._stack.enter_context(complete_file(self._path_of(kind)))
            self._put(target, container.head + (_UTF8_MARK + header if kind == "csv" else b""))
        self._put(target, container.between + data if self._count.get(key) else data)
        self._count[key] = self._count.get(key, 0) + 1

    def _record_writer(self, kind: str) -> RecordWriter:
        from core.interchange.formats import open_writer

        if kind not in self._writers:
            self._writers[kind] = self._stack.enter_context(open_writer(self._path_of(kind), kind))
        return self._writers[kind]

    def _path_of(self, kind: str) -> Path:
        suffixes = _CONTAINERS[kind].suffixes
        path = self._path
        if path.suffix.lower() not in suffixes or path in self._paths:
            path = next(
                each for each in self._names_beside(suffixes[0]) if not each.exists() and each not in self._paths
            )
        self._paths[path] = None
        return path

    def _names_beside(self, suffix: str) -> Iterator[Path]:
        yield self._path.with_name(f"{self._path.name}{suffix}")
        for number in itertools.count(2):
            yield self._path.with_name(f"{self._path.name}-{number}{suffix}")

    def _put(self, target: IO[bytes], data: bytes) -> None:
        try:
            target.write(data)
        except OSError as exc:
            raise write_fault(exc, self._path) from exc


class ReportFile:
    """One row a record, and one a changed field: CSV that a spreadsheet opens, or JSON by the suffix.

    Use as a context manager. Reasons are message ids with their values, which do not change with the language.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_json = path.suffix.lower() == ".json"
        self._stack = ExitStack()
        self._text: io.TextIOWrapper | None = None
        self._count = 0

    def __enter__(self) -> Self:
        target = self._stack.enter_context(complete_file(self._path))
        encoding = "utf-8" if self._is_json else "utf-8-sig"
        self._text = io.TextIOWrapper(target, encoding=encoding, errors="backslashreplace", newline="")
        self._stack.callback(self._text.detach)
        if self._is_json:
            self._put('{"entries": [')
        else:
            self._row(_COLUMNS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Complete the file, after an error too: it tells how far the import came."""
        if self._is_json:
            self._put("\n]}\n")
        self._stack.close()

    def put(self, entry: ImportEntry) -> None:
        """Add what became of one record."""
        if self._is_json:
            self._put((",\n" if self._count else "\n") + json.dumps(_document(entry), ensure_ascii=False))
        else:
            self._rows(entry)
        self._count += 1

    def _rows(self, entry: ImportEntry) -> None:
        start = [
            entry.file, entry.position, entry.outcome, entry.title, "" if entry.record_id is None else entry.record_id,
            entry.rule, round(entry.score, 4) if entry.rule else "",
        ]  # fmt: skip
        values = json.dumps(dict(entry.values), ensure_ascii=False) if entry.values else ""
        for each in entry.differences or (None,):
            change = ("", "", "") if each is None else (each.field, "; ".join(each.before), "; ".join(each.after))
            self._row([*start, *change, entry.reason_id, values])

    def _row(self, cells: object) -> None:
        from core.interchange.cells import neutralise_formula

        text = io.StringIO(newline="")
        safe = [neutralise_formula(c) if isinstance(c, str) else c for c in cells]  # type: ignore[attr-defined]
        csv.writer(text).writerow(safe)
        self._put(text.getvalue())

    def _put(self, text: str) -> None:
        if self._text is None:
            raise RuntimeError("the report is used outside its with block")
        try:
            self._text.write(text)
        except OSError as exc:
            raise write_fault(exc, self._path) from exc


def _document(entry: ImportEntry) -> Mapping[str, object]:
    document: dict[str, object] = {
        "file": entry.file, "position": entry.position, "outcome": entry.outcome, "title": entry.title,
        "record_id": entry.record_id, "rule": entry.rule or None,
        "score": round(entry.score, 4) if entry.rule else None, "has_other_title": entry.has_other_title,
        "differences": [
            {"field": d.field, "before": list(d.before), "after": list(d.after)} for d in entry.differences
        ],
    }  # fmt: skip
    if entry.reason_id:
        document |= {"reason_id": entry.reason_id, "values": dict(entry.values)}
    return document
