"""Cutting a file into ISO 2709 records, with bounded memory, and finding the way back after damage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Final, NamedTuple

from core.interchange.marc.structure import LEADER, RECORD_END, looks_like_record, take_apart_exactly

_BLOCK: Final = 1 << 20
_LONGEST: Final = 4 << 20
"""Nothing longer is taken for a record; ISO 2709 ends at 99,999 bytes."""

# What may stand between records: line ends, blanks, NUL padding, the old end-of-file mark, a byte order mark.
_BETWEEN = re.compile(rb"(?:[\s\x00\x1a]|\xef\xbb\xbf)+")
# A leader and the first directory entry. The letters of 05-07 tell it from the digits of a directory.
_LEADER = re.compile(
    rb"[0-9]{5}[a-z #|-][a-z][a-z0-9 #|][ -~]{2}[0-9 ]{2}[0-9]{5}[ -~]{7}[0-9A-Za-z]{3}[0-9]{9}", re.ASCII
)
_BLANK_LENGTH = re.compile(rb"[ 0-9]{5}" + _LEADER.pattern.removeprefix(rb"[0-9]{5}"), re.ASCII)
# A leader, or a directory entry where one has to be after the end of a record.
_RECORD = re.compile(_BLANK_LENGTH.pattern + rb"|\x1d(?=[\s\S]{24}[0-9A-Za-z]{3}[0-9]{9})", re.ASCII)
_LEADER_AND_ENTRY: Final = LEADER + 12
_LENGTH: Final = 5


class Piece(NamedTuple):
    """Some bytes of a file: a record to be taken apart, or (`data` None) bytes in which there is none."""

    offset: int
    length: int
    data: bytes | None


class _Window:
    """The part of a file that is looked at; `at` is an index into `data`."""

    def __init__(self, source: BufferedReader) -> None:
        self._source = source
        self._is_at_end = False
        self._no_end_before = 0  # offset in the file up to which no terminator was found
        self._next_end = -1  # offset of the terminator found last
        self.data = b""
        self.start = 0
        self.at = 0

    @property
    def offset(self) -> int:
        """Where `at` is in the file."""
        return self.start + self.at

    def has(self, size: int) -> bool:
        """Whether that many bytes follow; they are read if need be."""
        while len(self.data) - self.at < size:
            if not self._grow():
                return False
        return True

    def _grow(self) -> bool:
        block = b"" if self._is_at_end else self._source.read(_BLOCK)
        if not block:
            self._is_at_end = True
            return False
        self.data = self.data[self.at :] + block
        self.start += self.at
        self.at = 0
        return True

    def find_end(self) -> int:
        """The index of the next record terminator, -1 where none comes within the longest record."""
        if self._next_end >= self.offset:
            return self._next_end - self.start
        while True:
            begin = max(self.at, self._no_end_before - self.start)
            found = self.data.find(RECORD_END, begin)
            if found >= 0:
                self._next_end = self.start + found
                return found
            self._no_end_before = self.start + len(self.data)
            if len(self.data) - self.at >= _LONGEST or not self._grow():
                return -1


def cut(source: BufferedReader) -> Iterator[Piece]:
    """The pieces of a file in its order. Together with what may stand between records they cover every byte.

    A record whose length is right is one piece. Otherwise it ends at its terminator, or where another leader begins
    before that; bytes that are no record go into one piece up to the next that may be one.
    """
    window = _Window(source)
    junk_from: int | None = None
    while _skip_between(window, junk_from is not None):
        length = _length_of_record(window)
        is_record = length > 0
        if not is_record:
            length, is_record = _damaged(window)
        if not is_record:
            junk_from = window.offset if junk_from is None else junk_from
            window.at += length
            continue
        if junk_from is not None:
            yield Piece(junk_from, window.offset - junk_from, None)
            junk_from = None
        yield Piece(window.offset, length, window.data[window.at : window.at + length])
        window.at += length
    if junk_from is not None:
        yield Piece(junk_from, window.offset - junk_from, None)


def _skip_between(window: _Window, is_junk: bool) -> bool:
    """Go to the next byte that says something; False at the end of the file. Within junk blanks belong to it."""
    while window.has(1):
        if is_junk:
            return True
        window.has(3)
        between = _BETWEEN.match(window.data, window.at)
        if between is None:
            return True
        n_blanks = between.end() - window.at
        window.has(n_blanks + _LEADER_AND_ENTRY)
        begin = _blank_length(window.data, window.at + n_blanks, n_blanks)
        if begin is not None:
            window.at = begin
            return True
        window.at += n_blanks
    return False


def _blank_length(data: bytes, end: int, n_blanks: int) -> int | None:
    """Where before `end` a record begins whose length was left blank, if one does."""
    places = (end - back for back in range(1, min(_LENGTH, n_blanks) + 1))
    return next((place for place in places if _BLANK_LENGTH.match(data, place)), None)


def _length_of_record(window: _Window) -> int:
    """The length of the record that begins here, as its leader has it; 0 where that cannot be."""
    window.has(5)
    digits = window.data[window.at : window.at + 5]
    if not digits.isdigit():
        return 0
    length = int(digits)
    if length <= LEADER or not window.has(length):
        return 0
    end = window.at + length
    found = window.data.find(RECORD_END, window.at, end)
    if found == end - 1:
        return length
    # A terminator before that: a field may hold one, but only when every other length is right too.
    if found >= 0 and take_apart_exactly(window.data[window.at : end]) is not None:
        return length
    return 0


def _damaged(window: _Window) -> tuple[int, bool]:
    """How far what begins here goes, and whether it may be a record."""
    window.has(_LEADER_AND_ENTRY)
    if not looks_like_record(window.data, window.at):
        return _length_of_junk(window), False
    end = window.find_end()
    data, at = window.data, window.at
    stop = end + 1 if end >= 0 else len(data)
    next_leader = _BLANK_LENGTH.search(data, at + LEADER, stop)
    if next_leader is not None:
        return next_leader.start() - at, True
    if end < 0 and stop - at >= _LONGEST:
        return stop - at - _LEADER_AND_ENTRY, False  # a leader may lie across the end of the window
    return stop - at, True


def _length_of_junk(window: _Window) -> int:
    """How many bytes there are before what may be a record."""
    is_more = window.has(_BLOCK)
    data, at = window.data, window.at
    found = _RECORD.search(data, at + 1)
    if found is not None:
        return (found.end() if found[0] == RECORD_END else found.start()) - at
    return len(data) - at - (_LEADER_AND_ENTRY if is_more else 0)
