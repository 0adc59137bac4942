from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.domain.records import Contributor, Identifier, Subject
from core.interchange.formats import ImportedRecord, open_reader
from core.interchange.json_records import record_of_object

ReadAll = Any


def write(path: Path, *lines: str | bytes) -> Path:
    path.write_bytes(b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines))
    return path


def test_a_collection_line(tmp_path: Path) -> None:
    line = {
        "id": "gh-1", "title": " 红楼梦 ", "title_parallel": ["The Story of the Stone", "红楼梦"],
        "authors": ["曹雪芹", "高鹗", "曹雪芹"], "language": "zh", "description": "a\r\nb", "subjects": ["小说", ""],
        "year": 1791, "isbn": "7-02-000220-X", "cover": "covers/红.jpg", "licence": "CC0", "clc": "I242.4",
        "class_ddc": "895.1348",
    }  # fmt: skip
    [entry] = open_reader(write(tmp_path / "records.jsonl", "\ufeff" + json.dumps(line)))
    assert isinstance(entry, ImportedRecord)
    record = entry.record
    assert record.title == "红楼梦"
    assert record.external_id == "gh-1"
    assert record.title_parallel == ("The Story of the Stone",)
    assert record.contributors == (Contributor("曹雪芹"), Contributor("高鹗"))
    assert record.language == "chi"
    assert record.description == "a\nb"
    assert record.subjects == (Subject("小说"), Subject("I242.4", "clc"), Subject("895.1348", "ddc"))
    assert record.identifiers == (Identifier("isbn", "9787020002207"),)
    assert entry.cover_path == tmp_path / "covers" / "红.jpg"


def test_missing_keys_are_null(tmp_path: Path, read_all: ReadAll) -> None:
    [record], rejected = read_all(write(tmp_path / "a.jsonl", '{"title": "x", "year": null, "authors": null}'))
    assert (record.year, record.contributors, record.external_id, rejected) == (None, (), None, [])


def test_bad_lines_are_named_and_the_rest_goes_on(tmp_path: Path, read_all: ReadAll) -> None:
    path = write(
        tmp_path / "a.jsonl",
        '{"id": "1", "title": "一"}',
        "{not json",
        "[1]",
        '{"id": "2"}',
        '{"id": "3", "title": 5}',
        '{"id": "4", "title": "x", "year": "soon"}',
        '{"id": "4", "title": "x", "year": true}',
        '{"id": "4", "title": "x", "authors": [1]}',
        '{"id": "4", "title": "\xe9"}'.encode("latin-1"),
        "",
        '{"id": "1", "title": "again"}',
        '{"id": "5", "title": "五"}',
        "[" * 100_000,
        '{"id": "6", "title": "六"}',
    )
    records, rejected = read_all(path)
    assert [record.title for record in records] == ["一", "五", "六"]
    assert [(each.position, each.reason_id) for each in rejected] == [
        ("2", "line.not_json"),
        ("3", "line.not_object"),
        ("4", "record.no_title"),
        ("5", "record.wrong_type"),
        ("6", "record.wrong_type"),
        ("7", "record.wrong_type"),
        ("8", "record.wrong_type"),
        ("9", "text.undecodable"),
        ("11", "import.repeated_id"),
        ("13", "line.not_json"),
    ]
    assert all(each.file == str(path) for each in rejected)


def test_an_endless_line_is_rejected(tmp_path: Path, read_all: ReadAll) -> None:
    path = write(tmp_path / "a.jsonl", '{"title": "一"}', b"{" + b"x" * (17 << 20), '{"title": "二"}')
    records, [rejected] = read_all(path)
    assert [record.title for record in records] == ["一", "二"]
    assert (rejected.position, rejected.reason_id) == ("2", "line.too_long")


@pytest.mark.parametrize("cover", ["../secret.jpg", "/etc/passwd", "a/../../b.jpg", "x\u0000.jpg"])
def test_covers_outside_the_folder_are_refused(tmp_path: Path, cover: str) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps({"title": "x", "cover": cover}))
    taken, rejected = open_reader(path)
    assert isinstance(taken, ImportedRecord)
    assert taken.cover_path is None
    assert not isinstance(rejected, ImportedRecord)
    assert rejected.reason_id == "cover.outside_folder"


def test_another_encoding_when_named(tmp_path: Path, read_all: ReadAll) -> None:
    path = write(tmp_path / "a.jsonl", '{"title": "红楼梦"}'.encode("gb18030"))
    [record], _ = read_all(path, encoding="gbk")
    assert record.title == "红楼梦"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["id", "title", "title_parallel", "authors", "language", "description", "subjects", "year", "isbn", "cover", "clc",
     "contributors", "identifiers", "holdings", "headings", "status", "publisher"]
)  # fmt: skip


@given(lines=st.lists(st.dictionaries(KEYS, JSON, max_size=6).map(json.dumps) | st.text(max_size=20), max_size=4))
@example(lines=["\x06", "\x06"])
def test_any_lines_give_records_or_rejections(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("any") / "a.jsonl"
    path.write_bytes(b'{"title": "first"}\n' + "\n".join(lines).encode("utf-8", "surrogatepass"))
    for entry in open_reader(path):
        if isinstance(entry, ImportedRecord):
            assert entry.record.title
            entry.record.title.encode()


def test_one_object(tmp_path: Path) -> None:
    record, cover, fault = record_of_object({"title": "a\ud800b", "year": 1990.0, "id": 7}, tmp_path)
    assert (record.title, record.year, record.external_id, cover, fault) == ("a\ufffdb", 1990, "7", None, None)


def test_a_record_without_title_is_given_its_first_words(tmp_path: Path, read_all: ReadAll) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps({"title": "", "description": "The Panthers defense " * 9}))
    [record], _ = read_all(path)
    assert record.title == "[The Panthers defense The Panthers defense The Panthers…]"
    assert record_of_object({"title": ""}, tmp_path)[0].title == ""


@pytest.mark.data
def test_the_development_collections(dev_data: Path, read_all: ReadAll) -> None:
    records, rejected = read_all(dev_data / "distractors.jsonl")
    assert (len(records), rejected) == (9803, [])
    records, rejected = read_all(dev_data / "covers-dev" / "records.jsonl")
    assert (len(records), rejected) == (154, [])
    records, rejected = read_all(dev_data / "xquad-zh-en-dev" / "records.jsonl")
    assert (len(records), rejected) == (120, [])
