"""Settings that a person changes are stored, take effect, and are left alone when that fails."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import ConflictError, HostFaultError
from core.paths import LibraryPaths
from core.services.settings import SettingsService
from core.settings import LibrarySettings, load_settings, save_settings


def test_a_change_is_stored_and_followed(tmp_path: Path) -> None:
    followed: list[tuple[LibrarySettings, LibrarySettings]] = []
    paths = LibraryPaths(tmp_path)
    save_settings(paths.settings, LibrarySettings(actor="王", device="cpu"))
    service = SettingsService(paths, lambda before, after: followed.append((before, after)), is_read_only=False)
    after = service.change("tesseract", True, "chi", " 王  老师 ")
    assert after == replace(
        service.get(), ocr_engine="tesseract", offline=True, default_language="chi", actor="王 老师"
    )
    assert load_settings(paths.settings) == after
    assert (after.actor, after.device) == ("王 老师", "cpu")
    assert followed == [(LibrarySettings(actor="王", device="cpu"), after)]
    service.change("tesseract", True, "chi", " 王  老师 ")
    assert len(followed) == 1


def test_what_cannot_be_followed_is_not_stored(tmp_path: Path) -> None:
    def refuse(before: LibrarySettings, after: LibrarySettings) -> None:
        raise HostFaultError("ocr.tesseract_missing")

    service = SettingsService(LibraryPaths(tmp_path), refuse, is_read_only=False)
    with pytest.raises(HostFaultError):
        service.change("tesseract", False, "", "")
    assert service.get() == LibrarySettings()


def test_a_reader_changes_nothing(tmp_path: Path) -> None:
    service = SettingsService(LibraryPaths(tmp_path), lambda *_: None, is_read_only=True)
    with pytest.raises(ConflictError, match=r"library\.read_only"):
        service.change("tesseract", False, "", "")
