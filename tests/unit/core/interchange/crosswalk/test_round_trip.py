"""Whatever a record says survives being written as MARC and read again, and edits land where they belong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.marc import MarcFlavour
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, Subject
from core.interchange.crosswalk import apply_edit, convert_flavour, from_bibliographic, held_part, to_bibliographic
from core.interchange.crosswalk.romanisation import CnmarcRules

VARIANTS: list[tuple[MarcFlavour, CnmarcRules | None]] = [
    ("marc21", None),
    ("unimarc", None),
    ("unimarc", "calis"),
    ("unimarc", "nlc"),
]

PARTS = (
    "title", "external_id", "title_parallel", "contributors", "language", "description", "subjects", "year",
    "publisher", "place", "edition", "series", "extent", "note", "identifiers", "holdings",
)  # fmt: skip

# Letters, both scripts, and every mark that ISBD gives a meaning to, also where it has none.
_WORDS = st.text(alphabet="abcdeXYZ红楼夢梦石头记0123.,:;/=+-&'()[]！？", min_size=1, max_size=12)
LINES = st.lists(_WORDS, min_size=1, max_size=4).map(" ".join)
_PLAIN = st.text(alphabet="abcdefXYZ红楼梦石头记é", min_size=2, max_size=8)
_NAMES = st.one_of(
    _PLAIN,
    st.tuples(_PLAIN, _PLAIN).map(", ".join),
    st.sampled_from(["曹雪芹", "King, Martin Luther, Jr.", "O'Neil, J. R. R.", "人民文学出版社", "United Nations"]),
)
_ROLES = st.sampled_from(["author", "translator", "editor", "illustrator", "contributor", "监修", "patron of the work"])
_TERMS = st.one_of(_PLAIN, st.lists(_PLAIN, min_size=2, max_size=3).map("--".join), LINES)
_SUBJECTS = st.one_of(
    st.builds(Subject, _TERMS, st.sampled_from(["", "lcsh", "mesh", "cct", "fast"])),
    st.builds(
        Subject,
        st.sampled_from(["I242.4", "TP311.56", "PL2727.S2", "813.54", "895.1348", "K825.6=42", "I242.4:K2"]),
        st.sampled_from(["clc", "ddc", "lcc", "udc", "ncsclt"]),
    ),
)
_VALID_ISBN = st.sampled_from(["9787020002207", "9780201616224", "9780306406157"])
_IDENTIFIERS = st.one_of(
    _VALID_ISBN.map(lambda value: Identifier("isbn", value)),
    st.sampled_from(["9787020002208", "0201616221"]).map(lambda value: Identifier("isbn", value, valid=False)),
    st.just(Identifier("issn", "03785955")),
    st.just(Identifier("issn", "03785954", valid=False)),
    st.sampled_from(["(OCoLC)12345", "统一书号10019·1234", "ocm 77"]).map(lambda value: Identifier("control", value)),
    st.just(Identifier("external", "10.1000/182")),
)
_HOLDINGS = st.builds(
    Holding,
    barcode=st.from_regex(r"\A[A-Z]?[0-9]{5,8}\Z"),
    call_number=st.one_of(st.just(""), st.sampled_from(["I242.4/21", "PL2727.S2 A6", "TP3/5=2", "a/"])),
    location=st.sampled_from(["", "中文书库", "Main stacks"]),
    status=st.sampled_from(["available", "on_loan", "reading_room", "in_process", "lost", "withdrawn"]),
    note=st.one_of(st.just(""), _PLAIN),
)
_PARAGRAPHS = st.lists(LINES, max_size=3).map("\n".join)
_OPTIONAL_LINES = st.one_of(st.just(""), LINES)


def _unique(strategy: st.SearchStrategy[Any], size: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=size, unique=True).map(tuple)


@st.composite
def records(draw: st.DrawFn) -> BibliographicRecord:
    title = draw(LINES)
    return BibliographicRecord(
        title=title,
        external_id=draw(st.sampled_from([None, "012004002367", "(OCoLC)123", "a b"])),
        title_parallel=tuple(each for each in draw(_unique(LINES)) if each != title),
        contributors=draw(_unique(st.builds(Contributor, _NAMES, _ROLES), 4)),
        language=draw(st.sampled_from(["", "chi", "eng", "und", "ita"])),
        description=draw(_PARAGRAPHS),
        subjects=draw(_unique(_SUBJECTS, 4)),
        year=draw(st.one_of(st.none(), st.integers(1, 9998))),
        publisher=draw(_OPTIONAL_LINES),
        place=draw(_OPTIONAL_LINES),
        edition=draw(_OPTIONAL_LINES),
        series=draw(_OPTIONAL_LINES),
        extent=draw(_OPTIONAL_LINES),
        note=draw(_PARAGRAPHS),
        identifiers=draw(_unique(_IDENTIFIERS)),
        holdings=draw(_unique(_HOLDINGS)),
    )


@pytest.mark.parametrize(("flavour", "rules"), VARIANTS)
@settings(max_examples=60, deadline=None)
@given(record=records())
def test_what_is_written_is_read(flavour: MarcFlavour, rules: CnmarcRules | None, record: BibliographicRecord) -> None:
    written = from_bibliographic(record, flavour, rules)
    assert to_bibliographic(written) == held_part(record, flavour)


@pytest.mark.parametrize(("flavour", "rules"), VARIANTS)
@settings(max_examples=60, deadline=None)
@given(before=records(), after=records(), data=st.data())
def test_an_edit_reads_as_what_was_typed(
    flavour: MarcFlavour,
    rules: CnmarcRules | None,
    before: BibliographicRecord,
    after: BibliographicRecord,
    data: st.DataObject,
) -> None:
    source = from_bibliographic(before, flavour, rules)
    read = to_bibliographic(source)
    parts = data.draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3, unique=True))
    edited = replace(read, **{part: getattr(after, part) for part in parts})
    changed = apply_edit(source, read, edited)
    held = held_part(edited, flavour)
    # Numbers come back by kind, or in the very order that was typed where the fields could be put into it.
    assert to_bibliographic(changed) in (held, replace(held, identifiers=tuple(dict.fromkeys(edited.identifiers))))


@pytest.mark.parametrize(("flavour", "rules"), VARIANTS)
@settings(max_examples=20, deadline=None)
@given(record=records())
def test_an_unedited_record_stays_the_same(
    flavour: MarcFlavour, rules: CnmarcRules | None, record: BibliographicRecord
) -> None:
    source = from_bibliographic(record, flavour, rules)
    read = to_bibliographic(source)
    assert apply_edit(source, read, read) == source
    assert apply_edit(source, read, replace(read, version=7, status="draft")) == source


@pytest.mark.parametrize(("flavour", "rules"), VARIANTS)
@settings(max_examples=30, deadline=None)
@given(record=records())
def test_the_other_flavour_says_the_same(
    flavour: MarcFlavour, rules: CnmarcRules | None, record: BibliographicRecord
) -> None:
    to: MarcFlavour = "unimarc" if flavour == "marc21" else "marc21"
    source = from_bibliographic(record, flavour, rules)
    converted = convert_flavour(source, to)
    assert converted.record.flavour == to
    assert held_part(to_bibliographic(converted.record), to) == held_part(to_bibliographic(source), to)


@pytest.mark.parametrize("flavour", ["marc21", "unimarc"])
def test_new_numbers_stand_behind_the_one_that_replaces_another(flavour: MarcFlavour) -> None:
    kept, gone = Identifier("isbn", "9787020002207"), Identifier("isbn", "9780201616224")
    misprinted, issn = Identifier("isbn", "9787020002208", valid=False), Identifier("issn", "03785955")
    source = from_bibliographic(BibliographicRecord("题名", identifiers=(kept, gone)), flavour)
    read = to_bibliographic(source)
    changed = apply_edit(source, read, replace(read, identifiers=(kept, misprinted, issn)))
    assert to_bibliographic(changed).identifiers == (kept, misprinted, issn)
