"""Which format a file has: told by its first bytes, and where they do not tell, by its name."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from core.domain.library import FORMAT_SUFFIXES
from core.interchange.dublin_core import is_dublin_core
from core.interchange.marc_records import is_marc_record
from core.interchange.mods import is_mods
from core.interchange.xml_pieces import xml_encoding, xml_root

HEAD_BYTES: Final = 1 << 16
_MARC_LEADER = re.compile(rb"\s*\d{5}[a-z ]", re.ASCII)
_RIS = re.compile(rb"^\s{0,3}TY\s{1,2}-", re.MULTILINE)
_BIBTEX = re.compile(rb"^[ \t]*@[ \t]*\w+[ \t]*[{(]", re.MULTILINE)
_TABLES = ("csv", "jsonl")
_XML_RECORDS = (("mods", is_mods), ("marcxml", is_marc_record), ("dc", is_dublin_core))


def by_suffix(path: Path) -> str | None:
    """The format whose files have this suffix."""
    suffix = path.suffix.lower()
    return next((name for name, suffixes in FORMAT_SUFFIXES.items() if suffix in suffixes), None)


def detect_format(path: Path, head: bytes) -> str:
    """Name the format by the first bytes, and where they do not tell, by the suffix; CSV in the end."""
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "xlsx"
    text = _bytes_of_text(head).lstrip()
    named = by_suffix(path)
    if text.startswith(b"<"):
        return _kind_of_xml(head, named)
    if text.startswith((b"{", b"[")):
        return "marcjson" if b'"leader"' in text and b'"fields"' in text else "jsonl"
    if _MARC_LEADER.match(head) and b"\x1e" in head:
        return "marc"
    # In a table or in prose these may stand at the beginning of a line; there they must begin the file.
    for name, pattern in (("ris", _RIS), ("bibtex", _BIBTEX)):
        if pattern.match(text) or (named not in _TABLES and pattern.search(text)):
            return name
    return named or "csv"


def _bytes_of_text(head: bytes) -> bytes:
    """The first bytes in an encoding that keeps ASCII."""
    encoding = xml_encoding(head)
    if encoding.startswith(("utf-16", "utf-32")):
        return head.decode(encoding, "ignore").lstrip("\ufeff").encode("utf-8")
    return head.removeprefix(codecs.BOM_UTF8)


def _kind_of_xml(head: bytes, named: str | None) -> str:
    names = xml_root(head)
    for number, name in enumerate(names):
        child = names[number + 1] if number + 1 < len(names) else None
        for kind, is_record in _XML_RECORDS:
            if is_record(name, child):
                return kind
    if any(local == "modsCollection" for _, local in names):
        return "mods"
    return named if named in ("mods", "dc") else "marcxml"
