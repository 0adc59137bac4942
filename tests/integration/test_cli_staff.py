"""`bulk-edit` and `people` from the command line, as whoever looks after a library types them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.application import Application, build_application
from core.errors import HostFaultError
from core.retrieval.models import LoadedModels, ModelHost
from core.services import passwords
from librarian_app.cli.run import run

WriteRows = Callable[[Path, list[dict[str, Any]]], str]
Command = Callable[..., tuple[int, Any]]
BOOKS = [
    {"title": "三体", "authors": ["刘慈欣"], "publisher": "重庆出版社"},
    {"title": "围城", "authors": ["钱锺书"], "publisher": "人民文学出版社"},
    {"title": "茶馆", "authors": ["老舍"], "publisher": "人民文学出版社"},
]


@pytest.fixture
def command(library_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command on a library without encoders: exit code, and the JSON document or what stderr says."""

    def refuse(self: object) -> LoadedModels:
        raise HostFaultError("model.missing", file="weights", package="none")

    monkeypatch.setattr(Application, "_load_models", refuse)
    monkeypatch.setattr(passwords, "_N", 2**4)

    def call(*arguments: str, typed: str = "") -> tuple[int, Any]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = run([*arguments, "--library", str(library_dir), "--json", "--lang", "en"])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if printed.out else printed.err

    return call


@pytest.fixture
def books(command: Command, write_rows: WriteRows, tmp_path: Path) -> Command:
    """A library with three books."""
    assert command("import", write_rows(tmp_path / "books.jsonl", BOOKS))[1]["created"] == 3
    return command


def subjects(library_dir: Path, no_models: ModelHost) -> dict[str, list[str]]:
    with build_application(library_dir, models=no_models) as application:
        return {r.title: [s.term for s in r.subjects] for r in application.catalogue.iter_records()}


def test_a_bulk_edit_is_shown_first_then_done_and_undone(
    books: Command, library_dir: Path, no_models: ModelHost
) -> None:
    asked = ("bulk-edit", "add-subject", "--text", "现代文学", "--query", "人民文学出版社")
    code, dry = books(*asked, "--dry-run")
    assert (code, dry["dry_run"], dry["matched"], dry["changed"]) == (0, True, 2, 2)
    assert {change["title"] for change in dry["changes"]} == {"围城", "茶馆"}
    assert subjects(library_dir, no_models) == {"三体": [], "围城": [], "茶馆": []}
    code, done = books(*asked)
    assert (code, done["changed"], done["refused"]) == (0, 2, [])
    assert subjects(library_dir, no_models) == {"三体": [], "围城": ["现代文学"], "茶馆": ["现代文学"]}
    assert books(*asked)[1]["changed"] == 0, "what is there already is not added again"
    assert books("undo")[0] == 0
    assert subjects(library_dir, no_models) == {"三体": [], "围城": [], "茶馆": []}


def test_replacing_by_id_touches_that_record_only(books: Command) -> None:
    target = ("--field", "publisher", "--find", "人民", "--text", "大众")
    code, done = books("bulk-edit", "replace", *target, "--id", "2")
    assert (code, done["matched"], done["changed"]) == (0, 1, 1)
    assert done["changes"][0]["fields"] == {"publisher": {"before": ["人民文学出版社"], "after": ["大众文学出版社"]}}
    assert books("bulk-edit", "replace", *target, "--all", "--dry-run")[1]["changed"] == 1


@pytest.mark.parametrize(
    "arguments",
    [("replace", "--field", "title", "--find", "(", "--regex", "--all"), ("set", "--field", "nothing", "--all")],
)
def test_a_bulk_edit_that_makes_no_sense_changes_nothing(
    books: Command, library_dir: Path, no_models: ModelHost, arguments: tuple[str, ...]
) -> None:
    code, said = books("bulk-edit", *arguments)
    assert code != 0
    assert "Traceback" not in str(said)
    assert set(subjects(library_dir, no_models)) == {"三体", "围城", "茶馆"}


@pytest.fixture
def staffed(command: Command, library_dir: Path, no_models: ModelHost) -> Command:
    """A library with roles on and one account."""
    with build_application(library_dir, models=no_models) as application:
        application.access.turn_on("李主任", "forgotten 1")
    return command


def test_a_forgotten_password_is_reset(staffed: Command, library_dir: Path, no_models: ModelHost) -> None:
    assert [each["name"] for each in staffed("people", "list")[1]["people"]] == ["李主任"]
    code, document = staffed("people", "reset", "李主任", "--yes", typed="remembered 2\n")
    assert (code, document) == (0, {"name": "李主任", "reset": True})
    with build_application(library_dir, models=no_models) as application:
        application.access.sign_in("李主任", "remembered 2")


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [(("reset", "王馆员", "--yes"), "remembered 2\n"), (("reset", "李主任"), "no\n"), (("off",), "\n")],
)
def test_nothing_happens_for_an_unknown_name_or_without_a_yes(
    staffed: Command, arguments: tuple[str, ...], typed: str
) -> None:
    assert staffed("people", *arguments, typed=typed)[0] != 0
    assert staffed("people", "list")[1]["roles"] == "on"


def test_roles_are_turned_off_once(staffed: Command) -> None:
    assert staffed("people", "off", typed="yes\n") == (0, {"roles": "off"})
    assert staffed("people", "list")[1]["roles"] == "off"
    assert staffed("people", "off", "--yes")[0] == 1
