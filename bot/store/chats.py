"""What the bot remembers of chats and people: the language they chose."""

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database, upsert
from bot.store.quotes import ALONE_AT, record
from bot.store.schema import chats, cursors, drafts, imports, quotes, suggestions, versions
from bot.text.language import Language


class ChatStore:
    """Choices by Telegram's id; a person's is that of their private chat."""

    def __init__(self, database: Database) -> None:
        """Keep choices in *database*, which must be open whenever a method is called."""
        self._database = database

    async def languages(self, *ids: int) -> dict[int, Language]:
        """The languages chosen by those of *ids* that have chosen one."""
        chosen = select(chats.c.id, chats.c.language).where(chats.c.id.in_(ids), chats.c.language.is_not(None))
        async with self._database.reading() as connection:
            return {row.id: Language(row.language) for row in await connection.execute(chosen)}

    async def choose_language(self, id_: int, language: Language | None) -> None:
        """Remember the language of a chat or person; None follows again what is written."""
        async with self._database.writing() as connection:
            await upsert(connection, chats, {"id": id_, "language": language})

    async def move(self, old_id: int, new_id: int) -> None:
        """Take everything of a chat over to its new id; nothing happens when it has been moved before."""
        async with self._database.writing(alone_at=ALONE_AT) as connection:
            language = (await connection.execute(select(chats.c.language).where(chats.c.id == old_id))).scalar()
            if language is not None:
                await upsert(connection, chats, {"id": new_id, "language": language})
            for place in (await connection.execute(select(cursors).where(cursors.c.chat_id == old_id))).all():
                await upsert(connection, cursors, {"chat_id": new_id, "pool": place.pool, "shuffle": place.shuffle})
            await _move_collection(connection, old_id, new_id)
            await connection.execute(delete(chats).where(chats.c.id == old_id))
            await connection.execute(delete(cursors).where(cursors.c.chat_id == old_id))


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
