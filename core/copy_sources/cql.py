"""Queries in CQL, the Contextual Query Language of SRU (OASIS searchRetrieve 1.0, part 5)."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.copy_sources import CopyQuery, CopySource
from core.errors import InvalidInputError


def to_cql(query: CopyQuery, source: CopySource) -> str:
    """The query in the indexes of a catalogue, all conditions joined by "and".

    Raises:
        InvalidInputError: "source.no_index" when it cannot search by any of what is given, "query.empty".
    """
    terms = query.terms()
    if not terms:
        raise InvalidInputError("query.empty")
    clauses = [f"{source.indexes[name]}={quoted(value)}" for name, value in usable(terms, source.indexes).items()]
    if not clauses:
        raise InvalidInputError("source.no_index", source=source.name, fields=", ".join(terms))
    return " and ".join(clauses)


def usable(terms: Mapping[str, str], indexes: Mapping[str, str]) -> dict[str, str]:
    """The conditions a catalogue can search by; a standard number says it all where it can be searched."""
    known = {name: value for name, value in terms.items() if name in indexes}
    for number in ("isbn", "issn"):
        if number in known:
            return {number: known[number]}
    return known


def quoted(term: str) -> str:
    """A term as a CQL string: in quotes, with quotes and backslashes escaped, and no wildcards or anchors at work."""
    text = " ".join(term.split())
    for sign in ("\\", '"', "*", "?", "^"):
        text = text.replace(sign, f"\\{sign}")
    return f'"{text}"'
