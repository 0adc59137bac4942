"""What every reader yields, and the opening of files with the failures that people meet."""

from __future__ import annotations

import errno
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from io import BufferedReader
from pathlib import Path

from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, RejectedInput
from core.errors import HostFaultError, InvalidInputError, LibrarianError

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
_FIRST_SLOTS = 1024


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """One record as read. `position` counts as the format does: line number, row number, record number.

    `cover_path` is the image that the file names for it, made absolute; it may not exist. `source` is the record as
    it came, where the format says more than a `BibliographicRecord` holds. `warnings` tell what was repaired in
    reading it or is doubtful; the record stands all the same.
    """

    record: BibliographicRecord
    position: str
    cover_path: Path | None = None
    source: MarcSource | None = None
    warnings: tuple[RejectedInput, ...] = ()


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
    seen = SeenTexts()
    for entry in entries:
        if isinstance(entry, ImportedRecord) and (external := entry.record.external_id) and not seen.add(external):
            raw = entry.source.data if entry.source is not None else b""
            yield RejectedInput(str(path), entry.position, "import.duplicate_id", {"id": external}, raw)
            continue
        yield entry


class SeenTexts:
    """Remembers which texts it was given, in about 16 bytes each however long they are.

    A table of 64-bit digests with open addressing: among ten million texts the chance that two are taken for one is
    about 1 in 400,000.
    """

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * _FIRST_SLOTS))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, text: str) -> bool:
        """Remember a text; False when it was given before."""
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if not self._put(int.from_bytes(digest, "little") or 1):  # 0 marks a free slot
            return False
        self._count += 1
        if 3 * self._count > 2 * len(self._slots):
            old = self._slots
            self._slots = array("Q", bytes(16 * len(old)))
            for value in old:
                if value:
                    self._put(value)
        return True

    def _put(self, value: int) -> bool:
        slots, mask = self._slots, len(self._slots) - 1
        at = value & mask
        while (found := slots[at]) != 0:
            if found == value:
                return False
            at = (at + 1) & mask
        slots[at] = value
        return True


def rejected(path: Path, position: int | str, error: LibrarianError, raw: bytes = b"") -> RejectedInput:
    """The rejected entry that stands for an error in one piece of a file; `raw` is the piece as it came."""
    return RejectedInput(str(path), str(position), error.message_id, error.context, raw)
