"""OCR pages → words with boxes on the grid."""

from __future__ import annotations

import numpy as np
import pytest

from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.encoders.unified.inputs import OcrTokens, UnifiedInput, ocr_tokens
from core.errors import InvalidInputError


def words_of(text: str, *, box: BoundingBox | None = None, is_vertical: bool = False) -> OcrTokens:
    line = OcrLine(text, box or BoundingBox(0, 0, 100, 10), 0.5, 3, is_vertical)
    return ocr_tokens(OcrPage((line,), 100, 100, "test"))


def test_words_share_their_line_by_printed_width() -> None:
    tokens = words_of("红楼 ab cd")  # 4 + 1 + 2 + 1 + 2 columns
    assert tokens.words == ("红楼", "ab", "cd")
    assert tokens.boxes.tolist() == [[0, 0, 400, 100], [500, 0, 700, 100], [800, 0, 1000, 100]]
    assert tokens.block.tolist() == [3, 3, 3]
    assert tokens.confidence.tolist() == [0.5, 0.5, 0.5]


def test_columns_are_shared_from_top_to_bottom() -> None:
    tokens = words_of("红楼 梦记", box=BoundingBox(90, 0, 100, 90), is_vertical=True)
    assert tokens.boxes.tolist() == [[900, 0, 1000, 400], [900, 500, 1000, 900]]


def test_the_same_word_twice_has_two_places() -> None:
    tokens = words_of("a b a")
    assert tokens.boxes[0].tolist() != tokens.boxes[2].tolist()


def test_text_is_what_a_plain_encoder_would_be_given(page: OcrPage) -> None:
    assert ocr_tokens(page).text == page.text
    assert ocr_tokens(page).line.tolist() == [0, 0, 1, 1, 1, 1]


def test_blank_lines_and_boxes_beyond_the_page() -> None:
    lines = (
        OcrLine("  ", BoundingBox(0, 0, 9, 9), 0.5),
        OcrLine("　全角　", BoundingBox(-50, 120, 70, -20), 1.7, -1),
    )
    tokens = ocr_tokens(OcrPage(lines, 100, 100, "test"))
    assert tokens.words == ("全角",)
    assert tokens.line.tolist() == [0]
    assert tokens.block.tolist() == [0]
    assert tokens.confidence.tolist() == [1.0]
    x0, y0, x1, y1 = tokens.boxes[0].tolist()
    assert 0 <= x0 <= x1 <= 1000
    assert (y0, y1) == (0, 1000)


def test_an_empty_page() -> None:
    tokens = ocr_tokens(OcrPage((), 0, 0, "test"))
    assert len(tokens) == 0
    assert tokens.text == ""
    assert tokens.boxes.shape == (0, 4)


def test_arrays_that_do_not_go_together_are_refused() -> None:
    good = words_of("a b")
    with pytest.raises(InvalidInputError) as caught:
        OcrTokens(good.words, good.boxes[:1], good.line, good.block, good.confidence)
    assert caught.value.context == {"what": "ocr.boxes", "expected": "(2, 4)", "found": "(1, 4)"}
    with pytest.raises(InvalidInputError) as caught:
        OcrTokens(good.words, good.boxes + 1, good.line, good.block, good.confidence)
    assert caught.value.context["found"] == "1 … 1001"


def test_images_are_named_by_content() -> None:
    pixels = np.zeros((4, 6, 3), dtype=np.uint8)
    assert UnifiedInput().image_key == ""
    assert UnifiedInput(pixels=pixels, image_sha256="abc").image_key == "abc"
    key = UnifiedInput(pixels=pixels).image_key
    assert key == UnifiedInput(pixels=pixels.copy()).image_key
    assert key != UnifiedInput(pixels=pixels.reshape(6, 4, 3)).image_key
    assert key != UnifiedInput(pixels=pixels + np.uint8(1)).image_key
