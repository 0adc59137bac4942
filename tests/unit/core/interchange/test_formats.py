from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.domain.library import ExportOptions
from core.errors import HostFaultError, InvalidInputError
from core.interchange.formats import detect_format, estimate_records, open_reader, open_writer, preview
from core.interchange.other_files import is_binary, kind_of_other


@pytest.mark.parametrize(
    ("name", "head", "format_name"),
    [
        ("a.csv", b"PK\x03\x04", "xlsx"),
        ("a.txt", b'\xef\xbb\xbf{"title": 1}', "jsonl"),
        ("a.txt", b"title,author", "csv"),
        ("a", b"title,author", "csv"),
        ("a.mrc", b"00714cam a2200205 a 4500001\x1e", "marc"),
        ("a.dat", b"00714cam a2200205 a 4500001\x1e", "marc"),
        ("a.xml", b'<?xml version="1.0"?><collection>', "marcxml"),
        ("a.txt", b"TY  - BOOK\n", "ris"),
        ("a.txt", b"@book{x,\n", "bibtex"),
        ("a.jsonl", b"", "jsonl"),
    ],
)
def test_formats_are_told_by_content(name: str, head: bytes, format_name: str) -> None:
    assert detect_format(Path(name), head) == format_name


def check(path: Path, message_id: str, kind: type[Exception] = InvalidInputError, **options: str) -> None:
    for opened in (open_reader, preview):
        with pytest.raises(kind) as caught:
            opened(path, **options)  # type: ignore[arg-type]
        assert caught.value.message_id == message_id  # type: ignore[attr-defined]


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    empty = tmp_path / "空.csv"
    empty.touch()
    check(tmp_path / "none.csv", "file.missing")
    check(tmp_path, "file.is_folder")
    check(empty, "file.empty")
    check(tmp_path / ("长" * 300 + ".csv"), "file.missing")
    check(tmp_path / "a\0b.csv", "file.missing")
    blank = tmp_path / "blank.csv"
    blank.write_text("\n\n   \n", encoding="utf-8")
    check(blank, "file.empty", format="csv")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title\nx\n", encoding="utf-8")
    path.chmod(0)
    check(path, "file.unreadable", HostFaultError)


def test_unknown_formats(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text("@book{x, title={y}}", encoding="utf-8")
    check(path, "format.unknown", format="docx")


def test_long_chinese_paths(tmp_path: Path) -> None:
    folder = tmp_path
    while len(str(folder).encode()) < 1500:
        folder = folder / ("很长的文件夹名称" * 4)
    folder.mkdir(parents=True)
    path = folder / "馆藏 目录（一）.csv"
    path.write_text("题名\n红楼梦\n", encoding="utf-8")
    assert len(list(open_reader(path))) == 1
    assert estimate_records(path) == 2


def test_preview_of_jsonl(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "1", "title": "红楼梦", "authors": ["曹雪芹"], "clc": "I24"}\n' * 2, encoding="utf-8")
    shown = preview(path)
    assert shown.format == "jsonl"
    assert shown.mapping["id"] == "external_id"
    assert "红楼梦" in shown.rows[0]


@pytest.mark.parametrize(
    ("format", "options", "unused"),
    [
        ("csv", ExportOptions(encoding="gbk"), "encoding gbk"),
        ("xlsx", ExportOptions(checksum=True), "checksum"),
        ("jsonl", ExportOptions(encoding="Big5", flavour="unimarc"), "encoding Big5, flavour unimarc"),
        ("mods", ExportOptions(rules="nlc", profile="905"), "rules nlc"),
        ("unimarc", ExportOptions(flavour="marc21"), "flavour marc21"),
    ],
)
def test_what_a_format_has_no_use_for_is_refused(
    tmp_path: Path, format: str, options: ExportOptions, unused: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        open_writer(tmp_path / "a", format, options)
    assert caught.value.message_id == "export.option_unused"
    assert caught.value.context["option"] == unused


@pytest.mark.parametrize("format", ["csv", "xlsx", "jsonl", "marcjson"])
def test_utf8_may_be_asked_of_every_format(tmp_path: Path, format: str) -> None:
    open_writer(tmp_path / "a", format, ExportOptions(encoding="utf-8", unencodable="warn"))


@pytest.mark.parametrize(
    ("data", "message_id"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40), "file.picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "file.picture"),
        (b"%PDF-1.7\n%title,author\n", "file.pdf"),
        (b"SQLite format 3\0" + bytes(84), "file.database"),
        (b"\x1f\x8b\x08\x00title", "file.archive"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00notes.txt", "file.archive"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00word/document.xml", "file.document"),
        (b"<!DOCTYPE html><html><body>Please log in</body></html>", "file.web_page"),
        (bytes(5000), "file.binary"),
        (bytes(range(27)) * 40, "file.binary"),
    ],
)
@pytest.mark.parametrize("name", ["a.jpg", "a.csv", "a"])
def test_files_without_records_are_named_for_what_they_are(
    tmp_path: Path, data: bytes, message_id: str, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    check(path, message_id)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5"]
)
@pytest.mark.parametrize(
    "text", ["題名,出版年\n紅樓夢,1996\n", "title,year\nMoby Dick,1851\nEmma,1815\n", "@book{a, title={B}}"]
)
def test_text_in_any_encoding_is_no_other_file(encoding: str, text: str) -> None:
    assert not is_binary(text.encode(encoding))
    assert kind_of_other(text.encode(encoding)) is None
