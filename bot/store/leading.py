"""Which of the processes over one database leads: does what only one of them should do at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.store.engine import LOCK, Database
from bot.store.line import Line, either

_log = logging.getLogger(__name__)
# How often those who do not lead try, in seconds: so much later another one leads.
_TRY_SECONDS = 2.0
# A lock of the session: the server takes it back when the connection ends, however it ends.
_ELECTED = "SELECT pg_try_advisory_lock($1, hashtext('leading'))"


class Leading:
    """One process at a time leads, of all over one PostgreSQL database. Over a SQLite file each does: there is one, and rows are leased."""

    def __init__(self, database: Database) -> None:
        """Lead among those over *database*, which must be open whenever a method is called."""
        self._database = database

    async def lead(self, work: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event) -> None:
        """Run *work* whenever and as long as this process leads, until *stop* is set.

        *work* is handed an event that is set as soon as this process leads no longer, or is to stop, and is waited for; what it
        raises is raised here.
        """
        if not self._database.notifies:
            await work(stop)
            return
        line = Line(self._database, "leading")
        while not stop.is_set():
            async with line:
                if await _elected(line, stop):
                    _log.info("this process leads")
                    await _as_long_as(line, work, stop)
                    _log.info("this process leads no longer")
            await either(stop, within=_TRY_SECONDS)


async def _elected(line: Line, stop: asyncio.Event) -> bool:
    """Whether this process leads, which is tried until it does, the *line* is lost, or it is to *stop*."""
    while not (stop.is_set() or line.lost.is_set()):
        if await line.ask(_ELECTED, LOCK):
            return True
        await either(stop, line.lost, within=_TRY_SECONDS)
    return False


async def _as_long_as(line: Line, work: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event) -> None:
    """Run *work* and have it end when the *line* is lost, or with *stop*."""
    ended = asyncio.Event()

    async def end() -> None:
        await either(stop, line.lost)
        ended.set()

    ending = asyncio.create_task(end())
    try:
        await work(ended)
    finally:
        ending.cancel()
