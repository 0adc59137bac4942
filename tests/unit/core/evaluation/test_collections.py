from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InvalidInputError
from core.evaluation.collections import load_collection


def test_a_folder(collection_folder: Path) -> None:
    collection = load_collection(collection_folder)
    assert collection.name == "小 collection"
    assert [each.id for each in collection.records] == ["hlm", "se", "pp", "para"]
    assert collection.records[1].cover == collection_folder / "covers" / "se.jpg"
    assert collection.records[3].record.title == ""
    assert collection.queries[3].image == collection_folder / "queries" / "a.jpg"
    assert collection.queries[3].text == ""
    assert collection.qrels["q1"] == {"hlm": 1}
    assert collection.rejected == ()


def test_extra_records_beside_it(collection_folder: Path, tmp_path: Path) -> None:
    extra = tmp_path / "distractors.jsonl"
    extra.write_text(
        '{"id": "x", "title": "X"}\n{"id": "hlm", "title": "again"}\n{"title": "no id"}\n{"id":"y","title":1}\n',
        encoding="utf-8",
    )
    collection = load_collection(collection_folder, [extra])
    assert [each.id for each in collection.records] == ["hlm", "se", "pp", "para", "x"]
    assert [(each.position, each.reason_id) for each in collection.rejected] == [
        ("2", "import.duplicate_id"),
        ("3", "import.duplicate_id"),
        ("4", "record.wrong_type"),
    ]


def test_queries_of_one_task(collection_folder: Path) -> None:
    collection = load_collection(collection_folder)
    assert [query.id for query in collection.of_task("title-zh")] == ["q1", "q2"]
    assert collection.of_task(None) == collection.of_task("all") == collection.queries
    with pytest.raises(InvalidInputError) as caught:
        collection.of_task("title-fr")
    assert caught.value.message_id == "collection.unknown_task"
    assert "title-zh" in str(caught.value.context["tasks"])


@pytest.mark.parametrize("name", ["records.jsonl", "queries.jsonl", "qrels.tsv"])
def test_missing_files_are_named(collection_folder: Path, name: str) -> None:
    (collection_folder / name).unlink()
    with pytest.raises(InvalidInputError) as caught:
        load_collection(collection_folder)
    assert (caught.value.message_id, caught.value.context["file"]) == ("collection.missing_file", name)


@pytest.mark.parametrize("line", ["{no json", "[1]", '{"task": "no id"}', '{"id": 5}', '{"id": "q", "text": 5}'])
def test_bad_queries_are_named(collection_folder: Path, line: str) -> None:
    path = collection_folder / "queries.jsonl"
    path.write_text(f'{{"id": "q0"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        load_collection(collection_folder)
    assert (caught.value.message_id, caught.value.context["line"]) == ("collection.bad_line", 2)


def test_not_a_folder_and_nothing_in_it(collection_folder: Path) -> None:
    with pytest.raises(InvalidInputError) as caught:
        load_collection(collection_folder / "records.jsonl")
    assert caught.value.message_id == "collection.not_a_folder"
    (collection_folder / "queries.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        load_collection(collection_folder)
    assert caught.value.message_id == "collection.empty"


@pytest.mark.data
@pytest.mark.parametrize(("name", "n_records", "n_queries"), [("covers-dev", 154, 1064), ("xquad-zh-en-dev", 120, 612)])
def test_the_development_collections(dev_data: Path, name: str, n_records: int, n_queries: int) -> None:
    collection = load_collection(dev_data / name)
    assert (len(collection.records), len(collection.queries), collection.rejected) == (n_records, n_queries, ())
    known = {each.id for each in collection.records}
    assert all(set(grades) <= known for grades in collection.qrels.values())
    assert all(query.id in collection.qrels for query in collection.queries)
