"""Call numbers as a librarian sees them: their order on the shelf, and their lines on a label.

The class decides first, then the book number, then what follows (volume, year, copy). Three schemes are told apart:

* CLC (中图法) and anything like it: letters, then digits as decimals, whatever dots stand between them; auxiliary signs
  come before further digits, in the order of the scheme: a / - ( ) " = < # + :
* DDC begins with digits, which are decimals too.
* LCC is known by its Cutter number after a dot (QA76.73 .P98): its class digits are a whole number.

Book numbers of digits alone count upwards (种次号: 2 before 10); behind letters, digits are decimals (L28 before L3) as
in author tables. Volumes, years and copies are whole numbers.
"""

from __future__ import annotations

import re
import unicodedata

Key = tuple[object, ...]

_SIGNS = {sign: position for position, sign in enumerate("a/-()\"=<>#+:'")}
_LCC = re.compile(r"([A-Z]{1,3})\s?(\d{1,4})(\.\d+)?\s*\.(?=[A-Z])")
_CLASS_END = re.compile(r"[/\s]+")
_CUTTER = re.compile(r"\.(?=[A-Z]\d)")
_PIECES = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_WORDS_OF_VOLUMES = re.compile(r"^(?:VOL|V|NO|C|T|第)\.?\s*(?=\d)")
_DIGITS, _SIGN, _LETTERS = 2, 0, 1


def fold_call_number(call_number: str) -> str:
    """Full-width characters narrow, letters large, blanks single: as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", call_number).upper().split())


def shelf_key(call_number: str) -> Key:
    """By which items are sorted; one without a call number comes last."""
    folded = fold_call_number(call_number)
    if not folded:
        return (1,)
    lcc = _LCC.match(folded)
    if lcc is not None:
        class_key: Key = ((_LETTERS, lcc[1]), (_DIGITS, f"{int(lcc[2]):05d}"), (_DIGITS, lcc[3] or ""))
        rest = folded[lcc.end() :]
        return (0, class_key, *(_part_key(part, is_book=True) for part in _CLASS_END.split(rest) if part))
    parts = [part for part in _CLASS_END.split(folded) if part]
    keys = [_part_key(part, is_book=position == 0) for position, part in enumerate(parts[1:])]
    return (0, _class_key(parts[0]) if parts else (), *keys)


def call_number_lines(call_number: str) -> tuple[str, ...]:
    """The lines on a spine label: class, book number, then volume or year, one below the other."""
    text = " ".join(unicodedata.normalize("NFKC", call_number).split())
    lines: list[str] = []
    for position, part in enumerate(piece for piece in _CLASS_END.split(text) if piece):
        cutter = _CUTTER.search(part, 1) if position == 0 else None
        if cutter is not None:  # QA76.73.P98 → QA76.73, .P98
            lines += [part[: cutter.start()], part[cutter.start() :]]
        else:
            lines.append(part)
    return tuple(line for line in lines if line)


def barcode_key(barcode: str) -> tuple[str, int, str]:
    """By which barcodes are ordered: what stands before the number at the end, then the number."""
    folded = unicodedata.normalize("NFKC", barcode).strip().upper()
    match = re.search(r"\d{1,18}$", folded)
    if match is None:
        return folded, -1, ""
    return folded[: match.start()], int(match[0]), match[0]


def _class_key(text: str) -> Key:
    """Character by character: the end of a class before its signs, signs before letters, letters before digits."""
    key: list[tuple[int, str]] = []
    for char in text:
        if char == ".":
            continue
        if char.isdigit():
            key.append((_DIGITS, char))
        elif char.isalpha():
            key.append((_LETTERS, char))
        else:
            key.append((_SIGN, f"{_SIGNS.get(char, len(_SIGNS)):02d}{char}"))
    return tuple(key)


def _part_key(text: str, *, is_book: bool) -> Key:
    """A book number, or what follows it."""
    if not is_book:
        text = _WORDS_OF_VOLUMES.sub("", text)
    key: list[tuple[int, str]] = []
    after_letters = False
    for piece in _PIECES.findall(text):
        if piece.isdigit():
            is_decimal = is_book and after_letters
            key.append((_DIGITS, piece if is_decimal else f"{len(piece.lstrip('0') or '0'):03d}{piece.lstrip('0')}"))
            after_letters = False
        elif piece.isalpha():
            key.append((_LETTERS, piece))
            after_letters = True
        else:
            key.append((_SIGN, f"{_SIGNS.get(piece, len(_SIGNS)):02d}{piece}"))
            is_book = False  # what follows a sign tells volumes, years or copies apart
            after_letters = False
    return tuple(key)
