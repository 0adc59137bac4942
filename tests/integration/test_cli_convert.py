"""`convert`, and MARC into a library and out of it, through the documents that scripts read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.application import Application
from core.domain.library import ExportOptions
from core.domain.records import BibliographicRecord, Contributor
from core.interchange.formats import ImportedRecord, open_reader, open_writer
from librarian_app.__main__ import main

Run = Callable[..., tuple[int, Any]]
RECORDS = tuple(
    BibliographicRecord(
        f"红楼梦 {number}",
        external_id=f"cn{number}",
        contributors=(Contributor("曹雪芹"),),
        language="chi",
        year=1990 + number,
        publisher="人民文学出版社",
        description="贾宝玉与林黛玉的爱情悲剧。",
    )
    for number in range(4)
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code and JSON document of a command line."""

    def call(*arguments: object) -> tuple[int, Any]:
        capsys.readouterr()
        code = main([str(each) for each in arguments] + ["--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def cnmarc(tmp_path: Path) -> Path:
    """Four CNMARC records in GB18030 and something that is no record."""
    path = tmp_path / "馆藏 一.iso"
    with open_writer(path, "unimarc", ExportOptions(encoding="gb18030", rules="calis")) as writer:
        for record in RECORDS:
            writer.write(record)
    path.write_bytes(path.read_bytes() + b"00100 no record \x1e\x1d")
    return path


def test_convert_needs_no_library(run: Run, cnmarc: Path, tmp_path: Path) -> None:
    target, rejects = tmp_path / "馆藏.xml", tmp_path / "rejects.mrc"
    code, document = run("convert", cnmarc, target, "--to", "mods", "--rejects", rejects)
    assert code == 0
    assert (document["from"], document["to"], document["written"], document["n_rejected"]) == ("marc", "mods", 4, 1)
    [rejected] = document["rejected"]
    assert rejected["position"] == "5"
    assert rejected["reason"]
    assert document["files"] == [str(rejects)]
    assert rejects.read_bytes() == b"00100 no record \x1e\x1d"
    assert [e.record.title for e in open_reader(target) if isinstance(e, ImportedRecord)] == [r.title for r in RECORDS]


def test_no_file_is_lost_to_another(run: Run, cnmarc: Path, tmp_path: Path) -> None:
    """Neither the one that is read nor one that merely has the name the rejected pieces would get."""
    before = cnmarc.read_bytes()
    target = tmp_path / "b.jsonl"
    for arguments in ((cnmarc,), (target, "--rejects", cnmarc), (target, "--rejects", target)):
        code, document = run("convert", cnmarc, *arguments)
        assert (code, document["error"]["id"]) == (1, "import.same_file")
    named = cnmarc.with_suffix(".rejected")
    beside = [named.with_name(named.name + ".mrc"), named.with_name(named.name + "-2.mrc")]
    for path in beside:
        assert run("convert", cnmarc, target, "--rejects", named)[1]["files"] == [str(path)]
    assert {path.read_bytes() for path in beside} == {b"00100 no record \x1e\x1d"}
    assert cnmarc.read_bytes() == before


def test_choices_of_encoding(run: Run, cnmarc: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.mrc"
    code, document = run("convert", cnmarc, target, "--encoding", "big5")
    assert (code, document["error"]["id"]) == (1, "text.unencodable")
    assert not target.exists()
    code, document = run("convert", cnmarc, target, "--encoding", "big5", "--unencodable", "warn")
    assert (code, document["written"]) == (0, 4)
    assert len(document["warnings"]) == 4
    assert b"?" not in target.read_bytes()
    code, document = run(
        "convert", target, tmp_path / "b.mrc", "--encoding", "utf-8", "--checksum", "--flavour", "marc21"
    )
    assert (code, document["written"]) == (0, 4)
    titles = [e.record.title for e in open_reader(tmp_path / "b.mrc") if isinstance(e, ImportedRecord)]
    assert titles == [r.title for r in RECORDS]


@pytest.mark.parametrize(
    "arguments",
    [("convert", "a.mrc"), ("convert", "a", "b", "--to", "docx"), ("convert", "a", "b", "--rules", "aacr")],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    code, document = run(*arguments)
    assert (code, document["error"]["id"]) == (2, "usage")


def test_what_cannot_be_converted(run: Run, tmp_path: Path) -> None:
    assert run("convert", tmp_path / "none.mrc", tmp_path / "a.csv")[1]["error"]["id"] == "file.missing"
    broken = tmp_path / "broken.bib"
    broken.write_text("@book{a, title={x}\n", encoding="utf-8")
    code, document = run("convert", broken, tmp_path / "a.ris")
    assert (code, document["written"], document["n_rejected"]) == (1, 0, 1)
    code, document = run("convert", broken, tmp_path / "a.docx")
    assert (code, document["error"]["id"]) == (1, "format.unknown")


@pytest.mark.models
def test_a_library_gives_marc_back_as_it_came(library: Application, cnmarc: Path, tmp_path: Path) -> None:
    report = library.interchange.import_files([str(cnmarc)])
    assert (report.created, len(report.rejected)) == (4, 1)
    whole = cnmarc.read_bytes().replace(b"00100 no record \x1e\x1d", b"")
    target = tmp_path / "out.mrc"
    assert library.interchange.export(str(target)).written == 4
    assert target.read_bytes() == whole
    [record] = [r for r in library.catalogue.iter_records() if r.external_id == "cn2"]
    library.cataloguing.update(replace(record, title="石头记"))
    library.interchange.export(str(target))
    entries = [e for e in open_reader(target) if isinstance(e, ImportedRecord)]
    assert [e.record.title for e in entries] == ["红楼梦 0", "红楼梦 1", "石头记", "红楼梦 3"]
    kept = [e.source.data for e in entries if e.source is not None and e.record.title != "石头记"]
    assert len(kept) == 3
    assert all(data in whole for data in kept)
    again = library.interchange.import_files([str(target)])
    assert (again.created, again.updated) == (0, 1), "the edited record takes the edited source"
    assert library.interchange.import_files([str(target)]).unchanged == 4
    library.interchange.export(str(target))
    assert [e.source.data for e in open_reader(target) if isinstance(e, ImportedRecord) and e.source] == [
        e.source.data for e in entries if e.source
    ]
