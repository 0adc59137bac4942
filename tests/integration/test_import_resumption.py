"""An import that ended half-way, cancelled or killed, and the same import again: one step, taken back by one undo."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.application import Application, build_application
from core.domain.changes import OperationId
from core.domain.importing import ImportOptions
from core.errors import JobCancelledError
from core.protocols import NullJobContext
from core.retrieval.models import ModelHost

WriteRows = Callable[[Path, list[dict[str, Any]]], str]


class _StopAfter(NullJobContext):
    def __init__(self, n: int) -> None:
        self.left = n

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        self.left -= 1
        if self.left < 0:
            raise JobCancelledError


def test_an_import_that_was_killed_goes_on_in_the_same_step(
    words_only: Application, write_rows: WriteRows, tmp_path: Path
) -> None:
    file = write_rows(tmp_path / "many.jsonl", [{"title": f"第 {n} 种书", "authors": ["某"]} for n in range(300)])
    begun: list[OperationId] = []
    with pytest.raises(JobCancelledError):
        words_only.interchange.run_job({"paths": [file]}, _StopAfter(1), begun.append)
    assert words_only.catalogue.count() == 256
    report = words_only.interchange.run_job({"paths": [file], "operation": begun[0]}, NullJobContext(), begun.append)
    assert (report.created, report.unchanged, report.operation_id) == (44, 256, begun[0])
    assert [o.id for o in words_only.cataloguing.history()] == begun
    words_only.cataloguing.undo()
    assert words_only.catalogue.count() == 0
    again = words_only.interchange.run_job({"paths": [file], "operation": begun[0]}, NullJobContext(), begun.append)
    assert again.operation_id != begun[0], "what was undone is not continued"


KILLED = """
import sys
from pathlib import Path

from core.application import build_application
from core.domain.importing import ImportOptions
from core.errors import HostFaultError
from core.protocols import NullJobContext
from core.retrieval.models import ModelHost


def no_models():
    raise HostFaultError("model.missing", model="none", command="")


class Until256(NullJobContext):
    def report(self, done, total=None, message_id="", **values):
        if done == 256:
            print(done, flush=True)
            sys.stdin.read()


with build_application(Path(sys.argv[1]), models=ModelHost(no_models)) as application:
    application.interchange.import_files(
        [sys.argv[2]], ctx=Until256(), options=ImportOptions(rejects_file=sys.argv[3])
    )
"""


def import_and_kill(library: Path, file: str, rejects: Path) -> None:
    """Import in a process of its own that is killed when two batches of 128 are stored."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(library), file, str(rejects)],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "256\n"
        process.kill()


def test_an_import_that_was_really_killed_is_one_step_with_its_repetition(
    library_dir: Path, no_models: ModelHost, write_rows: WriteRows, tmp_path: Path
) -> None:
    rows = [{"title": ""}, *({"id": f"n{n}", "title": f"第 {n} 种书"} for n in range(300))]
    file, rejects = write_rows(tmp_path / "in" / "many.jsonl", rows), tmp_path / "in" / "rejects.jsonl"
    import_and_kill(library_dir, file, rejects)
    with build_application(library_dir, models=no_models) as application:
        assert application.catalogue.count() == 255
        report = application.interchange.import_files([file], options=ImportOptions(rejects_file=str(rejects)))
        assert (report.created, report.unchanged, report.n_rejected) == (45, 255, 1)
        assert report.notices == ("import.words_only", "import.continued")
        assert [o.id for o in application.cataloguing.history()] == [report.operation_id]
        assert {each.name for each in rejects.parent.iterdir()} == {"many.jsonl", "rejects.jsonl"}
        application.cataloguing.undo()
        assert application.catalogue.count() == 0
        again = application.interchange.import_files([file])
        assert "import.continued" not in again.notices


@pytest.mark.parametrize("meanwhile", ["another file", "other options", "edited", "undone", "finished"])
def test_what_is_no_repetition_is_a_step_of_its_own(
    words_only: Application, write_rows: WriteRows, tmp_path: Path, meanwhile: str
) -> None:
    file = write_rows(tmp_path / "many.jsonl", [{"id": f"n{n}", "title": f"第 {n} 种书"} for n in range(300)])
    with pytest.raises(JobCancelledError):
        words_only.interchange.import_files([file], ctx=_StopAfter(1))
    options = ImportOptions()
    if meanwhile == "another file":
        with Path(file).open("a", encoding="utf-8") as target:
            target.write('{"id": "one more", "title": "呐喊"}\n')
    elif meanwhile == "other options":
        options = ImportOptions(overlay="fill")
    elif meanwhile == "edited":
        words_only.interchange.import_files([write_rows(tmp_path / "other.jsonl", [{"title": "三体"}])])
    elif meanwhile == "undone":
        words_only.cataloguing.undo()
    else:
        words_only.interchange.import_files([file])
        words_only.cataloguing.undo()
    before = {each.id for each in words_only.cataloguing.history()}
    report = words_only.interchange.import_files([file], options=options)
    assert report.operation_id not in before
    assert "import.continued" not in report.notices
