"""How well the search indexes agree with the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """One kind of vectors.

    Attributes:
        channel: "title", "description", "passage" or "cover".
        encoder: Its name.
        fingerprint: Of the encoder in use.
        stored: Vectors of it in the database.
        indexed: Vectors in the index that searches use.
        records: Records (for covers: scans) that should have vectors.
        missing: Of these, how many have none or old ones.
        other_encoders: Stored vectors of other encoders, e.g. kept for a rollback.
        kind: "exact", "hnsw" or "usearch".
        generation: Of the catalogue, up to which the index is read.
        file_mib: Of the saved index; 0 where none is needed.
        built_at: When it was last read or built as a whole.
        tombstones: Removed vectors still in a graph.
        recall: Share of the true nearest ten that the index gave for a sample, None where nothing was tested.
        n_tested: Size of the sample.
    """

    channel: str
    encoder: str
    fingerprint: str
    stored: int
    indexed: int
    records: int
    missing: int
    other_encoders: int
    kind: str
    generation: int
    file_mib: float
    built_at: datetime | None
    tombstones: int
    recall: float | None
    n_tested: int


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """All indexes, and one sentence about them.

    `verdict_id` + `verdict_values` make the sentence; `tone` is "good", "fair" or "bad".
    """

    channels: tuple[ChannelHealth, ...]
    records: int
    full_text_rows: int
    generation: int
    verdict_id: str
    tone: str
    verdict_values: Mapping[str, str | int | float] = field(default_factory=dict)
