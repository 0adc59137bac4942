"""Forms of an agent's name; covers that can be turned and put in order; corrected lines of what was read on them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the new tables and columns."""
    op.create_table(
        "agent_form",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("authority_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("is_preferred", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_agent_form"),
    )
    op.create_index("ix_agent_form_authority_id", "agent_form", ["authority_id"])
    op.add_column("cover", sa.Column("turn", sa.Integer, nullable=False, server_default="0"))
    op.add_column("cover", sa.Column("position", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "cover_correction",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("picture", sa.Text, nullable=False),
        sa.Column("box", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cover_correction"),
    )
    op.create_index("ix_cover_correction_picture", "cover_correction", ["picture"])
