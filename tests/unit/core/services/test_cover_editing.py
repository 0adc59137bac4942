"""Covers turned, ordered, read again and corrected; originals stay as they are, and every step can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from core.domain.records import BibliographicRecord, RecordId
from core.domain.scans import BoundingBox, CoverId, OcrLine, OcrPage
from core.errors import ConflictError, InvalidInputError
from core.protocols import OcrEngine, PageImage
from core.services.cover_editing import CoverEditingService
from tests.unit.core.services.record_desk import Desk

PAGE = OcrPage(
    (
        OcrLine("红楼萝", BoundingBox(10, 10, 90, 30), 0.7),
        OcrLine("曹雪芹", BoundingBox(10, 40, 60, 55), 0.9),
    ),
    100,
    200,
    "rapidocr",
)


def with_cover(desk: Desk, tmp_path: Path, colour: str = "red") -> tuple[RecordId, CoverId]:
    file = tmp_path / f"{colour}.png"
    Image.new("RGB", (100, 200), colour).save(file)
    (record_id,) = desk.add(BibliographicRecord("红楼梦"))
    prepared = desk.cataloguing._cover_intake.prepare_file(file, read=False)
    with desk.catalogue.write("add_cover", "x") as unit:
        cover_id = desk.cataloguing._cover_intake.attach(unit, record_id, prepared)
        unit.put_cover_text(cover_id, PAGE)
    return record_id, cover_id


def found(desk: Desk, words: str) -> bool:
    spaced = " ".join(words)
    return bool(desk.catalogue.match_ids(f'cover_text: "{spaced}"'))


def test_a_turned_cover_keeps_its_original_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    _, cover_id = with_cover(desk, tmp_path)
    before = desk.catalogue.cover(cover_id)
    assert before is not None
    original = desk.store.original(before.sha256).read_bytes()
    desk.covers.turn(cover_id, 90)
    after = desk.catalogue.cover(cover_id)
    assert after is not None
    assert (after.turn, after.width_px, after.height_px) == (90, 200, 100)
    assert desk.store.original(after.picture).read_bytes() == original
    with Image.open(desk.store.thumbnail(after.picture)) as thumbnail:
        assert thumbnail.size == (200, 100)
    assert desk.catalogue.ocr_page(cover_id) is None, "the words of the other turn are not its words"
    assert [cover.id for cover in desk.catalogue.covers_without_text()] == [cover_id]
    assert not found(desk, "红楼")
    desk.cataloguing.undo()
    assert desk.catalogue.cover(cover_id) == before
    assert found(desk, "红楼")
    desk.covers.turn(cover_id, 270)
    desk.covers.turn(cover_id, 90)
    assert desk.catalogue.cover(cover_id) == before
    with pytest.raises(InvalidInputError, match=r"cover.bad_turn"):
        desk.covers.turn(cover_id, 45)


def test_a_corrected_line_is_searched_and_kept_with_its_reading(desk: Desk, tmp_path: Path) -> None:
    _, cover_id = with_cover(desk, tmp_path)
    desk.covers.correct_line(cover_id, 0, "红楼梦")
    page = desk.catalogue.ocr_page(cover_id)
    assert page is not None
    assert (page.lines[0].text, page.lines[0].reading) == ("红楼梦", "红楼萝")
    assert found(desk, "红楼梦")
    assert not found(desk, "红楼萝")
    (correction,) = desk.covers.corrections()
    cover = desk.catalogue.cover(cover_id)
    assert cover is not None
    assert (correction.sha256, correction.box, correction.before, correction.after) == (
        cover.sha256,
        PAGE.lines[0].box,
        "红楼萝",
        "红楼梦",
    )
    desk.covers.correct_line(cover_id, 0, "紅樓夢")
    assert [c.after for c in desk.covers.corrections()] == ["紅樓夢"]
    desk.cataloguing.undo()
    assert [c.after for c in desk.covers.corrections()] == ["红楼梦"]
    desk.cataloguing.undo()
    assert desk.covers.corrections() == ()
    assert found(desk, "红楼萝")


def test_saying_what_was_read_takes_a_correction_back(desk: Desk, tmp_path: Path) -> None:
    _, cover_id = with_cover(desk, tmp_path)
    desk.covers.correct_line(cover_id, 1, "")
    page = desk.catalogue.ocr_page(cover_id)
    assert page is not None
    assert page.text == "红楼萝"
    desk.covers.correct_line(cover_id, 1, "曹雪芹")
    assert desk.covers.corrections() == ()
    with pytest.raises(ConflictError, match=r"cover.line_gone"):
        desk.covers.correct_line(cover_id, 7, "x")


class Rereading:
    """An engine that reads the same lines a little elsewhere, and one better."""

    name = "other"

    def recognise(self, image: PageImage, languages: object = ()) -> OcrPage:
        box = BoundingBox(12, 9, 92, 31)
        return OcrPage((OcrLine("红搂梦", box, 0.8), PAGE.lines[1]), image.width_px, image.height_px, self.name)


def test_corrections_survive_reading_again_and_that_can_be_undone(desk: Desk, tmp_path: Path) -> None:
    _, cover_id = with_cover(desk, tmp_path)
    desk.covers.correct_line(cover_id, 0, "红楼梦")
    engines: dict[str, type[OcrEngine]] = {"other": Rereading}
    service = CoverEditingService(
        desk.catalogue, desk.store, desk.cataloguing._models, lambda: dict(engines), desk.told.append
    )
    assert service.engines() == ("other",)
    service.read_again(cover_id, "other")
    page = desk.catalogue.ocr_page(cover_id)
    assert page is not None
    assert (page.engine, page.lines[0].text, page.lines[0].reading) == ("other", "红楼梦", "红搂梦")
    assert page.lines[0].box == BoundingBox(12, 9, 92, 31)
    desk.cataloguing.undo()
    page = desk.catalogue.ocr_page(cover_id)
    assert page is not None
    assert (page.engine, page.lines[0].reading) == ("rapidocr", "红楼萝")
    with pytest.raises(InvalidInputError, match=r"cover.no_such_engine"):
        service.read_again(cover_id, "third")


def test_the_first_in_order_is_the_main_cover(desk: Desk, tmp_path: Path) -> None:
    record_id, first = with_cover(desk, tmp_path)
    more = []
    for colour in ("green", "blue"):
        with desk.catalogue.write("add_cover", "x") as unit:
            more.append(unit.add_cover(record_id, colour.ljust(64, "0"), f"{colour}.png", 10, 20))
    desk.covers.order(record_id, [more[1], first])
    covers = desk.catalogue.covers_of([record_id])[record_id]
    assert [cover.id for cover in covers] == [more[1], first, more[0]]
    assert [cover.is_main for cover in covers] == [True, False, False]
    desk.cataloguing.undo()
    assert [cover.id for cover in desk.catalogue.covers_of([record_id])[record_id]] == [first, *more]


def test_the_same_scan_of_two_records_is_turned_for_both(desk: Desk, tmp_path: Path) -> None:
    _, one = with_cover(desk, tmp_path)
    _, two = with_cover(desk, tmp_path)
    desk.covers.turn(one, 180)
    covers = [desk.catalogue.cover(cover_id) for cover_id in (one, two)]
    assert [cover.turn for cover in covers if cover is not None] == [180, 180]
    assert covers[0] is not None
    assert replace(covers[0], turn=0).picture == covers[0].sha256
