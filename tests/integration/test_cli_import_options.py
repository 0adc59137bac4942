"""`import` with the options for what is there already, and `classify`, from the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.domain.marc import MarcField, MarcRecord, Subfield
from core.errors import HostFaultError
from core.interchange.marc.entries import MarcEntry
from core.interchange.marc.iso2709 import encode_iso2709, read_marc
from core.retrieval.models import LoadedModels
from librarian_app.cli.run import run

WriteRows = Callable[[Path, list[dict[str, Any]]], str]
SANTI = {"title": "三体", "authors": ["刘慈欣"], "year": 2008, "isbn": "9787536692930"}


@pytest.fixture
def command(
    library_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """Run a command on a library without encoders: exit code and JSON document."""

    def refuse(self: object) -> LoadedModels:
        raise HostFaultError("model.missing", file="weights", package="none")

    monkeypatch.setattr("core.application.Application._load_models", refuse)

    def call(*arguments: str) -> tuple[int, Any]:
        code = run([*arguments, "--library", str(library_dir), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_a_dry_run_then_an_import_with_files_beside_it(
    command: Callable[..., Any], write_rows: WriteRows, tmp_path: Path
) -> None:
    first = write_rows(tmp_path / "a.jsonl", [{**SANTI, "id": "ours"}])
    assert command("import", first)[1]["created"] == 1
    rows = [
        {**SANTI, "id": "theirs", "place": "重庆"},
        {"title": "新书"},
        {**SANTI, "isbn": None, "year": None},
        {"title": 5},
    ]
    second = write_rows(tmp_path / "b.jsonl", rows)
    code, dry = command("import", second, "--match", "isbn,title", "--dry-run")
    assert (code, dry["dry_run"], dry["created"], dry["updated"], dry["possible_duplicates"]) == (0, True, 2, 1, 1)
    assert {d["field"] for d in dry["entries"][0]["differences"]} == {"place"}
    assert command("stats")[1]["records"] == 1
    duplicates, report, rejects = (tmp_path / n for n in ("重复.jsonl", "报告.csv", "拒收.jsonl"))
    code, done = command(
        "import", second, "--match", "isbn,title", "--overlay", "fill",
        "--duplicates", str(duplicates), "--report", str(report), "--rejects", str(rejects),
    )  # fmt: skip
    assert (code, done["created"], done["updated"], done["held"]) == (0, 1, 1, 1)
    assert done["files"] == {"report": [str(report)], "rejects": [str(rejects)], "duplicates": [str(duplicates)]}
    assert json.loads(rejects.read_text(encoding="utf-8")) == {"title": 5}
    assert len(duplicates.read_text(encoding="utf-8").splitlines()) == 1
    assert "place" in report.read_text(encoding="utf-8-sig")
    told = {row["title"]: row for row in csv.DictReader(report.read_text(encoding="utf-8-sig").splitlines())}
    made = [each["record_id"] for each in command("search", "新书")[1]["results"]]
    assert told["新书"]["record_id"] == str(made[0]), "the report says which record a new one has become"
    assert command("undo")[0] == 0
    assert command("stats")[1]["records"] == 1


def test_a_list_with_a_heading_and_a_row_for_each_copy(command: Callable[..., Any], tmp_path: Path) -> None:
    rows = [
        "市图书馆新书清单,,,",
        "记录号,书名,作者,条码号",
        "7,活着,余华,0001",
        "7,活着,余华,0002",
        "8,边城,沈从文,0003",
    ]
    path = tmp_path / "清单.csv"
    path.write_text("\n".join(rows), encoding="gb18030")
    code, done = command("import", str(path))
    assert (code, done["created"], done["copies_joined"]) == (0, 2, 1)
    [warning] = done["warnings"]
    assert "市图书馆新书清单" in warning["reason"]
    back = tmp_path / "back.jsonl"
    command("export", str(back))
    copies = [[h["barcode"] for h in json.loads(line)["holdings"]] for line in back.read_text().splitlines()]
    assert copies == [["0001", "0002"], ["0003"]]


def test_wrong_rules_and_profiles_are_refused(
    command: Callable[..., Any], write_rows: WriteRows, tmp_path: Path
) -> None:
    file = write_rows(tmp_path / "a.jsonl", [SANTI])
    assert command("import", file, "--match", "colour")[0] == 2
    code, document = command("import", file, "--overlay", "nowhere")
    assert (code, document["error"]["id"]) == (1, "overlay.unknown")


def test_classes_are_browsed_and_a_call_number_is_built(
    command: Callable[..., Any], write_rows: WriteRows, tmp_path: Path
) -> None:
    row = {**SANTI, "id": "a", "clc": "I247.55", "holdings": [{"barcode": "1", "call_number": "I247.55/7"}]}
    command("import", write_rows(tmp_path / "a.jsonl", [row]))
    code, nodes = command("classify", "--browse", "I2")
    assert code == 0
    assert {n["notation"]: n["n_records"] for n in nodes if n["n_records"]} == {"I24": 1}
    code, document = command("classify", "--title", "球状闪电", "--author", "刘慈欣", "--call-number", "I247.55")
    assert (code, document["call_number"]["value"], document["words_only"]) == (0, "I247.55/8", True)
    assert {p["value"] for p in document["proposals"] if p["field"] == "class"} >= {"I247.55"}
    assert command("classify", "1")[1]["title"] == "三体"
    assert command("classify", "99")[1]["error"]["id"] == "record.unknown"
    assert command("classify")[0] == 2


def test_a_list_of_references_does_not_take_the_place_of_marc(command: Callable[..., Any], tmp_path: Path) -> None:
    """RIS has no place for local fields and class numbers; what it says is changed in the MARC of the record."""
    marc = MarcRecord(
        "unimarc",
        "00000nam0 2200000   450 ",
        (
            MarcField("001", "x1"),
            MarcField("200", "", ("1", " "), (Subfield("a", "茶馆"), Subfield("f", "老舍著"))),
            MarcField("690", "", (" ", " "), (Subfield("a", "I234"),)),
            MarcField("999", "", (" ", " "), (Subfield("a", "本馆"),)),
        ),
    )
    first, second, out = tmp_path / "a.iso", tmp_path / "b.ris", tmp_path / "out.mrc"
    first.write_bytes(encode_iso2709(marc, "gb18030"))
    second.write_text("TY  - BOOK\nID  - x1\nTI  - 茶馆\nAU  - 老舍\nPB  - 新星出版社\nER  - \n", encoding="utf-8")
    assert command("import", str(first))[1]["created"] == 1
    assert command("import", str(second))[1]["updated"] == 1
    assert command("export", str(out))[1]["written"] == 1
    (entry,) = read_marc(out)
    assert isinstance(entry, MarcEntry)
    assert entry.source.encoding == "gb18030"
    assert entry.record.first("999", "a") == "本馆"
    assert entry.record.first("690", "a") == "I234"
    assert entry.record.first("210", "c") == "新星出版社"
