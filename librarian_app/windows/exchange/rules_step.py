"""Step 3: how records of the file are matched with those of the library, and what they may change in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from core.domain.importing import MATCH_RULES, OVERLAY_FIELDS, FieldPolicy, OverlayProfile
from librarian_app import wording
from librarian_app.widgets.parts import ScrollingColumn, label
from librarian_app.widgets.profile_bar import ProfileBar
from librarian_app.windows.exchange.plan import WizardContext, overlay_policies
from librarian_app.windows.exchange.step import Step

Hold = Literal["nothing", "possible", "all"]
HOLDS: tuple[Hold, ...] = ("nothing", "possible", "all")


class RulesStep(Step):
    """Left what counts as the same record, right what may change in it."""

    def __init__(self, context: WizardContext) -> None:
        super().__init__(context)
        self._profiles: tuple[OverlayProfile, ...] = ()
        self._hand_made = False
        self._match_heading, self._overlay_heading = label("heading"), label("heading")
        self._same_heading = label("heading")
        self.usual, self.by_rules = QRadioButton(), QRadioButton()
        self._match_group = QButtonGroup(self)
        for each in (self.usual, self.by_rules):
            self._match_group.addButton(each)
        self.usual.setChecked(True)
        self.rules = {rule: QCheckBox() for rule in MATCH_RULES}
        self.by_rules.toggled.connect(self._enable)
        for box in self.rules.values():
            box.setChecked(True)
            box.toggled.connect(self.changed)
        self.holds = {name: QRadioButton() for name in HOLDS}
        self._hold_group = QButtonGroup(self)
        for each in self.holds.values():
            self._hold_group.addButton(each)
        self.holds["nothing"].setChecked(True)
        self.ask_titles = QCheckBox()
        self._note = label("muted", wrap=True)
        self.bar = ProfileBar(context.themes)
        self.bar.chosen.connect(self._profile_chosen)
        self.bar.save_asked.connect(self._save)
        self.bar.delete_asked.connect(self._delete)
        self.policies = {name: self._policy_box() for name in OVERLAY_FIELDS}
        self._policy_labels: dict[str, QLabel] = {}
        left = QWidget()
        left.setLayout(self._left())
        right = QWidget()
        right.setLayout(self._right())
        row = QHBoxLayout()
        row.setSpacing(28)
        row.addWidget(left, 5)
        row.addWidget(right, 6)
        self.column.addLayout(row, 1)
        self._enable()
        self.retranslate()

    @property
    def title(self) -> str:
        return self.tr("Rules")

    @property
    def is_complete(self) -> bool:
        return self.usual.isChecked() or any(box.isChecked() for box in self.rules.values())

    def enter(self) -> None:
        if not self._profiles:
            self._load(self.context.plan.options.overlay)

    def leave(self) -> None:
        plan = self.context.plan
        match = tuple(rule for rule in MATCH_RULES if self.rules[rule].isChecked()) if self.by_rules.isChecked() else ()
        hold = next(name for name in HOLDS if self.holds[name].isChecked())
        plan.options = replace(
            plan.options,
            match=match,
            hold=hold,
            overlay="replace" if self._hand_made else self.bar.name or "replace",
            policies=self._set_profile("") if self._hand_made else None,
            hold_changed_titles=False,  # said to an earlier dry run, if at all
        )

    def retranslate(self) -> None:
        self._match_heading.setText(self.tr("What counts as the same record"))
        self.usual.setText(self.tr("As usual: by own number, else by likeness"))
        self.by_rules.setText(self.tr("By these rules, the first that is certain:"))
        for rule, box in self.rules.items():
            box.setText(wording.match_rule(rule))
        self._same_heading.setText(self.tr("Records that are, or may be, there already"))
        self.holds["nothing"].setText(self.tr("Update the certain, import the possible as new"))
        self.holds["possible"].setText(self.tr("Keep possible duplicates out, in a file of their own"))
        self.holds["all"].setText(self.tr("Import only what is not there; the rest to that file"))
        self.ask_titles.setText(self.tr("Ask when a title would become a different one"))
        self._note.setText(
            self.tr("Nothing is written before you have seen the dry run, and all of it is one undo step.")
        )
        self._overlay_heading.setText(self.tr("What a record of the file may change"))
        self.bar.set_caption(self.tr("Policy"), self.tr("Name for this policy"))
        for name, caption in self._policy_labels.items():
            caption.setText(wording.field(name))
        for name, choice in self.policies.items():
            choice.setAccessibleName(wording.field(name))
            for position in range(choice.count()):
                choice.setItemText(position, wording.field_policy(str(choice.itemData(position))))
        if self._profiles:
            self._show_names(self.bar.name)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._match_heading)
        column.addWidget(self.usual)
        column.addWidget(self.by_rules)
        rules = QGridLayout()
        rules.setContentsMargins(28, 0, 0, 0)
        for place, box in enumerate(self.rules.values()):
            rules.addWidget(box, place // 2, place % 2)
        column.addLayout(rules)
        column.addSpacing(14)
        column.addWidget(self._same_heading)
        for each in self.holds.values():
            column.addWidget(each)
        column.addSpacing(14)
        self.ask_titles.setChecked(True)
        column.addWidget(self.ask_titles)
        column.addStretch(1)
        column.addWidget(self._note)
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._overlay_heading)
        column.addWidget(self.bar)
        area = ScrollingColumn((0, 2, 10, 2), 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        for line, (name, box) in enumerate(self.policies.items()):
            caption = label("label")
            caption.setBuddy(box)
            self._policy_labels[name] = caption
            grid.addWidget(caption, line, 0)
            grid.addWidget(box, line, 1)
        grid.setColumnStretch(1, 1)
        area.column.addLayout(grid)
        area.column.addStretch(1)
        column.addWidget(area, 1)
        return column

    def _policy_box(self) -> QComboBox:
        box = QComboBox()
        for value in wording.FIELD_POLICIES:
            box.addItem("", value)
        box.activated.connect(self._policy_chosen)
        return box

    # -- profiles --------------------------------------------------------------------------------------------------

    def _load(self, chosen: str) -> None:
        def got(profiles: Sequence[OverlayProfile]) -> None:
            self._profiles = tuple(profiles)
            self._show_names(chosen)
            self._profile_chosen(self.bar.name)

        self.context.bridge.call("interchange", "overlay_profiles", on_result=got, on_error=self.failed.emit)

    def _show_names(self, chosen: str) -> None:
        built_in = ("replace", "fill", "add", "keep")
        self.bar.show_names(
            [(each.name, wording.overlay_profile(each.name), each.name not in built_in) for each in self._profiles],
            chosen,
        )

    def _profile_chosen(self, name: str) -> None:
        profile = next((each for each in self._profiles if each.name == name), None)
        if profile is None:
            return
        self._hand_made = False
        for field, box in self.policies.items():
            box.setCurrentIndex(box.findData(profile.policy(field)))
        self.changed.emit()

    def _policy_chosen(self) -> None:
        if not self._hand_made:
            self._hand_made = True
            self.bar.combo.setCurrentIndex(-1)
            self.bar.combo.setEditText("")
        self.changed.emit()

    def _set_profile(self, name: str) -> OverlayProfile:
        chosen = {field: str(box.currentData()) for field, box in self.policies.items()}
        usual, policies = overlay_policies(chosen, "replace", OVERLAY_FIELDS)
        typed = {field: cast("FieldPolicy", value) for field, value in policies.items()}
        return OverlayProfile(name, cast("FieldPolicy", usual), typed)

    def _save(self, name: str) -> None:
        self._keep(self._set_profile(name))

    def _keep(self, profile: OverlayProfile) -> None:
        old = next((each for each in self._profiles if each.name == profile.name), profile)

        def saved(_: object) -> None:
            self._hand_made = False
            self._load(profile.name)
            if old != profile:
                self.bar.way_back.offer(profile.name, lambda: self._keep(old), deleted=False)

        self.context.bridge.call(
            "interchange", "save_overlay_profile", profile, on_result=saved, on_error=self.failed.emit
        )

    def _delete(self, name: str) -> None:
        old = next(each for each in self._profiles if each.name == name)

        def deleted(_: object) -> None:
            self._load("replace")
            self.bar.way_back.offer(name, lambda: self._keep(old), deleted=True)

        self.context.bridge.call(
            "interchange", "delete_overlay_profile", name, on_result=deleted, on_error=self.failed.emit
        )

    def _enable(self) -> None:
        for box in self.rules.values():
            box.setEnabled(self.by_rules.isChecked())
        self.changed.emit()
