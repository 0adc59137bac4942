"""The encoders and the reader of the library: which is in use, what else there is, and how that came about."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QPushButton, QVBoxLayout

from core.domain.library import EngineState
from core.domain.model_shelf import ModelCheck, ModelEntry
from core.domain.promotion import KnownModel, ModelSwitch
from core.jobs.job import FINAL_STATES, JobId, JobInfo
from librarian_app import wording
from librarian_app.error_dialogs import sentence
from librarian_app.models import model_words as words
from librarian_app.models.figures import Cell, Row
from librarian_app.pages.page import Page, PageContext
from librarian_app.theme import Theme
from librarian_app.widgets.figure_table import FigureTable
from librarian_app.widgets.job_strip import JobStrip
from librarian_app.widgets.parts import ScrollingColumn, button, label, set_icon

SWITCHING = ("use_model", "promote", "rollback")
CHANGING = (*SWITCHING, "install_model", "export_model", "compare", "train")


class ModelsSection(Page):
    """A table of encoders with what can be done to the chosen one, and the history of switches."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.entries: tuple[ModelEntry, ...] = ()
        self.switches: tuple[ModelSwitch, ...] = ()
        self._known: dict[str, str] = {}
        self._is_read_only = False
        self._heading, self._intro = label("heading"), label("soft", wrap=True)
        self._install, self._install_folder = button(), button(quiet=True)
        self._install.clicked.connect(self._choose_file)
        self._install_folder.clicked.connect(self._choose_folder)
        self.strip = JobStrip((*SWITCHING, "install_model", "export_model", "compare"), context.jobs, context.themes)
        self.strip.stop_asked.connect(lambda job: context.bridge.call("jobs", "cancel", JobId(job)))
        self.table = FigureTable(context.themes)
        self.table.chosen.connect(lambda _: self._show_choice())
        self.table.opened.connect(lambda _: self.compare())
        self._facts = label("muted", wrap=True, selectable=True)
        self.use_button, self._compare, self._verify = button(primary=True), button(), button()
        self._export, self._delete = button(), button()
        for target, run in (
            (self.use_button, self.use),
            (self._compare, self.compare),
            (self._verify, self.verify),
            (self._export, self._choose_export),
            (self._delete, self._confirm_delete),
        ):
            target.clicked.connect(run)
        self._history_heading = label("heading")
        self.rollback_button = button()
        self.rollback_button.clicked.connect(lambda: self.rollback())
        self._history_empty = label("muted", wrap=True)
        self.history = FigureTable(context.themes)
        self._build()
        context.themes.changed.connect(self._apply_theme)
        self._apply_theme(context.themes.theme)
        self.retranslate()

    def _build(self) -> None:
        area = ScrollingColumn((0, 0, 8, 8), 12)
        column = area.column
        top = QHBoxLayout()
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self._install_folder)
        top.addWidget(self._install)
        column.addLayout(top)
        column.addWidget(self._intro)
        column.addWidget(self.strip)
        column.addWidget(self.table)
        column.addWidget(self._facts)
        row = QHBoxLayout()
        row.setSpacing(8)
        for each in (self.use_button, self._compare, self._verify, self._export, self._delete):
            row.addWidget(each)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(10)
        below = QHBoxLayout()
        below.addWidget(self._history_heading)
        below.addStretch(1)
        below.addWidget(self.rollback_button)
        column.addLayout(below)
        column.addWidget(self._history_empty)
        column.addWidget(self.history)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    # -- what the window tells ---------------------------------------------------------------------------------------

    def engine_started(self) -> None:
        self.refresh()

    def came_to_front(self) -> None:
        self.refresh()

    def show_state(self, state: EngineState) -> None:
        self._is_read_only = state.read_only
        self._show_choice()

    def job_changed(self, job: JobInfo) -> None:
        if job.kind not in CHANGING:
            return
        if job.state in FINAL_STATES:
            self.refresh()
            if job.kind == "export_model" and job.result:
                self.announced.emit(self.tr("Written to {file}").format(file=job.result.get("path", "")))
        self._show_choice()

    def refresh(self) -> None:
        """Ask for everything anew."""
        call = self.context.bridge.call
        call("model_shelf", "list", on_result=self._got, on_error=self.failed.emit)
        call("promotion", "known", on_result=self._got_known, on_error=self.failed.emit)
        call("promotion", "history", on_result=self._got_history, on_error=self.failed.emit)

    def show_item(self, item: str) -> None:
        self.table.choose(item)

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Encoders"))
        self._intro.setText(
            self.tr(
                "Encoders turn texts and pictures into what search compares. Switching runs in the background: search "
                "goes on with the encoder in use until everything is ready for the other."
            )
        )
        self._install.setText(self.tr("Install from a file…"))
        self._install_folder.setText(self.tr("From a folder…"))
        self.use_button.setText(self.tr("Use"))
        self._compare.setText(self.tr("Compare…"))
        self._verify.setText(self.tr("Verify"))
        self._export.setText(self.tr("Export…"))
        self._delete.setText(self.tr("Delete…"))
        self._history_heading.setText(self.tr("History of switches"))
        self._history_empty.setText(self.tr("The encoder was never switched in this library."))
        self.rollback_button.setText(self.tr("Roll back"))
        self.rollback_button.setToolTip(self.tr("Go back to the encoder that was in use before; its vectors are kept"))
        self.table.setAccessibleName(self.tr("Encoders"))
        self.history.setAccessibleName(self.tr("History of switches"))
        self._show_tables()

    # -- what a person does ------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> ModelEntry | None:
        """The encoder of the current line."""
        return next((each for each in self.entries if each.key == self.table.current_key), None)

    def install_from(self, path: str) -> None:
        """Take an encoder from a file or a folder."""
        self.context.submit("install_model", {"path": path})

    def use(self) -> None:
        """Put the chosen encoder into use without a comparison."""
        if self.chosen is not None:
            self.context.submit("use_model", {"model": self.chosen.key})

    def compare(self) -> None:
        """Go and compare the chosen encoder with the one in use."""
        if self.chosen is not None and self.chosen.is_checkpoint:
            self.section_asked.emit("comparison", self.chosen.key)

    def verify(self) -> None:
        """Compare the chosen encoder's files with their checksums."""
        if self.chosen is not None:
            self.context.bridge.call(
                "model_shelf", "verify", self.chosen.key, on_result=self._verified, on_error=self.failed.emit
            )

    def rollback(self, reason: str = "") -> None:
        """Go back to the encoder before."""
        self.context.submit("rollback", {"reason": reason})

    def export_to(self, file: str) -> None:
        """Write the chosen encoder as one file."""
        if self.chosen is not None and file:
            self.context.submit("export_model", {"model": self.chosen.key, "file": file})

    def delete(self) -> None:
        """Delete the chosen encoder."""
        if self.chosen is not None:
            self.context.bridge.call(
                "model_shelf", "delete", self.chosen.key, on_result=self._deleted, on_error=self.failed.emit
            )

    def _choose_file(self) -> None:
        kinds = self.tr("Encoders") + " (*.zip);;" + self.tr("All files") + " (*)"
        file, _ = QFileDialog.getOpenFileName(self, self.tr("Install an encoder"), "", kinds)
        if file:
            self.install_from(file)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Install an encoder"))
        if folder:
            self.install_from(folder)

    def _choose_export(self) -> None:
        if self.chosen is None:
            return
        name = f"{self.chosen.name}.wenyuan-model.zip"
        file, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export an encoder"), name, self.tr("Encoders") + " (*.zip)"
        )
        self.export_to(file)

    def _confirm_delete(self) -> None:
        entry = self.chosen
        if entry is None:
            return
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setText(self.tr("Delete {name}?").format(name=entry.name))
        box.setInformativeText(
            self.tr("Its files and its vectors are removed; this cannot be undone. The history keeps its name.")
        )
        yes: QPushButton = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        yes.clicked.connect(self.delete)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    # -- answers -----------------------------------------------------------------------------------------------------

    def _got(self, entries: tuple[ModelEntry, ...]) -> None:
        self.entries = entries
        self._show_tables()

    def _got_known(self, known: tuple[KnownModel, ...]) -> None:
        self._known = {each.fingerprint: each.name for each in known}
        self._show_tables()

    def _got_history(self, switches: tuple[ModelSwitch, ...]) -> None:
        self.switches = switches
        self._show_tables()

    def _verified(self, check: ModelCheck) -> None:
        name = next((each.name for each in self.entries if each.key == check.key), check.key)
        if check.is_intact:
            self.announced.emit(self.tr("{name} is intact.").format(name=name))
        else:
            self._facts.setText(sentence(check.problem_id, check.values, self.context.themes.theme.language))

    def _deleted(self, _: None) -> None:
        self.announced.emit(self.tr("The encoder was deleted."))
        self.refresh()

    # -- showing -----------------------------------------------------------------------------------------------------

    def _show_tables(self) -> None:
        headings = (
            Cell(self.tr("Encoder")), Cell(self.tr("For")), Cell(self.tr("State")),
            Cell(self.tr("Dimensions"), is_figure=True), Cell(self.tr("Size"), is_figure=True),
            Cell(self.tr("Vectors"), is_figure=True), Cell(self.tr("Licence")),
        )  # fmt: skip
        was_empty = not self.table.current_key
        self.table.show_table(headings, [self._row(each) for each in self.entries])
        self.table.fit_height(3)
        if was_empty and self.entries:
            self.table.choose(self.entries[0].key)
        past = (
            Cell(self.tr("When")), Cell(self.tr("Who")), Cell(self.tr("What")), Cell(self.tr("In use since")),
            Cell(self.tr("Comparison")), Cell(self.tr("Reason")),
        )  # fmt: skip
        rows = [self._past_row(number, each) for number, each in enumerate(self.switches)]
        self.history.show_table(past, rows[::-1], stretched=5)
        self.history.fit_height(1, 8)
        self.history.setVisible(bool(rows))
        self._history_empty.setVisible(not rows)
        self._show_choice()

    def _row(self, entry: ModelEntry) -> Row:
        tone = {"active": "good", "candidate": "info"}.get(entry.state, "ink_muted")
        state = words.state_name(entry.state)
        if entry.is_missing:
            tone, state = "bad", self.tr("Files missing")
        return Row(
            entry.key,
            (
                Cell(words.model_title(entry), tip=entry.name, is_strong=entry.state == "active"),
                Cell(words.role_name(entry.role), tone="ink_muted"),
                Cell(state, tone=tone),
                Cell(wording.number(entry.dim) if entry.dim else "–", is_figure=True),
                Cell(words.size(entry.size_mib) or "–", is_figure=True),
                Cell(wording.number(entry.vectors) if entry.role != "ocr" else "–", is_figure=True),
                Cell(entry.licence or "–", tone="ink_muted"),
            ),
        )

    def _past_row(self, number: int, switch: ModelSwitch) -> Row:
        said = words.verdict(switch.decision)[0] if switch.decision is not None else ""
        short = {"promote": self.tr("better"), "keep": self.tr("keep"), "use_base": self.tr("untuned is better")}
        return Row(
            str(number),
            (
                Cell(wording.moment(switch.at)),
                Cell(switch.actor),
                Cell(words.switch_name(switch.kind)),
                Cell(self._name_of(switch.after)),
                Cell(short[switch.decision.verdict] if switch.decision is not None else "–", tip=said),
                Cell(switch.reason, tip=switch.reason),
            ),
        )

    def _name_of(self, fingerprint: str) -> str:
        entry = next((each for each in self.entries if each.fingerprint == fingerprint and fingerprint), None)
        return words.model_title(entry) if entry is not None else self._known.get(fingerprint, fingerprint)

    def _show_choice(self) -> None:
        entry = self.chosen
        is_busy = any(job.kind in SWITCHING for job in self.context.jobs.active)
        can_change = not self._is_read_only and not is_busy
        is_tuned = entry is not None and entry.is_checkpoint and not entry.is_missing
        can_use = entry is not None and entry.role == "text" and entry.state != "active" and not entry.is_missing
        self.use_button.setEnabled(can_use and can_change)
        self._compare.setEnabled(is_tuned and entry is not None and entry.state != "active")
        self._verify.setEnabled(entry is not None)
        self._export.setEnabled(is_tuned)
        self._delete.setEnabled(entry is not None and entry.is_checkpoint and entry.state != "active" and can_change)
        self._install.setEnabled(not self._is_read_only)
        self._install_folder.setEnabled(not self._is_read_only)
        self.rollback_button.setEnabled(bool(self.switches) and can_change)
        self._facts.setText(self._describe(entry) if entry is not None else "")

    def _describe(self, entry: ModelEntry) -> str:
        parts = [words.origin_name(entry.origin)]
        if entry.added_at is not None:
            parts.append(self.tr("known here since {when}").format(when=wording.moment(entry.added_at)))
        if entry.fingerprint:
            parts.append(self.tr("fingerprint {code}").format(code=entry.fingerprint))
        if entry.is_checkpoint:
            parts.append(Path(entry.key).name if entry.origin == "installed" else entry.key)
        lines = ["  ·  ".join(parts)]
        if entry.decision is not None:
            lines.append(words.verdict(entry.decision)[0])
        return "\n".join(lines)

    def _apply_theme(self, theme: Theme) -> None:
        for target, icon in (
            (self._install, "import"), (self._install_folder, "folder"), (self.use_button, "check"),
            (self._compare, "table"), (self._verify, "match"), (self._export, "export"), (self._delete, "trash"),
            (self.rollback_button, "undo"),
        ):  # fmt: skip
            set_icon(target, theme, icon)
