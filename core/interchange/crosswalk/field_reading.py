"""What fields of MARC 21 and of UNIMARC say in the same way: numbers, notes, keywords."""

from __future__ import annotations

from collections.abc import Callable

from core.domain.marc import MarcField
from core.domain.records import Identifier, Subject
from core.interchange.crosswalk import tables
from core.interchange.crosswalk.draft import Draft, line
from core.interchange.crosswalk.standard_numbers import isbn_of, issn_of, other_number

Handler = Callable[[Draft, MarcField], None]

_UNKNOWN_NAMES = frozenset(
    {"s.l", "s.n", "sl", "sn", "n.p", "s. l", "s. n", "place of publication not identified", "出版地不详",
     "publisher not identified", "出版者不详", "发行者不详", "出版地不詳", "出版者不詳"}
)  # fmt: skip
_NO_TEXT = "0123456789uw"


def named(text: str) -> str:
    """A place or publisher; "" for [S.l.], [出版者不详] and the like."""
    if text and text[0] in "[Ss出发發nP" and text.strip("[]. ?").lower() in _UNKNOWN_NAMES:
        return ""
    return text


def language_of_code(code: str) -> str:
    """A three-letter code, brought up to date; "" for blanks and fill characters."""
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        return ""
    code = code.lower()
    return tables.languages().successors.get(code, code)


def whole_text(field: MarcField) -> str:
    """The text of a note: every lettered subfield in its order."""
    subfields = field.subfields
    if len(subfields) == 1:
        only = subfields[0]
        return only.value if only.code not in _NO_TEXT else ""
    return " ".join(each.value.strip() for each in subfields if each.code not in _NO_TEXT)


def control_number(draft: Draft, field: MarcField) -> None:
    draft.control_number = field.value.strip()


def note(draft: Draft, field: MarcField) -> None:
    if text := whole_text(field):
        draft.notes.append(text)


def summary(draft: Draft, field: MarcField) -> None:
    if text := whole_text(field):
        draft.descriptions.append(text)


def keywords(draft: Draft, field: MarcField) -> None:
    draft.headings += [Subject(text) for each in field.subfields if each.code == "a" and (text := line(each.value))]


def numbers(codes: str, read: Callable[[str, bool], Identifier | None]) -> Handler:
    """A handler for numbers in the subfields `codes`; only that in $a is a valid one of this record."""

    def handle(draft: Draft, field: MarcField) -> None:
        for each in field.subfields:
            if each.code in codes and (found := read(each.value, each.code == "a")):
                draft.identifiers.append(found)

    return handle


isbn = numbers("az", isbn_of)
issn = numbers("ayz", issn_of)
standard_number = numbers("az", lambda value, is_valid: other_number("external", value, is_valid))
