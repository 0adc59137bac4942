"""Z39.50 through Index Data's `yaz-client`, where it is installed (Debian: the package yaz).

The program is started without a shell; queries are passed on its standard input, one command a line, with everything
that could end a line or a string taken out.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.copy_sources.cql import usable
from core.domain.copy_sources import CopyQuery, CopySource, RawRecord, SourceAnswer
from core.errors import HostFaultError, InvalidInputError
from core.protocols import JobContext, NullJobContext

_PROGRAM: Final = "yaz-client"
_TIMEOUT_SECONDS: Final = 40.0
_POLL_SECONDS: Final = 0.1
_MOST_RECORDS: Final = 100
_SYNTAXES: Final = {"usmarc": "usmarc", "marc21": "usmarc", "unimarc": "unimarc", "cnmarc": "unimarc"}
_HITS = re.compile(r"Number of hits:\s*(\d+)")
_FAULT = re.compile(r"^Diagnostic message\(s\)[^\n]*\n\s*\[(\d+)\]\s*([^\n]*)", re.MULTILINE)
_OUT_OF_RANGE: Final = 13
"""Bib-1 diagnostic: present request out of range."""
_PRESENT: Final = "Sent presentRequest"
_ADDRESS = re.compile(r"[A-Za-z0-9.\-:\[\]]+(?:/[A-Za-z0-9_.\-]+)?")
_END_OF_RECORD: Final = b"\x1d"


def program() -> str | None:
    """Where yaz-client is, or None."""
    return shutil.which(_PROGRAM)


class Z3950Client:
    """Asks one catalogue at a time."""

    def __init__(self, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self._timeout_seconds = timeout_seconds

    def search(self, source: CopySource, query: CopyQuery, ctx: JobContext | None = None) -> SourceAnswer:
        """One page of records in ISO 2709.

        Raises:
            InvalidInputError: "query.empty", "source.no_index", "sources.invalid" for an address that is none,
                "source.diagnostic" with what the server said.
            HostFaultError: "source.no_yaz", "source.unreachable", "source.timeout".
            JobCancelledError: When the job was cancelled.
        """
        context = ctx or NullJobContext()
        found = program()
        if found is None:
            raise HostFaultError("source.no_yaz")
        output, data = self._asked(found, source, query, context)
        left = _left_of_page(output, query)
        if left and not data:
            output, data = self._asked(found, source, replace(query, limit=left), context)
        return _answer(output, data, source, query)

    def _asked(self, found: str, source: CopySource, query: CopyQuery, context: JobContext) -> tuple[str, bytes]:
        """What the program printed, and the records."""
        commands = _commands(source, query)
        with tempfile.TemporaryDirectory(prefix="wenyuan-z3950-") as folder:
            dump = Path(folder) / "records.mrc"
            output = self._run([found, "-m", str(dump)], commands, source, context)
            return output, dump.read_bytes() if dump.is_file() else b""

    def _run(self, command: list[str], commands: str, source: CopySource, context: JobContext) -> str:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as exc:
            raise HostFaultError("source.no_yaz") from exc
        started = time.monotonic()
        given: str | None = commands
        try:
            while True:
                try:
                    return process.communicate(given, timeout=_POLL_SECONDS)[0]
                except subprocess.TimeoutExpired:
                    given = None
                context.check_cancelled()
                if time.monotonic() - started > self._timeout_seconds:
                    raise HostFaultError("source.timeout", source=source.title, seconds=round(self._timeout_seconds))
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()


def _left_of_page(output: str, query: CopyQuery) -> int:
    """How many records there are, where a server refused to give more than that instead of giving what it has."""
    searched, _, presented = output.partition(_PRESENT)
    hits, fault = _HITS.search(searched), _FAULT.search(presented)
    is_refused = hits is not None and fault is not None and int(fault[1]) == _OUT_OF_RANGE
    return max(0, int(hits[1]) - max(1, query.start) + 1) if hits is not None and is_refused else 0


def _commands(source: CopySource, query: CopyQuery) -> str:
    if not _ADDRESS.fullmatch(source.address):
        raise InvalidInputError("sources.invalid", file=source.name, detail=source.address)
    syntax = _SYNTAXES.get(source.schemas[0].lower() if source.schemas else "usmarc")
    if syntax is None:
        raise InvalidInputError("sources.invalid", file=source.name, detail=", ".join(source.schemas))
    start, limit = max(1, query.start), max(1, min(query.limit, _MOST_RECORDS))
    lines = [
        f"open tcp:{source.address}",
        f"format {syntax}",
        "elements F",
        f"find {to_pqf(query, source)}",
        f"show {start}+{limit}",
        "quit",
    ]
    return "\n".join(lines) + "\n"


def to_pqf(query: CopyQuery, source: CopySource) -> str:
    """The query in YAZ's prefix notation: ``@and @attr 1=4 "三体" @attr 1=1003 "刘慈欣"``.

    Raises:
        InvalidInputError: "query.empty", "source.no_index".
    """
    terms = query.terms()
    if not terms:
        raise InvalidInputError("query.empty")
    clauses = [f"@attr 1={_attribute(source, name)} {_quoted(v)}" for name, v in usable(terms, source.indexes).items()]
    if not clauses:
        raise InvalidInputError("source.no_index", source=source.name, fields=", ".join(terms))
    return "@and " * (len(clauses) - 1) + " ".join(clauses)


def _attribute(source: CopySource, name: str) -> int:
    value = source.indexes[name]
    if not value.isascii() or not value.isdigit():
        raise InvalidInputError("sources.invalid", file=source.name, detail=f"indexes.{name} = {value}")
    return int(value)


def _quoted(term: str) -> str:
    """A PQF string on one line; control characters end commands, so none is left."""
    printable = "".join(char if char.isprintable() else " " for char in term)
    text = " ".join(printable.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _answer(output: str, data: bytes, source: CopySource, query: CopyQuery) -> SourceAnswer:
    searched, _, presented = output.partition(_PRESENT)
    hits = _HITS.search(searched)
    _raise_for_fault(searched, source)  # a failed search reports 0 hits, too
    if hits is None:
        last = next((line.strip() for line in reversed(output.splitlines()) if "error" in line.lower()), "")
        raise HostFaultError("source.unreachable", source=source.title, detail=last or "Z39.50")
    total = int(hits[1])
    pieces = [piece + _END_OF_RECORD for piece in data.split(_END_OF_RECORD) if piece.strip()]
    start = max(1, query.start)
    if not pieces and start <= total:
        _raise_for_fault(presented, source)
    records = tuple(RawRecord(piece.lstrip(b"\r\n"), "marc", start + n) for n, piece in enumerate(pieces))
    end = start + len(records)
    return SourceAnswer(records, total, end if records and end <= total else None)


def _raise_for_fault(output: str, source: CopySource) -> None:
    """Turn a diagnostic of the server into an error."""
    fault = _FAULT.search(output)
    if fault is not None:
        detail = fault[2].strip()
        raise InvalidInputError("source.diagnostic", source=source.title, code=int(fault[1]), detail=detail)
