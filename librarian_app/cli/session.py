"""What a command is given: the library, the language, progress; and what it hands back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from core.paths import default_library_dir
from librarian_app.cli.output import JsonValue
from librarian_app.cli.progress import ConsoleProgress
from librarian_app.messages import Language, sentence

if TYPE_CHECKING:
    from core.application import Application


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of a command: the document for `--json`, how it reads otherwise, and the exit code.

    `readable` is called only without `--json`.
    """

    document: JsonValue
    readable: Callable[[], str]
    exit_code: int = 0


@dataclass(frozen=True)
class Session:
    """One run of the command line. `library` is None when none was named."""

    library: Path | None
    language: Language
    is_json: bool = False

    @property
    def library_dir(self) -> Path:
        """The library folder to work on, absolute."""
        return (self.library or default_library_dir()).expanduser().absolute()

    @cached_property
    def progress(self) -> ConsoleProgress:
        """Where long work reports."""
        return ConsoleProgress(self.sentence)

    def sentence(self, message_id: str, values: dict[str, str | int | float]) -> str:
        """A sentence of core's."""
        return sentence(message_id, values, self.language)

    def words(self, name: str, **values: str | int | float) -> str:
        """The command line's own words, from resources/i18n/cli.toml."""
        return sentence(name, values, self.language, "cli")

    @contextmanager
    def library_or_temporary(self) -> Iterator[Application]:
        """The library, read-only, or an empty one that is thrown away where there is none yet."""
        from core.paths import LibraryPaths

        if LibraryPaths(self.library_dir).catalogue.is_file():
            with self.application(read_only=True) as application:
                yield application
        else:
            with (
                tempfile.TemporaryDirectory(prefix="wenyuan-", ignore_cleanup_errors=True) as scratch,
                replace(self, library=Path(scratch)).application() as application,
            ):
                yield application

    @contextmanager
    def application(self, *, read_only: bool = False, warm: bool = False) -> Iterator[Application]:
        """Open the library for the time of a command.

        Args:
            read_only: The command changes nothing, so it may run beside a window that holds the library's lock.
            warm: Load the encoders first and go on without them where they cannot be had (search does; commands
                that cannot do without load them by themselves and fail with the reason).
        """
        from core.application import build_application

        with (
            build_application(self.library_dir, read_only=read_only) as application,
            self.progress.cancelled_by_ctrl_c(self.words("cancelling")),
        ):
            if warm:
                application.models.warm()
                application.models.join()
            yield application
