"""MARC fields as rows of text and back, and what is wrong with such rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from core.domain.marc import MarcField, MarcFlavour, Subfield
from core.domain.marc_view import MarcRemark, MarcRow
from core.text.numbers import parse_isbn, parse_issn

_TAG = re.compile(r"[0-9A-Za-z]{3}", re.ASCII)
_INDICATOR = re.compile(r"[0-9a-z #|\\]", re.ASCII)
_CODE = re.compile(r"[0-9a-zA-Z]", re.ASCII)
_DOLLAR = "{dollar}"
_ONCE = {
    "marc21": frozenset(["001", "003", "005", "008", "010", "100", "110", "111", "130", "245"]),
    "unimarc": frozenset(["001", "005", "100", "101", "200", "700", "710"]),
}
_TITLE = {"marc21": "245", "unimarc": "200"}
_ISBN = {"marc21": "020", "unimarc": "010"}
_ISSN = {"marc21": "022", "unimarc": "011"}
_FIXED = {"marc21": ("008", 40), "unimarc": ("100", 36)}
_LEADER_LENGTH = 24


def row_of(field: MarcField) -> MarcRow:
    """A field as a row.

    >>> row_of(MarcField("245", "", ("1", " "), (Subfield("a", "Cost $5"),)))
    MarcRow(tag='245', indicators='1#', content='$aCost {dollar}5')
    """
    if field.is_control or not field.subfields:
        return MarcRow(field.tag, "", field.value)
    indicators = "".join("#" if each == " " else each for each in field.indicators)
    content = "".join(f"${each.code}{each.value.replace('$', _DOLLAR)}" for each in field.subfields)
    return MarcRow(field.tag, indicators, content)


def field_of(row: MarcRow) -> MarcField:
    """A row that passed `row_remarks` as a field."""
    tag = row.tag.strip()
    if _is_control(tag):
        return MarcField(tag, row.content)
    indicators = [" " if each in "#\\" else each for each in row.indicators.ljust(2)[:2]]
    pieces = row.content.lstrip().split("$")[1:]
    subfields = tuple(Subfield(piece[0], piece[1:].replace(_DOLLAR, "$")) for piece in pieces if piece)
    return MarcField(tag, "", (indicators[0], indicators[1]), subfields)


def row_remarks(leader: str, rows: Sequence[MarcRow], flavour: MarcFlavour) -> Iterator[MarcRemark]:
    """What is wrong with a record under edit, by row."""
    if len(leader) != _LEADER_LENGTH:
        yield MarcRemark(-1, "marc_check.leader", {"n": len(leader)})
    counts = Counter(row.tag.strip() for row in rows)
    if not counts[_TITLE[flavour]]:
        yield MarcRemark(-1, "marc_check.no_title", {"tag": _TITLE[flavour]})
    for place, row in enumerate(rows):
        yield from _of_row(place, row, flavour)
        tag = row.tag.strip()
        if tag in _ONCE[flavour] and counts[tag] > 1:
            yield MarcRemark(place, "marc_check.twice", {"tag": tag}, is_error=False)


def _of_row(place: int, row: MarcRow, flavour: MarcFlavour) -> Iterator[MarcRemark]:
    tag = row.tag.strip()
    if not _TAG.fullmatch(tag):
        yield MarcRemark(place, "marc_check.tag", {"tag": tag})
        return
    if any(char in row.content for char in "\x1d\x1e\x1f"):
        yield MarcRemark(place, "marc_check.separator")
    fixed_tag, length = _FIXED[flavour]
    if _is_control(tag):
        if not row.content:
            yield MarcRemark(place, "marc_check.empty", {"tag": tag})
        elif tag == fixed_tag and len(row.content) != length:
            values: dict[str, str | int | float] = {"tag": tag, "n": len(row.content), "wanted": length}
            yield MarcRemark(place, "marc_check.fixed_length", values, is_error=False)
        return
    if len(row.indicators) > 2 or not all(_INDICATOR.fullmatch(each) for each in row.indicators):
        yield MarcRemark(place, "marc_check.indicators", {"indicators": row.indicators})
    head, *pieces = row.content.split("$")
    if head.strip() or not pieces:
        yield MarcRemark(place, "marc_check.no_subfield")
        return
    for piece in pieces:
        if not piece or not _CODE.fullmatch(piece[0]):
            yield MarcRemark(place, "marc_check.code", {"code": piece[:1]})
        elif not piece[1:].strip():
            yield MarcRemark(place, "marc_check.empty_subfield", {"code": piece[0]}, is_error=False)
    value = next((piece[1:] for piece in pieces if piece[:1] == "a"), "")
    number = re.split(r"[\s(（:：]", value.strip(), maxsplit=1)[0]
    if number and tag == _ISBN[flavour] and not _is_right(parse_isbn(number)):
        yield MarcRemark(place, "check_field.isbn_check_digit", {"number": number}, is_error=False)
    if number and tag == _ISSN[flavour] and not _is_right(parse_issn(number)):
        yield MarcRemark(place, "check_field.issn_check_digit", {"number": number}, is_error=False)
    if tag == fixed_tag and len(value) != length:
        yield MarcRemark(
            place, "marc_check.fixed_length", {"tag": tag, "n": len(value), "wanted": length}, is_error=False
        )


def _is_right(number: object) -> bool:
    return bool(getattr(number, "valid", False))


def _is_control(tag: str) -> bool:
    return tag < "010" and tag.isdigit()
