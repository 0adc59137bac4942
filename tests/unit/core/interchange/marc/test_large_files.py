"""Files of any size in the same little memory, and the speed of reading beside bare pymarc."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pymarc
import pytest

from core.domain.library import ExportOptions
from core.domain.marc import MarcFlavour, MarcRecord
from core.domain.records import BibliographicRecord, Contributor
from core.interchange.formats import open_reader, open_writer
from core.interchange.marc.entries import MarcEntry
from core.interchange.marc.iso2709 import encode_iso2709, read_marc
from core.interchange.marc.marcjson import to_marcjson
from core.interchange.marc.marcxml import XML_TAIL, to_marcxml
from core.interchange.reading import ImportedRecord

MEBIBYTE = 1 << 20
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the unit of ru_maxrss is that of Linux")


READ = """
import resource, sys
from pathlib import Path
from core.interchange.marc.iso2709 import read_marc
from core.interchange.marc.marcjson import read_marcjson
from core.interchange.marc_records import read_marcxml_pieces
readers = {"iso2709": read_marc, "json": read_marcjson}
reader = readers.get(sys.argv[1], read_marcxml_pieces)
def read(name): return sum(1 for each in reader(Path(name)))
read(sys.argv[2])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(read(sys.argv[3]), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def read_two(format: str, small: Path, large: Path) -> tuple[int, int]:
    """The entries of `large`, and the kibibytes by which a process that had read `small` grew at most."""
    arguments = [sys.executable, "-c", READ, format, str(small), str(large)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    n_entries, grown = done.stdout.split()
    return int(n_entries), int(grown)


@LINUX
@pytest.mark.parametrize("format", ["iso2709", "json", "xml", "sru"])
def test_memory_does_not_grow_with_the_file(cnmarc: MarcRecord, tmp_path: Path, format: str) -> None:
    one = {"iso2709": encode_iso2709(cnmarc, "gbk"), "json": to_marcjson(cnmarc)}.get(format, to_marcxml(cnmarc))
    if format == "sru":
        one = b"<z:record xmlns:z='info:srw'><z:recordData>" + one + b"</z:recordData></z:record>"
    head, tail = (b"<collection>", XML_TAIL) if format in ("xml", "sru") else (b"", b"")
    small, large = tmp_path / "small", tmp_path / "large"
    n_records = 12 * MEBIBYTE // len(one)
    small.write_bytes(head + one * (2 * MEBIBYTE // len(one)) + tail)
    large.write_bytes(head + one * n_records + tail)
    n_entries, grown = read_two(format, small, large)
    assert n_entries == n_records
    assert grown < 2 * 1024


@LINUX
def test_neither_does_it_with_junk(cnmarc: MarcRecord, tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(encode_iso2709(cnmarc, "gbk"))
    large.write_bytes(bytes(range(1, 256)) * (64 * MEBIBYTE // 255))
    n_pieces, grown = read_two("iso2709", small, large)
    assert n_pieces == 1
    assert grown < 16 * 1024


def seconds(read: Callable[[], None]) -> float:
    """Of the processor: what else the machine does counts little."""
    began = time.process_time()
    read()
    return time.process_time() - began


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_reading_with_detection_is_no_slower_than_pymarc(cnmarc: MarcRecord, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "speed.mrc"
    path.write_bytes(encode_iso2709(cnmarc, encoding) * 400)

    def ours() -> None:
        assert sum(isinstance(each, MarcEntry) for each in read_marc(path)) == 400

    def theirs() -> None:
        with path.open("rb") as source:
            assert sum(each is not None for each in pymarc.MARCReader(source, hide_utf8_warnings=True)) == 400

    ours()
    # The least of several runs: the machine may be busy, and it is the same for both.
    assert min(seconds(ours) for _ in range(3)) < min(seconds(theirs) for _ in range(3)) * 1.25


MARKS = ("The hero’s journey: from “nothing” to everything", "Ängste und Übermut", "a café in Zürich", "plain", "it’s")


def test_a_few_marks_among_english_do_not_make_reading_slow(tmp_path: Path) -> None:
    """With detection and crosswalk, about half of pymarc's speed: what tells little must not be weighed at length."""
    path = tmp_path / "english.iso"
    with open_writer(path, "marc", ExportOptions(encoding="gb18030", flavour="unimarc")) as writer:
        for number in range(400):
            marks = " ".join(MARKS[(number * step) % 5] for step in (1, 2, 3))
            author = Contributor(f"Author {number}", "author")
            writer.write(BibliographicRecord(title=f"Title {number}", description=marks, contributors=(author,)))

    def ours() -> None:
        assert sum(isinstance(each, ImportedRecord) for each in open_reader(path, "marc")) == 400

    def theirs() -> None:
        with path.open("rb") as source:
            assert sum(each is not None for each in pymarc.MARCReader(source, file_encoding="gb18030")) == 400

    ours()
    assert min(seconds(ours) for _ in range(4)) < min(seconds(theirs) for _ in range(4)) * 2.6


CHINESE = (
    "紅樓夢人物研究",
    "中國古典文學名著叢書",
    "上海古籍出版社歷年書目",
    "作者的家族與清代社會生活",
    "版本考證與校勘記",
)


@pytest.mark.parametrize(("encoding", "flavour"), [("big5", "unimarc"), ("marc-8", "marc21"), ("marc-8", "unimarc")])
def test_neither_do_chinese_records_among_english_ones(tmp_path: Path, encoding: str, flavour: MarcFlavour) -> None:
    """What the Chinese record before was in still counts after one in plain ASCII, which claims anything."""
    path = tmp_path / "mixed.iso"
    with open_writer(path, "marc", ExportOptions(encoding=encoding, flavour=flavour)) as writer:
        for number in range(400):
            words = CHINESE if number % 2 else ("A history of the book", "Reading and writing", "Notes on printing")
            text = "，".join((*words, *words, *words)) if number % 2 else ". ".join(words)
            author = Contributor("曹雪芹" if number % 2 else "Smith, John")
            writer.write(BibliographicRecord(words[number % 3], description=text, contributors=(author,)))

    def ours() -> None:
        assert sum(isinstance(each, ImportedRecord) for each in open_reader(path, "marc")) == 400

    def theirs() -> None:
        told = {} if encoding == "marc-8" else {"file_encoding": encoding}
        with path.open("rb") as source:
            assert sum(each is not None for each in pymarc.MARCReader(source, hide_utf8_warnings=True, **told)) == 400

    ours()
    assert min(seconds(ours) for _ in range(4)) < min(seconds(theirs) for _ in range(4)) * 2.6
