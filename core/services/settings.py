"""What a library remembers about how it wants to be served, changed while it is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.errors import ConflictError, LibrarianError
from core.paths import LibraryPaths
from core.services.access import checked_name
from core.settings import LibrarySettings, OcrEngineName, load_settings, save_settings


class SettingsService:
    """Reads and changes the settings that a person chooses; they take effect at once.

    Args:
        apply: Makes the running application follow; raises a LibrarianError when it cannot, and nothing is stored.
    """

    def __init__(
        self, paths: LibraryPaths, apply: Callable[[LibrarySettings, LibrarySettings], None], *, is_read_only: bool
    ) -> None:
        self._paths = paths
        self._apply = apply
        self._is_read_only = is_read_only

    def get(self) -> LibrarySettings:
        """The settings as they are stored."""
        return load_settings(self._paths.settings)

    def change(self, ocr_engine: OcrEngineName, offline: bool, default_language: str, actor: str) -> LibrarySettings:
        """Change what the settings dialog offers; the other settings stay.

        Args:
            ocr_engine: Which engine reads covers from now on.
            offline: Never ask other libraries' catalogues.
            default_language: ISO 639-2 code that new records begin with; "" = none.
            actor: Who is named in the history while roles are off; "" = the user of the operating system.

        Raises:
            InvalidInputError: "people.name_empty" when the name is too long.
            ConflictError: "library.read_only".
            HostFaultError: If the OCR engine cannot be had, or the settings cannot be written.
        """
        if self._is_read_only:
            raise ConflictError("library.read_only", path=self._paths.root, holder="?")
        before = self.get()
        name = checked_name(actor) if actor.strip() else ""
        after = replace(before, ocr_engine=ocr_engine, offline=offline, default_language=default_language, actor=name)
        if after != before:
            self._apply(before, after)
            try:
                save_settings(self._paths.settings, after)
            except LibrarianError:
                self._apply(after, before)
                raise
        return after
