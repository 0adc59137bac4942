"""BibTeX files cut into their blocks, and blocks into fields whose places in the text are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from core.errors import InvalidInputError
from core.interchange.text_pieces import LARGEST_RECORD, Line, TextPiece, joined

_START = re.compile(r"[ \t]*@[ \t]*(\w+)[ \t]*([{(])")
_MARK = re.compile(r'(?<!\\)[{}")]')
LONGEST_STRING: Final = 1 << 20
_NO_RECORDS: Final = frozenset({"comment", "preamble", "string"})
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VALUE_PART = re.compile(r"\s*(?:#\s*)?(?:([^\s#{}\"]+)|([{\"]))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class BibtexField:
    """One field. `raw` is its value as it stands, with delimiters; begin and end enclose ``key = value``."""

    key: str
    raw: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class BibtexBlock:
    """A block other than a comment: its kind in small letters ("string" too), key and fields."""

    kind: str
    key: str
    fields: tuple[BibtexField, ...]


class _Balance:
    """Follows braces (and in a block in parentheses, quotes) until the block is closed."""

    def __init__(self, opening: str) -> None:
        self._is_paren = opening == "("
        self._depth = 0 if self._is_paren else 1
        self._in_quotes = False

    def end(self, line: str, start: int) -> int:
        """Where the block ends in this line, -1 when it goes on."""
        for found in _MARK.finditer(line, start):
            mark = found[0]
            if mark == "{":
                self._depth += 1
            elif mark == "}" and self._depth:
                self._depth -= 1
                if not self._depth and not self._is_paren:
                    return found.end()
            elif mark == '"' and not self._depth:
                self._in_quotes = not self._in_quotes
            elif mark == ")" and self._is_paren and not self._depth and not self._in_quotes:
                return found.end()
        return -1


def split_bibtex(lines: Iterable[Line], codec: str) -> Iterator[TextPiece]:
    """The blocks of a file. A block that begins on a line of its own ends one that was never closed."""
    taken: list[Line] = []
    balance: _Balance | None = None
    size = end = 0
    for line in _block_lines(lines, codec):
        text, number, offset, data = line
        start = _START.match(text)
        if start is not None:
            if taken:
                yield joined(taken, end)
            taken, size, balance = [], 0, _Balance(start[2])
        if balance is None:
            continue
        closing = balance.end(text, start.end() if start is not None else 0)
        if closing >= 0:
            data = text[:closing].encode(codec, "surrogateescape")
        size += len(data)
        end = offset + len(data)
        if size <= LARGEST_RECORD or not taken:
            taken.append(Line(number, offset, data))
        if closing >= 0:
            yield joined(taken, end)
            taken, size, balance = [], 0, None
    if taken:
        yield joined(taken, end)


def _block_lines(lines: Iterable[Line], codec: str) -> Iterator[tuple[str, int, int, bytes]]:
    """Lines as text; what follows a closed block on its line is a line of its own, told by a brace before an @."""
    for line in lines:
        try:
            text = line.data.decode(codec)
        except UnicodeError:
            yield line.data.decode("ascii", "surrogateescape"), line.number, line.offset, line.data
            continue
        offset = line.offset
        for part in re.split(r"(?<=[})])(?=[ \t]*@[ \t]*\w+[ \t]*[{(])", text) if "@" in text[1:] else [text]:
            data = part.encode(codec)
            yield part, line.number, offset, data
            offset += len(data)


def parse_block(text: str) -> BibtexBlock | None:
    """A block's fields, by bibtexparser; None for comments and preambles.

    Raises:
        InvalidInputError: "bibtex.damaged" with the line inside the block and what is wrong there.
    """
    import logging

    from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its warnings become rejected entries
    blocks = Splitter(text).split().blocks
    entry = blocks[0] if blocks else None
    if isinstance(entry, DuplicateFieldKeyBlock):
        entry = entry.ignore_error_block
    if isinstance(entry, String):
        return BibtexBlock("string", entry.key, (BibtexField(entry.key, entry.value, 0, 0),))
    if isinstance(entry, Entry):
        if len(blocks) > 1:
            raise InvalidInputError("bibtex.damaged", detail=text[len(entry.raw or "") :].strip()[:80])
        return BibtexBlock(entry.entry_type.strip().lower(), entry.key, _fields(text, entry))
    if isinstance(entry, ParsingFailedBlock):
        raise InvalidInputError(
            "bibtex.damaged", detail=str(getattr(entry.error, "abort_reason", entry.error))[:200].rstrip(".")
        )
    start = _START.match(text)
    if start is not None and start[1].lower() not in _NO_RECORDS:
        raise InvalidInputError("bibtex.damaged", detail=text.strip()[:80])
    return None


def _fields(text: str, entry: object) -> tuple[BibtexField, ...]:
    found = []
    position = 0
    for each in entry.fields:  # type: ignore[attr-defined]  # bibtexparser has no types
        key, raw = str(each.key), str(each.value)
        begin = end = -1
        for start in re.finditer(rf"{re.escape(key)}\s*=\s*", text[position:]):
            if text.startswith(raw, position + start.end()):
                begin, end = position + start.start(), position + start.end() + len(raw)
                position = end
                break
        found.append(BibtexField(key.lower(), raw, begin, end))
    return tuple(found)


def value_of(raw: str, strings: Mapping[str, str]) -> tuple[str, frozenset[str]]:
    """A field's value, its parts joined and the names in it replaced; and the names that were.

    ``"a" # jan # {b}``. A number or a name that nothing explains stands for itself. Definitions that double each other
    would grow without end: a value in which they take more than 1 MiB is refused.

    Raises:
        InvalidInputError: "bibtex.latex".
    """
    parts: list[str] = []
    used: set[str] = set()
    position = 0
    limit = len(raw) + LONGEST_STRING
    while position < len(raw) and limit > 0:
        found = _VALUE_PART.match(raw, position)
        if found is None:
            break
        position = found.end()
        if found[1]:
            name = found[1].lower()
            if name in strings:
                used.add(name)
                parts.append(strings[name])
                limit -= len(strings[name])
            else:
                parts.append(found[1].capitalize() if name in _MONTHS else found[1])
            continue
        closing = _closing(raw, position, found[2])
        parts.append(raw[position:closing])
        position = closing + 1
    if limit <= 0:
        raise InvalidInputError("bibtex.latex", text=raw[:80])
    return "".join(parts), frozenset(used)


def _closing(raw: str, position: int, opening: str) -> int:
    """Where a value in braces or quotes ends."""
    depth = 0
    for found in _MARK.finditer(raw, position):
        mark = found[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            if not depth and opening == "{":
                return found.start()
            depth = max(0, depth - 1)
        elif mark == '"' and opening == '"' and not depth:
            return found.start()
    return len(raw)
