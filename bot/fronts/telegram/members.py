"""Who leads which chat: asked of Telegram at the moment it counts, and remembered for seconds for what is only shown."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.fronts.telegram.updates import ChatMemberUpdated

MANAGING = frozenset((ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER))
# So long what is known of a member will do, in seconds. It is short, for of a demotion another replica does not hear, and this one does
# only where the bot is an admin.
LATELY_SECONDS = 5.0
# So many members are remembered, the latest asked for.
MOST_REMEMBERED = 10_000


class _Known(NamedTuple):
    """Whether somebody is an admin, as of a moment in seconds of the clock."""

    manages: bool
    at: float


class Members:
    """Who is an admin where."""

    def __init__(self, bot: Bot, clock: Callable[[], float]) -> None:
        """Ask as *bot*; *clock* gives seconds that never go back."""
        self._bot = bot
        self._clock = clock
        self._known: OrderedDict[tuple[int, int], _Known] = OrderedDict()

    async def manages(self, chat_id: int, person_id: int, *, lately: bool = False) -> bool:
        """Whether somebody is an admin of a chat now, or with *lately* was one a few seconds ago.

        When Telegram does not say, they are not.
        """
        key = (chat_id, person_id)
        asked_at = self._clock()
        known = self._known.get(key)
        if lately and known and asked_at - known.at < LATELY_SECONDS:
            return known.manages
        try:
            member = await self._bot.get_chat_member(chat_id, person_id)
        except TelegramError:
            self._known.pop(key, None)
            return False
        # What Telegram has told of its own accord since the question is newer than the answer.
        if (told := self._known.get(key)) and told.at > asked_at:
            return told.manages
        return self._keep(key, manages=member.status in MANAGING, at=asked_at)

    def _keep(self, key: tuple[int, int], *, manages: bool, at: float) -> bool:
        self._known[key] = _Known(manages, at)
        self._known.move_to_end(key)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return manages

    def note(self, change: ChatMemberUpdated) -> None:
        """Take in that somebody has become an admin or is one no longer; it counts at once."""
        member = change.new_chat_member
        self._keep((change.chat.id, member.user.id), manages=member.status in MANAGING, at=self._clock())

    def forget(self, chat_id: int) -> None:
        """Know nothing more of a chat in which the bot itself has become something else: it may hear of no demotion there."""
        for key in [key for key in self._known if key[0] == chat_id]:
            del self._known[key]


@dataclass(frozen=True)
class Membership:
    """The rights that a membership gives; whoever has *pressed* a button has them now or not at all."""

    members: Members
    chat_id: int
    person_id: int
    pressed: bool = False

    async def may_manage(self, *, lately: bool = False) -> bool:
        """Whether the person is an admin of the chat: an admin of an hour ago may be none now."""
        return await self.members.manages(self.chat_id, self.person_id, lately=lately and not self.pressed)


@dataclass(frozen=True)
class AnonymousAdmin:
    """The rights of somebody who speaks as the group itself, which only its admins can."""

    async def may_manage(self, *, lately: bool = False) -> bool:
        """Everything an admin may."""
        return True
