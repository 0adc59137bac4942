"""The formats: which there are, and the door to their readers and writers.

To add a format: a module with its reader and writer beside this one, a suffix and a telling sign in `detection`, and
an entry in `_FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.library import ExportOptions, ImportPreview
from core.domain.marc import MARC_FILES
from core.domain.records import RejectedInput
from core.errors import InvalidInputError
from core.interchange.bibtex import bibtex_writer, read_bibtex
from core.interchange.decoding import UTF8_NAMES
from core.interchange.delimited import CsvWriter, csv_header, preview_csv, read_csv
from core.interchange.detection import HEAD_BYTES, by_suffix, detect_format
from core.interchange.dublin_core import dublin_core_writer, read_dublin_core
from core.interchange.jsonl import jsonl_writer, read_jsonl
from core.interchange.marc_records import Container, marc_writer, read_marc_records
from core.interchange.mods import mods_writer, read_mods
from core.interchange.other_files import is_binary, kind_of_other
from core.interchange.reading import ImportedRecord, open_source, without_repeats
from core.interchange.record_previews import marc_decodings, preview_records
from core.interchange.ris import read_ris, ris_writer
from core.interchange.table_copies import join_copies
from core.interchange.table_decodings import table_decodings
from core.interchange.unread import TellingWriter
from core.interchange.writing import RecordWriter
from core.interchange.xlsx import XlsxWriter, preview_xlsx, read_xlsx, xlsx_header

if TYPE_CHECKING:
    from core.interchange.crosswalk.holdings import HoldingProfile

__all__ = [
    "FORMAT_NAMES",
    "ImportedRecord",
    "detect_format",
    "estimate_records",
    "format_of_file",
    "format_of_name",
    "open_reader",
    "open_writer",
    "preview",
    "table_header",
]

Entries = Iterator[ImportedRecord | RejectedInput]
Writer = Callable[[Path, ExportOptions, "HoldingProfile | None", Sequence["HoldingProfile"]], RecordWriter]

_IN_UTF8 = frozenset({"csv", "xlsx", "jsonl", "marcjson"})
"""Formats that are written in UTF-8 whatever is asked for."""

_TEXTS = frozenset({"csv", "jsonl", "ris", "bibtex"})

_PREVIEW_ROWS = 20
_SAMPLE_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a file is read: encoding, columns of a table (others guessed), fields of copies in MARC (None guesses)."""

    encoding: str = "auto"
    mapping: Mapping[str, str] | None = None
    profile: HoldingProfile | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One file format.

    Attributes:
        read: Path and options → entries.
        write: Path, options, fields of copies and those known (MARC only) → writer.
        mark: Bytes of which each record has one; by them records are counted for a forecast.
        preview: Path, encoding, number of rows → preview, for tables; None shows the first records.
    """

    read: Callable[[Path, ReadOptions], Entries]
    write: Writer
    mark: bytes = b""
    preview: Callable[[Path, str, int], ImportPreview] | None = None


def _plainly(make: Callable[[Path, ExportOptions], RecordWriter]) -> Writer:
    return lambda path, options, profile, known: make(path, options)


def _marc(container: Container, mark: bytes) -> Format:
    return Format(
        lambda path, how: read_marc_records(container, path, how.encoding, how.profile),
        lambda path, options, profile, known: marc_writer(container, path, options, profile, known),
        mark,
    )


_FORMATS: Mapping[str, Format] = {
    "jsonl": Format(lambda path, how: read_jsonl(path, how.encoding), _plainly(jsonl_writer), b"\n"),
    "csv": Format(
        lambda path, how: join_copies(read_csv(path, how.encoding, how.mapping)),
        _plainly(CsvWriter),
        b"\n",
        preview_csv,
    ),
    "xlsx": Format(
        lambda path, how: join_copies(read_xlsx(path, how.mapping)),
        _plainly(XlsxWriter),
        preview=lambda path, encoding, n_rows: preview_xlsx(path, n_rows),
    ),
    "marc": _marc("marc", b"\x1d"),
    "marcxml": _marc("marcxml", b"leader>"),
    "unimarc": _marc("unimarc", b"\x1d"),
    "marcjson": _marc("marcjson", b'"leader"'),
    "mods": Format(lambda path, how: read_mods(path, how.encoding), _plainly(mods_writer), b"mods>"),
    "dc": Format(lambda path, how: read_dublin_core(path, how.encoding), _plainly(dublin_core_writer), b":title>"),
    "ris": Format(lambda path, how: read_ris(path, how.encoding), _plainly(ris_writer), b"\nER "),
    "bibtex": Format(lambda path, how: read_bibtex(path, how.encoding), _plainly(bibtex_writer), b"\n@"),
}
FORMAT_NAMES = tuple(_FORMATS)
_TWICE = ("marcxml", "mods", "dc")  # formats whose mark stands in the start tag and in the end tag


def _named(name: str) -> Format:
    if name not in _FORMATS:
        raise InvalidInputError("format.unknown", format=name, formats=", ".join(_FORMATS))
    return _FORMATS[name]


def format_of_file(path: Path, format: str = "auto") -> str:
    """The name of a file's format, told by its content when `format` is "auto".

    Raises:
        InvalidInputError: "file.missing", "file.is_folder", "file.empty", "format.unknown"; "file.picture", "file.pdf",
            "file.archive", "file.document", "file.database", "file.web_page", "file.binary" where it holds no records.
        HostFaultError: "file.unreadable".
    """
    with open_source(path) as source:
        head = source.read(HEAD_BYTES)
    name = detect_format(path, head) if format == "auto" else format
    _named(name)
    other = kind_of_other(head)
    if other is not None and not (other[1] == "ZIP" and name == "xlsx" and by_suffix(path) == "xlsx"):
        raise InvalidInputError(other[0], file=path, kind=other[1])
    if name in _TEXTS and is_binary(head):
        raise InvalidInputError("file.binary", file=path, kind="")
    return name


def format_of_name(path: Path, format: str = "auto") -> str:
    """The name of the format for a file to be written, told by its suffix when `format` is "auto".

    Raises:
        InvalidInputError: "format.unknown".
    """
    name = (by_suffix(path) or path.suffix or "?") if format == "auto" else format
    _named(name)
    return name


def open_reader(
    path: Path,
    format: str = "auto",
    encoding: str = "auto",
    mapping: Mapping[str, str] | None = None,
    profile: HoldingProfile | None = None,
    *,
    keeps_repeats: bool = False,
) -> Entries:
    """Open a file of records and read it bit by bit, whatever its size.

    The file is opened, its format told and its header checked at once; records come as they are asked for.

    Args:
        path: The file.
        format: A name of `FORMAT_NAMES`, or "auto".
        encoding: A name of an encoding, or "auto". Workbooks have none.
        mapping: Column → field of `core.interchange.columns.FIELDS`, for tables; "" leaves a column out, and those that
            are not named are guessed.
        profile: How copies are written in MARC; None takes the built-in profile whose field a record has.
        keeps_repeats: Let a record pass whose external id came before in the file; else it is rejected, since a
            library has every id once.

    Returns:
        Records and rejected pieces in the order of the file.

    Raises:
        InvalidInputError: "file.missing", "file.is_folder", "file.empty", "format.unknown", "encoding.unknown",
            "text.wrong_encoding", "text.no_records", "xml.no_records", "table.…", "xlsx.…".
        HostFaultError: "file.unreadable".
    """
    entries = _FORMATS[format_of_file(path, format)].read(path, ReadOptions(encoding, mapping, profile))
    first = list(islice(entries, 1))  # starts the generator, so that what is wrong with the whole file shows now
    everything = chain(first, entries)
    return everything if keeps_repeats else without_repeats(everything, path)


def preview(
    path: Path, format: str = "auto", encoding: str = "auto", profile: HoldingProfile | None = None
) -> ImportPreview:
    """The first records of a file and the fields its columns are taken for.

    Raises:
        InvalidInputError: As `open_reader`; a missing title column is no error here.
    """
    name = format_of_file(path, format)
    chosen = _FORMATS[name]
    if chosen.preview is not None:
        shown = chosen.preview(path, encoding, _PREVIEW_ROWS)
        told = shown.encoding if encoding == "auto" else ""
        return replace(shown, decodings=table_decodings(path, told)) if name == "csv" else shown
    entries = chosen.read(path, ReadOptions(encoding, profile=profile))
    shown = preview_records(path, name, "utf-8" if encoding == "auto" else encoding, entries, _PREVIEW_ROWS)
    return replace(shown, decodings=marc_decodings(path)) if name in ("marc", "unimarc") else shown


def open_writer(
    path: Path,
    format: str = "auto",
    options: ExportOptions | None = None,
    profile: HoldingProfile | None = None,
    known: Sequence[HoldingProfile] = (),
) -> RecordWriter:
    """A writer for a new file, told by its suffix when `format` is "auto". To be used in a `with` block.

    Args:
        path: The file.
        format: A name of `FORMAT_NAMES`, or "auto".
        options: How records are written.
        profile: How copies are written in MARC; None leaves those of a source in its fields.
        known: A library's profiles, by one of which the copies of a source may have been read.

    Raises:
        InvalidInputError: "format.unknown", "encoding.unknown", "export.option_unused"; on entering or leaving the
            block "file.is_folder" or "folder.missing"; on writing "marc.unencodable", "text.unencodable", "xlsx.…".
        HostFaultError: On entering, writing or leaving: "disk.full", "file.unwritable".
    """
    name = format_of_name(path, format)
    wanted = options or ExportOptions()
    _check_options(name, wanted)
    layouts = (profile, *known) if profile is not None else known
    return TellingWriter(_FORMATS[name].write(path, wanted, profile, known), path, name, layouts)


def _check_options(format: str, options: ExportOptions) -> None:
    """Refuse what a format has no use for: who asks for it would believe to have it.

    Raises:
        InvalidInputError: "export.option_unused".
    """
    encoding = options.encoding.strip()
    unused = [f"encoding {encoding}"] if format in _IN_UTF8 and encoding not in ("auto", *UTF8_NAMES) else []
    if format not in MARC_FILES:
        for name in ("flavour", "rules", "checksum"):  # the profile may be for the reading of what is converted
            if value := getattr(options, name):
                unused.append(name if value is True else f"{name} {value}")
    elif format == "unimarc" and options.flavour == "marc21":
        unused.append("flavour marc21")
    if unused:
        raise InvalidInputError("export.option_unused", option=", ".join(unused), format=format)


def table_header(path: Path, format: str, encoding: str = "auto", mapping: Mapping[str, str] | None = None) -> bytes:
    """The header of a table as one row of a CSV file, for the rows of it that are rejected; b"" for other formats."""
    if format == "csv":
        return csv_header(path, encoding)
    return xlsx_header(path, mapping) if format == "xlsx" else b""


def estimate_records(path: Path, format: str = "auto") -> int | None:
    """About how many records a file holds, judged by its first 4 MiB; None for workbooks, which do not tell."""
    name = format_of_file(path, format)
    mark = _FORMATS[name].mark
    if not mark:
        return None
    with open_source(path) as source:
        sample = source.read(_SAMPLE_BYTES)
        n_bytes = source.seek(0, 2)
    n_found = sample.count(mark) / (2 if name in _TWICE else 1)
    return max(1, round(n_found * n_bytes / len(sample)))
