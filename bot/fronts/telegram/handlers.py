"""What happens on each kind of update."""

import logging
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from functools import partial

from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import RetryAfter, TelegramError

from bot.errors import BotError, ChatGone, InDoubt, StoreAway, TryLater
from bot.fronts.telegram.counting import Counting
from bot.fronts.telegram.courier import TelegramCourier
from bot.fronts.telegram.handling import JSON, Handling
from bot.fronts.telegram.incoming import from_inline, from_message, from_press, thread_of
from bot.fronts.telegram.markup import to_message
from bot.fronts.telegram.members import Members
from bot.fronts.telegram.outages import seconds_of
from bot.fronts.telegram.progress import Place, Progress
from bot.fronts.telegram.updates import CallbackQuery, ChatMemberUpdated, InlineQuery, Message, Update, carries_media, update_of
from bot.rendering.messages import Renderer, nothing_inline
from bot.rendering.quotation import glimpse, speaker
from bot.rendering.reply import Reply
from bot.services.abreast import abreast
from bot.services.answers import ABOUT_READING, AdminsOnly, Answer, Found, Interrupted, Overrun, WordsOnly
from bot.services.conversation import Conversation
from bot.services.incoming import Incoming
from bot.services.presses import rewrites
from bot.services.unasked_answers import AnnouncementShown
from bot.services.upkeep_answers import Exported, Saved, Told
from bot.store.chats import ChatKind, Reach
from bot.text.language import Language, language_of_tag

_log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "channel_post", "callback_query", "inline_query", "my_chat_member", "chat_member")
_HERE = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER, ChatMemberStatus.RESTRICTED}
_INLINE_RESULTS = 20
# Longer than this nobody looks at what they have typed, in seconds.
_INLINE_PATIENCE_SECONDS = 1.0
# The same words find the same sayings until the collection changes; what a person chose as language may change sooner.
_INLINE_CACHE_SECONDS = 60
_INLINE_TITLE_CHARS, _INLINE_ABOUT_CHARS = 80, 100
# What Telegram shows in a callback answer.
_NOTICE_CHARS = 200
# How many answered messages are remembered, so that editing one mends its answer; an older one is left as it was answered.
_REMEMBERED = 2_000


class Handlers:
    """Answers updates, each by its kind."""

    def __init__(self, bot: Bot, conversation: Conversation, renderer: Renderer, courier: TelegramCourier, metrics: Counting) -> None:
        """Let *conversation* answer, *renderer* find the words and *courier* bring them, as *bot*; *metrics* counts."""
        self._bot = bot
        self._conversation = conversation
        self._posting = conversation.posting
        self._renderer = renderer
        self._courier = courier
        self._metrics = metrics
        self._members = Members(bot, time.monotonic)
        self._answered: OrderedDict[tuple[int, int], int] = OrderedDict()

    async def handle(self, update: JSON, handling: Handling) -> None:
        """Answer an update, as Telegram sent it."""
        read = update_of(update)
        if read is None:
            return
        if handling.interrupted:
            await self._say_interrupted(read)
        elif message := read.message or read.channel_post:
            if _moves(message):
                await self.on_migration(message)
            else:
                await self.on_message(message, handling, update)
        elif read.edited_message:
            await self.on_edited_message(read.edited_message)
        elif read.callback_query:
            await self.on_press(read.callback_query, handling)
        elif read.inline_query:
            await self.on_inline_query(read.inline_query)
        elif read.my_chat_member:
            await self.on_my_chat_member(read.my_chat_member)
        elif read.chat_member:
            self._members.note(read.chat_member)

    async def on_message(self, message: Message, handling: Handling, update: JSON) -> None:
        """Answer a message that is meant for the bot, out of an *update* as Telegram sent it."""
        incoming = from_message(message, self._bot, self._members)
        private = message.chat.type == ChatType.PRIVATE
        place = Place(self._courier, message.chat.id, thread_of(message), None if private else message.message_id)
        if incoming:
            async with Progress(place, self._renderer) as progress:
                answer = await self._answer(_with_handling(incoming, handling, progress))
            await abreast()
            reply = self._renderer.render(answer)
            await abreast()
        elif private and message.from_user and carries_media(update["message"]):
            person = message.from_user
            language = await self._conversation.language(Incoming(person.id, person.id, client_language=person.language_code))
            reply = self._renderer.render(WordsOnly(language))
        else:
            return
        if incoming and isinstance(answer, Exported):
            await self._send_file(answer, place, reply)
            return
        answer_id = await place.put(reply)
        if not incoming or isinstance(answer, ABOUT_READING):
            self._remember(message, answer_id)
        if incoming:
            await self._after(answer, answer_id)

    def _remember(self, message: Message, answer_id: int) -> None:
        """Remember what was only asked and answered: doing a command once more, or typing into a draft again, mends nothing."""
        self._answered[message.chat.id, message.message_id] = answer_id
        if len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)

    async def on_migration(self, message: Message) -> None:
        """Go on under the new id of a group that became a supergroup; Telegram tells of it in both chats."""
        if message.migrate_to_chat_id:
            await self._posting.meeting.moved(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await self._posting.meeting.moved(message.migrate_from_chat_id, message.chat.id)

    async def on_my_chat_member(self, change: ChatMemberUpdated) -> None:
        """Notice where the bot has come in or been shut out; a group is greeted once."""
        chat, now = change.chat, change.new_chat_member
        self._members.forget(chat.id)
        if now.status not in _HERE or not now.is_member:
            await self._posting.meeting.lost(chat.id)
            return
        kinds: dict[str, ChatKind] = {ChatType.PRIVATE: ChatKind.PRIVATE, ChatType.CHANNEL: ChatKind.CHANNEL}
        kind = kinds.get(chat.type, ChatKind.GROUP)
        # The group's language, should it have chosen one; else that of whoever brought the bot in.
        person = Incoming(chat.id, change.from_user.id, private=False, client_language=change.from_user.language_code)
        await self._posting.meeting.joined(chat.id, kind, await self._language(person), may_write=_may_write(change))
        self._posting.announcing.wake()

    async def on_edited_message(self, message: Message) -> None:
        """Mend the answer to a message that was edited; it stays the one answer."""
        key = (message.chat.id, message.message_id)
        answered = self._answered.get(key)
        incoming = from_message(message, self._bot, self._members)
        if answered is not None and incoming and not self._conversation.changes_something(incoming):
            reply = self._renderer.render(await self._answer(replace(incoming, edited=True)))
            self._answered[key] = await self._courier.rewrite(message.chat.id, answered, reply, thread_id=thread_of(message))

    async def on_press(self, query: CallbackQuery, handling: Handling) -> None:
        """Do what a button says: in place where it turns the message, below it where it asks for more."""
        place = self._place_of(query)
        async with Progress(place, self._renderer, partial(self._confirm, query)) as progress:
            answer = await self._answer(_with_handling(from_press(query, self._bot, self._members), handling, progress))
        reply = self._renderer.render(answer)
        # What is only refused is told to whoever pressed, and the message stays as it is for the others.
        refused = isinstance(answer, AdminsOnly) or (isinstance(answer, Told) and answer.refused and not reply.buttons)
        if not progress.shown:
            await self._confirm(query, reply.text[:_NOTICE_CHARS] if refused else None)
            if refused:
                return
        if query.inline_message_id:
            await self._courier.rewrite_inline(query.inline_message_id, reply)
        elif place and isinstance(answer, Exported):
            await self._send_file(answer, place, reply)
        elif place:
            await place.put(reply)
        await self._after(answer, place.message_id if place and place.message_id else 0)

    async def _confirm(self, query: CallbackQuery, alert: str | None = None) -> None:
        """Have the pressed button stop waiting, with an *alert* to whoever pressed it."""
        try:
            await self._bot.answer_callback_query(query.id, alert, show_alert=alert is not None)
        except TelegramError as error:  # perhaps pressed long ago, while the bot was away: the press still counts
            _log.info("a press could not be confirmed: %s", error)

    async def _send_file(self, answer: Exported, place: Place, reply: Reply) -> None:
        with answer.content as content:
            await self._courier.send_file(place.chat_id, answer.name, content, reply, thread_id=place.thread_id)

    def _place_of(self, query: CallbackQuery) -> Place | None:
        """Where the answer to a press is to stand; None of messages that were sent through inline mode."""
        message = query.message
        if message is None:
            return None
        # A message of weeks ago, of which only its place is told, has no thread.
        thread_id = thread_of(message)
        message_id = message.message_id if rewrites(query.data or "") else None
        return Place(self._courier, message.chat.id, thread_id, message_id=message_id)

    async def on_inline_query(self, query: InlineQuery) -> None:
        """Offer sayings while somebody types behind the bot's name in any chat."""
        language, offers = await self._conversation.offers(from_inline(query), _INLINE_RESULTS)
        catalogue = self._renderer.catalogues[language]
        results = [self._article(offer, self._bot.username) for offer in offers]
        button = None if results else InlineQueryResultsButton(nothing_inline(catalogue), start_parameter="inline")
        try:
            await self._bot.answer_inline_query(query.id, results, cache_time=_INLINE_CACHE_SECONDS, is_personal=True, button=button)
        except TelegramError as error:  # they typed on: this answer came too late, and the next is under way; or they will
            if isinstance(error, RetryAfter) and (wait := seconds_of(error.retry_after)) <= _INLINE_PATIENCE_SECONDS:
                raise TryLater(wait) from error
            _log.info("an inline query could not be answered: %s", error)

    async def _after(self, answer: Answer, message_id: int) -> None:
        """What follows an answer that stands in the message of this number: it may have left word for another chat."""
        if isinstance(answer, AnnouncementShown):
            broadcasting, announcement = self._posting.announcing.broadcasting, answer.announcement
            await broadcasting.shown_in(announcement.id, message_id)
            # What was sent meanwhile may have been told before this answer came to stand in its place.
            if ended := await broadcasting.ended(answer):
                with suppress(ChatGone, TryLater, InDoubt):  # what was wanted is done
                    await self._courier.rewrite(announcement.chat_id, message_id, self._renderer.render(ended))
        elif isinstance(answer, Told | Saved):
            self._posting.announcing.wake()

    async def _say_interrupted(self, update: Update) -> None:
        """Tell somebody that nobody knows whether what they wanted was done: doing it again might do it twice."""
        chat, person = update.effective_chat, update.effective_user
        if chat and person:
            language = await self._language(Incoming(chat.id, person.id, client_language=person.language_code))
            message = update.effective_message
            thread_id = thread_of(message) if message else None
            await self._courier.send(chat.id, self._renderer.render(Interrupted(language)), thread_id=thread_id)

    async def say_overrun(self, update: JSON, seconds: int) -> None:
        """Ask somebody to wait: it is too much. Said once, and without a look into the store, for a flood is to cost nothing."""
        read = update_of(update)
        if read is None:
            return
        chat, person = read.effective_chat, read.effective_user
        reply = self._renderer.render(Overrun(language_of_tag(person.language_code if person else None) or Language.EN, seconds))
        try:
            if read.callback_query:
                await self._bot.answer_callback_query(read.callback_query.id, reply.text[:_NOTICE_CHARS], show_alert=True)
            elif chat and (message := read.effective_message):
                await self._courier.send(chat.id, reply, reply_to=message.message_id, thread_id=thread_of(message))
        except (BotError, TelegramError) as error:
            _log.info("nobody could be told that it is too much: %s", error)

    async def fail(self, update: JSON, error: Exception) -> None:
        """Log what failed, then apologise in the language of the chat."""
        read = update_of(update)
        chat = read.effective_chat if read else None
        if isinstance(error, ChatGone | TryLater | InDoubt):
            _log.warning("an answer was not sent: %s", error)
            if isinstance(error, ChatGone) and chat:
                with suppress(StoreAway):
                    await self._posting.meeting.lost(chat.id, Reach.MUTED if error.muted else Reach.GONE)
            return
        _log.error("an update could not be handled", exc_info=error)
        if read is None or chat is None or read.effective_user is None or read.inline_query:
            return
        person, message = read.effective_user, read.effective_message
        try:
            asked = from_message(message, self._bot, self._members) if message and not read.callback_query else None
            language = await self._language(asked or Incoming(chat.id, person.id, client_language=person.language_code))
            thread_id = thread_of(message) if message else None
            await self._courier.send(chat.id, self._renderer.apology(language), thread_id=thread_id)
        except Exception:  # noqa: BLE001  # the last line of defence of this front
            _log.exception("an apology could not be sent")

    async def _language(self, incoming: Incoming) -> Language:
        """The language to apologise in: when it is the store that fails, the client's or English."""
        try:
            return await self._conversation.language(incoming)
        except Exception:  # noqa: BLE001  # what fails here has just failed and been logged
            return language_of_tag(incoming.client_language) or Language.EN

    async def _answer(self, incoming: Incoming) -> Answer:
        started = time.perf_counter()
        answer = await self._conversation.respond(incoming)
        seconds = time.perf_counter() - started
        self._metrics.answered(answer, seconds)
        _log.info("answered chat=%s language=%s kind=%s ms=%.1f", incoming.chat_id, answer.language, type(answer).__name__, seconds * 1000)
        return answer

    def _article(self, offer: Found, username: str) -> InlineQueryResultArticle:
        catalogue = self._renderer.catalogues[offer.language]
        outgoing = to_message(self._renderer.render(offer), username)
        about = Reply(tuple(speaker(offer.quote, catalogue))).text
        return InlineQueryResultArticle(
            # Stable: the same saying in the same language, whatever was typed to find it.
            id=f"{offer.language}:{offer.quote.id}",
            title=glimpse(offer.quote, catalogue, _INLINE_TITLE_CHARS),
            description=about[:_INLINE_ABOUT_CHARS] or None,
            input_message_content=InputTextMessageContent(
                outgoing.text,
                entities=outgoing.entities,  # type: ignore[arg-type]  # the library hands values on as they are
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
            reply_markup=outgoing.keyboard,  # type: ignore[arg-type]  # as above
        )


def _moves(message: Message) -> bool:
    """Whether a message says that a group has another number now."""
    return bool(message.migrate_to_chat_id or message.migrate_from_chat_id)


def _with_handling(incoming: Incoming, handling: Handling, progress: Progress) -> Incoming:
    """What came, with how it is handled: where its answer is shown, and what is said before something is changed for it."""
    return replace(incoming, watch=progress.see, change=handling.do, hurried=not handling.is_written_down)


def _may_write(change: ChatMemberUpdated) -> bool:
    """Whether the bot may write in a chat it is in."""
    now = change.new_chat_member
    return now.can_post_messages if change.chat.type == ChatType.CHANNEL else now.can_send_messages
