"""What the bot remembers of chats and people: their language, what they settled, and whether they can be reached."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, func, select, update

from bot.store.aside import Writing
from bot.store.connections import AsyncConnection
from bot.store.engine import Database
from bot.store.inserting import insert_new, inserting_new, upsert
from bot.store.parcels import UNSENT
from bot.store.quote_rows import ALONE_AT, record
from bot.store.schema import announcements, chats, cursors, drafts, imports, outbox, posted, quotes, subscriptions, suggestions, versions
from bot.text.language import Language

_BATCH = 1_000
# What every message asks is put together once: that takes longer than the database does.
_CHOSEN = select(chats.c.id, chats.c.language).where(chats.c.id.in_(bindparam("ids", expanding=True)), chats.c.language.is_not(None))
_ONE = select(chats).where(chats.c.id == bindparam("id"))
_REACH = select(chats.c.reach).where(chats.c.id == bindparam("id"))


class ChatKind(StrEnum):
    """What kind of chat it is."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


class Reach(StrEnum):
    """Whether a chat takes messages."""

    OPEN = "open"
    GONE = "gone"
    MUTED = "muted"


class Whom(StrEnum):
    """Who may do something in a group."""

    ALL = "all"
    ADMINS = "admins"


@dataclass(frozen=True)
class ChatSettings:
    """What a chat has settled. *quiet* are the minutes of the day in *zone* between which nothing rings."""

    language: Language | None = None
    asking: Whom = Whom.ALL
    suggesting: Whom = Whom.ALL
    news: bool = True
    quiet: tuple[int, int] | None = None
    zone: str | None = None
    reach: Reach = Reach.OPEN
    kind: ChatKind | None = None
    spoken: Language | None = None


class ChatStore:
    """Chats by Telegram's id; a person's is that of their private chat."""

    def __init__(self, database: Database) -> None:
        """Keep them in *database*, which must be open whenever a method is called."""
        self._database = database

    async def languages(self, *ids: int) -> dict[int, Language]:
        """The languages chosen by those of *ids* that have chosen one."""
        return {row.id: Language(row.language) for row in await self._database.glance(_CHOSEN, {"ids": ids})}

    async def choose_language(self, id_: int, language: Language | None) -> None:
        """Remember the language of a chat or person; None follows again what is written."""
        await self._put(id_, language=language)

    async def settings(self, id_: int) -> ChatSettings:
        """What a chat has settled; what everybody has where it has settled nothing."""
        rows = await self._database.glance(_ONE, {"id": id_})
        return _settings(rows[0]) if rows else ChatSettings()

    async def several(self, ids: Collection[int]) -> dict[int, ChatSettings]:
        """What those of *ids* have settled that are known."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(chats).where(chats.c.id.in_(ids)))
            return {row.id: _settings(row) for row in rows}

    async def settle(self, id_: int, **values: Any) -> None:
        """Change settings by the names of their columns."""
        await self._put(id_, **values)

    async def meet(self, id_: int, kind: ChatKind, spoken: Language | None) -> Reach:
        """Get to know a chat that has spoken, so it can be reached; what it was taken for until now."""
        return await self._database.write(partial(_meet, id_, kind, spoken))

    async def reached(self, id_: int, reach: Reach) -> bool:
        """Remember whether a chat takes messages; with what is gone, nothing is due there any longer. Whether that is news."""
        async with self._database.writing() as connection:
            await insert_new(connection, chats, [{"id": id_}])
            known = (await connection.execute(_REACH.with_for_update(), {"id": id_})).scalar_one()
            await connection.execute(update(chats).where(chats.c.id == id_).values(reach=reach))
            if reach is not Reach.OPEN:
                await connection.execute(update(subscriptions).where(subscriptions.c.chat_id == id_).values(due_at=None))
                waiting = (outbox.c.chat_id == id_) & UNSENT & outbox.c.announcement_id.is_(None)
                await connection.execute(delete(outbox).where(waiting))
            return str(known) != reach

    async def greet(self, id_: int) -> bool:
        """Whether a chat has not been greeted yet; from now on it has."""
        async with self._database.writing() as connection:
            await insert_new(connection, chats, [{"id": id_}])
            greeted = update(chats).where(chats.c.id == id_, ~chats.c.greeted).values(greeted=True).returning(chats.c.id)
            return (await connection.execute(greeted)).first() is not None

    async def by_language(self) -> dict[Language | None, int]:
        """How many chats an announcement would reach, by the language it would come in."""
        language = func.coalesce(chats.c.language, chats.c.spoken)
        counted = select(language, func.count()).where(*_announced()).group_by(language)
        async with self._database.reading() as connection:
            return {Language(row[0]) if row[0] else None: row[1] for row in await connection.execute(counted)}

    async def announced(self) -> AsyncIterator[list[int]]:
        """The chats an announcement goes to, some at a time."""
        last: int | None = None
        while True:
            some = select(chats.c.id).where(*_announced()).order_by(chats.c.id).limit(_BATCH)
            async with self._database.reading() as connection:
                found = await connection.execute(some if last is None else some.where(chats.c.id > last))
                ids = [row.id for row in found]
            if not ids:
                return
            yield ids
            last = ids[-1]

    async def move(self, old_id: int, new_id: int) -> None:
        """Take everything of a chat over to its new id, in one transaction; nothing happens when it has been moved before."""
        async with self._database.writing(alone_at=ALONE_AT) as connection:
            if known := (await connection.execute(select(chats).where(chats.c.id == old_id))).first():
                await upsert(connection, chats, {**known._asdict(), "id": new_id, "reach": Reach.OPEN})
            for place in (await connection.execute(select(cursors).where(cursors.c.chat_id == old_id))).all():
                await upsert(connection, cursors, {**place._asdict(), "chat_id": new_id})
            await _move_posts(connection, old_id, new_id)
            await _move_collection(connection, old_id, new_id)
            await connection.execute(delete(chats).where(chats.c.id == old_id))
            await connection.execute(delete(cursors).where(cursors.c.chat_id == old_id))

    async def _put(self, id_: int, **values: Any) -> None:
        async with self._database.writing() as connection:
            await upsert(connection, chats, {"id": id_, **values})


def _meet(id_: int, kind: ChatKind, spoken: Language | None, connection: Writing) -> Reach:
    connection.execute(inserting_new(connection, chats), [{"id": id_}])
    reach = connection.execute(_REACH, {"id": id_}).scalar_one()
    values = {"kind": kind, "reach": Reach.OPEN} | ({"spoken": spoken} if spoken else {})
    connection.execute(update(chats).where(chats.c.id == id_).values(values))
    return Reach(reach)


def _announced() -> tuple[Any, ...]:
    """Which chats an owner's announcement goes to: all the bot has met, can reach, and that want to hear of it."""
    return chats.c.kind.is_not(None), chats.c.reach == Reach.OPEN, chats.c.news, chats.c.id != 0


def _settings(row: Any) -> ChatSettings:
    return ChatSettings(
        language=Language(row.language) if row.language else None,
        asking=Whom(row.asking),
        suggesting=Whom(row.suggesting),
        news=row.news,
        quiet=None if row.quiet_from is None else (row.quiet_from, row.quiet_to),
        zone=row.zone,
        reach=Reach(row.reach),
        kind=ChatKind(row.kind) if row.kind else None,
        spoken=Language(row.spoken) if row.spoken else None,
    )


async def _move_posts(connection: AsyncConnection, old_id: int, new_id: int) -> None:
    """Take a group's subscriptions, what it has had and what is queued for it over to its new id."""
    had = [
        {"chat_id": new_id, "quote_id": row.quote_id} for row in await connection.execute(select(posted).where(posted.c.chat_id == old_id))
    ]
    if had:
        await insert_new(connection, posted, had)
        await connection.execute(delete(posted).where(posted.c.chat_id == old_id))
    for table in (subscriptions, announcements):
        await connection.execute(update(table).where(table.c.chat_id == old_id).values(chat_id=new_id))
    # Of an announcement that has a row for the new id already, the old one's is not needed.
    twice = select(outbox.c.announcement_id).where(outbox.c.chat_id == new_id, outbox.c.announcement_id.is_not(None))
    await connection.execute(delete(outbox).where(outbox.c.chat_id == old_id, outbox.c.announcement_id.in_(twice)))
    await connection.execute(update(outbox).where(outbox.c.chat_id == old_id).values(chat_id=new_id))


async def _move_collection(connection: AsyncConnection, old_id: int, new_id: int) -> None:
    """Take a group's own quotes, their history and its drafts over to its new id, and have every search learn of it."""
    moved = update(quotes).where(quotes.c.collection == old_id).values(collection=new_id).returning(quotes.c.id)
    await record(connection, [row.id for row in await connection.execute(moved)])
    for table in (versions, imports):
        await connection.execute(update(table).where(table.c.collection == old_id).values(collection=new_id))
    await connection.execute(update(suggestions).where(suggestions.c.group_id == old_id).values(group_id=new_id))
    for draft in (await connection.execute(select(drafts).where(drafts.c.chat_id == old_id))).all():
        body = msgspec.json.decode(draft.body)
        if body.get("collection") == old_id:
            body["collection"] = new_id
        row = {"chat_id": new_id, "body": msgspec.json.encode(body).decode()}
        # What waits for an admin belongs to the group itself.
        row["person_id"] = new_id if draft.person_id == old_id else draft.person_id
        await connection.execute(update(drafts).where(drafts.c.id == draft.id).values(row))
