"""How a test watches the bot: what it has asked, what it was refused, what it sent."""

from collections.abc import Callable

from .delivery import WebhookDelivery
from .journal import Call, Journal, Refusal
from .messages import BotMessage
from .people import Chat, User
from .visitors import Visitors


class Watching(Visitors):
    """Everything the bot asked of the server, in order; each call is handed out once."""

    def __init__(self, bot: User, clock: Callable[[], float]) -> None:
        super().__init__(bot, clock)
        self.refusals: list[Refusal] = []
        self._journal = Journal()

    @property
    def calls(self) -> list[Call]:
        """Every request with the right token and a known method, refused or not, in order of arrival."""
        return self._journal.calls

    @property
    def webhook_deliveries(self) -> list[WebhookDelivery]:
        """Every attempt to post an update to the webhook."""
        return self.delivery.webhook_deliveries

    async def next_call(self, method: str, timeout: float = 15.0) -> Call:  # noqa: ASYNC109 - a test's patience
        """The next call of *method* not yet handed out; TimeoutError when none comes."""
        return await self._journal.next_call(method, timeout)

    async def next_message(self, chat: Chat | None = None, timeout: float = 15.0) -> BotMessage:  # noqa: ASYNC109 - a test's patience
        """What the next sendMessage not yet handed out brought to *chat*, by default Alice's private one."""
        await self.next_call("sendMessage", timeout)
        return self.last_message(chat)

    def forgive(self, reason: str) -> None:
        """Take the refusals whose description holds *reason* off the record: they were what the test is about.

        Raises:
            AssertionError: there is none.
        """
        kept = [refusal for refusal in self.refusals if reason not in refusal.description]
        assert len(kept) < len(self.refusals), f"nothing was refused because of {reason!r}"
        self.refusals[:] = kept

    async def no_call(self, method: str, within: float = 0.3) -> None:
        """Raise AssertionError when a call of *method* not yet handed out is there or comes *within* seconds."""
        try:
            call = await self._journal.next_call(method, within)
        except TimeoutError:
            return
        raise AssertionError(f"unexpected {call}")

    async def next_delivery(self, timeout: float = 15.0) -> WebhookDelivery:  # noqa: ASYNC109 - a test's patience
        """The next attempt to post an update not yet handed out; TimeoutError when none is made."""
        return await self.delivery.next_delivery(timeout)
