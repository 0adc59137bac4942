"""What the engine is ready for."""

from __future__ import annotations

from collections.abc import Callable

from core.domain.library import EngineState


class SystemService:
    """State of the engine for the status bar."""

    def __init__(self, state: Callable[[], EngineState]) -> None:
        self._state = state

    def state(self) -> EngineState:
        """Encoders loading, ready or unavailable; device; number of records; who holds the lock."""
        return self._state()
