from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import pytest

from core.domain.records import BibliographicRecord, Contributor, RecordId, Subject
from core.retrieval.word_evidence import QueryWords, RecordWordsCache, WordEvidence
from core.text.dictionary import Dictionary

DICTIONARY = Dictionary(
    [
        "# CC-CEDICT\n",
        "紅 红 [hong2] /red/popular/\n",
        "樓 楼 [lou2] /storied building/tower/\n",
        "夢 梦 [meng4] /dream/\n",
        "紅樓 红楼 [hong2 lou2] /red chamber/\n",
        "老人 老人 [lao3 ren2] /old man or woman/the elderly/\n",
        "海 海 [hai3] /ocean/sea/\n",
        "茶 茶 [cha2] /tea/\n",
    ]
)
N = 100


def idf(n_holding: int) -> float:
    return math.log(1 + (N - n_holding + 0.5) / (n_holding + 0.5))


def query(text: str, counts: Mapping[str, int] | None = None, dictionary: Dictionary | None = DICTIONARY) -> QueryWords:
    asked: list[Collection[str]] = []

    def frequencies(words: Collection[str]) -> Mapping[str, int]:
        asked.append(words)
        return {word: (counts or {})[word] for word in words if word in (counts or {})}

    made = QueryWords(text, dictionary, frequencies, N)
    assert len(asked) == 1, "the collection is asked once a query"
    return made


def evidence(
    asked: QueryWords, record: BibliographicRecord, dictionary: Dictionary | None = DICTIONARY
) -> WordEvidence:
    return asked.evidence(RecordWordsCache(lambda: dictionary).of(record))


def test_coverage_is_the_share_of_the_querys_weight() -> None:
    record = BibliographicRecord("The Secret Garden", id=RecordId(1), contributors=(Contributor("Frances Burnett"),))
    found = evidence(query("garden mystery burnett", {"garden": 20, "mystery": 5}), record)
    total = idf(20) + idf(5) + idf(0)
    assert found.words == pytest.approx((idf(20) + idf(0)) / total)
    assert found.names == pytest.approx(idf(0) / total)
    assert found.matched == ("garden", "burnett")
    assert found.gloss_title == 0.0


def test_chinese_is_covered_by_pairs_of_characters_in_either_script() -> None:
    record = BibliographicRecord("紅樓夢研究", id=RecordId(1))
    found = evidence(query("红楼梦魇", {"红楼": 3, "楼梦": 3}), record)
    assert found.matched == ("红楼", "楼梦")
    assert found.words == pytest.approx(2 * idf(3) / (2 * idf(3) + idf(0)))


def test_a_record_is_held_against_all_its_texts_but_class_numbers() -> None:
    record = BibliographicRecord(
        "Walden",
        id=RecordId(1),
        title_parallel=("瓦尔登湖",),
        description="Two years in the woods.",
        subjects=(Subject("Solitude"), Subject("813", "ddc")),
    )
    for words, covered in (("walden", 1.0), ("瓦尔登湖", 1.0), ("woods", 1.0), ("solitude", 1.0), ("813", 0.0)):
        assert evidence(query(words), record).words == covered, words


def test_function_words_weigh_nothing_and_a_query_of_them_finds_nothing() -> None:
    record = BibliographicRecord("The Sea", id=RecordId(1))
    assert evidence(query("the of and"), record) == WordEvidence()


def test_english_query_to_chinese_title_is_the_harmonic_mean_of_both_shares() -> None:
    record = BibliographicRecord("红楼梦", id=RecordId(1))
    # 红楼梦 is cut into 红楼 {red, chamber} and 梦 {dream}
    asked = query("dream of the red chamber", {"dream": 10, "red": 10, "chamber": 1})
    assert evidence(asked, record).gloss_title == pytest.approx(1.0)
    half = query("dream catcher", {"dream": 10})
    rendered_query = idf(10) / (idf(10) + idf(0))
    rendered_title = 1 / 3  # 梦 is one of three characters
    assert evidence(half, record).gloss_title == pytest.approx(
        2 * rendered_query * rendered_title / (rendered_query + rendered_title)
    )
    assert evidence(query("tea"), record).gloss_title == 0.0


def test_chinese_query_to_english_title_is_the_same_the_other_way_round() -> None:
    record = BibliographicRecord("The Old Man and the Sea", id=RecordId(1))
    # 老人 {old, man} | {woman} | {elderly}, 海 {ocean} | {sea}; 与 has no rendering
    counts = {"old": 10, "man": 10, "sea": 5}
    found = evidence(query("老人与海", counts), record)
    rendered_query = 3 / 4  # characters of 老人 and 海 among four
    assert found.gloss_title_reverse == pytest.approx(2 * rendered_query / (1 + rendered_query))
    assert evidence(query("红楼梦", counts), record).gloss_title_reverse == 0.0


def test_glosses_of_a_chinese_query_are_one_weight_a_word() -> None:
    record = BibliographicRecord("A voyage", id=RecordId(1), description="By sea to the tea houses.")
    counts = {"ocean": 4, "sea": 6, "tea": 2}
    found = evidence(query("海茶酒", counts), record)
    sea, tea = idf(4 + 6), idf(2)
    assert found.gloss_words == pytest.approx(1.0)
    without_tea = evidence(query("海茶", counts), BibliographicRecord("The Sea", id=RecordId(2)))
    assert without_tea.gloss_words == pytest.approx(sea / (sea + tea))
    # one word of a rendering of two counts 1/√2
    one = evidence(query("红楼", {"red": 1, "chamber": 1}), BibliographicRecord("The chamber", id=RecordId(3)))
    assert one.gloss_words == pytest.approx(2**-0.5)


def test_the_body_of_a_chinese_record_answers_an_english_query() -> None:
    record = BibliographicRecord("经", id=RecordId(1), description="茶")
    assert evidence(query("tea", {"tea": 1}), record).gloss_body == pytest.approx(1.0)
    assert evidence(query("tea mountain", {"tea": 1, "mountain": 1}), record).gloss_body == pytest.approx(0.5)


def test_without_a_dictionary_only_plain_words_count() -> None:
    record = BibliographicRecord("红楼梦", id=RecordId(1), description="红楼一梦")
    found = evidence(query("red chamber", dictionary=None), record, dictionary=None)
    assert found == WordEvidence()
    assert evidence(query("红楼", dictionary=None), record, dictionary=None).words == 1.0


def test_all_values_stay_between_nothing_and_one() -> None:
    records = [
        BibliographicRecord("红楼梦 Dream of the Red Chamber", id=RecordId(1), description="red red red 红 红 红"),
        BibliographicRecord("海", id=RecordId(2), title_parallel=("The Sea", "海海海")),
        BibliographicRecord("?", id=RecordId(3)),
    ]
    for text in ("红楼梦", "dream red chamber", "海 sea 海 ocean", "9", "!?", "老人" * 60, "sea " * 100):
        for record in records:
            found = evidence(query(text, {"red": 100, "sea": 1000}), record)
            for name in ("words", "names", "gloss_words", "gloss_title", "gloss_title_reverse", "gloss_body"):
                assert 0.0 <= getattr(found, name) <= 1.0 + 1e-9, (text, record.title, name)


def test_cut_words_are_kept_by_version_and_forgotten_when_there_are_too_many() -> None:
    cache = RecordWordsCache(lambda: None, size=2)
    first = BibliographicRecord("红楼梦", id=RecordId(1), version=1)
    words = cache.of(first)
    assert cache.of(first) is words
    edited = cache.of(BibliographicRecord("西游记", id=RecordId(1), version=2))
    assert edited.titles == (frozenset({"西游", "游记"}),)
    cache.of(BibliographicRecord("水浒传", id=RecordId(2), version=1))
    assert cache.of(first) is not words
