"""Stored sources back to records. (Being built: the signatures stand.)"""

from __future__ import annotations

from core.domain.marc import MarcRecord, MarcSource


def decode_source(source: MarcSource) -> MarcRecord:
    """The record that a source holds, the same as the reader gave.

    `source.format` is "marc21", "unimarc" (ISO 2709), "marcxml" or "marcjson".

    Raises:
        InvalidInputError: "marc.source_damaged".
    """
    raise NotImplementedError
