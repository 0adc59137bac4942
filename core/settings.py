"""Settings of one library: declared once, kept as JSON with a version, unknown keys preserved."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

import msgspec

from core.files import write_atomically

log = logging.getLogger(__name__)

VERSION = 1
OcrEngineName = Literal["rapidocr", "tesseract"]


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """What a library remembers about how it wants to be served.

    Attributes:
        preset: Name of the encoder preset in resources/presets.
        ocr_engine: Which engine reads covers.
        device: "auto" takes CUDA when it works, else the CPU.
        actor: The name written into the journal; "" = the user of the operating system.
        watch_folder: Scans that appear in this folder come into the review queue; "" = none chosen.
        watch_on: Whether that folder is watched.
        offline: Never contact another computer, not even when somebody asks for a record of another catalogue.
        backup_every: How often the window backs up by itself when it opens.
        backup_keep: How many of these backups are kept, from 1 to 100.
        backup_folder: Where they go; "" = the library's own folder.
        default_language: ISO 639-2 code that new records begin with; "" = none.
    """

    preset: str = "compact"
    ocr_engine: OcrEngineName = "rapidocr"
    device: Literal["auto", "cpu", "cuda"] = "auto"
    actor: str = ""
    offline: bool = False
    watch_folder: str = ""
    watch_on: bool = False
    backup_every: Literal["off", "daily", "weekly"] = "off"
    backup_keep: int = 5
    backup_folder: str = ""
    default_language: str = ""


def load_settings(path: Path) -> LibrarySettings:
    """Read settings; a missing, unreadable or foreign file gives the defaults, key by key."""
    stored = _stored(path)
    settings = LibrarySettings()
    for field in fields(LibrarySettings):
        if field.name in stored:
            try:
                settings = msgspec.convert({**asdict(settings), field.name: stored[field.name]}, LibrarySettings)
            except msgspec.ValidationError:
                log.warning("setting %s has no usable value; the default is used", field.name)
    return settings


def save_settings(path: Path, settings: LibrarySettings) -> None:
    """Write settings atomically; keys of other versions stay in the file.

    Raises:
        HostFaultError: If the folder cannot be written.
    """
    merged = {**_stored(path), **asdict(settings), "version": VERSION}
    write_atomically(path, json.dumps(merged, ensure_ascii=False, indent=1).encode("utf-8"))


def _stored(path: Path) -> Mapping[str, Any]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return stored if isinstance(stored, dict) else {}
