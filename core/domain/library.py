"""Views of a library that services hand to the window and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, NewType

from core.domain.records import BibliographicRecord, RecordId, RejectedInput
from core.domain.retrieval import Identification
from core.domain.scans import CoverScan

IntakeItemId = NewType("IntakeItemId", int)
IntakeState = Literal["waiting", "accepted", "created", "skipped", "rejected"]

FORMAT_SUFFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "jsonl": (".jsonl", ".ndjson"),
    "csv": (".csv", ".tsv", ".txt", ".tab"),
    "xlsx": (".xlsx", ".xlsm"),
    "marc": (".mrc", ".marc", ".iso", ".iso2709", ".dat"),
    "marcxml": (".xml", ".marcxml"),
    "unimarc": (),
    "marcjson": (".json", ".marcjson"),
    "mods": (".mods",),
    "dc": (".dc",),
    "ris": (".ris",),
    "bibtex": (".bib", ".bibtex"),
}
"""The formats, in the order in which they are offered, and the suffixes of their files."""


@dataclass(frozen=True, slots=True)
class RecordDetails:
    """Everything the record page shows but the OCR text, which is asked for by cover."""

    record: BibliographicRecord
    covers: tuple[CoverScan, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of a browsed list. `offset` is 0-based; `total` counts the whole list."""

    records: tuple[BibliographicRecord, ...]
    cover_sha256: tuple[str | None, ...]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class LibraryStats:
    """Counts for `wenyuan stats` and the status bar."""

    library: str
    records: int
    drafts: int
    covers: int
    holdings: int
    languages: Mapping[str, int] = field(default_factory=dict)
    vectors: Mapping[str, int] = field(default_factory=dict)
    encoders: Mapping[str, str] = field(default_factory=dict)
    schema_version: str = ""
    size_mib: float = 0.0


@dataclass(frozen=True, slots=True)
class IntakeItem:
    """One scan in the review queue. `record_id` is set once it was accepted or made into a record."""

    id: IntakeItemId
    path: str
    state: IntakeState
    identification: Identification
    record_id: RecordId | None = None
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DecodingChoice:
    """One way to read a MARC file or a table: how its titles look in an encoding.

    `encoding` "auto" is told for each record. `score` is the plausibility of the text, about 1 at best.
    """

    encoding: str
    flavour: str
    titles: tuple[str, ...]
    score: float
    is_recommended: bool


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """The first records of a file: rows, and for each column the record field it goes into ("" = ignored).

    For tables the columns are those of the file and the mapping is a guess that may be changed. `encoding` names all
    that occur in the rows. `decodings` are the alternatives for ISO 2709 and for delimited
    tables, the recommended one first.
    """

    file: str
    format: str
    encoding: str
    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]
    n_rows: int | None = None
    decodings: tuple[DecodingChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How records are written.

    Attributes:
        encoding: Name of an encoding; "auto" keeps that of each record's source and takes UTF-8 for the others.
        flavour: Of MARC; "" keeps that of each record's source and takes MARC 21 for the others.
        rules: Whose cataloguing rules CNMARC records follow; those with a source get its pinyin. "" keeps the source's.
        profile: Name of a mapping of holdings fields, or a TOML file with one; "" is the usual one.
        checksum: Add a field by which a later import notices that the record was damaged on its way.
        unencodable: What to do with characters that the encoding lacks: "refuse" writes no file; "warn" writes them
            as numeric character references (``&#x6587;``, MARC 21's own way) and says so for each record; a record
            that cannot be written at all is then left out, and told too.
    """

    encoding: str = "auto"
    flavour: Literal["", "marc21", "unimarc"] = ""
    rules: Literal["", "calis", "nlc"] = ""
    profile: str = ""
    checksum: bool = False
    unencodable: Literal["refuse", "warn"] = "refuse"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """Counts of one export. `warnings` name what was written otherwise than it stands in the catalogue."""

    written: int
    warnings: tuple[RejectedInput, ...] = ()


@dataclass(frozen=True, slots=True)
class ConversionRequest:
    """A file to be written in another format.

    `source_format` and `target_format` "auto" are told by content and suffix. `mapping` is column → field, for tables.
    Rejected pieces go to `rejects_file` as they came, "" = nowhere.
    """

    source: str
    target: str
    source_format: str = "auto"
    target_format: str = "auto"
    source_encoding: str = "auto"
    mapping: Mapping[str, str] | None = None
    rejects_file: str = ""
    options: ExportOptions = field(default_factory=ExportOptions)


@dataclass(frozen=True, slots=True)
class ConversionReport:
    """What became of the records of a file. Of very many rejected pieces the first are listed; `n_rejected` counts."""

    written: int
    n_rejected: int
    rejected: tuple[RejectedInput, ...]
    warnings: tuple[RejectedInput, ...]
    source_format: str
    target_format: str
    rejects_files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing `check` found. `repairable` findings are mended by `check --repair`."""

    message_id: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    repairable: bool = False
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The outcome of a consistency check."""

    findings: tuple[Finding, ...]
    checked: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        return all(f.repaired for f in self.findings)


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """One backup archive. `verified` is True once its checksums and database were tested."""

    file: str
    created_at: datetime
    size_mib: float
    records: int
    verified: bool


@dataclass(frozen=True, slots=True)
class EngineState:
    """What the engine is ready for. `encoders`: "loading", "ready" or "unavailable" (then `problem_id` says why).

    `person` and `role` are who is signed in, where roles are on ("" while nobody is); `read_only` is also true for
    somebody who may only look.
    """

    encoders: Literal["loading", "ready", "unavailable"]
    device: str = ""
    records: int = 0
    library: str = ""
    read_only: bool = False
    lock_holder: str = ""
    problem_id: str | None = None
    problem_context: Mapping[str, str | int | float] = field(default_factory=dict)
    roles_on: bool = False
    person: str = ""
    role: str = "administrator"
