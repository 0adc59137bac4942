"""Made-up records for benchmarks: the same every time, half of them Chinese, as long as real ones."""

from __future__ import annotations

import random

from core.domain.records import BibliographicRecord, Contributor, Identifier, Subject

_HAN = "红楼梦三国演义水浒传西游记聊斋志异儒林外史金瓶梅桃花扇长生殿牡丹亭围城边城子夜家春秋雷雨日出茶馆"
_LATIN = (
    "river", "winter", "glass", "garden", "empire", "letter", "shadow", "theory", "history", "island", "market",
    "engine", "harvest", "memory", "stone",
)  # fmt: skip
_SEED = 20_250_714


def sample_records(n: int) -> list[BibliographicRecord]:
    """`n` records with titles, authors, subjects and descriptions of ordinary length."""
    chance = random.Random(_SEED)
    return [_chinese(chance, i) if i % 2 else _english(chance, i) for i in range(n)]


def _chinese(chance: random.Random, number: int) -> BibliographicRecord:
    return BibliographicRecord(
        title="".join(chance.choices(_HAN, k=chance.randint(3, 10))),
        external_id=f"zh-{number}",
        contributors=(Contributor("".join(chance.choices(_HAN, k=3))),),
        language="chi",
        description="，".join("".join(chance.choices(_HAN, k=chance.randint(6, 16))) for _ in range(6)) + "。",
        subjects=(Subject("".join(chance.choices(_HAN, k=4))), Subject("I246.5", "clc")),
        year=chance.randint(1900, 2025),
        identifiers=(Identifier("control", f"c{number}"),),
    )


def _english(chance: random.Random, number: int) -> BibliographicRecord:
    words = [*chance.choices(_LATIN, k=chance.randint(2, 7)), str(number)]
    return BibliographicRecord(
        title=" ".join(words).capitalize(),
        external_id=f"en-{number}",
        contributors=(Contributor(" ".join(chance.choices(_LATIN, k=2)).title()),),
        language="eng",
        description=". ".join(" ".join(chance.choices(_LATIN, k=12)).capitalize() for _ in range(4)) + ".",
        subjects=(Subject(" ".join(chance.choices(_LATIN, k=2))), Subject("813.54", "ddc")),
        year=chance.randint(1900, 2025),
        identifiers=(Identifier("control", f"c{number}"),),
    )
