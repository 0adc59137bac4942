"""What a record says, field by field, and the choices of record work, in words."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from core.domain.importing import FieldDifference
from core.domain.records import BibliographicRecord, Holding
from librarian_app import wording

_CODED = re.compile(r"(.+) \[([a-z_]+)\]", re.DOTALL)


def record_value(record: BibliographicRecord, name: str) -> str:
    """What a record says in one field, a line for each entry; "" where it says nothing."""
    match name:
        case "contributors":
            return "\n".join(contributor_line(c.name, c.role) for c in record.contributors)
        case "subjects":
            return "\n".join(subject_line(s.term, s.scheme) for s in record.subjects)
        case "identifiers":
            return "\n".join(f"{identifier_scheme(i.scheme)} {i.value}" for i in record.identifiers)
        case "holdings":
            return "\n".join(holding_line(h) for h in record.holdings)
        case "title_parallel":
            return "\n".join(record.title_parallel)
        case "language":
            return wording.language_name(record.language)
        case "year":
            return "" if record.year is None else str(record.year)
        case "status":
            return record_status(record.status)
    return str(getattr(record, name, "") or "")


def contributor_line(name: str, role_of: str) -> str:
    """A name with its role, unless that is author."""
    return name if role_of == "author" else f"{name} ({wording.role(role_of)})"


def subject_line(term: str, scheme: str) -> str:
    """A subject with the scheme it comes from, unless it is a free keyword."""
    return f"{term} ({wording.subject_scheme(scheme)})" if scheme else term


def identifier_scheme(value: str) -> str:
    """What kind of number it is."""
    return {
        "isbn": "ISBN",
        "issn": "ISSN",
        "control": QCoreApplication.translate("Wording", "Control number"),
        "external": QCoreApplication.translate("Wording", "Own number"),
    }.get(value, value)


def holding_line(holding: Holding) -> str:
    """An item in one line."""
    parts = (
        holding.call_number,
        holding.barcode,
        holding.location,
        wording.holding_status(holding.status),
        holding.note,
    )
    return "  ·  ".join(part for part in parts if part)


def record_status(value: str) -> str:
    """Whether a record is a draft."""
    return wording.draft_word() if value == "draft" else QCoreApplication.translate("Wording", "Confirmed")


def in_words(difference: FieldDifference) -> FieldDifference:
    """A difference as the engine gives it, with words of the user's language for codes of roles, schemes and states."""
    name = difference.field
    before, after = (
        tuple(shown_value(name, value) for value in values) for values in (difference.before, difference.after)
    )
    return FieldDifference(name, before, after)


def shown_value(name: str, value: str) -> str:
    """One value of `core.domain.record_fields.shown_values` with words for the codes in it."""
    match name:
        case "contributors" if coded := _CODED.fullmatch(value):
            return contributor_line(coded[1], coded[2])
        case "subjects" if coded := _CODED.fullmatch(value):
            return subject_line(coded[1], coded[2])
        case "holdings":
            states = wording.holding_statuses()
            return " · ".join(states.get(part, part) for part in value.split(" · "))
        case "language":
            return wording.language_name(value)
        case "status":
            return record_status(value)
        case "item_states" if coded := _CODED.fullmatch(value):
            return f"{coded[1]} · {_state_limits(coded[2])}"
    return value


def _state_limits(code: str) -> str:
    """What a state of items does not allow."""
    return {
        "not_lent": QCoreApplication.translate("Wording", "not lent"),
        "off_shelf": QCoreApplication.translate("Wording", "not on the shelf"),
        "not_lent_off_shelf": QCoreApplication.translate("Wording", "not lent, not on the shelf"),
    }.get(code, code)


def form_kind(value: str) -> str:
    """What form of a name it is."""
    return {
        "chinese": QCoreApplication.translate("Wording", "Chinese characters"),
        "pinyin": QCoreApplication.translate("Wording", "Pinyin"),
        "english": QCoreApplication.translate("Wording", "English or Latin"),
        "other": QCoreApplication.translate("Wording", "Other form"),
    }.get(value, value)


def bulk_action(value: str) -> str:
    """What a bulk edit does."""
    return {
        "set": QCoreApplication.translate("Wording", "Set a field"),
        "append": QCoreApplication.translate("Wording", "Append to a field"),
        "replace": QCoreApplication.translate("Wording", "Replace text"),
        "clear": QCoreApplication.translate("Wording", "Clear a field"),
        "add_subject": QCoreApplication.translate("Wording", "Add a subject"),
        "remove_subject": QCoreApplication.translate("Wording", "Remove a subject"),
        "add_class": QCoreApplication.translate("Wording", "Add a class number"),
        "set_items": QCoreApplication.translate("Wording", "Change items"),
    }.get(value, value)
