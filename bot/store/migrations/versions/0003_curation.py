"""What admins do to quotes, and what people suggest, report and do not find."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BATCH = 1_000


def upgrade() -> None:
    """Add the tables, and say of each quote in which languages it is."""
    op.add_column("quotes", sa.Column("language", sa.String(8), nullable=False, server_default="-"))
    op.add_column("quotes", sa.Column("languages", sa.String(32), nullable=False, server_default="-"))
    op.add_column("quotes", sa.Column("import_id", sa.Integer))
    op.create_index("ix_quotes_import_id", "quotes", ["import_id"])
    _fill_languages(op.get_bind())
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("collection", sa.BigInteger),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "versions",
        sa.Column("quote_id", sa.String(40), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("collection", sa.BigInteger),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("person_id", sa.BigInteger),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_person_id_chat_id", "drafts", ["person_id", "chat_id"])
    op.create_table(
        "editors",
        sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("languages", sa.String(32), nullable=False),
    )
    op.create_table("blocked", sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False))
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.BigInteger),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("quote_language", sa.String(8), nullable=False),
        sa.Column("group_id", sa.BigInteger),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("reviewer_id", sa.BigInteger),
        sa.Column("day", sa.Date, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_suggestions_state", "suggestions", ["state"])
    op.create_index("ix_suggestions_person_id_day", "suggestions", ["person_id", "day"])
    op.create_table(
        "quotas",
        sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "reports",
        sa.Column("quote_id", sa.String(40), primary_key=True),
        sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("fault", sa.String(16), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
    )
    op.create_table(
        "tallies",
        sa.Column("language", sa.String(8), primary_key=True),
        sa.Column("outcome", sa.String(16), primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "misses",
        sa.Column("words", sa.String(64), primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
    )
    op.create_index("ix_misses_count", "misses", ["count"])


def _fill_languages(connection: sa.Connection) -> None:
    """Say of each stored quote in which languages it is, some at a time: a store may hold a million."""
    quotes = sa.table("quotes", sa.column("id"), sa.column("body"), sa.column("language"), sa.column("languages"))
    changed = sa.update(quotes).where(quotes.c.id == sa.bindparam("key"))
    changed = changed.values(language=sa.bindparam("own"), languages=sa.bindparam("all"))
    last = ""
    while True:
        some = sa.select(quotes.c.id, quotes.c.body).where(quotes.c.id > last).order_by(quotes.c.id).limit(_BATCH)
        if not (rows := connection.execute(some).all()):
            return
        values = []
        for id_, body in rows:
            quote = json.loads(body)
            languages = ",".join(sorted({rendering["language"] for rendering in quote["renderings"]}))
            values.append({"key": id_, "own": quote["language"], "all": languages})
        connection.execute(changed, values)
        last = rows[-1][0]
