"""The one door to the database: opened, migrated, two kinds of transaction, and one sentence when it does not open."""

import asyncio
import contextlib
import sqlite3
import stat
import sys
import traceback
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from postgres_servers import Server, backends, hang_up
from samples import partial
from schemas import downgraded
from sqlalchemy import Connection, func, insert, select, text

import bot.store
from bot.errors import BotError, SettingsError, StartError, StoreAway
from bot.store.chats import ChatStore
from bot.store.engine import HEAD, Database
from bot.store.inserting import upsert
from bot.store.quotes import QuoteStore
from bot.store.schema import chats, meta, metadata, quotes
from bot.text.language import Language

MIGRATIONS = Path(bot.store.__file__).parent / "migrations"
PASSWORD = "geheim"


async def test_an_empty_database_is_brought_to_head(database_url: str) -> None:
    assert await opened(database_url) == HEAD


async def test_the_migrations_build_the_tables_of_the_schema(database_url: str) -> None:
    def differences(connection: Connection) -> object:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return compare_metadata(context, metadata)

    async with Database(database_url) as database, database.reading() as connection:
        assert await connection.run_sync(differences) == []


def test_head_is_the_newest_migration_and_there_is_one_line_of_them() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    newest = max((MIGRATIONS / "versions").glob("*.py"))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]
    assert newest.name.startswith(f"{HEAD}_")


async def test_opening_again_keeps_what_is_there(database_url: str) -> None:
    async with Database(database_url) as first:
        await ChatStore(first).choose_language(7, Language.KK)

    async with Database(database_url) as second:
        assert await ChatStore(second).languages(7) == {7: Language.KK}


async def opened(database_url: str) -> str:
    """The revision of a database after it was opened."""
    async with Database(database_url) as database, database.reading() as connection:
        return str((await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one())


async def test_a_new_database_may_be_opened_by_several_at_once(database_url: str) -> None:
    assert await asyncio.gather(*(opened(database_url) for _ in range(4))) == [HEAD] * 4


async def test_a_new_sqlite_file_is_never_locked_by_those_who_open_it(tmp_path: Path) -> None:
    """Turning WAL on does not wait for the other: SQLite says "locked" at once, about one time in ten."""
    for number in range(25):
        address = f"sqlite:///{tmp_path / f'{number}.db'}"

        assert await asyncio.gather(opened(address), opened(address)) == [HEAD, HEAD]


async def test_a_new_database_may_be_opened_by_several_processes_at_once(database_url: str) -> None:
    script = (
        "import asyncio, sys\n"
        "from bot.store.engine import Database\n"
        "async def main():\n"
        "    async with Database(sys.argv[1]):\n"
        "        pass\n"
        "asyncio.run(main())\n"
    )
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, database_url, cwd=MIGRATIONS.parents[2], stderr=asyncio.subprocess.PIPE
        )
        for _ in range(3)
    ]

    errors = [(await process.communicate())[1].decode() for process in processes]

    assert errors == ["", "", ""]
    assert [process.returncode for process in processes] == [0, 0, 0]


async def test_a_migration_that_was_interrupted_leaves_nothing_behind(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        # The last thing the first migration does is done halfway.
        patched.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", interrupted)
        with pytest.raises(ZeroDivisionError):
            await Database(database_url).__aenter__()

    async with Database(database_url) as database:
        assert await ChatStore(database).languages(1) == {}


async def test_connections_that_a_restart_of_the_server_has_cut_are_made_anew_unasked(tmp_path: Path) -> None:
    """Several of the pool at once; and while the server is away whoever asks is told so at once."""
    with Server(tmp_path / "server") as server:
        async with Database(server.url) as database:
            store = ChatStore(database)
            await asyncio.gather(*(store.choose_language(id_, Language.KK) for id_ in range(1, 6)))
            with server.away(), pytest.raises(StoreAway):
                await store.languages(1)

            assert await asyncio.gather(*(store.languages(id_) for id_ in range(1, 6))) == [{id_: Language.KK} for id_ in range(1, 6)]
            await store.choose_language(1, Language.RU)
            assert await store.languages(1) == {1: Language.RU}


async def test_a_connection_that_is_cut_within_a_transaction_fails_it_whole_and_nothing_else(made_postgres_url: str) -> None:
    async def half(database: Database) -> None:
        async with database.writing() as connection:
            await connection.execute(insert(meta).values(key="half", value="done"))
            await hang_up(made_postgres_url, (await connection.execute(select(func.pg_backend_pid()))).scalar_one())
            await connection.execute(insert(meta).values(key="other half", value="done"))

    async with Database(made_postgres_url) as database:
        with pytest.raises(StoreAway):
            await half(database)

        async with database.reading() as connection:
            assert (await connection.execute(select(func.count()).select_from(meta))).scalar_one() == 0


async def test_a_connection_apart_says_what_it_is_for_and_takes_the_options_of_the_address(made_postgres_url: str) -> None:
    address = f"{made_postgres_url}&prepared_statement_cache_size=50&sslmode=disable"
    async with Database(address) as database:
        connection = await database.apart("testing")
        try:
            assert len(await backends(made_postgres_url, "testing")) == 1
        finally:
            await connection.close()


async def test_sqlite_runs_with_wal_foreign_keys_and_patience(sqlite_url: str) -> None:
    async with Database(sqlite_url) as database, database.reading() as connection:
        pragmas = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar_one() for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]

    assert pragmas[:2] == ["wal", 1]
    assert pragmas[2] >= 5_000  # milliseconds


async def test_every_connection_of_sqlite_gets_the_pragmas(sqlite_url: str) -> None:
    async with Database(sqlite_url) as database, database.reading() as one, database.reading() as other:
        assert (await one.execute(text("PRAGMA foreign_keys"))).scalar_one() == 1
        assert (await other.execute(text("PRAGMA foreign_keys"))).scalar_one() == 1


async def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'quotes.db'}"):
        pass

    assert (tmp_path / "new" / "folder" / "quotes.db").is_file()


async def test_a_failed_writing_changes_nothing(database: Database) -> None:
    async def half() -> None:
        async with database.writing() as connection:
            await connection.execute(insert(meta).values(key="half", value="done"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await half()

    async with database.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(meta))).scalar_one() == 0


async def test_reading_sees_one_state_of_the_database_throughout(database: Database) -> None:
    async with database.reading() as reading:
        before = (await reading.execute(select(func.count()).select_from(meta))).scalar_one()
        async with database.writing() as writing:
            await writing.execute(insert(meta).values(key="new", value="row"))
        after = (await reading.execute(select(func.count()).select_from(meta))).scalar_one()

    assert (before, after) == (0, 0)


async def test_writers_that_read_first_wait_for_each_other(database: Database) -> None:
    """Each adds one to a number it has read: none is lost, and none is told that the database is locked."""

    async def count_up() -> None:
        async with database.writing(alone_at="count") as connection:
            known = (await connection.execute(select(meta.c.value).where(meta.c.key == "count"))).scalar() or "0"
            await asyncio.sleep(0)
            await upsert(connection, meta, {"key": "count", "value": str(int(known) + 1)})

    await asyncio.gather(*(count_up() for _ in range(8)))

    async with database.reading() as connection:
        assert (await connection.execute(select(meta.c.value))).scalars().all() == ["8"]


async def test_an_upsert_inserts_and_then_replaces_the_rest_of_the_row(database: Database) -> None:
    async with database.writing() as connection:
        await upsert(connection, chats, {"id": 1, "language": "kk"})
        await upsert(connection, chats, {"id": 1, "language": "zh"})

    async with database.reading() as connection:
        assert [tuple(row) for row in await connection.execute(select(chats.c.id, chats.c.language))] == [(1, "zh")]


async def test_upserts_of_the_same_row_at_once_do_not_collide(database: Database) -> None:
    await asyncio.gather(*(ChatStore(database).choose_language(5, language) for language in Language for _ in range(3)))

    assert set(await ChatStore(database).languages(5)) == {5}


def said(error: BotError) -> str:
    """What an operator can get to see of *error*: its sentence, and its traceback with all causes."""
    return "".join(traceback.format_exception(error))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "quotes.db",
        "://",
        "postgresql",
        f"mysql://bot:{PASSWORD}@localhost/quotes",
        f"postgres://bot:{PASSWORD}@localhost/quotes",
        f"postgresql+psycopg://bot:{PASSWORD}@localhost/quotes",
        f"sqlite+pysqlite:///{PASSWORD}",
        f"postgresql://bot:{PASSWORD}@localhost:port/quotes",
        f"postgresql://bot:{PASSWORD}@localhost:{PASSWORD}/quotes",
    ],
)
def test_a_malformed_address_is_named_in_one_sentence_without_the_password(address: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Database(address)

    assert "\n" not in str(caught.value)
    assert "database" in str(caught.value)
    assert PASSWORD not in said(caught.value)


def unopenable(tmp_path: Path) -> list[str]:
    """Addresses that look right and cannot be opened."""
    (tmp_path / "file").write_text("this is not a database, and long enough to look like one to whoever reads its first bytes\n" * 20)
    return [
        f"sqlite:///{tmp_path}",
        f"sqlite:///{tmp_path / 'file'}",
        f"sqlite:///{tmp_path / 'file' / 'quotes.db'}",
        f"postgresql://bot:{PASSWORD}@127.0.0.1:1/quotes",
        f"postgresql://bot@127.0.0.1:1/quotes?password={PASSWORD}",
        f"postgresql://bot:{PASSWORD}@/quotes?host={tmp_path}",
        f"postgresql://bot:{PASSWORD}@no-such-host.invalid/quotes",
    ]


@pytest.mark.parametrize("number", range(7))
async def test_an_unopenable_database_is_named_in_one_sentence_without_the_password(tmp_path: Path, number: int) -> None:
    address = unopenable(tmp_path)[number]

    with pytest.raises(StartError) as caught:
        await Database(address).__aenter__()

    assert "\n" not in str(caught.value)
    assert "the database" in str(caught.value)
    assert PASSWORD not in said(caught.value)


async def test_a_database_the_server_does_not_have_is_named(postgres_url: str) -> None:
    address = postgres_url.replace("/postgres?", "/no_such_database?")

    with pytest.raises(StartError, match="no_such_database"):
        await Database(address).__aenter__()


@pytest.mark.parametrize("option", ["sslmode=disable", "no_such_option=1"])
async def test_an_address_with_options_opens_or_is_refused_as_a_setting(postgres_url: str, option: str) -> None:
    """Hosters hand out addresses that end in "?sslmode=…"; any error but our own would end in a traceback."""
    address = f"{postgres_url}{'&' if '?' in postgres_url else '?'}{option}"

    with contextlib.suppress(BotError):
        async with Database(address):
            pass


async def test_a_database_of_a_later_version_is_named_in_one_sentence(sqlite_url: str) -> None:
    """Somebody went back to an older release."""
    async with Database(sqlite_url) as database, database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))

    with pytest.raises(StartError) as caught:
        await Database(sqlite_url).__aenter__()

    assert "\n" not in str(caught.value)


async def test_a_store_of_before_the_curation_learns_the_languages_of_its_quotes(sqlite_url: str) -> None:
    """Quotes that were stored without their languages are offered for translation like any other."""
    async with Database(sqlite_url) as database:
        await QuoteStore(database).put(partial("bare", Language.KK, "Бірлік болмай, тірлік болмас"))
        async with database.writing() as connection:
            await connection.run_sync(downgraded)

    async with Database(sqlite_url) as database, database.reading() as connection:
        rows = (await connection.execute(select(quotes.c.language, quotes.c.languages))).all()

    assert rows == [("kk", "kk")]


async def test_a_locked_database_is_named_in_one_sentence_that_says_what_to_do(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.engine._BUSY_TIMEOUT_MS", 50)
    async with Database(sqlite_url):
        pass
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(StartError, match="database is locked; another program holds it: stop that one, or try again later"):
        await Database(sqlite_url).__aenter__()

    other.close()
    assert await opened(sqlite_url) == HEAD


async def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    """What people wrote is in it, and in the log beside it."""
    async with Database(f"sqlite:///{tmp_path / 'quotes.db'}") as database, database.writing() as connection:
        await connection.execute(insert(meta).values(key="some", value=""))
        rights = rights_in(tmp_path)

    assert rights == dict.fromkeys(("quotes.db", "quotes.db-wal", "quotes.db-shm"), 0o600)


async def test_a_file_that_holds_nothing_is_said_to_be_new(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It may have been emptied, and with it whatever chats had settled."""
    file = tmp_path / "quotes.db"
    caplog.set_level("INFO", "bot.store.engine")
    told = []
    for before in (None, b"", None):
        if before is not None:
            file.write_bytes(before)
        caplog.clear()
        async with Database(f"sqlite:///{file}"):
            pass
        told.append(f"{file} is new" in caplog.text)

    assert told == [True, True, False]


def rights_in(folder: Path) -> dict[str, int]:
    """Who may do what with the files of a folder."""
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
