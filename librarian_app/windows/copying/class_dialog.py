"""The assistant for class and call number: what the nearest holdings say, the tree of classes, a number nobody has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.domain.classification import FieldProposal, Proposals
from core.domain.records import BibliographicRecord, Holding, Subject
from core.errors import LibrarianError
from librarian_app import wording
from librarian_app.error_dialogs import error_sentence, sentence
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.call_number_builder import CallNumberBuilder
from librarian_app.widgets.class_tree import ClassTree
from librarian_app.widgets.parts import button, label, set_icon

_PROPOSAL = Qt.ItemDataRole.UserRole
_TICKED_FROM = 0.85
_TITLES_SHOWN = 3


class ClassDialog(Retranslating, QDialog):
    """Everything is a proposal; the form is filled only with what is ticked.

    Signals:
        filled(BibliographicRecord): The draft with class, subjects and call number.
        failed(LibrarianError): A call failed.
    """

    filled = Signal(object)
    failed = Signal(object)

    def __init__(
        self, bridge: Bridge, themes: ThemeSwitcher, draft: BibliographicRecord, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._themes = themes
        self._draft = draft
        self._proposals: Proposals | None = None
        self._hint = label("soft", wrap=True)
        self.banner = Banner(themes)
        self.proposals = QListWidget()
        self.proposals.setObjectName("lines")
        self.proposals.setWordWrap(True)
        self.proposals.currentItemChanged.connect(self._proposal_chosen)
        self.tree = ClassTree(bridge)
        self.tree.class_chosen.connect(self._class_chosen)
        self.tree.failed.connect(self.failed)
        self.tree.currentItemChanged.connect(lambda *_: self._enable())
        self._use_class = button()
        self._use_class.clicked.connect(lambda: self._class_chosen(self.tree.current))
        self.tabs = QTabWidget()
        self._builder_heading = label("heading")
        self.builder = CallNumberBuilder(bridge, themes)
        self.builder.set_record(draft)
        self.builder.changed.connect(self._enable)
        self._evidence_heading, self._evidence = label("heading"), label("soft", wrap=True, selectable=True)
        self.take_button, self.close_button = button(primary=True), button()
        for each in (self._use_class, self.close_button):
            each.setAutoDefault(False)
        self.take_button.setDefault(True)
        self.take_button.clicked.connect(self.take)
        self.close_button.clicked.connect(self.reject)
        self._build()
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()
        self.tree.load()
        if present := next((s.term for s in draft.subjects if s.scheme == "clc"), ""):
            self.builder.set_class(present)
        bridge.call("classification", "propose", draft, on_result=self._show, on_error=self._not_proposed)

    def _build(self) -> None:
        browse = QWidget()
        column = QVBoxLayout(browse)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tree, 1)
        column.addWidget(self._use_class, 0, Qt.AlignmentFlag.AlignLeft)
        self.tabs.addTab(self.proposals, "")
        self.tabs.addTab(browse, "")
        right = QWidget()
        words = QVBoxLayout(right)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(10)
        words.addWidget(self._builder_heading)
        words.addWidget(self.builder)
        words.addSpacing(10)
        words.addWidget(self._evidence_heading)
        words.addWidget(self._evidence)
        words.addStretch(1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.tabs)
        parts.addWidget(right)
        parts.setSizes([470, 480])
        parts.setHandleWidth(20)
        parts.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.take_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 16)
        whole.setSpacing(10)
        whole.addWidget(self._hint)
        whole.addWidget(self.banner)
        whole.addWidget(parts, 1)
        whole.addLayout(foot)
        self.resize(1020, 600)

    @property
    def ticked(self) -> tuple[FieldProposal, ...]:
        """The proposals that are to be taken over."""
        items = [self.proposals.item(row) for row in range(self.proposals.count())]
        return tuple(item.data(_PROPOSAL) for item in items if item.checkState() == Qt.CheckState.Checked)

    def tick(self, field: str, value: str, *, on: bool = True) -> None:
        """Tick a proposal as a person would."""
        for row in range(self.proposals.count()):
            item = self.proposals.item(row)
            proposal: FieldProposal = item.data(_PROPOSAL)
            if (proposal.field, proposal.value) == (field, value):
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    @property
    def result_record(self) -> BibliographicRecord:
        """The draft with what is ticked, the class of the builder and its number."""
        changes: dict[str, Any] = {}
        subjects = list(self._draft.subjects)
        for each in self.ticked:
            if each.field in ("class", "subject"):
                subjects.append(Subject(each.value, each.scheme))
            elif not getattr(self._draft, each.field):
                changes[each.field] = each.value
        if notation := self.builder.class_edit.text().strip():
            scheme = "clc" if notation[:1].isalpha() else "ddc"
            subjects.append(Subject(notation, scheme))
        changes["subjects"] = tuple(dict.fromkeys(subjects))
        if number := self.builder.number:
            copies = self._draft.holdings or (Holding(),)
            changes["holdings"] = tuple(replace(h, call_number=h.call_number or number) for h in copies)
        taken: BibliographicRecord = replace(self._draft, **changes)
        return taken

    def take(self) -> None:
        """Reserve the number, then fill the form."""
        record = self.result_record

        def done(_: object = None) -> None:
            self.filled.emit(record)
            self.accept()

        def refused(error: LibrarianError) -> None:
            self.banner.tell(error_sentence(error, self._themes.theme.language), "bad")
            self.builder.build()

        if self.builder.number and self.builder.class_edit.text().strip():
            self.builder.reserve(done, refused)
        else:
            done()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Class and call number"))
        self._hint.setText(
            self.tr("From the nearest records of this library, with how sure it is and why. You decide.")
        )
        self.tabs.setTabText(0, self.tr("Proposed"))
        self.tabs.setTabText(1, self.tr("All classes"))
        self.proposals.setAccessibleName(self.tr("Proposed"))
        self._use_class.setText(self.tr("Use this class"))
        self._builder_heading.setText(wording.field("call_number"))
        self._evidence_heading.setText(self.tr("Why"))
        self.take_button.setText(self.tr("Take over"))
        self.close_button.setText(self.tr("Cancel"))
        for row in range(self.proposals.count()):
            item = self.proposals.item(row)
            item.setText(self._line(item.data(_PROPOSAL)))
        self._show_evidence(self.proposals.currentItem())
        self._enable()

    def _show(self, proposals: Proposals) -> None:
        self._proposals = proposals
        language = self._themes.theme.language
        known = set(self._draft.subjects)
        for each in proposals.proposals:
            is_known = Subject(each.value, each.scheme) in known
            if is_known or (each.field not in ("class", "subject") and getattr(self._draft, each.field)):
                continue
            item = QListWidgetItem(self._line(each))
            item.setData(_PROPOSAL, each)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_sure = each.confidence >= _TICKED_FROM and each.field != "class"
            item.setCheckState(Qt.CheckState.Checked if is_sure else Qt.CheckState.Unchecked)
            self.proposals.addItem(item)
        best = next((p for p in proposals.of("class", "clc")), None)
        if best is not None and not self.builder.class_edit.text():
            self.builder.set_class(best.value)
        if self.proposals.count():
            self.proposals.setCurrentRow(0)
        else:
            self.tabs.setCurrentIndex(1)
            self.banner.tell(
                self.tr("The holdings propose nothing for this record; choose a class from the tree."), "info"
            )
        if proposals.words_only:
            self.banner.tell(sentence("search.words_only", {}, language), "info")

    def _not_proposed(self, error: LibrarianError) -> None:
        self.tabs.setCurrentIndex(1)
        self.banner.tell(error_sentence(error, self._themes.theme.language), "fair")

    def _line(self, proposal: FieldProposal) -> str:
        scheme = f" {proposal.scheme.upper()}" if proposal.scheme else ""
        value = f"{proposal.value}…" if proposal.is_broader else proposal.value
        sure = f"{wording.probability(proposal.confidence)} {proposal.confidence:.0%}"
        return f"{wording.labelled(wording.field(proposal.field) + scheme, value)}    {sure}"

    def _proposal_chosen(self, item: QListWidgetItem | None, _: object = None) -> None:
        self._show_evidence(item)
        proposal = item.data(_PROPOSAL) if item is not None else None
        if isinstance(proposal, FieldProposal) and proposal.field == "class" and proposal.scheme == "clc":
            self.builder.set_class(proposal.value)
            self._bridge.call("classification", "class_path", proposal.value, on_result=self.tree.reveal)

    def _show_evidence(self, item: QListWidgetItem | None) -> None:
        proposal = item.data(_PROPOSAL) if item is not None else None
        text = ""
        if isinstance(proposal, FieldProposal):
            text = sentence(proposal.reason_id, {}, self._themes.theme.language)
            lines = [f"{each.title}   {each.weight:.0%}" for each in proposal.evidence[:_TITLES_SHOWN]]
            text = "\n".join([text, *lines])
        self._evidence.setText(text)
        self._evidence_heading.setVisible(bool(text))

    def _class_chosen(self, notation: str) -> None:
        if notation:
            self.builder.set_class(notation)

    def _enable(self, *_: object) -> None:
        self._use_class.setEnabled(bool(self.tree.current))
        clashes = bool(self.builder.number) and not self.builder.is_free
        self.take_button.setEnabled(not clashes)

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.take_button, theme, "check", 16)
