"""A catalogue with the services of record work on it, without encoders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.catalogue.catalogue import Catalogue
from core.domain.changes import ChangeSet
from core.domain.records import BibliographicRecord, RecordId
from core.errors import HostFaultError
from core.paths import LibraryPaths
from core.retrieval.models import LoadedModels, ModelHost
from core.services.agents import AgentService
from core.services.bulk_editing import BulkEditService
from core.services.cataloguing import CataloguingService
from core.services.cover_editing import CoverEditingService
from core.services.cover_intake import CoverIntake
from core.services.cover_store import CoverStore
from core.services.history import HistoryService
from core.services.marc_editing import MarcService
from core.services.record_checking import RecordChecker


def _no_models() -> LoadedModels:
    raise HostFaultError("model.missing", file="weights", package="none")


@dataclass
class Desk:
    """Everything a cataloguer calls. `told` collects what views would be told."""

    catalogue: Catalogue
    store: CoverStore
    cataloguing: CataloguingService
    history: HistoryService
    marc: MarcService
    bulk: BulkEditService
    agents: AgentService
    covers: CoverEditingService
    checking: RecordChecker
    told: list[ChangeSet]

    def add(self, *records: BibliographicRecord) -> list[RecordId]:
        with self.catalogue.write("create_record", "x") as unit:
            return [unit.add_record(record) for record in records]

    def one(self, record_id: RecordId) -> BibliographicRecord:
        return self.catalogue.get([record_id])[0]


def open_desk(folder: Path) -> Desk:
    paths = LibraryPaths(folder)
    catalogue = Catalogue.open(paths, actor="测试")
    models, told = ModelHost(_no_models), list[ChangeSet]()
    store = CoverStore(paths)

    def select(query: str) -> Sequence[RecordId]:
        return [r.id for r in catalogue.iter_records() if r.id is not None and query in r.title]

    cataloguing = CataloguingService(catalogue, store, models, CoverIntake(store, models), select, told.append)
    return Desk(
        catalogue,
        store,
        cataloguing,
        HistoryService(catalogue, cataloguing, told.append),
        MarcService(catalogue, cataloguing, told.append),
        BulkEditService(catalogue, cataloguing, select, told.append),
        AgentService(catalogue, told.append),
        CoverEditingService(catalogue, store, models, dict, told.append),
        RecordChecker(catalogue),
        told,
    )
