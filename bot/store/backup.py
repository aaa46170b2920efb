"""Everything the bot remembers, written to one file and read from it again, by a database of either kind.

A backup of an older revision is put into the tables of that revision, and migrated as a database of that time would be.
"""

import contextlib
import datetime
from collections.abc import AsyncGenerator
from itertools import islice
from pathlib import Path
from types import GenericAlias
from typing import Any, BinaryIO

import msgspec
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.errors import BackupError, StartError
from bot.store.announcements import pause_all
from bot.store.backup_file import NOTHING, Contents, Header, Lines, write
from bot.store.connections import AsyncConnection
from bot.store.engine import HEAD, Database, revision_of, upgrade
from bot.store.failures import reason_of
from bot.store.inserting import bytewise
from bot.store.quote_rows import ALONE_AT, begin_revision
from bot.store.schema import in_utc, metadata, revisions
from bot.store.updates import lay_to_rest

# Of the tables in the database these are ours, at any revision: a migration that drops or renames one leaves its name here.
_OURS = frozenset(metadata.tables)
# Where SQLite keeps the last number of each table that never gives one twice.
_SEQUENCES = Table("sqlite_sequence", MetaData(), Column("name", String), Column("seq", Integer))
# Rows read and written at a time. A body has some kilobytes, and as many parameters a statement as fit are not faster.
_BATCH = 500


async def back_up(database: Database, stream: BinaryIO) -> int:
    """Write all that *database* holds at one moment to *stream*, whatever is written to it meanwhile; how many rows.

    Raises:
        StartError: when it is damaged, or is no database of this program.
    """
    async with database.reading() as connection:
        await connection.run_sync(_check)
        revision = await connection.run_sync(revision_of)
        if revision is None:
            raise StartError("there is nothing to back up: the database is empty")
        tables = await connection.run_sync(_tables)
        header = Header(schema=revision, tables={str(table.name): await _contents(connection, table) for table in tables})
        async with contextlib.aclosing(_rows(connection, tables)) as rows:
            await write(stream, header, rows)
    return header.rows


def _check(connection: Connection) -> None:
    """Refuse a damaged file: its backup would take the place of one made before it was. Two thirds of a second for 100,000 quotes."""
    if connection.dialect.name != "sqlite":
        return
    found = str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one())
    if found != "ok":
        said = " ".join(found.removeprefix("*** in database main ***").split())
        raise StartError(f"the database is damaged ({said}) and was not backed up: restore a backup made before")


def _tables(connection: Connection) -> list[Table]:
    """The bot's tables as they are in the database, each after those it refers to."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in _OURS)
    return found.sorted_tables


async def _contents(connection: AsyncConnection, table: Table) -> Contents:
    rows: int = (await connection.execute(select(func.count()).select_from(table))).scalar_one()
    return Contents(tuple(map(str, table.c.keys())), rows, await _given(connection, table))


async def _rows(connection: AsyncConnection, tables: list[Table]) -> AsyncGenerator[bytes, None]:
    """All rows, as lines, some at a time."""
    encoder = msgspec.json.Encoder()
    for table in tables:
        in_order = (bytewise(connection, key) if isinstance(key.type, String) else key for key in table.primary_key)
        rows = await connection.stream(select(table).order_by(*in_order))
        async for some in rows.partitions(_BATCH):
            yield encoder.encode_lines([tuple([in_utc(one) if isinstance(one, datetime.datetime) else one for one in row]) for row in some])


async def restore(database: Database, stream: BinaryIO, path: Path, *, replace: bool = False) -> int:
    """Put the rows of a backup into *database*, in one transaction; how many. With *replace* those that are there go.

    Numbers that were given to rows before, by either, are not given again. Announcements on their way are paused: since the backup was
    made some more chats may have got them. What people wrote then has been answered since, or they have written again. *stream*, called
    *path*, is read from its beginning, and had better be checked before.

    Raises:
        BackupError: as `check` does, or when the database is not empty, or does not take a row; nothing has changed then.
    """
    lines = Lines(stream, path)
    async with database.writing(alone_at=ALONE_AT) as connection:
        tables = await connection.run_sync(_tables)
        await _lock(connection, tables)
        if not replace and (full := await _first_full(connection, tables)):
            raise BackupError(path, f"the database is not empty, it has {full}: --replace puts the backup in its place. {NOTHING}")
        given = {table.name: await _given(connection, table) for table in tables}
        emptied = await connection.run_sync(_emptied, tables, lines.header.schema)
        if {*lines.header.tables} != {*emptied}:
            raise lines.wrong("has not the tables of its own revision")
        for name in lines.header.tables:
            await _fill(connection, emptied[name], lines)
        lines.end()
        if lines.header.schema != HEAD:
            await connection.run_sync(upgrade)
        for table in metadata.sorted_tables:
            came = lines.header.tables.get(table.name)
            await _go_on_from(connection, table, max((came and came.given) or 0, given[table.name] or 0))
        await pause_all(connection)
        await lay_to_rest(connection)
        # So that a search, in memory or on disk, can tell it from what was there.
        await begin_revision(connection)
    return lines.header.rows


async def _lock(connection: AsyncConnection, tables: list[Table]) -> None:
    """Let others read the *tables* until the end of this transaction, and not write; in SQLite one writer is alone anyway."""
    if connection.dialect.name != "sqlite":
        names = ", ".join(map(connection.dialect.identifier_preparer.format_table, tables))
        await connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


async def _first_full(connection: AsyncConnection, tables: list[Table]) -> str | None:
    """The name of a table that has rows; a new database has but the beginning of its history."""
    for table in tables:
        if table.name != revisions.name and (await connection.execute(select(table).limit(1))).first():
            return table.name
    return None


def _emptied(connection: Connection, tables: list[Table], revision: str) -> dict[str, Table]:
    """The tables of *revision*, by name and without a row."""
    if revision != HEAD:
        for table in (*reversed(tables), Table("alembic_version", MetaData())):
            table.drop(connection)
        upgrade(connection, revision)
        tables = _tables(connection)
    # Of this revision, too: what a migration puts in comes with the backup.
    for table in reversed(tables):
        connection.execute(delete(table))
    return {table.name: table for table in tables}


async def _fill(connection: AsyncConnection, table: Table, lines: Lines) -> None:
    """Insert the next rows of *lines*, which are those of *table*."""
    columns = lines.header.tables[table.name].columns
    if {*columns} != {*table.c.keys()}:
        raise lines.wrong(f"has not the columns of its own revision in the table {table.name}")
    decoder = msgspec.json.Decoder(GenericAlias(tuple, tuple(_type_of(table.c[column]) for column in columns)))
    rest = lines.of(table.name)
    try:
        while some := [dict(zip(columns, lines.decoded(decoder, line), strict=True)) for line in islice(rest, _BATCH)]:
            await connection.execute(insert(table), some)
    except OperationalError:  # the world's fault and not the row's: the disk is full
        raise
    except DBAPIError as error:
        raise lines.wrong(f"has rows that the table {table.name} does not take: {reason_of(error)}") from error


def _type_of(column: Column[Any]) -> Any:
    return column.type.python_type | None if column.nullable else column.type.python_type


async def _given(connection: AsyncConnection, table: Table) -> int | None:
    """The last number that *table* gave to a row, which may be gone; None where rows bring their own, or none has come yet."""
    if connection.dialect.name == "sqlite":
        if not await connection.run_sync(lambda inner: inner.dialect.has_table(inner, _SEQUENCES.name)):
            return None
        last = select(_SEQUENCES.c.seq).where(_SEQUENCES.c.name == table.name)
    elif (sequence := await _sequence(connection, table)) is None:
        return None
    else:
        last = select(func.pg_sequence_last_value(func.to_regclass(sequence)))
    number: int | None = (await connection.execute(last)).scalar()
    return number


async def _go_on_from(connection: AsyncConnection, table: Table, number: int) -> None:
    """Let the next row of *table* get a number after *number*; 0 where its rows bring their own, or none has come yet."""
    if not number:
        return
    if connection.dialect.name == "sqlite":
        await connection.execute(delete(_SEQUENCES).where(_SEQUENCES.c.name == table.name))
        await connection.execute(insert(_SEQUENCES).values(name=table.name, seq=number))
    elif sequence := await _sequence(connection, table):
        # No transaction takes this back; a number left out does no harm.
        await connection.execute(select(func.setval(func.to_regclass(sequence), number)))


async def _sequence(connection: AsyncConnection, table: Table) -> str | None:
    """What PostgreSQL counts the rows of *table* by."""
    key, *others = table.primary_key
    name: str | None = None if others else (await connection.execute(select(func.pg_get_serial_sequence(table.name, key.name)))).scalar()
    return name
