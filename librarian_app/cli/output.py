"""What goes to stdout: one JSON document, or text laid out by display width."""

from __future__ import annotations

import io
import json
import math
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

JsonValue = None | bool | int | float | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"]


def use_utf8(stream: TextIO) -> None:
    """Write UTF-8 whatever the console's code page says; what cannot be encoded (odd file names) is escaped."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def print_json(document: JsonValue) -> None:
    """Print `document` as one JSON document, readable Chinese, a newline at the end.

    NaN and infinity, which JSON lacks, become null. File names that are not valid Unicode are written as escapes.
    """
    finite = _finite(document)
    text = json.dumps(finite, ensure_ascii=False, indent=2)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(finite, ensure_ascii=True, indent=2)
    print_text(text)


def print_text(text: str) -> None:
    """Print `text` and a newline to stdout, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def display_width(text: str) -> int:
    """Columns that `text` takes in a terminal: Chinese characters two, combining marks none."""
    return sum(_character_width(character) for character in text)


def shorten(text: str, width: int) -> str:
    """`text` on one line, cut to `width` columns with an ellipsis."""
    line = " ".join(text.split())
    if display_width(line) <= width:
        return line
    kept, used = [], 0
    for character in line:
        used += _character_width(character)
        if used > width - 1:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `width` columns; `right` aligns to the right, as numbers are."""
    fill = " " * max(0, width - display_width(text))
    return fill + text if right else text + fill


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, max_width: int = 60) -> str:
    """Columns under headings, two spaces apart. Cells are cut at `max_width`; columns of numbers align right."""
    cells = [[shorten(cell, max_width) for cell in row] for row in rows]
    n_columns = max(map(len, [headings, *cells]))
    headings, *cells = ([*row, *[""] * (n_columns - len(row))] for row in [headings, *cells])  # rows may be ragged
    widths = [
        max(display_width(row[i]) for row in [list(headings), *cells])  # a cell is never narrower than its heading
        for i in range(len(headings))
    ]
    numeric = [bool(cells) and all(_is_number(row[i]) for row in cells) for i in range(len(headings))]
    lines = [
        "  ".join(pad(cell, widths[i], right=numeric[i]) for i, cell in enumerate(row)).rstrip()
        for row in [list(headings), *cells]
    ]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(lines)


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values in two columns."""
    known = [(name, value) for name, value in pairs if value]
    width = max((display_width(name) for name, _ in known), default=0)
    return "\n".join(f"{pad(name, width)}  {value}" for name, value in known)


def _is_number(cell: str) -> bool:
    return not cell or cell.lstrip("-").replace(".", "", 1).replace(",", "").isdigit()


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Me", "Mn"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _finite(value: JsonValue) -> JsonValue:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_finite(item) for item in value]
    return value
