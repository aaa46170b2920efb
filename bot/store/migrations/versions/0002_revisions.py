"""Revisions of the store, what each changed, and groups' own sayings."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the history; what is in the store already came with its first revision."""
    op.add_column("quotes", sa.Column("collection", sa.BigInteger))
    op.create_table(
        "revisions",
        sa.Column("revision", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("mark", sa.String(32), nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("quote_id", sa.String(40), primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_changes_revision", "changes", ["revision"])
    op.execute(sa.text("INSERT INTO revisions (revision, mark) VALUES (0, :mark)").bindparams(mark=secrets.token_hex(16)))
