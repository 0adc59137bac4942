from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.domain.marc import MarcField, MarcRecord, Subfield
from core.domain.records import BibliographicRecord, Contributor, RecordId, Subject
from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.errors import InvalidInputError
from core.evaluation.splits import Shares
from core.training.pair_mining import (
    HeldCover,
    HeldRecord,
    HoldingsSource,
    JudgedEvent,
    pairs_from_collection,
    pairs_from_holdings,
    pairs_from_sentences,
)
from core.training.pair_texts import bilingual_description, marc_titles, parallel_titles
from core.training.pairs import PairSet, StoredInput

ALL_TRAIN = Shares(0, 0)
BAOYU = "宝玉与黛玉的故事。\nThe story of Baoyu and Daiyu."
PAGE = OcrPage((OcrLine("格列佛游记", BoundingBox(0, 0, 50, 20), 0.9),), 100, 100, "test")

RECORDS = [
    {"id": "zh", "title": "格列佛游记", "authors": ["斯威夫特"], "language": "chi",
     "description": "小人国与大人国的奇遇。"},
    {"id": "en", "title": "Gulliver's Travels", "authors": ["Jonathan Swift"], "language": "eng",
     "description": "Voyages to Lilliput and Brobdingnag.", "cover": "covers/封面.jpg"},
    {"id": "x", "title": "Docker 入门", "title_parallel": ["Docker", "Getting Started with Docker"], "language": "chi"},
]  # fmt: skip
QUERIES = [
    {"id": "t", "task": "title-zh", "text": "格列佛游记", "language": "chi"},
    {"id": "s", "task": "topic-zh", "text": "船医漂流到小人国", "language": "chi"},
    {"id": "e", "task": "topic-en", "text": "tiny people tie down a sailor", "language": "eng"},
    {"id": "p", "task": "photo", "image": "queries/p.jpg"},
    {"id": "j", "task": "joint", "text": "小人国", "image": "queries/p.jpg", "language": "chi"},
]
QRELS = [("t", "en", 1), ("t", "zh", 1), ("s", "en", 1), ("e", "zh", 1), ("p", "en", 1), ("j", "en", 1), ("j", "x", 0)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "馆藏 1"
    made.mkdir()
    for name, rows in (("records.jsonl", RECORDS), ("queries.jsonl", QUERIES)):
        (made / name).write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    lines = "".join(f"{query}\t0\t{record}\t{grade}\n" for query, record, grade in QRELS)
    (made / "qrels.tsv").write_text(lines, encoding="utf-8")
    return made


def sides(pairs: PairSet, kind: str) -> set[tuple[str, str]]:
    found = set()
    for each in pairs.pairs:
        if each.kind == kind:
            assert isinstance(each.left, StoredInput)
            assert isinstance(each.right, StoredInput)
            found.add((each.left.text, each.right.text))
    return found


def test_a_collection_gives_every_kind(folder: Path) -> None:
    pairs = pairs_from_collection(folder, page_of=lambda path: PAGE, shares=ALL_TRAIN)
    english = "Voyages to Lilliput and Brobdingnag."
    assert sides(pairs, "zh_en") == {
        ("格列佛游记", "Gulliver's Travels"),  # the query; the pair of editions says the same and is not kept twice
        ("船医漂流到小人国", english),
        ("小人国与大人国的奇遇。", "tiny people tie down a sailor"),  # Chinese left, whoever asked
        ("小人国与大人国的奇遇。", english),
        ("Docker 入门", "Getting Started with Docker"),  # but not "Docker", which stands in the title
    }
    assert sides(pairs, "query_record") == {
        ("格列佛游记", "格列佛游记"),
        ("小人国", f"Gulliver's Travels. Jonathan Swift\n{english}"),
    }
    assert {(p.left_id, p.right_id) for p in pairs.of(kind="cover_text")} == {("en#cover0", "en"), ("p", "en")}
    assert {(p.left_id, p.right_id) for p in pairs.of(kind="ocr_text")} == {("en#cover0#ocr", "en"), ("p#ocr", "en")}
    joint = next(p for p in pairs.pairs if p.left_id == "j")
    assert isinstance(joint.right, StoredInput)
    assert joint.right.image == folder / "covers" / "封面.jpg"


def test_translations_of_one_work_fall_into_one_part(folder: Path) -> None:
    for seed in range(20):
        pairs = pairs_from_collection(folder, seed=seed)
        work = {p.split for p in pairs.pairs if p.record_id == "en"}
        assert len(work) == 1
        assert {p.record_id for p in pairs.pairs} == {"en", "x"}


def test_what_would_give_more_pairs_is_counted(folder: Path) -> None:
    pairs = pairs_from_collection(folder)
    assert pairs.missing == {"cover": 2, "ocr": 1, "parallel_title": 2, "bilingual_description": 3, "judgements": 1}
    assert pairs.of(kind="ocr_text") == ()


def test_lower_grades_are_related_and_no_answer(folder: Path) -> None:
    (folder / "qrels.tsv").write_text("t\t0\ten\t3\nt\t0\tx\t2\n", encoding="utf-8")
    pairs = pairs_from_collection(folder, least_grade=3)
    asked = [p for p in pairs.pairs if p.left_id == "t"]
    assert [(p.right_id, p.related) for p in asked] == [("en", {"x"})]
    assert len({p.record_id for p in pairs.pairs}) == 2  # related is not the same work


@pytest.mark.data
def test_real_covers(dev_data: Path) -> None:
    pairs = pairs_from_collection(dev_data / "covers-dev")
    summary = pairs.summary()
    assert summary.count("train", "cover_text") > 200
    assert summary.count("train", "zh_en") > 100
    parts: dict[str, set[str]] = {}
    for each in pairs.pairs:
        parts.setdefault(each.record_id, set()).add(each.split)
    assert all(len(found) == 1 for found in parts.values())


class Holdings:
    """A small library in memory."""

    def __init__(self, records: Sequence[HeldRecord], events: Sequence[JudgedEvent] = ()) -> None:
        self._records = records
        self._events = events

    def holdings(self) -> Sequence[HeldRecord]:
        return self._records

    def judgements(self) -> Sequence[JudgedEvent]:
        return self._events


def record(number: int, title: str, **more: object) -> BibliographicRecord:
    return BibliographicRecord(title, RecordId(number), **more)  # type: ignore[arg-type]


def test_pairs_from_holdings(tmp_path: Path) -> None:
    cover = HeldCover("ab" * 32, tmp_path / "a.jpg", PAGE)
    library = Holdings(
        [
            HeldRecord(record(1, "格列佛游记", language="chi", contributors=(Contributor("斯威夫特"),)), (cover,)),
            HeldRecord(record(2, "Gulliver's Travels", language="eng", title_parallel=("格列佛游记",))),
            HeldRecord(record(3, "红楼梦", language="chi", description=BAOYU)),
        ],
        [
            JudgedEvent("i1", 1, True, "intake", image=tmp_path / "scan.jpg", page=PAGE),
            JudgedEvent("f1", 3, True, "feedback", text="dream of red mansions"),
            JudgedEvent("f1", 1, False, "feedback", text="dream of red mansions"),
            JudgedEvent("f2", 99, True, "feedback", text="a record that is gone"),
        ],
    )  # fmt: skip
    assert isinstance(library, HoldingsSource)
    pairs = pairs_from_holdings(library, shares=ALL_TRAIN)
    assert sides(pairs, "zh_en") == {
        ("格列佛游记", "Gulliver's Travels"),
        ("宝玉与黛玉的故事。", "The story of Baoyu and Daiyu."),
        ("红楼梦\n宝玉与黛玉的故事。\nThe story of Baoyu and Daiyu.", "dream of red mansions"),
    }
    assert {p.left_id for p in pairs.of(kind="cover_text")} == {"ab" * 32, "intake:i1"}
    assert {p.left_id for p in pairs.of(kind="ocr_text")} == {"ab" * 32 + "#ocr", "intake:i1#ocr"}
    works = {p.record_id for p in pairs.pairs}
    assert works == {"record:1", "record:3"}  # the translation joined its original
    assert pairs.summary().origins == {
        "cover": 1, "ocr": 1, "parallel_title": 1, "description": 1, "intake": 2, "feedback": 1,
    }  # fmt: skip
    assert pairs.missing["judgements"] == 1


def test_equal_titles_of_different_authors_are_two_works() -> None:
    poems = [
        HeldRecord(record(n, "诗选", language="chi", contributors=(Contributor(name),), description="Poems."))
        for n, name in enumerate(("艾青", "北岛", "艾青"), start=1)
    ]  # fmt: skip
    library = Holdings([*poems, HeldRecord(record(4, "另一本", title_parallel=("Another",)))])
    queries = [JudgedEvent(str(n), n, True, "feedback", text=f"poems {n}") for n in (1, 2, 3)]
    pairs = pairs_from_holdings(Holdings(list(library.holdings()), queries), shares=ALL_TRAIN)
    assert {p.left_id: p.record_id for p in pairs.pairs if p.origin == "feedback"} | {
        p.right_id: p.record_id for p in pairs.pairs if p.origin == "feedback"
    } == {
        "feedback:1": "record:1", "feedback:2": "record:2", "feedback:3": "record:1",
        "record:1": "record:1", "record:2": "record:2", "record:3": "record:1",
    }  # fmt: skip


def field(tag: str, *subfields: tuple[str, str]) -> MarcField:
    return MarcField(tag, subfields=tuple(Subfield(code, value) for code, value in subfields))


def test_titles_from_marc21_and_from_unimarc() -> None:
    marc21 = MarcRecord("marc21", " " * 24, (
        field("245", ("6", "880-01"), ("a", "Hong lou meng /"), ("c", "Cao Xueqin.")),
        field("246", ("a", "Dream of the red chamber")),
        field("880", ("6", "245-01"), ("a", "红楼梦 /")),
        field("880", ("6", "100-02"), ("a", "曹雪芹")),
    ))  # fmt: skip
    assert list(marc_titles(marc21)) == ["Hong lou meng", "Dream of the red chamber", "红楼梦"]
    unimarc = MarcRecord("unimarc", " " * 24, (
        field("200", ("a", "计算机程序设计艺术"), ("d", "The art of computer programming"), ("f", "高德纳")),
        field("510", ("a", "Art of programming")),
    ))  # fmt: skip
    found = {(b.chinese, b.english) for b in parallel_titles(record(1, "计算机程序设计艺术", language="chi"), unimarc)}
    assert found == {
        ("计算机程序设计艺术", "The art of computer programming"),
        ("计算机程序设计艺术", "Art of programming"),
    }


def test_a_french_title_is_no_english_one() -> None:
    assert list(parallel_titles(record(1, "Le Petit Prince", language="fre", title_parallel=("小王子",)))) == []
    both = record(2, "Le Petit Prince", language="fre", title_parallel=("小王子", "The Little Prince"))
    assert [(b.chinese, b.english) for b in parallel_titles(both)] == [("小王子", "The Little Prince")]


def test_a_description_in_two_languages() -> None:
    text = "这是一本关于树木的书。讲述森林。 This book is about trees. It tells of forests."
    found = bilingual_description(record(1, "树", description=text, subjects=(Subject("森林"),)))
    assert found is not None
    assert (found.chinese, found.english) == (
        "这是一本关于树木的书。讲述森林。",
        "This book is about trees. It tells of forests.",
    )
    assert bilingual_description(record(1, "树", description="这是一本关于树木的书。")) is None


def test_sentences_line_by_line(tmp_path: Path) -> None:
    chinese, english = tmp_path / "句子.zh", tmp_path / "句子.en"
    chinese.write_text("你好。\n你好。\n\n再见。\n", encoding="utf-8")
    english.write_text("Hello.\nHi.\nNothing\nBye.\n", encoding="utf-8")
    pairs = pairs_from_sentences(chinese, english, shares=ALL_TRAIN)
    assert sides(pairs, "zh_en") == {("你好。", "Hello."), ("你好。", "Hi."), ("再见。", "Bye.")}
    assert [(r.position, r.reason_id) for r in pairs.rejected] == [("3", "pairs.empty_line")]
    assert len({p.record_id for p in pairs.pairs}) == 2  # what says the same falls into one part
    english.write_text("Hello.\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        pairs_from_sentences(chinese, english)
    assert caught.value.message_id == "pairs.lines_differ"
