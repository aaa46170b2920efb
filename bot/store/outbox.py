"""Everything the bot says unasked: queued, leased, sent and marked, so that a crash neither loses nor doubles it.

A row is `queued` until some process leases it, `sending` from just before its request is written, and `sent` once Telegram has said so.
What a crash leaves as `leased` was surely not sent, and is queued again; what it leaves as `sending` may have been.
"""

import datetime
from collections.abc import Sequence

from sqlalchemy import bindparam, case, delete, exists, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database
from bot.store.parcels import Body, Mark, Outcome, Parcel, parcel_of, row_of
from bot.store.schema import announcements, outbox, subscriptions

# How long sent posts are remembered: longer than any clock is set back by.
KEPT = datetime.timedelta(days=7)


_LEASES = outbox.c.state.in_((Outcome.LEASED, Outcome.SENDING))
# By rank, as the index goes: else everything that is queued for later would be looked at.
_QUEUED = (outbox.c.state == Outcome.QUEUED) & outbox.c.rank.in_((0, 1, 2))
# What is said for every message and every second is put together once: that takes as long as the database does.
_WAITING = select(
    exists(select(literal(1)).where(subscriptions.c.due_at <= bindparam("now"))),
    exists(select(literal(1)).where(_QUEUED, outbox.c.not_before <= bindparam("now"))),
    exists(select(literal(1)).where(_LEASES, outbox.c.lease_until < bindparam("now"))),
)
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
        async with self._database.reading() as connection:
            row = (await connection.execute(_WAITING, {"now": now})).one()
            return bool(row[0]), bool(row[1]), bool(row[2])

    async def newest(self) -> int:
        """The latest time anything was due, in seconds since the epoch: a clock that is before it has been set back."""
        async with self._database.reading() as connection:
            latest: int | None = (
                await connection.execute(select(func.max(outbox.c.due_at)).where(outbox.c.state == Outcome.SENT))
            ).scalar()
            return latest or 0

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
        """Take the next rows in hand until *until*, at most *most*; nobody else gets them. Of announcements only those being sent."""
        sending = select(announcements.c.id).where(announcements.c.state == "sending")
        next_ones = select(outbox.c.id).where(outbox.c.state == Outcome.QUEUED, outbox.c.rank.in_((0, 1, 2)), outbox.c.not_before <= now)
        next_ones = next_ones.where(outbox.c.announcement_id.is_(None) | outbox.c.announcement_id.in_(sending))
        order = (outbox.c.rank, outbox.c.not_before, outbox.c.id)
        next_ones = next_ones.order_by(*order).limit(most).with_for_update(skip_locked=True)
        values = {"state": Outcome.LEASED, "holder": self._holder, "lease_until": until}
        async with self._database.writing() as connection:
            taken = update(outbox).where(outbox.c.id.in_(next_ones.scalar_subquery())).values(values).returning(outbox)
            rows = (await connection.execute(taken)).all()
        return [parcel_of(row) for row in sorted(rows, key=lambda row: (row.rank, row.not_before, row.id))]

    async def mark(self, marks: Sequence[Mark], begun: int | None, until: int) -> bool:
        """Write down what became of rows, and that the one of number *begun* is about to be sent; whether it is still in hand.

        One transaction for both: one commit a message, and never more than the message in flight is in doubt after a crash.
        """
        async with self._database.writing() as connection:
            for mark in marks:
                values = {"key": mark.id, "by": self._holder, "outcome": mark.outcome, "then": mark.not_before, "more": int(mark.doubtful)}
                await connection.execute(_MARKED, values)
            if begun is None:
                return False
            held = {"key": begun, "by": self._holder, "until": until}
            return (await connection.execute(_BEGUN, held)).first() is not None

    async def later(self, chat_id: int, not_before: int) -> None:
        """Let nothing more be sent to a chat before *not_before*."""
        theirs = (outbox.c.chat_id == chat_id) & (outbox.c.state == Outcome.QUEUED)
        async with self._database.writing() as connection:
            await connection.execute(update(outbox).where(theirs).values(not_before=not_before))

    async def clock_went_back(self, now: int, lease: int) -> None:
        """Let nothing wait for a time that is further off than it was meant to be."""
        async with self._database.writing() as connection:
            await connection.execute(update(outbox).where(_LEASES, outbox.c.lease_until > now + lease).values(lease_until=now + lease))
            queued = (outbox.c.state == Outcome.QUEUED) & (outbox.c.not_before > now)
            await connection.execute(update(outbox).where(queued).values(not_before=now))

    async def clear(self, now: int) -> None:
        """Forget what was done with long ago; announcements are kept, for their reports."""
        old = outbox.c.due_at < now - int(KEPT.total_seconds())
        ended = outbox.c.state.not_in((Outcome.QUEUED, Outcome.LEASED, Outcome.SENDING)) & outbox.c.announcement_id.is_(None)
        async with self._database.writing() as connection:
            await connection.execute(delete(outbox).where(old, ended))

    async def counts(self, announcement_id: int) -> dict[Outcome, int]:
        """What has become of an announcement's rows."""
        counted = select(outbox.c.state, func.count()).where(outbox.c.announcement_id == announcement_id).group_by(outbox.c.state)
        async with self._database.reading() as connection:
            return {Outcome(row[0]): row[1] for row in await connection.execute(counted)}


async def tell(connection: AsyncConnection, body: Body, chat_id: int) -> None:
    """Queue something to be said at once, within a transaction."""
    await connection.execute(insert(outbox).values(row_of(body, chat_id, 0)))
