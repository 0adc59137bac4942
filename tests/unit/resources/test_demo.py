"""The demo library: its records are whole and plausible, and every cover is there."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from stdnum import isbn

from core.domain.records import HOLDING_STATUSES
from core.interchange.json_records import record_of_object
from core.paths import resources_dir

DEMO = resources_dir() / "demo"
KEYS = {
    "id": str, "title": str, "title_parallel": list, "authors": list, "language": str, "description": str,
    "subjects": list, "cover": str, "contributors": list, "publisher": str, "place": str, "class_clc": str,
    "class_ddc": str, "note": str, "holdings": list,
}  # fmt: skip
CLC = re.compile(r"[A-Z]{1,2}(-\d+|\d+(\.\d+)*(-\d+)?)(\.\d+)?")
DDC = re.compile(r"\d{3}(\.\d+)?")
HAN = re.compile(r"[\u4e00-\u9fff]")


def load() -> list[dict[str, Any]]:
    lines = (DEMO / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


RECORDS = load()
by_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])


@by_record
def test_record_is_whole(record: dict[str, Any]) -> None:
    for key, kind in KEYS.items():
        assert isinstance(record[key], kind), key
    assert set(record) == set(KEYS) | {"year", "isbn"}
    assert re.fullmatch(r"demo-[a-z0-9-]+", record["id"])
    assert record["title"].strip() == record["title"] != ""
    assert len(record["description"]) >= 25
    assert len(record["subjects"]) >= 2
    assert len(set(record["subjects"])) == len(record["subjects"])
    assert record["year"] is None or 1000 <= record["year"] <= 2024
    assert record["isbn"] is None or (len(record["isbn"]) == 13 and isbn.is_valid(record["isbn"]))


@by_record
def test_class_marks_are_well_formed(record: dict[str, Any]) -> None:
    assert CLC.fullmatch(record["class_clc"]), record["class_clc"]
    assert DDC.fullmatch(record["class_ddc"]), record["class_ddc"]
    scheme = record["class_clc"] if record["language"] == "chi" else record["class_ddc"]
    for holding in record["holdings"]:
        assert re.fullmatch(re.escape(scheme) + r"/[A-Z]{2,3}((:| c\.)\d)?", holding["call_number"])


@by_record
def test_contributors_and_authors_agree(record: dict[str, Any]) -> None:
    names = [c["name"] for c in record["contributors"]]
    written = [c["name"] for c in record["contributors"] if c["role"] == "author"]
    assert record["authors"] == (written or names)
    assert {c["role"] for c in record["contributors"]} <= {"author", "translator", "editor", "compiler", "annotator"}
    assert len(set(names)) == len(names)


@by_record
def test_text_is_in_the_language_of_the_record(record: dict[str, Any]) -> None:
    is_chinese = record["language"] == "chi"
    assert bool(HAN.search(record["title"])) is is_chinese
    assert bool(HAN.search(record["description"])) is is_chinese
    assert all(bool(HAN.search(subject)) is is_chinese for subject in record["subjects"] if subject != "Scheme")


@by_record
def test_cover_opens(record: dict[str, Any]) -> None:
    path = DEMO / record["cover"]
    assert path.resolve().is_relative_to(DEMO.resolve())
    assert path.stat().st_size <= 100 * 1024
    with Image.open(path) as cover:
        cover.load()
        assert (cover.format, cover.mode, cover.size) == ("JPEG", "RGB", (600, 900))
        assert len(cover.resize((60, 90)).getcolors(60 * 90) or ()) > 20, "a blank page"


@by_record
def test_holdings_can_be_lent(record: dict[str, Any]) -> None:
    assert record["holdings"]
    for holding in record["holdings"]:
        assert set(holding) == {"barcode", "call_number", "location", "status"}
        assert re.fullmatch(r"WY\d{8}", holding["barcode"])
        assert holding["status"] in HOLDING_STATUSES
        assert holding["location"]


def test_works_are_many_and_the_languages_balanced() -> None:
    languages = Counter(record["language"] for record in RECORDS)
    assert set(languages) == {"chi", "eng"}
    assert len(RECORDS) >= 72
    assert abs(languages["chi"] - languages["eng"]) <= len(RECORDS) // 10


def test_ids_barcodes_covers_and_isbns_are_unique() -> None:
    for values in (
        [r["id"] for r in RECORDS],
        [r["cover"] for r in RECORDS],
        [h["barcode"] for r in RECORDS for h in r["holdings"]],
        [r["isbn"] for r in RECORDS if r["isbn"]],
    ):
        assert [v for v, n in Counter(values).items() if n > 1] == []


def test_covers_are_all_different_and_none_is_left_over() -> None:
    files = {p.name for p in (DEMO / "covers").iterdir()}
    assert files == {Path(r["cover"]).name for r in RECORDS}
    assert len({(DEMO / "covers" / name).read_bytes() for name in files}) == len(files)
    assert sum((DEMO / "covers" / name).stat().st_size for name in files) < 6_200_000


def test_translated_works_name_the_other_title() -> None:
    pairs = {
        (chinese["id"], english["id"])
        for chinese in RECORDS
        for english in RECORDS
        if chinese["language"] == "chi" and english["language"] == "eng"
        if english["title_parallel"] and chinese["title"] in english["title_parallel"]
    }
    assert len(pairs) >= 12
    records = {record["id"]: record for record in RECORDS}
    for chinese_id, _ in pairs:
        assert any(not HAN.search(title) for title in records[chinese_id]["title_parallel"]), chinese_id
    for record in RECORDS:
        if any(c["role"] == "translator" for c in record["contributors"]):
            assert record["title_parallel"], record["id"]


def test_some_records_are_in_traditional_characters() -> None:
    opencc = pytest.importorskip("opencc")
    simplify = opencc.OpenCC("t2s").convert
    traditional = [r for r in RECORDS if r["language"] == "chi" and simplify(r["title"]) != r["title"]]
    assert len(traditional) >= 6
    for record in traditional:
        if record["title"] not in {"老人與海"}:
            assert simplify(record["title"]) in [*record["title_parallel"], "三国演义"], record["id"]
    for record in RECORDS:
        if record["language"] == "chi" and record not in traditional:
            assert simplify(record["description"]) == record["description"], record["id"]


def test_readme_names_facts_fonts_and_licences() -> None:
    text = (DEMO / "README.md").read_text(encoding="utf-8")
    assert f"{len(RECORDS)} well-known works" in text
    for word in ("Invented", "SIL OFL", "Noto Serif CJK", "LXGW WenKai", "class_clc"):
        assert word in text


@by_record
def test_importer_reads_everything(record: dict[str, Any]) -> None:
    read, cover, fault = record_of_object(record, DEMO)
    assert fault is None
    assert cover == DEMO / record["cover"]
    assert read.external_id == record["id"]
    assert read.authors == tuple(record["authors"])
    assert read.isbn == record["isbn"]
    assert {s.scheme: s.term for s in read.subjects if s.scheme} == {
        "clc": record["class_clc"],
        "ddc": record["class_ddc"],
    }
    assert [h.barcode for h in read.holdings] == [h["barcode"] for h in record["holdings"]]
