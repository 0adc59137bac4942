"""The encodings of MARC records by name: text from bytes and bytes from text.

In every one of them the separators 1D, 1E and 1F are what they are in ASCII, so a record can be cut before it is
decoded. In those that are not Unicode, `&#xXXXX;` stands for any character (the lossless substitute of the MARC 21
specification, which we use for GBK and Big5 too).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from core.errors import InvalidInputError
from core.interchange.decoding import known_encoding
from core.interchange.marc.marc8 import UNDECODABLE, decode_marc8, decode_marc8_body, encode_marc8

MARC8: Final = "marc-8"
DETECTED: Final = ("utf-8", "gb18030", "big5", MARC8, "cp1252")
"""What `detection` tells apart. GBK and GB 2312 are read as GB18030, which holds them."""

MIXED: Final = "+"
"""Joins the encodings of a record whose subfields differ: "utf-8+gb18030"."""

_ALIASES: Final = {
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "unicode": "utf-8",
    "marc8": MARC8,
    "ansel": MARC8,
    "eacc": MARC8,
    "gb": "gb18030",
    "cp936": "gbk",
    "936": "gbk",
    "gb2312": "gb2312",
    "big5hkscs": "big5",
    "big5-hkscs": "big5",
    "cp950": "big5",
    "950": "big5",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "windows-1252": "cp1252",
}
_READ_AS: Final = {"gbk": "gb18030", "gb2312": "gb18030", "big5": "big5hkscs"}
_NAMES: Final = frozenset({*DETECTED, "gbk", "gb2312"})
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]{4,6});")
_REFERENCE_LIKE = re.compile(r"&(?=#x[0-9A-Fa-f]{4,6};)")
_MOST_REFERENCED: Final = 1 << 16
SEPARATOR: Final = re.compile(b"([\x1d-\x1f])")
_SEPARATORS: Final = "\x1d\x1e\x1f aZ09&#;"


@lru_cache(maxsize=64)
def marc_encoding(name: str) -> str:
    """Our name of an encoding that a person or a file named; "auto" stays, and so do mixtures ("utf-8+gb18030").

    Raises:
        InvalidInputError: "encoding.unknown"; also for encodings in which a record could not be cut, as UTF-16.
    """
    wanted = name.strip().lower().replace("_", "-")
    if MIXED in wanted:
        return MIXED.join(marc_encoding(each) for each in wanted.split(MIXED))
    wanted = _ALIASES.get(wanted, wanted)
    if wanted in _NAMES or wanted == "auto":
        return wanted
    known = known_encoding(wanted)
    try:
        is_transparent = _SEPARATORS.encode(known) == _SEPARATORS.encode("ascii")
    except UnicodeError:
        is_transparent = False
    if not is_transparent:
        raise InvalidInputError("encoding.unknown", encoding=name)
    return known


def decode_text(data: bytes, encoding: str) -> str:
    """Text without separators from its bytes; what the encoding does not allow becomes U+FFFD.

    Args:
        data: A control field or the value of a subfield.
        encoding: A name from `marc_encoding`, not mixed.
    """
    if encoding == "utf-8":
        return data.decode("utf-8", "replace")
    text = decode_marc8(data) if encoding == MARC8 else data.decode(_READ_AS.get(encoding, encoding), "replace")
    return resolve_references(text)


def decode_body(body: bytes, encoding: str) -> tuple[str, bool]:
    """The text of many fields with their separators, and whether every byte is allowed.

    Where one is not, it is U+FFFD and costs its subfield alone: no separator is lost.

    Args:
        body: Fields and subfields as they stand in a record.
        encoding: A name from `marc_encoding`, not mixed.
    """
    if encoding == MARC8:
        text = decode_marc8_body(body)
        return resolve_references(text), UNDECODABLE not in text
    codec = _READ_AS.get(encoding, encoding)
    try:
        text = body.decode(codec)
    except UnicodeDecodeError:
        if codec == "gb18030":  # its decoder may take a separator along with a damaged four-byte character
            return "".join([decode_text(part, encoding) for part in SEPARATOR.split(body)]), False
        text = body.decode(codec, "replace")
        return (text if encoding == "utf-8" else resolve_references(text)), False
    return (text if encoding == "utf-8" else resolve_references(text)), True


def resolve_references(text: str) -> str:
    """The text with &#xXXXX; as the characters that they name."""
    if "&#x" not in text:
        return text
    parts = _REFERENCE.split(text)
    parts[1::2] = [_REFERENCED[digits] for digits in parts[1::2]]
    return "".join(parts)


class _Referenced(dict[str, str]):
    """What the digits of a reference stand for. Filled as asked."""

    def __missing__(self, digits: str) -> str:
        point = int(digits, 16)
        is_character = point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF and point not in (0x1D, 0x1E, 0x1F)
        meant = chr(point) if is_character else f"&#x{digits};"
        if len(self) < _MOST_REFERENCED:
            self[digits] = meant
        return meant


_REFERENCED: Final = _Referenced()


def encode_text(text: str, encoding: str) -> tuple[bytes, str]:
    """Bytes of a text without separators, and the characters that the encoding has not, written as &#xXXXX;.

    `decode_text` gives the same text back (MARC-8: in NFC), including those characters.

    Args:
        text: A control field or the value of a subfield.
        encoding: A name from `marc_encoding`, not mixed. "big5" writes only what Big5 of Taiwan and of Hong Kong share.
    """
    if encoding == "utf-8":
        try:
            return text.encode("utf-8"), ""
        except UnicodeEncodeError:  # unpaired surrogates, which no decoder gives
            missing = "".join(char for char in text if "\ud800" <= char <= "\udfff")
            return text.encode("utf-8", "backslashreplace"), missing
    if "&#x" in text:
        text = _REFERENCE_LIKE.sub("&#x0026;", text)
    if encoding == MARC8:
        return encode_marc8(text)
    if encoding != "big5":
        try:
            made = text.encode(encoding)
        except UnicodeEncodeError:
            pass
        else:
            if made.decode(_READ_AS.get(encoding, encoding), "replace") == text:
                return made, ""
    return _encode_by_character(text, encoding)


def _encode_by_character(text: str, encoding: str) -> tuple[bytes, str]:
    parts, missing = [], []
    for char in text:
        code = _code(char, encoding)
        if code is None:
            missing.append(char)
            code = f"&#x{ord(char):04X};".encode("ascii")
        parts.append(code)
    return b"".join(parts), "".join(missing)


@lru_cache(maxsize=1 << 16)
def _code(char: str, encoding: str) -> bytes | None:
    """The code of one character, where reading gives it back."""
    written = "big5hkscs" if encoding == "big5" else encoding
    try:
        code = char.encode(written)
        if encoding == "big5" and code.decode("cp950") != char:
            return None
    except UnicodeError:
        return None
    return code if decode_text(code, encoding) == char else None


__all__ = [
    "DETECTED",
    "MARC8",
    "MIXED",
    "SEPARATOR",
    "UNDECODABLE",
    "decode_body",
    "decode_text",
    "encode_text",
    "marc_encoding",
    "resolve_references",
]
