"""Coded positions of books go to the other flavour and come back; what has no code there is told, nothing else."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from core.domain.marc import MarcField, MarcRecord, Subfield
from core.interchange.crosswalk import convert_flavour
from core.interchange.crosswalk.coded_positions import books_to_marc21, books_to_unimarc

_DAY = datetime.date(2026, 3, 9)


def padded(codes: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(codes), max_size=4, unique=True).map(lambda found: "".join(found).ljust(4))


BOOKS = st.builds(
    "{}{}|{}{}{}{}{} {}{}".format,
    padded("abcdefghijklmp"),
    st.sampled_from("jabcdef "),
    padded("bciaderspjumltnz6"),
    st.sampled_from("fsl ciouz"),
    *[st.sampled_from("01")] * 3,
    st.sampled_from("01dehijpsm"),
    st.sampled_from("abcd "),
)


@given(BOOKS)
def test_what_both_flavours_code_comes_back(positions: str) -> None:
    there = books_to_unimarc(positions)
    assert not there.is_lost
    assert (len(there.books), len(there.general)) == (13, 4)
    back = books_to_marc21(there.general, there.books)
    assert (back.books, back.is_lost, back.is_general_lost) == (positions, False, False)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789 |", min_size=17, max_size=17))
def test_any_positions_are_told_or_carried(positions: str) -> None:
    there = books_to_unimarc(positions)
    back = books_to_marc21(there.general, there.books).books
    differs = any(
        old not in " |0" and set(old) - set(back[start:end])
        for start, end in ((0, 4), (4, 5), (5, 6), (6, 10), (10, 11), (15, 16), (16, 17))
        for old in positions[start:end]
        if (start, old) != (5, "r")
    )
    assert there.is_lost or not differs


@given(st.text("abcdefghijklmnopqrstuvwxyz01 |", min_size=4, max_size=4), st.text("abcdefghiklmoyz01 |", max_size=15))
def test_any_codes_of_unimarc_give_seventeen_positions(general: str, books: str) -> None:
    assert len(books_to_marc21(general, books).books) == 17


def field(tag: str, *subfields: str, value: str = "") -> MarcField:
    return MarcField(tag, value, (" ", " "), tuple(Subfield(each[0], each[1:]) for each in subfields))


def test_a_whole_record_there_and_back() -> None:
    source = MarcRecord(
        "marc21",
        "00000nam a2200000 a 4500",
        (
            field("008", value="200101s2001    cc a   j|b    001 1 chi d"),
            field("040", "aDLC", "bchi", "cDLC"),
            field("245", "a呐喊", "h[microform]"),
        ),
    )
    there = convert_flavour(source, "unimarc", entered=_DAY)
    assert there.lost == ()
    assert there.record.first("105", "a") == "a   a   001ay"
    assert there.record.first("100", "a")[17:25] == "a  y0chi"
    assert there.record.first("200", "b") == "[microform]"
    back = convert_flavour(there.record, "marc21", entered=_DAY)
    assert back.record.first("008") == source.first("008")
    assert (back.record.first("040", "b"), back.record.first("245", "h")) == ("chi", "[microform]")


def test_positions_of_serials_are_no_positions_of_books() -> None:
    fields = (field("008", value="200101c20019999cc mr p       0   a0chi d"), field("245", "a人民文学"))
    there = convert_flavour(MarcRecord("marc21", "00000nas a2200000 a 4500", fields), "unimarc", entered=_DAY)
    assert [each.name for each in there.lost] == ["008/18-34"]
    assert there.record.first("105", "a") == ""
