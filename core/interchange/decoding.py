"""Telling the encoding of a text file from its bytes, and reading it line by line whatever it holds."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from core.errors import InvalidInputError
from core.interchange.reading import open_source

UTF8_NAMES: Final = frozenset({"utf-8", "utf8", "UTF-8", "UTF8", "utf-8-sig"})
UNDECODABLE: Final = "\udcff"
"""Stands in decoded text for bytes that the encoding does not allow."""

_SAMPLE = 1 << 20
_BLOCK = 1 << 18
_LONGEST_LINE = 16 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BYTE_ORDER_MARKS: Final = tuple(mark for mark, _ in _BOMS)
# Characters so common in titles, names and headings that a right decoding is full of them.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十"
    "用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因"
    "重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市书版社著编译史记传集题科技社會學國書來時為這個們說對後過發無開關東車長"
    "門問間經義論傳記圖館編譯著號碼語種類訂價題責任者出版分類索書號條碼"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_RARE = re.compile("[\u3400-\u4dbf\ue000-\uf8ff\uff61-\uff9f\u2400-\u25ff\U00020000-\U0003fffd]")


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return UNDECODABLE, error.end


codecs.register_error("wenyuan.mark", _mark)


def known_encoding(name: str) -> str:
    """Python's name of an encoding that a person named.

    Raises:
        InvalidInputError: "encoding.unknown".
    """
    alias = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "gb": "gb18030",
             "cp950": "big5hkscs", "big5": "big5hkscs",
             "unicode": "utf-16", "ansi": "cp1252", "utf-8": "utf-8-sig", "utf8": "utf-8-sig"}  # fmt: skip
    wanted = alias.get(name.strip().lower(), name.strip())
    try:
        info = codecs.lookup(wanted)
    except (LookupError, ValueError) as exc:
        raise InvalidInputError("encoding.unknown", encoding=name) from exc
    if not getattr(info, "_is_text_encoding", True):
        raise InvalidInputError("encoding.unknown", encoding=name)
    return info.name


def detect_encoding(path: Path) -> str:
    """Name the encoding: a byte order mark decides, then UTF-8 if the whole file is, else the likeliest of the rest.

    The rest are UTF-16 without mark, GB18030, Big5 and Windows-1252, judged by how common their characters are.
    """
    with open_source(path) as source:
        sample = source.read(_SAMPLE)
        for mark, name in _BOMS:
            if sample.startswith(mark):
                return name
        if _is_utf8(sample, source):
            return "utf-8"
    even, odd = sample[0:4096:2].count(0), sample[1:4096:2].count(0)
    if max(even, odd) > len(sample[:4096]) // 8:
        return "utf-16-be" if even > odd else "utf-16-le"
    scores = {name: _plausibility(sample, name) for name in ("gb18030", "big5hkscs")}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0 else "cp1252"


def _is_utf8(sample: bytes, rest: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        block = sample
        while block:
            decoder.decode(block)
            block = rest.read(_BLOCK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _plausibility(sample: bytes, name: str) -> float:
    """Share of very common characters among the Han, less the share of odd ones; below 0 when it cannot be."""
    text = codecs.getincrementaldecoder(name)("wenyuan.mark").decode(sample)
    han = _HAN.findall(text)
    n_bad = text.count(UNDECODABLE) + len(_RARE.findall(text))
    if not han or n_bad * 4 > len(han):
        return -1.0
    return (sum(char in _COMMON for char in han) - 2 * n_bad) / len(han) + 0.01


def in_utf8(data: bytes, codec: str) -> bytes:
    """A piece in UTF-8, so that pieces of files in several encodings can stand in one; as it is where that fails."""
    try:
        return data if codec == "utf-8" else data.decode(codec).encode("utf-8")
    except UnicodeError:
        return data


def with_byte_order(encoding: str, head: bytes) -> str:
    """UTF-16 and UTF-32 without a byte order mark are taken for little-endian, as Windows writes them."""
    marks = {"utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)}
    return encoding if head.startswith(marks.get(encoding, (b"",))) else f"{encoding}-le"


def open_text(path: Path, encoding: str) -> Iterator[str]:
    """The lines of a text file with their ends, undecodable bytes as `UNDECODABLE`. NUL characters are dropped.

    Lines end at LF, CRLF or CR. A line is cut at 16 million characters.
    """
    source = open_source(path)
    encoding = with_byte_order(encoding, source.peek(4)[:4])
    errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "wenyuan.mark"
    with io.TextIOWrapper(source, encoding=encoding, errors=errors, newline="") as text:
        while line := text.readline(_LONGEST_LINE):
            yield line.replace("\0", "")
