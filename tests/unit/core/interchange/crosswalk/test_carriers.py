"""Content, media and carrier types, and series statements, go to the other flavour and come back."""

from __future__ import annotations

import pytest

from core.domain.marc import MarcFlavour
from core.interchange.crosswalk import convert_flavour, tables, to_bibliographic
from tests.unit.core.interchange.crosswalk.conftest import Parse, Show

_TAGS = ("181", "182", "183", "225", "336", "337", "338", "490")


def converted(marc: Parse, lines: Show, to: MarcFlavour, text: str) -> tuple[list[str], set[tuple[str, str]]]:
    title = "245 00 ǂaA\n" if to == "unimarc" else "200 1# ǂaA\n"
    made = convert_flavour(marc("marc21" if to == "unimarc" else "unimarc", title + text), to)
    found = [line for line in lines(made.record) if line[:3] in _TAGS]
    return found, {(each.name, each.value) for each in made.lost}


@pytest.mark.parametrize("kind", ["content", "media", "carrier"])
def test_each_code_comes_back(marc: Parse, lines: Show, kind: str) -> None:
    tag = {"content": "336", "media": "337", "carrier": "338"}[kind]
    text = "\n".join(f"{tag} ## ǂa{term}ǂb{code}ǂ2rda{kind}" for code, term in tables.carriers()[kind].items())
    there, lost = converted(marc, lines, "unimarc", text)
    assert not lost
    back, lost = converted(marc, lines, "marc21", "\n".join(there))
    assert (back, lost) == (text.splitlines(), set())


@pytest.mark.parametrize(
    ("text", "expected", "lost"),
    [
        ("336 ## ǂaText.", ["181 ## ǂctxtǂ2rdacontent"], set()),
        ("336 ## ǂa文本ǂbtxt", ["181 ## ǂctxtǂ2rdacontent"], set()),
        ("337 ## ǂaon paper", [], {("337$a", "on paper")}),
        (
            "338 ## ǂavolumeǂaonline resourceǂ2rdacarrierǂ3set",
            ["183 ## ǂancǂ2rdacarrier", "183 ## ǂacrǂ2rdacarrier"],
            {("338$3", "set")},
        ),
        ("338 ## ǂbzzǂ2local", ["183 ## ǂazzǂ2local"], set()),
        ("490 0# ǂaA =ǂaB ;ǂv3", ["225 2# ǂaAǂdBǂv3"], set()),
        ("490 0# ǂaA : b / C,ǂx0000-0019 ;ǂv3ǂlZ8", ["225 2# ǂaAǂebǂfCǂx0000-0019ǂv3"], {("490$l", "Z8")}),
    ],
)
def test_to_cnmarc(marc: Parse, lines: Show, text: str, expected: list[str], lost: set[tuple[str, str]]) -> None:
    assert converted(marc, lines, "unimarc", text) == (expected, lost)


@pytest.mark.parametrize(
    ("text", "expected", "lost"),
    [
        (
            "181 ## ǂai#ǂbxxxe##\n181 ## ǂctxtǂ2rdacontent\n182 ## ǂan",
            ["336 ## ǂatextǂbtxtǂ2rdacontent", "337 ## ǂaunmediatedǂbnǂ2rdamedia"],
            set(),
        ),
        ("181 ## ǂaiǂbxxxd", ["336 ## ǂatactile textǂbtctǂ2rdacontent"], set()),
        ("181 ## ǂabǂbcb2e", ["336 ## ǂacartographic imageǂbcriǂ2rdacontent"], set()),
        ("181 ## ǂahǂctxtǂ2rdacontent", ["336 ## ǂatextǂbtxtǂ2rdacontent"], {("181$a", "h")}),
        ("181 ## ǂamǂbxxxx", [], {("181$a", "m"), ("181$b", "xxxx")}),
        ("182 ## ǂab", ["337 ## ǂacomputerǂbcǂ2rdamedia"], set()),
        ("183 ## ǂancǂ2rdacarrier", ["338 ## ǂavolumeǂbncǂ2rdacarrier"], set()),
        ("183 ## ǂanga", [], {("183$a", "nga")}),
        ("225 2# ǂaAǂebǂfCǂiDǂv3", ["490 0# ǂaA : b / C. D ;ǂv3"], set()),
        ("225 2# ǂaAǂd= BǂAa", ["490 0# ǂaA =ǂaB"], {("225$A", "a")}),
    ],
)
def test_to_marc21(marc: Parse, lines: Show, text: str, expected: list[str], lost: set[tuple[str, str]]) -> None:
    assert converted(marc, lines, "marc21", text) == (expected, lost)


def test_a_series_reads_the_same_in_both(marc: Parse) -> None:
    read = [
        to_bibliographic(marc("marc21", "245 00 ǂaA\n490 0# ǂa世界文学 : 珍藏本 / 人民文学出版社编 ;ǂv3")).series,
        to_bibliographic(marc("unimarc", "200 1# ǂaA\n225 2# ǂa世界文学ǂe珍藏本ǂf人民文学出版社编ǂv3")).series,
    ]
    assert read == ["世界文学 : 珍藏本 / 人民文学出版社编 ; 3"] * 2
