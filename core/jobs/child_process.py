"""Work in a process of its own, seen from the parent: JSON lines both ways, a polite cancel, then force.

A device fault or a lack of memory in the child cannot take the catalogue with it. The child writes one object a line to
its standard output, ``{"type": "progress" | "metric" | "log" | "result" | "error", …}``, and reads ``{"type":
"cancel"}`` from its standard input; the end of that input means the same, so a child never outlives its parent for
long. What else it prints goes to standard error, which is kept in a file.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any

from core.errors import (
    ConflictError,
    HostFaultError,
    InvalidInputError,
    JobCancelledError,
    LibrarianError,
    StoreMismatchError,
)
from core.protocols import JobContext

log = logging.getLogger(__name__)

WORKER_OPTION = "--worker"
"""How a frozen program, which has no `python -m`, starts itself as a worker: ``--worker MODULE``."""
_ERRORS: Mapping[str, type[LibrarianError]] = {
    each.__name__: each for each in (HostFaultError, InvalidInputError, ConflictError, StoreMismatchError)
}
_POLL_SECONDS = 0.2
_TAIL_LINES = 3

Message = Mapping[str, Any]


def worker_command(module: str) -> list[str]:
    """How a worker is started: `module` has a ``main()`` that speaks as described above."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_OPTION, module]
    return [sys.executable, "-m", module]


def error_message(error: LibrarianError) -> dict[str, Any]:
    """An expected failure as the child sends it."""
    name = next((cls.__name__ for cls in type(error).__mro__ if cls.__name__ in _ERRORS), "HostFaultError")
    return {"type": "error", "class": name, "message_id": error.message_id, "context": dict(error.context)}


class ChildProcess:
    """One run of a worker.

    Args:
        command: From `worker_command`, or any program that speaks as described above.
        stderr_file: Where its standard error is kept; appended to.
        grace_seconds: Time between the polite cancel and `terminate`, and again between that and `kill`.
        environment: Variables beside those of this process.
    """

    def __init__(
        self,
        command: Sequence[str],
        stderr_file: Path,
        *,
        grace_seconds: float = 30.0,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command = list(command)
        self._stderr_file = stderr_file
        self._grace = grace_seconds
        self._environment = {**os.environ, "PYTHONUTF8": "1", **(environment or {})}
        self._messages: queue.Queue[Message | None] = queue.Queue()

    def run(
        self, request: Message, ctx: JobContext, on_message: Callable[[Message], None] = lambda message: None
    ) -> Message:
        """Start it, send the request, follow it to its end.

        Args:
            request: The first line it reads.
            ctx: Its progress is forwarded here; when this is cancelled, so is the child.
            on_message: Told of every message but progress, in this thread.

        Returns:
            The message of type "result".

        Raises:
            JobCancelledError: Cancelled; the child has ended.
            LibrarianError: What the child reported; ``worker.died`` where it ended without a word.
            HostFaultError: ``worker.not_started``.
        """
        with ExitStack() as stack:
            process = self._started(stack)
            reader = threading.Thread(target=self._read, args=(process,), name="worker-output", daemon=True)
            reader.start()
            try:
                self._tell(process, request)
                outcome = self._follow(process, ctx, on_message)
            finally:
                self._end(process)
                reader.join()
        if outcome is None:
            raise HostFaultError("worker.died", code=process.returncode, detail=self._last_words())
        if outcome["type"] == "error":
            if outcome.get("message_id") == "cancelled":
                raise JobCancelledError
            kind = _ERRORS.get(str(outcome.get("class")), HostFaultError)
            raise kind(str(outcome["message_id"]), **dict(outcome.get("context", {})))
        return outcome

    def _started(self, stack: ExitStack) -> subprocess.Popen[bytes]:
        try:
            self._stderr_file.parent.mkdir(parents=True, exist_ok=True)
            errors = stack.enter_context(self._stderr_file.open("ab"))
            return stack.enter_context(
                subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env=self._environment,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            )
        except OSError as exc:
            raise HostFaultError("worker.not_started", detail=exc.strerror or str(exc)) from exc

    def _follow(
        self, process: subprocess.Popen[bytes], ctx: JobContext, on_message: Callable[[Message], None]
    ) -> Message | None:
        """Messages until the result, an error, or the end of its output (None)."""
        asked_at: float | None = None
        while True:
            try:
                message = self._messages.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                message = {"type": ""}
            if message is None:
                if asked_at is not None:
                    raise JobCancelledError
                return None
            kind = message.get("type")
            if kind in {"result", "error"}:
                return message
            if kind not in {"", "progress"}:
                on_message(message)
            if asked_at is not None:
                if time.monotonic() - asked_at > self._grace:
                    raise JobCancelledError  # `_end` uses force
                continue
            try:
                if kind == "progress":
                    ctx.report(
                        int(message.get("done", 0)),
                        message.get("total"),
                        str(message.get("message_id", "")),
                        **dict(message.get("values", {})),
                    )
                else:
                    ctx.check_cancelled()
            except JobCancelledError:
                asked_at = time.monotonic()
                self._tell(process, {"type": "cancel"})

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Make sure it is gone: first it is given time, then asked by the system, then killed."""
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        for force in (None, process.terminate, process.kill):
            if force is not None:
                log.warning("the worker does not end; using force")
                force()
            try:
                process.wait(self._grace)
            except subprocess.TimeoutExpired:
                continue
            return

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        output: IO[bytes] | None = process.stdout
        try:
            for line in output or ():
                try:
                    message = json.loads(line)
                except ValueError:
                    message = None
                if isinstance(message, dict):
                    self._messages.put(message)
                else:
                    log.warning("the worker wrote a line that is no message")
        finally:
            self._messages.put(None)

    @staticmethod
    def _tell(process: subprocess.Popen[bytes], message: Message) -> None:
        if process.stdin is None:
            return
        with suppress(OSError):  # it died; its end is noticed by the reader
            process.stdin.write(json.dumps(message, ensure_ascii=False).encode("utf-8") + b"\n")
            process.stdin.flush()

    def _last_words(self) -> str:
        try:
            lines = self._stderr_file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            return ""
        return " | ".join(lines[-_TAIL_LINES:])
