"""Who gets sayings at which hour, and which: schedules in the database, so that no stop loses one."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.corpus.quote import Kind
from bot.store.connections import AsyncConnection
from bot.store.engine import Database
from bot.store.inserting import insert_new
from bot.store.parcels import UNSENT, Post, body_of
from bot.store.picks import Choice, pick
from bot.store.schema import outbox, subscriptions
from bot.text.language import Language

Member = TypeVar("Member", bound=StrEnum)
# What goes through in one transaction: some milliseconds, while others wait to write.
BATCH = 300
# The days of the week as bits, Monday's the lowest.
ALL_DAYS, WORKDAYS, WEEKEND = 0b1111111, 0b0011111, 0b1100000
# More would be a flood of their own.
MOST_A_CHAT = 10


class Source(StrEnum):
    """Whose sayings are posted."""

    BOTH = "both"
    COMMON = "common"
    OWN = "own"


class Running(StrEnum):
    """Whether a subscription posts."""

    NEW = "new"  # not started yet
    ACTIVE = "active"
    PAUSED = "paused"


class Subscription(msgspec.Struct, frozen=True):
    """A post a day in a chat. *minute* is the time of the day in minutes, in the IANA *zone*; *days* one bit for each, Monday's the lowest.

    Without *kinds* or *topics* it chooses from all of them. *pinned* is the message that is pinned for it; *last_day* the last of its days
    that it has had a post for; *due_at* when the next is due, in seconds since the epoch.
    """

    chat_id: int
    minute: int
    zone: str
    languages: tuple[Language, ...]
    days: int = ALL_DAYS
    kinds: tuple[Kind, ...] = ()
    topics: tuple[str, ...] = ()
    source: Source = Source.BOTH
    silent: bool = False
    pin: bool = False
    thread_id: int | None = None
    person_id: int | None = None
    state: Running = Running.NEW
    pinned: int | None = None
    last_day: datetime.date | None = None
    due_at: int | None = None
    id: int = 0


class Turn(msgspec.Struct, frozen=True):
    """What a due subscription comes to: its posts, how many more come too late, and when it is due next."""

    subscription: Subscription
    choices: tuple[Choice, ...]
    late: int
    next_due: int | None


class SubscriptionStore:
    """Subscriptions by number."""

    def __init__(self, database: Database) -> None:
        """Keep them in *database*, which must be open whenever a method is called."""
        self._database = database

    async def add(self, subscription: Subscription) -> Subscription | None:
        """Keep a new one, in the place of the chat's last that was never started; None when the chat has too many."""
        theirs = subscriptions.c.chat_id == subscription.chat_id
        async with self._database.writing(alone_at=f"subscriptions/{subscription.chat_id}") as connection:
            await connection.execute(delete(subscriptions).where(theirs, subscriptions.c.state == Running.NEW))
            if (await connection.execute(select(func.count()).select_from(subscriptions).where(theirs))).scalar_one() >= MOST_A_CHAT:
                return None
            id_ = (await connection.execute(insert(subscriptions).values(_row(subscription)).returning(subscriptions.c.id))).scalar_one()
        return msgspec.structs.replace(subscription, id=id_)

    async def get(self, id_: int) -> Subscription | None:
        """The one of this number."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(subscriptions).where(subscriptions.c.id == id_))).first()
        return _subscription(row) if row else None

    async def of_chat(self, chat_id: int) -> list[Subscription]:
        """A chat's, in order of their numbers, also those that were never started."""
        found = select(subscriptions).where(subscriptions.c.chat_id == chat_id).order_by(subscriptions.c.id)
        async with self._database.reading() as connection:
            return [_subscription(row) for row in await connection.execute(found)]

    async def active(self, ids: Collection[int]) -> frozenset[int]:
        """Those of *ids* that post."""
        found = select(subscriptions.c.id).where(subscriptions.c.id.in_(ids), subscriptions.c.state == Running.ACTIVE)
        async with self._database.reading() as connection:
            return frozenset(row.id for row in await connection.execute(found))

    async def keep(self, subscription: Subscription) -> bool:
        """Keep it as it is now; False when it has been stopped. Only posting itself changes *last_day* and *pinned*.

        What a paused one has queued is not sent any longer.
        """
        changed = {name: value for name, value in _row(subscription).items() if name not in {"last_day", "pinned"}}
        async with self._database.writing() as connection:
            if subscription.state is Running.PAUSED:
                await connection.execute(delete(outbox).where(outbox.c.subscription_id == subscription.id, UNSENT))
            kept = update(subscriptions).where(subscriptions.c.id == subscription.id).values(changed).returning(subscriptions.c.id)
            return (await connection.execute(kept)).first() is not None

    async def drop(self, id_: int) -> bool:
        """Forget it, and what it has queued; whether there was one."""
        async with self._database.writing() as connection:
            await connection.execute(delete(outbox).where(outbox.c.subscription_id == id_, UNSENT))
            gone = delete(subscriptions).where(subscriptions.c.id == id_).returning(subscriptions.c.id)
            return (await connection.execute(gone)).first() is not None

    async def pinned(self, id_: int, message_id: int | None) -> None:
        """Remember which message is pinned for it."""
        await self._set(id_, pinned=message_id)

    async def lost_thread(self, id_: int) -> None:
        """Post to the group itself from now on."""
        await self._set(id_, thread_id=None)

    async def _set(self, id_: int, **values: Any) -> None:
        async with self._database.writing() as connection:
            await connection.execute(update(subscriptions).where(subscriptions.c.id == id_).values(values))

    async def due(self, now: int, most: int = BATCH) -> list[Subscription]:
        """Those that are due, the longest first."""
        found = select(subscriptions).where(subscriptions.c.due_at <= now).order_by(subscriptions.c.due_at, subscriptions.c.id).limit(most)
        async with self._database.reading() as connection:
            return [_subscription(row) for row in await connection.execute(found)]

    async def ahead(self, after_id: int, most: int = BATCH) -> list[Subscription]:
        """Those that are scheduled, in order of their numbers behind *after_id*."""
        found = select(subscriptions).where(subscriptions.c.due_at.is_not(None), subscriptions.c.id > after_id)
        async with self._database.reading() as connection:
            return [_subscription(row) for row in await connection.execute(found.order_by(subscriptions.c.id).limit(most))]

    async def reschedule(self, turns: Sequence[tuple[Subscription, int | None]]) -> None:
        """Let subscriptions be due as they say, where nobody has changed that from what is named with each."""
        async with self._database.writing() as connection:
            as_it_was = (subscriptions.c.id == bindparam("key")) & (subscriptions.c.due_at == bindparam("was"))
            changed = update(subscriptions).where(as_it_was).values(due_at=bindparam("next"), last_day=bindparam("last"))
            rows = [{"key": one.id, "was": was, "next": one.due_at, "last": one.last_day} for one, was in turns]
            await connection.execute(changed, rows)

    async def enqueue(self, turns: Iterable[Turn]) -> tuple[int, list[Turn], list[Subscription]]:
        """Queue the posts of due subscriptions, in one transaction; how many, of which turns, and whose pools start over.

        What another process has queued meanwhile is left alone.
        """
        async with self._database.writing(alone_at="schedules") as connection:
            as_they_are = await _unchanged(connection, list(turns))
            posts, used_up = await pick(connection, [choice for turn in as_they_are for choice in turn.choices])
            if posts:
                await insert_new(connection, outbox, posts)
            if as_they_are:
                values: dict[str, Any] = {"due_at": bindparam("next"), "last_day": bindparam("last")}
                changed = update(subscriptions).where(subscriptions.c.id == bindparam("key")).values(values)
                await connection.execute(changed, [_after(turn) for turn in as_they_are])
            return len(posts), as_they_are, [turn.subscription for turn in as_they_are if turn.subscription.id in used_up]

    async def pick_anew(self, parcel_id: int, choice: Choice) -> tuple[Post, bool] | None:
        """Put another saying into a queued post, and whether its pool starts over with it; None when there is nothing to choose from."""
        async with self._database.writing(alone_at="schedules") as connection:
            rows, used_up = await pick(connection, [choice])
            if not rows:
                return None
            await connection.execute(update(outbox).where(outbox.c.id == parcel_id).values(body=rows[0]["body"]))
        post = body_of(rows[0]["body"])
        return (post, bool(used_up)) if isinstance(post, Post) else None


async def _unchanged(connection: AsyncConnection, turns: list[Turn]) -> list[Turn]:
    """Those whose subscriptions are still due when they were."""
    ids = [turn.subscription.id for turn in turns]
    rows = await connection.execute(select(subscriptions.c.id, subscriptions.c.due_at).where(subscriptions.c.id.in_(ids)))
    due_at = {row.id: row.due_at for row in rows}
    return [turn for turn in turns if due_at.get(turn.subscription.id) == turn.subscription.due_at]


def _after(turn: Turn) -> dict[str, Any]:
    """The parameters that bring a subscription behind its *turn*."""
    last = max((choice.day for choice in turn.choices), default=turn.subscription.last_day)
    return {"key": turn.subscription.id, "next": turn.next_due, "last": last}


def _row(subscription: Subscription) -> dict[str, Any]:
    row = msgspec.structs.asdict(subscription)
    del row["id"]
    return row | {name: ",".join(row[name]) for name in ("languages", "kinds", "topics")}


def _subscription(row: Any) -> Subscription:
    fields = dict(row._mapping)  # a row's own name for itself as a mapping; the public API has no other
    languages = tuple(Language(tag) for tag in row.languages.split(","))
    kinds = tuple(Kind(kind) for kind in row.kinds.split(",") if kind)
    topics = tuple(topic for topic in row.topics.split(",") if topic)
    more = {"languages": languages, "kinds": kinds, "topics": topics, "source": Source(row.source), "state": Running(row.state)}
    return Subscription(**{**fields, **more})
