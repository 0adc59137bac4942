"""What one bulk change does to one record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import regex

from core.domain.bulk import ITEM_FIELDS, TEXT_FIELDS, BulkChange
from core.domain.records import HOLDING_STATUSES, BibliographicRecord, Contributor, Subject
from core.errors import InvalidInputError
from core.services.record_checking import language_codes

_SECONDS_A_RECORD: Final = 1.0
"""An expression that takes longer on one text is refused instead of holding everything up."""
_LISTS: Final = ("title_parallel", "contributors", "subjects")

Edit = Callable[[BibliographicRecord], BibliographicRecord]


def edit_of(change: BulkChange, statuses: Sequence[str] = HOLDING_STATUSES) -> Edit:
    """The change as a function of a record.

    The function raises InvalidInputError where a record cannot take the change: "bulk.would_lose_title",
    "bulk.no_year", "bulk.slow_expression".

    Raises:
        InvalidInputError: "bulk.unknown_field", "bulk.nothing_to_enter", "bulk.nothing_to_find",
            "bulk.bad_expression", "bulk.unknown_status", "bulk.unknown_language", "bulk.no_year".
    """
    text = change.text.strip() if change.action not in ("append", "replace") else change.text
    if change.action == "set_items":
        return _items(change, text, statuses)
    if change.action in ("add_subject", "remove_subject", "add_class"):
        if not text:
            raise InvalidInputError("bulk.nothing_to_enter")
        return _subjects(change, text)
    if change.field not in TEXT_FIELDS:
        raise InvalidInputError("bulk.unknown_field", field=change.field, known=", ".join(TEXT_FIELDS))
    if change.action in ("set", "append") and not text:
        raise InvalidInputError("bulk.nothing_to_enter")
    if change.action == "replace":
        return _texts(change.field, _replacer(change))
    if change.action == "append":
        return _texts(change.field, lambda old: old + text, if_empty=text.strip())
    if change.action == "clear":
        return _cleared(change.field)
    return _set(change.field, text)


def _set(field: str, text: str) -> Edit:
    value: Any = text
    if field == "year":
        value = _year(text)
    elif field == "language" and text not in language_codes()[0]:
        raise InvalidInputError("bulk.unknown_language", code=text)
    elif field == "title_parallel":
        value = (text,)
    elif field == "contributors":
        value = (Contributor(text),)
    elif field == "subjects":
        value = (Subject(text),)
    return lambda record: _with(record, field, value)


def _cleared(field: str) -> Edit:
    value: Any = () if field in _LISTS else None if field == "year" else ""
    return lambda record: _with(record, field, value)


def _texts(field: str, edit: Callable[[str], str], if_empty: str = "") -> Edit:
    """Edits the text of a field, in lists that of each entry; entries that become empty go."""

    def edited(record: BibliographicRecord) -> BibliographicRecord:
        old = getattr(record, field)
        if field == "title_parallel":
            value: Any = tuple(new for each in old if (new := edit(each).strip())) or ((if_empty,) if if_empty else ())
        elif field == "contributors":
            value = tuple(replace(each, name=new) for each in old if (new := edit(each.name).strip()))
        elif field == "subjects":
            value = tuple(replace(each, term=new) for each in old if (new := edit(each.term).strip()))
        elif field == "year":
            new_text = edit("" if old is None else str(old)).strip()
            value = _year(new_text) if new_text else None
        else:
            value = edit(old).strip() if old else if_empty
        return _with(record, field, value)

    return edited


def _with(record: BibliographicRecord, field: str, value: Any) -> BibliographicRecord:
    if field == "title" and not value:
        raise InvalidInputError("bulk.would_lose_title")
    return replace(record, **{field: value})


def _year(text: str) -> int:
    if not (text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) <= 5):
        raise InvalidInputError("bulk.no_year", text=text)
    return int(text)


def _replacer(change: BulkChange) -> Callable[[str], str]:
    if not change.find:
        raise InvalidInputError("bulk.nothing_to_find")
    if not change.is_regex:
        return lambda old: old.replace(change.find, change.text)
    try:
        pattern = regex.compile(change.find)
        regex.sub(pattern, change.text, "", timeout=_SECONDS_A_RECORD)
        n_groups = pattern.groups
    except (regex.error, IndexError) as exc:
        raise InvalidInputError("bulk.bad_expression", expression=change.find, reason=str(exc)) from exc
    if any(int(number) > n_groups for number in regex.findall(r"\\(\d+)", change.text)):
        raise InvalidInputError("bulk.bad_expression", expression=change.text, reason=f"{n_groups}")

    def replaced(old: str) -> str:
        try:
            return str(pattern.sub(change.text, old, timeout=_SECONDS_A_RECORD))
        except TimeoutError as exc:
            raise InvalidInputError("bulk.slow_expression", expression=change.find) from exc

    return replaced


def _subjects(change: BulkChange, text: str) -> Edit:
    wanted = Subject(text, change.scheme or ("clc" if change.action == "add_class" else ""))

    def edited(record: BibliographicRecord) -> BibliographicRecord:
        if change.action == "remove_subject":
            return replace(record, subjects=tuple(each for each in record.subjects if each != wanted))
        if wanted in record.subjects:
            return record
        return replace(record, subjects=(*record.subjects, wanted))

    return edited


def _items(change: BulkChange, text: str, statuses: Sequence[str]) -> Edit:
    if change.field not in ITEM_FIELDS:
        raise InvalidInputError("bulk.unknown_field", field=change.field, known=", ".join(ITEM_FIELDS))
    if change.field == "status" and text not in statuses:
        raise InvalidInputError("bulk.unknown_status", status=text, known=", ".join(statuses))
    values: dict[str, Any] = {change.field: text}

    def edited(record: BibliographicRecord) -> BibliographicRecord:
        holdings = tuple(
            replace(item, **values) if not change.find or getattr(item, change.field) == change.find else item
            for item in record.holdings
        )
        return replace(record, holdings=holdings)

    return edited
