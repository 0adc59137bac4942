from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InvalidInputError
from core.evaluation.collections import load_collection
from core.evaluation.splits import works_of_collection
from core.training.pairs import StoredInput
from core.training.sampling import allowed_negatives
from core.training.wikiclir import (
    names_in,
    pairs_from_wikiclir,
    read_wikiclir,
    write_wikiclir_collection,
)

QUERIES = (
    "q1\tis a novel by Cao Xueqin\nq2\tis a city in China\nno tab at all\nq3\tnobody judged this\n\tno id\nq1\tagain\n"
)
DOCS = "d1\t红楼梦\t红楼梦是曹雪芹的小说。\nd2\t曹雪芹\t清代作家。\nd3\t北京\t中国首都。\nd4\t上海\t没有人提到。\nd5\n"
QRELS = "q1\td1\t3\nq1\td2\t2\nq2\td3\t3\nq2\td1\t2\nq9\td1\t3\nq1\td1\nq1\td3\tx\nq2\tgone\t2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "维基 wikiclir"
    made.mkdir()
    for ending, text in (("queries", QUERIES), ("docs", DOCS), ("qrels", QRELS)):
        (made / f"train.{ending}").write_text(text, encoding="utf-8")
    return made


def test_three_files_with_broken_lines(folder: Path) -> None:
    assert names_in(folder) == ("train",)
    data = read_wikiclir(folder, "train")
    assert list(data.queries) == ["q1", "q2", "q3"]
    assert data.queries["q1"].whole == "is a novel by Cao Xueqin"
    assert list(data.documents) == ["d1", "d2", "d3"]  # d4 is judged by nothing
    assert data.documents["d1"].whole == "红楼梦\n红楼梦是曹雪芹的小说。"
    assert data.qrels == {"q1": {"d1": 3, "d2": 2}, "q2": {"d3": 3, "d1": 2}}
    assert [(Path(r.file).suffix, r.position, r.reason_id) for r in data.rejected] == [
        (".queries", "3", "wikiclir.bad_line"),
        (".queries", "5", "wikiclir.bad_line"),
        (".queries", "6", "import.duplicate_id"),
        (".qrels", "5", "wikiclir.unknown_query"),
        (".qrels", "6", "wikiclir.bad_line"),
        (".qrels", "7", "wikiclir.bad_line"),
        (".docs", "5", "wikiclir.bad_line"),
    ]
    assert "d4" in read_wikiclir(folder, "train", is_complete=True).documents


def test_levels_of_the_later_edition_and_trec_columns(folder: Path) -> None:
    (folder / "train.qrels").write_text("q1\t0\td1\t2\nq1\t0\td2\t1\nq1\t0\td3\t0\n", encoding="utf-8")
    assert read_wikiclir(folder, "train").qrels == {"q1": {"d1": 3, "d2": 2}}


def test_bytes_that_are_no_text_cost_one_line(folder: Path) -> None:
    path = folder / "train.docs"
    path.write_bytes(path.read_bytes().replace("清代作家".encode(), b"\xff\xfe\x80"))
    data = read_wikiclir(folder, "train")
    assert list(data.documents) == ["d1", "d3"]
    assert ("2", "wikiclir.bad_line") in [(r.position, r.reason_id) for r in data.rejected]


@pytest.mark.parametrize("direction", ["native", "inverse"])
def test_pairs_keep_chinese_left_and_never_hold_related_against_each_other(folder: Path, direction: str) -> None:
    pairs = pairs_from_wikiclir(read_wikiclir(folder, "train"), direction)  # type: ignore[arg-type]
    assert [(p.left_id, p.right_id, p.split) for p in pairs.pairs] == [
        ("d:d1", "q:q1", "train"),
        ("d:d3", "q:q2", "train"),
    ]
    roles = [(p.left.role, p.right.role) for p in pairs.pairs]
    assert set(roles) == ({("passage", "query")} if direction == "native" else {("query", "passage")})
    # q2 calls d1 related: (d1, q2) is no negative, in either direction of the loss; (d3, q1) is one
    assert pairs.pairs[0].related == {"q:q2"}
    assert allowed_negatives(pairs.pairs).tolist() == [[True, False], [True, True]]
    assert len({p.record_id for p in pairs.pairs}) == 2


def test_chinese_queries_stand_left_too(folder: Path) -> None:
    data = read_wikiclir(folder, "train")
    pairs = pairs_from_wikiclir(data, query_language="chi", document_language="eng")
    first = pairs.pairs[0]
    assert isinstance(first.left, StoredInput)
    assert (first.left_id, first.left.language, first.left.role, first.related) == ("q:q1", "chi", "query", {"d:d2"})
    with pytest.raises(ValueError, match="Chinese"):
        pairs_from_wikiclir(data, query_language="eng", document_language="ger")


def test_collections_of_both_directions(folder: Path, tmp_path: Path) -> None:
    data = read_wikiclir(folder, "train", is_complete=True)
    assert write_wikiclir_collection(data, tmp_path / "native") == 2
    native = load_collection(tmp_path / "native")
    assert [r.id for r in native.records] == ["d1", "d2", "d3", "d4"]
    assert [(q.id, q.task, q.language) for q in native.queries] == [("q1", "en-zh", "eng"), ("q2", "en-zh", "eng")]
    assert native.qrels == {"q1": {"d1": 3, "d2": 2}, "q2": {"d3": 3, "d1": 2}}
    assert write_wikiclir_collection(data, tmp_path / "inverse", "inverse") == 2
    inverse = load_collection(tmp_path / "inverse")
    assert [r.id for r in inverse.records] == ["q1", "q2", "q3"]
    assert [(q.id, q.task, q.text) for q in inverse.queries] == [
        ("d1", "zh-en", "红楼梦\n红楼梦是曹雪芹的小说。"),
        ("d3", "zh-en", "北京\n中国首都。"),
    ]
    assert inverse.qrels == {"d1": {"q1": 3, "q2": 2}, "d3": {"q2": 3}}
    assert len(set(works_of_collection(inverse, least_grade=3).values())) == 3


def test_what_cannot_be_used_is_said(folder: Path, tmp_path: Path) -> None:
    for wanted, call in {
        "wikiclir.no_files": lambda: names_in(tmp_path),
        "file.missing": lambda: read_wikiclir(folder, "dev"),
    }.items():
        with pytest.raises(InvalidInputError) as caught:
            call()
        assert caught.value.message_id == wanted
    (folder / "train.qrels").write_text("q1\tgone\t3\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_wikiclir(folder, "train")
    assert caught.value.message_id == "wikiclir.empty"
