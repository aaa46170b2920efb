"""When a chat was given a quote from a pool: whoever wants one more wants it from the pool of the last.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the moment to the cursors."""
    op.add_column("cursors", sa.Column("drawn_at", sa.BigInteger))
