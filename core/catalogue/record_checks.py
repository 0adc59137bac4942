"""What the database cannot hold is refused or mended before it gets there."""

from __future__ import annotations

from typing import Any

import msgspec

from core.domain.records import BibliographicRecord
from core.errors import InvalidInputError

_LARGEST_YEAR = 9999


def storable_record(record: BibliographicRecord) -> BibliographicRecord:
    """The record without what is no text: NUL goes, half a surrogate pair becomes �.

    Raises:
        InvalidInputError: "record.year_impossible".
    """
    if record.year is not None and abs(record.year) > _LARGEST_YEAR:
        raise InvalidInputError("record.year_impossible", year=record.year)
    try:
        if b"\\u0000" not in msgspec.json.encode(record):
            return record
    except UnicodeEncodeError:  # from a wrongly decoded file
        pass
    return msgspec.convert(_mended(msgspec.to_builtins(record)), BibliographicRecord)


def _mended(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        case dict():
            return {key: _mended(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_mended(inner) for inner in value]
    return value
