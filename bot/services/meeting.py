"""Which chats the bot knows and can reach: met, greeted once, lost and found again."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec.structs import replace

from bot.services.incoming import Incoming
from bot.services.schedules import next_due
from bot.store.chats import ChatKind, ChatStore, Reach
from bot.store.outbox import Outbox
from bot.store.parcels import Greeting
from bot.store.subscriptions import Running, SubscriptionStore
from bot.text.language import Language

# So many chats need not be looked up again when they speak.
_REMEMBERED = 20_000
# A chat that has spoken within so many seconds is taken to be reached yet.
_LATELY = 600
_TERMINAL = 0


@dataclass
class Meeting:
    """Keeps which chats can be reached."""

    chats: ChatStore
    subscriptions: SubscriptionStore
    outbox: Outbox
    present: Callable[[], int]
    _met: OrderedDict[int, int] = field(default_factory=OrderedDict)

    def knows(self, chat_id: int) -> bool:
        """Whether a chat has spoken lately and can be reached; there is none to be met in the terminal."""
        # Another process may have lost it since.
        return chat_id == _TERMINAL or abs(self._met.get(chat_id, -_LATELY) - self.present()) < _LATELY

    async def meet(self, incoming: Incoming, spoken: Language) -> None:
        """Get to know a chat that speaks to the bot; one that could not be reached can be again."""
        kind = ChatKind.PRIVATE if incoming.private else ChatKind.CHANNEL if incoming.channel else ChatKind.GROUP
        await self.open(incoming.chat_id, kind, spoken)

    async def open(self, chat_id: int, kind: ChatKind, spoken: Language | None) -> None:
        """A chat can be reached, and has its posts again."""
        before = await self.chats.meet(chat_id, kind, spoken)
        if before is not Reach.OPEN:
            await self._revive(chat_id)
        self._met[chat_id] = self.present()
        if len(self._met) > _REMEMBERED:
            self._met.popitem(last=False)

    async def _revive(self, chat_id: int) -> None:
        for one in await self.subscriptions.of_chat(chat_id):
            if one.state is Running.ACTIVE and one.due_at is None:
                await self.subscriptions.keep(replace(one, due_at=next_due(one, self.present())))

    async def joined(self, chat_id: int, kind: ChatKind, spoken: Language, *, may_write: bool) -> None:
        """The bot is in a chat (again); a group is greeted, once."""
        await self.open(chat_id, kind, spoken)
        if not may_write:
            await self.lost(chat_id, Reach.MUTED)
        elif kind is ChatKind.GROUP and await self.chats.greet(chat_id):
            settings = await self.chats.settings(chat_id)
            await self.outbox.put(Greeting(settings.language or spoken), chat_id)

    async def lost(self, chat_id: int, reach: Reach = Reach.GONE) -> bool:
        """A chat cannot be reached, until it speaks again or is joined again; whether that is news."""
        self.forget(chat_id)
        return await self.chats.reached(chat_id, reach)

    def forget(self, chat_id: int) -> None:
        """Look a chat up again when it speaks next."""
        self._met.pop(chat_id, None)

    async def moved(self, old_chat_id: int, new_chat_id: int) -> None:
        """Go on in a chat under its new id, as a group gets one when it becomes a supergroup."""
        self.forget(old_chat_id)
        await self.chats.move(old_chat_id, new_chat_id)
        # It may have been lost or muted under its old id, where nothing was due any longer.
        await self._revive(new_chat_id)
