"""Suspect pairs of records, pairs that are no duplicates, and the files of the watch folder."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the new tables."""
    op.create_table(
        "duplicate_suspect",
        sa.Column("first_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("second_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("score_permille", sa.Integer, nullable=False),
        sa.Column("search", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("first_id", "second_id", name="pk_duplicate_suspect"),
    )
    op.create_table(
        "duplicate_exemption",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("first_id", sa.Integer, nullable=False),
        sa.Column("second_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_duplicate_exemption"),
        sa.UniqueConstraint("first_id", "second_id", name="uq_duplicate_exemption_first_id_second_id"),
    )
    op.create_table(
        "watched_file",
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("changed_ns", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_watched_file"),
    )
    op.create_index("ix_watched_file_sha256", "watched_file", ["sha256"])
