from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from librarian_app import messages
from librarian_app.messages import match_language, sentence, system_language


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("zh_CN.UTF-8", "zh_CN"), ("zh-Hans", "zh_CN"), ("zh", "zh_CN"), ("zh_SG", "zh_CN"), ("zh_TW.Big5", "zh_TW"),
        ("zh-Hant-HK", "zh_TW"), ("zh_HK", "zh_TW"), ("en_GB.UTF-8@euro", "en"), ("C", "en"), ("", "en"),
        ("de_DE", "en"), ("zhx", "en"),
    ],
)  # fmt: skip
def test_the_nearest_language_is_taken(name: str, expected: str) -> None:
    assert match_language(name) == expected


def test_the_environment_names_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")
    assert system_language() == "zh_TW"
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert system_language() == "en"


def test_values_are_filled_in() -> None:
    assert sentence("job.unknown_kind", {"kind": "编目"}, "zh_CN") == "本程序没有名为“编目”的任务。"
    assert "编目" in sentence("job.unknown_kind", {"kind": "编目"}, "en_US")


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_an_unknown_id_is_named(language: str) -> None:
    assert "not.there" in sentence("not.there", {}, language)


def test_a_missing_value_is_a_gap_not_a_fault() -> None:
    assert "“…”" in sentence("job.unknown_kind", {}, "zh_CN")


@given(st.text(max_size=20), st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.floats()), st.text())
def test_it_never_raises(message_id: str, context: dict[str, str | int | float], language: str) -> None:
    assert sentence(message_id, context, language)
    assert sentence("job.unknown_kind", context, language)


@pytest.mark.parametrize("content", ["", "no toml [", "\udcff"])
def test_a_broken_file_still_gives_sentences(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "i18n").mkdir()
    (tmp_path / "i18n" / "broken.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    monkeypatch.setattr(messages, "resources_dir", lambda: tmp_path)
    with caplog.at_level(logging.ERROR):
        assert "job.unknown" in sentence("job.unknown", {}, "en", "broken")
        assert "job.unknown" in sentence("job.unknown", {}, "en", "absent")
    messages._load.cache_clear()
