"""The first records of a file as a table: how a person sees before an import whether it will be read rightly."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from core.domain.library import DecodingChoice, ImportPreview
from core.domain.records import RejectedInput
from core.interchange.columns import guess_mapping
from core.interchange.reading import ImportedRecord
from core.interchange.table_export import COLUMNS, row_of_record


def preview_records(
    path: Path, format: str, encoding: str, entries: Iterable[ImportedRecord | RejectedInput], n_rows: int
) -> ImportPreview:
    """The first `n_rows` records that could be read, in the columns of a table of which any has something.

    `encoding` is shown where the records do not say theirs.
    """
    encodings: dict[str, None] = {}
    whole: list[tuple[str, ...]] = []
    for entry in islice(entries, n_rows):
        if isinstance(entry, ImportedRecord):
            cells = ("" if cell is None else str(cell) for cell in row_of_record(entry.record))
            whole.append((*cells, entry.cover_path.name if entry.cover_path else ""))
            if entry.source is not None:
                encodings[entry.source.encoding] = None
    names = (*COLUMNS, "cover")
    places = [n for n, name in enumerate(names) if name != "status" and any(row[n] for row in whole)]
    columns = tuple(names[n] for n in places)
    rows = tuple(tuple(row[n] for n in places) for row in whole)
    used = ", ".join(encodings) or encoding
    return ImportPreview(str(path), format, used, columns, guess_mapping(columns), rows)


def marc_decodings(path: Path) -> tuple[DecodingChoice, ...]:
    """How the titles of an ISO 2709 file look in each encoding, the recommended one first."""
    from core.interchange.marc.previews import preview_decodings

    return tuple(
        DecodingChoice(each.encoding, each.flavour, each.titles, each.score, each.is_recommended)
        for each in preview_decodings(path)
    )
