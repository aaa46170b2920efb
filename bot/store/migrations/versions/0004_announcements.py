"""Chats and what they want to be told at which hour; everything that is said unasked."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and to what is known of chats."""
    for column in (
        sa.Column("kind", sa.String(8)),
        sa.Column("reach", sa.String(8), nullable=False, server_default="open"),
        sa.Column("spoken", sa.String(8)),
        sa.Column("greeted", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("asking", sa.String(8), nullable=False, server_default="all"),
        sa.Column("suggesting", sa.String(8), nullable=False, server_default="all"),
        sa.Column("news", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("quiet_from", sa.SmallInteger),
        sa.Column("quiet_to", sa.SmallInteger),
        sa.Column("zone", sa.String(40)),
    ):
        op.add_column("chats", column)
    op.create_index("ix_quotes_collection", "quotes", ["collection"])
    _add_subscriptions()
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("fallback", sa.String(8), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_announcements_state", "announcements", ["state"])
    _add_outbox()


def _add_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("person_id", sa.BigInteger),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("minute", sa.SmallInteger, nullable=False),
        sa.Column("zone", sa.String(40), nullable=False),
        sa.Column("days", sa.SmallInteger, nullable=False),
        sa.Column("languages", sa.String(32), nullable=False),
        sa.Column("kinds", sa.String(32), nullable=False),
        sa.Column("topics", sa.String(255), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("silent", sa.Boolean, nullable=False),
        sa.Column("pin", sa.Boolean, nullable=False),
        sa.Column("pinned", sa.BigInteger),
        sa.Column("last_day", sa.Date),
        sa.Column("due_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscriptions_chat_id", "subscriptions", ["chat_id"])
    op.create_index("ix_subscriptions_due_at", "subscriptions", ["due_at"])
    op.create_table(
        "posted",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("quote_id", sa.String(40), primary_key=True),
    )


def _add_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("rank", sa.SmallInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("holder", sa.String(16)),
        sa.Column("lease_until", sa.BigInteger),
        sa.Column("subscription_id", sa.Integer),
        sa.Column("day", sa.Date),
        sa.Column("announcement_id", sa.Integer),
        sa.UniqueConstraint("subscription_id", "day", name="uq_outbox_subscription_id_day"),
        sa.UniqueConstraint("announcement_id", "chat_id", name="uq_outbox_announcement_id_chat_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_state_rank_not_before", "outbox", ["state", "rank", "not_before"])
    op.create_index("ix_outbox_announcement_id_state", "outbox", ["announcement_id", "state"])
    op.create_index("ix_outbox_chat_id", "outbox", ["chat_id"])
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"])
