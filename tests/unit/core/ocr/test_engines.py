"""The contract of `OcrEngine`, held by both engines on the same drawn pages, and what only one of them can do."""

from __future__ import annotations

import numpy as np
import pytest
from rapidfuzz import fuzz

from core.domain.scans import OcrPage
from core.errors import HostFaultError
from core.ocr import rapid as rapid_module
from core.ocr import tesseract as tesseract_module
from core.ocr.rapid import RapidOcrEngine, upright_quad
from core.ocr.tesseract import TesseractEngine
from core.protocols import OcrEngine, PageImage


def plain(text: str) -> str:
    return "".join(text.split()).casefold()


@pytest.fixture(params=["rapidocr", pytest.param("tesseract", marks=pytest.mark.tesseract)])
def engine(request: pytest.FixtureRequest, rapid: RapidOcrEngine) -> OcrEngine:
    if request.param == "rapidocr":
        return rapid
    if not tesseract_module.available(("eng", "chi_sim", "chi_tra")):
        pytest.skip("Tesseract with eng, chi_sim and chi_tra is not installed")
    return TesseractEngine()


def test_is_an_ocr_engine(engine: OcrEngine) -> None:
    assert isinstance(engine, OcrEngine)
    assert engine.name in {"rapidocr", "tesseract"}


def test_english_and_chinese_title(engine: OcrEngine, draw_page) -> None:
    image = draw_page([("The Secret Garden", 40, 80, 52), ("平凡的世界", 80, 260, 80), ("路遥 著", 200, 460, 40)])
    page = engine.recognise(image)
    assert isinstance(page, OcrPage)
    assert (page.width_px, page.height_px, page.engine) == (600, 800, engine.name)
    assert "thesecretgarden" in plain(page.text)
    assert "平凡的世界" in plain(page.text)
    assert plain(page.text).index("garden") < plain(page.text).index("平凡")
    title = next(line for line in page.lines if "平凡" in plain(line.text))
    assert 60 < title.box.x0 < 110
    assert 250 < title.box.y0 < 310
    assert 460 < title.box.x1 < 520
    assert not title.is_vertical
    assert all(0.0 <= line.confidence <= 1.0 for line in page.lines)


def test_boxes_stay_in_pixels_of_the_image_given(engine: OcrEngine, draw_page) -> None:
    page = engine.recognise(draw_page([("LIBRARY", 700, 1200, 150)], size=(1500, 1500)))
    box = next(line.box for line in page.lines if "LIBRARY" in line.text)
    assert box.x0 == pytest.approx(710, abs=40)
    assert box.y1 == pytest.approx(1365, abs=40)


def test_blank_page(engine: OcrEngine) -> None:
    assert engine.recognise(PageImage(np.full((300, 200, 3), 240, np.uint8), "", "blank.png")).lines == ()


def test_repeatable(engine: OcrEngine, draw_page) -> None:
    image = draw_page([("Winnie-the-Pooh", 40, 200, 60)])
    assert engine.recognise(image) == engine.recognise(image)


def test_traditional_characters(rapid: RapidOcrEngine, draw_page) -> None:
    assert "三國演義" in plain(rapid.recognise(draw_page([("三國演義", 60, 200, 100)])).text)


@pytest.mark.parametrize("angle", [0, 4, -7, 10])
def test_vertical_columns_are_read_right_to_left(rapid: RapidOcrEngine, draw_page, angle: float) -> None:
    columns = ["床前明月光疑是地上霜", "举头望明月低头思故乡"]
    page = rapid.recognise(draw_page([("|" + columns[0], 380, 120, 44), ("|" + columns[1], 240, 120, 44)], angle=angle))
    assert fuzz.ratio(plain(page.text), "".join(columns)) >= 85
    assert len(page.lines) == 2
    assert all(line.is_vertical for line in page.lines)
    assert page.lines[0].box.x0 > page.lines[1].box.x0


def test_vertical_title_beside_horizontal_author(rapid: RapidOcrEngine, draw_page) -> None:
    page = rapid.recognise(
        draw_page([("|聊斋志异", 440, 60, 96), ("蒲松龄 著", 60, 560, 40), ("岳麓书社", 200, 720, 36)])
    )
    assert [plain(line.text) for line in page.lines] == ["聊斋志异", "蒲松龄著", "岳麓书社"]
    assert [line.is_vertical for line in page.lines] == [True, False, False]


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_turned_pages_are_still_read(rapid: RapidOcrEngine, draw_page, turn: int) -> None:
    upright = draw_page([("Great Expectations", 30, 200, 56), ("远大前程", 120, 400, 80)])
    turned = PageImage(np.ascontiguousarray(np.rot90(upright.pixels, turn)), "", "turned.png")
    words = plain(rapid.recognise(turned).text)
    assert "expectations" in words
    assert "远大前程" in words


def test_narrow_tilted_box_stays_a_column() -> None:
    tilt = np.deg2rad(12)
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    upright = np.array([[-10, -100], [10, -100], [10, 100], [-10, 100]], dtype=np.float64)
    expected = upright @ turn.T
    for shift in range(4):
        for step in (1, -1):
            given = np.roll(expected, shift, axis=0)[::step].astype(np.float32)
            assert np.allclose(upright_quad(given), expected, atol=1e-3)


def test_rapidocr_without_models(monkeypatch: pytest.MonkeyPatch, tmp_path, draw_page) -> None:
    assert rapid_module.available()
    monkeypatch.setattr(rapid_module, "_models_folder", lambda: tmp_path)
    assert not rapid_module.available()
    with pytest.raises(HostFaultError, match=r"ocr\.rapidocr_missing"):
        RapidOcrEngine().recognise(draw_page([("A", 10, 10, 40)]))


def test_rapidocr_with_broken_models(monkeypatch: pytest.MonkeyPatch, tmp_path, draw_page) -> None:
    for name in ("PP_det_small.onnx", "PP_rec_small.onnx"):
        (tmp_path / name).write_bytes(b"not a model")
    monkeypatch.setattr(rapid_module, "_models_folder", lambda: tmp_path)
    with pytest.raises(HostFaultError, match=r"ocr\.rapidocr_failed"):
        RapidOcrEngine().recognise(draw_page([("A", 10, 10, 40)]))


def test_tesseract_program_missing(monkeypatch: pytest.MonkeyPatch, draw_page) -> None:
    monkeypatch.setattr(tesseract_module, "_program", lambda: None)
    assert not tesseract_module.available()
    with pytest.raises(HostFaultError, match=r"ocr\.tesseract_missing"):
        TesseractEngine().recognise(draw_page([("A", 10, 10, 40)]))


@pytest.mark.tesseract
def test_tesseract_language_missing_names_the_package(draw_page) -> None:
    if not tesseract_module.available(("eng",)):
        pytest.skip("Tesseract is not installed")
    with pytest.raises(HostFaultError) as caught:
        TesseractEngine().recognise(draw_page([("A", 10, 10, 40)]), languages=("eng", "tlh_old"))
    assert caught.value.message_id == "ocr.language_missing"
    assert caught.value.context == {"languages": "tlh_old", "packages": "tesseract-ocr-tlh-old"}


def test_importing_the_engines_loads_no_model_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys, core.ocr.rapid, core.ocr.tesseract, core.ocr.layout\n"
        "print([m for m in ('rapidocr', 'onnxruntime', 'cv2', 'pytesseract', 'torch') if m in sys.modules])"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == "[]"
