"""The engine's side: answers calls on the services of one application until its standard input closes."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO

from core.engine.messages import (
    EngineEvent,
    EngineStarted,
    error_to_wire,
    from_wire,
    read_line,
    signature_of,
    to_wire,
    write_line,
)
from core.errors import HostFaultError, InvalidInputError, LibrarianError

log = logging.getLogger(__name__)

CALL_THREADS = 6
Guard = Callable[[str, str, Mapping[str, Any]], None]
EXIT_LIBRARY_NOT_OPENED = 3


def claim_standard_output() -> BinaryIO:
    """Take standard output for messages; whatever else prints (native libraries) goes to standard error."""
    channel = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return channel


class EngineServer:
    """Serves a mapping of service name → object. Calls run concurrently; each answer carries its call's number."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self._requests = requests
        self._answers = answers
        self._write_lock = threading.Lock()

    def send_event(self, event: EngineEvent) -> None:
        """Tell the window something it did not ask for. Thread-safe."""
        self._send({"event": type(event).__name__, "value": to_wire(event)})

    def send_fatal(self, error: LibrarianError) -> None:
        """Tell why there will be no engine."""
        self._send({"fatal": error_to_wire(error)})

    def serve(self, services: Mapping[str, object], guard: Guard = lambda service, method, arguments: None) -> None:
        """Answer until the window closes its end.

        Args:
            services: What can be called.
            guard: Raises for a call that must not be made; asked before each.
        """
        self.send_event(EngineStarted(os.getpid()))
        with ThreadPoolExecutor(CALL_THREADS, thread_name_prefix="call") as pool:
            for line in self._requests:
                request = read_line(line)
                pool.submit(self._answer, request, services, guard)

    def _answer(self, request: Mapping[str, Any], services: Mapping[str, object], guard: Guard) -> None:
        call_id = request["call"]
        try:
            value = to_wire(self._invoke(request, services, guard))
        except LibrarianError as exc:
            self._send({"answer": call_id, "error": error_to_wire(exc)})
        except Exception as exc:  # a bug in one call is reported as a bug; the engine goes on
            log.exception("call %s.%s crashed", request.get("service"), request.get("method"))
            bug = HostFaultError("bug", detail=f"{type(exc).__name__}: {exc}")
            self._send({"answer": call_id, "error": error_to_wire(bug)})
        else:
            self._send({"answer": call_id, "value": value})

    @staticmethod
    def _invoke(request: Mapping[str, Any], services: Mapping[str, object], guard: Guard) -> object:
        name, method_name = str(request["service"]), str(request["method"])
        service = services.get(name)
        method = None if method_name.startswith("_") else getattr(service, method_name, None)
        if not callable(method):
            raise InvalidInputError("engine.unknown_call", call=f"{name}.{method_name}")
        signature = signature_of(getattr(type(service), method_name))
        given = dict(zip(signature.parameters, request["args"], strict=False)) | request["kwargs"]
        unknown = set(given) - set(signature.parameters)
        if unknown:
            raise InvalidInputError("engine.unknown_call", call=f"{name}.{method_name}({', '.join(sorted(unknown))})")
        guard(name, method_name, given)
        return method(**{key: from_wire(value, signature.parameters[key]) for key, value in given.items()})

    def _send(self, message: Mapping[str, Any]) -> None:
        line = write_line(message)
        try:
            with self._write_lock:
                self._answers.write(line)
        except (BrokenPipeError, ValueError):
            log.info("the window is gone; message dropped")
