"""The first records of a file as a table: how a person sees before an import whether it will be read rightly."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from core.domain.library import DecodingChoice, ImportPreview
from core.domain.records import RejectedInput
from core.interchange.json_records import object_of_record
from core.interchange.reading import ImportedRecord

_FIELD_OF = {"id": "external_id"}


def preview_records(
    path: Path, format: str, encoding: str, entries: Iterable[ImportedRecord | RejectedInput], n_rows: int
) -> ImportPreview:
    """The first `n_rows` records that could be read; `encoding` is shown where the records do not say theirs."""
    columns: dict[str, None] = {}
    encodings: dict[str, None] = {}
    objects: list[dict[str, Any]] = []
    for entry in islice(entries, n_rows):
        if isinstance(entry, ImportedRecord):
            objects.append(object_of_record(entry.record, entry.cover_path.name if entry.cover_path else None))
            columns.update(dict.fromkeys(objects[-1]))
            if entry.source is not None:
                encodings[entry.source.encoding] = None
    rows = tuple(tuple(_shown(each.get(column)) for column in columns) for each in objects)
    mapping = {column: _FIELD_OF.get(column, column) for column in columns}
    used = ", ".join(encodings) or encoding
    return ImportPreview(str(path), format, used, tuple(columns), mapping, rows)


def marc_decodings(path: Path) -> tuple[DecodingChoice, ...]:
    """How the titles of an ISO 2709 file look in each encoding, the recommended one first."""
    from core.interchange.marc.previews import preview_decodings

    return tuple(
        DecodingChoice(each.encoding, each.flavour, each.titles, each.score, each.is_recommended)
        for each in preview_decodings(path)
    )


def _shown(value: object) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "; ".join(value)
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
