"""Forms of names that belong to one agent, and the names that records have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from core.catalogue.engine import as_list, is_among
from core.catalogue.tables import AgentFormRow, AgentRow, RecordAgentRow
from core.domain.agents import Agent, AgentForm, AgentId
from core.domain.records import BibliographicRecord, RecordId

_COLUMNS = (AgentFormRow.authority_id, AgentFormRow.name, AgentFormRow.kind, AgentFormRow.is_preferred)
_ORDER = (AgentFormRow.authority_id, AgentFormRow.position)
_BY_ID = select(*_COLUMNS).where(is_among(AgentFormRow.authority_id, "ids")).order_by(*_ORDER)
_OF_NAMES = select(AgentFormRow.authority_id).where(is_among(AgentFormRow.name, "names")).distinct()
_RECORDS_NAMING = (
    select(RecordAgentRow.record_id)
    .join(AgentRow, AgentRow.id == RecordAgentRow.agent_id)
    .where(is_among(AgentRow.name, "names"))
    .distinct()
    .order_by(RecordAgentRow.record_id)
)
_COUNTS = (
    select(AgentRow.name, func.count(RecordAgentRow.record_id.distinct()))
    .join(RecordAgentRow, RecordAgentRow.agent_id == AgentRow.id)
    .group_by(AgentRow.id)
)


def load_agents(connection: Connection, ids: Collection[int]) -> dict[AgentId, Agent]:
    """The agents that exist among `ids`."""
    if not ids:
        return {}
    return _agents(connection.execute(_BY_ID, {"ids": as_list(ids)}))


def all_agents(connection: Connection) -> dict[AgentId, Agent]:
    """Every agent with linked forms."""
    return _agents(connection.execute(select(*_COLUMNS).order_by(*_ORDER)))


def _agents(rows: Iterable[Sequence[Any]]) -> dict[AgentId, Agent]:
    forms: dict[AgentId, list[AgentForm]] = {}
    for agent_id, name, kind, is_preferred in rows:
        forms.setdefault(AgentId(agent_id), []).append(AgentForm(name, kind, bool(is_preferred)))
    return {agent_id: Agent(agent_id, tuple(of_agent)) for agent_id, of_agent in forms.items()}


def agents_of_names(connection: Connection, names: Collection[str]) -> dict[str, Agent]:
    """Name → its agent, for those that are linked with other forms."""
    if not names:
        return {}
    ids = list(connection.execute(_OF_NAMES, {"names": as_list(names)}).scalars())
    wanted = set(names)
    return {name: agent for agent in load_agents(connection, ids).values() for name in agent.names if name in wanted}


def other_forms(connection: Connection, records: Iterable[BibliographicRecord]) -> dict[str, tuple[str, ...]]:
    """Name in one of the records → the other forms it is linked with."""
    names = {contributor.name for record in records for contributor in record.contributors}
    return {
        name: tuple(other for other in agent.names if other != name)
        for name, agent in agents_of_names(connection, names).items()
    }


def records_naming(connection: Connection, names: Collection[str]) -> list[RecordId]:
    """The records that name anybody so."""
    return [RecordId(found) for found in connection.execute(_RECORDS_NAMING, {"names": as_list(names)}).scalars()]


def name_counts(connection: Connection) -> dict[str, int]:
    """Every name that a record has → number of records."""
    return {row[0]: row[1] for row in connection.execute(_COUNTS)}


def put_agent(connection: Connection, agent_id: AgentId, agent: Agent | None) -> None:
    """Store the forms of an agent in place of those it had; None forgets it."""
    connection.execute(delete(AgentFormRow).where(AgentFormRow.authority_id == agent_id))
    if agent is not None and agent.forms:
        connection.execute(
            insert(AgentFormRow),
            [
                {
                    "name": form.name,
                    "authority_id": agent_id,
                    "position": place,
                    "kind": form.kind,
                    "is_preferred": form.is_preferred,
                }
                for place, form in enumerate(agent.forms)
            ],
        )
