"""Which saying a chat gets next: none twice until all it can choose from has been posted.

All quotes stand in one random order. A pool begins each day at another place in it, the same for every chat, and a chat gets the first
quote from there that it has not had: so a morning's thousand posts cost a query a pool, and not a query a chat.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, exists, select

from bot.corpus.quote import Kind
from bot.store.connections import AsyncConnection
from bot.store.engine import Database
from bot.store.inserting import insert_new
from bot.store.parcels import Post, row_of
from bot.store.quote_rows import shuffle_of, visible_in
from bot.store.schema import posted, quote_topics, quotes
from bot.text.language import Language

# So many quotes are looked at for all chats of a pool together; a chat that has had them all is looked at by itself.
_LOOKED_AT = 64
# Of a smaller pool nobody needs to be told each few days that it starts over.
_WORTH_TELLING = 3


@dataclass(frozen=True)
class Choosable:
    """What can be chosen from. *own* is the group whose own sayings are among it, and *common* whether the common ones are.

    Without *kinds* or *topics* it is all of them; *among* leaves only these ids, and *theme* only what is on that topic, most on it first.
    Each has words in all *languages*.
    """

    languages: tuple[Language, ...]
    kinds: tuple[Kind, ...] = ()
    topics: tuple[str, ...] = ()
    common: bool = True
    own: int | None = None
    theme: str = ""
    among: tuple[str, ...] = ()

    def start(self, day: datetime.date) -> int:
        """The place in the order of quotes where a *day* begins."""
        on_theme = self.theme or self.among
        return -1 if on_theme else shuffle_of(f"{day}/{','.join(self.kinds)}/{','.join(self.topics)}")

    def quotes(self) -> Select[str]:
        """The ids of all it holds, in order."""
        place = quote_topics.c.shuffle if self.theme else quotes.c.shuffle
        found = select(quotes.c.id).where(~quotes.c.deleted, *(quotes.c.languages.contains(tag) for tag in self.languages))
        if self.theme:
            found = found.join(quote_topics, quote_topics.c.quote_id == quotes.c.id).where(quote_topics.c.topic == self.theme)
        found = found.where(visible_in(self.own) if self.common else quotes.c.collection == self.own)
        if self.kinds:
            found = found.where(quotes.c.kind.in_(self.kinds))
        if self.topics:
            found = found.where(quotes.c.id.in_(select(quote_topics.c.quote_id).where(quote_topics.c.topic.in_(self.topics))))
        if self.among:
            found = found.where(quotes.c.id.in_(self.among))
        return found.order_by(place)

    def behind(self, place: int) -> Select[str]:
        """Of these the ones behind a *place* in the order of quotes."""
        return self.quotes() if place < 0 else self.quotes().where(quotes.c.shuffle > place)


@dataclass(frozen=True)
class Choice:
    """A post to be chosen: for a subscription's *day*, due at *due_at*, the first of *pools* that has something new for the chat.

    The last of them is all the subscription can choose from; *theme* is the day of the calendar the others are chosen for.
    """

    subscription_id: int
    chat_id: int
    thread_id: int | None
    day: datetime.date
    due_at: int
    pools: tuple[Choosable, ...]
    theme: str = ""
    silent: bool = False
    pin: bool = False


class Picks:
    """What would be picked."""

    def __init__(self, database: Database) -> None:
        """Look into *database*, which must be open whenever a method is called."""
        self._database = database

    async def peek(self, choice: Choice) -> tuple[str, bool] | None:
        """The quote that would be picked now, and whether for its theme; None when there is nothing to choose from."""
        async with self._database.reading() as connection:
            found, _ = await _found(connection, [choice], remember=False)
        return found[0][1:] if found else None


async def pick(connection: AsyncConnection, choices: Sequence[Choice]) -> tuple[list[dict[str, Any]], set[int]]:
    """Rows of the outbox for *choices*, written down as posted; and the subscriptions that have used up their pool and start over."""
    found, used_up = await _found(connection, choices, remember=True)
    rows = []
    for choice, quote_id, themed in found:
        post = Post(quote_id, choice.pools[-1].languages, choice.theme if themed else "", choice.silent, choice.pin)
        where: dict[str, Any] = {"thread_id": choice.thread_id, "subscription_id": choice.subscription_id, "day": choice.day}
        rows.append(row_of(post, choice.chat_id, choice.due_at, **where))
    return rows, used_up


async def _found(
    connection: AsyncConnection, choices: Sequence[Choice], *, remember: bool
) -> tuple[list[tuple[Choice, str, bool]], set[int]]:
    """The quote of each choice that there is one for, and whether for its theme."""
    owning = await _owning(connection, {choice.chat_id for choice in choices})
    chosen: dict[int, tuple[str, bool]] = {}
    had: dict[int, set[str]] = defaultdict(set)
    used_up: set[int] = set()
    left = list(range(len(choices)))
    for depth in range(max((len(choice.pools) for choice in choices), default=0)):
        groups: dict[tuple[Choosable, datetime.date], list[int]] = defaultdict(list)
        for number in left:
            if depth < len(pools := choices[number].pools):
                groups[_narrowed(pools[depth], owning), choices[number].day].append(number)
        for (pool, day), numbers in groups.items():
            window = await _window(connection, pool, day)
            await _remember_had(connection, had, {choices[number].chat_id for number in numbers}, window)
            for number in numbers:
                choice = choices[number]
                final = depth == len(choice.pools) - 1
                quote_id = _first_new(window, had[choice.chat_id]) or await _exact(connection, pool, day, choice.chat_id, had)
                if quote_id is None and final and window:
                    # Everything has been posted: over again.
                    if remember and await _start_over(connection, pool, choice.chat_id) >= _WORTH_TELLING:
                        used_up.add(choice.subscription_id)
                    had[choice.chat_id] -= set(window)
                    quote_id = window[0]
                if quote_id:
                    chosen[number] = quote_id, not final
                    had[choice.chat_id].add(quote_id)
        left = [number for number in left if number not in chosen]
    if remember and chosen:
        rows = [{"chat_id": choices[number].chat_id, "quote_id": quote_id} for number, (quote_id, _) in chosen.items()]
        await insert_new(connection, posted, rows)
    return [(choices[number], *chosen[number]) for number in sorted(chosen)], used_up


async def _owning(connection: AsyncConnection, chat_ids: Collection[int]) -> set[int]:
    """Of these chats the ones that have sayings of their own."""
    found = select(quotes.c.collection).where(quotes.c.collection.in_(chat_ids)).distinct()
    return {row.collection for row in await connection.execute(found)}


def _narrowed(pool: Choosable, owning: Collection[int]) -> Choosable:
    """*pool*, the same for all groups that have nothing of their own."""
    if not pool.common or pool.own is None or pool.own in owning:
        return pool
    return Choosable(pool.languages, pool.kinds, pool.topics, theme=pool.theme, among=pool.among)


async def _window(connection: AsyncConnection, pool: Choosable, day: datetime.date) -> list[str]:
    """The first quotes of a pool on a day, from its place on and round."""
    window: list[str] = []
    for place in dict.fromkeys((pool.start(day), -1)):
        rows = await connection.execute(pool.behind(place).limit(_LOOKED_AT - len(window)))
        window += [row.id for row in rows if row.id not in window]
        if len(window) == _LOOKED_AT:
            break
    return window


async def _remember_had(connection: AsyncConnection, had: dict[int, set[str]], chat_ids: Collection[int], window: Sequence[str]) -> None:
    """Add to *had* which quotes of *window* chats have had already."""
    if not window:
        return
    found = select(posted).where(posted.c.chat_id.in_(chat_ids), posted.c.quote_id.in_(window))
    for row in await connection.execute(found):
        had[row.chat_id].add(row.quote_id)


def _first_new(window: Iterable[str], had: Collection[str]) -> str | None:
    return next((quote_id for quote_id in window if quote_id not in had), None)


async def _exact(connection: AsyncConnection, pool: Choosable, day: datetime.date, chat_id: int, had: dict[int, set[str]]) -> str | None:
    """The first quote of a pool that a chat has not had, however far off."""
    known = exists().where(posted.c.chat_id == chat_id, posted.c.quote_id == quotes.c.id)
    for place in dict.fromkeys((pool.start(day), -1)):
        fresh = pool.behind(place).where(~known, quotes.c.id.not_in(had[chat_id])).limit(1)
        if row := (await connection.execute(fresh)).first():
            return str(row.id)
    return None


async def _start_over(connection: AsyncConnection, pool: Choosable, chat_id: int) -> int:
    """Let a chat have the quotes of a pool again; how many they are."""
    its = posted.c.quote_id.in_(pool.quotes().order_by(None))
    return len((await connection.execute(delete(posted).where(posted.c.chat_id == chat_id, its).returning(posted.c.quote_id))).all())
