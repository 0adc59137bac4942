"""Telling the encoding of a MARC record from its bytes, whatever its leader says.

Every candidate decodes the record's text, and what reads best is taken: a right decoding is full of common characters
and of accents between letters; a wrong one of rare characters, signs, and letters where none stand.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from core.interchange.marc.common_characters import COMMON, MOST_COMMON
from core.interchange.marc.encodings import DETECTED, MARC8, MIXED, SEPARATOR, UNDECODABLE, decode_body

_HOPELESS: Final = -2.0
_PLAUSIBLE: Final = 0.3
_CERTAIN: Final = 0.75
_CERTAIN_CHARACTERS: Final = 8
_SETTLING: Final = (MARC8, "gb18030", "big5")
"""Encodings that need no comparison with the rest when so many characters read so well."""

_BEST: Final = 1.0
"""No text reads better than one of common characters alone."""

_HINT: Final = 0.15
_PRIOR: Final = 0.1
_RECORD_OVER_PART: Final = 0.5
_UTF8_FIRST: Final = 0.3
_UTF8_EACH: Final = 0.1
_UTF8_MOST: Final = 0.6

_LATIN = "\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u02b9-\u02bc\u0300-\u036f\u1e00-\u1eff"
_HAN = "\u3400-\u9fff"
_LETTERS = re.compile(f"[{_LATIN}\u0386-\u03ce\u0400-\u045f\u05d0-\u05ea\u0621-\u064a\u067e\u0686\u06a9\u06cc]")
"""Letters in everyday use of the scripts that UTF-8 has two bytes for."""
_LATIN_SET = re.compile(f"[{_LATIN}]")
_HIGH = re.compile("[^\x00-\x1a\x1c-\x7f]+")
_ACCENTED = re.compile(
    f"[A-Za-z](?:[{_LATIN}]{{1,2}})(?=[A-Za-z\\s.,;:)/\\-'\x1e\x1f]|$)|(?<![A-Za-z{_LATIN}])[{_LATIN}](?=[a-z])"
    "|(?<=\\s)[àèéìòùóáíâêôäöåøæÉÀÅÖ](?=\\s)"  # words of one letter
)
_HAN_IN_WORD = re.compile(f"[{_HAN}](?:(?=[a-z])|(?<=[^\x1f][a-z].))")
_MARC8_ESCAPE = re.compile(rb"\x1b(?:\$[,)\-]?1|[(,)\-]!?[1-4BENQSgbp]|[gbps])")
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}")
"""Two Chinese characters in UTF-8, which Chinese text in another encoding hardly ever has."""


@dataclass(frozen=True, slots=True)
class Detection:
    """What a record's bytes say.

    Attributes:
        encoding: A name, or several joined by "+" for a record whose subfields differ, the main one first.
        score: Plausibility of the text, at most about 1.
        text: The fields decoded, with their separators; None for a mixture.
        is_valid: The encoding allows every byte.
    """

    encoding: str
    score: float
    text: str | None = None
    is_valid: bool = True


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
        return -2.0
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
    if (
        char in "\u0088\u0089\u0098\u009c\u200c\u200d\u02bb\u02bc\u02b9\u02ba\u266d\u266f\ufe20\ufe21"
    ):  # of ANSEL and UNIMARC
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


def plausibility(text: str) -> tuple[float, int]:
    """How much a text reads like one, from about 1 down to -3, and how many characters say so.

    ASCII says nothing, so an ASCII text gives (0, 0).
    """
    total, n_mainland, n_taiwan, n_latin, n_han = 0.0, 0, 0, 0, 0
    high = "".join(_HIGH.findall(text))
    if high.count(UNDECODABLE) * 2 > len(high):
        return _HOPELESS, len(high)
    if not high:
        return 0.0, 0
    n_seen = len(high)
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
    # A wrong Chinese decoding gives characters of both shores; a right one nearly always of one.
    total -= 0.5 * min(n_mainland, n_taiwan)
    return total / n_seen, n_seen


_ASCII_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def detect(body: bytes, hint: str = "", prior: str = "") -> Detection | None:
    """The encoding of a record's fields; None where they are plain ASCII, which is the same in all of them.

    Args:
        body: The data area of the record, with its separators.
        hint: What the record says of itself. It decides only between near equals.
        prior: What the record before was found to be; likewise.
    """
    has_escape = b"\x1b" in body
    if not has_escape and body.isascii():
        return None
    is_marc8_escape = has_escape and _MARC8_ESCAPE.search(body) is not None
    bonus = dict.fromkeys(DETECTED, 0.0)
    for name, more in ((hint, _HINT), (prior, _PRIOR)):
        if name in bonus:
            bonus[name] += more
    try:
        as_utf8 = body.decode("utf-8")
    except UnicodeDecodeError:
        as_utf8 = None
    # Bytes that happen to be valid are rare, and rarer where the record says the same of itself.
    if as_utf8 is not None and not has_escape and (hint == "utf-8" or max(as_utf8) >= "\u0800"):
        return Detection("utf-8", 1.0, as_utf8)
    telling = _telling_fields(body, has_escape)
    best, best_score = Detection("", -math.inf), -math.inf
    others = max(bonus[name] for name in bonus if name != prior)
    for name in _tried(_candidates(is_marc8_escape), as_utf8 is not None, prior):
        text, is_valid = decode_body(telling, name)
        score, n_seen = _score(text, name, is_valid)
        if score + bonus[name] > best_score:
            best_score = score + bonus[name]
            best = Detection(name, best_score, None, is_valid)
        if name in _SETTLING and score >= _CERTAIN and n_seen >= _CERTAIN_CHARACTERS:
            break
        if name == prior and as_utf8 is None and best_score >= _BEST + others:
            break  # nothing can read better
    if best.is_valid:
        best = Detection(best.encoding, best.score, decode_body(body, best.encoding)[0])
    if best.is_valid and best.score >= _PLAUSIBLE and (best.encoding == "utf-8" or not _UTF8_RUN.search(telling)):
        return best
    return _mixture(body, best, is_marc8_escape)


def _candidates(is_marc8_escape: bool) -> Sequence[str]:
    return (MARC8, *(each for each in DETECTED if each != MARC8)) if is_marc8_escape else DETECTED


def _telling_fields(body: bytes, has_escape: bool) -> bytes:
    """The fields that encodings read differently: most of a record is ASCII, which says nothing."""
    fields = body.split(b"\x1e")
    return b"\x1e".join([f for f in fields if not f.isascii() or (has_escape and b"\x1b" in f)]) + b"\x1e"


def _tried(names: Sequence[str], is_utf8: bool, prior: str) -> list[str]:
    """The candidates, those first that may settle the matter: files are mostly in one encoding throughout.

    UTF-8 comes first where every byte is allowed in it, and last where not.
    """
    first, last = (["utf-8"], []) if is_utf8 else ([], ["utf-8"])
    if prior in _SETTLING:
        first.append(prior)
    return list(dict.fromkeys([*first, *(each for each in names if each not in last), *last]))


def _score(text: str, encoding: str, is_valid: bool) -> tuple[float, int]:
    score, n_seen = plausibility(text)
    if encoding == "utf-8" and is_valid:
        # Bytes of another encoding are hardly ever valid UTF-8 several times over.
        score += min(_UTF8_MOST, _UTF8_FIRST + _UTF8_EACH * n_seen)
    if encoding == MARC8 and not n_seen:  # escape sequences around ASCII
        score = 1.0
    return score, n_seen


def _mixture(body: bytes, whole: Detection, is_marc8_escape: bool) -> Detection:
    """The best encoding of each subfield, where they differ."""
    names = _candidates(is_marc8_escape)
    used = {whole.encoding}
    for data in SEPARATOR.split(body)[::2]:
        if not data.isascii() or b"\x1b" in data:
            used.add(_best_for_part(data, whole.encoding, names))
    if len(used) == 1:
        return whole
    others = [name for name in DETECTED if name in used and name != whole.encoding]
    return Detection(MIXED.join([whole.encoding, *others]), whole.score)


def _best_for_part(data: bytes, main: str, names: Iterable[str]) -> str:
    """The encoding of one subfield: that of the record unless another reads clearly better."""
    scores = {name: part_score(data, name) + _RECORD_OVER_PART * (name == main) for name in names}
    return max(scores, key=lambda name: scores[name])


def part_score(data: bytes, encoding: str) -> float:
    """Plausibility of one subfield in one encoding."""
    text, is_valid = decode_body(data, encoding)
    return _score(text, encoding, is_valid)[0]


def encoding_of_part(data: bytes, mixture: str) -> str:
    """The encoding of one subfield of a record that has several, named in `mixture` with the record's first."""
    names = mixture.split(MIXED)
    if data.isascii() and b"\x1b" not in data:
        return names[0]
    return _best_for_part(data, names[0], names)
