"""Public checkpoints behind the same interfaces: CLIP and its kin, LayoutLMv3, ViLT. From a folder, never a network.

Nothing of the project's own backbones is in these: they come with tokeniser, image processing and weights of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.domain.checkpoints import CheckpointInfo
from core.encoders.centring import normalise_rows
from core.encoders.device import Device, choose_device
from core.encoders.e5_pack import damaged
from core.encoders.unified.inputs import UnifiedInput
from core.encoders.weight_cache import folder_identity
from core.protocols import FloatMatrix, FloatVector

if TYPE_CHECKING:
    from torch import Tensor

_AT_ONCE = 16
# What transformers raises for folders that hold something else, or not all of it.
_UNREADABLE = (OSError, ValueError, KeyError, RuntimeError, TypeError, AttributeError, ImportError)


class PretrainedClip:
    """Any model with `get_text_features` and `get_image_features` (CLIP, Chinese-CLIP, SigLIP …).

    Words and picture of one input are added, as is usual with CLIP. With `reads_covers` the words on a cover are
    encoded as text and added too: a dual encoder with scene text.
    """

    def __init__(self, folder: Path, device: Device, *, reads_covers: bool) -> None:
        self._model, self._processor = _load(folder, device, "AutoModel")
        if not hasattr(self._model, "get_text_features"):
            raise damaged(str(folder), f"{type(self._model).__name__} is no dual encoder")
        self._device = device
        self._reads_covers = reads_covers
        config = self._model.config
        dim = int(getattr(config, "projection_dim", 0) or config.text_config.hidden_size)
        self.info = _info(folder, device, dim, ("image", "ocr", "text") if reads_covers else ("image", "text"))

    def encode(self, inputs: Sequence[UnifiedInput]) -> FloatMatrix:
        """See `core.protocols.DocumentEncoder`."""
        total = np.zeros((len(inputs), self.info.dim), dtype=np.float32)
        words = [(row, one.text) for row, one in enumerate(inputs) if one.text.strip()]
        if self._reads_covers:
            words += [(row, one.ocr.text) for row, one in enumerate(inputs) if one.ocr is not None and len(one.ocr)]
        shown = [(row, one.pixels) for row, one in enumerate(inputs) if one.pixels is not None]
        for start in range(0, len(words), _AT_ONCE):
            part = words[start : start + _AT_ONCE]
            given = self._processor(text=[text for _, text in part], return_tensors="pt", padding=True, truncation=True)
            vectors = self._features("get_text_features", given)
            np.add.at(total, [row for row, _ in part], vectors)
        for start in range(0, len(shown), _AT_ONCE):
            pictures = shown[start : start + _AT_ONCE]
            given = self._processor(images=[pixels for _, pixels in pictures], return_tensors="pt")
            np.add.at(total, [row for row, _ in pictures], self._features("get_image_features", given))
        return normalise_rows(total)

    def _features(self, name: str, given: Any) -> FloatMatrix:
        import torch

        with torch.inference_mode():
            found = getattr(self._model, name)(**given.to(self._device.torch_name))
        return normalise_rows(_numpy(getattr(found, "pooler_output", found)))


class PretrainedLayoutLmv3:
    """LayoutLMv3: words with their boxes and the picture in one encoder; its states are averaged.

    Words without a place have the empty box. An input without a picture is encoded as words alone, one without words
    as patches alone.
    """

    def __init__(self, folder: Path, device: Device) -> None:
        from transformers import LayoutLMv3ImageProcessor, LayoutLMv3TokenizerFast

        self._model, _ = _load(folder, device, "LayoutLMv3Model", with_processor=False)
        try:
            self._tokenise: Any = LayoutLMv3TokenizerFast.from_pretrained(str(folder), local_files_only=True)
            self._prepare: Any = LayoutLMv3ImageProcessor.from_pretrained(
                str(folder), local_files_only=True, apply_ocr=False
            )
        except _UNREADABLE as exc:
            raise damaged(str(folder), str(exc)) from exc
        self._device = device
        config = self._model.config
        self._longest = int(config.max_position_embeddings) - int(config.pad_token_id) - 1
        self.info = _info(folder, device, int(config.hidden_size), ("image", "ocr", "text"))

    def encode(self, inputs: Sequence[UnifiedInput]) -> FloatMatrix:
        """See `core.protocols.DocumentEncoder`."""
        rows = [self._encode(one) for one in inputs]
        return normalise_rows(np.stack(rows)) if rows else np.zeros((0, self.info.dim), dtype=np.float32)

    def _encode(self, one: UnifiedInput) -> FloatVector:
        import torch

        words = one.text.split()
        boxes: list[list[int]] = [[0, 0, 0, 0] for _ in words]
        if one.ocr is not None and len(one.ocr):
            words += one.ocr.words
            boxes += one.ocr.boxes.tolist()
        given: dict[str, Tensor] = {}
        if words:
            encoded = self._tokenise(words, boxes=boxes, truncation=True, max_length=self._longest, return_tensors="pt")
            given |= {name: encoded[name] for name in ("input_ids", "bbox", "attention_mask")}
        if one.pixels is not None:
            given["pixel_values"] = self._prepare(images=one.pixels, return_tensors="pt")["pixel_values"]
        if not given:
            return np.zeros(self.info.dim, dtype=np.float32)
        with torch.inference_mode():
            moved = {name: value.to(self._device.torch_name) for name, value in given.items()}
            states = self._model(**moved).last_hidden_state
        return np.asarray(_numpy(states.mean(dim=1))[0], dtype=np.float32)


class PretrainedMatching:
    """A single-stream encoder with an image-text matching head (ViLT fine-tuned for retrieval).

    Such models take one text and one picture: the picture is the query's where it has one, else the record's, and the
    text is everything that both sides say. A pair without any picture scores 0.
    """

    def __init__(self, folder: Path, device: Device) -> None:
        self._model, self._processor = _load(folder, device, "ViltForImageAndTextRetrieval")
        self._device = device
        config = self._model.config
        self._longest = int(config.max_position_embeddings)
        self.info = _info(folder, device, int(config.hidden_size), ("image", "text"))

    def score(self, queries: Sequence[UnifiedInput], documents: Sequence[UnifiedInput]) -> FloatVector:
        """See `core.protocols.PairScorer`."""
        import torch

        scores = np.zeros(len(queries), dtype=np.float32)
        for row, (query, document) in enumerate(zip(queries, documents, strict=True)):
            pixels = query.pixels if query.pixels is not None else document.pixels
            if pixels is None:
                continue
            text = "\n".join(side.text for side in (query, document) if side.text)
            given = self._processor(
                images=pixels, text=text, return_tensors="pt", truncation=True, max_length=self._longest
            )
            with torch.inference_mode():
                scores[row] = float(self._model(**given.to(self._device.torch_name)).logits[0, 0])
        return scores


def load_pretrained_encoder(system: str, folder: Path, device: str) -> PretrainedClip | PretrainedLayoutLmv3:
    """The checkpoint of ``clip``, ``scene-text`` or ``layoutlmv3``.

    Raises:
        StoreMismatchError: ``model.damaged`` where the folder holds no such model.
        HostFaultError: ``device.missing``.
    """
    chosen = choose_device(device)
    if system == "layoutlmv3":
        return PretrainedLayoutLmv3(folder, chosen)
    return PretrainedClip(folder, chosen, reads_covers=system == "scene-text")


def load_pretrained_scorer(folder: Path, device: str) -> PretrainedMatching:
    """The checkpoint of ``uniter``. Errors as above."""
    return PretrainedMatching(folder, choose_device(device))


def _load(folder: Path, device: Device, kind: str, *, with_processor: bool = True) -> tuple[Any, Any]:
    """Model and processor; safetensors only, no code from the folder is run."""
    import transformers

    options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        loader: Any = getattr(transformers, kind)
        model = loader.from_pretrained(str(folder), use_safetensors=True, **options)
        processor: Any = None
        if with_processor:
            load_processor: Any = transformers.AutoProcessor.from_pretrained
            processor = load_processor(str(folder), **options)
    except _UNREADABLE as exc:
        raise damaged(str(folder), str(exc)) from exc
    return model.to(device.torch_name).eval().requires_grad_(False), processor


def _info(folder: Path, device: Device, dim: int, modalities: tuple[str, ...]) -> CheckpointInfo:
    return CheckpointInfo(folder.name, folder_identity(folder), dim, modalities, device.describe())


def _numpy(values: Tensor) -> FloatMatrix:
    return np.asarray(values.float().cpu().numpy(), dtype=np.float32)
