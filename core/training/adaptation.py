"""Which parameters a run trains, by mode; low-rank adapters put in and folded back.

Source: Hu et al. 2021, "LoRA", arXiv:2106.09685, section 4.1; the adapters are peft's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from core.errors import InvalidInputError
from core.training.config import LoraConfig, TrainingMode

if TYPE_CHECKING:
    from torch import Tensor

_ADAPTER = "lora_"


@dataclass(frozen=True, slots=True)
class Adapted:
    """A model made ready to train.

    Attributes:
        start: Trained parameter → its value before training, a copy on the CPU.
        changed: Names of the parameters that training changes once adapters are folded in.
        backbone: Names of trained parameters that belong to the backbone or adapt it (they have a rate of their own).
    """

    start: Mapping[str, Tensor]
    changed: tuple[str, ...]
    backbone: frozenset[str]


def adapt(
    model: nn.Module,
    mode: TrainingMode,
    lora: LoraConfig,
    backbone: Sequence[str] = (),
    adapted_modules: Sequence[str] = (),
) -> Adapted:
    """Say what is trained. Draws random numbers for new adapters: seed first.

    A model may have a method ``trainable(mode)`` that sets `requires_grad` for the modes `frozen` and `full`; of
    others all parameters outside the backbone are trained, in mode `full` those inside too.

    Args:
        model: Untrained.
        mode: In mode `lora` adapters are put in, and what `frozen` trains is trained beside them.
        lora: Size of the adapters, and which linear layers get one.
        backbone: Names of the pretrained modules.
        adapted_modules: Modules in whose layers adapters are put; empty = the backbone, or all where that is empty too.

    Raises:
        InvalidInputError: ``training.nothing_to_train``.
    """
    prefixes = tuple(f"{name}." for name in backbone)
    scope = tuple(f"{name}." for name in adapted_modules) or prefixes
    _select(model, mode, prefixes)
    chosen = [name for name, parameter in model.named_parameters() if parameter.requires_grad]
    adapted: list[str] = []
    if mode == "lora":
        adapted = _layers_to_adapt(model, scope, lora)
        chosen = [name for name in chosen if not _is_inside(name, adapted)]
    changed = (*chosen, *(f"{layer}.weight" for layer in adapted))
    if not changed:
        raise InvalidInputError("training.nothing_to_train", mode=mode)
    if adapted:
        _put_adapters(model, adapted, lora)
        known = dict(model.named_parameters())
        for name in chosen:
            known[name].requires_grad_(True)
    trained = {name: parameter for name, parameter in model.named_parameters() if parameter.requires_grad}
    slow = frozenset(name for name in trained if _ADAPTER in name or name.startswith(prefixes or ("\0",)))
    return Adapted({name: _copy(value) for name, value in trained.items()}, changed, slow)


def fold_adapters(model: nn.Module) -> None:
    """Add every adapter to the weight it adapts and take it out: the model is as it was, with other values."""
    if not any(_ADAPTER in name for name, _ in model.named_parameters()):
        return  # without importing peft, which takes seconds
    from peft.tuners.lora.layer import LoraLayer

    for name, module in list(model.named_modules()):
        if isinstance(module, LoraLayer):
            module.merge()
            parent, _, attribute = name.rpartition(".")
            setattr(model.get_submodule(parent), attribute, module.get_base_layer())
    if hasattr(model, "peft_config"):
        del model.peft_config


@torch.no_grad()
def load_values(model: nn.Module, values: Mapping[str, Tensor]) -> None:
    """Overwrite parameters of these names."""
    known = dict(model.named_parameters())
    for name, value in values.items():
        known[name].copy_(value)


@torch.no_grad()
def interpolate(model: nn.Module, start: Mapping[str, Tensor], trained: Mapping[str, Tensor], share: float) -> None:
    """Set the model between its base and its trained values: θ = (1 - α)·θ_base + α·θ_trained.

    An adapter adds s·B·A to a weight, with B = 0 at the start: the place between is s·(α·B)·A, so A stays as trained.

    Source: Wortsman et al. 2022, "Robust fine-tuning of zero-shot models", arXiv:2109.01903, section 3, eq. 1.
    """
    mixed: dict[str, Tensor] = {}
    for name, value in trained.items():
        if share == 1 or f".{_ADAPTER}A." in name:
            mixed[name] = value
        else:
            mixed[name] = start[name] if share == 0 else torch.lerp(start[name], value, share)
    load_values(model, mixed)


def values_of(model: nn.Module, names: Iterable[str]) -> dict[str, Tensor]:
    """Copies of parameters, on the CPU."""
    known = dict(model.named_parameters())
    return {name: _copy(known[name]) for name in names}


def set_training(model: nn.Module) -> None:
    """Training mode where something is trained; parts that are frozen through and through stay as they predict.

    So a frozen tower's batch norms keep their statistics, and its dropout does not blur states that may be cached.
    """
    model.train()
    for module in model.modules():
        parameters = list(module.parameters())
        if parameters and not any(parameter.requires_grad for parameter in parameters):
            module.eval()


def _select(model: nn.Module, mode: TrainingMode, prefixes: tuple[str, ...]) -> None:
    choose: Any = getattr(model, "trainable", None)
    if callable(choose):
        choose("frozen" if mode == "lora" else mode)
        return
    for name, parameter in model.named_parameters():
        is_backbone = bool(prefixes) and name.startswith(prefixes)
        parameter.requires_grad_(parameter.is_floating_point() and (mode == "full" or not is_backbone))


def _layers_to_adapt(model: nn.Module, scope: tuple[str, ...], lora: LoraConfig) -> list[str]:
    patterns = [re.compile(pattern) for pattern in lora.targets]
    return [
        name
        for name, module in model.named_modules()
        if isinstance(module, nn.Linear)
        and (not scope or name.startswith(scope))
        and any(pattern.fullmatch(name) for pattern in patterns)
    ]


def _put_adapters(model: nn.Module, layers: list[str], lora: LoraConfig) -> None:
    from peft import LoraConfig as PeftConfig
    from peft import inject_adapter_in_model

    settings = PeftConfig(
        r=lora.rank, lora_alpha=lora.alpha, lora_dropout=lora.dropout, target_modules=layers, bias="none"
    )
    inject_adapter_in_model(settings, model)


def _is_inside(name: str, layers: Iterable[str]) -> bool:
    return any(name.startswith(f"{layer}.") for layer in layers)


def _copy(tensor: Tensor) -> Tensor:
    return tensor.detach().cpu().clone()
