"""Drawing quotes without repeating one until its pool is used up.

Every quote has a fixed place in one random order. A pool (all quotes, a kind, a topic) is walked along that order from a
cursor, and starts over at its end: one indexed look-up a draw at any size, nothing to shuffle and little to remember, and
quotes that come or go in between neither repeat others nor hide them. A topic's own sayings come before those that touch it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from sqlalchemy import Column, Select, func, select

from bot.corpus.quote import Kind
from bot.store.connections import AsyncConnection
from bot.store.engine import Database
from bot.store.inserting import upsert
from bot.store.quote_rows import place_in_topic, shuffle_of, visible_in
from bot.store.schema import cursors, days, quote_topics, quotes
from bot.store.shown import PLACES
from bot.text.language import Language

# Fewer would come again and again.
_ENOUGH = 3


@dataclass(frozen=True)
class Pool:
    """The quotes to draw from: of any of these *kinds*, and of *topic* when it is named; common, or in the group's own *collection*.

    With *language* only those that were first said in it.
    """

    kinds: tuple[Kind, ...] = tuple(Kind)
    topic: str | None = None
    collection: int | None = None
    language: Language | None = None

    @property
    def key(self) -> str:
        """The pool's name in the table of cursors."""
        return f"{'+'.join(sorted(self.kinds))}/{self.topic or ''}{f'/{self.language}' if self.language else ''}"

    @classmethod
    def of_key(cls, key: str, collection: int | None) -> "Pool":
        """The pool of this *key*, with the group's own *collection*."""
        kinds, topic, language, *_ = f"{key}//".split("/")
        return cls(tuple(map(Kind, kinds.split("+"))), topic or None, collection, Language(language) if language else None)

    @property
    def place(self) -> Column[int]:
        """The column of the order in which the pool is walked."""
        return quotes.c.shuffle if self.topic is None else quote_topics.c.shuffle

    def quotes(self) -> Select[str, int]:
        """The ids and places of all quotes of the pool."""
        found = select(quotes.c.id, self.place).where(~quotes.c.deleted, visible_in(self.collection))
        if set(self.kinds) != set(Kind):
            found = found.where(quotes.c.kind.in_(self.kinds))
        if self.language is not None:
            found = found.where(quotes.c.language == self.language)
        if self.topic is not None:
            found = found.join(quote_topics, quote_topics.c.quote_id == quotes.c.id).where(quote_topics.c.topic == self.topic)
        return found


class Pools:
    """Draws from pools and remembers how far each chat has come."""

    def __init__(self, database: Database) -> None:
        """Keep cursors in *database*, which must be open whenever a method is called."""
        self._database = database

    async def draw(
        self,
        pool: Pool,
        chat_id: int,
        start: int,
        now: int = 0,
        among: Sequence[str] = (),
        *,
        first_in: Language | None = None,
        other: bool = False,
    ) -> str | None:
        """The id of the chat's next quote of *pool*; None from an empty one, and from one with no *other* than it drew last.

        It is of those *among* these ids, where the pool has several of them, or one at least and the chat has drawn nothing from it yet.
        The chat's first of a pool was first said in the language *first_in*, where there is such a one, be it of those ids or not.

        *start*, 0 to 2^63 - 1, is where a chat begins that has drawn nothing yet; *now* is in milliseconds since the epoch.
        """
        cursor = (cursors.c.chat_id == chat_id) & (cursors.c.pool == pool.key)
        async with self._database.writing(alone_at=f"cursors/{chat_id}") as connection:
            after = (await connection.execute(select(cursors.c.shuffle).where(cursor))).scalar()
            # In a topic everybody begins among the sayings that are most about it.
            first = start if pool.topic is None else start >> 2
            place = first if after is None else after
            # Of a few of them the first comes first, and then all of the pool.
            those = among if after is None or await _has_enough(connection, pool, among) else ()
            own = [replace(pool, language=first_in)] if first_in and after is None and pool.language is None else []
            found = None
            for one, ids in product((*own, pool), dict.fromkeys((tuple(those), ()))):
                if found := await _next(connection, one, place, ids):
                    break
            if found is None or (other and found[1] == after):
                return None
            await upsert(connection, cursors, {"chat_id": chat_id, "pool": pool.key, "shuffle": found[1], "drawn_at": now})
            return found[0]

    async def note(self, pool: Pool, chat_id: int, shown: str, start: int, now: int) -> None:
        """Have *pool* taken for the one the chat drew from last, with the quote of the id *shown*, which comes again as late as can be.

        *start* and *now* are as in `draw`.
        """
        cursor = (cursors.c.chat_id == chat_id) & (cursors.c.pool == pool.key)
        async with self._database.writing(alone_at=f"cursors/{chat_id}") as connection:
            place = (await connection.execute(select(cursors.c.shuffle).where(cursor))).scalar()
            its_own = (await connection.execute(pool.quotes().where(quotes.c.id == shown))).first()
            if place is None:  # whoever begins with it meets all the others before it
                place = its_own[1] if its_own else start >> 2
            elif its_own and await _next(connection, pool, place) == tuple(its_own):
                place = its_own[1]
            await upsert(connection, cursors, {"chat_id": chat_id, "pool": pool.key, "shuffle": place, "drawn_at": now})

    async def latest(self, chat_id: int, collection: int | None, since: int) -> Pool | None:
        """The pool from which the chat drew last, with the group's own *collection*; None without a draw *since* then, in milliseconds."""
        drawn = select(cursors.c.pool).where(cursors.c.chat_id == chat_id, cursors.c.pool.not_in(PLACES), cursors.c.drawn_at >= since)
        async with self._database.reading() as connection:
            key = (await connection.execute(drawn.order_by(cursors.c.drawn_at.desc()).limit(1))).scalar()
            return Pool.of_key(key, collection) if key else None

    async def next_after(self, pool: Pool, quote_id: str) -> str | None:
        """The id of the quote that follows *quote_id* in *pool*, which need not hold it; None from an empty one.

        Nothing is remembered: following it from quote to quote passes the whole pool once before any comes again.
        """
        async with self._database.reading() as connection:
            here = (await connection.execute(pool.quotes().where(quotes.c.id == quote_id))).first()
            gone = shuffle_of(quote_id) if pool.topic is None else place_in_topic(quote_id, 0)
            found = await _next(connection, pool, here[1] if here else gone)
            return found[0] if found else None

    async def of_day(self, day: datetime.date, pool: Pool) -> str | None:
        """The id of the quote of *day*, the same for everybody who asks; None when *pool* is empty."""
        async with self._database.reading() as connection:
            if known := await _known_of_day(connection, day, pool):
                return known
        async with self._database.writing(alone_at="days") as connection:
            # Somebody else may have been first.
            if known := await _known_of_day(connection, day, pool):
                return known
            last = (await connection.execute(select(days.c.shuffle).where(days.c.day < day).order_by(days.c.day.desc()).limit(1))).scalar()
            found = await _next(connection, pool, shuffle_of(day.isoformat()) if last is None else last)
            if found is None:
                return None
            await upsert(connection, days, {"day": day, "quote_id": found[0], "shuffle": found[1]})
            return found[0]

    async def from_day(self, day: datetime.date, pool: Pool, most: int) -> list[str]:
        """The ids of the quote of *day* and of those that follow it in *pool*, at most *most*."""
        first = await self.of_day(day, pool)
        if first is None:
            return []
        place, ordered = shuffle_of(first), pool.quotes().order_by(pool.place).limit(most)
        async with self._database.reading() as connection:
            behind = (await connection.execute(ordered.where(pool.place >= place))).all()
            before = (await connection.execute(ordered.where(pool.place < place))).all()
        return [row[0] for row in (*behind, *before)][:most]

    async def sizes_of_topics(self, collection: int | None = None) -> dict[str, int]:
        """How many quotes each topic has, common ones and those in the group's own *collection*."""
        joined = quote_topics.join(quotes, quotes.c.id == quote_topics.c.quote_id)
        seen = (~quotes.c.deleted, visible_in(collection))
        counted = select(quote_topics.c.topic, func.count()).select_from(joined).where(*seen).group_by(quote_topics.c.topic)
        async with self._database.reading() as connection:
            return {row[0]: row[1] for row in await connection.execute(counted)}


async def _known_of_day(connection: AsyncConnection, day: datetime.date, pool: Pool) -> str | None:
    """The quote already chosen for *day*; None also when it has been deleted since, for then the day gets another."""
    chosen = select(days.c.quote_id).where(days.c.day == day).scalar_subquery()
    row = (await connection.execute(pool.quotes().where(quotes.c.id == chosen))).first()
    return row[0] if row else None


async def _has_enough(connection: AsyncConnection, pool: Pool, among: Sequence[str]) -> bool:
    """Whether *pool* has so many of the quotes *among* these ids that drawing from them alone does not show the same again and again."""
    if len(among) < _ENOUGH:
        return False
    found = await connection.execute(pool.quotes().where(quotes.c.id.in_(among)).limit(_ENOUGH))
    return len(found.all()) == _ENOUGH


async def _next(connection: AsyncConnection, pool: Pool, after: int, among: Sequence[str] = ()) -> tuple[str, int] | None:
    """The first quote of *pool*, only of those *among* these ids if there are any, behind the place *after*; behind the last, the first."""
    those = pool.quotes().where(quotes.c.id.in_(among)) if among else pool.quotes()
    for start in (after, -1):
        ordered = those.where(pool.place > start).order_by(pool.place).limit(1)
        if row := (await connection.execute(ordered)).first():
            return row[0], row[1]
    return None
