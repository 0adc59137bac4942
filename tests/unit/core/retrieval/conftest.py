from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.catalogue.catalogue import Catalogue
from core.paths import LibraryPaths


@pytest.fixture
def paths(library_dir: Path) -> LibraryPaths:
    return LibraryPaths(library_dir)


@pytest.fixture
def catalogue(paths: LibraryPaths) -> Iterator[Catalogue]:
    with Catalogue.open(paths, actor="测试 tester") as opened:
        yield opened
