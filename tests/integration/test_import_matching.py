"""Import onto a library that holds some of it already. No encoders: these tests are about records, and run without."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.application import Application, build_application
from core.domain.importing import ImportOptions, OverlayProfile
from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, Contributor, Holding, RecordId
from core.errors import InvalidInputError
from core.retrieval.models import ModelHost

WriteRows = Callable[[Path, list[dict[str, Any]]], str]
SANTI = {"title": "三体", "authors": ["刘慈欣"], "year": 2008, "isbn": "9787536692930", "publisher": "重庆出版社"}


@pytest.fixture
def put(words_only: Application, write_rows: WriteRows, tmp_path: Path) -> Callable[..., Any]:
    """Import rows with options; the report."""

    def run(rows: list[dict[str, Any]], name: str = "in.jsonl", **options: Any) -> Any:
        file = write_rows(tmp_path / "入" / name, rows)
        return words_only.interchange.import_files([file], options=ImportOptions(**options))

    return run


def only(application: Application) -> BibliographicRecord:
    (record,) = application.catalogue.iter_records()
    return record


def test_words_are_imported_without_encoders_and_the_report_says_so(words_only: Application, put: Any) -> None:
    report = put([SANTI])
    assert (report.created, report.notices) == (1, ("import.words_only",))
    job = words_only.jobs.submit("import", {"paths": [str(words_only.paths.root.parent.parent / "入" / "in.jsonl")]})
    done = words_only._runner.wait(job.id, 30)
    assert (done.state, done.result and done.result["unchanged"]) == ("succeeded", 1)


@pytest.mark.parametrize(
    ("incoming", "rule"),
    [
        ({"isbn": "7-5366-9293-5", "title": "三體"}, "isbn"),
        ({"title": "三體", "authors": ["劉慈欣"], "year": 2008}, "title"),
        ({"title": "三体", "authors": ["刘慈欣"], "year": 2008, "description": "edited since"}, "title"),
    ],
    ids=["isbn-10, other script", "title, author and year in the other script", "a record without id, edited"],
)
def test_a_record_without_an_id_is_recognised(
    words_only: Application, put: Any, incoming: dict[str, Any], rule: str
) -> None:
    put([SANTI])
    report = put([{**incoming, "extent": "302页"}], "second.jsonl")
    assert (report.created, report.updated) == (0, 1)
    assert [(e.rule, e.outcome) for e in report.entries] == [(rule, "updated")]
    assert only(words_only).extent == "302页"


@pytest.mark.parametrize(
    "incoming",
    [
        {**SANTI, "isbn": None, "year": 2016},
        {**SANTI, "isbn": None, "title": "三体 第二部"},
        {**SANTI, "isbn": None, "authors": ["王小明"]},
    ],
    ids=["another edition", "another volume", "another author"],
)
def test_another_edition_volume_or_author_is_another_record(words_only: Application, put: Any, incoming: Any) -> None:
    put([SANTI])
    report = put([incoming], "second.jsonl")
    assert (report.created, report.possible) == (1, 0)


def test_an_id_of_its_own_keeps_a_record_apart_unless_rules_are_named(words_only: Application, put: Any) -> None:
    put([{**SANTI, "id": "ours-1"}])
    report = put([{**SANTI, "id": "vendor-9"}], "v.jsonl")
    assert (report.created, report.possible) == (1, 1)
    assert report.entries[0].record_id is not None
    words_only.cataloguing.undo()
    named = put([{**SANTI, "id": "vendor-9", "place": "重庆"}], "v.jsonl", match=("isbn",))
    assert (named.created, named.updated) == (0, 1)
    assert (only(words_only).external_id, only(words_only).place) == ("ours-1", "重庆")


def test_possible_duplicates_can_be_held_back_in_a_file_of_their_own(
    words_only: Application, put: Any, tmp_path: Path
) -> None:
    put([SANTI])
    file = tmp_path / "重复.jsonl"
    rows = [{**SANTI, "isbn": None, "year": None}, {"title": "球状闪电", "authors": ["刘慈欣"]}]
    report = put(rows, "more.jsonl", hold="possible", duplicates_file=str(file))
    assert (report.created, report.held, report.possible) == (1, 1, 1)
    assert report.written == {"duplicates": (str(file),)}
    assert [json.loads(line)["title"] for line in file.read_text(encoding="utf-8").splitlines()] == ["三体"]
    assert report.entries[0].reason_id == "import.held_possible"
    again = words_only.interchange.import_files([str(file)])
    assert again.created == 1, "what was held can be imported after all"


def test_duplicates_are_written_byte_for_byte_where_the_source_is_known(
    words_only: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from core.interchange.reading import ImportedRecord
    from core.services import interchange

    record = BibliographicRecord("茶馆", external_id="a")
    first, second = (MarcSource("unimarc", "gb18030", text.encode("gb18030")) for text in ("原样一\x1d", "原样二\x1d"))
    entries = [ImportedRecord(record, "1", source=first)]
    monkeypatch.setattr(interchange.Reading, "open", lambda self, file, *rest: iter(entries))
    source = tmp_path / "in.mrc"
    source.write_bytes(b"x")
    words_only.interchange.import_files([str(source)], "marc")
    stored = only(words_only)
    assert stored.id is not None
    assert words_only.catalogue.marc_source(stored.id) == first

    entries[:] = [ImportedRecord(replace(record, year=1957), "1", source=second)]
    target = tmp_path / "dup.mrc"
    held = words_only.interchange.import_files(
        [str(source)], "marc", options=ImportOptions(hold="all", duplicates_file=str(target))
    )
    assert (held.held, target.read_bytes()) == (1, second.data)
    assert words_only.catalogue.marc_source(stored.id) == first
    updated = words_only.interchange.import_files([str(source)], "marc")
    assert (updated.updated, words_only.catalogue.marc_source(stored.id)) == (1, second)
    words_only.cataloguing.undo()
    assert words_only.catalogue.marc_source(stored.id) == first, "the source goes back with the record"
    filled = words_only.interchange.import_files([str(source)], "marc", options=ImportOptions(overlay="fill"))
    assert (filled.updated, only(words_only).year) == (1, 1957)
    assert words_only.catalogue.marc_source(stored.id) == first, "who only borrows does not become the source"


def test_copies_and_covers_outlive_every_overlay(words_only: Application, put: Any) -> None:
    put([{**SANTI, "id": "a", "holdings": [{"barcode": "B1", "call_number": "I247/1"}, {"barcode": "B2"}]}])
    new = {**SANTI, "id": "a", "holdings": [{"barcode": "B2", "location": "三楼"}, {"barcode": "B3"}]}
    put([new], "second.jsonl")
    assert [(h.barcode, h.call_number, h.location) for h in only(words_only).holdings] == [
        ("B1", "I247/1", ""), ("B2", "", "三楼"), ("B3", "", ""),
    ]  # fmt: skip


def test_overlay_profiles_decide_field_by_field(words_only: Application, put: Any) -> None:
    put([{**SANTI, "id": "a", "subjects": ["科幻小说"], "note": ""}])
    words_only.interchange.save_overlay_profile(
        OverlayProfile("供应商", "keep", {"subjects": "add", "note": "fill", "publisher": "replace"})
    )
    assert [p.name for p in words_only.interchange.overlay_profiles()][-1] == "供应商"
    other = {
        "id": "a",
        "title": "别的",
        "subjects": ["科幻小說", "外星文明"],
        "note": "n",
        "publisher": "别社",
        "year": 1,
    }
    report = put([other], "v.jsonl", overlay="供应商")
    record = only(words_only)
    assert (record.title, record.year, record.note, record.publisher) == ("三体", 2008, "n", "别社")
    assert [s.term for s in record.subjects] == ["科幻小说", "外星文明"]
    assert {d.field: (d.before, d.after) for d in report.entries[0].differences} == {
        "subjects": (("科幻小说",), ("科幻小说", "外星文明")),
        "publisher": (("重庆出版社",), ("别社",)),
        "note": ((), ("n",)),
    }
    words_only.interchange.delete_overlay_profile("供应商")
    with pytest.raises(InvalidInputError, match=r"overlay\.unknown"):
        put([other], overlay="供应商")
    for name, policies in (("fill", {}), (" ", {}), ("x", {"colour": "add"})):
        with pytest.raises(InvalidInputError, match=r"overlay\."):
            words_only.interchange.save_overlay_profile(OverlayProfile(name, "keep", policies))  # type: ignore[arg-type]


def test_a_changed_title_is_pointed_out_and_can_be_held(words_only: Application, put: Any) -> None:
    put([{"id": "a", "title": "茶馆"}, {"id": "b", "title": "骆驼祥子"}])
    rows = [{"id": "a", "title": "四世同堂"}, {"id": "b", "title": "骆驼祥子（修订本）"}]
    held = put(rows, "v.jsonl", hold_changed_titles=True)
    assert (held.updated, held.held, held.changed_titles) == (1, 1, 1)
    report = put(rows, "v.jsonl")
    assert (report.updated, report.changed_titles) == (1, 1)
    assert report.entries[0].has_other_title


def test_a_dry_run_tells_all_and_changes_nothing(words_only: Application, put: Any) -> None:
    put([{**SANTI, "id": "a"}])
    before = (words_only.catalogue.generation(), only(words_only), words_only.cataloguing.history())
    rows = [{**SANTI, "id": "a", "year": 2009}, {"id": "n", "title": "新"}, {"id": "n", "title": "again"}]
    report = put(rows, "dry.jsonl", dry_run=True)
    assert (report.created, report.updated, report.unchanged, report.n_rejected) == (1, 1, 0, 1)
    assert report.is_dry_run
    assert report.operation_id is None
    assert [(d.field, d.before, d.after) for d in report.entries[0].differences] == [("year", ("2008",), ("2009",))]
    assert (words_only.catalogue.generation(), only(words_only), words_only.cataloguing.history()) == before


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_the_report_names_every_record_and_every_changed_field(
    words_only: Application, put: Any, tmp_path: Path, suffix: str
) -> None:
    put([{**SANTI, "id": "a"}])
    file = tmp_path / f"报告.{suffix}"
    rows = [{**SANTI, "id": "a", "year": 2009, "place": "=1+1"}, {"id": "b", "title": "新"}, {"id": "c", "title": ""}]
    put(rows, "r.jsonl", report_file=str(file))
    if suffix == "json":
        entries = json.loads(file.read_text(encoding="utf-8"))["entries"]
        assert {e["outcome"] for e in entries} == {"updated", "new", "rejected"}
        assert [d["field"] for e in entries for d in e["differences"]] == ["year", "place"]
        return
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as text:
        table = list(csv.DictReader(text))
    told = {(r["position"], r["outcome"], r["field"], r["after"], r["reason_id"]) for r in table}
    assert told == {
        ("1", "updated", "year", "2009", ""),
        ("1", "updated", "place", "'=1+1", ""),
        ("2", "new", "", "", ""),
        ("3", "rejected", "", "", "record.no_title"),
    }


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("坏.jsonl", ['{"id": "a", "title": "茶馆"}', "not json", '{"id": "b", "title": 7}']),
        ("坏.csv", ["id,书名,年", "a,茶馆,1957", 'b,"",1936', '"c",,']),
    ],
)
def test_rejected_pieces_are_kept_as_they_came_and_can_be_mended(
    words_only: Application, tmp_path: Path, name: str, lines: list[str]
) -> None:
    file, rejects = tmp_path / name, tmp_path / f"拒收{Path(name).suffix}"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = words_only.interchange.import_files([str(file)], options=ImportOptions(rejects_file=str(rejects)))
    assert (report.created, report.n_rejected, report.notices) == (1, 2, ("import.words_only",))
    assert all(piece.raw == b"" for piece in report.rejected)
    text = rejects.read_text(encoding="utf-8-sig")
    if name.endswith("csv"):
        mended = text.replace("b,,1936", "b,雷雨,1936")
    else:
        mended = text.replace('"title": 7', '"title": "雷雨"')
    rejects.write_text(mended, encoding="utf-8")
    again = words_only.interchange.import_files([str(rejects)])
    assert (again.created, again.n_rejected) == (1, 1)
    assert sorted(r.title for r in words_only.catalogue.iter_records()) == ["茶馆", "雷雨"]


def test_the_job_keeps_its_step_with_its_parameters(
    words_only: Application, write_rows: WriteRows, tmp_path: Path
) -> None:
    file = write_rows(tmp_path / "a.jsonl", [{"title": "茶馆"}, {"title": ""}])
    params = {"paths": [file], "options": {"report_file": str(tmp_path / "r.csv")}}
    job = words_only._runner.wait(words_only.jobs.submit("import", params).id, 30)
    assert job.state == "succeeded"
    assert job.result is not None
    assert job.params["operation"] == job.result["operation_id"]
    assert job.result["retry_params"]["paths"] == [file]
    assert (tmp_path / "r.csv").is_file()


def test_undoing_a_large_update_queues_the_vectors(words_only: Application, put: Any) -> None:
    put([{"id": f"n{n}", "title": f"书 {n}"} for n in range(130)])
    put([{"id": f"n{n}", "title": f"书 {n} 改"} for n in range(130)], "second.jsonl")
    words_only.cataloguing.undo()
    assert [job.kind for job in words_only.jobs.list()] == ["reindex"]
    words_only._runner.wait(words_only.jobs.list()[0].id, 30)


def test_the_same_cover_file_recognises_its_record(
    words_only: Application, write_rows: WriteRows, tmp_path: Path
) -> None:
    from PIL import Image

    folder = tmp_path / "with covers"
    folder.mkdir()
    Image.effect_noise((80, 120), 60).convert("RGB").save(folder / "c.png")
    file = write_rows(folder / "a.jsonl", [{"id": "x", "title": "茶馆", "cover": "c.png"}])
    assert words_only.interchange.import_files([file]).rejected == ()
    assert words_only.catalogue.stats().covers == 1, "a cover is kept without encoders, too"
    other = write_rows(folder / "b.jsonl", [{"title": "茶馆（话剧）", "cover": "c.png", "year": 1957}])
    report = words_only.interchange.import_files([other])
    assert [(e.rule, e.outcome) for e in report.entries] == [("cover", "updated")]
    assert words_only.catalogue.stats().covers == 1


def test_a_copy_added_by_hand_survives_an_import(words_only: Application, put: Any) -> None:
    put([{**SANTI, "id": "a"}])
    record = only(words_only)
    words_only.cataloguing.update(replace(record, holdings=(Holding(barcode="H1"),), contributors=(Contributor("刘"),)))
    put([{**SANTI, "id": "a", "holdings": [{"barcode": "V1"}]}], "b.jsonl")
    assert [h.barcode for h in only(words_only).holdings] == ["H1", "V1"]
    assert only(words_only).id == RecordId(1)


@pytest.mark.parametrize(
    "name", ["a.mrc", "a.xml", "a.mods", "a.ris", "a.bib", "a.csv", "a.jsonl", "cnmarc.iso", "a.dc"]
)
def test_a_duplicates_file_of_any_format_can_be_imported_again(
    words_only: Application,
    demo_rows: Callable[..., Any],
    write_rows: WriteRows,
    tmp_path: Path,
    name: str,
    no_models: ModelHost,
) -> None:
    rows = demo_rows("hongloumeng", "luotuo", "moby-dick")
    words_only.interchange.import_files([write_rows(tmp_path / "r.jsonl", rows)])
    source, target = tmp_path / name, tmp_path / "重复" / name
    target.parent.mkdir()
    formats = {"a.xml": "marcxml", "a.mods": "mods", "a.dc": "dc", "cnmarc.iso": "unimarc"}
    format = formats.get(name, "auto")
    assert words_only.interchange.export(str(source), format).written == 3
    options = ImportOptions(match=("isbn", "title"), hold="all", duplicates_file=str(target))
    report = words_only.interchange.import_files([str(source)], format, options=options)
    assert (report.created, report.updated, report.held) == (0, 0, 3), report
    (written,) = report.written["duplicates"]
    with build_application(tmp_path / "elsewhere", models=no_models) as other:
        assert other.interchange.import_files([written], format).created == 3
        assert {r.title for r in other.catalogue.iter_records()} == {"红楼梦", "骆驼祥子", "Moby-Dick; or, The Whale"}


def test_what_was_odd_about_a_record_is_told(
    words_only: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from core.domain.records import RejectedInput
    from core.interchange.reading import ImportedRecord
    from core.services import interchange

    source = tmp_path / "in.mrc"
    source.write_bytes(b"x")
    odd = RejectedInput(str(source), "1", "line.not_json", {}, b"raw")
    entry = ImportedRecord(BibliographicRecord("茶馆"), "1", warnings=(odd,))
    monkeypatch.setattr(interchange.Reading, "open", lambda self, file, *rest: iter([entry]))
    options = ImportOptions(report_file=str(tmp_path / "r.json"))
    report = words_only.interchange.import_files([str(source)], "marc", options=options)
    assert (report.created, report.n_warnings, report.warnings[0].raw) == (1, 1, b"")
    entries = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["entries"]
    assert [e["outcome"] for e in entries] == ["new", "warning"]


def test_rejected_marc_is_kept_byte_for_byte(
    words_only: Application, demo_rows: Callable[..., Any], write_rows: WriteRows, tmp_path: Path, no_models: ModelHost
) -> None:
    words_only.interchange.import_files([write_rows(tmp_path / "r.jsonl", demo_rows("hongloumeng", "luotuo", "santi"))])
    whole = tmp_path / "whole.mrc"
    words_only.interchange.export(str(whole))
    first, second, third = (piece + b"\x1d" for piece in whole.read_bytes().split(b"\x1d")[:3])
    directory_end = second.index(b"\x1e")
    broken = second[:24] + b"x" * (directory_end - 24) + second[directory_end:]
    file, rejects = tmp_path / "坏.mrc", tmp_path / "拒收.mrc"
    file.write_bytes(first + broken + third + first)
    with build_application(tmp_path / "elsewhere", models=no_models) as other:
        report = other.interchange.import_files([str(file)], options=ImportOptions(rejects_file=str(rejects)))
        assert report.created == 2, report.rejected
        assert report.n_rejected == 2, "the broken one, and the first that came again"
        kept = rejects.read_bytes()
        assert broken in kept
        assert first in kept
        rejects.write_bytes(kept.replace(broken, second))
        again = other.interchange.import_files([str(rejects)])
        assert (again.created, again.unchanged, again.n_rejected) == (1, 1, 0)


@pytest.mark.parametrize("option", ["report_file", "rejects_file", "duplicates_file"])
def test_files_that_could_not_be_written_are_refused_before_anything_is_done(
    words_only: Application, write_rows: WriteRows, tmp_path: Path, option: str
) -> None:
    file = write_rows(tmp_path / "a.jsonl", [SANTI])
    for path, message in (
        (tmp_path / "no" / "such" / "x.csv", "folder.missing"),
        (tmp_path, "file.is_folder"),
        (Path(file), "import.same_file"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            words_only.interchange.import_files([file], options=ImportOptions(**{option: str(path)}))
        assert caught.value.message_id == message
    assert words_only.catalogue.count() == 0
    assert Path(file).is_file()


def test_a_record_whose_source_alone_is_new_is_unchanged(words_only: Application, put: Any, tmp_path: Path) -> None:
    """Dry run, import and repetition agree; one undo takes the source away again."""
    put([{**SANTI, "id": "s1"}])
    before = only(words_only)
    marc = str(tmp_path / "all.mrc")
    words_only.interchange.export(marc, "marc")
    report_file = tmp_path / "report.csv"

    def run(**options: Any) -> Any:
        return words_only.interchange.import_files([marc], options=ImportOptions(**options))

    dry = run(dry_run=True, report_file=str(report_file))
    assert (dry.created, dry.updated, dry.unchanged, dry.sources) == (0, 0, 1, 1)
    rows = csv.DictReader(report_file.read_text(encoding="utf-8-sig").splitlines())
    assert [row["outcome"] for row in rows] == ["source"]
    done = run()
    assert (done.updated, done.unchanged, done.sources, done.entries) == (0, 1, 1, ())
    assert only(words_only) == before
    assert before.id is not None
    assert words_only.catalogue.marc_sources([before.id])[before.id].data == Path(marc).read_bytes()
    again = run()
    assert (again.unchanged, again.sources, again.operation_id) == (1, 0, None)
    words_only.cataloguing.undo(done.operation_id)
    assert words_only.catalogue.marc_sources([before.id]) == {}
    assert run(dry_run=True).sources == 1


def test_an_edition_that_comes_again_in_the_files_is_told_wherever_it_stands(words_only: Application, put: Any) -> None:
    """Beside the first in one batch, batches later, and in a dry run, which stores nothing to be recognised."""
    others = [{"title": f"书 {n}", "authors": ["某人"]} for n in range(200)]
    rows = [
        SANTI,
        {**SANTI, "publisher": "其他"},
        *others,
        {**SANTI, "title": "三體", "note": "n"},
        others[7] | {"note": "x"},
    ]
    for is_dry in (True, False):
        report = put(rows, dry_run=is_dry)
        assert (report.created, report.possible) == (204, 3)
        told = [(e.position, e.outcome) for e in report.entries]
        assert told == [("2", "possible"), ("203", "possible"), ("204", "possible")]
        first = report.entries[0]
        assert (first.reason_id, dict(first.values)) == (
            "import.repeated_edition", {"file": "in.jsonl", "position": 1}
        )  # fmt: skip
    assert words_only.catalogue.stats().records == 204


def test_an_edition_that_comes_again_is_held_where_that_is_wished(
    words_only: Application, put: Any, tmp_path: Path
) -> None:
    held = tmp_path / "重复.jsonl"
    report = put([SANTI, {**SANTI, "publisher": "其他"}], hold="possible", duplicates_file=str(held))
    assert (report.created, report.held) == (1, 1)
    assert json.loads(held.read_text(encoding="utf-8"))["publisher"] == "其他"
    assert only(words_only).publisher == "重庆出版社"
