"""Writes a collection folder, as `core.evaluation.collections` reads it; pictures are copied into it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from core.domain.retrieval import Qrels
from core.errors import HostFaultError
from core.evaluation.collections import QRELS_FILE, QUERIES_FILE, RECORDS_FILE
from core.evaluation.trec_files import write_qrels
from core.files import complete_file, write_atomically, write_fault

_PICTURES = "pictures"


def write_collection(
    folder: Path, records: Iterable[Mapping[str, Any]], queries: Iterable[Mapping[str, Any]], qrels: Qrels
) -> None:
    """Write ``records.jsonl``, ``queries.jsonl``, ``qrels.tsv`` and the pictures that `cover` and `image` name.

    Args:
        folder: Made if need be; files that are there are replaced.
        records: Objects with the keys of a collection's records; `cover` may be a Path.
        queries: Objects with the keys of its queries; `image` may be a Path.
        qrels: Judgements.

    Raises:
        HostFaultError: "disk.full", "file.unwritable", "file.unreadable".
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise write_fault(exc, folder) from exc
    _write_objects(folder / RECORDS_FILE, records, "cover")
    _write_objects(folder / QUERIES_FILE, queries, "image")
    write_qrels(folder / QRELS_FILE, qrels)


def _write_objects(path: Path, objects: Iterable[Mapping[str, Any]], picture: str) -> None:
    with complete_file(path) as target:
        for each in objects:
            made = dict(each)
            if isinstance(made.get(picture), Path):
                made[picture] = _copied(made[picture], path.parent)
            target.write((json.dumps(made, ensure_ascii=False) + "\n").encode())


def _copied(source: Path, folder: Path) -> str:
    """Relative path of the copy. Named by the content: two pictures of one name in two folders stay two."""
    try:
        data = source.read_bytes()
    except OSError as exc:
        raise HostFaultError("file.unreadable", file=source, detail=exc.strerror or str(exc)) from exc
    name = f"{hashlib.sha256(data).hexdigest()[:24]}{source.suffix.lower()}"
    target = folder / _PICTURES / name
    if not target.is_file():
        write_atomically(target, data)
    return f"{_PICTURES}/{name}"
