"""MARCXML in and out. (Being built: the signatures stand.)"""

from __future__ import annotations

from pathlib import Path

from core.domain.marc import MarcRecord
from core.interchange.marc.entries import Flavour, MarcEntries


def read_marcxml(path: Path, flavour: Flavour = "auto") -> MarcEntries:
    """Read a file record by record with bounded memory; wrappers (SRU, OAI) are looked through."""
    raise NotImplementedError


def to_marcxml(record: MarcRecord) -> bytes:
    """One `record` element with the MARC 21 slim namespace, UTF-8, without XML declaration."""
    raise NotImplementedError


def from_marcxml(data: bytes, flavour: Flavour = "auto") -> MarcRecord:
    """The one record in a piece of XML (the SRU client's door)."""
    raise NotImplementedError
