"""The bytes of a record that encodings read differently, each run with what stands beside it, weighed once.

A record in a Latin script has a few such runs in hundreds of bytes of ASCII, and the same ones come again and again
in a file: the marks of quotations, the accents of a language, 著 and 页. So their tallies are kept.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from core.interchange.marc.encodings import decode_body
from core.interchange.marc.plausibility import Tally, tally, weighed

# Runs so near that they are one another's neighbours stay together.
_RUN = re.compile(rb"[\x80-\xff]+(?:[\x00-\x7f]{1,4}[\x80-\xff]+)*")
_ODD = rb"(?:[\x80-\xff]|&#x[0-9A-Fa-f]{4,6};)+"
_RUN_OR_REFERENCE = re.compile(_ODD + rb"(?:[\x00-\x7f]{1,4}?" + _ODD + rb")*")

_BEFORE: Final = 2
_AFTER: Final = 2
"""A trail byte or the letter under a mark, and one neighbour."""

HIGH_BYTES: Final = bytes(range(0x80, 0x100))
_MOST_ODD: Final = 96
_REFERENCE: Final = b"&#x"
# The judgement asks of a neighbour only whether it is a letter, small or capital.
_KIND: Final = bytes.maketrans(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", b"a" * 26 + b"A" * 26 + b"0" * 10
)


def neighbourhoods(data: bytes) -> list[bytes] | None:
    """The runs of a text with their neighbours, these only in kind; None where the whole text has to be decoded.

    That is where there are escape sequences, whose effect goes on, or too many such bytes for the parts to come again.
    """
    n_references = data.count(_REFERENCE)
    n_odd = len(data) - len(data.translate(None, HIGH_BYTES)) + n_references
    if n_odd > _MOST_ODD or b"\x1b" in data:
        return None
    found = []
    for run in (_RUN_OR_REFERENCE if n_references else _RUN).finditer(data):
        begin, end = run.span()
        # As they are: the letter before, to which a mark without one of its own goes, and the byte after.
        nearest = max(0, begin - 1)
        before, after = data[max(0, begin - _BEFORE) : nearest], data[end + 1 : end + _AFTER]
        found.append(before.translate(_KIND) + data[nearest : end + 1] + after.translate(_KIND))
    return found


def weigh(parts: list[bytes], encoding: str) -> tuple[float, int, bool]:
    """Plausibility of a text in an encoding from its neighbourhoods, characters seen, and whether all is allowed."""
    judged = [_judged(part, encoding) for part in parts]
    score, n_seen = weighed([each for each, _ in judged])
    return score, n_seen, all(is_valid for _, is_valid in judged)


@lru_cache(maxsize=1 << 14)
def _judged(part: bytes, encoding: str) -> tuple[Tally, bool]:
    text, is_valid = decode_body(part, encoding)
    return tally(text), is_valid
