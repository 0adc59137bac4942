"""The systems that are trained for a comparison: built on the same frozen backbones, trained alike, or loaded again.

Everything is computed once for all of them: token states, feature maps and OCR pages come from one collator and one
cache. What differs between two contenders is the network on top and nothing else: the same pairs (less those that a
system has no eyes for), the same number of steps, batch, optimiser, schedule and choice of weights by the dev part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from core.domain.checkpoints import CheckpointInfo
from core.errors import LibrarianError
from core.protocols import FloatMatrix, FloatVector, JobContext
from core.training.config import TERM_OF_KIND, TERMS, LossConfig, Term, TrainingConfig
from core.training.pairs import StoredInput, TrainingPair

if TYPE_CHECKING:
    from torch import nn

    from core.encoders.presets import Preset
    from core.encoders.unified.inputs import UnifiedInput
    from core.encoders.unified.model import Sources
    from core.evaluation.parts import Modality
    from core.evaluation.pictures import PictureReader
    from core.training.step_inputs import SideLoader

TrainedSystem = Literal["clip", "layoutlmv3", "uniter", "scene-text", "unified"]
Module = Literal["visual", "ocr", "language"]
_MODALITIES: Mapping[str, frozenset[Modality]] = {
    "clip": frozenset({"text", "image"}),
    "uniter": frozenset({"text", "image"}),
    "layoutlmv3": frozenset({"text", "image", "ocr"}),
    "scene-text": frozenset({"text", "image", "ocr"}),
    "unified": frozenset({"text", "image", "ocr"}),
}
_MATCHING_SHARE = 4
"""A cross-encoder's batch is this many times smaller: it costs a pass for every pair, not for every side."""


@dataclass(frozen=True, slots=True)
class Contender:
    """What is trained.

    Attributes:
        system: Which network.
        without: Modules of the unified model that are left out (Table 4).
        terms: Loss terms that are on (Table 5).
    """

    system: TrainedSystem
    without: frozenset[Module] = frozenset()
    terms: tuple[Term, ...] = TERMS

    @property
    def name(self) -> str:
        """For folders and tables: ``unified``, ``unified-without-ocr``, ``unified-terms-vt-ot``."""
        parts = [self.system, *(f"without-{module}" for module in sorted(self.without))]
        if self.terms != TERMS:
            parts.append("terms-" + "-".join(self.terms))
        return "-".join(parts)

    @property
    def modalities(self) -> frozenset[Modality]:
        """What it takes.

        Without its visual module the unified model sees no picture; without its OCR module it still reads the words on
        covers, as plain text.
        """
        taken = _MODALITIES[self.system]
        return taken - {"image"} if "visual" in self.without else taken


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is spent on each contender.

    Attributes:
        steps: Optimiser steps.
        batch_size: Pairs of each kind in a step.
        max_tokens: Texts and pages are cut here, for every system alike.
        layers: Transformer layers on top of the backbones.
        learning_rate: Of everything that is trained.
        gate_rate: How many times faster the gates of the unified model move; no baseline has any.
    """

    steps: int = 60
    batch_size: int = 48
    max_tokens: int = 64
    layers: int = 2
    learning_rate: float = 5e-4
    gate_rate: float = 40.0


class ContenderEncoder:
    """A trained network as a `DocumentEncoder`."""

    def __init__(self, model: nn.Module, collate: Any, info: CheckpointInfo) -> None:
        self._model = model
        self._collate = collate
        self.info = info

    def encode(self, inputs: Sequence[UnifiedInput]) -> FloatMatrix:
        """See `core.protocols.DocumentEncoder`."""
        import torch

        from core.training.step_inputs import chunked

        vectors = np.zeros((len(inputs), self.info.dim), dtype=np.float32)
        self._model.eval()
        with torch.no_grad():
            for rows in chunked(inputs, 64):
                output = self._model(self._collate([inputs[row] for row in rows]))
                vectors[rows] = output.fused.float().cpu().numpy()
        return vectors


class ContenderScorer:
    """A trained cross-encoder as a `PairScorer`."""

    def __init__(self, model: nn.Module, collate: Any, info: CheckpointInfo) -> None:
        from core.training.matching import PairLogits

        self._logits = PairLogits(model, collate)
        self.info = info

    def score(self, queries: Sequence[UnifiedInput], documents: Sequence[UnifiedInput]) -> FloatVector:
        """See `core.protocols.PairScorer`."""
        return self._logits(queries, documents)


class _ShortTokeniser:
    """A tokeniser whose texts are cut at `limit` tokens, the closing token kept."""

    def __init__(self, tokeniser: Any, limit: int) -> None:
        self._tokenise = tokeniser
        self._limit = limit
        self.pad_id = tokeniser.pad_id

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        return [self._cut(ids) for ids in self._tokenise(texts)]

    def with_offsets(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        return [(self._cut(ids), self._cut(offsets)) for ids, offsets in self._tokenise.with_offsets(texts)]

    def _cut(self, values: list[Any]) -> list[Any]:
        return values if len(values) <= self._limit else [*values[: self._limit - 1], values[-1]]


class Workshop:
    """Builds, trains and loads contenders.

    Args:
        preset: Whose backbones all stand on.
        reader: Pictures and the words on them.
        sizes: How much is spent.
        device: auto, cpu or cuda.
        models_dir: The library's models folder.
        cache_dir: Where states and maps are kept between runs; None = in memory only.
        threads: Threads of one operation; None = torch's choice.
    """

    def __init__(
        self,
        preset: Preset,
        reader: PictureReader,
        sizes: Sizes,
        *,
        device: str = "auto",
        models_dir: Path | None = None,
        cache_dir: Path | None = None,
        threads: int | None = None,
    ) -> None:
        from core.encoders.device import choose_device, set_threads
        from core.encoders.loading import load_text_encoder
        from core.encoders.unified.building import load_sources
        from core.encoders.unified.collator import Collator
        from core.encoders.unified.feature_cache import FeatureCache
        from core.encoders.unified.states import EncoderStates

        set_threads(threads)
        self._device = choose_device(device)
        self._sizes = sizes
        self._reader = reader
        self._threads = threads or 0
        text = load_text_encoder(preset, self._device, models_dir)
        self._sources: Sources = load_sources(
            preset, self._unified_config(Contender("unified"), 0), self._device, models_dir
        )
        self._collate = Collator(
            _ShortTokeniser(self._sources.tokeniser, sizes.max_tokens),
            self._sources.prefixes,
            max_ocr_tokens=sizes.max_tokens,
            states=EncoderStates(text.backbone, text.info.fingerprint),
            images=self._sources.visual,
            cache=FeatureCache(cache_dir, dtype="float16", max_mib=2048),
        )
        self._mean: Any = None

    def prepare(
        self, contender: Contender, pairs: Sequence[TrainingPair], seed: int, folder: Path, ctx: JobContext
    ) -> ContenderEncoder | ContenderScorer:
        """The contender trained with this seed: loaded where `folder` has it already, else trained into it.

        Raises:
            InvalidInputError: ``training.no_pairs`` where the collection gives it none.
            JobCancelledError: Cancelled; what was trained so far is gone on with next time.
        """
        from core.encoders.checkpoint_io import load_checkpoint

        usable = self._usable(pairs, contender)
        model = self.build(contender, seed, usable)
        checkpoint = folder / "checkpoint"
        try:
            stored = load_checkpoint(checkpoint)
        except LibrarianError:
            stored = None
        if stored is not None and stored.config.get("contender") == self._described(contender, seed):
            model.load_state_dict(dict(stored.tensors), strict=False)
        elif contender.system == "uniter":
            self._train_matching(model, contender, usable, seed, folder, ctx)
        else:
            self._train(model, contender, usable, seed, folder, ctx)
        name = f"{contender.name} (seed {seed})"
        info = CheckpointInfo(
            name=name,
            fingerprint=f"{contender.name}-{seed}",
            dim=self._sources.text.dim,
            modalities=tuple(sorted(contender.modalities)),
            device=self._device.describe(),
        )
        kind = ContenderScorer if contender.system == "uniter" else ContenderEncoder
        return kind(model.eval(), self._collate, info)

    def build(self, contender: Contender, seed: int, pairs: Sequence[TrainingPair]) -> nn.Module:
        """The untrained network; pictures are centred on those of the train part."""
        from core.encoders.baselines.clip import ClipBaseline
        from core.encoders.baselines.layoutlmv3 import LayoutLmv3Baseline
        from core.encoders.baselines.scene_text import SceneTextBaseline
        from core.encoders.baselines.towers import BaselineConfig
        from core.encoders.baselines.uniter import UniterBaseline
        from core.encoders.unified.model import UnifiedModel

        sources = self._sources
        if contender.system == "unified":
            config = self._unified_config(contender, seed)
            own = replace(sources, visual=None) if "visual" in contender.without else sources
            model: Any = UnifiedModel(config, own, None)
            if model.visual is not None:
                model.visual.set_mean(self._picture_mean(pairs))
            return model  # type: ignore[no-any-return]
        visual = sources.visual
        if visual is None:
            raise RuntimeError("the comparison always loads the visual tower")
        sizes = BaselineConfig(
            dim=sources.text.dim,
            pooled_dim=visual.dim,
            map_dim=visual.channels[-1],
            layers=self._sizes.layers,
            seed=seed,
        )
        kinds: Mapping[str, Any] = {
            "clip": ClipBaseline,
            "scene-text": SceneTextBaseline,
            "layoutlmv3": LayoutLmv3Baseline,
            "uniter": UniterBaseline,
        }
        baseline: Any = kinds[contender.system](sizes, sources.means)
        projection = getattr(baseline, "image_projection", None)
        if projection is not None:
            projection.set_mean(self._picture_mean(pairs))
        return baseline.to(self._device.torch_name)  # type: ignore[no-any-return]

    def loader(self, contender: Contender) -> SideLoader:
        """Opens sides as the contender takes them: straight pictures as in the test, modalities it lacks left out."""
        from core.encoders.unified.inputs import UnifiedInput, ocr_tokens

        taken = contender.modalities
        known: dict[int, tuple[object, UnifiedInput]] = {}

        def load(side: UnifiedInput | StoredInput) -> UnifiedInput:
            found = known.get(id(side))
            if found is not None:
                return found[1]
            if isinstance(side, StoredInput):
                shown = side.image is not None and side.with_pixels and "image" in taken
                picture = self._reader.picture(side.image) if shown and side.image is not None else None
                words = ocr_tokens(side.page) if side.page is not None and "ocr" in taken else None
                opened = UnifiedInput(
                    text=side.text,
                    role=side.role,
                    language=side.language,
                    pixels=picture.pixels if picture else None,
                    ocr=words,
                    image_sha256=picture.sha256 if picture else "",
                )
            else:
                opened = side if "ocr" in taken else replace(side, ocr=None)
                opened = opened if "image" in taken else replace(opened, pixels=None, image_sha256="")
            known[id(side)] = (side, opened)
            return opened

        return load

    def _usable(self, pairs: Sequence[TrainingPair], contender: Contender) -> list[TrainingPair]:
        """Pairs of the terms that are on, of which the contender sees both sides."""
        from core.training.step_inputs import modalities

        load = self.loader(contender)
        return [
            pair
            for pair in pairs
            if TERM_OF_KIND[pair.kind] in contender.terms
            and modalities(load(pair.left))
            and modalities(load(pair.right))
        ]

    def _train(
        self,
        model: nn.Module,
        contender: Contender,
        pairs: Sequence[TrainingPair],
        seed: int,
        folder: Path,
        ctx: JobContext,
    ) -> None:
        from core.encoders.checkpoint_io import save_checkpoint
        from core.training.sampling import PairSampler
        from core.training.trainer import TrainingParts, train

        config = self._training_config(contender, seed)
        sampler = PairSampler([pair for pair in pairs if pair.split == "train"], config.batch_size, seed)
        config = replace(config, epochs=self._sizes.steps / max(1, sampler.steps_per_epoch))
        config_json = self._checkpoint_config(contender, seed)

        def save(model: nn.Module, folder: Path, provenance: Mapping[str, Any]) -> str:
            return save_checkpoint(folder, model.state_dict(), config_json, provenance)

        parts = TrainingParts(
            self._collate,
            save=save,
            load=self.loader(contender),
            model_name=f"{contender.name}-{seed}",
            matryoshka=tuple(getattr(model, "heads", ())) or (self._sources.text.dim,),
        )
        train(model, pairs, config, folder, parts, ctx=ctx, resume=True)

    def _train_matching(
        self,
        model: nn.Module,
        contender: Contender,
        pairs: Sequence[TrainingPair],
        seed: int,
        folder: Path,
        ctx: JobContext,
    ) -> None:
        from core.training.matching import train_matching

        config = self._training_config(contender, seed)
        config = replace(config, batch_size=max(2, config.batch_size // _MATCHING_SHARE))
        config_json = self._checkpoint_config(contender, seed)
        checkpoint = folder / "checkpoint"
        train_matching(
            model, pairs, config, self._sizes.steps, checkpoint, self._collate, self.loader(contender), config_json, ctx
        )

    def _training_config(self, contender: Contender, seed: int) -> TrainingConfig:
        vt, ot, cl, qr = (1.0 if term in contender.terms else 0.0 for term in TERMS)
        return TrainingConfig(
            mode="frozen",
            batch_size=self._sizes.batch_size,
            learning_rate=self._sizes.learning_rate,
            gate_rate=self._sizes.gate_rate,
            evaluate_every=max(1, self._sizes.steps // 3),
            patience=0,
            save_every=max(20, self._sizes.steps // 2),
            keep_states=1,
            interpolate=(0.5, 1.0),
            precision="auto",
            device="cpu" if self._device.kind == "cpu" else "cuda",
            threads=self._threads,
            seed=seed,
            loss=LossConfig(vt=vt, ot=ot, cl=cl, qr=qr),
        )

    def _unified_config(self, contender: Contender, seed: int) -> Any:
        from core.encoders.unified.config import UnifiedConfig

        return UnifiedConfig(
            use_visual="visual" not in contender.without,
            use_ocr="ocr" not in contender.without,
            use_language="language" not in contender.without,
            layers=self._sizes.layers,
            max_ocr_tokens=self._sizes.max_tokens,
            matryoshka=(128,),
            seed=seed,
        )

    def _checkpoint_config(self, contender: Contender, seed: int) -> dict[str, Any]:
        return {"kind": "contender", "name": contender.name, "contender": self._described(contender, seed)}

    def _described(self, contender: Contender, seed: int) -> dict[str, Any]:
        """What makes a stored contender this one, as JSON gives it back."""
        return {
            "name": contender.name,
            "seed": seed,
            "steps": self._sizes.steps,
            "batch_size": self._sizes.batch_size,
            "max_tokens": self._sizes.max_tokens,
            "layers": self._sizes.layers,
            "learning_rate": self._sizes.learning_rate,
            "text": self._sources.text.fingerprint,
            **({"gate_rate": self._sizes.gate_rate} if contender.system == "unified" else {}),
        }

    def _picture_mean(self, pairs: Sequence[TrainingPair]) -> Any:
        """Mean pooled vector (c,) of the pictures of the train part; zeros without any."""
        import torch

        if self._mean is None:
            load = self.loader(Contender("clip"))
            sides = [load(pair.left) for pair in pairs if pair.split == "train" and pair.kind == "cover_text"]
            shown = [side for side in sides if side.pixels is not None]
            visual = self._sources.visual
            total = torch.zeros(visual.dim if visual is not None else 1)
            for start in range(0, len(shown), 64):
                part = self._collate([replace(side, text="", ocr=None) for side in shown[start : start + 64]])
                if part.image is not None:
                    total = total + part.image.pooled.sum(dim=0)
            self._mean = total / max(1, len(shown))
        return self._mean
