"""Names and the other forms they are linked with, kept in memory in step with the catalogue."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue


class NameForms:
    """Thread-safe. There are far fewer linked names than names, so all of them are read when anything changed."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._generation = -1
        self._others: dict[str, tuple[str, ...]] = {}

    def others(self) -> Mapping[str, tuple[str, ...]]:
        """Name → its other forms, for those that are linked."""
        with self._lock:
            generation = self._catalogue.generation()
            if generation != self._generation:
                self._others = {
                    name: tuple(other for other in agent.names if other != name)
                    for agent in self._catalogue.agents().values()
                    for name in agent.names
                }
                self._generation = generation
            return self._others
