"""What every reader yields, and the opening of files with the failures that people meet."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, RejectedInput
from core.errors import HostFaultError, InvalidInputError, LibrarianError

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """One record as read. `position` counts as the format does: line number, row number, record number.

    `cover_path` is the image that the file names for it, made absolute; it may not exist. `source` is the record as
    it came, where the format says more than a `BibliographicRecord` holds.
    """

    record: BibliographicRecord
    position: str
    cover_path: Path | None = None
    source: MarcSource | None = None


def open_source(path: Path) -> BufferedReader:
    """Open a file for reading.

    Raises:
        InvalidInputError: "file.missing", "file.is_folder", "file.empty".
        HostFaultError: "file.unreadable".
    """
    try:
        is_folder = path.is_dir()
        source = None if is_folder else path.open("rb")
        is_empty = source is not None and not source.peek(1)
    except FileNotFoundError as exc:
        raise InvalidInputError("file.missing", file=path) from exc
    except ValueError as exc:  # a NUL in the path
        raise InvalidInputError("file.missing", file=repr(str(path))) from exc
    except OSError as exc:
        if exc.errno in (errno.ENAMETOOLONG, errno.ENOTDIR):
            raise InvalidInputError("file.missing", file=path) from exc
        raise HostFaultError("file.unreadable", file=path, detail=exc.strerror or str(exc)) from exc
    if source is None:
        raise InvalidInputError("file.is_folder", file=path)
    if is_empty:
        source.close()
        raise InvalidInputError("file.empty", file=path)
    return source


def clean_text(text: str) -> str:
    """Text fit to be stored: no control characters, no unpaired surrogates, no blanks around."""
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if any("\ud800" <= char <= "\udfff" for char in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.strip()


def clean_line(text: str) -> str:
    """`clean_text` on one line, with single blanks."""
    return _BLANKS.sub(" ", clean_text(text))


def without_repeats(
    entries: Iterable[ImportedRecord | RejectedInput], path: Path
) -> Iterator[ImportedRecord | RejectedInput]:
    """Reject a record whose external id came before in the same file."""
    seen: set[str] = set()
    for entry in entries:
        if isinstance(entry, ImportedRecord) and (external := entry.record.external_id):
            if external in seen:
                yield RejectedInput(str(path), entry.position, "import.duplicate_id", {"id": external})
                continue
            seen.add(external)
        yield entry


def rejected(path: Path, position: int | str, error: LibrarianError) -> RejectedInput:
    """The rejected entry that stands for an error in one piece of a file."""
    return RejectedInput(str(path), str(position), error.message_id, error.context)
