"""Relator codes and terms ↔ the role of a Contributor."""

from __future__ import annotations

from core.domain.marc import MarcFlavour, Subfield
from core.interchange.crosswalk import tables


def role_of(word: str) -> str:
    """The relator term for a code, a URI of one, or a word in English or Chinese; an unknown word is kept.

    >>> role_of("trl"), role_of("译"), role_of("730"), role_of("joint author."), role_of("监修")
    ('translator', 'translator', 'translator', 'author', '监修')
    """
    by_word = tables.roles().by_word
    found = by_word.get(word)
    if found:
        return found
    word = word.strip(" ,.;")
    if "/" in word and word.startswith("http"):
        word = word.rstrip("/").rpartition("/")[2]
    return by_word.get(word.lower()) or word


def roles_of(subfields: tuple[Subfield, ...], default: str) -> list[str]:
    """The roles in $4, else in $e, else the default."""
    codes: list[str] = []
    terms: list[str] = []
    for each in subfields:
        if each.code == "4":
            codes.append(each.value)
        elif each.code == "e":
            terms.append(each.value)
    found = list(filter(None, map(role_of, codes or terms)))
    return list(dict.fromkeys(found)) if len(found) > 1 else found or [default]


def role_subfields(role: str, flavour: MarcFlavour, in_chinese: bool) -> list[Subfield]:
    """The subfields that say a role: $e and $4 in MARC 21, a code or (CNMARC) a Chinese word in $4 of UNIMARC."""
    known = tables.roles().by_term.get(role)
    if flavour == "marc21":
        return [Subfield("e", f"{role}."), *([Subfield("4", known.marc21)] if known else [])]
    if in_chinese:
        return [Subfield("4", known.chinese if known else role)]
    return [Subfield("4", known.unimarc or known.chinese if known else role)]
