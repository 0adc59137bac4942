"""What a unit of work does with covers: the part of `UnitOfWork` that is about scans, their words and vectors."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain.records import RecordId
from core.domain.scans import CoverId, OcrPage, Turn

if TYPE_CHECKING:
    from core.catalogue.covers import CoverWriter
    from core.catalogue.embeddings import FloatVector, VectorWriter


class CoverSteps:
    """Mixed into `UnitOfWork`, which has the writers."""

    _covers: CoverWriter
    _vectors: VectorWriter

    @abstractmethod
    def _flush_records(self) -> None: ...

    def has_cover(self, record_id: RecordId) -> bool:
        """Whether the record has a cover inside this transaction."""
        return bool(self._covers.of(record_id))

    def add_cover(
        self,
        record_id: RecordId | None,
        sha256: str,
        file_name: str,
        width_px: int,
        height_px: int,
        is_main: bool = False,
    ) -> CoverId:
        """Add a scan to a record (None: to none yet). The first cover of a record is always its main one.

        A scan the record has already is not added again; its id is returned.

        Raises:
            ConflictError: "record.deleted".
        """
        self._flush_records()
        return self._covers.add(
            record_id, sha256=sha256, file_name=file_name, width_px=width_px, height_px=height_px, is_main=is_main
        )

    def move_cover(self, cover_id: CoverId, record_id: RecordId | None) -> None:
        """Give a cover to another record; a scan that record has already is merged into it.

        Raises:
            ConflictError: "cover.deleted", "record.deleted".
        """
        self._flush_records()
        self._covers.move(cover_id, record_id)

    def make_main_cover(self, cover_id: CoverId) -> None:
        """Show this cover first.

        Raises:
            ConflictError: "cover.deleted".
        """
        self._covers.make_main(cover_id)

    def order_covers(self, record_id: RecordId, cover_ids: Sequence[CoverId]) -> None:
        """Put the covers of a record in this order; the first becomes the main one."""
        self._covers.order(record_id, cover_ids)

    def turn_cover(self, cover_id: CoverId, turn: Turn) -> None:
        """Show a cover turned so far clockwise from its original, which stays as it is.

        The turned picture has words and vectors of its own; those of the others are kept for an undo.

        Raises:
            ConflictError: "cover.deleted".
        """
        self._covers.turn(cover_id, turn)

    def remove_cover(self, cover_id: CoverId) -> None:
        """Remove a cover from its record. The file stays until a consistency check finds no use for it.

        Raises:
            ConflictError: "cover.deleted".
        """
        self._covers.remove(cover_id)

    def put_cover_text(self, cover_id: CoverId, page: OcrPage) -> None:
        """Store what OCR read on a cover and index its words. Derived data: not journalled.

        Raises:
            ConflictError: "cover.deleted".
        """
        self._covers.put_text(cover_id, page)

    def replace_cover_text(self, cover_id: CoverId, page: OcrPage) -> None:
        """Store what was read on a cover when a person had it read again; journalled.

        Raises:
            ConflictError: "cover.deleted".
        """
        self._covers.replace_text(cover_id, page)

    def correct_cover_line(self, cover_id: CoverId, line: int, text: str) -> None:
        """Note what a line (from 0) of a cover says in truth; the reading of the engine is kept beside it.

        Raises:
            ConflictError: "cover.deleted", "cover.line_gone".
        """
        self._covers.correct_line(cover_id, line, text)

    def put_cover_vector(self, cover_id: CoverId, fingerprint: str, vector: FloatVector) -> None:
        """Replace the vector of a cover's picture. Derived data: not journalled.

        Args:
            cover_id: The cover.
            fingerprint: Of the encoder.
            vector: Unit vector, float32, shape (dim,). Stored as float16.

        Raises:
            ConflictError: "cover.deleted".
        """
        self._vectors.put_cover(self._covers.get(cover_id).picture, fingerprint, vector)
