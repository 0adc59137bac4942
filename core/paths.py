"""Where things are on disk. The only module that knows whether the program is frozen."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "Wenyuan"


def resources_dir() -> Path:
    """The read-only data that ships with the program (icons, translations, presets, demo library)."""
    frozen_root = getattr(sys, "_MEIPASS", None)
    root = Path(frozen_root) if frozen_root else Path(__file__).resolve().parent.parent
    return root / "resources"


def default_library_dir() -> Path:
    """The library folder used when none is named."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "library"


def config_dir() -> Path:
    """Per-user settings."""
    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False))


def cache_dir() -> Path:
    """Per-user data that can be made again, such as converted model weights."""
    return Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False))


def log_dir() -> Path:
    """Per-user logs of the window process; each library keeps its own beside its catalogue."""
    return Path(platformdirs.user_log_dir(APP_NAME, appauthor=False))


@dataclass(frozen=True, slots=True)
class LibraryPaths:
    """The layout of one library folder."""

    root: Path

    @property
    def catalogue(self) -> Path:
        return self.root / "catalogue.sqlite3"

    @property
    def covers(self) -> Path:
        return self.root / "covers"

    @property
    def vectors(self) -> Path:
        return self.root / "vectors"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def evaluations(self) -> Path:
        """Kept evaluation reports, a folder each."""
        return self.root / "evaluations"

    @property
    def collections(self) -> Path:
        """Test collections made of the library's own holdings."""
        return self.root / "collections"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def lock(self) -> Path:
        return self.root / "library.lock"

    @property
    def holding_profiles(self) -> Path:
        """The library's own mappings of holdings fields, TOML files."""
        return self.root / "holding-profiles"

    @property
    def label_layouts(self) -> Path:
        """The library's own sheets of labels."""
        return self.root / "label-layouts.json"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    def cover_file(self, sha256: str) -> Path:
        """The original bytes of a cover, content-addressed."""
        return self.covers / sha256[:2] / sha256

    def thumbnail_file(self, sha256: str) -> Path:
        """The JPEG of a cover, longest side 640 px, used for display and for geometric verification."""
        return self.covers / sha256[:2] / f"{sha256}.thumb.jpg"
