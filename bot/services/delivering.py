"""Sends what lies in the outbox, and marks what became of it."""

import asyncio
import contextlib
import datetime
import logging
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from msgspec import structs

from bot.corpus.calendar import Calendar
from bot.corpus.quote import Quote
from bot.errors import ChatGone, InDoubt, TryLater
from bot.services.answers import Answer
from bot.services.choosing import choice_for
from bot.services.meeting import Meeting
from bot.services.schedules import UTC, quiet_ends, rings
from bot.services.unasked_answers import NewsShown, PostShown, Word
from bot.services.upkeep_answers import NoticeShown
from bot.store.announcements import Announcement, AnnouncementStore
from bot.store.chats import ChatKind, ChatSettings, ChatStore, Reach
from bot.store.outbox import Outbox
from bot.store.parcels import Mark, Muted, News, Notice, Outcome, Parcel, Post, TopicLost, UsedUp
from bot.store.quotes import QuoteStore
from bot.store.subscriptions import Subscription, SubscriptionStore

_log = logging.getLogger(__name__)
# After a stop, a post is still worth sending this much later; an older one is skipped, and owners are told.
GRACE = datetime.timedelta(hours=2)
# A process that holds a row and ends is waited for this long, in seconds. Longer than any request to Telegram takes.
LEASE = 60
# Two seconds of sending: little enough that word to a person does not wait for it, and its quotes are read together.
_LEASED = 60
# A chat that cannot be written to for longer is left for others meanwhile.
_PATIENCE_SECONDS = 1.0
# What may have been sent is tried again this much later, in seconds: not into the same trouble.
_AFTER_DOUBT = 60
# At once in flight, and so in doubt after a crash: one where Telegram answers before the next turn, and as many as keep up the pace where
# it takes up to an eighth of a second.
_IN_FLIGHT = 4
_UNSETTLED = ChatSettings()


@dataclass(frozen=True)
class Brought:
    """A message that came to stand in a chat; *thread_lost* says that it did so outside the forum topic it was for."""

    message_id: int
    thread_lost: bool = False


class Courier(Protocol):
    """Brings answers to chats; each front has one.

    Its methods raise ChatGone, TryLater and InDoubt.
    """

    def wait(self, chat_id: int) -> float:
        """How long nothing should be sent unasked to a chat, in seconds."""
        ...

    async def approach(self) -> None:
        """Wait until shortly before the next message that nobody waits for may be sent: time enough to write down that it will be."""
        ...

    async def turn(self, chat_id: int) -> None:
        """Wait until the next message that nobody waits for may be sent."""
        ...

    async def bring(self, chat_id: int, answer: Answer, *, thread_id: int | None = None, silent: bool = False) -> Brought:
        """Send an answer whose turn it is."""
        ...

    async def change(self, chat_id: int, message_id: int | None, answer: Answer) -> int:
        """Put an answer in the place of a message, or send it; the id of its message."""
        ...

    async def pin(self, chat_id: int, message_id: int, before: int | None) -> None:
        """Pin a message in the place of the one *before*; as far as the bot may."""
        ...


@dataclass
class Delivering:
    """Sends parcels at the pace of the courier. At most what is in flight is in doubt after a crash."""

    subscriptions: SubscriptionStore
    outbox: Outbox
    announcements: AnnouncementStore
    chats: ChatStore
    meeting: Meeting
    quotes: QuoteStore
    calendar: Calendar
    clock: Callable[[], datetime.datetime]
    _marks: list[Mark] = field(default_factory=list)
    _marking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _too_late: list[int] = field(default_factory=list)

    def present(self) -> int:
        """The present in seconds since the epoch."""
        return int(self.clock().timestamp())

    def take_late(self) -> list[int]:
        """The chats whose posts have come too late since this was asked last, once for each post."""
        late, self._too_late = self._too_late, []
        return late

    async def deliver(self, courier: Courier, stop: asyncio.Event | None = None) -> int:
        """Send what is queued, as much as is taken in hand at once; how many rows that was."""
        now = self.present()
        parcels = await self.outbox.lease(now, now + LEASE, _LEASED)
        if not parcels:
            return 0
        batch = await self._batch(parcels, now)
        parcels = [await self._with_a_saying(parcel, batch) for parcel in parcels]
        sent: list[asyncio.Task[None]] = []
        try:
            await self._send(parcels, batch, courier, stop, sent)
        finally:
            # Whatever has happened to the others, even to the store: what is on its way is marked, and nobody else waits for it.
            for failure in await asyncio.gather(*sent, return_exceptions=True):
                if failure is not None:
                    _log.warning("what became of a message could not be written down: %s", type(failure).__name__)
        await self.write_marks()
        return len(parcels)

    async def _send(
        self, parcels: Sequence[Parcel], batch: "_Batch", courier: Courier, stop: asyncio.Event | None, sent: list[asyncio.Task[None]]
    ) -> None:
        """Begin to send *parcels*, a few at a time; what does is *sent*."""
        flying: set[asyncio.Task[None]] = set()
        for parcel in parcels:
            if stop and stop.is_set():
                self._marks.append(Mark(parcel.id, Outcome.QUEUED, batch.now))
            elif (answer := self._ready(parcel, batch, courier, batch.now)) and await self._begun(parcel, courier):
                sent.append(asyncio.create_task(self._bring(parcel, answer, batch, courier)))
                flying.add(sent[-1])
            if len(flying) >= _IN_FLIGHT:
                _, flying = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)

    async def _batch(self, parcels: Sequence[Parcel], now: int) -> "_Batch":
        """What is needed to say *parcels*, read together."""
        ids = {parcel.body.quote_id for parcel in parcels if isinstance(parcel.body, Post)}
        numbers = {parcel.announcement_id for parcel in parcels if parcel.announcement_id}
        announcements = {number: one for number in numbers if (one := await self.announcements.get(number))}
        return _Batch(
            await self.quotes.present(sorted(ids)),
            announcements,
            await self.chats.several({parcel.chat_id for parcel in parcels}),
            await self.subscriptions.active({parcel.subscription_id for parcel in parcels if parcel.subscription_id}),
            now,
        )

    async def _with_a_saying(self, parcel: Parcel, batch: "_Batch") -> Parcel:
        """A parcel as it is; a post whose saying was deleted while it waited, with another one."""
        if not isinstance(parcel.body, Post) or parcel.body.quote_id in batch.quotes or parcel.subscription_id not in batch.active:
            return parcel
        subscription = await self.subscriptions.get(parcel.subscription_id)
        if subscription is None or parcel.day is None or batch.now - parcel.due_at > GRACE.total_seconds():
            return parcel
        choice = choice_for(subscription, parcel.day, parcel.due_at, self.calendar)
        if not (picked := await self.subscriptions.pick_anew(parcel.id, choice)):
            return parcel
        post, over = picked
        if over:
            await self.outbox.put(UsedUp(subscription.languages[0], subscription.id), subscription.person_id or subscription.chat_id)
        batch.quotes.update(await self.quotes.present([post.quote_id]))
        return replace(parcel, body=post)

    def _ready(self, parcel: Parcel, batch: "_Batch", courier: Courier, now: int) -> Answer | None:
        """What is said of a parcel; None when it cannot be said now, which is marked."""
        mark: Mark | None = None
        if (wait := courier.wait(parcel.chat_id)) > _PATIENCE_SECONDS:
            mark = Mark(parcel.id, Outcome.QUEUED, now + math.ceil(wait))
        elif isinstance(parcel.body, News) and batch.is_quiet(parcel):
            mark = Mark(parcel.id, Outcome.QUEUED, batch.quiet_ends(parcel))
        elif parcel.subscription_id and parcel.subscription_id not in batch.active:
            # Paused or stopped since it was queued.
            mark = Mark(parcel.id, Outcome.CANCELLED)
        elif isinstance(parcel.body, Post) and now - parcel.due_at > GRACE.total_seconds():
            mark = Mark(parcel.id, Outcome.SKIPPED)
            self._too_late.append(parcel.chat_id)
        answer = None if mark else self._answer(parcel, batch)
        if answer is None:
            self._marks.append(mark or Mark(parcel.id, Outcome.GONE))
        return answer

    def _answer(self, parcel: Parcel, batch: "_Batch") -> Answer | None:
        settings = batch.settings_of(parcel)
        match parcel.body:
            case Post(quote_id, languages, theme):
                quote = batch.quotes.get(quote_id)
                named = self.calendar.get(theme)
                return PostShown(languages[0], quote, languages, named, channel=settings.kind is ChatKind.CHANNEL) if quote else None
            case News():
                announcement = batch.announcements.get(parcel.announcement_id or 0)
                return NewsShown(*announcement.text_for(settings.language or settings.spoken)) if announcement else None
            case Notice() as notice:
                return NoticeShown(notice.language, notice, notice.to)
            case body:
                return Word(body.language, body)

    async def _begun(self, parcel: Parcel, courier: Courier) -> bool:
        """Whether a parcel's turn has come: it is still in hand, and about to be sent."""
        # Not earlier: by now it is known what became of the one before, and both are written down together.
        await courier.approach()
        if not await self.write_marks(parcel.id):
            return False
        try:
            await courier.turn(parcel.chat_id)
        except TryLater as later:
            self._marks.append(Mark(parcel.id, Outcome.QUEUED, self.present() + math.ceil(later.after)))
            return False
        return True

    async def write_marks(self, begun: int | None = None) -> bool:
        """Write down what has become of parcels, and that one is about to be sent; whether that one is still in hand."""
        async with self._marking:
            marks, self._marks = self._marks, []
            if not marks and begun is None:
                return False
            try:
                return await self.outbox.mark(marks, begun, self.present() + LEASE)
            except BaseException:
                self._marks = marks + self._marks
                raise

    async def _bring(self, parcel: Parcel, answer: Answer, batch: "_Batch", courier: Courier) -> None:
        """Send a parcel, and mark what became of it."""
        brought, mark = None, Mark(parcel.id, Outcome.SENT)
        try:
            silent = batch.is_quiet(parcel) or (isinstance(parcel.body, Post) and parcel.body.silent)
            brought = await courier.bring(parcel.chat_id, answer, thread_id=parcel.thread_id, silent=silent)
        except ChatGone as gone:
            mark = Mark(parcel.id, Outcome.GONE)
            await self._lost(parcel, gone)
        except TryLater as later:
            mark = Mark(parcel.id, Outcome.QUEUED, self.present() + math.ceil(later.after))
        except InDoubt:
            again = parcel.announcement_id is None and parcel.tries == 0
            mark = Mark(parcel.id, Outcome.QUEUED if again else Outcome.DOUBT, self.present() + _AFTER_DOUBT, doubtful=True)
        except Exception:  # noqa: BLE001  # a bug of ours, or an answer of Telegram's that nobody knows: the others must not wait for it
            _log.exception("a message could not be sent chat=%d kind=%s", parcel.chat_id, type(parcel.body).__name__)
            mark = Mark(parcel.id, Outcome.DOUBT)
        self._marks.append(mark)
        if brought and (brought.thread_lost or (isinstance(parcel.body, Post) and parcel.body.pin)):
            # Sent it is, whatever becomes of the rest.
            await self.write_marks()
            await self._follow_up(parcel, brought, courier)

    async def _follow_up(self, parcel: Parcel, brought: Brought, courier: Courier) -> None:
        """What follows a post that has come to stand in its chat: it is pinned, or its topic is lost."""
        subscription = await self.subscriptions.get(parcel.subscription_id) if parcel.subscription_id else None
        if subscription is None:
            return
        if brought.thread_lost and subscription.thread_id:
            await self.subscriptions.lost_thread(subscription.id)
            await self._tell_admin(subscription, TopicLost(subscription.languages[0], subscription.id))
        if subscription.pin:
            with contextlib.suppress(ChatGone, TryLater, InDoubt):
                await courier.pin(subscription.chat_id, brought.message_id, subscription.pinned)
                await self.subscriptions.pinned(subscription.id, brought.message_id)

    async def _tell_admin(self, subscription: Subscription, body: TopicLost | Muted) -> None:
        """Tell whoever looks after a subscription, in private where that is known."""
        await self.outbox.put(body, subscription.person_id or subscription.chat_id)

    async def _lost(self, parcel: Parcel, gone: ChatGone) -> None:
        """Let nothing be due in a chat that takes no messages, and tell an admin where that can be mended."""
        _log.info("a chat takes no messages chat=%d muted=%s", parcel.chat_id, gone.muted)
        subscription = await self.subscriptions.get(parcel.subscription_id) if parcel.subscription_id else None
        if isinstance(parcel.body, Notice) and parcel.body.group_id is not None:
            # Who suggested something in a group and never started the bot is told there.
            there = structs.replace(parcel.body, group_id=None, to=parcel.chat_id)
            await self.outbox.put(there, parcel.body.group_id)
        news = await self.meeting.lost(parcel.chat_id, Reach.MUTED if gone.muted else Reach.GONE)
        # Of several posts that were in hand each finds it out.
        if news and gone.muted and subscription and subscription.person_id:
            await self._tell_admin(subscription, Muted(subscription.languages[0], subscription.id))


@dataclass(frozen=True)
class _Batch:
    """What is needed to say some parcels, as it is at *now*; *active* are the subscriptions that post."""

    quotes: dict[str, Quote]
    announcements: Mapping[int, Announcement]
    settings: Mapping[int, ChatSettings]
    active: frozenset[int]
    now: int

    def settings_of(self, parcel: Parcel) -> ChatSettings:
        """What its chat has settled."""
        return self.settings.get(parcel.chat_id, _UNSETTLED)

    def is_quiet(self, parcel: Parcel) -> bool:
        """Whether its chat has quiet hours now."""
        settings = self.settings_of(parcel)
        return not rings(settings.quiet, settings.zone or UTC, self.now)

    def quiet_ends(self, parcel: Parcel) -> int:
        """When its chat's quiet hours are over, in seconds since the epoch."""
        settings = self.settings_of(parcel)
        return quiet_ends(settings.quiet, settings.zone or UTC, self.now) if settings.quiet else self.now
