"""Which import was begun and not finished, so that the same one, repeated, goes on in its step of the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from core.domain.changes import OperationId
from core.domain.importing import ImportOptions, OverlayProfile

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

_META: Final = "unfinished_import"


class UnfinishedImport:
    """The import that a kill or a cancel ended, kept with the library under what it was asked to do.

    Args:
        catalogue: The library.
        files: What is read; a file counts as the same while its path, size and time of change are.
        reading: How it is read.
        options: What the person wants; the files written beside the library make no difference.
        profile: The overlay profile that the options name, as it is now.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        files: Sequence[Path],
        reading: object,
        options: ImportOptions,
        profile: OverlayProfile,
    ) -> None:
        self._catalogue = catalogue
        wanted = replace(options, report_file="", rejects_file="", duplicates_file="", policies=profile)
        asked = msgspec.json.encode([[_state_of(file) for file in files], reading, wanted], order="deterministic")
        self._key = hashlib.sha256(asked).hexdigest()

    def step(self) -> OperationId | None:
        """The step to go on with: that of the same import, unless it was undone or something was done since."""
        key, _, number = (self._catalogue.get_meta(_META) or "").partition(" ")
        newest = self._catalogue.next_steps().undo
        is_newest = newest is not None and newest.kind == "import" and str(newest.id) == number
        return newest.id if newest is not None and is_newest and key == self._key else None

    def begun(self, operation: OperationId) -> None:
        """This import writes under a step from now on."""
        self._catalogue.set_meta(_META, f"{self._key} {operation}")

    def finished(self) -> None:
        """Nothing is left to go on with."""
        if self._catalogue.get_meta(_META):
            self._catalogue.set_meta(_META, "")


def _state_of(file: Path) -> tuple[str, int, int]:
    about = file.stat()
    return str(file.resolve()), about.st_size, about.st_mtime_ns
