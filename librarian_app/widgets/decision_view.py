"""What a comparison of encoders found: the verdict, a line for each kind of test question, examples, reasons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.domain.promotion import GateDecision, QueryChange, SliceFigures
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.models import model_words as words
from librarian_app.models.figures import Cell, Interval, Row
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.figure_table import FigureTable
from librarian_app.widgets.parts import label

_LEAST_AXIS = 0.1


class DecisionView(Retranslating, QWidget):
    """Shows one decision; hidden while there is none."""

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.decision: GateDecision | None = None
        self._names: tuple[str, str] | None = None
        self._themes = themes
        self.verdict = Banner(themes)
        self._reasons = label("muted", wrap=True, selectable=True)
        self._heading = label("label")
        self.table = FigureTable(themes)
        self._better_heading, self._worse_heading = label("label"), label("label")
        self.better, self.worse = FigureTable(themes), FigureTable(themes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.verdict)
        column.addWidget(self._reasons)
        column.addSpacing(2)
        column.addWidget(self._heading)
        column.addWidget(self.table)
        column.addSpacing(4)
        sides = QHBoxLayout()
        sides.setSpacing(18)
        for heading, table in ((self._better_heading, self.better), (self._worse_heading, self.worse)):
            side = QVBoxLayout()
            side.setSpacing(6)
            side.addWidget(heading)
            side.addWidget(table)
            side.addStretch(1)
            sides.addLayout(side, 1)
        column.addLayout(sides)
        self.retranslate()

    def show_decision(self, decision: GateDecision | None, names: tuple[str, str] | None = None) -> None:
        """Show another decision; `names`: of the two encoders, where they are no candidate and the one in use."""
        self.decision = decision
        self._names = names
        self.retranslate()

    def retranslate(self) -> None:
        decision = self.decision
        self.setVisible(decision is not None)
        if decision is None:
            return
        if self._names is None:
            self.verdict.tell(*words.verdict(decision))
        else:
            self.verdict.tell(self._pair_words(decision), "info")
        language = self._themes.theme.language
        told = [words.reason(each, language) for each in decision.reasons] if self._names is None else []
        self._reasons.setVisible(bool(told))
        self._reasons.setText("\n".join(told))
        self._heading.setText(
            self.tr("{measure}, on works that none of them was trained on").format(
                measure=words.measure_name(decision.primary.measure)
            )
        )
        self._heading.setToolTip(words.measure_tip(decision.primary.measure))
        self._show_figures(decision)
        self._better_heading.setText(self.tr("Questions answered better"))
        self._worse_heading.setText(self.tr("Questions answered worse"))
        self._show_changes(self.better, decision.improved, "good")
        self._show_changes(self.worse, decision.worsened, "bad")

    def _pair_words(self, decision: GateDecision) -> str:
        first, second = self._names or ("", "")
        figures = decision.primary
        if figures.low is not None and figures.high is not None and figures.low <= 0 <= figures.high:
            text = self.tr("“{first}” and “{second}” do not differ by more than chance: {difference}.")
        elif figures.difference > 0:
            text = self.tr("“{first}” is better than “{second}”: {difference}.")
        else:
            text = self.tr("“{first}” is worse than “{second}”: {difference}.")
        return text.format(first=first, second=second, difference=f"{figures.difference:+.3f}")

    def _show_figures(self, decision: GateDecision) -> None:
        shown = (decision.primary, *decision.slices) if decision.primary.name == "all" else decision.slices
        limits = [abs(x) for each in shown for x in (each.low, each.high, each.difference) if x is not None]
        reach = max([_LEAST_AXIS, *limits])
        plot = self.tr("Difference ± {reach}").format(reach=f"{reach:.2f}")
        first, second = self._names or (self.tr("Candidate"), self.tr("In use"))
        headings = (
            Cell(self.tr("Test questions")), Cell(self.tr("Number"), is_figure=True),
            Cell(self.tr("Untuned"), is_figure=True), Cell(second, is_figure=True, tip=second),
            Cell(first, is_figure=True, tip=first),
            Cell(plot, tip=self.tr("Dot: mean difference. Bar: 90 % interval. Right of the line: better.")),
            Cell(self.tr("Outcome")),
        )  # fmt: skip
        self.table.show_table(
            headings, [self._row(each, reach, decision.settings.least_gain) for each in shown], stretched=5
        )
        self.table.fit_height(3, 10)
        self.table.setAccessibleName(self._heading.text())

    def _row(self, figures: SliceFigures, reach: float, least_gain: float) -> Row:
        text, tone = words.judgement(figures, least_gain)
        spoken = f"{figures.difference:+.3f}"
        limits = "" if figures.low is None or figures.high is None else f" [{figures.low:+.3f}, {figures.high:+.3f}]"
        return Row(
            figures.name,
            (
                Cell(words.slice_name(figures.name), is_strong=figures.name == "all"),
                Cell(
                    wording.number(figures.queries), is_figure=True,
                    tip=self.tr("{n} questions about {works} works").format(
                        n=wording.number(figures.queries), works=wording.number(figures.works)
                    ),
                ),
                Cell(words.figure(figures.base), is_figure=True, tone="ink_muted"),
                Cell(words.figure(figures.current), is_figure=True),
                Cell(words.figure(figures.candidate), is_figure=True, is_strong=True),
                Cell(
                    spoken + limits, tip=spoken + limits,
                    interval=Interval(figures.difference, figures.low, figures.high, -reach, reach, 0.0, tone),
                ),
                Cell(text, tone=tone),
            ),
        )  # fmt: skip

    def _show_changes(self, table: FigureTable, changes: Sequence[QueryChange], tone: str) -> None:
        headings = (Cell(self.tr("Question")), Cell(self.tr("Rank"), is_figure=True))
        rows = [
            Row(
                str(number),
                (
                    Cell(words.question(each), tip=f"{words.slice_name(each.slice)}\n{each.query}"),
                    Cell(f"{each.rank_before} → {each.rank_after}", is_figure=True, tone=tone, is_strong=True),
                ),
            )
            for number, each in enumerate(changes)
        ]
        if not rows:
            rows = [Row("", (Cell(self.tr("none"), tone="ink_muted"), Cell()))]
        table.show_table(headings, rows)
        table.fit_height(1, 8)
        table.setAccessibleName(self.tr("Questions answered better") if tone == "good" else self.tr("… worse"))
