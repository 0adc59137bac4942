from __future__ import annotations

from core.domain.records import BibliographicRecord, Contributor, Identifier, RecordId
from core.services.duplicate_blocking import Blocks, author_letters


def blocks_of(*records: tuple[int, str, str]) -> Blocks:
    blocks = Blocks()
    for number, title, author in records:
        names = (Contributor(author),) if author else ()
        blocks.add(BibliographicRecord(title, id=RecordId(number), contributors=names))
    return blocks


def test_scripts_spellings_and_misprints_meet_in_a_block() -> None:
    blocks = blocks_of(
        (1, "红楼梦", "曹雪芹"), (2, "紅樓夢", ""), (3, "Hong lou meng", "Cao Xueqin"), (4, "红楼楼", "曹雪芹"),
        (5, "西游记", "吴承恩"),
    )  # fmt: skip
    partners = blocks.partners()
    assert set(partners[RecordId(1)]) == {2, 3, 4}
    assert RecordId(5) not in partners


def test_names_meet_across_scripts_and_orders() -> None:
    assert author_letters("曹雪芹") == author_letters("Cao Xueqin") == author_letters("Xueqin, Cao")
    assert author_letters("J. K. Rowling") == author_letters("Rowling, J.K.")


def test_numbers_make_a_block() -> None:
    blocks = Blocks()
    for number, title in ((1, "Alpha"), (2, "Omega")):
        blocks.add(BibliographicRecord(title, id=RecordId(number), identifiers=(Identifier("isbn", "9787020002207"),)))
    assert blocks.partners() == {1: [2]}


def test_a_title_that_hundreds_share_is_split_by_author() -> None:
    blocks = blocks_of(
        *((n, "选集", f"作者{chr(0x4E00 + 7 * n)}") for n in range(1, 301)), (301, "选集", f"作者{chr(0x4E00 + 49)}")
    )
    pairs = [(one, other) for one, others in blocks.partners().items() for other in others]
    assert (7, 301) in pairs
    assert len(pairs) < 300


def test_blocks_of_strangers_stay_few() -> None:
    """A thousand different titles give no pair: the work does not grow with the square of the library."""
    blocks = blocks_of(
        *((n, f"{chr(0x4E00 + 3 * n)}{chr(0x5E00 + 5 * n)}论", f"{chr(0x6E00 + n)}明") for n in range(1000))
    )
    assert sum(len(others) for others in blocks.partners().values()) < 1200
