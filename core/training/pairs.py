"""Training pairs: two sides that mean the same, the work they belong to, and the part that work falls into.

A pair names its sides; nothing is decoded until `TrainingPair.load`, so a hundred thousand pairs are a list of names
and short texts. `record_id` is the *work*: pairs of one work fall into one part and are never each other's negatives.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.domain.pairs import PairKind, PairSummary
from core.domain.records import RejectedInput
from core.domain.scans import OcrPage
from core.evaluation.splits import SPLITS, Split
from core.protocols import TextRole

if TYPE_CHECKING:
    from core.encoders.unified.inputs import UnifiedInput


@dataclass(frozen=True, slots=True)
class StoredInput:
    """One side of a pair before anything is opened. `page` is what OCR read on the image, when the side has OCR.

    Without `with_pixels` the image is only named (an OCR side knows which scan it was read from, but does not show it).
    A `variant` above 0 is the same side as another scan would have shown it; `InputStore` makes it.
    """

    text: str = ""
    role: TextRole = "passage"
    language: str = ""
    image: Path | None = None
    page: OcrPage | None = None
    with_pixels: bool = True
    variant: int = 0

    def load(self) -> UnifiedInput:
        """Decode the image and place the words.

        Raises:
            InvalidInputError: If the image cannot be used (all ids of `core.imaging.decode`).
            HostFaultError: If it cannot be read.
        """
        from core.encoders.unified.inputs import UnifiedInput, ocr_tokens
        from core.imaging.decode import decode_file

        ocr = ocr_tokens(self.page) if self.page is not None else None
        if self.image is None or not self.with_pixels:
            return UnifiedInput(self.text, self.role, self.language, ocr=ocr)
        decoded = decode_file(self.image)
        return UnifiedInput(self.text, self.role, self.language, decoded.pixels, ocr, decoded.sha256)


@dataclass(frozen=True, slots=True)
class TrainingPair:
    """Two sides of one thing.

    Attributes:
        kind: Which loss term it belongs to: (cover, text), (OCR, text), (Chinese, English), or a query and its record.
        left: The query-like side: cover, OCR, Chinese text, query. Call `load` for what an encoder takes.
        right: The document-like side: text of the record, English text, record.
        left_id, right_id: Names of the sides; equal names are the same thing.
        record_id: The work, which decides the part and forbids negatives within it.
        split: The part.
        origin: Where it was found: cover, ocr, parallel_title, description, query, intake, feedback, sentence, page.
        negatives: Right sides that are no answer though they look like one; `core.training.hard_negatives` finds them.
        related: `right_id`s that are no answer but related, and so never negatives (WikiCLIR grade 2).
        weight: How sure it is that the sides mean the same, 0…1; what people only looked at says less.
    """

    kind: PairKind
    left: UnifiedInput | StoredInput
    right: UnifiedInput | StoredInput
    left_id: str
    right_id: str
    record_id: str
    split: Split = "train"
    origin: str = ""
    related: frozenset[str] = field(default_factory=frozenset)
    negatives: tuple[UnifiedInput | StoredInput, ...] = ()
    weight: float = 1.0

    def load(self) -> tuple[UnifiedInput, UnifiedInput]:
        """Both sides as an encoder takes them; images are decoded now.

        Raises:
            InvalidInputError: If an image cannot be used.
            HostFaultError: If an image cannot be read.
        """
        return loaded(self.left), loaded(self.right)


def loaded(side: UnifiedInput | StoredInput) -> UnifiedInput:
    """A side as an encoder takes it (negatives are loaded like this too)."""
    return side.load() if isinstance(side, StoredInput) else side


@dataclass(frozen=True, slots=True)
class PairSet:
    """Pairs of one source, in a fixed order. `rejected` says what could not be used, `missing` what would give more."""

    pairs: tuple[TrainingPair, ...]
    n_records: int = 0
    missing: Mapping[str, int] = field(default_factory=dict)
    rejected: tuple[RejectedInput, ...] = ()

    def __len__(self) -> int:
        return len(self.pairs)

    def of(self, split: Split | None = None, kind: PairKind | None = None) -> tuple[TrainingPair, ...]:
        """The pairs of one part and kind; None takes all."""
        return tuple(p for p in self.pairs if split in (None, p.split) and kind in (None, p.kind))

    def stream(self, split: Split = "train", *, seed: int, epoch: int = 0) -> Iterator[TrainingPair]:
        """The pairs of one part in an order that seed and epoch decide; images are opened by whoever needs them."""
        chosen = self.of(split)
        for place in np.random.default_rng([seed, epoch]).permutation(len(chosen)):
            yield chosen[place]

    def summary(self) -> PairSummary:
        """Counts by kind and part, by origin, and the fingerprint of the set."""
        kinds: dict[str, dict[str, int]] = {}
        origins: dict[str, int] = {}
        works: dict[str, set[str]] = {split: set() for split in SPLITS}
        of_kinds: dict[str, dict[str, set[str]]] = {}
        for pair in self.pairs:
            of_kind = kinds.setdefault(pair.kind, dict.fromkeys(SPLITS, 0))
            of_kind[pair.split] += 1
            origins[pair.origin] = origins.get(pair.origin, 0) + 1
            works[pair.split].add(pair.record_id)
            of_kinds.setdefault(pair.kind, {split: set() for split in SPLITS})[pair.split].add(pair.record_id)
        return PairSummary(
            kinds=kinds,
            origins=origins,
            works={split: len(found) for split, found in works.items()},
            missing=dict(self.missing),
            records=self.n_records,
            rejected=len(self.rejected),
            fingerprint=fingerprint_of(self.pairs),
            works_of_kind={k: {split: len(found) for split, found in each.items()} for k, each in of_kinds.items()},
        )


def fingerprint_of(pairs: Iterable[TrainingPair]) -> str:
    """Sixteen hex characters that change with what is paired with what, its texts and its parts, not with the order."""
    total = 0
    for pair in pairs:
        sides = (_words(pair.left), _words(pair.right), *map(_words, pair.negatives))
        weight = () if pair.weight == 1.0 else (f"{pair.weight:g}",)
        line = "\x1f".join((pair.kind, pair.left_id, pair.right_id, pair.record_id, pair.split, *sides, *weight))
        total = (total + int.from_bytes(hashlib.sha256(line.encode()).digest()[:8], "big")) % 2**64
    return f"{total:016x}"


def _words(side: UnifiedInput | StoredInput) -> str:
    return side.text


def _identity(side: UnifiedInput | StoredInput, name: str) -> str:
    """The words of a side that has nothing else, the name of any other."""
    if isinstance(side, StoredInput):
        is_text = side.page is None and (side.image is None or not side.with_pixels)
    else:
        is_text = side.pixels is None and side.ocr is None
    return "\x1e" + side.text if is_text and side.text else name


def unique_pairs(pairs: Iterable[TrainingPair]) -> tuple[TrainingPair, ...]:
    """Each pair once, the first of those that join the same two sides; sides with the same text count as the same."""
    seen: dict[tuple[str, str, str], TrainingPair] = {}
    for pair in pairs:
        key = (pair.kind, _identity(pair.left, pair.left_id), _identity(pair.right, pair.right_id))
        seen.setdefault(key, pair)
    return tuple(seen.values())


def merge(sets: Sequence[PairSet]) -> PairSet:
    """Several sources as one. Works are told by name: give sources names of their own (`renamed`) where they differ."""
    missing: dict[str, int] = {}
    for each in sets:
        for what, n in each.missing.items():
            missing[what] = missing.get(what, 0) + n
    return PairSet(
        pairs=unique_pairs(pair for each in sets for pair in each.pairs),
        n_records=sum(each.n_records for each in sets),
        missing=missing,
        rejected=tuple(row for each in sets for row in each.rejected),
    )


def renamed(pairs: PairSet, prefix: str) -> PairSet:
    """The same pairs under names with a prefix, so that ids of two collections never mean each other."""
    return replace(
        pairs,
        pairs=tuple(
            replace(
                pair,
                left_id=prefix + pair.left_id,
                right_id=prefix + pair.right_id,
                record_id=prefix + pair.record_id,
                related=frozenset(prefix + each for each in pair.related),
            )
            for pair in pairs.pairs
        ),
    )
