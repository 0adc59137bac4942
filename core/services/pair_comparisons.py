"""Comparisons of two encoders that a person asked for, kept with the library."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from core.domain.model_shelf import BASE_MODEL
from core.domain.promotion import GateDecision, PairComparison
from core.paths import LibraryPaths
from core.services.checkpoints import contents_of, opened_path, stored_path

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

_META = "pair_comparisons"
_MOST = 40


@dataclass(frozen=True, slots=True)
class ComparedEncoder:
    """One of two encoders: its checkpoint (None for the preset's own), and what it is called."""

    folder: Path | None
    name: str


class PairComparisons:
    """The newest comparison of each pair; of very many the last ones."""

    def __init__(self, catalogue: Catalogue, paths: LibraryPaths) -> None:
        self._catalogue = catalogue
        self._paths = paths

    def all(self) -> tuple[PairComparison, ...]:
        """What is kept, the newest first, with the keys that services take."""
        return tuple(replace(each, first=self._key(each.first), second=self._key(each.second)) for each in self._kept())

    def find(self, first: Path | None, second: Path | None) -> GateDecision | None:
        """What was found between two checkpoints as they are now; None where they were not compared, or changed since.

        Compared the other way round says nothing here: the figures have a direction.
        """
        wanted = self._stored(first), self._stored(second), contents_of(first), contents_of(second)
        kept = self._kept()
        return next(
            (e.decision for e in kept if (e.first, e.second, e.first_contents, e.second_contents) == wanted), None
        )

    def keep(self, first: ComparedEncoder, second: ComparedEncoder, decision: GateDecision) -> None:
        """Remember a comparison in place of an earlier one of the same two."""
        made = PairComparison(
            self._stored(first.folder), self._stored(second.folder), first.name, second.name,
            contents_of(first.folder), contents_of(second.folder),
            datetime.fromtimestamp(int(time.time()), UTC), decision,
        )  # fmt: skip
        others = [each for each in self._kept() if (each.first, each.second) != (made.first, made.second)]
        self._catalogue.set_meta(_META, msgspec.json.encode([made, *others][:_MOST]).decode())

    def _kept(self) -> list[PairComparison]:
        kept = self._catalogue.get_meta(_META)
        return msgspec.json.decode(kept, type=list[PairComparison]) if kept else []

    def _stored(self, folder: Path | None) -> str:
        return stored_path(folder, self._paths) if folder is not None else ""

    def _key(self, stored: str) -> str:
        folder = opened_path(stored, self._paths)
        return str(folder) if folder is not None else BASE_MODEL
