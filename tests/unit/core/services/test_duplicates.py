"""The duplicates service on a real catalogue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.changes import ChangeSet
from core.domain.records import BibliographicRecord, Contributor, RecordId
from core.domain.retrieval import Identification
from core.errors import InvalidInputError, JobCancelledError
from core.paths import LibraryPaths
from core.protocols import NullJobContext
from core.retrieval.models import ModelHost
from core.services import duplicates
from core.services.duplicates import DuplicatesService


def no_models() -> None:
    raise AssertionError("the encoders are not needed")


@pytest.fixture
def catalogue(library_dir) -> Iterator[Catalogue]:
    with Catalogue.open(LibraryPaths(library_dir), actor="x") as opened:
        yield opened


@pytest.fixture
def told() -> list[ChangeSet]:
    return []


@pytest.fixture
def service(catalogue: Catalogue, told: list[ChangeSet]) -> DuplicatesService:
    return DuplicatesService(catalogue, ModelHost(no_models), told.append)


def add(catalogue: Catalogue, *records: tuple[str, str, int | None]) -> list[RecordId]:
    with catalogue.write("import", "x") as unit:
        return unit.add_records(
            [BibliographicRecord(title, contributors=(Contributor(name),), year=year) for title, name, year in records]
        )


def test_suspects_are_found_paged_and_counted(catalogue, service):
    ids = add(
        catalogue,
        ("红楼梦", "曹雪芹", 1996),
        ("紅樓夢", "曹雪芹", 1996),
        ("红楼梦", "曹雪芹", 1982),
        ("边城", "沈从文", 1934),
    )
    assert service.page(0, 10).searched_at is None
    counts = service.search()
    assert counts == {"records": 4, "same_edition": 1, "other_edition": 2, "pairs": 3}
    page = service.page(0, 2)
    assert page.total == 3
    assert len(page.pairs) == 2
    assert page.searched_at is not None
    assert page.n_changed == 0
    only = service.page(0, 10, ["same_edition"])
    assert [(p.first.id, p.second.id) for p in only.pairs] == [(ids[0], ids[1])]
    assert only.total == 1


def test_not_a_duplicate_is_remembered_and_can_be_undone(catalogue, service, told):
    first, second = add(catalogue, ("红楼梦", "曹雪芹", 1996), ("紅樓夢", "曹雪芹", 1996))
    service.search()
    service.exempt(second, first)
    assert told
    assert service.page(0, 10).total == 0
    service.search()
    assert service.page(0, 10).total == 0, "asked again although a person had answered"
    service.exempt(first, second)  # saying it twice is harmless
    catalogue.undo()
    assert service.page(0, 10).total == 0, "it was found before the undo"
    service.search()
    assert service.page(0, 10).total == 1
    catalogue.redo()
    assert service.page(0, 10).total == 0
    assert catalogue.operations()[-2].kind == "not_duplicate"


def test_deleted_and_changed_records_leave_the_list(catalogue, service):
    first, second, third = add(
        catalogue, ("红楼梦", "曹雪芹", 1996), ("紅樓夢", "曹雪芹", 1996), ("红楼梦", "曹雪芹", 1996)
    )
    service.search()
    assert service.page(0, 10).total == 3
    with catalogue.write("delete_record", "x") as unit:
        unit.delete_record(third)
    page = service.page(0, 10)
    assert page.total == 1
    assert page.n_changed == 1
    with pytest.raises(InvalidInputError, match=r"record\.unknown"):
        service.compare(first, third)
    assert service.compare(first, second).verdict.verdict == "same_edition"


class CancelsAfter(NullJobContext):
    def __init__(self, n: int) -> None:
        self.left = n

    def report(self, *args, **values) -> None:
        self.left -= 1
        if self.left < 0:
            raise JobCancelledError


def test_a_search_that_was_interrupted_goes_on_where_it_was(catalogue, service, monkeypatch):
    monkeypatch.setattr(duplicates, "_RECORDS_AT_ONCE", 5)
    add(catalogue, *((f"书名之{chr(0x4E00 + n // 2)}", "某人", 1990) for n in range(40)))
    with pytest.raises(JobCancelledError):
        service.search(CancelsAfter(10))
    compared: list[tuple[int, int]] = []
    real = duplicates.compare
    monkeypatch.setattr(
        duplicates,
        "compare",
        lambda one, other, **more: compared.append((one.id, other.id)) or real(one, other, **more),
    )
    service.search()
    assert min(one for one, _ in compared) > 1, "it began anew"
    assert service.page(0, 100, ["same_edition"]).total == 20


def test_alternatives_of_a_draft_and_of_the_queue(catalogue, service):
    (known,) = add(catalogue, ("红楼梦", "曹雪芹", 1996))
    draft = BibliographicRecord("紅樓夢", contributors=(Contributor("曹雪芹"),))
    found = service.alternatives(draft)
    assert [a.record.id for a in found] == [known]
    assert found[0].verdict.verdict == "same_edition"
    assert service.alternatives(BibliographicRecord("不见经传的书")) == ()
    item = catalogue.add_intake_item("a.jpg", Identification("a.jpg", "new", 0.9, draft=draft, sha256="a" * 64))
    other = catalogue.add_intake_item("b.jpg", Identification("b.jpg", "new", 0.9, sha256="b" * 64))
    (verdict,) = service.of_queue([item.id, other.id])
    assert (verdict.item_id, verdict.record_id, verdict.verdict) == (item.id, known, "same_edition")
