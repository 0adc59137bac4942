from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.training.enrichment import with_scan_variants
from core.training.inputs_store import InputStore, OpenedPicture
from core.training.pairs import PairSet, StoredInput, TrainingPair

PAGE = OcrPage(
    tuple(OcrLine(f"Words of line {n}", BoundingBox(10, 20 * n, 150, 20 * n + 15), 0.9) for n in range(12)),
    200,
    300,
    "t",
)


def picture(path: Path) -> OpenedPicture:
    rng = np.random.default_rng(len(path.name))
    return OpenedPicture(rng.integers(0, 255, (300, 200, 3), dtype=np.uint8), path.stem)


@pytest.fixture
def pairs() -> PairSet:
    text = StoredInput("Dune", "passage", "eng")
    cover, words = StoredInput(image=Path("a.jpg")), StoredInput(image=Path("a.jpg"), page=PAGE, with_pixels=False)
    return PairSet(
        (
            TrainingPair("cover_text", cover, text, "a", "r1", "w1"),
            TrainingPair("ocr_text", words, text, "a#ocr", "r1", "w1"),
            TrainingPair("cover_text", StoredInput(image=Path("b.jpg")), text, "b", "r2", "w2", "test"),
            TrainingPair("zh_en", StoredInput("沙丘"), text, "z", "r1", "w1"),
        )
    )


def test_only_covers_and_their_words_of_the_training_part_are_varied(pairs: PairSet) -> None:
    made = with_scan_variants(pairs, 2)
    assert [p.left_id for p in made.pairs] == ["a", "a~1", "a~2", "a#ocr", "a#ocr~1", "a#ocr~2", "b", "z"]
    assert {p.record_id for p in made.pairs if p.left_id.startswith("a")} == {"w1"}, "never each other's negatives"
    assert with_scan_variants(pairs, 0) == pairs


def test_variants_differ_from_the_scan_and_from_each_other_and_come_out_alike_each_time(pairs: PairSet) -> None:
    made = {p.left_id: p.left for p in with_scan_variants(pairs, 2).pairs}
    first, again = InputStore(picture), InputStore(picture)
    views = [first(made[name]) for name in ("a", "a~1", "a~2")]
    names = [view.image_sha256 for view in views]
    assert names == ["a", "a~1", "a~2"], "caches keep them apart"
    assert views[0].pixels is not None
    assert views[1].pixels is not None
    assert views[1].pixels.shape != views[2].pixels.shape or not np.array_equal(views[1].pixels, views[2].pixels)
    repeated = again(made["a~1"]).pixels
    assert repeated is not None
    assert np.array_equal(repeated, views[1].pixels)

    plain, noisy = first(made["a#ocr"]), first(made["a#ocr~1"])
    assert plain.ocr is not None
    assert noisy.ocr is not None
    assert noisy.pixels is None
    assert (noisy.ocr.words, noisy.ocr.boxes.tolist()) != (plain.ocr.words, plain.ocr.boxes.tolist())
