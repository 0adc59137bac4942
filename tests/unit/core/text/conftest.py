from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from core.text.lexical import index_text, pinyin_text
from core.text.match import COLUMNS, Mode, filter_match, to_match
from core.text.query import parse


class Shelf:
    """A real FTS5 table filled as the catalogue fills its own."""

    def __init__(self) -> None:
        self.database = sqlite3.connect(":memory:")
        columns = ", ".join(COLUMNS)
        self.database.execute(
            f"CREATE VIRTUAL TABLE shelf USING fts5({columns}, tokenize = 'unicode61 remove_diacritics 0')"
        )
        self.titles: dict[int, str] = {}

    def add(self, title: str, author: str = "", subject: str = "", description: str = "") -> None:
        row = self.database.execute(
            "INSERT INTO shelf (title, names, subjects, description, pinyin_title, pinyin_names)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                index_text(title),
                index_text(author),
                index_text(subject),
                index_text(description),
                pinyin_text(title, is_name=False),
                pinyin_text(author, is_name=True),
            ),
        ).lastrowid
        assert row is not None
        self.titles[row] = title

    def match(self, expression: str | None) -> list[str]:
        """Titles, best first."""
        if expression is None:
            return []
        found = self.database.execute("SELECT rowid FROM shelf WHERE shelf MATCH ? ORDER BY bm25(shelf)", (expression,))
        return [self.titles[row] for (row,) in found]

    def find(self, query: str, mode: Mode = "and") -> list[str]:
        return self.match(to_match(parse(query), mode))

    def filtered(self, query: str) -> list[str]:
        return self.match(filter_match(parse(query).filters))


@pytest.fixture(scope="session")
def shelf() -> Iterator[Shelf]:
    made = Shelf()
    for title, author in (
        ("红楼梦", "曹雪芹"),
        ("紅樓夢研究", "俞平伯"),
        ("軟體工程", "單田芳"),
        ("软件工程导论", "张海藩"),
        ("硬件工程", "曾国藩"),
        ("傅雷家书", "傅雷"),
        ("C++ Primer", "Stanley Lippman"),
        ("C程序设计", "谭浩强"),
        ("C#入门", "解缙"),
        ("Harry's Books", "J.K. Rowling"),
        ("猫", "弗洛雷"),
        ("产品和服务", "佚名"),
        ("和服文化", "佚名"),
        ("The Amazing Spider-Man", "Stan Lee"),
        ("Women in Love", "D. H. Lawrence"),
        ("我们", "扎米亚京"),
        ("Python3编程", "吕布"),
        ("百年孤独", "加西亚·马尔克斯"),
        ("Les Misérables", "Victor Hugo"),
        ("皇后传", "佚名"),
        ("后来的事", "佚名"),
    ):
        made.add(title, author)
    yield made
    made.database.close()
