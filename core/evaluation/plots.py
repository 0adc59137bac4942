"""Tables as pictures: one bar a system, one panel a group, whiskers for the deviation over seeds."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from core.evaluation.tables import DECIDING, Table
from core.files import complete_file

_PANELS_A_ROW = 3
_CHINESE_FONTS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei")


def plot(path: Path, table: Table) -> None:
    """Draw a table as PNG.

    Args:
        path: The file; replaced when it is there.
        table: What to draw.

    Raises:
        HostFaultError, InvalidInputError: As `core.files.complete_file`.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    groups = list(dict.fromkeys(line.group for line in table.lines))
    labels = list(dict.fromkeys(line.label for line in table.lines))
    n_columns = min(_PANELS_A_ROW, max(1, len(groups)))
    n_rows = max(1, math.ceil(len(groups) / n_columns))
    with rc_context({"font.family": _fonts(), "axes.unicode_minus": False}):
        height = n_rows * (0.28 * len(labels) + 0.9) + 0.6
        figure = Figure(figsize=(4.2 * n_columns, height), dpi=120, layout="constrained")
        FigureCanvasAgg(figure)
        axes: Any = figure.subplots(n_rows, n_columns, squeeze=False, sharex=True)
        colours = {label: f"C{number % 10}" for number, label in enumerate(labels)}
        for number, group in enumerate(groups):
            panel = axes[number // n_columns][number % n_columns]
            lines = [line for line in table.lines if line.group == group][::-1]
            panel.barh(
                [_drawable(line.label) for line in lines],
                [line.means[DECIDING] for line in lines],
                xerr=[line.deviations.get(DECIDING, 0.0) for line in lines],
                color=[colours[line.label] for line in lines],
                error_kw={"elinewidth": 1, "capsize": 2},
            )
            panel.set_title(_drawable(group), fontsize=9)
            panel.set_xlim(0.0, 1.0)
            panel.tick_params(labelsize=8)
            panel.grid(axis="x", alpha=0.3)
        for number in range(len(groups), n_rows * n_columns):
            axes[number // n_columns][number % n_columns].set_visible(False)
        figure.suptitle(f"Table {table.number}. {_drawable(table.title)} ({DECIDING})", fontsize=10)
        with complete_file(path) as target:
            figure.savefig(target, format="png")


def _installed() -> set[str]:
    from matplotlib import font_manager

    return {font.name for font in font_manager.fontManager.ttflist}


def _fonts() -> list[str]:
    known = _installed()
    return [*(name for name in _CHINESE_FONTS if name in known), "DejaVu Sans"]


def _drawable(text: str) -> str:
    """The text, or with question marks where no font at hand has its characters: boxes and warnings help nobody."""
    if any(name in _installed() for name in _CHINESE_FONTS):
        return text
    return "".join(char if ord(char) < 0x2E80 else "?" for char in text)
