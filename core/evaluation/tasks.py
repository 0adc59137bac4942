"""Tasks that any collection with covers has, beside those it names itself.

Two of the paper's tasks go between a picture and the words on it; a third is its joint task as a desk meets it, where
most records have no stored cover. All are made from the pictures and judgements at hand, and in all the documents are
words alone, so that nobody can answer by comparing picture with picture:

- `IMAGE_TO_OCR`: a picture of a cover is given; the documents are the pages that OCR read on the stored covers.
- `OCR_TO_RECORD`: what OCR read on a picture is given; the documents are the records without their covers.
- `JOINT_TO_RECORD`: words and a picture are given; the documents are the records without their covers. Where covers
  are stored and scans clean, pictures alone answer a joint query, and systems cannot be told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.domain.records import BibliographicRecord
from core.domain.scans import OcrPage
from core.errors import InvalidInputError
from core.evaluation.collections import Collection, CollectionQuery, CollectionRecord
from core.evaluation.pictures import PictureReader
from core.protocols import JobContext

IMAGE_TO_OCR = "image-to-ocr"
OCR_TO_RECORD = "ocr-to-record"
JOINT_TO_RECORD = "joint-to-record"
DERIVED_TASKS = (IMAGE_TO_OCR, OCR_TO_RECORD, JOINT_TO_RECORD)


def image_to_ocr(collection: Collection, reader: PictureReader, ctx: JobContext) -> Collection:
    """Pictures of covers against the words of the stored covers.

    One document for each cover on which anything was read, under its record's id, with an empty record. Queries are
    those of the collection that are pictures alone; where it has none, the covers themselves. A query keeps its id and
    its relevant records, as far as they are documents.
    """
    covers = [each for each in collection.records if each.cover is not None]
    documents: list[CollectionRecord] = []
    for done, each in enumerate(covers, start=1):
        page = _page(each, reader)
        if page is not None and page.text.strip():
            documents.append(CollectionRecord(each.id, BibliographicRecord(title=""), ocr=page))
        ctx.report(done, len(covers), "evaluate.reading")
    known = {each.id for each in documents}
    pictures, qrels = _pictures(collection)
    judged = {query: {r: grade for r, grade in grades.items() if r in known} for query, grades in qrels.items()}
    kept = [replace(query, task=IMAGE_TO_OCR) for query in pictures if any(judged[query.id].values())]
    return replace(collection, records=tuple(documents), queries=tuple(kept), qrels=judged)


def ocr_to_record(collection: Collection, reader: PictureReader, ctx: JobContext) -> Collection:
    """The words of a picture against the records without covers.

    Queries are those of `image_to_ocr` on which anything was read: `ocr` is the page, `text` its words in reading order
    for systems that know no layout.
    """
    pictures, qrels = _pictures(collection)
    queries: list[CollectionQuery] = []
    for done, query in enumerate(pictures, start=1):
        page = reader.page(query.image) if query.image else None
        if page is not None and page.text.strip():
            queries.append(replace(query, task=OCR_TO_RECORD, text=page.text, image=None, ocr=page))
        ctx.report(done, len(pictures), "evaluate.reading")
    documents = tuple(replace(each, cover=None) for each in collection.records)
    return replace(collection, records=documents, queries=tuple(queries), qrels=qrels)


def joint_to_record(collection: Collection) -> Collection:
    """Queries of words and a picture against the records without covers; empty where the collection asks none."""
    asked = [query for query in collection.queries if query.image is not None and query.text.strip()]
    return replace(
        collection,
        records=tuple(replace(each, cover=None) for each in collection.records),
        queries=tuple(replace(query, task=JOINT_TO_RECORD) for query in asked),
    )


def has_covers(collection: Collection) -> bool:
    """Whether the tasks above can be derived."""
    return any(each.cover is not None for each in collection.records)


def picture_files(collection: Collection, queries: Sequence[CollectionQuery] | None = None) -> list[str]:
    """Every picture that `queries` (all where None) and records name, each once."""
    asked = collection.queries if queries is None else queries
    files = [query.image for query in asked] + [each.cover for each in collection.records]
    return list(dict.fromkeys(str(file) for file in files if file is not None))


def _pictures(collection: Collection) -> tuple[list[CollectionQuery], dict[str, dict[str, int]]]:
    """Queries that are a picture alone, with their judgements; the covers where the collection asks none."""
    asked = [query for query in collection.queries if query.image is not None and not query.text.strip()]
    if asked:
        return asked, {query.id: dict(collection.qrels.get(query.id, {})) for query in asked}
    covers = [CollectionQuery(f"{each.id}#cover", "", image=each.cover) for each in collection.records if each.cover]
    owners = [each.id for each in collection.records if each.cover]
    return covers, {query.id: {owner: 1} for query, owner in zip(covers, owners, strict=True)}


def _page(each: CollectionRecord, reader: PictureReader) -> OcrPage | None:
    """None where the cover's file is missing or broken: such a record has no document."""
    if each.cover is None:
        return None
    try:
        return reader.page(each.cover)
    except InvalidInputError:
        return None
