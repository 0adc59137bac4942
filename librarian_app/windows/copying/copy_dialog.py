"""Copy cataloguing: the cover itself and other libraries' catalogues side by side with the draft, to take from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.domain.changes import ChangeSet
from core.domain.classification import CoverDraft
from core.domain.copy_sources import CopyQuery, CopySource, FetchAnswer, FetchedRecord
from core.domain.record_fields import with_fields
from core.domain.records import BibliographicRecord
from core.errors import LibrarianError
from core.jobs.job import JobInfo
from librarian_app import wording
from librarian_app.error_dialogs import error_sentence, sentence
from librarian_app.i18n import Retranslating
from librarian_app.models.job_following import JobFollower
from librarian_app.models.jobs import JobsModel
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.field_choice import FieldChoice
from librarian_app.widgets.parts import ScrollingColumn, button, label, set_icon
from librarian_app.windows.copying.cover_proposals import enriched
from librarian_app.windows.copying.sources_dialog import SourcesDialog
from librarian_app.windows.file_choices import IMAGE_FILTER

COVER = ""
"""Name of the source that needs nobody else."""


class CopyDialog(Retranslating, QDialog):
    """Nothing is stored by filling a form; “store with its MARC” is one undoable step.

    Args:
        draft: What is being catalogued; empty for a search from nothing.
        cover: A scan of its cover, "" without one.

    Signals:
        filled(BibliographicRecord): The draft with what was taken.
        stored(ChangeSet): A record was taken over as a whole.
        failed(LibrarianError): A call failed.
    """

    filled = Signal(object)
    stored = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        jobs: JobsModel,
        draft: BibliographicRecord,
        cover: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._themes = themes
        self._draft = draft
        self._cover = cover
        self._sources: tuple[CopySource, ...] = ()
        self._is_offline = False
        self._is_reading_cover = False
        self._found: list[FetchedRecord] = []
        self._answer: FetchAnswer | None = None
        self._remarks: dict[int, str] = {}
        self._follower = JobFollower(bridge, jobs, self)
        self._follower.progressed.connect(self._show_progress)
        self._follower.ended.connect(self._ended)
        self._follower.failed.connect(self._refused)
        self._hint = label("soft", wrap=True)
        self.fields = {name: QLineEdit() for name in ("isbn", "title", "author")}
        self._labels = {name: label("label") for name in self.fields}
        self.search_button, self.stop_button = button(primary=True), button()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.banner = Banner(themes)
        self._sources_heading = label("heading")
        self._sources_area = ScrollingColumn((0, 2, 8, 2), 2)
        self.boxes: dict[str, QCheckBox] = {}
        self._cover_button, self._edit_button = button(quiet=True), button(quiet=True)
        self.results = QListWidget()
        self.results.setObjectName("lines")
        self.results.setWordWrap(True)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.currentRowChanged.connect(self._show_result)
        self._remark = label("muted", wrap=True)
        self.choice = FieldChoice()
        self.marc = QPlainTextEdit()
        self.marc.setReadOnly(True)
        self.marc.setTabChangesFocus(True)
        self.tabs = QTabWidget()
        self.take_button, self.all_button = button(primary=True), button()
        self.store_button, self.close_button = button(), button()
        self._build()
        self._connect()
        isbn = draft.isbn or ""
        self.fields["isbn"].setText(isbn)
        self.fields["title"].setText("" if isbn else draft.title)
        self.fields["author"].setText("" if isbn or not draft.authors else draft.authors[0])
        self.resize(1140, 660)
        self._apply_theme(themes.theme)
        self.retranslate()
        self._load_sources()

    def _build(self) -> None:
        query = QGridLayout()
        query.setHorizontalSpacing(10)
        for column, (name, edit) in enumerate(self.fields.items()):
            self._labels[name].setBuddy(edit)
            query.addWidget(self._labels[name], 0, column)
            query.addWidget(edit, 1, column)
        query.addWidget(self.search_button, 1, 3)
        query.addWidget(self.stop_button, 1, 4)
        query.setColumnStretch(0, 2)
        query.setColumnStretch(1, 3)
        query.setColumnStretch(2, 2)
        left = QWidget()
        listed = QVBoxLayout(left)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(6)
        listed.addWidget(self._sources_heading)
        listed.addWidget(self._sources_area, 1)
        listed.addWidget(self._cover_button, 0, Qt.AlignmentFlag.AlignLeft)
        listed.addWidget(self._edit_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.tabs.addTab(self.choice, "")
        self.tabs.addTab(self.marc, "")
        right = QWidget()
        words = QVBoxLayout(right)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(6)
        words.addWidget(self._remark)
        words.addWidget(self.tabs, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        for each in (left, self.results, right):
            parts.addWidget(each)
        parts.setSizes([380, 230, 470])
        parts.setHandleWidth(14)
        parts.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.store_button)
        foot.addStretch(1)
        for each in (self.close_button, self.all_button, self.take_button):
            foot.addWidget(each)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 16)
        whole.setSpacing(10)
        whole.addWidget(self._hint)
        whole.addLayout(query)
        whole.addWidget(self._bar)
        whole.addWidget(self.banner)
        whole.addWidget(parts, 1)
        whole.addLayout(foot)
        for each in (
            self.stop_button, self._cover_button, self._edit_button, self.take_button, self.all_button,
            self.store_button, self.close_button,
        ):  # fmt: skip
            each.setAutoDefault(False)
        self.search_button.setDefault(True)

    def _connect(self) -> None:
        self.search_button.clicked.connect(self.search)
        self.stop_button.clicked.connect(self._follower.cancel)
        self._cover_button.clicked.connect(self._choose_cover)
        self._edit_button.clicked.connect(self._edit_sources)
        self.take_button.clicked.connect(lambda: self.take(self.choice.chosen))
        self.all_button.clicked.connect(lambda: self.take(self.choice.names))
        self.store_button.clicked.connect(self.store)
        self.close_button.clicked.connect(self.close)
        self.choice.choice_changed.connect(self._enable)
        for edit in self.fields.values():
            edit.textChanged.connect(self._enable)
        self._themes.changed.connect(self._apply_theme)

    # -- asking ----------------------------------------------------------------------------------------------------

    @property
    def query(self) -> CopyQuery:
        """What is typed."""
        text = {name: edit.text().strip() for name, edit in self.fields.items()}
        return CopyQuery(isbn=text["isbn"].replace("-", ""), title=text["title"], author=text["author"])

    def search(self) -> None:
        """Ask all the chosen sources at once; what they find is listed as it comes."""
        if not self.search_button.isEnabled():
            return
        self._found, self._remarks, self._answer = [], {}, None
        self.results.clear()
        self.banner.hide()
        if self.boxes[COVER].isChecked() and self._cover:
            self.read_cover()
        names = [source.name for source in self._sources if self.boxes[source.name].isChecked()]
        if names and self.query.terms() and not self._is_offline:
            terms = {name: value for name, value in self.query.terms().items() if value}
            self._follower.submit("fetch", {"query": terms, "sources": names})
        self._enable()

    def read_cover(self) -> None:
        """Read the cover: number, words, and what the nearest holdings add."""
        self._is_reading_cover = True

        def got(draft: CoverDraft) -> None:
            self._is_reading_cover = False
            record, remark = enriched(draft)
            if record.title:
                self._add(FetchedRecord(COVER, record), remark)
            else:
                self.banner.tell(self.tr("No title could be read on the cover."), "fair")
            self._enable()

        def failed(error: LibrarianError) -> None:
            self._is_reading_cover = False
            self.banner.tell(error_sentence(error, self._themes.theme.language), "bad")
            self._enable()

        self._bridge.call("classification", "draft_from_cover", self._cover, on_result=got, on_error=failed)
        self._enable()

    def _show_progress(self, job: JobInfo) -> None:
        self._bar.setRange(0, job.total or 0)
        self._bar.setValue(job.done)

    def _refused(self, error: LibrarianError) -> None:
        self.banner.tell(error_sentence(error, self._themes.theme.language), "bad")
        self._enable()

    def _ended(self, job: JobInfo) -> None:
        language = self._themes.theme.language
        if job.state == "succeeded" and job.result is not None:
            self._answer = msgspec.convert(job.result, FetchAnswer, strict=False)
            for fetched in self._answer.records:
                self._add(fetched, "")
            self._tell_problems()
        elif job.state == "failed":
            self.banner.tell(sentence(job.error_id or "bug", job.error_context, language), "bad")
        self._enable()

    def _tell_problems(self) -> None:
        answer = self._answer
        if answer is None:
            return
        language = self._themes.theme.language
        told = [sentence(p.message_id, p.values, language) for p in answer.problems]
        if told:
            self.banner.tell("  ".join(dict.fromkeys(told)), "fair", closable=True)
        elif not answer.records:
            self.banner.tell(self.tr("None of them has such a record. Try the title, or another number."), "info")

    # -- results ---------------------------------------------------------------------------------------------------

    def _add(self, fetched: FetchedRecord, remark: str) -> None:
        self._found.append(fetched)
        if remark:
            self._remarks[len(self._found) - 1] = remark
        self.results.addItem(QListWidgetItem(self._line(fetched)))
        if self.results.currentRow() < 0:
            self.results.setCurrentRow(0)

    def _line(self, fetched: FetchedRecord) -> str:
        record = fetched.record
        facts = "  ·  ".join(p for p in (wording.authors(record), record.publisher, str(record.year or "")) if p)
        return f"{record.title}\n{self._source_title(fetched.source)}" + (f"  ·  {facts}" if facts else "")

    def _source_title(self, name: str) -> str:
        if name == COVER:
            return self.tr("The cover")
        return next((source.title for source in self._sources if source.name == name), name)

    def _show_result(self, row: int) -> None:
        fetched = self._found[row] if 0 <= row < len(self._found) else None
        self.choice.show_records(self._draft, fetched.record if fetched else BibliographicRecord(""))
        self.marc.setPlainText("")
        remark = self._remarks.get(row, "")
        if fetched is not None and fetched.known is not None:
            known = (
                self.tr("Already in the library") if fetched.is_certain else self.tr("May be in the library already")
            )
            remark = f"{known}  {remark}".strip()
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))
        has_marc = fetched is not None and fetched.original is not None
        self.tabs.setTabEnabled(1, has_marc)
        if fetched is not None and fetched.original is not None:
            self._bridge.call(
                "copy_cataloguing", "marc_lines", fetched.original,
                on_result=lambda lines: self.marc.setPlainText("\n".join(lines)), on_error=self.failed.emit,
            )  # fmt: skip
        self._enable()

    @property
    def current(self) -> FetchedRecord | None:
        """The result that is shown."""
        row = self.results.currentRow()
        return self._found[row] if 0 <= row < len(self._found) else None

    def take(self, names: Sequence[str]) -> None:
        """Fill the form with these fields of the result."""
        fetched = self.current
        if fetched is not None and names:
            self.filled.emit(with_fields(self._draft, fetched.record, names))
            self.accept()

    def store(self) -> None:
        """Take the result over as a whole, with its MARC: as a new record, or filling in the one that it is."""
        fetched = self.current
        if fetched is None:
            return

        def done(changes: ChangeSet) -> None:
            self.stored.emit(changes)
            self.accept()

        self._bridge.call("copy_cataloguing", "take", fetched, on_result=done, on_error=self.failed.emit)

    # -- sources ---------------------------------------------------------------------------------------------------

    def _load_sources(self) -> None:
        def got(sources: Sequence[CopySource]) -> None:
            self._sources = tuple(sources)
            self._show_sources()

        def told(offline: bool) -> None:
            self._is_offline = offline
            self._show_sources()

        self._bridge.call("copy_cataloguing", "sources", on_result=got, on_error=self.failed.emit)
        self._bridge.call("copy_cataloguing", "is_offline", on_result=told, on_error=self.failed.emit)

    def _show_sources(self) -> None:
        """A box each; the first of the list is ticked."""
        ticked = {name for name, box in self.boxes.items() if box.isChecked()}
        first = not self.boxes
        column = self._sources_area.column
        while (item := column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.boxes = {}
        for name in (COVER, *(source.name for source in self._sources)):
            box = QCheckBox(self._source_title(name))
            box.setToolTip(box.text())  # the column is narrow
            box.setChecked(
                name in ticked or (first and name == COVER) or (not ticked - {COVER} and name == self._first)
            )
            box.toggled.connect(self._enable)
            self.boxes[name] = box
            column.addWidget(box)
        column.addStretch(1)
        self._enable()

    @property
    def _first(self) -> str:
        return self._sources[0].name if self._sources else "\0"

    def _choose_cover(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a scan of the cover"), "", self.tr("Images") + " " + IMAGE_FILTER
        )
        if file:
            self.set_cover(file)

    def set_cover(self, file: str) -> None:
        """Read this scan with the next search."""
        self._cover = file
        if COVER in self.boxes:
            self.boxes[COVER].setChecked(True)
        self._enable()

    def _edit_sources(self) -> None:
        dialog = SourcesDialog(self._bridge, self._themes, self._sources, self._is_offline, self.query, self)
        dialog.saved.connect(self._load_sources)
        dialog.failed.connect(self.failed)
        dialog.open()

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Copy cataloguing"))
        self._hint.setText(
            self.tr("Reads the cover, asks other catalogues only when you press Search, and changes nothing by itself.")
        )
        captions = ("ISBN", wording.field("title"), wording.field("author"))
        for (name, caption), text in zip(self._labels.items(), captions, strict=True):
            caption.setText(text)
            self.fields[name].setAccessibleName(text)
        self.search_button.setText(self.tr("Search"))
        self.stop_button.setText(self.tr("Stop"))
        self._sources_heading.setText(self.tr("Sources"))
        self._cover_button.setText(self.tr("Choose a cover…"))
        self._edit_button.setText(self.tr("Edit the sources…"))
        self.results.setAccessibleName(self.tr("Records found"))
        self.tabs.setTabText(0, self.tr("Fields"))
        self.tabs.setTabText(1, "MARC")
        self.marc.setAccessibleName("MARC")
        self._bar.setAccessibleName(self.tr("Progress"))
        self.take_button.setText(self.tr("Take the ticked fields"))
        self.all_button.setText(self.tr("Take all"))
        self.store_button.setText(self.tr("Store as it is, with its MARC"))
        self.close_button.setText(self.tr("Close"))
        for name, box in self.boxes.items():
            box.setText(self._source_title(name))
        for row, fetched in enumerate(self._found):
            item = self.results.item(row)
            if item is not None:
                item.setText(self._line(fetched))
        self._enable()

    def _enable(self, *_: Any) -> None:
        busy = self._follower.is_running or self._is_reading_cover
        has_cover = bool(self._cover)
        for name, box in self.boxes.items():
            box.setEnabled(has_cover if name == COVER else not self._is_offline)
        asked = [name for name, box in self.boxes.items() if box.isChecked() and box.isEnabled()]
        can_ask = (COVER in asked) or (bool(asked) and bool(self.query.terms()))
        self.search_button.setEnabled(can_ask and not busy)
        self.stop_button.setVisible(self._follower.is_running)
        self._bar.setVisible(busy)
        if self._is_reading_cover and not self._follower.is_running:
            self._bar.setRange(0, 0)
        if self._is_offline and self.banner.isHidden():
            self.banner.tell(
                self.tr("This library is set to contact nobody (offline). The cover can be read all the same."), "info"
            )
        fetched = self.current
        self.take_button.setEnabled(fetched is not None and bool(self.choice.chosen))
        self.all_button.setEnabled(fetched is not None and bool(self.choice.names))
        self.store_button.setEnabled(fetched is not None and fetched.source != COVER)

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.search_button, theme, "search", 16)
        set_icon(self._cover_button, theme, "image", 16)
        set_icon(self._edit_button, theme, "edit", 16)
        self.marc.setFont(theme.font(13))
