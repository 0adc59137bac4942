"""States of items: those that every library has, and those that one makes for itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.domain.records import HOLDING_STATUSES, BibliographicRecord
from core.errors import ConflictError

LONGEST_CODE = 16
_CODE = re.compile(r"[a-z][a-z0-9_]{0,15}", re.ASCII)
_OTHER = re.compile(r"[^a-z0-9]+", re.ASCII)
_AWAY = frozenset({"on_loan", "in_process", "lost", "withdrawn"})


@dataclass(frozen=True, slots=True)
class ItemState:
    """A state of a library's own.

    Attributes:
        code: What is stored with an item and written into files; it never changes.
        name_zh: What it is called in Chinese.
        name_en: What it is called in English.
        is_lendable: Items in it may be borrowed.
        is_on_shelf: Items in it stand on the shelf, so stocktaking misses them.
    """

    code: str
    name_zh: str
    name_en: str
    is_lendable: bool = True
    is_on_shelf: bool = True


@dataclass(frozen=True, slots=True)
class ItemStates:
    """All states of a library's own, in the order in which they are offered."""

    states: tuple[ItemState, ...] = ()


def is_code(text: str) -> bool:
    """Whether a text can be the code of a state."""
    return _CODE.fullmatch(text) is not None


def new_code(name_en: str, taken: Collection[str]) -> str:
    """A code for a new state, after its English name."""
    base = _OTHER.sub("_", name_en.casefold()).strip("_")[:LONGEST_CODE].rstrip("_")
    if not base or not base[0].isalpha():
        base = "own"
    code, number = base, 2
    while code in taken or code in HOLDING_STATUSES:
        code = f"{base[: LONGEST_CODE - 1 - len(str(number))]}_{number}"
        number += 1
    return code


def codes(own: Iterable[ItemState]) -> tuple[str, ...]:
    """Every state that an item of a library may have: the shipped ones, then its own."""
    return (*HOLDING_STATUSES, *(each.code for each in own))


def is_expected_on_shelf(code: str, own: Iterable[ItemState]) -> bool:
    """Whether an item in a state is to be found on its shelf."""
    known = next((each for each in own if each.code == code), None)
    return known.is_on_shelf if known is not None else code not in _AWAY


def require_known(own: Iterable[ItemState], records: Iterable[BibliographicRecord]) -> None:
    """Refuse to bring items back into a state that was taken away meanwhile.

    Args:
        own: The states that the library made for itself, as they are now.
        records: As they are to be.

    Raises:
        ConflictError: "undo.state_gone".
    """
    known = codes(own)
    for record in records:
        for item in record.holdings:
            if item.status not in known:
                raise ConflictError("undo.state_gone", state=item.status, title=record.title)
