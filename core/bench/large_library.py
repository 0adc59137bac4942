"""A library of any size, made up, without encoders: to see how lists and the window behave when there is much.

    python -m core.bench.large_library FOLDER [100000]

Records go through the catalogue as an import's do; no covers, no vectors.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord, Contributor, Holding, Subject
from core.paths import LibraryPaths

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单曾解"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂雪文辉玲"
_THINGS = (
    "红楼",
    "长江",
    "故乡",
    "中国",
    "历史",
    "数学",
    "花园",
    "星空",
    "算法",
    "茶馆",
    "山海",
    "诗词",
    "围城",
    "儿童",
    "医学",
)
_KINDS = ("研究", "概论", "选集", "入门", "史", "的故事", "词典", "笔记", "导读", "通论")
_NOUNS = ("River", "Garden", "Empire", "Memory", "Stone", "History", "Theory", "Island", "Winter", "Letters", "Engine")
_PLACES = ("总馆", "分馆", "典藏阅览室", "少儿馆", "Main stacks", "Reference")
_CLASSES = ("I247.5", "I561.45", "TP312", "K928", "O13", "B84", "H319.4", "J2", "R24", "F0")
_SUBJECTS = tuple(f"{thing}{kind}" for thing in _THINGS for kind in ("", "理论", "作品", "评论"))
_SEED = 20_261_128
_BATCH = 2000


def made_up_records(n: int) -> Iterator[BibliographicRecord]:
    """Records with languages, years, classes, subjects, names, locations as mixed as a town library's."""
    chance = random.Random(_SEED)
    for number in range(n):
        is_chinese = chance.random() < 0.7
        if is_chinese:
            title = chance.choice(_THINGS) + chance.choice(_KINDS) + f"（{number}）"
            name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=2))
        else:
            title = f"The {chance.choice(_NOUNS)} of {chance.choice(_NOUNS)} {number}"
            name = f"{chance.choice(_NOUNS)}, {chance.choice(('Ann', 'John', 'Mary', 'Paul'))}"
        notation = chance.choice(_CLASSES)
        yield BibliographicRecord(
            title,
            external_id=f"made-up-{number}",
            contributors=(Contributor(name),),
            language="chi" if is_chinese else chance.choice(("eng", "eng", "fre", "jpn", "")),
            subjects=(*(Subject(term) for term in chance.sample(_SUBJECTS, 2)), Subject(notation, "clc")),
            year=chance.choice((None, *range(1920, 2026))),
            publisher=chance.choice(("人民文学出版社", "商务印书馆", "Penguin", "中华书局")),
            holdings=(Holding(call_number=f"{notation}/{number % 977}", location=chance.choice(_PLACES)),),
            status="draft" if chance.random() < 0.02 else "confirmed",
        )


def make_large_library(folder: Path, n_records: int, report: Callable[[int], None] = lambda n_done: None) -> None:
    """Make a library of made-up records in an empty folder."""
    records = made_up_records(n_records)
    with Catalogue.open(LibraryPaths(folder), actor="bench") as catalogue:
        operation = catalogue.begin_operation("import", "made up")
        n_done = 0
        while batch := list(islice(records, _BATCH)):
            with catalogue.write(operation=operation) as unit:
                unit.add_records(batch)
            n_done += len(batch)
            report(n_done)


def main() -> None:
    """Make the library named on the command line."""
    folder, n_records = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000

    def report(n_done: int) -> None:
        sys.stderr.write(f"\r{n_done:,} of {n_records:,} records")

    make_large_library(folder, n_records, report)


if __name__ == "__main__":
    main()
