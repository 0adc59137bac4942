from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pymarc
import pytest

from core.domain.marc import MarcField, MarcRecord
from core.domain.records import RejectedInput
from core.errors import InvalidInputError
from core.interchange.marc.entries import MarcEntries, MarcEntry, rejected_bytes
from core.interchange.marc.marcxml import XML_HEAD, XML_TAIL, from_marcxml, read_marcxml, to_marcxml
from core.interchange.marc.sources import decode_source

Write = Callable[..., Path]
Split = Callable[[MarcEntries], tuple[list[MarcEntry], list[RejectedInput]]]

PLAIN = b"""<?xml version="1.0" encoding="UTF-8"?>
<collection><record><leader>00000cam a2200000 a 4500</leader><controlfield tag="001">x1</controlfield>
<datafield tag="245" ind1="1" ind2="0"><subfield code="a">A &amp; B &lt;C&gt;</subfield></datafield>
</record></collection>"""


def collection(*records: MarcRecord) -> bytes:
    return XML_HEAD + b"".join(map(to_marcxml, records)) + XML_TAIL


def test_both_flavours_come_back(cnmarc: MarcRecord, marc21_chinese: MarcRecord, write: Write, split: Split) -> None:
    entries, rejected = split(read_marcxml(write(collection(cnmarc, marc21_chinese))))
    assert rejected == []
    assert [each.record for each in entries] == [cnmarc, marc21_chinese]
    assert [decode_source(each.source) for each in entries] == [cnmarc, marc21_chinese]
    assert [each.offset for each in entries] == [3, 4]


def test_pymarc_reads_what_we_write(marc21_chinese: MarcRecord, write: Write) -> None:
    (record,) = pymarc.parse_xml_to_array(str(write(collection(marc21_chinese))))
    assert [each["a"] for each in record.get_fields("880")] == ["沈復,", "浮生六記 /"]


def test_without_a_namespace() -> None:
    assert from_marcxml(PLAIN).first("245", "a") == "A & B <C>"


def test_a_prefix_and_marcxchange() -> None:
    text = PLAIN.decode().replace("<", "<m:").replace("<m:/", "</m:").replace("<m:?", "<?")
    text = text.replace("<m:record>", '<m:record format="UNIMARC" type="Bibliographic">')
    text = text.replace("<m:collection>", '<m:collection xmlns:m="info:lc/xmlns/marcxchange-v2">')
    record = from_marcxml(text.encode())
    assert record.first("245", "a") == "A & B <C>"
    assert record.flavour == "unimarc"


def test_the_answer_of_an_sru_server(
    cnmarc: MarcRecord, marc21_chinese: MarcRecord, write: Write, split: Split
) -> None:
    wrapped = b"".join(
        b"<z:record><z:recordSchema>marcxml</z:recordSchema><z:recordData>" + to_marcxml(each) + b"</z:recordData>"
        b"<z:recordPosition>1</z:recordPosition></z:record>"
        for each in (cnmarc, marc21_chinese)
    )
    answer = b'<z:searchRetrieveResponse xmlns:z="http://www.loc.gov/zing/srw/"><z:records>' + wrapped
    entries, rejected = split(read_marcxml(write(answer + b"</z:records></z:searchRetrieveResponse>")))
    assert rejected == []
    assert [each.record for each in entries] == [cnmarc, marc21_chinese]


def test_what_stands_before_damage_is_read(cnmarc: MarcRecord, write: Write, split: Split) -> None:
    data = collection(cnmarc, cnmarc, cnmarc)
    broken = data[: data.rindex(b"<record")] + b"\n<record><leader>&</leader>"
    entries, rejected = split(read_marcxml(write(broken)))
    assert [each.record for each in entries] == [cnmarc, cnmarc]
    assert [(each.reason_id, each.reason["line"], each.position) for each in rejected] == [("marc.xml_damaged", 6, "3")]
    assert b"".join(rejected_bytes(rejected[0])) == b"<record><leader>&</leader>"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "big5"])
def test_an_encoding_that_the_file_does_not_declare(
    cnmarc_traditional: MarcRecord, write: Write, split: Split, encoding: str
) -> None:
    text = collection(cnmarc_traditional).decode().split("\n", 1)[1]
    path = write(text.encode(encoding))
    assert [each.record for each in split(read_marcxml(path, encoding=encoding))[0]] == [cnmarc_traditional]
    assert bool(split(read_marcxml(path))[1]) == (encoding != "utf-8")


def test_an_encoding_that_xml_cannot_have(cnmarc: MarcRecord, write: Write) -> None:
    with pytest.raises(InvalidInputError, match=r"encoding\.unknown"):
        next(iter(read_marcxml(write(collection(cnmarc)), encoding="marc-8")))


@pytest.mark.parametrize(
    "data", [b"no xml", b"<a>", b"\xff\xfe<", b"<a>\x00</a>", b'<?xml version="1.0" encoding="x-no"?><a/>']
)
def test_what_is_no_xml_is_rejected_with_a_line(data: bytes, write: Write, split: Split) -> None:
    entries, rejected = split(read_marcxml(write(data)))
    assert entries == []
    assert [each.reason_id for each in rejected] == ["marc.xml_damaged"]


def test_an_empty_record_is_rejected(write: Write, split: Split) -> None:
    entries, rejected = split(read_marcxml(write(PLAIN.replace(b"</collection>", b"<record/></collection>"))))
    assert len(entries) == 1
    assert [(each.reason_id, each.position) for each in rejected] == [("marc.no_fields", "2")]
    assert b"".join(rejected_bytes(rejected[0])) == b"<record/>"


def test_external_entities_are_not_fetched(tmp_path: Path, write: Write, split: Split) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret", encoding="utf-8")
    head = f'<!DOCTYPE collection [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'.encode()
    data = PLAIN.replace(b"<collection>", head + b"<collection>").replace(b"A &amp; B", b"A &leak; B")
    entries, _ = split(read_marcxml(write(data)))
    assert all("secret" not in each.record.first("245", "a").replace("leak", "") for each in entries)


def test_entities_in_entities_do_not_blow_up(write: Write, split: Split) -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    head = f'<!DOCTYPE collection [<!ENTITY e0 "ha">{lines}]>'.encode()
    data = PLAIN.replace(b"<collection>", head + b"<collection>").replace(b"A &amp; B", b"&e29;")
    entries, rejected = split(read_marcxml(write(data)))
    assert len(entries) + len(rejected) >= 1
    assert all(len(each.record.first("245", "a")) < 100 for each in entries)


@pytest.mark.parametrize("value", ["a\x00b", "a\x1bb", "\ufffe", "\ud800"])
def test_a_character_that_xml_has_not_is_refused(cnmarc: MarcRecord, value: str) -> None:
    with pytest.raises(InvalidInputError, match=r"marc\.malformed_field"):
        to_marcxml(replace(cnmarc, fields=(MarcField("001", value),)))


def test_a_flavour_that_was_named_stays_with_the_source(marc21_chinese: MarcRecord, write: Write) -> None:
    (entry,) = read_marcxml(write(collection(marc21_chinese)), "unimarc")
    assert isinstance(entry, MarcEntry)
    assert entry.record.flavour == "unimarc"
    assert decode_source(entry.source) == entry.record
