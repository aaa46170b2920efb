"""Sends replies at Telegram's pace, and makes of its errors what they mean for us."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, BinaryIO, TypeVar

from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.errors import ChatGone, InDoubt, TryLater
from bot.fronts.telegram.handling import in_hand
from bot.fronts.telegram.markup import to_message
from bot.fronts.telegram.outages import seconds_of
from bot.fronts.telegram.pacing import Limits, Pacer
from bot.fronts.telegram.request import NotSent
from bot.fronts.telegram.sender import Sender
from bot.rendering.messages import Renderer
from bot.rendering.reply import Reply
from bot.services.answers import Answer
from bot.services.delivering import Brought

_log = logging.getLogger(__name__)
Result = TypeVar("Result")
Moved = Callable[[int, int], Awaitable[None]]

_UNCHANGED = "message is not modified"
_UNEDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_QUESTION = ("message to be replied not found",)
_NO_THREAD = ("topic_closed", "message thread not found")
_MUTED = ("not enough rights", "chat_write_forbidden", "have no rights to send", "need administrator rights")
_GONE = ("chat not found", "peer_id_invalid")
# A person waits for an answer; a longer wait than this is not sat out for them. What nobody waits for can wait in the outbox.
_PATIENCE_SECONDS, _UNASKED_PATIENCE_SECONDS = 30.0, 20.0
_TRIES = 3
_BACKOFF_SECONDS, _MINUTE_SECONDS = 1.0, 60.0
# The saying is the message; a picture of the source's front page below it is not.
_NO_PREVIEW = {"is_disabled": True}


class TelegramCourier:
    """Brings replies to Telegram."""

    def __init__(self, bot: Sender, renderer: Renderer, limits: Limits, moved: Moved) -> None:
        """Send by *bot*, which must be initialised whenever a method is called; *moved* is told when a group has another id."""
        self._bot = bot
        self._renderer = renderer
        self._pacer = Pacer(limits)
        self._moved = moved
        # Set when Telegram refuses the token: then nothing can be sent any longer.
        self.refused = asyncio.Event()

    def wait(self, chat_id: int) -> float:
        """How long nothing should be sent unasked to a chat, in seconds."""
        return self._pacer.wait(chat_id)

    async def approach(self) -> None:
        """Wait until shortly before the next message that nobody waits for may be sent."""
        await self._pacer.approach()

    async def turn(self, chat_id: int) -> None:
        """Wait until the next message that nobody waits for may be sent."""
        await self._pacer.turn(chat_id, urgent=False, patience=_UNASKED_PATIENCE_SECONDS)

    async def bring(self, chat_id: int, answer: Answer, *, thread_id: int | None = None, silent: bool = False) -> Brought:
        """Send an answer that nobody waits for, and whose turn it is.

        Raises:
            ChatGone, TryLater, InDoubt: as `send` does.
        """
        fields = self._fields(chat_id, self._renderer.render(answer), thread_id) | {"disable_notification": silent}
        try:
            sent = await self._send(fields, urgent=False, turn_taken=True)
        except ChatMigrated as error:
            # What is to be said has another address now, or lies there already.
            await self._moved(chat_id, error.new_chat_id)
            raise TryLater(0) from error
        return Brought(sent, thread_id is not None and fields["message_thread_id"] is None)

    async def change(self, chat_id: int, message_id: int | None, answer: Answer) -> int:
        """Put an answer in the place of a message, or send it; the id of its message."""
        reply = self._renderer.render(answer)
        if self.wait(chat_id) > 0:  # nobody is to wait for it: there will be news soon
            raise TryLater(self.wait(chat_id))
        if message_id is None:
            return await self.send(chat_id, reply)
        return await self.rewrite(chat_id, message_id, reply)

    async def pin(self, chat_id: int, message_id: int, before: int | None) -> None:
        """Pin a message in the place of the one *before*; where the bot may not, it stays unpinned."""
        unpin = partial(self._bot.unpin_chat_message, chat_id, before)
        pin = partial(self._bot.pin_chat_message, chat_id, message_id, disable_notification=True)
        for step in (pin,) if before is None else (unpin, pin):
            try:
                await self._patiently(chat_id, step, urgent=False)
            except BadRequest as error:  # it may not, or somebody has unpinned or deleted it
                _log.info("a post could not be pinned or unpinned chat=%d: %s", chat_id, error)

    async def send(self, chat_id: int, reply: Reply, *, reply_to: int | None = None, thread_id: int | None = None) -> int:
        """Send *reply*, which somebody waits for; the number of its message.

        Raises:
            ChatGone: the chat takes no messages from the bot any longer.
            TryLater: surely not sent.
            InDoubt: perhaps sent.
        """
        fields = self._fields(chat_id, reply, thread_id)
        if reply_to is not None:
            # The question may have been deleted while it was being answered.
            fields["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        return await self._send(fields, urgent=True)

    def _fields(self, chat_id: int, reply: Reply, thread_id: int | None) -> dict[str, Any]:
        outgoing = to_message(reply, self._bot.username)
        return {
            "chat_id": chat_id,
            "text": outgoing.text,
            "entities": outgoing.entities,
            "reply_markup": outgoing.keyboard,
            "link_preview_options": _NO_PREVIEW,
            "message_thread_id": thread_id,
        }

    async def _send(self, fields: dict[str, Any], *, urgent: bool, turn_taken: bool = False) -> int:
        """Send a message; what stands in its way is taken out of *fields*."""
        try:
            return await self._patiently(fields["chat_id"], lambda: self._bot.send_fields(fields), urgent=urgent, turn_taken=turn_taken)
        except ChatMigrated as error:
            if not urgent:
                raise
            await self._moved(fields["chat_id"], error.new_chat_id)
            fields["chat_id"] = error.new_chat_id
        except BadRequest as error:
            if fields["message_thread_id"] is not None and _says(error, *_NO_THREAD):
                fields["message_thread_id"] = None
                fields.pop("reply_parameters", None)
            elif "reply_parameters" in fields and _says(error, *_NO_QUESTION):
                del fields["reply_parameters"]
            else:
                raise
        return await self._patiently(fields["chat_id"], lambda: self._bot.send_fields(fields), urgent=urgent)

    async def send_file(self, chat_id: int, name: str, content: BinaryIO, reply: Reply, *, thread_id: int | None = None) -> None:
        """Send a file called *name*, with *reply* below it; errors are those of `send`."""
        document = InputFile(content, filename=name, read_file_handle=False)
        await self._patiently(
            chat_id, lambda: self._bot.send_document(chat_id, document, caption=reply.text, message_thread_id=thread_id), urgent=True
        )

    async def rewrite(self, chat_id: int, message_id: int, reply: Reply, *, thread_id: int | None = None) -> int:
        """Put *reply* in the place of a message, or send it anew where that cannot be done any longer; the id of its message."""
        try:
            await self._edit(reply, chat_id=chat_id, message_id=message_id)
        except ChatMigrated as error:  # messages stay behind in the old group
            await self._moved(chat_id, error.new_chat_id)
            return await self.send(error.new_chat_id, reply)
        except BadRequest as error:
            if not _says(error, *_UNEDITABLE):
                raise
            return await self.send(chat_id, reply, thread_id=thread_id)
        return message_id

    async def rewrite_inline(self, inline_message_id: str, reply: Reply) -> None:
        """Put *reply* in the place of a message that was sent through inline mode."""
        await self._edit(reply, inline_message_id=inline_message_id)

    async def _edit(self, reply: Reply, **where: Any) -> None:
        outgoing = to_message(reply, self._bot.username)
        fields = {
            **where,
            "text": outgoing.text,
            "entities": outgoing.entities,
            "reply_markup": outgoing.keyboard,
            "link_preview_options": _NO_PREVIEW,
        }
        try:
            await self._patiently(where.get("chat_id"), lambda: self._bot.edit_fields(fields), urgent=True)
        except BadRequest as error:
            if not _says(error, _UNCHANGED):
                raise

    async def _patiently(
        self, chat_id: int | None, send: Callable[[], Awaitable[Result]], *, urgent: bool, turn_taken: bool = False
    ) -> Result:
        """The result of *send*, when its turn has come; where somebody waits, tried again after a refusal that is soon over."""
        patience = _PATIENCE_SECONDS if urgent else _UNASKED_PATIENCE_SECONDS
        for tries_left in range(_TRIES - 1 if urgent else 0, -1, -1):
            if not turn_taken:
                await self._pacer.turn(chat_id, urgent=urgent, patience=patience)
            turn_taken = False
            if handling := in_hand.get():
                # Not earlier: what only waits for its turn can be handled again.
                await handling.answer()
            try:
                return await send()
            except RetryAfter as error:
                pause = seconds_of(error.retry_after)
                self._pacer.freeze(pause)
                if not tries_left or pause > patience:
                    raise TryLater(pause) from error
            except InvalidToken as error:
                # The front ends for it; nothing is to be given up for that.
                self.refused.set()
                raise TryLater(_MINUTE_SECONDS) from error
            except (Forbidden, BadRequest, NetworkError) as error:
                if not tries_left or not isinstance(error, NotSent):
                    raise _meaning(error) from (None if isinstance(error, BadRequest) else error)
                self._pacer.freeze(_BACKOFF_SECONDS)
        raise AssertionError("the last try returns or raises")


def _meaning(error: TelegramError) -> Exception:
    """What an *error* means for us; a bad request that means nothing but itself stays what it is."""
    if isinstance(error, Forbidden):
        return ChatGone(str(error))
    if isinstance(error, BadRequest):  # a NetworkError by class, but sending the same bytes again cannot help
        if _says(error, *_MUTED, *_GONE):
            return ChatGone(str(error), muted=_says(error, *_MUTED))
        return error
    return TryLater(_BACKOFF_SECONDS) if isinstance(error, NotSent) else InDoubt(f"it is not known whether a message was sent: {error}")


def _says(error: TelegramError, *parts: str) -> bool:
    """Whether Telegram's description holds one of *parts*; it has no finer codes."""
    description = str(error).casefold()
    return any(part in description for part in parts)
