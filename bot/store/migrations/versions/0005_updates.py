"""Updates, written down before they are confirmed to Telegram.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table of updates."""
    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("lane", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.SmallInteger, nullable=False),
        sa.Column("interrupted", sa.Boolean, nullable=False),
        sa.Column("holder", sa.String(16)),
        sa.Column("lease_until", sa.BigInteger),
        sa.Column("done_at", sa.BigInteger),
    )
    unfinished = sa.text("done_at IS NULL")
    for name, columns in (("ix_updates_state_update_id", ["state", "update_id"]), ("ix_updates_lane_update_id", ["lane", "update_id"])):
        op.create_index(name, "updates", columns, sqlite_where=unfinished, postgresql_where=unfinished)
    op.create_index("ix_updates_done_at", "updates", ["done_at"])
