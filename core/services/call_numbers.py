"""Call numbers: class, book number in the style of the house, an optional third line, and no two books with the same.

Numbers are reserved in the catalogue's own transaction, so two open editors never get the same one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.classification import AuthorNumber, BookNumberStyle, CallNumberProposal, ReservationId
from core.domain.records import BibliographicRecord, RecordId
from core.errors import ConflictError, InvalidInputError
from core.text.author_numbers import author_initials, author_numbers

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

SEPARATOR = "/"
_RUNNING = re.compile(r"\d{1,9}$")
_PHONETIC = re.compile(r"[A-Z]\d{1,4}$")
_INITIALS = re.compile(r"[A-Z]{1,4}$")
_STYLES: tuple[tuple[BookNumberStyle, re.Pattern[str]], ...] = (
    ("running", _RUNNING),
    ("phonetic", _PHONETIC),
    ("initials", _INITIALS),
)
_MOST_DISTINGUISHING = 999
_BAD_PART = re.compile(r"[\x00-\x1f]")


class CallNumberService:
    """Builds, checks and reserves call numbers."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def style_of(self, class_number: str = "") -> BookNumberStyle:
        """How the house writes book numbers: by the copies of the class, else by those of its main class.

        "running" (种次号) where there are none.
        """
        for stem in dict.fromkeys((class_number, class_number[:1])):
            seen: Counter[BookNumberStyle] = Counter()
            for call_number, _ in self._shelf(stem, is_exact=stem == class_number):
                book = _book_number(call_number)
                for style, pattern in _STYLES:
                    if pattern.match(book):
                        seen[style] += 1
                        break
            if seen:
                return seen.most_common(1)[0][0]
        return "running"

    def build(
        self,
        record: BibliographicRecord,
        class_number: str,
        style: BookNumberStyle | None = None,
        third: str = "",
        author_number: str = "",
        reserve: bool = False,
    ) -> CallNumberProposal:
        """A call number that no other record has.

        A record that has a number in the class already keeps its book number (further copies, other years).

        Args:
            record: The record, stored or not.
            class_number: Class notation, the first line.
            style: Of the book number; None follows the house.
            third: Year or volume for the third line; "" = none.
            author_number: The one a person chose among `alternatives`; "" takes the likeliest.
            reserve: Keep the number for a day, until it is released.

        Raises:
            InvalidInputError: "call_number.no_class", "call_number.no_author" when neither author nor title can be
                written as an author number.
            ConflictError: "call_number.taken" when somebody reserved the same at this moment, "call_number.full".
        """
        class_number = _checked(class_number)
        if not class_number:
            raise InvalidInputError("call_number.no_class")
        chosen = style or self.style_of(class_number)
        own = self._own_book_number(record, class_number)
        if own:
            return self._proposal(class_number, own, third, chosen, (), record.id)
        if chosen == "running":
            return self._running(class_number, third, reserve=reserve)
        alternatives = _author_numbers(record, chosen)
        book = _checked(author_number) or (alternatives[0].value if alternatives else "")
        if not book:
            raise InvalidInputError("call_number.no_author", title=record.title)
        taken = self._taken(class_number, record.id)
        book = self._distinguished(class_number, book, taken)
        whole = SEPARATOR.join((class_number, book))
        reservation = self._catalogue.reserve_call_number(whole, class_number) if reserve else None
        proposal = self._proposal(class_number, book, third, chosen, alternatives, record.id)
        return _with_reservation(proposal, reservation)

    def check(self, call_number: str, record_id: RecordId | None = None) -> tuple[RecordId, ...]:
        """The other records that have this call number: the clash guard for numbers typed by hand."""
        holders = self._catalogue.call_number_holders([call_number.strip()]).get(call_number.strip(), ())
        return tuple(holder for holder in holders if holder != record_id)

    def reserve(self, call_number: str, class_number: str) -> ReservationId:
        """Keep a call number that was typed by hand.

        Raises:
            ConflictError: "call_number.taken".
        """
        return self._catalogue.reserve_call_number(call_number.strip(), class_number.strip())

    def release(self, reservation: ReservationId) -> None:
        """Give a reserved number back: after the record was saved, or when it was not."""
        self._catalogue.release_call_number(reservation)

    def _running(self, class_number: str, third: str, *, reserve: bool) -> CallNumberProposal:
        if reserve:
            reservation, number = self._catalogue.reserve_running_number(class_number)
            return _with_reservation(self._proposal(class_number, str(number), third, "running"), reservation)
        taken = [
            int(match[0])
            for call_number in self._taken(class_number, None)
            if (match := re.match(r"\d{1,9}", _book_number(call_number))) is not None
        ]
        return self._proposal(class_number, str(max(taken, default=0) + 1), third, "running")

    def _own_book_number(self, record: BibliographicRecord, class_number: str) -> str:
        for holding in record.holdings:
            start, separator, rest = holding.call_number.partition(SEPARATOR)
            if separator and start == class_number and rest:
                return _bare(rest.partition(SEPARATOR)[0])
        return ""

    def _taken(self, class_number: str, record_id: RecordId | None) -> set[str]:
        """Call numbers of the class as far as the book number, of other records and reserved ones."""
        held = {
            SEPARATOR.join((class_number, _book_number(call_number)))
            for call_number, holder in self._catalogue.call_numbers_in_class(class_number)
            if holder != record_id or record_id is None
        }
        return held | self._catalogue.reserved_call_numbers(class_number)

    @staticmethod
    def _distinguished(class_number: str, book: str, taken: set[str]) -> str:
        """The book number, with -2, -3 … where another record has it."""
        for n in range(1, _MOST_DISTINGUISHING + 1):
            candidate = book if n == 1 else f"{book}-{n}"
            if f"{class_number}{SEPARATOR}{candidate}" not in taken:
                return candidate
        raise ConflictError("call_number.full", call_number=f"{class_number}{SEPARATOR}{book}")

    def _proposal(
        self,
        class_number: str,
        book: str,
        third: str,
        style: BookNumberStyle,
        alternatives: Sequence[AuthorNumber] = (),
        record_id: RecordId | None = None,
    ) -> CallNumberProposal:
        lines = tuple(line for line in (class_number, book, _checked(third)) if line)
        value = SEPARATOR.join(lines)
        others = tuple(alternatives) if len({each.value for each in alternatives}) > 1 else ()
        return CallNumberProposal(value, lines, style, others, self.check(value, record_id))

    def _shelf(self, stem: str, *, is_exact: bool) -> list[tuple[str, RecordId]]:
        if is_exact or not stem:
            return self._catalogue.call_numbers_in_class(stem) if stem else []
        return self._catalogue.call_numbers_from(stem)


def _author_numbers(record: BibliographicRecord, style: BookNumberStyle) -> tuple[AuthorNumber, ...]:
    """By the first author; a book without one goes by its title."""
    write = author_initials if style == "initials" else author_numbers
    for name in (*record.authors[:1], record.title):
        if found := write(name):
            return tuple(AuthorNumber(value, reading) for value, reading in found)
    return ()


def _book_number(call_number: str) -> str:
    """The second part of a call number: "I242.4/CXQ:2" → "CXQ"; "" without one."""
    parts = re.split(r"[/\s]+", call_number.strip())
    return _bare(parts[1]) if len(parts) > 1 else ""


def _bare(book: str) -> str:
    """A book number without the mark of a copy or volume that follows a colon."""
    return re.split(r"[:：]", book, maxsplit=1)[0].strip()


def _checked(part: str) -> str:
    """One line of a call number: no separator, no control characters, no blanks around."""
    return _BAD_PART.sub("", part).replace(SEPARATOR, "-").strip() if part else ""


def _with_reservation(proposal: CallNumberProposal, reservation: ReservationId | None) -> CallNumberProposal:
    return replace(proposal, reservation=reservation)
