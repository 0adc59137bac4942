"""What stands inside one cell of a table: lists, years, statements of responsibility, dangerous beginnings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from core.domain.records import Contributor
from core.interchange.reading import clean_line
from core.text.normalize import has_han

# A spreadsheet runs what begins with one of these; blanks and apostrophes before them do not always protect.
_DANGEROUS = re.compile(r"[\s']*[=+\-@\t\r＝＋－＠]")
_SEPARATORS = frozenset(";；|\n")
_COMMAS = re.compile(r"\s*(?:[,，、]|\s&\s)\s*")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)", re.ASCII)
_PLAIN_YEAR = re.compile(r"(-?\d{1,4})(?:\.0+)?\s*年?", re.ASCII)
_HAN_YEAR = re.compile(r"[一二][〇零○一二三四五六七八九]{3}\s*年?")
_COMPACT_DATE = re.compile(r"(\d{4})(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?", re.ASCII)
# One character at the end of a name may belong to it; these are roles there, unless nothing but one character is left.
_SHORT_ROLES = {"author": "著撰作写寫", "translator": "译譯", "editor": "编編校辑輯", "illustrator": "绘繪图圖"}
# [美], (清), （英）, 〔法〕 before a name: country or dynasty, not part of the heading.
_ORIGIN = re.compile(r"^[\[［(（〔【][^\])）〕】］]{1,5}[\])）〕】］]\s*")
_STATEMENT_PARTS = re.compile(r"\s*[;；/|\n]\s*")
_HAN_NAME = re.compile(r"[\u3400-\u9fff·•．]+")
# A bracket opens a name where a country or dynasty is in it: 鲁迅 (美)海明威, but 海明威 (Hemingway) is one.
_BLANK_BETWEEN_NAMES = re.compile(
    r"(?<=[\u3400-\u9fff])\s+(?=(?!等)[\u3400-\u9fff]|[\[(（〔][^\])）〕]{1,5}[\])）〕]\s*[\u3400-\u9fff])"
)
_COMMA_BETWEEN_NAMES = re.compile(r"\s*[,，、]\s*(?![^(（]*[)）])")
_BRACKETED_END = re.compile(r"[\[［〔](?=[^\[［〔]{1,4}[\]］〕]$)|(?<=[^\]］〕])[\]］〕]$")


@dataclass(frozen=True, slots=True)
class _RoleWords:
    """Words → role: as they stand alone, and as they stand at the end of a name."""

    alone: Mapping[str, str]
    at_end: Mapping[str, str]
    end: re.Pattern[str]


@cache
def _role_words() -> _RoleWords:
    from core.interchange.crosswalk import tables  # whose readers take statements apart with this module

    alone = {word: role for word, role in tables.roles().by_word.items() if has_han(word)}
    short = {word: role for role, words in _SHORT_ROLES.items() for word in words}
    at_end = {word: role for word, role in alone.items() if len(word) > 1} | short
    words = "|".join(sorted(at_end, key=len, reverse=True))
    return _RoleWords(alone, at_end, re.compile(rf"^(.+?)\s*(?:等)?\s*({words})$"))


def neutralise_formula(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before a dangerous beginning."""
    return "'" + text if _DANGEROUS.match(text) else text


def restore_formula(text: str) -> str:
    """Undo `neutralise_formula`."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text[1:]) else text


def split_list(cell: str, keep_empty: bool = False) -> list[str]:
    """The entries of a list separated by ; ； | or line breaks; a backslash takes its meaning from a separator."""
    entries: list[str] = []
    current: list[str] = []
    position = 0
    while position < len(cell):
        char = cell[position]
        following = cell[position + 1 : position + 2]
        if char == "\\" and (following in _SEPARATORS or following == "\\") and following:
            current.append(following)
            position += 2
            continue
        if char in _SEPARATORS:
            entries.append(clean_line("".join(current)))
            current.clear()
        else:
            current.append(char)
        position += 1
    last = clean_line("".join(current))
    if last or not keep_empty:
        entries.append(last)
    return entries if keep_empty else [entry for entry in entries if entry]


def split_comma_list(cell: str) -> list[str]:
    """`split_list`, and where none of its separators occurs, commas separate."""
    if any(char in _SEPARATORS for char in cell):
        return split_list(cell)
    return [clean_line(part) for part in _COMMAS.split("".join(split_list(cell))) if part.strip()]


def join_list(entries: Iterable[str], keep_empty: bool = False) -> str:
    """One cell that `split_list` and `split_comma_list` take apart again."""
    escaped = [re.sub(r"([;；|\\])", r"\\\1", clean_line(entry)) for entry in entries]
    if keep_empty:  # the closing semicolon says that an empty entry is the last
        return "; ".join(escaped) + ("" if escaped[-1] else ";") if any(escaped) else ""
    escaped = [entry for entry in escaped if entry]
    joined = "; ".join(escaped)
    # A comma would separate; the closing semicolon says that it does not.
    return joined + ";" if len(escaped) == 1 and _COMMAS.search(joined) else joined


def parse_year(cell: str) -> tuple[int | None, str]:
    """The year in a cell, and the cell's text where it says more than the year or none can be told.

    ``1990``, ``1990.0``, ``1990年``, ``199005``, ``一九九〇年`` → 1990; ``民国25年``, ``清光绪三十年``, ``昭和50年``
    give the year and themselves; ``c1998`` and ``2001-05-03`` the year; ``清光绪年间`` None and itself, for a note.
    """
    from core.interchange.crosswalk.dates import year_of  # see `_role_words`

    text = clean_line(cell)
    if not text:
        return None, ""
    if plain := _PLAIN_YEAR.fullmatch(text):
        return int(plain[1]), ""
    if date := _COMPACT_DATE.fullmatch(text):
        return int(date[1]), ""
    years = _YEAR.findall(text)
    if years:
        return int(years[0]), "" if len(set(years)) == 1 else text
    return year_of(text), "" if _HAN_YEAR.fullmatch(text) else text


def names_of_statement(cell: str) -> list[Contributor]:
    """The names in a Chinese statement of responsibility, with their roles.

    ``[哥伦比亚] 加西亚·马尔克斯 著；范晔 译`` → author 加西亚·马尔克斯, translator 范晔. Country and dynasty in
    brackets are left out. Names without a role are authors. Latin names keep their commas.
    """
    found: list[Contributor] = []
    for part in _STATEMENT_PARTS.split(cell):
        pending: list[str] = []
        for piece in _split_names(clean_line(part)):
            name, role = _name_and_role(piece)
            if name:
                pending.append(name)
            if role:
                found += [Contributor(each, role) for each in pending]
                pending.clear()
        found += [Contributor(name) for name in pending]
    return found


def _split_names(part: str) -> list[str]:
    if has_han(part):
        pieces = _COMMA_BETWEEN_NAMES.split(part)
        return [name for piece in pieces for name in _BLANK_BETWEEN_NAMES.split(piece) if name]
    return [part] if part else []


def _name_and_role(piece: str) -> tuple[str, str]:
    words = _role_words()
    if (bare := _BRACKETED_END.sub("", piece)) != piece and words.end.match(bare):
        piece = bare
    if piece in words.alone:
        return "", words.alone[piece]
    name = _ORIGIN.sub("", piece).strip()
    ended = words.end.match(name)
    if ended and (len(ended[1]) >= 2 or not _HAN_NAME.fullmatch(ended[1])):
        return ended[1].strip(), words.at_end[ended[2]]
    return name, ""
