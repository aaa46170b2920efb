"""Inserts for which the two kinds of database have words of their own, and what they compare differently."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, collate
from sqlalchemy.dialects import sqlite

from bot.store.aside import Writing
from bot.store.connections import AsyncConnection


def _inserting(dialect: str, into: Table) -> Any:
    if dialect == "sqlite":
        return sqlite.insert(into)
    # Imported here: over a file all that SQLAlchemy knows of PostgreSQL would be 3 MB for nothing.
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(into)


@cache
def _inserting_new(dialect: str, into: Table) -> Any:
    return _inserting(dialect, into).on_conflict_do_nothing()


@cache
def _adding_up(dialect: str, into: Table) -> Any:
    statement = _inserting(dialect, into)
    values = {column.name: statement.excluded[column.name] for column in into.columns if not column.primary_key}
    values["count"] = into.c.count + statement.excluded.count
    return statement.on_conflict_do_update(index_elements=[column.name for column in into.primary_key], set_=values)


@cache
def _replacing(dialect: str, into: Table) -> Any:
    statement = _inserting(dialect, into)
    values = {column.name: statement.excluded[column.name] for column in into.columns if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=[column.name for column in into.primary_key], set_=values)


def inserting_new(connection: Writing | AsyncConnection, into: Table) -> Any:
    """An insert that leaves out rows which collide with what is there; put together once."""
    return _inserting_new(connection.dialect.name, into)


def adding_up(connection: Writing, into: Table) -> Any:
    """An insert that adds the `count` of rows which collide to what is there; put together once."""
    return _adding_up(connection.dialect.name, into)


def replacing(connection: Writing, into: Table) -> Any:
    """An insert of whole rows that takes the place of what they collide with; put together once."""
    return _replacing(connection.dialect.name, into)


async def upsert(connection: AsyncConnection, into: Table, values: dict[str, Any]) -> None:
    """Insert a row, or give the row with its primary key these values; two at once do not collide."""
    statement = _inserting(connection.dialect.name, into).values(values)
    keys = [column.name for column in into.primary_key]
    rest = {name: statement.excluded[name] for name in values if name not in keys}
    wins = statement.on_conflict_do_update(index_elements=keys, set_=rest) if rest else statement.on_conflict_do_nothing()
    await connection.execute(wins)


async def insert_new(connection: AsyncConnection, into: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert *rows*, leaving out those that collide with what is there."""
    await connection.execute(inserting_new(connection, into), rows)


def bytewise(connection: AsyncConnection, texts: Column[str]) -> ColumnElement[str]:
    """*texts* compared by their bytes, as SQLite does anyway and PostgreSQL not in every locale."""
    return texts if connection.dialect.name == "sqlite" else collate(texts, "C")
