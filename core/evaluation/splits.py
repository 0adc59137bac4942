"""Train, dev and test by work: what belongs together never stands on both sides.

Editions and translations of one work share titles, stories and judgements; a split by record would let a model be
tested on what it was trained on. So records are first joined into works, and a work falls into one part, chosen by a
hash of its name: adding other records later moves no work from one part to another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from core.domain.retrieval import Qrels
from core.evaluation.collections import Collection

Split = Literal["train", "dev", "test"]
SPLITS: tuple[Split, ...] = ("train", "dev", "test")
DEFAULT_SEED = 20250714
"""One seed for the whole program, so that training, gate and report agree on what is held out."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the works in dev and test; the rest trains.

    Raises:
        ValueError: If a share is negative, or nothing would be left.
    """

    dev: float = 0.15
    test: float = 0.25

    def __post_init__(self) -> None:
        if self.dev < 0 or self.test < 0 or self.dev + self.test > 1:
            raise ValueError(f"shares of dev {self.dev} and test {self.test} leave nothing, or are negative")


def join_works(ids: Iterable[str], sets: Iterable[Iterable[str]]) -> dict[str, str]:
    """Each id with the name of its work: the least id among all that `sets` connect, directly or through others.

    Args:
        ids: All ids; one that is in no set is a work of its own.
        sets: Ids that belong to one work (the records that one query accepts; editions). Unknown ids are welcome.
    """
    parent: dict[str, str] = {each: each for each in ids}

    def root(each: str) -> str:
        parent.setdefault(each, each)
        while parent[each] != each:
            parent[each] = parent[parent[each]]  # path halving
            each = parent[each]
        return each

    for members in sets:
        first = ""
        for member in members:
            found = root(member)
            if first and found != first:
                found, first = max(found, first), min(found, first)
                parent[found] = first
            else:
                first = found
    return {each: root(each) for each in parent}


def works_of_qrels(ids: Iterable[str], qrels: Qrels, least_grade: int = 1) -> dict[str, str]:
    """Works as the judgements tell them: records that one query accepts are editions or translations of one work.

    Args:
        ids: All record ids.
        qrels: Judgements; a grade below `least_grade` connects nothing (WikiCLIR: 3 is the mate, 2 only related).
        least_grade: The lowest grade that means the same work.
    """
    return join_works(ids, ([r for r, grade in grades.items() if grade >= least_grade] for grades in qrels.values()))


def works_of_collection(
    collection: Collection, group_of: Callable[[str], str] | None = None, least_grade: int = 1
) -> dict[str, str]:
    """Record id → name of its work, by the judgements and, where given, by what `group_of` says of an id.

    `group_of` may know more than the judgements: that paragraphs come from one article, for example.
    """
    ids = [record.id for record in collection.records]
    sets: list[Iterable[str]] = [
        [r for r, grade in grades.items() if grade >= least_grade] for grades in collection.qrels.values()
    ]
    if group_of is not None:
        groups: dict[str, list[str]] = {}
        for each in ids:
            groups.setdefault(group_of(each), []).append(each)
        sets += groups.values()
    return join_works(ids, sets)


def split_of(work: str, seed: int = DEFAULT_SEED, shares: Shares | None = None) -> Split:
    """The part a work falls into: a hash of its name and the seed, as a number in 0…1, against the shares."""
    part = shares or Shares()
    digest = hashlib.sha256(f"{seed}\x1f{work}".encode()).digest()
    place = int.from_bytes(digest[:8], "big") / 2**64
    if place < part.test:
        return "test"
    return "dev" if place < part.test + part.dev else "train"


def fold_of(work: str, n_folds: int, seed: int = DEFAULT_SEED) -> int:
    """The fold of a work in cross-validation, 0 … n_folds - 1."""
    if n_folds < 2:
        raise ValueError(f"cross-validation needs two folds or more, not {n_folds}")
    digest = hashlib.sha256(f"fold\x1f{seed}\x1f{work}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % n_folds


def work_of_query(collection: Collection, works: Mapping[str, str]) -> dict[str, str]:
    """Query id → work of what it looks for (its best judged record). Queries without a relevant record are left out."""
    found: dict[str, str] = {}
    for query in collection.queries:
        grades = {r: grade for r, grade in collection.qrels.get(query.id, {}).items() if grade > 0}
        if grades:
            best = max(grades.values())
            mate = min(r for r, grade in grades.items() if grade == best)
            found[query.id] = works.get(mate, mate)
    return found


def held_out(collection: Collection, is_wanted: Callable[[str], bool], works: Mapping[str, str]) -> Collection:
    """The same records with only the queries whose work is wanted: candidates stay as many as they are.

    Args:
        collection: All of it.
        is_wanted: Told the name of a work, for example ``lambda work: split_of(work) == "test"``.
        works: From `works_of_collection`.
    """
    of_query = work_of_query(collection, works)
    kept = tuple(q for q in collection.queries if q.id in of_query and is_wanted(of_query[q.id]))
    wanted = {query.id for query in kept}
    return replace(collection, queries=kept, qrels={q: g for q, g in collection.qrels.items() if q in wanted})
