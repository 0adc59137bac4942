"""What a cataloguer should look at in a record while typing: numbers, years, codes, classes, barcodes."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from core.domain.checking import FieldWarning, HoldingWords
from core.domain.records import BibliographicRecord, Identifier, IdentifierScheme, RecordId
from core.errors import ConflictError
from core.interchange.crosswalk.dates import year_of
from core.paths import resources_dir
from core.text.numbers import bare_number, parse_isbn, parse_issn

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

_CLASS_PATTERNS = {
    "clc": re.compile(r"(?:[ABCDEFGHIJKNOPQRSUVXZ]|T[A-Z]?)\d*(?:[.\-]?\d+)*(?:[.\-/+:=()<>\"\[\]a-z0-9]*)"),
    "ddc": re.compile(r"\d{3}(?:\.\d+)?(?:[ /'].*)?"),
    "lcc": re.compile(r"[A-HJ-NP-VZ][A-Z]{0,2}\d{1,4}(?:\.\d+)?(?:\s*\.?[A-Z]\d+)*(?:\s+\d{4}\w?)?.*"),
}
_CLASS_REMARKS = {
    "clc": "check_field.class_clc",
    "ddc": "check_field.class_ddc",
    "lcc": "check_field.class_lcc",
}
_EARLIEST_PRINT = 600
_YEARS_AHEAD = 2


class RecordChecker:
    """Looks through records under edit. Asks the catalogue only for numbers and barcodes that other records have."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def check(self, record: BibliographicRecord, year_text: str = "") -> tuple[FieldWarning, ...]:
        """Every remark about a record, in the order of the form.

        Args:
            record: As the form says, numbers as typed.
            year_text: What stands in the field of the year, which may be no number.
        """
        return tuple(self._remarks(record, year_text))

    def refuse_taken_barcodes(self, record: BibliographicRecord, before: BibliographicRecord | None) -> None:
        """Stop a record whose new barcodes other items have.

        Raises:
            ConflictError: "holding.barcode_taken".
        """
        old = {item.barcode for item in before.holdings} if before else set()
        new = {item.barcode for item in record.holdings if item.barcode} - old
        for barcode, holders in self._catalogue.find_barcodes(list(new)).items():
            others = [each for each in holders if each != record.id]
            if others:
                raise ConflictError("holding.barcode_taken", barcode=barcode, **self._named(others[0]))

    def holding_words(self) -> HoldingWords:
        """Locations and states of items that the library uses."""
        return HoldingWords(*self._catalogue.holding_words())

    def _remarks(self, record: BibliographicRecord, year_text: str) -> Iterator[FieldWarning]:
        if not record.title.strip():
            yield FieldWarning("title", 0, "check_field.no_title", severity="error")
        yield from _names(record)
        yield from _year(record.year, year_text)
        yield from _language(record.language)
        yield from self._numbers(record)
        yield from _classes(record)
        yield from self._items(record)

    def _numbers(self, record: BibliographicRecord) -> Iterator[FieldWarning]:
        seen: set[tuple[str, str]] = set()
        for row, number in enumerate(record.identifiers):
            remark = _number(number, row)
            if remark is not None:
                yield remark
            normal = normalised(number.scheme, number.value)
            if (normal.scheme, normal.value) in seen:
                yield FieldWarning("identifiers", row, "check_field.number_twice", {"number": number.value})
            seen.add((normal.scheme, normal.value))
            if number.scheme not in ("isbn", "issn") or not normal.valid:
                continue
            holders = self._others(self._catalogue.find_identifier(normal.scheme, [normal.value]), record.id)
            if holders and number.scheme == "isbn":
                values = {"number": normal.value, **self._named(holders[0])}
                yield FieldWarning("identifiers", row, "check_field.number_elsewhere", values, severity="hint")

    def _items(self, record: BibliographicRecord) -> Iterator[FieldWarning]:
        barcodes = [_ascii(item.barcode) for item in record.holdings]
        holders = self._catalogue.find_barcodes([each for each in barcodes if each])
        for row, (item, barcode) in enumerate(zip(record.holdings, barcodes, strict=True)):
            for part, given in (("barcode", item.barcode), ("call_number", item.call_number)):
                if given and _ascii(given) != given:
                    values = {"text": given}
                    yield FieldWarning("holdings", row, "check_field.full_width", values, _ascii(given), part=part)
            if not barcode:
                continue
            if barcode in barcodes[:row]:
                twice: dict[str, str | int | float] = {"barcode": barcode, "row": barcodes.index(barcode) + 1}
                yield FieldWarning(
                    "holdings", row, "check_field.barcode_twice", twice, severity="error", part="barcode"
                )
            elsewhere = [each for each in holders.get(barcode, ()) if each != record.id]
            if elsewhere:
                values = {"barcode": barcode, **self._named(elsewhere[0])}
                yield FieldWarning(
                    "holdings", row, "check_field.barcode_taken", values, severity="error", part="barcode"
                )

    def _named(self, record_id: RecordId) -> dict[str, str]:
        found = self._catalogue.get([record_id])
        return {"title": found[0].title if found else str(record_id)}

    @staticmethod
    def _others(found: dict[str, tuple[RecordId, ...]], own: RecordId | None) -> list[RecordId]:
        return [record_id for ids in found.values() for record_id in ids if record_id != own]


def with_judged_numbers(record: BibliographicRecord) -> tuple[Identifier, ...]:
    """The numbers of a record as they are stored: normalised, with the verdict on the check digit."""
    judged = (normalised(number.scheme, number.value) for number in record.identifiers if number.value.strip())
    return tuple(dict.fromkeys(judged))


def normalised(scheme: IdentifierScheme, text: str) -> Identifier:
    """A number as it is stored: without hyphens, ISBN-10 as ISBN-13; what is no such number stays as it was typed."""
    if scheme == "isbn":
        return parse_isbn(text) or Identifier("isbn", _ascii(text.strip()), valid=False)
    if scheme == "issn":
        return parse_issn(text) or Identifier("issn", _ascii(text.strip()), valid=False)
    return Identifier(scheme, text.strip())


def _number(number: Identifier, row: int) -> FieldWarning | None:
    text = number.value.strip()
    values: dict[str, str | int | float] = {"number": text}
    bare = bare_number(text)
    if number.scheme == "isbn":
        found = parse_isbn(text)
        if found is None:
            issn = parse_issn(text)
            message = "check_field.issn_not_isbn" if issn and issn.valid else "check_field.no_isbn"
            return FieldWarning("identifiers", row, message, {**values, "n": len(bare)})
        if not found.valid:
            return FieldWarning("identifiers", row, "check_field.isbn_check_digit", values)
        if len(bare) == 10:
            return FieldWarning("identifiers", row, "check_field.isbn10", values, found.value, "hint")
        if _ascii(text) != text:
            return FieldWarning("identifiers", row, "check_field.full_width", {"text": text}, found.value)
    elif number.scheme == "issn":
        of_serial = parse_issn(text)
        if of_serial is None:
            return FieldWarning("identifiers", row, "check_field.no_issn", {**values, "n": len(bare)})
        if not of_serial.valid:
            return FieldWarning("identifiers", row, "check_field.issn_check_digit", values)
        if _ascii(text) != text:
            return FieldWarning("identifiers", row, "check_field.full_width", {"text": text}, of_serial.value)
    return None


def _names(record: BibliographicRecord) -> Iterator[FieldWarning]:
    seen: set[tuple[str, str]] = set()
    for row, contributor in enumerate(record.contributors):
        key = (contributor.name, contributor.role)
        if key in seen:
            yield FieldWarning("contributors", row, "check_field.name_twice", {"name": contributor.name})
        seen.add(key)


def _year(year: int | None, text: str) -> Iterator[FieldWarning]:
    typed = text.strip()
    if typed and not re.fullmatch(r"-?[0-9]{1,4}", typed):
        meant = year_of(unicodedata.normalize("NFKC", typed))
        fix = None if meant is None else str(meant)
        yield FieldWarning("year", 0, "check_field.no_year", {"text": typed}, fix, "warning" if fix else "error")
        return
    if year is None and typed:
        year = int(typed)
    this_year = datetime.now(UTC).year
    if year is not None and year > this_year + _YEARS_AHEAD:
        yield FieldWarning("year", 0, "check_field.year_ahead", {"year": year})
    elif year is not None and 0 <= year < _EARLIEST_PRINT:
        yield FieldWarning("year", 0, "check_field.year_early", {"year": year}, severity="hint")


def _language(code: str) -> Iterator[FieldWarning]:
    if not code:
        return
    known, instead = language_codes()
    folded = _ascii(code.strip()).lower()
    if code in known:
        return
    meant = instead.get(folded) or (folded if folded in known else None)
    yield FieldWarning("language", 0, "check_field.language", {"code": code}, meant)


def _classes(record: BibliographicRecord) -> Iterator[FieldWarning]:
    for row, subject in enumerate(record.subjects):
        pattern = _CLASS_PATTERNS.get(subject.scheme)
        if pattern is None or pattern.fullmatch(subject.term):
            continue
        plain = _ascii(subject.term).replace(" ", "")
        candidates: Sequence[str] = (_ascii(subject.term), plain, plain.upper(), plain[:1].upper() + plain[1:])
        fix = next((each for each in candidates if pattern.fullmatch(each)), None)
        yield FieldWarning("subjects", row, _CLASS_REMARKS[subject.scheme], {"class": subject.term}, fix)


def _ascii(text: str) -> str:
    """Full-width letters, digits and signs as ASCII; nothing else changes."""
    return "".join(
        unicodedata.normalize("NFKC", char) if "\uff01" <= char <= "\uff5e" or char == "\u3000" else char
        for char in text
    )


@cache
def language_codes() -> tuple[frozenset[str], dict[str, str]]:
    """The codes of ISO 639-2 (bibliographic), and what is meant by the codes of its other forms."""
    with (resources_dir() / "marc" / "language_codes.toml").open("rb") as file:
        table = tomllib.load(file)
    return frozenset(table["codes"].split()), dict(table["instead"])
