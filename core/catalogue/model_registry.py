"""Which encoders made vectors here, and which are in use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.catalogue.tables import ModelRow
from core.domain.checkpoints import CheckpointInfo, CheckpointState

_DECODE = msgspec.json.Decoder(CheckpointInfo).decode


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
