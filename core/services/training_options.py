"""The settings of a training that the window offers, with default and range; all others keep their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.domain.training import TrainingOption
from core.training.config import TRAINING_MODES, TrainingConfig

DEFAULT_MINUTES = 30
"""A person at a desk waits for this one; on the command line nothing is cut."""


def training_options() -> tuple[TrainingOption, ...]:
    """In the order in which they are shown; "loss.vt" and so on are switches of the loss terms."""
    default = TrainingConfig()
    return (
        TrainingOption("mode", default.mode, choices=TRAINING_MODES),
        TrainingOption("epochs", default.epochs, 0.5, 200, decimals=1),
        TrainingOption("minutes", DEFAULT_MINUTES, 0, 1440),
        TrainingOption("batch_size", default.batch_size, 4, 1024),
        TrainingOption("learning_rate", default.learning_rate, 1e-6, 1e-2, decimals=6, is_rate=True),
        TrainingOption("backbone_learning_rate", default.backbone_learning_rate, 1e-6, 1e-2, decimals=6, is_rate=True),
        TrainingOption("patience", default.patience, 0, 50),
        TrainingOption("seed", default.seed, 0, 2**31 - 1),
        TrainingOption("loss.vt", default.loss.vt > 0),
        TrainingOption("loss.ot", default.loss.ot > 0),
        TrainingOption("loss.cl", default.loss.cl > 0),
        TrainingOption("loss.qr", default.loss.qr > 0),
    )


def default_values() -> dict[str, Any]:
    """What the window starts with."""
    return {option.name: option.default for option in training_options()}


def checked_settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of a `TrainingRequest` from values under the names above, and under any other of `TrainingConfig`.

    Raises:
        InvalidInputError: "training.setting", "training.unknown_setting", "training.invalid_settings".
    """
    settings: dict[str, Any] = {}
    for name, value in {**default_values(), **values}.items():
        parts = name.split(".")
        if isinstance(value, bool) and parts[0] == "loss":
            value = 1.0 if value else 0.0
        place = settings
        for part in parts[:-1]:
            place = place.setdefault(part, {})
        if isinstance(value, Mapping) and isinstance(place.get(parts[-1]), dict):
            place[parts[-1]].update(value)
        else:
            place[parts[-1]] = dict(value) if isinstance(value, Mapping) else value
    TrainingConfig.from_json(settings)
    return settings
