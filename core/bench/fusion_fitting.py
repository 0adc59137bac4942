"""Fits the weights of `core.retrieval.fusion` on a collection, cross-validated over works.

    python -m core.bench.fusion_fitting COLLECTION [--extra RECORDS.jsonl…] [--write FILE.toml]

Listwise maximum likelihood over the candidates of the product's own search: the summed probability of the relevant
ones. A weak Gaussian prior holds the weights near one common value (not near weights that were fitted on the same
queries, which would leak across the folds), since a few hundred queries cannot settle thirteen.
Scale and the score of "nothing here" are fitted second, on the same queries with and without their answers. Queries
weigh by task, so that no task drowns another. Only queries of words are used; `pinyin` and `cover` stay as they are.

Each query is asked of two libraries: the collection, and the same where about half of the works have no description
and no subjects, as records that came from a table of titles. In a library where all are described, or none, whether
a record says more than its title tells nothing; in a mixed one it must not be all that counts.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.application import Application, build_application
from core.domain.library import ExportOptions
from core.domain.retrieval import SearchRequest
from core.evaluation.collections import Collection, CollectionQuery, load_collection
from core.interchange.jsonl import jsonl_writer
from core.paths import resources_dir
from core.protocols import NullJobContext
from core.retrieval.fusion import FEATURES, FeatureMatrix, FusionWeights, load_weights

N_FOLDS = 5
N_CANDIDATES = 120
PRIOR_STRENGTH = 3e-3
COMMON_WEIGHT = 4.0
UNWEIGHTED = ("en_to_zh", "zh_to_en")
N_STEPS = 600
HELD_BY_HAND = ("pinyin", "cover")
BARE, BESIDE_BARE, MIXED = " (bare)", " (beside bare)", " (some bare)"
"""Ends the name of a task in the library with bare records: none of the answers is described, all are, some are."""
BARE_IMPORTANCE = {BARE: 0.1, BESIDE_BARE: 0.05, MIXED: 0.01}
"""What a task weighs there against 1 in the library as it is: more helps bare records and costs described ones."""
_OUT = -1e9

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FittingData:
    """Candidates of n queries, padded. `features` (n, m, f); `is_relevant`, `is_present` (n, m); `weight` (n,)."""

    features: Array
    is_relevant: NDArray[np.bool_]
    is_present: NDArray[np.bool_]
    weight: Array
    tasks: tuple[str, ...]
    folds: NDArray[np.int64]

    def rows(self, keep: NDArray[np.bool_]) -> FittingData:
        tasks = tuple(task for task, kept in zip(self.tasks, keep, strict=True) if kept)
        return FittingData(
            self.features[keep],
            self.is_relevant[keep],
            self.is_present[keep],
            self.weight[keep],
            tasks,
            self.folds[keep],
        )


def gather(application: Application, collection: Collection, prior: Array) -> FittingData:
    """Ask the search path every query of words and keep its best candidates and all relevant ones.

    A work's queries share a fold: works are told apart by the titles of their records. A record without description
    is not the less a candidate for it.
    """
    titles = {each.id: each.record.title for each in collection.records}
    queries = _queries_of_words(collection)
    features = np.zeros((len(queries), N_CANDIDATES, len(FEATURES)))
    relevant = np.zeros(features.shape[:2], dtype=bool)
    present = np.zeros(features.shape[:2], dtype=bool)
    folds = np.zeros(len(queries), dtype=np.int64)
    for row, query in enumerate(queries):
        answers = _answers(collection, query.id)
        scored = application.candidates(SearchRequest(query.text))
        is_answer = np.array([r.external_id in answers for r in scored.records], dtype=bool)
        worth = np.maximum(scored.features @ prior, _as_if_described(scored.features) @ prior)
        kept = np.argsort(-(worth + 1e6 * is_answer), kind="stable")[:N_CANDIDATES]
        features[row, : len(kept)] = scored.features[kept]
        relevant[row, : len(kept)] = is_answer[kept]
        present[row, : len(kept)] = True
        folds[row] = zlib.crc32(min(titles[a] for a in answers if a in titles).encode()) % N_FOLDS
    tasks = tuple(q.task for q in queries)
    weight = np.array([1 / tasks.count(task) for task in tasks])
    return FittingData(features, relevant, present, weight / weight.sum(), tasks, folds)


def gather_both(collection: Collection, prior: Array) -> FittingData:
    """The queries asked of the collection and of its copy with bare records. Each library is made and deleted.

    A topic of a bare work cannot be answered, nothing says what the work is about: such queries weigh nothing.
    """
    answers = {record for query_id in collection.qrels for record in _answers(collection, query_id)}
    bare = {r.id for r in collection.records if r.id in answers and zlib.crc32(r.record.title.encode()) % 2}
    whole = _gather_from(collection, frozenset(), prior)
    if not bare:
        return whole
    copy = _gather_from(collection, frozenset(bare), prior)
    queries = _queries_of_words(collection)
    tasks, importance = [], []
    for query in queries:
        is_bare = [record in bare for record in _answers(collection, query.id)]
        kind = BARE if all(is_bare) else MIXED if any(is_bare) else BESIDE_BARE
        tasks.append(query.task + kind)
        importance.append(0.0 if kind == BARE and query.task.startswith("topic") else BARE_IMPORTANCE[kind])
    weight = np.array([i / tasks.count(task) for i, task in zip(importance, tasks, strict=True)])
    weights = np.concatenate([whole.weight * len(set(whole.tasks)), weight])
    return FittingData(
        np.concatenate([whole.features, copy.features]),
        np.concatenate([whole.is_relevant, copy.is_relevant]),
        np.concatenate([whole.is_present, copy.is_present]),
        weights / weights.sum(),
        (*whole.tasks, *tasks),
        np.concatenate([whole.folds, copy.folds]),
    )


def _queries_of_words(collection: Collection) -> list[CollectionQuery]:
    return [q for q in collection.queries if q.text.strip() and q.image is None and q.id in collection.qrels]


def _answers(collection: Collection, query_id: str) -> set[str]:
    return {record for record, grade in collection.qrels[query_id].items() if grade > 0}


def _gather_from(collection: Collection, bare: frozenset[str], prior: Array) -> FittingData:
    with (
        tempfile.TemporaryDirectory(prefix="wenyuan-fit-", ignore_cleanup_errors=True) as scratch,
        build_application(Path(scratch) / "library") as application,
    ):
        file = Path(scratch) / "records.jsonl"
        with jsonl_writer(file, ExportOptions()) as writer:
            for each in collection.records:
                record = each.record
                writer.write(replace(record, description="", subjects=()) if each.id in bare else record)
        application.fill([str(file)], NullJobContext())
        return gather(application, collection, prior)


def _as_if_described(features: FeatureMatrix) -> FeatureMatrix:
    """Features in which a record without description has its title for one."""
    changed = features.copy()
    bare = features[:, FEATURES.index("has_description")] == 0
    changed[bare, FEATURES.index("description")] = features[bare, FEATURES.index("title")]
    changed[bare, FEATURES.index("has_description")] = 1.0
    return changed


def neutral_prior(present: FusionWeights) -> Array:
    """The weights before anything is known: one value for all evidence, nothing for the language pair."""
    held = {name: present.weights.get(name, 0.0) for name in HELD_BY_HAND}
    return np.array([held.get(name, 0.0 if name in UNWEIGHTED else COMMON_WEIGHT) for name in FEATURES])


def fit(data: FittingData, prior: Array) -> tuple[Array, float]:
    """Weights (f,) and the score of "nothing here"."""
    free = np.array([name not in HELD_BY_HAND for name in FEATURES])

    def ranking_gradient(weights: Array) -> Array:
        z = np.where(data.is_present, data.features @ weights, _OUT)
        everything = _softmax(z)
        answers = _softmax(np.where(data.is_relevant, z, _OUT))
        has_answer = data.is_relevant.any(axis=1) * data.weight
        gradient = np.einsum("n,nm,nmf->f", has_answer, everything - answers, data.features)
        return np.where(free, gradient + 2 * PRIOR_STRENGTH * (weights - prior) / free.sum(), 0.0)

    weights = _descend(ranking_gradient, prior, step=0.1)
    z = np.where(data.is_present, data.features @ weights, _OUT)

    def null_gradient(parameters: Array) -> Array:
        scale, none = parameters
        scaled = np.where(data.is_present, z * scale, _OUT)
        with_none = np.concatenate([scaled, np.full((len(z), 1), none)], axis=1)
        whole, answers = _softmax(with_none), _softmax(np.where(data.is_relevant, scaled, _OUT))
        has_answer = data.is_relevant.any(axis=1) * data.weight
        removed = _softmax(np.concatenate([np.where(data.is_relevant, _OUT, scaled), with_none[:, -1:]], axis=1))
        raw = np.where(data.is_present, z, 0.0)
        d_scale = (has_answer * ((whole[:, :-1] - answers) * raw).sum(axis=1)).sum()
        d_scale += 0.5 * (data.weight * (removed[:, :-1] * raw).sum(axis=1)).sum()
        d_none = (has_answer * whole[:, -1]).sum() + 0.5 * (data.weight * (removed[:, -1] - 1)).sum()
        return np.array([d_scale, d_none])

    scale, none = _descend(null_gradient, np.array([1.0, 12.0]), step=0.05)
    return np.where(free, weights * scale, weights), float(none)


def quality(data: FittingData, weights: Array) -> dict[str, tuple[float, float]]:
    """Of each task: the share of queries with a relevant record among the first ten, and the mean reciprocal rank."""
    z = np.where(data.is_present, data.features @ weights, _OUT)
    best = np.where(data.is_relevant, z, _OUT).max(axis=1, keepdims=True)
    rank, has_answer = 1 + (z > best).sum(axis=1), data.is_relevant.any(axis=1)
    hit, reciprocal = (rank <= 10) & has_answer, np.where(has_answer, 1 / rank, 0.0)
    tasks = np.array(data.tasks)
    of_task = {task: tasks == task for task in dict.fromkeys(data.tasks)}
    return {task: (float(hit[rows].mean()), float(reciprocal[rows].mean())) for task, rows in of_task.items()}


def cross_validate(data: FittingData, prior: Array) -> dict[str, tuple[float, float]]:
    """`quality` by task, each query scored with weights fitted on the works of the other folds."""
    z = np.zeros(data.is_present.shape)
    for fold in range(N_FOLDS):
        held = data.folds == fold
        if held.any() and not held.all():
            weights, _ = fit(data.rows(~held), prior)
            z[held] = data.features[held] @ weights
    return quality(replace(data, features=z[..., None]), np.ones(1))


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the cross-validated figures and, if asked, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m core.bench.fusion_fitting")
    parser.add_argument("collection", type=Path)
    parser.add_argument("--extra", type=Path, nargs="*", default=[])
    parser.add_argument("--write", type=Path)
    options = parser.parse_args(arguments)
    prior = neutral_prior(load_weights(resources_dir() / "presets" / "compact-fusion.toml"))
    collection = load_collection(options.collection, options.extra)
    data = gather_both(collection, prior)
    for task, (hit, reciprocal) in cross_validate(data, prior).items():
        sys.stdout.write(f"{task}\thit@10 {hit:.3f}\tRR {reciprocal:.3f}\n")
    weights, none = fit(data, prior)
    fitted = FusionWeights(dict(zip(FEATURES, weights.round(2).tolist(), strict=True)), round(none, 2), collection.name)
    text = as_toml(fitted)
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


def as_toml(weights: FusionWeights) -> str:
    """The weights as `load_weights` reads them."""
    lines = [f'source = "{weights.source}"', f"none = {weights.none}", "", "[weights]"]
    return "\n".join([*lines, *(f"{name} = {value}" for name, value in weights.weights.items())]) + "\n"


def _softmax(z: Array) -> Array:
    exponentials = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))


def _descend(gradient: Callable[[Array], Array], start: Array, step: float) -> Array:
    """Adam (Kingma & Ba 2015) with a step that falls to nothing; the problems here are convex and small."""
    x, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for t in range(1, N_STEPS + 1):
        g = gradient(x)
        first, second = 0.9 * first + 0.1 * g, 0.999 * second + 0.001 * g * g
        rate = step * (1 - t / (N_STEPS + 1))
        x = x - rate * (first / (1 - 0.9**t)) / (np.sqrt(second / (1 - 0.999**t)) + 1e-8)
    return x


if __name__ == "__main__":
    sys.exit(main())
