"""What the machine has to run on, and what the program makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

DeviceSetting = Literal["auto", "cpu", "cuda"]
Tone = Literal["good", "fair", "bad"]


@dataclass(frozen=True, slots=True)
class GpuFacts:
    """A graphics processor as the driver tells. `capability` is NVIDIA's compute capability, "" where unknown."""

    name: str
    driver: str
    memory_total_mib: float
    memory_free_mib: float
    capability: str = ""


@dataclass(frozen=True, slots=True)
class TorchFacts:
    """The installed PyTorch: its version, the CUDA it was built for ("" for none) and the architectures it holds.

    `is_cuda_available` is what it says itself, `detail` why not, where it says so.
    """

    version: str
    cuda: str
    architectures: tuple[str, ...]
    is_cuda_available: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class KernelRun:
    """A small network layer computed on a device and compared with the processor in double precision.

    `difference` is the largest relative one; `problem` what the device said when it failed.
    """

    device: str
    took_ms: float = 0.0
    difference: float = 0.0
    is_right: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CpuFacts:
    """The processor. `threads` is how many the encoders use; `bfloat16` whether it multiplies that natively."""

    name: str
    cores: int
    physical_cores: int
    threads: int
    bfloat16: bool


@dataclass(frozen=True, slots=True)
class OcrFacts:
    """An engine that reads covers. `languages` are Tesseract's data files, empty for RapidOCR."""

    name: str
    version: str
    is_found: bool
    languages: tuple[str, ...] = ()
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sentence about the machine: `message_id` + `values`, and how good it is."""

    message_id: str
    tone: Tone
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """Everything the device page and `wenyuan doctor` tell. The first verdict is the main one.

    `setting` is what the library asks for, `in_use` what the encoders run on now ("" while none are loaded).
    """

    at: datetime
    verdicts: tuple[Verdict, ...]
    setting: DeviceSetting
    in_use: str
    gpus: tuple[GpuFacts, ...]
    torch: TorchFacts
    kernels: tuple[KernelRun, ...]
    cpu: CpuFacts
    memory_total_mib: float
    memory_free_mib: float
    disk_total_mib: float
    disk_free_mib: float
    ocr: tuple[OcrFacts, ...]
    fonts: tuple[str, ...]
    versions: Mapping[str, str]
    system: str
