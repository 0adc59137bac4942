"""How much a decoded text reads like one: the common characters and the accents between letters that it is full of."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from core.interchange.marc.common_characters import COMMON, MOST_COMMON
from core.interchange.marc.encodings import UNDECODABLE

HOPELESS: Final = -2.0
ESCAPE_WEIGHT: Final = -2.0
FEWEST_SAMPLED: Final = 32

_LATIN = "\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u02b9-\u02bc\u0300-\u036f\u1e00-\u1eff"
_HAN = "\u3400-\u9fff"
_LETTERS = re.compile(f"[{_LATIN}\u0386-\u03ce\u0400-\u045f\u05d0-\u05ea\u0621-\u064a\u067e\u0686\u06a9\u06cc]")
"""Letters in everyday use of the scripts that UTF-8 has two bytes for."""
_LATIN_SET = re.compile(f"[{_LATIN}]")
_HIGH = re.compile("[^\x00-\x1a\x1c-\x7f]+")
_NO_CAPITALS: Final = "".join(c for c in map(chr, range(0xAA, 0x1F00)) if _LATIN_SET.match(c) and not c.isupper())
_ACCENTED = re.compile(  # no capital after a small letter: ŁŒ in AliceŁŒs is ’ of another encoding
    f"(?:[a-z][{_NO_CAPITALS}]{{1,2}}|(?:[A-Z]|(?<=\x1f)[a-z])[{_LATIN}]{{1,2}})(?=[A-Za-z\\s.,;:)/\\-'\x1e\x1f]|$)"
    f"|(?<![A-Za-z{_LATIN}])[{_LATIN}](?=[a-z])"
    "|(?<=\\s)[àèéìòùóáíâêôäöåøæÉÀÅÖ](?=\\s)"  # words of one letter
)
_HAN_IN_WORD = re.compile(f"[{_HAN}](?:(?=[a-z])|(?<=[^\x1f][a-z].))")
_ASCII_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# Of ANSEL and UNIMARC: the marks around articles that are not sorted, transliteration signs, ligature halves.
_CATALOGUERS_SIGNS: Final = "\u0088\u0089\u0098\u009c\u200c\u200d\u02bb\u02bc\u02b9\u02ba\u266d\u266f\ufe20\ufe21"
_PUNCTUATION: Final = "·—‘’“”…《》"
_COMMON_SIGNS: Final = "©®°–ⅠⅡⅢⅣⅤ«»½¼¾²³±×÷£€§†"


class _Weights(dict[str, tuple[float, int, int, int, int]]):
    """What one character says for the decoding that gave it: 1 is common, below 0 is odd. Filled as asked.

    With it, each 0 or 1: only of the mainland, only of Taiwan, a Latin letter with a mark, Han.
    """

    def __missing__(self, char: str) -> tuple[float, int, int, int, int]:
        _, mainland, taiwan = _regional()
        is_mainland, is_taiwan = char in mainland, char in taiwan
        is_latin = not is_mainland and not is_taiwan and char < "\u2000" and _LATIN_SET.match(char) is not None
        facts = self[char] = _weight(char), int(is_mainland), int(is_taiwan), int(is_latin), int(char >= "\u3400")
        return facts


def _weight(char: str) -> float:
    if char == UNDECODABLE:
        return -3.0
    if char == "\x1b":
        return ESCAPE_WEIGHT
    point = ord(char)
    if 0x3400 <= point <= 0x9FFF:
        return _han_weight(char)
    if 0x3001 <= point <= 0x3011 or 0x3014 <= point <= 0x301F or 0xFF01 <= point <= 0xFF5E or char == "\u3000":
        return 0.8
    if 0x3041 <= point <= 0x30FE or 0xAC00 <= point <= 0xD7A3:
        return 0.6
    if char in _PUNCTUATION:
        return 0.8
    if char in _COMMON_SIGNS:
        return 0.4
    if char in _CATALOGUERS_SIGNS:
        return 0.0
    category = unicodedata.category(char)
    if category in ("Cc", "Cn", "Co", "Cs"):
        return -1.0
    if category[0] == "L" and not 0xFF61 <= point <= 0xFFDC:
        return 0.7 if point >= 0x0800 or _LETTERS.match(char) else 0.1
    return -0.5


@cache
def _regional() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The Han characters of everyday use in GB 2312 or Big5; those of GB 2312 alone; those of Big5 alone."""
    mainland, taiwan = set(_plane("gb2312", 0xB0, 0xF7)), set(_plane("big5", 0xA4, 0xF9))
    everyday = set(_plane("gb2312", 0xB0, 0xD7)) | set(_plane("big5", 0xA4, 0xC6))
    return frozenset(everyday), frozenset(mainland - taiwan), frozenset(taiwan - mainland)


def _plane(encoding: str, first: int, last: int) -> Iterable[str]:
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF)) if encoding == "big5" else range(0xA1, 0xFF)
    codes = b"".join(bytes((lead, trail)) for lead in range(first, last + 1) for trail in trails)
    return codes.decode(encoding, "ignore")


def _han_weight(char: str) -> float:
    if char in MOST_COMMON:
        return 1.0
    if char in COMMON:
        return 0.8
    if char in _regional()[0]:
        return 0.3
    return -0.4 if char >= "\u4e00" else -0.8


_WEIGHTS: Final = _Weights()

_TENTHS: Final = 10
_RAISED: Final = 3
_PACKED_MAINLAND: Final = 1 << 16
_PACKED_TAIWAN: Final = 1 << 28
_PACKED_LATIN: Final = 1 << 40


class _Packed(dict[str, int]):
    """The same in one number, so that a sum is all: the weight in tenths, raised above 0, and a count each."""

    def __missing__(self, char: str) -> int:
        weight, is_mainland, is_taiwan, is_latin, _ = _WEIGHTS[char]
        counts = is_mainland * _PACKED_MAINLAND + is_taiwan * _PACKED_TAIWAN + is_latin * _PACKED_LATIN
        packed = self[char] = round((weight + _RAISED) * _TENTHS) + counts
        return packed


_PACKED: Final = _Packed()


class Tally(NamedTuple):
    """What the characters of a text say, so that tallies of its parts can be added up.

    Attributes:
        total: Sum of the weights, with what their neighbours say.
        n_seen: Characters that say something.
        n_undecodable: Those of them that stand for undecodable bytes.
        n_mainland: Those that only GB 2312 has.
        n_taiwan: Those that only Big5 has.
    """

    total: float
    n_seen: int
    n_undecodable: int
    n_mainland: int
    n_taiwan: int


def plausibility(text: str) -> tuple[float, int]:
    """How much a text reads like one, from about 1 down to -3, and how many characters say so.

    ASCII says nothing, so an ASCII text gives (0, 0).
    """
    high = "".join(_HIGH.findall(text))
    n_undecodable = high.count(UNDECODABLE)
    if n_undecodable * 2 > len(high):
        return HOPELESS, len(high)
    return weighed([_tally(text, high, n_undecodable)])


def quick_score(text: str) -> float:
    """The plausibility of a text that is Chinese throughout, told by some of its characters; of any other, `HOPELESS`.

    In a file of one encoding this settles most records at little cost.
    """
    high = "".join(_HIGH.findall(text))
    if len(high) < FEWEST_SAMPLED or UNDECODABLE in high or "\x1b" in high:
        return HOPELESS
    sample = high[:: len(high) // FEWEST_SAMPLED]
    packed = sum(map(_PACKED.__getitem__, sample))
    if packed >= _PACKED_LATIN:
        return HOPELESS
    total = (packed % _PACKED_MAINLAND) / _TENTHS - _RAISED * len(sample)
    n_mainland = packed % _PACKED_TAIWAN // _PACKED_MAINLAND
    return (total - 0.5 * min(n_mainland, packed // _PACKED_TAIWAN)) / len(sample)


def weighed(tallies: Iterable[Tally]) -> tuple[float, int]:
    """The plausibility of a text from the tallies of its parts."""
    total, n_seen, n_undecodable, n_mainland, n_taiwan = 0.0, 0, 0, 0, 0
    for each in tallies:
        total += each[0]
        n_seen += each[1]
        n_undecodable += each[2]
        n_mainland += each[3]
        n_taiwan += each[4]
    if n_undecodable * 2 > n_seen:
        return HOPELESS, n_seen
    if not n_seen:
        return 0.0, 0
    # A wrong Chinese decoding gives characters of both shores; a right one nearly always of one.
    return (total - 0.5 * min(n_mainland, n_taiwan)) / n_seen, n_seen


def tally(text: str) -> Tally:
    """The tally of a part of a text, which ends where nothing but ASCII follows."""
    high = "".join(_HIGH.findall(text))
    return _tally(text, high, high.count(UNDECODABLE))


def _tally(text: str, high: str, n_undecodable: int) -> Tally:
    total, n_mainland, n_taiwan, n_latin, n_han = 0.0, 0, 0, 0, 0
    for char, count in Counter(high).items():
        weight, is_mainland, is_taiwan, is_latin, is_han = _WEIGHTS[char]
        total += count * weight
        if is_mainland:
            n_mainland += count
        elif is_taiwan:
            n_taiwan += count
        elif is_latin:
            n_latin += count
        if is_han:
            n_han += count
    if n_latin:
        total -= n_latin * 1.1  # back to -0.4 each for those that stand alone …
        total += 1.2 * sum(map(len, (match.lstrip(_ASCII_LETTERS) for match in _ACCENTED.findall(text))))
    if n_han:
        total -= len(_HAN_IN_WORD.findall(text))
    return Tally(total, len(high), n_undecodable, n_mainland, n_taiwan)
