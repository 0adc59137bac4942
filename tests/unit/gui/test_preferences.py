"""Preferences survive a restart and never get in the way."""

from __future__ import annotations

import json
from pathlib import Path

from librarian_app.main import demo_library_dir, first_library
from librarian_app.preferences import Preferences, load_preferences, preferences_file, save_preferences


def test_round_trip_keeps_foreign_keys() -> None:
    file = preferences_file()
    file.parent.mkdir(parents=True)
    file.write_text('{"later": 1}', encoding="utf-8")
    wanted = Preferences("zh_TW", "dark", "/图书馆", True)
    save_preferences(file, wanted)
    assert load_preferences(file) == wanted
    assert json.loads(file.read_text(encoding="utf-8"))["later"] == 1


def test_broken_files_and_values_give_defaults(tmp_path: Path) -> None:
    file = tmp_path / "window.json"
    assert load_preferences(file) == Preferences()
    for content in ("", "[]", "{", '{"theme": "pink", "language": 5, "results_as_table": "yes"}'):
        file.write_text(content, encoding="utf-8")
        assert load_preferences(file) == Preferences()


def test_unwritable_place_costs_only_the_memory(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    save_preferences(blocked / "window.json", Preferences())


def test_first_run_opens_the_demo_library(tmp_path: Path) -> None:
    assert first_library(None, "") == (demo_library_dir(), True)
    assert first_library(tmp_path, "") == (tmp_path, False)
    gone = str(tmp_path / "gone")
    assert first_library(None, gone) == (demo_library_dir(), True)
    last = tmp_path / "last"
    last.mkdir()
    (last / "catalogue.sqlite3").touch()
    assert first_library(None, str(last)) == (last, False)
