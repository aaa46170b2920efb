"""Updates as they come, made into records of those fields of the Bot API that the bot looks at.

The library's own objects have all fields there are, and to make them takes as long as to send the answer. Telegram leaves out what there
is not to tell; an update with null in its place is not read.
"""

import datetime
import logging
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from telegram.constants import MessageAttachmentType

from bot.fronts.telegram.handling import JSON, LEAST_ID, MOST_ID

_log = logging.getLogger(__name__)
_Id = Annotated[int, Meta(ge=LEAST_ID, le=MOST_ID)]
# Seconds since the epoch, up to the year 9999.
_Time = Annotated[int, Meta(ge=0, le=253_402_300_799)]
_ATTACHMENTS = frozenset(MessageAttachmentType)


class _Record(Struct, frozen=True, rename={"from_user": "from"}):
    """What all records share; fields that the bot does not know are left out."""


class User(_Record, frozen=True):
    """Somebody, or a bot."""

    id: _Id
    is_bot: bool = False
    first_name: str = ""
    last_name: str = ""
    language_code: str | None = None

    @property
    def full_name(self) -> str:
        """The name as Telegram shows it."""
        return f"{self.first_name} {self.last_name}".strip()


class Chat(_Record, frozen=True):
    """A chat, by its `ChatType`."""

    id: _Id
    type: str
    title: str = ""


class Entity(_Record, frozen=True):
    """What marks a part of a text; *offset* and *length* count UTF-16 code units."""

    type: str
    offset: int
    length: int


class Document(_Record, frozen=True):
    """A file."""

    file_id: str
    file_name: str = ""
    file_size: int = 0


class Origin(_Record, frozen=True):
    """Where a forwarded message comes from: from one of these."""

    date: _Time
    sender_user: User | None = None
    sender_user_name: str = ""
    sender_chat: Chat | None = None
    chat: Chat | None = None

    @property
    def author(self) -> str:
        """The name of whoever wrote it."""
        if self.sender_user:
            return self.sender_user.full_name
        chat = self.sender_chat or self.chat
        return chat.title if chat else self.sender_user_name


class Button(_Record, frozen=True):
    """A button below a message."""

    callback_data: str | None = None


class Keyboard(_Record, frozen=True):
    """The buttons below a message."""

    inline_keyboard: tuple[tuple[Button, ...], ...] = ()


class Message(_Record, frozen=True):
    """A message; of one that is too old to be told, as below a button, the date is 0 and only the place is known."""

    message_id: _Id
    date: _Time
    chat: Chat
    from_user: User | None = None
    sender_chat: Chat | None = None
    text: str | None = None
    caption: str | None = None
    entities: tuple[Entity, ...] = ()
    caption_entities: tuple[Entity, ...] = ()
    document: Document | None = None
    reply_to_message: "Message | None" = None
    reply_markup: Keyboard | None = None
    forward_origin: Origin | None = None
    via_bot: User | None = None
    is_automatic_forward: bool = False
    is_topic_message: bool = False
    message_thread_id: _Id | None = None
    migrate_to_chat_id: _Id | None = None
    migrate_from_chat_id: _Id | None = None

    @property
    def written_on(self) -> datetime.date:
        """The day it was first written on, in UTC."""
        return datetime.datetime.fromtimestamp((self.forward_origin or self).date, datetime.UTC).date()


class CallbackQuery(_Record, frozen=True):
    """A press of a button; *message* is None where it stands in a chat the bot does not see."""

    id: str
    from_user: User
    data: str | None = None
    message: Message | None = None
    inline_message_id: str | None = None


class InlineQuery(_Record, frozen=True):
    """What is typed behind the bot's name in any chat."""

    id: str
    from_user: User
    query: str


class ChatMember(_Record, frozen=True):
    """What somebody is in a chat, by a `ChatMemberStatus`, and what they may do there.

    That is said of some only: a restricted one's membership and right to write, an admin's right to post in a channel.
    """

    status: str
    user: User
    is_member: bool = True
    can_send_messages: bool = True
    can_post_messages: bool = False


class ChatMemberUpdated(_Record, frozen=True):
    """Somebody has become something else in a chat."""

    chat: Chat
    from_user: User
    new_chat_member: ChatMember


class Update(_Record, frozen=True):
    """An update: one of these, or of a kind that the bot has not asked for."""

    update_id: _Id
    message: Message | None = None
    edited_message: Message | None = None
    channel_post: Message | None = None
    callback_query: CallbackQuery | None = None
    inline_query: InlineQuery | None = None
    my_chat_member: ChatMemberUpdated | None = None
    chat_member: ChatMemberUpdated | None = None

    @property
    def effective_message(self) -> Message | None:
        """The message that came, or the one below which a button was pressed."""
        own = self.message or self.edited_message or self.channel_post
        return own or (self.callback_query.message if self.callback_query else None)

    @property
    def effective_chat(self) -> Chat | None:
        """Where it belongs, if to any chat."""
        place = self.effective_message or self.my_chat_member or self.chat_member
        return place.chat if place else None

    @property
    def effective_user(self) -> User | None:
        """Whose it is, if anybody's."""
        own = self.message or self.edited_message or self.channel_post
        source = own or self.callback_query or self.inline_query or self.my_chat_member or self.chat_member
        return source.from_user if source else None


def update_of(raw: JSON) -> Update | None:
    """The update that *raw* is; None, with a line in the log, where it is not of Telegram's form."""
    try:
        return msgspec.convert(raw, Update)
    except msgspec.ValidationError as error:  # it says which field of ours is of which type, and nothing of what is in it
        _log.error("an update could not be read: %s", error)
    except (UnicodeError, RecursionError) as error:  # its text may repeat people's words
        _log.error("an update could not be read: %s", type(error).__name__)
    return None


def carries_media(message: JSON) -> bool:
    """Whether a message, as Telegram sent it, holds something that is not text, and is no service message such as "joined"."""
    return any(message.get(kind) for kind in _ATTACHMENTS)
