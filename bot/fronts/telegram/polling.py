"""Updates by asking for them: Telegram takes each question as word that everything before it has been written down."""

import asyncio
import contextlib
from typing import Any
from urllib.parse import quote

from telegram import Bot
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.errors import StoreAway
from bot.fronts.telegram.gate import Gate
from bot.fronts.telegram.handling import JSON, is_update
from bot.fronts.telegram.intake import Full, Intake
from bot.fronts.telegram.json_text import encode
from bot.fronts.telegram.outages import Outages, seconds_of

# Telegram holds an empty poll this long, in seconds: new messages still come at once, and idle costs two requests a minute.
POLL_SECONDS = 30
_MOST = 100
_FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 1.0, 30.0
# So long until it is looked again whether there is room, or the store is back, in seconds.
_FULL_SECONDS, _AWAY_SECONDS = 0.2, 1.0
# So long the last word to Telegram may take, in seconds.
_LAST_SECONDS = 3.0


class Polling:
    """Asks for updates until it is told to stop, or the token is refused."""

    def __init__(self, bot: Bot, request: BaseRequest, intake: Intake, gate: Gate, outages: Outages, allowed: tuple[str, ...]) -> None:
        """Ask by *request* for the *allowed* kinds of updates of *bot*; those let in by *gate* go to *intake*."""
        self._request = request
        self._intake = intake
        self._gate = gate
        self._outages = outages
        kinds = quote(encode(allowed).decode())
        # By its address: the library would make an object of each update before any can be written down.
        self._address = f"{bot.base_url}/getUpdates?limit={_MOST}&allowed_updates={kinds}"
        # Whether something is done that Telegram has not been told of, and that is written down nowhere.
        self._untold = False

    async def run(self, stopping: asyncio.Task[Any]) -> None:
        """Take updates in until *stopping* is done.

        Raises:
            InvalidToken: Telegram does not know the bot any longer.
        """
        offset, pause = 0, _FIRST_RETRY_SECONDS
        while not stopping.done():
            asking = asyncio.create_task(self._ask(offset))
            await asyncio.wait([asking, stopping], return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                asking.cancel()
                await asyncio.wait([asking])
                break
            try:
                updates = asking.result()
            except InvalidToken:
                raise
            except TelegramError as error:
                self._outages.report(error)
                wait = seconds_of(error.retry_after) if isinstance(error, RetryAfter) else pause
                await asyncio.wait([stopping], timeout=wait)
                pause = min(pause * 2, LAST_RETRY_SECONDS)
                continue
            pause = _FIRST_RETRY_SECONDS
            self._outages.over()
            offset = await self._take_in(updates, offset, stopping)
        if self._untold:
            await self._tell(offset)

    async def _ask(self, offset: int) -> list[JSON]:
        # After a failure the answer is to come at once: that it goes well again is not to be known only when the next message comes.
        held = 0 if self._outages.go_on else POLL_SECONDS
        answer = await self._request.post(f"{self._address}&timeout={held}&offset={offset}", read_timeout=held + 10.0)
        self._untold = False
        updates: list[JSON] = [update for update in answer if is_update(update)] if isinstance(answer, list) else []
        if answer and not updates:
            raise NetworkError("what came is no answer of Telegram's: no updates")
        return updates

    async def _tell(self, offset: int) -> None:
        """Have Telegram know what is done before the next start, which would find nothing of it written down."""
        with contextlib.suppress(TelegramError):
            await self._request.post(f"{self._address}&timeout=0&offset={offset}", read_timeout=_LAST_SECONDS)

    async def _take_in(self, updates: list[JSON], offset: int, stopping: asyncio.Task[Any]) -> int:
        """The number to ask from next: behind *updates* once they are written down."""
        let_in = [update for update in updates if self._gate.lets_in(update)]
        try:
            if let_in:
                await self._intake.put(let_in)
        except Full:
            await asyncio.wait([stopping], timeout=_FULL_SECONDS)
            return offset
        except StoreAway:
            # What has been answered all the same makes room for what came after it.
            waiting = let_in[await self._intake.answered_without(let_in) :]
            updates = updates[: updates.index(waiting[0])] if waiting else updates
            self._untold = self._untold or bool(updates)
            if not updates:
                await asyncio.wait([stopping], timeout=_AWAY_SECONDS)
        self._gate.forget(updates)
        return max((update["update_id"] + 1 for update in updates), default=offset)
