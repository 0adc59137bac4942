"""Which records of a library are worth comparing: those that share a key, so that nobody compares all with all.

Keys: ISBN; the main title and each parallel title, in pinyin where Chinese; the author with the beginning, and with the
end, of the title (a misprint spoils only one of them).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from core.domain.records import BibliographicRecord, RecordId
from core.services.edition_verdicts import isbns, pinyin_title
from core.text.normalize import fold, to_simplified

_MOST_TITLES = 5
_MOST_AUTHORS = 3
_TITLE_PART = 4
"""Letters of the title beside the author's name."""
_LARGEST_BLOCK = 40
"""A key that more records share ("选集") tells nothing by itself; such a block is split by author, or left."""


def record_keys(record: BibliographicRecord) -> tuple[str, ...]:
    """The keys of one record."""
    titles = [t for t in map(pinyin_title, (record.title, *record.title_parallel[: _MOST_TITLES - 1])) if len(t) > 1]
    keys = [f"i{number}" for number in isbns(record)]
    keys += [f"t{title}" for title in titles]
    if titles:
        main = titles[0]
        for name in record.authors[:_MOST_AUTHORS]:
            letters = author_letters(name)
            keys += [f"b{letters}|{main[:_TITLE_PART]}", f"e{letters}|{main[-_TITLE_PART:]}"]
    return tuple(dict.fromkeys(keys))


def author_letters(name: str) -> str:
    """The letters of a name in alphabetical order, Chinese as pinyin: the same for 曹雪芹, Cao Xueqin, Xueqin Cao."""
    return "".join(sorted(pinyin_title(fold(to_simplified(name)))))


class Blocks:
    """Collects the keys of records, then gives the pairs to compare. Memory: some 100 bytes a key."""

    def __init__(self) -> None:
        self._members: dict[str, list[RecordId]] = {}
        self._authors: dict[RecordId, str] = {}

    def add(self, record: BibliographicRecord) -> None:
        """Take in one stored record."""
        if record.id is None:
            return
        self._authors[record.id] = author_letters(record.authors[0]) if record.authors else ""
        for key in record_keys(record):
            self._members.setdefault(key, []).append(record.id)

    def add_block(self, members: Sequence[RecordId]) -> None:
        """Take in records that share something else, such as a scan. Larger blocks are left out."""
        if len(members) <= _LARGEST_BLOCK:
            self._members[f"s{len(self._members)}"] = list(members)

    def partners(self) -> Mapping[RecordId, Sequence[RecordId]]:
        """For each record those with a larger id that it should be compared with, in the order of ids."""
        found: dict[RecordId, set[RecordId]] = {}
        for block in self._blocks():
            for one, other in combinations(sorted(block), 2):
                found.setdefault(one, set()).add(other)
        return {record_id: sorted(found[record_id]) for record_id in sorted(found)}

    def _blocks(self) -> Iterator[Sequence[RecordId]]:
        for key, members in self._members.items():
            if len(members) < 2:
                continue
            if len(members) <= _LARGEST_BLOCK:
                yield members
            elif key.startswith("t"):
                by_author: dict[str, list[RecordId]] = {}
                for record_id in members:
                    by_author.setdefault(self._authors[record_id], []).append(record_id)
                yield from (part for part in by_author.values() if 1 < len(part) <= _LARGEST_BLOCK)
