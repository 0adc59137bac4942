"""Standard numbers: ISBN and ISSN with their check digits."""

from __future__ import annotations

import re

from stdnum import ean, isbn, issn

from core.domain.records import Identifier

_SEPARATORS = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+")
_WIDE_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF38: "X", 0xFF58: "X"}


def bare_number(text: str) -> str:
    """Digits and X without hyphens, spaces and full-width forms: "７-02-000220-x" → "702000220X"."""
    return _SEPARATORS.sub("", text.translate(_WIDE_DIGITS)).upper()


def isbn13_check_digit(first_twelve: str) -> str:
    """The thirteenth digit."""
    return str(ean.calc_check_digit(first_twelve))


def parse_isbn(text: str) -> Identifier | None:
    """Read an ISBN-10 or ISBN-13 with or without hyphens; None when it does not look like one.

    A valid number becomes an ISBN-13. One with a wrong check digit is kept as printed, `valid` False.
    """
    number = bare_number(text)
    if re.fullmatch(r"[0-9]{9}[0-9X]", number, re.ASCII):
        if isbn.is_valid(number):
            return Identifier("isbn", str(isbn.to_isbn13(number)))
        return Identifier("isbn", number, valid=False)
    if re.fullmatch(r"97[89][0-9]{10}", number, re.ASCII):
        return Identifier("isbn", number, valid=bool(isbn.is_valid(number)))
    return None


def parse_issn(text: str) -> Identifier | None:
    """Read an ISSN (eight characters, hyphen optional); None when it does not look like one."""
    number = bare_number(text)
    if re.fullmatch(r"[0-9]{7}[0-9X]", number, re.ASCII):
        return Identifier("issn", number, valid=bool(issn.is_valid(number)))
    return None
