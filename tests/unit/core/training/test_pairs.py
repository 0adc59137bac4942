from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.errors import InvalidInputError
from core.training.pairs import PairSet, StoredInput, TrainingPair, fingerprint_of, merge, renamed, unique_pairs

PAGE = OcrPage((OcrLine("红楼梦", BoundingBox(10, 10, 90, 40), 0.9),), 100, 150, "test")


def pair(number: int, left: str = "", right: str = "", **more: object) -> TrainingPair:
    sides = StoredInput(left or f"查询 {number}", "query", "chi"), StoredInput(right or f"text {number}")
    return TrainingPair("zh_en", *sides, f"q{number}", f"r{number}", f"w{number}", **more)  # type: ignore[arg-type]


def test_nothing_is_opened_before_it_is_asked_for(tmp_path: Path) -> None:
    side = StoredInput(image=tmp_path / "没有.jpg")
    broken = TrainingPair("cover_text", side, StoredInput("红楼梦"), "q", "r", "w")
    with pytest.raises(InvalidInputError) as caught:
        broken.load()
    assert caught.value.message_id == "image.missing"


def test_loading_decodes_the_image_and_places_the_words(tmp_path: Path) -> None:
    path = tmp_path / "封面 一.png"
    Image.fromarray(np.full((150, 100, 3), 200, dtype=np.uint8)).save(path)
    left = StoredInput("红楼", "query", "chi", path, PAGE)
    shown, text = TrainingPair("query_record", left, StoredInput("曹雪芹"), "q", "r", "w").load()
    assert shown.pixels is not None
    assert shown.pixels.shape == (150, 100, 3)
    assert shown.image_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert shown.ocr is not None
    assert shown.ocr.words == ("红楼梦",)
    assert shown.ocr.boxes.tolist() == [[100, 67, 900, 267]]
    assert (shown.text, shown.role, shown.language) == ("红楼", "query", "chi")
    assert (text.text, text.role, text.pixels, text.ocr) == ("曹雪芹", "passage", None, None)


def test_an_ocr_side_does_not_show_the_picture(tmp_path: Path) -> None:
    loaded = StoredInput(image=tmp_path / "gone.jpg", page=PAGE, with_pixels=False).load()
    assert loaded.pixels is None
    assert loaded.ocr is not None


def test_the_order_depends_on_seed_and_epoch_only() -> None:
    pairs = PairSet(tuple(pair(i) for i in range(50)))

    def order(seed: int, epoch: int) -> list[str]:
        return [each.left_id for each in pairs.stream(seed=seed, epoch=epoch)]

    assert order(1, 0) == order(1, 0)
    assert order(1, 0) != order(1, 1) != order(2, 1)
    assert sorted(order(1, 1)) == sorted(each.left_id for each in pairs.pairs)
    assert list(pairs.stream("dev", seed=0)) == []


def test_the_summary_counts() -> None:
    pairs = PairSet(
        (pair(1, origin="query"), pair(2, origin="query", split="dev"), pair(3, origin="sentence")), 5, {"cover": 4}
    )
    summary = pairs.summary()
    assert summary.kinds == {"zh_en": {"train": 2, "dev": 1, "test": 0}}
    assert summary.origins == {"query": 2, "sentence": 1}
    assert summary.works == {"train": 2, "dev": 1, "test": 0}
    assert (summary.records, summary.missing, summary.rejected) == (5, {"cover": 4}, 0)
    assert (summary.count(), summary.count("dev", "zh_en"), summary.count("train", "ocr_text")) == (2, 1, 0)


def test_the_fingerprint_sees_texts_and_parts_but_no_order() -> None:
    one, two = pair(1), pair(2)
    assert fingerprint_of([one, two]) == fingerprint_of([two, one])
    assert len({fingerprint_of(each) for each in ([one], [two], [one, two], [pair(1, right="other")], [])}) == 5
    assert fingerprint_of([pair(1, split="dev")]) != fingerprint_of([one])


def test_the_same_two_texts_are_one_pair_but_two_images_are_not(tmp_path: Path) -> None:
    twice = (pair(1, "狂人日记", "Diary"), pair(2, "狂人日记", "Diary"))
    assert unique_pairs(twice) == twice[:1]
    with_image = [
        TrainingPair(
            "query_record", StoredInput("狂人", image=tmp_path / f"{i}.jpg"), StoredInput("D"), f"q{i}", "r", "w"
        )
        for i in range(2)
    ]
    assert len(unique_pairs(with_image)) == 2


def test_collections_of_equal_ids_stay_apart() -> None:
    first = PairSet((pair(1, related=frozenset({"r9"})),), 1, {"cover": 1})
    second = PairSet((pair(1, "另一本", "another"),), 2, {"cover": 2, "ocr": 1})
    both = merge([renamed(first, "a/"), renamed(second, "b/")])
    assert [each.record_id for each in both.pairs] == ["a/w1", "b/w1"]
    assert both.pairs[0].related == {"a/r9"}
    assert (both.n_records, both.missing) == (3, {"cover": 3, "ocr": 1})
