"""The index files of a library against the encoders in use and the catalogue's generation."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from core.errors import LibrarianError
from core.files import folder_size


class IndexFiles:
    """The folder of saved indexes.

    Args:
        folder: ``vectors/`` of a library; one folder an index in it, named ``CHANNEL-FINGERPRINT``.
        generation: The catalogue's generation now.
    """

    def __init__(self, folder: Path, generation: Callable[[], int]) -> None:
        self._folder = folder
        self._generation = generation

    def stale(self, used: Collection[str]) -> Iterator[tuple[str, Path]]:
        """Folders that serve nothing: (message id of what is wrong, folder).

        Args:
            used: Fingerprints of the encoders in use.
        """
        for folder in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
            if not folder.is_dir():
                continue
            if folder.name.partition("-")[2] not in used:
                yield "check.index_foreign", folder
            elif problem := self._problem(folder):
                yield problem, folder

    def size_mib(self, channel: str, fingerprint: str) -> float:
        """Size of a saved index, 0 where there is none."""
        return round(folder_size(self._folder / f"{channel}-{fingerprint}") / (1 << 20), 2)

    def saved_at(self, channel: str, fingerprint: str) -> datetime | None:
        """When an index was saved."""
        times = []
        for file in self._folder.glob(f"{channel}-{fingerprint}/*"):
            with suppress(FileNotFoundError):  # replaced while it is looked at
                times.append(file.stat().st_mtime)
        return datetime.fromtimestamp(max(times), UTC) if times else None

    @staticmethod
    def remove(folder: Path) -> None:
        """Delete a saved index; it can be made again."""
        shutil.rmtree(folder, ignore_errors=True)

    def _problem(self, folder: Path) -> str | None:
        from core.index.manifest import read_data, read_manifest

        try:
            manifest = read_manifest(folder)
            if manifest is None:
                return "check.index_damaged"
            read_data(folder, manifest)
        except LibrarianError:
            return "check.index_damaged"
        return "check.index_ahead" if manifest.generation > self._generation() else None
