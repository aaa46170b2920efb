"""Everything the bot says unasked: queued, leased, sent and marked, so that a crash neither loses nor doubles it.

A row is `queued` until some process leases it, `sending` from just before its request is written, and `sent` once Telegram has said so.
What a crash leaves as `leased` was surely not sent, and is queued again; what it leaves as `sending` may have been.
"""

import datetime
import logging
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import bindparam, case, delete, exists, func, insert, literal, select, update

from bot.store.connections import AsyncConnection
from bot.store.engine import Database
from bot.store.inserting import upsert
from bot.store.parcels import Body, Mark, Outcome, Parcel, parcel_of, row_of
from bot.store.schema import meta, outbox, subscriptions

_log = logging.getLogger(__name__)
# How long what was sent is remembered: longer than any clock is set back by.
KEPT = datetime.timedelta(days=30)
# At a time, while others wait to write.
_CLEARED = 2_000
_LAST_LOOK = "last_look"

_LEASES = outbox.c.state.in_((Outcome.LEASED, Outcome.SENDING))
# By rank, as the index goes: else everything that is queued for later would be looked at.
_QUEUED = (outbox.c.state == Outcome.QUEUED) & outbox.c.rank.in_((0, 1, 2))
# What is said for every message and every second is put together once: that takes as long as the database does.
_WAITING = select(
    exists(select(literal(1)).where(subscriptions.c.due_at <= bindparam("now"))),
    exists(select(literal(1)).where(_QUEUED, outbox.c.not_before <= bindparam("now"))),
    exists(select(literal(1)).where(_LEASES, outbox.c.lease_until < bindparam("now"))),
)
_DEPTH = select(func.count()).select_from(outbox).where(_QUEUED)
_HELD = (outbox.c.id == bindparam("key")) & (outbox.c.holder == bindparam("by"))
_MARKED = (
    update(outbox)
    .where(_HELD)
    .values(state=bindparam("outcome"), holder=None, not_before=bindparam("then"), tries=outbox.c.tries + bindparam("more"))
)
_BEGUN = (
    update(outbox)
    .where(_HELD, outbox.c.state == Outcome.LEASED)
    .values(state=Outcome.SENDING, lease_until=bindparam("until"))
    .returning(outbox.c.id)
)


class Outbox:
    """Rows in hand of this process, which calls itself *holder*."""

    def __init__(self, database: Database, holder: str) -> None:
        """Keep them in *database*, which must be open whenever a method is called."""
        self._database = database
        self._holder = holder

    async def put(self, body: Body, chat_id: int) -> None:
        """Queue something to be said at once."""
        async with self._database.writing() as connection:
            await tell(connection, body, chat_id)

    async def waiting(self, now: int) -> tuple[bool, bool, bool]:
        """Whether a subscription is due, something is to be sent, and a lease has run out: one look, however much is stored."""
        (row,) = await self._database.glance(_WAITING, {"now": now})
        return bool(row[0]), bool(row[1]), bool(row[2])

    async def depth(self) -> int:
        """How many messages are still to be sent."""
        return int((await self._database.glance(_DEPTH))[0][0])

    async def last_look(self) -> int:
        """When `look` was told the time last, in seconds since the epoch; 0 before the first time."""
        async with self._database.reading() as connection:
            kept = (await connection.execute(select(meta.c.value).where(meta.c.key == _LAST_LOOK))).scalar()
            return int(kept or 0)

    async def look(self, now: int) -> None:
        """Remember what time it is: a clock that shows an earlier one has been set back."""
        async with self._database.writing() as connection:
            await upsert(connection, meta, {"key": _LAST_LOOK, "value": str(now)})

    async def recover(self, now: int) -> None:
        """Take back what others held when they ended.

        What may have been sent is tried once more; an owner's announcement never is.
        """
        again = (outbox.c.state == Outcome.LEASED) | ((outbox.c.tries == 0) & outbox.c.announcement_id.is_(None))
        doubtful = case((outbox.c.state == Outcome.SENDING, outbox.c.tries + 1), else_=outbox.c.tries)
        state = case((again, Outcome.QUEUED), else_=Outcome.DOUBT)
        async with self._database.writing() as connection:
            await connection.execute(
                update(outbox).where(_LEASES, outbox.c.lease_until < now).values(state=state, tries=doubtful, holder=None)
            )

    async def lease(self, now: int, until: int, most: int) -> list[Parcel]:
        """Take the next rows in hand until *until*, at most *most*; nobody else gets them."""
        next_ones = select(outbox.c.id).where(_QUEUED, outbox.c.not_before <= now)
        order = (outbox.c.rank, outbox.c.not_before, outbox.c.id)
        next_ones = next_ones.order_by(*order).limit(most).with_for_update(skip_locked=True)
        values = {"state": Outcome.LEASED, "holder": self._holder, "lease_until": until}
        async with self._database.writing() as connection:
            taken = update(outbox).where(outbox.c.id.in_(next_ones.scalar_subquery())).values(values).returning(outbox)
            rows = (await connection.execute(taken)).all()
        in_order = sorted(rows, key=lambda row: (row.rank, row.not_before, row.id))
        return [parcel for row in in_order if (parcel := await self._read(row))]

    async def _read(self, row: Any) -> Parcel | None:
        """A row as a value; one that another version of this program has written, and this one cannot read, is set aside."""
        try:
            return parcel_of(row)
        except msgspec.MsgspecError as error:
            _log.error("a row of the outbox cannot be read id=%d: %s", row.id, type(error).__name__)
            await self.mark([Mark(row.id, Outcome.GONE)], None, 0)
            return None

    async def mark(self, marks: Sequence[Mark], begun: int | None, until: int) -> bool:
        """Write down what became of rows, and that the one of number *begun* is about to be sent; whether it is still in hand.

        One transaction for both: one commit a message, and never more than the message in flight is in doubt after a crash.
        """
        # In order of their numbers, as whoever takes several back: else two transactions might wait for each other's rows.
        steps = sorted([*((mark.id, mark) for mark in marks), *([(begun, None)] if begun is not None else [])], key=itemgetter(0))
        held = False
        async with self._database.writing() as connection:
            for id_, mark in steps:
                if mark is None:
                    values: dict[str, Any] = {"key": id_, "by": self._holder, "until": until}
                    held = (await connection.execute(_BEGUN, values)).first() is not None
                else:
                    values = {"key": id_, "by": self._holder, "outcome": mark.outcome, "then": mark.not_before}
                    await connection.execute(_MARKED, values | {"more": int(mark.doubtful)})
        return held

    async def clock_went_back(self, now: int, lease: int) -> None:
        """Let nothing wait for a time that is further off than it was meant to be."""
        async with self._database.writing() as connection:
            await connection.execute(update(outbox).where(_LEASES, outbox.c.lease_until > now + lease).values(lease_until=now + lease))
            queued = (outbox.c.state == Outcome.QUEUED) & (outbox.c.not_before > now)
            await connection.execute(update(outbox).where(queued).values(not_before=now))

    async def clear(self, now: int) -> bool:
        """Forget some of what was done with long ago; whether there may be more."""
        ended = outbox.c.state.not_in((Outcome.HELD, Outcome.QUEUED, Outcome.LEASED, Outcome.SENDING))
        old = select(outbox.c.id).where(ended, outbox.c.due_at < now - int(KEPT.total_seconds())).order_by(outbox.c.due_at)
        async with self._database.writing() as connection:
            some = delete(outbox).where(outbox.c.id.in_(old.limit(_CLEARED).scalar_subquery())).returning(outbox.c.id)
            return len((await connection.execute(some)).all()) == _CLEARED

    async def counts(self, announcement_id: int) -> dict[Outcome, int]:
        """What has become of an announcement's rows."""
        counted = select(outbox.c.state, func.count()).where(outbox.c.announcement_id == announcement_id).group_by(outbox.c.state)
        async with self._database.reading() as connection:
            return {Outcome(row[0]): row[1] for row in await connection.execute(counted)}


async def tell(connection: AsyncConnection, body: Body, chat_id: int) -> None:
    """Queue something to be said at once, within a transaction."""
    await connection.execute(insert(outbox).values(row_of(body, chat_id, 0)))
