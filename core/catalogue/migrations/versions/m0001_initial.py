"""The first released schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    _bibliographic_tables()
    _cover_tables()
    _journal_tables()
    _work_tables()
    # Tokens arrive already segmented and folded, so the tokenizer only has to part them at blanks: every letter, mark
    # and digit belongs to a token.
    op.execute(
        "CREATE VIRTUAL TABLE record_text USING fts5("
        "title, title_parallel, names, subjects, description, imprint, cover_text, pinyin_title, pinyin_names, "
        "tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")"
    )
    # Stores nothing: a view of the index that tells how many records hold a word.
    op.execute("CREATE VIRTUAL TABLE record_vocab USING fts5vocab(record_text, row)")


def _bibliographic_tables() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("external_id", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("title_key", sa.Text, nullable=False),
        sa.Column("title_parallel", sa.Text, nullable=False),
        sa.Column("author_key", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("extent", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
        sa.Column("updated_at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
        sa.UniqueConstraint("external_id", name="uq_record_external_id"),
    )
    for column in ("title_key", "author_key", "language", "year", "status"):
        op.create_index(f"ix_record_{column}", "record", [column])
    op.create_table(
        "agent",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agent"),
        sa.UniqueConstraint("name", name="uq_agent_name"),
    )
    op.create_table(
        "record_agent",
        sa.Column("record_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("agent_id", sa.Integer, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("record_id", "position", name="pk_record_agent"),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name="fk_record_agent_record_id_record", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_record_agent_agent_id_agent"),
    )
    op.create_index("ix_record_agent_agent_id", "record_agent", ["agent_id"])
    op.create_table(
        "subject",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("scheme", sa.String(32), nullable=False),
        sa.Column("term", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subject"),
        sa.UniqueConstraint("scheme", "term", name="uq_subject_scheme_term"),
    )
    op.create_table(
        "record_subject",
        sa.Column("record_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("subject_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("record_id", "position", name="pk_record_subject"),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name="fk_record_subject_record_id_record", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_record_subject_subject_id_subject"),
    )
    op.create_index("ix_record_subject_subject_id", "record_subject", ["subject_id"])
    op.create_table(
        "identifier",
        sa.Column("record_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("scheme", sa.String(16), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("is_valid", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("record_id", "position", name="pk_identifier"),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name="fk_identifier_record_id_record", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_identifier_scheme_value", "identifier", ["scheme", "value"])
    op.create_table(
        "holding",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("record_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("barcode", sa.Text, nullable=False),
        sa.Column("call_number", sa.Text, nullable=False),
        sa.Column("location", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_holding"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_holding_record_id_record", ondelete="CASCADE"),
    )
    for column in ("record_id", "barcode", "call_number"):
        op.create_index(f"ix_holding_{column}", "holding", [column])
    op.create_table(
        "marc_source",
        sa.Column("record_id", sa.Integer, nullable=False),
        sa.Column("format", sa.String(16), nullable=False),
        sa.Column("encoding", sa.String(32), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("record_id", name="pk_marc_source"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_marc_source_record_id_record"),
    )


def _cover_tables() -> None:
    op.create_table(
        "cover",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("record_id", sa.Integer),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("width_px", sa.Integer, nullable=False),
        sa.Column("height_px", sa.Integer, nullable=False),
        sa.Column("is_main", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cover"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_cover_record_id_record"),
        sa.UniqueConstraint("record_id", "sha256", name="uq_cover_record_id_sha256"),
    )
    op.create_index("ix_cover_sha256", "cover", ["sha256"])
    op.create_table(
        "cover_text",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_cover_text"),
    )
    op.create_table(
        "embedding",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("record_id", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_embedding"),
        sa.UniqueConstraint(
            "record_id", "channel", "fingerprint", "ordinal", name="uq_embedding_record_id_channel_fingerprint_ordinal"
        ),
    )
    op.create_table(
        "cover_embedding",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", "fingerprint", name="pk_cover_embedding"),
    )
    op.create_index("ix_embedding_channel_fingerprint_id", "embedding", ["channel", "fingerprint", "id"])


def _journal_tables() -> None:
    op.create_table(
        "operation",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("n_changes", sa.Integer, nullable=False),
        sa.Column("undone_at_ms", sa.BigInteger),
        sa.Column("undoes_id", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_operation"),
        sa.ForeignKeyConstraint(["undoes_id"], ["operation.id"], name="fk_operation_undoes_id_operation"),
    )
    op.create_index("ix_operation_undoes_id", "operation", ["undoes_id"])
    op.create_table(
        "change",
        sa.Column("operation_id", sa.Integer, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("table_name", sa.String(32), nullable=False),
        sa.Column("row_key", sa.Integer, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.PrimaryKeyConstraint("operation_id", "ordinal", name="pk_change"),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operation.id"], name="fk_change_operation_id_operation", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_change_table_name_row_key", "change", ["table_name", "row_key"])
    op.create_table(
        "index_outbox",
        sa.Column("record_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("is_deleted", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("record_id", name="pk_index_outbox"),
    )
    op.create_index("ix_index_outbox_generation", "index_outbox", ["generation"])


def _work_tables() -> None:
    op.create_table(
        "search_event",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("ranking", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_event"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("search_event_id", sa.Integer),
        sa.Column("record_id", sa.Integer),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["search_event_id"],
            ["search_event.id"],
            name="fk_feedback_search_event_id_search_event",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_feedback_search_event_id", "feedback", ["search_event_id"])
    op.create_table(
        "model",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("info", sa.Text, nullable=False),
        sa.Column("added_at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_model"),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
        sa.Column("info", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_table(
        "intake_item",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("record_id", sa.Integer),
        sa.Column("identification", sa.Text, nullable=False),
        sa.Column("added_at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_intake_item"),
    )
    op.create_index("ix_intake_item_state", "intake_item", ["state"])
    op.create_table(
        "counter",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
