"""Schemas of before."""

from sqlalchemy import Connection, text


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
        "notices",
        "tallies",
        "misses",
        "imports",
    ):
        connection.execute(text(f"DROP TABLE {table}"))
    connection.execute(text("DROP INDEX ix_quotes_import_id"))
    for column in ("language", "languages", "import_id"):
        connection.execute(text(f"ALTER TABLE quotes DROP COLUMN {column}"))
    connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
