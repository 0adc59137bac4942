from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, Subject
from core.errors import HostFaultError, InvalidInputError
from core.interchange.formats import ImportedRecord, open_reader, open_writer
from core.interchange.reading import clean_line, clean_text

LINE = st.text(max_size=14).map(clean_line)
FILLED = LINE.filter(bool)
TEXT = st.one_of(
    st.text(max_size=30), st.sampled_from(["=1+1", "'=x", "-", "@a\n=b", "红楼梦", "a;b|c，d", "\\;"])
).map(clean_text)
DISTINCT = st.lists(FILLED, max_size=3, unique=True).map(tuple)
ROLE = st.sampled_from(["translator", "editor", "illustrator"])
# A bracket in a name would be read as its role.
NAME = FILLED.filter(lambda name: not set(name) & set("[]［］"))
NUMBERS = (
    Identifier("isbn", "9787020002207"),
    Identifier("isbn", "9780439023481"),
    Identifier("isbn", "9787020002208", valid=False),
    Identifier("issn", "00280836"),
    Identifier("control", "ocm 1/2"),
)


@st.composite
def records(draw: st.DrawFn) -> BibliographicRecord:
    title = draw(FILLED)
    authors = [Contributor(name) for name in draw(st.lists(FILLED, max_size=3, unique=True))]
    others = draw(st.lists(st.builds(Contributor, NAME, ROLE), max_size=2, unique=True))
    free = [Subject(term) for term in draw(DISTINCT)]
    classes = [Subject(term, "clc") for term in draw(DISTINCT)]
    isbns = draw(st.lists(st.sampled_from(NUMBERS[:3]), max_size=3, unique=True))
    rest = [number for number in NUMBERS[3:] if draw(st.booleans())]
    holding = st.builds(
        Holding, st.none(), FILLED, LINE, LINE, st.sampled_from(["available", "lost", "reading_room"]), LINE
    )
    return BibliographicRecord(
        title=title,
        external_id=draw(st.none() | FILLED),
        title_parallel=tuple(each for each in draw(DISTINCT) if each != title),
        contributors=(*authors, *others),
        language=draw(st.sampled_from(["", "chi", "eng", "jpn"])),
        description=draw(TEXT),
        subjects=(*free, *classes),
        year=draw(st.none() | st.integers(-999, 2100)),
        publisher=draw(LINE),
        place=draw(LINE),
        edition=draw(LINE),
        series=draw(LINE),
        extent=draw(LINE.filter(lambda text: not text.endswith(".0"))),
        note=draw(TEXT),
        identifiers=(*isbns, *rest),
        holdings=tuple(draw(st.lists(holding, max_size=3))),
        status=draw(st.sampled_from(["confirmed", "draft"])),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=st.lists(records(), min_size=1, max_size=3, unique_by=lambda r: r.external_id or id(r)))
@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx"])
def test_what_is_written_is_read_back(suffix: str, made: list[BibliographicRecord]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"馆藏 一.{suffix}"
        with open_writer(path) as writer:
            for record in made:
                writer.write(record)
        assert writer.written == len(made)
        entries = list(open_reader(path))
        assert [entry.record for entry in entries if isinstance(entry, ImportedRecord)] == made
        assert [p.name for p in Path(folder).iterdir()] == [path.name]


DANGEROUS = BibliographicRecord(
    title='=HYPERLINK("http://x","红楼梦")',
    contributors=(Contributor("@cmd"), Contributor("+鲁迅", "translator")),
    description="-2+3",
    identifiers=(Identifier("isbn", "9787020002207"),),
    year=-300,
)


def test_csv_is_for_excel(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with open_writer(path) as writer:
        writer.write(DANGEROUS)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["title"].startswith("'=")
    assert row["authors"] == "'@cmd"
    assert row["description"] == "'-2+3"
    assert row["year"] == "-300"
    assert row["isbn"] == "978-7-02-000220-7"


def test_xlsx_has_native_types_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with open_writer(path) as writer:
        writer.write(DANGEROUS)
    book = openpyxl.load_workbook(path)
    header, row = book.active.iter_rows()
    cells = {name.value: cell for name, cell in zip(header, row, strict=True)}
    assert cells["year"].value == -300
    assert cells["year"].data_type == "n"
    assert cells["title"].data_type == "s"
    assert cells["title"].value.startswith("'=")
    assert not any(cell.data_type == "f" for cell in row)


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx"])
def test_a_failed_export_leaves_the_old_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"old.{suffix}"
    path.write_text("old", encoding="utf-8")

    def export() -> None:
        with open_writer(path) as writer:
            writer.write(DANGEROUS)
            raise KeyError("stop")

    with pytest.raises(KeyError):
        export()
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx"])
def test_no_place_to_write(tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / f"folder.{suffix}"
    folder.mkdir()
    for path, message_id in ((folder, "file.is_folder"), (tmp_path / "no" / f"a.{suffix}", "folder.missing")):
        with pytest.raises(InvalidInputError) as caught, open_writer(path):
            pass
        assert caught.value.message_id == message_id


def test_a_cell_that_excel_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as caught, open_writer(tmp_path / "a.xlsx") as writer:
        writer.write(BibliographicRecord("长", description="长" * 40_000))
    assert caught.value.message_id == "xlsx.cell_too_long"
    assert list(tmp_path.iterdir()) == []


def test_unknown_formats(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as caught:
        open_writer(tmp_path / "a.docx")
    assert caught.value.message_id == "format.unknown"


def test_read_only_folder(tmp_path: Path) -> None:
    """Root may write anywhere, so the folder is one that nobody may write to."""
    target = Path("/proc/wenyuan.csv")
    if not target.parent.is_dir():
        pytest.skip("no /proc")
    with pytest.raises((HostFaultError, InvalidInputError)) as caught, open_writer(target):
        pass
    assert caught.value.message_id in ("file.unwritable", "folder.missing")
