"""The services around one record, built together: names, checks, covers, history, MARC, bulk edits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from core.domain.changes import ChangeSet
from core.domain.records import RecordId
from core.jobs.runner import JobKind
from core.services.agents import AgentService
from core.services.bulk_editing import BulkEditService, bulk_title
from core.services.cover_editing import CoverEditingService, OpenEngine
from core.services.history import HistoryService
from core.services.marc_editing import MarcService
from core.services.record_checking import RecordChecker

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.models import ModelHost
    from core.services.cataloguing import CataloguingService
    from core.services.cover_store import CoverStore


class RecordWork:
    """What the record page, the history and bulk edits call."""

    def __init__(
        self,
        catalogue: Catalogue,
        cataloguing: CataloguingService,
        store: CoverStore,
        models: ModelHost,
        ocr_engine: str,
        select: Callable[[str], Sequence[RecordId]],
        notify: Callable[[ChangeSet], None],
    ) -> None:
        def engines() -> dict[str, OpenEngine]:
            from core.ocr.opening import installed_engines

            return installed_engines(ocr_engine)

        self.checking = RecordChecker(catalogue)
        self.agents = AgentService(catalogue, notify)
        self.cover_editing = CoverEditingService(catalogue, store, models, engines, notify)
        self.history = HistoryService(catalogue, cataloguing, notify)
        self.marc = MarcService(catalogue, cataloguing, notify)
        self.bulk_editing = BulkEditService(catalogue, cataloguing, select, notify)

    def jobs(self) -> list[JobKind]:
        """The kinds of job of these services."""
        return [JobKind("bulk_edit", "catalogue", self.bulk_editing.run_job, bulk_title, is_resumable=False)]
