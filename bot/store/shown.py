"""Which quote a chat was shown last: what "who said that?" and "in Kazakh, please" are about."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import bindparam, select

from bot.errors import StoreAway
from bot.store.aside import Writing
from bot.store.engine import Database
from bot.store.inserting import replacing
from bot.store.quote_rows import shuffle_of
from bot.store.schema import cursors, quotes

# Its place among the cursors of a chat. No pool is called so.
SHOWN = "shown"
# Written together: no answer waits for it but one in half a second, and what a crash loses is asked for again.
_WRITE_MILLISECONDS = 500
# Of those that could not be written so many are kept in mind.
_MOST_KEPT = 10_000
_LAST = (
    select(quotes.c.id)
    .join(cursors, cursors.c.shuffle == quotes.c.shuffle)
    .where(cursors.c.chat_id == bindparam("chat_id"), cursors.c.pool == SHOWN, cursors.c.drawn_at >= bindparam("since"), ~quotes.c.deleted)
)


class Shown:
    """Remembers the last quote of each chat. Moments are in milliseconds since the epoch."""

    def __init__(self, database: Database) -> None:
        """Keep them in *database*, which must be open whenever they are written or read."""
        self._database = database
        self._kept: dict[int, tuple[str, int]] = {}
        self._written_at = 0

    def note(self, chat_id: int, quote_id: str, now: int) -> bool:
        """Remember the quote that is shown in a chat *now*; whether it is time to `write`."""
        self._kept.pop(chat_id, None)
        self._kept[chat_id] = quote_id, now
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return abs(now - self._written_at) >= _WRITE_MILLISECONDS

    async def write(self, now: int) -> None:
        """Write down what has been remembered."""
        kept, self._kept, self._written_at = self._kept, {}, now
        if kept:
            try:
                await self._database.write(partial(_write, kept))
            except StoreAway:
                self._kept = kept | self._kept

    async def last(self, chat_id: int, since: int) -> str | None:
        """The id of the quote that a chat was shown last; None where there is none *since* then."""
        if kept := self._kept.get(chat_id):
            return kept[0] if kept[1] >= since else None
        rows = await self._database.glance(_LAST, {"chat_id": chat_id, "since": since})
        return rows[0].id if rows else None

    def forget(self, chat_id: int) -> None:
        """Keep in mind no longer what a chat was shown."""
        self._kept.pop(chat_id, None)


def _write(kept: Mapping[int, tuple[str, int]], connection: Writing) -> None:
    # In one order everywhere, so that two replicas never wait for each other.
    rows = [{"chat_id": chat_id, "pool": SHOWN, "shuffle": shuffle_of(id_), "drawn_at": at} for chat_id, (id_, at) in sorted(kept.items())]
    connection.execute(replacing(connection, cursors), rows)
