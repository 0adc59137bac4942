"""ISBN, ISSN and other numbers as they stand in fields 020/022/024/035 and 010/011/017/035."""

from __future__ import annotations

import re

from core.domain.records import Identifier, IdentifierScheme
from core.interchange.crosswalk.draft import line
from core.text.numbers import bare_number, parse_isbn, parse_issn

_NUMBER = re.compile(r"[0-9０-９][0-9０-９Xxxｘ \-‐‑–]{7,16}", re.ASCII)
_NO_HYPHENS = str.maketrans("", "", "- ")


def isbn_of(text: str, is_valid: bool = True) -> Identifier | None:
    """The ISBN of $a ("0-06-112008-1 (pbk.) : $14.99") or, not `is_valid`, the cancelled one of $z, kept as printed."""
    # Checked here first because nearly every field holds just this, and the general way costs ten times as much.
    number = text.translate(_NO_HYPHENS)
    if not is_valid or not number.isascii():
        return _unusual_isbn(text, is_valid)
    if len(number) == 13 and number.isdigit() and number.startswith(("978", "979")):
        return Identifier("isbn", number, number[12] == _check_digit(number))
    if len(number) >= 10 and number[:9].isdigit() and number[10:11] in ("", "("):
        total = sum((10 - place) * (ord(char) - 48) for place, char in enumerate(number[:9]))
        if number[9].upper() == "0123456789X"[-total % 11]:
            number = f"978{number[:9]}"
            return Identifier("isbn", number + _check_digit(number))
    return _unusual_isbn(text, is_valid)


def _check_digit(number: str) -> str:
    """Of an ISBN-13, from its first twelve digits."""
    digits = [ord(char) - 48 for char in number[:12]]
    return "0123456789"[-(sum(digits[::2]) + 3 * sum(digits[1::2])) % 10]


def _unusual_isbn(text: str, is_valid: bool) -> Identifier | None:
    found = _NUMBER.match(text.strip())
    printed = found[0].strip() if found else text.partition("(")[0].strip()
    if not printed:
        return None
    if not is_valid:
        return Identifier("isbn", bare_number(printed) if found else printed, valid=False)
    return parse_isbn(printed) or Identifier("isbn", bare_number(printed) if found else printed, valid=False)


def issn_of(text: str, is_valid: bool = True) -> Identifier | None:
    """The ISSN of $a, or the wrong or cancelled one of $y and $z."""
    printed = text.partition("(")[0].strip()
    if not printed:
        return None
    found = parse_issn(printed) or Identifier("issn", bare_number(printed), valid=False)
    return found if is_valid else Identifier("issn", found.value, valid=False)


def other_number(scheme: IdentifierScheme, text: str, is_valid: bool = True) -> Identifier | None:
    """Any other number, as it stands."""
    text = line(text)
    return Identifier(scheme, text, is_valid) if text else None
