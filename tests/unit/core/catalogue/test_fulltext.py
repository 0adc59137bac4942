from __future__ import annotations

import sqlite3

import pytest

from core.catalogue.catalogue import Catalogue
from core.catalogue.fulltext import FIELD_WEIGHTS
from core.domain.records import BibliographicRecord, Contributor, Subject
from core.errors import InvalidInputError
from core.text.match import filter_match, to_match
from core.text.query import parse


@pytest.fixture
def shelf(catalogue, add) -> dict[str, int]:
    records = {
        "hlm": BibliographicRecord("红楼梦", contributors=(Contributor("曹雪芹"),), description="大观园里的故事"),
        "fulei": BibliographicRecord("傅雷家書", contributors=(Contributor("傅雷"),), subjects=(Subject("书信"),)),
        "gatsby": BibliographicRecord(
            "The Great Gatsby",
            title_parallel=("了不起的盖茨比",),
            contributors=(Contributor("F. Scott Fitzgerald"),),
            publisher="Scribner",
        ),
        "about": BibliographicRecord("文学散论", description="谈红楼梦与傅雷", note="𠮷野家"),
    }
    return dict(zip(records, add(*records.values()), strict=True))


def found(catalogue: Catalogue, query: str) -> list[int]:
    parsed = parse(query)
    allowed = filter_match(parsed.filters)
    match = to_match(parsed) or allowed
    ids = None if allowed is None else catalogue.match_ids(allowed)
    return [hit.record_id for hit in catalogue.search_text(match, 10, filter_ids=ids)] if match else []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("红楼梦", ["hlm", "about"]),
        ("紅樓夢", ["hlm", "about"]),
        ("楼", ["hlm", "about"]),
        ("hlm", ["hlm"]),
        ("fulei", ["fulei"]),
        ("傅雷家书", ["fulei"]),
        ("GATSBY", ["gatsby"]),
        ("盖茨比", ["gatsby"]),
        ("𠮷", ["about"]),
        ("author:曹雪芹", ["hlm"]),
        ("红楼梦 -傅雷", ["hlm"]),
        ("scribner", ["gatsby"]),
    ],
)
def test_queries_find_records_in_either_script_and_in_pinyin(catalogue, shelf, query, names):
    assert found(catalogue, query) == [shelf[name] for name in names]


def test_hits_say_which_fields_and_words_matched(catalogue, shelf):
    hits = {h.record_id: h for h in catalogue.search_text('"傅 雷"', 10)}

    assert hits[shelf["fulei"]].fields == ("title", "names")
    assert hits[shelf["about"]].fields == ("description",)
    assert hits[shelf["about"]].terms == ("傅 雷",)
    assert hits[shelf["fulei"]].score > hits[shelf["about"]].score > 0


def test_no_phrase_reaches_from_one_value_into_the_next(catalogue, add):
    (record,) = add(
        BibliographicRecord(
            "x",
            title_parallel=("one two", "three"),
            contributors=(Contributor("傅雷"), Contributor("巴金")),
            subjects=(Subject("天文"), Subject("学习")),
        )
    )
    assert catalogue.search_text('"two three" OR "雷 巴" OR "文 学" OR "lei ba"', 10) == []
    assert [h.record_id for h in catalogue.search_text('"one two" "傅 雷" "学 习" "ba jin"', 10)] == [record]


def test_weights_change_the_order(catalogue, shelf):
    weights = dict.fromkeys(FIELD_WEIGHTS, 0.0) | {"description": 5.0}

    hits = catalogue.search_text('"红 楼 梦"', 10, weights=weights)

    assert hits[0].record_id == shelf["about"]


def test_only_the_records_allowed_are_searched(catalogue, shelf):
    assert [h.record_id for h in catalogue.search_text("红", 10, filter_ids={shelf["about"], 999})] == [shelf["about"]]
    assert catalogue.search_text("红", 10, filter_ids=set()) == []
    assert len(catalogue.search_text("红", 1)) == 1
    assert catalogue.match_ids("红 OR gatsby") == {shelf["hlm"], shelf["about"], shelf["gatsby"]}


@pytest.mark.parametrize("expression", ['"open', "AND", "nosuchcolumn: x", "(", "*"])
def test_an_expression_that_is_none_is_told(catalogue, shelf, expression):
    with pytest.raises(InvalidInputError, match=r"search\.expression"):
        catalogue.search_text(expression, 10)
    with pytest.raises(InvalidInputError, match=r"search\.expression"):
        catalogue.match_ids(expression)


def test_words_are_counted_by_record(catalogue, shelf):
    counts = catalogue.document_frequencies(["红楼梦", "傅", "gatsby", "nothing", "楼梦", 'a"b'])
    assert counts == {"红楼梦": 2, "傅": 2, "gatsby": 1, "楼梦": 2}


def test_the_index_follows_edits_and_deletions(catalogue, shelf):
    (record,) = catalogue.get([shelf["hlm"]])
    with catalogue.write("edit_record", "x") as unit:
        unit.update_record(BibliographicRecord("石头记", id=record.id, version=record.version))
    assert found(catalogue, "石头记") == [record.id]
    assert found(catalogue, "author:曹雪芹") == []
    with catalogue.write("delete_record", "x") as unit:
        unit.delete_record(record.id)
    assert found(catalogue, "石头记") == []
    assert catalogue.full_text_mismatches() == 0


def _damage(catalogue: Catalogue, statement: str) -> None:
    other = sqlite3.connect(catalogue.paths.catalogue)
    other.execute(statement)
    other.commit()
    other.close()


def test_lost_words_are_noticed_and_made_again(catalogue, shelf):
    _damage(catalogue, f"DELETE FROM record_text WHERE rowid = {shelf['hlm']}")
    assert found(catalogue, "hlm") == []
    assert catalogue.full_text_mismatches() == 1

    steps: list[tuple[int, int]] = []
    assert catalogue.rebuild_full_text(lambda done, total: steps.append((done, total))) == 4

    assert steps == [(4, 4)]
    assert catalogue.full_text_mismatches() == 0
    assert found(catalogue, "hlm") == [shelf["hlm"]]


def test_words_cut_by_older_rules_are_noticed(catalogue, shelf):
    _damage(catalogue, "UPDATE meta SET value = 'older' WHERE key = 'full_text_rules'")
    assert catalogue.full_text_mismatches() == 4
    catalogue.rebuild_full_text()
    assert catalogue.full_text_mismatches() == 0


def test_a_rebuild_that_is_given_up_leaves_the_old_index(catalogue, shelf):
    class GaveUpError(Exception):
        pass

    def give_up(_done: int, _total: int) -> None:
        raise GaveUpError

    with pytest.raises(GaveUpError):
        catalogue.rebuild_full_text(give_up)
    assert found(catalogue, "hlm") == [shelf["hlm"]]
