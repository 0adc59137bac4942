"""Files that hold no records: told by their first bytes, so that nobody is asked for the title column of a photo."""

from __future__ import annotations

import re
from typing import Final

from core.interchange.decoding import BYTE_ORDER_MARKS

_KINDS: Final = (
    (re.compile(rb"\xff\xd8\xff"), "file.picture", "JPEG"),
    (re.compile(rb"\x89PNG\r\n"), "file.picture", "PNG"),
    (re.compile(rb"GIF8[79]a"), "file.picture", "GIF"),
    (re.compile(rb"II\*\0|MM\0\*"), "file.picture", "TIFF"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "file.picture", "WebP"),
    (re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL), "file.picture", "BMP"),
    (re.compile(rb"....ftyp(?:heic|heix|mif1|avif)", re.DOTALL), "file.picture", "HEIF"),
    (re.compile(rb"\s*%PDF-"), "file.pdf", "PDF"),
    (re.compile(rb"SQLite format 3\0"), "file.database", "SQLite"),
    (re.compile(rb".{4}Standard (?:Jet|ACE) DB", re.DOTALL), "file.database", "Access"),
    (re.compile(rb"\x1f\x8b\x08"), "file.archive", "gzip"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "file.archive", "7z"),
    (re.compile(rb"Rar!\x1a\x07"), "file.archive", "RAR"),
    (re.compile(rb"BZh[1-9]1AY&SY"), "file.archive", "bzip2"),
    (re.compile(rb"\xfd7zXZ\0"), "file.archive", "xz"),
    (re.compile(rb"\x7fELF|MZ.{58}", re.DOTALL), "file.binary", ""),
    (re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE), "file.web_page", "HTML"),
)
_ZIP: Final = b"PK\x03\x04"
# Names of the parts that stand near the beginning of an archive.
_KINDS_OF_ZIP: Final = (
    (b"mimetypeapplication/epub", "file.document", "EPUB"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "file.document", "OpenDocument"),
    (b"word/", "file.document", "Word"),
    (b"ppt/", "file.document", "PowerPoint"),
)
_WORKBOOK: Final = (b"xl/", b"[Content_Types].xml", b"_rels/")
_UNTEXTUAL: Final = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c]")  # 1b to 1f are in MARC files
_MOST_UNTEXTUAL: Final = 0.05
_LEAST_BYTES: Final = 16


def kind_of_other(head: bytes) -> tuple[str, str] | None:
    """Message id and name of what a file is by its first bytes, when they are of no format that holds records."""
    for pattern, message_id, name in _KINDS:
        if pattern.match(head):
            return message_id, name
    if head.startswith(_ZIP):
        for mark, message_id, name in _KINDS_OF_ZIP:
            if mark in head:
                return message_id, name
        if not any(mark in head for mark in _WORKBOOK):
            return "file.archive", "ZIP"
    return None


def is_binary(head: bytes) -> bool:
    """Whether bytes are no text in any encoding. UTF-16, marked or not, has its NULs at every second place.

    What begins with a line of text is text, if a damaged one: its good records are to be had.
    """
    if len(head) < _LEAST_BYTES or head.startswith(BYTE_ORDER_MARKS):
        return False
    first, end, _ = head.partition(b"\n")
    if first and end and not _UNTEXTUAL.search(first):
        return False
    if not head.strip(b"\0"):
        return True
    n_even, n_odd = head[0::2].count(0), head[1::2].count(0)
    if max(n_even, n_odd) > 8 * min(n_even, n_odd) and max(n_even, n_odd) * 8 > len(head):
        return False
    return len(_UNTEXTUAL.findall(head)) > _MOST_UNTEXTUAL * len(head)
