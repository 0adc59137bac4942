"""Counts of stored vectors and of the full text, for checks and for the index page."""

from __future__ import annotations

from sqlalchemy import delete, func, select, text

from core.catalogue.audit_log import Opened
from core.catalogue.tables import CoverEmbeddingRow, CoverRow, EmbeddingRow, RecordRow

_BYTES_A_NUMBER = 2  # float16


class VectorFacts:
    """Facts about one catalogue's vectors.

    Args:
        reading: Opens a reading transaction.
        writing: Opens the writing transaction.
    """

    def __init__(self, reading: Opened, writing: Opened) -> None:
        self._reading = reading
        self._writing = writing

    def counts(self) -> dict[tuple[str, str], tuple[int, int]]:
        """(channel, fingerprint) → vectors in use and the records that have any."""
        texts = (
            select(
                EmbeddingRow.channel,
                EmbeddingRow.fingerprint,
                func.count(),
                func.count(EmbeddingRow.record_id.distinct()),
            )
            .join(RecordRow, RecordRow.id == EmbeddingRow.record_id)
            .group_by(EmbeddingRow.channel, EmbeddingRow.fingerprint)
        )
        pictures = (
            select(CoverEmbeddingRow.fingerprint, func.count(), func.count(CoverRow.record_id.distinct()))
            .join(CoverRow, CoverRow.sha256 == CoverEmbeddingRow.sha256)
            .where(CoverRow.record_id.is_not(None))
            .group_by(CoverEmbeddingRow.fingerprint)
        )
        with self._reading() as connection:
            found = {(row[0], row[1]): (int(row[2]), int(row[3])) for row in connection.execute(texts)}
            found.update({("cover", row[0]): (int(row[1]), int(row[2])) for row in connection.execute(pictures)})
        return found

    def fingerprints(self) -> dict[str, int]:
        """Encoder → all that is stored of it, deleted records' vectors included."""
        found: dict[str, int] = {}
        with self._reading() as connection:
            for table in (EmbeddingRow, CoverEmbeddingRow):
                statement = select(table.fingerprint, func.count()).group_by(table.fingerprint)
                for fingerprint, n in connection.execute(statement):
                    found[fingerprint] = found.get(fingerprint, 0) + int(n)
        return found

    def n_misshapen(self, fingerprint: str, dim: int) -> int:
        """Vectors of an encoder that are not of its dimension."""
        with self._reading() as connection:
            return sum(
                int(
                    connection.execute(
                        select(func.count())
                        .select_from(table)
                        .where(table.fingerprint == fingerprint, func.length(table.vector) != dim * _BYTES_A_NUMBER)
                    ).scalar_one()
                )
                for table in (EmbeddingRow, CoverEmbeddingRow)
            )

    def drop_misshapen(self, fingerprint: str, dim: int) -> None:
        """Delete them; they are made again like any that are missing."""
        with self._writing() as connection:
            for table in (EmbeddingRow, CoverEmbeddingRow):
                connection.execute(
                    delete(table).where(
                        table.fingerprint == fingerprint, func.length(table.vector) != dim * _BYTES_A_NUMBER
                    )
                )

    def n_full_text_rows(self) -> int:
        """Records that the full text holds."""
        with self._reading() as connection:
            return int(connection.execute(text("SELECT count(*) FROM record_text_docsize")).scalar_one())
