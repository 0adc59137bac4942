"""How the titles of a delimited file look in each encoding, for a person to choose by."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from core.domain.library import DecodingChoice
from core.errors import InvalidInputError
from core.interchange.decoding import detect_encoding, known_encoding
from core.interchange.delimited import preview_csv
from core.interchange.marc.plausibility import plausibility

_OFFERED: Final = ("utf-8", "gb18030", "big5")
_ROWS: Final = 200
_TITLES: Final = 5
_LONGEST_TITLE: Final = 120
_UNREADABLE: Final = -3.0


def table_decodings(path: Path, told: str = "") -> tuple[DecodingChoice, ...]:
    """The alternatives, from the first 200 rows; the one that the bytes speak for comes first.

    Args:
        path: The file.
        told: The encoding that its bytes speak for, where that is known already.

    Raises:
        InvalidInputError: "file.missing", "file.is_folder", "file.empty".
        HostFaultError: "file.unreadable".
    """
    best = told or detect_encoding(path)
    names = {known_encoding(best): best}
    for name in _OFFERED:
        names.setdefault(known_encoding(name), name)
    place = _title_place(path, best)
    choices = [_choice(path, name, place, name == best) for name in names.values()]
    return tuple(sorted(choices, key=lambda each: (not each.is_recommended, -each.score)))


def _title_place(path: Path, encoding: str) -> int:
    """Where the titles stand, as the names of the columns say in the likeliest encoding."""
    preview = preview_csv(path, encoding, 1)
    column = next((c for c, field in preview.mapping.items() if field == "title"), "")
    return preview.columns.index(column) if column in preview.columns else 0


def _choice(path: Path, encoding: str, place: int, is_best: bool) -> DecodingChoice:
    try:
        preview = preview_csv(path, encoding, _ROWS)
    except InvalidInputError as exc:
        if exc.message_id == "file.empty":
            raise
        return DecodingChoice(encoding, "", (), _UNREADABLE, is_best)
    titles = dict.fromkeys(row[place].strip()[:_LONGEST_TITLE] for row in preview.rows if len(row) > place)
    score, count = plausibility("\x1f".join("\x1f".join(row) for row in preview.rows))
    shown = sorted((title for title in titles if title), key=str.isascii)[:_TITLES]
    return DecodingChoice(encoding, "", tuple(shown), score if count else 1.0, is_best)
