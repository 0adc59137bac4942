"""One MARCXML record in and out; whole files are read by `core.interchange.xml_pieces`."""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pymarc
import pytest

from core.domain.marc import MarcField, MarcRecord, MarcSource
from core.errors import InvalidInputError
from core.interchange.marc.marcxml import from_marcxml, to_marcxml
from core.interchange.marc.sources import decode_source

PLAIN = b"""<?xml version="1.0" encoding="UTF-8"?>
<collection><record><leader>00000cam a2200000 a 4500</leader><controlfield tag="001">x1</controlfield>
<datafield tag="245" ind1="1" ind2="0"><subfield code="a">A &amp; B &lt;C&gt;</subfield></datafield>
</record></collection>"""


@pytest.mark.parametrize("name", ["cnmarc", "cnmarc_traditional", "marc21_chinese"])
def test_a_record_comes_back(request: pytest.FixtureRequest, name: str) -> None:
    record = request.getfixturevalue(name)
    data = to_marcxml(record)
    assert from_marcxml(data) == record
    assert decode_source(MarcSource("marcxml", "utf-8", data)) == record


def test_pymarc_reads_what_we_write(marc21_chinese: MarcRecord) -> None:
    (record,) = pymarc.parse_xml_to_array(io.BytesIO(to_marcxml(marc21_chinese)))
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


def test_a_record_in_the_answer_of_a_server(cnmarc: MarcRecord) -> None:
    wrapped = b"<z:record><z:recordData>" + to_marcxml(cnmarc) + b"</z:recordData></z:record>"
    answer = b'<z:searchRetrieveResponse xmlns:z="http://www.loc.gov/zing/srw/"><z:records>' + wrapped
    assert from_marcxml(answer + b"</z:records></z:searchRetrieveResponse>") == cnmarc


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "big5", "utf-16"])
def test_the_encoding_is_the_one_declared(cnmarc_traditional: MarcRecord, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + to_marcxml(cnmarc_traditional).decode()
    assert from_marcxml(text.encode(encoding)) == cnmarc_traditional


@pytest.mark.parametrize(
    "data", [b"", b"no xml", b"<a>", b"\xff\xfe<", b"<a>\x00</a>", b'<?xml version="1.0" encoding="x-no"?><a/>']
)
def test_what_is_no_xml_is_refused_with_a_line(data: bytes) -> None:
    with pytest.raises(InvalidInputError, match=r"marc\.xml_damaged\(line=\d"):
        from_marcxml(data)


@pytest.mark.parametrize("data", [b"<record/>", b"<collection/>", b"<record><leader>x</leader></record>"])
def test_a_record_without_fields_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInputError, match=r"marc\.no_fields"):
        from_marcxml(data)


def test_external_entities_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret", encoding="utf-8")
    head = f'<!DOCTYPE collection [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'.encode()
    data = PLAIN.replace(b"<collection>", head + b"<collection>").replace(b"A &amp; B", b"A &leak; B")
    assert from_marcxml(data).first("245", "a") == "A &leak; B <C>"


def test_entities_in_entities_do_not_blow_up() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    head = f'<!DOCTYPE collection [<!ENTITY e0 "ha">{lines}]>'.encode()
    data = PLAIN.replace(b"<collection>", head + b"<collection>").replace(b"A &amp; B", b"&e29;")
    with pytest.raises(InvalidInputError, match=r"marc\.xml_damaged"):
        from_marcxml(data)
    shallow = data.replace(b"&e29;", b"&e2;")
    with suppress(InvalidInputError):  # some versions of libxml2 refuse the document for its declarations
        assert from_marcxml(shallow).first("245", "a") == "&e2; <C>"


@pytest.mark.parametrize("value", ["a\x00b", "a\x1bb", "\ufffe", "\ud800"])
def test_a_character_that_xml_has_not_is_refused(cnmarc: MarcRecord, value: str) -> None:
    with pytest.raises(InvalidInputError, match=r"marc\.malformed_field"):
        to_marcxml(replace(cnmarc, fields=(MarcField("001", value),)))


def test_a_flavour_that_was_named_is_taken(marc21_chinese: MarcRecord) -> None:
    assert from_marcxml(to_marcxml(marc21_chinese), "unimarc").flavour == "unimarc"
