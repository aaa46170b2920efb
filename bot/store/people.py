"""Who may do what, and what is known of people."""

import datetime
from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.store.engine import Database
from bot.store.inserting import upsert
from bot.store.parcels import Outcome
from bot.store.schema import (
    announcements,
    blocked,
    chats,
    cursors,
    drafts,
    editors,
    imports,
    outbox,
    posted,
    quotas,
    quotes,
    reports,
    subscriptions,
    suggestions,
    updates,
    versions,
)
from bot.text.language import Language

# What every answer asks is put together once: that takes longer than the database does.
_LANGUAGES = select(editors.c.languages).where(editors.c.person_id == bindparam("person"))


class Fault(StrEnum):
    """What may be wrong with a saying."""

    WORDS = "words"
    SPEAKER = "speaker"
    OFFENSIVE = "offensive"


class PeopleStore:
    """Editors and blocked people by Telegram's id."""

    def __init__(self, database: Database) -> None:
        """Keep them in *database*, which must be open whenever a method is called."""
        self._database = database

    async def editors(self) -> dict[int, frozenset[Language]]:
        """All editors, and the languages each looks after."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(editors).order_by(editors.c.person_id))
            return {row.person_id: _languages(row.languages) for row in rows}

    async def languages_of(self, person_id: int) -> frozenset[Language]:
        """The languages an editor looks after; none for anybody else."""
        rows = await self._database.glance(_LANGUAGES, {"person": person_id})
        return _languages(rows[0][0]) if rows else frozenset()

    async def appoint(self, person_id: int, languages: frozenset[Language]) -> None:
        """Make somebody the editor of *languages*; without any, an editor no longer."""
        async with self._database.writing() as connection:
            if languages:
                await upsert(connection, editors, {"person_id": person_id, "languages": ",".join(sorted(languages))})
            else:
                await connection.execute(delete(editors).where(editors.c.person_id == person_id))

    async def is_blocked(self, person_id: int) -> bool:
        """Whether somebody may neither suggest nor report."""
        async with self._database.reading() as connection:
            return (await connection.execute(select(blocked).where(blocked.c.person_id == person_id))).first() is not None

    async def block(self, person_id: int, *, block: bool) -> None:
        """Let somebody suggest and report no longer; or again."""
        async with self._database.writing() as connection:
            if block:
                await upsert(connection, blocked, {"person_id": person_id})
            else:
                await connection.execute(delete(blocked).where(blocked.c.person_id == person_id))

    async def forget(self, person_id: int, today: datetime.date) -> None:
        """Erase what is kept of a person: choices, drafts, and who it was that suggested, reported or changed something.

        That somebody is blocked stays, and how many suggestions they have made *today*, or forgetting would undo both.
        """
        async with self._database.writing() as connection:
            await connection.execute(delete(chats).where(chats.c.id == person_id))
            await connection.execute(delete(cursors).where(cursors.c.chat_id == person_id))
            await connection.execute(delete(drafts).where(drafts.c.person_id == person_id))
            for table in (outbox, subscriptions, posted):
                await connection.execute(delete(table).where(table.c.chat_id == person_id))
            # What a group has stays the group's; its word to admins goes to the group itself.
            await connection.execute(update(subscriptions).where(subscriptions.c.person_id == person_id).values(person_id=None))
            # What an owner was announcing ends with them; which chats have had it is of nobody.
            theirs = select(announcements.c.id).where(announcements.c.person_id == person_id)
            waiting = outbox.c.state.in_((Outcome.HELD, Outcome.QUEUED, Outcome.LEASED))
            await connection.execute(delete(outbox).where(outbox.c.announcement_id.in_(theirs), waiting))
            await connection.execute(delete(announcements).where(announcements.c.person_id == person_id))
            # With them goes that they can be undone.
            await connection.execute(delete(imports).where(imports.c.person_id == person_id))
            await connection.execute(delete(reports).where(reports.c.person_id == person_id))
            await connection.execute(delete(quotas).where(quotas.c.person_id == person_id, quotas.c.day < today))
            await connection.execute(update(suggestions).where(suggestions.c.person_id == person_id).values(person_id=None, group_id=None))
            await connection.execute(update(suggestions).where(suggestions.c.reviewer_id == person_id).values(reviewer_id=None))
            await connection.execute(update(versions).where(versions.c.person_id == person_id).values(person_id=None))
            # Words that could not be handled, in whichever chat they were written; of those that are waiting nothing is kept anyway.
            written = (updates.c.lane == person_id) | updates.c.body.contains(f'"from":{{"id":{person_id},')
            await connection.execute(update(updates).where(updates.c.done_at.is_not(None), updates.c.body != "", written).values(body=""))

    async def report(self, quote_id: str, person_id: int, fault: Fault, day: datetime.date) -> bool:
        """Keep that somebody finds a *fault* with a quote; whether they have not said so before."""
        key = (reports.c.quote_id == quote_id) & (reports.c.person_id == person_id)
        async with self._database.writing(alone_at=f"reports/{quote_id}") as connection:
            if (await connection.execute(select(reports).where(key))).first():
                await connection.execute(update(reports).where(key).values(fault=fault, day=day))
                return False
            await connection.execute(insert(reports).values(quote_id=quote_id, person_id=person_id, fault=fault, day=day))
            return True

    async def reports_of(self, quote_id: str) -> tuple[tuple[Fault, int], ...]:
        """What is reported of a quote and not settled, with how many say so, most first."""
        found = select(reports.c.fault, func.count()).where(reports.c.quote_id == quote_id).group_by(reports.c.fault)
        async with self._database.reading() as connection:
            rows = (await connection.execute(found.order_by(func.count().desc(), reports.c.fault))).all()
        return tuple((Fault(fault), number) for fault, number in rows)

    async def reported(self, languages: Collection[Language]) -> str | None:
        """The id of the common quote in one of *languages* that has waited longest for its reports to be settled."""
        seen = (quotes.c.id == reports.c.quote_id, quotes.c.collection.is_(None), ~quotes.c.deleted, quotes.c.language.in_(languages))
        first = select(reports.c.quote_id).where(*seen).order_by(reports.c.day, reports.c.quote_id).limit(1)
        async with self._database.reading() as connection:
            quote_id: str | None = (await connection.execute(first)).scalar()
        return quote_id

    async def settle(self, quote_id: str) -> None:
        """Let go of what is reported of a quote."""
        async with self._database.writing(alone_at=f"reports/{quote_id}") as connection:
            await connection.execute(delete(reports).where(reports.c.quote_id == quote_id))


def _languages(kept: str) -> frozenset[Language]:
    return frozenset(Language(tag) for tag in kept.split(",") if tag)
