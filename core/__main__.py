"""The engine process: `python -m core --library DIR` serves one library over standard input and output."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from core.application import build_application
from core.engine.messages import CatalogueChanged, EngineStateChanged, JobChanged
from core.engine.server import EXIT_LIBRARY_NOT_OPENED, EngineServer, claim_standard_output
from core.errors import LibrarianError
from core.logs import set_up_logging
from core.paths import LibraryPaths


def main(arguments: list[str] | None = None) -> int:
    """Serve until the window closes its end of the pipe. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m core")
    parser.add_argument("--library", type=Path, required=True)
    options = parser.parse_args(arguments)
    library: Path = options.library
    server = EngineServer(sys.stdin.buffer, claim_standard_output())
    set_up_logging(LibraryPaths(library).logs, name="engine")
    try:
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
        server.serve(application.services)
    return 0


if __name__ == "__main__":
    sys.exit(main())
