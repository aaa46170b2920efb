"""Word between the processes over one database that quotes have changed."""

import asyncio
from collections.abc import AsyncGenerator

from sqlalchemy import func, select

from bot.store.connections import AsyncConnection
from bot.store.engine import Database
from bot.store.line import Line, either

_CHANNEL = "hundred_flowers"
# Where word comes by itself, one still looks so often, in seconds: should it ever get lost.
_SAFETY_SECONDS = 15.0
# After a line that was lost, and after more and more that could not be had, in seconds.
_FIRST_PAUSE_SECONDS, _LAST_PAUSE_SECONDS = 0.1, 5.0


async def tell_others(connection: AsyncConnection, revision: int) -> None:
    """Have all processes that listen told of a new *revision* once the transaction is committed; SQLite tells nobody."""
    if connection.dialect.name != "sqlite":
        await connection.execute(select(func.pg_notify(_CHANNEL, str(revision))))


async def wakes(database: Database, every: float) -> AsyncGenerator[None, None]:
    """Something for each time that quotes may have changed: at the word of whoever did it, or *every* so many seconds where none comes.

    Word that came to nobody, because the connection was lost, is made up for as soon as there is a new one.
    """
    woken = asyncio.Event()
    listening = asyncio.create_task(_listen(database, woken)) if database.notifies else None
    try:
        while True:
            await either(woken, within=_SAFETY_SECONDS if listening else every)
            # Before anybody looks: what comes while they do is not to be missed.
            woken.clear()
            yield
    finally:
        if listening:
            listening.cancel()
            await asyncio.wait([listening])


async def _listen(database: Database, woken: asyncio.Event) -> None:
    """Set *woken* at each word, and after each time that nobody listened, until cancelled."""
    line, pause = Line(database, "listening"), _FIRST_PAUSE_SECONDS
    while True:
        async with line:
            if await line.hear(_CHANNEL, woken.set):
                woken.set()
                pause = _FIRST_PAUSE_SECONDS
                await line.lost.wait()
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LAST_PAUSE_SECONDS)
