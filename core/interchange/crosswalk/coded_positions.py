"""Coded positions of books: MARC 21 008/18-34 ↔ UNIMARC 100/17-20 and 105. Who it is for, what is in it, its kind.

Source: MARC 21 Format for Bibliographic Data, 008 (books); UNIMARC Manual, fields 100 and 105.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_N_AUDIENCES: Final = 3
_N_CONTENTS: Final = 4
_NOTHING_008: Final = " |"
_LENGTH_008: Final = 17

# MARC 21 → UNIMARC; what is missing has no code of its own on the other side.
_AUDIENCE: Final = dict(zip("jabcdef", "abcdemk", strict=True))
_GOVERNMENT: Final = dict(zip("fslciouz ", "abdefhuzy", strict=True))
_ILLUSTRATIONS: Final = dict(zip("abcdefghijklmp", "abcdefghijklmo", strict=True))
_CONTENTS: Final = dict(zip("bciaderspjumltnz6", "abcdefgijklmnprst", strict=True))
_LITERATURE: Final = dict(zip("01dehijpsm", "yabcdefghz", strict=True))
_BIOGRAPHY: Final = dict(zip("abcd ", "abcdy", strict=True))


@dataclass(frozen=True, slots=True)
class Coded:
    """Positions as the other flavour has them, and whether something of the source has no code there.

    `books` is 008/18-34 or 105 $a, `general` 100/17-20; "" where nothing was said.
    """

    books: str
    general: str = ""
    is_lost: bool = False
    is_general_lost: bool = False


def books_to_unimarc(old: str) -> Coded:
    """From 008/18-34.

    >>> books_to_unimarc("a   j      000 1 ").books
    'a   y   000ay'
    """
    old = f"{old:<17}"[:_LENGTH_008]
    if not old.strip(_NOTHING_008):
        return Coded("")
    turned = _Turned()
    pictures = turned.several(old[0:4], _ILLUSTRATIONS, 4)
    contents = turned.several(old[6:10], _CONTENTS, _N_CONTENTS)
    flags = "".join(each if each in "01" else "|" if each == "|" else "0" for each in (old[11], old[12], old[13]))
    literature, life = turned.one(old[15], _LITERATURE, "y"), turned.one(old[16], _BIOGRAPHY, "y")
    audience, government = turned.one(old[4], _AUDIENCE, "u"), turned.one(old[10], _GOVERNMENT, "y")
    turned.refuse(old[5].strip(_NOTHING_008 + "r"))  # form of item: a regular print has no code to carry
    is_coded = any(old[at].strip(_NOTHING_008) for at in (*range(4), *range(6, 10), 11, 12, 13, 15, 16))
    books = f"{pictures}{contents}{flags}{literature}{life}" if is_coded else ""
    return Coded(books, f"{audience}  {government}", turned.is_lost)


def books_to_marc21(general: str, books: str) -> Coded:
    """From 100/17-20 and 105 $a.

    >>> books_to_marc21("a  y", "a   y   000ay").books
    'a   j|     000 1 '
    """
    general, books = f"{general:<4}"[:4], f"{books:<13}"[:13]
    coded, turned = _Turned(), _Turned()
    audience = turned.one(general[0], _swapped(_AUDIENCE), " ", "u|")
    turned.refuse(general[1:_N_AUDIENCES].strip(" |u"))
    government = turned.one(general[3], _swapped(_GOVERNMENT), " ", "y|")
    pictures = coded.several(books[0:4], _swapped(_ILLUSTRATIONS), 4, "y|", " ")
    contents = coded.several(books[4:8], _swapped(_CONTENTS), _N_CONTENTS, "y|", " ")
    flags = [each if each in "01" else "|" for each in books[8:11]]
    literature = coded.one(books[11], _swapped(_LITERATURE), "|", "|")
    life = coded.one(books[12], _swapped(_BIOGRAPHY), " ", "y|")
    if not books.strip(" |"):
        pictures = contents = "||||"
        life = "|"
        audience = audience if audience != " " else "|"
    made = f"{pictures}{audience}|{contents}{government}{flags[0]}{flags[1]}{flags[2]} {literature}{life}"
    return Coded(made, "", coded.is_lost, turned.is_lost)


def _swapped(codes: Mapping[str, str]) -> dict[str, str]:
    return {second: first for first, second in codes.items()}


class _Turned:
    """Turns codes and remembers whether one could not be turned."""

    def __init__(self) -> None:
        self.is_lost = False

    def refuse(self, codes: str) -> None:
        """Note codes that have no place on the other side."""
        self.is_lost |= bool(codes)

    def one(self, code: str, codes: Mapping[str, str], unknown: str, nothing: str = _NOTHING_008) -> str:
        if code in codes:
            return codes[code]
        self.refuse(code.strip(nothing + " "))
        return unknown

    def several(
        self, given: str, codes: Mapping[str, str], width: int, nothing: str = _NOTHING_008, none: str = "y"
    ) -> str:
        """Codes side by side, and `none` where there is none, as UNIMARC says so at the first place."""
        said = [each for each in given if each not in nothing + " "]
        turned = "".join(codes.get(each, "") for each in said)
        self.refuse("".join(each for each in said if each not in codes))
        if given.strip(" ") and not given.strip(" |"):
            return "|" * width
        return f"{turned or none:<{width}}"
