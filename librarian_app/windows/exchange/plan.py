"""What one import is going to be, as the steps of the wizard fill it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from core.domain.importing import ImportOptions
from librarian_app.models.jobs import JobsModel
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher

TABLES = ("csv", "xlsx")
"""Formats whose columns have to be given a meaning; the fields of the others have theirs."""


@dataclass
class ImportPlan:
    """Everything an import job needs. Changed in place by the steps."""

    paths: list[str]
    format: str = "auto"
    encoding: str = "auto"
    mapping: dict[str, str] | None = None
    options: ImportOptions = field(default_factory=ImportOptions)
    formats: dict[str, str] = field(default_factory=dict)
    """Path → format as recognised."""

    def params(self, options: ImportOptions | None = None) -> dict[str, Any]:
        """The parameters of the job "import" or "dry_run"."""
        params: dict[str, Any] = {"paths": list(self.paths), "format": self.format, "encoding": self.encoding}
        if self.mapping is not None:
            params["mapping"] = dict(self.mapping)
        params["options"] = asdict(options or self.options)
        return params

    @property
    def table(self) -> str:
        """The first file that is a table, "" without one."""
        return next((path for path in self.paths if self.formats.get(path) in TABLES), "")


@dataclass(frozen=True, slots=True)
class WizardContext:
    """What the steps work with."""

    bridge: Bridge
    themes: ThemeSwitcher
    jobs: JobsModel
    plan: ImportPlan


def overlay_policies(policies: Mapping[str, str], usual: str, fields: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The shortest way to say which policy each field has: the commonest one, and the exceptions from it."""
    values = [policies.get(name, usual) for name in fields]
    common = max(dict.fromkeys(values), key=values.count)
    return common, {name: value for name, value in zip(fields, values, strict=True) if value != common}
