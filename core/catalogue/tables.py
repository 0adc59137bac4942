"""The schema as of today. Rows of these classes never leave `core.catalogue`; what leaves are domain dataclasses.

Times are whole milliseconds since 1970 in UTC: one integer that every database orders and stores alike. Ids come from
the `counter` table and are never given out twice, so that journal entries, vectors and covers can outlive their record.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text(), bytes: LargeBinary()}  # noqa: RUF012 - read by SQLAlchemy, never changed


class RecordRow(Base):
    """`title_key` and `author_key` are folded for sorting; `title_parallel` is a JSON list."""

    __tablename__ = "record"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    title: Mapped[str]
    title_key: Mapped[str] = mapped_column(index=True)
    title_parallel: Mapped[str]
    author_key: Mapped[str] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(index=True)
    description: Mapped[str]
    year: Mapped[int | None] = mapped_column(index=True)
    publisher: Mapped[str]
    place: Mapped[str]
    edition: Mapped[str]
    series: Mapped[str]
    extent: Mapped[str]
    note: Mapped[str]
    status: Mapped[str] = mapped_column(String(16), index=True)
    version: Mapped[int]
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
    updated_at_ms: Mapped[int] = mapped_column(BigInteger)


class AgentRow(Base):
    __tablename__ = "agent"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(unique=True)


class AgentFormRow(Base):
    """A form of an agent's name, whether or not a record has it now. Forms with one authority are one agent."""

    __tablename__ = "agent_form"
    name: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    is_preferred: Mapped[bool]


class RecordAgentRow(Base):
    __tablename__ = "record_agent"
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"), index=True)
    role: Mapped[str]


class SubjectRow(Base):
    __tablename__ = "subject"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    scheme: Mapped[str] = mapped_column(String(32))
    term: Mapped[str]
    __table_args__ = (UniqueConstraint("scheme", "term"),)


class RecordSubjectRow(Base):
    __tablename__ = "record_subject"
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)


class IdentifierRow(Base):
    __tablename__ = "identifier"
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    scheme: Mapped[str] = mapped_column(String(16))
    value: Mapped[str]
    is_valid: Mapped[bool]
    __table_args__ = (Index(None, "scheme", "value"),)


class HoldingRow(Base):
    __tablename__ = "holding"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    barcode: Mapped[str] = mapped_column(index=True)
    call_number: Mapped[str] = mapped_column(index=True)
    location: Mapped[str]
    status: Mapped[str] = mapped_column(String(16))
    note: Mapped[str]


class CoverRow(Base):
    """A scan of a record's cover; `sha256` names the file. `record_id` is null while it belongs to none.

    Words and vectors go by the picture: the sha256, with "-90", "-180" or "-270" where the scan is turned.
    """

    __tablename__ = "cover"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    file_name: Mapped[str]
    width_px: Mapped[int]
    height_px: Mapped[int]
    is_main: Mapped[bool]
    turn: Mapped[int] = mapped_column(server_default="0")
    position: Mapped[int] = mapped_column(server_default="0")
    __table_args__ = (UniqueConstraint("record_id", "sha256"),)


class CoverTextRow(Base):
    """What OCR read, by the picture (`sha256` is its name): the same scan is never read twice.

    `page` is what the engine read, `text` the words with what people corrected.
    """

    __tablename__ = "cover_text"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    engine: Mapped[str]
    text: Mapped[str]
    page: Mapped[str]


class CoverCorrectionRow(Base):
    """A line that a person corrected, by picture and place; `box` is its `BoundingBox` as JSON."""

    __tablename__ = "cover_correction"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    picture: Mapped[str] = mapped_column(index=True)
    box: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]


class EmbeddingRow(Base):
    """A float16 vector of a record's words. No foreign key, on purpose: it waits for the undo of a deletion."""

    __tablename__ = "embedding"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    record_id: Mapped[int]
    channel: Mapped[str] = mapped_column(String(16))
    fingerprint: Mapped[str] = mapped_column(String(64))
    ordinal: Mapped[int]
    vector: Mapped[bytes]
    content_hash: Mapped[str]
    __table_args__ = (
        UniqueConstraint("record_id", "channel", "fingerprint", "ordinal"),
        Index(None, "channel", "fingerprint", "id"),
    )


class CoverEmbeddingRow(Base):
    """The float16 vector of a picture, by its name: it serves every record that has this scan so turned."""

    __tablename__ = "cover_embedding"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes]


class OperationRow(Base):
    """One undoable step. `undoes_id` is set on a step that undid another one."""

    __tablename__ = "operation"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str]
    at_ms: Mapped[int] = mapped_column(BigInteger)
    summary: Mapped[str]
    n_changes: Mapped[int]
    undone_at_ms: Mapped[int | None] = mapped_column(BigInteger)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("operation.id"), index=True)


class ChangeRow(Base):
    """Before- and after-image of one thing as JSON; null where it did not exist."""

    __tablename__ = "change"
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    table_name: Mapped[str] = mapped_column(String(32))
    row_key: Mapped[int]
    before: Mapped[str | None]
    after: Mapped[str | None]
    __table_args__ = (Index(None, "table_name", "row_key"),)


class IndexOutboxRow(Base):
    """The last generation in which a record or its vectors changed; what search snapshots catch up from."""

    __tablename__ = "index_outbox"
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    generation: Mapped[int] = mapped_column(index=True)
    is_deleted: Mapped[bool]


class SearchEventRow(Base):
    """A search that somebody acted on. `query_key` tells equal queries; `request` and `ranking` are JSON."""

    __tablename__ = "search_event"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str]
    request: Mapped[str]
    ranking: Mapped[str]
    origin: Mapped[str] = mapped_column(String(16), server_default="search")
    query_key: Mapped[str] = mapped_column(server_default="", index=True)


class FeedbackRow(Base):
    __tablename__ = "feedback"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    search_event_id: Mapped[int | None] = mapped_column(ForeignKey("search_event.id", ondelete="CASCADE"), index=True)
    record_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(32))
    value: Mapped[str]
    at_ms: Mapped[int] = mapped_column(BigInteger)


class FusionWeightsRow(Base):
    """An attempt to learn the weights of search from feedback, or a reset; the newest kept one or reset is in force."""

    __tablename__ = "fusion_weights"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str]
    outcome: Mapped[str] = mapped_column(String(16))
    change: Mapped[str]


class ModelRow(Base):
    """An encoder that made vectors here; `info` is its `CheckpointInfo` as JSON.

    `folder` is its checkpoint, relative to the library where it lies within, "" for what the preset ships with;
    `decision` the last `GateDecision` about it as JSON, "" without one.
    """

    __tablename__ = "model"
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    info: Mapped[str]
    added_at_ms: Mapped[int] = mapped_column(BigInteger)
    folder: Mapped[str] = mapped_column(server_default="")
    decision: Mapped[str] = mapped_column(server_default="")


class ModelSwitchRow(Base):
    """A change of the encoder in use; `decision` is what the gate had said, as JSON, "" where it was not asked."""

    __tablename__ = "model_switch"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    before: Mapped[str] = mapped_column(String(64))
    after: Mapped[str] = mapped_column(String(64))
    actor: Mapped[str]
    at_ms: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    decision: Mapped[str]


class JobRow(Base):
    __tablename__ = "job"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
    info: Mapped[str]


class IntakeItemRow(Base):
    __tablename__ = "intake_item"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path: Mapped[str]
    state: Mapped[str] = mapped_column(String(16), index=True)
    record_id: Mapped[int | None]
    identification: Mapped[str]
    added_at_ms: Mapped[int] = mapped_column(BigInteger)


class MarcSourceRow(Base):
    """The bytes of an imported MARC record, kept as they came."""

    __tablename__ = "marc_source"
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    format: Mapped[str] = mapped_column(String(16))
    encoding: Mapped[str] = mapped_column(String(32))
    data: Mapped[bytes]


class CallNumberReservationRow(Base):
    """A call number that somebody is about to give to a record; `number` is the running number in it, if it is one."""

    __tablename__ = "call_number_reservation"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    call_number: Mapped[str] = mapped_column(unique=True)
    class_number: Mapped[str] = mapped_column(index=True)
    number: Mapped[int | None]
    actor: Mapped[str]
    at_ms: Mapped[int] = mapped_column(BigInteger)


class DuplicateSuspectRow(Base):
    """Two records that look alike, smaller id first; `search` numbers the search that found them last."""

    __tablename__ = "duplicate_suspect"
    first_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    second_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    verdict: Mapped[str] = mapped_column(String(16))
    score_permille: Mapped[int]
    search: Mapped[int]


class DuplicateExemptionRow(Base):
    """A person's word that two records are no duplicates, smaller id first. Outlives the records, for an undo."""

    __tablename__ = "duplicate_exemption"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_id: Mapped[int]
    second_id: Mapped[int]
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)


class WatchedFileRow(Base):
    """A file of the watch folder that was taken in or known already: size, time of change and content."""

    __tablename__ = "watched_file"
    path: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    changed_ns: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    at_ms: Mapped[int] = mapped_column(BigInteger)


class AuditEventRow(Base):
    """A line of the audit log. Triggers refuse to change, delete or replace one. `detail` is a JSON object."""

    __tablename__ = "audit_event"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(32), index=True)
    subject: Mapped[str]
    detail: Mapped[str]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class PersonRow(Base):
    """An account. `password` names its method; after `failures` wrong ones nobody may try before `wait_until_ms`."""

    __tablename__ = "person"
    name: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    password: Mapped[str]
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
    last_seen_at_ms: Mapped[int | None] = mapped_column(BigInteger)
    failures: Mapped[int]
    wait_until_ms: Mapped[int] = mapped_column(BigInteger)


class SavedSearchRow(Base):
    """A search under a name; `search` is the `SavedSearch` as JSON, `cover_sha256` the hash of its example cover."""

    __tablename__ = "saved_search"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(unique=True)
    cover_sha256: Mapped[str | None] = mapped_column(String(64))
    search: Mapped[str]


class CounterRow(Base):
    """The last id given out in each table, and the catalogue's generation."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class MetaRow(Base):
    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str]


FULL_TEXT_TABLES = ("record_text", "record_vocab")
"""Made by SQLite's FTS5, with side tables of the same prefix; they have no classes here."""
