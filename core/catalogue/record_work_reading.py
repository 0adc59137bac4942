"""What record work reads beside the records themselves: agents, corrections, history, the words of the shelves."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, func, select

from core.catalogue import agent_forms, cover_corrections, covers, step_history
from core.catalogue.faults import translated_faults
from core.catalogue.opening import OpenedStore
from core.catalogue.step_history import Change
from core.catalogue.tables import HoldingRow
from core.domain.agents import Agent, AgentId
from core.domain.changes import Operation, OperationId
from core.domain.history import JournalFilter
from core.domain.records import RecordId
from core.domain.scans import CoverId, OcrCorrection, OcrPage
from core.paths import LibraryPaths


class RecordWorkReader:
    """The part of `CatalogueReader` that the record page asks; it also holds the connection to the store."""

    def __init__(self, paths: LibraryPaths, store: OpenedStore) -> None:
        self._paths = paths
        self._store = store
        self._is_closed = False

    @property
    def paths(self) -> LibraryPaths:
        """The library folder."""
        return self._paths

    # Agents

    def agents(self) -> dict[AgentId, Agent]:
        """Every agent with linked forms of its name."""
        with self._reading() as connection:
            return agent_forms.all_agents(connection)

    def agents_of_names(self, names: Collection[str]) -> dict[str, Agent]:
        """Name → its agent, for those that are linked with other forms."""
        with self._reading() as connection:
            return agent_forms.agents_of_names(connection, names)

    def records_naming(self, names: Collection[str]) -> list[RecordId]:
        """The records that have a contributor of one of these names."""
        with self._reading() as connection:
            return agent_forms.records_naming(connection, names)

    def name_counts(self) -> dict[str, int]:
        """Every name that a record has → number of records."""
        with self._reading() as connection:
            return agent_forms.name_counts(connection)

    # Words on covers

    def ocr_page(self, cover_id: CoverId) -> OcrPage | None:
        """What stands on a cover: what OCR read, with what people corrected."""
        with self._reading() as connection:
            scan = covers.load_covers(connection, [cover_id]).get(cover_id)
            return None if scan is None else cover_corrections.corrected_page(connection, scan.picture)

    def ocr_page_by_sha(self, picture: str) -> OcrPage | None:
        """The same by the name of the picture (`CoverScan.picture`), whether or not it is a cover now."""
        with self._reading() as connection:
            return cover_corrections.corrected_page(connection, picture)

    def cover_corrections(self) -> tuple[OcrCorrection, ...]:
        """Every line of a cover that a person corrected, oldest first."""
        with self._reading() as connection:
            return cover_corrections.all_corrections(connection)

    # History

    def find_operations(self, wanted: JournalFilter, limit: int = 200) -> tuple[Operation, ...]:
        """The steps that fit, newest first."""
        with self._reading() as connection:
            return step_history.find_operations(connection, wanted, limit)

    def actors(self) -> tuple[str, ...]:
        """Everybody who is named in the journal."""
        with self._reading() as connection:
            return step_history.actors(connection)

    def changes_of_record(self, record_id: RecordId) -> list[tuple[Operation, tuple[Change, ...]]]:
        """Every step that changed a record or its covers, newest first, with what it did to them."""
        with self._reading() as connection:
            return step_history.changes_of_record(connection, record_id)

    def first_changes(self, operation_id: OperationId, n: int = 200) -> tuple[tuple[Change, ...], int]:
        """The first changes of a step, those of records first, and how many records it changed."""
        with self._reading() as connection:
            return step_history.first_changes(connection, operation_id, n)

    # Shelves

    def holding_words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The locations and the states of items that the library uses, the most frequent first."""
        with self._reading() as connection:
            found = []
            for column in (HoldingRow.location, HoldingRow.status):
                counted = select(column).where(column != "").group_by(column).order_by(func.count().desc(), column)
                found.append(tuple(connection.execute(counted).scalars()))
        return found[0], found[1]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A snapshot of the last committed state."""
        if self._is_closed:
            raise RuntimeError("the catalogue is closed")
        with translated_faults(self._paths), self._store.readers.connect() as connection:
            yield connection
