"""What is asked under a condition: the collection's own tasks and the derived ones, each with its documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.errors import InvalidInputError
from core.evaluation.collections import Collection
from core.evaluation.conditions import CONDITIONS, Condition, long_tail, noisy
from core.evaluation.pictures import PictureReader
from core.evaluation.tasks import (
    DERIVED_TASKS,
    IMAGE_TO_OCR,
    OCR_TO_RECORD,
    has_covers,
    image_to_ocr,
    joint_to_record,
    ocr_to_record,
)
from core.protocols import JobContext


def checked_condition(name: str) -> Condition:
    """The condition of that name.

    Raises:
        InvalidInputError: "evaluate.condition".
    """
    for known in CONDITIONS:
        if name == known:
            return known
    raise InvalidInputError("evaluate.condition", condition=name, known=", ".join(CONDITIONS))


def questions(
    collection: Collection,
    condition: Condition,
    reader: PictureReader,
    noisy_folder: Path,
    ctx: JobContext,
    *,
    task: str | None = None,
    with_derived: bool = True,
) -> tuple[Collection, ...]:
    """The collections whose queries make up a test, one for each set of documents.

    Noise comes before deriving, so that OCR reads the noisy picture; the long tail is cut from each task afterwards.

    Args:
        collection: Clean; only the queries that are to be asked.
        condition: What is done to its queries.
        reader: Reads pictures; one that misreads the noisy ones (`core.evaluation.conditions.NoisyReader`).
        noisy_folder: Where noisy pictures are kept.
        ctx: Progress and cancel.
        task: Only this one; None or "all" takes all.
        with_derived: Also derive the tasks that any collection with covers has.

    Raises:
        InvalidInputError: "collection.unknown_task"; a picture that cannot be read.
    """
    derived = [name for name in DERIVED_TASKS if task == name or (task in (None, "all") and with_derived)]
    derived = derived if has_covers(collection) else []
    own = () if task in DERIVED_TASKS else collection.of_task(task)
    asked = replace(collection, queries=own)
    source = noisy(collection, noisy_folder, ctx=ctx) if condition == "noisy" else collection
    if condition == "noisy":
        wanted = {query.id for query in own}
        asked = replace(asked, queries=tuple(query for query in source.queries if query.id in wanted))
    found: list[Collection] = [asked] if own else []
    for name in derived:
        if name == IMAGE_TO_OCR:
            made = image_to_ocr(source, reader, ctx)
        else:
            made = ocr_to_record(source, reader, ctx) if name == OCR_TO_RECORD else joint_to_record(source)
        if made.queries and made.records:
            found.append(made)
    if condition == "long-tail":
        found = [long_tail(each) for each in found]
    if not found:
        raise InvalidInputError("collection.unknown_task", task=task or "all", tasks=_names(collection))
    return tuple(each for each in found if each.queries)


def _names(collection: Collection) -> str:
    return ", ".join(dict.fromkeys(query.task for query in collection.queries))


def tasks_of(collections: Sequence[Collection]) -> tuple[str, ...]:
    """The tasks asked, in order."""
    return tuple(dict.fromkeys(query.task for each in collections for query in each.queries))
