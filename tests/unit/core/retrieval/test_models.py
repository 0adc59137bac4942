from __future__ import annotations

import threading

import numpy as np
import pytest

from core.domain.checkpoints import CheckpointInfo
from core.domain.scans import OcrPage
from core.errors import HostFaultError
from core.protocols import FloatMatrix, PageImage
from core.retrieval.models import LoadedModels, ModelHost


class NoModel:
    """Stands for any of the three; these tests only ask when it is there."""

    name = "none"
    info = CheckpointInfo("none", "0" * 16, 1, (), "cpu")

    def encode(self, *given: object) -> FloatMatrix:
        return np.zeros((0, 1), dtype=np.float32)

    def recognise(self, image: PageImage, *given: object) -> OcrPage:
        return OcrPage((), 0, 0, self.name)


MODELS = LoadedModels(NoModel(), NoModel(), NoModel())


def test_models_are_loaded_once_however_many_want_them() -> None:
    loads: list[int] = []
    told: list[str] = []

    def load() -> LoadedModels:
        loads.append(1)
        return MODELS

    host = ModelHost(load, lambda: told.append("settled"))
    assert (host.ready, host.problem) == (None, None)
    threads = [threading.Thread(target=host.get) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert host.get() is host.ready is MODELS
    assert (len(loads), told) == (1, ["settled"])


def test_a_refusal_is_kept_and_raised_again() -> None:
    attempts: list[int] = []

    def load() -> LoadedModels:
        attempts.append(1)
        raise HostFaultError("model.missing", name="x")

    host = ModelHost(load)
    for _ in range(2):
        with pytest.raises(HostFaultError) as caught:
            host.get()
        assert caught.value.message_id == "model.missing"
    assert host.ready is None
    assert host.problem is caught.value
    assert len(attempts) == 1


def test_warming_runs_in_the_background_and_tells_last() -> None:
    may_load, order = threading.Event(), []

    def load() -> LoadedModels:
        may_load.wait(10)
        order.append("loaded")
        return MODELS

    host = ModelHost(load, lambda: order.append("told"))
    seen = []

    def prepare(models: LoadedModels) -> None:
        seen.append((models, host.ready, host.is_loading))
        order.append("prepared")

    assert not host.is_loading
    host.warm(prepare, lambda: order.append("warmed up"))
    host.warm(prepare, lambda: order.append("twice"))
    assert (host.ready, host.is_loading, order) == (None, True, [])
    may_load.set()
    host.join()
    assert seen == [(MODELS, None, True)], "nobody else has them while they are prepared"
    assert order == ["loaded", "prepared", "warmed up", "told"]
    assert not host.is_loading
    assert host.ready is MODELS


def test_what_fails_while_warming_up_is_left_to_fail_by_name_later() -> None:
    told: list[str] = []

    def fail(*_: object) -> None:
        raise HostFaultError("disk.full", path="x")

    host = ModelHost(lambda: MODELS, lambda: told.append("settled"))
    host.warm(fail, fail)
    host.join()
    assert (host.ready, told) == (MODELS, ["settled"])
