"""The folder of a run: what it is (run.json), its curves (metrics.jsonl), its outcome (result.json).

models/runs/NAME/run.json          settings, data fingerprint, seed, versions
metrics.jsonl     one `TrainingMetric` a line
states/           of an unfinished run
checkpoint/       the trained encoder
result.json       a `TrainingResult`; its presence means finished
"""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from core.domain.training import TrainingMetric, TrainingResult
from core.errors import ConflictError, StoreMismatchError
from core.files import host_fault, write_atomically
from core.training.config import TrainingConfig, changed_settings

RUN_FILE, METRICS_FILE, RESULT_FILE, CHECKPOINT = "run.json", "metrics.jsonl", "result.json", "checkpoint"
LOCK_FILE = ".lock"
# Do not change the weights of a run; they may differ when it is taken up again.
_FREE = ("save_every", "keep_states")
_LIBRARIES = ("torch", "transformers", "peft", "numpy", "safetensors", "timm")


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """What makes two runs the same run. `model` names the untrained model, `data` the pairs (fingerprints)."""

    config: TrainingConfig
    data: str
    model: str


def begin_run(folder: Path, identity: RunIdentity, *, resume: bool) -> None:
    """Make the folder of a new run, or check that an existing one may be gone on with.

    Raises:
        ConflictError: ``training.folder_used`` where a new run meets an old one, ``training.other_settings`` where
            settings, pairs or model changed since.
        HostFaultError: ``disk.full``, ``file.unwritable``.
        StoreMismatchError: ``training.run_damaged``.
    """
    path = folder / RUN_FILE
    if not path.exists():
        described = {
            "config": identity.config.to_json(),
            "data": identity.data,
            "model": identity.model,
            "versions": versions(),
        }
        write_atomically(path, json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8"))
        return
    if not resume:
        raise ConflictError("training.folder_used", folder=folder)
    stored = read_run(folder)
    before = TrainingConfig.from_json(stored["config"])
    different = [*changed_settings(identity.config, before, _FREE)]
    different += [name for name in ("data", "model") if stored.get(name) != getattr(identity, name)]
    if different:
        raise ConflictError("training.other_settings", folder=folder, what=", ".join(different))
    for leftover in folder.glob("*/*.part"):  # of a kill while saving
        shutil.rmtree(leftover, ignore_errors=True)


@contextmanager
def alone_in(folder: Path, wait_seconds: float = 120.0) -> Iterator[None]:
    """Let nobody else train in the folder of a run meanwhile.

    After a crash of the engine its worker still saves its state while the next one may be starting already, which then
    waits for it.

    Raises:
        ConflictError: "training.busy" when the other does not end.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK_FILE)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as exc:
        raise ConflictError("training.busy", folder=folder) from exc
    try:
        yield
    finally:
        lock.release()


def read_run(folder: Path) -> dict[str, Any]:
    """What `begin_run` wrote. Raises StoreMismatchError ``training.run_damaged``."""
    try:
        stored = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise StoreMismatchError("training.run_damaged", folder=folder) from exc
    if not isinstance(stored, dict) or not isinstance(stored.get("config"), dict):
        raise StoreMismatchError("training.run_damaged", folder=folder)
    return stored


def versions() -> dict[str, str]:
    """Versions of what computed, for the provenance."""
    found = {"python": platform.python_version()}
    for name in (*_LIBRARIES, "wenyuan"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found


class MetricsFile:
    """The curves of a run, one JSON object a line, appended as they come.

    Args:
        folder: Of the run.
        step: Steps already taken; what an interrupted run wrote after its last saved state is cut off.
    """

    def __init__(self, folder: Path, step: int) -> None:
        self._path = folder / METRICS_FILE
        kept = [metric for metric in read_metrics(folder) if metric.step <= step]
        write_atomically(self._path, b"".join(msgspec.json.encode(metric) + b"\n" for metric in kept))

    def append(self, metric: TrainingMetric) -> None:
        """Add one point. Raises HostFaultError ``disk.full`` or ``file.unwritable``."""
        try:
            with self._path.open("ab") as stream:
                stream.write(msgspec.json.encode(metric) + b"\n")
        except OSError as exc:
            raise host_fault(exc, self._path) from exc


def read_metrics(folder: Path) -> tuple[TrainingMetric, ...]:
    """The curves so far; a line that a kill cut short ends them."""
    found: list[TrainingMetric] = []
    try:
        lines = (folder / METRICS_FILE).read_bytes().splitlines()
    except OSError:
        return ()
    for line in lines:
        try:
            found.append(msgspec.json.decode(line, type=TrainingMetric))
        except msgspec.DecodeError:
            break
    return tuple(found)


def write_result(folder: Path, result: TrainingResult) -> None:
    """Say that the run is finished. Raises HostFaultError ``disk.full`` or ``file.unwritable``."""
    write_atomically(folder / RESULT_FILE, msgspec.json.format(msgspec.json.encode(result), indent=1))


def read_result(folder: Path) -> TrainingResult | None:
    """The outcome, None while there is none (or it cannot be read)."""
    try:
        return msgspec.json.decode((folder / RESULT_FILE).read_bytes(), type=TrainingResult)
    except (OSError, msgspec.DecodeError):
        return None


def provenance(identity: RunIdentity, more: Mapping[str, Any]) -> dict[str, Any]:
    """What a checkpoint says about how it was made."""
    return {
        "settings": identity.config.to_json(),
        "data": identity.data,
        "parent": identity.model,
        "seed": identity.config.seed,
        "versions": versions(),
        **more,
    }
