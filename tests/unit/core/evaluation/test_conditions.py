from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.domain.records import BibliographicRecord
from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.evaluation.collections import Collection, CollectionQuery, CollectionRecord, load_collection
from core.evaluation.conditions import NoiseStrength, NoisyReader, degrade, long_tail, noisy, rarities
from core.imaging.decode import decode_file
from core.protocols import PageImage
from core.text.noise import OcrNoise

PAGE = OcrPage((OcrLine("红楼梦 曹雪芹 著 人民文学出版社", BoundingBox(10, 10, 90, 30), 0.9),), 100, 140, "fixed")
HARSH = NoiseStrength(page=OcrNoise(0.3, 0.1, 0.05), typed=OcrNoise(0.3, 0.1, 0))


class FixedOcr:
    """Reads the same line on every picture."""

    name = "fixed"

    def recognise(self, image: PageImage, languages: object = ()) -> OcrPage:
        return PAGE


def collection(queries: list[CollectionQuery], titles: list[str] | None = None) -> Collection:
    records = [CollectionRecord(f"r{i}", BibliographicRecord(title)) for i, title in enumerate(titles or ["红楼梦"])]
    return Collection("小", Path(), tuple(records), tuple(queries), {query.id: {"r0": 1} for query in queries})


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "扫描 1.png"
    Image.fromarray(np.full((140, 100, 3), 90, dtype=np.uint8)).save(path)
    return path


def test_noise_is_the_same_for_every_system_and_every_run(tmp_path: Path, scan: Path) -> None:
    given = collection([CollectionQuery("q", "joint", "荒原上传说中的恶犬与家族诅咒", scan)])
    first = noisy(given, tmp_path / "噪", strength=HARSH)
    made = first.queries[0].image
    assert made is not None
    stamp = made.stat().st_mtime_ns
    again = noisy(given, tmp_path / "噪", strength=HARSH)
    elsewhere = noisy(given, tmp_path / "b", strength=HARSH)
    assert first.queries == again.queries
    assert made.stat().st_mtime_ns == stamp
    other = elsewhere.queries[0]
    assert other.image is not None
    assert other.text == first.queries[0].text != given.queries[0].text
    assert other.image.read_bytes() == made.read_bytes()
    reseeded = noisy(given, tmp_path / "噪", strength=HARSH, seed=1).queries[0]
    assert reseeded.text != other.text
    assert reseeded.image is not None
    assert reseeded.image.read_bytes() != made.read_bytes()
    assert first.records == given.records


def test_the_picture_is_turned_noisy_and_compressed(tmp_path: Path, scan: Path) -> None:
    made = noisy(collection([CollectionQuery("q", "scan", image=scan)]), tmp_path / "n").queries[0].image
    assert made is not None
    pixels = decode_file(made).pixels
    assert pixels.shape[0] > 140
    middle = pixels[50:90, 30:70].astype(float)
    assert middle.mean() == pytest.approx(90, abs=3)
    assert 5 < middle.std() < 25  # compression takes some of the 20 levels away
    still = degrade(np.full((140, 100, 3), 90, np.uint8), NoiseStrength(0, 20), np.random.default_rng(0))
    assert still.astype(float).std() == pytest.approx(20, rel=0.05)


def test_words_on_noisy_pictures_are_misread_and_on_others_not(tmp_path: Path, scan: Path) -> None:
    folder = tmp_path / "n"
    made = noisy(collection([CollectionQuery("q", "scan", image=scan)]), folder, strength=HARSH).queries[0].image
    assert made is not None
    reader = NoisyReader(FixedOcr(), tmp_path / "pages", noisy_folder=folder, strength=HARSH)
    assert reader.page(scan).text == PAGE.text
    misread = reader.page(made)
    assert misread.text != PAGE.text
    assert misread == NoisyReader(FixedOcr(), tmp_path / "pages", noisy_folder=folder, strength=HARSH).page(made)


def test_a_query_that_is_a_page_is_misread_as_a_page(tmp_path: Path) -> None:
    query = CollectionQuery("q", "ocr-to-record", PAGE.text, ocr=PAGE)
    made = noisy(collection([query]), tmp_path, strength=HARSH).queries[0]
    assert made.ocr is not None
    assert made.ocr.text == made.text != PAGE.text


def test_a_broken_picture_is_left_for_the_systems_to_name(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff no")
    assert noisy(collection([CollectionQuery("q", "scan", image=broken)]), tmp_path / "n").queries[0].image == broken


def test_rarity_by_hand() -> None:
    given = collection(
        [
            CollectionQuery("a", "t", "python cooking"),  # python: 2 records + 2 queries, cooking: itself
            CollectionQuery("b", "t", "python"),
            CollectionQuery("c", "t", "红楼"),  # one record, this query
            CollectionQuery("d", "photo"),  # as its record, 红楼 红梦…: here 红楼, 楼梦
        ],
        ["红楼梦", "Python", "Python tricks"],
    )
    found = rarities(given)
    assert {name: rarity.least_frequency for name, rarity in found.items()} == {"a": 1, "b": 4, "c": 2, "d": 1}
    assert found["a"].mean_log_frequency == pytest.approx((np.log(4) + 0) / 2)
    assert found["d"].mean_log_frequency == pytest.approx((np.log(2) + 0) / 2)


def test_the_rarest_third_of_each_task_is_kept() -> None:
    words = ["aa", "aa bb", "aa bb cc", "aa bb cc dd"]
    queries = [CollectionQuery(f"{task}{i}", task, text) for task in ("x", "y") for i, text in enumerate(words)]
    tail = long_tail(collection(queries))
    assert [query.id for query in tail.queries] == ["x2", "x3", "y2", "y3"]  # 4 / 3, rounded up
    assert set(tail.qrels) == {"x2", "x3", "y2", "y3"}
    assert long_tail(collection(queries), 1.0).queries == tuple(queries)
    with pytest.raises(ValueError, match="share"):
        long_tail(collection(queries), 0)


def test_a_query_without_any_terms_has_no_rarity() -> None:
    given = collection([CollectionQuery("q", "photo")], ["—"])
    assert rarities(given) == {}
    assert long_tail(replace(given)).queries == ()


@pytest.mark.data
def test_the_long_tail_of_real_covers_is_rarer(dev_data: Path) -> None:
    given = load_collection(dev_data / "covers-dev", [dev_data / "distractors.jsonl"])
    tail = long_tail(given)
    assert len(tail.queries) == pytest.approx(len(given.queries) / 3, abs=8)
    rare = rarities(given)
    kept = {query.id for query in tail.queries}
    for task in {query.task for query in given.queries}:
        of_task = [query.id for query in given.queries if query.task == task]
        rarest = max(rare[q] for q in of_task if q in kept)
        assert all(rare[q] >= rarest for q in of_task if q not in kept)
