"""Facts about graphics processors, PyTorch and the processor, one real computation on each, and a judgement.

The driver is asked through NVIDIA's own library (nvidia-ml-py), which answers also where PyTorch cannot use the device.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Sequence
from typing import Any

from core.domain.device import CpuFacts, DeviceSetting, GpuFacts, KernelRun, TorchFacts, Verdict

_LEAST_FREE_MIB = 2048
_ROWS, _WIDTH = 256, 384
_TOLERANCE = 1e-3
_MIB = 1 << 20


def read_gpus() -> tuple[GpuFacts, ...]:
    """NVIDIA devices as the driver tells; empty without a driver."""
    import pynvml

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return ()
    try:
        driver = _text(pynvml.nvmlSystemGetDriverVersion())
        return tuple(_gpu(pynvml, n, driver) for n in range(pynvml.nvmlDeviceGetCount()))
    except pynvml.NVMLError:
        return ()
    finally:
        with contextlib.suppress(pynvml.NVMLError):
            pynvml.nvmlShutdown()


def read_torch() -> TorchFacts:
    """What PyTorch was built for, and whether it sees a device."""
    import torch

    detail = ""
    try:
        is_available = bool(torch.cuda.is_available())
        if not is_available and torch.version.cuda:
            torch.cuda.init()  # type: ignore[no-untyped-call]  # fails, and says why
    except (RuntimeError, AssertionError) as exc:
        is_available, detail = False, str(exc).splitlines()[0] if str(exc) else type(exc).__name__
    return TorchFacts(
        version=str(torch.__version__),
        cuda=torch.version.cuda or "",
        architectures=_architectures(torch),
        is_cuda_available=is_available,
        detail=detail,
    )


def read_cpu(threads: int) -> CpuFacts:
    """The processor; `threads` is how many the encoders are told to use."""
    import psutil
    import torch

    probe = getattr(torch.cpu, "get_capabilities", None)
    capabilities = probe() if probe is not None else {}
    has_bfloat16 = bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))
    cores = os.cpu_count() or 1
    return CpuFacts(_cpu_name(), cores, psutil.cpu_count(logical=False) or cores, threads, has_bfloat16)


def read_memory() -> tuple[float, float]:
    """Main memory in MiB: all of it, and what is free for programs."""
    import psutil

    memory = psutil.virtual_memory()
    return round(memory.total / _MIB), round(memory.available / _MIB)


def run_kernel(device: str) -> KernelRun:
    """Compute a layer (product, softmax, norm) on a device and compare it with the processor in double precision."""
    import torch

    random = torch.Generator().manual_seed(7)
    left = torch.randn(_ROWS, _WIDTH, generator=random)
    right = torch.randn(_WIDTH, _WIDTH, generator=random)

    def layer(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        product = a @ b / _WIDTH**0.5
        return torch.nn.functional.layer_norm(product.softmax(-1) @ b.T, (_WIDTH,))  # (_ROWS, _WIDTH)

    expected = layer(left.double(), right.double())
    try:
        on_device = left.to(device), right.to(device)
        layer(*on_device)  # the first run loads kernels
        started = time.perf_counter()
        found = layer(*on_device).cpu().double()
        took_ms = 1000 * (time.perf_counter() - started)
    except (RuntimeError, AssertionError) as exc:  # no kernel image, a driver that does not fit, out of memory
        return KernelRun(device, problem=(str(exc).splitlines() or [type(exc).__name__])[0])
    difference = float((found - expected).abs().max() / expected.abs().max())
    return KernelRun(device, round(took_ms, 2), float(f"{difference:.1e}"), difference < _TOLERANCE)


def is_covered(capability: str, architectures: Sequence[str]) -> bool:
    """Whether a build of PyTorch has code for a device.

    Compiled code (``sm_86``) runs on the same major number with the same or a higher minor one, portable code
    (``compute_90``) on everything newer; names that end in a letter are for exactly that device, or its family (``f``).
    """
    found = re.fullmatch(r"(\d+)\.(\d)", capability)
    if not found:
        return False
    major, minor = int(found[1]), int(found[2])
    for name in architectures:
        match = re.fullmatch(r"(sm|compute)_(\d+)(\d)([af]?)", name)
        if not match:
            continue
        kind, of_major, of_minor, suffix = match[1], int(match[2]), int(match[3]), match[4]
        is_same_major = of_major == major and of_minor <= minor
        if suffix == "a":
            if (of_major, of_minor) == (major, minor):
                return True
        elif is_same_major or (kind == "compute" and not suffix and (of_major, of_minor) <= (major, minor)):
            return True
    return False


def judge(
    gpus: Sequence[GpuFacts], torch: TorchFacts, kernels: Sequence[KernelRun], setting: DeviceSetting
) -> tuple[Verdict, ...]:
    """What the facts amount to, the most important first. Pure, so that every branch can be tested without a device."""
    on_cpu = next((run for run in kernels if run.device == "cpu"), None)
    if on_cpu is not None and not on_cpu.is_right:
        return (Verdict("device.verdict_cpu_wrong", "bad", {"detail": on_cpu.problem or str(on_cpu.difference)}),)
    if not gpus and not torch.is_cuda_available:
        if setting == "cuda":
            return (Verdict("device.verdict_forced_missing", "bad"),)
        return (Verdict("device.verdict_no_gpu", "good"),)
    name = gpus[0].name if gpus else "CUDA"
    problem = _gpu_problem(gpus, torch, kernels, name)
    if problem is not None:
        forced = (Verdict("device.verdict_forced_missing", "bad"),) if setting == "cuda" else ()
        return (problem, *forced)
    notes: list[Verdict] = []
    if gpus and gpus[0].memory_free_mib < _LEAST_FREE_MIB:
        free = round(gpus[0].memory_free_mib)
        notes.append(Verdict("device.verdict_memory_low", "fair", {"gpu": name, "free": free}))
    if setting == "cpu":
        return (Verdict("device.verdict_cpu_by_choice", "good", {"gpu": name}), *notes)
    return (Verdict("device.verdict_gpu_ready", "good", {"gpu": name}), *notes)


def _gpu_problem(
    gpus: Sequence[GpuFacts], torch: TorchFacts, kernels: Sequence[KernelRun], name: str
) -> Verdict | None:
    if not torch.cuda:
        return Verdict("device.verdict_torch_without_cuda", "bad", {"gpu": name, "version": torch.version})
    if not torch.is_cuda_available:
        values = {"gpu": name, "driver": gpus[0].driver, "cuda": torch.cuda, "detail": torch.detail or "-"}
        return Verdict("device.verdict_cuda_unavailable", "bad", values)
    capability = gpus[0].capability if gpus else ""
    run = next((each for each in kernels if each.device == "cuda"), None)
    if capability and torch.architectures and not is_covered(capability, torch.architectures):
        values = {"gpu": name, "capability": capability, "architectures": ", ".join(torch.architectures)}
        return Verdict("device.verdict_architecture", "bad", values)
    if run is None or run.problem:
        return Verdict("device.verdict_kernel_failed", "bad", {"gpu": name, "detail": run.problem if run else "-"})
    if not run.is_right:
        return Verdict("device.verdict_kernel_wrong", "bad", {"gpu": name, "difference": run.difference})
    return None


def _gpu(pynvml: Any, n: int, driver: str) -> GpuFacts:
    handle = pynvml.nvmlDeviceGetHandleByIndex(n)
    memory = pynvml.nvmlDeviceGetMemoryInfo(handle)
    capability = ""
    with contextlib.suppress(pynvml.NVMLError):
        major, minor = pynvml.nvmlDeviceGetCudaComputeCapability(handle)
        capability = f"{major}.{minor}"
    total, free = round(memory.total / _MIB), round(memory.free / _MIB)
    return GpuFacts(_text(pynvml.nvmlDeviceGetName(handle)), driver, total, free, capability)


def _architectures(torch: Any) -> tuple[str, ...]:
    """What the build holds; PyTorch itself tells only where it sees a device, its C part always."""
    with contextlib.suppress(RuntimeError, AssertionError):
        if found := tuple(torch.cuda.get_arch_list()):
            return found
    flags = getattr(torch._C, "_cuda_getArchFlags", None)
    with contextlib.suppress(RuntimeError):
        return tuple((flags() or "").split()) if flags is not None else ()
    return ()


def _cpu_name() -> str:
    import platform

    with contextlib.suppress(OSError), open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123
        for line in file:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
