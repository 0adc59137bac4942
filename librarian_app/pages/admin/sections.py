"""The sections of the administrator's page, in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from librarian_app.i18n import QT_TRANSLATE_NOOP
from librarian_app.pages.admin.audit import AuditSection
from librarian_app.pages.admin.backups import BackupSection
from librarian_app.pages.admin.check import CheckSection
from librarian_app.pages.admin.comparison import ComparisonSection
from librarian_app.pages.admin.device import DeviceSection
from librarian_app.pages.admin.evaluation import EvaluationSection
from librarian_app.pages.admin.feedback import FeedbackSection
from librarian_app.pages.admin.fine_tuning import FineTuningSection
from librarian_app.pages.admin.index_health import IndexSection
from librarian_app.pages.admin.models import ModelsSection
from librarian_app.pages.admin.overview import OverviewSection
from librarian_app.pages.admin.people import PeopleSection
from librarian_app.pages.page import Page, PageContext


@dataclass(frozen=True, slots=True)
class Section:
    """A section. `title` is English source text; `make` is called when the section is first shown.

    `command` names the action that leads straight to it, "" where there is none.
    `least_role` is who may see it, where roles are on.
    """

    name: str
    title: str
    icon: str
    make: Callable[[PageContext], Page]
    command: str = ""
    least_role: str = "administrator"


SECTIONS: tuple[Section, ...] = (
    Section("overview", QT_TRANSLATE_NOOP("AdminSections", "Overview"), "info", OverviewSection, "", "viewer"),
    Section("models", QT_TRANSLATE_NOOP("AdminSections", "Encoders"), "meaning", ModelsSection, "models"),
    Section(
        "fine_tuning", QT_TRANSLATE_NOOP("AdminSections", "Fine-tuning"), "retry", FineTuningSection, "fine_tuning"
    ),
    Section("comparison", QT_TRANSLATE_NOOP("AdminSections", "Comparison"), "table", ComparisonSection, "comparison"),
    Section("evaluation", QT_TRANSLATE_NOOP("AdminSections", "Evaluation"), "match", EvaluationSection, "evaluation"),
    Section("feedback", QT_TRANSLATE_NOOP("AdminSections", "Feedback"), "history", FeedbackSection, "feedback"),
    Section(
        "index",
        QT_TRANSLATE_NOOP("AdminSections", "Index health"),
        "search",
        IndexSection,
        "index_health",
        "cataloguer",
    ),
    Section(
        "backup",
        QT_TRANSLATE_NOOP("AdminSections", "Backup and restore"),
        "save",
        BackupSection,
        "backups",
        "cataloguer",
    ),
    Section(
        "check",
        QT_TRANSLATE_NOOP("AdminSections", "Check and repair"),
        "check",
        CheckSection,
        "repair",
        "cataloguer",
    ),
    Section("device", QT_TRANSLATE_NOOP("AdminSections", "Device"), "grid", DeviceSection, "device", "viewer"),
    Section("audit", QT_TRANSLATE_NOOP("AdminSections", "Audit log"), "history", AuditSection, "audit_log"),
    Section("people", QT_TRANSLATE_NOOP("AdminSections", "People and roles"), "book", PeopleSection, "people"),
)


def title_text(section: Section) -> str:
    """The section's name in the language in use."""
    return QCoreApplication.translate("AdminSections", section.title)
