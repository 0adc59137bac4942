"""Two states of a field, cut into what stayed, what went and what came: for reading, not for patching."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from core.domain.importing import FieldDifference

Mark = Literal["same", "removed", "added"]
_LIKE = 0.5
_LONGEST_COMPARED = 2_000
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+|\d+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a value, and what became of it."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value of a field on both sides; an empty side means that it came or went as a whole."""

    before: tuple[Segment, ...]
    after: tuple[Segment, ...]

    @property
    def mark(self) -> Mark | Literal["changed"]:
        """What became of the value as a whole."""
        if not self.before:
            return "added"
        if not self.after:
            return "removed"
        is_same = all(segment.mark == "same" for segment in (*self.before, *self.after))
        return "same" if is_same else "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with the values of both sides facing each other."""

    field: str
    values: tuple[ValueChange, ...]


def field_changes(differences: Sequence[FieldDifference]) -> tuple[FieldChange, ...]:
    """The differences of a record, value by value; values that were only reworded face each other."""
    return tuple(FieldChange(each.field, _faced(each.before, each.after)) for each in differences)


def _faced(before: Sequence[str], after: Sequence[str]) -> tuple[ValueChange, ...]:
    result: list[ValueChange] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            result += [ValueChange((Segment(text, "same"),), (Segment(text, "same"),)) for text in before[i1:i2]]
        else:
            result += _matched(list(before[i1:i2]), list(after[j1:j2]))
    return tuple(result)


def _matched(gone: list[str], come: list[str]) -> list[ValueChange]:
    """Values that went and values that came: those that are alike are one value that was reworded."""
    result = []
    for old in gone:
        best = max(come, key=lambda new: _likeness(old, new), default="")
        if best and (_likeness(old, best) >= _LIKE or (len(gone) == 1 and len(come) == 1)):
            come.remove(best)
            result.append(_compared(old, best))
        else:
            result.append(ValueChange((Segment(old, "removed"),), ()))
    return result + [ValueChange((), (Segment(new, "added"),)) for new in come]


def _likeness(one: str, other: str) -> float:
    if max(len(one), len(other)) > _LONGEST_COMPARED:
        return float(one[:50] == other[:50])
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _compared(old: str, new: str) -> ValueChange:
    """Chinese by characters, Latin by words; texts that are too long or too different as wholes."""
    if max(len(old), len(new)) > _LONGEST_COMPARED or _likeness(old, new) < _LIKE:
        return ValueChange((Segment(old, "removed"),), (Segment(new, "added"),))
    mine, theirs = _WORD.findall(old), _WORD.findall(new)
    before: list[Segment] = []
    after: list[Segment] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        left, right = "".join(mine[i1:i2]), "".join(theirs[j1:j2])
        if left:
            before.append(Segment(left, "same" if tag == "equal" else "removed"))
        if right:
            after.append(Segment(right, "same" if tag == "equal" else "added"))
    return ValueChange(tuple(before), tuple(after))
