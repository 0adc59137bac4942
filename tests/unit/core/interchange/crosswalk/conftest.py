"""Records written as cataloguers print them: "245 10 ǂaTitle /ǂcName." with # for a blank indicator."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.domain.marc import MarcField, MarcFlavour, MarcRecord, Subfield

Parse = Callable[..., MarcRecord]
Show = Callable[[MarcRecord], list[str]]


@pytest.fixture
def marc() -> Parse:
    def parse(flavour: MarcFlavour, text: str, leader: str = "00000nam a2200000 a 4500") -> MarcRecord:
        fields = []
        for line in text.strip().splitlines():
            tag, rest = line.strip().split(" ", 1)
            if tag < "010":
                fields.append(MarcField(tag, rest.replace("#", " ")))
                continue
            head, *parts = rest.split("ǂ")
            indicators = head.strip().replace("#", " ") or "  "
            subfields = tuple(Subfield(part[0], part[1:]) for part in parts)
            fields.append(MarcField(tag, "", (indicators[0], indicators[1]), subfields))
        return MarcRecord(flavour, leader, tuple(fields))

    return parse


@pytest.fixture
def lines() -> Show:
    def show(record: MarcRecord) -> list[str]:
        return [
            f"{each.tag} {each.value}"
            if each.is_control
            else f"{each.tag} {''.join(each.indicators).replace(' ', '#')} "
            + "".join(f"ǂ{part.code}{part.value}" for part in each.subfields)
            for each in record.fields
        ]

    return show
