"""ISO 2709, the exchange format of MARC 21, UNIMARC and CNMARC: the door to its reader and writer."""

from core.interchange.marc.iso2709_reading import decode_iso2709, read_marc
from core.interchange.marc.iso2709_writing import EncodedRecord, encode_iso2709, encode_record

__all__ = ["EncodedRecord", "decode_iso2709", "encode_iso2709", "encode_record", "read_marc"]
