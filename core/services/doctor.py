"""What this machine has to run on, and the choice between processor and graphics processor."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from core.domain.device import DeviceReport, DeviceSetting, Verdict
from core.errors import ConflictError
from core.paths import LibraryPaths
from core.protocols import JobContext, NullJobContext
from core.settings import load_settings, save_settings

_PACKAGES = (
    "wenyuan", "torch", "transformers", "tokenizers", "timm", "onnxruntime", "rapidocr", "numpy",
    "opencv-python-headless", "hnswlib", "usearch", "SQLAlchemy", "PySide6-Essentials",
)  # fmt: skip
_LEAST_DISK_MIB = 2048
_LEAST_MEMORY_MIB = 1024
_MIB = 1 << 20

Record = Callable[..., None]


class DoctorService:
    """Examines the machine. Needs no open library, only its folder.

    Args:
        paths: The library.
        threads: How many processor threads the encoders use.
        in_use: What the encoders run on now, "" while none are loaded.
        record: Writes a line of the audit log.
        is_read_only: The library's settings cannot be changed from here.
    """

    def __init__(
        self,
        paths: LibraryPaths,
        threads: int,
        in_use: Callable[[], str] = lambda: "",
        record: Record = lambda kind, subject="", **detail: None,
        *,
        is_read_only: bool = False,
    ) -> None:
        self._paths = paths
        self._threads = threads
        self._in_use = in_use
        self._record = record
        self._is_read_only = is_read_only

    def report(self, ctx: JobContext | None = None) -> DeviceReport:
        """Look at everything and compute a little on each device. Takes a few seconds."""
        from core.encoders.diagnosis import judge, read_cpu, read_gpus, read_memory, read_torch, run_kernel
        from core.ocr.engines import found_engines

        context = ctx or NullJobContext()
        settings = load_settings(self._paths.settings)
        context.report(0, 3, "doctor.looking")
        gpus, torch = read_gpus(), read_torch()
        context.report(1, 3, "doctor.computing")
        kernels = [run_kernel("cpu")]
        if torch.is_cuda_available:
            kernels.append(run_kernel("cuda"))
        context.report(2, 3, "doctor.looking")
        total, free = read_memory()
        disk_total, disk_free = self._disk()
        ocr = found_engines(settings.ocr_engine)
        fonts = _fonts()
        verdicts = [*judge(gpus, torch, kernels, settings.device)]
        if disk_free < _LEAST_DISK_MIB:
            verdicts.append(Verdict("device.verdict_disk_low", "fair", {"free": round(disk_free)}))
        if free < _LEAST_MEMORY_MIB:
            verdicts.append(Verdict("device.verdict_main_memory_low", "fair", {"free": round(free)}))
        used = next((engine for engine in ocr if engine.is_used), None)
        if used is not None and not used.is_found:
            verdicts.append(Verdict("device.verdict_ocr_missing", "bad", {"engine": used.name}))
        return DeviceReport(
            at=datetime.now(UTC),
            verdicts=tuple(verdicts),
            setting=settings.device,
            in_use=self._in_use(),
            gpus=gpus,
            torch=torch,
            kernels=tuple(kernels),
            cpu=read_cpu(self._threads),
            memory_total_mib=total,
            memory_free_mib=free,
            disk_total_mib=disk_total,
            disk_free_mib=disk_free,
            ocr=ocr,
            fonts=fonts,
            versions=_versions(),
            system=f"{platform.system()} {platform.release()} · Python {platform.python_version()}",
        )

    def use_device(self, device: DeviceSetting) -> DeviceSetting:
        """Choose what the encoders run on from the engine's next start on.

        Raises:
            ConflictError: "library.read_only".
            HostFaultError: If the settings cannot be written.
        """
        if self._is_read_only:
            raise ConflictError("library.read_only", path=self._paths.root, holder="?")
        settings = load_settings(self._paths.settings)
        save_settings(self._paths.settings, replace(settings, device=device))
        self._record("settings", "device", before=settings.device, after=device)
        return device

    def _disk(self) -> tuple[float, float]:
        for place in (self._paths.root, *self._paths.root.parents):
            try:
                usage = shutil.disk_usage(place)
            except OSError:
                continue
            return round(usage.total / _MIB), round(usage.free / _MIB)
        return 0.0, 0.0


def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _fonts() -> tuple[str, ...]:
    """Families with Chinese glyphs, where the system can be asked for them without a window."""
    if sys.platform.startswith("linux") and (program := shutil.which("fc-list")):
        command = [program, ":lang=zh-cn", "family"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False, encoding="utf-8")
        except (OSError, subprocess.TimeoutExpired):
            return ()
        families = {line.partition(",")[0].strip() for line in done.stdout.splitlines() if line.strip()}
        return tuple(sorted(families))
    folders = {"win32": Path("C:/Windows/Fonts"), "darwin": Path("/System/Library/Fonts")}
    folder = folders.get(sys.platform)
    if folder is None or not folder.is_dir():
        return ()
    wanted = ("msyh", "simsun", "msjh", "PingFang", "STHeiti", "Songti")
    return tuple(sorted({file.stem for file in folder.iterdir() if file.stem.startswith(wanted)}))
