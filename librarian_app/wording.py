"""The words of the field for values of the domain: decisions, roles, languages, jobs. Asked for anew, never kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from core.domain.item_states import ItemState
from core.domain.records import HOLDING_STATUSES, BibliographicRecord
from librarian_app.i18n import LANGUAGES, QT_TRANSLATE_NOOP

LIKELY = 0.5
POSSIBLE = 0.248
"""From here on a result is worth a look. The search itself says below it that nothing fits well."""


def decision(value: str) -> str:
    """The outcome of cover identification."""
    return {
        "match": QCoreApplication.translate("Wording", "Match"),
        "possible": QCoreApplication.translate("Wording", "Possible"),
        "new": QCoreApplication.translate("Wording", "New"),
        "rejected": QCoreApplication.translate("Wording", "Rejected"),
    }.get(value, value)


def intake_state(value: str) -> str:
    """What became of a scan in the queue."""
    return {
        "waiting": QCoreApplication.translate("Wording", "Waiting for review"),
        "accepted": QCoreApplication.translate("Wording", "Accepted"),
        "created": QCoreApplication.translate("Wording", "Record created"),
        "skipped": QCoreApplication.translate("Wording", "Skipped"),
        "rejected": QCoreApplication.translate("Wording", "Rejected"),
    }.get(value, value)


def probability(value: float) -> str:
    """A calibrated probability as a word, so that nobody has to interpret a number."""
    if value >= 0.85:
        return QCoreApplication.translate("Wording", "Very likely")
    if value >= LIKELY:
        return QCoreApplication.translate("Wording", "Likely")
    if value >= POSSIBLE:
        return QCoreApplication.translate("Wording", "Possibly")
    return QCoreApplication.translate("Wording", "Unlikely")


def probability_token(value: float) -> str:
    """The theme token that goes with `probability`."""
    if value >= 0.85:
        return "good"
    return "info" if value >= LIKELY else "fair" if value >= POSSIBLE else "ink_muted"


DECISION_TOKENS = {"match": "good", "possible": "fair", "new": "info", "rejected": "bad"}


def channel(value: str) -> str:
    """A search channel, as a short chip."""
    return {
        "identifier": QCoreApplication.translate("Wording", "Number"),
        "lexical": QCoreApplication.translate("Wording", "Words"),
        "semantic": QCoreApplication.translate("Wording", "Meaning"),
        "cover": QCoreApplication.translate("Wording", "Cover"),
    }.get(value, value)


CHANNEL_ICONS = {"identifier": "barcode", "lexical": "words", "semantic": "meaning", "cover": "cover"}


def role(value: str) -> str:
    """A contributor's role."""
    return {
        "author": QCoreApplication.translate("Wording", "Author"),
        "translator": QCoreApplication.translate("Wording", "Translator"),
        "editor": QCoreApplication.translate("Wording", "Editor"),
        "illustrator": QCoreApplication.translate("Wording", "Illustrator"),
        "compiler": QCoreApplication.translate("Wording", "Compiler"),
    }.get(value, value)


ROLES = ("author", "translator", "editor", "illustrator", "compiler")


def subject_scheme(value: str) -> str:
    """Where a subject term or class number comes from."""
    return {
        "": QCoreApplication.translate("Wording", "Keyword"),
        "clc": QCoreApplication.translate("Wording", "CLC class"),
        "ddc": QCoreApplication.translate("Wording", "Dewey class"),
        "lcc": QCoreApplication.translate("Wording", "LC class"),
        "lcsh": QCoreApplication.translate("Wording", "LC subject"),
    }.get(value, value.upper())


SUBJECT_SCHEMES = ("", "clc", "ddc", "lcsh", "lcc")


_OWN_STATES: dict[str, ItemState] = {}
"""The states of items that the library in front has of its own, by code."""


def use_item_states(states: Sequence[ItemState]) -> None:
    """From now on know these states of the library's own by name."""
    _OWN_STATES.clear()
    _OWN_STATES.update((each.code, each) for each in states)


def holding_status(value: str) -> str:
    """Where a copy is in its life."""
    own = _OWN_STATES.get(value)
    if own is not None:
        return own.name_zh if is_chinese() else own.name_en
    return {
        "available": QCoreApplication.translate("Wording", "Available"),
        "on_loan": QCoreApplication.translate("Wording", "On loan"),
        "reading_room": QCoreApplication.translate("Wording", "Reading room"),
        "in_process": QCoreApplication.translate("Wording", "In process"),
        "lost": QCoreApplication.translate("Wording", "Lost"),
        "withdrawn": QCoreApplication.translate("Wording", "Withdrawn"),
    }.get(value, value)


def holding_statuses(*, own: bool = True) -> dict[str, str]:
    """Every state of an item with its word; `own`: also those that the library made."""
    return {value: holding_status(value) for value in (*HOLDING_STATUSES, *(_OWN_STATES if own else ()))}


def holding_choice(value: str) -> str:
    """A state in a list to choose from, which says so where items in it are not lent."""
    own = _OWN_STATES.get(value)
    if own is None or own.is_lendable:
        return holding_status(value)
    return QCoreApplication.translate("Wording", "{state} · not lent").format(state=holding_status(value))


def scan_outcome(value: str) -> str:
    """What became of a scanned barcode in stocktaking, or of an item that was not scanned."""
    return {
        "in_place": QCoreApplication.translate("Wording", "Found"),
        "seen": QCoreApplication.translate("Wording", "Found"),
        "misplaced": QCoreApplication.translate("Wording", "Belongs elsewhere"),
        "unexpected": QCoreApplication.translate("Wording", "Not expected here"),
        "unknown": QCoreApplication.translate("Wording", "Unknown"),
        "missing": QCoreApplication.translate("Wording", "Missing"),
        "elsewhere": QCoreApplication.translate("Wording", "On loan or away"),
    }.get(value, value)


def operation(value: str) -> str:
    """A step in the journal."""
    return {
        "import": QCoreApplication.translate("Wording", "Import"),
        "create_record": QCoreApplication.translate("Wording", "New record"),
        "edit_record": QCoreApplication.translate("Wording", "Edit record"),
        "delete_record": QCoreApplication.translate("Wording", "Delete record"),
        "add_cover": QCoreApplication.translate("Wording", "Add cover"),
        "remove_cover": QCoreApplication.translate("Wording", "Remove cover"),
        "confirm_draft": QCoreApplication.translate("Wording", "Confirm draft"),
        "attach_scan": QCoreApplication.translate("Wording", "Attach scan"),
        "edit_holdings": QCoreApplication.translate("Wording", "Edit holdings"),
        "intake": QCoreApplication.translate("Wording", "Intake"),
        "undo": QCoreApplication.translate("Wording", "Undo"),
        "saved_search": QCoreApplication.translate("Wording", "Saved search"),
        "merge": QCoreApplication.translate("Wording", "Merge"),
        "turn_cover": QCoreApplication.translate("Wording", "Turn cover"),
        "order_covers": QCoreApplication.translate("Wording", "Order covers"),
        "read_cover": QCoreApplication.translate("Wording", "Read cover again"),
        "correct_text": QCoreApplication.translate("Wording", "Correct cover text"),
        "edit_names": QCoreApplication.translate("Wording", "Forms of names"),
        "edit_marc": QCoreApplication.translate("Wording", "Edit MARC"),
        "bulk_edit": QCoreApplication.translate("Wording", "Bulk edit"),
        "revert_record": QCoreApplication.translate("Wording", "Take back a change"),
        "restore_record": QCoreApplication.translate("Wording", "Restore record"),
        "not_duplicate": QCoreApplication.translate("Wording", "Not a duplicate"),
        "feedback": QCoreApplication.translate("Wording", "Feedback"),
        "item_states": QCoreApplication.translate("Wording", "States of items"),
    }.get(value, value)


def said(value: str) -> str:
    """What was said about a result, in a word or two."""
    return {
        "opened": QCoreApplication.translate("Wording", "Opened"),
        "this_is_it": QCoreApplication.translate("Wording", "This is it"),
        "not_this": QCoreApplication.translate("Wording", "Not this"),
        "rating": QCoreApplication.translate("Wording", "Rated"),
        "accepted": QCoreApplication.translate("Wording", "Accepted at intake"),
        "rejected": QCoreApplication.translate("Wording", "Rejected at intake"),
        "corrected": QCoreApplication.translate("Wording", "Text corrected"),
    }.get(value, value)


def job_kind(value: str) -> str:
    """The name of a job in the jobs panel."""
    return {
        "intake": QCoreApplication.translate("Wording", "Identify cover scans"),
        "import": QCoreApplication.translate("Wording", "Import records"),
        "covers": QCoreApplication.translate("Wording", "Add covers"),
        "export": QCoreApplication.translate("Wording", "Export records"),
        "check": QCoreApplication.translate("Wording", "Check the library"),
        "backup": QCoreApplication.translate("Wording", "Back up the library"),
        "verify_backup": QCoreApplication.translate("Wording", "Verify a backup"),
        "drill": QCoreApplication.translate("Wording", "Try a restore"),
        "rebuild_index": QCoreApplication.translate("Wording", "Rebuild the index from nothing"),
        "restore": QCoreApplication.translate("Wording", "Restore a backup"),
        "reindex": QCoreApplication.translate("Wording", "Rebuild the index"),
        "demo": QCoreApplication.translate("Wording", "Set up the demo library"),
        "bulk_edit": QCoreApplication.translate("Wording", "Bulk edit"),
        "vectors": QCoreApplication.translate("Wording", "Learn the meaning of records"),
        "duplicates": QCoreApplication.translate("Wording", "Find duplicates"),
        "learn": QCoreApplication.translate("Wording", "Learn from feedback"),
        "dry_run": QCoreApplication.translate("Wording", "Check an import"),
        "convert": QCoreApplication.translate("Wording", "Convert a file"),
        "fetch": QCoreApplication.translate("Wording", "Ask other catalogues"),
        "review": QCoreApplication.translate("Wording", "Review several scans"),
        "train": QCoreApplication.translate("Wording", "Improve search"),
        "compare": QCoreApplication.translate("Wording", "Compare encoders"),
        "promote": QCoreApplication.translate("Wording", "Put an encoder into use"),
        "use_model": QCoreApplication.translate("Wording", "Put an encoder into use"),
        "rollback": QCoreApplication.translate("Wording", "Roll back the encoder"),
        "install_model": QCoreApplication.translate("Wording", "Install an encoder"),
        "export_model": QCoreApplication.translate("Wording", "Export an encoder"),
        "evaluate": QCoreApplication.translate("Wording", "Measure search"),
        "make_collection": QCoreApplication.translate("Wording", "Make test questions"),
    }.get(value, value)


def job_state(value: str) -> str:
    """Where a job stands."""
    return {
        "queued": QCoreApplication.translate("Wording", "Waiting"),
        "running": QCoreApplication.translate("Wording", "Running"),
        "cancelling": QCoreApplication.translate("Wording", "Stopping…"),
        "succeeded": QCoreApplication.translate("Wording", "Done"),
        "failed": QCoreApplication.translate("Wording", "Failed"),
        "cancelled": QCoreApplication.translate("Wording", "Cancelled"),
    }.get(value, value)


_FIELDS = {
    "title": QT_TRANSLATE_NOOP("Wording", "Title"),
    "subtitle": QT_TRANSLATE_NOOP("Wording", "Subtitle"),
    "title_parallel": QT_TRANSLATE_NOOP("Wording", "Parallel title"),
    "contributors": QT_TRANSLATE_NOOP("Wording", "Contributors"),
    "authors": QT_TRANSLATE_NOOP("Wording", "Authors"),
    "author": QT_TRANSLATE_NOOP("Wording", "Author"),
    "translator": QT_TRANSLATE_NOOP("Wording", "Translator"),
    "language": QT_TRANSLATE_NOOP("Wording", "Language"),
    "description": QT_TRANSLATE_NOOP("Wording", "Description"),
    "subject": QT_TRANSLATE_NOOP("Wording", "Subject"),
    "subjects": QT_TRANSLATE_NOOP("Wording", "Subjects"),
    "year": QT_TRANSLATE_NOOP("Wording", "Year"),
    "publisher": QT_TRANSLATE_NOOP("Wording", "Publisher"),
    "place": QT_TRANSLATE_NOOP("Wording", "Place"),
    "edition": QT_TRANSLATE_NOOP("Wording", "Edition"),
    "series": QT_TRANSLATE_NOOP("Wording", "Series"),
    "extent": QT_TRANSLATE_NOOP("Wording", "Extent"),
    "size": QT_TRANSLATE_NOOP("Wording", "Dimensions"),
    "note": QT_TRANSLATE_NOOP("Wording", "Note"),
    "isbn": "ISBN",
    "issn": "ISSN",
    "identifiers": QT_TRANSLATE_NOOP("Wording", "Identifiers"),
    "id": QT_TRANSLATE_NOOP("Wording", "Own number"),
    "external_id": QT_TRANSLATE_NOOP("Wording", "Own number"),
    "cover": QT_TRANSLATE_NOOP("Wording", "Cover"),
    "holdings": QT_TRANSLATE_NOOP("Wording", "Holdings"),
    "ocr": QT_TRANSLATE_NOOP("Wording", "Text on the cover"),
    "statement": QT_TRANSLATE_NOOP("Wording", "Statement of responsibility"),
    "translators": QT_TRANSLATE_NOOP("Wording", "Translator"),
    "editors": QT_TRANSLATE_NOOP("Wording", "Editor"),
    "illustrators": QT_TRANSLATE_NOOP("Wording", "Illustrator"),
    "control_number": QT_TRANSLATE_NOOP("Wording", "Control number"),
    "lcsh": QT_TRANSLATE_NOOP("Wording", "LC subject"),
    "clc": QT_TRANSLATE_NOOP("Wording", "CLC class"),
    "ddc": QT_TRANSLATE_NOOP("Wording", "Dewey class"),
    "lcc": QT_TRANSLATE_NOOP("Wording", "LC class"),
    "holding_status": QT_TRANSLATE_NOOP("Wording", "Item status"),
    "holding_note": QT_TRANSLATE_NOOP("Wording", "Item note"),
    "barcode": QT_TRANSLATE_NOOP("Wording", "Barcode"),
    "call_number": QT_TRANSLATE_NOOP("Wording", "Call number"),
    "location": QT_TRANSLATE_NOOP("Wording", "Location"),
    "status": QT_TRANSLATE_NOOP("Wording", "Status"),
    "names": QT_TRANSLATE_NOOP("Wording", "Names"),
    "item_states": QT_TRANSLATE_NOOP("Wording", "States of items"),
    "imprint": QT_TRANSLATE_NOOP("Wording", "Imprint"),
    "cover_text": QT_TRANSLATE_NOOP("Wording", "Text on the cover"),
    "class": QT_TRANSLATE_NOOP("Wording", "Class number"),
    "marc": QT_TRANSLATE_NOOP("Wording", "MARC source"),
}


def field(value: str) -> str:
    """A field of a bibliographic record."""
    text = _FIELDS.get(value)
    return value if text is None else QCoreApplication.translate("Wording", text)


def import_outcome(value: str) -> str:
    """What becomes of a record of a file."""
    return {
        "new": QCoreApplication.translate("Wording", "New records"),
        "updated": QCoreApplication.translate("Wording", "Updated"),
        "unchanged": QCoreApplication.translate("Wording", "Unchanged"),
        "source": QCoreApplication.translate("Wording", "Source stored"),
        "copy": QCoreApplication.translate("Wording", "Rows of further copies"),
        "possible": QCoreApplication.translate("Wording", "Possible duplicates"),
        "held": QCoreApplication.translate("Wording", "Held back"),
        "rejected": QCoreApplication.translate("Wording", "Rejected"),
        "warning": QCoreApplication.translate("Wording", "Remarks"),
        "other_title": QCoreApplication.translate("Wording", "Titles that change"),
    }.get(value, value)


OUTCOME_TOKENS = {"new": "info", "updated": "good", "held": "fair", "possible": "fair", "rejected": "bad"}


def match_rule(value: str) -> str:
    """By what a record of a file was found in the library."""
    return {
        "control": QCoreApplication.translate("Wording", "Control number"),
        "isbn": "ISBN",
        "title": QCoreApplication.translate("Wording", "Title, author, year"),
        "cover": QCoreApplication.translate("Wording", "Cover"),
    }.get(value, value)


def field_policy(value: str) -> str:
    """What an import may do to a field."""
    return {
        "replace": QCoreApplication.translate("Wording", "Replace"),
        "fill": QCoreApplication.translate("Wording", "Fill if empty"),
        "add": QCoreApplication.translate("Wording", "Add"),
        "keep": QCoreApplication.translate("Wording", "Keep"),
    }.get(value, value)


FIELD_POLICIES = ("replace", "fill", "add", "keep")


def overlay_profile(value: str) -> str:
    """A built-in overlay profile in words; a library's own by its name."""
    return {
        "replace": QCoreApplication.translate("Wording", "What the file gives replaces"),
        "fill": QCoreApplication.translate("Wording", "Only empty fields are filled"),
        "add": QCoreApplication.translate("Wording", "Fill, and add names, subjects, numbers, copies"),
        "keep": QCoreApplication.translate("Wording", "Records found stay as they are"),
    }.get(value, value)


def language_name(code: str) -> str:
    """An ISO 639-2 code as a word, e.g. "chi" → Chinese; unknown codes stay as they are."""
    return {
        "": "",
        "chi": QCoreApplication.translate("Wording", "Chinese"),
        "zho": QCoreApplication.translate("Wording", "Chinese"),
        "eng": QCoreApplication.translate("Wording", "English"),
        "jpn": QCoreApplication.translate("Wording", "Japanese"),
        "kor": QCoreApplication.translate("Wording", "Korean"),
        "fre": QCoreApplication.translate("Wording", "French"),
        "fra": QCoreApplication.translate("Wording", "French"),
        "ger": QCoreApplication.translate("Wording", "German"),
        "deu": QCoreApplication.translate("Wording", "German"),
        "rus": QCoreApplication.translate("Wording", "Russian"),
        "spa": QCoreApplication.translate("Wording", "Spanish"),
        "ita": QCoreApplication.translate("Wording", "Italian"),
        "lat": QCoreApplication.translate("Wording", "Latin"),
        "lzh": QCoreApplication.translate("Wording", "Classical Chinese"),
        "mul": QCoreApplication.translate("Wording", "Several languages"),
    }.get(code, code)


RECORD_LANGUAGES = ("", "chi", "eng", "lzh", "jpn", "kor", "fre", "ger", "rus", "spa", "ita", "lat", "mul")


def is_chinese() -> bool:
    """Whether the interface is in Chinese."""
    return QLocale().name().startswith("zh")


def list_separator() -> str:
    """What stands between names: Chinese uses its own comma."""
    return "、" if QLocale().name().startswith("zh") else ", "


def labelled(name: str, value: str) -> str:
    """A value behind what it is called; Chinese has a colon of its own."""
    return f"{name}：{value}" if QLocale().name().startswith("zh") else f"{name}: {value}"


def authors(record: BibliographicRecord, limit: int = 3) -> str:
    """The authors in one line, shortened after `limit`."""
    names = list(dict.fromkeys(record.authors))
    line = list_separator().join(names[:limit])
    return (
        QCoreApplication.translate("Wording", "{names} and others").format(names=line) if len(names) > limit else line
    )


def duration(seconds: float) -> str:
    """A time left, coarse on purpose: estimates are no better."""
    if seconds < 60:
        return QCoreApplication.translate("Wording", "{n} s").format(n=max(1, round(seconds)))
    if seconds < 3600:
        return QCoreApplication.translate("Wording", "{n} min").format(n=round(seconds / 60))
    return QCoreApplication.translate("Wording", "{n} h").format(n=round(seconds / 3600, 1))


def moment(value: datetime | None) -> str:
    """A date and time in the person's own zone and form."""
    if value is None:
        return ""
    local = value.astimezone()
    return local.strftime("%Y-%m-%d %H:%M")


def number(value: int) -> str:
    """An integer with the grouping of the interface language."""
    return QLocale().toString(value)


def interface_language(code: str) -> str:
    """A language of the interface by its own name."""
    return LANGUAGES.get(code, code)


def rate(number_text: str) -> str:
    """Steps a second."""
    return QCoreApplication.translate("Wording", "{n} a second").format(n=number_text)


def time_left(seconds: float) -> str:
    """How long a job will still take."""
    return QCoreApplication.translate("Wording", "{time} left").format(time=duration(seconds))


def draft_word() -> str:
    """The mark of a record that nobody has confirmed."""
    return QCoreApplication.translate("Wording", "Draft")


def result_count(name: str) -> str:
    """What a job counted; "" for values that are no counts for people."""
    return {
        "created": QCoreApplication.translate("Wording", "new"),
        "updated": QCoreApplication.translate("Wording", "changed"),
        "unchanged": QCoreApplication.translate("Wording", "unchanged"),
        "added": QCoreApplication.translate("Wording", "added"),
        "duplicates": QCoreApplication.translate("Wording", "already there"),
        "match": QCoreApplication.translate("Wording", "matches"),
        "possible": QCoreApplication.translate("Wording", "possible"),
        "written": QCoreApplication.translate("Wording", "written"),
        "records": QCoreApplication.translate("Wording", "records"),
        "new": QCoreApplication.translate("Wording", "not in the library"),
        "pairs": QCoreApplication.translate("Wording", "suspect pairs"),
        "left_out": QCoreApplication.translate("Wording", "pages without a cover"),
        "decided": QCoreApplication.translate("Wording", "decided"),
        "left": QCoreApplication.translate("Wording", "left in the queue"),
    }.get(name, "")


def and_more(n: int) -> str:
    """What stands under a shortened list."""
    return QCoreApplication.translate("Wording", "and {n} more").format(n=n)


def all_sound() -> str:
    """The outcome of a check that found nothing."""
    return QCoreApplication.translate("Wording", "Everything fits together.")


def wrong_check_digit(value: str) -> str:
    """A number as printed whose check digit does not fit."""
    return QCoreApplication.translate("Wording", "{number} (as printed; wrong check digit)").format(number=value)
