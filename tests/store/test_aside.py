"""SQLite past its asyncio driver: what is written down is carried from the log into the file, and nobody's transaction waits for that."""

import asyncio
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, insert

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


def put(connection: Connection, key: str) -> None:
    connection.execute(insert(meta).values(key=key, value=""))


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
