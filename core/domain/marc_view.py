"""A MARC record as rows that a person reads and edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.domain.marc import MarcFlavour


@dataclass(frozen=True, slots=True)
class MarcRow:
    """One field. `content` is the value of a control field, or subfields as ``$a红楼梦$f曹雪芹著``.

    A dollar sign in the text is written ``{dollar}``. `indicators` are two characters, "" for control fields; a blank
    is shown as ``#``.
    """

    tag: str
    indicators: str
    content: str


@dataclass(frozen=True, slots=True)
class MarcView:
    """A record in MARC.

    Attributes:
        flavour: "marc21" or "unimarc" (CNMARC).
        leader: 24 characters.
        rows: The fields in their order.
        has_source: Whether the record came in MARC; without, this is how it would be written.
        format: Of the source: "marc21", "unimarc", "marcxml", "marcjson"; "" without one.
        encoding: Of the source.
        version: Of the catalogue's record, for saving.
        is_edited: Whether the catalogue's record says something else than the source; the rows say what it says.
    """

    flavour: MarcFlavour
    leader: str
    rows: tuple[MarcRow, ...]
    has_source: bool
    format: str = ""
    encoding: str = ""
    version: int = 0
    is_edited: bool = False


@dataclass(frozen=True, slots=True)
class MarcRemark:
    """What is wrong with a row (-1: with the whole record). Only an error stands in the way of saving."""

    row: int
    message_id: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    is_error: bool = True
