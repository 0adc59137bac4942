from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from core.errors import InvalidInputError
from core.imaging.page_kind import page_kind
from core.imaging.pdf import PdfPages, as_jpeg
from core.services.intake_sources import LeftOut, Scan, count_scans, expand_scans, open_scans

TEXT = "此开卷第一回也作者自云曾历过一番梦幻之后故将真事隐去"
A5 = (874, 1240)  # at 150 dpi
LOCKED = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>> endobj
4 0 obj <</Filter/Standard/V 1/R 2/Length 40/P -4/O(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)/U(bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)>> endobj
trailer <</Root 1 0 R/Encrypt 4 0 R/ID[(cccccccccccccccc)(cccccccccccccccc)]/Size 5>>
%%EOF
"""  # noqa: E501


def cover(colour: tuple[int, int, int], title: str, font: Path) -> Image.Image:
    image = Image.new("RGB", A5, colour)
    pen = ImageDraw.Draw(image)
    pen.text((A5[0] / 2, 300), title, font=ImageFont.truetype(str(font), 120), fill="white", anchor="mm")
    pen.ellipse((200, 500, 700, 1000), fill=(240, 200, 60))
    return image


def text_page(font: Path) -> Image.Image:
    image = Image.new("RGB", A5, (250, 248, 240))
    pen = ImageDraw.Draw(image)
    letters = ImageFont.truetype(str(font), 20)
    for row in range(34):
        pen.text((90, 90 + 31 * row), TEXT, font=letters, fill=(20, 20, 20))
    return image


def blank_page() -> Image.Image:
    return Image.new("RGB", A5, (252, 250, 246))


def save(pages: list[Image.Image], target: Path) -> Path:
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return target


def test_pages_are_told_apart_by_their_look(cjk_font: Path) -> None:
    assert page_kind(np.asarray(cover((150, 40, 40), "红楼梦", cjk_font))) == "cover"
    assert page_kind(np.asarray(cover((255, 255, 255), "红楼梦", cjk_font))) == "cover"
    assert page_kind(np.asarray(text_page(cjk_font))) == "text"
    assert page_kind(np.asarray(text_page(cjk_font).rotate(90, expand=True))) == "text"
    assert page_kind(np.asarray(blank_page())) == "blank"


def test_a_page_is_rendered_at_a_useful_size_and_always_alike(tmp_path: Path, cjk_font: Path) -> None:
    file = save([cover((150, 40, 40), "红楼梦", cjk_font)], tmp_path / "扫描 一.pdf")
    with PdfPages(file) as pages:
        assert len(pages) == 1
        pixels = pages.render(1)
    assert pixels.shape[2] == 3
    assert 1600 < pixels.shape[0] < 1700, "A5 at 200 dpi"
    assert tuple(pixels[40, 40]) == pytest.approx((150, 40, 40), abs=6)
    with PdfPages(file) as pages:
        assert as_jpeg(pages.render(1)) == as_jpeg(pixels)
        with pytest.raises(InvalidInputError, match=r"pdf\.no_such_page"):
            pages.render(2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(LOCKED, "pdf.password"), (b"%PDF-1.4\nnothing more", "pdf.damaged"), (b"", "pdf.damaged")],
)
def test_a_pdf_that_cannot_be_opened_is_a_scan_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    (scan,) = open_scans(file)
    assert isinstance(scan, Scan)
    assert scan.image is None
    assert scan.problem is not None
    assert scan.problem.message_id == reason
    assert count_scans([file]) == 1


def test_covers_become_scans_and_other_pages_are_counted(tmp_path: Path, cjk_font: Path) -> None:
    first, second = cover((150, 40, 40), "红楼梦", cjk_font), cover((40, 90, 150), "西游记", cjk_font)
    file = save([first, text_page(cjk_font), blank_page(), second], tmp_path / "b.pdf")
    found = list(open_scans(file))
    kept = [scan.label for scan in found if isinstance(scan, Scan)]
    assert kept == [f"{file}#page=1", f"{file}#page=4"]
    assert [each.label for each in found if isinstance(each, LeftOut)] == [f"{file}#page=2", f"{file}#page=3"]
    assert count_scans([file]) == 4
    (again,) = open_scans(Path(f"{file}#page=4"))  # as a retry names it
    assert isinstance(again, Scan)
    assert again.image is not None
    assert again.original.startswith(b"\xff\xd8")


def test_of_a_pdf_without_covers_the_first_page_is_kept(tmp_path: Path, cjk_font: Path) -> None:
    file = save([text_page(cjk_font), text_page(cjk_font)], tmp_path / "c.pdf")
    found = list(open_scans(file))
    assert [type(each) for each in found] == [Scan, LeftOut]
    assert isinstance(found[0], Scan)
    assert found[0].label == f"{file}#page=1"


def test_folders_give_images_and_pdfs_in_order(tmp_path: Path, cjk_font: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("b.pdf", "a.JPG", "in/c.png", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    names = [path.name for path in expand_scans([str(tmp_path), str(tmp_path / "gone.jpg")])]
    assert names == ["a.JPG", "b.pdf", "c.png", "gone.jpg"]
    (scan,) = open_scans(tmp_path / "gone.jpg")
    assert isinstance(scan, Scan)
    assert scan.problem is not None
    assert scan.problem.message_id == "image.missing"
