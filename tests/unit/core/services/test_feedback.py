from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.changes import ChangeSet
from core.domain.feedback import FeedbackSettings
from core.domain.records import BibliographicRecord, RecordId
from core.domain.retrieval import Candidate, Identification, SearchRequest, SearchResponse, SearchResult
from core.errors import ConflictError, InvalidInputError
from core.paths import LibraryPaths
from core.retrieval.fusion import FEATURES
from core.retrieval.searcher import Answered
from core.services.feedback import REMEMBERED_SEARCHES, FeedbackService

TITLES = ("红楼梦", "西游记", "三体")
QUERY = SearchRequest("古典小说")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(LibraryPaths(tmp_path / "library"), actor="li") as opened:
        with opened.write("import", "x") as unit:
            unit.add_records([BibliographicRecord(title) for title in TITLES])
        yield opened


@pytest.fixture
def told() -> list[ChangeSet]:
    return []


@pytest.fixture
def feedback(catalogue: Catalogue, told: list[ChangeSet]) -> FeedbackService:
    return FeedbackService(catalogue, told.append)


def show(feedback: FeedbackService, request: SearchRequest = QUERY, *, weak: bool = False) -> SearchResponse:
    results = tuple(
        SearchResult(rank, BibliographicRecord(title, id=RecordId(rank)), 1 / rank, {})
        for rank, title in enumerate(TITLES, 1)
    )
    features = np.arange(3 * len(FEATURES), dtype=np.float32).reshape(3, -1)
    return feedback.shown(request, Answered(SearchResponse(1.0, results, 3, no_good_match=weak), features))


def titles(response: SearchResponse) -> list[str]:
    return [result.record.title for result in response.results]


def test_a_verdict_is_stored_with_what_was_shown(feedback, told):
    search = show(feedback)
    changes = feedback.say(search.search_id, RecordId(2), "this_is_it")
    feedback.say(search.search_id, RecordId(1), "not_this")

    page = feedback.events()
    (row,) = page.rows
    assert page.total == 1
    assert (row.event.request, row.event.origin, row.event.actor) == (QUERY, "search", "li")
    assert [(s.record_id, s.kind) for s in row.event.said] == [(2, "this_is_it"), (1, "not_this")]
    assert [shown.record_id for shown in row.event.shown] == [1, 2, 3]
    propensities = [shown.propensity for shown in row.event.shown]
    assert propensities[0] == 1.0
    assert propensities == sorted(propensities, reverse=True)
    assert row.titles == {1: "红楼梦", 2: "西游记", 3: "三体"}
    stored = feedback._catalogue.feedback.events()[0][0].shown
    assert stored[1].features == tuple(float(n) for n in range(len(FEATURES), 2 * len(FEATURES)))
    assert changes.operation_id is not None
    assert told[0] == changes


def test_what_was_said_orders_the_next_answer_to_the_same(feedback):
    search = show(feedback)
    feedback.say(search.search_id, RecordId(1), "not_this")
    again = show(feedback, SearchRequest(" 古典小说 "), weak=True)
    assert titles(again) == ["西游记", "三体", "红楼梦"]
    assert [(r.rank, r.verdict) for r in again.results] == [(1, ""), (2, ""), (3, "not_this")]
    assert again.no_good_match
    assert titles(show(feedback, SearchRequest("科幻小说"))) == list(TITLES)

    feedback.say(again.search_id, RecordId(3), "this_is_it")
    last = show(feedback, weak=True)
    assert titles(last) == ["三体", "西游记", "红楼梦"]
    assert not last.no_good_match, "somebody said that this is it"


def test_the_features_stay_with_their_record_when_the_order_changes(feedback):
    search = show(feedback)
    feedback.say(search.search_id, RecordId(1), "not_this")
    feedback.say(show(feedback).search_id, RecordId(2), "opened")
    newest = feedback._catalogue.feedback.events()[0][0]
    assert [shown.record_id for shown in newest.shown] == [2, 3, 1]
    assert [shown.features[0] for shown in newest.shown] == [len(FEATURES), 2 * len(FEATURES), 0]


def test_a_verdict_replaces_the_one_before_and_can_be_taken_back(feedback, catalogue):
    search = show(feedback)
    feedback.say(search.search_id, RecordId(1), "not_this")
    feedback.say(search.search_id, RecordId(1), "this_is_it")
    assert [s.kind for s in feedback.events().rows[0].event.said] == ["this_is_it"]
    feedback.take_back(search.search_id, RecordId(1))
    assert feedback.events().total == 0
    assert {r.verdict for r in show(feedback).results} == {""}
    assert feedback.take_back(search.search_id, RecordId(1)) == ChangeSet()


def test_undo_takes_a_verdict_back_and_undoing_that_says_it_again(feedback, catalogue):
    search = show(feedback)
    feedback.say(search.search_id, RecordId(1), "not_this")
    feedback.say(search.search_id, RecordId(1), "this_is_it")
    catalogue.undo()
    assert show(feedback).results[-1].verdict == "not_this"
    catalogue.redo()
    assert show(feedback).results[0].verdict == "this_is_it"


def test_a_click_is_stored_once_and_is_no_step_of_the_journal(feedback, catalogue):
    search = show(feedback)
    before = catalogue.operations()
    for _ in range(2):
        assert feedback.say(search.search_id, RecordId(3), "opened") == ChangeSet()
    assert [s.kind for s in feedback.events().rows[0].event.said] == ["opened"]
    assert catalogue.operations() == before


def test_deleting_leaves_nothing_not_even_in_the_journal(feedback, catalogue):
    search = show(feedback)
    feedback.say(search.search_id, RecordId(1), "not_this")
    other = show(feedback, SearchRequest("科幻"))
    feedback.say(other.search_id, RecordId(3), "this_is_it")
    first = feedback.events(text="古典").rows[0].event.id

    assert feedback.delete([first]) == 1
    assert feedback.events().total == 1
    assert [o.summary for o in catalogue.operations() if o.kind == "feedback"] == ["三体"]
    assert feedback.delete_all() == 1
    assert [o for o in catalogue.operations() if o.kind == "feedback"] == []
    feedback.say(other.search_id, RecordId(3), "this_is_it")
    assert feedback.events().total == 1, "a search that was shown before can be judged again"


def test_events_are_filtered_and_paged(feedback):
    for n in range(5):
        search = show(feedback, SearchRequest(f"Novel {n}%"))
        feedback.say(search.search_id, RecordId(1), "opened" if n % 2 else "not_this")
    assert [row.event.request.text for row in feedback.events(offset=1, limit=2).rows] == ["Novel 3%", "Novel 2%"]
    assert feedback.events(text="novel 3").total == 1
    assert feedback.events(text="4%").total == 1
    assert feedback.events(text="n_vel").total == 0
    assert feedback.events(kind="opened").total == 2


def test_with_recording_off_nothing_is_stored_and_what_was_said_still_counts(feedback):
    search = show(feedback)
    feedback.say(search.search_id, RecordId(1), "not_this")
    feedback.change_settings(FeedbackSettings(is_recording=False))
    assert show(feedback).search_id == ""
    assert titles(show(feedback))[-1] == "红楼梦"
    assert feedback.say(search.search_id, RecordId(2), "this_is_it") == ChangeSet()
    feedback.note_correction(RecordId(1), "红褛梦", "红楼梦")
    assert feedback.events().total == 1
    assert FeedbackService(feedback._catalogue, lambda changes: None).settings() == FeedbackSettings(is_recording=False)


def test_old_events_age_out(feedback, catalogue, monkeypatch):
    search = show(feedback)
    monkeypatch.setattr(
        "core.catalogue.feedback_store.time.time", lambda: (datetime.now(UTC) - timedelta(days=40)).timestamp()
    )
    feedback.say(search.search_id, RecordId(1), "opened")
    monkeypatch.undo()
    assert feedback.change_settings(FeedbackSettings(keep_days=50)).keep_days == 50
    assert feedback.events().total == 1
    feedback.change_settings(FeedbackSettings(keep_days=0))
    assert feedback.events().total == 1
    feedback.change_settings(FeedbackSettings(keep_days=30))
    assert feedback.events().total == 0


def test_identifications_and_corrections_are_events_too(feedback):
    candidates = tuple(
        Candidate(BibliographicRecord(t, id=RecordId(n)), 0.5, 0, 0, None) for n, t in enumerate(TITLES, 1)
    )
    found = Identification("a.jpg", "possible", 0.5, candidates=candidates)
    feedback.note_identification("/scan", found, RecordId(2), True)
    feedback.note_identification("/scan", found, RecordId(9), False)
    feedback.note_correction(RecordId(1), "红褛梦", "红楼梦", "/cover")
    feedback.note_correction(RecordId(1), "Ulysses", "ULYSSES")
    said = [[(s.record_id, s.kind, s.value) for s in row.event.said] for row in feedback.events().rows]
    assert said == [
        [(1, "corrected", "红楼梦")],
        [(1, "rejected", ""), (2, "rejected", ""), (3, "rejected", "")],
        [(2, "accepted", ""), (1, "rejected", "")],
    ]
    assert [row.event.origin for row in feedback.events().rows] == ["record", "intake", "intake"]


def test_export_writes_everything_and_no_formula(feedback, tmp_path):
    search = show(feedback, SearchRequest("=1+1"))
    feedback.say(search.search_id, RecordId(2), "rating", "4")
    assert feedback.export(str(tmp_path / "said.csv")) == 1
    rows = list(csv.DictReader((tmp_path / "said.csv").read_text("utf-8-sig").splitlines()))
    assert [(r["query"], r["said"], r["value"], r["title"], r["place"]) for r in rows] == [
        ("'=1+1", "rating", "4", "西游记", "2")
    ]
    feedback.export(str(tmp_path / "said.jsonl"))
    (line,) = (tmp_path / "said.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["said"][0]["kind"] == "rating"


@pytest.mark.parametrize(
    ("kind", "value", "message_id"), [("rating", "6", "feedback.rating"), ("accepted", "", "feedback.kind")]
)
def test_what_makes_no_sense_is_refused(feedback, kind, value, message_id):
    search = show(feedback)
    with pytest.raises(InvalidInputError) as caught:
        feedback.say(search.search_id, RecordId(1), kind, value)
    assert caught.value.message_id == message_id
    assert feedback.events().total == 0


def test_searches_long_ago_are_forgotten(feedback):
    first = show(feedback)
    for n in range(REMEMBERED_SEARCHES):
        show(feedback, SearchRequest(str(n)))
    with pytest.raises(ConflictError, match=r"feedback\.search_gone"):
        feedback.say(first.search_id, RecordId(1), "not_this")


def test_a_library_that_cannot_be_written_takes_none(feedback, catalogue, tmp_path):
    with Catalogue.open(LibraryPaths(tmp_path / "library"), actor="wu", read_only=True) as reading:
        other = FeedbackService(reading, lambda changes: None)
        assert show(other).search_id == ""
        assert other.events().total == 0
