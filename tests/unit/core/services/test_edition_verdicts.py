from __future__ import annotations

from typing import Any

import pytest

from core.domain.records import BibliographicRecord, Contributor, Identifier
from core.services.edition_verdicts import compare


def record(title: str, author: str = "", year: int | None = None, isbn: str = "", **more: Any) -> BibliographicRecord:
    return BibliographicRecord(
        title=title,
        contributors=(Contributor(author),) if author else (),
        year=year,
        identifiers=(Identifier("isbn", isbn),) if isbn else (),
        **more,
    )


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        # the same edition, however it is written
        (record("红楼梦", "曹雪芹", 1996), record("紅樓夢", "曹雪芹", 1996), "same_edition"),
        (record("红楼梦", "曹雪芹", 1996), record("Hong lou meng", "Cao Xueqin", 1996), "same_edition"),
        (record("傅雷家书", "傅雷", 1981), record("傅雷家书: 增补本", "傅雷", 1981), "same_edition"),
        (record("The Story of Art", "E.H. Gombrich", 1950), record("The story of art", "Gombrich, E. H.", 1950),
         "same_edition"),
        (record("Dreams", "A. Li", 1990, "9787020002207"), record("Dreams, revised", "", None, "9787020002207"),
         "same_edition"),
        (record("三国演义", "罗贯中"), record("三国演义", "罗贯中", 1953), "same_edition"),
        # other editions
        (record("聊斋志异", "蒲松龄", 1740), record("聊斋志异", "蒲松龄", 1766), "other_edition"),
        (record("算法导论", "Cormen", edition="第2版"), record("算法导论", "Cormen", edition="第3版"), "other_edition"),
        (record("C Primer, 5th edition", "Lippman"), record("C Primer, 4th edition", "Lippman"), "other_edition"),
        (record("边城", "沈从文", 1988, "9787020002207"), record("边城", "沈从文", 1988, "9787108000194"),
         "other_edition"),
        (record("边城", "沈从文", 1988, publisher="人民文学出版社"),
         record("边城", "沈从文", 1988, publisher="三联书店"),
         "other_edition"),
        # translations
        (record("红楼梦", "曹雪芹", 1791, language="chi", title_parallel=("Dream of the Red Chamber",)),
         record("The Dream of the Red Chamber", "Cao Xueqin", 1892, language="eng"), "translation"),
        (record("老人与海", "海明威", language="chi", title_parallel=("The Old Man and the Sea",)),
         record("The Old Man and the Sea", "Ernest Hemingway", language="eng"), "translation"),
        # nothing to do with each other
        (record("三国演义 上册", "罗贯中", 1953), record("三国演义 下册", "罗贯中", 1953), "different"),
        (record("史记 第一卷", "司马迁", 1959, "9787020002207"), record("史记 第二卷", "司马迁", 1959, "9787020002207"),
         "different"),
        (record("Richard II", "William Shakespeare"), record("Richard III", "William Shakespeare"), "different"),
        (record("选集", "鲁迅"), record("选集", "老舍"), "different"),
        (record("边城", "沈从文"), record("长河", "沈从文"), "different"),
    ],
)  # fmt: skip
def test_verdicts(one: BibliographicRecord, other: BibliographicRecord, verdict: str) -> None:
    assert compare(one, other).verdict == verdict
    assert compare(other, one).verdict == verdict


def test_one_scan_on_two_records_is_the_surest_sign() -> None:
    found = compare(record("边城", "沈从文"), record("边城 沈从文", "沈从文", 1988), same_scan=True)
    assert found.verdict == "same_scan"
    assert found.score > 0.95
    assert found.is_duplicate


def test_a_short_title_alone_proves_little_and_more_facts_make_surer() -> None:
    bare = compare(record("选集"), record("选集")).score
    titled = compare(record("人间词话译注"), record("人间词话译注")).score
    full = compare(record("人间词话译注", "王国维", 1990), record("人间词话译注", "王国维", 1990)).score
    assert bare < 0.55 < titled < full


def test_covers_of_the_same_design_lift_a_doubtful_pair() -> None:
    one, other = record("人间词话译注"), record("人间词话译注")
    assert compare(one, other, cosine=0.95).score > compare(one, other).score


def test_evidence_tells_what_was_compared() -> None:
    found = compare(record("聊斋志异", "蒲松龄", 1740), record("聊斋志异", "", 1766))
    said = {fact.kind: fact.agrees for fact in found.evidence}
    assert said == {"title": True, "author": None, "year": False, "language": True}
