"""The judgement about graphics processors, in every branch, and what can be computed without one."""

from __future__ import annotations

import pytest
import torch

from core.domain.device import DeviceSetting, GpuFacts, KernelRun, TorchFacts
from core.encoders.diagnosis import is_covered, judge, read_gpus, read_torch, run_kernel

GPU = GpuFacts("NVIDIA Test", "555.1", 24_000, 20_000, "8.9")
TORCH = TorchFacts("2.9+cu130", "13.0", ("sm_80", "sm_90", "sm_120"), True)
CPU_RUN, CUDA_RUN = KernelRun("cpu", 1.0, 1e-7, True), KernelRun("cuda", 1.0, 1e-6, True)


@pytest.mark.parametrize(
    ("gpus", "facts", "kernels", "setting", "expected"),
    [
        ((), TorchFacts("2.9+cpu", "", (), False), (CPU_RUN,), "auto", ["no_gpu"]),
        ((), TorchFacts("2.9+cpu", "", (), False), (CPU_RUN,), "cpu", ["no_gpu"]),
        ((), TorchFacts("2.9+cpu", "", (), False), (CPU_RUN,), "cuda", ["forced_missing"]),
        ((GPU,), TORCH, (CPU_RUN, CUDA_RUN), "auto", ["gpu_ready"]),
        ((GPU,), TORCH, (CPU_RUN, CUDA_RUN), "cuda", ["gpu_ready"]),
        ((GPU,), TORCH, (CPU_RUN, CUDA_RUN), "cpu", ["cpu_by_choice"]),
        ((), TORCH, (CPU_RUN, CUDA_RUN), "auto", ["gpu_ready"]),
        ((GPU,), TorchFacts("2.9+cpu", "", (), False), (CPU_RUN,), "auto", ["torch_without_cuda"]),
        ((GPU,), TorchFacts("2.9", "13.0", (), False, "driver too old"), (CPU_RUN,), "auto", ["cuda_unavailable"]),
        (
            (GPU,),
            TorchFacts("2.9", "13.0", (), False, "driver too old"),
            (CPU_RUN,),
            "cuda",
            ["cuda_unavailable", "forced_missing"],
        ),
        (
            (GpuFacts("Old", "555", 8000, 8000, "6.1"),),
            TORCH,
            (CPU_RUN, KernelRun("cuda", problem="no kernel image is available")),
            "auto",
            ["architecture"],
        ),
        ((GPU,), TORCH, (CPU_RUN, KernelRun("cuda", problem="out of memory")), "auto", ["kernel_failed"]),
        ((GPU,), TORCH, (CPU_RUN,), "auto", ["kernel_failed"]),
        ((GPU,), TORCH, (CPU_RUN, KernelRun("cuda", 1.0, 0.5, False)), "auto", ["kernel_wrong"]),
        (
            (GpuFacts("Busy", "555", 24_000, 500, "8.0"),),
            TORCH,
            (CPU_RUN, CUDA_RUN),
            "auto",
            ["gpu_ready", "memory_low"],
        ),
        ((GPU,), TORCH, (KernelRun("cpu", 1.0, 0.3, False), CUDA_RUN), "auto", ["cpu_wrong"]),
    ],
)
def test_the_verdict_names_what_stands_in_the_way(
    gpus: tuple[GpuFacts, ...],
    facts: TorchFacts,
    kernels: tuple[KernelRun, ...],
    setting: DeviceSetting,
    expected: list[str],
) -> None:
    found = [verdict.message_id for verdict in judge(gpus, facts, kernels, setting)]
    assert found == [f"device.verdict_{name}" for name in expected]


@pytest.mark.parametrize(
    ("capability", "architectures", "expected"),
    [
        ("8.6", ("sm_80",), True),
        ("8.0", ("sm_86",), False),
        ("9.0", ("sm_80",), False),
        ("9.0", ("sm_80", "compute_80"), True),
        ("6.1", ("sm_75", "compute_75"), False),
        ("9.0", ("sm_90a",), True),
        ("9.1", ("sm_90a",), False),
        ("10.3", ("sm_100f",), True),
        ("12.0", ("sm_100", "sm_120"), True),
        ("12.0", ("sm_75", "sm_80", "sm_86", "sm_90"), False),
        ("", ("sm_90",), False),
        ("9.0", ("nonsense",), False),
    ],
)
def test_which_devices_a_build_has_code_for(capability: str, architectures: tuple[str, ...], expected: bool) -> None:
    assert is_covered(capability, architectures) is expected


def test_a_computation_on_the_processor_is_right_and_timed() -> None:
    run = run_kernel("cpu")
    assert run.is_right
    assert run.difference < 1e-4
    assert run.took_ms > 0
    assert run.problem == ""


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
def test_a_device_that_is_not_there_is_a_sentence_not_a_crash() -> None:
    run = run_kernel("cuda")
    assert not run.is_right
    assert run.problem
    assert not read_torch().is_cuda_available


def test_a_wrong_result_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = torch.nn.functional.layer_norm

    def broken(value: torch.Tensor, shape: tuple[int, ...]) -> torch.Tensor:
        return real(value, shape) if value.dtype == torch.float64 else real(value, shape) * 1.01

    monkeypatch.setattr(torch.nn.functional, "layer_norm", broken)
    run = run_kernel("cpu")
    assert not run.is_right
    assert judge((), TorchFacts("2", "", (), False), (run,), "auto")[0].tone == "bad"


def test_torch_says_what_it_was_built_for() -> None:
    facts = read_torch()
    assert facts.version == torch.__version__
    assert facts.cuda == (torch.version.cuda or "")
    if facts.cuda:
        assert all(name.startswith(("sm_", "compute_")) for name in facts.architectures)
        assert facts.architectures, "told also where no device is seen"


def test_the_driver_is_asked_without_a_driver() -> None:
    assert isinstance(read_gpus(), tuple)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_real_device_computes_what_the_processor_does() -> None:
    run = run_kernel("cuda")
    assert run.is_right, run
    assert (
        judge(read_gpus(), read_torch(), (run_kernel("cpu"), run), "auto")[0].message_id == "device.verdict_gpu_ready"
    )
