"""Which encoders made vectors here, and which are in use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.catalogue.counters import Counters
from core.catalogue.tables import CoverEmbeddingRow, EmbeddingRow, ModelRow, ModelSwitchRow
from core.domain.checkpoints import CheckpointInfo, CheckpointState
from core.domain.promotion import GateDecision, KnownModel, ModelSwitch, SwitchKind
from core.errors import ConflictError

_DECODE = msgspec.json.Decoder(CheckpointInfo).decode
_DECODE_DECISION = msgspec.json.Decoder(GateDecision).decode
_VECTORS = (
    select(func.count())
    .select_from(EmbeddingRow)
    .where(EmbeddingRow.fingerprint == ModelRow.fingerprint)
    .scalar_subquery()
)


def put_active(connection: Connection, role: str, info: CheckpointInfo, now_ms: int) -> None:
    """Make an encoder the active one in its role; the former one is retired."""
    connection.execute(
        update(ModelRow).where(ModelRow.role == role, ModelRow.state == "active").values(state="retired")
    )
    values = {"name": info.name, "role": role, "state": "active", "info": msgspec.json.encode(info).decode()}
    statement = upsert(ModelRow).values(fingerprint=info.fingerprint, added_at_ms=now_ms, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["fingerprint"], set_=values))


def load(connection: Connection) -> list[tuple[str, CheckpointState, CheckpointInfo]]:
    """All encoders known here as (role, state, identity), the newest first."""
    statement = select(ModelRow.role, ModelRow.state, ModelRow.info).order_by(ModelRow.added_at_ms.desc())
    rows: Iterable[Sequence[Any]] = connection.execute(statement)
    return [(role, state, _DECODE(info)) for role, state, info in rows]


def known(connection: Connection, role: str) -> tuple[KnownModel, ...]:
    """The encoders of a role, the newest first."""
    statement = (
        select(ModelRow.__table__, _VECTORS.label("vectors"))
        .where(ModelRow.role == role)
        .order_by(ModelRow.added_at_ms.desc(), ModelRow.fingerprint)
    )
    return tuple(_known(row) for row in connection.execute(statement))


def _known(row: Row[Any]) -> KnownModel:
    info = _DECODE(row.info)
    return KnownModel(
        fingerprint=row.fingerprint,
        name=row.name,
        role=row.role,
        state=row.state,
        folder=row.folder,
        dim=info.dim,
        vectors=row.vectors,
        added_at=datetime.fromtimestamp(row.added_at_ms / 1000, UTC),
        decision=_DECODE_DECISION(row.decision) if row.decision else None,
        licence=info.licence,
    )


def register(connection: Connection, role: str, info: CheckpointInfo, folder: str, now_ms: int) -> None:
    """Note an encoder that may be switched to. One that is known keeps its state; its name and folder are renewed."""
    values = {"name": info.name, "role": role, "info": msgspec.json.encode(info).decode(), "folder": folder}
    statement = upsert(ModelRow).values(
        fingerprint=info.fingerprint, state="candidate", added_at_ms=now_ms, decision="", **values
    )
    connection.execute(statement.on_conflict_do_update(index_elements=["fingerprint"], set_=values))


def forget(connection: Connection, fingerprint: str) -> bool:
    """Leave out an encoder that is not in use; False where it is, or is unknown.

    One that stands in the history of switches stays known by its name, as retired.
    """
    row = connection.execute(select(ModelRow.state).where(ModelRow.fingerprint == fingerprint)).first()
    if row is None or row.state == "active":
        return False
    named = (ModelSwitchRow.before == fingerprint) | (ModelSwitchRow.after == fingerprint)
    if connection.execute(select(ModelSwitchRow.id).where(named).limit(1)).first() is None:
        connection.execute(delete(ModelRow).where(ModelRow.fingerprint == fingerprint))
    else:
        connection.execute(update(ModelRow).where(ModelRow.fingerprint == fingerprint).values(state="retired"))
    return True


def vector_counts(connection: Connection) -> dict[str, int]:
    """Fingerprint → how many vectors of records and covers are stored for it."""
    counts: dict[str, int] = {}
    for row in (EmbeddingRow, CoverEmbeddingRow):
        found = connection.execute(select(row.fingerprint, func.count()).group_by(row.fingerprint))
        for fingerprint, count in found:
            counts[fingerprint] = counts.get(fingerprint, 0) + count
    return counts


def note_decision(connection: Connection, fingerprint: str, decision: GateDecision) -> None:
    """Keep what the gate said about an encoder."""
    text = msgspec.json.encode(decision).decode()
    connection.execute(update(ModelRow).where(ModelRow.fingerprint == fingerprint).values(decision=text))


def switch(
    connection: Connection,
    counters: Counters,
    role: str,
    fingerprint: str,
    kind: SwitchKind,
    actor: str,
    reason: str,
    decision: GateDecision | None,
    now_ms: int,
) -> ModelSwitch:
    """Make a known encoder the active one of its role and note who did it.

    Raises:
        ConflictError: "promotion.unknown_model".
    """
    names = {model.fingerprint: model for model in known(connection, role)}
    if fingerprint not in names:
        raise ConflictError("promotion.unknown_model", model=fingerprint, known=", ".join(names))
    before = next((each.fingerprint for each in names.values() if each.state == "active"), "")
    of_role = update(ModelRow).where(ModelRow.role == role)
    connection.execute(of_role.where(ModelRow.state == "active").values(state="retired"))
    connection.execute(of_role.where(ModelRow.fingerprint == fingerprint).values(state="active"))
    row = {
        "id": counters.take("model_switch"),
        "role": role,
        "kind": kind,
        "before": before,
        "after": fingerprint,
        "actor": actor,
        "at_ms": now_ms,
        "reason": reason,
        "decision": msgspec.json.encode(decision).decode() if decision is not None else "",
    }
    connection.execute(insert(ModelSwitchRow), row)
    return ModelSwitch(kind, before, fingerprint, actor, datetime.fromtimestamp(now_ms / 1000, UTC), reason, decision)


def switches(connection: Connection, role: str) -> tuple[ModelSwitch, ...]:
    """Every change of the encoder in use, the oldest first."""
    statement = select(ModelSwitchRow.__table__).where(ModelSwitchRow.role == role).order_by(ModelSwitchRow.id)
    return tuple(
        ModelSwitch(
            kind=row.kind,
            before=row.before,
            after=row.after,
            actor=row.actor,
            at=datetime.fromtimestamp(row.at_ms / 1000, UTC),
            reason=row.reason,
            decision=_DECODE_DECISION(row.decision) if row.decision else None,
        )
        for row in connection.execute(statement)
    )
