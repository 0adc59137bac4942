"""What feedback needs: equal queries can be told, and the weights of search have a history."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and a table."""
    op.add_column("search_event", sa.Column("origin", sa.String(16), nullable=False, server_default="search"))
    op.add_column("search_event", sa.Column("query_key", sa.Text, nullable=False, server_default=""))
    op.create_index("ix_search_event_query_key", "search_event", ["query_key"])
    op.create_table(
        "fusion_weights",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fusion_weights"),
    )
