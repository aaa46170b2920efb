"""The life of the Telegram front: connecting, taking updates by polling or webhook, stopping."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from contextvars import Context
from functools import partial
from typing import Any

from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.errors import SettingsError, StartError
from bot.fronts.telegram.counting import Counting
from bot.fronts.telegram.courier import TelegramCourier
from bot.fronts.telegram.gate import Gate
from bot.fronts.telegram.handlers import ALLOWED_UPDATES, Handlers
from bot.fronts.telegram.handling import JSON
from bot.fronts.telegram.intake import Alarms, Intake
from bot.fronts.telegram.outages import Outages
from bot.fronts.telegram.pacing import Limits
from bot.fronts.telegram.polling import LAST_RETRY_SECONDS, Polling
from bot.fronts.telegram.profile import publish
from bot.fronts.telegram.request import AiohttpRequest
from bot.fronts.telegram.sender import Sender
from bot.fronts.telegram.webhook import Webhook
from bot.rendering.messages import Renderer
from bot.services.budgets import Budgets
from bot.services.conversation import Conversation
from bot.store.leading import Leading
from bot.store.line import either
from bot.store.parcels import Failure
from bot.store.updates import UpdateStore

_log = logging.getLogger(__name__)
_REFUSED = "Telegram does not know this token; BotFather shows the right one under /mybots"
_FIRST_RETRY_SECONDS = 1.0
# A stop waits so long for word to owners and to those who ask too much.
_TELLING_SECONDS = 5.0
_TELEGRAMS_LIMITS = Limits()
# Connections at once: for what is sent, and for asking, which a stop cuts off and begins anew.
_CONNECTIONS, _ASKING = 256, 2


class TelegramFront:
    """The bot in Telegram, until it is told to stop."""

    def __init__(
        self,
        token: str,
        api_url: str,
        conversation: Conversation,
        renderer: Renderer,
        updates: UpdateStore,
        *,
        webhook: Webhook | None = None,
        limits: Limits = _TELEGRAMS_LIMITS,
        alone: bool = True,
        budgets: Budgets,
        metrics: Counting,
        leading: Leading,
    ) -> None:
        """Speak as the bot of *token* through the Bot API server at *api_url*, within *limits*; poll, unless there is a *webhook*.

        What comes is kept in *updates*, as far as people's *budgets* let it in; *alone* says that no other process shares them. What only
        one process may do, this one does whenever it is the one that is *leading*.
        """
        self._api_url = api_url
        self._webhook = webhook
        self._renderer = renderer
        self._updates = updates
        self._alone = alone
        self._budgets = budgets
        self._metrics = metrics
        self._leading = leading
        self._asking, self._sending = AiohttpRequest(_ASKING, metrics), AiohttpRequest(_CONNECTIONS, metrics)
        self._bot = Sender(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._sending,
            get_updates_request=self._asking,
        )
        self._posting = conversation.posting
        self._courier = TelegramCourier(self._bot, renderer, limits, self._posting.meeting.moved)
        self._handlers = Handlers(self._bot, conversation, renderer, self._courier, metrics)
        self._outages = Outages(lambda: self._alert(Failure.TAKEN))
        # What stands in the way of the outbox can be told past it.
        self._posting.announcing.alerts.direct = self._courier
        self._telling: set[asyncio.Task[None]] = set()
        self._intake: Intake | None = None
        self._ready = self._leads = False
        # Set while nobody asks for updates.
        self._idle = asyncio.Event()
        self._idle.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Answer until *stop* is set; what is being answered then is answered first.

        Raises:
            SettingsError: when Telegram refuses the token, at the start or later.
            StartError: when it refuses the webhook, or the webhook's port is taken.
        """
        stopping = asyncio.create_task(stop.wait())
        try:
            if await self._tried(self._bot.initialize, stopping):
                await self._run(stopping)
        except InvalidToken:
            # Without the original, whose text holds the token.
            raise SettingsError(_REFUSED) from None
        finally:
            stopping.cancel()
            # Not by the bot, which takes itself for closed when it was stopped while it opened them.
            await self._asking.shutdown()
            await self._sending.shutdown()

    async def _run(self, stopping: asyncio.Task[bool]) -> None:
        self._intake = intake = self._new_intake()
        gate = Gate(self._bot, self._budgets, self._metrics, self._say_overrun)
        ended, no_more = asyncio.Event(), asyncio.Event()
        # Beside the answering: people need not wait for the menus, nor the stop for the last of them.
        publishing = asyncio.create_task(publish(self._bot, self._renderer.catalogues))
        handling = asyncio.create_task(intake.run(ended))
        polling = Polling(self._bot, self._asking, intake, gate, self._outages, ALLOWED_UPDATES)
        leading = asyncio.create_task(self._leading.lead(partial(self._lead, polling, no_more, stopping), ended))
        taking = asyncio.create_task(self._listen(self._server(intake, gate), no_more, stopping))
        refused = asyncio.create_task(self._is_refused())
        try:
            await asyncio.wait([stopping, taking, handling, leading, refused], return_when=asyncio.FIRST_COMPLETED)
        finally:
            refused.cancel()
            # First nothing more comes in, then what is in hand is finished: what comes of it has to be written down.
            publishing.cancel()
            no_more.set()
            await asyncio.wait([taking])
            await self._idle.wait()
            ended.set()
            await asyncio.wait([publishing, leading, handling, refused])
            await self._stop_telling()
            self._intake = None
        for task in (handling, taking, leading):
            task.result()
        if not refused.cancelled():
            refused.result()

    async def _is_refused(self) -> None:
        """Return never; raises InvalidToken when Telegram refuses the token while something is sent, and then once more."""
        while True:
            await self._courier.refused.wait()
            self._courier.refused.clear()
            try:
                await self._bot.get_me()
            except InvalidToken:
                raise
            except TelegramError as error:
                _log.info("it is not known whether the token is refused: %s", error)

    async def _stop_telling(self) -> None:
        """Let word that is under way arrive, as far as that does not take long."""
        if self._telling:
            _, late = await asyncio.wait(self._telling, timeout=_TELLING_SECONDS)
            for task in late:
                task.cancel()

    def _new_intake(self) -> Intake:
        alarms = Alarms(
            aside=self._on_aside,
            away=lambda: self._alert(Failure.UNWRITABLE),
            full=lambda waiting: self._alert(Failure.QUEUE_FULL, waiting),
        )
        present = self._posting.announcing.delivering.present
        return Intake(self._updates, self._handlers, present, alone=self._alone, alarms=alarms)

    def _on_aside(self, number: int) -> None:
        self._metrics.set_aside()
        self._alert(Failure.SET_ASIDE, number)

    def _alert(self, failure: Failure, number: int = 0) -> None:
        """Let the owners know, while everything goes on."""
        self._tell(self._posting.announcing.alerts.tell(failure, number))

    def _say_overrun(self, update: JSON, seconds: int) -> None:
        self._tell(self._handlers.say_overrun(update, seconds))

    def _tell(self, telling: Coroutine[Any, Any, None]) -> None:
        # Apart from the update at hand: word to others is no answer to it.
        task = asyncio.create_task(telling, context=Context())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _lead(self, polling: Polling, no_more: asyncio.Event, stopping: asyncio.Task[bool], ended: asyncio.Event) -> None:
        """Do what one process at a time does, until *ended* is set: send what nobody asked for and, without a webhook, ask for updates."""
        self._leads = True
        announcing = asyncio.create_task(self._posting.announcing.run(self._courier, ended))
        try:
            if self._webhook is None:
                await self._poll(polling, no_more, ended, stopping)
            await announcing
        finally:
            announcing.cancel()
            self._leads = False
            # What kept this process from Telegram is another's trouble now.
            self._outages.over()

    async def _poll(self, polling: Polling, no_more: asyncio.Event, ended: asyncio.Event, stopping: asyncio.Task[bool]) -> None:
        self._idle.clear()
        enough = asyncio.create_task(either(no_more, ended))
        try:
            if await self._tried(self._bot.delete_webhook, stopping):
                self._say_ready()
                await polling.run(enough)
        finally:
            enough.cancel()
            self._idle.set()

    async def leads(self) -> bool:
        """Whether this process does what only one may."""
        return self._leads

    async def is_taking(self) -> bool:
        """Whether updates are taken in and written down."""
        if self._intake is None or self._intake.is_away or self._outages.go_on:
            return False
        # Of several that could ask for updates one does.
        return self._ready or (self._webhook is None and not self._leads)

    def _server(self, intake: Intake, gate: Gate) -> AbstractAsyncContextManager[object] | None:
        """What takes updates in by webhook; None where they are asked for."""
        if self._webhook is None:
            return None
        # Imported here: a server is 2 MB, and who polls has none.
        from bot.fronts.telegram.webhook_server import WebhookServer

        return WebhookServer(self._webhook, intake, gate)

    async def _listen(
        self, server: AbstractAsyncContextManager[object] | None, no_more: asyncio.Event, stopping: asyncio.Task[bool]
    ) -> None:
        """Take updates in by webhook, if there is one, until there are to be *no_more*."""
        if server is None:
            await no_more.wait()
            return
        async with server:
            if await self._tried(self._set_webhook, stopping):
                self._say_ready()
                await no_more.wait()

    def _say_ready(self) -> None:
        self._ready = True
        _log.info("ready bot=@%s by=%s", self._bot.username, "webhook" if self._webhook else "polling")

    async def _set_webhook(self) -> None:
        assert self._webhook  # noqa: S101  # only called where there is one
        try:
            await self._bot.set_webhook(self._webhook.url, secret_token=self._webhook.secret, allowed_updates=ALLOWED_UPDATES)
        except BadRequest as error:
            raise StartError(f"Telegram refuses the webhook address: {error}") from error

    async def _tried(self, step: Callable[[], Awaitable[object]], stopping: asyncio.Task[bool]) -> bool:
        """Whether *step* has been taken; tried until it is, or until the bot is told to stop."""
        pause = _FIRST_RETRY_SECONDS
        while not stopping.done():
            taking = asyncio.ensure_future(step())
            await asyncio.wait([taking, stopping], return_when=asyncio.FIRST_COMPLETED)
            if not taking.done():
                taking.cancel()
                await asyncio.wait([taking])
                return False
            try:
                taking.result()
            except InvalidToken:
                raise
            except (NetworkError, RetryAfter) as error:
                if isinstance(error, BadRequest):
                    raise StartError(f"{self._api_url} does not answer as a Bot API server does") from None
                self._outages.report(error)
                await asyncio.wait([stopping], timeout=pause)
                pause = min(pause * 2, LAST_RETRY_SECONDS)
            except (TelegramError, TypeError, KeyError, AttributeError):
                # What is no answer of Telegram's the library stumbles over in one way or another.
                raise StartError(f"{self._api_url} does not answer as a Bot API server does") from None
            else:
                self._outages.over()
                return True
        return False
