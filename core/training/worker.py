"""The training process: ``python -m core.training.worker`` (a frozen program: ``--worker core.training.worker``).

Speaks the lines of `core.jobs.child_process`. The first line of its standard input is ``{"library", "request",
"ocr"}``; afterwards ``{"type": "cancel"}`` or the end of the input stop it at the next step, its state saved.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import msgspec

from core.domain.training import TrainingMetric, TrainingRequest
from core.errors import JobCancelledError, LibrarianError
from core.jobs.child_process import error_message
from core.jobs.progress import ProgressMeter
from core.paths import LibraryPaths


class ParentContext:
    """A job context whose progress goes to the parent, cancelled by it."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._meter = ProgressMeter()
        self._phase = ""

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        """Send progress, at most every 0.1 s. Raises JobCancelledError."""
        self.check_cancelled()
        if message_id != self._phase:
            self._phase, self._meter = message_id, ProgressMeter()
        if self._meter.update(done, total):
            self.send({"type": "progress", "done": done, "total": total, "message_id": message_id, "values": values})

    def check_cancelled(self) -> None:
        """Raise JobCancelledError when the parent asked for it, or is gone."""
        if self._cancelled.is_set():
            raise JobCancelledError

    def send(self, message: Mapping[str, Any]) -> None:
        """Write one line. A parent that is gone cancels."""
        line = msgspec.json.encode(message) + b"\n"
        with self._lock:
            try:
                self._output.write(line)
                self._output.flush()
            except OSError:
                self._cancelled.set()

    def listen(self, requests: IO[bytes]) -> None:
        """Wait for a cancel, in a thread of its own."""
        for line in requests:
            try:
                if json.loads(line).get("type") == "cancel":
                    break
            except (ValueError, AttributeError):
                logging.getLogger(__name__).warning("a line that is no message")
        self._cancelled.set()


class _ToParent(logging.Handler):
    def __init__(self, ctx: ParentContext) -> None:
        super().__init__(logging.INFO)
        self._ctx = ctx

    def emit(self, record: logging.LogRecord) -> None:
        """Send a line of the log."""
        self._ctx.send({"type": "log", "level": record.levelname, "text": record.getMessage()})


def main(arguments: list[str] | None = None) -> int:
    """Train as the parent says. Returns the exit status."""
    del arguments  # everything comes through the pipe
    output = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever native libraries print is no message
    sys.stdout = sys.stderr
    ctx = ParentContext(output)
    handler = _ToParent(ctx)
    logging.getLogger("core").addHandler(handler)
    logging.getLogger("core").setLevel(logging.INFO)
    requests = sys.stdin.buffer
    try:
        given = json.loads(requests.readline())
        threading.Thread(target=ctx.listen, args=(requests,), name="parent", daemon=True).start()
        result = run(given, ctx)
    except JobCancelledError:
        ctx.send({"type": "error", "message_id": "cancelled"})
        return 1
    except LibrarianError as exc:
        ctx.send(error_message(exc))
        return 1
    except Exception as exc:  # the end of a process: a bug is told to the parent, which reports it as one
        logging.getLogger("core").exception("the worker crashed")
        ctx.send({"type": "error", "message_id": "bug", "context": {"detail": f"{type(exc).__name__}: {exc}"}})
        return 1
    ctx.send({"type": "result", **result})
    return 0


def run(given: Mapping[str, Any], ctx: ParentContext) -> dict[str, Any]:
    """One training run: mine, prepare, train. The result is a `TrainingResult` and a `PairSummary` as objects."""
    from core.training.config import TrainingConfig
    from core.training.preparation import mine, picture_reader, prepare
    from core.training.run_folder import alone_in
    from core.training.trainer import train

    begun = time.monotonic()
    request = msgspec.convert(given["request"], TrainingRequest)
    paths = LibraryPaths(Path(given["library"]))
    config = TrainingConfig.from_json(request.settings)
    reader = picture_reader(str(given.get("ocr", "rapidocr")))
    pairs = mine(request, paths, reader, ctx)
    summary = msgspec.to_builtins(pairs.summary())
    ctx.send({"type": "pairs", "summary": summary})
    ready = prepare(request, config, pairs, paths, reader, ctx, begun)

    def tell(metric: TrainingMetric) -> None:
        ctx.send({"type": "metric", "metric": msgspec.to_builtins(metric)})

    folder = Path(given["folder"])
    with alone_in(folder):
        result = train(
            ready.model, ready.pairs, config, folder, ready.parts, on_metric=tell, ctx=ctx, resume=request.resume
        )
    info = {
        "dim": ready.model.dim,
        "licence": ready.model.sources.text.licence,
        "device": ready.model.sources.device.describe(),
    }
    return {"result": msgspec.to_builtins(result), "pairs": summary, "info": info}


if __name__ == "__main__":
    sys.exit(main())
