"""How the titles of a file look in each encoding. (Being built: the signatures stand.)"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DecodingPreview:
    """One way to read a file.

    Attributes:
        encoding: A name for `read_marc`; "auto" is per record.
        flavour: "marc21", "unimarc", or "auto" where both are in the file.
        titles: Up to five titles as they look then, those with other than ASCII characters first.
        score: Plausibility of the text, at most 1.
        is_recommended: One of the alternatives is.
    """

    encoding: str
    flavour: str
    titles: tuple[str, ...]
    score: float
    is_recommended: bool


def preview_decodings(path: Path) -> tuple[DecodingPreview, ...]:
    """The alternatives for an ISO 2709 file, from its first records."""
    raise NotImplementedError
