from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from librarian_app.__main__ import _wants_window
from librarian_app.cli.finding import _channels
from librarian_app.cli.grammar import build_parser, parse
from librarian_app.cli.parser import UsageError, option_in
from librarian_app.messages import LANGUAGES


def test_common_options_may_stand_on_either_side() -> None:
    before = parse(["--json", "--library", "书库", "stats"], "en")
    after = parse(["stats", "--library", "书库", "--json"], "en")
    assert before.as_json
    assert after.as_json
    assert before.library == after.library == Path("书库")


def test_words_of_a_query_need_no_quotes() -> None:
    options = parse(["search", "the", "art", "of", "war", "--limit", "5"], "en")
    assert options.query == ["the", "art", "of", "war"]
    assert options.limit == 5


def test_a_query_may_exclude_words() -> None:
    assert parse(["search", "python -snake"], "en").query == ["python -snake"]
    assert parse(["search", "--", "-snake"], "en").query == ["-snake"]


@pytest.mark.parametrize(
    "line",
    [
        ["fly"],
        ["search", "--limit", "0"],
        ["search", "--limit", "many"],
        ["import"],
        ["import", "a.csv", "--format", "docx"],
        ["covers", "add"],
        ["stats", "--unknown"],
        ["undo", "-1"],
        ["--lang", "de", "stats"],
        ["--lib", "x", "stats"],
    ],
)
def test_wrong_lines_are_usage_errors(line: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        parse(line, "en")
    assert caught.value.usage.startswith("usage: wenyuan")


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ([], ((), [])),
        (["lexical"], (("lexical",), [])),
        (["lexical,cover"], (("lexical", "cover"), [])),
        (["semantic", "identifier"], (("semantic", "identifier"), [])),
        (["lexical", "lexical"], (("lexical",), [])),
        (["lexical", "三体"], (("lexical",), ["三体"])),
    ],
)
def test_channels_by_space_or_comma(tokens: list[str], expected: object) -> None:
    assert _channels(tokens) == expected


@pytest.mark.parametrize("tokens", [["words"], ["lexical,words"], [","]])
def test_unknown_channels_are_usage_errors(tokens: list[str]) -> None:
    with pytest.raises(UsageError):
        _channels(tokens)


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_written_in_every_language(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "COLUMNS", "200")
    text = build_parser(language).format_help()  # type: ignore[arg-type]
    assert {"en": "commands", "zh_CN": "所有命令通用", "zh_TW": "結束代碼"}[language] in text
    assert "…" not in text, "a placeholder was left"
    assert not re.search(r"[(（](help|option|argument)\.", text), "an id without words"


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["--lang", "zh_TW", "stats"], "zh_TW"),
        (["stats", "--lang=en"], "en"),
        (["search", "--", "--lang", "en"], None),
        (["stats", "--lang"], None),
    ],
)
def test_language_is_seen_before_parsing(argv: list[str], expected: str | None) -> None:
    assert option_in(argv, "--lang") == expected


@pytest.mark.parametrize(
    ("argv", "window"),
    [
        ([], True),
        (["--library", "书库"], True),
        (["--library=书库", "--lang", "en"], True),
        (["--library"], False),
        (["--library", "书库", "stats"], False),
        (["stats"], False),
        (["--help"], False),
        (["--json"], False),
    ],
)
def test_without_a_command_the_window_opens(argv: list[str], window: bool) -> None:
    assert _wants_window(argv) is window
