"""Standard numbers as they stand in files, spreadsheets' damage included."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from core.domain.records import Identifier, RejectedInput
from core.text.numbers import bare_number, isbn13_check_digit, parse_isbn, parse_issn

_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}", re.ASCII)
_ISBN_LIKE = re.compile(r"(?<![\dXx])(?:97[89][\s\-‐‑–]?)?\d(?:[\s\-‐‑–]?\d){8}[\s\-‐‑–]?[\dXx](?![\dXx])", re.ASCII)
_BETWEEN = re.compile(r"[;；,，、|/\n]+")
_SHORTEST_WITH_LOST_ZEROS = 6


def normalise_isbn(text: str) -> str | None:
    """The ISBN-13 of a valid ISBN in any spelling; None when it is not one."""
    found = parse_isbn(text)
    return found.value if found is not None and found.valid else None


def number_warnings(path: Path, position: int | str, numbers: Iterable[Identifier]) -> tuple[RejectedInput, ...]:
    """One warning that names the ISBNs and ISSNs of a record whose check digit does not fit; () where all fit.

    The numbers stay in the record as they were written. Leave out those that the file itself calls wrong or cancelled.
    """
    checks = {"isbn": parse_isbn, "issn": parse_issn}
    wrong = dict.fromkeys(
        f"{each.scheme.upper()} {each.value}"
        for each in numbers
        if not each.valid and each.scheme in checks
        and ((parsed := checks[each.scheme](each.value)) is None or not parsed.valid)
    )  # fmt: skip
    if not wrong:
        return ()
    return (RejectedInput(str(path), str(position), "record.numbers_wrong", {"numbers": ", ".join(wrong)}),)


def isbns_of_cell(text: str) -> tuple[Identifier, ...]:
    """The ISBNs in one cell, in order, without repetition.

    Handles several numbers, words around them ("978-7-02-000220-7 (平装)"), leading zeros eaten by a spreadsheet
    (``439023483`` → 0439023483 when the check digit fits) and numbers that became floats (``9780439023481.0``).
    ``9.78043902348E+12`` has lost only its check digit, restored where that can be told;
    ``9.78E+12`` gives nothing. A number with a wrong check digit is kept, `valid` False.
    """
    found: dict[Identifier, None] = {}
    for piece in _BETWEEN.split(text):
        if piece.strip():
            found.update(dict.fromkeys(_isbns_of_piece(piece.strip())))
    return tuple(found)


def _isbns_of_piece(piece: str) -> tuple[Identifier, ...]:
    piece = _undo_number(piece)
    if not piece:
        return ()
    number = bare_number(piece).removeprefix("ISBN").lstrip(":：")
    whole = parse_isbn(number)
    if whole is not None and whole.valid:
        return (whole,)
    if _SHORTEST_WITH_LOST_ZEROS <= len(number) < 10 and number[:-1].isdigit():
        restored = parse_isbn(number.zfill(10))
        if restored is not None and restored.valid:
            return (restored,)
    inside = tuple(
        identifier
        for match in _ISBN_LIKE.finditer(piece)
        if (identifier := parse_isbn(match[0])) is not None and identifier.valid
    )
    if inside:
        return inside
    return (whole or Identifier("isbn", number, valid=False),) if any(char.isdigit() for char in number) else ()


def _undo_number(piece: str) -> str:
    """The digits of a number that a spreadsheet made of a text; "" when they are lost."""
    if not _SCIENTIFIC.fullmatch(piece):
        return piece[:-2] if piece.endswith(".0") and piece[:-2].isdigit() else piece
    value = Decimal(piece.replace(",", "."))
    digits = "".join(map(str, value.as_tuple().digits))
    n_whole = value.adjusted() + 1
    if n_whole <= len(digits):
        return digits[:n_whole]
    return _restore_rounded_isbn(digits) if n_whole == 13 and len(digits) == 12 else ""


def _restore_rounded_isbn(twelve: str) -> str:
    """An ISBN-13 rounded to twelve digits: the lost last digit is the check digit, so it can be worked out.

    Rounding may have raised the twelfth digit. "" when both or neither of the two possible numbers round to it.
    """
    below = str(int(twelve) - 1)
    kept, raised = twelve + isbn13_check_digit(twelve), below + isbn13_check_digit(below)
    fitting = [number for number, fits in ((kept, kept[-1] <= "5"), (raised, raised[-1] >= "5")) if fits]
    return fitting[0] if len(fitting) == 1 and fitting[0].startswith(("978", "979")) else ""


def issns_of_cell(text: str) -> tuple[Identifier, ...]:
    """The ISSNs in one cell; an eaten leading zero is restored, wrong numbers are kept with `valid` False."""
    found: dict[Identifier, None] = {}
    for piece in _BETWEEN.split(text):
        number = bare_number(_undo_number(piece.strip())).removeprefix("ISSN").lstrip(":：")
        if not number:
            continue
        identifier = parse_issn(number) or parse_issn(number.zfill(8))
        found[identifier or Identifier("issn", number, valid=False)] = None
    return tuple(found)
