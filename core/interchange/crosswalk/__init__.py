"""MARC 21 and UNIMARC/CNMARC ↔ the catalogue's records: reading, writing, editing in place, changing the flavour."""

from core.interchange.crosswalk.editing import apply_edit
from core.interchange.crosswalk.reading import to_bibliographic
from core.interchange.crosswalk.writing import from_bibliographic, held_part

__all__ = ["apply_edit", "from_bibliographic", "held_part", "to_bibliographic"]
