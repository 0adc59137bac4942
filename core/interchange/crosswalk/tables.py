"""The tables in resources/marc: roles, languages, countries, subject schemes, eras."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from core import paths


@dataclass(frozen=True, slots=True)
class Role:
    """One role: the MARC relator term, its codes, and the Chinese word that is written for it."""

    term: str
    marc21: str
    unimarc: str
    chinese: str


@dataclass(frozen=True, slots=True)
class Roles:
    """`by_word` knows codes and words in every language, in lower case and without a final period."""

    by_word: dict[str, str]
    by_term: dict[str, Role]


@dataclass(frozen=True, slots=True)
class Country:
    """`region` is the code of GB/T 2260 for a Chinese province, "" elsewhere."""

    marc21: str
    iso: str
    region: str


@dataclass(frozen=True, slots=True)
class Countries:
    by_place: dict[str, Country]
    iso_of_marc21: dict[str, str]
    marc21_of_iso: dict[str, str]


@dataclass(frozen=True, slots=True)
class Languages:
    """`articles` are in lower case, with the blank that follows them."""

    successors: dict[str, str]
    articles: dict[str, tuple[str, ...]]
    scripts: dict[str, str]


@dataclass(frozen=True, slots=True)
class ClassScheme:
    """Where a class number stands: the tag of each flavour, and the code of $2 where the tag does not tell."""

    scheme: str
    marc21: str
    source: str
    unimarc: str


@dataclass(frozen=True, slots=True)
class Schemes:
    by_indicator: dict[str, str]
    indicators: dict[str, str]
    unimarc_sources: dict[str, str]
    unimarc_codes: dict[str, str]
    classes: dict[str, ClassScheme]


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((paths.resources_dir() / "marc" / name).read_text(encoding="utf-8"))


@cache
def roles() -> Roles:
    """Roles of agents."""
    by_word: dict[str, str] = {}
    by_term: dict[str, Role] = {}
    for term, row in _load("roles.toml").items():
        chinese = row["chinese"].split()
        by_term[term] = Role(term, row["marc21"], row["unimarc"], chinese[0])
        english = (word.replace("-", " ").rstrip(".") for word in row["english"].split())
        for word in (term, row["marc21"], row["unimarc"], *chinese, *english):
            if word:
                by_word[word] = term
    return Roles(by_word, by_term)


@cache
def languages() -> Languages:
    """Codes of languages given up, articles, scripts."""
    table = _load("languages.toml")
    articles = {
        code: tuple(word if word[-1] in "'’" else f"{word} " for word in sorted(words, key=len, reverse=True))
        for code, words in table["articles"].items()
    }
    return Languages(table["successors"], articles, table["scripts"])


@cache
def countries() -> Countries:
    """Places and the countries they are in."""
    by_place: dict[str, Country] = {}
    iso_of_marc21: dict[str, str] = {}
    marc21_of_iso: dict[str, str] = {}
    for row in _load("countries.toml")["country"]:
        country = Country(row["marc21"], row["iso"], row["region"])
        iso_of_marc21.setdefault(country.marc21, country.iso)
        marc21_of_iso.setdefault(country.iso, country.marc21)
        for place in row["places"].split():
            by_place[place.replace("-", " ").casefold()] = country
    return Countries(by_place, iso_of_marc21, marc21_of_iso)


@cache
def schemes() -> Schemes:
    """Schemes of headings and class numbers."""
    table = _load("subjects.toml")
    classes = {row["scheme"]: ClassScheme(**row) for row in table["class"]}
    by_indicator, sources = table["indicators"], table["unimarc_sources"]
    return Schemes(
        by_indicator,
        {scheme: indicator for indicator, scheme in by_indicator.items()},
        sources,
        {scheme: code for code, scheme in sources.items()},
        classes,
    )


@cache
def conversion() -> dict[str, Any]:
    """What the flavours write for the same, as it stands in conversion.toml."""
    return _load("conversion.toml")


@cache
def carriers() -> dict[str, Any]:
    """Content, media and carrier types, as they stand in carriers.toml."""
    return _load("carriers.toml")


@cache
def eras() -> dict[str, int]:
    """First years of Chinese and Japanese eras."""
    return dict(_load("eras.toml")["eras"])
