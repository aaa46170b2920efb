"""The life of the Telegram front: connecting, taking updates by polling or webhook, stopping."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.errors import StartError
from bot.fronts.telegram.courier import TelegramCourier
from bot.fronts.telegram.gate import Gate
from bot.fronts.telegram.handlers import ALLOWED_UPDATES, Handlers
from bot.fronts.telegram.intake import Intake
from bot.fronts.telegram.outages import Outages
from bot.fronts.telegram.pacing import Limits
from bot.fronts.telegram.polling import LAST_RETRY_SECONDS, Polling
from bot.fronts.telegram.profile import publish
from bot.fronts.telegram.request import AiohttpRequest
from bot.fronts.telegram.webhook import Webhook, WebhookServer
from bot.rendering.messages import Renderer
from bot.services.conversation import Conversation
from bot.store.updates import UpdateStore

_log = logging.getLogger(__name__)
Result = TypeVar("Result")
_REFUSED = "Telegram does not know this token; BotFather shows the right one under /mybots"
_FIRST_RETRY_SECONDS = 1.0
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
        metrics: Metrics,
        lead: Lead,
    ) -> None:
        """Speak as the bot of *token* through the Bot API server at *api_url*, within *limits*; poll, unless there is a *webhook*.

        What comes is kept in *updates*, as far as people's *budgets* let it in; *alone* says that no other process shares them. What only
        one process may do, this one does as long as *lead* lets it.
        """
        self._api_url = api_url
        self._webhook = webhook
        self._renderer = renderer
        self._updates = updates
        self._alone = alone
        self._budgets = budgets
        self._metrics = metrics
        self._lead = lead
        self._asking, self._sending = AiohttpRequest(_ASKING, metrics), AiohttpRequest(_CONNECTIONS, metrics)
        self._bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._sending,
            get_updates_request=self._asking,
        )
        self._posting = conversation.posting
        self._courier = TelegramCourier(self._bot, renderer, limits, self._posting.meeting.moved)
        self._handlers = Handlers(self._bot, conversation, renderer, self._courier, metrics)
        self._outages = Outages()
        self._telling: set[asyncio.Task[None]] = set()
        self._intake: Intake | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Answer until *stop* is set; what is being answered then is answered first.

        Raises:
            StartError: when Telegram refuses the token, at the start or later, or the webhook; or the webhook's port is taken.
        """
        stopping = asyncio.create_task(stop.wait())
        try:
            if await self._tried(self._bot.initialize, stopping):
                await self._run(stopping)
        except InvalidToken:
            # Without the original, whose text holds the token.
            raise StartError(_REFUSED) from None
        finally:
            stopping.cancel()
            # Not by the bot, which takes itself for closed when it was stopped while it opened them.
            await self._asking.shutdown()
            await self._sending.shutdown()

    async def _run(self, stopping: asyncio.Task[bool]) -> None:
        intake = Intake(self._updates, self._handlers, self._posting.announcing.delivering.present, alone=self._alone)
        gate = Gate(self._bot.id, self._bot.username)
        ended, no_more = asyncio.Event(), asyncio.Event()
        # Beside the answering: people need not wait for the menus, nor the stop for the last of them.
        publishing = asyncio.create_task(publish(self._bot, self._renderer.catalogues))
        announcing = asyncio.create_task(self._posting.announcing.run(self._courier, ended))
        handling = asyncio.create_task(intake.run(ended))
        taking = asyncio.create_task(self._take(intake, gate, no_more, stopping))
        try:
            await asyncio.wait([stopping, taking, handling], return_when=asyncio.FIRST_COMPLETED)
        finally:
            # First nothing more comes in, then what is in hand is finished: what comes of it has to be written down.
            publishing.cancel()
            no_more.set()
            await asyncio.wait([taking])
            ended.set()
            await asyncio.wait([publishing, announcing, handling])
        for task in (handling, taking):
            task.result()

    async def _take(self, intake: Intake, gate: Gate, no_more: asyncio.Event, stopping: asyncio.Task[bool]) -> None:
        """Take updates in, until there are to be *no_more*."""
        if self._webhook is None:
            polling = Polling(self._bot, self._asking, intake, gate, self._outages, ALLOWED_UPDATES)
            if await self._tried(self._bot.delete_webhook, stopping):
                self._say_ready()
                await polling.run(no_more)
            return
        async with WebhookServer(self._webhook, intake, gate):
            if await self._tried(self._set_webhook, stopping):
                self._say_ready()
                await no_more.wait()

    def _say_ready(self) -> None:
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
            except TelegramError:
                raise StartError(f"{self._api_url} does not answer as a Bot API server does") from None
            else:
                return True
        return False
