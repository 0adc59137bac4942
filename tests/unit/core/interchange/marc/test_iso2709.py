"""Reading and writing whole files, above all: nothing is lost, and nothing becomes a '?'."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pymarc
import pytest

from core.domain.marc import MarcField, MarcRecord, MarcSource, Subfield
from core.domain.records import RejectedInput
from core.errors import InvalidInputError
from core.interchange.marc.entries import MarcEntries, MarcEntry, rejected_bytes
from core.interchange.marc.iso2709 import encode_iso2709, encode_record, read_marc
from core.interchange.marc.sources import decode_source

Write = Callable[..., Path]
Split = Callable[[MarcEntries], tuple[list[MarcEntry], list[RejectedInput]]]
ENCODINGS = ("utf-8", "gb18030", "gbk", "marc-8")


def data_field(tag: str, indicators: str, *subfields: str) -> MarcField:
    return MarcField(tag, "", (indicators[0], indicators[1]), tuple(Subfield(s[0], s[1:]) for s in subfields))


def coded(record: MarcRecord) -> str:
    """What the record says of its encoding."""
    return record.first("100", "a")[26:30]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_cnmarc_with_a_blank_leader_in_every_encoding(
    cnmarc: MarcRecord, write: Write, split: Split, encoding: str
) -> None:
    data = encode_iso2709(cnmarc, encoding)
    assert data[9:10] == b" "
    entries, rejected = split(read_marc(write(data)))
    assert rejected == []
    (entry,) = entries
    assert entry.record.flavour == "unimarc"
    assert entry.source.encoding == encoding.replace("gbk", "gb18030")
    assert entry.record.fields[4:] == cnmarc.fields[4:]
    assert entry.warnings == ()


def test_big5(cnmarc_traditional: MarcRecord, write: Write, split: Split) -> None:
    data = encode_iso2709(cnmarc_traditional, "big5")
    entries, _ = split(read_marc(write(data)))
    assert entries[0].source.encoding == "big5"
    assert entries[0].record.fields == cnmarc_traditional.fields
    assert "周汝昌".encode("big5") in data


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_one_character_is_read_as_the_records_after_it_are(
    cnmarc_traditional: MarcRecord, write: Write, split: Split, encoding: str
) -> None:
    """著 in Big5 is 帝 in GB 18030, and nothing in its own record tells."""
    first = MarcRecord(
        "unimarc",
        cnmarc_traditional.leader,
        (MarcField("001", "1"), data_field("200", "1 ", "aShadow", "fLi"), data_field("701", " 0", "aLi", "4著")),
    )
    data = b"".join(encode_iso2709(each, encoding) for each in (first, first, cnmarc_traditional))
    entries, rejected = split(read_marc(write(data)))
    assert not rejected
    assert [each.source.encoding for each in entries] == [encoding] * 3
    assert entries[0].record.first("701", "4") == "著"


def test_a_leader_that_lies_is_told_and_not_believed(marc21_chinese: MarcRecord, write: Write, split: Split) -> None:
    honest = encode_iso2709(marc21_chinese, "utf-8")
    says_marc8 = honest[:9] + b" " + honest[10:]
    says_utf8 = encode_iso2709(marc21_chinese, "marc-8")
    says_utf8 = says_utf8[:9] + b"a" + says_utf8[10:]
    entries, _ = split(read_marc(write(honest + says_marc8 + says_utf8)))
    assert [each.source.encoding for each in entries] == ["utf-8", "utf-8", "marc-8"]
    assert all(each.record.fields == marc21_chinese.fields for each in entries)
    assert [[warning.message_id for warning in each.warnings] for each in entries] == [
        [],
        ["marc.leader_wrong"],
        ["marc.leader_wrong"],
    ]


def test_flavours_and_encodings_mixed_in_one_file(
    cnmarc: MarcRecord, cnmarc_traditional: MarcRecord, marc21_chinese: MarcRecord, write: Write, split: Split
) -> None:
    parts = [(cnmarc, "gbk"), (marc21_chinese, "marc-8"), (cnmarc_traditional, "big5"), (marc21_chinese, "utf-8")] * 3
    data = [encode_iso2709(record, encoding) for record, encoding in parts]
    entries, rejected = split(read_marc(write(b"\n".join(data))))
    assert rejected == []
    assert [each.source.data for each in entries] == data
    assert [each.record.flavour for each in entries] == [record.flavour for record, _ in parts]
    assert [each.source.encoding for each in entries] == ["gb18030", "marc-8", "big5", "utf-8"] * 3
    assert [each.position for each in entries] == [str(number) for number in range(1, 13)]


def test_an_encoding_that_was_named_is_taken(cnmarc: MarcRecord, write: Write, split: Split) -> None:
    path = write(encode_iso2709(cnmarc, "gbk"))
    entries, _ = split(read_marc(path, "gbk"))
    assert entries[0].record.first("200", "a") == "红楼梦"
    entries, rejected = split(read_marc(path, "utf-8"))
    assert entries == []
    assert [each.reason_id for each in rejected] == ["marc.undecodable"]
    with pytest.raises(InvalidInputError, match=r"encoding\.unknown"):
        next(iter(read_marc(path, "utf-16")))


def test_subfields_in_two_encodings_are_read_each_in_its_own(cnmarc: MarcRecord, write: Write, split: Split) -> None:
    source = encode_iso2709(cnmarc, "gbk")
    title, place = "红楼梦".encode("gbk"), "人民文学出版社".encode("gbk")
    damaged = source.replace(place, "人民文学出版社".encode())
    entries, _ = split(read_marc(write(damaged)))
    assert title in entries[0].source.data
    assert entries[0].record.first("200", "a") == "红楼梦"
    assert entries[0].record.first("210", "c") == "人民文学出版社"
    assert "marc.mixed_encodings" in {each.message_id for each in entries[0].warnings}
    assert decode_source(entries[0].source) == entries[0].record


def test_a_damaged_character_costs_itself_alone(cnmarc: MarcRecord, write: Write, split: Split) -> None:
    data = encode_iso2709(cnmarc, "gbk").replace("著".encode("gbk") + b"\x1e", b"\xd6 \x1e", 1)
    entries, _ = split(read_marc(write(data)))
    (entry,) = entries
    assert entry.record.first("200", "f") == "(清)曹雪芹, 高鹗\ufffd "
    assert entry.record.first("210", "c") == "人民文学出版社"
    assert [each.message_id for each in entry.warnings] == ["marc.bytes_undecodable"]
    assert encode_iso2709(entry.record, "gb18030", source=entry.source) == data


def test_rejected_pieces_can_be_saved_and_repaired(cnmarc: MarcRecord, write: Write, split: Split) -> None:
    good = encode_iso2709(cnmarc, "gbk")
    cut_off = good[:-150]
    junk = b"\xff\xfe no record " * 9
    path = write(good + junk + good + cut_off + good)
    entries, rejected = split(read_marc(path))
    assert [each.position for each in entries] == ["1", "3", "5"]
    assert [(each.position, each.reason_id) for each in rejected] == [
        ("2", "marc.not_a_record"),
        ("4", "marc.truncated"),
    ]
    assert [b"".join(rejected_bytes(each)) for each in rejected] == [junk, cut_off]
    assert rejected[1].reason["offset"] == 2 * len(good) + len(junk)


@pytest.mark.data
@pytest.mark.parametrize("name", ["marc.dat", "testunimarc.dat"])
def test_real_files_round_trip_byte_for_byte(dev_data: Path, split: Split, name: str) -> None:
    path = dev_data / "marc" / name
    entries, rejected = split(read_marc(path))
    assert rejected == []
    written = [encode_iso2709(each.record, each.source.encoding, source=each.source) for each in entries]
    assert b"".join(written) == path.read_bytes().rstrip(b"\n")
    assert all(decode_source(each.source) == each.record for each in entries)


@pytest.mark.data
def test_real_files_read_as_pymarc_reads_them(dev_data: Path, split: Split) -> None:
    path = dev_data / "marc" / "marc.dat"
    entries, _ = split(read_marc(path))
    theirs = [each for each in pymarc.MARCReader(io.BytesIO(path.read_bytes())) if each is not None]
    assert len(entries) == len(theirs) == 20
    for ours, their in zip(entries, theirs, strict=True):
        assert [each.tag for each in ours.record.fields] == [each.tag for each in their.fields]
        for field, other in zip(ours.record.fields, their.fields, strict=True):
            if field.is_control:
                assert field.value == other.data
            else:
                assert [(each.code, each.value) for each in field.subfields] == [
                    tuple(each) for each in other.subfields
                ]


@pytest.mark.parametrize("encoding", ["utf-8", "marc-8"])
def test_pymarc_reads_what_we_write(marc21_chinese: MarcRecord, encoding: str) -> None:
    (record,) = list(pymarc.MARCReader(io.BytesIO(encode_iso2709(marc21_chinese, encoding))))
    assert record is not None
    assert record["700"]["a"] == "Dvořák, Antonín."
    assert [each["a"] for each in record.get_fields("880")] == ["沈復,", "浮生六記 /"]


def test_an_edit_changes_only_what_was_edited(cnmarc: MarcRecord) -> None:
    data = encode_iso2709(cnmarc, "gbk").replace("林黛玉".encode("gbk"), b"\xc1\xd6\xff\xff\xd3\xf1")
    source = MarcSource("unimarc", "gb18030", data)
    record = decode_source(source)
    edited = replace(
        record,
        fields=tuple(
            replace(each, subfields=(Subfield("a", "紅樓夢"), *each.subfields[1:])) if each.tag == "200" else each
            for each in record.fields
        ),
    )
    fields = data[data.index(b"\x1e") + 1 :].split(b"\x1e")
    again = encode_iso2709(edited, "gb18030", source=source)
    assert again[again.index(b"\x1e") + 1 :].split(b"\x1e") == [
        each.replace("红楼梦".encode("gbk"), "紅樓夢".encode("gbk"), 1) if each.startswith(b"1 \x1fa") else each
        for each in fields
    ]
    assert b"\xff\xff" in again


@pytest.mark.parametrize(
    ("encoding", "marc21_09", "unimarc_100"),
    [("utf-8", "a", "50  "), ("marc-8", " ", "0110"), ("gb18030", " ", "0110"), ("big5", " ", "0110")],
)
def test_where_the_encoding_is_named(
    cnmarc: MarcRecord, write: Write, split: Split, encoding: str, marc21_09: str, unimarc_100: str
) -> None:
    bare = replace(cnmarc, fields=tuple(each for each in cnmarc.fields if each.tag in ("001", "100", "690")))
    entries, _ = split(read_marc(write(encode_iso2709(bare, encoding)), encoding))
    assert coded(entries[0].record) == unimarc_100
    assert entries[0].record.leader[9] == " "
    latin = MarcRecord("marc21", "00000cam  2200000 a 4500", (MarcField("001", "1"), data_field("245", "00", "aTitle")))
    assert encode_iso2709(latin, encoding)[9:10].decode() == marc21_09


def test_unimarc_that_was_unicode_says_so_no_more_in_gbk(cnmarc: MarcRecord) -> None:
    source = MarcSource("unimarc", "utf-8", encode_iso2709(cnmarc, "utf-8"))
    record = decode_source(source)
    assert coded(record) == "50  "
    converted = encode_iso2709(record, "gbk", source=source)
    assert coded(decode_source(MarcSource("unimarc", "gb18030", converted))) == "0110"
    assert encode_iso2709(record, "utf-8", source=source) == source.data


def test_what_an_encoding_cannot_hold_is_refused_with_its_characters(cnmarc: MarcRecord) -> None:
    record = replace(cnmarc, fields=(*cnmarc.fields, data_field("701", " 0", "a朱镕基𠮷")))
    with pytest.raises(InvalidInputError) as caught:
        encode_iso2709(record, "gb2312")
    assert caught.value.message_id == "marc.unencodable"
    assert caught.value.context["characters"] == "镕 𠮷"
    assert caught.value.context["tag"] == "701"


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "big5", "marc-8"])
def test_or_written_as_references_with_a_warning_and_read_again(
    cnmarc: MarcRecord, write: Write, split: Split, encoding: str
) -> None:
    record = replace(cnmarc, fields=(*cnmarc.fields, data_field("701", " 0", "a朱镕基𠮷😀 ѫ")))
    written = encode_record(record, encoding, unencodable="reference")
    assert [each.context["tag"] for each in written.warnings][-1] == "701"
    assert written.data.count(b"?") == 0
    entries, _ = split(read_marc(write(written.data), encoding))
    assert entries[0].record.fields[4:] == record.fields[4:]


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        (data_field("330", "  ", "a" + "长" * 3_400), "marc.field_too_long"),
        (MarcField("24", "x"), "marc.malformed_field"),
        (MarcField("245", "", ("é", " "), (Subfield("a", "x"),)), "marc.malformed_field"),
        (MarcField("245", "", (" ", " "), (Subfield("ab", "x"),)), "marc.malformed_field"),
        (MarcField("245", "", (" ", " "), (Subfield("a", "x\x1ey"),)), "marc.malformed_field"),
        (MarcField("001", "x\x1fy"), "marc.malformed_field"),
    ],
)
def test_what_iso2709_cannot_hold_is_refused(cnmarc: MarcRecord, field: MarcField, reason: str) -> None:
    with pytest.raises(InvalidInputError, match=reason.replace(".", r"\.")):
        encode_iso2709(replace(cnmarc, fields=(field,)), "utf-8")


def test_a_record_of_more_than_99999_bytes_is_refused(cnmarc: MarcRecord) -> None:
    long = replace(cnmarc, fields=tuple(data_field("330", "  ", "a" + "x" * 9_000) for _ in range(11)))
    assert len(encode_iso2709(long, "utf-8")) > 99_000
    with pytest.raises(InvalidInputError, match=r"marc\.too_long"):
        encode_iso2709(replace(long, fields=(*long.fields, long.fields[0])), "utf-8")


def test_indicators_and_text_without_a_subfield_are_kept(write: Write, split: Split) -> None:
    record = MarcRecord(
        "marc21", "00000cam  2200000 a 4500", (MarcField("245", "odd", ("1", "0")), data_field("246", "  ", "aTitle"))
    )
    data = encode_iso2709(record)
    entries, _ = split(read_marc(write(data)))
    assert entries[0].record.fields == record.fields


def test_a_stored_source_that_cannot_be_read_is_said_to_be_damaged() -> None:
    for format, data in (("marc21", b"x"), ("odf", b""), ("marcxml", b"<"), ("marcjson", b"[]")):
        with pytest.raises(InvalidInputError, match=r"marc\.source_damaged"):
            decode_source(MarcSource(format, "utf-8", data))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"file\.missing"):
        next(iter(read_marc(tmp_path / "没有.mrc")))
