"""A SQLite file past the asyncio driver, which takes every statement to a thread and back."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, exc
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from bot.store.connections import AsyncEngine
from bot.store.prepared import Parameters, PreparedStatements

Result = TypeVar("Result")
# After so many transactions what they wrote is carried from the log into the file by another thread, which takes some milliseconds: done
# within one of them, as SQLite does by itself, all who wait for it would wait for that, too; one answer in a hundred.
_CARRY_AFTER = 100
# Where writers leave no pause the log never comes to its end that way: one of this many pages is left to the next transaction.
_MOST_PAGES = 10_000


class Writing(Protocol):
    """A transaction that writes, as one piece of work."""

    @property
    def dialect(self) -> Dialect:
        """That of the database."""
        ...

    def execute(self, statement: Any, parameters: Any = None, /) -> Any:
        """The rows of a statement; one with *parameters*, for one or for several, is always the same object."""
        ...


class SqliteAside:
    """Statements in the event loop, and transactions in one thread: the asyncio driver takes many times as long for either.

    A few rows are read within the event loop. Nothing holds that up: a reader waits for no writer, and should the file be locked
    altogether, a thread waits for that. A transaction that writes goes to a thread as one.
    """

    def __init__(self, url: URL, engine: AsyncEngine, busy_timeout_ms: int) -> None:
        """Open the file at *url* when it is first asked for; *engine* is its driver, for what has to wait."""
        self._engine = engine
        self._reading, self._writing, self._carrying = (_sqlite_engine(url, milliseconds) for milliseconds in (0, busy_timeout_ms, 0))
        event.listen(self._writing, "connect", _carry_seldom)
        self._connection: Connection | None = None
        self._prepared = PreparedStatements()
        self._writer: _Writer | None = None
        self._thread, self._carrier = ThreadPoolExecutor(1, "sqlite"), ThreadPoolExecutor(1, "sqlite log")
        self._written = 0
        self._path = url.database or ""
        self._file = _file_at(self._path)

    def has_its_file(self) -> bool:
        """Whether the file at the address is the one that was opened: what is written to another is gone when the last process ends."""
        return self._file is not None and _file_at(self._path) == self._file

    async def rows(self, statement: Any, parameters: Parameters | None = None, /) -> Sequence[Any]:
        """The rows of a statement that reads; one with *parameters* is always the same object, and needs no more."""
        try:
            self._connection = self._connection or _opened(self._reading)
            if parameters is not None:
                with contextlib.suppress(sqlite3.Error):  # what is wrong will be said below, as everywhere
                    return self._prepared.rows(_driver_of(self._connection), statement, parameters)
            return self._connection.execute(statement, parameters).all()
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise
        async with self._engine.connect() as connection:
            return (await connection.execute(statement, parameters)).all()

    async def write(self, work: Callable[[Writing], Result]) -> Result:
        """What *work* comes to, in one transaction."""
        result = await asyncio.get_running_loop().run_in_executor(self._thread, self._write, work)
        self._written += 1
        if self._written % _CARRY_AFTER == 0:
            with contextlib.suppress(RuntimeError):  # closed meanwhile: that carries it over, too
                self._carrier.submit(self._carry)
        return result

    def _write(self, work: Callable[[Writing], Result]) -> Result:
        self._writer = self._writer or _Writer(_opened(self._writing))
        return self._writer.transact(work)

    def _carry(self) -> None:
        """Carry what stands in the log into the file, as far as nobody reads it there; what keeps it from that a transaction will say."""
        with contextlib.suppress(DBAPIError), _opened(self._carrying) as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Close all connections."""
        self._thread.shutdown()
        self._carrier.shutdown()
        for connection in (self._connection, self._writer and self._writer.connection):
            if connection:
                connection.close()
        for engine in (self._reading, self._writing, self._carrying):
            engine.dispose()


class _Writer:
    """Transactions over one connection, past SQLAlchemy where that is possible: it takes two thirds of the time of a small one."""

    def __init__(self, connection: Connection) -> None:
        """Write over *connection*, which begins no transactions by itself."""
        self.connection = connection
        self.dialect = connection.dialect
        self._prepared = PreparedStatements()

    def transact(self, work: Callable[[Writing], Result]) -> Result:
        """What *work* comes to, all of it or nothing."""
        driver = _driver_of(self.connection)
        try:
            driver.execute("BEGIN IMMEDIATE").close()
            result = work(self)
            driver.commit()
        except sqlite3.Error as error:
            # By the name SQLAlchemy has for it, as everywhere.
            raise getattr(exc, type(error).__name__, exc.DatabaseError)(None, None, error, hide_parameters=True) from error
        finally:
            # Also of what SQLAlchemy takes for a transaction of its own; nothing is left of it where it has been committed.
            with contextlib.suppress(sqlite3.Error):
                driver.rollback()
            self.connection.rollback()
        return result

    def execute(self, statement: Any, parameters: Any = None, /) -> Any:
        """As `Writing` has it."""
        if parameters is None:
            return self.connection.execute(statement)
        return self._prepared.run(_driver_of(self.connection), statement, parameters)


def _file_at(path: str) -> tuple[int, int] | None:
    """The file at *path*, whatever it is called by then; None when there is none."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _opened(engine: Engine) -> Connection:
    return engine.execution_options(sqlite_begin=None).connect()


def _driver_of(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _sqlite_engine(url: URL, busy_timeout_ms: int) -> Engine:
    """One connection to a SQLite file, for any thread."""
    options = {"check_same_thread": False}
    engine = create_engine(url.set(drivername="sqlite"), hide_parameters=True, poolclass=StaticPool, connect_args=options)
    event.listen(engine, "connect", partial(prepare_sqlite, busy_timeout_ms))
    event.listen(engine, "begin", begin_sqlite)
    return engine


def prepare_sqlite(busy_timeout_ms: int, connection: Any, _record: ConnectionPoolEntry) -> None:
    """Set up a new connection to a SQLite file, which waits for others' locks for so long, in milliseconds."""
    # The driver's own transaction handling skips DDL and reads; with it off, "begin" below decides.
    connection.isolation_level = None
    cursor = connection.cursor()
    # The timeout first: turning WAL on needs the lock that another process may hold at this moment.
    for pragma in (f"busy_timeout={busy_timeout_ms}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _carry_seldom(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.execute(f"PRAGMA wal_autocheckpoint={_MOST_PAGES}").close()


def begin_sqlite(connection: Connection) -> None:
    """Begin a transaction as its options want it, or none at all."""
    # A transaction that reads first and writes later can fail with "database is locked" whatever the timeout; a writer
    # therefore takes the lock at once.
    if begin := connection.get_execution_options().get("sqlite_begin", "BEGIN"):
        connection.exec_driver_sql(begin)
