from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.core.services.record_desk import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty library with the services of record work."""
    opened = open_desk(tmp_path / "图书馆" / "library")
    yield opened
    opened.catalogue.close()
