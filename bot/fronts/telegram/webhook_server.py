"""Updates by webhook: plain HTTP behind a TLS proxy, on the path of the address, with a secret that Telegram repeats."""

import hmac
import logging
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.errors import StartError, StoreAway
from bot.fronts.telegram.gate import Gate
from bot.fronts.telegram.handling import is_update
from bot.fronts.telegram.intake import Full, Intake
from bot.fronts.telegram.json_text import decode
from bot.fronts.telegram.webhook import Webhook

_log = logging.getLogger(__name__)
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# More than any update has.
_MOST_BYTES = 1_000_000
# What is being written down when the bot stops has this long, in seconds.
_LAST_SECONDS = 5.0


class WebhookServer:
    """Takes updates in; use with `async with`."""

    def __init__(self, webhook: Webhook, intake: Intake, gate: Gate) -> None:
        """Listen where *webhook* says; updates let in by *gate* go to *intake*."""
        self._webhook = webhook
        self._intake = intake
        self._gate = gate
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen.

        Raises:
            StartError: another program does so there.
        """
        app = web.Application(client_max_size=_MOST_BYTES)
        app.router.add_post(urlsplit(self._webhook.url).path or "/", self._respond)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_LAST_SECONDS)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._webhook.host, self._webhook.port).start()
        except (OSError, UnicodeError) as error:  # the latter of names with two dots in a row
            await self._runner.cleanup()
            address, reason = f"{self._webhook.host}:{self._webhook.port}", getattr(error, "strerror", None) or "no such host"
            raise StartError(f"cannot listen for webhook calls on {address}: {reason}") from error
        return self

    async def __aexit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        """Listen no more, when what has come is written down."""
        if self._runner:
            await self._runner.cleanup()

    async def _respond(self, request: web.Request) -> web.Response:
        """Take in one update. Whatever is not 200 makes Telegram send it again."""
        # Before the body is read: nobody else's is worth it. What is no UTF-8 comes as halves of surrogate pairs.
        if not hmac.compare_digest(request.headers.get(_HEADER, "").encode(errors="surrogateescape"), self._webhook.secret.encode()):
            return web.Response(status=403)
        try:
            update = decode(await request.read())
        except (ValueError, RecursionError, HttpProcessingError):
            return web.Response(status=400)
        if not is_update(update):
            return web.Response(status=400)
        try:
            if self._gate.lets_in(update):
                await self._intake.put([update])
        except Full:
            return web.Response(status=503)
        except StoreAway:
            # Answered once is enough: else the next replica would answer, too.
            if not await self._intake.answered_without([update]):
                return web.Response(status=503)
        self._gate.forget([update])
        return web.Response()
