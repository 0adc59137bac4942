"""A record as a JSON object, and back: the keys of a collection folder, and further keys for what else there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast, get_args

from core.domain.item_states import is_code
from core.domain.records import (
    BibliographicRecord,
    Contributor,
    Holding,
    Identifier,
    IdentifierScheme,
    Subject,
)
from core.errors import InvalidInputError
from core.interchange.identifiers import isbns_of_cell
from core.interchange.reading import clean_line, clean_text
from core.text.languages import language_code

_SUPPLIED_TITLE: Final = 60
_CLASSES = ("clc", "ddc", "lcc")
_TEXTS = ("publisher", "place", "edition", "series", "extent", "note")
KEYS: Final = frozenset({
    "id", "title", "title_parallel", "authors", "language", "description", "subjects", "year", "isbn", "cover",
    "contributors", "headings", "identifiers", "holdings", "status", *_TEXTS, *_CLASSES,
    *(f"class_{scheme}" for scheme in _CLASSES),
})  # fmt: skip
"""The keys that are read."""
_SCHEMES: frozenset[str] = frozenset(get_args(IdentifierScheme))


def record_of_object(
    given: Mapping[str, Any], folder: Path
) -> tuple[BibliographicRecord, Path | None, InvalidInputError | None]:
    """A record from a parsed JSON object, its cover, and what was wrong with the cover. The title may be empty.

    Raises:
        InvalidInputError: "record.wrong_type" with the key that holds something else than it may.
    """
    title = clean_line(_text(given, "title"))
    language = _text(given, "language")
    record = BibliographicRecord(
        title=title,
        external_id=_external_id(given),
        title_parallel=tuple(t for t in _texts(given, "title_parallel") if t != title),
        contributors=_contributors(given),
        language=language_code(language) or clean_line(language),
        description=clean_text(_text(given, "description")),
        subjects=_subjects(given),
        year=_year(given),
        identifiers=_identifiers(given),
        holdings=_holdings(given),
        status="draft" if given.get("status") == "draft" else "confirmed",
        publisher=clean_line(_text(given, "publisher")),
        place=clean_line(_text(given, "place")),
        edition=clean_line(_text(given, "edition")),
        series=clean_line(_text(given, "series")),
        extent=clean_line(_text(given, "extent")),
        note=clean_text(_text(given, "note")),
    )
    cover, fault = _cover(given, folder)
    return record, cover, fault


def titled(record: BibliographicRecord) -> BibliographicRecord:
    """The record with a title. One without is given its first words in square brackets, as cataloguers do.

    Raises:
        InvalidInputError: "record.no_title" when there are no words either.
    """
    if record.title:
        return record
    words = clean_line(record.description)
    if not words:
        raise InvalidInputError("record.no_title")
    short = words[:_SUPPLIED_TITLE]
    if len(words) > _SUPPLIED_TITLE:
        short = short.rsplit(" ", 1)[0] if " " in short else short
        short += "…"
    return replace(record, title=f"[{short}]")


def _wrong(key: str) -> InvalidInputError:
    return InvalidInputError("record.wrong_type", key=key)


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(key)
    return value


def _texts(given: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = given.get(key)
    if value is None:
        return ()
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise _wrong(key)
    return tuple(dict.fromkeys(cleaned for each in values if (cleaned := clean_line(each))))


def _objects(given: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = given.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise _wrong(key)
    return value


def _external_id(given: Mapping[str, Any]) -> str | None:
    value = given.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return clean_line(_text(given, "id")) or None


def _year(given: Mapping[str, Any]) -> int | None:
    value = given.get("year")
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.strip().removeprefix("-").isdecimal() and len(value) < 8:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not -9999 <= value <= 9999:
        raise _wrong("year")
    return value


def _contributors(given: Mapping[str, Any]) -> tuple[Contributor, ...]:
    detailed = [
        Contributor(name, clean_line(_text(each, "role")) or "author")
        for each in _objects(given, "contributors")
        if (name := clean_line(_text(each, "name")))
    ]
    return tuple(dict.fromkeys(detailed)) or tuple(Contributor(name) for name in _texts(given, "authors"))


def _subjects(given: Mapping[str, Any]) -> tuple[Subject, ...]:
    headings = [
        Subject(term, clean_line(_text(each, "scheme")).lower())
        for each in _objects(given, "headings")
        if (term := clean_line(_text(each, "term")))
    ]
    if not headings:
        headings = [Subject(term) for term in _texts(given, "subjects")]
    for scheme in _CLASSES:
        headings += [Subject(term, scheme) for key in (scheme, f"class_{scheme}") for term in _texts(given, key)]
    return tuple(dict.fromkeys(headings))


def _identifiers(given: Mapping[str, Any]) -> tuple[Identifier, ...]:
    found: dict[Identifier, None] = {}
    for each in _objects(given, "identifiers"):
        scheme, value = _text(each, "scheme"), clean_line(_text(each, "value"))
        if scheme not in _SCHEMES:
            raise _wrong("identifiers")
        if value:
            found[Identifier(cast("IdentifierScheme", scheme), value, each.get("valid") is not False)] = None
    told = {each.value for each in found}  # where it may say that it is wrong
    read = (isbn for text in _texts(given, "isbn") for isbn in isbns_of_cell(text))
    found.update((isbn, None) for isbn in read if isbn.value not in told)
    return tuple(found)


def _holdings(given: Mapping[str, Any]) -> tuple[Holding, ...]:
    holdings = []
    for each in _objects(given, "holdings"):
        status = _text(each, "status") or "available"
        if not is_code(status):
            raise _wrong("holdings")
        holdings.append(
            Holding(
                barcode=clean_line(_text(each, "barcode")),
                call_number=clean_line(_text(each, "call_number")),
                location=clean_line(_text(each, "location")),
                status=status,
                note=clean_text(_text(each, "note")),
            )
        )
    return tuple(holdings)


def _cover(given: Mapping[str, Any], folder: Path) -> tuple[Path | None, InvalidInputError | None]:
    """The cover beside the file. One outside its folder is refused: a record must not fetch any file of the disk."""
    value = given.get("cover")
    if value is None or value == "":
        return None, None
    if not isinstance(value, str):
        raise _wrong("cover")
    relative = Path(value)
    if "\0" in value or relative.is_absolute() or relative.drive or ".." in relative.parts:
        return None, InvalidInputError("cover.outside_folder", cover=clean_line(value))
    return (folder / relative).absolute(), None


def object_of_record(record: BibliographicRecord, cover: str | None = None) -> dict[str, Any]:
    """A JSON object that `record_of_object` turns back into the same record. Empty further keys are left out."""
    made: dict[str, Any] = {
        "id": record.external_id,
        "title": record.title,
        "title_parallel": list(record.title_parallel),
        "authors": list(record.authors),
        "language": record.language or None,
        "description": record.description or None,
        "subjects": [subject.term for subject in record.subjects if subject.scheme not in _CLASSES],
        "year": record.year,
        "isbn": record.isbn,
        "cover": cover,
    }
    further: dict[str, Any] = {name: getattr(record, name) for name in _TEXTS}
    if any(contributor.role != "author" for contributor in record.contributors):
        further["contributors"] = [{"name": c.name, "role": c.role} for c in record.contributors]
    if any(subject.scheme for subject in record.subjects):
        further["headings"] = [{"term": s.term, "scheme": s.scheme} for s in record.subjects]
    if [i.value for i in record.identifiers if i.valid] != [record.isbn] or len(record.identifiers) > 1:
        further["identifiers"] = [_identifier_object(each) for each in record.identifiers]
    further["holdings"] = [_holding_object(each) for each in record.holdings]
    further["status"] = "draft" if record.status == "draft" else ""
    made.update((key, value) for key, value in further.items() if value)
    return made


def _identifier_object(identifier: Identifier) -> dict[str, Any]:
    made: dict[str, Any] = {"scheme": identifier.scheme, "value": identifier.value}
    return made if identifier.valid else made | {"valid": False}


def _holding_object(holding: Holding) -> dict[str, str]:
    names: Sequence[str] = ("barcode", "call_number", "location", "status", "note")
    return {name: value for name in names if (value := getattr(holding, name))}
