from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from core.imaging.barcode import read_barcodes
from core.protocols import PageImage


def bars(text: str, kind: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.EAN13, scale: int = 3) -> Image.Image:
    return Image.fromarray(np.array(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=scale)))


def page(
    *codes: tuple[Image.Image, tuple[int, int]], angle: float = 0, size: tuple[int, int] = (900, 700)
) -> PageImage:
    sheet = Image.new("L", size, 235)
    for code, place in codes:
        sheet.paste(code, place)
    turned = sheet.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=235)
    return PageImage(np.array(turned.convert("RGB")), "", "back.jpg")


@pytest.mark.parametrize("angle", [0, 12, 33, 45, 61, 90, 135, 180, 270])
def test_isbn_at_any_angle(angle: float) -> None:
    found = read_barcodes(page((bars("9787302511854"), (280, 260)), angle=angle))
    assert [code.isbn for code in found] == ["9787302511854"]
    assert found[0].symbology == "EAN13"


def test_several_codes_isbn_first() -> None:
    found = read_barcodes(
        page(
            (bars("6901234567892"), (40, 40)),
            (bars("9780140449136"), (450, 60)),
            (bars("B1024-7", zxingcpp.BarcodeFormat.Code128), (60, 420)),
        )
    )
    assert [code.isbn for code in found] == ["9780140449136", None, None]
    assert {code.text for code in found} == {"9780140449136", "6901234567892", "B1024-7"}


def test_small_code_is_read_on_the_original() -> None:
    original = page((bars("9787020002207", scale=2), (3000, 2500)), size=(4000, 3000)).pixels
    reduced = np.array(Image.fromarray(original).resize((1600, 1200)).resize((400, 300)).resize((1600, 1200)))
    assert read_barcodes(PageImage(reduced, "", "a")) == ()
    assert [code.isbn for code in read_barcodes(PageImage(reduced, "", "a", full_pixels=original))] == ["9787020002207"]


def test_no_code() -> None:
    assert read_barcodes(page()) == ()
