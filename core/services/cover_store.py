"""The files of covers: originals named by their SHA-256, and a thumbnail beside each. Never overwrites.

A turned scan has a thumbnail of its own, named by `CoverScan.picture`; its original is the same file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from core.catalogue.lock import lock_holder
from core.domain.scans import TURNS, picture_name, split_picture
from core.errors import ConflictError
from core.files import write_atomically
from core.paths import LibraryPaths


class CoverStore:
    """Originals and thumbnails of one library.

    Args:
        paths: The library folder.
        is_read_only: Refuse to store anything, as the catalogue does.
    """

    def __init__(self, paths: LibraryPaths, *, is_read_only: bool = False) -> None:
        self._paths = paths
        self._is_read_only = is_read_only

    def original(self, picture: str) -> Path:
        return self._paths.cover_file(split_picture(picture)[0])

    def thumbnail(self, picture: str) -> Path:
        return self._paths.thumbnail_file(picture)

    def put(self, sha256: str, original: bytes, thumbnail: bytes) -> None:
        """Store both; a file that is already there is left as it is (same name, same content).

        Raises:
            ConflictError: "library.read_only".
            HostFaultError: "disk.full" or "file.unwritable".
        """
        if self._is_read_only:
            raise ConflictError("library.read_only", path=self._paths.root, holder=lock_holder(self._paths) or "?")
        for target, data in ((self.original(sha256), original), (self.thumbnail(sha256), thumbnail)):
            if not target.exists():
                write_atomically(target, data)

    def replace_thumbnail(self, picture: str, thumbnail: bytes) -> None:
        write_atomically(self.thumbnail(picture), thumbnail)

    def stored(self) -> Iterator[str]:
        """The SHA-256 of every original in the store."""
        for folder in sorted(self._paths.covers.glob("??")):
            for file in sorted(folder.iterdir()):
                if len(file.name) == 64:
                    yield file.name

    def remove(self, sha256: str) -> None:
        """Delete the files of a cover that no row names any more."""
        self.original(sha256).unlink(missing_ok=True)
        for turn in TURNS:
            self.thumbnail(picture_name(sha256, turn)).unlink(missing_ok=True)
