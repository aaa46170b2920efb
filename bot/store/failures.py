"""What goes wrong with a database: what the world does to it is told from what is wrong in a statement, in words that say what to do."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

import msgspec
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import StartError, StoreAway

Opened = TypeVar("Opened")
# What is wrong in a statement or in its values, and no fault of the database.
WRONG = (IntegrityError, ProgrammingError, DataError)
# What the world does to a statement: asked for after what is wrong, whose base class is the first of these.
LOST = (DBAPIError, PoolTimeoutError, TimeoutError)
_RESTORE = "move its file away and restore a backup: hundred-flowers restore FILE"
_REPLACE = "restore a backup: hundred-flowers restore --replace FILE"
# What mends what SQLite says, by its result code; https://www.sqlite.org/rescode.html has them all.
ADVICE = {
    sqlite3.SQLITE_CORRUPT: _RESTORE,
    sqlite3.SQLITE_NOTADB: f"name another file, or {_RESTORE}",
    sqlite3.SQLITE_BUSY: "another program holds it: stop that one, or try again later",
    sqlite3.SQLITE_READONLY: "let this user write the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "let this user read and write the file and its folder",
    sqlite3.SQLITE_FULL: "make room on the disk and try again",
    sqlite3.SQLITE_IOERR: "look whether its disk is full or failing, and try again",
}


@contextlib.asynccontextmanager
async def reachable(opening: AbstractAsyncContextManager[Opened]) -> AsyncIterator[Opened]:
    """Tell what the world does to a transaction (a full disk, a lock, a lost connection, a damaged file) from what is wrong in it."""
    opened = False
    try:
        async with opening as connection:
            opened = True
            yield connection
    except WRONG:
        raise
    except LOST as error:
        raise lost(error) from error
    except OSError as error:
        if opened:  # of something else that is done meanwhile
            raise
        raise StoreAway(f"the database cannot be reached: {reason_of(error)}") from error


def lost(error: Exception) -> StoreAway:
    """That the database cannot be used, by what its driver says."""
    return StoreAway(f"the database cannot be used: {reason_of(error)}")


@contextlib.contextmanager
def starting() -> Iterator[None]:
    """Turn what a damaged database does to the first reads and writes into one sentence for the operator."""
    try:
        yield
    except (SQLAlchemyError, StoreAway, msgspec.MsgspecError) as error:
        raise StartError(f"the database cannot be used: {reason_of(error)}") from error


def reason_of(error: BaseException) -> str:
    """What the driver says of an *error*, in one line and without the statement, and what mends it where that is known."""
    error = error.__cause__ if isinstance(error, StoreAway) and error.__cause__ else error
    original = error.orig if isinstance(error, DBAPIError) else error
    said = " ".join(str(original).split()) or type(original).__name__
    # The lowest byte is the code itself, those above say more of it.
    code = getattr(original, "sqlite_errorcode", 0) & 0xFF
    advice = _REPLACE if isinstance(original, msgspec.MsgspecError) else ADVICE.get(code)
    return f"{said}; {advice}" if advice else said
