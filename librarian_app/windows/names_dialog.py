"""The forms of one agent's name: linked, unlinked, preferred. A small authority file of the library's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.domain.agents import FORM_KINDS, Agent, AgentForm, FormSuggestion
from core.errors import LibrarianError
from librarian_app import record_wording
from librarian_app.error_dialogs import error_sentence, sentence
from librarian_app.i18n import Retranslating
from librarian_app.pages.page import PageContext
from librarian_app.theme import Theme
from librarian_app.widgets.parts import button, label, set_icon

NAME, KIND, PREFERRED = range(3)


class NamesDialog(Retranslating, QDialog):
    """Every button is one step that can be undone.

    Args:
        context: The window's engine and theme.
        names: The names to choose from, those of a record.

    Signals:
        announced(str): What was done.
    """

    announced = Signal(str)

    def __init__(
        self, context: PageContext, names: Sequence[str], *, read_only: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._is_read_only = read_only
        self._agent: Agent | None = None
        self._suggestions: tuple[FormSuggestion, ...] = ()
        self._is_filling = False
        self._error: LibrarianError | None = None
        self._heading, self._hint = label("title"), label("muted", wrap=True)
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.addItems(list(dict.fromkeys(names)))
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.activated.connect(lambda: self.reload())
        if (typed := self.name.lineEdit()) is not None:
            typed.editingFinished.connect(self.reload)
        self.forms = QTableWidget(0, 3)
        self.forms.setShowGrid(False)
        self.forms.verticalHeader().hide()
        self.forms.setTabKeyNavigation(False)
        self.forms.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.forms.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.forms.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.forms.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.forms.setColumnWidth(KIND, 196)
        self.forms.setColumnWidth(PREFERRED, 110)
        self.forms.verticalHeader().setDefaultSectionSize(40)
        self.forms.itemSelectionChanged.connect(self._enable)
        self._none = label("muted", wrap=True)
        self._prefer, self._unlink = button(), button()
        self._prefer.clicked.connect(self.prefer)
        self._unlink.clicked.connect(self.unlink)
        self._suggested = label("heading")
        self.suggestions = QListWidget()
        self.suggestions.setObjectName("lines")
        self.suggestions.setMaximumHeight(140)
        self.suggestions.itemActivated.connect(lambda _: self.link_suggestion())
        self.suggestions.currentRowChanged.connect(lambda _: self._enable())
        self._link = button()
        self._link.clicked.connect(self.link_suggestion)
        self.other = QLineEdit()
        self.other.returnPressed.connect(self.link_typed)
        self._add = button()
        self._add.clicked.connect(self.link_typed)
        self._problem = label("remark-error", wrap=True)
        self._problem.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        for target in (self._prefer, self._unlink, self._link, self._add):
            target.setAutoDefault(False)
        self._build()
        context.themes.changed.connect(self._apply_theme)
        self._apply_theme(context.themes.theme)
        self.resize(640, 600)
        self.retranslate()
        self.reload()

    def _build(self) -> None:
        of_forms, of_other = QHBoxLayout(), QHBoxLayout()
        for row in (of_forms, of_other):
            row.setSpacing(8)
        of_forms.addStretch(1)
        of_forms.addWidget(self._prefer)
        of_forms.addWidget(self._unlink)
        of_other.addWidget(self.other, 1)
        of_other.addWidget(self._add)
        of_suggestions = QHBoxLayout()
        of_suggestions.addWidget(self._suggested, 1)
        of_suggestions.addWidget(self._link)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(10)
        for widget in (self._heading, self._hint, self.name, self._none):
            whole.addWidget(widget)
        whole.addWidget(self.forms, 10)
        whole.addStretch(1)  # takes the room of a list that is not shown
        whole.addLayout(of_forms)
        whole.addLayout(of_suggestions)
        whole.addWidget(self.suggestions)
        whole.addLayout(of_other)
        whole.addWidget(self._problem)
        whole.addWidget(self._buttons)

    # -- what is shown ---------------------------------------------------------------------------------------------

    @property
    def agent(self) -> Agent | None:
        """The linked forms of the name; None where it stands alone."""
        return self._agent

    @property
    def chosen(self) -> str:
        """The name that the dialog is about."""
        return self.name.currentText().strip()

    def reload(self) -> None:
        """Ask for the forms of the name, and what may be others."""
        chosen = self.chosen
        if not chosen:
            self._enable()
            return

        def got_agent(agent: Agent | None) -> None:
            if chosen == self.chosen:
                self._agent = agent
                self._fill()

        def got_suggestions(found: Sequence[FormSuggestion]) -> None:
            if chosen == self.chosen:
                self._suggestions = tuple(found)
                self._fill_suggestions()

        self._context.bridge.call("agents", "of_name", chosen, on_result=got_agent, on_error=self._refused)
        self._context.bridge.call("agents", "suggest", chosen, on_result=got_suggestions, on_error=self._refused)

    def link_suggestion(self) -> None:
        """Link the chosen suggestion."""
        row = self.suggestions.currentRow()
        if 0 <= row < len(self._suggestions):
            self._link_form(AgentForm(self._suggestions[row].name, self._suggestions[row].kind))

    def link_typed(self) -> None:
        """Link the form that was typed."""
        typed = self.other.text().strip()
        if typed:
            is_chinese = any("\u3400" <= char <= "\u9fff" for char in typed)
            self._link_form(AgentForm(typed, "chinese" if is_chinese else "english"))
            self.other.clear()

    def prefer(self) -> None:
        """Use the chosen form in new records."""
        chosen = self._form_row()
        if self._agent is not None and chosen is not None:
            forms = [AgentForm(f.name, f.kind, f.name == chosen.name) for f in self._agent.forms]
            self._call("set_forms", self._agent.id, forms)

    def unlink(self) -> None:
        """Take the chosen form away from the others."""
        chosen = self._form_row()
        if chosen is not None:
            self._call("unlink", chosen.name)

    def _link_form(self, form: AgentForm) -> None:
        if self._is_read_only:
            return
        chosen = self.chosen
        is_chinese = any("\u3400" <= char <= "\u9fff" for char in chosen)
        own = AgentForm(chosen, "chinese" if is_chinese else "english")
        known = {f.name: f for f in self._agent.forms} if self._agent is not None else {}
        self._call("link", [known.get(chosen, own), form])

    def _call(self, method: str, *args: object) -> None:
        def done(_: object) -> None:
            self._error = None
            self._problem.hide()
            self.reload()

        self._context.bridge.call("agents", method, *args, on_result=done, on_error=self._refused)

    def _refused(self, error: LibrarianError) -> None:
        self._error = error
        self._problem.setText(error_sentence(error, self._context.themes.theme.language))
        self._problem.show()

    def _form_row(self) -> AgentForm | None:
        row = self.forms.currentRow()
        return self._agent.forms[row] if self._agent is not None and 0 <= row < len(self._agent.forms) else None

    def _fill(self) -> None:
        forms = self._agent.forms if self._agent is not None else ()
        self._is_filling = True
        self.forms.setRowCount(len(forms))
        for row, form in enumerate(forms):
            self.forms.setItem(row, NAME, QTableWidgetItem(form.name))
            self.forms.setCellWidget(row, KIND, self._kind_combo(form))
            mark = QTableWidgetItem(self.tr("preferred") if form.is_preferred else "")
            mark.setForeground(self._context.themes.theme.colour("good"))
            self.forms.setItem(row, PREFERRED, mark)
        self._is_filling = False
        self.forms.setVisible(bool(forms))
        self._none.setVisible(not forms)
        self._enable()

    def _kind_combo(self, form: AgentForm) -> QComboBox:
        combo = QComboBox()
        combo.setProperty("flat", True)
        for kind in FORM_KINDS:
            combo.addItem(record_wording.form_kind(kind), kind)
        combo.setCurrentIndex(FORM_KINDS.index(form.kind))
        combo.setEnabled(not self._is_read_only)
        combo.setAccessibleName(self.tr("Kind of form"))
        combo.activated.connect(lambda: self._change_kind(form, str(combo.currentData())))
        return combo

    def _change_kind(self, form: AgentForm, kind: str) -> None:
        if self._agent is not None and not self._is_filling:
            forms = [
                AgentForm(f.name, next(k for k in FORM_KINDS if k == kind), f.is_preferred) if f == form else f
                for f in self._agent.forms
            ]
            self._call("set_forms", self._agent.id, forms)

    def _fill_suggestions(self) -> None:
        self.suggestions.clear()
        language = self._context.themes.theme.language
        for each in self._suggestions:
            reason = sentence(each.reason_id, {}, language)
            count = self.tr("%n record(s)", "", each.n_records)
            self.suggestions.addItem(QListWidgetItem(f"{each.name}   –   {reason}   ·   {count}"))
        if self._suggestions:
            self.suggestions.setCurrentRow(0)
        self._suggested.setVisible(bool(self._suggestions))
        self.suggestions.setVisible(bool(self._suggestions))
        self._link.setVisible(bool(self._suggestions))
        self._enable()

    def _say_none(self) -> None:
        if self.chosen:
            self._none.setText(self.tr("This name is not linked with another form yet."))
        else:
            self._none.setText(self.tr("Type or choose a name to see its other forms."))

    def _enable(self) -> None:
        self._say_none()
        can_change = not self._is_read_only
        form = self._form_row()
        self._prefer.setEnabled(can_change and form is not None and not form.is_preferred)
        self._unlink.setEnabled(can_change and form is not None)
        self._link.setEnabled(can_change and self.suggestions.currentRow() >= 0)
        self._add.setEnabled(can_change and bool(self.chosen))
        self.other.setEnabled(can_change and bool(self.chosen))

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Forms of a name"))
        self._heading.setText(self.tr("Forms of a name"))
        self._hint.setText(
            self.tr("Linked forms are one person or body: a search for any of them finds the records of all.")
        )
        self.name.setAccessibleName(self.tr("Name"))
        self.forms.setHorizontalHeaderLabels([self.tr("Form"), self.tr("Kind"), ""])
        self.forms.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.forms.setAccessibleName(self.tr("Forms of a name"))
        self._say_none()
        self._prefer.setText(self.tr("Prefer this form"))
        self._unlink.setText(self.tr("Unlink"))
        self._suggested.setText(self.tr("May be the same"))
        self.suggestions.setAccessibleName(self.tr("May be the same"))
        self._link.setText(self.tr("Link"))
        self.other.setPlaceholderText(self.tr("Another form of the name"))
        self.other.setAccessibleName(self.tr("Another form of the name"))
        self._add.setText(self.tr("Add form"))
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        if self._error is not None:
            self._problem.setText(error_sentence(self._error, self._context.themes.theme.language))
        self._fill()
        self._fill_suggestions()

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self._link, theme, "attach", 16)
        set_icon(self._add, theme, "plus", 16)
        set_icon(self._unlink, theme, "close", 16)
        set_icon(self._prefer, theme, "check", 16)
