"""Searching a library of well-known works, as a reader would, with the real encoders."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.application import Application, build_application
from core.domain.records import RecordId
from core.domain.retrieval import SearchRequest, SearchResponse, SearchResult
from core.errors import InvalidInputError
from core.retrieval.models import LoadedModels, ModelHost
from core.retrieval.semantic import score_query
from core.text.dictionary import Dictionary, load_dictionary

pytestmark = [pytest.mark.models, pytest.mark.slow]

Rows = Callable[..., list[dict[str, Any]]]
WriteRows = Callable[[Path, list[dict[str, Any]]], str]

_NAMES = """
hongloumeng hongloumeng-trad xiyouji sanguo shuihu liaozhai lunyu sunzi songci300 nahan luotuo biancheng
weicheng chaguan chengnan santi jiuzhang chajing aoman yijiubasi jihe laoren shijianjianshi sicp-zh
pride-prejudice nineteen-eighty-four origin-species jane-eyre sicp moby-dick frankenstein sherlock-holmes
time-machine war-and-peace silent-spring relativity mythical-man-month notes-on-nursing
"""
WORKS = tuple(_NAMES.split())


@pytest.fixture(scope="module")
def shelf(
    tmp_path_factory: pytest.TempPathFactory, models: ModelHost, demo_rows: Rows, write_rows: WriteRows
) -> Iterator[Application]:
    folder = tmp_path_factory.mktemp("书架 search")
    rows = demo_rows(*WORKS)
    next(row for row in rows if row["id"] == "demo-notes-on-nursing")["title_parallel"] = ["軟體護理札記"]
    with build_application(folder / "library", models=models) as application:
        application.interchange.import_files([write_rows(folder / "records.jsonl", rows)])
        yield application


def ask(shelf: Application, text: str, **changes: object) -> SearchResponse:
    return shelf.search.search(replace(SearchRequest(text), **changes))  # type: ignore[arg-type]


def names(found: SearchResponse | tuple[SearchResult, ...]) -> list[str]:
    results = found.results if isinstance(found, SearchResponse) else found
    return [(result.record.external_id or "").removeprefix("demo-") for result in results]


RED_CHAMBER = {"hongloumeng", "hongloumeng-trad"}


@pytest.mark.parametrize(
    ("query", "first", "expected"),
    [
        ("红楼梦", "hongloumeng", RED_CHAMBER),
        ("紅樓夢", "hongloumeng-trad", RED_CHAMBER),
        ("三国演义", "sanguo", {"sanguo"}),
        ("三國演義", "sanguo", {"sanguo"}),
        ("软件护理", "notes-on-nursing", {"notes-on-nursing"}),
        ("軟體護理", "notes-on-nursing", {"notes-on-nursing"}),
        ("hongloumeng", None, RED_CHAMBER),
        ("hong lou meng", None, RED_CHAMBER),
        ("hlm", None, RED_CHAMBER),
        ("caoxueqin", None, RED_CHAMBER),
        ("cxq", None, RED_CHAMBER),
        ("laoshe", None, {"luotuo", "chaguan"}),
        ("老舍", None, {"luotuo", "chaguan"}),
        ("茶", "chajing", {"chajing", "chaguan"}),
        ("计算机程序的构造和解释", "sicp-zh", {"sicp-zh", "sicp"}),
        ("ＭＯＢＹ　ＤＩＣＫ", "moby-dick", {"moby-dick"}),
        ("Moby Dick", "moby-dick", {"moby-dick"}),
        ("jane eyre bronte", "jane-eyre", {"jane-eyre"}),
    ],
)
def test_words_find_titles_and_names_in_every_script(
    shelf: Application, query: str, first: str | None, expected: set[str]
) -> None:
    found = ask(shelf, query)
    assert set(names(found)[: len(expected)]) == expected, names(found)[:5]
    if first is not None:
        assert names(found)[0] == first
    assert not found.no_good_match
    assert found.semantic_ready
    assert found.notice_id is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("1984", "nineteen-eighty-four"),
        ("白鲸", "moby-dick"),
        ("Rickshaw Boy", "luotuo"),
        ("The Three-Body Problem", "santi"),
        ("The Old Man and the Sea", "laoren"),
        ("战争与和平", "war-and-peace"),
        ("Analects of Confucius", "lunyu"),
        ("相对论", "relativity"),
    ],
)
def test_a_title_finds_the_record_in_the_other_language(shelf: Application, query: str, expected: str) -> None:
    assert expected in names(ask(shelf, query))[:2]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("一个科学家造出的怪物", "frankenstein"),
        ("农药对环境和鸟类的危害", "silent-spring"),
        ("a lonely rickshaw puller in old Beijing", "luotuo"),
        ("first contact with an alien civilisation", "santi"),
    ],
)
def test_a_topic_finds_the_record_in_the_other_language(shelf: Application, query: str, expected: str) -> None:
    found = ask(shelf, query)
    assert expected in names(found)[:5]
    assert "semantic" in next(r for r in found.results if names((r,)) == [expected]).channels


def test_the_dictionary_brings_chinese_questions_nearer_to_english_texts(
    library: Application, models: ModelHost, dev_data: Path, write_rows: WriteRows, tmp_path: Path
) -> None:
    """XQuAD, every second question on 60 paragraphs, by meaning alone: with the dictionary and without it."""
    xquad = dev_data / "xquad-zh-en-dev"
    records = [json.loads(line) for line in (xquad / "records.jsonl").read_text(encoding="utf-8").splitlines()[::2]]
    library.interchange.import_files([write_rows(tmp_path / "xquad.jsonl", records)])
    ids = {str(record.external_id): int(record.id or 0) for record in library.catalogue.iter_records()}
    lines = (xquad / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    answers = {
        query: ids[record]
        for query, _, record, grade in (row.split() for row in (xquad / "qrels.tsv").read_text().splitlines())
        if grade != "0" and record in ids
    }
    questions = [query for query in map(json.loads, lines) if query["task"] == "zh-en" and query["id"] in answers][::2]
    encoder = models.get().text
    everything = np.array(sorted(ids.values()), dtype=np.int64)

    def mean_reciprocal_rank(dictionary: Dictionary | None) -> float:
        def rank(text: str, answer: int) -> int:
            found = score_query(library._vectors, encoder, text, dictionary).columns(everything)["description"]
            return 1 + int(np.sum(found > found[np.searchsorted(everything, answer)]))

        return float(np.mean([1 / rank(q["text"], answers[q["id"]]) for q in questions]))

    assert mean_reciprocal_rank(load_dictionary()) >= mean_reciprocal_rank(None) + 0.01


def test_the_script_that_was_typed_comes_first(shelf: Application) -> None:
    assert names(ask(shelf, "红楼梦"))[0] == "hongloumeng"
    assert names(ask(shelf, "紅樓夢"))[0] == "hongloumeng-trad"
    assert names(ask(shelf, "《紅樓夢》"))[0] == "hongloumeng-trad"


def test_a_phrase_must_stand_together(shelf: Application) -> None:
    assert names(ask(shelf, '"时间简史"'))[0] == "shijianjianshi"
    lexical = ("lexical",)
    assert names(ask(shelf, '"Jane Eyre"', channels=lexical))[0] == "jane-eyre"
    found = ask(shelf, '"Eyre Jane"', channels=lexical)
    assert all("why.words" not in {reason.message_id for reason in r.reasons} for r in found.results)


def test_minus_leaves_records_out_of_every_channel(shelf: Application) -> None:
    assert "hongloumeng-trad" in names(ask(shelf, "曹雪芹", limit=100))
    assert not RED_CHAMBER & set(names(ask(shelf, "曹雪芹 -红楼梦", limit=100)))
    assert not RED_CHAMBER & set(names(ask(shelf, "dream of a family's fall -红楼梦", limit=100)))
    assert names(ask(shelf, "老舍 -author:老舍", limit=100))[:1] != ["luotuo"]


def test_minus_alone_gives_all_the_others(shelf: Application) -> None:
    found = ask(shelf, "-红楼梦", limit=100)
    assert set(names(found)) == set(WORKS) - RED_CHAMBER
    assert found.total == len(WORKS) - 2
    assert not found.no_good_match


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("author:老舍", {"luotuo", "chaguan"}),
        ("作者：老舍", {"luotuo", "chaguan"}),
        ("author:laoshe", {"luotuo", "chaguan"}),
        ("author:曹雪芹", RED_CHAMBER),
        ("title:红楼梦", RED_CHAMBER),
        ("title:三國演义", {"sanguo"}),
        ("year:1949", {"nineteen-eighty-four"}),
        ("year:1950..1970", {"chengnan", "aoman", "laoren", "chaguan", "silent-spring"}),
        ("lang:eng year:1900..", {"nineteen-eighty-four", "sicp", "war-and-peace", "silent-spring", "relativity",
                                  "mythical-man-month"}),
        ("author:老舍 year:1957", {"chaguan"}),
        ("author:老舍 lang:eng", set()),
        ("isbn:978-7-5366-9293-0", {"santi"}),
        ("isbn:7536692935", {"santi"}),
        ("subject:四大名著 -author:曹雪芹", {"xiyouji", "sanguo", "shuihu"}),
        ("call:I242.4/CXQ", RED_CHAMBER),
    ],
)  # fmt: skip
def test_filters_alone_give_exactly_what_passes_them(shelf: Application, query: str, expected: set[str]) -> None:
    found = ask(shelf, query, limit=100)
    assert set(names(found)) == expected
    assert found.total == len(expected)
    assert found.no_good_match == (not expected)


def test_filters_narrow_what_words_find(shelf: Application) -> None:
    assert names(ask(shelf, "programs lang:eng", limit=100))[0] == "sicp"
    assert names(ask(shelf, "茶 year:1957", limit=100)) == ["chaguan", "laoren"]
    for name in names(ask(shelf, "love story lang:chi", limit=100)):
        assert name in WORKS[:24]


def test_filters_alone_give_as_many_as_are_wanted(library: Application, write_rows: WriteRows, tmp_path: Path) -> None:
    rows = [{"id": f"b{n}", "title": f"Volume {n}", "year": 1900 + n % 3} for n in range(240)]
    library.interchange.import_files([write_rows(tmp_path / "many.jsonl", rows)])
    found = library.search.search(SearchRequest("year:1900..1901", limit=150))
    assert (len(found.results), found.total) == (150, 160)
    assert len(library.search.search(SearchRequest("year:1900..1901", limit=20)).results) == 20


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("9787536692930", "santi"),
        ("978-7-5366-9293-0", "santi"),
        ("978 7 5366 9293 0", "santi"),
        ("7536692935", "santi"),
        ("7-5366-9293-5", "santi"),
        ("0-262-51087-1", "sicp"),
        ("WY00000061", "aoman"),
        ("demo-santi", "santi"),
    ],
)
def test_numbers_find_their_record_first(shelf: Application, query: str, expected: str) -> None:
    found = ask(shelf, query)
    assert names(found)[0] == expected
    best = found.results[0]
    assert best.score > 0.99
    assert best.channels["identifier"] == 1.0
    assert best.reasons[0].message_id == "why.number"
    assert not found.no_good_match


def test_a_number_that_nothing_has_is_no_match(shelf: Application) -> None:
    found = ask(shelf, "9780306406157")
    assert found.no_good_match
    assert all("identifier" not in result.channels for result in found.results)


@pytest.mark.parametrize("query", ["qwzxv plmk", "今天股票涨跌行情", "kubernetes deployment yaml", "!!! ???"])
def test_nonsense_says_that_there_is_no_good_match(shelf: Application, query: str) -> None:
    assert ask(shelf, query).no_good_match


def test_channels_can_be_chosen(shelf: Application) -> None:
    for channel in ("identifier", "lexical", "semantic"):
        found = ask(shelf, "红楼梦", channels=(channel,))
        assert {name for result in found.results for name in result.channels} <= {channel}
        assert {reason.channel for result in found.results for reason in result.reasons} <= {channel}
    assert ask(shelf, "红楼梦", channels=("identifier",)).results == ()
    assert names(ask(shelf, "9787536692930", channels=("identifier",))) == ["santi"]
    assert names(ask(shelf, "hlm", channels=("semantic",)))[:2] != ["hongloumeng-trad", "hongloumeng"]
    assert "frankenstein" in names(ask(shelf, "一个科学家造出的怪物", channels=("semantic",)))[:5]
    assert set(names(ask(shelf, "红楼梦", channels=("lexical",)))[:2]) == RED_CHAMBER


def test_results_are_ranked_by_probability_and_every_channel_says_why(shelf: Application) -> None:
    found = ask(shelf, "Dream of the Red Chamber", limit=6)
    assert [result.rank for result in found.results] == [1, 2, 3, 4, 5, 6]
    assert found.took_ms > 0
    for result in found.results:
        assert 0 <= result.score <= 1
        assert all(0 < score <= 1 for score in result.channels.values())
        assert {reason.channel for reason in result.reasons} <= set(result.channels)
    scores = [result.score for result in found.results]
    assert scores == sorted(scores, reverse=True)
    assert scores[1] > 0.5, "both editions are meant, and one does not take from the other"
    assert scores[5] < 0.1
    best = found.results[0].reasons
    assert {reason.message_id for reason in best} >= {"why.words", "why.meaning"}
    assert "dream" in {term.lower() for reason in best for term in reason.terms}


def test_reasons_name_the_field_and_pinyin(shelf: Application) -> None:
    (words, *_) = ask(shelf, "曹雪芹").results[0].reasons
    assert (words.message_id, words.field_name) == ("why.words", "names")
    (pinyin, *_) = ask(shelf, "cxq").results[0].reasons
    assert (pinyin.message_id, pinyin.field_name) == ("why.pinyin", "names")
    (title, *_) = ask(shelf, "hlm").results[0].reasons
    assert (title.message_id, title.field_name) == ("why.pinyin", "title")
    translated = ask(shelf, "鲸鱼").results
    assert any(reason.message_id == "why.translation" for reason in translated[0].reasons)


@pytest.mark.parametrize(
    ("request_", "message_id"),
    [
        (SearchRequest(""), "query.empty"),
        (SearchRequest("  \n　"), "query.empty"),
        (SearchRequest("x", limit=0), "query.limit"),
        (SearchRequest("x", limit=-1), "query.limit"),
        (SearchRequest("x", limit=1001), "query.limit"),
        (SearchRequest("x", channels=("smell",)), "query.channel"),  # type: ignore[arg-type]
        (SearchRequest("", image_path="/no/such/picture.jpg"), "image.missing"),
    ],
)
def test_what_cannot_be_asked_is_refused(shelf: Application, request_: SearchRequest, message_id: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        shelf.search.search(request_)
    assert caught.value.message_id == message_id


@pytest.mark.parametrize(
    "query",
    ['"', '""', "-", "--", "- -", "title:", "author:", "year:abc", "AND OR NOT", "a* NEAR(b)", "(((", "'; DROP TABLE",
     "\0", "红" * 5000, "x " * 3000, "\ud800", "🀄️", "year:9999999999", "lang:klingon", "isbn:"],
)  # fmt: skip
def test_nothing_typed_is_an_error(shelf: Application, query: str) -> None:
    shelf.search.suggest(query)
    shelf.cataloguing.browse(0, 5, query=query)
    try:
        found = ask(shelf, query)
    except InvalidInputError as exc:
        assert exc.message_id == "query.empty"  # noqa: PT017
    else:
        assert len(found.results) <= 20


def test_a_new_record_is_found_at_once_and_a_deleted_one_no_longer(library: Application) -> None:
    from core.domain.records import BibliographicRecord, Contributor

    record = BibliographicRecord("活着", contributors=(Contributor("余华"),), description="福贵和他的牛。")
    (record_id,) = library.cataloguing.create(record).created
    for query in ("活着", "yuhua", "a farmer and his ox"):
        found = library.search.search(SearchRequest(query))
        assert [r.record.id for r in found.results] == [record_id], query
    library.cataloguing.update(replace(library.cataloguing.details(record_id).record, title="许三观卖血记"))
    assert library.search.search(SearchRequest("许三观")).results[0].record.title == "许三观卖血记"
    library.cataloguing.delete([record_id])
    assert library.search.search(SearchRequest("许三观")).results == ()


def test_select_gives_every_record_with_all_the_words(shelf: Application) -> None:
    def selected(query: str) -> set[str]:
        page = shelf.cataloguing.browse(0, 1000, query=query)
        assert page.total == len(page.records)
        return {(r.external_id or "").removeprefix("demo-") for r in page.records}

    assert selected("红楼梦") == RED_CHAMBER
    assert selected("hlm") == RED_CHAMBER
    assert selected("老舍 茶馆") == {"chaguan"}
    assert selected("老舍 -茶馆") == {"luotuo"}
    assert selected("lang:chi author:老舍 year:1957") == {"chaguan"}
    assert selected("-lang -红楼梦") == set(WORKS) - RED_CHAMBER
    assert selected("9787536692930") == {"santi"}
    assert selected("978-7-5366-9293-0 三体") == {"santi"}
    assert selected("978-7-5366-9293-0 红楼梦") == set()
    assert selected("9780306406157") == set()
    assert selected("zzzz qqqq") == set()
    assert selected("!!!") == set()


def test_select_is_paged_best_first(shelf: Application) -> None:
    everything = shelf.cataloguing.browse(0, 100, query="红楼梦").records
    pages = [shelf.cataloguing.browse(n, 1, query="红楼梦") for n in range(3)]
    assert [p.records for p in pages] == [everything[:1], everything[1:2], ()]
    assert all(page.total == 2 for page in pages)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("红楼", "红楼梦"),
        ("紅", "紅樓夢"),
        ("hong", "红楼梦"),
        ("honglou", "红楼梦"),
        ("hl", "红楼梦"),
        ("moby", "Moby-Dick; or, The Whale"),
        ("mob", "Moby-Dick; or, The Whale"),
        ("the tim", "The Time Machine"),
        ("Fankenstein", None),
        ("老舍", "茶馆"),
        ("", None),
        ("  ", None),
        ("!", None),
    ],
)
def test_suggestions_go_on_from_what_was_typed(shelf: Application, typed: str, expected: str | None) -> None:
    found = shelf.search.suggest(typed)
    assert len(found) <= 8
    assert len(set(found)) == len(found)
    if expected is None:
        assert found == ()
    else:
        assert expected in found
    assert shelf.search.suggest(typed, 1) == found[:1]


def test_words_alone_answer_while_the_encoders_are_loading(
    tmp_path: Path, shelf: Application, models: ModelHost
) -> None:
    may_load = threading.Event()

    def slowly() -> LoadedModels:
        may_load.wait(60)
        return models.get()

    with build_application(shelf.paths.root, read_only=True, models=ModelHost(slowly)) as waiting:
        waiting.start_background_work()
        try:
            assert waiting.state().encoders == "loading"
            assert waiting._searcher._dictionary() is None, "which takes seconds to read"
            found = ask(waiting, "红楼梦")
            assert names(found)[:2] == ["hongloumeng", "hongloumeng-trad"]
            assert not found.no_good_match
            assert not found.semantic_ready
            assert found.notice_id == "search.words_only"
            assert all("semantic" not in result.channels for result in found.results)
            assert ask(waiting, "qwzxv plmk").no_good_match
            assert names(ask(waiting, "9787536692930")) == ["santi"]
            assert not ask(waiting, "author:老舍").no_good_match
        finally:
            may_load.set()
        waiting.models.join()
        assert waiting.state().encoders == "ready"
        assert ask(waiting, "红楼梦").semantic_ready


def test_searching_while_records_come_and_go_never_fails(
    library: Application, write_rows: WriteRows, demo_rows: Rows, tmp_path: Path
) -> None:
    library.interchange.import_files([write_rows(tmp_path / "r.jsonl", demo_rows(*WORKS[:10]))])
    problems: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            try:
                library.search.search(SearchRequest("红楼梦 dream"))
                library.search.suggest("hong")
            except Exception as exc:  # noqa: BLE001  # whatever it is, the test shall say so
                problems.append(exc)
                return

    searchers = [threading.Thread(target=search) for _ in range(2)]
    for thread in searchers:
        thread.start()
    ids = [r.id for r in library.catalogue.iter_records()]
    for record_id in ids[:4]:
        library.cataloguing.delete([RecordId(int(record_id or 0))])
        library.cataloguing.undo()
    stop.set()
    for thread in searchers:
        thread.join()
    assert problems == []


def test_vectors_of_another_encoder_are_made_anew_at_the_start(
    tmp_path: Path, shelf: Application, models: ModelHost
) -> None:
    """As after a newer version that brings another encoder."""
    shutil.copytree(shelf.paths.root, tmp_path / "old", ignore=shutil.ignore_patterns("library.lock*"))
    with closing(sqlite3.connect(tmp_path / "old" / "catalogue.sqlite3")) as old, old:
        assert old.execute("UPDATE embedding SET fingerprint = 'of before'").rowcount > 0
    with build_application(tmp_path / "old", models=models, read_only=True) as unencoded:
        found = ask(unencoded, "红楼梦")
        assert (found.semantic_ready, found.notice_id) == (False, "search.not_encoded")
        assert names(found)[:1] == ["hongloumeng"]
        assert not found.no_good_match
    with build_application(tmp_path / "old", models=ModelHost(models.get)) as application:
        application.start_background_work()
        application.models.join()
        (job,) = [each for each in application.jobs.list() if each.kind == "reindex"]
        assert application._runner.wait(job.id, 120).state == "succeeded"
        found = ask(application, "一个人在海上与大鱼搏斗")
        assert not found.no_good_match
        assert found.notice_id is None
        assert found.results[0].channels["semantic"] > 0.2
