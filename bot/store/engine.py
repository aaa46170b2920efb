"""One door to the database: SQLite in a file or PostgreSQL, opened, migrated and closed."""

import asyncio
import contextlib
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    collate,
    event,
    func,
    literal,
    make_url,
    select,
    table,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.sql import column

from bot.errors import SettingsError, StartError, StoreAway
from bot.store.aside import Result, SqliteAside, Writing, begin_sqlite, prepare_sqlite
from bot.store.connections import AsyncConnection, AsyncEngine, create_async_engine
from bot.store.prepared import Parameters

Opened = TypeVar("Opened")
_log = logging.getLogger(__name__)
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
# Other processes may hold SQLite's write lock for a moment; this long a writer waits for it, in milliseconds.
_BUSY_TIMEOUT_MS = 10_000
# Seconds to connect to a PostgreSQL server, and to wait for one of its answers.
_CONNECT_SECONDS = 10
_ANSWER_SECONDS = 10
_LOCKED_PAUSE_SECONDS = 0.05
# Any number, as long as every replica uses the same.
LOCK = 4_206_100
# How soon the server takes a machine that has vanished for gone, and with it the locks it held: six seconds. Unix sockets ignore it.
_VANISHED = {"tcp_keepalives_idle": "2", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "2", "tcp_user_timeout": "6000"}
# The newest file in migrations/versions; a test holds the two together. Knowing it saves importing the migration tool at each start.
HEAD = "0006"
_RESTORE = "move its file away and restore a backup: hundred-flowers restore FILE"
_REPLACE = "restore a backup: hundred-flowers restore --replace FILE"
# What is wrong in a statement or in its values, and no fault of the database.
_WRONG = (IntegrityError, ProgrammingError, DataError)
# What the world does to a statement: asked for after what is wrong, whose base class is the first of these.
_LOST = (DBAPIError, PoolTimeoutError, TimeoutError)
# What mends what SQLite says, by its result code; https://www.sqlite.org/rescode.html has them all.
_ADVICE = {
    sqlite3.SQLITE_CORRUPT: _RESTORE,
    sqlite3.SQLITE_NOTADB: f"name another file, or {_RESTORE}",
    sqlite3.SQLITE_BUSY: "another program holds it: stop that one, or try again later",
    sqlite3.SQLITE_READONLY: "let this user write the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "let this user read and write the file and its folder",
    sqlite3.SQLITE_FULL: "make room on the disk and try again",
    sqlite3.SQLITE_IOERR: "look whether its disk is full or failing, and try again",
}


class Database:
    """An open database. Use with `async with`; reading and writing are its two kinds of transaction."""

    def __init__(
        self, url: str, *, migrate: bool = True, answer_seconds: float = _ANSWER_SECONDS, busy_timeout_ms: int = _BUSY_TIMEOUT_MS
    ) -> None:
        """Take an address, `sqlite:///PATH` or `postgresql://…`; nothing is opened yet.

        Without *migrate* it is read as it is, whatever its revision, and is to be there already; a server may take *answer_seconds*, and
        a writer waits for another one's lock on SQLite for up to *busy_timeout_ms*.

        Raises:
            SettingsError: when the address is not of these forms.
        """
        if not url:
            raise SettingsError("this user has no home folder: name a database, such as sqlite:///PATH")
        try:
            parsed = make_url(url)
        except (ArgumentError, ValueError):
            # Without the original: its text holds the address, and the address may hold a password.
            raise SettingsError("the database address must look like sqlite:///PATH or postgresql://USER@HOST/NAME") from None
        if parsed.drivername not in _DRIVERS:
            raise SettingsError(f"unknown kind of database {parsed.drivername!r}: sqlite:///PATH and postgresql://… are known")
        if parsed.drivername == "sqlite" and parsed.database in {None, "", ":memory:"}:
            raise SettingsError("the SQLite database needs a file: sqlite:///PATH")
        # libpq's name for an option that this driver calls by another.
        options = {"ssl" if name == "sslmode" else name: value for name, value in parsed.query.items()}
        self._url = parsed.set(drivername=_DRIVERS[parsed.drivername], query=options)
        # Options may hold a password, too.
        self._address = parsed.set(query={}).render_as_string(hide_password=True)
        self._busy_timeout_ms = busy_timeout_ms
        self._is_sqlite = parsed.drivername == "sqlite"
        self._migrates = migrate
        self._answer_seconds = answer_seconds
        self._engine: AsyncEngine | None = None
        self._aside: SqliteAside | None = None

    async def __aenter__(self) -> Self:
        """Open the database and bring its schema up to date, all or nothing.

        Raises:
            StartError: when it cannot be opened.
        """
        if self._is_sqlite and self._url.database:
            await asyncio.to_thread(self._look_at, Path(self._url.database))
        try:
            # A connection of before the database was restarted is noticed, and an unresponsive server given up, before people wait.
            more = {} if self._is_sqlite else {"pool_pre_ping": True, "connect_args": self._patience()}
            # What people write is among the parameters, and errors are logged.
            self._engine = create_async_engine(self._url, hide_parameters=True, **more)
        except (ArgumentError, TypeError, ValueError):
            raise self._odd_option() from None
        if self._is_sqlite:
            event.listen(self._engine.sync_engine, "connect", partial(prepare_sqlite, self._busy_timeout_ms))
            event.listen(self._engine.sync_engine, "begin", begin_sqlite)
        try:
            await self._migrate_patiently()
        except (ArgumentError, TypeError, ValueError):
            await self._engine.dispose()
            raise self._odd_option() from None
        except (OSError, SQLAlchemyError, StoreAway) as error:
            await self._engine.dispose()
            raise StartError(f"the database {self._address} cannot be opened: {reason_of(error)}") from error
        except BaseException:
            await self._engine.dispose()
            raise
        if self._is_sqlite:
            self._aside = SqliteAside(self._url, self._engine, self._busy_timeout_ms)
        return self

    def _look_at(self, file: Path) -> None:
        if not self._migrates and not file.exists():
            # SQLite would make it.
            raise StartError(f"there is no database {self._address}")
        if self._migrates and file.is_file() and not os.access(file, os.W_OK):
            # SQLite would say so with the first write, which may come long after the start.
            raise StartError(f"the database {self._address} cannot be written: {_ADVICE[sqlite3.SQLITE_READONLY]}")
        _make_folder_of(file)

    def _patience(self) -> dict[str, float]:
        return {"timeout": _CONNECT_SECONDS, "command_timeout": self._answer_seconds}

    def _odd_option(self) -> SettingsError:
        # Without the values: one may be a password.
        return SettingsError(f"the database address has an option that its driver does not take: {', '.join(self._url.query)}")

    async def __aexit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        """Close all connections."""
        if self._aside:
            self._aside.close()
        if self._engine:
            await self._engine.dispose()

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads; it sees one state of the database throughout."""
        assert self._engine is not None  # noqa: S101  # opened by __aenter__
        # A SQLite transaction does so by itself.
        engine = self._engine if self._is_sqlite else self._engine.execution_options(isolation_level="REPEATABLE READ")
        async with _reachable(engine.begin()) as connection:
            yield connection

    async def glance(self, statement: Any, parameters: Parameters | None = None) -> Sequence[Any]:
        """The few rows of one statement that reads, without a transaction around: for what every message asks.

        A statement with *parameters* is always the same object, and they are all it needs.
        """
        assert self._engine is not None  # noqa: S101  # opened by __aenter__
        if self._aside:
            try:
                return await self._aside.rows(statement, parameters)
            except _WRONG:
                raise
            except _LOST as error:
                raise _lost(error) from error
        async with _reachable(self._engine.execution_options(isolation_level="AUTOCOMMIT").connect()) as connection:
            return (await connection.execute(statement, parameters)).all()

    async def answers(self) -> bool:
        """Whether the database answers, and is yet the file that was opened; what stands in its way is raised."""
        return (self._aside is None or self._aside.has_its_file()) and bool(await self.glance(select(literal(1))))

    @contextlib.asynccontextmanager
    async def writing(self, alone_at: str | None = None) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes: all of it, or nothing. Of those *alone_at* the same thing one runs at a time, over all processes.

        SQLite has one writer at a time anyway.
        """
        assert self._engine is not None  # noqa: S101  # opened by __aenter__
        async with _reachable(self._engine.execution_options(sqlite_begin="BEGIN IMMEDIATE").begin()) as connection:
            if alone_at is not None:
                await self.be_alone_at(connection, alone_at)
            yield connection

    async def write(self, work: Callable[[Writing], Result]) -> Result:
        """What *work* comes to, which is done in one transaction and has nothing to wait for: half the way of `writing`, or less."""
        assert self._engine is not None  # noqa: S101  # opened by __aenter__
        if self._aside:
            async with _reachable(contextlib.nullcontext(self._aside)) as aside:
                return await aside.write(work)
        async with _reachable(self._engine.begin()) as connection:
            return await connection.run_sync(work)

    @contextlib.asynccontextmanager
    async def gathering(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that gathers much in temporary tables, and holds nobody up until it writes into others; `be_alone_at` first."""
        assert self._engine is not None  # noqa: S101  # opened by __aenter__
        async with _reachable(self._engine.begin()) as connection:
            yield connection

    async def be_alone_at(self, connection: AsyncConnection, thing: str) -> None:
        """Wait until no other transaction is alone at *thing*, and be so until the end of this one; in SQLite whoever writes is."""
        if not self._is_sqlite:
            await connection.execute(select(func.pg_advisory_xact_lock(LOCK, func.hashtext(thing))))

    @property
    def notifies(self) -> bool:
        """Whether it is a server, which tells one process what another has done; a file does not."""
        return not self._is_sqlite

    async def apart(self, purpose: str) -> Any:
        """A connection of PostgreSQL's driver beside the pool, to be closed by whoever asked; its operator sees the *purpose* of it.

        Raises the driver's own errors.
        """
        # Imported here: a terminal over a file need not wait for it.
        import asyncpg

        assert self._engine is not None  # noqa: S101  # opened by __aenter__
        _, options = self._engine.dialect.create_connect_args(self._url)
        # What is SQLAlchemy's own the driver does not know.
        options = {name: value for name, value in options.items() if not name.startswith("prepared_statement_")}
        return await asyncpg.connect(
            **options, **self._patience(), server_settings=_VANISHED | {"application_name": f"hundred-flowers {purpose}"}
        )

    async def _migrate_patiently(self) -> None:
        # Turning WAL on in a new file does not wait for another process that is doing the same, whatever the timeout.
        patience = asyncio.get_running_loop().time() + _BUSY_TIMEOUT_MS / 1000
        while True:
            try:
                return await self._migrate()
            except StoreAway as error:
                if "database is locked" not in str(error) or asyncio.get_running_loop().time() > patience:
                    raise
                await asyncio.sleep(_LOCKED_PAUSE_SECONDS)

    async def _migrate(self) -> None:
        async with self.reading() as connection:
            revision = await connection.run_sync(revision_of)
        if revision is not None and revision > HEAD:
            raise StartError(f"the database {self._address} was made by a later version of this program")
        if revision == HEAD or not self._migrates:
            return
        async with self.writing(alone_at="schema") as connection:
            await connection.run_sync(upgrade)


@contextlib.asynccontextmanager
async def _reachable(opening: AbstractAsyncContextManager[Opened]) -> AsyncIterator[Opened]:
    """Tell what the world does to a transaction (a full disk, a lock, a lost connection, a damaged file) from what is wrong in it."""
    opened = False
    try:
        async with opening as connection:
            opened = True
            yield connection
    except _WRONG:
        raise
    except _LOST as error:
        raise _lost(error) from error
    except OSError as error:
        if opened:  # of something else that is done meanwhile
            raise
        raise StoreAway(f"the database cannot be reached: {reason_of(error)}") from error


def _lost(error: Exception) -> StoreAway:
    """That the database cannot be used, by what its driver says."""
    return StoreAway(f"the database cannot be used: {reason_of(error)}")


@contextlib.contextmanager
def starting() -> Iterator[None]:
    """Turn what a damaged database does to the first reads and writes into one sentence for the operator."""
    try:
        yield
    except (SQLAlchemyError, StoreAway, msgspec.MsgspecError) as error:
        raise StartError(f"the database cannot be used: {reason_of(error)}") from error


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


def inserting_new(connection: Writing | AsyncConnection, into: Table) -> Any:
    """An insert that leaves out rows which collide with what is there; put together once."""
    return _inserting_new(connection.dialect.name, into)


def adding_up(connection: Writing, into: Table) -> Any:
    """An insert that adds the `count` of rows which collide to what is there; put together once."""
    return _adding_up(connection.dialect.name, into)


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


def _make_folder_of(file: Path) -> None:
    with contextlib.suppress(OSError):  # what cannot be made will be said by the database itself, better
        file.parent.mkdir(parents=True, exist_ok=True)


def revision_of(connection: Connection) -> str | None:
    """The revision of the schema; None where there is none yet."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    revision: str | None = connection.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar()
    return revision


def upgrade(connection: Connection, revision: str = HEAD) -> None:
    """Bring the schema forward to *revision*."""
    # Imported here: at almost every start there is nothing to migrate, and the tool costs a fifth of the time to the first prompt.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    command.upgrade(config, revision)
    _log.info("database schema is at revision=%s", revision)


def reason_of(error: BaseException) -> str:
    """What the driver says of an *error*, in one line and without the statement, and what mends it where that is known."""
    error = error.__cause__ if isinstance(error, StoreAway) and error.__cause__ else error
    original = error.orig if isinstance(error, DBAPIError) else error
    said = " ".join(str(original).split()) or type(original).__name__
    # The lowest byte is the code itself, those above say more of it.
    code = getattr(original, "sqlite_errorcode", 0) & 0xFF
    advice = _REPLACE if isinstance(original, msgspec.MsgspecError) else _ADVICE.get(code)
    return f"{said}; {advice}" if advice else said
