"""`models`: what turns words and pictures into vectors, whether it is intact, and encoders carried in files."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from core.paths import LibraryPaths
from librarian_app.cli.documents import plain
from librarian_app.cli.output import JsonValue, table
from librarian_app.cli.parser import Commands
from librarian_app.cli.promotion import register_use
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.services.models import ModelsService, ModelStatus


def register(commands: Commands) -> None:
    """Add the commands of this module to the grammar."""
    words = commands.words
    models = commands.add_group("models")
    models.add("list", run_list, help_id="help.models_list")
    register_use(models)
    install = models.add("install", run_install, help_id="help.models_install")
    install.add_argument("path", metavar="PATH", type=Path, help=words("argument.model_file"))
    export = models.add("export", run_export, help_id="help.models_export")
    export.add_argument("model", metavar="RUN", help=words("argument.checkpoint"))
    export.add_argument("file", metavar="FILE", type=Path, help=words("argument.model_target"))
    verify = models.add("verify", run_verify, help_id="help.models_verify")
    verify.add_argument("presets", metavar="PRESET", nargs="*", default=["compact"], help=words("argument.presets"))


def run_list(session: Session, _options: Namespace) -> Outcome:
    """List the models of all presets."""
    models = _service(session).list()
    return Outcome([_document(session, each) for each in models], lambda: _table(session, models))


def run_verify(session: Session, options: Namespace) -> Outcome:
    """Check the models of some presets. Exit code 1 when one is missing or damaged."""
    with session.progress.cancelled_by_ctrl_c(session.words("cancelling")):
        models = _service(session).verify(options.presets, session.progress)
    damaged = [each for each in models if not each.is_intact]

    def readable() -> str:
        problems = [session.sentence(each.problem_id or "bug", dict(each.problem or {})) for each in damaged]
        return "\n".join([_table(session, models), *(problems or [session.words("models.sound")])])

    return Outcome([_document(session, each) for each in models], readable, 1 if damaged else 0)


def run_install(session: Session, options: Namespace) -> Outcome:
    """Take an encoder from a file or a folder; it is a candidate until it is promoted or used."""
    path = options.path.expanduser().absolute()
    with session.application() as application:
        entry = application.model_shelf.install(str(path), session.progress)
    return Outcome(plain(entry), lambda: session.words("models.installed", model=entry.name, folder=entry.key))


def run_export(session: Session, options: Namespace) -> Outcome:
    """Write an encoder as one file for another library."""
    target = options.file.expanduser().absolute()
    with session.application() as application:
        written = application.model_shelf.export(options.model, str(target), session.progress)
    return Outcome({"file": written}, lambda: session.words("models.exported", file=written))


def _service(session: Session) -> ModelsService:
    from core.services.models import ModelsService

    return ModelsService(LibraryPaths(session.library_dir).models)


def _document(session: Session, model: ModelStatus) -> JsonValue:
    document = plain(model)
    if isinstance(document, dict):
        del document["problem"], document["problem_id"]
        problem = model.problem_id
        document["problem"] = session.sentence(problem, dict(model.problem or {})) if problem else None
    return document


def _table(session: Session, models: tuple[ModelStatus, ...]) -> str:
    words = session.words
    states = {True: words("models.ok"), False: words("models.damaged"), None: ""}
    headings = ["preset", *(words(f"models.{name}") for name in ("role", "name", "source", "licence", "state"))]
    rows = [[m.preset, words(f"models.{m.role}"), m.name, m.source, m.licence, states[m.is_intact]] for m in models]
    if all(each.is_intact is None for each in models):
        headings, rows = headings[:-1], [row[:-1] for row in rows]
    return table(headings, rows, max_width=70)
