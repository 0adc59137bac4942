"""Tesseract through pytesseract: the alternative engine, for languages and machines RapidOCR does not serve."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.errors import HostFaultError
from core.ocr.reading_order import is_cjk, order_lines
from core.protocols import PageImage

_PAGE_MODE = 11
"""Sparse text: words wherever they are. The automatic layout (3) takes most covers for one picture without text."""
_LEAST_SIDE_PX = 1400
"""Smaller pictures are enlarged to this longest side: Tesseract wants capitals of 20 to 40 pixels."""
_TIMEOUT_SECONDS = 120
_MIN_WORD_CONFIDENCE = 35.0
_COLUMN_ASPECT = 1.5
_WINDOWS_PROGRAM = Path("Tesseract-OCR") / "tesseract.exe"


def available(languages: Sequence[str] = ()) -> bool:
    """Whether the program, pytesseract and the data of all `languages` are installed. Starts the program once."""
    try:
        missing = _missing_languages(languages)
    except HostFaultError:
        return False
    return not missing


def installed() -> tuple[str, tuple[str, ...]]:
    """The program's version and the languages it has data for. Starts the program twice.

    Raises:
        HostFaultError: "ocr.tesseract_missing", "ocr.tesseract_failed".
    """
    pytesseract = _pytesseract()
    try:
        return str(pytesseract.get_tesseract_version()), tuple(sorted(pytesseract.get_languages(config="")))
    except (pytesseract.TesseractError, RuntimeError, OSError, SystemExit) as exc:
        raise HostFaultError("ocr.tesseract_failed", reason=str(exc).strip() or type(exc).__name__) from exc


def require(languages: Sequence[str] = ("eng", "chi_sim", "chi_tra")) -> None:
    """See that the languages can be read. Starts the program once.

    Raises:
        HostFaultError: ``ocr.tesseract_missing``, ``ocr.language_missing`` (naming packages to install).
    """
    missing = _missing_languages(languages)
    if missing:
        packages = " ".join("tesseract-ocr-" + code.replace("_", "-") for code in missing)
        raise HostFaultError("ocr.language_missing", languages=", ".join(missing), packages=packages)


class TesseractEngine:
    """Reads the languages asked for. One process a page, so pages may be read from several threads."""

    name = "tesseract"

    def recognise(self, image: PageImage, languages: Sequence[str] = ("eng", "chi_sim", "chi_tra")) -> OcrPage:
        """Read a page.

        Args:
            image: Its `pixels` are read; boxes are in these pixels.
            languages: Tesseract's names of its language data, the most probable first.

        Raises:
            HostFaultError: ``ocr.tesseract_missing``, ``ocr.language_missing`` (naming packages to install),
                ``ocr.tesseract_failed``.
        """
        require(languages)
        scale = max(1.0, _LEAST_SIDE_PX / max(image.width_px, image.height_px))
        words = _read(image, languages, scale)
        return OcrPage(order_lines(_lines(words, 1.0 / scale)), image.width_px, image.height_px, self.name)


def _read(image: PageImage, languages: Sequence[str], scale: float) -> Mapping[str, list[Any]]:
    """Tesseract's word table as columns: text, conf, left, top, width, height, block_num, par_num, line_num."""
    pytesseract = _pytesseract()
    picture = Image.fromarray(image.pixels)
    if scale > 1.0:
        size = (round(image.width_px * scale), round(image.height_px * scale))
        picture = picture.resize(size, Image.Resampling.BICUBIC)
    try:
        table: Mapping[str, list[Any]] = pytesseract.image_to_data(
            picture,
            lang="+".join(languages),
            config=f"--psm {_PAGE_MODE}",
            output_type=pytesseract.Output.DICT,
            timeout=_TIMEOUT_SECONDS,
        )
    except pytesseract.TesseractNotFoundError as exc:
        raise HostFaultError("ocr.tesseract_missing") from exc
    except (pytesseract.TesseractError, RuntimeError, OSError) as exc:
        raise HostFaultError("ocr.tesseract_failed", reason=str(exc).strip() or type(exc).__name__) from exc
    return table


def _lines(words: Mapping[str, list[Any]], scale: float) -> list[OcrLine]:
    """Words of one line joined: with spaces, but not between Chinese characters."""
    grouped: dict[tuple[int, int, int], list[int]] = {}
    for i, text in enumerate(words["text"]):
        if str(text).strip() and float(words["conf"][i]) >= _MIN_WORD_CONFIDENCE:
            key = (int(words["block_num"][i]), int(words["par_num"][i]), int(words["line_num"][i]))
            grouped.setdefault(key, []).append(i)
    lines = []
    for members in grouped.values():
        text = ""
        for i in members:
            word = str(words["text"][i]).strip()
            needs_space = bool(text) and not (is_cjk(text[-1]) or is_cjk(word[0]))
            text += (" " if needs_space else "") + word
        left = np.array([float(words["left"][i]) for i in members])
        top = np.array([float(words["top"][i]) for i in members])
        right = left + np.array([float(words["width"][i]) for i in members])
        bottom = top + np.array([float(words["height"][i]) for i in members])
        x0, y0, x1, y1 = (float(v) * scale for v in (left.min(), top.min(), right.max(), bottom.max()))
        lengths = np.array([len(str(words["text"][i])) for i in members], dtype=np.float64)
        confidence = float(np.average([float(words["conf"][i]) for i in members], weights=lengths)) / 100.0
        is_column = y1 - y0 >= _COLUMN_ASPECT * (x1 - x0) and sum(map(is_cjk, text)) > 1
        lines.append(OcrLine(text, BoundingBox(x0, y0, x1, y1), min(1.0, max(0.0, confidence)), is_vertical=is_column))
    return lines


def _missing_languages(languages: Sequence[str]) -> list[str]:
    pytesseract = _pytesseract()
    try:
        installed = set(pytesseract.get_languages(config=""))
    except pytesseract.TesseractNotFoundError as exc:
        raise HostFaultError("ocr.tesseract_missing") from exc
    except (pytesseract.TesseractError, RuntimeError, OSError) as exc:
        raise HostFaultError("ocr.tesseract_failed", reason=str(exc).strip() or type(exc).__name__) from exc
    return [code for code in languages if code not in installed]


def _pytesseract() -> Any:
    """The wrapper, told where the program is: Windows' installer does not put it on the path."""
    if importlib.util.find_spec("pytesseract") is None:
        raise HostFaultError("ocr.tesseract_missing")
    import pytesseract

    program = _program()
    if program is None:
        raise HostFaultError("ocr.tesseract_missing")
    pytesseract.pytesseract.tesseract_cmd = program
    return pytesseract


def _program() -> str | None:
    found = shutil.which("tesseract")
    if found:
        return found
    for variable in ("PROGRAMFILES", "LOCALAPPDATA"):
        folder = os.environ.get(variable)
        if folder and (Path(folder) / _WINDOWS_PROGRAM).is_file():
            return str(Path(folder) / _WINDOWS_PROGRAM)
    return None
