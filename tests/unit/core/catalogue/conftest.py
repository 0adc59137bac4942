from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, Subject
from core.paths import LibraryPaths


@pytest.fixture
def paths(library_dir: Path) -> LibraryPaths:
    return LibraryPaths(library_dir)


@pytest.fixture
def catalogue(paths: LibraryPaths) -> Iterator[Catalogue]:
    with Catalogue.open(paths, actor="测试 tester") as opened:
        yield opened


@pytest.fixture
def full_record() -> BibliographicRecord:
    """A record in which every field is set."""
    return BibliographicRecord(
        title="傅雷家书",
        external_id="ext-1",
        title_parallel=("Letters of Fu Lei", "傅雷家書"),
        contributors=(Contributor("傅雷"), Contributor("傅敏", "editor"), Contributor("傅雷", "translator")),
        language="chi",
        description="一位父亲写给远方儿子的信。",
        subjects=(Subject("书信集", "clc"), Subject("Letters"), Subject("书信集", "clc")),
        year=1981,
        publisher="三联书店",
        place="北京",
        edition="第一版",
        series="现代名家",
        extent="365页",
        note="精装",
        identifiers=(Identifier("isbn", "9787108000194"), Identifier("control", "xx", valid=False)),
        holdings=(
            Holding(barcode="B001", call_number="I266.5/10", location="三楼", status="on_loan", note="封面破损"),
            Holding(barcode="B002", call_number="I266.5/10"),
        ),
        status="draft",
    )


@pytest.fixture
def add(catalogue: Catalogue) -> Callable[..., list[int]]:
    """Store records in one step and give back their ids."""

    def store(*records: BibliographicRecord | str) -> list[int]:
        with catalogue.write("create_record", "test") as unit:
            return [
                unit.add_record(BibliographicRecord(record) if isinstance(record, str) else record)
                for record in records
            ]

    return store
