from __future__ import annotations

import numpy as np
import pytest

from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.encoders.unified.inputs import OcrTokens, UnifiedInput, ocr_tokens
from core.imaging.degradation import turned
from core.text.noise import OcrNoise
from core.training.augmentation import ScanAugmentation, augment, generator_of
from core.training.ocr_noise import noisy_tokens, placed_tokens

PAGE = OcrPage(
    (
        OcrLine("基督山伯爵 第一卷", BoundingBox(100, 60, 500, 120), 0.95, block=0),
        OcrLine("The Count of Monte Cristo", BoundingBox(120, 200, 480, 240), 0.9, block=1),
        OcrLine("大仲马", BoundingBox(250, 700, 350, 740), 0.8, block=2),
    ),
    600,
    800,
    "test",
)
TOKENS = ocr_tokens(PAGE)
SILENT = OcrNoise(0, 0, 0)


def picture() -> UnifiedInput:
    """A page whose first word is a black bar, so that its box can be found in the pixels."""
    pixels = np.full((800, 600, 3), 240, dtype=np.uint8)
    x0, y0, x1, y1 = (TOKENS.boxes[0] * np.array([0.6, 0.8, 0.6, 0.8])).round().astype(int)
    pixels[y0:y1, x0:x1] = 0
    return UnifiedInput("基督山", "query", "chi", pixels, TOKENS, "ab" * 32)


def test_every_item_has_its_own_repeatable_scan() -> None:
    def made(seed: int, name: str, epoch: int) -> UnifiedInput:
        return augment(picture(), ScanAugmentation(), generator_of(seed, name, epoch))

    first, again = made(1, "q", 0), made(1, "q", 0)
    assert first.pixels is not None
    assert again.pixels is not None
    assert np.array_equal(first.pixels, again.pixels)
    assert first.ocr is not None
    assert again.ocr is not None
    assert first.ocr.words == again.ocr.words
    others = [made(1, "q", 1), made(1, "r", 0), made(2, "q", 0)]
    for other in others:
        assert other.pixels is not None
        assert other.pixels.shape != first.pixels.shape or not np.array_equal(other.pixels, first.pixels)
    assert first.image_sha256 == ""  # another picture must not be taken for the cached one
    assert max(first.pixels.shape) <= 512 * 1.25
    assert picture().pixels is not None


def test_words_stay_on_what_they_were_read_from() -> None:
    geometry = ScanAugmentation(
        probability=1.0, blur_px=0, shake_px=0, noise_levels=0, jpeg=(95, 95), glare=0, shadow=0, light=0.05,
        words=SILENT, box_jitter=0,
    )  # fmt: skip
    for seed in range(8):
        made = augment(picture(), geometry, generator_of(seed))
        assert made.pixels is not None
        assert made.ocr is not None
        rows, columns = np.nonzero(made.pixels.max(axis=2) < 40)
        height, width = made.pixels.shape[:2]
        assert made.ocr.words[0] == "基督山伯爵"
        x0, y0, x1, y1 = made.ocr.boxes[0] / 1000 * np.array([width, height] * 2)
        assert columns.min() == pytest.approx(x0, abs=4)
        assert columns.max() == pytest.approx(x1, abs=4)
        assert rows.min() == pytest.approx(y0, abs=4)
        assert rows.max() == pytest.approx(y1, abs=4)


def test_what_is_not_there_stays_away() -> None:
    text = UnifiedInput("红楼梦", "passage", "chi")
    assert augment(text, ScanAugmentation(typing=OcrNoise(1, 0, 0)), generator_of(0)) == text
    query = UnifiedInput("红楼梦", "query", "chi")
    assert augment(query, ScanAugmentation(), generator_of(0)) == query
    assert augment(query, ScanAugmentation(typing=OcrNoise(1, 0, 0)), generator_of(0)).text != "红楼梦"
    words = augment(UnifiedInput(ocr=TOKENS), ScanAugmentation(), generator_of(0))
    assert words.pixels is None
    assert words.ocr is not None


def test_nothing_drawn_changes_only_the_size() -> None:
    made = augment(picture(), ScanAugmentation(probability=0, words=SILENT, box_jitter=0), generator_of(0))
    assert made.pixels is not None
    assert made.pixels.shape == (512, 384, 3)
    assert made.ocr is not None
    assert made.ocr.words == TOKENS.words
    assert np.abs(made.ocr.boxes - TOKENS.boxes).max() <= 1


def same(one: OcrTokens, other: OcrTokens) -> bool:
    names = ("boxes", "line", "block", "confidence")
    return one.words == other.words and all(np.array_equal(getattr(one, n), getattr(other, n)) for n in names)


def test_tokens_misread() -> None:
    assert same(noisy_tokens(TOKENS, SILENT, generator_of(0)), TOKENS)
    noisy = noisy_tokens(TOKENS, OcrNoise(0.5, 0.1, 0.1), generator_of(0), jitter=10.0)
    assert noisy.words != TOKENS.words
    assert len(noisy) == len(TOKENS)
    assert np.std(noisy.boxes - TOKENS.boxes) == pytest.approx(10, rel=0.4)
    assert (noisy.boxes[:, 0] <= noisy.boxes[:, 2]).all()
    missed = noisy_tokens(TOKENS, OcrNoise(0, 0, 0, line_drop=1.0), generator_of(3))
    assert len(np.unique(missed.line)) == 1
    empty = placed_tokens(TOKENS, turned(600, 800, 0), 600, 800)
    nothing = noisy_tokens(_none_of(empty), OcrNoise(), generator_of(0))
    assert len(nothing) == 0


def _none_of(tokens: OcrTokens) -> OcrTokens:
    return OcrTokens((), tokens.boxes[:0], tokens.line[:0], tokens.block[:0], tokens.confidence[:0])


@pytest.mark.parametrize("wrong", [{"probability": 2}, {"perspective": 0.9}, {"jpeg": (90, 20)}, {"longest_px": 3}])
def test_settings_out_of_range(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"out of range|JPEG"):
        ScanAugmentation(**wrong)  # type: ignore[arg-type]
