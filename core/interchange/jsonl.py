"""``records.jsonl``: one JSON object a line, in UTF-8.

The keys are those of a collection folder (id, title, title_parallel, authors, language, description, subjects, year,
isbn, cover). What else a record holds stands beside them under further keys (contributors, identifiers, headings,
clc, ddc, lcc, publisher, place, edition, series, extent, note, holdings, status); unknown keys are told once a file
and ignored, missing ones are null.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from core.domain.library import ExportOptions
from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, RejectedInput
from core.errors import InvalidInputError
from core.interchange.decoding import UTF8_NAMES
from core.interchange.identifiers import number_warnings
from core.interchange.json_records import KEYS, object_of_record, record_of_object, titled
from core.interchange.reading import ImportedRecord, clean_line, open_source, rejected
from core.interchange.writing import Piece, PieceWriter, RecordWriter

_LONGEST_LINE: Final = 16 << 20
_MOST_KEYS: Final = 200


def read_jsonl(path: Path, encoding: str = "auto") -> Iterator[ImportedRecord | RejectedInput]:
    """Read records line by line; a bad line is a rejected entry and the rest goes on. Positions are line numbers."""
    codec = "utf-8" if encoding == "auto" or encoding in UTF8_NAMES else encoding
    told: set[str] = set()
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
                given = _parse(line, codec)
                record, cover, fault = record_of_object(given, path.parent)
                record = titled(record)
            except InvalidInputError as exc:
                yield rejected(path, number, exc, line)
                continue
            warnings = (*_unused_keys(path, number, given, told), *_wrong_numbers(path, number, given, record))
            yield ImportedRecord(record, str(number), cover, warnings=warnings)
            if fault is not None:
                yield rejected(path, number, fault)


def _unused_keys(path: Path, number: int, given: Mapping[str, Any], told: set[str]) -> tuple[RejectedInput, ...]:
    """A warning that names keys with a value that no field takes, each key once a file."""
    new = [key for key, value in given.items() if key not in KEYS and key not in told and value not in (None, "", [])]
    if not new or len(told) > _MOST_KEYS:
        return ()
    told.update(new)
    keys = ", ".join(clean_line(key) for key in new)
    return (RejectedInput(str(path), str(number), "line.keys_unused", {"keys": keys}),)


def _wrong_numbers(
    path: Path, number: int, given: Mapping[str, Any], record: BibliographicRecord
) -> tuple[RejectedInput, ...]:
    """Those under `identifiers` say themselves whether they are right."""
    told = given.get("identifiers") or ()
    marked = {each.get("value") for each in told if isinstance(each, Mapping) and each.get("valid") is False}
    return number_warnings(path, number, [each for each in record.identifiers if each.value not in marked])


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


def jsonl_writer(path: Path, options: ExportOptions) -> RecordWriter:
    """Writes records one a line, always in UTF-8."""

    def line(record: BibliographicRecord, source: MarcSource | None, cover: str | None) -> Piece:
        text = json.dumps(object_of_record(record, cover), ensure_ascii=False)
        return Piece(text.encode("utf-8", "replace") + b"\n")

    return PieceWriter(path, "jsonl", line)
