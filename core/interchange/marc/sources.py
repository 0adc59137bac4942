"""Stored sources back to records."""

from __future__ import annotations

from core.domain.marc import MarcRecord, MarcSource
from core.errors import InvalidInputError
from core.interchange.marc.iso2709_reading import decode_iso2709
from core.interchange.marc.marcjson import from_marcjson
from core.interchange.marc.marcxml import from_marcxml

_ISO_2709 = ("marc21", "unimarc")


def decode_source(source: MarcSource) -> MarcRecord:
    """The record that a source holds, the same as the reader gave.

    `source.format` is "marc21", "unimarc" (ISO 2709), "marcxml" or "marcjson".

    Raises:
        InvalidInputError: "marc.source_damaged", also where the format is none of these.
    """
    try:
        if source.format in _ISO_2709:
            return decode_iso2709(source)
        if source.format == "marcxml":
            return from_marcxml(source.data, checksum="warn")
        if source.format == "marcjson":
            return from_marcjson(source.data)
    except InvalidInputError as exc:
        raise InvalidInputError("marc.source_damaged", format=source.format) from exc
    raise InvalidInputError("marc.source_damaged", format=source.format)
