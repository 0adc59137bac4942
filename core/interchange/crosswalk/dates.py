"""Years of publication as cataloguers write them."""

from __future__ import annotations

import re

from core.interchange.crosswalk import tables

_FOUR_DIGITS = re.compile(r"(?<!\d)[12]\d{3}(?![\d])", re.ASCII)
_HAN_DIGITS_OF_YEAR = re.compile(
    r"(?<![〇零○一二三四五六七八九十])[一二][〇零○一二三四五六七八九]{3}(?![〇零○一二三四五六七八九十])"
)
_ERA_YEAR = r"(元|\d{1,3}|[〇零一二三四五六七八九十廿卅]{1,4})\s*年?"
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_ROMAN = re.compile(r"\bM{0,2}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ERA_PATTERNS: list[re.Pattern[str]] = []


def coded_year(code: str) -> int | None:
    """Date 1 of MARC 21 008/07-10 or UNIMARC 100/09-12; None where it is no full year ("19uu", "9999", blanks)."""
    return int(code) if len(code) == 4 and code.isascii() and code.isdigit() and "0000" < code < "9999" else None


def year_of(text: str) -> int | None:
    """The first year in a statement of date; None when it names none for certain.

    ``c1998``, ``[1998?]``, ``2001.5``, ``民国25年``, ``清光绪二十年``, ``一九八五年``, ``MDCCLXXVI``; ``[19--]``
    and ``[197-]`` give None. A year of the common era goes before an era: ``昭和50 [1975]`` → 1975.
    """
    if found := _FOUR_DIGITS.search(text):
        return int(found[0])
    if text.isascii():
        return _roman_year(text)
    if found := _HAN_DIGITS_OF_YEAR.search(text):
        return _number(found[0])
    if not _ERA_PATTERNS:
        names = "|".join(sorted(tables.eras(), key=len, reverse=True))
        _ERA_PATTERNS.append(re.compile(rf"({names})\s*{_ERA_YEAR}"))
    era = _ERA_PATTERNS[0].search(text)
    return tables.eras()[era[1]] + _number(era[2]) - 1 if era else None


def _roman_year(text: str) -> int | None:
    """Early books: MDCCLXXVI. Only what is written with an M, so that the I of a volume is no year."""
    for found in _ROMAN.finditer(text.upper()):
        if found[0].startswith("M") and len(found[0]) > 2:
            values = [_ROMAN_VALUES[letter] for letter in found[0]]
            following = [*values[1:], 0]
            return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
    return None


def _number(text: str) -> int:
    """元, 25 or 二十五."""
    if text == "元":
        return 1
    if text.isdigit():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_DIGITS[tens[0]] if tens else 1) + (_DIGITS[ones[0]] if ones in _DIGITS else 0)
    return int("".join(str(_DIGITS[char]) for char in text))
