"""What the second release adds: reserved call numbers; encoders that were tuned here, and who switched to which."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the new tables."""
    _call_number_tables()
    _model_tables()


def _call_number_tables() -> None:
    op.create_table(
        "call_number_reservation",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("call_number", sa.Text, nullable=False),
        sa.Column("class_number", sa.Text, nullable=False),
        sa.Column("number", sa.Integer),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_call_number_reservation"),
        sa.UniqueConstraint("call_number", name="uq_call_number_reservation_call_number"),
    )
    op.create_index("ix_call_number_reservation_class_number", "call_number_reservation", ["class_number"])


def _model_tables() -> None:
    op.add_column("model", sa.Column("folder", sa.Text, nullable=False, server_default=""))
    op.add_column("model", sa.Column("decision", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "model_switch",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("after", sa.String(64), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_model_switch"),
    )
