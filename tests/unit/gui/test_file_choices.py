from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from core.domain.library import FORMAT_SUFFIXES
from librarian_app.actions import Actions
from librarian_app.windows.file_choices import FORMAT_NAMES, FileChoices, file_and_format

pytestmark = pytest.mark.gui


def test_every_format_is_offered() -> None:
    assert set(FORMAT_NAMES) == set(FORMAT_SUFFIXES)


@pytest.mark.parametrize(
    ("typed", "chosen", "expected"),
    [
        ("馆藏.mrc", "unimarc", ("馆藏.mrc", "unimarc")),
        ("馆藏.mrc", "marc", ("馆藏.mrc", "marc")),
        ("馆藏", "unimarc", ("馆藏.mrc", "unimarc")),
        ("馆藏.2026", "bibtex", ("馆藏.2026.bib", "bibtex")),
        ("list.TSV", "csv", ("list.TSV", "csv")),
        ("list.xlsx", "csv", ("list.xlsx", "xlsx")),
        ("list.xml", "dc", ("list.xml", "marcxml")),
    ],
)
def test_the_ending_that_was_typed_decides(typed: str, chosen: str, expected: tuple[str, str]) -> None:
    assert file_and_format(typed, chosen) == expected


def test_what_the_dialogs_offer_and_hand_on(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    choices = FileChoices(Actions(parent), parent)
    offered: dict[str, str] = {}

    def read(window: QWidget, title: str, folder: str, kinds: str) -> tuple[list[str], str]:
        offered["import"] = kinds
        return [str(tmp_path / "a.mrc")], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", read)
    with qtbot.waitSignal(choices.import_chosen) as imported:
        choices.choose_import()
    assert imported.args == [[str(tmp_path / "a.mrc")]]
    assert all(f"*{suffix}" in offered["import"] for group in FORMAT_SUFFIXES.values() for suffix in group)
