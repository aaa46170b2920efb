"""What the server remembers: people, chats, messages, queries and the bot's own profile."""

import itertools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .decoding import Fields
from .delivery import Delivery
from .errors import OLD_QUERY, bad_request, forbidden, upgraded
from .members import ADMINISTRATORS
from .messages import BotMessage
from .people import JSON, PRIVATE, Chat, User

Topic = Literal["open", "closed"]


@dataclass(frozen=True)
class Query:
    """A callback or inline query that waits for its answer; *at* is the server's clock, in seconds."""

    user: User
    text: str
    at: float


class State:
    """Everything a method reads or changes. The dictionaries are open: a test may prepare or inspect them."""

    delivery: Delivery

    def __init__(self, bot: User, clock: Callable[[], float]) -> None:
        self.bot = bot
        self.clock = clock
        self.chats: dict[int, Chat] = {}
        self.users: dict[int, User] = {}
        # (chat id, user id) → status; the bot's own entry decides whether it may write there.
        self.members: dict[tuple[int, int], str] = {}
        # Old chat id → new one, of groups that became supergroups.
        self.migrated: dict[int, int] = {}
        # Groups in which the bot may read but not write.
        self.muted: set[int] = set()
        # (chat id, thread id) → whether anybody may write there; a chat with none of them is no forum.
        self.topics: dict[tuple[int, int], Topic] = {}
        self.messages: dict[tuple[int, int], BotMessage] = {}
        # Chat id → message ids, in the order they were pinned.
        self.pinned: dict[int, list[int]] = {}
        self.inline_messages: dict[str, BotMessage] = {}
        self.heard: dict[tuple[int, int], JSON] = {}
        self.callback_queries: dict[str, Query] = {}
        self.inline_queries: dict[str, Query] = {}
        self.inline_answers: dict[str, list[JSON]] = {}
        # (scope, language code) → commands; the scope reads "default", "chat:-2001", "chat_member:-2001:1001".
        self.commands: dict[tuple[str, str], list[JSON]] = {}
        # (field, language code) → words; the fields are name, description and short_description.
        self.profile: dict[tuple[str, str], str] = {}
        # File id → content: what people have sent, and the bot may fetch.
        self.files: dict[str, bytes] = {}
        self.query_timeout = 30.0
        # Off: the bot hears everything said in its groups.
        self.privacy_mode = False
        # Chat id → ids of messages in the order they were sent, also of some that were deleted.
        self._sent: defaultdict[int, list[int]] = defaultdict(list)
        self._message_ids = itertools.count(1)
        self._query_ids = itertools.count(7000000001)

    def meet(self, user: User, chat: Chat) -> None:
        """Know *user* and *chat* from now on; who was not told of before is a member, in a channel its owner."""
        self.users[user.id] = user
        self.chats[chat.id] = chat
        # Only those who lead a channel can do anything there that a bot hears of.
        self.members.setdefault((chat.id, user.id), "creator" if chat.is_channel else "member")

    def status_in(self, chat: Chat, user: User) -> str:
        """The status of *user* in *chat*; until a test says otherwise everybody is a member, of channels nobody."""
        return self.members.get((chat.id, user.id), "left" if chat.is_channel else "member")

    def next_message_id(self) -> int:
        """An id no message has yet, in any chat."""
        return next(self._message_ids)

    def next_query_id(self) -> str:
        """An id no query has yet."""
        return str(next(self._query_ids))

    def chat_of(self, fields: Fields) -> Chat:
        """The chat that `chat_id` names, refused when the server has never seen it."""
        if fields.get("chat_id") in (None, ""):
            raise bad_request("chat_id is empty")
        chat = self.chats.get(fields["chat_id"])
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def joined_chat_of(self, fields: Fields) -> Chat:
        """The chat that `chat_id` names, refused when it has moved or the bot was thrown out, has left or was blocked there."""
        chat = self.chat_of(fields)
        if chat.id in self.migrated:
            raise upgraded(self.migrated[chat.id])
        match self.status_in(chat, self.bot):
            case "kicked" if chat.is_private:
                raise forbidden("bot was blocked by the user")
            case "kicked":
                raise forbidden(f"bot was kicked from the {chat.type} chat")
            case "left":
                raise forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    def writable_chat_of(self, fields: Fields) -> Chat:
        """The chat that `chat_id` names, refused when the bot is not there or, in a channel, no administrator."""
        chat = self.joined_chat_of(fields)
        if chat.is_channel and self.status_in(chat, self.bot) not in ADMINISTRATORS:
            raise bad_request("need administrator rights in the channel chat")
        return chat

    def keep(self, chat: Chat, message: BotMessage) -> None:
        """Remember a new *message* in *chat*."""
        self.messages[chat.id, message.message_id] = message
        self._sent[chat.id].append(message.message_id)

    def last_message(self, chat: Chat | None = None) -> BotMessage:
        """The latest message of the bot that still stands in *chat*, by default Alice's private one.

        Raises:
            LookupError: there is none.
        """
        chat = chat or PRIVATE
        sent = self._sent[chat.id]
        while sent and (chat.id, sent[-1]) not in self.messages:
            sent.pop()
        if not sent:
            raise LookupError(f"no message of the bot in chat {chat.id}")
        return self.messages[chat.id, sent[-1]]

    def message_json(self, chat: Chat, message_id: int) -> JSON | None:
        """The message of that id, the bot's or a person's, None when there is none."""
        if sent := self.messages.get((chat.id, message_id)):
            return sent.to_json(self.bot)
        return self.heard.get((chat.id, message_id))

    def open_query(self, queries: dict[str, Query], query_id: str) -> Query:
        """The query of that id, refused when unknown or older than `query_timeout` seconds."""
        query = queries.get(query_id)
        if query is None or self.clock() - query.at > self.query_timeout:
            raise bad_request(OLD_QUERY)
        return query
