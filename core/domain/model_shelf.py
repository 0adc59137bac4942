"""The encoders and the reader of a library as an administrator sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from core.domain.checkpoints import CheckpointState
from core.domain.promotion import GateDecision

ShelfRole = Literal["text", "visual", "ocr"]
ModelOrigin = Literal["preset", "run", "installed", "elsewhere"]
BASE_MODEL = "base"
"""The key of the text encoder that the preset ships with."""


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One encoder or reader.

    Attributes:
        key: What services take to name it: "base", "visual", "ocr", or the folder of a checkpoint.
        role: What it does.
        name: What people call it.
        state: "active" is in use; "retired" was; "candidate" never was.
        origin: Where it comes from: shipped with the preset, trained here, installed from a file, or a folder
            somewhere else.
        fingerprint: "" where it was never loaded in this library.
        licence: SPDX name, "" where unknown.
        dim: Length of its vectors; 0 for a reader.
        size_mib: On disk; 0 where it is not there.
        vectors: How many are stored for it. One that has all of them is switched to at once.
        added_at: When this library came to know it.
        decision: What the gate said when it was last compared.
        is_missing: Its files are not where they should be.
    """

    key: str
    role: ShelfRole
    name: str
    state: CheckpointState
    origin: ModelOrigin
    fingerprint: str = ""
    licence: str = ""
    dim: int = 0
    size_mib: float = 0.0
    vectors: int = 0
    added_at: datetime | None = None
    decision: GateDecision | None = None
    is_missing: bool = False

    @property
    def is_checkpoint(self) -> bool:
        """Whether it has a folder of its own that can be carried away or deleted."""
        return self.origin != "preset"


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """Whether the files of a model are what they were; if not, `problem_id` + `values` make the sentence."""

    key: str
    is_intact: bool
    problem_id: str = ""
    values: Mapping[str, str | int | float] = field(default_factory=dict)
