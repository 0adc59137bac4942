from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord, Contributor, Holding, RecordId
from core.errors import ConflictError, InvalidInputError
from core.paths import LibraryPaths
from core.services.call_numbers import CallNumberService


def book(title: str, author: str = "", *call_numbers: str) -> BibliographicRecord:
    contributors = (Contributor(author),) if author else ()
    return BibliographicRecord(
        title, contributors=contributors, holdings=tuple(Holding(call_number=c) for c in call_numbers)
    )


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(LibraryPaths(tmp_path / "馆"), actor="li") as opened:
        yield opened


@pytest.fixture
def numbers(catalogue: Catalogue) -> CallNumberService:
    return CallNumberService(catalogue)


def put(catalogue: Catalogue, *records: BibliographicRecord) -> list[RecordId]:
    with catalogue.write("import", "x") as unit:
        return unit.add_records(records)


def test_the_house_style_is_told_from_the_shelf(catalogue: Catalogue, numbers: CallNumberService) -> None:
    assert numbers.style_of("I247.57") == "running"
    put(
        catalogue,
        book("a", "", "I242.4/CXQ:2"),
        book("b", "", "I242.4/WCE"),
        book("c", "", "TP312/17"),
        book("d", "", "K20/S235"),
    )
    assert [numbers.style_of(c) for c in ("I242.4", "I313", "TP312", "K20", "Z1")] == [
        "initials", "initials", "running", "phonetic", "running",
    ]  # fmt: skip


def test_initials_of_the_author_and_a_mark_where_another_book_has_them(
    catalogue: Catalogue, numbers: CallNumberService
) -> None:
    put(catalogue, book("红楼梦", "曹雪芹", "I242.4/CXQ", "I242.4/CXQ:2"))
    found = numbers.build(book("别集", "曹雪芹"), "I242.4")
    assert (found.value, found.lines, found.style, found.clashes) == (
        "I242.4/CXQ-2",
        ("I242.4", "CXQ-2"),
        "initials",
        (),
    )
    assert numbers.build(book("别集", "王小波"), "I242.4").value == "I242.4/WXB"


def test_a_record_keeps_its_number_and_gets_a_third_line(catalogue: Catalogue, numbers: CallNumberService) -> None:
    (record_id,) = put(catalogue, book("年鉴", "统计局", "Z52/8/2008"))
    (record,) = catalogue.get([record_id])
    found = numbers.build(record, "Z52", third="2009")
    assert (found.value, found.lines) == ("Z52/8/2009", ("Z52", "8", "2009"))


def test_readings_are_offered_where_they_make_a_difference(numbers: CallNumberService) -> None:
    found = numbers.build(book("评书", "单田芳"), "I239", "phonetic")
    assert found.value.startswith("I239/S")
    assert len({a.value[0] for a in found.alternatives}) > 1
    other = found.alternatives[1].value
    assert numbers.build(book("评书", "单田芳"), "I239", "phonetic", author_number=other).value == f"I239/{other}"
    assert numbers.build(book("Hamlet", "Shakespeare, William"), "I561.33", "phonetic").value == "I561.33/S53"
    assert numbers.build(book("诗经"), "I222.2", "initials").value == "I222.2/SJ", "without an author by the title"


def test_running_numbers_go_on_after_copies_and_reservations(catalogue: Catalogue, numbers: CallNumberService) -> None:
    put(catalogue, book("a", "", "TP312/7"), book("b", "", "TP312/12:2"), book("c", "", "TP3120/99"))
    first = numbers.build(book("x"), "TP312", "running", reserve=True)
    second = numbers.build(book("y"), "TP312", "running", reserve=True)
    assert (first.value, second.value) == ("TP312/13", "TP312/14")
    assert numbers.build(book("z"), "TP312", "running").value == "TP312/15"
    assert second.reservation is not None
    numbers.release(second.reservation)
    assert numbers.build(book("z"), "TP312", "running").value == "TP312/14"


def test_open_editors_never_get_the_same_number(numbers: CallNumberService) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: numbers.build(book(str(n)), "I247", "running", reserve=True).value, range(40)))
    assert sorted(found, key=lambda v: int(v.split("/")[1])) == [f"I247/{n}" for n in range(1, 41)]


def test_author_numbers_are_reserved_too(numbers: CallNumberService) -> None:
    one = numbers.build(book("a", "鲁迅"), "I210", "initials", reserve=True)
    two = numbers.build(book("b", "鲁迅"), "I210", "initials", reserve=True)
    assert (one.value, two.value) == ("I210/LX", "I210/LX-2")
    with pytest.raises(ConflictError, match=r"call_number\.taken"):
        numbers.reserve("I210/LX", "I210")


def test_a_reservation_that_nobody_used_ends_after_a_day(
    numbers: CallNumberService, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.catalogue import catalogue as module

    numbers.build(book("a"), "I247", "running", reserve=True)
    later = module._now_ms() + 25 * 3600 * 1000
    monkeypatch.setattr(module, "_now_ms", lambda: later)
    assert numbers.build(book("b"), "I247", "running", reserve=True).value == "I247/1"


def test_a_typed_number_is_checked_against_the_shelf(catalogue: Catalogue, numbers: CallNumberService) -> None:
    one, two = put(catalogue, book("a", "", "I247/1"), book("b", "", "I247/2"))
    assert numbers.check("I247/1 ", two) == (one,)
    assert numbers.check("I247/1", one) == ()
    with pytest.raises(ConflictError):
        numbers.reserve("I247/2", "I247")


def test_what_cannot_be_built_is_refused(numbers: CallNumberService) -> None:
    with pytest.raises(InvalidInputError, match=r"call_number\.no_class"):
        numbers.build(book("a", "b"), " ")
    with pytest.raises(InvalidInputError, match=r"call_number\.no_author"):
        numbers.build(book("1984"), "I561", "phonetic")
