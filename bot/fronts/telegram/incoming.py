"""Updates into what the conversation understands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from telegram import Bot
from telegram.constants import ChatType, MessageEntityType
from telegram.error import TelegramError

from bot.fronts.telegram.members import AnonymousAdmin, Members, Membership
from bot.fronts.telegram.updates import CallbackQuery, Entity, InlineQuery, Message
from bot.services.filing import MAX_FILE_BYTES
from bot.services.incoming import Document, Incoming, Replied
from bot.services.intents import COMMANDS
from bot.services.presses import parse_press
from bot.services.reading_intents import Open

_COMMANDS = {command.name for command in COMMANDS}


@dataclass(frozen=True)
class TelegramFiles:
    """Files as Telegram keeps them."""

    bot: Bot

    async def fetch(self, file_id: str) -> bytes | None:
        """The content of a file of at most `MAX_FILE_BYTES`; None when Telegram does not give it, or it is larger after all."""
        try:
            file = await self.bot.get_file(file_id)
            if (file.file_size or 0) > MAX_FILE_BYTES:  # a Bot API server of one's own gives larger ones
                return None
            return bytes(await file.download_as_bytearray())
        except TelegramError:
            return None


def from_message(message: Message, bot: Bot, members: Members) -> Incoming | None:
    """What a message wants of *bot*; *members* tells who leads its chat. None when it is other people's talk, or has no words."""
    text = message.text or message.caption
    if message.chat.type == ChatType.CHANNEL:
        return _from_channel(message, bot)
    person = message.from_user
    # What a linked channel posts, other bots say or inline mode sends is not meant for the bot, whatever is in it.
    anonymous = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    if not text or person is None or message.via_bot or message.is_automatic_forward or (person.is_bot and not message.sender_chat):
        return None
    if message.chat.type == ChatType.PRIVATE:
        return Incoming(message.chat.id, person.id, text, client_language=person.language_code, **_with(message, bot))
    addressed = _addressed(message, text, bot)
    if addressed is None:
        return None
    rights = AnonymousAdmin() if anonymous else Membership(members, message.chat.id, person.id)
    # Nothing but the bot's name is somebody asking what it can do.
    return Incoming(
        message.chat.id,
        person.id,
        addressed or "/help",
        private=False,
        client_language=person.language_code,
        rights=rights,
        anonymous=anonymous,
        masked=message.sender_chat is not None and not anonymous,
        **_with(message, bot),
    )


def _from_channel(message: Message, bot: Bot) -> Incoming | None:
    """What a channel's post wants of the bot: only a command of its own. Who posts there is one of its admins."""
    text = message.text or ""
    addressed = _addressed(message, text, bot) if text.startswith("/") else None
    if addressed is None:
        return None
    chat_id = message.chat.id
    return Incoming(
        chat_id, chat_id, addressed, private=False, channel=True, anonymous=True, rights=AnonymousAdmin(), **_with(message, bot)
    )


def from_press(query: CallbackQuery, bot: Bot, members: Members) -> Incoming:
    """What a pressed button wants. Inline messages stand in chats the bot does not see: there the person's own chat is meant."""
    person = query.from_user
    chat = query.message.chat if query.message else None
    data, language = query.data or "", person.language_code
    if chat is None or chat.type == ChatType.PRIVATE:
        inline = chat is None
        return Incoming(person.id, person.id, press=data, client_language=language, files=TelegramFiles(bot), inline=inline)
    more: dict[str, Any] = {"rights": Membership(members, chat.id, person.id, pressed=True), "files": TelegramFiles(bot)}
    more["channel"] = chat.type == ChatType.CHANNEL
    return Incoming(chat.id, person.id, press=data, private=False, client_language=language, **more)


def from_inline(query: InlineQuery) -> Incoming:
    """What is typed behind the bot's name in any chat."""
    person = query.from_user
    return Incoming(person.id, person.id, query.query.strip(), client_language=person.language_code)


def _with(message: Message, bot: Bot) -> dict[str, Any]:
    """What comes with a message: what it replies to, a file of its own or of that, and the forum topic it stands in."""
    other = message.reply_to_message
    sent = message.document or (other.document if other else None)
    document = Document(sent.file_id, sent.file_name, sent.file_size) if sent else None
    return {"replied": _replied(message), "document": document, "files": TelegramFiles(bot), "thread_id": thread_of(message)}


def _replied(message: Message) -> Replied | None:
    """The message that *message* replies to, with whose words it holds: a forwarded one's are those of whoever wrote it first."""
    other = message.reply_to_message
    if other is None:
        return None
    text = other.text or other.caption or ""
    person = other.from_user
    if other.forward_origin:
        author = other.forward_origin.author
    elif other.sender_chat:
        author = other.sender_chat.title
    else:
        author = person.full_name if person and not person.is_bot else ""
    # A bot is nobody's number, and neither is that of a channel or a group.
    known = person.id if person and not person.is_bot and not other.sender_chat else None
    return Replied(text, author, other.written_on, known, _shown_in(other))


def _shown_in(message: Message) -> str:
    """The id of the quote that a message of ours shows, as its buttons say; "" for any other."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    for button in (button for row in rows for button in row):
        if button.callback_data and isinstance(intent := parse_press(button.callback_data), Open):
            return intent.quote_id
    return ""


def thread_of(message: Message) -> int | None:
    """The forum topic to answer in. In General a thread id comes along, too, but sending it back fails."""
    return message.message_thread_id if message.is_topic_message else None


def _addressed(message: Message, text: str, bot: Bot) -> str | None:
    """The text without the bot's name, when it is a command, calls the bot by name or replies to it; None when it does not."""
    for entity, part in _marked(message, text):
        if entity.type == MessageEntityType.BOT_COMMAND and entity.offset == 0:
            name = part.partition("@")[2]
            # Even below our own words a command with another bot's name is that bot's; and every bot of a group is sent those without one.
            ours = name.casefold() == bot.username.casefold() if name else part[1:].casefold() in _COMMANDS
            return text if ours else None
        if entity.type == MessageEntityType.MENTION and part.casefold() == f"@{bot.username}".casefold():
            return " ".join(text.replace(part, " ").split())
    return text if _replies_to(message, bot.id) else None


def _marked(message: Message, text: str) -> Iterator[tuple[Entity, str]]:
    """The entities of *message*, each with what it marks of the *text*; the library's own way stumbles over halves of characters."""
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in message.entities or message.caption_entities:
        yield entity, units[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le", "surrogatepass")


def _replies_to(message: Message, bot_id: int) -> bool:
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == bot_id)
