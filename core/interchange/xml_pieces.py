"""XML files cut into the elements of their records, bit by bit, so that damage in one leaves the others whole.

A parser of the whole file stops at the first fault and gives no bytes. Here the tags are followed just far enough to
find where each record begins and ends; its bytes go to lxml one record at a time, without the file's document type,
so there are no entities to expand. The bytes are also what is kept as the record's source.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from core.errors import InvalidInputError
from core.interchange.reading import open_source

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LARGEST_RECORD: Final = 16 << 20
_BLOCK: Final = 1 << 18
_PLACE: Final = re.compile(r", line \d+, column \d+(?: \(.*\))?\Z|, line \d+\Z")
"""How the parser ends its words; the sentence has the line already."""
_LONGEST_TAG: Final = 1 << 20
_KEPT_GAP: Final = 1 << 16
_DEEPEST: Final = 256
_MOST_NAMESPACES: Final = 256
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._\-]+)["']""")
# A tag's attribute values may hold > but not <, so a quote that is never closed spoils one tag only.
_TAG = re.compile(rb"""<(/?)([^\s<>/"'=!?][^\s<>/"'=]*)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""")
_NAMESPACE = re.compile(rb"""\sxmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SPANS = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))
_WIDE = ("utf-16", "utf-32")

Name = tuple[str, str]
"""Namespace ("" for none) and local name."""

IsRecord = Callable[[Name, Name | None], bool]
"""Whether an element is a record, told by its name and that of its first child (None when text or its end follows)."""


@dataclass(frozen=True, slots=True)
class XmlPiece:
    """One record's element.

    Attributes:
        data: The element in the encoding of the file, with the namespaces of the elements around it declared, so
            that it can stand alone.
        encoding: The one in which `data` can be decoded.
        offset: Where it begins in the file, in bytes; -1 where the file was recoded (UTF-16).
        length: How many bytes it takes there.
        before: What stands between the record before and this one (an envelope's header), at most 64 KiB.
        fault_id: "" or why it is no whole element: "xml.unclosed", "xml.unopened", "xml.too_large".
    """

    data: bytes
    encoding: str
    offset: int
    length: int
    before: bytes = b""
    fault_id: str = ""

    @property
    def place(self) -> dict[str, int]:
        """Offset and length for a rejected entry; nothing where they are not those of the file."""
        return {"offset": self.offset, "length": self.length} if self.offset >= 0 else {}


def parse_piece(piece: XmlPiece) -> Element:
    """The element.

    Raises:
        InvalidInputError: "xml.unclosed", "xml.unopened", "xml.too_large", "xml.malformed", "text.undecodable".
    """
    if piece.fault_id:
        raise InvalidInputError(piece.fault_id, limit_mib=LARGEST_RECORD >> 20)
    return parse_element(piece.data, piece.encoding)


def parse_element(data: bytes, encoding: str) -> Element:
    """The element that `data` is.

    Raises:
        InvalidInputError: "xml.malformed", "text.undecodable".
    """
    from lxml import etree

    try:
        utf8 = data if encoding in ("utf-8", "utf-8-sig") else data.decode(encoding).encode("utf-8")
        utf8.decode("utf-8")
    except UnicodeError as exc:
        raise InvalidInputError("text.undecodable", encoding=encoding) from exc
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        element = etree.fromstring(utf8, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        line = getattr(exc, "lineno", None) or 1
        raise InvalidInputError("xml.malformed", line=line, detail=_PLACE.sub("", str(exc))[:200]) from exc
    if any(True for _ in element.iter(etree.Entity)):
        raise InvalidInputError("xml.entity")
    return element


def xml_encoding(head: bytes) -> str:
    """The encoding that the first bytes of an XML file announce, "utf-8" without any."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (b"<\0?\0", "utf-16-le"),
        (b"\0<\0?", "utf-16-be"),
    ):  # fmt: skip
        if head.startswith(mark):
            return name
    declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    if declared is None:
        return "utf-8"
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
    except LookupError:
        return "utf-8"
    if name.startswith(_WIDE):
        return "utf-8"  # a declaration that can be read byte by byte is in neither
    return "gb18030" if name in ("gb2312", "gbk") else name


def xml_root(head: bytes) -> tuple[Name, ...]:
    """The first elements of a file, from its first bytes: enough to tell which format it is."""
    encoding = xml_encoding(head)
    if encoding.startswith(_WIDE):
        head = head.decode(encoding, "ignore").lstrip("\ufeff").encode("utf-8")
    names: list[Name] = []
    scopes = [_Open(("", ""), b"", {})]
    for match in _TAG.finditer(head):
        if not match[1]:
            scopes.append(_opened(match, scopes[-1]))
            names.append(scopes[-1].name)
    return tuple(names)


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is open: its name, its tag's bytes up to the attributes, the namespaces in force in it."""

    name: Name
    raw: bytes
    namespaces: dict[bytes, bytes] = field(default_factory=dict)


def _opened(match: re.Match[bytes], around: _Open) -> _Open:
    declared = {m[1] or b"": m[2] if m[2] is not None else m[3] for m in _NAMESPACE.finditer(match[3])}
    namespaces = around.namespaces
    if declared and len(namespaces) < _MOST_NAMESPACES:
        namespaces = {**namespaces, **declared}
    prefix, colon, local = match[2].rpartition(b":")
    uri = namespaces.get(prefix if colon else b"", b"")
    return _Open((uri.decode("utf-8", "replace"), local.decode("utf-8", "replace")), match[2], namespaces)


class _Window:
    """The part of the file that is being looked at. Positions are counted in the (recoded) file."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.data = b""
        self.start = 0
        self.ended = False
        self._no_closing: dict[bytes, int] = {}

    def more(self) -> bool:
        """Read on; False at the end of the file."""
        block = self._source.read(max(_BLOCK, len(self.data)))
        self.ended = not block
        self.data += block
        return bool(block)

    def closing(self, mark: bytes, at: int) -> int:
        """Where the next `mark` ends, or -1. What was searched in vain is not searched again."""
        searched = self._no_closing.get(mark, 0) - self.start - len(mark)
        found = self.data.find(mark, max(at, searched))
        if found < 0:
            self._no_closing[mark] = self.start + len(self.data)
            return -1
        return found + len(mark)

    def forget(self, position: int) -> None:
        """Let go of what stands before `position`."""
        if position - self.start > _BLOCK:
            self.data = self.data[position - self.start :]
            self.start = position


Token = tuple[int, int, re.Match[bytes] | None]
"""Begin, end and tag; no tag for comments, CDATA, instructions and the document type."""


def _tokens(window: _Window, keep_from: list[int]) -> Iterator[Token]:
    """Everything between < and >, in order. Bytes before `keep_from[0]` are let go of."""
    position = 0
    while True:
        at = window.data.find(b"<", position - window.start)
        if at < 0:
            position = window.start + len(window.data)
            window.forget(min(position, keep_from[0]))
            if not window.more():
                return
            continue
        begin = window.start + at
        end, tag = _token_at(window, begin)
        if end > begin:
            yield begin, end, tag
            position = end
        else:
            position = begin + 1  # a stray <, which the parser will object to
        window.forget(min(position, keep_from[0]))


def _token_at(window: _Window, begin: int) -> tuple[int, re.Match[bytes] | None]:
    """Where the token ends (at its beginning when there is none), and the tag."""
    while True:
        at = begin - window.start
        if len(window.data) - at < 9 and not window.ended and window.more():
            continue
        for opening, closing in _SPANS:
            if window.data.startswith(opening, at):
                found = window.closing(closing, at + len(opening))
                if found >= 0:
                    return window.start + found, None
                break
        else:
            if window.data.startswith(b"<!", at):
                if (end := _doctype_end(window.data, at)) >= 0:
                    return window.start + end, None
            elif match := _TAG.match(window.data, at):
                return window.start + match.end(), match
            elif window.data.find(b"<", at + 1) >= 0:
                return begin, None
        if len(window.data) - at > _LONGEST_TAG or not window.more():
            return begin, None


def _doctype_end(data: bytes, at: int) -> int:
    """Where a document type ends, its internal subset in brackets included; -1 when that is not in sight."""
    closing, bracket = data.find(b">", at), data.find(b"[", at)
    if 0 <= bracket < closing:
        bracket = data.find(b"]", bracket)
        closing = data.find(b">", bracket) if bracket >= 0 else -1
    return closing + 1 if closing >= 0 else -1


def split_records(path: Path, is_record: IsRecord, encoding: str = "auto") -> Iterator[XmlPiece]:
    """The elements of a file for which `is_record` holds, wherever they stand; records do not stand inside records.

    Raises:
        InvalidInputError: "file.missing", "file.is_folder", "file.empty".
        HostFaultError: "file.unreadable".
    """
    with open_source(path) as source:
        announced = xml_encoding(source.peek(1024)[:1024])
        used = announced if encoding == "auto" else encoding
        is_recoded = announced.startswith(_WIDE)
        window = _Window(_recoded(source, announced) if is_recoded else source)
        for begin, end, data, before, fault_id in _elements(window, is_record):
            how = "utf-8" if is_recoded else _encoding_of(data, used)
            yield XmlPiece(data, how, -1 if is_recoded else begin, end - begin, before, fault_id)


def _encoding_of(data: bytes, announced: str) -> str:
    """UTF-8 wherever the bytes allow it, whatever was announced; text in other encodings hardly ever looks like it."""
    for name in dict.fromkeys(("utf-8", announced, "gb18030")):
        try:
            data.decode(name)
        except UnicodeError:
            continue
        return name
    return announced


def _recoded(source: BinaryIO, encoding: str) -> BinaryIO:
    """The file in UTF-8, recoded while it is read."""

    class Recoded(io.RawIOBase):
        decoder = codecs.getincrementaldecoder(encoding)("replace")

        def read(self, size: int = -1) -> bytes:
            block, text = b"x", ""
            while block and not text:
                block = source.read(size)
                text = self.decoder.decode(block, final=not block).replace("\ufeff", "")
            return text.encode("utf-8", "replace")

    return Recoded()  # type: ignore[return-value]  # read() is all that is asked of it


_Found = tuple[int, int, bytes, bytes, str]


def _elements(window: _Window, is_record: IsRecord) -> Iterator[_Found]:
    """Begin, end, bytes, bytes before, fault of each record's element."""
    keep_from = [0]
    tokens = _tokens(window, keep_from)
    stack = [_Open(("", ""), b"")]
    waiting: tuple[int, int, re.Match[bytes], _Open] | None = None  # an element whose first child is to be seen
    last_end = 0
    wound: tuple[int, int] | None = None  # where what cannot be read begins, and how many elements were open there

    def told(end: int) -> _Found:
        """What cannot be read, up to `end`."""
        nonlocal last_end, wound
        begin = max(wound[0] if wound else end, end - LARGEST_RECORD)
        last_end, wound = end, None
        return begin, end, _between(window, begin, end), b"", "xml.unopened"

    while True:
        token = next(tokens, None)
        if token is not None and token[2] is None:
            continue
        tag = token[2] if token is not None else None
        child: _Open | None = None
        if waiting is not None:
            begin, end, match, opened = waiting
            waiting = None
            if tag is not None and not tag[1]:
                child = _opened(tag, opened)
            if is_record(opened.name, child.name if child else None):
                if wound is not None:
                    yield told(begin)
                before = _between(window, max(last_end, begin - _KEPT_GAP), begin)
                found, token = _to_its_end(window, tokens, (begin, end, match), stack[-1], token, keep_from)
                last_end = found[1]
                keep_from[0] = last_end
                yield found[0], found[1], found[2], before, found[3]
                tag = token[2] if token is not None else None
            else:
                stack.append(opened)
                if len(stack) > _DEEPEST:
                    del stack[1]
        if token is None:
            if wound is not None:
                yield told(window.start + len(window.data))
            return
        if tag is None:
            continue
        if tag[1]:
            if not _close(stack, tag[2]):
                # The beginning of what ends here was damaged beyond recognition; it may have been a record, whose
                # rest goes on until an element ends that was open by then.
                wound = wound or (max(last_end, token[1] - _KEPT_GAP), len(stack))
            if wound is not None and (len(stack) < wound[1] or len(stack) == 1 or token[1] - wound[0] > LARGEST_RECORD):
                yield told(token[1])
            keep_from[0] = wound[0] if wound is not None else max(last_end, token[1] - _KEPT_GAP)
        else:
            opened = _opened(tag, stack[-1])
            if tag[3].endswith(b"/"):
                if is_record(opened.name, None):
                    if wound is not None:
                        yield told(token[0])
                    data = _standalone(window.data[token[0] - window.start : token[1] - window.start], tag, stack[-1])
                    yield token[0], token[1], data, b"", ""
                    last_end = token[1]
            else:
                waiting = (token[0], token[1], tag, opened)
            keep_from[0] = wound[0] if wound is not None else max(last_end, token[0] - _KEPT_GAP)


def _between(window: _Window, begin: int, end: int) -> bytes:
    return window.data[max(0, begin - window.start) : end - window.start]


def _close(stack: list[_Open], raw: bytes) -> bool:
    """Close the innermost element of that name; False when none is open."""
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].raw == raw:
            del stack[depth:]
            return True
    return False


def _to_its_end(
    window: _Window,
    tokens: Iterator[Token],
    start: tuple[int, int, re.Match[bytes]],
    around: _Open,
    token: Token | None,
    keep_from: list[int],
) -> tuple[tuple[int, int, bytes, str], Token | None]:
    """Follow a record to its end tag. The second value is the token that was taken and does not belong to it."""
    begin, end, match = start
    raw, depth = match[2], 1
    keep_from[0] = begin
    too_large = False
    while token is not None:
        tag = token[2]
        if tag is not None and tag[2] == raw:
            if tag[1]:
                depth -= 1
            elif not raw.endswith(b"Description"):  # which RDF has inside its like
                break  # the next record begins and this one was never closed
            elif not tag[3].endswith(b"/"):
                depth += 1
        end = token[1]
        if depth == 0:
            break
        if end - begin > LARGEST_RECORD:
            too_large = True
            keep_from[0] = end
        following = next(tokens, None)
        if following is None:
            end = window.start + len(window.data)
        token = following
    else:
        token = None
    is_whole = depth == 0
    fault_id = "xml.too_large" if too_large else "" if is_whole else "xml.unclosed"
    data = b"" if too_large else _standalone(_between(window, begin, end), match, around)
    return (begin, end, data, fault_id), (next(tokens, None) if is_whole else token)


def _standalone(data: bytes, match: re.Match[bytes], around: _Open) -> bytes:
    """The element with the namespaces declared that the elements around it declare and it uses."""
    own = {m[1] or b"" for m in _NAMESPACE.finditer(match[3])}
    missing = [
        (prefix, uri)
        for prefix, uri in around.namespaces.items()
        if prefix not in own and (prefix == b"" or prefix + b":" in data)
    ]
    if not missing:
        return data
    names = b"".join(
        b' xmlns:%b="%b"' % (prefix, uri.replace(b'"', b"&quot;")) if prefix else b' xmlns="%b"' % uri
        for prefix, uri in missing
    )
    place = 1 + len(match[2])
    return data[:place] + names + data[place:]
