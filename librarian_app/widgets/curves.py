"""The curves of a training: loss to the left, how well held-out pairs find each other to the right.

pyqtgraph and numpy come with them, which takes most of a second, so they are loaded in a thread when a plot is first
shown; the window neither waits for them at its start nor then.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.domain.training import TrainingMetric
from librarian_app.i18n import Retranslating
from librarian_app.models.model_words import measure_name, term_name
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import label

TERM_TOKENS = {"vt": "info", "ot": "good", "cl": "fair", "qr": "ink_muted"}
HEIGHT_PX = 210
_DOTTED, _MARKED = 12, 30
"""Up to so many steps, and measurements, each is marked: a line needs two, and many dots are none."""


class _Loader(QObject):
    """Imports pyqtgraph once for the program, away from the main thread.

    Signals:
        done(): It is there.
    """

    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._thread: threading.Thread | None = None
        self.is_done = False

    def start(self) -> None:
        """Begin, unless it was begun before."""
        if self._thread is None:
            self.done.connect(self._note)
            self._thread = threading.Thread(target=self._load, name="load-plots", daemon=True)
            self._thread.start()

    def _load(self) -> None:
        import pyqtgraph  # noqa: F401

        self.done.emit()

    def _note(self) -> None:
        self.is_done = True


class TrainingCurves(Retranslating, QWidget):
    """Two plots that grow with the run, and what is pointed at in words."""

    loader: _Loader | None = None

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._metrics: list[TrainingMetric] = []
        self._loss: Any = None
        self._dev: Any = None
        self._is_waiting = False
        self._lines: dict[str, Any] = {}
        self._loss_title, self._dev_title = label("label", wrap=True), label("label", wrap=True)
        self._loss_place, self._dev_place = QVBoxLayout(), QVBoxLayout()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(18)
        for title, place in ((self._loss_title, self._loss_place), (self._dev_title, self._dev_place)):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(title)
            column.addLayout(place, 1)
            whole.addLayout(column, 1)
        self.setFixedHeight(HEIGHT_PX + 30)
        themes.changed.connect(self._apply_theme)
        self.retranslate()

    @property
    def points(self) -> int:
        """How many steps are drawn."""
        return len(self._metrics)

    @property
    def is_ready(self) -> bool:
        """Whether the plots are there."""
        return self._loss is not None

    def clear(self) -> None:
        """Begin with another run."""
        self._metrics = []
        self._lines = {}
        self._draw()

    def add(self, metrics: Sequence[TrainingMetric]) -> None:
        """Points that came since."""
        last = self._metrics[-1].step if self._metrics else 0
        self._metrics += [metric for metric in metrics if metric.step > last]
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._loss is not None:
            return
        if TrainingCurves.loader is None:
            TrainingCurves.loader = _Loader()
        if TrainingCurves.loader.is_done:
            self._build()
        elif not self._is_waiting:
            self._is_waiting = True
            TrainingCurves.loader.done.connect(self._build)
            TrainingCurves.loader.start()

    def retranslate(self) -> None:
        self._loss_title.setText(self.tr("Error while learning (loss): should fall"))
        self._dev_title.setText(self.tr("Test questions answered (1 = always first): should rise"))
        self.setAccessibleName(self.tr("Curves of the training"))
        self._label_axes()
        self._lines = {}
        self._draw()

    def _build(self) -> None:
        if self._loss is not None:
            return
        import pyqtgraph

        pyqtgraph.setConfigOptions(antialias=True)
        for name, place in (("_loss", self._loss_place), ("_dev", self._dev_place)):
            plot = pyqtgraph.PlotWidget()
            plot.setMinimumHeight(HEIGHT_PX)
            plot.setMenuEnabled(False)
            plot.hideButtons()
            plot.setMouseEnabled(x=False, y=False)
            plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            # a loss falls and leaves the upper right free, a measure rises and leaves the lower right
            plot.addLegend(offset=(-8, 8 if name == "_loss" else -8), labelTextSize="9pt")
            plot.getAxis("left").enableAutoSIPrefix(False)
            plot.getAxis("bottom").enableAutoSIPrefix(False)
            setattr(self, name, plot)
            place.addWidget(plot)
        self._apply_theme(self._themes.theme)
        self._label_axes()

    def _label_axes(self) -> None:
        for plot in (self._loss, self._dev):
            if plot is not None:
                plot.setLabel("bottom", self.tr("steps"))

    def _apply_theme(self, theme: Theme) -> None:
        for plot in (self._loss, self._dev):
            if plot is None:
                continue
            plot.setBackground(theme.colour("surface"))
            plot.showGrid(x=True, y=True, alpha=0.14 if theme.mode == "light" else 0.22)
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(QPen(theme.colour("line_strong"), 1))
                axis.setTextPen(QPen(theme.colour("ink_muted")))
                axis.setTickFont(theme.font(11))
                axis.label.setFont(theme.font(12))
        self._lines = {}
        self._draw()

    def _draw(self) -> None:
        if self._loss is None:
            return
        theme = self._themes.theme
        if not self._lines:
            for plot in (self._loss, self._dev):
                plot.clear()
                plot.plotItem.legend.clear()
                plot.plotItem.legend.setLabelTextColor(theme.colour("ink_soft"))
        steps = [metric.step for metric in self._metrics]
        losses = [metric.loss for metric in self._metrics]
        faint = theme.colour("accent")
        faint.setAlphaF(0.28)
        self._line(self._loss, "steps", "", faint, 1.0).setData(steps, losses)
        line = self._line(self._loss, "loss", self.tr("all together"), theme.colour("accent"), 2.4, dots=True)
        line.setData(steps, smoothed(losses), symbolSize=5 if len(steps) <= _DOTTED else 0)
        terms = [term for term in TERM_TOKENS if any(term in metric.terms for metric in self._metrics)]
        for term in terms if len(terms) > 1 else ():
            line = self._line(self._loss, f"loss.{term}", term_name(term), theme.colour(TERM_TOKENS[term]), 1.2)
            line.setData(steps, smoothed([metric.terms.get(term, float("nan")) for metric in self._metrics]))
        measured = [metric for metric in self._metrics if metric.dev]
        line = self._line(self._dev, "RR", measure_name("RR"), theme.colour("accent"), 2.4, dots=True)
        dots = 6 if len(measured) <= _MARKED else 0
        measured_at = [metric.step for metric in measured]
        line.setData(measured_at, [metric.dev.get("RR", 0.0) for metric in measured], symbolSize=dots)
        for term in terms:
            name = f"{term}.RR"
            if len(terms) > 1 and any(name in metric.dev for metric in measured):
                line = self._line(self._dev, name, term_name(term), theme.colour(TERM_TOKENS[term]), 1.2, dots=True)
                values = [metric.dev.get(name, float("nan")) for metric in measured]
                line.setData(measured_at, values, symbolSize=dots)
        total = self._metrics[-1].total_steps if self._metrics else 1
        for plot in (self._loss, self._dev):
            plot.setXRange(0, max(1, total), padding=0.02)
        self._dev.setYRange(0.0, 1.06, padding=0.0)
        self._loss.setYRange(0.0, max([metric.loss for metric in self._metrics] or [1.0]) * 1.05, padding=0.0)

    def _line(self, plot: Any, key: str, name: str, colour: QColor, width: float, *, dots: bool = False) -> Any:
        line = self._lines.get(key)
        if line is None:
            pen = QPen(colour, width)
            pen.setCosmetic(True)
            symbol = {"symbol": "o", "symbolSize": 6, "symbolBrush": colour, "symbolPen": None} if dots else {}
            line = self._lines[key] = plot.plot(name=name or None, pen=pen, **symbol)
        return line


def smoothed(values: Sequence[float]) -> list[float]:
    """Each value as the mean of itself and those about it: a step looks at few pairs, and its loss jumps.

    The window grows with the run, a twentieth of it to either side.
    """
    reach = len(values) // 20
    around = [values[max(0, place - reach) : place + reach + 1] for place in range(len(values))]
    return [sum(each) / len(each) for each in around]
