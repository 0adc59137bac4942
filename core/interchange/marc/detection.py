"""Telling the encoding of a MARC record from its bytes, whatever its leader says.

Every candidate decodes the record's text, and what reads best is taken: a right decoding is full of common characters
and of accents between letters; a wrong one of rare characters, signs, and letters where none stand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from core.interchange.marc.encodings import DETECTED, MARC8, MIXED, SEPARATOR, decode_body
from core.interchange.marc.neighbourhoods import HIGH_BYTES, neighbourhoods, weigh
from core.interchange.marc.plausibility import ESCAPE_WEIGHT, FEWEST_SAMPLED, plausibility, quick_score

_PLAUSIBLE: Final = 0.3
CERTAIN: Final = 0.75
_CERTAIN_CHARACTERS: Final = 8
_SETTLING: Final = (MARC8, "gb18030", "big5")
"""Encodings that need no comparison with the rest when so many characters read so well."""

_TELLING: Final = 32
"""So many bytes above ASCII tell one Chinese encoding from another."""

_BEST: Final = 1.0
"""No text reads better than one of common characters alone."""

_HINT: Final = 0.15
_PRIOR: Final = 0.1
_RECORD_OVER_PART: Final = 0.5
_UTF8_FIRST: Final = 0.3
_UTF8_EACH: Final = 0.1
_UTF8_MOST: Final = 0.6

_MARC8_ESCAPE = re.compile(rb"\x1b(?:\$[,)\-]?1|[(,)\-]!?[1-4BENQSgbp]|[gbps])")
_UTF8_KIND: Final = b" " * 0x80 + b"t" * 64 + b" " * 35 + b"l" * 7 + b" " * 22
_UTF8_RUN: Final = b"lttltt"


class Detection(NamedTuple):
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
    try:
        as_utf8 = body.decode("utf-8")
    except UnicodeDecodeError:
        as_utf8 = None
    # Bytes that happen to be valid are rare, and rarer where the record says the same of itself.
    if as_utf8 is not None and not has_escape and (hint == "utf-8" or max(as_utf8) >= "\u0800"):
        return Detection("utf-8", 1.0, as_utf8)
    is_like_prior = is_marc8_escape if prior == MARC8 else as_utf8 is None and not has_escape
    if is_like_prior and prior in _SETTLING and (has_escape or _n_high(body) >= 2 * FEWEST_SAMPLED):
        text, is_valid = decode_body(body, prior)
        if is_valid and (score := quick_score(text)) >= CERTAIN and not _has_utf8_run(body):
            return Detection(prior, score + _PRIOR + _HINT * (hint == prior), text)
    telling = _telling_fields(body, has_escape)
    parts = neighbourhoods(telling)
    if parts is None:
        best = _best(telling, None, is_marc8_escape, as_utf8 is not None, hint, prior)
    else:
        best = _best_of_parts(tuple(parts), as_utf8 is not None, hint, prior)
    if best.is_valid:
        best = Detection(best.encoding, best.score, decode_body(body, best.encoding)[0])
    runs = telling if parts is None else b"".join(parts)
    if best.is_valid and best.score >= _PLAUSIBLE and (best.encoding == "utf-8" or not _has_utf8_run(runs)):
        return best
    return _mixture(body, best, is_marc8_escape)


@lru_cache(maxsize=1 << 12)
def _best_of_parts(parts: tuple[bytes, ...], is_utf8: bool, hint: str, prior: str) -> Detection:
    """As `_best`; in a Latin script the same few parts come again in record after record."""
    return _best(b"", list(parts), False, is_utf8, hint, prior)


def _best(
    telling: bytes, parts: list[bytes] | None, is_marc8_escape: bool, is_utf8: bool, hint: str, prior: str
) -> Detection:
    """The encoding in which a text reads best, without the text."""
    bonus = _bonus(hint, prior)
    others = max([bonus[name] for name in bonus if name != prior])
    without_marc8 = _most_without_marc8(telling, max(bonus.values()), is_utf8) if is_marc8_escape else math.inf
    best, best_score = Detection("", -math.inf), -math.inf
    for name in _tried(_candidates(is_marc8_escape), is_utf8, prior):
        score, n_seen, is_valid = _judged(telling, parts, name)
        if score + bonus[name] > best_score:
            best_score = score + bonus[name]
            best = Detection(name, best_score, None, is_valid)
        if name in _SETTLING and score >= CERTAIN and n_seen >= _CERTAIN_CHARACTERS:
            break
        if name == prior and not is_utf8 and best_score >= _BEST + others:
            break  # nothing can read better
        if name == MARC8 and score + bonus[name] == best_score >= without_marc8:
            break
    return best


def _bonus(hint: str, prior: str) -> dict[str, float]:
    """What speaks for each encoding beside the text."""
    bonus = dict.fromkeys(DETECTED, 0.0)
    for name, more in ((hint, _HINT), (prior, _PRIOR)):
        if name in bonus:
            bonus[name] += more
    return bonus


def _candidates(is_marc8_escape: bool) -> Sequence[str]:
    return (MARC8, *(each for each in DETECTED if each != MARC8)) if is_marc8_escape else DETECTED


def _telling_fields(body: bytes, has_escape: bool) -> bytes:
    """The fields that encodings read differently: most of a record is ASCII, which says nothing."""
    fields = body.split(b"\x1e")
    return b"\x1e".join([f for f in fields if not f.isascii() or (has_escape and b"\x1b" in f)]) + b"\x1e"


def is_telling(data: bytes) -> bool:
    """Whether a record has enough to tell one encoding from another, so that it may speak for its neighbours."""
    return b"\x1b" in data or _n_high(data) >= _TELLING


def _n_high(data: bytes) -> int:
    return len(data) - len(data.translate(None, HIGH_BYTES))


def _has_utf8_run(data: bytes) -> bool:
    """Whether two Chinese characters in UTF-8 follow each other, as they hardly ever do in another encoding."""
    return _UTF8_RUN in data.translate(_UTF8_KIND)


def _most_without_marc8(data: bytes, bonus: float, is_utf8: bool) -> float:
    """How well a text with escape sequences reads at most where they mean nothing."""
    n_escapes = data.count(b"\x1b")
    n_high = _n_high(data) + data.count(b"&#x")
    return (n_high * _BEST + n_escapes * ESCAPE_WEIGHT) / (n_high + n_escapes) + bonus + _UTF8_MOST * is_utf8


def _tried(names: Sequence[str], is_utf8: bool, prior: str) -> list[str]:
    """The candidates, those first that may settle the matter: files are mostly in one encoding throughout.

    UTF-8 comes first where every byte is allowed in it, and last where not.
    """
    first, last = (["utf-8"], []) if is_utf8 else ([], ["utf-8"])
    if prior in _SETTLING:
        first.append(prior)
    return list(dict.fromkeys([*first, *(each for each in names if each not in last), *last]))


def _judged(data: bytes, parts: list[bytes] | None, encoding: str) -> tuple[float, int, bool]:
    """Plausibility of a text in an encoding, the characters that say so, and whether every byte is allowed."""
    if parts is None:
        text, is_valid = decode_body(data, encoding)
        score, n_seen = plausibility(text)
    else:
        score, n_seen, is_valid = weigh(parts, encoding)
    if encoding == "utf-8" and is_valid:
        # Bytes of another encoding are hardly ever valid UTF-8 several times over.
        score += min(_UTF8_MOST, _UTF8_FIRST + _UTF8_EACH * n_seen)
    if encoding == MARC8 and not n_seen:  # escape sequences around ASCII
        score = 1.0
    return score, n_seen, is_valid


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
    parts = neighbourhoods(data)
    scores = {name: _judged(data, parts, name)[0] + _RECORD_OVER_PART * (name == main) for name in names}
    return max(scores, key=lambda name: scores[name])


def part_score(data: bytes, encoding: str) -> float:
    """Plausibility of one subfield in one encoding."""
    return _judged(data, neighbourhoods(data), encoding)[0]


def encoding_of_part(data: bytes, mixture: str) -> str:
    """The encoding of one subfield of a record that has several, named in `mixture` with the record's first."""
    names = mixture.split(MIXED)
    if data.isascii() and b"\x1b" not in data:
        return names[0]
    return _best_for_part(data, names[0], names)
