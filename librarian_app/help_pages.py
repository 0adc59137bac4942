"""The help pages: Markdown files in resources/help, one folder a language, with the program's own words filled in.

``{command:NAME}`` becomes the command's name and keys, ``{keys}`` the table of all shortcuts, so that no page is ever
at odds with the menus. Links between pages are file names: ``[Searching](searching.md)``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QCoreApplication

from core.paths import resources_dir
from librarian_app import actions as commands

PAGES = (
    "first-steps", "searching", "intake", "records", "barcodes", "printing", "import-export", "fine-tuning",
    "administration", "safety", "keyboard", "problems",
)  # fmt: skip
"""Names of the pages, in the order of the list."""
PAGE_OF_PLACE = {"search": "searching", "intake": "intake", "duplicates": "intake", "record": "records",
    "admin": "administration", "index": "safety", "backup": "safety", "check": "safety",
    "models": "fine-tuning", "fine_tuning": "fine-tuning", "comparison": "fine-tuning", "evaluation": "fine-tuning",
}  # fmt: skip
"""Which page explains a page or section of the window, by its name."""

_COMMAND = re.compile(r"\{command:(\w+)\}")
_HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)
_MARKUP = re.compile(r"[#*`|>]|\[([^\]]*)\]\([^)]*\)|^[-:| ]+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page in one language. `text` is Markdown with the program's words in it."""

    name: str
    title: str
    text: str

    @property
    def plain(self) -> str:
        """What is searched."""
        return fold(_MARKUP.sub(lambda match: match[1] or " ", self.text))


@cache
def source(name: str, language: str) -> str:
    """The file of a page; English where a language lacks it, "" where there is none at all."""
    for code in (language, "en"):
        file = resources_dir() / "help" / code / f"{name}.md"
        if file.is_file():
            return file.read_text(encoding="utf-8")
    return ""


def page(name: str, language: str) -> HelpPage:
    """A page with the words of the interface as it is translated now."""
    text = source(name, language)
    text = _COMMAND.sub(lambda match: command_words(match[1]), text)
    if "{keys}" in text:
        text = text.replace("{keys}", _keys_table())
    heading = _HEADING.search(text)
    return HelpPage(name, heading[1].strip() if heading else name, text)


def all_pages(language: str) -> tuple[HelpPage, ...]:
    """Every page, in order."""
    return tuple(page(name, language) for name in PAGES)


def fold(text: str) -> str:
    """As it is compared when pages are searched."""
    return unicodedata.normalize("NFKC", text).casefold()


def find(words: str, pages: tuple[HelpPage, ...]) -> tuple[tuple[HelpPage, int], ...]:
    """The pages that contain all words, with how often they occur; title hits first."""
    wanted = fold(words).split()
    if not wanted:
        return tuple((each, 0) for each in pages)
    hits = [
        (each, sum(each.plain.count(word) for word in wanted))
        for each in pages
        if all(word in each.plain for word in wanted)
    ]
    return tuple(sorted(hits, key=lambda hit: (not all(w in fold(hit[0].title) for w in wanted), -hit[1])))


def command_words(name: str) -> str:
    """A command as a page names it: bold, its keys behind it."""
    try:
        text, keys = commands.plain_text(name), commands.keys_text(name)
    except KeyError:
        return name
    if not keys:
        return f"**{text}**"
    brackets = QCoreApplication.translate("Help", " ({keys})", "a command's keys behind its name")
    return f"**{text}**" + brackets.format(keys=_code(keys))


def _code(keys: str) -> str:
    return ", ".join(f"`{key}`" for key in ([keys] if keys == "/" else keys.split(" / ")))


def _keys_table() -> str:
    what, key = QCoreApplication.translate("Help", "What"), QCoreApplication.translate("Help", "Key")
    lines = []
    for group, title in commands.GROUPS:
        entries = [c for c in commands.COMMANDS if c.group == group and c.keys]
        if not entries:
            continue
        lines += ["", f"## {commands.group_text(title)}", "", f"| {what} | {key} |", "|---|---|"]
        lines += [f"| {commands.plain_text(c.name)} | {_code(commands.keys_text(c.name))} |" for c in entries]
    return "\n".join(lines)
