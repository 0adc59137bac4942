"""Many scans of the review queue decided at once: one step of the journal, an error an item, the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from core.domain.changes import OperationId
from core.domain.library import IntakeItem, IntakeItemId
from core.domain.records import RecordId
from core.errors import ConflictError, InvalidInputError
from core.protocols import JobContext

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.services.duplicates import DuplicatesService
    from core.services.intake import IntakeService

BatchDecision = Literal["accept", "create", "skip"]


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """What to do with which scans.

    Attributes:
        decision: "accept" attaches each match to its best candidate, "create" makes the drafts into records.
        items: The scans, in the order of the queue.
        least: "accept" takes only matches of at least this probability; the others stay in the queue.
        operation: The step begun before, when failures are tried again or the job goes on after a crash.
    """

    decision: BatchDecision
    items: tuple[IntakeItemId, ...]
    least: float = 0.85
    operation: OperationId | None = None


class BatchReview:
    """Runs a batch as the job "review"."""

    def __init__(self, catalogue: Catalogue, intake: IntakeService, duplicates: DuplicatesService) -> None:
        self._catalogue = catalogue
        self._intake = intake
        self._duplicates = duplicates

    def run(
        self, request: BatchRequest, ctx: JobContext, remember: Callable[[OperationId], None] = lambda _: None
    ) -> Mapping[str, Any]:
        """Decide the scans one by one, each in its own transaction, all in one step of the journal.

        Args:
            request: What to do.
            ctx: Progress and cancel; what was decided before a cancel stays.
            remember: Told of the step, so that a job that goes on adds to it.

        Returns:
            "decided", "left" (below the limit or not of the kind), "operation", "rejected" with the reason for each
            scan that could not be decided, and "retry_params" for those.
        """
        operation = self._step(request)
        remember(operation)
        n_decided = n_left = 0
        failed: list[tuple[IntakeItem | IntakeItemId, InvalidInputError | ConflictError]] = []
        for n, item_id in enumerate(request.items, start=1):
            item = self._catalogue.intake_item(item_id)
            if item is None:
                failed.append((item_id, InvalidInputError("intake.unknown")))
            elif item.state != "waiting" and not (request.decision == "skip" and item.state == "rejected"):
                n_left += 1
            else:
                try:
                    if self._decide(request, item, operation):
                        n_decided += 1
                    else:
                        n_left += 1
                except (InvalidInputError, ConflictError) as exc:
                    failed.append((item, exc))
            ctx.report(n, len(request.items), "review.progress")
        return {
            "decision": request.decision,
            "decided": n_decided,
            "left": n_left,
            "operation": operation,
            "rejected": [
                {
                    "file": item.path if isinstance(item, IntakeItem) else str(item),
                    "item": item.id if isinstance(item, IntakeItem) else item,
                    "reason_id": exc.message_id,
                    "reason": dict(exc.context),
                }
                for item, exc in failed
            ],
            "retry_params": _again(request, [i.id if isinstance(i, IntakeItem) else i for i, _ in failed], operation),
        }

    def _decide(self, request: BatchRequest, item: IntakeItem, operation: OperationId) -> bool:
        found = item.identification
        if request.decision == "skip":
            self._intake.skip(item.id, operation)
            return True
        if request.decision == "accept":
            best = found.candidates[0] if found.candidates else None
            if found.decision != "match" or best is None or best.record.id is None or best.probability < request.least:
                return False
            self._intake.accept(item.id, RecordId(best.record.id), operation)
            return True
        if found.decision not in ("new", "possible") or found.draft is None:
            return False
        alternatives = self._duplicates.alternatives(found.draft, item.id, 1)
        if alternatives and alternatives[0].verdict.is_duplicate:
            raise ConflictError("intake.would_duplicate", title=alternatives[0].record.title)
        self._intake.create(item.id, found.draft, operation)
        return True

    def _step(self, request: BatchRequest) -> OperationId:
        if request.operation is not None:
            begun = self._catalogue.operation(request.operation)
            if begun is not None and begun.undone_at is None:
                return begun.id
        first = self._catalogue.intake_item(request.items[0]) if request.items else None
        name = first.path.replace("\\", "/").rpartition("/")[2] if first is not None else ""
        more = f" (+{len(request.items) - 1})" if len(request.items) > 1 else ""
        return self._catalogue.begin_operation("intake", f"{name}{more}")


def _again(request: BatchRequest, failed: Sequence[IntakeItemId], operation: OperationId) -> Mapping[str, Any] | None:
    if not failed:
        return None
    return {
        "decision": request.decision,
        "items": list(failed),
        "least": request.least,
        "operation": operation,
    }
