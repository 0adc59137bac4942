"""RIS, the exchange format of reference managers: one tag a line, a record from TY to ER.

Source: the tag list of rispy, and "RIS Format Specifications" (Reference Manager). Tags without a place in a
`BibliographicRecord` (pages, DOI, database…) stay in the record's source and are written back from there.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from core.domain.library import ExportOptions
from core.domain.records import BibliographicRecord, Contributor, Identifier, RejectedInput, Subject
from core.errors import InvalidInputError
from core.interchange.cells import parse_year
from core.interchange.identifiers import isbns_of_cell, issns_of_cell
from core.interchange.keeping import Notation, output_codec, piece_maker
from core.interchange.reading import ImportedRecord, clean_line, clean_text
from core.interchange.text_pieces import LARGEST_RECORD, Line, TextPiece, joined, read_pieces
from core.interchange.writing import PieceWriter
from core.text.languages import language_code

_TAG = re.compile(r"^\ufeff?\s{0,3}([A-Z][A-Z0-9])\s{1,2}-(?:\s(.*)|)$", re.DOTALL)
_TYPE_LINE = re.compile(rb"^\s{0,3}TY\s{1,2}-")
_END_LINE = re.compile(rb"^\s{0,3}ER\s{1,2}-")
# The tags of each field, the more telling first. What a tag means depends on the kind of work; these are books'.
_TAGS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("TI", "T1", "BT", "CT"),
    "title_parallel": ("TT", "ST"),
    "language": ("LA",),
    "description": ("AB", "N2"),
    "year": ("PY", "Y1", "DA"),
    "publisher": ("PB",),
    "place": ("CY", "PP"),
    "edition": ("ET",),
    "series": ("T3", "T2"),
    "extent": ("SP",),
    "note": ("N1",),
    "subjects": ("KW",),
    "identifiers": ("SN", "AN"),
}
_ROLES: Final[Mapping[str, str]] = {
    "AU": "author", "A1": "author", "A2": "editor", "A3": "editor", "ED": "editor", "A4": "translator",
    "TA": "translator",
}  # fmt: skip
_WRITTEN_ROLES = {"author": "AU", "editor": "A3", "translator": "A4"}


@dataclass(slots=True)
class _Unit:
    """One tag with its value, and the lines it takes."""

    tag: str
    value: str
    lines: list[str] = field(default_factory=list)


def split_ris(lines: Iterable[Line], _codec: str) -> Iterator[TextPiece]:
    """From TY to ER; a TY before the ER begins a new record. What stands outside is no record."""
    taken: list[Line] = []
    size = 0
    end = 0
    for line in lines:
        if _TYPE_LINE.match(line.data):
            if taken:
                yield joined(taken, end)
            taken, size = [], 0
        elif not taken:
            continue
        end = line.offset + len(line.data)
        size += len(line.data)
        if size <= LARGEST_RECORD or not taken:
            taken.append(line)
        if _END_LINE.match(line.data):
            yield joined(taken, end)
            taken, size = [], 0
    if taken:
        yield joined(taken, end)


def _units(text: str) -> list[_Unit]:
    """Tags in order; a line without one continues the tag before."""
    units: list[_Unit] = []
    for line in io.StringIO(text, newline=""):  # str.splitlines would also cut at form feeds and U+2028
        found = _TAG.match(line.rstrip("\r\n"))
        if found is not None:
            units.append(_Unit(found[1], (found[2] or "").strip(), [line]))
        elif units:
            units[-1].lines.append(line)
            if line.strip():
                # Prose is wrapped with line breaks, names and titles are not.
                glue = "\n" if units[-1].tag in ("AB", "N1", "N2") else " "
                units[-1].value = f"{units[-1].value}{glue}{line.strip()}"
    return units


def read_ris_record(text: str) -> BibliographicRecord:
    """The record of one piece.

    Raises:
        InvalidInputError: "record.no_title", "ris.no_end".
    """
    record, units = _taken(text)
    if not any(unit.tag == "ER" for unit in units):
        raise InvalidInputError("ris.no_end")
    if not record.title:
        raise InvalidInputError("record.no_title")
    return record


def ris_values(text: str) -> list[tuple[str, str]]:
    """Tags and values of one piece, in their order."""
    return [(unit.tag, unit.value) for unit in _units(text) if unit.value]


def _taken(text: str) -> tuple[BibliographicRecord, list[_Unit]]:
    units = _units(text)
    values = _parsed(units)

    def first(name: str) -> str:
        return next((clean_line(value) for tag in _TAGS[name] for value in values.get(tag, ()) if value.strip()), "")

    titles = [clean_line(value) for tag in _TAGS["title_parallel"] for value in values.get(tag, ())]
    title = first("title") or (titles.pop(0) if titles else "") or first("series")
    year, _ = parse_year(_date(first("year")))
    language = first("language")
    series = first("series")
    contributors = [
        Contributor(name, _ROLES[unit.tag]) for unit in units if unit.tag in _ROLES and (name := clean_line(unit.value))
    ]
    record = BibliographicRecord(
        title=title,
        external_id=next((clean_line(value) for value in values.get("ID", ()) if value.strip()), None),
        title_parallel=tuple(dict.fromkeys(each for each in titles if each and each != title)),
        contributors=tuple(dict.fromkeys(contributors)),
        language=language_code(language) or language,
        description=_prose(values, "description"),
        subjects=tuple(dict.fromkeys(Subject(t) for value in values.get("KW", ()) if (t := clean_line(value)))),
        year=year,
        publisher=first("publisher"),
        place=first("place"),
        edition=first("edition"),
        series=series if series != title else "",
        extent=first("extent"),
        note=_prose(values, "note"),
        identifiers=_identifiers(values),
    )
    return record, units


def _parsed(units: list[_Unit]) -> dict[str, list[str]]:
    """Tag → values, by rispy, which is given one whole line a tag."""
    from rispy.parser import RisParser

    tags = {unit.tag for unit in units} | {RisParser.START_TAG, RisParser.END_TAG}
    parser = RisParser(
        mapping={tag: tag for tag in tags}, list_tags=list(tags), delimiter_tags_mapping={}, enforce_list_tags=False
    )
    lines = [f"{unit.tag}  - {unit.value.replace(chr(10), chr(0))}" for unit in units]
    parsed: list[dict[str, Any]] = parser.parse_lines(iter([*lines, "ER  - "]))
    record = parsed[0] if parsed else {}
    return {
        tag: [str(value).replace("\0", "\n") for value in (found if isinstance(found, list) else [found])]
        for tag, found in record.items()
    }


def _date(text: str) -> str:
    """``2001/05/03/`` is a year with month, day and anything else."""
    return text.partition("/")[0] if "/" in text else text


def _prose(values: Mapping[str, list[str]], name: str) -> str:
    return clean_text("\n".join(clean_text(value) for tag in _TAGS[name] for value in values.get(tag, ())))


def _identifiers(values: Mapping[str, list[str]]) -> tuple[Identifier, ...]:
    found: dict[Identifier, None] = {}
    for value in values.get("SN", ()):
        is_isbn = sum(char.isdigit() for char in value) > 8
        found.update(dict.fromkeys(isbns_of_cell(value) if is_isbn else issns_of_cell(value)))
    found.update((Identifier("control", text), None) for value in values.get("AN", ()) if (text := clean_line(value)))
    return tuple(found)


def make_ris(record: BibliographicRecord) -> str:
    """The lines of a record, from TY to ER."""
    lines = ["TY  - BOOK"]

    def add(tag: str, text: str) -> None:
        if text:
            # A line that looks like a tag would be one: it is set off by blanks.
            first, *others = clean_text(text).split("\n")
            lines.append(f"{tag}  - {first}")
            lines.extend(f"      {each}" for each in others if each.strip())

    if record.external_id:
        add("ID", record.external_id)
    add("TI", record.title)
    for title in record.title_parallel:
        add("TT", title)
    for contributor in record.contributors:
        if contributor.role in _WRITTEN_ROLES:
            add(_WRITTEN_ROLES[contributor.role], contributor.name)
    singles = (
        ("PY", "" if record.year is None else str(record.year)), ("PB", record.publisher), ("CY", record.place),
        ("ET", record.edition), ("T3", record.series), ("SP", record.extent), ("LA", record.language),
    )  # fmt: skip
    for tag, text in singles:
        add(tag, text)
    for number in record.identifiers:
        if number.scheme in ("isbn", "issn"):
            add("SN", number.value)
        elif number.scheme == "control":
            add("AN", number.value)
    for subject in record.subjects:
        if not subject.scheme:
            add("KW", subject.term)
    add("AB", record.description)
    add("N1", record.note)
    return "\r\n".join([*lines, "ER  - ", ""])


def edit_ris(text: str, record: BibliographicRecord, changed: frozenset[str]) -> str:
    """The text with the lines of the changed fields replaced; every other line stays as it is."""
    end = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    new = [unit for unit in _units(make_ris(record)) if unit.tag not in ("TY", "ER", "ID")]
    result = _units(text)
    for name in sorted(changed):
        tags = frozenset(_ROLES) if name == "contributors" else frozenset(_TAGS.get(name, ()))
        made = [_Unit(u.tag, u.value, [each.rstrip("\r\n") + end for each in u.lines]) for u in new if u.tag in tags]
        places = [at for at, unit in enumerate(result) if unit.tag in tags]
        closing = next((at for at, unit in enumerate(result) if unit.tag == "ER"), len(result))
        at = places[0] if places else closing
        result[at:at] = made
        result = [unit for unit in result if unit.tag not in tags or any(unit is each for each in made)]
    return "".join(line for unit in result for line in unit.lines)


RIS: Final = Notation("ris", read_ris_record, make_ris, edit_ris)


def read_ris(path: Path, encoding: str = "auto") -> Iterator[ImportedRecord | RejectedInput]:
    """Read the records of a file. Positions are the numbers of their first lines."""
    return read_pieces(path, encoding, "ris", split_ris, lambda text: (read_ris_record(text), ""))


def ris_writer(path: Path, options: ExportOptions) -> PieceWriter:
    """Writes records one after the other, a blank line between."""
    codec, mark = output_codec(options.encoding)
    return PieceWriter(path, "ris", piece_maker(RIS, options), head=mark, between="\r\n".encode(codec))
