"""How the titles of a file look in each encoding, for a person to choose by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from core.domain.marc import MarcRecord
from core.errors import InvalidInputError
from core.interchange.marc.encodings import DETECTED
from core.interchange.marc.framing import cut
from core.interchange.marc.plausibility import plausibility
from core.interchange.marc.record_text import decoded, detected, flavour_of
from core.interchange.marc.structure import RecordStructure, take_apart
from core.interchange.reading import clean_line, open_source

_RECORDS: Final = 200
_TITLES: Final = 5
_LONGEST_TITLE: Final = 120


@dataclass(frozen=True, slots=True)
class DecodingPreview:
    """One way to read a file.

    Attributes:
        encoding: A name for `read_marc`; "auto" is per record.
        flavour: "marc21", "unimarc", or "auto" where both are in the file.
        titles: Up to five titles as they look then, those with other than ASCII characters first.
        score: Plausibility of the text, from about 1 (or 1 for plain ASCII) down to -3.
        is_recommended: One of the alternatives is.
    """

    encoding: str
    flavour: str
    titles: tuple[str, ...]
    score: float
    is_recommended: bool


def preview_decodings(path: Path) -> tuple[DecodingPreview, ...]:
    """The alternatives for an ISO 2709 file, from its first 200 records; the recommended one first.

    "auto" is recommended where the records differ in their encodings, else the one encoding that all have. A file
    without a readable record gives none.

    Raises:
        InvalidInputError: "file.missing", "file.is_folder", "file.empty".
        HostFaultError: "file.unreadable".
    """
    structures = _first_structures(path)
    if not structures:
        return ()
    flavours = [flavour_of(each) for each in structures]
    flavour = flavours[0] if len(set(flavours)) == 1 else "auto"
    found, prior = [], ""
    for structure, told in zip(structures, flavours, strict=True):
        found.append(detected(structure, told, prior)[0])
        # Plain ASCII reads the same in all, so it has no say.
        if found[-1].text is not None or found[-1].score:
            prior = found[-1].encoding
    encodings = {each.encoding for each in found if each.text is not None or each.score} or {found[-1].encoding}
    best = encodings.pop() if len(encodings) == 1 else "auto"
    alternatives = [
        _preview(
            name,
            flavour,
            [
                decoded(structure, told, name if name != "auto" else each.encoding)[0]
                for structure, told, each in zip(structures, flavours, found, strict=True)
            ],
            name == best,
        )
        for name in ("auto", *DETECTED)
    ]
    return tuple(sorted(alternatives, key=lambda each: (not each.is_recommended, each.encoding != "auto", -each.score)))


def _first_structures(path: Path) -> list[RecordStructure]:
    structures = []
    with open_source(path) as source:
        for piece in islice(cut(source), _RECORDS):
            if piece.data is None:
                continue
            try:
                structures.append(take_apart(piece.data))
            except InvalidInputError:
                continue
    return structures


def _preview(name: str, flavour: str, records: Iterable[MarcRecord], is_recommended: bool) -> DecodingPreview:
    titles = []
    total, n_seen = 0.0, 0
    for record in records:
        titles.append(title_of(record))
        text = "\x1e".join(
            "\x1f".join([each.value, *(part.value for part in each.subfields)]) for each in record.fields
        )
        score, count = plausibility(text)
        total += score * count
        n_seen += count
    shown = sorted((title for title in dict.fromkeys(titles) if title), key=str.isascii)[:_TITLES]
    return DecodingPreview(name, flavour, tuple(shown), total / n_seen if n_seen else 1.0, is_recommended)


def title_of(record: MarcRecord) -> str:
    """The title proper with what follows it, short enough to be shown; "" without one."""
    for field in record.tagged("200" if record.flavour == "unimarc" else "245"):
        codes = "aei" if record.flavour == "unimarc" else "abnp"
        return clean_line(" ".join(field.all(codes)))[:_LONGEST_TITLE]
    return ""
