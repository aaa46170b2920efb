"""Which updates are let in: those that are meant for the bot. Other people's talk in a group is none of its business, and is not kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.fronts.telegram.handling import JSON

_MESSAGES = ("message", "edited_message")
_GROUPS = ("group", "supergroup")
# Word that a group has another number now.
_MOVES = ("migrate_to_chat_id", "migrate_from_chat_id")


class Gate:
    """Looks at each update before it is written down."""

    def __init__(self, bot_id: int, username: str) -> None:
        """Know the bot by its number and its name."""
        self._bot_id = bot_id
        self._mention = f"@{username}".casefold()

    def lets_in(self, update: JSON) -> bool:
        """Whether an update is to be handled."""
        message = next((update[kind] for kind in _MESSAGES if kind in update), None)
        return not isinstance(message, Mapping) or self._concerns(message)

    def _concerns(self, message: Mapping[str, Any]) -> bool:
        """Whether a message may be meant for the bot; what is, is found out exactly when it is handled."""
        if _member(message, "chat").get("type") not in _GROUPS or any(name in message for name in _MOVES):
            return True
        text = message.get("text") or message.get("caption") or ""
        replied = _member(_member(message, "reply_to_message"), "from").get("id")
        return isinstance(text, str) and (text.startswith("/") or replied == self._bot_id or self._mention in text.casefold())

    def forget(self, updates: Sequence[JSON]) -> None:
        """Forget what was thought of *updates*: they are written down, and will not come again."""


def _member(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object within another; an empty one where there is none."""
    member = of.get(name)
    return member if isinstance(member, Mapping) else {}
