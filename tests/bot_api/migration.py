"""Groups that become supergroups, and get another id by it."""

from .people import ALICE, JSON, Chat, User
from .visitors import Visitors


class Migration(Visitors):
    """The move of a group, as the bot hears of it: in two service messages, or by the refusal of what it sends."""

    async def becomes_supergroup(self, group: Chat, supergroup: Chat, *, by: User = ALICE, silently: bool = False) -> list[JSON]:
        """Turn *group* into *supergroup* with all its members; returns the updates.

        From then on the old id is refused, with the new one in `migrate_to_chat_id`. When it happens *silently* the service
        messages are not sent: a bot that was down for long, or in a group that moved before it was asked, never sees them.
        """
        self.meet(by, group)
        self.migrated[group.id] = supergroup.id
        self.chats[supergroup.id] = supergroup
        self.members |= {(supergroup.id, user_id): status for (chat_id, user_id), status in self.members.items() if chat_id == group.id}
        if silently:
            return []
        return [
            await self.user_sends({"migrate_to_chat_id": supergroup.id}, chat=group, user=by),
            await self.user_sends({"migrate_from_chat_id": group.id}, chat=supergroup, user=by),
        ]
