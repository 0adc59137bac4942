"""Which engines that read covers are installed here."""

from __future__ import annotations

import importlib.metadata
import importlib.util

from core.domain.device import OcrFacts
from core.errors import HostFaultError


def found_engines(used: str) -> tuple[OcrFacts, ...]:
    """RapidOCR and Tesseract, with versions. Starts Tesseract twice, where it is there.

    Args:
        used: The engine that the library is set to.
    """
    return _rapidocr(used), _tesseract(used)


def _rapidocr(used: str) -> OcrFacts:
    try:
        version = importlib.metadata.version("rapidocr")
    except importlib.metadata.PackageNotFoundError:
        return OcrFacts("rapidocr", "", False, is_used=used == "rapidocr")
    is_found = importlib.util.find_spec("onnxruntime") is not None
    return OcrFacts("rapidocr", version, is_found, is_used=used == "rapidocr")


def _tesseract(used: str) -> OcrFacts:
    from core.ocr.tesseract import installed

    try:
        version, languages = installed()
    except HostFaultError:
        return OcrFacts("tesseract", "", False, is_used=used == "tesseract")
    return OcrFacts("tesseract", version, True, languages, used == "tesseract")
