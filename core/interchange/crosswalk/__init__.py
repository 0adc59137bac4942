"""MARC 21 and UNIMARC/CNMARC ↔ the catalogue's records: reading, writing, editing in place, changing the flavour."""

from core.interchange.crosswalk.conversion import Converted, convert_flavour
from core.interchange.crosswalk.editing import apply_edit
from core.interchange.crosswalk.holdings import (
    HoldingProfile,
    built_in_profiles,
    default_profile,
    load_profiles,
    profile_of_table,
    save_profile,
)
from core.interchange.crosswalk.losses import LostPart
from core.interchange.crosswalk.reading import to_bibliographic
from core.interchange.crosswalk.romanisation import CnmarcRules
from core.interchange.crosswalk.writing import from_bibliographic, held_part

__all__ = [
    "CnmarcRules",
    "Converted",
    "HoldingProfile",
    "LostPart",
    "apply_edit",
    "built_in_profiles",
    "convert_flavour",
    "default_profile",
    "from_bibliographic",
    "held_part",
    "load_profiles",
    "profile_of_table",
    "save_profile",
    "to_bibliographic",
]
