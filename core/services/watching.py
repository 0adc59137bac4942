"""The watch folder: scans that appear in it come into the review queue. Its files are only ever read."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.domain.watching import WatchState
from core.errors import ConflictError, InvalidInputError, LibrarianError
from core.services.intake_sources import SCAN_SUFFIXES
from core.services.settling import SETTLE_SECONDS, Settling, Signature
from core.settings import load_settings, save_settings

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

log = logging.getLogger(__name__)

QUIET_SECONDS = 10.0
"""Pause between two looks while nothing happens. Notices of the system shorten it; network drives send none."""
BUSY_SECONDS = 1.0
_HASHED_BLOCK = 1 << 20
_MOST_AT_ONCE = 200
"""Files a job: so that the first scans of a full folder can be reviewed while the others wait."""


class WatchService:
    """Looks into one folder and submits what is new. Its thread runs only in the engine.

    Args:
        catalogue: Remembers which files were taken in, by content.
        settings_file: Where folder and switch are kept.
        submit: Queues a job.
        settle_seconds: See `Settling`.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        settings_file: Path,
        submit: Callable[[str, Mapping[str, Any]], object],
        settle_seconds: float = SETTLE_SECONDS,
    ) -> None:
        self._catalogue = catalogue
        self._settings_file = settings_file
        self._submit = submit
        self._settle_seconds = settle_seconds
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._changed = threading.Event()
        self._thread: threading.Thread | None = None
        settings = load_settings(settings_file)
        self._state = WatchState(settings.watch_folder, settings.watch_on)

    def state(self) -> WatchState:
        """The folder, whether it is watched, and what stands in the way."""
        with self._lock:
            return self._state

    def configure(self, folder: str, is_on: bool) -> WatchState:
        """Choose the folder and turn watching on or off.

        Raises:
            InvalidInputError: "watch.no_folder" when there is none to watch, "watch.own_folder" for one of the
                library's own.
            ConflictError: "library.read_only".
            HostFaultError: If the settings cannot be written.
        """
        if self._catalogue.is_read_only:
            raise ConflictError("library.read_only", path=self._catalogue.paths.root, holder="?")
        if is_on:
            path = Path(folder)
            if not folder or not path.is_dir():
                raise InvalidInputError("watch.no_folder", folder=folder)
            own = self._catalogue.paths.root.resolve()
            if path.resolve() == own or own in path.resolve().parents:
                raise InvalidInputError("watch.own_folder", folder=folder)
        settings = load_settings(self._settings_file)
        save_settings(self._settings_file, replace(settings, watch_folder=folder, watch_on=is_on))
        with self._lock:
            self._state = WatchState(folder, is_on, n_taken=self._state.n_taken)
        self._changed.set()
        return self.state()

    def start(self) -> None:
        """Begin to watch in a thread of its own, on or off; returns at once."""
        if self._thread is None and not self._catalogue.is_read_only:
            self._thread = threading.Thread(target=self._run, name="watch-folder", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._stop.set()
        self._changed.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while not self._stop.is_set():
            self._changed.clear()
            state = self.state()
            if state.is_on and state.folder:
                self._watch(Path(state.folder))
            else:
                self._changed.wait()

    def _watch(self, folder: Path) -> None:
        """Look into one folder until the choice changes."""
        settling = Settling(self._settle_seconds)
        while not self._changed.is_set():
            try:
                self.look(folder, settling)
            except LibrarianError as exc:
                log.warning("the watch folder waits: %s", exc)
            self._wait(folder, BUSY_SECONDS if settling.n_waiting else QUIET_SECONDS)

    def look(self, folder: Path, settling: Settling) -> None:
        """One look: what is finished and new is submitted."""
        try:
            found = dict(_scans_in(folder))
        except OSError as exc:
            self._note(settling, problem=("watch.gone", str(folder), exc.strerror or str(exc)))
            return
        known = self._catalogue.watched_files()
        fresh = {path: signature for path, signature in found.items() if known.get(str(path)) != signature}
        ready = settling.look(fresh, time.monotonic())
        for start in range(0, len(ready), _MOST_AT_ONCE):
            self._take(ready[start : start + _MOST_AT_ONCE], fresh, settling)
        self._note(settling)

    def _take(self, ready: list[Path], signatures: Mapping[Path, Signature], settling: Settling) -> None:
        contents = self._catalogue.watched_contents()
        new: list[Path] = []
        noted: dict[Path, tuple[Signature, str]] = {}
        for path in ready:
            if self._stop.is_set():
                return
            try:
                sha256 = _sha256(path)
                if _signature(path.stat()) != signatures[path]:
                    continue  # written to while it was read: it settles anew
            except OSError as exc:
                log.info("%s cannot be read yet: %s", path, exc)
                continue
            if sha256 not in contents and self._catalogue.cover_by_sha(sha256) is None:
                contents.add(sha256)
                new.append(path)
            noted[path] = (signatures[path], sha256)
        if new:
            self._submit("intake", {"paths": [str(path) for path in new]})
        # After the job is kept with the library: a crash in between takes a file in twice, which the queue notices.
        self._catalogue.note_watched(noted)
        self._note(settling, n_more=len(new))

    def _note(self, settling: Settling, *, n_more: int = 0, problem: tuple[str, str, str] | None = None) -> None:
        with self._lock:
            context = {"folder": problem[1], "reason": problem[2]} if problem else {}
            self._state = replace(
                self._state,
                n_settling=settling.n_waiting,
                n_taken=self._state.n_taken + n_more,
                problem_id=problem[0] if problem else None,
                problem_context=context,
            )

    def _wait(self, folder: Path, seconds: float) -> None:
        """Until the time is over, the system tells of a change, or the choice changes."""
        if seconds <= BUSY_SECONDS:
            self._changed.wait(seconds)
            return
        try:
            from watchfiles import watch

            for _ in watch(
                folder, stop_event=self._changed, rust_timeout=int(seconds * 1000), yield_on_timeout=True, debounce=200
            ):
                return
        except (ImportError, OSError, RuntimeError) as exc:
            log.debug("no notices of %s (%s); it is looked into by the clock", folder, exc)
            self._changed.wait(seconds)


def _scans_in(folder: Path) -> Iterator[tuple[Path, Signature]]:
    """The scans in a folder and below, without hidden files and folders (unfinished copies often are).

    Raises:
        OSError: If the folder itself cannot be listed. Folders below that cannot are left out for this time.
    """
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(current) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    try:
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(Path(entry.path))
                        elif Path(entry.name).suffix.lower() in SCAN_SUFFIXES and entry.is_file():
                            yield Path(entry.path), _signature(entry.stat())
                    except OSError:
                        continue
        except OSError:
            if current == folder:
                raise


def _signature(stat: os.stat_result) -> Signature:
    return stat.st_size, stat.st_mtime_ns


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_HASHED_BLOCK):
            digest.update(block)
    return digest.hexdigest()
