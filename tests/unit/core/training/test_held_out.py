from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from core.domain.promotion import SLICES
from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.encoders.unified.inputs import UnifiedInput, ocr_tokens
from core.training.augmentation import generator_of
from core.training.held_out import HeldOutSettings, held_out_slices, noisy_input
from core.training.pairs import StoredInput, TrainingPair

PAGE = OcrPage((OcrLine("红楼梦 曹雪芹", BoundingBox(10, 10, 90, 40), 0.9),), 100, 150, "test")


def pair(
    kind: str, left: StoredInput, right: StoredInput, name: str, split: str = "test", **more: object
) -> TrainingPair:
    return TrainingPair(kind, left, right, f"{name}-l", f"{name}-r", name, split, **more)  # type: ignore[arg-type]


def pairs(tmp_path: Path) -> list[TrainingPair]:
    image = tmp_path / "封面.png"
    Image.fromarray(np.full((150, 100, 3), 120, dtype=np.uint8)).save(image)
    record = StoredInput("红楼梦\n宝玉与黛玉", "passage", "chi")
    made = [
        pair(
            "zh_en",
            StoredInput("红楼梦", "query", "chi"),
            StoredInput("Dream of the Red Chamber", "passage", "eng"),
            "a",
        ),
        pair("zh_en", StoredInput("水浒传", "passage", "chi"), StoredInput("Water Margin", "query", "eng"), "b"),
        pair(
            "zh_en",
            StoredInput("西游记", "passage", "chi"),
            StoredInput("Journey to the West", "passage", "eng"),
            "c",
            "train",
        ),
        pair("query_record", StoredInput("大观园", "query", "chi"), record, "a"),
        pair(
            "query_record",
            StoredInput("pilgrims", "query", "eng"),
            StoredInput("A monk travels.", "passage", "eng"),
            "b",
        ),
        pair("cover_text", StoredInput(image=image), record, "a"),
        pair("ocr_text", StoredInput(image=image, page=PAGE, with_pixels=False), record, "a"),
        pair("query_record", StoredInput("红楼", "query", "chi", image, PAGE), record, "j"),
    ]
    return made


def test_every_slice_is_asked(tmp_path: Path) -> None:
    slices = {each.name: each for each in held_out_slices(pairs(tmp_path))}
    assert set(slices) == {*SLICES, "en-en"}
    there, back = slices["zh-en"], slices["en-zh"]
    assert [q.id for q in there.queries] == ["a-l", "b-l"]  # c was trained on
    assert len(there.documents) == 3  # and yet is a candidate
    assert [q.id for q in back.queries] == ["a-r", "b-r"]
    first = there.queries[0].load()
    assert (first.text, first.role, first.language) == ("红楼梦", "query", "chi")
    turned = there.queries[1].load()
    assert (turned.text, turned.role) == ("水浒传", "query")  # a passage that asks is a query
    assert {d.load().role for part in slices.values() for d in part.documents} == {"passage"}
    assert slices["image-record"].queries[0].load().pixels is not None
    assert slices["ocr-record"].queries[0].load().pixels is None
    joint = slices["joint"].queries[0].load()
    assert joint.pixels is not None
    assert joint.ocr is not None
    assert joint.text
    assert [part.name for part in slices.values() if part.repeats] == ["long-tail", "noisy"]
    assert slices["joint"].queries[0].label == "红楼 · 封面.png"


def test_answers_are_told_by_what_they_say(tmp_path: Path) -> None:
    title = StoredInput("红楼梦", "passage", "chi")
    story = StoredInput("宝玉与黛玉", "passage", "chi")
    asked = [
        TrainingPair("query_record", StoredInput("石头记", "query", "chi"), title, "q1", "r", "w", "test"),
        TrainingPair(
            "query_record",
            StoredInput("大观园", "query", "chi"),
            story,
            "q2",
            "r",
            "w",
            "test",
            related=frozenset({"x"}),
        ),
        TrainingPair(
            "query_record", StoredInput("别的", "query", "chi"), StoredInput("三国", language="chi"), "q3", "x", "v"
        ),
    ]
    (part,) = [each for each in held_out_slices(asked) if each.name == "zh-zh"]
    texts = {d.id: d.load().text for d in part.documents}
    assert [[texts[a] for a in q.answers] for q in part.queries] == [["红楼梦"], ["宝玉与黛玉"]]
    assert [[texts[a] for a in q.aside] for q in part.queries] == [[], ["三国"]]


def test_thinning_keeps_answers_and_is_always_the_same() -> None:
    many = [
        pair("zh_en", StoredInput(f"查询{i}", "query", "chi"), StoredInput(f"text {i}", "passage", "eng"), f"w{i:03}")
        for i in range(60)
    ]
    settings = HeldOutSettings(max_queries=10, max_documents=25)
    first, again = (held_out_slices(many, settings)[0] for _ in range(2))
    assert len(first.queries) == 10
    assert len(first.documents) == 25
    assert {a for q in first.queries for a in q.answers} <= {d.id for d in first.documents}
    assert [q.id for q in first.queries] == [q.id for q in again.queries]
    tail = next(each for each in held_out_slices(many) if each.name == "long-tail")
    assert len(tail.queries) == 40  # a third of 120, both directions together


def test_noise_is_repeatable_and_words_follow_the_picture(tmp_path: Path) -> None:
    noisy = next(each for each in held_out_slices(pairs(tmp_path)) if each.name == "noisy")
    assert len(noisy.queries) == 9
    joint = next(query for query in noisy.queries if query.id.startswith("joint/"))
    first, again = joint.load(), joint.load()
    assert first.pixels is not None
    assert again.pixels is not None
    assert np.array_equal(first.pixels, again.pixels)
    assert first.image_sha256 == ""
    pixels = np.full((150, 100, 3), 255, dtype=np.uint8)
    pixels[10:40, 10:90] = 0
    settings = HeldOutSettings(jitter=0.0)
    made = noisy_input(UnifiedInput("", pixels=pixels, ocr=ocr_tokens(PAGE)), settings, generator_of(3))
    assert made.pixels is not None
    assert made.ocr is not None
    rows, columns = np.nonzero(made.pixels.max(axis=2) < 80)
    height, width = made.pixels.shape[:2]
    assert abs(made.ocr.boxes[:, 0].min() / 1000 * width - columns.min()) < 6
    assert abs(made.ocr.boxes[:, 3].max() / 1000 * height - rows.max()) < 6


def test_nothing_held_out_gives_no_slices(tmp_path: Path) -> None:
    assert held_out_slices([p for p in pairs(tmp_path) if p.split == "train"]) == ()
