"""Text → unit vectors: tokenise, run the backbone in length-sorted batches, pool, centre by language."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from core.domain.checkpoints import CheckpointInfo
from core.encoders.centring import LanguageMeans, centre, language_group, normalise_rows
from core.encoders.device import Device, run_halving
from core.encoders.presets import Pooling
from core.protocols import FloatMatrix, TextRole

if TYPE_CHECKING:
    from torch import Tensor

_BATCH_TEXTS = 64
BATCH_TOKENS = {"cpu": 4096, "cuda": 32768}


class Backbone(Protocol):
    """A token encoder: ids in, hidden states out."""

    device: Device

    def hidden_states(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """Ids int64 and mask bool, (batch, tokens) → float (batch, tokens, hidden)."""
        ...


class Tokeniser(Protocol):
    """Text → ids, special tokens included, never longer than the backbone takes."""

    pad_id: int

    def __call__(self, texts: Sequence[str]) -> list[list[int]]: ...
    def with_offsets(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """Ids of each text and, for each id, the characters of the text that it stands for; (0, 0) = none."""
        ...


class PooledTextEncoder:
    """A `TextEncoder` over any backbone. Safe to call from several threads: it keeps no state between calls.

    An empty or blank text has nothing to say: its row is all zeros, so that its cosine with everything is 0.

    Args:
        backbone: Runs on its device.
        tokeniser: Matches the backbone.
        info: Identity without the means; the fingerprint is completed here.
        pooling: ``mean`` over tokens, ``cls`` (first token) or ``last`` (last real token).
        prefixes: What is put before a query and before a passage.
        means: For language centring; None for a backbone that needs none.
    """

    def __init__(
        self,
        backbone: Backbone,
        tokeniser: Tokeniser,
        info: CheckpointInfo,
        *,
        pooling: Pooling,
        prefixes: tuple[str, str],
        means: LanguageMeans | None = None,
    ) -> None:
        self.backbone = backbone
        self.tokeniser = tokeniser
        self._base_info = info
        self._pooling = pooling
        self._prefixes = prefixes
        self.means = means
        parts = (info.fingerprint, pooling, *prefixes, means.digest() if means is not None else "")
        fingerprint = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
        self.info = replace(info, fingerprint=fingerprint)

    def with_means(self, means: LanguageMeans | None) -> PooledTextEncoder:
        """The same encoder with other means; the weights are shared."""
        return PooledTextEncoder(
            self.backbone,
            self.tokeniser,
            self._base_info,
            pooling=self._pooling,
            prefixes=self._prefixes,
            means=means,
        )

    def encode(self, texts: Sequence[str], role: TextRole, languages: Sequence[str] | None = None) -> FloatMatrix:
        """Centred unit rows, float32, shape (len(texts), dim), in the order given.

        Args:
            texts: Any length; what is beyond the backbone's limit is cut off.
            role: ``query`` or ``passage``; decides prefix and mean.
            languages: ISO 639-2 codes; None or "" = told from the script.

        Raises:
            HostFaultError: ``device.memory`` where one text does not fit the device.
        """
        groups = [language_group(text, languages[row] if languages else None) for row, text in enumerate(texts)]
        return centre(self.encode_raw(texts, role), groups, role, self.means)

    def encode_raw(self, texts: Sequence[str], role: TextRole) -> FloatMatrix:
        """As `encode`, before centring. Means are estimated on these."""
        import torch

        vectors = np.zeros((len(texts), self.info.dim), dtype=np.float32)
        prefix = self._prefixes[0 if role == "query" else 1]
        rows = [row for row, text in enumerate(texts) if text.strip()]
        if not rows:
            return vectors
        ids = dict(zip(rows, self.tokeniser([prefix + texts[row].strip() for row in rows]), strict=True))
        with torch.inference_mode():
            for batch, pooled in run_halving(
                length_sorted_batches(ids, BATCH_TOKENS[self.backbone.device.kind]),
                lambda batch: self._pool([ids[row] for row in batch]),
            ):
                vectors[batch] = pooled
        return normalise_rows(vectors)

    def _pool(self, token_ids: Sequence[Sequence[int]]) -> FloatMatrix:
        """Token ids of one batch → pooled states, float32, shape (batch, dim)."""
        import torch

        longest = max(len(row) for row in token_ids)
        padded = np.full((len(token_ids), longest), self.tokeniser.pad_id, dtype=np.int64)
        for row, known in zip(padded, token_ids, strict=True):
            row[: len(known)] = known
        place = self.backbone.device.torch_name
        lengths = torch.tensor([len(row) for row in token_ids], device=place)  # (batch,)
        visible = torch.arange(longest, device=place)[None, :] < lengths[:, None]  # (batch, tokens)
        is_padded = any(len(row) < longest for row in token_ids)
        states = self.backbone.hidden_states(torch.from_numpy(padded).to(place), visible if is_padded else None)
        if self._pooling == "cls":
            pooled = states[:, 0]
        elif self._pooling == "last":
            pooled = states[torch.arange(len(token_ids), device=place), lengths - 1]
        else:
            pooled = (states * visible[:, :, None]).sum(dim=1) / lengths[:, None]
        return np.asarray(pooled.float().cpu().numpy(), dtype=np.float32)


def length_sorted_batches(ids: dict[int, list[int]], max_tokens: int) -> list[list[int]]:
    """Rows by length, longest first (so that memory runs out at once or never), padded size within `max_tokens`."""
    order = sorted(ids, key=lambda row: -len(ids[row]))
    batches: list[list[int]] = []
    for row in order:
        width = len(ids[batches[-1][0]]) if batches else 0
        if not batches or len(batches[-1]) >= _BATCH_TEXTS or width * (len(batches[-1]) + 1) > max_tokens:
            batches.append([])
        batches[-1].append(row)
    return batches
