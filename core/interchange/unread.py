"""What a source says and its record does not: named when the record is written in another format.

Within its own format a record is written from its source, so nothing of it is lost. In another one only what the
catalogue's record holds is written; the rest is told by the names that the source's own format gives it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from core.domain.marc import MARC_FILES, MARC_FORMATS, MarcField, MarcRecord, MarcSource
from core.domain.records import BibliographicRecord, RejectedInput
from core.errors import InvalidInputError
from core.interchange.bibtex import bibtex_values
from core.interchange.cells import names_of_statement, split_comma_list, split_list
from core.interchange.crosswalk.dates import year_of
from core.interchange.crosswalk.holdings import HoldingProfile, profile_of_copies
from core.interchange.crosswalk.linking import linked_pairs
from core.interchange.crosswalk.losses import SaidTexts, unsaid
from core.interchange.crosswalk.roles import role_of
from core.interchange.dublin_core import ELEMENTS, TERMS
from core.interchange.identifiers import isbns_of_cell, issns_of_cell
from core.interchange.marc.sources import decode_source
from core.interchange.ris import ris_values
from core.interchange.writing import RecordWriter
from core.interchange.xml_pieces import parse_element
from core.text.languages import language_code
from core.text.normalize import fold

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LEAST_DIGITS_OF_NUMBER: Final = 8
_LONGEST_LANGUAGE: Final = 20
_BRACKETS: Final = re.compile(r"[\[\]［］()（）〔〕【】]")
_NO_CONTROL: Final = frozenset({"001", "005"})


class _RecordTexts:
    """Whether a record says something, in whatever field."""

    def __init__(self, record: BibliographicRecord, layouts: Iterable[HoldingProfile]) -> None:
        self._record = record
        self._layouts = layouts
        holdings = [text for h in record.holdings for text in (h.barcode, h.call_number, h.location, h.status, h.note)]
        self._said = SaidTexts([
            record.external_id or "", record.title, *record.title_parallel, *(c.name for c in record.contributors),
            *(c.role for c in record.contributors), record.language, record.description,
            *(s.term for s in record.subjects), "" if record.year is None else str(record.year), record.publisher,
            record.place, record.edition, record.series, record.extent, record.note,
            *(i.value for i in record.identifiers), *holdings,
        ])  # fmt: skip

    def has(self, text: str) -> bool:
        said = self._said.has(text) or self._said.has(text.replace("/", ""))  # 813/.54: where a number may be cut
        return said or self._has_number(text) or self._has_code(text)

    def copies(self, marc: MarcRecord) -> Callable[[MarcField, str, str], bool]:
        """Whether the record's copies say what stands in a subfield of the field they were read in."""
        profile = profile_of_copies(marc, self._record.holdings, self._layouts)
        if profile is None:
            return lambda field, code, value: False
        held = self._record.holdings
        states = {each.status for each in held}
        n_copies = str(len(held))

        def has(field: MarcField, code: str, value: str) -> bool:
            if field.tag != profile.tag:
                return False
            if set(profile.barcodes(value)) <= {each.barcode for each in held}:
                return True
            if profile.locations.get(value.strip(), "") in {each.location for each in held if each.location}:
                return True
            if (field.tag, code, value.strip()) == ("905", "f", n_copies):
                return True
            has_states = any(code in pattern for pattern in profile.read.get("status", ()))
            return has_states and profile.state(code, value) in states

        return has

    def _has_number(self, text: str) -> bool:
        """ISBN 10 and 13 are one number, and c2000 is a year."""
        record = self._record
        if sum(char.isdigit() for char in text) < _LEAST_DIGITS_OF_NUMBER:
            bare = text.strip(" .,[]()?©").removeprefix("c").removeprefix("p").removesuffix("年").strip(" .")
            return record.year is not None and bare == str(record.year) and year_of(text) == record.year
        held = {i.value for i in record.identifiers}
        read = ({i.value for i in isbns_of_cell(text)}, {i.value for i in issns_of_cell(text)})
        return any(numbers and numbers <= held for numbers in read)

    def has_statement(self, text: str) -> bool:
        """Whether a statement of responsibility (曹雪芹著) names only who is there in that role."""
        said = names_of_statement(text) if not _BRACKETS.search(text) else ()  # [美]: a country is said nowhere else
        held = {(fold(c.name), c.role) for c in self._record.contributors}
        return bool(said) and all((fold(each.name), each.role) in held for each in said)

    def _has_code(self, text: str) -> bool:
        if len(text) > _LONGEST_LANGUAGE:
            return False
        is_language = bool(self._record.language) and language_code(text) == self._record.language
        return is_language or role_of(text) in {c.role for c in self._record.contributors}


def unread_parts(
    source: MarcSource, record: BibliographicRecord, layouts: Iterable[HoldingProfile] = ()
) -> tuple[str, ...]:
    """The names of the parts of a source that its record does not hold, each once, in their order.

    Args:
        source: What a record came from.
        record: What was read in it, edited or not.
        layouts: Profiles of copies, beside the built-in ones, by which they may have been read.
    """
    names = _NAMES.get("marc" if source.format in MARC_FORMATS else source.format)
    if names is None:
        return ()
    try:
        return tuple(dict.fromkeys(names(source, _RecordTexts(record, layouts))))
    except (InvalidInputError, UnicodeError, LookupError):  # stored by another version, which understood it
        return ()


def _of_marc(source: MarcSource, texts: _RecordTexts) -> Iterator[str]:
    marc = decode_source(source)
    pairs = linked_pairs(marc.fields)
    nothing = SaidTexts(())
    has_copy = texts.copies(marc)

    def is_statement(tag: str, value: str) -> bool:
        return tag in ("200", "245") and texts.has_statement(value)

    yield from _coded(marc)
    for place, field in enumerate(marc.fields):
        if field.tag < "010":
            if field.tag not in (*_NO_CONTROL, "006", "007", "008") and not texts.has(field.value):
                yield field.tag
            continue
        if field.tag == "100" and marc.flavour == "unimarc":
            continue
        for code, value in unsaid(field, marc.flavour, nothing, nothing):
            if not texts.has(value) and not has_copy(field, code, value) and not is_statement(field.tag, value):
                yield f"{field.tag}$6" if place in pairs else f"{field.tag}${code}"


def _coded(marc: MarcRecord) -> Iterator[str]:
    if marc.flavour == "unimarc":
        if marc.first("100", "a")[17:22].strip(" |0uy"):
            yield "100/17-21"
        return
    yield from (field.tag for field in marc.tagged("006", "007"))
    if marc.first("008")[18:35].strip(" |0"):
        yield "008/18-34"


def _of_xml(source: MarcSource, texts: _RecordTexts) -> Iterator[str]:
    """Elements by the path of their names; what has no words of its own says nothing."""
    top = parse_element(source.data, source.encoding)
    for child in top:
        yield from _elements(child, "", texts)


def _elements(element: Element, above: str, texts: _RecordTexts) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    namespace, _, name = element.tag.rpartition("}")
    prefix = (
        "dcterms:" if namespace.removeprefix("{") == TERMS else "dc:" if namespace.removeprefix("{") == ELEMENTS else ""
    )
    path = f"{above}/{name}" if above else f"{prefix}{name}"
    if (text := (element.text or "").strip()) and not texts.has(text):
        yield path
    for child in element:
        yield from _elements(child, path, texts)


def _of_ris(source: MarcSource, texts: _RecordTexts) -> Iterator[str]:
    for tag, value in ris_values(source.data.decode(source.encoding)):
        if (tag == "TY" and value != "BOOK") or (tag not in ("TY", "ER") and not texts.has(value)):
            yield tag


def _of_bibtex(source: MarcSource, texts: _RecordTexts) -> Iterator[str]:
    kind, values = bibtex_values(source.data.decode(source.encoding))
    if kind != "book":
        yield f"@{kind}"
    for key, pieces in values.items():
        cells = (cell for piece in pieces for part in split_list(piece) for cell in (part, *split_comma_list(part)))
        if not all(texts.has(piece) for piece in pieces) and not all(texts.has(cell) for cell in cells):
            yield key


_NAMES: Final[Mapping[str, Callable[[MarcSource, _RecordTexts], Iterable[str]]]] = {
    "marc": _of_marc, "mods": _of_xml, "dc": _of_xml, "ris": _of_ris, "bibtex": _of_bibtex,
}  # fmt: skip


class TellingWriter:
    """A writer that also tells, once a file, what of the records' sources is not in it."""

    def __init__(self, writer: RecordWriter, path: Path, format: str, layouts: Sequence[HoldingProfile] = ()) -> None:
        self._layouts = layouts
        self._writer = writer
        self._path = path
        self._format = format
        self._unread: dict[str, Counter[str]] = {}

    @property
    def written(self) -> int:
        """The number of records in the file."""
        return self._writer.written

    @property
    def warnings(self) -> Sequence[RejectedInput]:
        """Those of the writer, and one for each format that sources were in."""
        told = []
        for name, counts in self._unread.items():
            parts = ", ".join(f"{part} ({n})" for part, n in counts.most_common())
            values = {"source": name, "format": self._format, "parts": parts}
            told.append(RejectedInput(str(self._path), "", "export.unread", values))
        return (*self._writer.warnings, *told)

    def __enter__(self) -> Self:
        self._writer.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._writer.__exit__(kind, error, traceback)

    def write(self, record: BibliographicRecord, *, source: MarcSource | None = None, cover: str | None = None) -> None:
        """Append one record."""
        before = self._writer.written
        self._writer.write(record, source=source, cover=cover)
        if source is None or self._writer.written == before or self._is_written_from(source):
            return
        if parts := unread_parts(source, record, self._layouts):
            self._unread.setdefault(source.format, Counter()).update(parts)

    def _is_written_from(self, source: MarcSource) -> bool:
        """A MARC writer takes MARC apart itself and tells what it lost."""
        return source.format == self._format or (source.format in MARC_FORMATS and self._format in MARC_FILES)
