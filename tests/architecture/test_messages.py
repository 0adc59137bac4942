"""Every message id that core uses has a sentence in every language, and every sentence is used."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from librarian_app.messages import LANGUAGES

CHECKOUT = Path(__file__).resolve().parents[2]
ERRORS = {"LibrarianError", "HostFaultError", "InvalidInputError", "ConflictError", "StoreMismatchError"}
POSITIONS = {"Finding": 0, "MarcWarning": 0, "rejected_piece": 4, "RejectedInput": 2, "Reason": 1, "report": 2}
"""Where the id stands in other calls that carry one; for the errors it is the first argument."""
ID_KEYWORDS = {"message_id", "reason_id", "notice_id", "problem_id", "error_id"}
ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+|bug")


@dataclass(frozen=True)
class Use:
    """One place that names an id. `values` are the placeholders it fills, None when that cannot be told."""

    message_id: str
    place: str
    values: frozenset[str] | None


def _literals(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _uses_in(call: ast.Call, place: str) -> Iterator[Use]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    keywords = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    if name in ERRORS:
        spread = any(keyword.arg is None for keyword in call.keywords)
        values = None if spread else frozenset(keywords) - ID_KEYWORDS
        for message_id in _literals(call.args[0] if call.args else keywords.get("message_id")):
            yield Use(message_id, place, values)
        return
    position = POSITIONS.get(name)
    if position is not None and len(call.args) > position:
        values = frozenset(keywords) if name == "report" else None
        for message_id in _literals(call.args[position]):
            yield Use(message_id, place, values)
    for keyword in ID_KEYWORDS & keywords.keys():
        for message_id in _literals(keywords[keyword]):
            yield Use(message_id, place, None)


@cache
def _uses() -> tuple[Use, ...]:
    found = []
    for package in ("core", "librarian_app"):
        for path in sorted((CHECKOUT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    found += _uses_in(node, f"{path.relative_to(CHECKOUT)}:{node.lineno}")
    return tuple(found)


@cache
def _table(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((CHECKOUT / "resources" / "i18n" / f"{name}.toml").read_text(encoding="utf-8"))


def _placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_the_scan_sees_ids() -> None:
    assert len({use.message_id for use in _uses()}) > 20


def test_every_id_has_a_sentence() -> None:
    known = _table("messages")
    missing = sorted({f"{use.message_id}  ({use.place})" for use in _uses() if use.message_id not in known})
    assert not missing, "\n".join(["no sentence for", *missing])


def test_every_placeholder_is_filled() -> None:
    known = _table("messages")
    unfilled = []
    for use in _uses():
        if use.values is not None and use.message_id in known:
            missing = _placeholders(known[use.message_id]["en"]) - use.values - {"id"}
            if missing:
                unfilled.append(f"{use.place} {use.message_id}: {', '.join(sorted(missing))}")
    assert not unfilled, "\n".join(["not filled in", *unfilled])


def _made_up_ids(tree: ast.AST) -> Iterator[re.Pattern[str]]:
    """Ids that are put together, such as ``f"check.{part}_missing"``, as patterns."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in node.values]
            if re.match(r"[a-z_]+\\\.", parts[0]):
                yield re.compile("".join(parts))


def test_every_sentence_is_used() -> None:
    named: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for package in ("core", "librarian_app"):
        for path in sorted((CHECKOUT / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            named |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
            patterns += _made_up_ids(tree)
    unused = [i for i in _table("messages") if i not in named and not any(p.fullmatch(i) for p in patterns)]
    assert not unused, "\n".join(["used nowhere", *unused])


@pytest.mark.parametrize("name", ["messages", "cli"])
def test_every_sentence_is_in_every_language(name: str) -> None:
    wrong = []
    for message_id, entry in _table(name).items():
        if set(entry) != set(LANGUAGES) or not all(text.strip() for text in entry.values()):
            wrong.append(f"{message_id}: {sorted(entry)}")
        elif len({frozenset(_placeholders(text)) for text in entry.values()}) != 1:
            wrong.append(f"{message_id}: the placeholders differ")
    assert wrong == []


def test_chinese_sentences_are_chinese() -> None:
    """A sentence left in English by mistake has no Chinese character. Pure values and units are the exception."""
    han = re.compile(r"[\u4e00-\u9fff]")
    words = re.compile(r"[A-Za-z]{2,}")
    left = []
    for name in ("messages", "cli"):
        for message_id, entry in _table(name).items():
            text = re.sub(r"\{\w+[^}]*\}", "", entry["en"])
            if words.search(text) and text.strip() != "MiB":
                left += [f"{message_id} {lang}" for lang in ("zh_CN", "zh_TW") if not han.search(entry[lang])]
    assert left == []


def test_the_command_lines_words_are_used_and_known() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in sorted((CHECKOUT / "librarian_app").rglob("*.py"))}
    text = "\n".join(sources.values())
    families = {f"{match[1]}." for match in re.finditer(r"""words\(f["'](\w+)\.\{""", text)}
    known = _table("cli")
    unused = [
        i for i in known if f'"{i}"' not in text and not any(i.startswith(family) for family in families | {"help."})
    ]
    named = {m[1] for m in re.finditer(r'words\(\s*"([a-z_]+(?:\.[a-z_]+)?)"', text)}
    assert unused == []
    assert sorted(named - known.keys()) == []
