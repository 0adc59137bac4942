from __future__ import annotations

import numpy as np

from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.text.noise import OcrNoise
from core.text.page_noise import noisy_page

PAGE = OcrPage(
    (
        OcrLine("基督山伯爵 第一卷", BoundingBox(100, 60, 500, 120), 0.95, block=0),
        OcrLine("The Count of Monte Cristo", BoundingBox(120, 200, 480, 240), 0.9, block=1),
        OcrLine("大仲马", BoundingBox(250, 700, 350, 740), 0.8, block=2),
    ),
    600,
    800,
    "test",
)


def test_a_page_misread() -> None:
    assert noisy_page(PAGE, OcrNoise(0, 0, 0), np.random.default_rng(0)) == PAGE
    noisy = noisy_page(PAGE, OcrNoise(0.4, 0.1, 0.05, line_drop=0.3), np.random.default_rng(5), jitter_px=5)
    assert noisy.text != PAGE.text
    assert 1 <= len(noisy.lines) <= 3
    for line in noisy.lines:
        assert 0 <= line.box.x0 <= line.box.x1 <= 600
        assert 0 <= line.box.y0 <= line.box.y1 <= 800
    changed = next(line for line in noisy.lines if line.text not in PAGE.text)
    assert changed.confidence < 0.95
    everything = noisy_page(PAGE, OcrNoise(0, 0, 0, line_drop=1.0), np.random.default_rng(0))
    assert len(everything.lines) == 1
