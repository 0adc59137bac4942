"""More to learn from the same pairs: covers as other scans would show them, and what the index in use confuses.

Both come before the first step and are functions of pairs, library and settings, so that a run that is taken up again
meets the same ones, and frozen features are computed once for them too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.records import RecordId
from core.domain.training import TrainingRequest
from core.paths import LibraryPaths
from core.protocols import JobContext, TextEncoder
from core.training.config import TrainingConfig
from core.training.hard_negatives import (
    ExactIndex,
    LiveIndex,
    NegativeMining,
    Passage,
    add_hard_negatives,
    passages_of,
)
from core.training.pair_texts import whole_text
from core.training.pairs import PairSet, StoredInput, TrainingPair

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

_RECORD = re.compile(r"record:(\d+)")
_MINED_AT_LEAST = 4


def with_scan_variants(pairs: PairSet, n_variants: int) -> PairSet:
    """Each cover and its words of the training part again, `n_variants` times, as another scan would show them."""
    made: list[TrainingPair] = []
    for pair in pairs.pairs:
        made.append(pair)
        left = pair.left
        if pair.split != "train" or pair.kind not in ("cover_text", "ocr_text") or not isinstance(left, StoredInput):
            continue
        for number in range(1, n_variants + 1):
            made.append(replace(pair, left=replace(left, variant=number), left_id=f"{pair.left_id}~{number}"))
    return replace(pairs, pairs=tuple(made))


def with_hard_negatives(
    pairs: PairSet, request: TrainingRequest, config: TrainingConfig, paths: LibraryPaths, ctx: JobContext
) -> PairSet:
    """The pairs with what an index ranks next to their answers without being one.

    Pairs of the holdings are asked of the library's own vectors by the encoder in use; those of collections, and of a
    library without such vectors, of all training passages by the same encoder.
    """
    from core.catalogue.catalogue import Catalogue

    settings = NegativeMining(per_pair=max(_MINED_AT_LEAST, config.hard_negatives))
    if not paths.catalogue.is_file():
        encoder = _encoder(request, config, paths, "")
        return add_hard_negatives(pairs, ExactIndex(encoder, passages_of(pairs.pairs)), settings, ctx)
    with closing(Catalogue.open(paths, actor="", read_only=True)) as catalogue:
        active = catalogue.active_model("text")
        encoder = _encoder(request, config, paths, active.folder if active is not None else "")
        live = _live_index(catalogue, encoder, paths, pairs.pairs)
        held = {id(pair) for pair in pairs.pairs if live is not None and _RECORD.match(pair.right_id)}
        mined: dict[int, TrainingPair] = {}
        for is_held in (True, False):
            part = [pair for pair in pairs.pairs if (id(pair) in held) == is_held]
            if not part:
                continue
            index = live if is_held and live is not None else ExactIndex(encoder, passages_of(part))
            found = add_hard_negatives(replace(pairs, pairs=tuple(part)), index, settings, ctx)
            mined |= {id(before): after for before, after in zip(part, found.pairs, strict=True)}
    return replace(pairs, pairs=tuple(mined[id(pair)] for pair in pairs.pairs))


def _live_index(
    catalogue: Catalogue, encoder: TextEncoder, paths: LibraryPaths, pairs: Sequence[TrainingPair]
) -> LiveIndex | None:
    """The library's vectors by this encoder; None where there are none."""
    from core.retrieval.vector_store import VectorStore

    store = VectorStore(catalogue, paths.vectors)
    if not store.count("description", encoder.info.fingerprint):
        return None
    works = {pair.right_id: pair.record_id for pair in pairs}

    def passages(ids: Sequence[int]) -> Mapping[int, Passage]:
        found = {}
        for record in catalogue.get([RecordId(i) for i in ids]):
            name = f"record:{record.id}"
            text = whole_text(record)
            found[int(record.id or 0)] = Passage(name, works.get(name, name), record.title, text, record.language)
        return found

    def record_of(passage: Passage) -> int | None:
        named = _RECORD.match(passage.id)
        return int(named.group(1)) if named else None

    return LiveIndex(store, encoder, passages, record_of)


def _encoder(request: TrainingRequest, config: TrainingConfig, paths: LibraryPaths, folder: str) -> TextEncoder:
    """The text encoder in use: the preset's own, or the checkpoint that was promoted."""
    from core.encoders.loading import load_text_encoder
    from core.encoders.presets import load_preset

    preset = load_preset(request.preset)
    if not folder:
        return load_text_encoder(preset, config.device, paths.models, config.threads or None)
    from core.encoders.unified.encoder import load_unified_encoder

    place = Path(folder) if Path(folder).is_absolute() else paths.root / folder
    return load_unified_encoder(place, preset, config.device, paths.models).text_encoder()
