"""What owners announce: its texts, how far it has come, and its rows in the outbox."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, update

from bot.store.connections import AsyncConnection
from bot.store.engine import Database
from bot.store.inserting import insert_new
from bot.store.parcels import UNSENT, News, Outcome, row_of
from bot.store.schema import announcements, outbox
from bot.text.language import Language


class Progress(StrEnum):
    """How far an announcement has come."""

    DRAFT = "draft"
    SENDING = "sending"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


# From which states a button leads to which.
_BEFORE = {
    Progress.SENDING: (Progress.DRAFT, Progress.PAUSED),
    Progress.PAUSED: (Progress.SENDING,),
    Progress.CANCELLED: (Progress.DRAFT, Progress.SENDING, Progress.PAUSED),
    Progress.DONE: (Progress.SENDING,),
}
# What becomes of the rows that have not been sent yet.
_ROWS = {Progress.SENDING: Outcome.QUEUED, Progress.PAUSED: Outcome.HELD, Progress.CANCELLED: Outcome.CANCELLED}


@dataclass(frozen=True)
class Announcement:
    """An owner's text in one to four languages; chats of other languages get it in *fallback*.

    *message_id* is the message that shows its progress, in the chat *chat_id*.
    """

    id: int
    person_id: int
    chat_id: int
    message_id: int | None
    texts: Mapping[Language, str]
    fallback: Language
    progress: Progress

    def text_for(self, language: Language | None) -> tuple[Language, str]:
        """What a chat of *language* gets, and in which language that is."""
        shown = language if language and language in self.texts else self.fallback
        return shown, self.texts[shown]


class AnnouncementStore:
    """Announcements by number."""

    def __init__(self, database: Database) -> None:
        """Keep them in *database*, which must be open whenever a method is called."""
        self._database = database

    async def begin(self, texts: Mapping[Language, str], fallback: Language, person_id: int, chat_id: int) -> Announcement:
        """Keep a new one, which is not sent yet."""
        row = {"person_id": person_id, "chat_id": chat_id, "texts": json.dumps(texts, ensure_ascii=False), "fallback": fallback}
        async with self._database.writing() as connection:
            added = insert(announcements).values(**row, state=Progress.DRAFT).returning(announcements)
            return _announcement((await connection.execute(added)).one())

    async def get(self, id_: int) -> Announcement | None:
        """The one of this number."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(announcements).where(announcements.c.id == id_))).first()
        return _announcement(row) if row else None

    async def under_way(self) -> list[Announcement]:
        """Those that are being sent, or wait to be."""
        found = select(announcements).where(announcements.c.state.in_((Progress.SENDING, Progress.PAUSED))).order_by(announcements.c.id)
        async with self._database.reading() as connection:
            return [_announcement(row) for row in await connection.execute(found)]

    async def turn(self, id_: int, progress: Progress) -> bool:
        """Let an announcement come to *progress*, from where that is the next step; whether it did."""
        from_here = (announcements.c.id == id_) & announcements.c.state.in_(_BEFORE.get(progress, ()))
        async with self._database.writing() as connection:
            turned = update(announcements).where(from_here).values(state=progress).returning(announcements.c.id)
            if (await connection.execute(turned)).first() is None:
                return False
            if progress in _ROWS:
                # What a process has in hand and has not begun to send waits, too; it finds that it holds it no longer.
                states = (Outcome.HELD,) if progress is Progress.SENDING else (Outcome.HELD, Outcome.QUEUED, Outcome.LEASED)
                # In order of their numbers, as they are marked: two that wait for each other's rows would wait for ever.
                waiting = select(outbox.c.id).where(outbox.c.announcement_id == id_, outbox.c.state.in_(states)).order_by(outbox.c.id)
                theirs = outbox.c.id.in_(waiting.with_for_update().scalar_subquery())
                await connection.execute(update(outbox).where(theirs).values(state=_ROWS[progress], holder=None))
            return True

    async def address(self, id_: int, chat_ids: Sequence[int], now: int) -> None:
        """Have it ready for these chats, once each; it is held until it is sent."""
        rows = [row_of(News(), chat_id, now, announcement_id=id_, state=Outcome.HELD) for chat_id in chat_ids]
        async with self._database.writing() as connection:
            await insert_new(connection, outbox, rows)

    async def shown_in(self, id_: int, message_id: int) -> None:
        """Remember the message that shows its progress."""
        async with self._database.writing() as connection:
            await connection.execute(update(announcements).where(announcements.c.id == id_).values(message_id=message_id))


async def pause_all(connection: AsyncConnection) -> None:
    """Let those that are being sent wait for their owners."""
    sending = select(announcements.c.id).where(announcements.c.state == Progress.SENDING)
    waiting = outbox.c.announcement_id.in_(sending) & UNSENT
    await connection.execute(update(outbox).where(waiting).values(state=Outcome.HELD, holder=None))
    await connection.execute(update(announcements).where(announcements.c.state == Progress.SENDING).values(state=Progress.PAUSED))


def _announcement(row: Any) -> Announcement:
    texts = {Language(tag): text for tag, text in json.loads(row.texts).items()}
    return Announcement(row.id, row.person_id, row.chat_id, row.message_id, texts, Language(row.fallback), Progress(row.state))
