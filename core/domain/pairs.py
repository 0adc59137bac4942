"""What a training set holds, in figures: for the fine-tuning page and the provenance of a checkpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PairKind = Literal["cover_text", "ocr_text", "zh_en", "query_record"]
PAIR_KINDS: tuple[PairKind, ...] = ("cover_text", "ocr_text", "zh_en", "query_record")


@dataclass(frozen=True, slots=True)
class PairSummary:
    """Counts of a training set.

    `kinds`: kind → part (train, dev, test) → number of pairs. `origins`: where pairs come from (cover, ocr,
    parallel_title, description, query, intake, feedback…) → number. `works`: part → number of works, `works_of_kind`
    the same for each kind. `missing`: what records lack to give more pairs (cover, ocr, parallel_title,
    bilingual_description, judgements) → number of records. `records` is how many were looked at, `rejected` how many
    rows of the input could not be used.
    `fingerprint` (hex, 16 characters) changes with the pairs and their split.
    """

    kinds: Mapping[str, Mapping[str, int]]
    origins: Mapping[str, int] = field(default_factory=dict)
    works: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)
    records: int = 0
    rejected: int = 0
    fingerprint: str = ""
    works_of_kind: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def count(self, split: str = "train", kind: str | None = None) -> int:
        """Pairs of one part, of one kind or of all."""
        kinds = self.kinds if kind is None else {kind: self.kinds.get(kind, {})}
        return sum(parts.get(split, 0) for parts in kinds.values())
