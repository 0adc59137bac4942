"""Every format with every other: what comes back is what was written, or the export said what it left out."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.library import ConversionRequest, ExportOptions
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, RejectedInput, Subject
from core.interchange.formats import FORMAT_NAMES, ImportedRecord, open_reader, open_writer
from core.interchange.keeping import left_out
from core.interchange.reading import clean_line, clean_text
from core.services.conversion import convert_file

SUFFIX = {
    "jsonl": "jsonl", "csv": "csv", "xlsx": "xlsx", "marc": "mrc", "marcxml": "xml", "unimarc": "mrc",
    "marcjson": "json", "mods": "mods", "dc": "dc", "ris": "ris", "bibtex": "bib",
}  # fmt: skip
LETTERS = st.one_of(
    st.sampled_from("红楼夢 三国演義ABcé-&{}\\\"'%$#_^~<>;,.:/|[]()=@*"),
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]),
)
LINE = st.text(LETTERS, max_size=12).map(clean_line)
FILLED = LINE.filter(bool)
PROSE = st.lists(LINE, max_size=3).map("\n".join).map(clean_text)
NUMBERS = (
    Identifier("isbn", "9787020002207"),
    Identifier("isbn", "9787020002208", valid=False),
    Identifier("issn", "00280836"),
    Identifier("isbn", "9780140443714"),
    Identifier("control", "ocm 1/2"),
    Identifier("external", "ean 3"),
)
SCHEMES = ("", "lcsh", "clc", "ddc", "lcc", "cct", "mesh", "udc")


@st.composite
def records(draw: st.DrawFn, number: int = 0) -> BibliographicRecord:
    title = draw(FILLED)
    roles = st.sampled_from(["author", "translator", "editor", "illustrator", "annotator", "contributor", "compiler"])
    return BibliographicRecord(
        title=title,
        external_id=f"id{number}",
        title_parallel=tuple(t for t in draw(st.lists(FILLED, max_size=2, unique=True)) if t != title),
        contributors=tuple(draw(st.lists(st.builds(Contributor, FILLED, roles), max_size=3, unique=True))),
        language=draw(st.sampled_from(["", "chi", "eng", "jpn"])),
        description=draw(PROSE),
        subjects=tuple(draw(st.lists(st.builds(Subject, FILLED, st.sampled_from(SCHEMES)), max_size=3, unique=True))),
        year=draw(st.none() | st.integers(868, 2100)),
        publisher=draw(LINE),
        place=draw(LINE),
        edition=draw(LINE),
        series=draw(LINE),
        extent=draw(LINE),
        note=draw(PROSE),
        identifiers=tuple(draw(st.lists(st.sampled_from(NUMBERS), max_size=3, unique=True))),
        holdings=tuple(draw(st.lists(st.builds(Holding, st.none(), FILLED, LINE, LINE), max_size=2))),
    )


COLLECTION = st.integers(1, 3).flatmap(lambda n: st.tuples(*(records(i) for i in range(n))))


def lost_fields(warnings: tuple[RejectedInput, ...]) -> set[str]:
    """The fields that an export said it left out."""
    told = "".join(str(each.reason["fields"]) for each in warnings if each.reason_id == "export.left_out")
    return {part.split(" ")[0] for part in told.split(", ")}


def write(path: Path, format: str, made: tuple[BibliographicRecord, ...]) -> set[str]:
    with open_writer(path, format) as writer:
        for record in made:
            writer.write(record)
    assert writer.written == len(made)
    return lost_fields(tuple(writer.warnings))


def read(path: Path, format: str) -> list[BibliographicRecord]:
    entries = list(open_reader(path, format, keeps_repeats=True))
    assert all(isinstance(entry, ImportedRecord) for entry in entries), entries
    return [entry.record for entry in entries if isinstance(entry, ImportedRecord)]


def is_said(before: BibliographicRecord, after: BibliographicRecord, told: set[str]) -> None:
    missing = set(left_out(after, before)) - told
    assert not missing, (missing, [(getattr(before, name), getattr(after, name)) for name in missing])


@pytest.mark.parametrize("format", FORMAT_NAMES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=COLLECTION)
def test_what_is_not_read_back_was_said(format: str, made: tuple[BibliographicRecord, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"书目 一.{SUFFIX[format]}"
        told = write(path, format, made)
        back = read(path, format)
        assert len(back) == len(made)
        for before, after in zip(made, back, strict=True):
            is_said(before, after, told)


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(FORMAT_NAMES, 2)))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=COLLECTION)
def test_every_pair(first: str, second: str, made: tuple[BibliographicRecord, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / f"a.{SUFFIX[first]}", Path(folder) / f"b.{SUFFIX[second]}"
        write(source, first, made)
        held = read(source, first)
        report = convert_file(ConversionRequest(str(source), str(target), first, second))
        assert report.written == len(made)
        assert not report.rejected
        told = lost_fields(report.warnings)
        back = read(target, second)
        for before, after in zip(held, back, strict=True):
            is_said(before, after, told)


@pytest.mark.parametrize("format", ["marc", "marcxml", "marcjson", "mods", "dc", "ris", "bibtex"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=COLLECTION)
def test_unedited_records_come_out_as_they_came(format: str, made: tuple[BibliographicRecord, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / f"a.{SUFFIX[format]}", Path(folder) / f"b.{SUFFIX[format]}"
        write(first, format, made)
        convert_file(ConversionRequest(str(first), str(second), format, format))
        assert second.read_bytes() == first.read_bytes()


@pytest.mark.parametrize("format", ["marc", "unimarc", "marcxml", "marcjson"])
def test_a_checksum_tells_of_damage(tmp_path: Path, format: str) -> None:
    path = tmp_path / f"a.{SUFFIX[format]}"
    with open_writer(path, format, ExportOptions(checksum=True)) as writer:
        writer.write(BibliographicRecord("红楼梦", external_id="1"))
    assert b"wenyuan-checksum" in path.read_bytes()
    assert [record.title for record in read(path, format)] == ["红楼梦"]
