"""How an import meets the records that are there: match rules, overlay policies, and what came of each record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.domain.records import RecordId

MatchRule = Literal["control", "isbn", "title", "cover"]
MATCH_RULES: tuple[MatchRule, ...] = ("control", "isbn", "title", "cover")

Outcome = Literal["new", "unchanged", "source", "updated", "possible", "held", "rejected", "warning"]
"""`source`: unchanged, but what it came from (the MARC record) is stored with it from now on; `possible`: imported as
new although a record may be the same; `held`: kept out, written to the duplicates file; `warning`: a remark about a
record that has an entry of its own."""

FieldPolicy = Literal["keep", "replace", "fill", "add"]
"""What the file may do to a field: nothing, replace it, fill it where it is empty, add what is not there yet."""

OVERLAY_FIELDS = (
    "title", "title_parallel", "contributors", "language", "description", "subjects", "year", "publisher", "place",
    "edition", "series", "extent", "note", "identifiers", "holdings",
)  # fmt: skip

NoteValues = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class OverlayProfile:
    """Which fields of a stored record an import may change, and how. `policies` names the exceptions from `usual`.

    Copies on the shelf are never taken away: for `holdings`, "replace" brings the copy with the same barcode up to
    date and adds copies that are new, "add" only adds, and both keep those that the file does not know.
    """

    name: str
    usual: FieldPolicy = "replace"
    policies: Mapping[str, FieldPolicy] = field(default_factory=dict)

    def policy(self, name: str) -> FieldPolicy:
        """The policy of a field."""
        return self.policies.get(name, self.usual)


_ADDED_TO = ("title_parallel", "contributors", "subjects", "identifiers", "holdings", "note")
BUILT_IN_PROFILES: tuple[OverlayProfile, ...] = (
    OverlayProfile("replace"),
    OverlayProfile("fill", "fill"),
    OverlayProfile("add", "fill", {name: "add" for name in _ADDED_TO}),  # noqa: C420 - dict.fromkeys loses the type
    OverlayProfile("keep", "keep"),
)
"""Always there; a library's own profiles stand beside them under other names."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How an import treats what is already in the library.

    Attributes:
        match: The rules, in order; the first that is certain wins. An external id that is known always comes first.
            Empty: all rules, but a record with an external id of its own is never taken for a stored one by another
            rule, only pointed out as a possible duplicate.
        overlay: Name of the overlay profile for records that are found.
        policies: A profile for this import only, in place of the named one.
        hold: Which records are not imported but only written to the duplicates file: none, those that may be the same
            as a stored one ("possible"), or those that are found at all ("all").
        hold_changed_titles: Hold updates that would give a record a clearly different title.
        dry_run: Tell what would happen and write nothing to the library.
        duplicates_file: Where records go that are, or may be, in the library already. "" = nowhere.
        report_file: Where one row a record goes: CSV, or JSON by the suffix. "" = nowhere.
        rejects_file: Where rejected pieces go as they came, to be mended and imported again. "" = nowhere.
        holdings: Name of the mapping by which copies are read from MARC, or a TOML file with one. "" takes the built-in
            one whose field a record has.
    """

    match: tuple[MatchRule, ...] = ()
    overlay: str = "replace"
    hold: Literal["nothing", "possible", "all"] = "nothing"
    hold_changed_titles: bool = False
    dry_run: bool = False
    duplicates_file: str = ""
    report_file: str = ""
    rejects_file: str = ""
    holdings: str = ""
    policies: OverlayProfile | None = None


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field before and after, as people read it: one string a value, none where the field was empty."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """What became of one record of a file.

    `rule` and `score` (0…1) tell how the stored record `record_id` was found, "" where none was. `reason_id` with
    `values` says why it was rejected or held. `has_other_title` warns that the title changed beyond spelling.
    """

    file: str
    position: str
    outcome: Outcome
    title: str = ""
    record_id: RecordId | None = None
    rule: MatchRule | Literal[""] = ""
    score: float = 0.0
    differences: tuple[FieldDifference, ...] = ()
    has_other_title: bool = False
    reason_id: str = ""
    values: NoteValues = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file is at first sight, from its beginning. `n_records` is about how many it holds, None if it is silent.

    `problem_id` with `problem` says why it cannot be read; then the format is "".
    """

    file: str
    format: str = ""
    size_bytes: int = 0
    n_records: int | None = None
    problem_id: str = ""
    problem: NoteValues = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What the columns of one vendor's or library's tables are: column → field, "" leaves a column out."""

    name: str
    mapping: Mapping[str, str]

    def applied_to(self, columns: tuple[str, ...], guessed: Mapping[str, str]) -> dict[str, str]:
        """The mapping for a table's columns: what the profile knows, else what was guessed."""
        return {column: self.mapping.get(column, guessed.get(column, "")) for column in columns}


@dataclass(frozen=True, slots=True)
class HoldingLayout:
    """In which subfields of which MARC field copies are kept.

    Attributes:
        name: What a person calls it: the vendor, or the tag.
        tag: The field: 852, 905, 985…
        flavour: Of the records; "" is any.
        patterns: Part of a copy (barcode, call_number, location, note, status) → subfields, tried in order. ``"d/e"``
            reads $dI242.4$e21 as I242.4/21.
        statuses: What the status subfield says → code of a state of items; ``"7:1"`` means a 1 in $7 only.
        barcode_ranges: ``20295403-5408`` stands for six copies.
        based_on: The layout that it was made from; indicators, places, and how copies are written come from there.
        is_own: Of this library; the others ship with the program.
    """

    name: str
    tag: str
    flavour: Literal["", "marc21", "unimarc"] = ""
    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    barcode_ranges: bool = False
    based_on: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page of what a dry run told, in the order of the files. `offset` is 0-based, `total` of the whole list."""

    entries: tuple[ImportEntry, ...]
    offset: int
    total: int
