"""ISBD punctuation in MARC 21: taken off when a subfield is read, put back when it is written.

MARC 21 writes the mark that introduces an element at the end of the subfield before it ("$aReading, Mass. :$b…").
`bare` takes off one mark only, so whatever `ended` writes comes back as it was.
"""

from __future__ import annotations

import re

_MARKS = "/:;=,，：；／"
"""The wide ones stand in linked fields (880) in Chinese."""
# What keeps its period at the end of a field.
_ABBREVIATIONS = frozenset(
    [
        "inc",
        "ltd",
        "co",
        "corp",
        "jr",
        "sr",
        "dr",
        "mr",
        "mrs",
        "st",
        "etc",
        "vol",
        "vols",
        "no",
        "ed",
        "eds",
        "rev",
        "pt",
        "pts",
        "ca",
        "dept",
        "univ",
        "bros",
        "al",
        "bd",
        "hrsg",
        "aufl",
        "cie",
        "fl",
    ]
)
_BETWEEN_SERIES = re.compile(r"(?<! ); ")


def bare(text: str) -> str:
    """The element without blanks around and without one closing mark.

    A period goes too, unless it belongs to an abbreviation, an initial or an ellipsis.

    >>> bare("journeyman to master /"), bare("Hunt, Andrew,"), bare("2nd ed."), bare("Computer programming.")
    ('journeyman to master', 'Hunt, Andrew', '2nd ed.', 'Computer programming')
    """
    text = text.strip()
    if not text:
        return text
    last = text[-1]
    if last in _MARKS:
        return text[:-1].rstrip()
    return text[:-1] if last == "." and not _keeps_period(text) else text


def _keeps_period(text: str) -> bool:
    stem = text[:-1]
    if not stem or stem[-1] in ". ":
        return True
    word = stem[max(stem.rfind(" "), stem.rfind("-"), stem.rfind("(")) + 1 :]
    if len(word) == 1:
        return word.isalpha() and not "\u3400" <= word <= "\u9fff"
    if "." in word:
        return not word.replace(".", "").isdigit()
    return word.lower() in _ABBREVIATIONS


def ended(text: str, mark: str = "") -> str:
    """The element as it is written before `mark` (" :", ","), or at the end of its field when `mark` is empty.

    At the end a period or mark that belongs to the element is protected by another, so that `bare` gives it back.
    """
    if mark:
        return text + mark
    return text if bare(text) == text else f"{text} /" if text[-1] == "/" else f"{text},"


def closed(text: str) -> str:
    """The element with the period that ends a field, where it does not end with a mark of its own."""
    if not text or text[-1] in ".?!)]-。？！」』）" or bare(f"{text}.") != text:
        return ended(text)
    return f"{text}."


def split_areas(text: str, codes: dict[str, str], first: str) -> list[tuple[str, str]]:
    """Cut "435 pages : illustrations ; 24 cm" into (code, element); the whole under `first` when that loses something.

    Args:
        text: The elements with the marks that introduce them.
        codes: Mark → subfield code; each mark may occur once, in this order.
        first: The code of what stands before the first mark.
    """
    pieces = re.split(f" ([{re.escape(''.join(codes))}]) ", text)
    marks, elements = pieces[1::2], [pieces[0], *pieces[2::2]]
    order = [mark for mark in codes if mark in marks]
    if marks != order or any(not element or element != element.strip() for element in elements):
        return [(first, text)]
    return [(first, elements[0]), *((codes[mark], element) for mark, element in zip(marks, elements[1:], strict=True))]


def split_repeated(text: str) -> list[str]:
    """Several places or publishers, as " ; " divides them."""
    parts = text.split(" ; ") if text else []
    return parts if all(part and part == part.strip() for part in parts) else [text]


def split_series(text: str) -> list[tuple[str, str]]:
    """(series, number) for each of several series that "; " divides; the whole as one where that loses something."""
    parts = _BETWEEN_SERIES.split(text) if text else []
    if len(set(parts)) != len(parts) or not all(part and part == part.strip() for part in parts):
        parts = [text]
    found = []
    for part in parts:
        title, _, number = part.rpartition(" ; ")
        is_numbered = title and number and title == title.strip() and number == number.strip()
        found.append((title, number) if is_numbered else (part, ""))
    return found
