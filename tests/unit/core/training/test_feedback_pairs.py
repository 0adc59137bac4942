"""What people said becomes pairs: chosen records, refused ones as negatives, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from core.catalogue.catalogue import Catalogue
from core.domain.pairs import PAIR_KINDS
from core.domain.records import BibliographicRecord, RecordId
from core.domain.retrieval import Candidate, Identification, SearchRequest, SearchResponse, SearchResult
from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.evaluation.splits import Shares
from core.paths import LibraryPaths
from core.retrieval.searcher import Answered
from core.services.feedback import FeedbackService
from core.services.fine_tuning import FineTuningService
from core.training.holdings import CatalogueHoldings
from core.training.losses import TermBatch, pairwise_sigmoid, symmetric_info_nce
from core.training.pair_mining import pairs_from_holdings
from core.training.pairs import PairSet, fingerprint_of
from core.training.step_inputs import step_inputs

TITLES = ("红楼梦", "西游记", "三体", "Dune")
ALL_TRAIN = Shares(0, 0)


@pytest.fixture
def paths(tmp_path: Path) -> LibraryPaths:
    return LibraryPaths(tmp_path / "library")


@pytest.fixture
def catalogue(paths: LibraryPaths) -> Iterator[Catalogue]:
    with Catalogue.open(paths, actor="li") as opened:
        with opened.write("import", "x") as unit:
            unit.add_records([BibliographicRecord(t, language="eng" if t.isascii() else "chi") for t in TITLES])
        yield opened


@pytest.fixture
def feedback(catalogue: Catalogue) -> FeedbackService:
    return FeedbackService(catalogue, lambda changes: None)


def ask(feedback: FeedbackService, text: str) -> str:
    results = tuple(
        SearchResult(rank, BibliographicRecord(title, id=RecordId(rank)), 0.5, {})
        for rank, title in enumerate(TITLES, 1)
    )
    return feedback.shown(SearchRequest(text), Answered(SearchResponse(1.0, results, 4), None)).search_id


def mined(catalogue: Catalogue, paths: LibraryPaths) -> PairSet:
    return pairs_from_holdings(CatalogueHoldings(catalogue, paths), shares=ALL_TRAIN)


def test_chosen_records_become_pairs_and_refused_ones_their_negatives(feedback, catalogue, paths):
    search = ask(feedback, "monkey goes west")
    feedback.say(search, RecordId(2), "this_is_it")
    feedback.say(search, RecordId(1), "not_this")
    feedback.say(search, RecordId(3), "opened")
    feedback.say(ask(feedback, "Monkey  goes WEST"), RecordId(4), "not_this")
    (pair,) = [p for p in mined(catalogue, paths).pairs if p.origin == "feedback"]
    assert {pair.left.text, pair.right.text} == {"monkey goes west", "西游记"}
    assert {side.text for side in pair.negatives} == {"红楼梦", "Dune"}
    assert (pair.record_id, pair.weight) == ("record:2", 1.0)


def test_a_rating_weighs_as_much_as_it_says(feedback, catalogue, paths):
    search = ask(feedback, "沙丘")
    feedback.say(search, RecordId(4), "rating", "4")
    feedback.say(search, RecordId(3), "rating", "3")
    feedback.say(search, RecordId(2), "rating", "1")
    (pair,) = [p for p in mined(catalogue, paths).pairs if p.origin == "feedback"]
    assert pair.weight == 0.5
    assert [side.text for side in pair.negatives] == ["西游记"]


def test_where_people_disagree_nothing_is_refused(feedback, catalogue, paths):
    feedback.say(ask(feedback, "novel"), RecordId(1), "this_is_it")
    with catalogue.write("feedback", "x") as unit:  # somebody else, of the same query
        unit.say(1, RecordId(1), "not_this")
    (pair,) = [p for p in mined(catalogue, paths).pairs if p.origin == "feedback"]
    assert pair.negatives == ()


def test_corrections_pair_what_was_read_with_the_record(feedback, catalogue, paths):
    feedback.note_correction(RecordId(1), "红褛梦", "红楼梦")
    (pair,) = [p for p in mined(catalogue, paths).pairs if p.origin == "correction"]
    assert (pair.left.text, pair.right.text, pair.left.role) == ("红褛梦", "红楼梦", "query")


def test_a_line_corrected_on_a_cover_gives_the_misread_words_as_a_query(catalogue, paths):
    page = OcrPage((OcrLine("红褛梦", BoundingBox(0, 0, 50, 20), 0.9),), 100, 100, "t")
    with catalogue.write("add_cover", "x") as unit:
        cover = unit.add_cover(RecordId(1), "cd" * 32, "a.jpg", 100, 100)
        unit.put_cover_text(cover, page)
    with catalogue.write("correct_text", "x") as unit:
        unit.correct_cover_line(cover, 0, "红楼梦")
    (pair,) = [p for p in mined(catalogue, paths).pairs if p.origin == "correction"]
    assert (pair.left.text, pair.right.text, pair.weight) == ("红褛梦", "红楼梦", 0.5)


def test_an_accepted_scan_is_paired_with_what_was_proposed_instead(feedback, catalogue, paths):
    sha = "ab" * 32
    thumbnail = paths.thumbnail_file(sha)
    thumbnail.parent.mkdir(parents=True)
    thumbnail.write_bytes(b"")
    records = [BibliographicRecord(title, id=RecordId(n)) for n, title in enumerate(TITLES, 1)]
    candidates = tuple(Candidate(each, 0.5, 0.0, 0.0, None) for each in records[:2])
    found = Identification("a.jpg", "possible", 0.5, candidates=candidates)
    feedback.note_identification(str(paths.cover_file(sha)), found, RecordId(2), True)
    feedback.note_identification(str(paths.cover_file(sha)), found, RecordId(1), True)  # as proposed: nothing to learn
    (pair,) = [p for p in mined(catalogue, paths).pairs if p.origin == "intake"]
    assert pair.kind == "cover_text"
    assert pair.left.image == thumbnail
    assert pair.right.text == "西游记"
    assert [side.text for side in pair.negatives] == ["红楼梦"]


def test_the_fine_tuning_page_counts_them(feedback, catalogue, paths):
    before = FineTuningService(catalogue, paths, "compact", "rapidocr").data()
    feedback.say(ask(feedback, "monkey goes west"), RecordId(2), "this_is_it")
    after = FineTuningService(catalogue, paths, "compact", "rapidocr").data()
    assert (before.origins.get("feedback", 0), after.origins["feedback"]) == (0, 1)
    assert after.missing["judgements"] == before.missing["judgements"] - 1
    assert after.fingerprint != before.fingerprint


def test_negatives_and_weights_change_the_fingerprint_of_a_set(feedback, catalogue, paths):
    search = ask(feedback, "monkey goes west")
    feedback.say(search, RecordId(2), "this_is_it")
    plain = fingerprint_of(mined(catalogue, paths).pairs)
    feedback.say(search, RecordId(1), "not_this")
    assert fingerprint_of(mined(catalogue, paths).pairs) != plain


def test_weights_and_refused_results_reach_the_loss(feedback, catalogue, paths):
    search = ask(feedback, "monkey goes west")
    feedback.say(search, RecordId(2), "rating", "4")
    feedback.say(search, RecordId(1), "not_this")
    pairs = [p for p in mined(catalogue, paths).pairs if p.origin == "feedback"]
    from core.training.inputs_store import InputStore

    made = step_inputs({pairs[0].kind: pairs}, InputStore(), n_hard=2)
    (rows,) = made.terms.values()
    assert rows.weight is not None
    assert rows.weight.tolist() == [0.5]
    assert [made.inputs[row].text for row in rows.hard] == ["红楼梦"]
    assert rows.hard_allowed.tolist() == [[True]]
    assert pairs[0].kind in PAIR_KINDS


@pytest.mark.parametrize("loss", ["info_nce", "sigmoid"])
def test_a_pair_of_half_weight_counts_half(loss: str):
    rng = np.random.default_rng(3)
    rows = torch.nn.functional.normalize(torch.from_numpy(rng.normal(size=(4, 3, 8))), dim=-1)
    allowed = torch.eye(3, dtype=torch.bool)  # no negatives: each pair stands for itself
    scale, bias = torch.tensor(5.0, dtype=torch.float64), torch.tensor(-1.0, dtype=torch.float64)

    def value(weight: list[float] | None) -> float:
        given = None if weight is None else torch.tensor(weight, dtype=torch.float64)
        batch = TermBatch(rows[0], rows[1], allowed, rows[2], torch.ones(3, 3, dtype=torch.bool), given)
        return float(symmetric_info_nce(batch, scale) if loss == "info_nce" else pairwise_sigmoid(batch, scale, bias))

    assert value([1.0, 1.0, 1.0]) == pytest.approx(value(None))
    if loss == "info_nce":
        alone = [value([float(i == j) for j in range(3)]) for i in range(3)]
        assert value([1.0, 0.5, 0.0]) == pytest.approx((alone[0] + 0.5 * alone[1]) / 1.5)
    else:
        assert value([1.0, 1.0, 0.5]) < value(None)
