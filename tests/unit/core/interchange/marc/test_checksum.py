from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.marc import MarcField, MarcRecord
from core.domain.records import RejectedInput
from core.errors import InvalidInputError
from core.interchange.marc.checksum import CHECKSUM_TAG, checksum_of, with_checksum
from core.interchange.marc.entries import MarcEntries, MarcEntry
from core.interchange.marc.iso2709 import encode_iso2709, encode_record, read_marc
from core.interchange.marc.marcjson import read_marcjson, to_marcjson
from core.interchange.marc.marcxml import from_marcxml, to_marcxml

Write = Callable[..., Path]
Split = Callable[[MarcEntries], tuple[list[MarcEntry], list[RejectedInput]]]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "marc-8"])
def test_a_sound_record_comes_back_without_the_field(
    cnmarc: MarcRecord, write: Write, split: Split, encoding: str
) -> None:
    written = encode_record(cnmarc, encoding, with_checksum=True)
    assert CHECKSUM_TAG.encode() in written.data
    entries, rejected = split(read_marc(write(written.data)))
    assert rejected == []
    assert entries[0].record.fields[4:] == cnmarc.fields[4:]
    assert entries[0].warnings == ()
    # As it came, the field is still in the source.
    assert encode_iso2709(entries[0].record, entries[0].source.encoding, source=entries[0].source) == written.data


def test_a_question_mark_in_place_of_a_character_is_noticed(cnmarc: MarcRecord, write: Write, split: Split) -> None:
    data = encode_record(cnmarc, "gbk", with_checksum=True).data.replace("鹗".encode("gbk"), b"??", 1)
    path = write(data)
    entries, rejected = split(read_marc(path))
    assert entries == []
    assert [each.reason_id for each in rejected] == ["marc.checksum"]
    entries, _ = split(read_marc(path, checksum="warn"))
    assert [each.message_id for each in entries[0].warnings] == ["marc.checksum"]
    assert not list(entries[0].record.tagged(CHECKSUM_TAG))


def test_in_xml_and_json(cnmarc: MarcRecord, write: Write, split: Split) -> None:
    marked = with_checksum(cnmarc)
    xml = to_marcxml(marked)
    assert from_marcxml(xml) == cnmarc
    damaged = xml.replace("曹雪芹".encode(), b"???")
    with pytest.raises(InvalidInputError, match=r"marc\.checksum"):
        from_marcxml(damaged)
    assert from_marcxml(damaged, checksum="warn").first("701", "a") == "???"
    entries, _ = split(read_marcjson(write(to_marcjson(marked))))
    assert [each.record for each in entries] == [cnmarc]
    _, rejected = split(read_marcjson(write(to_marcjson(marked).replace("曹雪芹".encode(), b"???"))))
    assert [each.reason_id for each in rejected] == ["marc.checksum"]


def test_what_programs_change_on_the_way_does_not_count(cnmarc: MarcRecord) -> None:
    changed = replace(
        cnmarc,
        leader="99999cam0a2200000   450 ",
        fields=tuple(
            replace(each, value="20261122") if each.tag == "005" else each for each in reversed(cnmarc.fields)
        ),
    )
    assert checksum_of(changed) == checksum_of(cnmarc)
    assert checksum_of(replace(cnmarc, fields=cnmarc.fields[:-1])) != checksum_of(cnmarc)


def test_a_local_field_of_others_with_the_same_tag_is_left_alone(
    cnmarc: MarcRecord, write: Write, split: Split
) -> None:
    theirs = MarcField(CHECKSUM_TAG, "", (" ", " "), cnmarc.fields[-1].subfields)
    entries, _ = split(read_marc(write(encode_iso2709(replace(cnmarc, fields=(*cnmarc.fields, theirs)), "utf-8"))))
    assert entries[0].record.fields[-1] == theirs
