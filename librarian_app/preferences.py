"""What one person prefers in the window: language, theme, the library last open. One small JSON file a user."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from core.errors import HostFaultError
from core.files import write_atomically
from core.paths import config_dir

log = logging.getLogger(__name__)

VERSION = 1
TEXT_SIZES = (90, 100, 115, 130)


@dataclass(frozen=True, slots=True)
class Preferences:
    """Attributes:
    language: "system", or a code of `i18n.LANGUAGES`.
    theme: "system", "light" or "dark".
    library: The folder last open; "" = none yet.
    results_as_table: Show results as a table.
    text_size: In percent of the usual size: one of `TEXT_SIZES`.
    label_layout: The sheet of labels that was used last.
    guide_seen: The first-run guide was finished or skipped.
    shows_filters: Show the facets beside the results.
    """

    language: str = "system"
    theme: Literal["system", "light", "dark"] = "system"
    library: str = ""
    results_as_table: bool = False
    text_size: int = 100
    label_layout: str = ""
    guide_seen: bool = False
    shows_filters: bool = False


def preferences_file() -> Path:
    """Where they are kept."""
    return config_dir() / "window.json"


def load_preferences(file: Path) -> Preferences:
    """Read them; a missing, unreadable or foreign file gives the defaults, key by key."""
    stored = _stored(file)
    default = Preferences()

    def text(name: str, fallback: str) -> str:
        value = stored.get(name)
        return value if isinstance(value, str) else fallback

    theme = text("theme", default.theme)
    return Preferences(
        language=text("language", default.language),
        theme="light" if theme == "light" else "dark" if theme == "dark" else "system",
        library=text("library", default.library),
        results_as_table=stored.get("results_as_table") is True,
        text_size=size if (size := stored.get("text_size")) in TEXT_SIZES else 100,
        label_layout=text("label_layout", default.label_layout),
        guide_seen=stored.get("guide_seen") is True,
        shows_filters=stored.get("shows_filters") is True,
    )


def save_preferences(file: Path, preferences: Preferences) -> None:
    """Write them atomically; keys of other versions stay. A folder that cannot be written costs only the memory."""
    merged = {**_stored(file), **asdict(preferences), "version": VERSION}
    try:
        write_atomically(file, json.dumps(merged, ensure_ascii=False, indent=1).encode("utf-8"))
    except HostFaultError as exc:
        log.warning("the preferences were not kept: %s", exc)


def _stored(file: Path) -> Mapping[str, Any]:
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}
