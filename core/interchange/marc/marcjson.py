"""MARC-in-JSON in and out. (Being built: the signatures stand.)"""

from __future__ import annotations

from pathlib import Path

from core.domain.marc import MarcRecord
from core.interchange.marc.entries import Flavour, MarcEntries


def read_marcjson(path: Path, flavour: Flavour = "auto") -> MarcEntries:
    """Read an array of records, or records one after the other, with bounded memory."""
    raise NotImplementedError


def to_marcjson(record: MarcRecord) -> bytes:
    """One JSON object on one line, UTF-8: {"leader": …, "fields": [{"001": …}, {"245": {"ind1": …, …}}]}."""
    raise NotImplementedError


def from_marcjson(data: bytes, flavour: Flavour = "auto") -> MarcRecord:
    """The record in one JSON object."""
    raise NotImplementedError
