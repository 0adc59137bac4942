"""Before the first step: pairs are mined, pictures opened, the untrained model built, frozen features computed."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.domain.scans import OcrPage
from core.domain.training import TrainingRequest
from core.errors import InvalidInputError, LibrarianError
from core.evaluation.collections import RECORDS_FILE, load_collection
from core.paths import LibraryPaths
from core.protocols import JobContext, OcrEngine
from core.training.config import TERM_OF_KIND, TrainingConfig
from core.training.enrichment import with_hard_negatives, with_scan_variants
from core.training.holdings import CatalogueHoldings
from core.training.inputs_store import InputStore, OpenedPicture
from core.training.pair_mining import pairs_from_collection, pairs_from_holdings, pairs_from_sentences
from core.training.pairs import PairSet, TrainingPair, merge, renamed
from core.training.publaynet import pairs_from_publaynet, read_pages
from core.training.trainer import TrainingParts
from core.training.wikiclir import names_in, pairs_from_wikiclir, read_wikiclir

if TYPE_CHECKING:
    from core.encoders.unified.model import UnifiedModel
    from core.evaluation.pictures import PictureReader

_LOG = logging.getLogger(__name__)
_WARMED_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that `train` takes."""

    model: UnifiedModel
    pairs: tuple[TrainingPair, ...]
    parts: TrainingParts


def picture_reader(engine: str) -> PictureReader:
    """Reads pictures of collections; the engine itself is loaded when a picture is met that was never read."""
    from core.evaluation.pictures import PictureReader

    return PictureReader(_LateEngine(engine))


def mine(request: TrainingRequest, paths: LibraryPaths, reader: PictureReader, ctx: JobContext) -> PairSet:
    """The pairs of a request: holdings, collections, sentences, in this order.

    Raises:
        InvalidInputError: As the readers of collections and sentences; ``training.pattern``.
        HostFaultError: An unreadable file or library.
    """
    group_of = _grouping(request.group_pattern)
    sets: list[PairSet] = []
    if request.use_holdings and paths.catalogue.is_file():
        from core.catalogue.catalogue import Catalogue

        with closing(Catalogue.open(paths, actor="", read_only=True)) as catalogue:
            sets.append(pairs_from_holdings(CatalogueHoldings(catalogue, paths)))
    for name in request.collections:
        folder = Path(name)
        sets += [renamed(found, f"{folder.name}/") for found in _of_folder(folder, reader, group_of, ctx)]
    for chinese, english in request.sentences:
        sets.append(renamed(pairs_from_sentences(Path(chinese), Path(english)), f"{Path(english).name}/"))
    return merge(sets)


def _of_folder(
    folder: Path, reader: PictureReader, group_of: Callable[[str], str] | None, ctx: JobContext
) -> list[PairSet]:
    """The pairs of a folder: a collection, a WikiCLIR folder (``*.queries``), or page images with COCO annotations."""

    def page_of(path: Path) -> OcrPage | None:
        try:
            return reader.page(path)
        except InvalidInputError as exc:
            _LOG.warning("%s is passed over: %s", path.name, exc.message_id)
            return None

    if (folder / RECORDS_FILE).is_file() or not folder.is_dir():
        collection = load_collection(folder)
        pictures = [each.cover for each in collection.records] + [query.image for query in collection.queries]
        reader.read_all([path for path in pictures if path is not None], ctx)
        return [pairs_from_collection(collection, page_of=page_of, group_of=group_of)]
    if any(folder.glob("*.queries")):
        return [pairs_from_wikiclir(read_wikiclir(folder, name)) for name in names_in(folder)]
    annotations = sorted(folder.glob("*.json"))
    if not annotations:
        raise InvalidInputError("collection.missing_file", file=RECORDS_FILE, folder=folder)
    return [pairs_from_publaynet(read_pages(path), page_of, ctx=ctx) for path in annotations]


def prepare(
    request: TrainingRequest,
    config: TrainingConfig,
    pairs: PairSet,
    paths: LibraryPaths,
    reader: PictureReader,
    ctx: JobContext,
    begun: float | None = None,
) -> Prepared:
    """Build the untrained model, open what the pairs name, and compute what is frozen, always in the same order.

    The order matters: a state computed in another batch differs in its last bits, and a run that is taken up again
    must meet the same ones. `begun` (of `time.monotonic`) is when the time that the request grants began.

    Raises:
        InvalidInputError: ``training.no_pairs``.
        HostFaultError, StoreMismatchError: A missing or damaged model, see `build_unified`.
    """
    from core.encoders.presets import load_preset
    from core.encoders.unified.building import build_unified
    from core.encoders.unified.feature_cache import FeatureCache
    from core.encoders.unified.storing import save_unified

    model = build_unified(
        load_preset(request.preset), config.model, config.device, paths.models, config.threads or None
    )
    depth = model.text.backbone.n_layers if model.text.backbone is not None else 0
    model.config = replace(model.config, frozen_layers=_frozen_layers(config, depth))
    model.trainable("full" if config.mode == "full" else "frozen")  # tells the collator what may be kept
    store = input_store(reader, paths)
    if config.hard_negatives:
        pairs = with_hard_negatives(pairs, request, config, paths, ctx)
    pairs = with_scan_variants(pairs, config.scan_variants)
    weights = {TERM_OF_KIND[pair.kind]: config.loss.weight(TERM_OF_KIND[pair.kind]) for pair in pairs.pairs}
    wanted = [pair for pair in pairs.pairs if weights[TERM_OF_KIND[pair.kind]] > 0]
    usable = tuple(_usable(wanted, store, ctx))
    if not any(pair.split == "train" for pair in usable):
        raise InvalidInputError("training.no_pairs")
    collate = model.collator(FeatureCache(dtype="float16" if config.mode != "full" else "float32", max_mib=6144))
    _warm(usable, store, collate, ctx)
    _centre_pictures(model, usable, store, collate)
    adapted = tuple(
        f"text.backbone.network.encoder.layer.{layer}" for layer in range(model.config.frozen_layers, depth)
    )
    parts = TrainingParts(
        collate=collate,
        save=lambda trained, folder, provenance: save_unified(folder, _unified(trained), provenance),
        load=store,
        model_name=f"{request.preset}/{model.sources.text.fingerprint}",
        backbone=("text.backbone",),
        adapted_modules=adapted,
        matryoshka=model.heads,
        seconds_spent=time.monotonic() - begun if begun is not None else 0.0,
        provenance={"name": request.run, "preset": request.preset, "pair_sources": _sources(request)},
    )
    return Prepared(model, usable, parts)


def _frozen_layers(config: TrainingConfig, depth: int) -> int:
    """Adapters in the upper third by default: the states below are then computed once, and a step costs a third."""
    if config.mode == "frozen":
        return -1
    if config.mode == "full":
        return 0
    return config.model.frozen_layers if config.model.frozen_layers >= 0 else depth * 2 // 3


def _unified(model: Any) -> UnifiedModel:
    found: UnifiedModel = model
    return found


def input_store(reader: PictureReader, paths: LibraryPaths) -> InputStore:
    """Opens the sides of pairs as training sees them."""
    return InputStore(lambda path: _open(path, reader, paths))


def _open(path: Path, reader: PictureReader, paths: LibraryPaths) -> OpenedPicture:
    """The library's own covers by their thumbnails, others laid straight."""
    if path.is_relative_to(paths.covers):
        from core.imaging.decode import decode_file

        image = decode_file(path)
        return OpenedPicture(image.pixels, image.sha256)
    picture = reader.picture(path)
    return OpenedPicture(picture.pixels, picture.sha256)


def _usable(pairs: Sequence[TrainingPair], store: InputStore, ctx: JobContext) -> list[TrainingPair]:
    """Pairs whose sides can be opened and have something to say."""
    from core.training.step_inputs import modalities

    kept: list[TrainingPair] = []
    for done, pair in enumerate(pairs, start=1):
        try:
            if modalities(store(pair.left)) and modalities(store(pair.right)):
                kept.append(pair)
        except LibrarianError as exc:
            _LOG.warning("a pair is left out, since a picture cannot be opened: %s", exc.message_id)
        ctx.report(done, len(pairs), "training.opening")
    return kept


def _warm(pairs: Sequence[TrainingPair], store: InputStore, collate: Any, ctx: JobContext) -> None:
    """Run frozen networks over everything once, by length, in batches that never depend on what was there before."""
    from core.training.step_inputs import chunked

    sides = {id(side): side for pair in pairs for side in (pair.left, pair.right)}
    sides |= {id(side): side for pair in pairs for side in pair.negatives}
    inputs = [store(side) for side in sides.values()]
    chunks = chunked(inputs, _WARMED_AT_ONCE)
    for done, rows in enumerate(chunks, start=1):
        collate([inputs[row] for row in rows])
        ctx.report(done, len(chunks), "training.features")


def _centre_pictures(model: UnifiedModel, pairs: Sequence[TrainingPair], store: InputStore, collate: Any) -> None:
    """Take the mean over the training pictures away from every picture: what all covers share tells nothing."""
    import torch

    sides = {id(p.left): p.left for p in pairs if p.split == "train" and p.kind == "cover_text"}
    if model.visual is None or not sides:
        return
    pooled: list[Any] = []
    loaded = [store(side) for side in sides.values()]
    for start in range(0, len(loaded), _WARMED_AT_ONCE):
        part = collate(loaded[start : start + _WARMED_AT_ONCE]).image
        if part is not None:
            pooled.append(part.pooled)
    if pooled:
        model.visual.set_mean(torch.cat(pooled).mean(dim=0).to(model.device))


def _grouping(pattern: str) -> Callable[[str], str] | None:
    if not pattern:
        return None
    try:
        compiled = re.compile(pattern)
    except re.error as exc:
        raise InvalidInputError("training.pattern", pattern=pattern, detail=str(exc)) from exc
    if compiled.groups < 1:
        raise InvalidInputError("training.pattern", pattern=pattern, detail="( )")

    def group(name: str) -> str:
        found = compiled.search(name)
        return found.group(1) or name if found else name

    return group


def _sources(request: TrainingRequest) -> list[str]:
    names = [Path(folder).name for folder in request.collections]
    names += [Path(english).name for _, english in request.sentences]
    return [*(["holdings"] if request.use_holdings else []), *names]


class _LateEngine:
    """An OCR engine that is loaded when it first reads: mostly everything was read before."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._engine: OcrEngine | None = None

    def recognise(self, image: Any, languages: Sequence[str] = ("eng", "chi_sim", "chi_tra")) -> Any:
        """See `OcrEngine`."""
        if self._engine is None:
            if self.name == "tesseract":
                from core.ocr.tesseract import TesseractEngine

                self._engine = TesseractEngine()
            else:
                from core.ocr.rapid import RapidOcrEngine

                self._engine = RapidOcrEngine()
        return self._engine.recognise(image, languages)
