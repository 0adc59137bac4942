"""The window's side: starts the engine process, calls its services, restarts it when it dies. Knows nothing of Qt."""

from __future__ import annotations

import collections
import contextlib
import itertools
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, InvalidStateError
from pathlib import Path
from typing import Any, BinaryIO, cast

from core.engine.messages import (
    WIRE_EVENTS,
    EngineEvent,
    EngineStopped,
    error_from_wire,
    from_wire,
    read_line,
    signature_of,
    to_wire,
    write_line,
)
from core.errors import HostFaultError, LibrarianError
from core.paths import LibraryPaths

log = logging.getLogger(__name__)

MAX_RESTARTS = 3
RESTART_WINDOW_SECONDS = 60.0
STOP_GRACE_SECONDS = 20.0


def engine_command(library: Path) -> list[str]:
    """How the engine is started; a frozen program starts itself with `--engine`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--engine", "--library", str(library)]
    return [sys.executable, "-P", "-m", "core", "--library", str(library)]


class EngineClient:
    """Owns one engine process for one library.

    Args:
        library: The library folder.
        vocabulary: Service name → class, whose annotations give the types of the answers.
        on_event: Called on a reader thread with every event; it must return quickly and not raise.
        command: Replaces the engine's command line (tests).
    """

    def __init__(
        self,
        library: Path,
        *,
        vocabulary: Mapping[str, type],
        on_event: Callable[[EngineEvent], None],
        command: Sequence[str] | None = None,
    ) -> None:
        self._library = library
        self._vocabulary = vocabulary
        self._on_event = on_event
        self._command = list(command or engine_command(library))
        self._lock = threading.RLock()
        self._numbers = itertools.count(1)
        self._pending: dict[int, tuple[Future[Any], Any]] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._restarts: collections.deque[float] = collections.deque()
        self._is_stopping = False
        self._fatal: LibrarianError | None = None
        self._reader: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        with self._lock:
            return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the engine process; returns at once.

        Raises:
            HostFaultError: If the process cannot be started at all.
        """
        with self._lock:
            self._is_stopping = False
        self._launch()

    def _launch(self) -> None:
        with self._lock:
            if self._is_stopping:
                return
            self._fatal = None
            environment = os.environ | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
            flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
            root = Path(__file__).resolve().parent.parent.parent
            try:
                with self._open_stderr() as stderr:
                    self._process = subprocess.Popen(
                        self._command,
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        stderr=stderr,
                        env=environment,
                        cwd=root,
                        creationflags=flags,
                    )
            except OSError as exc:
                raise HostFaultError("engine.not_started", detail=str(exc)) from exc
            self._reader = threading.Thread(target=self._read, args=(self._process,), name="engine-reader", daemon=True)
            self._reader.start()

    def stop(self) -> None:
        """Close the engine; running jobs are kept to be resumed. Waits up to 20 s, then ends it."""
        with self._lock:
            self._is_stopping = True
            process, reader = self._process, self._reader
        if process is None:
            return
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        try:
            process.wait(STOP_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            log.warning("the engine did not end in time and is terminated")
            process.kill()
            process.wait()
        if reader is not None and reader is not threading.current_thread():
            reader.join(STOP_GRACE_SECONDS)

    def call(self, service: str, method: str, *args: object, **kwargs: object) -> Future[Any]:
        """Call a service method. The future gives the typed answer, or raises the `LibrarianError` of the engine."""
        returns = signature_of(getattr(self._vocabulary[service], method)).returns
        future: Future[Any] = Future()
        number = next(self._numbers)
        message = {
            "call": number,
            "service": service,
            "method": method,
            "args": [to_wire(a) for a in args],
            "kwargs": {k: to_wire(v) for k, v in kwargs.items()},
        }
        with self._lock:
            process = self._process
            if process is None or process.poll() is not None or process.stdin is None:
                future.set_exception(self._fatal or HostFaultError("engine.died"))
                return future
            self._pending[number] = (future, returns)
            try:
                process.stdin.write(write_line(message))
                process.stdin.flush()
            except (OSError, ValueError):
                self._pending.pop(number, None)
                future.set_exception(HostFaultError("engine.died"))
        return future

    @contextlib.contextmanager
    def _open_stderr(self) -> Any:
        """The engine's own complaints go to a file beside the library's logs, where that can be written."""
        logs = LibraryPaths(self._library).logs
        try:
            logs.mkdir(parents=True, exist_ok=True)
            target = (logs / "engine-stderr.log").open("wb")
        except OSError:
            yield subprocess.DEVNULL
            return
        with target:
            yield target

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        for line in cast("BinaryIO", process.stdout):
            try:
                self._handle(read_line(line))
            except LibrarianError as exc:
                log.error("unreadable message from the engine: %s", exc)
        exit_code = process.wait()
        for pipe in (process.stdout, process.stdin):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._ended(exit_code)

    def _handle(self, message: Mapping[str, Any]) -> None:
        if "event" in message:
            event_type = WIRE_EVENTS[message["event"]]
            self._on_event(from_wire(message["value"], event_type))
        elif "fatal" in message:
            self._fatal = error_from_wire(message["fatal"])
        else:
            with self._lock:
                future, returns = self._pending.pop(message["answer"], (None, None))
            if future is None:
                return
            with contextlib.suppress(InvalidStateError):  # the caller has cancelled it
                if "error" in message:
                    future.set_exception(error_from_wire(message["error"]))
                else:
                    self._resolve(future, message["value"], returns)

    @staticmethod
    def _resolve(future: Future[Any], value: Any, returns: Any) -> None:
        try:
            future.set_result(from_wire(value, returns))
        except LibrarianError as exc:
            future.set_exception(exc)

    def _ended(self, exit_code: int) -> None:
        with self._lock:
            pending, self._pending = self._pending, {}
            expected, fatal = self._is_stopping, self._fatal
            restarting = not expected and fatal is None and self._may_restart()
        for future, _ in pending.values():
            with contextlib.suppress(InvalidStateError):
                future.set_exception(fatal or HostFaultError("engine.died"))
        self._on_event(
            EngineStopped(
                expected,
                exit_code,
                restarting,
                fatal.message_id if fatal else None,
                dict(fatal.context) if fatal else {},
            )
        )
        if restarting:
            log.error("the engine ended with code %s and is started again", exit_code)
            try:
                self._launch()
            except HostFaultError as exc:
                self._on_event(EngineStopped(False, None, False, exc.message_id, dict(exc.context)))

    def _may_restart(self) -> bool:
        now = time.monotonic()
        while self._restarts and now - self._restarts[0] > RESTART_WINDOW_SECONDS:
            self._restarts.popleft()
        if len(self._restarts) >= MAX_RESTARTS:
            return False
        self._restarts.append(now)
        return True
