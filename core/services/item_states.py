"""The states of items that a library made for itself: which there are, and making and removing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.changes import ChangeSet
from core.domain.item_states import ItemState, ItemStates, codes, is_code, new_code
from core.domain.records import HOLDING_STATUSES, BibliographicRecord, Holding, RejectedInput
from core.errors import InvalidInputError

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.interchange.reading import ImportedRecord

LONGEST_NAME = 40
MOST_STATES = 50


class ItemStateService:
    """Which states of its own a library has. Each change of the list is one undoable step."""

    def __init__(self, catalogue: Catalogue, notify: Callable[[ChangeSet], None]) -> None:
        self._catalogue = catalogue
        self._notify = notify

    def own(self) -> tuple[ItemState, ...]:
        """The library's own states, in the order in which they are offered."""
        return self._catalogue.item_states()

    def change(self, wanted: Sequence[ItemState]) -> tuple[ItemState, ...]:
        """Replace the list. A state without a code is new; one that items have cannot be left out.

        Raises:
            ConflictError: "library.read_only", "states.in_use".
            InvalidInputError: "states.no_name", "states.name_twice", "states.too_many".
        """
        before = self.own()
        after = _checked(wanted, before)
        others = [each for each in (*after, *before) if (each in before) != (each in after)]
        names = dict.fromkeys(f"{each.name_zh} / {each.name_en}" for each in others)
        with self._catalogue.write("item_states", ", ".join(names)) as unit:
            unit.put_item_states(ItemStates(after))
        self._notify(unit.changes)
        return after


def _checked(wanted: Sequence[ItemState], before: Sequence[ItemState]) -> tuple[ItemState, ...]:
    """States as they will be kept: names tidied, a code for each new one.

    Raises:
        InvalidInputError: "states.no_name", "states.name_twice", "states.too_many".
    """
    if len(wanted) > MOST_STATES:
        raise InvalidInputError("states.too_many", most=MOST_STATES)
    taken = {each.code for each in before}
    kept: list[ItemState] = []
    names: set[str] = set()
    for each in wanted:
        zh, en = (" ".join(name.split())[:LONGEST_NAME] for name in (each.name_zh, each.name_en))
        if not zh or not en:
            raise InvalidInputError("states.no_name")
        for name in {zh.casefold(), en.casefold()}:
            if name in names:
                raise InvalidInputError("states.name_twice", name=name)
            names.add(name)
        code = each.code if is_code(each.code) and each.code in taken else new_code(en, taken)
        taken.add(code)
        kept.append(replace(each, code=code, name_zh=zh, name_en=en))
    return tuple(kept)


def require_known(statuses: Iterable[str], own: Sequence[ItemState], profile: str) -> None:
    """Refuse a profile of fields of copies that leads to states which this library does not have.

    Raises:
        InvalidInputError: "profile.unknown_state".
    """
    known = codes(own)
    for status in statuses:
        if status not in known:
            raise InvalidInputError("profile.unknown_state", file=profile, state=status, known=", ".join(known))


def in_known_states(
    entries: Iterator[ImportedRecord | RejectedInput], own: Sequence[ItemState], *, keeps_codes: bool = False
) -> Iterator[ImportedRecord | RejectedInput]:
    """Entries whose items have states of this library: own ones are known by code and by either name.

    A state that the library does not have becomes "available", its word a note of the item; with `keeps_codes` what can
    be the code of another library's state stays.
    """
    names: dict[str, str] = {}
    for each in own:
        names |= {name.casefold(): each.code for name in (each.code, each.name_zh, each.name_en)}
    for entry in entries:
        if isinstance(entry, RejectedInput) or not entry.record.holdings:
            yield entry
        else:
            yield replace(entry, record=_settled(entry.record, names, keeps_codes))


def _settled(record: BibliographicRecord, names: dict[str, str], keeps_codes: bool) -> BibliographicRecord:
    def settled(item: Holding) -> Holding:
        if item.status in HOLDING_STATUSES:
            # what a field of copies says of a state it has no word for is read as a note
            parts = item.note.split("; ") if item.status == "available" else []
            word = next((part for part in parts if part.casefold() in names), None)
            if word is None:
                return item
            return replace(item, status=names[word.casefold()], note="; ".join(p for p in parts if p != word))
        code = names.get(item.status.casefold())
        if code is not None:
            return replace(item, status=code)
        if keeps_codes and is_code(item.status):
            return item
        return replace(item, status="available", note="; ".join(part for part in (item.note, item.status) if part))

    return replace(record, holdings=tuple(map(settled, record.holdings)))
