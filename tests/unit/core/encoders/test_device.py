"""Devices: which is chosen, and going on when its memory is too small."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.encoders.device import choose_device, run_halving
from core.errors import HostFaultError, InvalidInputError


def test_cpu_can_be_forced_and_described() -> None:
    device = choose_device("cpu", "float32")
    assert (device.kind, device.precision) == ("cpu", "float32")
    assert device.describe() == "CPU (float32)"


def test_auto_always_gives_something_that_works() -> None:
    import torch

    device = choose_device()
    assert device.kind == ("cuda" if torch.cuda.is_available() else "cpu")


@pytest.mark.parametrize(("device", "precision"), [("tpu", "auto"), ("cpu", "int4")])
def test_unknown_words_are_refused(device: str, precision: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        choose_device(device, precision)
    assert caught.value.message_id == "device.unknown"


def test_forcing_a_device_that_is_not_there_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    with pytest.raises(HostFaultError) as caught:
        choose_device("cuda")
    assert caught.value.message_id == "device.missing"


def test_a_cuda_device_that_fails_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    real = torch.ones

    def ones(*shape: int, device: str = "cpu") -> torch.Tensor:
        if device == "cuda":
            raise RuntimeError("CUDA driver version is insufficient")
        return real(*shape, device=device)

    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.ones", ones)
    assert choose_device("auto").kind == "cpu"


class SmallMemory:
    """Holds at most `limit` rows at once, as a small graphics card would."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.sizes = list[int]()

    def __call__(self, batch: Sequence[int]) -> list[int]:
        import torch

        self.sizes.append(len(batch))
        if len(batch) > self.limit:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return [row * 10 for row in batch]


def test_batches_are_halved_until_they_fit_and_stay_small() -> None:
    memory = SmallMemory(3)
    done = run_halving([list(range(16)), list(range(16, 32))], memory)
    rows = [row for batch, _ in done for row in batch]
    assert sorted(rows) == list(range(32))
    assert all(result == [row * 10 for row in batch] for batch, result in done)
    assert memory.sizes[:4] == [16, 8, 4, 2]
    assert max(memory.sizes[3:]) == 2  # never tried a large one again


def test_one_row_that_does_not_fit_is_a_host_fault() -> None:
    with pytest.raises(HostFaultError) as caught:
        run_halving([[0, 1]], SmallMemory(0))
    assert caught.value.message_id == "device.memory"


def test_nothing_to_do() -> None:
    assert run_halving([], SmallMemory(1)) == []
