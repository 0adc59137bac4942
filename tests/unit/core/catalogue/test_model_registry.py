"""Encoders in the database: registered, switched to, remembered."""

from __future__ import annotations

import numpy as np
import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.checkpoints import CheckpointInfo
from core.domain.promotion import GateDecision, GateReason, QueryChange, SliceFigures
from core.domain.records import BibliographicRecord
from core.errors import ConflictError


def info(fingerprint: str, name: str = "e5 调过的") -> CheckpointInfo:
    return CheckpointInfo(name, fingerprint, 3, ("text",), "cpu")


FIGURES = SliceFigures("all", "RR", 10, 5, 0.6, 0.5, 0.4, 0.1, None, 0.2, 0.01, is_borne=True, is_small=False)
DECISION = GateDecision(
    "promote", "tuned", "base", "base", FIGURES, (FIGURES,), (GateReason("promotion.better", {"p": "0.01", "n": 3}),),
    (QueryChange("zh-en", "红楼梦", 7, 1),),
)  # fmt: skip


def test_nothing_is_known_at_first(catalogue: Catalogue) -> None:
    assert catalogue.known_models("text") == ()
    assert catalogue.active_model("text") is None
    assert catalogue.model_switches("text") == ()


def test_a_switch_is_one_step_and_is_remembered(catalogue: Catalogue) -> None:
    catalogue.register_model("text", info("base"))
    catalogue.register_model("text", info("tuned"), "models/runs/一/checkpoint")
    catalogue.switch_model("text", "base", "use")
    made = catalogue.switch_model("text", "tuned", "override", reason="看过了", decision=DECISION, actor="李 Li")
    assert (made.before, made.after, made.kind, made.actor) == ("base", "tuned", "override", "李 Li")
    active = catalogue.active_model("text")
    assert active is not None
    assert (active.fingerprint, active.folder, active.dim) == ("tuned", "models/runs/一/checkpoint", 3)
    assert {each.fingerprint: each.state for each in catalogue.known_models("text")} == {
        "base": "retired",
        "tuned": "active",
    }
    first, second = catalogue.model_switches("text")
    assert (first.before, first.after, first.decision) == ("", "base", None)
    assert second == made
    assert second.decision == DECISION


def test_registering_again_keeps_the_state(catalogue: Catalogue) -> None:
    catalogue.register_model("text", info("base"))
    catalogue.switch_model("text", "base", "use")
    catalogue.note_decision("base", DECISION)
    catalogue.register_model("text", info("base", "renamed"), "elsewhere")
    (model,) = catalogue.known_models("text")
    assert (model.state, model.name, model.folder, model.decision) == ("active", "renamed", "elsewhere", DECISION)


def test_roles_are_apart_and_vectors_are_counted(catalogue: Catalogue) -> None:
    catalogue.register_model("text", info("words"))
    catalogue.register_model("visual", info("pictures"))
    catalogue.switch_model("text", "words", "use")
    catalogue.switch_model("visual", "pictures", "use")
    with catalogue.write("create_record", "test") as unit:
        (record_id,) = unit.add_records([BibliographicRecord("红楼梦")])
        unit.put_vectors(record_id, "title", "words", np.eye(3, dtype=np.float32)[:2], "h")
    active = catalogue.active_model("text")
    assert active is not None
    assert (active.fingerprint, active.vectors) == ("words", 2)
    assert len(catalogue.model_switches("text")) == 1


def test_an_unknown_encoder_is_refused_and_nothing_changes(catalogue: Catalogue) -> None:
    catalogue.register_model("text", info("base"))
    catalogue.switch_model("text", "base", "use")
    with pytest.raises(ConflictError) as caught:
        catalogue.switch_model("text", "tuned", "promote")
    assert caught.value.message_id == "promotion.unknown_model"
    active = catalogue.active_model("text")
    assert active is not None
    assert active.fingerprint == "base"
    assert len(catalogue.model_switches("text")) == 1
