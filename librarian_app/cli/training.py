"""`train`: fine-tune the encoders on the library's own holdings, and on collections."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import InvalidInputError
from librarian_app.cli.documents import plain
from librarian_app.cli.output import JsonValue, table
from librarian_app.cli.parser import Commands, positive
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.domain.training import TrainingRequest, TrainingResult
    from core.services.fine_tuning import FineTuningService

MODES = ("lora", "frozen", "full")


def register(commands: Commands) -> None:
    """Add the command of this module to the grammar."""
    words = commands.words
    train = commands.add("train", run_train)
    train.add_argument("--config", metavar="F.toml", type=Path, help=words("option.train_config"))
    train.add_argument(
        "--collection",
        metavar="DIR",
        dest="collections",
        nargs="+",
        action="extend",
        default=[],
        type=Path,
        help=words("option.train_collection"),
    )
    train.add_argument(
        "--sentences", metavar=("ZH", "EN"), nargs=2, action="append", default=[], help=words("option.train_sentences")
    )
    train.add_argument("--group", metavar="PATTERN", default="", help=words("option.train_group"))
    train.add_argument("--no-holdings", action="store_true", help=words("option.train_no_holdings"))
    train.add_argument("--name", metavar="RUN", default="", help=words("option.train_name"))
    train.add_argument("--epochs", metavar="N", type=float, help=words("option.train_epochs"))
    train.add_argument("--minutes", metavar="N", type=float, help=words("option.train_minutes"))
    train.add_argument("--mode", choices=MODES, help=words("option.train_mode"))
    train.add_argument("--seed", metavar="N", type=int, help=words("option.train_seed"))
    train.add_argument("--threads", metavar="N", type=positive, help=words("option.train_threads"))
    train.add_argument("--resume", action="store_true", help=words("option.train_resume"))


def run_train(session: Session, options: Namespace) -> Outcome:
    """Train in a process of its own and tell what it brought on the dev part."""
    with session.application() as application:
        service = application.fine_tuning
        request = _resumed(service, options.name) if options.resume else _requested(service, options)
        result = service.train(request, session.progress)
    document = plain(result)
    if isinstance(document, dict):
        document = {"run": request.run, **document}
    return Outcome(document, lambda: _readable(session, request.run, result))


def _resumed(service: FineTuningService, name: str) -> TrainingRequest:
    """The run of that name, or the newest that is unfinished.

    Raises:
        InvalidInputError: ``training.no_run``.
    """
    from dataclasses import replace

    unfinished = [run for run in service.runs() if run.state == "unfinished"]
    found = service.run(name) if name else unfinished[0] if unfinished else None
    if found is None or found.request is None:
        raise InvalidInputError("training.no_run", run=name or "?")
    return replace(found.request, resume=True)


def _requested(service: FineTuningService, options: Namespace) -> TrainingRequest:
    return service.request(
        options.name,
        use_holdings=not options.no_holdings,
        collections=tuple(str(path.expanduser().absolute()) for path in options.collections),
        sentences=tuple((str(Path(zh).absolute()), str(Path(en).absolute())) for zh, en in options.sentences),
        group_pattern=options.group,
        settings=service.settings(
            options.config.expanduser().absolute() if options.config else None,
            epochs=options.epochs,
            minutes=options.minutes,
            mode=options.mode,
            seed=options.seed,
            threads=options.threads,
        ),
    )


def _readable(session: Session, run: str, result: TrainingResult) -> str:
    words = session.words
    rows: list[list[str]] = []
    for name, value in result.after.items():
        of_test = [result.test_before.get(name), result.test_after.get(name)]
        figures: list[JsonValue] = [result.before.get(name), value, *of_test]
        rows.append([name, *(f"{figure:.3f}" if isinstance(figure, float) else "" for figure in figures)])
    headings = [words(f"train.{name}") for name in ("measure", "before", "after", "test_before", "test_after")]
    told = words("train.done", run=run, steps=str(result.steps), share=f"{result.share:.2f}", folder=result.checkpoint)
    return "\n".join([told, table(headings, rows)]) if rows else told
