"""What is drawn is read back from the PDF: text, places, and bars by a barcode reader."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from core.domain.labels import Label, SheetLayout, ShelfItem
from core.domain.records import Holding, RecordId
from core.errors import HostFaultError
from core.imaging.barcode_bars import bars
from librarian_app.theme import font_families
from librarian_app.widgets.label_painter import LabelLook, LabelSheets, fitting_size, module_width_mm
from librarian_app.widgets.list_painter import ListColumn, ListPages
from librarian_app.widgets.printing import save_pdf

A4 = SheetLayout("x", columns=3, rows=8, label_width_mm=70, label_height_mm=37, top_mm=0.5)


def barcode_label(text: str, title: str = "红楼梦") -> Label:
    item = ShelfItem(Holding(barcode=text, call_number="I242.4/10"), RecordId(1), title)
    return Label(item, ("I242.4", "10"), text, bars(text, "code128")[0])


def spine_label(*lines: str) -> Label:
    return Label(ShelfItem(Holding(call_number="/".join(lines)), RecordId(1), "t"), lines)


def text_of(file: Path, page: int = 0) -> str:
    return normalize("NFKC", pypdfium2.PdfDocument(file)[page].get_textpage().get_text_range())


def ink(image: np.ndarray, layout: SheetLayout) -> list[bool]:
    """Which labels of a sheet have something on them, row by row."""
    px = image.shape[1] / layout.page_width_mm
    return [
        bool(
            (
                image[
                    round(p.y_mm * px) + 1 : round((p.y_mm + p.height_mm) * px) - 1,
                    round(p.x_mm * px) + 1 : round((p.x_mm + p.width_mm) * px) - 1,
                ]
                < 128
            ).any()
        )
        for p in layout.places(layout.per_page)
    ]


def picture(file: Path, page: int = 0) -> np.ndarray:
    return pypdfium2.PdfDocument(file)[page].render(scale=300 / 72, grayscale=True).to_numpy().squeeze()


def test_spine_labels_stand_where_the_sheet_has_them(qapp: QApplication, tmp_path: Path) -> None:
    labels = [spine_label("I242.4", f"{n}", "v.2") for n in range(101, 126)]
    file = tmp_path / "书 标.pdf"
    save_pdf(LabelSheets(labels, A4, LabelLook(), first=2), file, "t")
    document = pypdfium2.PdfDocument(file)
    assert len(document) == 2
    assert document.get_page_size(0) == pytest.approx((210 / 25.4 * 72, 297 / 25.4 * 72), abs=0.5)
    assert ink(picture(file, 0), A4) == [False] + [True] * 23
    assert ink(picture(file, 1), A4) == [True] * 2 + [False] * 22
    assert "v." in text_of(file)


def test_text_stays_on_its_label(qapp: QApplication, tmp_path: Path) -> None:
    """The second of three labels in a row is long and high; its neighbours stay empty."""
    narrow = SheetLayout("n", columns=3, rows=1, label_width_mm=25, label_height_mm=20, left_mm=10, top_mm=10)
    file = tmp_path / "n.pdf"
    save_pdf(
        LabelSheets([spine_label("I247.57/12345", "WWWWWWWWWW", "3", "4", "5")], narrow, LabelLook(), first=2), file
    )
    assert ink(picture(file), narrow) == [False, True, False]


@pytest.mark.parametrize("symbology", ["code128", "code39", "ean13"])
def test_barcodes_are_read_from_the_paper(qapp: QApplication, tmp_path: Path, symbology: str) -> None:
    texts = ["WY000123", "WY000124"] if symbology != "ean13" else ["9787020002207", "9787536692930"]
    labels = []
    for text in texts:
        modules, shown = bars(text, symbology)  # type: ignore[arg-type]
        labels.append(Label(ShelfItem(Holding(barcode=text), RecordId(1), "红楼梦"), (), shown, modules))
    file = tmp_path / "条码.pdf"
    look = LabelLook("barcode", heading="文渊图书馆", with_title=True, with_frame=True)
    save_pdf(LabelSheets(labels, A4, look), file)
    assert sorted(found.text for found in zxingcpp.read_barcodes(picture(file))) == sorted(texts)


def test_a_roll_has_a_page_for_each_label(qapp: QApplication, tmp_path: Path) -> None:
    roll = SheetLayout("r", 50, 30, 1, 1, 50, 30, is_roll=True)
    file = tmp_path / "r.pdf"
    save_pdf(LabelSheets([barcode_label("WY1"), barcode_label("WY2")], roll, LabelLook("barcode"), copies=2), file)
    document = pypdfium2.PdfDocument(file)
    assert len(document) == 4
    assert document.get_page_size(0) == pytest.approx((50 / 25.4 * 72, 30 / 25.4 * 72), abs=0.5)
    read = [zxingcpp.read_barcodes(picture(file, page))[0].text for page in range(4)]
    assert read == ["WY1", "WY1", "WY2", "WY2"]


def test_chinese_is_in_the_pdf_as_text(qapp: QApplication, tmp_path: Path) -> None:
    file = tmp_path / "c.pdf"
    family = ", ".join(font_families("zh_CN"))
    look = LabelLook("barcode", family=family, heading="文渊阁", with_title=True, with_call_number=True)
    save_pdf(LabelSheets([barcode_label("WY1", "石头记")], A4, look), file)
    for expected in ("文渊阁", "石头记", "WY"):
        assert expected in text_of(file)


def test_labels_with_a_problem_are_left_out(qapp: QApplication) -> None:
    bad = Label(ShelfItem(Holding(), RecordId(1), "t"), problem_id="label.no_call_number")
    assert LabelSheets([bad, spine_label("A", "1")], A4, LabelLook()).n_pages == 1
    assert LabelSheets([bad], A4, LabelLook()).n_pages == 0


def test_long_call_numbers_become_smaller_not_cut(qapp: QApplication) -> None:
    look = LabelLook(size_pt=20)
    room = QRectF(0, 0, 2000, 2000)
    assert fitting_size(("I2", "1"), room.width(), room.height(), look) < 20.01
    assert fitting_size(("I247.57/1234567",), room.width(), room.height(), look) < 8
    assert fitting_size(tuple("abcdefgh"), room.width(), room.height(), look) < 8


def test_modules_are_as_wide_as_the_label_allows() -> None:
    assert module_width_mm("1" * 80, 50) == pytest.approx(0.45)
    assert module_width_mm("1" * 180, 50) == pytest.approx(0.25)


def test_a_list_goes_over_pages_with_its_header_on_each(qapp: QApplication, tmp_path: Path) -> None:
    rows = [(f"I{n}/1", f"书名 {n}") for n in range(100, 220)]
    pages = ListPages("排架目录", "文渊", [ListColumn("索书号", 1), ListColumn("题名", 2)], rows)
    file = tmp_path / "l.pdf"
    save_pdf(pages, file)
    document = pypdfium2.PdfDocument(file)
    assert len(document) == pages.n_pages == 3
    assert all("索书号" in text_of(file, page) for page in range(3))
    assert [text_of(file, page).count("书名") for page in range(3)][:2] == [pages.rows_per_page] * 2
    assert sum(text_of(file, page).count("书名") for page in range(3)) == len(rows)
    wide = ListPages("l", "", [ListColumn("a", 1)], [("x",)], landscape=True)
    assert wide.page_mm == (297.0, 210.0)


def test_a_file_that_cannot_be_written_is_said(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    with pytest.raises(HostFaultError, match=r"print\.unwritable"):
        save_pdf(LabelSheets([spine_label("A")], A4, LabelLook()), tmp_path / "x.pdf")
