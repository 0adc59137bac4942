"""Step 2: how the bytes are read, what the columns of a table are, where MARC keeps the copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from core.domain.importing import ColumnProfile, HoldingLayout
from core.domain.library import ImportPreview
from core.domain.marc import MARC_FILES
from core.errors import LibrarianError
from librarian_app.error_dialogs import error_sentence
from librarian_app.widgets.decoding_cards import DecodingCards
from librarian_app.widgets.parts import button, label
from librarian_app.widgets.profile_bar import ProfileBar
from librarian_app.windows.exchange.column_table import ColumnTable
from librarian_app.windows.exchange.holdings_dialog import HoldingsDialog
from librarian_app.windows.exchange.plan import TABLES, WizardContext
from librarian_app.windows.exchange.step import Step

_ENCODINGS = ("auto", "utf-8", "gb18030", "big5", "utf-16", "latin-1")
"""For text formats whose alternatives are not laid side by side."""


class ReadingStep(Step):
    """One file is looked at at a time; encoding and mapping are for all of them."""

    def __init__(self, context: WizardContext) -> None:
        super().__init__(context)
        self._preview: ImportPreview | None = None
        self._error: LibrarianError | None = None
        self._serial = 0
        self._profiles: tuple[ColumnProfile, ...] = ()
        self._layouts: tuple[HoldingLayout, ...] = ()
        self._facts = label("muted")
        self._hint = label("soft", wrap=True)
        self._problem = label(wrap=True)
        self._problem.setProperty("tone", "bad")
        self.file_box = QComboBox()
        self.file_box.activated.connect(self._file_chosen)
        self.encoding_box = QComboBox()
        self.encoding_box.addItems(list(_ENCODINGS))
        self.encoding_box.activated.connect(self._encoding_chosen)
        self.cards = DecodingCards()
        self.cards.chosen.connect(self._card_chosen)
        self.table = ColumnTable()
        self.table.mapping_changed.connect(self._mapping_changed)
        self.columns_bar = ProfileBar(context.themes)
        self.columns_bar.chosen.connect(self._profile_chosen)
        self.columns_bar.save_asked.connect(self._save_profile)
        self.columns_bar.delete_asked.connect(self._delete_profile)
        self._holdings_label = label("label")
        self.holdings_box = QComboBox()
        self.holdings_box.activated.connect(self._layout_chosen)
        self._holdings_edit = button(quiet=True)
        self._holdings_edit.setAutoDefault(False)
        self._holdings_edit.clicked.connect(self._edit_layouts)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.file_box, 1)
        top.addWidget(self._facts)
        top.addStretch(1)
        top.addWidget(self.encoding_box)
        profiles = QHBoxLayout()
        profiles.setSpacing(8)
        profiles.addWidget(self.columns_bar, 1)
        profiles.addWidget(self._holdings_label)
        profiles.addWidget(self.holdings_box)
        profiles.addWidget(self._holdings_edit)
        profiles.addStretch(1)
        self.column.addLayout(top)
        self.column.addWidget(self.cards)
        self.column.addWidget(self._hint)
        self.column.addWidget(self._problem)
        self.column.addLayout(profiles)
        self.column.addWidget(self.table, 1)
        self.cards.hide()
        self.retranslate()

    @property
    def title(self) -> str:
        return self.tr("Reading")

    @property
    def is_complete(self) -> bool:
        return self._preview is not None and self.table.has_title

    @property
    def preview(self) -> ImportPreview | None:
        """What is shown."""
        return self._preview

    def enter(self) -> None:
        plan = self.context.plan
        self.file_box.clear()
        for path in plan.paths:
            self.file_box.addItem(Path(path).name, path)
        shown = plan.table or plan.paths[0]
        self.file_box.setCurrentIndex(self.file_box.findData(shown))
        self.file_box.setEnabled(len(plan.paths) > 1)
        self.cards.show_choices((), "")
        self._load_profiles()
        self._load()

    def leave(self) -> None:
        plan = self.context.plan
        if self._preview is not None and self._preview.format in TABLES:
            plan.mapping = self.table.mapping
        elif not plan.table:
            plan.mapping = None
        layout = str(self.holdings_box.currentData() or "")
        plan.options = replace(plan.options, holdings=layout)

    def retranslate(self) -> None:
        self.columns_bar.set_caption(self.tr("Columns as of"), self.tr("Name of a vendor or library"))
        self._holdings_label.setText(self.tr("Copies are in"))
        self.holdings_box.setAccessibleName(self._holdings_label.text())
        self._holdings_edit.setText(self.tr("Edit…"))
        self._holdings_edit.setToolTip(self.tr("Fields and subfields in which copies are kept, by vendor"))
        self.encoding_box.setItemText(0, self.tr("Encoding: found automatically"))
        self.encoding_box.setAccessibleName(self.tr("Encoding"))
        self.file_box.setAccessibleName(self.tr("File shown"))
        self._show_layouts()
        self._say()

    # -- what the file says ----------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Ask for the beginning of the file as the present choices read it."""
        self._serial += 1
        serial = self._serial
        plan = self.context.plan
        path = str(self.file_box.currentData() or "")

        def got(preview: ImportPreview) -> None:
            if serial == self._serial:
                self._show(preview)

        def failed(error: LibrarianError) -> None:
            if serial == self._serial:
                self._preview, self._error = None, error
                self._say()

        self.context.bridge.call(
            "interchange", "preview", path, plan.format, plan.encoding, on_result=got, on_error=failed
        )

    def _show(self, preview: ImportPreview) -> None:
        self._preview, self._error = preview, None
        plan = self.context.plan
        has_cards = [card.choice for card in self.cards.cards] == list(preview.decodings)
        if not has_cards or not preview.decodings:
            self.cards.show_choices(preview.decodings, plan.encoding if plan.encoding != "auto" else "")
        self.encoding_box.setVisible(not preview.decodings and preview.format in ("ris", "bibtex", "jsonl"))
        self.table.show_preview(preview, plan.mapping or preview.mapping)
        is_table = preview.format in TABLES
        self.columns_bar.setVisible(is_table)
        for part in (self._holdings_label, self.holdings_box, self._holdings_edit):
            part.setVisible(preview.format in MARC_FILES)
        self._say()

    def _say(self) -> None:
        preview = self._preview
        problem = error_sentence(self._error, self.context.themes.theme.language) if self._error else ""
        if preview is not None and not preview.rows:
            problem = self.tr("None of the first records can be read. Try another encoding, or look at the file.")
        elif preview is not None and not self.table.has_title:
            problem = self.tr("One column must be the title.")
        self._problem.setVisible(bool(problem))
        self._problem.setText(problem)
        self._hint.setVisible(preview is not None)
        if preview is None:
            self._facts.setText("" if self._error else self.tr("Reading…"))
        else:
            parts = [preview.format.upper(), preview.encoding]
            self._facts.setText("  ·  ".join(part for part in parts if part))
            self._hint.setText(self._hint_text(preview))
        self.changed.emit()

    def _hint_text(self, preview: ImportPreview) -> str:
        n_tables = sum(name in TABLES for name in self.context.plan.formats.values())
        if preview.format in TABLES and n_tables > 1:
            return self.tr("Say what each column is. All the tables of one import must have these columns.")
        if preview.format in TABLES:
            return self.tr("Say what each column is, and keep that under a name for the next file of this kind.")
        if preview.decodings:
            return self.tr(
                "Choose the encoding in which the titles read well. Below, the first records as they would be."
            )
        return self.tr("The first records as they would be.")

    # -- choices ---------------------------------------------------------------------------------------------------

    def _file_chosen(self) -> None:
        self.cards.show_choices((), "")
        self._load()

    def _card_chosen(self, encoding: str) -> None:
        choice = next((c for c in self.cards.cards if c.choice.encoding == encoding), None)
        is_automatic = choice is not None and choice.choice.is_recommended
        self.context.plan.encoding = "auto" if is_automatic else encoding
        self._load()

    def _encoding_chosen(self, position: int) -> None:
        self.context.plan.encoding = _ENCODINGS[position]
        self._load()

    def _mapping_changed(self) -> None:
        self.context.plan.mapping = self.table.mapping
        self._say()

    # -- profiles --------------------------------------------------------------------------------------------------

    def _load_profiles(self, chosen: str = "") -> None:
        def got(profiles: Sequence[ColumnProfile]) -> None:
            self._profiles = tuple(profiles)
            self.columns_bar.show_names([(each.name, each.name, True) for each in self._profiles], chosen)

        def got_layouts(layouts: Sequence[HoldingLayout]) -> None:
            self._layouts = tuple(layouts)
            self._show_layouts()

        call = self.context.bridge.call
        call("import_preparation", "column_profiles", on_result=got, on_error=self.failed.emit)
        call("import_preparation", "holding_layouts", on_result=got_layouts, on_error=self.failed.emit)

    def _profile_chosen(self, name: str) -> None:
        profile = next((each for each in self._profiles if each.name == name), None)
        if profile is not None and self._preview is not None:
            self.table.set_mapping(profile.applied_to(self._preview.columns, self._preview.mapping))
            self._mapping_changed()

    def _save_profile(self, name: str) -> None:
        self._keep_profile(ColumnProfile(name, self.table.mapping))

    def _keep_profile(self, profile: ColumnProfile) -> None:
        old = next((each for each in self._profiles if each.name == profile.name), profile)

        def kept(_: object) -> None:
            self._load_profiles(profile.name)
            if old != profile:
                self.columns_bar.way_back.offer(profile.name, lambda: self._keep_profile(old), deleted=False)

        self.context.bridge.call(
            "import_preparation", "save_column_profile", profile, on_result=kept, on_error=self.failed.emit
        )

    def _delete_profile(self, name: str) -> None:
        old = next(each for each in self._profiles if each.name == name)

        def deleted(_: object) -> None:
            self._load_profiles()
            self.columns_bar.way_back.offer(name, lambda: self._keep_profile(old), deleted=True)

        self.context.bridge.call(
            "import_preparation", "delete_column_profile", name, on_result=deleted, on_error=self.failed.emit
        )

    def _show_layouts(self) -> None:
        kept = str(self.holdings_box.currentData() or self.context.plan.options.holdings)
        self.holdings_box.clear()
        self.holdings_box.addItem(self.tr("the usual fields (905, 852, 985…)"), "")
        for each in self._layouts:
            self.holdings_box.addItem(each.name if each.name == each.tag else f"{each.name} ({each.tag})", each.name)
        self.holdings_box.setCurrentIndex(max(0, self.holdings_box.findData(kept)))

    def _layout_chosen(self) -> None:
        self.leave()

    def _edit_layouts(self) -> None:
        dialog = HoldingsDialog(self.context.bridge, self.context.themes, self._layouts, self)
        dialog.saved.connect(lambda: self._load_profiles(self.columns_bar.name))
        dialog.open()
