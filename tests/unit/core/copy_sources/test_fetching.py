"""From the command line over HTTP to the answer: a library's own list of catalogues, a real SRU server, no encoders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.application import build_application
from core.domain.copy_sources import CopyQuery
from core.errors import HostFaultError
from core.retrieval.models import LoadedModels, ModelHost
from librarian_app.cli.run import run


def _no_models() -> LoadedModels:
    raise HostFaultError("model.missing", file="weights", package="none")


@pytest.fixture
def library(tmp_path: Path, sru_server) -> Path:
    folder = tmp_path / "图书馆 一"
    with build_application(folder, models=ModelHost(_no_models)):
        pass
    (folder / "copy_sources.toml").write_text(
        f'[ours]\ntitle = "联合目录"\nprotocol = "sru"\naddress = "{sru_server.url}"\nversion = "1.1"\n'
        'schemas = ["marcxml=marcxml", "mods=mods", "dc=dc"]\n'
        'indexes = { isbn = "bath.isbn", title = "dc.title", author = "dc.creator" }\n'
        '[gone]\ntitle = "没有了"\nprotocol = "sru"\naddress = "http://127.0.0.1:9/"\nindexes = { isbn = "i" }\n',
        encoding="utf-8",
    )
    return folder


@pytest.mark.parametrize("schemas", [("marcxml",), ("mods",), ("dc",)])
def test_a_record_is_fetched_in_whatever_schema_the_server_has(sru_server, library, schemas) -> None:
    sru_server.schemas = schemas
    with build_application(library, models=ModelHost(_no_models)) as application:
        answer = application.copy_cataloguing.fetch(CopyQuery(isbn="9787536692930"))
        (fetched,) = answer.records
        assert (fetched.record.title, fetched.record.authors, fetched.record.year) == ("三体", ("刘慈欣",), 2008)
        assert fetched.record.isbn == "9787536692930"
        assert fetched.record.external_id is None
        changes = application.copy_cataloguing.take(fetched)
        again = application.copy_cataloguing.fetch(CopyQuery(title="三体"))
        assert (again.records[0].known, again.records[0].is_certain) == (changes.created[0], True)
        assert again.records[0].differences == ()


def test_the_command_prints_what_was_found_and_what_failed(library, capsys) -> None:
    code = run(["fetch", "9787536692930", "--source", "ours", "--source", "gone", "--library", str(library), "--json"])
    document = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [(r["source"], r["title"], r["known"]) for r in document["records"]] == [("ours", "三体", None)]
    assert document["totals"] == {"ours": 1}
    assert [(p["source"], p["id"]) for p in document["problems"]] == [("gone", "source.unreachable")]
    assert run(["fetch", "--title", "选集", "--limit", "3", "--library", str(library), "--lang", "zh_CN"]) == 0
    assert "ours：命中 25 条" in capsys.readouterr().out


def test_the_commands_exit_code_tells_failure_and_wrong_usage(library, capsys) -> None:
    assert run(["fetch", "1", "--source", "gone", "--library", str(library)]) == 1
    assert run(["fetch", "--library", str(library)]) == 2
    assert run(["fetch", "1", "--source", "nowhere", "--library", str(library), "--json"]) == 1
    capsys.readouterr()
    assert run(["fetch", "--sources", "--library", str(library), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["name"] == "ours"


def test_records_that_cannot_be_read_are_counted_and_the_others_come(sru_server, library) -> None:
    def record(data: str) -> str:
        return f"<zs:record><zs:recordData>{data}</zs:recordData></zs:record>"

    sound = '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 a 4500</leader>{}</record>'
    title = '<datafield tag="245" ind1="1" ind2="0"><subfield code="a">三体</subfield></datafield>'
    garbage = ("not XML &lt;record", "<html><body>log in</body></html>", sound.format(""))
    records = "".join(map(record, (*garbage, sound.format(title))))
    sru_server.raw = (
        '<zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/"><zs:numberOfRecords>4</zs:numberOfRecords>'
        f"<zs:records>{records}</zs:records></zs:searchRetrieveResponse>"
    ).encode()
    with build_application(library, models=ModelHost(_no_models)) as application:
        answer = application.copy_cataloguing.fetch(CopyQuery(title="三体"))
    assert [each.record.title for each in answer.records] == ["三体"]
    assert [(each.message_id, each.values["position"]) for each in answer.problems] == [
        ("source.record_unreadable", number) for number in (1, 2, 3)
    ]
