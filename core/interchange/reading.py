"""What every reader yields, and the opening of files with the failures that people meet."""

from __future__ import annotations

import errno
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, RejectedInput
from core.errors import HostFaultError, InvalidInputError, LibrarianError

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
_FIRST_SLOTS = 1024
_64_BITS = (1 << 64) - 1
_PLACE_BITS = 48


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """One record as read. `position` counts as the format does: line number, row number, record number.

    `cover_path` is the image that the file names for it, made absolute; it may not exist. `source` is the record as
    it came, where the format says more than a `BibliographicRecord` holds. `warnings` tell what was repaired in
    reading it or is doubtful; the record stands all the same. `n_rows` are the rows of a table that say it, one a copy.
    """

    record: BibliographicRecord
    position: str
    cover_path: Path | None = None
    source: MarcSource | None = None
    warnings: tuple[RejectedInput, ...] = ()
    n_rows: int = 1


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
    if _SURROGATES.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.strip()


def clean_line(text: str) -> str:
    """`clean_text` on one line, with single blanks."""
    return _BLANKS.sub(" ", clean_text(text))


def without_repeats(
    entries: Iterable[ImportedRecord | RejectedInput], path: Path
) -> Iterator[ImportedRecord | RejectedInput]:
    """Reject a record whose external id came before in the same file."""
    seen = SeenIds()
    for entry in entries:
        repeated = seen.add(entry, path) if isinstance(entry, ImportedRecord) else None
        yield entry if repeated is None else repeated


class SeenIds:
    """Where each external id came first, in the files of one import."""

    def __init__(self) -> None:
        self._places = SeenPlaces()

    def add(self, entry: ImportedRecord, file: Path) -> RejectedInput | None:
        """Remember a record's id; the rejected entry, which names the first record, when that came before."""
        external = entry.record.external_id
        first = self._places.add(external, file, entry.position) if external else None
        if first is None:
            return None
        raw = entry.source.data if entry.source is not None else b""
        return RejectedInput(str(file), entry.position, "import.repeated_id", {"id": external or "", **first}, raw)


class SeenPlaces:
    """Where each text came first, in the files of one import."""

    def __init__(self) -> None:
        self._texts = SeenTexts()
        self._files: list[Path] = []

    def add(self, text: str, file: Path, position: str) -> dict[str, str | int | float] | None:
        """Remember a text; name and position of its first file ("file", "position") when it came before."""
        if not self._files or self._files[-1] != file:
            self._files.append(file)
        number = int(position.rpartition("!")[2])  # behind the name of a sheet
        first = self._texts.add(text, (len(self._files) - 1) << _PLACE_BITS | number)
        if first is None:
            return None
        return {"file": self._files[first >> _PLACE_BITS].name, "position": first & ((1 << _PLACE_BITS) - 1)}


class SeenTexts:
    """Remembers which texts it was given, and where, in about 32 bytes each however long they are.

    A table of Python's 64-bit hashes (SipHash) with open addressing: among ten million texts the chance that two are
    taken for one is about 1 in 400,000.
    """

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * _FIRST_SLOTS))
        self._places = array("Q", bytes(8 * _FIRST_SLOTS))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, text: str, place: int = 0) -> int | None:
        """Remember a text; the place where it was given first when it was given before, else None."""
        first = self._put(hash(text) & _64_BITS or 1, place)  # 0 marks a free slot
        if first is not None:
            return first
        self._count += 1
        if 3 * self._count > 2 * len(self._slots):
            old = zip(self._slots, self._places, strict=True)
            size = 2 * len(self._slots)
            self._slots, self._places = array("Q", bytes(8 * size)), array("Q", bytes(8 * size))
            for value, at in old:
                if value:
                    self._put(value, at)
        return None

    def _put(self, value: int, place: int) -> int | None:
        slots, mask = self._slots, len(self._slots) - 1
        at = value & mask
        while (found := slots[at]) != 0:
            if found == value:
                return self._places[at]
            at = (at + 1) & mask
        slots[at] = value
        self._places[at] = place
        return None


def rejected(path: Path, position: int | str, error: LibrarianError, raw: bytes = b"") -> RejectedInput:
    """The rejected entry that stands for an error in one piece of a file; `raw` is the piece as it came."""
    return RejectedInput(str(path), str(position), error.message_id, error.context, raw)
