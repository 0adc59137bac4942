"""Small exact changes to the fields of a record: replace, drop, insert, change the text inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from core.domain.marc import MarcField, Subfield
from core.interchange.crosswalk.isbd import bare
from core.interchange.crosswalk.romanisation import rules_of, with_pinyin

Fields = tuple[MarcField, ...]


def without(fields: Fields, places: Collection[int]) -> Fields:
    """The fields but those at `places`."""
    return tuple(field for place, field in enumerate(fields) if place not in places)


def replaced(fields: Fields, changes: Mapping[int, Sequence[MarcField]]) -> Fields:
    """The fields with those at some places replaced by others, or by none."""
    found: list[MarcField] = []
    for place, field in enumerate(fields):
        found += changes.get(place, (field,))
    return tuple(found)


def inserted(fields: Fields, new: Sequence[MarcField]) -> Fields:
    """The fields with each new one after the last whose tag is not higher.

    New ones of one block that do not stand by tag (701, 702, 701) stay together, since their order means something.
    """
    current = list(fields)
    for _, block in groupby(new, key=lambda each: each.tag[0]):
        together = list(block)
        tags = [each.tag for each in together]
        pieces = [[each] for each in together] if tags == sorted(tags) else [together]
        for piece in pieces:
            below = [place for place, field in enumerate(current) if field.tag <= piece[0].tag]
            at = below[-1] + 1 if below else 0
            current[at:at] = piece
    return tuple(current)


def merged(old: MarcField, new: MarcField, codes: Collection[str]) -> MarcField:
    """`old` with its subfields of `codes` replaced by all of `new`, which stand where the first of them stood."""
    found: list[Subfield] = []
    is_placed = False
    for each in old.subfields:
        if each.code not in codes:
            found.append(each)
        elif not is_placed:
            found += new.subfields
            is_placed = True
    if not is_placed:
        at = 1 if found and found[0].code == "6" else 0
        found[at:at] = new.subfields
    return with_new_pinyin(MarcField(old.tag, "", old.indicators, tuple(found)), old)


def with_new_pinyin(field: MarcField, before: MarcField) -> MarcField:
    """The field with its pinyin made anew, where it had pinyin and its text is another."""
    rules = rules_of(before)
    if rules is None or field.first("a") == before.first("a"):
        return field
    return with_pinyin(field, rules)


def rewritten(field: MarcField, old: str, new: str) -> MarcField | None:
    """The field with `new` where its subfields together say `old`; None where that cannot be told.

    ``$aTitle :$bsubtitle /`` with old "Title : subtitle" and new "Title : other" changes $b only, and keeps its marks.
    """
    matched: list[tuple[int, str]] = []
    pattern: list[str] = []
    position = 0
    for place, each in enumerate(field.subfields):
        text = next((form for form in (bare(each.value), each.value.strip()) if form and form in old[position:]), "")
        if not text or each.code in "6029345":
            continue
        start = old.index(text, position)
        if not matched and start:
            continue
        between = old[position:start]
        # Only a mark tells where one subfield ends; words divided by a blank could be divided otherwise.
        if matched and (not between.strip() or any(char.isalnum() for char in between)):
            continue
        pattern += [re.escape(between), "(.+?)"]
        matched.append((place, text))
        position = start + len(text)
    if not matched or position != len(old):
        return None
    found = re.fullmatch("".join(pattern), new)
    if not found:
        return None
    subfields = list(field.subfields)
    for (place, text), value in zip(matched, found.groups(), strict=True):
        subfields[place] = replace(subfields[place], value=subfields[place].value.replace(text, value, 1))
    return with_new_pinyin(MarcField(field.tag, field.value, field.indicators, tuple(subfields)), field)


def without_subfield(field: MarcField, matches: Callable[[Subfield], bool]) -> MarcField:
    """The field without the subfields that match."""
    return MarcField(field.tag, "", field.indicators, tuple(each for each in field.subfields if not matches(each)))
