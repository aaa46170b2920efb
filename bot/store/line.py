"""A connection to PostgreSQL beside the pool, for what lasts as long as the connection does: leading, and listening."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from bot.store.engine import Database

_log = logging.getLogger(__name__)
# How often it is asked whether it is still there, and how long an answer may take, in seconds. Together less than the server waits for
# a machine that has vanished (`apart` in engine.py): whoever leads must know that it does no longer before another one can.
_CHECK_SECONDS, _ANSWER_SECONDS = 2.0, 2.0


class Line:
    """Use with `async with`, again and again. When the server is away nothing is raised: the line is `lost` then, also from the start.

    It must reach the server itself, or through a pooler that gives each session a connection of its own.
    """

    def __init__(self, database: Database, purpose: str) -> None:
        """Reach *database*, which must be open; its operator sees the *purpose* among the server's connections."""
        self._database = database
        self._purpose = purpose
        self._turn = asyncio.Lock()
        self._connection: Any = None
        self._watching: asyncio.Task[None] | None = None
        self._away = False
        self.lost = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Connect, if the server is there."""
        self.lost = asyncio.Event()
        try:
            self._connection = await self._database.apart(self._purpose)
        except Exception as error:  # noqa: BLE001  # whatever it was, the next time may do better
            self._say_lost(type(error).__name__)
            return self
        self._away = False
        # The driver notices a closed socket by itself, and at once.
        self._connection.add_termination_listener(lambda _: self._say_lost("closed"))
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        """Hang up, so that the server lets go at once of what the connection held."""
        self.lost.set()
        if self._watching:
            self._watching.cancel()
            await asyncio.wait([self._watching])
            self._watching = None
        if self._connection:
            with contextlib.suppress(Exception):  # it is gone already
                await self._connection.close(timeout=_ANSWER_SECONDS)
            self._connection = None

    async def ask(self, statement: str, *values: object) -> Any:
        """The one value that a statement comes to; None when the line is lost."""
        async with self._turn:
            if self.lost.is_set():
                return None
            try:
                return await self._connection.fetchval(statement, *values, timeout=_ANSWER_SECONDS)
            except Exception as error:  # noqa: BLE001  # a server that does not answer, or answers so, is as good as gone
                self._give_up(error)
                return None

    async def hear(self, channel: str, heard: Callable[[], None]) -> bool:
        """Call *heard* whenever somebody notifies *channel*; whether the line will."""
        async with self._turn:
            if self.lost.is_set():
                return False
            try:
                async with asyncio.timeout(_ANSWER_SECONDS):
                    await self._connection.add_listener(channel, lambda *_: heard())
            except Exception as error:  # noqa: BLE001  # as above
                self._give_up(error)
            return not self.lost.is_set()

    async def _watch(self) -> None:
        """A machine that has vanished closes no socket: ask it now and then."""
        while not self.lost.is_set():
            await asyncio.sleep(_CHECK_SECONDS)
            await self.ask("SELECT 1")

    def _give_up(self, error: Exception) -> None:
        self._say_lost(type(error).__name__)
        self._connection.terminate()

    def _say_lost(self, why: str) -> None:
        """Once an outage."""
        if not (self.lost.is_set() or self._away):
            _log.warning("the line to the database is lost purpose=%s: %s", self._purpose, why)
            self._away = True
        self.lost.set()


async def either(*events: asyncio.Event, within: float | None = None) -> None:
    """Wait until one of *events* is set, but no longer than *within* seconds."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
