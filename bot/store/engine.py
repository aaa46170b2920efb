"""One door to the database: SQLite in a file or PostgreSQL, opened, migrated and closed."""

import asyncio
import contextlib
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, event, func, make_url, select, table
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.sql import column

from bot.errors import SettingsError, StartError, StoreAway
from bot.store.aside import Result, SqliteAside, Writing, begin_sqlite, prepare_sqlite
from bot.store.connections import AsyncConnection, AsyncEngine, create_async_engine
from bot.store.failures import ADVICE, LOST, WRONG, lost, reachable, reason_of
from bot.store.prepared import Parameters
from bot.store.schema import quotes, updates

_log = logging.getLogger(__name__)
# Where the address comes from.
_GIVEN = "HUNDRED_FLOWERS_DATABASE or --database"
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
# Other processes may hold SQLite's write lock for a moment; this long a writer waits for it, in milliseconds.
_BUSY_TIMEOUT_MS = 10_000
# Seconds to connect to a PostgreSQL server, and to wait for one of its answers.
_CONNECT_SECONDS = 10
_ANSWER_SECONDS = 10
_LOCKED_PAUSE_SECONDS, _GOODBYE_SECONDS = 0.05, 0.05
# Any number, as long as every replica uses the same.
LOCK = 4_206_100
# How soon the server takes a machine that has vanished for gone, and with it the locks it held: six seconds. Unix sockets ignore it.
_VANISHED = {"tcp_keepalives_idle": "2", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "2", "tcp_user_timeout": "6000"}
# The newest file in migrations/versions; a test holds the two together. Knowing it saves importing the migration tool at each start.
HEAD = "0006"


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
            raise SettingsError(f"{_GIVEN} must look like sqlite:///PATH or postgresql://USER@HOST/NAME") from None
        if parsed.drivername not in _DRIVERS:
            raise SettingsError(f"{_GIVEN} names an unknown kind of database {parsed.drivername!r}; known are sqlite and postgresql")
        if parsed.drivername == "sqlite" and parsed.database in {None, "", ":memory:"}:
            raise SettingsError(f"{_GIVEN} names no file: sqlite:///PATH")
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
        except OverflowError:
            await self._close_unopened(self._engine)
            raise SettingsError("the database address has a port that no server has") from None
        except (ArgumentError, TypeError, ValueError):
            await self._close_unopened(self._engine)
            raise self._odd_option() from None
        except (OSError, SQLAlchemyError, StoreAway) as error:
            await self._close_unopened(self._engine)
            raise StartError(f"the database {self._address} cannot be opened: {reason_of(error)}") from error
        except BaseException:
            await self._close_unopened(self._engine)
            raise
        if self._is_sqlite:
            self._aside = SqliteAside(self._url, self._engine, self._busy_timeout_ms)
        return self

    async def _close_unopened(self, engine: AsyncEngine) -> None:
        await engine.dispose()
        if self._is_sqlite:
            # The driver's thread tells the event loop that it has ended; nobody waits for that, and a loop that is closed by then is a
            # traceback behind the one sentence.
            await asyncio.sleep(_GOODBYE_SECONDS)

    def _look_at(self, file: Path) -> None:
        if not self._migrates and not file.exists():
            # SQLite would make it.
            raise StartError(f"there is no database {self._address}")
        if self._migrates and file.is_file() and not os.access(file, os.W_OK):
            # SQLite would say so with the first write, which may come long after the start.
            raise StartError(f"the database {self._address} cannot be written: {ADVICE[sqlite3.SQLITE_READONLY]}")
        _make_folder_of(file)
        if self._migrates:
            if not (file.exists() and file.stat().st_size):
                # Nobody can tell a file that was made to be filled from one that has lost everything: so much is said of both.
                _log.info("the database %s is new: it gets the quotes of the files, and nothing else", self._address)
            with contextlib.suppress(OSError):  # will be said by the database itself, better
                # What people wrote is nobody else's; SQLite gives its log the same rights.
                file.touch(mode=0o600)

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
        async with reachable(engine.begin()) as connection:
            yield connection

    async def glance(self, statement: Any, parameters: Parameters | None = None) -> Sequence[Any]:
        """The few rows of one statement that reads, without a transaction around: for what every message asks.

        A statement with *parameters* is always the same object, and they are all it needs.
        """
        assert self._engine is not None  # noqa: S101  # opened by __aenter__
        if self._aside:
            try:
                return await self._aside.rows(statement, parameters)
            except WRONG:
                raise
            except LOST as error:
                raise lost(error) from error
        async with reachable(self._engine.execution_options(isolation_level="AUTOCOMMIT").connect()) as connection:
            return (await connection.execute(statement, parameters)).all()

    async def answers(self) -> bool:
        """Whether the database answers, and is yet the file that was opened; what stands in its way is raised."""
        if self._aside and not self._aside.has_its_file():
            return False
        # Of a damaged file much can be read; what every answer needs is looked at.
        some = [select(column).limit(1).scalar_subquery() for column in (quotes.c.body, updates.c.update_id)]
        return bool(await self.glance(select(*some)))

    @contextlib.asynccontextmanager
    async def writing(self, alone_at: str | None = None) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes: all of it, or nothing. Of those *alone_at* the same thing one runs at a time, over all processes.

        SQLite has one writer at a time anyway.
        """
        assert self._engine is not None  # noqa: S101  # opened by __aenter__
        async with reachable(self._engine.execution_options(sqlite_begin="BEGIN IMMEDIATE").begin()) as connection:
            if alone_at is not None:
                await self.be_alone_at(connection, alone_at)
            yield connection

    async def write(self, work: Callable[[Writing], Result]) -> Result:
        """What *work* comes to, which is done in one transaction and has nothing to wait for: half the way of `writing`, or less."""
        assert self._engine is not None  # noqa: S101  # opened by __aenter__
        if self._aside:
            async with reachable(contextlib.nullcontext(self._aside)) as aside:
                return await aside.write(work)
        async with reachable(self._engine.begin()) as connection:
            return await connection.run_sync(work)

    @contextlib.asynccontextmanager
    async def gathering(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that gathers much in temporary tables, and holds nobody up until it writes into others; `be_alone_at` first."""
        assert self._engine is not None  # noqa: S101  # opened by __aenter__
        async with reachable(self._engine.begin()) as connection:
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
