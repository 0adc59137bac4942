"""The figures of kept evaluation reports, with the interval of one measure drawn on a common axis."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from core.domain.evaluation import EvaluationRow, KeptReport
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.models import model_words as words
from librarian_app.models.figures import Cell, Interval, Row
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.figure_table import FigureTable
from librarian_app.widgets.parts import label

MEASURES = ("P@1", "hit@10", "RR", "nDCG@10")
SHORT = {"P@1": "hit@1", "hit@10": "hit@10", "RR": "RR", "nDCG@10": "nDCG@10"}
TONES = ("accent", "info", "good", "fair", "ink_muted")


class ReportTable(Retranslating, QWidget):
    """Tasks together, systems and reports line by line below each other; hidden while no report is chosen."""

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reports: tuple[KeptReport, ...] = ()
        self._label = label("label")
        self.measure = QComboBox()
        for name in MEASURES:
            self.measure.addItem(name, name)
        self.measure.setCurrentIndex(MEASURES.index("RR"))
        self.measure.currentIndexChanged.connect(lambda _: self.retranslate())
        self._note = label("muted", wrap=True)
        self.table = FigureTable(themes)
        top = QHBoxLayout()
        top.addWidget(self._label)
        top.addWidget(self.measure)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.table)
        column.addWidget(self._note)
        self.retranslate()

    def show_reports(self, reports: Sequence[KeptReport]) -> None:
        """Show these reports side by side."""
        self._reports = tuple(reports)
        self.retranslate()

    def retranslate(self) -> None:
        self.setVisible(bool(self._reports))
        self._label.setText(self.tr("Drawn"))
        self.measure.setAccessibleName(self.tr("Measure that is drawn"))
        for place, name in enumerate(MEASURES):
            self.measure.setItemText(place, words.measure_name(name))
        self._note.setText(
            self.tr("Dot: mean over the questions. Bar: where it lies with 95 % certainty. {tip}").format(
                tip=words.measure_tip(str(self.measure.currentData()))
            )
        )
        drawn = str(self.measure.currentData())
        headings = (
            Cell(self.tr("Questions")), Cell(self.tr("System")), Cell("n", is_figure=True, tip=self.tr("Number")),
            *(Cell(SHORT[name], is_figure=True, tip=_told(name)) for name in MEASURES),
            Cell(f"{SHORT[drawn]}, 0 … 1", tip=_told(drawn)),
        )  # fmt: skip
        lines = self._lines()
        last = ""
        rows: list[Row] = []
        for place, (name, tone, row) in enumerate(lines):
            rows.append(self._row(str(place), name, tone, row, drawn, is_first=row.task != last))
            last = row.task
        self.table.show_table(headings, rows, stretched=len(headings) - 1)
        self.table.fit_height(1, 14)
        self.table.setAccessibleName(self.tr("Results"))

    def _lines(self) -> list[tuple[str, str, EvaluationRow]]:
        """Name, colour and figures of every line, tasks together."""
        found: list[tuple[str, str, EvaluationRow]] = []
        colours: dict[str, str] = {}
        for report in self._reports:
            for row in report.report.rows:
                name = words.system_name(row.system)
                if len(self._reports) > 1:
                    name = f"{name} · {wording.moment(report.made_at)}"
                colours.setdefault(name, TONES[len(colours) % len(TONES)])
                found.append((name, colours[name], row))
        order = {task: place for place, task in enumerate(dict.fromkeys(row.task for _, _, row in found))}
        return sorted(found, key=lambda line: (line[2].task == "all", order[line[2].task]))

    def _row(self, key: str, name: str, tone: str, row: EvaluationRow, drawn: str, *, is_first: bool) -> Row:
        low, high = row.intervals.get(drawn, (None, None))
        value = row.measures[drawn]
        told = f"{value:.3f}" if low is None or high is None else f"{value:.3f} [{low:.3f}, {high:.3f}]"
        return Row(
            key,
            (
                Cell(words.task_name(row.task) if is_first else "", is_strong=row.task == "all"),
                Cell(name),
                Cell(wording.number(row.queries), is_figure=True, tone="ink_muted"),
                *(Cell(words.figure(row.measures[each]), is_figure=True, is_strong=each == drawn) for each in MEASURES),
                Cell(told, tip=told, interval=Interval(value, low, high, 0.0, 1.0, None, tone)),
            ),
        )


def _told(measure: str) -> str:
    """Name and meaning of a measure."""
    return f"{words.measure_name(measure)}\n{words.measure_tip(measure)}"
