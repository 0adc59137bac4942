"""Opens and encodes several covers at once; decoding and the visual encoder leave the interpreter free."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import InvalidInputError
from core.services.cover_intake import PreparedCover

if TYPE_CHECKING:
    from core.services.cover_intake import CoverIntake


class CoverPool:
    """A few workers; never more covers in memory than workers + 2."""

    def __init__(self, intake: CoverIntake, n_workers: int | None = None) -> None:
        self._intake = intake
        self._n_workers = n_workers or min(4, os.cpu_count() or 1)

    def prepare(self, paths: Sequence[Path]) -> Iterator[PreparedCover | InvalidInputError]:
        """One outcome a path, in order; an unreadable image is an outcome, a fault of the machine is raised."""
        with ThreadPoolExecutor(self._n_workers, thread_name_prefix="cover") as pool:
            window: list[Future[PreparedCover | InvalidInputError]] = []
            upcoming = iter(paths)
            try:
                while True:
                    while len(window) < self._n_workers + 2 and (path := next(upcoming, None)) is not None:
                        window.append(pool.submit(self._prepare_one, path))
                    if not window:
                        return
                    yield window.pop(0).result()
            finally:
                for future in window:
                    future.cancel()

    def _prepare_one(self, path: Path) -> PreparedCover | InvalidInputError:
        try:
            return self._intake.prepare_file(path, read=False)
        except InvalidInputError as exc:
            return exc
