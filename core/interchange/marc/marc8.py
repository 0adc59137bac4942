"""MARC-8, the character sets of MARC 21 before Unicode: ANSEL Latin, Greek, Cyrillic, Hebrew, Arabic, and EACC.

Source: "MARC 21 Specifications for Record Structure, Character Sets, and Exchange Media", part 3 (Library of
Congress); the code tables are those that pymarc carries. A set is designated by an escape sequence as G0 (bytes
21-7E) or G1 (bytes A1-FE) and holds until the end of the subfield; a combining mark stands *before* its letter; an
EACC character takes three bytes; a space is one byte in every set.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

UNDECODABLE: Final = "\ufffd"

_ASCII, _ANSEL, _EACC = 0x42, 0x45, 0x31
_ESCAPE = b"\x1b"
_DESIGNATION = re.compile(rb"([gbps])|(\$?)([(,)\-]?)(!?)([\x30-\x7e])")
_EACC_RUN = re.compile(r"\x1b\$1((?:[\x21-\x7e]{3})+)\x1b\(B")
_SEPARATOR = re.compile(b"([\x1d-\x1f])")
_TECHNIQUE_1 = {b"g": 0x67, b"b": 0x62, b"p": 0x70, b"s": _ASCII}
_ALWAYS = {0x88: "\x98", 0x89: "\x9c", 0x8D: "\u200d", 0x8E: "\u200c"}
# The sets that an encoder may turn to, the narrow ones first; EACC has Greek and Cyrillic letters of its own.
_WRITTEN_SETS = (0x53, 0x4E, 0x51, 0x32, 0x33, 0x34, 0x67, 0x62, 0x70)


@dataclass(frozen=True, slots=True)
class _Tables:
    """`sets`: designation → code → character. `wide`: three bytes → character. `marks`: all combining ones."""

    sets: Mapping[int, Mapping[int, str]]
    wide: Mapping[bytes, str]
    marks: str


@cache
def _tables() -> _Tables:
    from pymarc import marc8_mapping

    sets: dict[int, Mapping[int, str]] = {}
    marks: set[str] = set()
    for name, codes in marc8_mapping.CODESETS.items():
        if name == _EACC:
            continue
        # Every set can be G0 or G1, so the code is kept without its high bit.
        sets[name] = {code & 0x7F: chr(point) for code, (point, _) in codes.items() if 0x21 <= code & 0x7F <= 0x7E}
        marks.update(chr(point) for point, is_mark in codes.values() if is_mark)
    wide = {code.to_bytes(3, "big"): chr(point) for code, (point, _) in marc8_mapping.CHARSET_31.items()}
    wide.update((code.to_bytes(3, "big"), chr(point)) for code, point in marc8_mapping.ODD_MAP.items())
    return _Tables(sets, wide, "".join(sorted(marks)))


@cache
def _marks_before_letter() -> re.Pattern[str]:
    marks = re.escape(_tables().marks)
    return re.compile(f"([{marks}]+)([^{marks}\x1d-\x1f])", re.DOTALL)


@cache
def _single_byte_table(g0: int, g1: int) -> Mapping[int, str]:
    """Byte → character while neither half is EACC."""
    sets = _tables().sets
    table = {code: chr(code) for code in (*range(0x21), 0x7F)}
    for code in range(0x21, 0x7F):
        table[code] = sets.get(g0, {}).get(code, UNDECODABLE)
        table[code | 0x80] = sets.get(g1, {}).get(code, UNDECODABLE)
    table.update(dict.fromkeys((*range(0x80, 0xA1), 0xFF), UNDECODABLE))
    table.update(_ALWAYS)
    return table


def decode_marc8(data: bytes) -> str:
    """The text of one subfield in NFC; bytes and escape sequences that mean nothing become U+FFFD."""
    if data.isascii() and _ESCAPE not in data:
        return data.decode("ascii")
    g0, g1 = _ASCII, _ANSEL
    first, *escaped = data.split(_ESCAPE)
    parts = [_decode_run(first, g0, g1)]
    for run in escaped:
        match = _DESIGNATION.match(run)
        wanted = _designated(match) if match else None
        if match is None or wanted is None:
            parts.append(UNDECODABLE + _decode_run(run, g0, g1))
            continue
        is_g1, name = wanted
        g0, g1 = (g0, name) if is_g1 else (name, g1)
        parts.append(_decode_run(run[match.end() :], g0, g1))
    return _composed("".join(parts))


def _composed(text: str) -> str:
    """The text with its marks behind their letters, in NFC."""
    return unicodedata.normalize("NFC", _marks_before_letter().sub(lambda match: match[2] + match[1], text))


def decode_marc8_body(body: bytes) -> str:
    """Many subfields with their separators 1D-1F, each decoded as `decode_marc8` does."""
    if not body.isascii() or _ESCAPE in body:
        # The usual case at once: EACC between its two escape sequences, the rest ASCII and ANSEL.
        parts = _EACC_RUN.split(body.decode("latin-1"))
        plain = "\x1e".join(parts[::2])
        if "\x1b" in plain:
            return "".join([decode_marc8(part) for part in _SEPARATOR.split(body)])
        table, wide = _single_byte_table(_ASCII, _ANSEL), _wide_text()
        if not plain.isascii():
            parts[::2] = [part if part.isascii() else part.translate(table) for part in parts[::2]]
        parts[1::2] = [
            "".join([wide.get(run[i : i + 3], UNDECODABLE) for i in range(0, len(run), 3)]) for run in parts[1::2]
        ]
        return _composed("".join(parts)) if not plain.isascii() else unicodedata.normalize("NFC", "".join(parts))
    return body.decode("ascii")


@cache
def _wide_text() -> Mapping[str, str]:
    return {code.decode("ascii"): char for code, char in _tables().wide.items()}


def _designated(match: re.Match[bytes]) -> tuple[bool, int] | None:
    """Which half and which set an escape sequence asks for; None where there is no such set."""
    short, dollar, half, _, final = match.groups()
    if short:
        return False, _TECHNIQUE_1[short]
    name = final[0]
    if not half and not dollar:
        return None
    if (name == _EACC) != bool(dollar) or (name != _EACC and name not in _tables().sets):
        return None
    return half in (b")", b"-"), name


def _decode_run(run: bytes, g0: int, g1: int) -> str:
    if _EACC not in (g0, g1):
        return run.decode("latin-1").translate(_single_byte_table(g0, g1))
    wide = _tables().wide
    if g0 == _EACC and len(run) % 3 == 0:
        found = [wide.get(run[i : i + 3]) for i in range(0, len(run), 3)]
        if None not in found:
            return "".join(each for each in found if each)
    return _decode_mixed_run(run, g0, g1)


def _decode_mixed_run(run: bytes, g0: int, g1: int) -> str:
    """A run with one half EACC and anything among it."""
    wide = _tables().wide
    single = _single_byte_table(g0, g1)
    made, at = [], 0
    while at < len(run):
        byte = run[at]
        if 0x21 <= byte & 0x7F <= 0x7E and (g1 if byte & 0x80 else g0) == _EACC:
            key = bytes(each & 0x7F for each in run[at : at + 3])
            made.append(wide.get(key, UNDECODABLE))
            at += 3
        else:
            made.append(single[byte])
            at += 1
    return "".join(made)


@cache
def _codes() -> tuple[Mapping[str, int], Mapping[int, Mapping[str, int]], Mapping[str, bytes]]:
    """Character → code for ANSEL, for each other single-byte set, and for EACC."""
    tables = _tables()
    ansel = {char: code | 0x80 for code, char in tables.sets[_ANSEL].items()}
    ansel.update((char, code) for code, char in _ALWAYS.items())
    others = {name: {char: code for code, char in tables.sets[name].items()} for name in (_ASCII, *_WRITTEN_SETS)}
    # Several EACC codes stand for one character of Unicode; the lowest is the one without a variant's prefix.
    wide: dict[str, bytes] = {}
    for code, char in sorted(tables.wide.items()):
        if all(0x21 <= byte <= 0x7E for byte in code):  # some codes that are met in records are none of EACC
            wide.setdefault(char, code)
    return ansel, others, wide


class _Encoder:
    """Writes one subfield; `g0` is the set designated now."""

    def __init__(self) -> None:
        self._ansel, self._sets, self._wide = _codes()
        self._made = bytearray()
        self._g0 = _ASCII

    def write(self, char: str, marks: str) -> bool:
        """Append a character with its marks. Returns False and appends nothing where that cannot be."""
        found = self._find(char)
        if found is None:
            pair = unicodedata.decomposition(char)
            if not pair or pair.startswith("<"):
                return False
            points = [chr(int(each, 16)) for each in pair.split()]
            return self.write(points[0], "".join(points[1:]) + marks)
        codes = [self._ansel.get(mark) for mark in marks]
        if None in codes:
            return False
        name, code = found
        self._made += bytes(each for each in codes if each)
        if name is not None:
            self._designate(name)
        self._made += code
        return True

    def reference(self, char: str) -> None:
        """Append a character as the specification's lossless substitute, &#xXXXX;."""
        self._designate(_ASCII)
        self._made += f"&#x{ord(char):04X};".encode("ascii")

    def finish(self) -> bytes:
        self._designate(_ASCII)
        return bytes(self._made)

    def _find(self, char: str) -> tuple[int | None, bytes] | None:
        """Where a character is: a set and its code there; no set where it is to be had in any."""
        if char <= "\x20" or char == "\x7f":
            # A blank is allowed among EACC, but other programs count in threes there.
            return (_ASCII if self._g0 == _EACC else None), char.encode("ascii")
        if char in self._ansel:
            return None, bytes((self._ansel[char],))
        for name in (self._g0, _ASCII, *_WRITTEN_SETS):
            code = self._sets.get(name, {}).get(char)
            if code is not None:
                return name, bytes((code,))
        wide = self._wide.get(char)
        return None if wide is None else (_EACC, wide)

    def _designate(self, name: int) -> None:
        if name == self._g0:
            return
        if name == _EACC:
            self._made += b"\x1b$1"
        elif name in (0x67, 0x62, 0x70):
            self._made += bytes((0x1B, name))
        elif name == _ASCII and self._g0 in (0x67, 0x62, 0x70):
            self._made += b"\x1bs"
        else:
            self._made += bytes((0x1B, 0x28, name))
        self._g0 = name


def encode_marc8(text: str) -> tuple[bytes, str]:
    """One subfield in MARC-8, and the characters that are not in it, which are written as &#xXXXX;.

    `decode_marc8` gives the text back in NFC but for those.
    """
    if text.isascii() and "\x1b" not in text:
        return text.encode("ascii"), ""
    encoder, missing = _Encoder(), []
    for char, marks in _clusters(unicodedata.normalize("NFC", text)):
        # A mark without a letter would go to what follows.
        if char != "\x1b" and char not in _tables().marks and encoder.write(char, marks):
            continue
        for each in (char, *marks):
            if each == "\x1b" or each in _tables().marks or not encoder.write(each, ""):
                missing.append(each)
                encoder.reference(each)
    return encoder.finish(), "".join(missing)


def _clusters(text: str) -> list[tuple[str, str]]:
    """Characters with the marks that follow them."""
    marks = _tables().marks
    found: list[tuple[str, str]] = []
    for char in text:
        if found and char in marks and found[-1][0] not in marks:
            found[-1] = found[-1][0], found[-1][1] + char
        else:
            found.append((char, ""))
    return found
