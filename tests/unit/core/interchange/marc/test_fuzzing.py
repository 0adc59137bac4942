"""Whatever a file holds: records or rejected pieces that cover it, no other exception, and nothing for ever."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.marc import MarcField, MarcRecord, Subfield
from core.errors import InvalidInputError
from core.interchange.marc.entries import MarcEntry, rejected_bytes
from core.interchange.marc.iso2709 import encode_iso2709, encode_record, read_marc
from core.interchange.marc.marcjson import from_marcjson, read_marcjson, to_marcjson
from core.interchange.marc.marcxml import from_marcxml, to_marcxml
from core.interchange.marc.previews import preview_decodings
from core.interchange.marc.sources import decode_source

BETWEEN = re.compile(rb"(?:[\s\x00\x1a]|\xef\xbb\xbf)*\Z")
JSON_BETWEEN = re.compile(rb"(?:[\s,\[\]\x1e]|\xef\xbb\xbf)*\Z")
FUZZ = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

Write = Callable[..., Path]
chunks = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [b"\x1d", b"\x1e", b"\x1f", b"\x1b$1", b"\x1b(B", b"\n", b"00000", b"99999", b"{", b'"', b"<", b"&"]
    ),
)
edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), chunks), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def samples(cnmarc: MarcRecord, cnmarc_traditional: MarcRecord, marc21_chinese: MarcRecord) -> list[bytes]:
    """Files to damage: each encoding alone, and all together."""
    made = [encode_iso2709(cnmarc, each) * 2 for each in ("gbk", "utf-8", "marc-8")]
    made += [encode_iso2709(cnmarc_traditional, "big5") * 2]
    made += [encode_iso2709(marc21_chinese, each) * 2 for each in ("utf-8", "marc-8")]
    return [*made, b"".join(made)]


def damaged(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for place, n_removed, put in changes:
        at = int(place * len(data))
        data = data[:at] + put + data[at + n_removed :]
    return data or b"x"


def check_cover(path: Path, encoding: str = "auto") -> list[MarcEntry]:
    """Read a file of any bytes; every byte must be in one entry, in order, and come back."""
    data = path.read_bytes()
    at, taken = 0, []
    for entry in read_marc(path, encoding):
        if isinstance(entry, MarcEntry):
            offset, piece = entry.offset, entry.source.data
            assert decode_source(entry.source) == entry.record
            assert encode_iso2709(entry.record, entry.source.encoding, source=entry.source) == piece
            taken.append(entry)
        else:
            assert isinstance(entry.reason["offset"], int)
            offset, piece = entry.reason["offset"], b"".join(rejected_bytes(entry))
            assert len(piece) == entry.reason["length"]
        assert data[offset : offset + len(piece)] == piece
        assert piece
        assert BETWEEN.match(data[at:offset])
        at = offset + len(piece)
    assert BETWEEN.match(data[at:])
    return taken


@FUZZ
@given(data=st.binary(min_size=1, max_size=400))
def test_random_bytes(write: Write, data: bytes) -> None:
    path = write(data)
    check_cover(path)
    preview_decodings(path)
    assert all(not isinstance(each, MarcEntry) for each in read_marcjson(path))
    with pytest.raises(InvalidInputError):
        from_marcxml(data)


@FUZZ
@given(which=st.integers(0, 6), changes=edits, encoding=st.sampled_from(["auto", "auto", "utf-8", "gb18030", "big5"]))
def test_damaged_records(
    samples: list[bytes], write: Write, which: int, changes: list[tuple[float, int, bytes]], encoding: str
) -> None:
    path = write(damaged(samples[which], changes))
    for entry in check_cover(path, encoding):
        for target in ("utf-8", "gbk", "marc-8"):
            with suppress(InvalidInputError):  # what damage left may not be allowed in a record
                assert encode_record(entry.record, target, unencodable="reference").data.endswith(b"\x1d")


@FUZZ
@given(changes=edits, flavour=st.sampled_from(["unimarc", "marc21"]))
def test_damaged_xml(
    cnmarc: MarcRecord, marc21_chinese: MarcRecord, changes: list[tuple[float, int, bytes]], flavour: str
) -> None:
    which_of = {"unimarc": cnmarc, "marc21": marc21_chinese}
    with suppress(InvalidInputError):
        record = from_marcxml(damaged(to_marcxml(which_of[flavour]), changes))
        assert from_marcxml(to_marcxml(record), record.flavour).fields == record.fields


@FUZZ
@given(changes=edits)
def test_damaged_json(
    cnmarc: MarcRecord, marc21_chinese: MarcRecord, write: Write, changes: list[tuple[float, int, bytes]]
) -> None:
    data = damaged(b"[" + b",\n".join(map(to_marcjson, (cnmarc, marc21_chinese, cnmarc))) + b"]", changes)
    at = 0
    for entry in read_marcjson(write(data)):
        if isinstance(entry, MarcEntry):
            offset, piece = entry.offset, entry.source.data
            assert decode_source(entry.source) == entry.record
        else:
            assert isinstance(entry.reason["offset"], int)
            offset, piece = entry.reason["offset"], b"".join(rejected_bytes(entry))
        assert data[offset : offset + len(piece)] == piece
        assert JSON_BETWEEN.match(data[at:offset])
        at = offset + len(piece)
    assert JSON_BETWEEN.match(data[at:])


texts = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), st.sampled_from("中国國漢字éřщあ ")),
    max_size=12,
)
records = st.builds(
    lambda flavour, number, fields: MarcRecord(
        flavour,
        "00000cam  2200000 a 4500" if flavour == "marc21" else "00000nam0 2200000   450 ",
        (MarcField("001", number), *fields),
    ),
    st.sampled_from(["marc21", "unimarc"]),
    st.text("abc0123 ", min_size=1, max_size=9),
    st.lists(
        st.builds(
            lambda tag, one, two, pairs: MarcField(tag, "", (one, two), tuple(Subfield(*pair) for pair in pairs)),
            st.sampled_from(["010", "200", "245", "330", "880", "990", "a12"]),
            st.sampled_from(" 012"),
            st.sampled_from(" 012"),
            st.lists(st.tuples(st.sampled_from("abcdz69"), texts), min_size=1, max_size=4),
        ),
        max_size=8,
    ),
)


@FUZZ
@given(record=records, encoding=st.sampled_from(["utf-8", "gb18030"]))
def test_what_is_written_in_unicode_comes_back(write: Write, record: MarcRecord, encoding: str) -> None:
    (entry,) = read_marc(write(encode_iso2709(record, encoding)), encoding, record.flavour)
    assert isinstance(entry, MarcEntry)
    assert entry.record.fields == record.fields or "&#x" in str(record)


@FUZZ
@given(record=records)
def test_xml_and_json_give_the_same_record(record: MarcRecord) -> None:
    assert from_marcxml(to_marcxml(record), record.flavour) == record
    assert from_marcjson(to_marcjson(record), record.flavour) == record


@pytest.mark.data
@pytest.mark.parametrize("seed", range(3))
def test_real_files_damaged_at_random(dev_data: Path, write: Write, seed: int) -> None:
    rng = random.Random(seed)
    real = b"".join((dev_data / "marc" / name).read_bytes() for name in ("marc.dat", "testunimarc.dat"))
    for _ in range(15):
        changes = [
            (rng.random(), rng.choice([0, 1, 5, 300]), rng.randbytes(rng.choice([0, 1, 4])))
            for _ in range(rng.choice([1, 3, 20]))
        ]
        taken = check_cover(write(damaged(real, changes)))
        # A damage costs the record that it hits, and one more at most.
        assert len(taken) >= 21 - 2 * len(changes)
