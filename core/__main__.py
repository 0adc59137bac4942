"""The engine process: `python -m core --library DIR` serves one library over standard input and output."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from core.application import build_application
from core.engine.messages import CatalogueChanged, EngineStateChanged, JobChanged
from core.engine.server import EXIT_LIBRARY_NOT_OPENED, EngineServer, claim_standard_output
from core.engine.start_job import restore_if_asked
from core.errors import LibrarianError
from core.jobs.child_process import WORKER_OPTION
from core.logs import set_up_logging
from core.paths import LibraryPaths


def main(arguments: list[str] | None = None) -> int:
    """Serve until the window closes its end of the pipe, or run a worker. Returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == [WORKER_OPTION]:
        return _run_worker(given[1:])
    parser = argparse.ArgumentParser(prog="python -m core")
    parser.add_argument("--library", type=Path, required=True)
    options = parser.parse_args(given)
    library: Path = options.library
    server = EngineServer(sys.stdin.buffer, claim_standard_output())
    set_up_logging(LibraryPaths(library).logs, name="engine")
    try:
        restore_if_asked(LibraryPaths(library), lambda job: server.send_event(JobChanged(job)))
        application = build_application(
            library,
            on_changes=lambda changes: server.send_event(CatalogueChanged(changes)),
            on_job=lambda job: server.send_event(JobChanged(job)),
            on_state=lambda state: server.send_event(EngineStateChanged(state)),
        )
    except LibrarianError as exc:
        server.send_fatal(exc)
        return EXIT_LIBRARY_NOT_OPENED
    with application:
        application.start_background_work()
        server.serve(application.services, application.access.check)
    return 0


def _run_worker(arguments: list[str]) -> int:
    """A process for one piece of work, in a frozen program; elsewhere it is started as a module of its own."""
    if arguments != ["core.training.worker"]:
        sys.stderr.write(f"unknown worker: {' '.join(arguments)}\n")
        return 2
    from core.training.worker import main as run_training

    return run_training()


if __name__ == "__main__":
    sys.exit(main())
