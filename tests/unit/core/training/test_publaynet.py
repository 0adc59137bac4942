from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.errors import InvalidInputError
from core.evaluation.collections import load_collection
from core.evaluation.splits import Shares
from core.training.pairs import StoredInput
from core.training.publaynet import (
    LayoutPages,
    pairs_from_publaynet,
    read_pages,
    region_pages,
    write_publaynet_collection,
)

IMAGES = [
    {"id": 1, "file_name": "PMC1_00000.jpg", "width": 200, "height": 300},
    {"id": 2, "file_name": "PMC1_00001.jpg", "width": 200, "height": 300},
]
REGIONS = [
    {"image_id": 1, "category_id": 2, "bbox": [20, 10, 160, 30]},
    {"image_id": 1, "category_id": 1, "bbox": [20, 60, 160, 200]},
    {"image_id": 1, "category_id": 5, "bbox": [30, 70, 60, 40]},
]
CATEGORIES = [{"id": 1, "name": "text"}, {"id": 2, "name": "title"}, {"id": 5, "name": "figure"}]


def line(text: str, *box: float) -> OcrLine:
    return OcrLine(text, BoundingBox(*box), 0.9)


# the page as OCR saw it, at twice the size of the annotations
PAGE = OcrPage(
    (
        line("A study of mice", 50, 24, 350, 70),
        line("Mice were studied.", 50, 130, 350, 150),
        line("label", 70, 160, 160, 190),
        line("page 7", 180, 580, 220, 595),
    ),
    400,
    600,
    "test",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "版面 layout"
    made.mkdir()
    for each in IMAGES:
        pixels = np.full((300, 200, 3), 255 - 10 * int(str(each["id"])), dtype=np.uint8)
        Image.fromarray(pixels).save(made / str(each["file_name"]))
    return made


def written(folder: Path, **more: object) -> Path:
    given: dict[str, Any] = {"images": IMAGES, "annotations": REGIONS, "categories": CATEGORIES} | more
    path = folder / "samples.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return path


def test_pages_and_regions(folder: Path) -> None:
    pages = read_pages(written(folder))
    assert pages.rejected == ()
    first, second = pages.pages
    assert (first.id, first.width_px, first.height_px) == ("PMC1_00000", 200, 300)
    assert (first.regions[0].kind, first.regions[0].box) == ("title", BoundingBox(20, 10, 180, 40))
    assert second.regions == ()


def test_lines_go_to_the_smallest_region_that_holds_them(folder: Path) -> None:
    page = read_pages(written(folder)).pages[0]
    found = [(region.kind, [each.text for each in words.lines]) for region, words in region_pages(page, PAGE)]
    assert found == [
        ("title", ["A study of mice"]),
        ("text", ["Mice were studied."]),
        ("figure", ["label"]),  # within the text region, but nearer
    ]  # the page number belongs to none
    assert region_pages(page, OcrPage((), 400, 600, "test")) == ()


def test_image_to_text_and_region_to_text(folder: Path) -> None:
    pages = read_pages(written(folder))
    pairs = pairs_from_publaynet(pages, lambda path: PAGE if "00000" in path.name else None, shares=Shares(0, 0))
    assert [(p.kind, p.origin, p.left_id) for p in pairs.pairs] == [
        ("cover_text", "page", "PMC1_00000"),
        ("ocr_text", "title", "PMC1_00000#0"),
        ("ocr_text", "text", "PMC1_00000#1"),
    ]
    assert {p.record_id for p in pairs.pairs} == {"PMC1"}
    assert pairs.missing == {"ocr": 1}
    image, text = pairs.pairs[0].load()
    assert image.pixels is not None
    assert text.text == PAGE.text
    title, _ = pairs.pairs[1].load()
    assert title.pixels is None
    assert title.ocr is not None
    assert title.ocr.words == ("A", "study", "of", "mice")


def test_a_collection_folder_that_evaluate_reads(folder: Path, tmp_path: Path) -> None:
    pages = read_pages(written(folder))
    target = tmp_path / "评测"
    assert write_publaynet_collection(pages, lambda path: PAGE, target) == 2
    collection = load_collection(target)
    assert [r.record.title for r in collection.records] == ["A study of mice", ""]
    assert collection.qrels == {"PMC1_00000#page": {"PMC1_00000": 1}, "PMC1_00001#page": {"PMC1_00001": 1}}
    images = [query.image for query in collection.queries]
    assert all(image is not None and image.is_file() and image.is_relative_to(target) for image in images)
    assert len(set(images)) == 2


def test_broken_entries_are_rejected_with_their_position(folder: Path) -> None:
    broken = written(
        folder,
        images=[*IMAGES, {"id": 3}, {"id": 4, "file_name": "../../etc/passwd", "width": 9, "height": 9},
                {"id": 5, "file_name": "gone.jpg", "width": 9, "height": 9}, IMAGES[0], "no object",
                {"id": 6, "file_name": "PMC1_00000.jpg", "width": 10**9, "height": 9}],
        annotations=[*REGIONS, {"image_id": 1, "category_id": 9, "bbox": [0, 0, 1, 1]}, {"image_id": 1},
                     {"image_id": 1, "category_id": 1, "bbox": [0, 0, float("nan"), 1]},
                     {"image_id": 1, "category_id": 1, "bbox": [0, 0, 0, 1]}, {"image_id": 77, **{}}],
    )  # fmt: skip
    pages = read_pages(broken)
    assert [p.id for p in pages.pages] == ["PMC1_00000", "PMC1_00001"]
    assert len(pages.pages[0].regions) == 3
    assert [(r.position, r.reason_id) for r in pages.rejected] == [
        ("images[2]", "publaynet.bad_entry"),
        ("images[3]", "publaynet.bad_entry"),
        ("images[4]", "image.missing"),
        ("images[5]", "import.duplicate_id"),
        ("images[6]", "publaynet.bad_entry"),
        ("images[7]", "publaynet.bad_entry"),
        *((f"annotations[{n}]", "publaynet.bad_entry") for n in (3, 4, 5, 6, 7)),
    ]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"images": []}', '{"images": {}, "annotations": [], "categories": []}']
)
def test_other_files_are_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_pages(path)
    assert caught.value.message_id == "publaynet.not_coco"
    with pytest.raises(InvalidInputError) as missing:
        read_pages(tmp_path / "没有.json")
    assert missing.value.message_id == "file.missing"


@pytest.mark.data
@pytest.mark.models
@pytest.mark.slow
def test_a_real_page_read_by_a_real_engine(dev_data: Path) -> None:
    from core.imaging.decode import decode_file
    from core.ocr.rapid import RapidOcrEngine

    pages = read_pages(dev_data / "publaynet-sample" / "samples.json")
    assert (len(pages.pages), pages.rejected) == (20, ())
    assert sum(len(page.regions) for page in pages.pages) == 193
    first = pages.pages[0]
    engine = RapidOcrEngine()
    pairs = pairs_from_publaynet(LayoutPages((first,)), lambda path: engine.recognise(decode_file(path)))
    assert pairs.of(kind="cover_text")
    regions = pairs.of(kind="ocr_text")
    assert len(regions) >= 0.5 * sum(region.kind in ("title", "text") for region in first.regions)
    assert all(isinstance(p.left, StoredInput) and p.left.page is not None and p.left.page.lines for p in regions)
