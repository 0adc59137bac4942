"""Barcodes to be printed: a text in, its bars out, as modules of equal width."""

from __future__ import annotations

import re

from core.domain.labels import Symbology
from core.errors import InvalidInputError

QUIET_MODULES = 10
"""White modules that readers need on either side; EAN-13 asks for 11 at the left."""
_CODE39 = re.compile(r"[0-9A-Z\-. $/+%]{1,40}")
_CODE128 = re.compile(r"[\x20-\x7e]{1,60}")
_EAN13 = re.compile(r"\d{12,13}")


def bars(text: str, symbology: Symbology) -> tuple[str, str]:
    """The modules of a barcode without quiet zones ("1" is black), and the text to stand below it.

    Raises:
        InvalidInputError: "barcode.empty", "barcode.not_in_code" when the code has no sign for a character of the
            text, "barcode.check_digit" when an EAN-13 contradicts its last digit.
    """
    if not text:
        raise InvalidInputError("barcode.empty")
    allowed = {"code39": _CODE39, "code128": _CODE128, "ean13": _EAN13}[symbology]
    value = text.upper() if symbology == "code39" else text
    if symbology == "ean13":
        value = re.sub(r"[\s-]", "", value)
    if not allowed.fullmatch(value):
        raise InvalidInputError("barcode.not_in_code", barcode=text, code=_NAMES[symbology])
    if symbology == "code39":
        from barcode.codex import Code39

        return str(Code39(value, add_checksum=False).build()[0]), value
    if symbology == "code128":
        from barcode.codex import Code128

        return str(Code128(value).build()[0]), value
    from barcode.ean import EAN13

    code = EAN13(value[:12])
    whole = str(code.get_fullcode())
    if len(value) == 13 and whole != value:
        raise InvalidInputError("barcode.check_digit", barcode=text, right=whole[-1])
    return str(code.build()[0]), whole


_NAMES: dict[Symbology, str] = {"code128": "Code 128", "code39": "Code 39", "ean13": "EAN-13"}
