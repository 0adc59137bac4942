"""RapidOCR (PP-OCR models through ONNX Runtime): the default engine. Its models come in its wheel; no network.

Only detection and recognition are taken from RapidOCR. Cutting the lines out is done here, because its corner sorting
takes the long side of a slightly tilted narrow column for the short one and recognition then collapses (its issues
706 and 708). Its 180° classifier is not used: it turned good lines over; lines read badly are tried both ways instead.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.errors import HostFaultError
from core.ocr.reading_order import is_cjk, order_lines
from core.protocols import PageImage, Pixels

DETECTION_SIDE_PX = 736
"""Longest side on which lines are looked for; measured best on covers, where what matters is printed large."""
MIN_CONFIDENCE = 0.5
_DOUBTFUL = 0.8
"""Below this confidence a line is read again upside down, and the better reading is kept."""
_COLUMN_ASPECT = 1.5
"""A box this many times as high as wide is a column (the models' own training convention)."""

Quad = NDArray[np.float32]
"""Corners of a line, shape (4, 2), clockwise from the top-left in the direction of reading upright."""


@dataclass(frozen=True, slots=True)
class _Reading:
    text: str
    confidence: float


def available() -> bool:
    """Whether RapidOCR, ONNX Runtime and the models are installed. Cheap: imports nothing."""
    if importlib.util.find_spec("onnxruntime") is None:
        return False
    folder = _models_folder()
    return folder is not None and all(any(folder.glob(f"*_{part}_*.onnx")) for part in ("det", "rec"))


class RapidOcrEngine:
    """Reads Chinese (both scripts), English and digits with one model, whatever languages are asked for.

    Models are loaded at the first page, once; pages may be read from several threads.
    """

    name = "rapidocr"

    def __init__(self, *, n_threads: int = 2, detection_side_px: int = DETECTION_SIDE_PX) -> None:
        """Set up without loading.

        Args:
            n_threads: CPU threads ONNX Runtime uses for one page.
            detection_side_px: Longest side of the picture in which lines are looked for, a multiple of 32.
        """
        self._n_threads = n_threads
        self._detection_side_px = detection_side_px
        self._loading = threading.Lock()
        self._engine: Any = None

    def recognise(self, image: PageImage, languages: Sequence[str] = ("eng", "chi_sim", "chi_tra")) -> OcrPage:
        """Read a page.

        Args:
            image: Its `pixels` are read; boxes are in these pixels.
            languages: Not used: the model covers them all.

        Raises:
            HostFaultError: ``ocr.rapidocr_missing`` when the package or its models are not installed,
                ``ocr.rapidocr_failed`` when the models cannot be loaded or run.
        """
        pixels = np.ascontiguousarray(image.pixels[:, :, ::-1])  # the models were trained on BGR
        quads = self._detect(pixels)
        crops = [_cut_out(pixels, quad) for quad in quads]
        lines = [
            _line(quad, reading)
            for quad, reading in zip(quads, self._read(crops), strict=True)
            if reading.confidence >= MIN_CONFIDENCE and reading.text.strip()
        ]
        return OcrPage(order_lines(lines), image.width_px, image.height_px, self.name)

    def warm_up(self) -> None:
        """Load the models now rather than at the first page."""
        self._loaded()

    def _detect(self, pixels: Pixels) -> list[Quad]:
        engine = self._loaded()
        try:
            found = engine(pixels)
        except _failures() as exc:
            raise HostFaultError("ocr.rapidocr_failed", reason=str(exc).splitlines()[-1]) from exc
        if found.boxes is None:
            return []
        return [upright_quad(np.asarray(box, dtype=np.float32)) for box in found.boxes]

    def _read(self, crops: list[Pixels]) -> list[_Reading]:
        readings = self._read_once(crops)
        doubtful = [i for i, reading in enumerate(readings) if reading.confidence < _DOUBTFUL]
        turned = self._read_once([np.ascontiguousarray(np.rot90(crops[i], 2)) for i in doubtful])
        for i, reading in zip(doubtful, turned, strict=True):
            if reading.confidence > readings[i].confidence + 0.1:
                readings[i] = reading
        return readings

    def _read_once(self, crops: list[Pixels]) -> list[_Reading]:
        if not crops:
            return []
        try:
            result = self._loaded().recognize_txt(crops)
        except _failures() as exc:
            raise HostFaultError("ocr.rapidocr_failed", reason=str(exc).splitlines()[-1]) from exc
        return [_Reading(str(t), float(s)) for t, s in zip(result.txts, result.scores, strict=True)]

    def _loaded(self) -> Any:
        with self._loading:
            if self._engine is None:
                self._engine = self._load()
            return self._engine

    def _load(self) -> Any:
        folder = _models_folder()
        if folder is None or not available():
            raise HostFaultError("ocr.rapidocr_missing")
        from rapidocr import RapidOCR

        # Explicit paths: with none, RapidOCR would try to download a model that it does not find.
        parameters = {
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.use_rec": False,
            "Global.max_side_len": 4000,
            "EngineConfig.onnxruntime.intra_op_num_threads": self._n_threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.model_path": str(next(iter(sorted(folder.glob("*_det_*.onnx"))))),
            "Rec.model_path": str(next(iter(sorted(folder.glob("*_rec_*.onnx"))))),
            "Det.limit_type": "max",
            "Det.limit_side_len": self._detection_side_px,
        }
        try:
            engine = RapidOCR(params=parameters)
            blank = np.zeros((64, 64, 3), dtype=np.uint8)
            engine(blank)  # the models are read at the first use: have their faults come out here
            engine.recognize_txt([blank])
        except _failures() as exc:
            raise HostFaultError("ocr.rapidocr_failed", reason=str(exc).splitlines()[-1]) from exc
        return engine


def upright_quad(corners: Quad) -> Quad:
    """Order the corners of a line clockwise from the top-left of the upright text.

    Told from the long side's direction, not from the corners' x order, so that a narrow column tilted by a few
    degrees stays a column.

    Args:
        corners: Any rotation or direction of the four corners, shape (4, 2), pixels.

    Returns:
        Shape (4, 2): top-left, top-right, bottom-right, bottom-left. A column keeps its long side vertical.
    """
    centre = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0])
    ring = corners[np.argsort(angles)]  # clockwise on screen (y down), starting left of the top
    sides = np.roll(ring, -1, axis=0) - ring
    lengths = np.linalg.norm(sides, axis=1)
    # Sides 0 and 2 run along one direction, 1 and 3 along the other. The top side is the one of its pair whose
    # direction points right; for the pair, take the one closer to horizontal: a tilt of up to 45° is understood.
    slope = [abs(math.atan2(float(side[1]), float(side[0]))) for side in sides]
    start = int(np.argmin(slope))
    if lengths[start] == 0.0:
        return ring.astype(np.float32)
    return np.roll(ring, -start, axis=0).astype(np.float32)


def _cut_out(pixels: Pixels, quad: Quad) -> Pixels:
    """The line as a straight strip; a column is laid on its left side, as the recogniser expects."""
    import cv2

    width = max(1, round(max(math.dist(quad[0], quad[1]), math.dist(quad[3], quad[2]))))
    height = max(1, round(max(math.dist(quad[0], quad[3]), math.dist(quad[1], quad[2]))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    strip = cv2.warpPerspective(
        pixels,
        cv2.getPerspectiveTransform(quad, target),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    if height >= _COLUMN_ASPECT * width:
        strip = np.rot90(strip)
    return np.ascontiguousarray(strip, dtype=np.uint8)


def _line(quad: Quad, reading: _Reading) -> OcrLine:
    width = max(math.dist(quad[0], quad[1]), math.dist(quad[3], quad[2]))
    height = max(math.dist(quad[0], quad[3]), math.dist(quad[1], quad[2]))
    x0, y0 = quad.min(axis=0)
    x1, y1 = quad.max(axis=0)
    text = reading.text.strip()
    is_column = height >= _COLUMN_ASPECT * width and len(text) > 1
    return OcrLine(
        text=text,
        box=BoundingBox(float(x0), float(y0), float(x1), float(y1)),
        confidence=min(1.0, max(0.0, reading.confidence)),
        # Latin letters turned by 90° run along the box too, but are not 竖排.
        is_vertical=is_column and any(is_cjk(character) for character in text),
    )


def _models_folder() -> Path | None:
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "models"


def _failures() -> tuple[type[Exception], ...]:
    """What RapidOCR lets through for broken models or inputs. ONNX Runtime's own exceptions have no common base."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state  # type: ignore[import-untyped]
    from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError

    own = [kind for kind in vars(state).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    return (RuntimeError, ValueError, OSError, KeyError, ONNXRuntimeError, *own)


def version() -> str:
    """The installed RapidOCR version, "" when it is missing."""
    try:
        return importlib.metadata.version("rapidocr")
    except importlib.metadata.PackageNotFoundError:
        return ""
