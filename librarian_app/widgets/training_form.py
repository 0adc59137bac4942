"""The settings of a training: each with its default, its range and a line that says what it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from core.domain.training import TrainingOption
from librarian_app.i18n import Retranslating
from librarian_app.models.model_words import mode_name, term_name
from librarian_app.widgets.parts import decimal_box, label, number_box

FIELD_WIDTH_PX = 250
_LARGEST_INT = 2**31 - 1


class TrainingForm(Retranslating, QWidget):
    """Built from what the service offers; fields cannot leave their ranges.

    Signals:
        changed(): A value was changed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: tuple[TrainingOption, ...] = ()
        self._fields: dict[str, QWidget] = {}
        self._names: dict[str, QLabel] = {}
        self._texts: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)

    def show_options(self, options: Sequence[TrainingOption]) -> None:
        """Build the fields, once."""
        if self._options or not options:
            return
        self._options = tuple(options)
        for row, option in enumerate(options):
            field = self._field(option)
            field.setFixedWidth(FIELD_WIDTH_PX)
            self._fields[option.name] = field
            self._names[option.name], self._texts[option.name] = label("label"), label("muted", wrap=True)
            self._names[option.name].setBuddy(field)
            self._grid.addWidget(self._names[option.name], row, 0)
            self._grid.addWidget(field, row, 1)
            self._grid.addWidget(self._texts[option.name], row, 2)
        self.reset()
        self.retranslate()

    def values(self) -> dict[str, Any]:
        """What is set, under the names of the options."""
        found: dict[str, Any] = {}
        for name, field in self._fields.items():
            if isinstance(field, QComboBox):
                found[name] = field.currentData()
            elif isinstance(field, QCheckBox):
                found[name] = field.isChecked()
            elif isinstance(field, QSpinBox | QDoubleSpinBox):
                found[name] = field.value()
        return found

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Set some of them."""
        for name, value in values.items():
            field = self._fields.get(name)
            if isinstance(field, QComboBox):
                field.setCurrentIndex(field.findData(value))
            elif isinstance(field, QCheckBox):
                field.setChecked(bool(value))
            elif isinstance(field, QSpinBox):
                field.setValue(int(value))
            elif isinstance(field, QDoubleSpinBox):
                field.setValue(float(value))

    def reset(self) -> None:
        """Back to the defaults."""
        self.set_values({option.name: option.default for option in self._options})

    @property
    def is_default(self) -> bool:
        """Whether nothing differs from the defaults."""
        return all(self.values().get(option.name) == option.default for option in self._options)

    def retranslate(self) -> None:
        first_term = next((option.name for option in self._options if option.name.startswith("loss.")), "")
        for option in self._options:
            name, text = self._words(option.name)
            is_said = option.name.startswith("loss.") and option.name != first_term  # once for all of them
            self._names[option.name].setText("" if is_said else name)
            self._texts[option.name].setText("" if is_said else text)
            field = self._fields[option.name]
            field.setAccessibleName(name)
            field.setAccessibleDescription(text)
            if isinstance(field, QComboBox):
                for place in range(field.count()):
                    field.setItemText(place, mode_name(str(field.itemData(place))))
            elif isinstance(field, QCheckBox):
                field.setText(term_name(option.name.removeprefix("loss.")))
            if option.name == "minutes" and isinstance(field, QSpinBox):
                field.setSpecialValueText(self.tr("no limit"))
                field.setSuffix(self.tr(" min"))

    def _field(self, option: TrainingOption) -> QWidget:
        if option.choices:
            combo = QComboBox()
            for choice in option.choices:
                combo.addItem(choice, choice)
            combo.currentIndexChanged.connect(lambda _: self.changed.emit())
            return combo
        if isinstance(option.default, bool):
            box = QCheckBox()
            box.toggled.connect(lambda _: self.changed.emit())
            return box
        low, high = option.low or 0.0, option.high if option.high is not None else 1e9
        if option.decimals:
            number = decimal_box()
            number.setDecimals(option.decimals)
            number.setRange(low, high)
            number.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
            number.setAlignment(Qt.AlignmentFlag.AlignLeft)
            number.valueChanged.connect(lambda _: self.changed.emit())
            return number
        whole = number_box()
        whole.setRange(int(low), min(int(high), _LARGEST_INT))
        whole.valueChanged.connect(lambda _: self.changed.emit())
        return whole

    def _words(self, name: str) -> tuple[str, str]:
        if name.startswith("loss."):
            return self.tr("Learn from"), self.tr("Pairs of this kind take part; off leaves them out.")
        return {
            "mode": (
                self.tr("How much changes"),
                self.tr("Gentle is fast and safe. The others change the text encoder too and need far more time."),
            ),
            "epochs": (self.tr("Rounds"), self.tr("How often everything is gone through.")),
            "minutes": (self.tr("Time limit"), self.tr("It ends in good order when about this much time is over.")),
            "batch_size": (
                self.tr("Compared at once"),
                self.tr("Pairs held against each other in a step; more is better and slower."),
            ),
            "learning_rate": (self.tr("Learning rate"), self.tr("Size of the steps; lower it if the loss jumps.")),
            "backbone_learning_rate": (
                self.tr("… of the text encoder"),
                self.tr("The same for what is changed within the text encoder; gentle training does not use it."),
            ),
            "patience": (
                self.tr("Patience"),
                self.tr("Measurements without a gain after which it stops by itself; 0 = never."),
            ),
            "seed": (self.tr("Seed"), self.tr("The same seed gives the same result again.")),
        }[name]
