from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.checkpoints import CheckpointInfo
from core.domain.records import BibliographicRecord
from core.paths import LibraryPaths
from core.protocols import FloatMatrix, TextEncoder, TextRole
from core.retrieval.vector_store import VectorStore
from core.training.hard_negatives import (
    ExactIndex,
    IndexQuery,
    LiveIndex,
    NegativeMining,
    NeighbourIndex,
    Neighbours,
    Passage,
    add_hard_negatives,
    passages_of,
    select_negatives,
)
from core.training.pairs import PairSet, StoredInput, TrainingPair

ANSWER = Passage("r1", "w1", "红楼梦", "宝玉与黛玉")
QUERY = IndexQuery("贾宝玉的故事", "chi", ANSWER)


def passage(number: int, **more: str) -> Passage:
    values = {"id": f"p{number}", "work": f"v{number}", "title": f"title {number}", "text": f"text {number}"} | more
    return Passage(**values)


def chosen(score: float, *found: tuple[Passage, float], related: tuple[str, ...] = (), **more: object) -> list[str]:
    settings = NegativeMining(**more)  # type: ignore[arg-type]
    return [p.id for p in select_negatives(QUERY, Neighbours(score, found), frozenset(related), settings)]


def test_neighbours_nearly_as_good_as_the_answer_are_taken_for_answers() -> None:
    found = ((passage(1), 0.79), (passage(2), 0.76), (passage(3), 0.75), (passage(4), 0.40))
    # 95 % of .8 is .76: p1 lies above it, p2 upon it
    assert chosen(0.8, *found) == ["p3", "p4"]
    assert chosen(0.8, *found, answer_share=0.9) == ["p4"]
    assert chosen(0.8, *found, answer_share=1.0) == ["p1", "p2", "p3", "p4"]
    assert chosen(0.8, *found, answer_share=1.0, skip=1, per_pair=2) == ["p2", "p3"]


def test_a_negative_score_of_the_answer_is_no_licence() -> None:
    # the limit lies 5 % of .2 below -.2, at -.21
    assert chosen(-0.2, (passage(1), -0.205), (passage(2), -0.215), (passage(3), 0.1)) == ["p2"]


def test_what_only_seems_wrong_is_dropped() -> None:
    found = [
        passage(1, id="r1"),  # the answer itself
        passage(2, work="w1"),  # another edition
        passage(3, title="红楼梦"),  # the same title under another number
        passage(4, text="宝玉与黛玉"),  # the same text
        passage(5, text=QUERY.text),  # the query itself
        passage(6),  # judged related
        passage(7, text=""),
        passage(8),
        passage(9, text="text 8"),  # said already
    ]
    scored = tuple((each, 0.5 - i / 100) for i, each in enumerate(found))
    assert chosen(0.9, *scored, related=("p6",)) == ["p8"]


class AxisEncoder:
    """Texts "a.b" stand at angle b degrees: cosines are known."""

    info = CheckpointInfo("axis", "f" * 16, 2, ("text",), "cpu")

    def encode(self, texts: Sequence[str], role: TextRole, languages: Sequence[str] | None = None) -> FloatMatrix:
        angles = np.radians([float(text.rsplit("@", 1)[1]) for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def pair(name: str, left: str, right: str, **more: object) -> TrainingPair:
    sides = StoredInput(left, "query", "chi"), StoredInput(right, "passage", "eng")
    return TrainingPair("zh_en", *sides, f"{name}-q", f"{name}-d", name, **more)  # type: ignore[arg-type]


def test_the_exact_index_finds_by_cosine() -> None:
    encoder = AxisEncoder()
    assert isinstance(encoder, TextEncoder)
    index = ExactIndex(encoder, [passage(i, text=f"t@{angle}") for i, angle in enumerate((0, 30, 60, 120))])
    assert isinstance(index, NeighbourIndex)
    (found,) = index.search([IndexQuery("q@50", "", Passage("a", "a", "", "x@20"))], 3)
    assert found.answer_score == pytest.approx(np.cos(np.radians(30)))
    assert [(p.id, round(score, 5)) for p, score in found.found] == [
        ("p2", round(float(np.cos(np.radians(10))), 5)),
        ("p1", round(float(np.cos(np.radians(20))), 5)),
        ("p0", round(float(np.cos(np.radians(50))), 5)),
    ]


def test_training_pairs_are_given_negatives_and_others_are_not() -> None:
    pairs = PairSet((
        pair("a", "q@0", "answer a@10"),
        pair("b", "q@90", "answer b@80"),
        pair("c", "q@3", "answer c@45", related=frozenset({"b-d"})),
        pair("t", "q@0", "test only@5", split="test"),
        TrainingPair("cover_text", StoredInput(), StoredInput("picture@1"), "i", "i-d", "i"),
        TrainingPair("zh_en", StoredInput("p@0"), StoredInput("asked@1", "query"), "k", "k-q", "k"),
    ))  # fmt: skip
    passages = passages_of(pairs.pairs)
    assert [p.id for p in passages] == ["a-d", "b-d", "c-d", "i-d"]  # neither test nor queries
    made = add_hard_negatives(pairs, ExactIndex(AxisEncoder(), passages), NegativeMining(per_pair=2))
    texts = {p.record_id: [side.text for side in p.negatives] for p in made.pairs}
    assert texts == {
        "a": ["answer c@45", "answer b@80"],  # picture@1 scores above the answer
        "b": ["answer c@45", "answer a@10"],
        "c": [],  # a-d and i-d score above the answer, b-d is related
        "t": [],
        "i": [],
        "k": [],
    }
    assert [p.left_id for p in made.pairs] == [p.left_id for p in pairs.pairs]


def test_the_live_index_of_a_library(library_dir: Path) -> None:
    paths = LibraryPaths(library_dir)
    encoder = AxisEncoder()
    with Catalogue.open(paths, actor="tester") as catalogue:
        with catalogue.write("create_record", "test") as unit:
            ids = unit.add_records(BibliographicRecord(f"t@{angle}") for angle in (0, 30, 60, 120))
            for record_id, angle in zip(ids, (0, 30, 60, 120), strict=True):
                unit.put_vectors(record_id, "title", "f" * 16, encoder.encode([f"t@{angle}"], "passage"), "h")

        def passages(wanted: Sequence[int]) -> dict[int, Passage]:
            return {int(r.id or 0): passage(int(r.id or 0), text=r.title) for r in catalogue.get(list(wanted))}

        def record_of(answer: Passage) -> int | None:
            return ids[0] if answer.id == "held" else None

        store = VectorStore(catalogue, paths.vectors)
        index = LiveIndex(store, encoder, passages, record_of, "title")
        assert isinstance(index, NeighbourIndex)
        held = IndexQuery("q@50", "", Passage("held", "a", "", "x@20"))
        elsewhere = IndexQuery("q@50", "", Passage("elsewhere", "a", "", "x@20"))
        first, second = index.search([held, elsewhere], 2)
    cosines = {angle: float(np.cos(np.radians(angle))) for angle in (10, 20, 30, 50)}
    assert [p.text for p, _ in first.found] == ["t@60", "t@30"]
    assert [score for _, score in first.found] == [pytest.approx(cosines[a], abs=1e-3) for a in (10, 20)]
    assert first.answer_score == pytest.approx(cosines[50], abs=1e-3)  # the record's own vector
    assert second.answer_score == pytest.approx(cosines[30], abs=1e-3)  # encoded for the purpose


@pytest.mark.parametrize("wrong", [{"candidates": 0}, {"per_pair": 0}, {"answer_share": 0}, {"skip": -1}])
def test_settings_out_of_range(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        NegativeMining(**wrong)  # type: ignore[arg-type]
