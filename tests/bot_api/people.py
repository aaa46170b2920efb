"""Who writes to the bot, and where: values a test names as it likes."""

from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]


@dataclass(frozen=True)
class User:
    """A Telegram account; *language_code* is the IETF tag of its client, None when the client sends none."""

    id: int
    first_name: str
    language_code: str | None = "en"
    username: str | None = None
    is_bot: bool = False

    def to_json(self) -> JSON:
        """The `User` object of the Bot API."""
        optional = {"username": self.username, "language_code": self.language_code}
        required = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return required | {name: value for name, value in optional.items() if value}


@dataclass(frozen=True)
class Chat:
    """A chat; *type* is "private", "group", "supergroup" or "channel", a private chat's title the person's name.

    Of a forum, a supergroup with topics, the server's `topics` tell which there are.
    """

    id: int
    type: str
    title: str
    is_forum: bool = False

    @property
    def is_private(self) -> bool:
        """Whether it is a person's chat with the bot."""
        return self.type == "private"

    @property
    def is_channel(self) -> bool:
        """Whether only its administrators write there, and in its own name."""
        return self.type == "channel"

    def to_json(self) -> JSON:
        """The `Chat` object of the Bot API."""
        chat: JSON = {"id": self.id, "type": self.type, "first_name" if self.is_private else "title": self.title}
        return chat | ({"is_forum": True} if self.is_forum else {})


def private_chat(user: User) -> Chat:
    """The chat between *user* and the bot: Telegram gives it the user's own id."""
    return Chat(user.id, "private", user.first_name)


ALICE = User(1001, "Alice", "en", "alice")
BOB = User(1002, "Bob", "ru", "bob")
PRIVATE = private_chat(ALICE)
GROUP = Chat(-2001, "group", "Proverb lovers")
SUPERGROUP = Chat(-1001234567890, "supergroup", "Proverb lovers of the world")
FORUM = Chat(-1002345678901, "supergroup", "Proverbs by topic", is_forum=True)
CHANNEL = Chat(-1009876543210, "channel", "A proverb a day")
