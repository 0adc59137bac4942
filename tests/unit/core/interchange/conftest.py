from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.domain.records import BibliographicRecord, RejectedInput
from core.interchange.formats import ImportedRecord, open_reader

ReadAll = Callable[..., tuple[list[BibliographicRecord], list[RejectedInput]]]


@pytest.fixture(scope="session")
def read_all() -> ReadAll:
    """Read a file to its end: the records, and what was rejected."""

    def read(path: Path, **options: object) -> tuple[list[BibliographicRecord], list[RejectedInput]]:
        entries = list(open_reader(path, **options))  # type: ignore[arg-type]
        taken = [entry.record for entry in entries if isinstance(entry, ImportedRecord)]
        return taken, [entry for entry in entries if isinstance(entry, RejectedInput)]

    return read
