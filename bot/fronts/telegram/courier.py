"""Sends replies, and makes of Telegram's errors what they mean for us."""

import asyncio
import datetime
import logging
from collections.abc import Awaitable, Callable
from typing import Any, BinaryIO, TypeVar

from telegram import Bot, InputFile, LinkPreviewOptions, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.errors import ChatGone, TryLater
from bot.fronts.telegram.markup import to_message
from bot.rendering.reply import Reply

_log = logging.getLogger(__name__)
Result = TypeVar("Result")

_UNCHANGED = "message is not modified"
_UNEDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_QUESTION = ("message to be replied not found",)
_NO_THREAD = ("topic_closed", "message thread not found")
_MUTED = ("not enough rights", "chat_write_forbidden", "have no rights to send")
# A person waits for an answer; a longer flood wait than this is not sat out for them.
_MAX_FLOOD_WAIT = datetime.timedelta(seconds=30)
_TRIES = 3
_BACKOFF_SECONDS = 1.0
# The saying is the message; a picture of the source's front page below it is not.
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramCourier:
    """Brings replies to Telegram."""

    def __init__(self, bot: Bot) -> None:
        """Send by *bot*, which must be initialised whenever a method is called."""
        self._bot = bot

    async def send(self, chat_id: int, reply: Reply, *, reply_to: int | None = None, thread_id: int | None = None) -> Message:
        """Send *reply*; the message as it came to stand.

        Raises:
            ChatGone: the chat takes no messages from the bot any longer.
            TryLater: not sent now. After a lost connection it may have been sent all the same.
        """
        outgoing = to_message(reply, self._bot.username)
        fields: dict[str, Any] = {
            "chat_id": chat_id,
            "text": outgoing.text,
            "entities": outgoing.entities,
            "reply_markup": outgoing.keyboard,
            "link_preview_options": _NO_PREVIEW,
            "message_thread_id": thread_id,
        }
        if reply_to is not None:
            # The question may have been deleted while it was being answered.
            fields["reply_parameters"] = ReplyParameters(reply_to, allow_sending_without_reply=True)
        try:
            return await _patiently(lambda: self._bot.send_message(**fields))
        except ChatMigrated as error:
            fields["chat_id"] = error.new_chat_id
            return await _patiently(lambda: self._bot.send_message(**fields))
        except BadRequest as error:
            if thread_id is not None and _says(error, *_NO_THREAD):
                return await self.send(chat_id, reply)
            if reply_to is not None and _says(error, *_NO_QUESTION):
                return await self.send(chat_id, reply, thread_id=thread_id)
            raise

    async def send_file(self, chat_id: int, name: str, content: BinaryIO, reply: Reply, *, thread_id: int | None = None) -> Message:
        """Send a file called *name*, with *reply* below it; errors are those of `send`."""
        document = InputFile(content, filename=name, read_file_handle=False)
        return await _patiently(lambda: self._bot.send_document(chat_id, document, caption=reply.text, message_thread_id=thread_id))

    async def rewrite(self, chat_id: int, message_id: int, reply: Reply, *, thread_id: int | None = None) -> int:
        """Put *reply* in the place of a message, or send it anew where that cannot be done any longer; the id of its message."""
        try:
            await self._edit(reply, chat_id=chat_id, message_id=message_id)
        except ChatMigrated as error:  # messages stay behind in the old group
            return (await self.send(error.new_chat_id, reply)).message_id
        except BadRequest as error:
            if not _says(error, *_UNEDITABLE):
                raise
            return (await self.send(chat_id, reply, thread_id=thread_id)).message_id
        return message_id

    async def rewrite_inline(self, inline_message_id: str, reply: Reply) -> None:
        """Put *reply* in the place of a message that was sent through inline mode."""
        await self._edit(reply, inline_message_id=inline_message_id)

    async def _edit(self, reply: Reply, **where: Any) -> None:
        outgoing = to_message(reply, self._bot.username)
        try:
            await _patiently(
                lambda: self._bot.edit_message_text(
                    outgoing.text,
                    entities=outgoing.entities,
                    reply_markup=outgoing.keyboard,
                    link_preview_options=_NO_PREVIEW,
                    **where,
                )
            )
        except BadRequest as error:
            if not _says(error, _UNCHANGED):
                raise


async def _patiently(send: Callable[[], Awaitable[Result]]) -> Result:
    """The result of *send*, tried again where Telegram asks for patience and where surely nothing was sent."""
    for tries_left in range(_TRIES - 1, -1, -1):
        try:
            return await send()
        except RetryAfter as error:
            wait = error.retry_after
            pause = wait if isinstance(wait, datetime.timedelta) else datetime.timedelta(seconds=wait)
            if not tries_left or pause > _MAX_FLOOD_WAIT:
                raise TryLater(pause.total_seconds()) from error
            await asyncio.sleep(pause.total_seconds())
        except Forbidden as error:
            raise ChatGone(str(error)) from error
        except BadRequest as error:  # a NetworkError by class, but sending the same bytes again cannot help
            if _says(error, *_MUTED, "chat not found", "peer_id_invalid"):
                raise ChatGone(str(error)) from error
            raise
        except TimedOut as error:  # perhaps sent, perhaps not: a second copy would be worse than none
            raise TryLater(_BACKOFF_SECONDS) from error
        except NetworkError as error:
            if not tries_left or not _never_sent(error):
                raise TryLater(_BACKOFF_SECONDS) from error
            await asyncio.sleep(_BACKOFF_SECONDS)
    raise AssertionError("the last try returns or raises")


def _never_sent(error: NetworkError) -> bool:
    """Whether the request cannot have reached Telegram: the connection did not come about."""
    return "ConnectError" in str(error)


def _says(error: BadRequest, *parts: str) -> bool:
    """Whether Telegram's description holds one of *parts*; it has no finer codes."""
    description = str(error).casefold()
    return any(part in description for part in parts)
