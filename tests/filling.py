"""Databases of any revision with rows in every table, as a bot that has been used leaves them; tables to come are filled by their types."""

import datetime
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from samples import samples
from sqlalchemy import Column, Connection, MetaData, Table, insert, make_url, select
from sqlalchemy.types import INTEGER, BigInteger, Boolean, Date, DateTime, Integer, LargeBinary, Numeric, SmallInteger, String, Text

from bot.store.engine import Database, upgrade
from bot.store.quote_rows import place_in_topic, row_of

QUOTES = samples(3)
CHAT, GROUP = 7_000_000_001, -1_001_234_567_890
# What means something to the bot, where a value of the right type would not do: by table, rows of some columns.
_KNOWN: dict[str, list[dict[str, Any]]] = {
    "quotes": [{**row_of(quote), "import_id": None, "collection": None} for quote in QUOTES],
    "quote_topics": [{"topic": "work", "quote_id": quote.id, "shuffle": place_in_topic(quote.id, 0)} for quote in QUOTES],
    "changes": [{"quote_id": quote.id, "revision": 2} for quote in QUOTES],
    "revisions": [{"revision": number, "mark": f"mark-{number}"} for number in (1, 2)],
    "meta": [{"key": "files_digest", "value": "a digest"}],
    "chats": [
        {"id": CHAT, "language": "kk", "kind": "private", "quiet_from": None, "quiet_to": None, "zone": None},
        {"id": GROUP, "language": None, "kind": "group", "reach": "muted", "news": False},
    ],
    "announcements": [
        {"person_id": CHAT, "chat_id": CHAT, "texts": json.dumps({"kk": "Сәлем", "zh": "你好"}), "fallback": "kk", "state": state}
        for state in ("done", "sending")
    ],
    "outbox": [
        {"announcement_id": 2, "chat_id": chat, "subscription_id": None, "state": state} for chat, state in ((1, "sent"), (2, "queued"))
    ],
}
_PLAIN = 2


def fill(connection: Connection) -> None:
    """Give every table rows, whatever the revision of the schema is."""
    for table in tables_of(connection):
        known = _KNOWN.get(table.name, [{}] * _PLAIN)
        for number, some in enumerate(known):
            row = {column.name: some.get(column.name, _value(column, number)) for column in table.c if not _gives(column)}
            connection.execute(insert(table).values(row))


def tables_of(connection: Connection) -> list[Table]:
    """The tables that are there, but for the one that names the revision."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def rows_in(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, the same of both kinds of database."""
    return {table.name: _sorted(map(_plain, connection.execute(select(table)).mappings())) for table in tables_of(connection)}


async def contents(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of the database at *url*, which is left as it is."""
    async with Database(url, migrate=False) as database, database.reading() as connection:
        return await connection.run_sync(rows_in)


async def filled_at(url: str, revision: str) -> dict[str, list[dict[str, Any]]]:
    """What is in the new database at *url*, which was made by the migrations up to *revision* and then used."""
    _make_file(url)
    async with Database(url, migrate=False) as database, database.writing() as connection:
        await connection.run_sync(upgrade, revision)
        await connection.run_sync(fill)
        return await connection.run_sync(rows_in)


def _make_file(url: str) -> None:
    if url.startswith("sqlite:"):
        Path(make_url(url).database or "").touch()


def numbered(tables: Iterable[Table]) -> list[Table]:
    """Those of *tables* whose rows get a number."""
    return [table for table in tables if any(map(_gives, table.primary_key))]


def add_to(connection: Connection, table: Table) -> int:
    """Add one more row to a *table* that is *numbered*; its number."""
    row = {column.name: _value(column, 5) for column in table.c if not _gives(column)}
    number: int = connection.execute(insert(table).values(row).returning(table.c.id)).scalar_one()
    return number


def _gives(column: Column[Any]) -> bool:
    """Whether the database gives *column* its value: the one number of a table that counts its rows."""
    return column.name == "id" and type(column.type) in {Integer, INTEGER}


def _value(column: Column[Any], number: int) -> Any:
    """One that fits the type of *column*: NULL in every second row where that may be."""
    if column.nullable and number % 2:
        return None
    match column.type:
        case Boolean():
            return number % 2 == 0
        case SmallInteger():
            return 480 + number
        case BigInteger():
            return 7_000_000_000 + number
        case Integer():
            return 40 + number
        case DateTime():
            return datetime.datetime(2026, 3, 22, 23, 59, 59, 123_456 + number, tzinfo=datetime.UTC)
        case Date():
            return datetime.date(2026, 3, 22 + number)
        case Text():
            return f'{{"text": "Наурыз құтты болсын! 百花\\n🌼 {number}"}}'
        case String(length=length):
            return f"{number}-{column.name}-жүз гүл"[:length]
        case LargeBinary():
            return bytes([0, 255, 10, number])
        case Numeric():
            return number + 0.25
    raise AssertionError(f"no value for {column!r}")


def _plain(row: Any) -> dict[str, Any]:
    # SQLite keeps no zone.
    return {name: value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else value for name, value in row.items()}


def _sorted(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: repr(sorted(row.items())))
