"""MARC 21 ↔ UNIMARC: field by field where both say the same, through the BibliographicRecord for what is left."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from core.domain.marc import MarcField, MarcFlavour, MarcRecord, Subfield
from core.domain.records import BibliographicRecord
from core.interchange.crosswalk import marc21_writing, tables, unimarc_writing
from core.interchange.crosswalk.carriers import type_fields, without_repeats
from core.interchange.crosswalk.coded_fields import CODED, coded_fields, leader_of
from core.interchange.crosswalk.editing import apply_edit
from core.interchange.crosswalk.headings import agent_to_marc21, agent_to_unimarc, subject_to_marc21, subject_to_unimarc
from core.interchange.crosswalk.holdings import HoldingProfile, profile_for
from core.interchange.crosswalk.isbd import bare, closed, split_areas
from core.interchange.crosswalk.linking import as_described, as_standard_link, linkage, linked_pairs
from core.interchange.crosswalk.losses import LostPart, SaidTexts, texts_of, unsaid
from core.interchange.crosswalk.marc21_writing import made, nonfiling
from core.interchange.crosswalk.reading import to_bibliographic
from core.interchange.crosswalk.romanisation import CnmarcRules, with_pinyin
from core.interchange.crosswalk.writing import held_part
from core.text.numbers import bare_number

# Marks that introduce an element in MARC 21, written at the end of the element before it.
_INTRODUCED: Final[Mapping[str, Mapping[str, str]]] = {
    "250": {"b": " /"},
    "264": {"a": " ;", "b": " :", "c": ","},
    "300": {"b": " :", "c": " ;", "e": " +"},
    "490": {"v": " ;", "x": ","},
    "830": {"v": " ;"},
}
_VERBATIM: Final = frozenset({"852"})
# Made anew from what was understood; 005 belongs to whoever writes the file.
_MADE_ANEW: Final = {"marc21": ("001", "003", "005", "040"), "unimarc": ("001", "003", "005", "801")}
_SUBJECTS: Final = {
    "marc21": ("600", "610", "611", "630", "648", "650", "651", "655"),
    "unimarc": ("600", "601", "602", "605", "606", "607", "608"),
}
_AGENTS: Final = {
    "marc21": ("100", "110", "111", "700", "710", "711"),
    "unimarc": ("700", "701", "702", "710", "711", "712"),
}
_DESCRIPTIVE: Final = "200"
"""The first tag of either flavour whose text is not a number or a code."""
_COPYRIGHT: Final = ("©", "℗")
_CODE: Final = 3
"""Letters of a language code."""
_LINKS: Final = {"marc21": "68", "unimarc": "67"}
_TITLES: Final = ("513", "517", "518", "520", "530", "532", "540", "541")


@dataclass(frozen=True, slots=True)
class Converted:
    """A record in another flavour, and what of the source is not in it."""

    record: MarcRecord
    lost: tuple[LostPart, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """For each tag of the source the tag of the target and the pairs of codes."""

    tags: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]


@cache
def _rows(to: MarcFlavour) -> _Rows:
    tags: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    for row in tables.conversion()["rows"]:
        marc21, unimarc, *pairs = row.split()
        source, target = (marc21, unimarc) if to == "unimarc" else (unimarc, marc21)
        if source in tags:
            continue
        tags[source] = target
        codes[source] = {}
        for pair in pairs:
            first, second = (pair[0], pair[2]) if to == "unimarc" else (pair[2], pair[0])
            codes[source].setdefault(first, second)
    return _Rows(tags, codes)


def convert_flavour(
    marc: MarcRecord,
    to: MarcFlavour,
    rules: CnmarcRules | None = None,
    profile: HoldingProfile | None = None,
    entered: datetime.date | None = None,
) -> Converted:
    """The record in the other flavour, and a list of what was lost.

    Local fields (9XX, X9X) and 852 are kept as they are. Of a field in two scripts the original script is converted;
    the romanised title becomes a further title, other romanised forms are lost, and so is the pinyin of CNMARC. The
    result says the same as the source: what `to_bibliographic` makes of both is equal, and every subfield is in it, or
    the difference is in the list.

    Args:
        marc: The record; one that is of the flavour already is returned as it is.
        to: The flavour to make.
        rules: For CNMARC, whose practice of pinyin.
        profile: How copies are written in the source; None finds out.
        entered: Date for 008 or 100 where the source has none; None takes today.
    """
    if marc.flavour == to:
        return Converted(marc, ())
    used = profile or profile_for(marc)
    said = to_bibliographic(marc, used)
    day = entered or datetime.datetime.now(tz=datetime.UTC).date()
    lost: list[LostPart] = []
    fields = as_described(marc.fields) if marc.flavour == "marc21" else [(f, (n,)) for n, f in enumerate(marc.fields)]
    became = [(places, _converted(field, said, to, rules, lost)) for field, places in fields]
    converted = [each for _, made_fields in became for each in made_fields]
    coded = coded_fields(marc, said, to, rules, day, lost)
    write = marc21_writing if to == "marc21" else unimarc_writing
    if to == "unimarc" and rules:
        converted = [with_pinyin(each, rules) for each in converted]
    if to == "marc21":
        converted = without_repeats(converted)
        converted = _with_traced_series(_with_main_entry(converted, said))
    origin = _origin(marc, to, day)
    converted += origin
    local = [each for each in converted if "9" in each.tag[:2]]
    others = sorted((each for each in converted if "9" not in each.tag[:2]), key=lambda each: _block(each.tag))
    all_fields = (*write.control_fields(said), *coded, *others, *local)
    record = MarcRecord(to, leader_of(marc, said, to), tuple(sorted(all_fields, key=lambda each: each.tag[:1] == "9")))
    record = _in_order(record)
    wanted = held_part(said, to)
    # Copies stand in local fields, which are kept as they are.
    read = replace(to_bibliographic(record, used), holdings=wanted.holdings)
    if Counter(read.title_parallel) == Counter(wanted.title_parallel):  # their order follows the fields, as it should
        wanted = replace(wanted, title_parallel=read.title_parallel)
    record = apply_edit(record, read, wanted, used)
    reads = held_part(to_bibliographic(record, used), to)
    for part in ("title", "title_parallel", "contributors", "subjects", "identifiers", "note", "holdings"):
        if getattr(reads, part) != getattr(wanted, part):
            lost.append(LostPart("", part, str(getattr(wanted, part))))
    lost += _left_behind(marc, record, became, origin)
    return Converted(record, tuple(dict.fromkeys(lost)))


def _left_behind(
    marc: MarcRecord,
    record: MarcRecord,
    became: Sequence[tuple[tuple[int, ...], list[MarcField]]],
    origin: list[MarcField],
) -> list[LostPart]:
    """What is neither in what a field became nor elsewhere in the record; what the rows lack was told already."""
    lost: list[LostPart] = []
    anywhere = SaidTexts(texts_of(record.fields))
    made_of: dict[int, list[MarcField]] = {}
    for places, fields in became:
        for place in places:
            made_of.setdefault(place, []).extend(fields)
    pairs = linked_pairs(marc.fields) if marc.flavour == "marc21" else {}
    for place, field in enumerate(marc.fields):
        tag = linkage(field)[0] if field.tag == "880" and place in made_of else field.tag
        is_linked = place in pairs and pairs[place] in made_of
        if tag == "880":
            text = " ".join(each.value for each in field.subfields if each.code != "6")
            lost.append(LostPart(tag, "", text))
        elif tag == "003":
            lost.append(LostPart(tag, "", field.value))
        elif is_linked or tag in ("040", "801") or _is_taken_apart(tag, marc.flavour):
            texts = list(texts_of(origin if tag in ("040", "801") else made_of.get(place, [])))
            near = SaidTexts([*texts, record.first("100", "a")[22:25]] if tag == "040" else texts)
            lost += [LostPart(tag, *each, is_linked) for each in unsaid(field, marc.flavour, near, anywhere)]
        elif tag >= _DESCRIPTIVE and place in made_of:
            # What was converted, and left out again for the sake of the rest.
            converted = SaidTexts(texts_of(made_of[place]))
            missing = unsaid(field, marc.flavour, anywhere, anywhere)
            lost += [LostPart(tag, code, value) for code, value in missing if converted.has(value)]
    return lost


def _is_taken_apart(tag: str, flavour: MarcFlavour) -> bool:
    """Whether a field is turned by a function of its own, which tells of nothing that it leaves out."""
    if tag in _rows("unimarc" if flavour == "marc21" else "marc21").tags:
        return False
    titles = (
        ("245", "246", "247", "740")
        if flavour == "marc21"
        else ("200", *tables.conversion()["titles"].values(), *_TITLES)
    )
    return tag in (*titles, *_AGENTS[flavour], *_SUBJECTS[flavour], *_class_tags(flavour))


@cache
def _class_tags(flavour: MarcFlavour) -> frozenset[str]:
    classes = tables.schemes().classes.values()
    return frozenset(row.marc21 if flavour == "marc21" else row.unimarc for row in classes)


def _with_main_entry(fields: list[MarcField], said: BibliographicRecord) -> list[MarcField]:
    """CNMARC has no main entry (701 for every author): the first author becomes one. 245 says whether there is."""
    has_main = any(each.tag in ("100", "110", "111") for each in fields)
    first = next((n for n, each in enumerate(fields) if each.tag in ("700", "710", "711")), -1)
    if not has_main and first >= 0 and said.contributors and said.contributors[0].role == "author":
        fields[first] = replace(fields[first], tag=f"1{fields[first].tag[1:]}")
        has_main = True
    if has_main:  # a uniform title is then not the main entry
        fields = [replace(f, tag="240", indicators=("1", "0")) if f.tag == "130" else f for f in fields]
    entry = "1" if has_main else "0"
    return [replace(f, indicators=(entry, f.indicators[1])) if f.tag == "245" else f for f in fields]


def _with_traced_series(fields: list[MarcField]) -> list[MarcField]:
    """490 says whether the series has a heading of its own in 8XX."""
    is_traced = any(each.tag in ("800", "810", "811", "830") for each in fields)
    return [replace(f, indicators=("1", " ")) if f.tag == "490" and is_traced else f for f in fields]


def _origin(marc: MarcRecord, to: MarcFlavour, entered: datetime.date) -> list[MarcField]:
    """040 ↔ 801: the agency that made the record."""
    if to == "unimarc":
        return unimarc_writing.origin_fields(marc.first("040", "a").strip(), entered)
    agency = marc.first("801", "b").strip()
    language = marc.first("100", "a")[22:25]
    spoken = [("b", language)] if len(language) == _CODE and language.isalpha() else []
    return [made("040", "  ", ("a", agency), *spoken, ("c", agency))] if agency else []


def _block(tag: str) -> str:
    """Order of the blocks; inside one the source's order stays, since it means something for agents and titles."""
    return tag if tag < "500" or tag[0] == "8" else tag[0]


def _in_order(record: MarcRecord) -> MarcRecord:
    """Control fields and numbers first, then by block; agents of 1XX before the title in MARC 21."""
    return replace(record, fields=tuple(sorted(record.fields, key=lambda each: _block(each.tag))))


def _converted(
    field: MarcField, said: BibliographicRecord, to: MarcFlavour, rules: CnmarcRules | None, lost: list[LostPart]
) -> list[MarcField]:
    """The fields that one field becomes; what has no place goes to `lost`."""
    tag = field.tag
    source: MarcFlavour = "unimarc" if to == "marc21" else "marc21"
    if tag in _MADE_ANEW[source] or tag in CODED[source]:
        return []
    if tag in _VERBATIM or ((tag[0] == "9" or tag[1] == "9") and tag != "490" and not tag.startswith("69")):
        return [field]
    if tag == ("245" if to == "unimarc" else "200"):
        return [_title_to_unimarc(field) if to == "unimarc" else _title_to_marc21(field, said)]
    if tag in _AGENTS[source]:
        return agent_to_unimarc(field, rules) if to == "unimarc" else agent_to_marc21(field)
    if tag in _SUBJECTS[source]:
        return [subject_to_unimarc(field) if to == "unimarc" else subject_to_marc21(field)]
    class_field = _class_number(field, to)
    if class_field:
        return [class_field]
    other_title = _other_title(field, to)
    if other_title:
        return [other_title]
    types = type_fields(field, to, lost)
    if types is not None:
        return types
    if tag in ("440", "490") and to == "unimarc":
        return _series_to_unimarc(field, lost)
    if tag == "225":
        return _series_to_marc21(field, lost)
    rows = _rows(to)
    if tag[0] == "4" and to == "marc21":
        field = as_standard_link(field)
    if tag == "010" and to == "unimarc":
        return [made("035", "  ", ("a", f"(DLC){''.join(field.first('a').split())}"))]
    if tag not in rows.tags:
        lost.append(LostPart(tag, "", field.value or " ".join(each.value for each in field.subfields)))
        return []
    target, codes = rows.tags[tag], rows.codes[tag]
    subfields = []
    for each in field.subfields:
        if each.code in codes:
            subfields.append(Subfield(codes[each.code], _plain(each.value, tag) if to == "unimarc" else each.value))
        elif each.code not in _LINKS[source]:
            lost.append(LostPart(tag, each.code, each.value))
    if target in ("010", "020"):
        subfields = _book_number(subfields, "b" if to == "unimarc" else "q")
    if to == "unimarc" and tag == "041":
        subfields = [Subfield(s.code, s.value[n : n + 3]) for s in subfields for n in range(0, len(s.value), 3)]
    if to == "marc21":
        subfields = _punctuated(subfields, target)
    indicators = tables.conversion()["indicators"][to].get(target, "  ")
    if target in ("041", "101"):
        indicators = "1 " if any(each.code in "hc" for each in subfields) else "0 "
    if target == "245":
        indicators = "10"
    if not subfields:
        return []
    if target == "264" and subfields[0].value.startswith(_COPYRIGHT):
        indicators = " 4"
    return [MarcField(target, "", (indicators[0], indicators[1]), tuple(subfields))]


def _book_number(subfields: Sequence[Subfield], qualifier: str) -> list[Subfield]:
    """ISBN without hyphens, and "(pbk.)" beside it in a subfield of its own."""
    made_of: list[Subfield] = []
    for each in subfields:
        number, bracket, rest = each.value.partition("(") if each.code in "az" else (each.value, "", "")
        made_of.append(replace(each, value=bare_number(number) if each.code in "az" else number))
        if bracket:
            made_of.append(Subfield(qualifier, rest.rstrip(" ):;")))
    return [each for each in made_of if each.value]


def _plain(value: str, tag: str) -> str:
    """Without ISBD punctuation, but notes are sentences and keep theirs."""
    if tag == "300" and value.rstrip().endswith(" +"):
        return value.rstrip()[:-2].rstrip()
    return value if tag[0] in "058" and tag != "830" else bare(value)


def _punctuated(subfields: Sequence[Subfield], tag: str) -> list[Subfield]:
    marks = _INTRODUCED.get(tag)
    if marks is None or not subfields:
        return list(subfields)
    following = [*(each.code for each in subfields[1:]), ""]
    written = [replace(s, value=s.value + marks.get(after, "")) for s, after in zip(subfields, following, strict=True)]
    if tag == "264" and written and written[-1].code == "c":
        written[-1] = replace(written[-1], value=closed(written[-1].value))
    return written


def _title_to_unimarc(field: MarcField) -> MarcField:
    """245 → 200: "=" makes $d, the statement is divided at " ; " into $f and $g."""
    subfields: list[Subfield] = []
    mark = ""
    for each in field.subfields:
        text = bare(each.value)
        if each.code == "b" and mark == "=":
            subfields.append(Subfield("d", text))
        elif each.code == "b":
            title, found, parallel = text.partition(" = ")
            subfields += [Subfield("e", title), *([Subfield("d", parallel)] if found else [])]
        elif each.code == "c":
            said = [part for part in text.split(" ; ") if part.strip()]
            subfields += [Subfield("g" if number else "f", part) for number, part in enumerate(said)]
        elif each.code in "anph":
            subfields.append(Subfield({"n": "h", "p": "i", "h": "b"}.get(each.code, "a"), text))
        mark = each.value.rstrip()[-1:]
    return MarcField("200", "", ("1", " "), tuple(subfields))


def _title_to_marc21(field: MarcField, said: BibliographicRecord) -> MarcField:
    """200 → 245, with the punctuation that introduces each element.

    A parallel title goes last into $b; where it cannot ($b may not be repeated), field 246 is left to say it.
    """
    introduced = {"b": "", "e": " :", "h": ".", "i": "."}
    target = {"a": "a", "b": "h", "e": "b", "h": "n", "i": "p"}
    subfields: list[Subfield] = []
    for each in field.subfields:
        code, text = each.code, each.value.strip()
        if code == "b" and text and text[0] not in "[［":
            text = f"[{text}]"
        if code in target and text:
            if subfields:
                mark = "," if code == "i" and subfields[-1].code == "n" else introduced.get(code, " ;")
                subfields[-1] = replace(subfields[-1], value=subfields[-1].value + mark)
            if subfields and code == "e" and subfields[-1].code == "b":
                subfields[-1] = replace(subfields[-1], value=f"{subfields[-1].value} {text}")
            else:
                subfields.append(Subfield(target[code], text))
    parallel = [text for value in field.all("d") if (text := value.strip().removeprefix("=").strip())]
    if parallel and subfields and not any(each.code == "b" for each in subfields):
        subfields[-1] = replace(subfields[-1], value=f"{subfields[-1].value} =")
        subfields.append(Subfield("b", parallel[0]))
    statement = [text for value in field.all("fg") if (text := value.strip())]
    if statement and subfields:
        subfields[-1] = replace(subfields[-1], value=f"{subfields[-1].value} /")
        subfields.append(Subfield("c", closed(" ; ".join(statement))))
    return MarcField("245", "", ("0", str(nonfiling(said.title, said.language))), tuple(subfields))


def _class_number(field: MarcField, to: MarcFlavour) -> MarcField | None:
    """Class numbers whose scheme is in $2 on one side and in the tag on the other."""
    source = field.first("2").strip().lower()
    for row in tables.schemes().classes.values():
        here, there = (row.marc21, row.unimarc) if to == "unimarc" else (row.unimarc, row.marc21)
        if field.tag != here or row.scheme in ("ddc", "lcc", "udc"):
            continue
        if here in ("084", "686") and source not in (row.source, row.scheme):
            continue
        numbers = [("a", each) for each in field.all("a")]
        named = [("2", row.source or row.scheme)] if there in ("084", "686") else []
        return made(there, "  ", *numbers, *named)
    return None


def _series_to_unimarc(field: MarcField, lost: list[LostPart]) -> list[MarcField]:
    """490 → 225: title, other title information and responsibility stand together in $a there."""
    codes = {"v": "v", "x": "x"} | ({"n": "h", "p": "i"} if field.tag == "440" else {})
    parts: list[tuple[str, str]] = []
    for each in field.subfields:
        text = bare(each.value)
        if each.code == "a" and text:
            parts += [("d", text)] if parts else split_areas(text, {":": "e", "/": "f"}, "a")
        elif each.code in codes and text:
            parts.append((codes[each.code], text))
        elif each.code not in _LINKS["marc21"]:
            lost.append(LostPart(field.tag, each.code, each.value))
    return [made("225", "2 ", *parts)] if parts else []


def _series_to_marc21(field: MarcField, lost: list[LostPart]) -> list[MarcField]:
    """225 → 490."""
    marks = {"a": " ; ", "e": " : ", "f": " / ", "h": ". ", "i": ". "}
    titles: list[str] = []
    others: list[Subfield] = []
    for each in field.subfields:
        text = each.value.strip()
        if each.code in "ad" and text and (each.code == "d" or not titles):
            titles.append(text.removeprefix("=").strip())
        elif each.code in marks and text:
            titles[-1:] = [f"{titles[-1]}{marks[each.code]}{text}" if titles else text]
        elif each.code in "vx" and text:
            others.append(each)
        elif each.code not in _LINKS["unimarc"]:
            lost.append(LostPart(field.tag, each.code, each.value))
    ended = [*(f"{each} =" for each in titles[:-1]), *titles[-1:]]
    subfields = _punctuated([*(Subfield("a", each) for each in ended), *others], "490")
    return [MarcField("490", "", ("0", " "), tuple(subfields))] if subfields else []


def _other_title(field: MarcField, to: MarcFlavour) -> MarcField | None:
    """246, 247, 740 ↔ 510 to 541."""
    kinds = tables.conversion()["titles"]
    if to == "unimarc" and field.tag in ("246", "247", "740"):
        tag = "520" if field.tag == "247" else kinds.get(field.indicators[1], "517") if field.tag == "246" else "517"
        codes = {"a": "a", "b": "e", "n": "h", "p": "i"}
        before = ["", *(each.value.rstrip()[-1:] for each in field.subfields)]
        # $b after "=" is another title, which has a field of its own.
        told = [each for each, mark in zip(field.subfields, before, strict=False) if (each.code, mark) != ("b", "=")]
        parts = [(codes[each.code], bare(each.value)) for each in told if each.code in codes]
        return made(tag, "1 ", *parts) if parts else None
    if to == "marc21" and field.tag in (*kinds.values(), *_TITLES):
        second = next((kind for kind, tag in kinds.items() if tag == field.tag), " ")
        codes = {"a": "a", "e": "b", "h": "n", "i": "p"}
        marks = {"e": " :", "h": ".", "i": "."}
        parts = []
        for each in field.subfields:
            if each.code in codes:
                if parts:
                    parts[-1] = (parts[-1][0], parts[-1][1] + marks.get(each.code, ""))
                parts.append((codes[each.code], each.value.strip()))
        if field.tag == "520":
            return made("247", "10", *parts) if parts else None
        return made("246", f"3{second}", *parts) if parts else None
    return None
