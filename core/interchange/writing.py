"""What every writer can do, and the writer for formats in which a record is one piece of bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Protocol, Self

from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, RejectedInput
from core.errors import LibrarianError
from core.files import complete_file, write_fault


class RecordWriter(Protocol):
    """Writes records to one file. The file appears when the `with` block ends without an error.

    What it is told about how to write (`core.domain.library.ExportOptions`) it was given when it was made.
    """

    @property
    def written(self) -> int:
        """The number of records in the file."""
        ...

    @property
    def warnings(self) -> Sequence[RejectedInput]:
        """What was written otherwise than it stands, or left out. `position` is the number of the record, from 1."""
        ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
    def write(self, record: BibliographicRecord, *, source: MarcSource | None = None, cover: str | None = None) -> None:
        """Append one record.

        Args:
            record: What the catalogue says.
            source: What it was imported from. Where the format is that of the source, a record that was not edited
                since is written byte for byte as it came, and an edited one changes only in what was edited.
            cover: Path of its image relative to the file, where the format can hold one.
        """
        ...


MOST_WARNINGS: Final = 10_000
"""So many are kept; more would say nothing new."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of one record in a file.

    Attributes:
        data: The bytes; none where the record could not be written.
        warning_id: "" or the message that tells what could not be written as it stands; `values` go with it.
        values: For the sentence of the warning.
        left_out: The fields of the record that the format cannot hold; they are told once a file.
    """

    data: bytes
    warning_id: str = ""
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def left_out_warning(path: Path, format: str, fields: Counter[str]) -> list[RejectedInput]:
    """The warning of a file that has no place for some fields, which are given with their numbers of records."""
    if not fields:
        return []
    named = ", ".join(f"{name} ({n})" for name, n in fields.most_common())
    return [RejectedInput(str(path), "", "export.left_out", {"format": format, "fields": named})]


MakePiece = Callable[[BibliographicRecord, MarcSource | None, str | None], Piece]


class PieceWriter:
    """Writes the pieces of the records one after the other, between a head and a tail.

    Args:
        path: The file.
        format: Name of the format, for the report.
        make_piece: Record, source and cover → its bytes. A `LibrarianError` of its is one of the whole export.
        head: What the file begins with.
        tail: What it ends with.
        between: What stands between two pieces.
    """

    def __init__(
        self,
        path: Path,
        format: str,
        make_piece: MakePiece,
        head: bytes = b"",
        tail: bytes = b"",
        between: bytes = b"",
    ) -> None:
        self.written = 0
        self.warnings: list[RejectedInput] = []
        self._path = path
        self._format = format
        self._given = 0
        self._left_out: Counter[str] = Counter()
        self._make_piece = make_piece
        self._head, self._tail, self._between = head, tail, between
        self._stack = ExitStack()
        self._target: BinaryIO | None = None

    def __enter__(self) -> Self:
        self._target = self._stack.enter_context(complete_file(self._path))
        self._put(self._head)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            try:
                self._put(self._tail)
            except LibrarianError as exc:
                self._stack.__exit__(type(exc), exc, exc.__traceback__)
                raise
            self.warnings += left_out_warning(self._path, self._format, self._left_out)
        self._stack.__exit__(kind, error, traceback)

    def write(self, record: BibliographicRecord, *, source: MarcSource | None = None, cover: str | None = None) -> None:
        """Append one record."""
        piece = self._make_piece(record, source, cover)
        self._given += 1
        if piece.data:
            self._put(self._between + piece.data if self.written else piece.data)
            self.written += 1
        self._left_out.update(piece.left_out)
        if piece.warning_id and len(self.warnings) < MOST_WARNINGS:
            warning = RejectedInput(str(self._path), str(self._given), piece.warning_id, piece.values)
            self.warnings.append(warning)

    def _put(self, data: bytes) -> None:
        if self._target is None:
            raise RuntimeError("the writer is used outside its with block")
        try:
            self._target.write(data)
        except OSError as exc:
            raise write_fault(exc, self._path) from exc
