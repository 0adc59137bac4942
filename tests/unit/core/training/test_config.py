"""Settings: read from TOML, checked, told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import HostFaultError, InvalidInputError
from core.training.config import LossConfig, TrainingConfig, changed_settings, load_config
from core.training.schedule import rate_factor


def test_a_file_names_only_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "训练.toml"
    path.write_text(
        'mode = "full"\nbatch_size = 8\n[loss]\nkind = "sigmoid"\not = 0\n[model]\nlayers = 1\nstrides = [32]\n',
        encoding="utf-8-sig",
    )
    config = load_config(path, epochs=2.5, minutes=None, mode="frozen")
    assert (config.mode, config.batch_size, config.epochs, config.minutes) == ("frozen", 8, 2.5, 0.0)
    assert config.loss == LossConfig(kind="sigmoid", ot=0.0)
    assert (config.model.layers, config.model.strides) == (1, (32,))
    assert config.model.heads == TrainingConfig().model.heads


def test_settings_survive_json() -> None:
    config = load_config(None, seed=3)
    assert TrainingConfig.from_json(config.to_json()) == config


@pytest.mark.parametrize(
    ("text", "message_id", "value"),
    [
        ("batchsize = 3", "training.unknown_setting", "batchsize"),
        ("[loss]\nxx = 3", "training.unknown_setting", "loss.xx"),
        ("batch_size = 0", "training.setting", 0),
        ("interpolate = [0.0, 0.5]", "training.setting", "(0.0, 0.5)"),
        ("[lora]\nrank = 0", "training.setting", 0),
        ("learning_rate = nan", "training.setting", None),
        ('batch_size = "many"', "training.invalid_settings", None),
        ('mode = "all"', "training.invalid_settings", None),
        ("mode = ", "training.invalid_settings", None),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message_id: str, value: object) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        load_config(path)
    assert caught.value.message_id == message_id
    assert value is None or value in caught.value.context.values()


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(HostFaultError) as caught:
        load_config(tmp_path)
    assert caught.value.message_id == "file.unreadable"


def test_what_differs_is_told() -> None:
    other = load_config(None, seed=3, save_every=7)
    assert changed_settings(TrainingConfig(), other, ignoring=("save_every",)) == ("seed",)


def test_the_rate_rises_in_a_line_and_falls_as_half_a_cosine() -> None:
    factors = [rate_factor(step, 101, 0.1, 0.05) for step in range(101)]
    assert factors[:10] == pytest.approx([0.1 * step for step in range(1, 11)])
    assert factors[10] == pytest.approx(1.0)
    assert factors[55] == pytest.approx((1.0 + 0.05) / 2)  # the middle between the tenth step and the last
    assert factors[100] == pytest.approx(0.05)
    assert factors[10:] == sorted(factors[10:], reverse=True)
    assert [rate_factor(0, 1, 0.0, 0.0), rate_factor(0, 1, 0.5, 0.0)] == [1.0, 1.0]
