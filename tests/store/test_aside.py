"""SQLite past its asyncio driver: what is written down is carried from the log into the file, and nobody's transaction waits for that."""

import asyncio
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from bot.errors import StoreAway
from bot.store.aside import Writing
from bot.store.engine import Database
from bot.store.schema import meta

LATER_SECONDS = 10.0


async def test_what_is_written_is_carried_into_the_file_beside_the_transactions(tmp_path: Path) -> None:
    file = tmp_path / "quotes.db"
    async with Database(f"sqlite:///{file}") as database:
        for number in range(100):
            await database.write(lambda connection, key=f"key {number}": put(connection, key))
        async with asyncio.timeout(LATER_SECONDS):
            while not in_the_file_alone(file, tmp_path / "copy.db"):  # noqa: ASYNC110  # the file does not tell
                await asyncio.sleep(0.05)


async def test_a_log_that_cannot_be_carried_over_keeps_what_was_written(tmp_path: Path) -> None:
    file = tmp_path / "quotes.db"
    async with Database(f"sqlite:///{file}") as database:
        await database.write(lambda connection: put(connection, "first"))
        reader = sqlite3.connect(file)
        reader.execute("BEGIN")
        # As long as somebody reads an older state, it stays in the file.
        assert reader.execute("SELECT count(*) FROM meta WHERE key = 'first'").fetchone() == (1,)
        for number in range(250):
            await database.write(lambda connection, key=f"key {number}": put(connection, key))
        reader.close()
    with sqlite3.connect(file) as after:
        assert after.execute("SELECT count(*) FROM meta WHERE key LIKE 'key %'").fetchone() == (250,)


async def test_a_transaction_that_fails_leaves_nothing_and_the_next_one_goes_on(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path / 'quotes.db'}") as database:

        def twice(connection: Writing) -> None:
            put(connection, "once")
            put(connection, "once")

        with pytest.raises(IntegrityError):
            await database.write(twice)
        await database.write(lambda connection: put(connection, "later"))

        async with database.reading() as connection:
            assert (await connection.execute(select(meta.c.key).where(meta.c.value == ""))).scalars().all() == ["later"]


async def test_a_transaction_that_the_work_gives_up_leaves_nothing(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path / 'quotes.db'}") as database:

        def given_up(connection: Writing) -> None:
            put(connection, "once")
            assert connection.execute(select(meta.c.key).where(meta.c.value == "")).scalars().all() == ["once"]
            raise RuntimeError

        with pytest.raises(RuntimeError):
            await database.write(given_up)

        async with database.reading() as connection:
            assert (await connection.execute(select(meta.c.key).where(meta.c.value == ""))).first() is None


async def test_a_file_that_another_process_holds_is_away_and_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "quotes.db"
    async with Database(f"sqlite:///{file}", busy_timeout_ms=50) as database:
        holder = sqlite3.connect(file, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreAway, match="locked"):
            await database.write(lambda connection: put(connection, "once"))
        holder.execute("ROLLBACK")
        holder.close()
        await database.write(lambda connection: put(connection, "once"))


async def test_what_is_wrong_with_a_statement_is_not_taken_for_a_store_that_is_away(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path / 'quotes.db'}") as database:
        await database.write(lambda connection: put(connection, "once"))
        with pytest.raises(IntegrityError):
            await database.glance(ADDING, {"key": "once", "value": ""})
        with pytest.raises(StoreAway, match="no such table"):
            await database.glance(text("SELECT 1 FROM nowhere"))


ADDING = insert(meta)


def put(connection: Writing, key: str) -> None:
    connection.execute(ADDING, {"key": key, "value": ""})


def in_the_file_alone(file: Path, copy: Path) -> int:
    """How many rows are there for somebody who has the file, and not the log beside it."""
    shutil.copy(file, copy)
    connection = sqlite3.connect(f"file:{copy}?immutable=1", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM meta WHERE key LIKE 'key %'").fetchone()[0])
    except sqlite3.DatabaseError:  # not even the tables are there yet
        return 0
    finally:
        connection.close()
