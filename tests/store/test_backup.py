"""Backup and restore: out of either kind of database and into either, all or nothing, and nothing damaged comes in."""

import asyncio
import datetime
import gzip
import io
import json
import sqlite3
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from filling import QUOTES, add_to, contents, fill, filled_at, numbered
from samples import sample, samples
from sqlalchemy import Connection, Table, delete, insert
from stores import index_of

from bot.errors import BackupError, StartError
from bot.services.answering import Answering
from bot.store.announcements import AnnouncementStore, Progress
from bot.store.backup import back_up, restore
from bot.store.backup_file import Contents, Header, check, write
from bot.store.engine import HEAD, Database
from bot.store.outbox import Outbox
from bot.store.parcels import Outcome
from bot.store.quotes import QuoteStore
from bot.store.schema import chats, meta, metadata, misses
from bot.text.language import Language

FILE = Path("flowers.backup")
DAY = datetime.date(2026, 3, 22)
Rows = dict[str, list[dict[str, Any]]]


def revisions() -> list[str]:
    """All there are."""
    config = Config()
    config.set_main_option("script_location", "bot:store/migrations")
    return sorted(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())


@pytest.fixture(params=["sqlite", "postgresql"])
def target_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of another database, of each kind in turn, that nobody has opened yet."""
    url: str = f"sqlite:///{tmp_path / 'target.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return url


async def backup_of(url: str) -> io.BytesIO:
    """A backup of the database at *url*, whatever its revision."""
    stream = io.BytesIO()
    async with Database(url, migrate=False) as database:
        await back_up(database, stream)
    return stream


async def restored(url: str, stream: io.BytesIO, *, replace: bool = False) -> None:
    """Put the backup of *stream* into the database at *url*."""
    async with Database(url) as database:
        await restore(database, stream, FILE, replace=replace)


def unpaused(rows: Rows) -> Rows:
    """*rows* but for what a restored database has of its own: the beginning of its history, and that nothing is on its way."""
    own = {"sending": "paused", "queued": "held"}
    kept = {name: [{**row, "state": own.get(row["state"], row["state"])} if "state" in row else row for row in rows[name]] for name in rows}
    over = {"state": "done", "body": "", "holder": None, "done_at": 0}
    kept["updates"] = sorted(
        (row | over if row["done_at"] is None else row for row in kept["updates"]), key=lambda row: int(row["update_id"])
    )
    newest = max(row["revision"] for row in kept["revisions"])
    return {**kept, "revisions": [row for row in kept["revisions"] if row["revision"] < newest]}


async def test_everything_comes_back_in_either_kind_of_database_from_either(made_url: str, target_url: str) -> None:
    async with Database(made_url) as database, database.writing() as connection:
        await connection.run_sync(fill)
    before = await contents(made_url)
    assert {*before} == {*metadata.tables}
    assert all(before.values())

    await restored(target_url, await backup_of(made_url))

    after = await contents(target_url)
    before["revisions"].append(max(after["revisions"], key=lambda row: int(row["revision"])))
    assert unpaused(after) == unpaused(before)


async def test_the_same_rows_give_the_same_bytes_in_either_kind_of_database(made_url: str, target_url: str) -> None:
    async with Database(made_url) as database:
        await QuoteStore(database).take_in([sample("a-b"), sample("aa"), sample("a-c")], "files")
    await restored(target_url, first := await backup_of(made_url))

    second = await backup_of(target_url)

    # But for the beginning of a new history.
    one, other = (gzip.decompress(stream.getvalue()).splitlines() for stream in (first, second))
    assert [line for line in one[1:-1] if line not in other] == []
    assert len(other) == len(one) + 1


@pytest.mark.parametrize("revision", revisions())
async def test_a_backup_of_an_older_revision_is_brought_up_to_date(sqlite_url: str, target_url: str, revision: str) -> None:
    before = await filled_at(sqlite_url, revision)

    await restored(target_url, await backup_of(sqlite_url))

    after = await contents(target_url)
    assert await contents(sqlite_url) == before
    assert {*after} == {*metadata.tables}
    for table, rows in before.items():
        # What was on its way is paused, and what people wrote then is over.
        own = {"announcements": {"state"}, "outbox": {"state"}, "updates": {"state", "body", "holder", "done_at"}}
        changed = own.get(table, set())
        kept = [{column: row[column] for column in rows[0] if column not in changed} for row in after[table]]
        assert [row for row in rows if {name: row[name] for name in row if name not in changed} not in kept] == [], table
    async with Database(target_url) as database:
        assert await QuoteStore(database).present([quote.id for quote in QUOTES]) == {quote.id: quote for quote in QUOTES}


async def test_a_number_that_was_given_before_the_backup_is_not_given_again(made_url: str, target_url: str) -> None:
    """Not even that of a row which was gone by then."""

    def come_and_go(connection: Connection) -> dict[str, int]:
        last = {table.name: add_to(connection, table) for table in tables}
        for table in tables:
            connection.execute(delete(table))
        return last

    tables = numbered(metadata.sorted_tables)
    async with Database(made_url) as database, database.writing() as connection:
        given = await connection.run_sync(come_and_go)

    await restored(target_url, await backup_of(made_url))

    assert {"drafts", "suggestions", "subscriptions", "outbox"} <= {*given}
    async with Database(target_url) as database, database.writing() as connection:
        for table in tables:
            assert await connection.run_sync(add_to, table) > given[table.name], table.name


@pytest.mark.parametrize("revision", [HEAD, "0003"])
async def test_a_number_that_the_replaced_database_gave_is_not_given_again(sqlite_url: str, target_url: str, revision: str) -> None:
    """Buttons with it may still stand in chats."""

    def several(connection: Connection, table: Table) -> int:
        for _ in range(6):
            last = add_to(connection, table)
        return last

    drafts = metadata.tables["drafts"]
    await filled_at(sqlite_url, revision)
    async with Database(target_url) as database, database.writing() as connection:
        last = await connection.run_sync(several, drafts)

    await restored(target_url, await backup_of(sqlite_url), replace=True)

    async with Database(target_url) as database, database.writing() as connection:
        assert await connection.run_sync(add_to, drafts) == last + 1


async def test_a_backup_sees_one_state_of_the_database_while_it_is_written_to(database: Database) -> None:
    """Each writer adds a row to the table that is read first and one to another that is read late, in one transaction."""
    written = 0

    async def go_on_writing() -> None:
        nonlocal written
        while True:
            async with database.writing() as connection:
                await connection.execute(insert(chats).values(id=written))
                await connection.execute(insert(misses).values(words=str(written), count=1, day=DAY))
            written += 1
            await asyncio.sleep(0)

    await QuoteStore(database).take_in(samples(3_000), "files")
    writing = asyncio.create_task(go_on_writing())
    while written < 3:  # noqa: ASYNC110  # the writer is real
        await asyncio.sleep(0.01)
    before = written
    await back_up(database, stream := io.BytesIO())
    after = written
    writing.cancel()
    await asyncio.wait([writing])

    tables = json.loads(gzip.decompress(stream.getvalue()).splitlines()[0])["tables"]
    assert tables["chats"]["rows"] == tables["misses"]["rows"]
    assert before <= tables["chats"]["rows"] < after
    check(stream, FILE)


async def test_a_backup_takes_no_more_memory_of_a_large_database(sqlite_url: str, tmp_path: Path) -> None:
    async with Database(sqlite_url) as database:
        await QuoteStore(database).take_in(samples(12_000), "files")
        tracemalloc.start()
        with (tmp_path / "large.backup").open("w+b") as stream:
            await back_up(database, stream)
            async with Database(f"sqlite:///{tmp_path / 'target.db'}") as target:
                await restore(target, stream, FILE)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            stream.seek(0)
            size = sum(map(len, gzip.GzipFile(fileobj=stream)))

    assert size > 10_000_000
    assert peak < 8_000_000


# What is refused


async def refused(url: str, stream: io.BytesIO, *, replace: bool = False) -> str:
    """Why a backup is refused, when it is checked and when it is not; the database must be as it was."""
    before = await contents(url)
    with pytest.raises(BackupError) as unchecked:
        await restored(url, stream, replace=replace)
    assert await contents(url) == before
    said = str(unchecked.value)
    assert said.startswith(f"{FILE}: ")
    assert said.endswith(". Nothing was restored.")
    assert "\n" not in said
    return said


def refused_unread(stream: io.BytesIO) -> str:
    """Why a backup is refused before a database is opened."""
    with pytest.raises(BackupError) as caught:
        check(stream, FILE)
    return str(caught.value)


async def small() -> io.BytesIO:
    """A backup of few rows, made by hand."""

    async def rows() -> AsyncIterator[bytes]:
        for number in range(40):
            yield json.dumps([f"key-{number}", f"value-{number * 7919}"]).encode() + b"\n"
        yield b'[7, "mark"]\n'

    tables = [table for table in metadata.sorted_tables if table.name not in {"meta", "revisions"}]
    filled = {"meta": Contents(("key", "value"), 40), "revisions": Contents(("revision", "mark"), 1)}
    empty = {str(table.name): Contents(tuple(map(str, table.c.keys())), 0) for table in tables}
    await write(stream := io.BytesIO(), Header(schema=HEAD, tables={**filled, **empty}), rows())
    return stream


async def test_a_backup_that_was_cut_off_anywhere_is_refused() -> None:
    whole = (await small()).getvalue()

    reasons = {refused_unread(io.BytesIO(whole[:length])) for length in range(2, len(whole))}

    assert reasons == {f"{FILE}: ends too early: it was not written, or not copied, to its end. Nothing was restored."}


async def test_a_backup_of_which_any_byte_was_changed_is_refused_or_the_same() -> None:
    whole = (await small()).getvalue()
    text = gzip.decompress(whole)

    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0b0001_0100
        try:
            check(io.BytesIO(changed), FILE)
        except BackupError as error:
            assert "\n" not in str(error)  # noqa: PT017  # some bytes, as those for the time, may be anything
        else:
            assert gzip.decompress(bytes(changed)) == text


async def test_a_changed_text_with_all_else_in_order_is_refused() -> None:
    text = gzip.decompress((await small()).getvalue())
    packed = io.BytesIO(gzip.compress(text.replace(b"key-7", b"key-8")))

    assert "is damaged" in refused_unread(packed)


async def test_two_backups_in_one_file_are_refused() -> None:
    stream = await small()

    assert "is damaged" in refused_unread(io.BytesIO(stream.getvalue() * 2))


@pytest.mark.parametrize(
    "content",
    [b"{}\n", b"not a backup\n" * 100, gzip.compress(b"not a backup\n"), gzip.compress(b'{"id": 1}\n'), bytes(600)],
    ids=["json", "text", "packed text", "packed json", "zeros"],
)
def test_a_file_that_is_no_backup_is_refused(content: bytes) -> None:
    assert refused_unread(io.BytesIO(content)) == f"{FILE}: is not a backup of this program. Nothing was restored."


@pytest.mark.parametrize("header", [Header(schema="9999", tables={}), Header(format="hundred-flowers backup 2", schema=HEAD, tables={})])
async def test_a_backup_of_a_later_version_is_refused(header: Header) -> None:
    await write(stream := io.BytesIO(), header, nothing())

    assert "was made by a later version of this program" in refused_unread(stream)


async def nothing() -> AsyncIterator[bytes]:
    """No rows."""
    for part in ():
        yield part


@pytest.mark.parametrize("cut", [True, False])
async def test_what_is_found_damaged_only_while_it_is_restored_changes_nothing(database_url: str, cut: bool) -> None:
    """The file may change after it was looked at."""
    async with Database(database_url) as database:
        await QuoteStore(database).put(sample("ours"))
    text = gzip.decompress((await small()).getvalue())
    broken = text[:-100] if cut else text.replace(b"key-7", b"key-x")

    await refused(database_url, io.BytesIO(gzip.compress(broken)), replace=True)


async def test_a_database_that_is_not_empty_is_left_alone_unless_it_is_to_be_replaced(database_url: str) -> None:
    stream = await small()
    async with Database(database_url) as database:
        await QuoteStore(database).put(sample("ours"))

    assert "--replace" in await refused(database_url, stream)

    await restored(database_url, stream, replace=True)
    after = await contents(database_url)
    assert len(after["meta"]) == 40
    assert after["quotes"] == after["quote_topics"] == after["changes"] == []


@pytest.mark.parametrize("columns", [("key",), ("key", "value", "more"), None])
async def test_a_table_that_is_not_of_its_revision_is_refused(sqlite_url: str, columns: tuple[str, ...] | None) -> None:
    async with Database(sqlite_url):
        pass
    tables = {str(table.name): Contents(tuple(map(str, table.c.keys())), 0) for table in metadata.sorted_tables if table.name != "meta"}
    if columns:
        tables["meta"] = Contents(columns, 0)
    await write(stream := io.BytesIO(), Header(schema=HEAD, tables=tables), nothing())

    assert "of its own revision" in await refused(sqlite_url, stream)


async def test_a_row_that_the_database_does_not_take_is_one_sentence_and_changes_nothing(made_sqlite_url: str, postgres_url: str) -> None:
    """PostgreSQL takes no NUL in a text, and SQLite does."""
    async with Database(made_sqlite_url) as database, database.writing() as connection:
        await connection.execute(insert(meta).values(key="odd", value="a\0b"))
    async with Database(postgres_url):
        pass

    assert "meta" in await refused(postgres_url, await backup_of(made_sqlite_url))


# What restoring means to those who go on


async def test_a_search_that_runs_notices_that_the_store_was_replaced(database_url: str, tmp_path: Path) -> None:
    old, lost = sample("old", words="mountain"), sample("lost", words="river")
    async with Database(database_url) as database:
        store = QuoteStore(database)
        await store.put(old)
        stream = await backup_of(database_url)
        await store.put(lost)
        running = Answering(store)
        await running.refresh()
        known = await store.revision()

        await restored(database_url, stream, replace=True)
        await running.refresh()

        assert await store.changes_since(known, 10) is None
        assert found(running, "mountain") == ["old"]
        assert found(running, "river") == []


async def test_an_index_on_disk_of_the_replaced_store_is_not_used(sqlite_url: str) -> None:
    async with Database(sqlite_url) as database:
        store = QuoteStore(database)
        await store.put(sample("old", words="mountain"))
        stream = await backup_of(sqlite_url)
        await store.put(sample("lost", words="river"))
        await Answering(store, index_of(sqlite_url)).refresh()

        await restored(sqlite_url, stream, replace=True)
        # It comes as far as the store that was replaced.
        await store.put(sample("new", words="meadow"))
        started = Answering(store, index_of(sqlite_url))
        await started.refresh()

        assert "lost" not in found(started, "river")
        assert found(started, "meadow")[0] == "new"


async def test_an_announcement_on_its_way_waits_for_its_owner(made_url: str, target_url: str) -> None:
    """Since the backup was made more chats may have got it, and none is to get it twice."""
    async with Database(made_url) as database:
        store = AnnouncementStore(database)
        announcement = await store.begin({Language.KK: "Сәлем"}, Language.KK, 1, 1)
        await store.address(announcement.id, [1, 2, 3], 0)
        await store.turn(announcement.id, Progress.SENDING)
        # One of them was in hand, and not begun.
        assert len(await Outbox(database, "before").lease(1, 60, 1)) == 1

    await restored(target_url, await backup_of(made_url))

    async with Database(target_url) as database:
        store = AnnouncementStore(database)
        paused = await store.get(announcement.id)
        assert paused
        assert paused.progress is Progress.PAUSED
        await Outbox(database, "me").recover(10_000)
        assert await Outbox(database, "me").counts(announcement.id) == {Outcome.HELD: 3}
        assert await store.turn(announcement.id, Progress.SENDING)


def found(answering: Answering, words: str) -> list[str]:
    """The ids of what is found for *words*."""
    return [hit.quote_id for hit in answering.search(words).hits]


# What is not backed up


async def test_a_damaged_database_is_not_backed_up(sqlite_url: str, tmp_path: Path) -> None:
    async with Database(sqlite_url) as database:
        await QuoteStore(database).take_in(samples(300), "files")
    file = tmp_path / "quotes.db"
    with sqlite3.connect(file) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_changes_revision'").fetchone()
    connection.close()
    damaged = bytearray(file.read_bytes())
    # The index names no row any longer that the table has: every row can still be read.
    start = (page - 1) * 4096
    damaged[start + 3 : start + 5] = bytes(2)
    file.write_bytes(damaged)

    with pytest.raises(StartError, match=r"damaged \(.*\) and was not backed up"):
        await backup_of(sqlite_url)


async def test_an_empty_database_is_not_backed_up(postgres_url: str, tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()

    for url in (postgres_url, f"sqlite:///{tmp_path / 'empty.db'}"):
        with pytest.raises(StartError, match="nothing to back up"):
            await backup_of(url)


async def test_a_sqlite_file_that_is_not_there_is_not_made_by_a_backup(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(StartError, match="there is no database"):
            await backup_of(f"sqlite:///{tmp_path / 'missing.db'}")


async def test_other_tables_of_the_same_database_are_neither_backed_up_nor_touched(postgres_url: str, sqlite_url: str) -> None:
    """A PostgreSQL database may be shared with another program."""
    await filled_at(sqlite_url, "0003")
    async with Database(postgres_url) as database, database.writing() as connection:
        await connection.exec_driver_sql("CREATE TABLE theirs (id integer)")
        await connection.exec_driver_sql("INSERT INTO theirs VALUES (1)")

    await restored(postgres_url, await backup_of(sqlite_url), replace=True)

    assert (await contents(postgres_url))["theirs"] == [{"id": 1}]
    assert b"theirs" not in gzip.decompress((await backup_of(postgres_url)).getvalue())
