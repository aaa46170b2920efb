"""Echo bots to measure ours beside; each is run by answering.py in a process of its own.

answering_echo.py stock|aiohttp|aiogram URL TOKEN
"""

import asyncio
import contextlib
import sys
from collections.abc import Callable
from typing import Any

# As many at once as ours.
_AT_ONCE = 64


def stock(url: str, token: str) -> None:
    """python-telegram-bot as it comes: httpx."""
    from telegram.ext import ApplicationBuilder

    _run(ApplicationBuilder().token(token).base_url(f"{url}/bot"))


def over_aiohttp(url: str, token: str) -> None:
    """python-telegram-bot with requests of its users' own, over aiohttp."""
    import aiohttp
    from telegram.error import NetworkError, TimedOut
    from telegram.ext import ApplicationBuilder
    from telegram.request import BaseRequest, RequestData

    class Request(BaseRequest):
        """Requests over one aiohttp session of at most so many connections."""

        read_timeout = 5.0

        def __init__(self, limit: int) -> None:
            self._limit = limit
            self._session: aiohttp.ClientSession | None = None

        async def initialize(self) -> None:
            if self._session is None:
                self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=self._limit))

        async def shutdown(self) -> None:
            if self._session:
                await self._session.close()
                self._session = None

        async def do_request(
            self, url: str, method: str, request_data: RequestData | None = None, read_timeout: Any = None, *_: Any, **__: Any
        ) -> tuple[int, bytes]:
            assert self._session
            total = read_timeout if isinstance(read_timeout, int | float) else self.read_timeout
            data = request_data.json_parameters if request_data else None
            try:
                async with self._session.request(method, url, data=data, timeout=aiohttp.ClientTimeout(total=total)) as response:
                    return response.status, await response.read()
            except TimeoutError as error:
                raise TimedOut from error
            except aiohttp.ClientError as error:
                raise NetworkError(str(error)) from error

    _run(ApplicationBuilder().token(token).base_url(f"{url}/bot").request(Request(256)).get_updates_request(Request(2)))


def _run(builder: Any) -> None:
    from telegram import Update
    from telegram.ext import ContextTypes, MessageHandler, filters

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message
        assert update.effective_message.text
        await context.bot.send_message(update.effective_message.chat_id, update.effective_message.text)

    application = builder.concurrent_updates(_AT_ONCE).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(allowed_updates=["message"])


def aiogram(url: str, token: str) -> None:
    """aiogram as its makers advise: aiohttp, and uvloop where that is installed."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    async def run() -> None:
        bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
        await dispatcher.start_polling(bot, tasks_concurrency_limit=_AT_ONCE)

    with contextlib.suppress(ImportError):
        import uvloop

        uvloop.install()
    asyncio.run(run())


PEERS: dict[str, Callable[[str, str], None]] = {"stock": stock, "aiohttp": over_aiohttp, "aiogram": aiogram}

if __name__ == "__main__":
    PEERS[sys.argv[1]](*sys.argv[2:])
