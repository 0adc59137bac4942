from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.records import BibliographicRecord, Contributor, Identifier, RejectedInput, Subject
from core.errors import InvalidInputError
from core.interchange.formats import ImportedRecord, format_of_file, open_reader, open_writer

FILE = """Exported by a reference manager

1.
TY  - BOOK
ID  - ref1
AU  - 曹雪芹
A1  - 高鹗
A2  - Editor, Ann
A4  - Hawkes, David
TI  - 红楼梦
      第一卷
TT  - Dream of the Red Chamber
PY  - 1996/05/03/
PB  - 人民文学出版社
CY  - 北京
ET  - 3
T3  - 中国古典文学读本丛书
SP  - 1606
SN  - 978-7-02-000220-7
DO  - 10.1000/182
UR  - http://a.example/1;http://a.example/2
KW  - 小说
KW  - 清代
LA  - Chinese
AB  - First line
second line
N1  - a note
L9  - unknown tag
ER  - \n
TY  - JOUR
T1  - An article
AU  - Smith, J.
JO  - Nature
SN  - 0028-0836
ER  -
TY  - BOOK
TI  - never ended
TY  - BOOK
AU  - no title
ER  - \n"""


def read(path: Path) -> tuple[list[ImportedRecord], list[RejectedInput]]:
    entries = list(open_reader(path))
    taken = [entry for entry in entries if isinstance(entry, ImportedRecord)]
    return taken, [entry for entry in entries if isinstance(entry, RejectedInput)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_tag(tmp_path: Path, line_end: str, encoding: str) -> None:
    path = tmp_path / "文献.ris"
    path.write_bytes(FILE.replace("\n", line_end).encode(encoding))
    (first, second), (third, fourth) = read(path)
    record = first.record
    assert record == BibliographicRecord(
        title="红楼梦 第一卷",
        external_id="ref1",
        title_parallel=("Dream of the Red Chamber",),
        contributors=(
            Contributor("曹雪芹"), Contributor("高鹗"), Contributor("Editor, Ann", "editor"),
            Contributor("Hawkes, David", "translator"),
        ),
        language="chi",
        description="First line\nsecond line",
        subjects=(Subject("小说"), Subject("清代")),
        year=1996,
        publisher="人民文学出版社",
        place="北京",
        edition="3",
        series="中国古典文学读本丛书",
        extent="1606",
        note="a note",
        identifiers=(Identifier("isbn", "9787020002207"),),
    )  # fmt: skip
    assert first.position == "4"
    assert second.record.title == "An article"
    assert second.record.identifiers == (Identifier("issn", "00280836"),)
    assert [third.reason_id, fourth.reason_id] == ["ris.no_end", "record.no_title"]
    assert "never ended" in third.raw.decode("utf-8" if encoding == "utf-16" else encoding)


def test_format_is_told_by_content(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text(FILE, encoding="utf-8")
    assert format_of_file(path) == "ris"


def test_an_edit_changes_only_what_was_edited(tmp_path: Path) -> None:
    path, target = tmp_path / "a.ris", tmp_path / "b.ris"
    path.write_text(FILE, encoding="utf-8")
    entry = read(path)[0][0]
    edited = replace(entry.record, title="石头记", publisher="", contributors=entry.record.contributors[:1])
    with open_writer(target) as writer:
        writer.write(edited, source=entry.source)
    assert not writer.warnings
    text = target.read_text(encoding="utf-8")
    assert read(target)[0][0].record == edited
    for line in (
        "DO  - 10.1000/182",
        "L9  - unknown tag",
        "PY  - 1996/05/03/",
        "UR  - http://a.example/1;http://a.example/2",
    ):
        assert f"{line}\n" in text
    assert "PB  -" not in text
    assert "Hawkes" not in text


def test_values_that_look_like_tags_stay_values(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    record = BibliographicRecord("TY - x", description="one\nER  -\nTI  - three")
    with open_writer(path) as writer:
        writer.write(record)
    [back], rejected = read(path)
    assert not rejected
    assert (back.record.title, back.record.description) == (record.title, record.description)


def test_a_file_without_records_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        open_reader(path, "ris")
    assert caught.value.message_id == "text.no_records"
