from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import HostFaultError
from core.settings import LibrarySettings, load_settings, save_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "图书馆" / "settings.json"


def test_what_is_saved_is_read_again(file: Path) -> None:
    settings = LibrarySettings(preset="best", ocr_engine="tesseract", device="cpu", actor="李馆员")
    save_settings(file, settings)
    assert load_settings(file) == settings
    assert "李馆员" in file.read_text(encoding="utf-8")
    assert [p.name for p in file.parent.iterdir()] == ["settings.json"], "nothing temporary is left"


def test_a_missing_file_gives_the_defaults(file: Path) -> None:
    assert load_settings(file) == LibrarySettings()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"7", b"\xff\xfe\x00", b'"text"', b"[" * 100_000],
    ids=["empty", "half", "list", "number", "binary", "text", "deep"],
)
def test_an_unreadable_file_gives_the_defaults(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    assert load_settings(file) == LibrarySettings()


def test_a_folder_in_its_place_gives_the_defaults(file: Path) -> None:
    file.mkdir(parents=True)
    assert load_settings(file) == LibrarySettings()


def test_one_bad_value_spoils_only_itself(file: Path) -> None:
    file.parent.mkdir()
    stored = {"device": "abacus", "ocr_engine": "tesseract", "actor": 7, "preset": "paper"}
    file.write_text(json.dumps(stored), encoding="utf-8")
    assert load_settings(file) == LibrarySettings(preset="paper", ocr_engine="tesseract")


def test_keys_of_other_versions_stay(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(json.dumps({"preset": "paper", "shelf_colour": "朱", "version": 99}), encoding="utf-8")
    save_settings(file, replace(load_settings(file), device="cpu"))
    stored = json.loads(file.read_text(encoding="utf-8"))
    assert (stored["shelf_colour"], stored["preset"], stored["device"], stored["version"]) == ("朱", "paper", "cpu", 1)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(HostFaultError) as caught:
        save_settings(tmp_path / "file" / "settings.json", LibrarySettings())
    assert caught.value.message_id == "file.unwritable"


def test_a_failed_save_leaves_the_old_file_and_nothing_else(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_settings(file, LibrarySettings(actor="before"))

    def full(source: Path, target: Path) -> Path:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(HostFaultError):
        save_settings(file, LibrarySettings(actor="after"))
    assert load_settings(file).actor == "before"
    assert [p.name for p in file.parent.iterdir()] == ["settings.json"]
