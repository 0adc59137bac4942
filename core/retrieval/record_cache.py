"""Records met last, kept in step with the catalogue, so that ranking does not read the same rows again and again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain.records import BibliographicRecord, RecordId

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue


class RecordCache:
    """Thread-safe. A record that was touched by a commit is read again."""

    def __init__(self, catalogue: Catalogue, size: int = 20_000) -> None:
        self._catalogue = catalogue
        self._size = size
        self._lock = threading.Lock()
        self._generation = -1
        self._records: OrderedDict[int, BibliographicRecord] = OrderedDict()

    def get(self, ids: Sequence[int]) -> list[BibliographicRecord]:
        """Records in the order of `ids`; those that are gone are left out."""
        with self._lock:
            self._forget_touched()
            missing = [RecordId(i) for i in ids if i not in self._records]
            if missing:
                for record in self._catalogue.get(missing):
                    if record.id is not None:
                        self._records[int(record.id)] = record
            found = [self._records[i] for i in ids if i in self._records]
            while len(self._records) > self._size:
                self._records.popitem(last=False)
            return found

    def _forget_touched(self) -> None:
        generation = self._catalogue.generation()
        if generation == self._generation:
            return
        if self._generation >= 0 and self._records:
            for record_id in self._catalogue.touched_since(self._generation):
                self._records.pop(int(record_id), None)
        self._generation = generation
