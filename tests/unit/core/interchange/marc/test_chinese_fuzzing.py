"""GB18030 and Big5 damaged as programs and disks damage them: every record is read or rejected, and the others stay."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.library import ConversionRequest
from core.domain.records import BibliographicRecord, Contributor, Identifier, RejectedInput, Subject
from core.interchange.crosswalk import from_bibliographic, to_bibliographic
from core.interchange.formats import open_reader, preview
from core.interchange.marc.entries import MarcEntry, rejected_bytes
from core.interchange.marc.iso2709 import encode_record, read_marc
from core.interchange.reading import ImportedRecord
from core.services.conversion import convert_file

ENCODINGS = ("gb18030", "gbk", "big5")
REASONS = frozenset(
    {"marc.not_a_record", "marc.truncated", "marc.directory_damaged", "marc.undecodable", "record.no_title"}
)
FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
Write = Callable[..., Path]


@dataclass(frozen=True)
class Damage:
    """One thing that happens to a record. It may take the record's end away, but nothing of the next one."""

    name: str
    make: Callable[[bytes, random.Random], bytes]


def _middle(data: bytes, chance: random.Random) -> int:
    """A place within the fields."""
    base = data.index(b"\x1e") + 1
    return chance.randrange(base, len(data) - 1)


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: _middle(data, chance)]


def _wrong_length(data: bytes, chance: random.Random) -> bytes:
    return b"%05d" % chance.choice([0, 24, len(data) - 1, len(data) + 1, len(data) + 7, 99_999]) + data[5:]


def _no_length(data: bytes, chance: random.Random) -> bytes:
    return b"     " + data[5:]


def _no_number(data: bytes, chance: random.Random) -> bytes:
    return chance.choice([b"abcde", b"-0001"]) + data[5:]


def _wrong_base(data: bytes, chance: random.Random) -> bytes:
    return data[:12] + b"%05d" % chance.choice([0, 25, len(data), 99_999]) + data[17:]


def _wrong_entry(data: bytes, chance: random.Random) -> bytes:
    at = 24 + 12 * chance.randrange((data.index(b"\x1e") - 24) // 12) + 3
    return data[:at] + b"%09d" % chance.randrange(10**9) + data[at + 9 :]


def _cut_character(data: bytes, chance: random.Random) -> bytes:
    """The second byte of a character is gone, so that the first may take the separator behind it."""
    places = [at for at in range(data.index(b"\x1e"), len(data) - 2) if data[at] >= 0x81 and data[at + 1] < 0x80]
    at = chance.choice(places) if places else _middle(data, chance)
    return data[:at] + data[at + 1 :]


def _lead_before_separator(data: bytes, chance: random.Random) -> bytes:
    at = chance.choice([at for at in range(data.index(b"\x1e") + 1, len(data)) if data[at] in b"\x1d\x1e\x1f"])
    return data[:at] + bytes([chance.choice([0x81, 0xA4, 0xFE])]) + data[at:]


def _noise(data: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = _middle(data, chance)
        if spoilt[at] not in b"\x1d\x1e\x1f":
            spoilt[at] = chance.randrange(0x20, 0x100)
    return bytes(spoilt)


def _other_encoding(data: bytes, chance: random.Random) -> bytes:
    """A subfield pasted from another system."""
    at = data.index(b"\x1fa", data.index(b"\x1e"))
    text = chance.choice(["圍城", "文學史", "中国文学史", "計算機"])
    pasted = text.encode(chance.choice(["utf-8", "big5", "gb18030"]), "ignore")
    return data[: at + 2] + pasted + data[at + 2 :]


def _no_terminator(data: bytes, chance: random.Random) -> bytes:
    return data[:-1]


def _lines(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\x1e", b"\x1e\r\n").replace(b"\x1e\r\n\x1d", b"\x1e\x1d")


DAMAGES = tuple(
    Damage(make.__name__, make)
    for make in (
        _truncated, _wrong_length, _no_length, _no_number, _wrong_base, _wrong_entry, _cut_character,
        _lead_before_separator, _noise, _other_encoding, _no_terminator, _lines,
    )
)  # fmt: skip


def _books() -> list[BibliographicRecord]:
    """Books of both shores, with characters that only GB 18030 or only Hong Kong has, and ones nearly in ASCII."""
    return [
        BibliographicRecord(
            "红楼梦研究资料汇编", contributors=(Contributor("一粟", "editor"),), language="chi", year=1964,
            place="北京", publisher="中华书局",
            description="收录乾隆至民国时期有关红楼梦的评论，按时代先后编排，附人名索引。",
            subjects=(Subject("红楼梦研究"), Subject("I207.411", "clc")), identifiers=(Identifier("control", "a1"),),
        ),
        BibliographicRecord(
            "臺灣文學史綱", contributors=(Contributor("葉石濤"),), language="chi", year=1987, place="高雄",
            publisher="文學界雜誌社", description="敘述臺灣自明鄭以迄當代之文學發展，附錄年表。",
            subjects=(Subject("臺灣文學"),), identifiers=(Identifier("control", "a2"),),
        ),
        BibliographicRecord(
            "镕铸集㐂𠮷", contributors=(Contributor("陶喆"),), language="chi", year=2001, place="上海",
            publisher="学林出版社", description="论文集，收文二十篇，论及古文字与训诂。",
            identifiers=(Identifier("control", "a3"),),
        ),
        BibliographicRecord(
            "Learning from the Chinese shadow play", contributors=(Contributor("Chen, Fan Pen Li"),), language="eng",
            year=2007, place="Montreal", publisher="McGill", identifiers=(Identifier("control", "a4"),),
        ),
    ]  # fmt: skip


def encoded(books: Sequence[BibliographicRecord], encoding: str, flavour: str) -> list[bytes]:
    """The records of a file in one encoding."""
    marc = [from_bibliographic(each, flavour) for each in books]
    return [encode_record(each, encoding, unencodable="reference").data for each in marc]


plans = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(ENCODINGS),
        st.sampled_from(["marc21", "unimarc"]),
        st.one_of(st.none(), st.none(), st.sampled_from(DAMAGES)),
    ),
    min_size=1,
    max_size=7,
)


def hurt(records: Sequence[bytes], damages: Sequence[Damage | None], chance: random.Random) -> list[bytes]:
    """The records with what happens to each.

    Where neither the end of one nor the beginning of the next is left, both are one piece and rejected as one; that is
    left out.
    """
    pieces: list[bytes] = []
    for data, damage in zip(records, damages, strict=True):
        is_border_left = not pieces or pieces[-1].endswith(b"\x1d") or damage is None or damage.name != "_no_number"
        pieces.append(damage.make(data, chance) if damage and is_border_left else data)
    return pieces


def made(plan: Sequence[tuple[int, str, str, Damage | None]], seed: int) -> list[bytes]:
    """The pieces of a file: records in any of the encodings, some damaged."""
    (data,) = zip(*(encoded(_books()[n : n + 1], encoding, flavour) for n, encoding, flavour, _ in plan), strict=True)
    return hurt(data, [damage for *_, damage in plan], random.Random(seed))


def held(path: Path, encoding: str = "auto") -> list[bytes]:
    """The bytes of each entry of a file, read or rejected, after a look at the reasons."""
    found = []
    for entry in read_marc(path, encoding):
        if isinstance(entry, MarcEntry):
            found.append(entry.source.data)
        else:
            assert entry.reason_id in REASONS
            found.append(b"".join(rejected_bytes(entry)))
    return found


@FUZZ
@given(plan=plans, seed=st.integers(0, 1 << 30), encoding=st.sampled_from(["auto", "auto", *ENCODINGS]))
def test_each_record_of_a_file_is_read_or_rejected(
    write: Write, plan: list[tuple[int, str, str, Damage | None]], seed: int, encoding: str
) -> None:
    pieces = made(plan, seed)
    assert held(write(b"".join(pieces)), encoding) == pieces


@FUZZ
@given(plan=plans, seed=st.integers(0, 1 << 30))
def test_what_is_sound_among_damaged_records_is_read_as_it_stands(
    write: Write, plan: list[tuple[int, str, str, Damage | None]], seed: int
) -> None:
    pieces = made(plan, seed)
    entries = list(read_marc(write(b"".join(pieces))))
    assert len(entries) == len(pieces)
    for (which, _, flavour, damage), entry in zip(plan, entries, strict=True):
        if damage is None and which < 3:  # the fourth has too little Chinese to be sure of among others
            assert isinstance(entry, MarcEntry)
            assert entry.record.flavour == flavour
            assert to_bibliographic(entry.record).title == _books()[which].title


@FUZZ
@given(
    plan=plans, seed=st.integers(0, 1 << 30), format=st.sampled_from(["marc", "unimarc"]),
    encoding=st.sampled_from(["auto", "gb18030", "big5"]),
)  # fmt: skip
def test_reading_and_converting_count_every_record(
    write: Write, plan: list[tuple[int, str, str, Damage | None]], seed: int, format: str, encoding: str
) -> None:
    pieces = made(plan, seed)
    path = write(b"".join(pieces))
    entries = list(open_reader(path, format, encoding, keeps_repeats=True))
    assert len(entries) == len(pieces)
    for entry in entries:
        if isinstance(entry, RejectedInput):
            assert entry.reason_id in REASONS
        else:
            assert isinstance(entry, ImportedRecord)
            assert {each.reason_id.partition(".")[0] for each in entry.warnings} <= {"marc", "import"}
    preview(path, format, encoding)
    rejects = path.with_name("rejects.mrc")
    rejects.unlink(missing_ok=True)
    target = path.with_name("out.jsonl")
    report = convert_file(
        ConversionRequest(str(path), str(target), format, "jsonl", encoding, rejects_file=str(rejects))
    )
    assert report.written + report.n_rejected == len(pieces)
    refused = [piece for piece, entry in zip(pieces, entries, strict=True) if isinstance(entry, RejectedInput)]
    assert (rejects.read_bytes() if refused else b"") == b"".join(refused)


@pytest.mark.data
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_real_books_damaged_at_random(dev_data: Path, write: Write, encoding: str) -> None:
    lines = (dev_data / "covers-dev" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if not row["title"].isascii()][:60]
    books = [
        BibliographicRecord(row["title"], external_id=str(number), description=row.get("description") or "")
        for number, row in enumerate(rows)
    ]
    chance = random.Random(1)
    for flavour in ("marc21", "unimarc"):
        pieces = encoded(books, encoding, flavour)
        damages = [chance.choice(DAMAGES) if chance.random() < 0.3 else None for _ in pieces]
        pieces = hurt(pieces, damages, chance)
        entries = list(read_marc(write(b"".join(pieces))))
        assert len(entries) == len(pieces)
        for book, entry, damage in zip(books, entries, damages, strict=True):
            if damage is None:
                assert isinstance(entry, MarcEntry)
                assert to_bibliographic(entry.record).title == book.title
