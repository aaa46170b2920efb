"""The history of the store: what has changed since when."""

import asyncio
import shutil
from pathlib import Path

import pytest
from samples import samples
from schemas import downgraded
from sqlalchemy import text

from bot.store.engine import Database
from bot.store.quote_rows import Revision
from bot.store.quotes import QuoteStore, Stored


@pytest.fixture
def store(database: Database) -> QuoteStore:
    """An empty store in each kind of database."""
    return QuoteStore(database)


async def test_every_change_begins_a_revision_and_nothing_else_does(store: QuoteStore) -> None:
    one, two, three = samples(3)
    numbers = [(await store.revision()).number]
    await store.take_in([one, two], "files")
    numbers.append((await store.revision()).number)
    await store.take_in([one, two], "files")
    numbers.append((await store.revision()).number)
    await store.put(three)
    numbers.append((await store.revision()).number)
    await store.delete(three.id)
    numbers.append((await store.revision()).number)
    await store.delete(three.id)
    numbers.append((await store.revision()).number)

    assert numbers == [0, 1, 1, 2, 3, 3]


async def test_what_came_was_changed_and_went_is_told(store: QuoteStore) -> None:
    one, two, three, four = samples(4)
    await store.take_in([one, two], "files")
    known = await store.revision()
    await store.put(three, collection=-100)
    await store.add([four])
    await store.delete(one.id)

    changes = await store.changes_since(known, 10)

    assert changes
    assert changes.revision == await store.revision()
    assert {(stored.quote.id, stored.collection) for stored in changes.put} == {(three.id, -100), (four.id, None)}
    assert changes.gone == (one.id,)


async def test_nothing_has_changed_since_the_present(store: QuoteStore) -> None:
    await store.take_in(samples(2), "files")

    changes = await store.changes_since(await store.revision(), 0)

    assert changes
    assert (changes.put, changes.gone) == ((), ())


async def test_too_many_changes_are_not_told_one_by_one(store: QuoteStore) -> None:
    known = await store.revision()
    await store.take_in(samples(5), "files")

    assert await store.changes_since(known, 4) is None
    assert await store.changes_since(known, 5) is not None


async def test_a_revision_of_another_history_is_not_caught_up_with(store: QuoteStore) -> None:
    await store.take_in(samples(1), "files")
    now = await store.revision()

    assert await store.changes_since(Revision(now.number, "another mark"), 10) is None
    assert await store.changes_since(Revision(now.number + 1, now.mark), 10) is None


async def test_a_restored_backup_that_came_as_far_is_told_from_what_it_replaced(sqlite_url: str, tmp_path: Path) -> None:
    one, two, three = samples(3)
    file = tmp_path / "quotes.db"
    async with Database(sqlite_url) as database:
        await QuoteStore(database).put(one)
    shutil.copy(file, tmp_path / "backup.db")
    async with Database(sqlite_url) as database:
        await QuoteStore(database).put(two)
        lost = await QuoteStore(database).revision()
    shutil.copy(tmp_path / "backup.db", file)

    async with Database(sqlite_url) as database:
        await QuoteStore(database).put(three)

        assert (await QuoteStore(database).revision()).number == lost.number
        assert await QuoteStore(database).changes_since(lost, 10) is None


async def test_two_writers_at_once_make_two_revisions(store: QuoteStore) -> None:
    await asyncio.gather(*(store.put(quote) for quote in samples(8)))

    assert (await store.revision()).number == 8
    changes = await store.changes_since(Revision(0, (await _first_mark(store))), 10)
    assert changes
    assert len(changes.put) == 8


async def _first_mark(store: QuoteStore) -> str:
    async with store._database.reading() as connection:
        return str((await connection.execute(text("SELECT mark FROM revisions WHERE revision = 0"))).scalar())


async def test_what_an_admin_put_or_deleted_stays_so_whatever_the_files_say(store: QuoteStore) -> None:
    one, two = samples(2)
    await store.take_in([one, two], "files")
    await store.put(one, collection=None)
    await store.delete(two.id)

    await store.take_in([one, two], "other files")

    assert [quote.id for quote in await store.get([one.id, two.id])] == [one.id]


async def test_all_quotes_are_read_as_they_are_at_one_revision(store: QuoteStore) -> None:
    quotes = samples(3)
    await store.take_in(quotes, "files")
    read: list[Stored] = []

    async with store.snapshot() as snapshot:
        async for some in snapshot.batches:
            read += some

    assert snapshot.revision == await store.revision()
    assert [stored.quote for stored in read] == sorted(quotes, key=lambda quote: quote.id)


async def test_a_database_of_the_first_schema_keeps_all_it_holds(sqlite_url: str, tmp_path: Path) -> None:
    quotes = samples(3)
    async with Database(sqlite_url) as database:
        await QuoteStore(database).take_in(quotes, "files")
        async with database.writing() as connection:
            await connection.run_sync(downgraded)
            for command in (
                "DROP TABLE changes",
                "DROP TABLE revisions",
                "ALTER TABLE quotes DROP COLUMN collection",
                "UPDATE alembic_version SET version_num = '0001'",
            ):
                await connection.execute(text(command))

    async with Database(sqlite_url) as database:
        store = QuoteStore(database)

        assert [quote async for quote in store.all()] == sorted(quotes, key=lambda quote: quote.id)
        assert (await store.revision()).number == 0
        assert await store.files_digest() == "files"
        await store.put(quotes[0])
        assert (await store.revision()).number == 1
