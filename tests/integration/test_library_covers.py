"""Covers in bulk, the review queue, and the consistency check, with the real OCR engine and encoders."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.application import Application, build_application
from core.domain.library import CheckReport, IntakeItemId
from core.domain.records import BibliographicRecord, RecordId
from core.domain.retrieval import SearchRequest
from core.errors import ConflictError, InvalidInputError, JobCancelledError
from core.paths import resources_dir
from core.protocols import NullJobContext
from core.retrieval.models import ModelHost

pytestmark = [pytest.mark.models, pytest.mark.slow]

Rows = Callable[..., list[dict[str, Any]]]
WriteRows = Callable[[Path, list[dict[str, Any]]], str]
NAMES = ("hongloumeng", "luotuo", "santi", "moby-dick")


def cover(name: str) -> Path:
    return resources_dir() / "demo" / "covers" / f"demo-{name}.jpg"


def altered(name: str, target: Path) -> Path:
    """The same cover as another scanner would give it: smaller, recompressed."""
    with Image.open(cover(name)) as image:
        smaller = image.convert("RGB").resize((image.width * 3 // 4, image.height * 3 // 4))
    buffer = io.BytesIO()
    smaller.save(buffer, "JPEG", quality=70)
    target.write_bytes(buffer.getvalue())
    return target


@pytest.fixture
def ids_by_name(library: Application, demo_rows: Rows, write_rows: WriteRows, tmp_path: Path) -> dict[str, RecordId]:
    """Four records without covers."""
    library.interchange.import_files([write_rows(tmp_path / "r.jsonl", demo_rows(*NAMES))])
    return {
        (r.external_id or "").removeprefix("demo-"): RecordId(int(r.id or 0)) for r in library.catalogue.iter_records()
    }


def shelves(library: Application) -> dict[int, int]:
    """Record → number of its covers."""
    found = library.catalogue.covers_of([RecordId(int(r.id or 0)) for r in library.catalogue.iter_records()])
    return {record_id: len(covers) for record_id, covers in found.items()}


def test_covers_are_added_by_file_name(library: Application, ids_by_name: dict[str, RecordId], tmp_path: Path) -> None:
    folder = tmp_path / "扫描 scans"
    (folder / "下层").mkdir(parents=True)
    shutil.copy(cover("hongloumeng"), folder / "demo-hongloumeng.jpg")  # external id
    shutil.copy(cover("santi"), folder / "下层" / "978-7-5366-9293-0.jpg")  # ISBN
    barcode = library.cataloguing.details(ids_by_name["luotuo"]).record.holdings[0].barcode
    shutil.copy(cover("luotuo"), folder / f"{barcode}.jpg")
    shutil.copy(cover("sicp"), folder / "nobody.jpg")
    (folder / "demo-moby-dick.png").write_bytes(b"not an image at all")
    (folder / "notes.txt").write_text("no image", encoding="utf-8")
    report = library.covers.add_covers([str(folder), str(folder / "gone.jpg")])
    assert (report.added, report.duplicates) == (3, 0)
    assert {(Path(r.file).name, r.reason_id) for r in report.rejected} == {
        ("nobody.jpg", "cover.no_record"),
        ("gone.jpg", "cover.no_record"),
        ("demo-moby-dick.png", "image.not_an_image"),
    }
    assert shelves(library) == {ids_by_name[name]: 1 for name in ("hongloumeng", "santi", "luotuo")}

    again = library.covers.add_covers([str(folder)])
    assert (again.added, again.duplicates) == (0, 3)
    assert [o.kind for o in library.cataloguing.history()].count("add_cover") == 1, "one step for all of them"
    library.cataloguing.undo()
    assert shelves(library) == {}


def test_covers_are_added_by_a_map(library: Application, ids_by_name: dict[str, RecordId], tmp_path: Path) -> None:
    shutil.copy(cover("hongloumeng"), tmp_path / "图一.jpg")
    altered("hongloumeng", tmp_path / "图二.jpg")
    map_file = tmp_path / "对照.csv"
    with map_file.open("w", encoding="utf-8-sig", newline="") as file:
        rows = [("demo-hongloumeng", "图一.jpg"), ("demo-hongloumeng", "图二.jpg"), ("9787536692930", "missing.jpg")]
        rows += [("demo-none", "图一.jpg"), ("", ""), ("demo-moby-dick", "图一.jpg")]
        csv.writer(file).writerows([("identifier", "image"), *rows])
    report = library.covers.add_covers([], str(map_file))
    assert (report.added, report.duplicates) == (2, 1), "a scan the library has is not given to another record too"
    assert {r.reason_id for r in report.rejected} == {"image.missing", "cover.no_record"}
    (first, second) = library.cataloguing.details(ids_by_name["hongloumeng"]).covers
    assert (first.file_name, first.is_main, second.is_main) == ("图一.jpg", True, False)


def test_a_broken_map_is_an_error(library: Application, tmp_path: Path) -> None:
    (tmp_path / "gbk.csv").write_bytes("编号,图\n一,二.jpg\n".encode("gbk"))
    with pytest.raises(InvalidInputError):
        library.covers.add_covers([], str(tmp_path / "gbk.csv"))


def test_one_cover_by_hand_with_its_words_and_undo(library: Application, ids_by_name: dict[str, RecordId]) -> None:
    moby = ids_by_name["moby-dick"]
    library.cataloguing.add_cover(moby, str(cover("moby-dick")))
    (scan,) = library.cataloguing.details(moby).covers
    page = library.cataloguing.ocr_page(scan.id)
    assert page is not None
    assert "melville" in page.text.lower()
    found = library.search.search(SearchRequest("", image_path=str(cover("moby-dick"))))
    assert found.results[0].record.id == moby
    assert found.results[0].cover_sha256 == scan.sha256
    assert "cover" in found.results[0].channels
    joint = library.search.search(SearchRequest("a hunt for a whale", image_path=str(cover("moby-dick"))))
    assert joint.results[0].record.id == moby
    assert joint.results[0].score > 0.9
    assert {"cover", "semantic"} <= set(joint.results[0].channels)
    assert "why.cover" in {reason.message_id for reason in joint.results[0].reasons}
    alone = library.search.search(SearchRequest("红楼梦", image_path=str(cover("moby-dick")), channels=("cover",)))
    assert [set(result.channels) for result in alone.results[:1]] == [{"cover"}]
    library.cataloguing.remove_cover(scan.id)
    assert library.cataloguing.details(moby).covers == ()
    library.cataloguing.undo()
    assert library.cataloguing.details(moby).covers == (scan,)
    assert library.cataloguing.ocr_page(scan.id) == page
    with pytest.raises(ConflictError):
        library.cataloguing.remove_cover(type(scan.id)(999))
    with pytest.raises(InvalidInputError):
        library.cataloguing.add_cover(RecordId(999), str(cover("moby-dick")))


# The review queue


def test_a_scan_goes_through_the_queue(library: Application, ids_by_name: dict[str, RecordId], tmp_path: Path) -> None:
    library.cataloguing.add_cover(ids_by_name["hongloumeng"], str(cover("hongloumeng")))
    inbox = tmp_path / "收件 inbox"
    inbox.mkdir()
    altered("hongloumeng", inbox / "a.jpg")
    shutil.copy(cover("sicp"), inbox / "b.jpg")
    shutil.copy(cover("sicp"), inbox / "b again.jpg")
    (inbox / "c.jpg").write_bytes(b"\x89PNG\r\n\x1a\n but no picture")
    shutil.copy(cover("santi"), inbox / "d.jpg")

    outcome = library.intake.run([str(inbox)])
    assert {name: outcome[name] for name in ("rejected", "duplicates")} | {"rejected": len(outcome["rejected"])} == {
        "rejected": 1,
        "duplicates": 1,
    }
    assert outcome["retry_params"] == {"paths": [str(inbox / "c.jpg")]}
    queue = {Path(item.path).name: item for item in library.intake.queue()}
    assert set(queue) == {"a.jpg", "b again.jpg", "d.jpg"}
    (broken,) = library.intake.queue(("rejected",))
    assert broken.identification.error_id is not None
    assert library.intake.scan_path(broken.id) == ""

    again = library.intake.run([str(inbox / "a.jpg"), str(inbox / "b.jpg")])
    assert again["duplicates"] == 2, "dropping the same scans twice adds nothing"
    assert len(library.intake.queue()) == 3

    known = queue["a.jpg"].identification
    assert known.decision == "match"
    assert known.candidates[0].record.id == ids_by_name["hongloumeng"]
    shutil.rmtree(inbox)  # the queue keeps its own copy
    assert Path(library.intake.scan_path(queue["a.jpg"].id)).is_file()
    changes = library.intake.accept(queue["a.jpg"].id, ids_by_name["hongloumeng"])
    assert changes.updated == (ids_by_name["hongloumeng"],)
    assert shelves(library)[ids_by_name["hongloumeng"]] == 2

    unknown = queue["b again.jpg"].identification
    assert unknown.decision != "match"
    assert unknown.draft is not None
    record = replace(unknown.draft, title="Structure and Interpretation of Computer Programs")
    (created,) = library.intake.create(queue["b again.jpg"].id, record).created
    stored = library.cataloguing.details(created)
    assert stored.record.status == "confirmed"
    assert stored.covers[0].is_main
    assert library.search.search(SearchRequest("计算机程序的构造")).results[0].record.id == created
    assert library.reindexing.missing() == {"records": 0, "pictures": 0, "texts": 0}

    library.intake.skip(queue["d.jpg"].id)
    assert library.intake.queue() == ()
    for item in (queue["a.jpg"], queue["b again.jpg"]):
        with pytest.raises(ConflictError) as caught:
            library.intake.accept(item.id, ids_by_name["santi"])
        assert caught.value.message_id == "intake.already_done"
        with pytest.raises(ConflictError):
            library.intake.skip(item.id)
    library.intake.reopen(queue["d.jpg"].id)
    assert [item.id for item in library.intake.queue()] == [queue["d.jpg"].id]

    library.cataloguing.undo()  # the new record
    assert {item.id for item in library.intake.queue()} == {queue["d.jpg"].id, queue["b again.jpg"].id}
    assert library.catalogue.count() == 4
    library.cataloguing.undo()  # the attached scan
    assert len(library.intake.queue()) == 3
    assert shelves(library)[ids_by_name["hongloumeng"]] == 1


def test_a_stored_cover_that_comes_again_is_known_at_once(
    library: Application, ids_by_name: dict[str, RecordId]
) -> None:
    library.cataloguing.add_cover(ids_by_name["santi"], str(cover("santi")))
    (found,) = library.intake.identify([str(cover("santi"))])
    assert (found.decision, found.known_cover_of) == ("match", ids_by_name["santi"])
    assert library.intake.queue() == (), "identifying stores nothing"
    library.intake.run([str(cover("santi"))])
    (item,) = library.intake.queue()
    assert library.intake.accept(item.id, ids_by_name["santi"]).operation_id is None
    assert shelves(library)[ids_by_name["santi"]] == 1
    assert library.intake.queue(("accepted",))[0].record_id == ids_by_name["santi"]


def test_what_cannot_be_done_with_the_queue_is_refused(library: Application, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as caught:
        library.intake.accept(IntakeItemId(77), RecordId(1))
    assert caught.value.message_id == "intake.unknown"
    with pytest.raises(InvalidInputError):
        library.intake.skip(IntakeItemId(77))
    (tmp_path / "empty.jpg").write_bytes(b"")
    library.intake.run([str(tmp_path / "empty.jpg"), str(tmp_path / "gone.jpg")])
    items = library.intake.queue(("rejected",))
    assert len(items) == 2
    library.intake.skip(items[0].id)
    library.intake.reopen(items[0].id)
    assert library.intake.queue(("rejected",)) == items, "what cannot be read never waits for a decision"
    for item in items:
        with pytest.raises((ConflictError, InvalidInputError)):
            library.intake.create(item.id, BibliographicRecord("x"))
    assert library.catalogue.count() == 0


class CancelAtOnce(NullJobContext):
    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        raise JobCancelledError


def test_a_stopped_intake_keeps_what_was_identified(library: Application) -> None:
    with pytest.raises(JobCancelledError):
        library.intake.run([str(cover("santi")), str(cover("luotuo"))], CancelAtOnce())
    assert [Path(item.path).name for item in library.intake.queue()] == ["demo-santi.jpg"]


# Consistency


@pytest.fixture
def covered(library: Application, ids_by_name: dict[str, RecordId], tmp_path: Path) -> Application:
    """The four records, three with covers, everything read and encoded."""
    folder = tmp_path / "covers in"
    folder.mkdir()
    for name in ("hongloumeng", "luotuo", "santi"):
        shutil.copy(cover(name), folder)
    library.covers.add_covers([str(folder)])
    assert library.reindexing.missing() == {"records": 0, "pictures": 0, "texts": 3}
    assert library.reindexing.complete() == {"records": 0, "pictures": 0, "texts": 3, "unreadable": 0}
    return library


def told(report: CheckReport) -> dict[str, tuple[bool, bool]]:
    return {finding.message_id: (finding.repairable, finding.repaired) for finding in report.findings}


def test_a_sound_library_has_no_findings(covered: Application) -> None:
    for repair in (False, True):
        report = covered.consistency.check(repair)
        assert report.findings == ()
        assert report.is_sound
        checked = dict(report.checked)
        assert checked.pop("vectors") == sum(covered.catalogue.stats().vectors.values())
        assert checked.pop("events") == covered.audit.verify().n_events
        assert checked == {"records": 4, "covers": 3}


def test_what_is_missing_is_found_and_mended(covered: Application) -> None:
    store = covered.paths.covers
    shas = sorted(c.sha256 for c in covered.catalogue.iter_covers())
    covered.paths.thumbnail_file(shas[0]).unlink()
    orphan = store / "ab" / ("ab" + "0" * 62)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"nobody's")
    models = covered.models.get()
    covered.catalogue.drop_vectors(models.text.info.fingerprint)
    covered.catalogue.drop_vectors(models.visual.info.fingerprint)
    assert covered.reindexing.missing() == {"records": 4, "pictures": 3, "texts": 0}

    expected = {"check.thumbnail_missing", "check.file_orphaned", "check.records_missing", "check.pictures_missing"}
    found = told(covered.consistency.check())
    assert found == dict.fromkeys(expected, (True, False))
    assert orphan.is_file()
    report = covered.consistency.check(True)
    assert told(report) == dict.fromkeys(expected, (True, True))
    assert report.is_sound
    assert not orphan.exists()
    with Image.open(covered.paths.thumbnail_file(shas[0])) as thumbnail:
        assert max(thumbnail.size) == 640
    assert covered.consistency.check().findings == ()
    assert covered.search.search(SearchRequest("三体", channels=("semantic",))).results


def test_a_lost_or_damaged_original_is_told_and_cannot_be_mended(covered: Application) -> None:
    (first, second, _) = sorted(c.sha256 for c in covered.catalogue.iter_covers())
    covered.paths.cover_file(first).unlink()
    damaged = covered.paths.cover_file(second)
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 0xFF
    damaged.write_bytes(data)
    for repair in (False, True):
        report = covered.consistency.check(repair)
        assert told(report) == {"check.cover_missing": (False, False), "check.cover_damaged": (False, False)}
        assert not report.is_sound
        names = {finding.values["file"] for finding in report.findings}
        assert len(names) == 2
        assert names < {"demo-hongloumeng.jpg", "demo-luotuo.jpg", "demo-santi.jpg"}
    assert covered.catalogue.stats().covers == 3, "nothing is thrown away"


def test_a_removed_cover_keeps_its_file_as_long_as_it_can_be_undone(covered: Application) -> None:
    (scan,) = covered.catalogue.covers_of([next(iter(shelves(covered)))]).popitem()[1]
    covered.cataloguing.remove_cover(scan.id)
    assert covered.consistency.check(True).findings == ()
    covered.cataloguing.undo()
    assert Path(covered.cataloguing.original_path(scan.sha256)).is_file()


def test_a_damaged_original_does_not_stop_the_reading_of_the_others(
    library: Application, ids_by_name: dict[str, RecordId], tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("luotuo", "santi"):
        shutil.copy(cover(name), folder)
    library.covers.add_covers([str(folder)])
    first = sorted(c.sha256 for c in library.catalogue.iter_covers())[0]
    library.paths.cover_file(first).write_bytes(b"gone")
    library.catalogue.drop_vectors(library.models.get().visual.info.fingerprint)
    done = library.reindexing.complete()
    assert (done["pictures"], done["texts"], done["unreadable"]) == (1, 1, 2)


# A second desk


def test_a_second_desk_searches_but_changes_nothing(
    library: Application, ids_by_name: dict[str, RecordId], models: ModelHost, tmp_path: Path
) -> None:
    with build_application(library.paths.root, models=models) as second:
        state = second.state()
        assert state.read_only
        assert str(os.getpid()) in state.lock_holder
        assert second.search.search(SearchRequest("三体")).results[0].record.id == ids_by_name["santi"]
        for act in (
            lambda: second.cataloguing.create(BibliographicRecord("x")),
            lambda: second.cataloguing.delete([ids_by_name["santi"]]),
            lambda: second.cataloguing.undo(),
            lambda: second.cataloguing.add_cover(ids_by_name["santi"], str(cover("santi"))),
            lambda: second.intake.run([str(cover("santi"))]),
        ):
            with pytest.raises(ConflictError) as caught:
                act()
            assert caught.value.message_id == "library.read_only"
        assert second.interchange.export(str(tmp_path / "out.jsonl")).written == 4
        library.cataloguing.create(BibliographicRecord("写在另一处"))
        assert second.search.search(SearchRequest("写在另一处")).results
    assert not library.state().read_only
    assert library.catalogue.stats().covers == 0
    assert not list(library.paths.covers.rglob("*.jpg")), "a refused cover leaves no file"
