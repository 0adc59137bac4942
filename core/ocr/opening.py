"""The OCR engines by name: which are installed, and opening one."""

from __future__ import annotations

from collections.abc import Callable

from core.ocr import rapid, tesseract
from core.protocols import OcrEngine

OpenEngine = Callable[[], OcrEngine]

_ENGINES: dict[str, OpenEngine] = {"rapidocr": rapid.RapidOcrEngine, "tesseract": tesseract.TesseractEngine}


def open_engine(name: str) -> OcrEngine:
    """The engine of this name; its models are loaded at the first page."""
    return _ENGINES[name]()


def installed_engines(first: str) -> dict[str, OpenEngine]:
    """Name → what opens it, of those that are installed; `first` before the others."""
    installed = {"rapidocr": rapid.available(), "tesseract": tesseract.available()}
    return {name: _ENGINES[name] for name in sorted(_ENGINES, key=lambda name: name != first) if installed[name]}
