"""Import, export and cataloguing by hand, on a library with real encoders."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.application import Application, build_application
from core.domain.changes import ChangeSet
from core.domain.records import BibliographicRecord, Contributor, Holding, RecordId
from core.domain.retrieval import SearchRequest
from core.errors import ConflictError, InvalidInputError, JobCancelledError
from core.paths import resources_dir
from core.protocols import NullJobContext
from core.retrieval.models import ModelHost

pytestmark = [pytest.mark.models, pytest.mark.slow]

Rows = Callable[..., list[dict[str, Any]]]
WriteRows = Callable[[Path, list[dict[str, Any]]], str]
Ids = Callable[[], dict[str, int]]
NAMES = ("hongloumeng", "xiyouji", "luotuo", "santi", "sicp", "moby-dick")


class CancelAfter(NullJobContext):
    """A job that is cancelled once so many reports were made."""

    def __init__(self, n_reports: int) -> None:
        self.left = n_reports

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        self.check_cancelled()
        self.left -= 1

    def check_cancelled(self) -> None:
        if self.left <= 0:
            raise JobCancelledError


def test_records_are_created_then_unchanged_then_updated(
    library: Application, demo_rows: Rows, write_rows: WriteRows, tmp_path: Path
) -> None:
    rows = demo_rows(*NAMES)
    file = write_rows(tmp_path / "书目 一.jsonl", rows)
    first = library.interchange.import_files([file])
    assert (first.created, first.updated, first.unchanged, first.rejected) == (6, 0, 0, ())
    assert first.operation_id is not None
    again = library.interchange.import_files([file])
    assert (again.created, again.updated, again.unchanged, again.operation_id) == (0, 0, 6, None)
    rows[0]["year"] = 1792
    rows[3]["description"] = "叶文洁按下了按钮。"
    third = library.interchange.import_files([write_rows(tmp_path / "书目 二.jsonl", rows)])
    assert (third.created, third.updated, third.unchanged) == (0, 2, 4)
    found = library.catalogue.by_external(["demo-hongloumeng", "demo-santi"])
    assert (found["demo-hongloumeng"].year, found["demo-santi"].description) == (1792, "叶文洁按下了按钮。")
    assert library.reindexing.missing() == {"records": 0, "pictures": 0, "texts": 0}
    assert library.search.search(SearchRequest("叶文洁")).results[0].record.external_id == "demo-santi"


def test_what_the_file_leaves_out_stays_as_it_was(
    library: Application, demo_rows: Rows, write_rows: WriteRows, tmp_path: Path
) -> None:
    rows = demo_rows("luotuo")
    library.interchange.import_files([write_rows(tmp_path / "full.jsonl", rows)])
    before = library.catalogue.by_external(["demo-luotuo"])["demo-luotuo"]
    short = [{"id": "demo-luotuo", "title": "骆驼祥子（修订本）"}]
    report = library.interchange.import_files([write_rows(tmp_path / "short.jsonl", short)])
    after = library.catalogue.by_external(["demo-luotuo"])["demo-luotuo"]
    assert report.updated == 1
    assert after == replace(before, title="骆驼祥子（修订本）", version=after.version)
    assert before.holdings, "the demo record has copies"


@pytest.mark.parametrize(
    "copies",
    [
        [{"barcode": "B1", "call_number": "I247"}, {"barcode": "B2"}],
        [{"call_number": "I247", "location": "三楼"}],
        [{"call_number": "I247"}, {"call_number": "I247"}],
    ],
    ids=["barcodes", "no barcode", "twice the same"],
)
def test_copies_are_recognised_when_they_come_again(
    library: Application, write_rows: WriteRows, tmp_path: Path, copies: list[dict[str, str]]
) -> None:
    file = write_rows(tmp_path / "r.jsonl", [{"id": "x", "title": "骆驼祥子", "holdings": copies}])
    library.interchange.import_files([file])
    before = library.catalogue.by_external(["x"])["x"]
    report = library.interchange.import_files([file])
    assert (report.updated, report.unchanged) == (0, 1)
    assert library.catalogue.by_external(["x"])["x"] == before


def test_records_without_an_id_are_not_doubled_when_they_come_again(
    library: Application, write_rows: WriteRows, tmp_path: Path
) -> None:
    """A stopped import of such a file, too, goes on where it stopped."""
    rows = [{"title": "骆驼祥子", "authors": ["老舍"]}, {"title": "骆驼祥子", "authors": ["老舍"]}, {"title": "茶馆"}]
    file = write_rows(tmp_path / "no ids.jsonl", rows)
    first = library.interchange.import_files([file])
    assert first.created == 3, "two rows that say the same are two records"
    again = library.interchange.import_files([file])
    assert (again.created, again.unchanged) == (0, 3)
    rows.append({"title": "骆驼祥子", "authors": ["老舍"], "year": 1939})
    rows.append({"title": "茶馆"})
    more = library.interchange.import_files([write_rows(tmp_path / "more.jsonl", rows)])
    assert (more.created, more.unchanged) == (2, 3)


def test_repeated_ids_and_bad_lines_are_named_and_the_rest_is_kept(
    library: Application, tmp_path: Path, write_rows: WriteRows
) -> None:
    lines = [
        '{"id": "a", "title": "茶馆"}',
        "not json",
        '{"id": "a", "title": "again"}',
        '{"id": "b", "title": ""}',
        '["a list"]',
        '{"id": "c", "title": "围城", "year": "soon"}',
        "",
        '{"id": "d", "title": "边城"}',
    ]
    file = tmp_path / "坏.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    other = write_rows(
        tmp_path / "other.jsonl", [{"id": "d", "title": "in another file"}, {"id": "e", "title": "呐喊"}]
    )
    report = library.interchange.import_files([str(file), other])
    assert report.created == 3
    told = {(Path(r.file).name, r.position): r.reason_id for r in report.rejected}
    places = [r.reason for r in report.rejected if r.reason_id == "import.repeated_id"]
    assert places == [
        {"id": "a", "position": 1, "file": "坏.jsonl"},
        {"id": "d", "position": 8, "file": "坏.jsonl"},
    ]
    assert told == {
        ("坏.jsonl", "2"): "line.not_json",
        ("坏.jsonl", "3"): "import.repeated_id",
        ("坏.jsonl", "4"): "record.no_title",
        ("坏.jsonl", "5"): "line.not_object",
        ("坏.jsonl", "6"): "record.wrong_type",
        ("other.jsonl", "1"): "import.repeated_id",
    }
    assert sorted(r.title for r in library.catalogue.iter_records()) == ["呐喊", "茶馆", "边城"]


@pytest.mark.parametrize("name", ["missing.jsonl", "folder", "empty.jsonl"])
def test_a_file_that_cannot_be_read_at_all_is_an_error_and_nothing_is_imported(
    library: Application, tmp_path: Path, write_rows: WriteRows, name: str
) -> None:
    good = write_rows(tmp_path / "good.jsonl", [{"id": "a", "title": "茶馆"}])
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.jsonl").write_bytes(b"")
    with pytest.raises(InvalidInputError):
        library.interchange.import_files([good, str(tmp_path / name)])
    assert library.catalogue.count() == 0


def test_a_whole_import_is_one_step_to_undo_and_redo(
    library: Application, write_rows: WriteRows, tmp_path: Path, ids: Ids
) -> None:
    library.interchange.import_files([write_rows(tmp_path / "a.jsonl", [{"id": "n7", "title": "before"}])])
    rows = [{"id": f"n{n}", "title": f"第 {n} 卷"} for n in range(300)]
    report = library.interchange.import_files([write_rows(tmp_path / "b.jsonl", rows)])
    assert (report.created, report.updated) == (299, 1)
    assert [o.kind for o in library.cataloguing.history()] == ["import", "import"]
    assert library.cataloguing.history()[0].summary == "b.jsonl"
    changes = library.cataloguing.undo()
    assert (len(changes.deleted), len(changes.updated)) == (299, 1)
    assert [r.title for r in library.catalogue.iter_records()] == ["before"]
    assert library.search.search(SearchRequest("before", channels=("semantic",))).results
    assert library.reindexing.missing()["records"] == 0, "meaning follows the words that came back"
    assert changes.operation_id is not None
    library.cataloguing.undo(changes.operation_id)
    assert len(ids()) == 300


def test_a_cancelled_import_keeps_whole_batches_and_is_taken_up_again(
    library: Application, write_rows: WriteRows, tmp_path: Path, ids: Ids
) -> None:
    rows = [{"id": f"n{n}", "title": f"卷 {n}"} for n in range(300)]
    file = write_rows(tmp_path / "many.jsonl", rows)
    with pytest.raises(JobCancelledError):
        library.interchange.import_files([file], ctx=CancelAfter(1))
    assert 0 < len(ids()) < 300
    kept = len(ids())
    assert kept % 128 == 0
    assert library.search.search(SearchRequest("卷 5")).results, "what was kept can be found"
    report = library.interchange.import_files([file])
    assert (report.created, report.unchanged) == (300 - kept, kept)
    assert len(ids()) == 300


def test_covers_come_with_their_records_and_a_bad_one_is_only_reported(
    library: Application, told: list[ChangeSet], demo_rows: Rows, write_rows: WriteRows, tmp_path: Path
) -> None:
    rows = demo_rows("hongloumeng", "xiyouji", "luotuo", "santi", "sicp", covers=True)
    (tmp_path / "covers").mkdir()
    for row in rows[:2]:
        shutil.copy(resources_dir() / "demo" / row["cover"], tmp_path / row["cover"])
    (tmp_path / rows[2]["cover"]).write_bytes(b"\xff\xd8\xff\xe0 no more")
    rows[4]["cover"] = "../outside.jpg"
    file = write_rows(tmp_path / "records.jsonl", rows)
    report = library.interchange.import_files([file])
    assert report.created == 5
    assert {(r.position, r.reason_id) for r in report.rejected} == {
        ("3", "image.truncated"),
        ("4", "image.missing"),
        ("5", "cover.outside_folder"),
    }
    ids = {r.external_id: RecordId(int(r.id or 0)) for r in library.catalogue.iter_records()}
    covers = library.catalogue.covers_of(list(ids.values()))
    assert set(covers) == {ids["demo-hongloumeng"], ids["demo-xiyouji"]}
    (cover,) = covers[ids["demo-hongloumeng"]]
    original = (tmp_path / rows[0]["cover"]).read_bytes()
    assert Path(library.cataloguing.original_path(cover.sha256)).read_bytes() == original
    assert Path(library.cataloguing.thumbnail_path(cover.sha256)).is_file()
    assert {i for changes in told for i in changes.updated} >= {ids["demo-hongloumeng"], ids["demo-xiyouji"]}

    again = library.interchange.import_files([file])
    assert (again.unchanged, len(again.rejected), again.operation_id) == (5, 3, None)
    assert library.catalogue.stats().covers == 2
    library.cataloguing.undo()
    assert (library.catalogue.count(), library.catalogue.stats().covers) == (0, 0)


def test_a_cancel_among_the_covers_loses_no_record_and_the_rest_comes_next_time(
    library: Application, demo_rows: Rows, write_rows: WriteRows, tmp_path: Path
) -> None:
    rows = demo_rows("hongloumeng", "xiyouji", "luotuo", covers=True)
    file = write_rows(tmp_path / "r.jsonl", rows)
    (tmp_path / "covers").mkdir()
    for row in rows:
        shutil.copy(resources_dir() / "demo" / row["cover"], tmp_path / row["cover"])
    with pytest.raises(JobCancelledError):
        library.interchange.import_files([file], ctx=CancelAfter(2))
    assert library.catalogue.count() == 3
    assert 0 < library.catalogue.stats().covers < 3
    report = library.interchange.import_files([file])
    assert report.unchanged == 3
    assert library.catalogue.stats().covers == 3


@pytest.mark.parametrize("name", ["备份.jsonl", "表.csv", "表.xlsx"])
def test_what_is_exported_is_unchanged_when_imported_and_complete_elsewhere(
    library: Application,
    models: ModelHost,
    demo_rows: Rows,
    write_rows: WriteRows,
    tmp_path: Path,
    name: str,
) -> None:
    library.interchange.import_files([write_rows(tmp_path / "r.jsonl", demo_rows(*NAMES))])
    target = tmp_path / "导出" / name
    target.parent.mkdir()
    assert library.interchange.export(str(target)).written == 6
    assert [p.name for p in target.parent.iterdir()] == [name]
    again = library.interchange.import_files([str(target)])
    assert (again.created, again.updated, again.unchanged, again.rejected) == (0, 0, 6, ())
    with build_application(tmp_path / "elsewhere", models=models) as other:
        assert other.interchange.import_files([str(target)]).created == 6
        copied = {r.external_id: r for r in other.catalogue.iter_records()}
    for record in library.catalogue.iter_records():
        copy = copied[record.external_id]
        for field in ("title", "title_parallel", "contributors", "language", "year", "description", "identifiers"):
            assert getattr(copy, field) == getattr(record, field), field
        assert [h.barcode for h in copy.holdings] == [h.barcode for h in record.holdings]


def test_an_export_can_be_narrowed_and_a_cancelled_one_leaves_no_file(
    library: Application, demo_rows: Rows, write_rows: WriteRows, tmp_path: Path
) -> None:
    library.interchange.import_files([write_rows(tmp_path / "r.jsonl", demo_rows(*NAMES))])
    target = tmp_path / "some.jsonl"
    assert library.interchange.export(str(target), query="lang:eng").written == 2
    exported = [json.loads(line)["id"] for line in target.read_text(encoding="utf-8").splitlines()]
    assert sorted(exported) == ["demo-moby-dick", "demo-sicp"]
    assert library.interchange.export(str(tmp_path / "one.jsonl"), query="9787536692930").written == 1
    with pytest.raises(JobCancelledError):
        library.interchange.export(str(tmp_path / "none.jsonl"), ctx=CancelAfter(0))
    assert not (tmp_path / "none.jsonl").exists()


def test_a_table_is_previewed_and_mapped(library: Application, tmp_path: Path) -> None:
    file = tmp_path / "书.csv"
    file.write_text("编号,书名,作者,丙\n1,茶馆,老舍,x\n2,雷雨,曹禺,y\n", encoding="utf-8")
    preview = library.interchange.preview(str(file))
    assert preview.columns == ("编号", "书名", "作者", "丙")
    assert preview.mapping["书名"] == "title"
    mapping = {**preview.mapping, "丙": "note"}
    assert library.interchange.import_files([str(file)], mapping=mapping).created == 2
    assert sorted(r.note for r in library.catalogue.iter_records()) == ["x", "y"]


def test_cataloguing_by_hand_and_every_step_undone(library: Application, told: list[ChangeSet]) -> None:
    catalogue = library.cataloguing
    created = catalogue.create(BibliographicRecord("活着", contributors=(Contributor("余华"),)))
    (record_id,) = created.created
    record = catalogue.details(record_id).record
    catalogue.update(replace(record, title="活着（精装）", holdings=(Holding(barcode="X1"),)))
    assert catalogue.details(record_id).record.title == "活着（精装）"
    catalogue.undo()
    assert catalogue.details(record_id).record.title == "活着"
    assert library.search.search(SearchRequest("to live", channels=("semantic",))).results[0].record.title == "活着"
    assert library.reindexing.missing()["records"] == 0
    catalogue.delete([record_id])
    with pytest.raises(InvalidInputError) as caught:
        catalogue.details(record_id)
    assert caught.value.message_id == "record.unknown"
    catalogue.undo()
    assert catalogue.details(record_id).record.title == "活着"
    assert len(told) == 5
    assert [o.kind for o in catalogue.history()][:2] == ["undo", "delete_record"]
    assert catalogue.stats().records == 1


def test_what_was_written_without_encoders_is_encoded_later(library: Application) -> None:
    (record_id,) = library.cataloguing.create(BibliographicRecord("白鲸")).created
    record = library.cataloguing.details(record_id).record
    steps = [
        replace(record, description="船长追逐一头白色的鲸。"),
        replace(record, description="船长发疯了。", version=2),
        replace(record, version=3),
    ]
    for edited in steps:
        with library.catalogue.write("edit_record", "") as unit:
            unit.update_record(edited)
        assert library.reindexing.missing()["records"] == 1
        assert library.reindexing.complete()["records"] == 1
        assert library.reindexing.missing()["records"] == 0
        fingerprint = library.models.get().text.info.fingerprint
        n_vectors = len(library.catalogue.vectors("description", fingerprint).record_ids)
        assert n_vectors == (1 if edited.description else 0)


def test_an_edit_that_clashes_is_refused_and_changes_nothing(library: Application) -> None:
    (record_id,) = library.cataloguing.create(BibliographicRecord("活着")).created
    read = library.cataloguing.details(record_id).record
    library.cataloguing.update(replace(read, year=1993))
    with pytest.raises(ConflictError) as caught:
        library.cataloguing.update(replace(read, year=2000))
    assert caught.value.message_id == "record.changed"
    assert library.cataloguing.details(record_id).record.year == 1993
    step = library.cataloguing.history()[-1].id
    with pytest.raises(ConflictError) as undone:
        library.cataloguing.undo(step)
    assert undone.value.message_id == "undo.changed"


def test_what_cannot_be_catalogued_is_refused(library: Application) -> None:
    for act in (
        lambda: library.cataloguing.create(BibliographicRecord("  ")),
        lambda: library.cataloguing.update(BibliographicRecord("x")),
        lambda: library.cataloguing.update(BibliographicRecord("", id=RecordId(1))),
        lambda: library.cataloguing.details(RecordId(99)),
    ):
        with pytest.raises(InvalidInputError):
            act()
    with pytest.raises(ConflictError) as caught:
        library.cataloguing.undo()
    assert caught.value.message_id == "undo.nothing"
    assert library.cataloguing.history() == ()


def test_drafts_are_confirmed(library: Application) -> None:
    (record_id,) = library.cataloguing.create(BibliographicRecord("活着", status="draft")).created
    assert library.cataloguing.stats().drafts == 1
    assert library.cataloguing.confirm([record_id]).updated == (record_id,)
    assert library.cataloguing.confirm([record_id]) == ChangeSet()
    assert library.cataloguing.stats().drafts == 0


def test_browsing_sorts_and_pages(library: Application, demo_rows: Rows, write_rows: WriteRows, tmp_path: Path) -> None:
    library.interchange.import_files([write_rows(tmp_path / "r.jsonl", demo_rows(*NAMES))])
    page = library.cataloguing.browse(0, 3, "year")
    years = [r.year for r in page.records] + [r.year for r in library.cataloguing.browse(3, 3, "year").records]
    assert page.total == 6
    assert years == sorted(years, key=lambda year: year or 0)
    turned = library.cataloguing.browse(0, 6, "year", descending=True)
    assert [r.year for r in turned.records] == years[::-1]
    assert turned.cover_sha256 == (None,) * 6
