"""What a chat was shown last: what "who said that?", "in Kazakh, please" and "the second one" are about."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy import bindparam, delete, or_, select

from bot.errors import StoreAway
from bot.store.aside import Writing
from bot.store.engine import Database
from bot.store.inserting import replacing
from bot.store.quote_rows import shuffle_of
from bot.store.schema import cursors, quotes

# Their places among the cursors of a chat. No pool is called so.
_SHOWN = "shown"
_CHOICES = ("choice 1", "choice 2", "choice 3")
PLACES = (_SHOWN, *_CHOICES)
# Written for all chats together, at most every 500 ms; of answers only the one that finds them due waits for it. What a crash loses is
# asked for again.
_WRITE_MILLISECONDS = 500
# Of those that could not be written so many are kept in mind.
_MOST_KEPT = 10_000
_OF_CHAT = (
    select(cursors.c.pool, cursors.c.drawn_at, quotes.c.id)
    .join(quotes, cursors.c.shuffle == quotes.c.shuffle)
    .where(cursors.c.chat_id == bindparam("chat_id"), or_(*(cursors.c.pool == place for place in PLACES)), ~quotes.c.deleted)
)


class Shown:
    """Remembers the last quote of each chat, and the last it was given to choose from. Moments are in milliseconds since the epoch."""

    def __init__(self, database: Database) -> None:
        """Keep them in *database*, which must be open whenever they are written or read."""
        self._database = database
        self._kept: dict[tuple[int, str], tuple[str, int]] = {}
        self._written_at = 0
        self._writing = asyncio.Lock()

    def note(self, chat_id: int, quote_ids: Sequence[str], now: int) -> bool:
        """Remember the quote that is shown in a chat *now*, or those it is to choose from; whether it is time to `write`."""
        places = (_SHOWN,) if len(quote_ids) == 1 else _CHOICES
        for place, quote_id in zip(places, quote_ids, strict=False):
            self._kept.pop((chat_id, place), None)
            self._kept[chat_id, place] = quote_id, now
        while len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return abs(now - self._written_at) >= _WRITE_MILLISECONDS

    async def write(self, now: int) -> None:
        """Write down what has been remembered; until it is written, it is read from here."""
        self._written_at = now
        async with self._writing:
            if not (kept := dict(self._kept)):
                return
            try:
                await self._database.write(partial(_write, kept))
            except StoreAway:
                return  # the next time
            for key, shown in kept.items():
                if self._kept.get(key) is shown:
                    del self._kept[key]

    async def latest(self, chat_id: int, since: int) -> list[str]:
        """The id of the quote that a chat was shown last, or those of several to choose from where they came later; none before *since*."""
        known = await self._known(chat_id)
        one, several = known.get(_SHOWN, ("", 0)), _together(known)
        latest = max(one[1], several[1])
        if latest < since or not latest:
            return []
        return [one[0]] if one[1] == latest else several[0]

    async def choices(self, chat_id: int, since: int) -> list[str]:
        """The ids of the quotes that a chat was last given to choose from, in their order; none where that was before *since*."""
        ids, at = _together(await self._known(chat_id))
        return ids if at >= since else []

    async def _known(self, chat_id: int) -> dict[str, tuple[str, int]]:
        rows = await self._database.glance(_OF_CHAT, {"chat_id": chat_id})
        known = {row.pool: (row.id, row.drawn_at) for row in rows}
        return known | {place: self._kept[chat_id, place] for place in PLACES if (chat_id, place) in self._kept}

    async def forget(self, chat_id: int) -> None:
        """Keep no longer what a chat was shown, here and in the store; what is just being written neither."""
        async with self._writing:
            for place in PLACES:
                self._kept.pop((chat_id, place), None)
            await self._database.write(partial(_erase, chat_id))


def _together(known: Mapping[str, tuple[str, int]]) -> tuple[list[str], int]:
    """The ids of the choices that came last, and when: a shorter list leaves the end of a longer one behind."""
    given = [known[place] for place in _CHOICES if place in known]
    latest = max((at for _, at in given), default=0)
    return [quote_id for quote_id, at in given if at == latest], latest


def _write(kept: Mapping[tuple[int, str], tuple[str, int]], connection: Writing) -> None:
    # In one order everywhere, so that two replicas never wait for each other.
    rows = [{"chat_id": key[0], "pool": key[1], "shuffle": shuffle_of(id_), "drawn_at": at} for key, (id_, at) in sorted(kept.items())]
    connection.execute(replacing(connection, cursors), rows)


def _erase(chat_id: int, connection: Writing) -> None:
    connection.execute(delete(cursors).where(cursors.c.chat_id == chat_id, cursors.c.pool.in_(PLACES)))
