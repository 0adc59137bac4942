"""The sections of the administrator's page, in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from librarian_app.actions import QT_TRANSLATE_NOOP
from librarian_app.pages.admin.overview import OverviewSection
from librarian_app.pages.page import Page, PageContext


@dataclass(frozen=True, slots=True)
class Section:
    """A section. `title` is English source text; `make` is called when the section is first shown."""

    name: str
    title: str
    icon: str
    make: Callable[[PageContext], Page]


SECTIONS: tuple[Section, ...] = (
    Section("overview", QT_TRANSLATE_NOOP("AdminSections", "Overview"), "info", OverviewSection),
)


def title_text(section: Section) -> str:
    """The section's name in the language in use."""
    return QCoreApplication.translate("AdminSections", section.title)
