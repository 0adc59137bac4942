"""Collection folders: ``records.jsonl``, ``queries.jsonl`` and ``qrels.tsv``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.domain.records import BibliographicRecord, RejectedInput
from core.domain.retrieval import Qrels
from core.domain.scans import OcrPage
from core.errors import HostFaultError, InvalidInputError
from core.evaluation.trec_files import read_qrels
from core.interchange.json_records import record_of_object

RECORDS_FILE, QUERIES_FILE, QRELS_FILE = "records.jsonl", "queries.jsonl", "qrels.tsv"


@dataclass(frozen=True, slots=True)
class CollectionQuery:
    """One test query: words, an image, or both. `language` is ISO 639-2, "" when unknown.

    `ocr` is given where the query *is* what was read on a picture (a derived task); `text` then holds its words.
    """

    id: str
    task: str
    text: str = ""
    image: Path | None = None
    language: str = ""
    ocr: OcrPage | None = None


@dataclass(frozen=True, slots=True)
class CollectionRecord:
    """One record of a collection under the id that the judgements use. Its title may be empty.

    `ocr` is given where the document *is* the words of a cover (a derived task); the record is then empty.
    """

    id: str
    record: BibliographicRecord
    cover: Path | None = None
    ocr: OcrPage | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """Records, queries and judgements. `folder` is where they came from, `rejected` what could not be read."""

    name: str
    folder: Path
    records: tuple[CollectionRecord, ...]
    queries: tuple[CollectionQuery, ...]
    qrels: Qrels
    rejected: tuple[RejectedInput, ...] = ()

    def of_task(self, task: str | None) -> tuple[CollectionQuery, ...]:
        """The queries of one task; all for None or "all".

        Raises:
            InvalidInputError: "collection.unknown_task".
        """
        if task in (None, "all"):
            return self.queries
        found = tuple(query for query in self.queries if query.task == task)
        if not found:
            tasks = ", ".join(dict.fromkeys(query.task for query in self.queries))
            raise InvalidInputError("collection.unknown_task", task=task, tasks=tasks)
        return found


def load_collection(folder: Path, extra: Sequence[Path] = ()) -> Collection:
    """Read a collection folder, and further records (distractors) from `extra` files beside it.

    A record whose id came before is rejected; of a collection's own files and `extra` the first wins.

    Raises:
        InvalidInputError: "collection.not_a_folder", "collection.missing_file", "collection.bad_line",
            "collection.empty".
        HostFaultError: "file.unreadable".
    """
    if not folder.is_dir():
        raise InvalidInputError("collection.not_a_folder", folder=folder)
    records: dict[str, CollectionRecord] = {}
    rejected: list[RejectedInput] = []
    for path in (folder / RECORDS_FILE, *extra):
        for number, given in _objects(path):
            try:
                record, cover, _ = record_of_object(given, path.parent)
            except InvalidInputError as exc:
                rejected.append(RejectedInput(str(path), str(number), exc.message_id, exc.context))
                continue
            identifier = record.external_id or ""
            if not identifier or identifier in records:
                rejected.append(RejectedInput(str(path), str(number), "import.duplicate_id", {"id": identifier}))
                continue
            records[identifier] = CollectionRecord(identifier, record, cover)
    queries = tuple(_query(folder, number, given) for number, given in _objects(folder / QUERIES_FILE))
    if not (folder / QRELS_FILE).is_file():
        raise InvalidInputError("collection.missing_file", file=QRELS_FILE, folder=folder)
    if not records or not queries:
        raise InvalidInputError("collection.empty", folder=folder)
    qrels = read_qrels(folder / QRELS_FILE)
    return Collection(folder.name, folder, tuple(records.values()), queries, qrels, tuple(rejected))


def _objects(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if not path.is_file():
        raise InvalidInputError("collection.missing_file", file=path.name, folder=path.parent)
    number = 0
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                parsed = json.loads(line)
                if not isinstance(parsed, dict):
                    raise _bad_line(path, number)
                yield number, parsed
    except (ValueError, RecursionError) as exc:
        raise _bad_line(path, number) from exc
    except OSError as exc:
        raise HostFaultError("file.unreadable", file=path, detail=exc.strerror or str(exc)) from exc


def _bad_line(path: Path, number: int) -> InvalidInputError:
    return InvalidInputError("collection.bad_line", file=path, line=number)


def _query(folder: Path, number: int, given: Mapping[str, Any]) -> CollectionQuery:
    values = {key: given.get(key) or "" for key in ("id", "task", "text", "image", "language")}
    if not all(isinstance(value, str) for value in values.values()) or not values["id"]:
        raise _bad_line(folder / QUERIES_FILE, number)
    image = values["image"]
    return CollectionQuery(
        id=values["id"],
        task=values["task"] or "default",
        text=values["text"],
        image=folder / image if image else None,
        language=values["language"],
    )
