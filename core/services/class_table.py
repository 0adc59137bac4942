"""The tree of classes: the program's table of the upper ones, and below it what the holdings carry."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.domain.classification import ClassNode
from core.domain.records import BibliographicRecord
from core.paths import resources_dir

_CLASS_PART = re.compile(r"^\s*([A-Z]{1,2}\d[\d.\-/()=+a-z]*|[A-Z]{1,2}|\d{3}(?:\.\d+)?)(?=[\s/]|$)")
_CLC = re.compile(r"[A-Z]")
CLASS_SCHEMES = ("clc", "ddc", "lcc")


@dataclass(frozen=True, slots=True)
class ClassTable:
    """Notation → (Chinese, English) name, in the order of the table."""

    scheme: str
    names: Mapping[str, tuple[str, str]]

    def children(self, parent: str, counts: Mapping[str, int]) -> tuple[ClassNode, ...]:
        """The classes directly below one ("" = the main classes), with the holdings of each.

        Args:
            parent: A notation, of the table or of the holdings.
            counts: Notation → records that carry exactly it.
        """
        named = [notation for notation in self.names if self.parent(notation) == parent]
        held = {
            stem
            for notation in counts
            if notation.startswith(parent) and notation != parent
            and not any(notation.startswith(child) for child in named)
            and (stem := _next_stem(notation, parent))
        }  # fmt: skip
        if parent == "":
            held = {stem for stem in held if _CLC.match(stem)}
        return tuple(self.node(notation, counts) for notation in sorted({*named, *held}))

    def node(self, notation: str, counts: Mapping[str, int]) -> ClassNode:
        """One class with its counts."""
        chinese, english = self.names.get(notation, ("", ""))
        own_children = [other for other in self.names if self.parent(other) == notation]
        below = [other for other in counts if other.startswith(notation)]
        # T10 is not below T1 by accident: CLC notations are decimal, so a longer one is always a part of the shorter
        n_records = sum(counts[other] for other in below)
        return ClassNode(notation, chinese, english, n_records, bool(own_children) or any(b != notation for b in below))

    def parent(self, notation: str) -> str | None:
        """The longest class of the table above a notation, "" for main classes, None for what is not in the table."""
        if notation not in self.names:
            return None
        for length in range(len(notation) - 1, 0, -1):
            if notation[:length] in self.names:
                return notation[:length]
        return ""

    def path(self, notation: str) -> tuple[str, ...]:
        """The classes of the table that lead to a notation, the main class first; the notation itself last."""
        steps = [notation[:n] for n in range(1, len(notation) + 1) if notation[:n] in self.names]
        return tuple(steps) if steps and steps[-1] == notation else (*steps, notation)


@lru_cache(maxsize=4)
def load_class_table(path: Path | None = None) -> ClassTable:
    """The table that ships with the program, or another file of the same form."""
    file = path or resources_dir() / "classification" / "clc.toml"
    stored = tomllib.loads(file.read_text(encoding="utf-8"))
    return ClassTable(stored["scheme"], {n: (names["zh"], names["en"]) for n, names in stored["classes"].items()})


def classes_of(record: BibliographicRecord) -> tuple[tuple[str, str], ...]:
    """(scheme, notation) of a record: its class headings, else what its call numbers begin with."""
    headings = tuple((s.scheme, s.term) for s in record.subjects if s.scheme in CLASS_SCHEMES and s.term)
    if headings:
        return headings
    found: dict[tuple[str, str], None] = {}
    for holding in record.holdings:
        if (match := _CLASS_PART.match(holding.call_number)) is not None:
            found["clc" if _CLC.match(match[1]) else "ddc", match[1]] = None
    return tuple(found)


def _next_stem(notation: str, parent: str) -> str:
    """The notation cut to one sign more than its parent; dots and signs count with what follows them."""
    for length in range(len(parent) + 1, len(notation) + 1):
        if notation[length - 1].isalnum():
            return notation[:length]
    return notation
