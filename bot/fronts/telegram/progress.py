"""How far a long work has come, in the message that is going to hold its answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from telegram.error import BadRequest

from bot.errors import ChatGone, InDoubt, TryLater
from bot.fronts.telegram.courier import TelegramCourier
from bot.fronts.telegram.handling import in_hand
from bot.rendering.messages import Renderer
from bot.rendering.reply import Reply
from bot.services.upkeep_answers import FileProgress

_log = logging.getLogger(__name__)
# What is done by then needs no word before its answer; and edits count towards Telegram's limits as messages do.
_FIRST_SECONDS, _EVERY_SECONDS = 2.0, 3.0


@dataclass
class Place:
    """Where an answer stands: in the message *message_id*, or in a new one, which is its place from then on."""

    courier: TelegramCourier
    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None
    message_id: int | None = None

    async def put(self, reply: Reply) -> int:
        """Let *reply* stand here; the id of its message. Errors are those of the courier."""
        if self.message_id is None:
            self.message_id = await self.courier.send(self.chat_id, reply, reply_to=self.reply_to, thread_id=self.thread_id)
        else:
            self.message_id = await self.courier.rewrite(self.chat_id, self.message_id, reply, thread_id=self.thread_id)
        return self.message_id


class Progress:
    """Shows in *place* what it is told by `see`, when that goes on for long. Use with `async with`: nothing is shown after it.

    *shown* says whether anything was.
    """

    def __init__(self, place: Place | None, renderer: Renderer, before: Callable[[], Awaitable[None]] | None = None) -> None:
        """Find the words by *renderer*, and do what is to be done *before* the first of them; without a *place* nothing is shown."""
        self._place = place
        self._renderer = renderer
        self._before = before
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        self._seen: FileProgress | None = None
        self._showing: asyncio.Task[None] | None = None
        self.shown = False

    async def __aenter__(self) -> Self:
        """Nothing is begun yet."""
        return self

    async def __aexit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        """Let what is being sent arrive: the answer is to come after it."""
        self._over.set()
        if self._showing:
            await self._showing

    def see(self, progress: FileProgress) -> None:
        """Take note of how far it has come; any thread may say so."""
        is_first, self._seen = self._seen is None, progress
        if is_first and self._place:
            self._loop.call_soon_threadsafe(self._begin, self._place)

    def _begin(self, place: Place) -> None:
        if not self._over.is_set():
            self._showing = asyncio.create_task(self._show(place))

    async def _show(self, place: Place) -> None:
        # It is no answer: if the process ends now, the work has to be reported yet.
        in_hand.set(None)
        latest, pause = None, _FIRST_SECONDS
        while not await self._is_over_within(pause):
            if self._before and not self.shown:
                await self._before()
            self.shown = True
            if self._seen and self._seen != latest:
                latest = self._seen
                try:
                    await place.put(self._renderer.render(latest))
                except (ChatGone, TryLater, InDoubt, BadRequest) as error:  # the work goes on, and its answer may arrive
                    _log.info("a progress was not shown: %s", error)
            pause = _EVERY_SECONDS

    async def _is_over_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
        return self._over.is_set()
