"""Schemas of before."""

from sqlalchemy import Connection, text

_OF_0004 = ("subscriptions", "posted", "announcements", "outbox")
_OF_0005 = ("updates",)
_CHATS_OF_0004 = ("kind", "reach", "spoken", "greeted", "asking", "suggesting", "news", "quiet_from", "quiet_to", "zone")


def downgraded(connection: Connection) -> None:
    """Make of the schema what it was at 0002."""
    for table in (
        "versions",
        "drafts",
        "editors",
        "blocked",
        "suggestions",
        "quotas",
        "reports",
        "tallies",
        "misses",
        "imports",
        *_OF_0004,
        *_OF_0005,
    ):
        connection.execute(text(f"DROP TABLE {table}"))
    connection.execute(text("DROP INDEX ix_quotes_import_id"))
    for column in _CHATS_OF_0004:
        connection.execute(text(f"ALTER TABLE chats DROP COLUMN {column}"))
    connection.execute(text("DROP INDEX ix_quotes_collection"))
    for column in ("language", "languages", "import_id"):
        connection.execute(text(f"ALTER TABLE quotes DROP COLUMN {column}"))
    connection.execute(text("ALTER TABLE cursors DROP COLUMN drawn_at"))
    connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
