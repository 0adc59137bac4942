"""What the second release adds: call numbers that are reserved while their records are being edited."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the new tables."""
    _call_number_tables()


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
