"""Inputs → tensors: tokenise, give every sub-word token its word's box, look up or compute what frozen towers give."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from core.encoders.centring import language_group
from core.encoders.textual import Tokeniser
from core.encoders.unified.batch import GROUPS, ROLES, ImagePart, OcrPart, TextPart, UnifiedBatch
from core.encoders.unified.inputs import GRID, OcrTokens, UnifiedInput
from core.protocols import Pixels, TextRole

if TYPE_CHECKING:
    from torch import Tensor

    from core.encoders.unified.feature_cache import FeatureCache
    from core.encoders.unified.visual_tower import ImageFeatures


class StateSource(Protocol):
    """Runs frozen backbone layers.

    Attributes:
        key: Names the weights that decide the states.
        passed: Layers behind the states; -1 = all.
    """

    key: str
    passed: int

    def __call__(self, ids: Sequence[Sequence[int]]) -> list[Tensor]:
        """Ids of each text → its states, float32 (tokens, hidden), on the CPU."""
        ...


class ImageSource(Protocol):
    """A locked image network, see `core.encoders.unified.visual_tower.LockedVisual`."""

    fingerprint: str

    def __call__(self, images: Sequence[Pixels]) -> list[ImageFeatures]: ...
    def prepare(self, images: Sequence[Pixels]) -> Tensor: ...


class Collator:
    """A sequence of inputs → one batch on the CPU.

    Args:
        tokeniser: Of the text backbone.
        prefixes: What goes before a query and before a passage; OCR pages are passages.
        max_ocr_tokens: What is beyond is cut off, the closing token kept.
        states: Frozen layers, run here rather than in the model; None = the model runs all of them.
        images: Locked image network; None = images are left out.
        cache: Keeps what `states` and `images` give.
        with_pixels: Also put the normalised pixels into the batch, for networks with an image tower of their own.
    """

    def __init__(
        self,
        tokeniser: Tokeniser,
        prefixes: tuple[str, str],
        *,
        max_ocr_tokens: int = 256,
        states: StateSource | None = None,
        images: ImageSource | None = None,
        cache: FeatureCache | None = None,
        with_pixels: bool = False,
    ) -> None:
        self._tokenise = tokeniser
        self._prefixes = prefixes
        self._max_ocr_tokens = max_ocr_tokens
        self._states = states
        self._images = images
        self._cache = cache
        self._with_pixels = with_pixels

    def __call__(self, inputs: Sequence[UnifiedInput]) -> UnifiedBatch:
        """Blank texts, pages without words and missing images have no row in their part.

        Raises:
            HostFaultError: ``device.memory`` where one text or image does not fit the device.
        """
        image = self._image_part(inputs)
        return UnifiedBatch(len(inputs), self._text_part(inputs), self._ocr_part(inputs, image), image)

    def _text_part(self, inputs: Sequence[UnifiedInput]) -> TextPart | None:
        import torch

        rows = [row for row, given in enumerate(inputs) if given.text.strip()]
        if not rows:
            return None
        ids = self._tokenise([self._prefix(inputs[row].role) + inputs[row].text.strip() for row in rows])
        padded, mask = self._padded(ids)
        roles = [ROLES.index(inputs[row].role) for row in rows]
        groups = [GROUPS.index(language_group(inputs[row].text, inputs[row].language)) for row in rows]
        states, passed = self._token_states(ids)
        return TextPart(
            torch.tensor(rows), padded, mask, torch.tensor(roles), torch.tensor(groups), states=states, passed=passed
        )

    def _ocr_part(self, inputs: Sequence[UnifiedInput], image: ImagePart | None) -> OcrPart | None:
        import torch

        pages = [(row, given.ocr) for row, given in enumerate(inputs) if given.ocr is not None and len(given.ocr)]
        if not pages:
            return None
        prefix = self._prefix("passage")
        texts = [page.text for _, page in pages]
        encoded = self._tokenise.with_offsets([prefix + text for text in texts])
        ids: list[list[int]] = []
        words: list[NDArray[np.int64]] = []
        for (_, page), (known, offsets) in zip(pages, encoded, strict=True):
            index = word_of_token(page, offsets, len(prefix))
            if len(known) > self._max_ocr_tokens:  # the last token closes the text
                known = [*known[: self._max_ocr_tokens - 1], known[-1]]  # cut, as said above
                index = np.append(index[: self._max_ocr_tokens - 1], index[-1])
            ids.append(known)
            words.append(index)
        padded, mask = self._padded(ids)
        boxes, line, block, confidence = _places([page for _, page in pages], words, padded.shape[1])
        image_rows = {} if image is None else {int(row): place for place, row in enumerate(image.rows)}
        states, passed = self._token_states(ids)
        return OcrPart(
            rows=torch.tensor([row for row, _ in pages]),
            ids=padded,
            mask=mask,
            group=torch.tensor([GROUPS.index(language_group(text)) for text in texts]),
            boxes=torch.from_numpy(boxes),
            line=torch.from_numpy(line),
            block=torch.from_numpy(block),
            confidence=torch.from_numpy(confidence),
            image_row=torch.tensor([image_rows.get(row, -1) for row, _ in pages]),
            states=states,
            passed=passed,
        )

    def _image_part(self, inputs: Sequence[UnifiedInput]) -> ImagePart | None:
        import torch

        given = [(row, pixels) for row, one in enumerate(inputs) if (pixels := one.pixels) is not None]
        if not given or self._images is None:
            return None
        features = self._image_features([(inputs[row].image_key, pixels) for row, pixels in given], self._images)
        return ImagePart(
            rows=torch.tensor([row for row, _ in given]),
            pooled=torch.stack([one.pooled for one in features]),
            maps=tuple(torch.stack(level) for level in zip(*(one.maps for one in features), strict=True)),
            pixels=self._images.prepare([pixels for _, pixels in given]).cpu() if self._with_pixels else None,
        )

    def _image_features(self, images: Sequence[tuple[str, Pixels]], source: ImageSource) -> list[ImageFeatures]:
        from core.encoders.unified.visual_tower import ImageFeatures

        keys = [hashlib.sha256(f"image/{source.fingerprint}/{key}".encode()).hexdigest() for key, _ in images]
        found: dict[str, ImageFeatures] = {}
        missing: dict[str, Pixels] = {}
        for key, (_, pixels) in zip(keys, images, strict=True):
            kept = self._cache.get(key) if self._cache is not None else None
            if kept is None:
                missing[key] = pixels
            else:
                levels = sorted(name for name in kept if name.startswith("map"))
                found[key] = ImageFeatures(kept["pooled"], tuple(kept[name] for name in levels))
        computed = source(list(missing.values())) if missing else []
        for key, features in zip(missing, computed, strict=True):
            found[key] = features
            if self._cache is not None:
                maps = {f"map{level}": values for level, values in enumerate(features.maps)}
                self._cache.put(key, {"pooled": features.pooled, **maps})
        return [found[key] for key in keys]

    def _token_states(self, ids: Sequence[list[int]]) -> tuple[Tensor | None, int]:
        """States of each text, padded, (k, t, h), and the layers they have passed; None where the model runs them."""
        import torch

        if self._states is None:
            return None, 0
        source = self._states
        keys = [_state_key(source.key, source.passed, known) for known in ids]
        found: dict[str, Tensor] = {}
        missing: dict[str, list[int]] = {}
        for key, known in zip(keys, ids, strict=True):
            kept = self._cache.get(key) if self._cache is not None else None
            if kept is None:
                missing[key] = known
            else:
                found[key] = kept["states"]
        for key, states in zip(missing, source(list(missing.values())) if missing else [], strict=True):
            found[key] = states
            if self._cache is not None:
                self._cache.put(key, {"states": states})
        longest = max(len(known) for known in ids)
        padded = torch.zeros(len(ids), longest, next(iter(found.values())).shape[1])
        for row, key in enumerate(keys):
            padded[row, : len(found[key])] = found[key]
        return padded, source.passed

    def _padded(self, ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """Ids int64 and mask bool, each (k, t)."""
        import torch

        longest = max(len(known) for known in ids)
        padded = np.full((len(ids), longest), self._tokenise.pad_id, dtype=np.int64)
        mask = np.zeros((len(ids), longest), dtype=bool)
        for row, known in enumerate(ids):
            padded[row, : len(known)] = known
            mask[row, : len(known)] = True
        return torch.from_numpy(padded), torch.from_numpy(mask)

    def _prefix(self, role: TextRole) -> str:
        return self._prefixes[0 if role == "query" else 1]


def word_of_token(page: OcrTokens, offsets: Sequence[tuple[int, int]], prefix: int) -> NDArray[np.int64]:
    """The word that each token belongs to: int64 (tokens,), -1 for special tokens and those of the prefix.

    Args:
        page: Whose `text` was tokenised after a prefix.
        offsets: Characters of prefix and text that each token stands for; (0, 0) = none.
        prefix: Length of the prefix in characters.
    """
    lengths = [len(word) + len(gap) for word, gap in zip(page.words, page.gaps(), strict=True)]
    starts = prefix + np.concatenate([[0], np.cumsum(lengths[:-1])])
    # By its last character: sub-word tokens may begin with the space before their word.
    last = np.array([end - 1 for _, end in offsets], dtype=np.int64)
    words = np.searchsorted(starts, last, side="right") - 1
    return np.where(last >= prefix, words, -1).astype(np.int64)


def _places(
    pages: Sequence[OcrTokens], words: Sequence[NDArray[np.int64]], longest: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Boxes (k, t, 4), line, block and confidence (k, t) of every token, as `OcrPart` says."""
    k = len(pages)
    boxes = np.tile(np.array([0, 0, GRID, GRID], dtype=np.int64), (k, longest, 1))
    line, block = np.zeros((k, longest), dtype=np.int64), np.zeros((k, longest), dtype=np.int64)
    confidence = np.ones((k, longest), dtype=np.float32)
    for row, (page, index) in enumerate(zip(pages, words, strict=True)):
        tokens = np.flatnonzero(index >= 0)
        of = index[tokens]
        boxes[row, tokens] = page.boxes[of]
        line[row, tokens] = page.line[of] + 1
        block[row, tokens] = page.block[of] + 1
        confidence[row, tokens] = page.confidence[of]
    return boxes, line, block, confidence


def _state_key(weights: str, passed: int, ids: Sequence[int]) -> str:
    state = hashlib.sha256(f"states/{weights}/{passed}/".encode())
    state.update(np.asarray(ids, dtype="<i4").tobytes())
    return state.hexdigest()
