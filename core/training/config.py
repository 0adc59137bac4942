"""Settings of a training run: checked when made, kept in the checkpoint, read from TOML."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

import msgspec

from core.domain.pairs import PairKind
from core.encoders.unified.config import UnifiedConfig
from core.errors import HostFaultError, InvalidInputError

Term = Literal["vt", "ot", "cl", "qr"]
TERMS: tuple[Term, ...] = ("vt", "ot", "cl", "qr")
TERM_OF_KIND: Mapping[PairKind, Term] = {"cover_text": "vt", "ocr_text": "ot", "zh_en": "cl", "query_record": "qr"}
TrainingMode = Literal["lora", "frozen", "full"]
TRAINING_MODES: tuple[TrainingMode, ...] = ("lora", "frozen", "full")


@dataclass(frozen=True, slots=True)
class LossConfig:
    """The joint loss.

    Attributes:
        kind: Symmetric InfoNCE, or SigLIP's pairwise sigmoid.
        vt, ot, cl, qr: Weights λ of (cover, text), (OCR, text), (Chinese, English) and (query, record); 0 = off.
        temperature: Initial τ of every term.
        min_temperature, max_temperature: Limits of the learned τ.
        sigmoid_bias: Initial bias of the sigmoid loss.
    """

    kind: Literal["info_nce", "sigmoid"] = "info_nce"
    vt: float = 1.0
    ot: float = 1.0
    cl: float = 1.0
    qr: float = 1.0
    temperature: float = 0.05
    min_temperature: float = 0.01
    max_temperature: float = 0.5
    sigmoid_bias: float = -10.0

    def __post_init__(self) -> None:
        for term in TERMS:
            _check(term, self.weight(term), 0.0, math.inf)
        if not any(self.weight(term) for term in TERMS):
            raise InvalidInputError("training.setting", name="loss.vt, ot, cl, qr", value=0, allowed="> 0")
        _check("loss.min_temperature", self.min_temperature, 1e-4, 10.0)
        _check("loss.max_temperature", self.max_temperature, self.min_temperature, 10.0)
        _check("loss.temperature", self.temperature, self.min_temperature, self.max_temperature)
        _check("loss.sigmoid_bias", self.sigmoid_bias, -100.0, 100.0)

    def weight(self, term: Term) -> float:
        """λ of a term."""
        value: float = getattr(self, term)
        return value


@dataclass(frozen=True, slots=True)
class LoraConfig:
    """Low-rank adapters (Hu et al. 2021, arXiv:2106.09685): W + (alpha / rank)·B·A, B zero at the start.

    `targets` are regular expressions; a linear layer of the backbone whose full name one of them matches is adapted.
    """

    rank: int = 8
    alpha: int = 16
    dropout: float = 0.05
    targets: tuple[str, ...] = (r"(?i).*(query|key|value|q_proj|k_proj|v_proj|dense|out_proj|fc1|fc2|qkv)",)

    def __post_init__(self) -> None:
        _check("lora.rank", self.rank, 1, 1024)
        _check("lora.alpha", self.alpha, 0.0, 4096.0)
        _check("lora.dropout", self.dropout, 0.0, 0.9)


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How to train. The defaults are those of the compact preset on two processors (README, "Fine-tuning").

    Attributes:
        mode: `lora` adapts the backbone's upper layers, `frozen` leaves it, `full` trains all of it; what the unified
            model adds is trained in every mode. On two processors only `frozen` takes enough steps in half an hour.
        epochs: Passes over the largest kind of pairs; smaller kinds are passed through again meanwhile.
        minutes: The number of steps is cut so that about this much time is enough; 0 = no limit.
        batch_size: Pairs of each kind that are compared with each other in one step.
        micro_batch: Inputs encoded at once; smaller needs less memory and gives the same gradients.
        graph_inputs: Up to so many inputs a step keeps all graphs; above, each input is encoded twice instead (gradient
            caching), which costs half as much time again and bounds the memory by `micro_batch`. -1 = 512 in mode
            `frozen`, whose graphs are small, else none: four layers keep some 50 MB for each long text.
        learning_rate: Of what the unified model adds, and of the temperatures.
        gate_rate: How many times faster than that gates move. They begin shut; a step of AdamW moves a number by about
            the rate, and what is behind a gate neither counts nor learns before it opens.
        backbone_learning_rate: Of adapters, or of the whole backbone.
        weight_decay: Of matrices; vectors (biases, norms, gates) have none.
        warmup: Share of the steps in which the rate rises; then it falls as a cosine to `final_rate` of itself.
        clip: Largest norm of all gradients together.
        modality_dropout: Probability that one of several modalities of a query-record side is hidden from the model
            altogether. Zero by default: the unified model drops modalities in its fusion by itself.
        hard_negatives: Negatives taken for each pair in a step: results that people refused, then what the index in use
            ranks next to the answer without being one. 0 = nothing is mined; refused ones count, two at most.
        scan_variants: Copies of each cover and its words in the training part, changed as other scans would show them
            (perspective, blur, noise, JPEG, glare, OCR errors); made and encoded once. 0 = none.
        evaluate_every: Steps between measurements on the dev part; 0 = ten times in a run.
        patience: Measurements without a gain after which training stops; 0 = never.
        save_every: Steps between saved states.
        keep_states: Saved states kept.
        interpolate: Shares of the trained weights that are tried between base (0) and trained (1).
        precision: Of autocast; `auto` = bfloat16 or float16 on CUDA, none on the CPU.
        device: auto, cpu or cuda.
        threads: Of one operation on the CPU; 0 = as many as there are. Part of what makes a run repeatable.
        seed: Of everything that is random.
        matryoshka: Prefix dimensions that the loss looks at too; () takes those of the model.
        loss, lora: See there.
        model: Sizes and switches of the unified model; `frozen_layers` (-1 = two thirds) are those below the adapters.
    """

    mode: TrainingMode = "frozen"
    epochs: float = 12.0
    minutes: float = 0.0
    batch_size: int = 64
    micro_batch: int = 32
    graph_inputs: int = -1
    learning_rate: float = 5e-4
    gate_rate: float = 40.0
    backbone_learning_rate: float = 2e-4
    weight_decay: float = 0.01
    warmup: float = 0.1
    final_rate: float = 0.05
    clip: float = 1.0
    modality_dropout: float = 0.0
    hard_negatives: int = 0
    scan_variants: int = 0
    evaluate_every: int = 0
    patience: int = 4
    save_every: int = 20
    keep_states: int = 2
    interpolate: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0)
    precision: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    device: Literal["auto", "cpu", "cuda"] = "auto"
    threads: int = 0
    seed: int = 20250714
    matryoshka: tuple[int, ...] = ()
    loss: LossConfig = field(default_factory=LossConfig)
    lora: LoraConfig = field(default_factory=LoraConfig)
    model: UnifiedConfig = field(default_factory=UnifiedConfig)

    def __post_init__(self) -> None:
        for name, low, high in (
            ("epochs", 0.0, 1e6),
            ("minutes", 0.0, 1e6),
            ("batch_size", 1, 1_000_000),
            ("micro_batch", 1, 1_000_000),
            ("graph_inputs", -1, 1_000_000),
            ("learning_rate", 0.0, 1.0),
            ("gate_rate", 0.0, 1000.0),
            ("backbone_learning_rate", 0.0, 1.0),
            ("weight_decay", 0.0, 1.0),
            ("warmup", 0.0, 1.0),
            ("final_rate", 0.0, 1.0),
            ("clip", 1e-6, 1e6),
            ("modality_dropout", 0.0, 0.99),
            ("hard_negatives", 0, 1000),
            ("scan_variants", 0, 20),
            ("evaluate_every", 0, 1_000_000),
            ("patience", 0, 1_000_000),
            ("save_every", 1, 1_000_000),
            ("keep_states", 1, 1000),
            ("threads", 0, 1024),
            ("seed", 0, 2**31 - 1),
        ):
            _check(name, getattr(self, name), low, high)
        for share in self.interpolate:
            _check("interpolate", share, 0.0, 1.0)
        if 1.0 not in self.interpolate:
            raise InvalidInputError(
                "training.setting", name="interpolate", value=str(self.interpolate), allowed="…, 1.0"
            )

    def to_json(self) -> dict[str, Any]:
        """For config.json of a checkpoint."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any], base: TrainingConfig | None = None) -> TrainingConfig:
        """Settings from plain values; what is not named stays as in `base`.

        Raises:
            InvalidInputError: ``training.unknown_setting``, ``training.setting``.
        """
        known = asdict(base or cls())
        _merge(known, values, "")
        try:
            return msgspec.convert(known, cls)
        except msgspec.ValidationError as exc:
            raise InvalidInputError("training.invalid_settings", detail=str(exc)) from exc


def load_config(path: Path | None, **changes: Any) -> TrainingConfig:
    """Read a TOML file (None = the defaults) and apply changes that are not None.

    Raises:
        HostFaultError: ``file.unreadable``.
        InvalidInputError: ``training.invalid_settings``, ``training.unknown_setting``, ``training.setting``.
    """
    values: Mapping[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as exc:
            raise HostFaultError("file.unreadable", file=path, detail=exc.strerror or str(exc)) from exc
        except ValueError as exc:
            raise InvalidInputError("training.invalid_settings", detail=f"{path.name}: {exc}") from exc
    config = TrainingConfig.from_json(values)
    given = {name: value for name, value in changes.items() if value is not None}
    return replace(config, **given) if given else config


def _merge(known: dict[str, Any], values: Mapping[str, Any], prefix: str) -> None:
    for name, value in values.items():
        if name not in known:
            raise InvalidInputError("training.unknown_setting", name=prefix + name, known=", ".join(sorted(known)))
        if isinstance(known[name], dict) and isinstance(value, Mapping):
            _merge(known[name], value, f"{name}.")
        else:
            known[name] = value


def _check(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:  # also False for NaN
        raise InvalidInputError("training.setting", name=name, value=value, allowed=f"{low:g} … {high:g}")


def changed_settings(config: TrainingConfig, other: TrainingConfig, ignoring: Sequence[str] = ()) -> tuple[str, ...]:
    """Names of the settings in which two runs differ."""
    names = [each.name for each in fields(TrainingConfig) if each.name not in ignoring]
    return tuple(name for name in names if getattr(config, name) != getattr(other, name))
