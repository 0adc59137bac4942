"""The watch folder as people see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WatchState:
    """How the watch folder stands.

    Attributes:
        folder: The folder, "" when none was chosen.
        is_on: Whether it is watched.
        n_settling: Files that still change, such as a scan that is being written.
        n_taken: Files taken in since the program started.
        problem_id: Why it cannot be watched at present ("watch.gone"); it is tried again all the time.
        problem_context: Values for that sentence.
    """

    folder: str = ""
    is_on: bool = False
    n_settling: int = 0
    n_taken: int = 0
    problem_id: str | None = None
    problem_context: Mapping[str, str | int | float] = field(default_factory=dict)
