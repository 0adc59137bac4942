"""What of a query and of a record a multimodal system is given: each modality by itself, and all of them together.

A record is several vectors, not one (`core.retrieval.record_text` says why), and so is a query with several
modalities. `Modalities` says what a system can take; nothing else reaches it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.domain.scans import OcrPage
from core.encoders.unified.inputs import OcrTokens, UnifiedInput, ocr_tokens
from core.evaluation.collections import CollectionQuery, CollectionRecord
from core.evaluation.pictures import Picture, PictureReader
from core.retrieval.record_text import description_text, title_texts

Modality = Literal["text", "image", "ocr"]
Part = Literal["text", "image", "ocr", "whole"]
View = Literal["title", "text", "image", "ocr", "whole"]
QUERY_PARTS: tuple[Part, ...] = ("text", "image", "ocr", "whole")
RECORD_VIEWS: tuple[View, ...] = ("title", "text", "image", "ocr", "whole")


@dataclass(frozen=True, slots=True)
class PartInput:
    """One input of a query or record: `owner` is its place in the list, `part` what of it this is."""

    owner: int
    part: str
    given: UnifiedInput


def query_parts(
    queries: Sequence[CollectionQuery], modalities: frozenset[Modality], reader: PictureReader
) -> list[PartInput]:
    """The inputs of queries, as far as a system takes them.

    ``text``, ``image``, ``ocr``: one modality by itself. ``whole``: all that there are, where there are two or more.
    A query that *is* an OCR page is given as such to a system that reads layout, as plain text to one that does not.

    Raises:
        InvalidInputError, HostFaultError: A picture cannot be read (``image.…``).
    """
    found: list[PartInput] = []
    for place, query in enumerate(queries):
        takes_page = query.ocr is not None and "ocr" in modalities
        text = query.text.strip() if "text" in modalities and not takes_page else ""
        picture, page = _looked_at(query.image, query.ocr, modalities, reader)
        found += _parts(place, "text", text, query.language, "query", picture, page)
    return found


def record_views(
    records: Sequence[CollectionRecord], modalities: frozenset[Modality], reader: PictureReader
) -> list[PartInput]:
    """The inputs of records, as far as a system takes them.

    ``title``: each title form by itself (several inputs of one owner). ``text``: description and subjects. ``image``
    and ``ocr``: the cover. ``whole``: title, description and cover together. A cover that cannot be read is left out.
    """
    from core.errors import InvalidInputError

    found: list[PartInput] = []
    for place, each in enumerate(records):
        titles = title_texts(each.record) if "text" in modalities else ()
        described = description_text(each.record) if "text" in modalities else ""
        if each.ocr is not None and "ocr" not in modalities and "text" in modalities:
            described = each.ocr.text
        for title in titles:
            language = each.record.language if title == each.record.title else ""
            found.append(PartInput(place, "title", UnifiedInput(text=title, language=language)))
        if described:
            found.append(PartInput(place, "text", UnifiedInput(text=described)))
        try:
            picture, page = _looked_at(each.cover, each.ocr, modalities, reader)
        except InvalidInputError:
            picture, page = None, None
        whole = "\n".join([*titles[:1], *([described] if described else [])])
        of_cover = _parts(place, "", whole, "", "passage", picture, page)
        found += [part for part in of_cover if part.part]
    return found


def _looked_at(
    image: object, given: OcrPage | None, modalities: frozenset[Modality], reader: PictureReader
) -> tuple[Picture | None, OcrPage | None]:
    from pathlib import Path

    path = image if isinstance(image, Path) else None
    page = given if "ocr" in modalities else None
    if page is None and path is not None and "ocr" in modalities:
        page = reader.page(path)
    picture = reader.picture(path) if path is not None and "image" in modalities else None
    return picture, page if page is not None and page.text.strip() else None


def _parts(
    owner: int,
    text_part: str,
    text: str,
    language: str,
    role: Literal["query", "passage"],
    picture: Picture | None,
    page: OcrPage | None,
) -> list[PartInput]:
    words: OcrTokens | None = ocr_tokens(page) if page is not None else None
    pixels, name = (picture.pixels, picture.sha256) if picture is not None else (None, "")
    found: list[PartInput] = []
    if text:
        found.append(PartInput(owner, text_part, UnifiedInput(text=text, role=role, language=language)))
    if pixels is not None:
        found.append(PartInput(owner, "image", UnifiedInput(pixels=pixels, image_sha256=name)))
    if words is not None:
        found.append(PartInput(owner, "ocr", UnifiedInput(ocr=words)))
    if len(found) > 1:
        together = UnifiedInput(text=text, role=role, language=language, pixels=pixels, ocr=words, image_sha256=name)
        found.append(PartInput(owner, "whole", together))
    return found
