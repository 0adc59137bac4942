"""Cutting a file into JSON objects with bounded memory: an array of them, or one after the other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import Any, Final

_BLOCK: Final = 1 << 20
_LONGEST: Final = 16 << 20
"""Nothing longer is taken for a record."""

_BETWEEN = re.compile(rb"(?:[\s,\[\]\x1e]|\xef\xbb\xbf)*")
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}"]', re.DOTALL)
_RECORD = re.compile(rb'\{\s{0,64}"(?:leader|fields)"\s{0,64}:')
_RECORD_HEAD: Final = 160


@dataclass(frozen=True, slots=True)
class JsonPiece:
    """An object with its bytes, or (`data` None) bytes that are none."""

    offset: int
    length: int
    data: bytes | None = None
    value: Any = None


def parse_json(data: bytes) -> Any:
    """The value of a JSON text; None where it is not one."""
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


class _Window:
    """The part of a file that is looked at."""

    def __init__(self, source: BufferedReader) -> None:
        self._source = source
        self._searched = 0  # offset in the file up to which no further record begins
        self._record = -1  # offset of the record found last
        self.data = b""
        self.start = 0

    def grow(self) -> bool:
        """Read on; False at the end of the file."""
        block = self._source.read(_BLOCK)
        self.data += block
        return bool(block)

    def drop(self, size: int) -> None:
        """Be done with the first bytes."""
        self.data = self.data[size:]
        self.start += size

    def next_record(self, at: int) -> int:
        """Index of the first beginning of a record after `at` in what is read; -1 without one."""
        if self._record <= self.start + at:
            match = _RECORD.search(self.data, max(at + 1, self._searched - self.start))
            self._record = -1 if match is None else self.start + match.start()
            self._searched = max(self.start + len(self.data) - _RECORD_HEAD, 0)
            if match is not None:
                self._searched = self._record
        return self._record - self.start if self._record >= 0 else -1


def cut_objects(source: BufferedReader) -> Iterator[JsonPiece]:
    """The objects of a file and what is between them, but for blanks, commas and brackets.

    An object that does not end, or in which another record begins, is cut before that record.
    """
    window = _Window(source)
    at = 0
    junk_from: int | None = None
    while True:
        match = _BETWEEN.match(window.data, at)
        at = match.end() if match else at
        if at >= len(window.data):
            window.drop(at)
            at = 0
            if window.grow():
                continue
            break
        is_object = window.data[at : at + 1] == b"{"
        stop, is_object = _measure(window, at) if is_object else (_end_of_junk(window, at), False)
        data = window.data[at:stop]
        value = parse_json(data) if is_object else None
        # Within damage an object is likely a part of a record, so it belongs to the damage.
        if value is not None and (junk_from is None or "fields" in value):
            if junk_from is not None:
                yield JsonPiece(junk_from, window.start + at - junk_from)
                junk_from = None
            yield JsonPiece(window.start + at, len(data), data, value)
        elif junk_from is None:
            junk_from = window.start + at
        at = stop
        if at >= _BLOCK:
            window.drop(at)
            at = 0
    if junk_from is not None:
        yield JsonPiece(junk_from, window.start - junk_from)


def _end_of_junk(window: _Window, at: int) -> int:
    found = window.data.find(b"{", at + 1)
    return len(window.data) if found < 0 else found


def _measure(window: _Window, at: int) -> tuple[int, bool]:
    """The index after the object that begins at `at`, and whether it is whole."""
    depth, position = 0, at
    while True:
        other = window.next_record(at)
        limit = other if other >= 0 else len(window.data)
        for match in _TOKEN.finditer(window.data, position, limit):
            token = match[0]
            if token == b"{":
                depth += 1
            elif token == b"}":
                depth -= 1
                if not depth:
                    return match.end(), True
            elif token == b'"':  # a string that goes on beyond the window
                position = match.start()
                break
        else:
            position = limit
        if other >= 0:
            return other, False
        if len(window.data) - at > _LONGEST:
            return len(window.data) - _RECORD_HEAD, False
        if not window.grow():
            return len(window.data), False
