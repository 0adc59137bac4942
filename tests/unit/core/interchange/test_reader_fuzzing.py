"""Whatever the bytes, a reader gives records and rejected pieces, in time and in little memory."""

from __future__ import annotations

import tempfile
import time
import tomllib
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.library import ExportOptions
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, Subject
from core.errors import LibrarianError
from core.interchange.formats import FORMAT_NAMES, ImportedRecord, format_of_file, open_reader, open_writer, preview

TEXTUAL = tuple(name for name in FORMAT_NAMES if name != "xlsx")
SECONDS = 20  # for a few hundred bytes; a hang is what it catches, not a slow machine
N_RECORDS = 8
FRAGMENTS: tuple[bytes, ...] = (
    b"<", b">", b"</", b"/>", b"<mods>", b"</mods>", b'<mods xmlns="http://www.loc.gov/mods/v3">', b"<!--", b"-->",
    b"<![CDATA[", b"]]>", b"<!DOCTYPE a [<!ENTITY b \"c\">]>", b"&b;", b"&lt;", b"&#0;", b"<dc:title>",
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"', b"<record>", b"</record>", b"<leader>",
    b'<datafield tag="245" ind1="1" ind2=" ">', b'<subfield code="a">', b"TY  - BOOK\n", b"ER  - \n", b"TI  - x\n",
    b"\nXX  - ", b"@book{", b"@string{a=", b"@comment{", b"@preamble(", b"}", b"{", b'"', b"#", b",", b"=",
    b"title = {", b"\\", b"\\'", b"$", b"\x1d", b"\x1e", b"\x1f", b"\x1f" b"a", b"00714cam a2200205 a 4500",
    b"\x1b$1", b"{\"leader\":", b'"fields":[', b"]", b"\x00", b"\r", b"\n", b"\r\n", b"\xef\xbb\xbf", b"\xff\xfe",
    b"\xfe\xff", b"\x81\x30", b"\xa4\x40", "红楼梦".encode(), "红楼梦".encode("gb18030"), "紅樓夢".encode("big5"),
    b"title,author\n", b"'=1+1", b";", b"\t",
)  # fmt: skip
SAMPLES = tuple(
    BibliographicRecord(
        title=f"红楼梦 {number} & <a> {{b}}",
        external_id=f"id{number}",
        title_parallel=("Dream of the Red Chamber",),
        contributors=(Contributor("曹雪芹"), Contributor("Hawkes, David", "translator")),
        language="chi",
        description="贾宝玉与林黛玉。\nA family's decline.",
        subjects=(Subject("小说"), Subject("I242.4", "clc")),
        year=1996,
        publisher="人民文学出版社",
        place="北京",
        identifiers=(Identifier("isbn", "9787020002207"), Identifier("control", f"c{number}")),
        holdings=(Holding(barcode=f"b{number}", call_number="I242.4/1"),),
    )
    for number in range(N_RECORDS)
)
SUFFIX = {"marc": "mrc", "unimarc": "mrc", "marcxml": "xml", "marcjson": "json", "bibtex": "bib"}


@cache
def message_ids() -> frozenset[str]:
    table = Path(__file__).resolve().parents[4] / "resources" / "i18n" / "messages.toml"
    return frozenset(tomllib.loads(table.read_text(encoding="utf-8")))


@cache
def sample(format: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{SUFFIX.get(format, format)}"
        with open_writer(path, format) as writer:
            for record in SAMPLES:
                writer.write(record)
        return path.read_bytes()


@contextmanager
def suppress_documented() -> Iterator[None]:
    """The program's own errors, each with a sentence, are an answer; anything else is not."""
    error = None
    try:
        yield
    except LibrarianError as exc:
        error = exc
    assert error is None or error.message_id in message_ids()


def read(data: bytes, format: str, encoding: str = "auto") -> list[object]:
    """All that a reader gives of these bytes; only documented errors, only stated reasons, in time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "乱.bin"
        path.write_bytes(data)
        begun = time.process_time()
        entries: list[object] = []
        with suppress_documented():
            entries = list(open_reader(path, format, encoding))
        with suppress_documented():
            assert format_of_file(path) in FORMAT_NAMES
            preview(path, format, encoding)
        assert time.process_time() - begun < SECONDS
    for entry in entries:
        if isinstance(entry, ImportedRecord):
            assert entry.record.title.strip()
        else:
            assert entry.reason_id in message_ids()  # type: ignore[attr-defined]
            assert entry.position  # type: ignore[attr-defined]
    return entries


@pytest.mark.parametrize("format", TEXTUAL)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.binary(max_size=12)), max_size=25))
def test_any_bytes(format: str, pieces: list[bytes]) -> None:
    read(b"".join(pieces), format)


@st.composite
def damages(draw: st.DrawFn) -> list[tuple[float, int, bytes]]:
    """Where (as a share of the file), how many bytes go, what comes in their place."""
    damage = st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 40),
        st.one_of(st.sampled_from(FRAGMENTS), st.binary(max_size=8)),
    )
    return draw(st.lists(damage, min_size=1, max_size=4))


def damaged(data: bytes, places: list[tuple[float, int, bytes]]) -> bytes:
    for share, n_gone, put in places:
        at = int(share * len(data))
        data = data[:at] + put + data[at + n_gone :]
    return data


@pytest.mark.parametrize("format", TEXTUAL)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(places=damages(), encoding=st.sampled_from(["auto", "auto", "utf-8", "gb18030", "utf-16"]))
def test_damaged_files(format: str, places: list[tuple[float, int, bytes]], encoding: str) -> None:
    read(damaged(sample(format), places), format, encoding if encoding != "utf-16" or format != "marc" else "auto")


@pytest.mark.parametrize("format", ["mods", "dc", "ris", "bibtex", "marcxml", "jsonl"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(share=st.floats(0, 1, exclude_max=True), n_gone=st.integers(0, 30), put=st.sampled_from(FRAGMENTS))
def test_one_damage_costs_few_records(format: str, share: float, n_gone: int, put: bytes) -> None:
    """One wound, however placed, touches two neighbours at most; every other record is read, or told of."""
    if put in (b"<!--", b"<![CDATA[", b"\x81\x30", b"\xff\xfe", b"\xfe\xff", b"\x00"):
        put = b"x"  # what opens a comment or changes the encoding rightly swallows more
    if format == "dc" and b"<" in put:
        put = b"x"  # cuts a tag in two: an element of another name begins, and takes with it what follows
    entries = read(damaged(sample(format), [(share, n_gone, put)]), format, "utf-8")
    titles = {entry.record.title for entry in entries if isinstance(entry, ImportedRecord)}
    assert len(titles & {record.title for record in SAMPLES}) >= N_RECORDS - 3
    n_lost = N_RECORDS - sum(isinstance(entry, ImportedRecord) for entry in entries)
    if n_lost > 1:
        assert any(not isinstance(entry, ImportedRecord) for entry in entries)


@pytest.mark.parametrize("format", ["mods", "dc", "marcxml"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(share=st.floats(0.2, 1, exclude_max=True))
def test_what_a_cut_tag_swallows_is_told(format: str, share: float) -> None:
    entries = read(damaged(sample(format), [(share, 0, b"<")]), format)
    told = b"".join(entry.raw for entry in entries if not isinstance(entry, ImportedRecord))  # type: ignore[attr-defined]
    told = told.replace(b"id<", b"id").replace(b"i<d", b"id")  # the cut may fall into the very id that is looked for
    titles = {entry.record.title for entry in entries if isinstance(entry, ImportedRecord)}
    for number, record in enumerate(SAMPLES):
        assert record.title in titles or f"id{number}".encode() in told or f">c{number}<".encode() in told


HANGS = (
    (b"<!--" * 40_000, "mods"),
    (b"<mods>" + b"<a>" * 60_000, "mods"),
    (b"<a " * 80_000, "mods"),
    (b"<a b='" * 40_000, "dc"),
    (b"<![CDATA[" * 30_000, "marcxml"),
    (b"<" * 300_000, "dc"),
    (b"".join(b'<a xmlns:n%d="u">' % n for n in range(12_000)), "dc"),
    (b'<?xml version="1.0"?><!DOCTYPE z [' + b"".join(b'<!ENTITY a%d "&a%d;&a%d;">' % (n + 1, n, n) for n in range(40))
     + b']><mods><titleInfo><title>&a40;</title></titleInfo></mods>', "mods"),
    (b"@book{" * 30_000, "bibtex"),
    (b"@book{a, title={" + b"{" * 60_000, "bibtex"),
    (b"@book{a, title={" + b"\\'" * 30_000 + b"}}", "bibtex"),
    (b"@book{a, title={" + b"$" * 60_000 + b"}}", "bibtex"),
    (b"@book{a, author={" + b"a and " * 30_000 + b"}}", "bibtex"),
    (b"@string{a={xxxxxxxxxx}}\n" + b"".join(b"@string{a=a#a}\n" for _ in range(60)) + b"@book{k, title=a}", "bibtex"),
    (b'@book{a, title="' + b'"#"' * 60_000 + b'"}', "bibtex"),
    (b"TY  - BOOK\n" + b"AU  - a\n" * 60_000 + b"ER  - \n", "ris"),
    (b"TY  - BOOK\n" * 60_000, "ris"),
    (b"TY  - BOOK\nTI  - x\n" + b" y\n" * 60_000 + b"ER  - \n", "ris"),
)  # fmt: skip


@pytest.mark.parametrize(("data", "format"), HANGS, ids=[f"{name}-{n}" for n, (_, name) in enumerate(HANGS)])
def test_nothing_takes_for_ever(data: bytes, format: str) -> None:
    read(data, format)


def peak_memory(path: Path, format: str) -> tuple[int, int]:
    """Records read, and the most bytes held at once meanwhile."""
    tracemalloc.start()
    try:
        n_read = sum(1 for _ in open_reader(path, format, keeps_repeats=True))
        return n_read, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format", ["mods", "dc", "ris", "bibtex", "marc", "marcxml", "marcjson"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, format: str) -> None:
    path = tmp_path / f"large.{SUFFIX.get(format, format)}"
    peaks = []
    first = 1_200 if format.startswith("marc") else 400  # whose readers look at several MiB at once
    for n_records in (first, 4 * first):
        with open_writer(path, format) as writer:
            for number in range(n_records):
                writer.write(
                    BibliographicRecord(f"红楼梦 {number}", external_id=f"i{number}", description="贾宝玉。" * 320)
                )
        if not peaks:
            peak_memory(path, format)  # what is loaded once is loaded now
        n_read, peak = peak_memory(path, format)
        assert n_read == n_records
        peaks.append(peak)
    assert path.stat().st_size > 3_000_000
    # The end of a piece falls where it will in a block of a MiB; over three times the file's size must not show.
    assert peaks[1] < peaks[0] + (1 << 20)


@pytest.mark.parametrize("format", ["mods", "dc", "ris", "bibtex"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "big5hkscs"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_encodings_and_line_ends(tmp_path: Path, format: str, encoding: str, line_end: bytes) -> None:
    path = tmp_path / "a.txt"
    with open_writer(path, format, ExportOptions(encoding=encoding, unencodable="warn")) as writer:
        for record in SAMPLES:
            writer.write(record)
    wide = encoding == "utf-16"
    old = [end.encode("utf-16-le") if wide else end.encode() for end in ("\r\n", "\n")]
    new = line_end.decode().encode("utf-16-le") if wide else line_end
    path.write_bytes(path.read_bytes().replace(old[0], old[1]).replace(old[1], new))
    titles = [entry.record.title for entry in open_reader(path, format) if isinstance(entry, ImportedRecord)]
    if encoding == "big5hkscs":  # which lacks simplified characters: they came as references
        assert len(titles) == N_RECORDS
    else:
        assert titles == [record.title for record in SAMPLES]
