"""Records that no cataloguer would write: nothing fails on them, and an edit of one part leaves the others alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.domain.marc import MarcField, MarcFlavour, MarcRecord, Subfield
from core.domain.records import Holding
from core.interchange.crosswalk import apply_edit, built_in_profiles, convert_flavour, held_part, to_bibliographic
from core.interchange.crosswalk.conversion import _rows
from core.interchange.crosswalk.marc21_reading import HANDLERS as MARC21
from core.interchange.crosswalk.unimarc_reading import HANDLERS as UNIMARC

_VALUES = st.one_of(
    st.text(alphabet="ab红楼 /:;=.,-[]()$0123456789\x1b\x00\u3000\ud800", max_size=12),
    st.sampled_from(
        ["", " ", "245-01/$1", "880-01", "978-7-02-000220-8", "19uu", "民国年", "  x  ", "12001 ", "0010-99999"]
    ),
)
_TAGS = sorted(
    {*MARC21, *UNIMARC, *_rows("unimarc").tags, *_rows("marc21").tags, *built_in_profiles(), "880", "999", "LDR"}
)


@st.composite
def _fields(draw: st.DrawFn) -> MarcField:
    tag = draw(st.sampled_from(_TAGS))
    if tag < "010" or draw(st.integers(0, 30)) == 0:
        return MarcField(tag, draw(st.one_of(_VALUES, st.text(alphabet="0129 uchieng|", min_size=36, max_size=41))))
    codes = st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789A")
    subfields = tuple(draw(st.lists(st.builds(Subfield, codes, _VALUES), max_size=5)))
    return MarcField(tag, "", (draw(st.sampled_from(" 0127")), draw(st.sampled_from(" 0147"))), subfields)


_RECORDS = st.lists(_fields(), max_size=12).map(tuple)


@pytest.mark.parametrize("flavour", ["marc21", "unimarc"])
@settings(max_examples=80, deadline=None)
@given(fields=_RECORDS, leader=st.text(max_size=24))
@example(fields=(MarcField("210"), MarcField("264")), leader="")
def test_any_record_is_read_edited_and_converted(
    flavour: MarcFlavour, fields: tuple[MarcField, ...], leader: str
) -> None:
    source = MarcRecord(flavour, leader, fields)
    read = to_bibliographic(source)
    assert apply_edit(source, read, read) is source
    convert_flavour(source, "unimarc" if flavour == "marc21" else "marc21")
    edited = apply_edit(source, read, replace(read, title="新题名", holdings=(*read.holdings, Holding(barcode="N1"))))
    assert held_part(to_bibliographic(edited), flavour).title == "新题名"
    local = [each for each in fields if each.tag == "999"]
    assert [each for each in edited.fields if each.tag == "999"] == local
