from __future__ import annotations

import csv
from pathlib import Path

from core.catalogue.catalogue import Catalogue
from core.paths import LibraryPaths
from core.services.audit import AuditService


def test_no_cell_of_an_exported_log_acts_as_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    with Catalogue.open(LibraryPaths(tmp_path / "library"), actor="＝1+1") as catalogue:
        for subject in ("=1+1", " @SUM(A1)", "＋86", "书目.csv"):
            catalogue.audit_log.note("export", subject, {})
        AuditService(catalogue).export(str(path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    exported = rows[-4:]
    assert [row["subject"] for row in exported] == ["'=1+1", "' @SUM(A1)", "'＋86", "书目.csv"]
    assert {row["actor"] for row in exported} == {"'＝1+1"}
