"""Comparison of drawn prints with stored thumbnails."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.protocols import Pixels
from core.retrieval.cover_geometry import CoverVerifier, compare_pictures, prepare_picture


def draw(seed: int, mark: int = 0) -> Pixels:
    """A print of random shapes; `mark` changes what stands in a band at the top, like a title."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (420, 600), (230, 225, 210))
    pen = ImageDraw.Draw(image)
    for _ in range(90):
        x, y = rng.integers(0, 420), rng.integers(170, 600)
        w, h = rng.integers(8, 60, 2)
        pen.rectangle((x, y, x + w, y + h), fill=tuple(int(v) for v in rng.integers(0, 255, 3)))
    title = np.random.default_rng(1000 + mark)
    for x in range(30, 390, 18):
        for y in range(40, 130, 18):
            if title.random() < 0.5:
                pen.rectangle((x, y, x + 15, y + 15), fill=(20, 20, 20))
    return np.asarray(image)


def tilted(pixels: Pixels) -> Pixels:
    image = Image.fromarray(pixels).rotate(6, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=(120, 110, 100))
    return np.asarray(image.resize((image.width * 3 // 2, image.height * 3 // 2)))


def test_the_same_print_agrees_everywhere_and_a_sibling_does_not_at_its_title() -> None:
    query = prepare_picture(tilted(draw(1, mark=1)))
    same = compare_pictures(query, prepare_picture(draw(1, mark=1), 320))
    sibling = compare_pictures(query, prepare_picture(draw(1, mark=2), 320))
    assert min(same.inliers, sibling.inliers) > 40
    assert same.worst > 0.6 > 0.3 > sibling.worst
    assert same.differing < 0.02 < sibling.differing


def test_another_print_cannot_be_laid_on() -> None:
    other = compare_pictures(prepare_picture(tilted(draw(1))), prepare_picture(draw(2, mark=3), 320))
    assert other.inliers < 15
    assert other.worst < 0.3


def test_a_blank_picture_has_nothing_to_compare() -> None:
    blank = prepare_picture(np.full((300, 200, 3), 255, dtype=np.uint8))
    assert compare_pictures(blank, prepare_picture(draw(1))).inliers == 0


def test_thumbnails_are_read_once_and_a_few_kept(tmp_path: Path) -> None:
    asked: list[str] = []

    def thumbnail(sha256: str) -> Path:
        asked.append(sha256)
        return tmp_path / f"{sha256}.jpg"

    for seed in (1, 2, 3):
        stream = io.BytesIO()
        Image.fromarray(draw(seed)).save(stream, "JPEG", quality=88)
        (tmp_path / f"{seed}.jpg").write_bytes(stream.getvalue())
    verifier = CoverVerifier(thumbnail, capacity=2)
    query = prepare_picture(tilted(draw(1)))
    first = verifier.compare(query, "1")
    assert first is not None
    assert first.inliers > 40
    assert verifier.compare(query, "1") == first
    assert asked == ["1"]
    verifier.compare(query, "2")
    verifier.compare(query, "3")
    verifier.compare(query, "1")
    assert asked == ["1", "2", "3", "1"]


@pytest.mark.parametrize("content", [None, b"", b"\xff\xd8\xff\xe0 broken"])
def test_an_unreadable_thumbnail_gives_no_evidence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "缩略图.jpg"
    if content is not None:
        path.write_bytes(content)
    assert CoverVerifier(lambda _: path).compare(prepare_picture(draw(1)), "x") is None
