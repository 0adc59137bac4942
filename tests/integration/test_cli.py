"""Every command on a real library, through the documents that scripts read."""

from __future__ import annotations

import csv
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from core.application import Application, build_application
from core.retrieval.models import LoadedModels
from librarian_app.__main__ import main

pytestmark = pytest.mark.models
RESULT_KEYS = ["rank", "record_id", "identifier", "title", "authors", "year", "score", "channels"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed. `document` is its JSON, None when it printed none."""

    code: int
    document: Any
    out: str
    err: str


Run = Callable[..., Answer]


_loaded: list[LoadedModels] = []


@pytest.fixture(autouse=True)
def models_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands in one process share the real models, which each would load for itself; test_cli_process does that."""
    load = Application._load_models

    def load_once(application: Application) -> LoadedModels:
        if not _loaded:
            _loaded.append(load(application))
        return _loaded[0]

    monkeypatch.setattr(Application, "_load_models", load_once)


@pytest.fixture
def wenyuan(capsys: pytest.CaptureFixture[str]) -> Run:
    """Call with the arguments of a command line. The root logger is put back as it was after each call."""

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        with _root_logger_kept():
            code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        document = json.loads(printed.out) if "--json" in arguments else None
        return Answer(code, document, printed.out, printed.err)

    return run


@contextmanager
def _root_logger_kept() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        yield
    finally:
        for handler in set(root.handlers) - set(handlers):
            handler.close()
        root.handlers[:] = handlers
        root.setLevel(level)


BOOKS: tuple[dict[str, Any], ...] = (
    {"id": "b1", "title": "红楼梦", "title_parallel": ["Dream of the Red Chamber"], "authors": ["曹雪芹"],
     "language": "chi", "description": "贾宝玉与林黛玉的爱情和一个大家族的衰落。", "subjects": ["章回小说"],
     "year": 1791, "isbn": "9787020002207"},
    {"id": "b2", "title": "三体", "authors": ["刘慈欣"], "language": "chi", "description": "外星文明与人类的首次接触。",
     "subjects": ["科幻小说"], "year": 2008, "isbn": "9787536692930"},
    {"id": "b3", "title": "The Art of War", "authors": ["Sun Tzu"], "language": "eng",
     "description": "A classical treatise on strategy and warfare.", "subjects": ["Military art"], "year": 1910},
    {"id": "b4", "title": "Pride and Prejudice", "authors": ["Jane Austen"], "language": "eng",
     "description": "Elizabeth Bennet, her sisters, and marriage.", "subjects": ["Love stories"], "year": 1813},
    {"id": "b5", "title": "傅雷家书", "authors": ["傅雷"], "language": "chi", "description": "翻译家写给儿子的书信。",
     "subjects": ["书信集"], "year": 1981},
    {"id": "b6", "title": "Python 编程：从入门到实践", "authors": ["埃里克·马瑟斯"], "language": "chi",
     "description": "程序设计入门教程。", "subjects": ["软件工具"], "year": 2016},
)  # fmt: skip


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A collection's records.jsonl in a folder with Chinese characters."""
    path = tmp_path / "书目 一" / "records.jsonl"
    path.parent.mkdir()
    path.write_text("".join(json.dumps(book, ensure_ascii=False) + "\n" for book in BOOKS), encoding="utf-8")
    return path


@pytest.fixture
def stocked(wenyuan: Run, library_dir: Path, books: Path) -> Path:
    """A library with the test books."""
    answer = wenyuan("--library", library_dir, "import", books, "--json")
    assert (answer.code, answer.document["created"]) == (0, 6), answer.err
    return library_dir


@pytest.fixture
def cover(tmp_path: Path, cjk_font: Path) -> Path:
    """A typeset cover of 三体."""
    image = Image.new("RGB", (600, 900), (24, 32, 72))
    draw = ImageDraw.Draw(image)
    draw.ellipse((120, 420, 480, 780), fill=(230, 180, 60))
    draw.rectangle((40, 40, 560, 60), fill=(200, 60, 60))
    draw.text((300, 180), "三体", font=ImageFont.truetype(str(cjk_font), 150), fill="white", anchor="mm")
    draw.text((300, 320), "刘慈欣", font=ImageFont.truetype(str(cjk_font), 60), fill="white", anchor="mm")
    path = tmp_path / "封面 b2.png"
    image.save(path)
    return path


def test_init_makes_an_empty_library(wenyuan: Run, library_dir: Path) -> None:
    answer = wenyuan("init", "--library", library_dir, "--json")
    assert answer.code == 0
    assert answer.document == {"library": str(library_dir), "records": 0}
    assert (library_dir / "catalogue.sqlite3").is_file()
    assert wenyuan("init", "--library", library_dir, "--json").document["records"] == 0


def test_import_counts_and_import_again_changes_nothing(wenyuan: Run, stocked: Path, books: Path) -> None:
    again = wenyuan("--library", stocked, "import", books, "--json")
    assert again.code == 0
    assert again.document == {"created": 0, "updated": 0, "unchanged": 6, "rejected": []}
    books.write_text(books.read_text(encoding="utf-8").replace("2008", "2006"), encoding="utf-8")
    changed = wenyuan("--library", stocked, "import", books, "--json")
    assert (changed.document["updated"], changed.document["unchanged"]) == (1, 5)


def test_import_names_what_it_refuses(wenyuan: Run, library_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "坏.jsonl"
    path.write_text('{"id": "1", "title": "好书"}\n{"id": 2\n{"id": "1", "title": "重复"}\n', encoding="utf-8")
    answer = wenyuan("--library", library_dir, "import", path, "--json", "--lang", "zh_CN")
    assert answer.code == 0
    assert answer.document["created"] == 1
    assert [Path(each["file"]).name for each in answer.document["rejected"]] == ["坏.jsonl", "坏.jsonl"]
    assert all(each["reason"] and "出现问题" not in each["reason"] for each in answer.document["rejected"])


def test_a_file_that_is_not_there_fails_in_a_sentence(wenyuan: Run, library_dir: Path, tmp_path: Path) -> None:
    answer = wenyuan("--library", library_dir, "import", tmp_path / "没有.csv", "--json", "--lang", "en")
    assert answer.code == 1
    assert "没有.csv" in answer.document["error"]["message"]


def test_search_finds_in_both_languages_and_scripts(wenyuan: Run, stocked: Path) -> None:
    queries = stocked.parent / "queries.jsonl"
    asked = {
        "zh": "三体",
        "hant": "紅樓夢",
        "en": "Dream of the Red Chamber",
        "pinyin": "fulei",
        "minus": "艺术 -python",
    }
    queries.write_text(
        "".join(json.dumps({"id": i, "text": t}, ensure_ascii=False) + "\n" for i, t in asked.items()), encoding="utf-8"
    )
    answer = wenyuan("--library", stocked, "search", "--queries", queries, "--json")
    assert answer.code == 0, answer.err
    assert [each["id"] for each in answer.document] == list(asked)
    first = {each["id"]: each["results"][0]["identifier"] for each in answer.document if each["results"]}
    assert {name: first[name] for name in ("zh", "hant", "en", "pinyin")} == {
        "zh": "b2", "hant": "b1", "en": "b1", "pinyin": "b5",
    }  # fmt: skip
    for each in answer.document:
        assert each["took_ms"] > 0
        for rank, result in enumerate(each["results"], start=1):
            assert list(result) == RESULT_KEYS
            assert result["rank"] == rank
            assert 0 <= result["score"] <= 1


def test_words_alone_are_searched_without_encoders(wenyuan: Run, stocked: Path) -> None:
    answer = wenyuan("--library", stocked, "search", "austen", "--channels", "lexical", "--limit", "1", "--json")
    (result,) = answer.document["results"]
    assert (result["identifier"], result["authors"], result["year"]) == ("b4", ["Jane Austen"], 1813)
    assert result["channels"]["semantic"] is None
    table = wenyuan("--library", stocked, "search", "--channels", "lexical", "三体", "--lang", "zh_CN")
    assert "三体" in table.out
    assert "题名" in table.out


def test_a_wrong_query_never_fails(wenyuan: Run, stocked: Path) -> None:
    for query in ('"', "year:", "author:(", "NOT AND *", "-", "\u0000"):
        answer = wenyuan("--library", stocked, "search", "--channels", "lexical", "--json", "--", query)
        assert answer.code == 0 or answer.document["error"]["id"].startswith("query."), query


def test_covers_are_added_identified_and_searched(wenyuan: Run, stocked: Path, cover: Path, tmp_path: Path) -> None:
    map_file = tmp_path / "map.csv"
    with map_file.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["identifier", "image"], ["b2", cover.name], ["nobody", "missing.png"]])
    added = wenyuan("--library", stocked, "covers", "add", cover.parent / "none.png", "--map", map_file, "--json")
    assert added.code == 0, added.err
    assert (added.document["added"], added.document["duplicates"]) == (1, 0)
    assert len(added.document["rejected"]) == 2
    again = wenyuan("--library", stocked, "covers", "add", cover, "--map", map_file, "--json")
    assert (again.document["added"], again.document["duplicates"]) == (0, 1)

    broken = tmp_path / "坏.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 not an image")
    answer = wenyuan("--library", stocked, "identify", cover, broken, "--json", "--lang", "zh_CN")
    assert answer.code == 0
    found, rejected = answer.document
    assert found["image"] == str(cover)
    assert found["decision"] == "match"
    assert list(found["candidates"][0]) == RESULT_KEYS
    assert found["candidates"][0]["identifier"] == "b2"
    assert "三体" in found["ocr_text"]
    assert rejected["decision"] == "rejected"
    assert "坏.jpg" in rejected["error"]["message"]
    assert wenyuan("--library", stocked, "identify", broken).code == 1

    by_picture = wenyuan("--library", stocked, "search", "--image", cover, "--json")
    assert by_picture.document["results"][0]["identifier"] == "b2"
    assert by_picture.document["results"][0]["channels"]["cover"] > 0


def test_export_writes_what_was_imported(wenyuan: Run, stocked: Path, tmp_path: Path) -> None:
    target = tmp_path / "导出.jsonl"
    assert wenyuan("--library", stocked, "export", target, "--json").document == {"written": 6}
    records = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert {record["id"] for record in records} == {"b1", "b2", "b3", "b4", "b5", "b6"}
    table = tmp_path / "一本.csv"
    assert wenyuan("--library", stocked, "export", table, "--query", "三体", "--json").document == {"written": 1}
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")


def test_history_and_undo(wenyuan: Run, stocked: Path) -> None:
    history = wenyuan("--library", stocked, "history", "--json").document
    assert [each["kind"] for each in history] == ["import"]
    undone = wenyuan("--library", stocked, "undo", "--json")
    assert undone.code == 0
    assert len(undone.document["deleted"]) == 6
    assert wenyuan("--library", stocked, "stats", "--json").document["records"] == 0
    assert wenyuan("--library", stocked, "undo", "999", "--json").document["error"]["id"]


def test_backup_restore_check_and_stats(wenyuan: Run, stocked: Path) -> None:
    backup = wenyuan("--library", stocked, "backup", "--json").document
    assert backup["records"] == 6
    assert backup["verified"] is True
    listed = wenyuan("--library", stocked, "backup", "--list", "--json").document
    assert [Path(each["file"]) for each in listed] == [Path(backup["file"])]
    assert wenyuan("--library", stocked, "undo", "--json").code == 0
    restored = wenyuan("--library", stocked, "restore", backup["file"], "--json")
    assert restored.code == 0, restored.out
    stats = wenyuan("--library", stocked, "stats", "--json").document
    assert (stats["records"], stats["languages"]) == (6, {"chi": 4, "eng": 2})
    check = wenyuan("--library", stocked, "check", "--json")
    assert (check.code, check.document["sound"], check.document["findings"]) == (0, True, [])


def test_check_finds_a_lost_cover(wenyuan: Run, stocked: Path, cover: Path) -> None:
    assert wenyuan("--library", stocked, "covers", "add", cover, "--json").code in (0, 1)
    named = cover.with_name("b2.png")
    cover.rename(named)
    assert wenyuan("--library", stocked, "covers", "add", named, "--json").document["added"] == 1
    stored = [path for path in (stocked / "covers").rglob("*") if path.is_file() and path.suffix == ""]
    assert len(stored) == 1
    stored[0].unlink()
    answer = wenyuan("--library", stocked, "check", "--json", "--lang", "zh_TW")
    assert answer.code == 1
    assert answer.document["findings"]
    assert all("出現問題" not in each["message"] for each in answer.document["findings"])


def test_jobs_are_listed(wenyuan: Run, stocked: Path) -> None:
    assert wenyuan("--library", stocked, "jobs", "--json").document == []
    assert wenyuan("--library", stocked, "jobs", "--lang", "zh_CN").out.strip() == "没有任务。"


def test_evaluate_writes_rows_and_trec_files(wenyuan: Run, stocked: Path, books: Path, tmp_path: Path) -> None:
    folder = books.parent
    (folder / "queries.jsonl").write_text(
        '{"id": "q1", "task": "title-zh", "text": "三体", "image": null, "language": "chi"}\n'
        '{"id": "q2", "task": "title-en", "text": "Sun Tzu strategy", "image": null, "language": "eng"}\n',
        encoding="utf-8",
    )
    (folder / "qrels.tsv").write_text("q1\t0\tb2\t1\nq2\t0\tb3\t1\n", encoding="utf-8")
    runs, report = tmp_path / "runs", tmp_path / "report"
    line = ["evaluate", folder, "--system", "bm25", "search", "--run-dir", runs, "--report", report, "--json"]
    answer = wenyuan("--library", stocked, *line)
    assert answer.code == 0, answer.out + answer.err
    assert answer.document["collection"]
    rows = {(row["system"], row["task"]): row for row in answer.document["rows"]}
    assert set(rows) == {(s, t) for s in ("bm25", "search") for t in ("title-zh", "title-en", "all")}
    measures = {"P@1", "P@10", "R@1", "R@10", "R@50", "hit@10", "AP", "RR", "nDCG@10", "F1@10"}
    for row in rows.values():
        assert set(row) >= {"system", "task", "condition", "queries", *measures}
        assert row["condition"] == "clean"
    assert rows["search", "all"]["queries"] == 2
    assert rows["search", "all"]["P@1"] == 1.0
    assert any(runs.iterdir())
    assert any(path.suffix == ".md" for path in report.iterdir())


def test_a_second_process_reads_but_does_not_write(wenyuan: Run, stocked: Path, books: Path) -> None:
    with build_application(stocked):
        assert wenyuan("--library", stocked, "stats", "--json").document["records"] == 6
        refused = wenyuan("--library", stocked, "undo", "--json", "--lang", "en")
    assert refused.code == 1
    assert refused.document["error"]["id"].startswith("library.")


@pytest.mark.slow
def test_the_demo_library_is_made(wenyuan: Run, library_dir: Path) -> None:
    answer = wenyuan("init", "--demo", "--library", library_dir, "--json")
    assert answer.code == 0, answer.out + answer.err
    assert answer.document["records"] >= 60
    stats = wenyuan("--library", library_dir, "stats", "--json")
    assert stats.code == 0, stats.out + stats.err
    assert stats.document["covers"] >= 60
