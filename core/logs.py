"""Logging set-up: one rotating file a process, job id on each line, nothing on stdout."""

from __future__ import annotations

import logging
import sys
from contextvars import ContextVar
from logging.handlers import RotatingFileHandler
from pathlib import Path

current_job: ContextVar[str] = ContextVar("current_job", default="-")


class _JobFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.job = current_job.get()
        return True


def set_up_logging(folder: Path | None, *, name: str, verbose: bool = False) -> None:
    """Log to `folder`/`name`.log (rotating, 3 × 2 MiB), warnings to stderr; an unwritable folder is skipped."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    formatter = logging.Formatter("%(asctime)s %(levelname)s [%(job)s] %(name)s: %(message)s")
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    handlers[0].setLevel(logging.INFO if verbose else logging.WARNING)
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handlers.append(
                RotatingFileHandler(
                    folder / f"{name}.log", maxBytes=2 << 20, backupCount=3, encoding="utf-8", delay=True
                )
            )
        except OSError:
            logging.getLogger(__name__).warning("no log file: %s cannot be written", folder)
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    for handler in handlers:
        handler.setFormatter(formatter)
        handler.addFilter(_JobFilter())
        root.addHandler(handler)
