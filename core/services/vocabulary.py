"""The names under which services are called, here and across the engine's pipe."""

from __future__ import annotations

from collections.abc import Mapping

from core.services.access import AccessService
from core.services.agents import AgentService
from core.services.audit import AuditService
from core.services.backup import BackupService
from core.services.bulk_editing import BulkEditService
from core.services.call_numbers import CallNumberService
from core.services.cataloguing import CataloguingService
from core.services.classification import ClassificationService
from core.services.consistency import ConsistencyService
from core.services.copy_cataloguing import CopyCataloguingService
from core.services.cover_editing import CoverEditingService
from core.services.covers import CoversService
from core.services.doctor import DoctorService
from core.services.duplicates import DuplicatesService
from core.services.evaluation_reports import EvaluationReportsService
from core.services.feedback import FeedbackService
from core.services.fine_tuning import FineTuningService
from core.services.history import HistoryService
from core.services.import_preparation import ImportPreparationService
from core.services.index_health import IndexHealthService
from core.services.intake import IntakeService
from core.services.interchange import InterchangeService
from core.services.item_states import ItemStateService
from core.services.jobs import JobsService
from core.services.marc_editing import MarcService
from core.services.model_shelf import ModelShelfService
from core.services.promotion import PromotionService
from core.services.ranking import RankingService
from core.services.record_checking import RecordChecker
from core.services.safekeeping import SafekeepingService
from core.services.saved_searches import SavedSearchService
from core.services.search import SearchService
from core.services.settings import SettingsService
from core.services.shelf import ShelfService
from core.services.system import SystemService
from core.services.watching import WatchService

VOCABULARY: Mapping[str, type] = {
    "search": SearchService,
    "saved_searches": SavedSearchService,
    "promotion": PromotionService,
    "cataloguing": CataloguingService,
    "intake": IntakeService,
    "item_states": ItemStateService,
    "interchange": InterchangeService,
    "import_preparation": ImportPreparationService,
    "classification": ClassificationService,
    "call_numbers": CallNumberService,
    "copy_cataloguing": CopyCataloguingService,
    "covers": CoversService,
    "checking": RecordChecker,
    "agents": AgentService,
    "cover_editing": CoverEditingService,
    "history": HistoryService,
    "marc": MarcService,
    "bulk_editing": BulkEditService,
    "consistency": ConsistencyService,
    "duplicates": DuplicatesService,
    "index_health": IndexHealthService,
    "backup": BackupService,
    "safekeeping": SafekeepingService,
    "doctor": DoctorService,
    "audit": AuditService,
    "access": AccessService,
    "fine_tuning": FineTuningService,
    "feedback": FeedbackService,
    "ranking": RankingService,
    "shelf": ShelfService,
    "model_shelf": ModelShelfService,
    "evaluation_reports": EvaluationReportsService,
    "settings": SettingsService,
    "jobs": JobsService,
    "system": SystemService,
    "watching": WatchService,
}
