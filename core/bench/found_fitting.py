"""Fits when search says "no good match", cross-validated over works, and measures it on data it was not fitted on.

    python -m core.bench.found_fitting COLLECTION [--extra RECORDS.jsonl…] [--check COLLECTION…] [--write FILE.toml]

Every query is taken twice, with its answers in the library and without them. A logistic regression on the best
candidate's margin separates the two; the limit is set where the share `KEPT` of the right first results stays found.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.bench.fusion_fitting import N_FOLDS, FittingData, gather_both
from core.evaluation.collections import load_collection
from core.paths import resources_dir
from core.retrieval.confidence import FoundModel
from core.retrieval.fusion import FEATURES, FusionWeights, load_weights

KEPT = 0.97
OLD_LIMIT = 0.3
"""Of the summed probability, before the best candidate alone decided; for comparison."""
_OUT = -1e9
_N_STEPS = 40

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Margins:
    """Of n queries: the best candidate's margin with the answers there and without, and whether it is an answer.

    `old`, `old_without`: the summed probability of all candidates in both cases.
    """

    with_answers: Array
    without: Array
    is_right: NDArray[np.bool_]
    old: Array
    old_without: Array
    tasks: NDArray[np.str_]
    folds: NDArray[np.int64]
    weight: Array


def margins_of(data: FittingData, weights: FusionWeights) -> Margins:
    """Score the candidates and take the answers away."""
    vector = np.array([weights.weights.get(name, 0.0) for name in FEATURES])
    z = np.where(data.is_present, data.features @ vector, _OUT)
    rest = np.where(data.is_relevant, _OUT, z)
    best = z.argmax(axis=1)[:, None]

    def summed(scores: Array) -> Array:
        mass = np.exp(np.minimum(scores - weights.none, 60.0)).sum(axis=1)
        return np.asarray(mass / (1 + mass))

    return Margins(
        z.max(axis=1) - weights.none,
        rest.max(axis=1) - weights.none,
        np.take_along_axis(data.is_relevant, best, axis=1)[:, 0],
        summed(z),
        summed(rest),
        np.array(data.tasks),
        data.folds,
        data.weight,
    )


def fit(margins: Margins, source: str = "") -> FoundModel:
    """Newton's method on two parameters; the limit is the `1 - KEPT` quantile of right first results."""
    right = margins.is_right
    x = np.concatenate([margins.with_answers[right], margins.without])
    y = np.concatenate([np.ones(int(right.sum())), np.zeros(len(right))])
    weight = np.concatenate([margins.weight[right], margins.weight])
    inputs = np.stack([x, np.ones(len(x))], axis=1)
    parameters = np.zeros(2)
    for _ in range(_N_STEPS):
        p = 1 / (1 + np.exp(-np.clip(inputs @ parameters, -60, 60)))
        hessian = (inputs * (weight * p * (1 - p))[:, None]).T @ inputs + 1e-6 * np.eye(2)
        parameters = parameters - np.linalg.solve(hessian, inputs.T @ (weight * (p - y)))
    limit = float(np.quantile(margins.with_answers[right & (margins.old >= OLD_LIMIT)], 1 - KEPT))
    model = FoundModel(float(parameters[0]), float(parameters[1]), 0.0, source)
    return FoundModel(model.scale, model.offset, model.probability(limit), source)


def cross_validate(margins: Margins) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each query counts as found, with its answers and without, by models of the other folds."""
    found, false = np.zeros(len(margins.folds), dtype=bool), np.zeros(len(margins.folds), dtype=bool)
    for fold in range(N_FOLDS):
        held = margins.folds == fold
        if held.any() and not held.all():
            model = fit(_rows(margins, ~held))
            found[held], false[held] = _judged(_rows(margins, held), model)
    return found, false


def describe(margins: Margins, found: NDArray[np.bool_], false: NDArray[np.bool_]) -> list[str]:
    """A line a task and one for all: right first results that stay found, false finds now and before."""
    lines = ["task\tn\tright kept\tfalse finds\tbefore"]
    was = margins.is_right & (margins.old >= OLD_LIMIT)
    for task in [*dict.fromkeys(margins.tasks.tolist()), "all"]:
        of = np.ones(len(was), dtype=bool) if task == "all" else margins.tasks == task
        kept = found[was & of].mean() if (was & of).any() else float("nan")
        before = (margins.old_without[of] >= OLD_LIMIT).mean()
        lines.append(f"{task}\t{of.sum()}\t{kept:.3f}\t{false[of].mean():.3f}\t{before:.3f}")
    return lines


def curve(margins: Margins) -> list[str]:
    """What other limits would give: right first results kept against false finds."""
    was = margins.is_right & (margins.old >= OLD_LIMIT)
    lines = ["kept\tmargin\tfalse finds\tbefore"]
    for kept in (0.995, 0.99, 0.97, 0.95, 0.9, 0.8):
        limit = np.quantile(margins.with_answers[was], 1 - kept)
        old = np.quantile(margins.old[was], 1 - kept)
        false = (margins.without >= limit).mean()
        lines.append(f"{kept}\t{limit:.2f}\t{false:.3f}\t{(margins.old_without >= old).mean():.3f}")
    return lines


def as_toml(model: FoundModel) -> str:
    """The model as `load_found_model` reads it."""
    values = (("scale", model.scale), ("offset", model.offset), ("least", model.least))
    return f'source = "{model.source}"\n' + "".join(f"{name} = {value:.3f}\n" for name, value in values)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the figures and, if asked, write the model."""
    parser = argparse.ArgumentParser(prog="python -m core.bench.found_fitting")
    parser.add_argument("collection", type=Path)
    parser.add_argument("--extra", type=Path, nargs="*", default=[])
    parser.add_argument("--check", type=Path, nargs="*", default=[])
    parser.add_argument("--write", type=Path)
    options = parser.parse_args(arguments)
    weights = load_weights(resources_dir() / "presets" / "compact-fusion.toml")
    margins = _margins(options.collection, options.extra, weights)
    model = fit(margins, options.collection.name)
    lines = [*describe(margins, *cross_validate(margins)), "", *curve(margins)]
    for other in options.check:
        unseen = _margins(other, [], weights)
        lines += ["", other.name, *describe(unseen, *_judged(unseen, model)), *curve(unseen)]
    sys.stdout.write("\n".join(lines) + "\n\n" + as_toml(model))
    if options.write:
        options.write.write_text(as_toml(model), encoding="utf-8")
    return 0


def _margins(folder: Path, extra: Sequence[Path], weights: FusionWeights) -> Margins:
    collection = load_collection(folder, tuple(extra))
    vector = np.array([weights.weights.get(name, 0.0) for name in FEATURES])
    return margins_of(gather_both(collection, vector), weights)


def _judged(margins: Margins, model: FoundModel) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    def is_found(values: Array) -> NDArray[np.bool_]:
        return np.array([model.probability(float(m)) >= model.least for m in values], dtype=bool)

    return is_found(margins.with_answers), is_found(margins.without)


def _rows(margins: Margins, keep: NDArray[np.bool_]) -> Margins:
    return Margins(
        margins.with_answers[keep],
        margins.without[keep],
        margins.is_right[keep],
        margins.old[keep],
        margins.old_without[keep],
        margins.tasks[keep],
        margins.folds[keep],
        margins.weight[keep],
    )


if __name__ == "__main__":
    sys.exit(main())
