"""Trouble of a soak test, at random: Telegram fails, is slow or forgets, the database is locked, processes are killed and stopped."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from aiohttp import web
from bot_api.server import BotApiServer
from replicas import Proxy
from soak_account import End, Troubles
from soak_processes import Bot, Store, hold

# Of messages that are sent; and how often something happens on the average, in seconds.
RATES = {"cut": 0.01, "429": 0.003, "500": 0.01, "502": 0.01, "504": 0.01}
_KILL_EVERY, _LOCK_EVERY, _SLOW_EVERY, _REQUEST_EVERY = 20.0, 23.0, 27.0, 6.0
# What a fault of asking for updates holds up, and what a start leaves behind, in seconds.
_FAULT_LASTS, _AFTER = 4.0, 3.0
# What answers people.
_ANSWERING = ("sendMessage", "editMessageText", "answerInlineQuery")


class ForgetfulProxy(Proxy):
    """Now and then takes a webhook call, and loses the answer: Telegram sends the update again."""

    def __init__(self, chance: Random, share: float = 0.03) -> None:
        super().__init__(())
        self._chance = chance
        self._share = share

    async def _hand_on(self, request: web.Request) -> web.Response:
        response = await super()._hand_on(request)
        return web.Response(status=502) if self._chance.random() < self._share else response


@dataclass
class Trouble:
    """Makes trouble, and keeps an account of it in *done*; *file* is the SQLite file, None of another database."""

    server: BotApiServer
    bots: Sequence[Bot]
    store: Store
    file: Path | None
    chance: Random
    done: Troubles

    async def make(self, seconds: float) -> None:
        """Make trouble for so long, and then leave the processes in peace; Telegram's own faults go on until `rest`."""
        self.server.faults_at_random(self.chance, RATES)
        over = asyncio.Event()
        # Each finishes what it is at: nothing is left locked, slow or dead.
        makers = [self._end_processes(over), self._lock(over), self._be_slow(over), self._fail_requests(over)]
        async with asyncio.TaskGroup() as group:
            for maker in makers:
                group.create_task(maker)
            await asyncio.sleep(seconds)
            over.set()

    def rest(self) -> None:
        """Let everything go well from now on."""
        self.server.faults_at_random(self.chance, {})

    async def _is_over(self, over: asyncio.Event, every: float) -> bool:
        """Wait for the next time; whether there is none."""
        try:
            await asyncio.wait_for(over.wait(), every * self.chance.uniform(0.5, 1.5))
        except TimeoutError:
            return False
        return True

    async def _end_processes(self, over: asyncio.Event) -> None:
        while not await self._is_over(over, _KILL_EVERY):
            bot = self.chance.choice(self.bots)
            began = time.monotonic()
            await (self._stop(bot) if self.chance.random() < 0.25 else self._kill(bot))
            await bot.start()
            self.done.rough.append((began, time.monotonic() + _AFTER))

    async def _kill(self, bot: Bot) -> None:
        how = "kill"
        if self.chance.random() < 0.6:
            how = "kill as a message came"
            await self._next_message()
        bot.kill()
        at = time.monotonic()
        await bot.gone()
        self.done.ends.append(End(at, how, await self.store.latest()))

    async def _next_message(self) -> None:
        """Return as soon as the bot sends something."""
        seen = len(self.server.calls)
        async with asyncio.timeout(30):
            while not any(call.method == "sendMessage" for call in self.server.calls[seen:]):  # noqa: ASYNC110  # to the millisecond
                await asyncio.sleep(0.001)

    async def _stop(self, bot: Bot) -> None:
        self.done.codes.append(await bot.stop())
        # It answers on for a while, so that it counts from when it is over.
        self.done.ends.append(End(time.monotonic(), "stop", await self.store.latest()))

    async def _lock(self, over: asyncio.Event) -> None:
        while self.file and not await self._is_over(over, _LOCK_EVERY):
            began = time.monotonic()
            await asyncio.to_thread(hold, self.file, self.chance.uniform(0.5, 6.0))
            ended = time.monotonic()
            self.done.locks.append((began, ended))
            self.done.rough.append((began, ended + _AFTER))

    async def _be_slow(self, over: asyncio.Event) -> None:
        while not await self._is_over(over, _SLOW_EVERY):
            began = time.monotonic()
            for method in _ANSWERING:
                self.server.delay(method, self.chance.uniform(0.2, 2.0))
            await asyncio.sleep(self.chance.uniform(2.0, 6.0))
            for method in _ANSWERING:
                self.server.delay(method, 0)
            self.done.rough.append((began, time.monotonic() + _AFTER))

    async def _fail_requests(self, over: asyncio.Event) -> None:
        """Faults of what is no message: asking for updates, edits, and answers to what is typed inline."""
        methods = ["editMessageText", "answerInlineQuery", "answerCallbackQuery"] + ["getUpdates"] * (3 if self.file else 0)
        while not await self._is_over(over, _REQUEST_EVERY):
            method = self.chance.choice(methods)
            match self.chance.randrange(4):
                case 0:
                    self.server.fail_next(method, 500, "Internal Server Error: restart")
                case 1:
                    self.server.fail_next(method, 429, "Too Many Requests: retry after 1", {"retry_after": 1})
                case 2:
                    self.server.fail_next_with_html(method, 502)
                case _:
                    self.server.cut_next(method)
            self.done.rough.append((time.monotonic(), time.monotonic() + _FAULT_LASTS))
