from __future__ import annotations

import json
from pathlib import Path

import pytest

RECORDS = [
    {
        "id": "hlm",
        "title": "红楼梦",
        "authors": ["曹雪芹"],
        "language": "chi",
        "description": "贾宝玉与林黛玉的爱情悲剧",
    },
    {"id": "se", "title": "软件工程", "language": "chi", "subjects": ["软件"], "cover": "covers/se.jpg"},
    {
        "id": "pp",
        "title": "Pride and Prejudice",
        "authors": ["Jane Austen"],
        "language": "eng",
        "description": "Elizabeth Bennet, Mr Darcy and marriage.",
    },
    {"id": "para", "title": "", "language": "eng", "description": "The Panthers defense gave up just 308 points."},
]
QUERIES = [
    {"id": "q1", "task": "title-zh", "text": "紅樓夢", "image": None, "language": "chi"},
    {"id": "q2", "task": "title-zh", "text": "軟體", "image": None, "language": "chi"},
    {"id": "q3", "task": "title-en", "text": "pride prejudice", "image": None, "language": "eng"},
    {"id": "q4", "task": "photo", "text": None, "image": "queries/a.jpg", "language": None},
    {"id": "q5", "task": "title-en", "text": "zzz unheard", "image": None, "language": "eng"},
]
QRELS = "q1\t0\thlm\t1\nq2\t0\tse\t1\nq3\t0\tpp\t1\nq4\t0\thlm\t1\nq5\t0\tpara\t1\n"


@pytest.fixture
def collection_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "小 collection"
    folder.mkdir()
    for name, objects in (("records.jsonl", RECORDS), ("queries.jsonl", QUERIES)):
        text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "qrels.tsv").write_text(QRELS, encoding="utf-8")
    return folder
