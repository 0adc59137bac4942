"""Telling finished files from files that are still being written: by size and time of change that stand still."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

Signature = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds."""

SETTLE_SECONDS = 4.0
"""Scanners write a page in bursts of a second or two; network drives report sizes late."""


class Settling:
    """Follows the files of a folder from look to look.

    Args:
        settle_seconds: A file is finished when its signature has not changed for this long.
    """

    def __init__(self, settle_seconds: float = SETTLE_SECONDS) -> None:
        self._settle_seconds = settle_seconds
        self._seen: dict[Path, tuple[Signature, float]] = {}

    @property
    def n_waiting(self) -> int:
        """How many files are not finished yet."""
        return len(self._seen)

    def look(self, files: Mapping[Path, Signature], now_seconds: float) -> list[Path]:
        """Take note of the files that are there and say which of them are finished, in order of their names.

        A file is named once; leave it out of later looks. An empty file is never finished.

        Args:
            files: The files that were not taken in yet.
            now_seconds: A clock that never goes back.
        """
        for gone in self._seen.keys() - files.keys():
            del self._seen[gone]
        ready: list[Path] = []
        for path, signature in files.items():
            known = self._seen.get(path)
            if known is None or known[0] != signature:
                self._seen[path] = (signature, now_seconds)
            elif now_seconds - known[1] >= self._settle_seconds and signature[0] > 0:
                ready.append(path)
        for path in ready:
            del self._seen[path]
        return sorted(ready)
