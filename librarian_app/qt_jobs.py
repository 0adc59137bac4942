"""The only bridge between the engine process and Qt: answers and events arrive as signals on the main thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from core.engine.client import EngineClient
from core.engine.messages import (
    CatalogueChanged,
    EngineEvent,
    EngineStarted,
    EngineStateChanged,
    EngineStopped,
    JobChanged,
)
from core.errors import HostFaultError, LibrarianError

log = logging.getLogger(__name__)

OnResult = Callable[[Any], None]
OnError = Callable[[LibrarianError], None]


class Bridge(Protocol):
    """What pages use: calls, and having the engine stop and start again. Events are the signals of `EngineBridge`."""

    def call(
        self,
        service: str,
        method: str,
        *args: object,
        on_result: OnResult | None = None,
        on_error: OnError | None = None,
    ) -> None: ...

    def restart(self) -> None: ...


class EngineBridge(QObject):
    """Calls services in the engine and delivers what comes back on the main thread.

    Callbacks that are methods of a deleted QObject, or were made in one, are dropped, so that a page may go while a
    call is under way.

    Signals:
        started(): The engine answers; views load what they show.
        state_changed(EngineState): Encoders became ready, the library's state changed.
        job_changed(JobInfo): A new snapshot of a job.
        catalogue_changed(ChangeSet): A mutation was committed.
        stopped(EngineStopped): The engine process ended.
        failed(LibrarianError): A call without its own `on_error` failed.
        restarting(): The engine is being stopped, to be started again.
        bug(object): A call failed with something that is no `LibrarianError`.
    """

    started = Signal()
    state_changed = Signal(object)
    job_changed = Signal(object)
    catalogue_changed = Signal(object)
    stopped = Signal(object)
    failed = Signal(object)
    restarting = Signal()
    bug = Signal(object)
    _event = Signal(object)
    _answer = Signal(object, object, object)

    def __init__(
        self,
        library: Path,
        vocabulary: Mapping[str, type],
        *,
        command: list[str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.library = library
        self._is_open = True
        self._restarting: threading.Thread | None = None
        self._client = EngineClient(library, vocabulary=vocabulary, on_event=self._from_reader, command=command)
        self._event.connect(self._deliver_event, Qt.ConnectionType.QueuedConnection)
        self._answer.connect(self._deliver_answer, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start the engine process; returns at once.

        Raises:
            HostFaultError: If it cannot be started at all.
        """
        self._client.start()

    def restart(self) -> None:
        """Close the engine and start it again, without waiting; `started` tells when it answers."""
        if self._restarting is None or not self._restarting.is_alive():
            self._restarting = threading.Thread(target=self._stop_and_start, name="engine-restart")
            self._restarting.start()
            self.restarting.emit()

    def _stop_and_start(self) -> None:
        self._client.stop()
        if not self._is_open:
            return
        try:
            self._client.start()
        except HostFaultError as exc:
            self._from_reader(EngineStopped(False, None, False, exc.message_id, dict(exc.context)))

    def stop(self) -> None:
        """Close the engine and wait for it, up to 20 s. Nothing is delivered afterwards."""
        self._is_open = False
        if self._restarting is not None:
            self._restarting.join()
        self._client.stop()

    def stop_in_background(self) -> threading.Thread:
        """Close the engine without waiting; the thread ends when it has ended."""
        self._is_open = False
        thread = threading.Thread(target=self.stop, name="engine-stop")
        thread.start()
        return thread

    def call(
        self,
        service: str,
        method: str,
        *args: object,
        on_result: OnResult | None = None,
        on_error: OnError | None = None,
    ) -> None:
        """Call a service method. Exactly one of the callbacks runs later, on the main thread."""
        future = self._client.call(service, method, *args)

        def answered(done: Future[Any]) -> None:
            # Runs on the reader thread: only the signal may be touched.
            if self._is_open and shiboken6.isValid(self):
                self._answer.emit(done, on_result, on_error)

        future.add_done_callback(answered)

    def _from_reader(self, event: EngineEvent) -> None:
        if self._is_open and shiboken6.isValid(self):
            self._event.emit(event)

    @Slot(object)
    def _deliver_event(self, event: EngineEvent) -> None:
        if not self._is_open:
            return
        match event:
            case EngineStarted():
                self.started.emit()
            case EngineStateChanged(state=state):
                self.state_changed.emit(state)
            case JobChanged(job=job):
                self.job_changed.emit(job)
            case CatalogueChanged(changes=changes):
                self.catalogue_changed.emit(changes)
            case EngineStopped():
                self.stopped.emit(event)

    @Slot(object, object, object)
    def _deliver_answer(self, future: Future[Any], on_result: OnResult | None, on_error: OnError | None) -> None:
        if not self._is_open:
            return
        try:
            error = future.exception()
        except CancelledError:
            return
        if error is None:
            if on_result is not None and _is_alive(on_result):
                on_result(future.result())
        elif not isinstance(error, LibrarianError):
            log.error("a call failed unexpectedly", exc_info=error)
            self.bug.emit(error)
        elif on_error is None:
            self.failed.emit(error)
        elif _is_alive(on_error):
            on_error(error)


def _is_alive(callback: Callable[..., None]) -> bool:
    """Whether the object of a method, or the `self` of a function that was made in one, is still there."""
    owner = getattr(callback, "__self__", None)
    code, cells = getattr(callback, "__code__", None), getattr(callback, "__closure__", None)
    if owner is None and code is not None and cells and "self" in code.co_freevars:
        owner = cells[code.co_freevars.index("self")].cell_contents
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
