"""The state of an unfinished run on disk: whole, checked, and enough to go on as if nothing had happened.

Everything random in a step follows from seed and step, so no generator needs saving: values, the optimiser's moments
and a few numbers are all. Each state is a checkpoint folder of its own (safetensors, JSON, checksums; written under
another name and renamed), so a kill while saving leaves the one before.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import torch

from core.domain.training import TrainingEnd
from core.encoders.checkpoint_io import load_checkpoint, save_checkpoint
from core.errors import LibrarianError, StoreMismatchError

if TYPE_CHECKING:
    from torch import Tensor

    from core.training.optimising import Optimising

_LOG = logging.getLogger(__name__)
_STATES = "states"
_BEST, _VALUE, _MOMENT = "best/", "value/", "moment/"


@dataclass
class Progress:
    """The numbers of a state.

    `step` is how many steps were taken, of `total_steps` (0 = not settled yet). `best_step` is when the dev part
    measured best (`best_measure`, in full `best_measures`), `stale` how many measurements brought no gain since.
    `before` is what the untrained model measured. `micro_batch` and `graph_inputs` are what memory allowed, `scale`
    and `growth` belong to the scaler of float16. `seconds` is the time spent, `end` why it stopped (None = it goes on).
    """

    step: int = 0
    total_steps: int = 0
    best_step: int = 0
    best_measure: float = float("-inf")
    stale: int = 0
    micro_batch: int = 0
    graph_inputs: int = 0
    seconds: float = 0.0
    scale: float = 0.0
    growth: int = 0
    end: TrainingEnd | None = None
    before: dict[str, float] = field(default_factory=dict)
    best_measures: dict[str, float] = field(default_factory=dict)


def save_state(folder: Path, progress: Progress, optimising: Optimising, best: Mapping[str, Tensor], keep: int) -> None:
    """Write the state after `progress.step` steps and drop all but the newest `keep`.

    Raises:
        HostFaultError: ``checkpoint.unwritable``.
    """
    tensors: dict[str, Tensor] = {_VALUE + name: parameter for name, parameter in optimising.parameters.items()}
    tensors |= {_BEST + name: value for name, value in best.items()}
    for name, parameter in optimising.parameters.items():
        for key, value in optimising.optimiser.state.get(parameter, {}).items():
            tensors[f"{_MOMENT}{key}/{name}"] = value
    if optimising.scaler.is_enabled():
        scaler = optimising.scaler.state_dict()
        progress.scale, progress.growth = scaler["scale"], scaler["_growth_tracker"]
    target = folder / _STATES / f"step-{progress.step:08d}"
    shutil.rmtree(target, ignore_errors=True)  # of a run that went on from an older state
    save_checkpoint(target, tensors, {"kind": "training-state"}, _finite(asdict(progress)))
    for old in _states(folder)[keep:]:
        shutil.rmtree(old, ignore_errors=True)


def load_state(folder: Path, optimising: Optimising) -> tuple[Progress, dict[str, Tensor]] | None:
    """Put the newest intact state into model, loss and optimiser.

    Returns:
        Its numbers and the best values so far; None where nothing was saved yet.

    Raises:
        StoreMismatchError: ``training.state_damaged`` where states are there and none can be used.
    """
    problem: LibrarianError | None = None
    for state in _states(folder):
        try:
            stored = load_checkpoint(state)
            progress = msgspec.convert(_restored(stored.provenance), Progress)
            _apply(stored.tensors, optimising, progress)
        except LibrarianError as exc:
            _LOG.warning("the state %s cannot be used: %s", state.name, exc)
            problem = exc
        except (KeyError, msgspec.ValidationError) as exc:
            _LOG.warning("the state %s is of another run: %s", state.name, exc)
            problem = StoreMismatchError("training.state_damaged", folder=folder)
        else:
            best = {n.removeprefix(_BEST): t for n, t in stored.tensors.items() if n.startswith(_BEST)}
            return progress, best
    if problem is not None:
        raise StoreMismatchError("training.state_damaged", folder=folder) from problem
    return None


def drop_states(folder: Path) -> None:
    """Remove what only an unfinished run needs."""
    shutil.rmtree(folder / _STATES, ignore_errors=True)


def _states(folder: Path) -> list[Path]:
    """Complete states, the newest first; what a kill left half-written has another name."""
    found = [path for path in (folder / _STATES).glob("step-*") if path.name.removeprefix("step-").isdigit()]
    return sorted(found, reverse=True)


@torch.no_grad()
def _apply(tensors: Mapping[str, Tensor], optimising: Optimising, progress: Progress) -> None:
    values = {name: tensors[_VALUE + name] for name in optimising.parameters}
    if any(values[name].shape != parameter.shape for name, parameter in optimising.parameters.items()):
        raise KeyError("a tensor has another shape")
    moments: dict[str, dict[str, Tensor]] = {}
    for stored, value in tensors.items():
        if stored.startswith(_MOMENT):
            key, _, name = stored.removeprefix(_MOMENT).partition("/")
            moments.setdefault(name, {})[key] = value
    for name, parameter in optimising.parameters.items():
        parameter.copy_(values[name])
        if name in moments:
            optimising.optimiser.state[parameter] = {
                key: value.clone() if key == "step" else value.to(parameter.device).clone()
                for key, value in moments[name].items()
            }
    if progress.micro_batch:
        optimising.micro_batch, optimising.graph_inputs = progress.micro_batch, progress.graph_inputs
    if optimising.scaler.is_enabled() and progress.scale:
        optimising.scaler.load_state_dict(
            {**optimising.scaler.state_dict(), "scale": progress.scale, "_growth_tracker": progress.growth}
        )


def _finite(values: dict[str, Any]) -> dict[str, Any]:
    """JSON knows no infinity: "no measure yet" is stored as null."""
    return {**values, "best_measure": None if values["best_measure"] == float("-inf") else values["best_measure"]}


def _restored(values: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(values)
    if given.get("best_measure") is None:
        given["best_measure"] = float("-inf")
    return given
