"""``records.jsonl``: one JSON object a line, in UTF-8.

The keys are those of a collection folder (id, title, title_parallel, authors, language, description, subjects, year,
isbn, cover). What else a record holds stands beside them under further keys (contributors, identifiers, headings,
clc, ddc, lcc, publisher, place, edition, series, extent, note, holdings, status); unknown keys are ignored, missing
ones are null.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from core.domain.records import BibliographicRecord, RejectedInput
from core.errors import InvalidInputError
from core.interchange.decoding import UTF8_NAMES
from core.interchange.json_records import object_of_record, record_of_object, titled
from core.interchange.reading import ImportedRecord, open_source, rejected
from core.interchange.writing import complete_file, write_fault

_LONGEST_LINE: Final = 16 << 20


def read_jsonl(path: Path, encoding: str = "auto") -> Iterator[ImportedRecord | RejectedInput]:
    """Read records line by line; a bad line is a rejected entry and the rest goes on. Positions are line numbers."""
    codec = "utf-8" if encoding == "auto" or encoding in UTF8_NAMES else encoding
    with open_source(path) as source:
        for number, line in _lines(source):
            if line is None:
                yield rejected(path, number, InvalidInputError("line.too_long", limit_mib=_LONGEST_LINE >> 20))
                continue
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            try:
                record, cover, fault = record_of_object(_parse(line, codec), path.parent)
                record = titled(record)
            except InvalidInputError as exc:
                yield rejected(path, number, exc)
                continue
            yield ImportedRecord(record, str(number), cover)
            if fault is not None:
                yield rejected(path, number, fault)


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while line := source.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := source.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def _parse(line: bytes, codec: str) -> Mapping[str, Any]:
    try:
        parsed = json.loads(line.decode(codec))
    except UnicodeDecodeError as exc:
        raise InvalidInputError("text.undecodable", encoding=codec) from exc
    except LookupError as exc:
        raise InvalidInputError("encoding.unknown", encoding=codec) from exc
    except (ValueError, RecursionError) as exc:
        raise InvalidInputError("line.not_json") from exc
    if not isinstance(parsed, dict):
        raise InvalidInputError("line.not_object")
    return parsed


class JsonlWriter:
    """Writes records one a line."""

    def __init__(self, path: Path) -> None:
        self.written = 0
        self._path = path
        self._stack = ExitStack()
        self._target: BinaryIO | None = None

    def __enter__(self) -> Self:
        self._target = self._stack.enter_context(complete_file(self._path))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, traceback)

    def write(self, record: BibliographicRecord, cover: str | None = None) -> None:
        """Append one record."""
        if self._target is None:
            raise RuntimeError("the writer is used outside its with block")
        line = json.dumps(object_of_record(record, cover), ensure_ascii=False)
        try:
            self._target.write(line.encode("utf-8", "replace") + b"\n")
        except OSError as exc:
            raise write_fault(exc, self._path) from exc
        self.written += 1
