"""What an encoder is: its identity, and where its weights come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CheckpointState = Literal["candidate", "active", "retired"]


@dataclass(frozen=True, slots=True)
class CheckpointInfo:
    """Identity of a loaded encoder.

    `fingerprint` (hex sha256 prefix, 16 characters) changes whenever the vectors would change: weights,
    preprocessing, centring means. Vectors of different fingerprints are never compared.
    """

    name: str
    fingerprint: str
    dim: int
    modalities: tuple[str, ...]
    device: str
    max_batch: int = 64
    licence: str = ""
