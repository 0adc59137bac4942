from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pymarc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.marc import MarcField, MarcRecord, Subfield
from core.domain.records import RejectedInput
from core.errors import InvalidInputError
from core.interchange.marc.entries import MarcEntries, MarcEntry, rejected_bytes
from core.interchange.marc.marcjson import from_marcjson, read_marcjson, to_marcjson
from core.interchange.marc.sources import decode_source

Write = Callable[..., Path]
Split = Callable[[MarcEntries], tuple[list[MarcEntry], list[RejectedInput]]]


@pytest.mark.parametrize(
    ("head", "between", "tail"),
    [
        (b"", b"\n", b"\n"),
        (b"[", b",\n", b"]"),
        (b"\xef\xbb\xbf[\n ", b" , ", b"\n]\n"),
        (b"", b"", b""),
    ],
)
def test_arrays_and_lines(
    cnmarc: MarcRecord, marc21_chinese: MarcRecord, write: Write, split: Split, head: bytes, between: bytes, tail: bytes
) -> None:
    parts = [to_marcjson(each) for each in (cnmarc, marc21_chinese, cnmarc)]
    entries, rejected = split(read_marcjson(write(head + between.join(parts) + tail)))
    assert rejected == []
    assert [each.record for each in entries] == [cnmarc, marc21_chinese, cnmarc]
    assert [each.source.data for each in entries] == parts
    assert all(decode_source(each.source) == each.record for each in entries)


def test_pymarc_reads_what_we_write_and_we_what_it_writes(marc21_chinese: MarcRecord) -> None:
    data = to_marcjson(marc21_chinese)
    (record,) = pymarc.JSONReader("[" + data.decode() + "]")
    assert record["880"]["a"] == "沈復,"
    assert from_marcjson(record.as_json().encode()).fields == marc21_chinese.fields


@pytest.mark.data
def test_the_file_of_pymarc(dev_data: Path, split: Split) -> None:
    entries, rejected = split(read_marcjson(dev_data / "marc" / "one.json"))
    assert rejected == []
    assert entries[0].record.first("245", "a") == "ActivePerl with ASP and ADO /"
    assert entries[0].record.flavour == "marc21"


def test_damage_is_one_piece_up_to_the_next_record(cnmarc: MarcRecord, write: Write, split: Split) -> None:
    line = to_marcjson(cnmarc) + b"\n"
    damaged = line[:200] + b'}}"' + line[230:]
    entries, rejected = split(read_marcjson(write(line + damaged + line + b"rubbish\n" + line + line[:-40])))
    assert [each.record for each in entries] == [cnmarc] * 3
    assert [each.reason_id for each in rejected] == ["marc.json_damaged"] * 3
    assert b"".join(rejected_bytes(rejected[0])).strip() == damaged.strip()


@pytest.mark.parametrize(
    "text",
    ["{}", '{"leader": 1, "fields": []}', '{"fields": [1]}', '{"fields": [{"001": 1}]}', '{"fields": [{"245": {}}]}',
     '{"fields": [{"245": {"subfields": [{"a": 1}]}}]}', '{"fields": [{"245": {"subfields": [], "ind1": 3}}]}'],
)  # fmt: skip
def test_another_object_is_no_record(text: str, write: Write, split: Split) -> None:
    entries, rejected = split(read_marcjson(write(text.encode())))
    assert entries == []
    assert [each.reason_id for each in rejected] == ["marc.json_not_record"]
    with pytest.raises(InvalidInputError, match=r"marc\.json_not_record"):
        from_marcjson(text.encode())


@pytest.mark.parametrize("unit", [b"{", b'{"fields":', b'"', b"[", b'{"a":1}', b"\\", b'{"leader":"'])
def test_nonsense_take_no_time(unit: bytes, write: Write, split: Split) -> None:
    data = unit * ((1 << 19) // len(unit))
    entries, rejected = split(read_marcjson(write(data)))
    assert entries == []
    if unit != b"[":
        assert sum(int(each.reason["length"]) for each in rejected) == len(data)


@given(
    st.lists(
        st.builds(
            lambda tag, pairs: MarcField(tag, "", ("1", " "), tuple(Subfield(*pair) for pair in pairs)),
            st.sampled_from(["200", "245", "9ab"]),
            st.lists(st.tuples(st.sampled_from("abz9"), st.text(max_size=8)), max_size=4),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_text_comes_back(fields: list[MarcField]) -> None:
    record = MarcRecord("marc21", f"{'':24}", tuple(fields))
    again = from_marcjson(to_marcjson(record), "marc21")
    assert again == record
    assert json.loads(to_marcjson(record))["fields"]
