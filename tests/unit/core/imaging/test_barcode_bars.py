"""The bars that are printed say what they should to a reader that is not ours."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

from core.domain.labels import Symbology
from core.errors import InvalidInputError
from core.imaging.barcode_bars import QUIET_MODULES, bars


def read(modules: str) -> list[str]:
    quiet = "0" * (QUIET_MODULES + 2)
    row = np.array([0 if m == "1" else 255 for m in quiet + modules + quiet], dtype=np.uint8)
    image = np.repeat(np.tile(row, (60, 1)), 3, axis=1)
    return [found.text for found in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize(
    ("text", "symbology", "below"),
    [
        ("WY000123", "code128", "WY000123"),
        ("wy-12 ab~", "code128", "wy-12 ab~"),
        ("0012345678", "code128", "0012345678"),
        ("wy000123", "code39", "WY000123"),
        ("9787020002207", "ean13", "9787020002207"),
        ("978702000220", "ean13", "9787020002207"),
        ("978-7-02-000220-7", "ean13", "9787020002207"),
    ],
)
def test_a_reader_reads_what_was_written(text: str, symbology: Symbology, below: str) -> None:
    modules, shown = bars(text, symbology)
    assert shown == below
    assert read(modules) == [below]


@pytest.mark.parametrize(
    ("text", "symbology", "message"),
    [
        ("", "code128", "barcode.empty"),
        ("图书1", "code128", "barcode.not_in_code"),
        ("wy_1", "code39", "barcode.not_in_code"),
        ("12", "ean13", "barcode.not_in_code"),
        ("9787020002208", "ean13", "barcode.check_digit"),
    ],
)
def test_what_cannot_be_written_is_said(text: str, symbology: Symbology, message: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        bars(text, symbology)
    assert caught.value.message_id == message
