"""Where encoders run: CUDA when present and working, else the CPU; and how to go on when its memory is too small."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from core.errors import HostFaultError, InvalidInputError

if TYPE_CHECKING:
    import torch

Precision = Literal["float32", "bfloat16", "float16"]
_LOG = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Device:
    """A place to run. `memory_gib` is the accelerator's memory, 0 for the CPU."""

    kind: Literal["cuda", "cpu"]
    name: str
    precision: Precision
    memory_gib: float = 0.0

    @property
    def torch_name(self) -> str:
        """The name that torch knows it by."""
        return self.kind

    def describe(self) -> str:
        """For the status bar, such as ``CPU (bfloat16)`` or ``NVIDIA … (bfloat16, 24 GiB)``."""
        if self.kind == "cpu":
            return f"CPU ({self.precision})"
        return f"{self.name} ({self.precision}, {self.memory_gib:.0f} GiB)"


def choose_device(requested: str = "auto", precision: str = "auto") -> Device:
    """Choose a device that works.

    Args:
        requested: ``auto``, ``cpu`` or ``cuda``. With ``auto`` a CUDA device that fails a first product is passed over.
        precision: ``auto`` or a precision of matrix products. ``auto`` is bfloat16 where the hardware multiplies it
            natively, else float16 on CUDA and float32 on the CPU.

    Raises:
        InvalidInputError: ``device.unknown`` for another word.
        HostFaultError: ``device.missing`` where ``cuda`` is forced and does not work.
    """
    if requested not in {"auto", "cpu", "cuda"}:
        raise InvalidInputError("device.unknown", device=requested)
    if precision not in {"auto", "float32", "bfloat16", "float16"}:
        raise InvalidInputError("device.unknown", device=precision)
    if requested != "cpu":
        found = _working_cuda(precision)
        if found is not None:
            return found
        if requested == "cuda":
            raise HostFaultError("device.missing", device=requested)
    return Device("cpu", "CPU", _checked(precision) if precision != "auto" else _cpu_precision())


def set_threads(threads: int | None) -> None:
    """Limit the threads of one operation, process-wide; None leaves torch's choice (one a core)."""
    if threads is not None:
        import torch

        torch.set_num_threads(max(1, threads))


def torch_dtype(precision: Precision) -> torch.dtype:
    """The torch type of that name."""
    import torch

    return {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}[precision]


def run_halving(batches: Sequence[Sequence[int]], run: Callable[[Sequence[int]], _T]) -> list[tuple[list[int], _T]]:
    """Run every batch; where the device's memory is too small, halve the batch and all later ones that are as large.

    Args:
        batches: Each a list of row numbers.
        run: Encodes one batch.

    Returns:
        Row numbers with the result of their batch.

    Raises:
        HostFaultError: ``device.memory`` where a single row does not fit.
    """
    import torch

    results: list[tuple[list[int], _T]] = []
    waiting = [list(batch) for batch in reversed(batches)]
    limit: int | None = None
    while waiting:
        batch = waiting.pop()
        if limit is not None and len(batch) > limit:
            waiting.extend(batch[start : start + limit] for start in reversed(range(0, len(batch), limit)))
            continue
        try:
            results.append((batch, run(batch)))
        except torch.OutOfMemoryError as exc:
            if len(batch) == 1:
                raise HostFaultError("device.memory") from exc
            limit = len(batch) // 2
            _LOG.warning("device memory too small for a batch of %d; going on with %d", len(batch), limit)
            waiting.append(batch)
            if torch.cuda.is_available():
                torch.cuda.empty_cache()
    return results


def _working_cuda(precision: str) -> Device | None:
    import torch

    try:
        if not torch.cuda.is_available():
            return None
        probe = torch.ones(8, 8, device="cuda")
        if float((probe @ probe).sum()) != 512.0:
            _LOG.warning("the CUDA device computes wrongly; using the CPU")
            return None
        properties = torch.cuda.get_device_properties(0)
        natural: Precision = "bfloat16" if properties.major >= 8 else "float16"
    except RuntimeError as exc:  # a driver that does not fit, a device taken by another process
        _LOG.warning("the CUDA device does not work, using the CPU: %s", exc)
        return None
    chosen = natural if precision == "auto" else _checked(precision)
    return Device("cuda", str(properties.name), chosen, properties.total_memory / 2**30)


def _cpu_precision() -> Precision:
    """bfloat16 only with instructions for it: emulated it is several times slower than float32."""
    import torch

    probe = getattr(torch.cpu, "get_capabilities", None)
    capabilities = probe() if probe is not None else {}
    return "bfloat16" if capabilities.get("amx_bf16") or capabilities.get("avx512_bf16") else "float32"


def _checked(precision: str) -> Precision:
    return "bfloat16" if precision == "bfloat16" else "float16" if precision == "float16" else "float32"
