"""Edits of what a record has several of: titles, agents, subjects, numbers, notes, copies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any, Final

from core.domain.marc import MarcField, MarcFlavour, MarcRecord, Subfield
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, Subject
from core.interchange.crosswalk import holdings, marc21_reading, marc21_writing, unimarc_reading, unimarc_writing
from core.interchange.crosswalk.draft import Draft
from core.interchange.crosswalk.field_surgery import Fields, inserted, merged, replaced, rewritten, without
from core.interchange.crosswalk.holdings import HoldingProfile
from core.interchange.crosswalk.linking import TITLES, as_described, linked_pairs
from core.interchange.crosswalk.roles import role_subfields
from core.interchange.crosswalk.romanisation import rules_of, with_pinyin
from core.text.normalize import has_han

LISTS: Final = frozenset(
    {"identifiers", "title_parallel", "contributors", "note", "description", "subjects", "holdings"}
)
_HANDLERS = {"marc21": marc21_reading.HANDLERS, "unimarc": unimarc_reading.HANDLERS}
_TITLE_FIELDS = frozenset({"200", "245"})
_STATEMENTS = {"marc21": ("245", "c"), "unimarc": ("200", "fg")}

Places = tuple[int, ...]


def described(marc: MarcRecord) -> list[tuple[MarcField, Places]]:
    """The fields as they are read, each with its places in the record."""
    if marc.flavour == "marc21":
        return as_described(marc.fields)
    return [(field, (place,)) for place, field in enumerate(marc.fields)]


def entries(marc: MarcRecord, part: str) -> list[tuple[Places, Any]]:
    """What each field alone says of a part of the record, for the fields that say something."""
    found = []
    handlers = _HANDLERS[marc.flavour]
    has_title = False
    for field, places in described(marc):
        handler = handlers.get(field.tag)
        if handler is None:
            continue
        draft = Draft()
        handler(draft, field)
        if draft.title and has_title:
            draft.parallel.insert(0, draft.title)
            draft.title = ""
        has_title = has_title or bool(draft.title)
        if said := _said(draft.record(), draft, part):
            found.append((places, said))
    return found


def _said(record: BibliographicRecord, draft: Draft, part: str) -> Any:
    if part in ("note", "description"):
        return tuple(getattr(record, part).split("\n")) if getattr(record, part) else ()
    if part == "contributors":
        return tuple(draft.contributors)
    return getattr(record, part)


def _copies(marc: MarcRecord, profile: HoldingProfile) -> list[tuple[Places, tuple[Holding, ...]]]:
    elsewhere = [field for field in marc.fields if field.tag == profile.call_number_from]
    found: list[tuple[Places, tuple[Holding, ...]]] = []
    for place, field in enumerate(marc.fields):
        if field.tag == profile.tag and (said := holdings.holdings_of([*elsewhere, field], profile)):
            found.append(((place,), tuple(said)))
    return found


def new_fields(
    marc: MarcRecord, part: str, record: BibliographicRecord, profile: HoldingProfile | None = None
) -> list[MarcField]:
    """The fields that the flavour has for one part of a record, with pinyin where the record has it."""
    if part == "holdings":
        return holdings.holding_fields(record.holdings, profile or holdings.default_profile(marc.flavour))
    if marc.flavour == "marc21":
        return _marc21_fields(part, record)
    rules = next((found for each in marc.fields if (found := rules_of(each))), None)
    made = _unimarc_fields(marc, part, record, rules is not None)
    return [with_pinyin(each, rules) for each in made] if rules else made


def _marc21_fields(part: str, record: BibliographicRecord) -> list[MarcField]:
    write = marc21_writing
    match part:
        case "subjects":
            return [*write.class_fields(record.subjects), *write.heading_fields(record.subjects)]
        case "title":
            return [write.title_field(record)] if record.title else []
        case "title_parallel":
            return write.other_title_fields(record.title_parallel)
        case "contributors":
            return write.agent_fields(record.contributors)
        case _:
            return _written_alike("marc21", part, record)


def _unimarc_fields(marc: MarcRecord, part: str, record: BibliographicRecord, has_pinyin: bool) -> list[MarcField]:
    write = unimarc_writing
    match part:
        case "subjects":
            return [*write.heading_fields(record.subjects), *write.class_fields(record.subjects)]
        case "title":
            return [write.title_field(record, None)] if record.title else []
        case "title_parallel":
            return write.other_title_fields(record.title_parallel, record.title)
        case "contributors":
            in_words = any(has_han(each.first("4")) for each in marc.fields if each.tag.startswith("7"))
            in_words = in_words or (has_han(record.title) and not any(each.first("4") for each in marc.fields))
            return write.agent_fields(
                record.contributors, None, in_words, has_main=not (has_pinyin or in_words or has_han(record.title))
            )
        case _:
            return _written_alike("unimarc", part, record)


def _written_alike(flavour: MarcFlavour, part: str, record: BibliographicRecord) -> list[MarcField]:
    """The parts for which both flavours have a function that takes the same."""
    write = marc21_writing if flavour == "marc21" else unimarc_writing
    fields: list[MarcField]
    match part:
        case "identifiers":
            fields = write.identifier_fields(record.identifiers)
        case "place" | "publisher":
            fields = write.publication_fields(record)
        case "edition":
            fields = write.edition_fields(record.edition)
        case "extent":
            fields = write.extent_fields(record.extent)
        case "series":
            fields = write.series_fields(record.series)
        case "note":
            fields = write.note_fields(record.note)
        case _:
            fields = write.description_fields(record.description)
    return fields


def edited_lists(
    marc: MarcRecord, said: BibliographicRecord, wanted: BibliographicRecord, part: str, profile: HoldingProfile
) -> Iterator[Fields]:
    """Candidates for the fields of one such part: item by item, in another order, all anew."""
    starts = [marc]
    starts += [_exploded(marc, profile)] if part == "holdings" else []
    starts += [_unlinked(marc)] if part == "title_parallel" else []
    old, new = _items(said, part), _items(wanted, part)
    for start in starts:
        found = _copies(start, profile) if part == "holdings" else entries(start, part)
        yield from _item_by_item(start, found, old, new, part, wanted, profile)
    for start in starts:
        found = _copies(start, profile) if part == "holdings" else entries(start, part)
        yield from _reordered(start, found, new, part, wanted, profile)
    origins = {place for places, _ in found for place in places if not _holds_title(start, part, place)}
    written = new_fields(start, part, wanted, profile)
    rest = without(start.fields, origins)
    yield inserted(rest, written)
    if origins and written:
        first = min(origins)
        yield replaced(start.fields, {**dict.fromkeys(origins, ()), first: written})
    if part == "contributors":
        yield inserted(tuple(_without_statement(each, marc) for each in rest), written)
    if part == "title_parallel":
        yield inserted(tuple(_without_parallel(each) for each in rest), written)


def _holds_title(marc: MarcRecord, part: str, place: int) -> bool:
    """A parallel title may stand in the field of the title itself, which has to stay."""
    return part == "title_parallel" and marc.fields[place].tag in _TITLE_FIELDS


def _items(record: BibliographicRecord, part: str) -> tuple[Any, ...]:
    value = getattr(record, part)
    return (tuple(value.split("\n")) if value else ()) if isinstance(value, str) else tuple(value)


def _of_items(record: BibliographicRecord, part: str, items: Sequence[Any]) -> BibliographicRecord:
    value: Any = "\n".join(items) if part in ("note", "description") else tuple(items)
    return replace(record, **{part: value})


def _written(
    marc: MarcRecord, part: str, item: Any, record: BibliographicRecord, profile: HoldingProfile
) -> list[MarcField]:
    fields = new_fields(marc, part, _of_items(record, part, [item]), profile)
    if part == "contributors" and any(each.tag in ("100", "110", "111") for each in marc.fields):
        return [replace(each, tag=f"7{each.tag[1:]}") if marc.flavour == "marc21" else each for each in fields]
    return fields


def _item_by_item(
    marc: MarcRecord,
    found: list[tuple[Places, Any]],
    old: tuple[Any, ...],
    new: tuple[Any, ...],
    part: str,
    wanted: BibliographicRecord,
    profile: HoldingProfile,
) -> Iterator[Fields]:
    """Each item changed, removed or added where it stands; nothing else is touched."""
    changes: dict[int, list[MarcField]] = {}
    added: list[MarcField] = []
    origin = {item: (places, items) for places, items in reversed(found) for item in items}

    def field_at(place: int) -> list[MarcField]:
        return changes.setdefault(place, [marc.fields[place]])

    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        before, after = old[i1:i2], new[j1:j2]
        pairs = min(len(before), len(after))
        for item, target in zip(before, after, strict=False):
            if item not in origin:
                added += _written(marc, part, target, wanted, profile)
                continue
            places, items = origin[item]
            # Of a field in two scripts, the one that has the words.
            fitting = (n for n in reversed(places) if field_at(n) and _with_item(field_at(n)[0], item, target, profile))
            place = next(fitting, places[-1])
            current = field_at(place)
            changed = _with_item(current[0], item, target, profile) if current else None
            if changed is None and len(items) == 1:
                field_at(places[-1])[:] = _written(marc, part, target, wanted, profile)
                for other in places[:-1]:
                    changes[other] = []
            elif changed is not None:
                current[0] = changed
            else:
                added += _written(marc, part, target, wanted, profile)
                current[0] = _without_item(current[0], item)
        for item in before[pairs:]:
            if item in origin:
                places, items = origin[item]
                if part == "title_parallel" and marc.fields[places[-1]].tag in _TITLE_FIELDS:
                    changes[places[-1]] = [_without_parallel(marc.fields[places[-1]])]
                elif all(each not in new for each in items):
                    changes.update((place, []) for place in places)
                elif field_at(places[-1]):
                    changes[places[-1]][0] = _without_item(changes[places[-1]][0], item)
        fresh = [field for item in after[pairs:] for field in _written(marc, part, item, wanted, profile)]
        neighbour = old[i1 + pairs - 1] if i1 + pairs else None
        if fresh and neighbour is not None and neighbour in origin:
            place = origin[neighbour][0][-1]
            field_at(place).extend(each for each in fresh if each.tag[0] == marc.fields[place].tag[0])
            fresh = [each for each in fresh if each.tag[0] != marc.fields[place].tag[0]]
        added += fresh
    yield inserted(replaced(marc.fields, changes), added)


def _with_item(field: MarcField, item: Any, target: Any, profile: HoldingProfile) -> MarcField | None:
    """The field with one item changed into another of its kind; None where it takes a new field."""
    if isinstance(item, Holding):
        return _with_copy(field, item, target, profile)
    if isinstance(item, Contributor):
        changed = rewritten(field, item.name, target.name) if item.name != target.name else field
        if changed is None or item.role == target.role:
            return changed
        codes = [each.value for each in field.subfields if each.code == "4"]
        roles = role_subfields(
            target.role, "marc21" if field.first("e") else "unimarc", bool(codes and has_han(codes[0]))
        )
        if codes and re.fullmatch("[a-z]{3}", codes[0]) and not field.first("e"):
            roles = [each for each in role_subfields(target.role, "marc21", in_chinese=False) if each.code == "4"]
        return merged(changed, MarcField(field.tag, "", field.indicators, tuple(roles)), "4e") if roles else None
    if isinstance(item, Subject):
        return rewritten(field, item.term, target.term) if item.scheme == target.scheme else None
    if isinstance(item, Identifier):
        if item.scheme != target.scheme or item.valid != target.valid:
            return None
        at = [n for n, each in enumerate(field.subfields) if each.code in "ayz"]
        if len(at) != 1:
            return None
        subfields = list(field.subfields)
        printed = subfields[at[0]].value
        rest = re.sub(r"^[\d\sXx‐–-]+", "", printed) if item.scheme == "isbn" else ""
        subfields[at[0]] = Subfield(subfields[at[0]].code, target.value + (f" {rest}" if rest else ""))
        return replace(field, subfields=tuple(subfields))
    return rewritten(field, item, target)


def _with_copy(field: MarcField, item: Holding, target: Holding, profile: HoldingProfile) -> MarcField | None:
    """The parts of a copy that differ written anew; price and whatever else the field has stay."""
    if len(holdings.holdings_of([field], profile)) != 1:
        return None
    changed = field
    for part in holdings.PARTS:
        if getattr(item, part) != getattr(target, part):
            blank = {name: "" for name in holdings.PARTS if name != "status"}
            alone = replace(Holding(), **(blank | {part: getattr(target, part)}))
            codes = {code for pattern in profile.read.get(part, ()) for code in pattern[::2]}
            made = holdings.holding_fields([alone], profile)[0]
            if any(each.code in codes for each in changed.subfields):
                changed = merged(changed, made, codes)
            else:
                changed = replace(changed, subfields=(*changed.subfields, *made.subfields))
    return changed


def _without_item(field: MarcField, item: Any) -> MarcField:
    text = getattr(item, "term", None) or getattr(item, "value", None) or getattr(item, "name", None) or item
    kept = tuple(each for each in field.subfields if each.value.strip(" ,.") != text or each.code in "24")
    return replace(field, subfields=kept)


def _reordered(
    marc: MarcRecord,
    found: list[tuple[Places, Any]],
    new: tuple[Any, ...],
    part: str,
    wanted: BibliographicRecord,
    profile: HoldingProfile,
) -> Iterator[Fields]:
    """The fields of items that stay, as they are but in the new order, with new ones between them."""
    origin = {items[0]: places for places, items in reversed(found) if len(items) == 1}
    origins = sorted({place for places, _ in found for place in places if not _holds_title(marc, part, place)})
    if not origins:
        return
    ordered: list[MarcField] = []
    for item in new:
        if item in origin:
            ordered += [marc.fields[place] for place in origin[item] if not _holds_title(marc, part, place)]
        else:
            ordered += _written(marc, part, item, wanted, profile)
    yield replaced(marc.fields, {**dict.fromkeys(origins, ()), origins[0]: ordered})
    if part == "contributors" and marc.flavour == "marc21":
        added = [replace(each, tag=f"7{each.tag[1:]}") if each.tag[0] == "1" else each for each in ordered]
        has_main = bool(new) and new[0].role == "author" and bool(added) and added[0].tag[0] == "7"
        main = [replace(added[0], tag=f"1{added[0].tag[1:]}")] if has_main else []
        rest = without(marc.fields, origins)
        yield inserted(inserted(rest, main), added[len(main) :])


def _exploded(marc: MarcRecord, profile: HoldingProfile) -> MarcRecord:
    """The record with a field for each copy, where one field held several."""
    changes = {}
    for (place,), copies in _copies(marc, profile):
        if len(copies) > 1:
            changes[place] = holdings.one_field_each(marc.fields[place], profile)
    return replace(marc, fields=replaced(marc.fields, changes)) if changes else marc


def _unlinked(marc: MarcRecord) -> MarcRecord:
    """The record with titles in two scripts as two fields without a link: the original script under the old tag."""
    changes: dict[int, list[MarcField]] = {}
    for place, partner in linked_pairs(marc.fields).items():
        field = marc.fields[place]
        if field.tag in TITLES:
            romanised, original = (
                replace(each, tag=field.tag, subfields=tuple(s for s in each.subfields if s.code != "6"))
                for each in (field, marc.fields[partner])
            )
            if field.tag == "245":
                kept = tuple(each for each in romanised.subfields if each.code not in "ch")
                romanised = MarcField("246", "", ("3", "1"), kept)
            changes |= {place: [original, romanised], partner: []}
    return replace(marc, fields=replaced(marc.fields, changes)) if changes else marc


def _without_statement(field: MarcField, marc: MarcRecord) -> MarcField:
    tag, codes = _STATEMENTS[marc.flavour]
    return (
        replace(field, subfields=tuple(s for s in field.subfields if s.code not in codes))
        if field.tag == tag
        else field
    )


def _without_parallel(field: MarcField) -> MarcField:
    """The title field without a parallel title inside: $d of 200, what "=" announces in 245."""
    if field.tag == "200":
        return replace(field, subfields=tuple(each for each in field.subfields if each.code != "d"))
    if field.tag != "245":
        return field
    kept: list[Subfield] = []
    mark = ""
    for each in field.subfields:
        if not (each.code == "b" and mark == "="):
            value = each.value.partition(" = ")[0] if each.code == "b" else each.value
            kept.append(replace(each, value=value))
        mark = each.value.rstrip()[-1:]
    return replace(field, subfields=tuple(kept))
