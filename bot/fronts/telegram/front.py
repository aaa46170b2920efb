"""The life of the Telegram front: connecting, taking updates by polling or webhook, stopping."""

import asyncio
import contextlib
import logging
import math
import re
import secrets
import socket
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationBuilder, ExtBot
from telegram.request import HTTPXRequest

from bot.errors import StartError
from bot.fronts.telegram.courier import TelegramCourier
from bot.fronts.telegram.handlers import ALLOWED_UPDATES, Handlers
from bot.fronts.telegram.ordering import ChatOrder
from bot.fronts.telegram.pacing import Limits
from bot.fronts.telegram.profile import publish
from bot.rendering.messages import Renderer
from bot.services.conversation import Conversation

_log = logging.getLogger(__name__)
_REFUSED = "Telegram does not know this token; BotFather shows the right one under /mybots"
_FIRST_RETRY_SECONDS, _LAST_RETRY_SECONDS = 1.0, 30.0
# Telegram holds an empty poll this long, in seconds: new messages still come at once, and idle costs two requests a minute.
_POLL_SECONDS = 30
_TELEGRAMS_LIMITS = Limits()
# Two failures further apart than a poll and the pause before it had a success between them.
_OUTAGE_SECONDS = 2.0 * (_POLL_SECONDS + _LAST_RETRY_SECONDS)


@dataclass(frozen=True)
class Webhook:
    """Where Telegram sends updates: its address *url*, and where they arrive behind the TLS proxy."""

    url: str
    host: str
    port: int
    secret: str = field(repr=False)


def made_up_secret() -> str:
    """A secret for a webhook, new at each start: Telegram is told it when the webhook is set."""
    return secrets.token_urlsafe(32)


class _Bot(ExtBot[None]):
    """The library's bot, which tells of what the library would try again for ever or keep to itself."""

    def __init__(self, token: str, token_lost: asyncio.Event, **connection: Any) -> None:
        self._token_lost = token_lost
        super().__init__(token, **connection)

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """As the library's; that the token is refused ends its polling, and nobody else is told."""
        try:
            return await super().get_updates(*args, **kwargs)
        except InvalidToken:
            self._token_lost.set()
            raise

    async def set_webhook(self, *args: Any, **kwargs: Any) -> bool:
        """As the library's; an address that Telegram refuses is not tried again."""
        try:
            return await super().set_webhook(*args, **kwargs)
        except BadRequest as error:
            raise StartError(f"Telegram refuses the webhook address: {error}") from error


class TelegramFront:
    """The bot in Telegram, until it is told to stop."""

    def __init__(
        self,
        token: str,
        api_url: str,
        conversation: Conversation,
        renderer: Renderer,
        webhook: Webhook | None = None,
        limits: Limits = _TELEGRAMS_LIMITS,
    ) -> None:
        """Speak as the bot of *token* through the Bot API server at *api_url*, within *limits*; poll, unless there is a *webhook*."""
        self._api_url = api_url
        self._webhook = webhook
        self._renderer = renderer
        self._token_lost = asyncio.Event()
        bot = _Bot(
            token,
            self._token_lost,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=HTTPXRequest(connection_pool_size=256),
            get_updates_request=HTTPXRequest(connection_pool_size=2),
        )
        self._application = ApplicationBuilder().bot(bot).concurrent_updates(ChatOrder()).build()
        self._posting = conversation.posting
        self._courier = TelegramCourier(self._application.bot, renderer, limits, self._posting.meeting.moved)
        self._handlers = Handlers(conversation, renderer, self._courier)
        self._handlers.attach(self._application)
        self._last_failure, self._last_was_conflict = -math.inf, False

    async def run(self, stop: asyncio.Event) -> None:
        """Answer until *stop* is set; what is in hand then is answered first.

        Raises:
            StartError: when Telegram refuses the token, at the start or later, or the webhook; or the webhook's port is taken.
        """
        stopping = asyncio.create_task(stop.wait())
        lost = asyncio.create_task(self._token_lost.wait())
        try:
            if not await self._connected(stopping):
                return
            await self._application.start()
            # Beside the answering: people need not wait for the menus, nor the stop for the last of them.
            publishing = asyncio.create_task(publish(self._application.bot, self._renderer.catalogues))
            ended = asyncio.Event()
            announcing = asyncio.create_task(self._posting.announcing.run(self._courier, ended))
            try:
                if await self._listening(stopping):
                    _log.info("ready bot=@%s by=%s", self._application.bot.username, "webhook" if self._webhook else "polling")
                    await asyncio.wait([stopping, lost], return_when=asyncio.FIRST_COMPLETED)
            finally:
                publishing.cancel()
                # What is in flight is waited for: what comes of it has to be written down.
                ended.set()
                await asyncio.wait([publishing, announcing])
                await self._stop_taking_updates()
                await self._application.stop()
            if not stopping.done():
                raise StartError(_REFUSED)
        finally:
            stopping.cancel()
            lost.cancel()
            await self._shut_down()

    async def _connected(self, stopping: asyncio.Task[bool]) -> bool:
        """Whether Telegram knows the bot; tried until it does, or until the bot is told to stop."""
        pause = _FIRST_RETRY_SECONDS
        while not stopping.done():
            try:
                await self._application.initialize()
            except InvalidToken:
                # Without the original, whose text holds the token.
                raise StartError(_REFUSED) from None
            except (NetworkError, RetryAfter) as error:
                self._say_unreachable(error)
                await asyncio.wait([stopping], timeout=pause)
                pause = min(pause * 2, _LAST_RETRY_SECONDS)
            except TelegramError:
                raise StartError(f"{self._api_url} does not answer as a Bot API server does") from None
            else:
                return True
        return False

    async def _listening(self, stopping: asyncio.Task[bool]) -> bool:
        """Whether updates are taken from now on; should Telegram be away again, tried until the bot is told to stop."""
        listening = asyncio.create_task(self._listen())
        await asyncio.wait([stopping, listening], return_when=asyncio.FIRST_COMPLETED)
        if not listening.done():
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening
            return False
        try:
            listening.result()
        except InvalidToken:
            raise StartError(_REFUSED) from None
        return True

    async def _listen(self) -> None:
        updater = self._application.updater
        assert updater is not None  # noqa: S101  # the builder makes one unless told otherwise
        if self._webhook is None:
            await updater.start_polling(
                timeout=_POLL_SECONDS,
                bootstrap_retries=-1,
                allowed_updates=ALLOWED_UPDATES,
                error_callback=self._say_unreachable,
            )
            return
        try:
            _check_free(self._webhook.host, self._webhook.port)
            await updater.start_webhook(
                listen=self._webhook.host,
                port=self._webhook.port,
                # The library makes a pattern of it.
                url_path=re.escape(urlsplit(self._webhook.url).path.lstrip("/")),
                webhook_url=self._webhook.url,
                secret_token=self._webhook.secret,
                bootstrap_retries=-1,
                allowed_updates=ALLOWED_UPDATES,
            )
        except OSError as error:
            address = f"{self._webhook.host}:{self._webhook.port}"
            raise StartError(f"cannot listen for webhook calls on {address}: {error.strerror or error}") from error

    async def _stop_taking_updates(self) -> None:
        updater = self._application.updater
        if updater and updater.running:
            # A poll that ended because of the token says so once more here; `run` has its own words for it.
            with contextlib.suppress(InvalidToken):
                await updater.stop()

    async def _shut_down(self) -> None:
        # Even after a failed start: the connections are open by then.
        with contextlib.suppress(TelegramError, RuntimeError):
            await self._application.shutdown()
        await self._application.bot.shutdown()

    def _say_unreachable(self, error: TelegramError) -> None:
        """Once per outage: the same trouble within the longest pause between two tries is still the same outage."""
        now, kind = time.monotonic(), isinstance(error, Conflict)
        if now - self._last_failure > _OUTAGE_SECONDS or kind is not self._last_was_conflict:
            if kind:
                _log.error("another program takes this bot's updates; run only one: %s", error)
            else:
                _log.warning("Telegram cannot be reached, trying on: %s", error)
        self._last_failure, self._last_was_conflict = now, kind


def _check_free(host: str, port: int) -> None:
    """Raise OSError when another program listens there: the library finds out only after it has taken that program's webhook away."""
    with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
        pass
