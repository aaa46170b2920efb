"""What a test lets happen to memberships: the bot's own, and those of people the bot is told of."""

from .members import ADMINISTRATORS, member_json
from .people import ALICE, JSON, Chat, User, private_chat
from .state import State


class Membership(State):
    """Comings and goings; each changes `members` and becomes an update, returned whether it was delivered or not."""

    async def bot_is_added(self, chat: Chat, *, by: User = ALICE, status: str = "member", previous: str = "left") -> JSON:
        """Let *by* add the bot to *chat*; a *previous* status of "member" makes it a promotion, "administrator" a demotion."""
        return self._my_status(chat, by, previous, status)

    async def bot_is_removed(self, chat: Chat, *, by: User = ALICE, status: str = "kicked") -> JSON:
        """Let *by* remove the bot from *chat*."""
        return self._my_status(chat, by, self.status_in(chat, self.bot), status)

    async def blocks_bot(self, user: User) -> JSON:
        """Block the bot as *user*: it may not write to them until they unblock it."""
        return self._my_status(private_chat(user), user, "member", "kicked")

    async def unblocks_bot(self, user: User) -> JSON:
        """Take the bot back as *user*."""
        return self._my_status(private_chat(user), user, "kicked", "member")

    async def member_becomes(self, chat: Chat, user: User, status: str, *, by: User = ALICE) -> JSON:
        """Give *user* a *status* in *chat*; who becomes "left" does so of their own accord.

        Only a bot that is an administrator there hears of it, and only when it asked for `chat_member`.
        """
        change = self._change(chat, user if status == "left" else by, user, self.members.get((chat.id, user.id), "left"), status)
        if self.status_in(chat, self.bot) not in ADMINISTRATORS:
            return {"chat_member": change}
        return self.delivery.push("chat_member", change)

    def _my_status(self, chat: Chat, by: User, old: str, new: str) -> JSON:
        return self.delivery.push("my_chat_member", self._change(chat, by, self.bot, old, new))

    def _change(self, chat: Chat, by: User, whose: User, old: str, new: str) -> JSON:
        """The `ChatMemberUpdated` of a change, once it has been made."""
        self.meet(by, chat)
        self.users[whose.id] = whose
        self.members[chat.id, whose.id] = new
        before, after = (member_json(chat, whose, status) for status in (old, new))
        who = {"chat": chat.to_json(), "from": by.to_json(), "date": int(self.clock())}
        return who | {"old_chat_member": before, "new_chat_member": after}
