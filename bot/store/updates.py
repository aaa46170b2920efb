"""What Telegram sends, written down before it is confirmed: handled once, in the order of its chat, whatever ends in the middle.

An update is `open` until a process takes it in hand. From just before it changes something it is `doing`, and from just before its answer
is sent `answering`. What a crash leaves as `taken` is handled again. What it leaves as `doing` is not done twice: it comes back
`interrupted`, so that its sender can be told. What it leaves as `answering` may have been answered, and rests.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from sqlalchemy import Exists, FromClause, and_, bindparam, case, delete, func, insert, not_, or_, select, true, update

from bot.store.aside import Writing
from bot.store.connections import AsyncConnection
from bot.store.engine import Database
from bot.store.inserting import inserting_new
from bot.store.schema import meta, updates

# A process that ends is waited for this long, in seconds; one that lives renews its leases well before.
LEASE = 10
# Telegram keeps what is not confirmed for a day; for longer nothing can come a second time.
_KEPT_SECONDS = 2 * 86_400
# At a time, while others wait to write.
_CLEARED = 2_000
# How often an update is taken in hand beside others.
_TRIES_TOGETHER = 2


class Stage(StrEnum):
    """How far an update has come."""

    OPEN = "open"
    TAKEN = "taken"
    DOING = "doing"
    ANSWERING = "answering"
    DONE = "done"
    ASIDE = "aside"


_IN_HAND = (Stage.TAKEN, Stage.DOING, Stage.ANSWERING)


@dataclass(frozen=True)
class Arrived:
    """An update as it came: its number, the chat or person whose order it belongs to, and its JSON. *done* says that it is handled."""

    update_id: int
    lane: int
    body: str
    done: bool = False


@dataclass(frozen=True)
class Taken:
    """An update in hand. *tries* counts this time, too; *interrupted* says that a process ended while it changed something for it."""

    update_id: int
    lane: int
    body: str
    tries: int
    interrupted: bool


@dataclass(frozen=True)
class Turn:
    """What came of a transaction: what is in hand since, which of those to be begun still are, and how many are not handled yet."""

    taken: tuple[Taken, ...]
    begun: frozenset[int]
    unfinished: int


_UNFINISHED = updates.c.done_at.is_(None)
_MINE = updates.c.holder == bindparam("me")
_GIVEN = updates.c.update_id.in_(bindparam("ids", expanding=True))
_suspects = updates.alias("suspects")


def _waits(table: FromClause, name: str) -> Exists:
    """Whether an update of *table* comes after one of its lane that is not handled yet; *name* is that of the other in the statement."""
    earlier = updates.alias(name)
    of_its_lane = (earlier.c.lane == table.c.lane) & (earlier.c.update_id < table.c.update_id)
    return select(earlier.c.update_id).where(earlier.c.done_at.is_(None), of_its_lane).exists()


# Updates that were in hand during two crashes are retried one at a time, so that the one that may have caused both cannot take others
# down with it again.
_suspect_in_hand = select(_suspects.c.update_id).where(
    _suspects.c.done_at.is_(None), _suspects.c.state.in_(_IN_HAND), _suspects.c.tries > _TRIES_TOGETHER
)
_first_suspect = select(func.min(_suspects.c.update_id)).where(
    _suspects.c.done_at.is_(None),
    _suspects.c.state == Stage.OPEN,
    _suspects.c.tries >= _TRIES_TOGETHER,
    not_(_waits(_suspects, "before_suspects")),
)
_IN_TURN = and_(not_(_suspect_in_hand.exists()), updates.c.update_id == _first_suspect.scalar_subquery())
_NEXT = (
    select(updates.c.update_id)
    .where(
        _UNFINISHED,
        updates.c.state == Stage.OPEN,
        not_(_waits(updates, "earlier")),
        or_(updates.c.tries < _TRIES_TOGETHER, _IN_TURN),
    )
    .order_by(updates.c.update_id)
    .limit(bindparam("room"))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(updates)
    .where(updates.c.update_id.in_(_NEXT.scalar_subquery()))
    .values(state=Stage.TAKEN, holder=bindparam("me"), lease_until=bindparam("until"), tries=updates.c.tries + 1)
    .returning(updates.c.update_id, updates.c.lane, updates.c.body, updates.c.tries, updates.c.interrupted)
)
_ANSWERED = (
    update(updates)
    .where(_GIVEN, _UNFINISHED, or_(updates.c.holder.is_(None), _MINE))
    .values(state=Stage.DONE, body="", holder=None, done_at=bindparam("now"))
)
_BEGIN = (
    update(updates)
    .where(_GIVEN, _MINE, _UNFINISHED)
    .values(state=bindparam("stage"), lease_until=bindparam("until"))
    .returning(updates.c.update_id)
)
_END = update(updates).where(_GIVEN, _MINE, _UNFINISHED).values(state=Stage.DONE, body="", holder=None, done_at=bindparam("now"))
# Its words are kept: somebody may want to know what it was.
_SET_ASIDE = update(updates).where(_GIVEN, _MINE, _UNFINISHED).values(state=Stage.ASIDE, holder=None, done_at=bindparam("now"))
_GIVE_BACK = (
    update(updates).where(_GIVEN, _MINE, updates.c.state == Stage.TAKEN).values(state=Stage.OPEN, holder=None, tries=updates.c.tries - 1)
)
_GIVE_BACK_OTHERS = (
    update(updates)
    .where(_MINE, not_(_GIVEN), updates.c.state == Stage.TAKEN)
    .values(state=Stage.OPEN, holder=None, tries=updates.c.tries - 1)
)
_RENEW = update(updates).where(_MINE, _UNFINISHED).values(lease_until=bindparam("until"))
# What shows that something can be written.
_PROBE = "probe"
_FORGET_PROBE = delete(meta).where(meta.c.key == _PROBE)
_COUNT = select(func.count()).select_from(updates).where(_UNFINISHED)
_LANES = select(updates.c.lane).where(_UNFINISHED, or_(updates.c.holder.is_(None), updates.c.holder != bindparam("me"))).distinct()


@dataclass(frozen=True)
class Marks:
    """What became of updates in hand, by their numbers."""

    doing: Sequence[int] = ()
    answering: Sequence[int] = ()
    ended: Sequence[int] = ()
    aside: Sequence[int] = ()
    given_back: Sequence[int] = ()

    def begun(self) -> Iterator[tuple[Stage, Sequence[int]]]:
        """Those that have just been begun, by what is begun for them."""
        return ((stage, ids) for stage, ids in ((Stage.DOING, self.doing), (Stage.ANSWERING, self.answering)) if ids)


class UpdateStore:
    """Updates, of which this process, which calls itself *holder*, has some in hand."""

    def __init__(self, database: Database, holder: str) -> None:
        """Keep them in *database*, which must be open whenever a method is called."""
        self._database = database
        self._holder = holder

    async def turn(self, arrived: Sequence[Arrived], marks: Marks, room: int, now: int, *, probing: bool = False) -> Turn:
        """Write down what has arrived and what became of others, and take up to *room* in hand: all in one transaction.

        *now* is in seconds since the epoch. *probing* it is written down in any case.
        """
        return await self._database.write(partial(self._turn, arrived, marks, room, now, probing))

    def _turn(self, arrived: Sequence[Arrived], marks: Marks, room: int, now: int, probing: bool, connection: Writing) -> Turn:
        if probing:
            connection.execute(_FORGET_PROBE)
            connection.execute(insert(meta).values(key=_PROBE, value=str(now)))
        if arrived:
            connection.execute(inserting_new(connection, updates), [_row(one, now) for one in arrived])
        if answered := [one.update_id for one in arrived if one.done]:
            # They may be there: a server can be lost after it has done what it was asked, and before it says so.
            connection.execute(_ANSWERED, {"ids": answered, "me": self._holder, "now": now})
        if marks.ended:
            connection.execute(_END, {"ids": marks.ended, "me": self._holder, "now": now})
        if marks.aside:
            connection.execute(_SET_ASIDE, {"ids": marks.aside, "me": self._holder, "now": now})
        if marks.given_back:
            connection.execute(_GIVE_BACK, {"ids": marks.given_back, "me": self._holder})
        begun = {row[0] for stage, ids in marks.begun() for row in connection.execute(_BEGIN, self._begins(stage, ids, now))}
        taken = [Taken(*row) for row in connection.execute(_TAKE, {"me": self._holder, "until": now + LEASE, "room": room})] if room else []
        # They come in no order of their own.
        taken.sort(key=lambda one: one.update_id)
        return Turn(tuple(taken), frozenset(begun), connection.execute(_COUNT).scalar_one())

    def _begins(self, stage: Stage, ids: Sequence[int], now: int) -> dict[str, object]:
        return {"ids": ids, "me": self._holder, "stage": stage, "until": now + LEASE}

    async def renew(self, now: int) -> None:
        """Keep what is in hand in hand."""
        async with self._database.writing() as connection:
            await connection.execute(_RENEW, {"me": self._holder, "until": now + LEASE})

    async def give_back_others(self, ours: Sequence[int]) -> None:
        """Give back what this process holds and does not know of: all but *ours*."""
        async with self._database.writing() as connection:
            await connection.execute(_GIVE_BACK_OTHERS, {"ids": ours, "me": self._holder})

    async def recover(self, now: int, *, all_of_them: bool = False) -> int:
        """Take back what others held when they ended, as far as their leases have run out, or *all_of_them*; how many."""
        ran_out = true() if all_of_them else or_(updates.c.lease_until < now, updates.c.lease_until > now + 2 * LEASE)
        lost = and_(_UNFINISHED, updates.c.state != Stage.OPEN, updates.c.holder != self._holder, ran_out)
        answered = updates.c.state == Stage.ANSWERING
        values = {
            "interrupted": or_(updates.c.interrupted, updates.c.state == Stage.DOING),
            "done_at": case((answered, now), else_=None),
            "body": case((answered, ""), else_=updates.c.body),
            "state": case((answered, Stage.DONE), else_=Stage.OPEN),
            "holder": None,
        }
        if not await self._database.glance(select(updates.c.update_id).where(lost).limit(1)):
            return 0
        async with self._database.writing() as connection:
            return len((await connection.execute(update(updates).where(lost).values(values).returning(updates.c.update_id))).all())

    async def clear(self, now: int) -> bool:
        """Forget some numbers of what was handled long ago; whether there may be more."""
        old = select(updates.c.update_id).where(updates.c.done_at < now - _KEPT_SECONDS).limit(_CLEARED)
        async with self._database.writing() as connection:
            some = delete(updates).where(updates.c.update_id.in_(old.scalar_subquery())).returning(updates.c.update_id)
            return len((await connection.execute(some)).all()) == _CLEARED

    async def lanes(self) -> set[int]:
        """The lanes in which something is not handled yet that this process has not in hand."""
        return {row.lane for row in await self._database.glance(_LANES, {"me": self._holder})}

    async def unfinished(self) -> int:
        """How many are not handled yet."""
        return int((await self._database.glance(_COUNT))[0][0])


async def lay_to_rest(connection: AsyncConnection) -> None:
    """Have nothing that is unfinished handled, within a transaction: it is of a time that is over."""
    over = update(updates).where(_UNFINISHED).values(state=Stage.DONE, body="", holder=None, done_at=0)
    await connection.execute(over)


def _row(arrived: Arrived, now: int) -> dict[str, object]:
    """A new row."""
    return {
        "update_id": arrived.update_id,
        "lane": arrived.lane,
        "body": "" if arrived.done else arrived.body,
        "state": Stage.DONE if arrived.done else Stage.OPEN,
        "tries": 0,
        "interrupted": False,
        "done_at": now if arrived.done else None,
    }
