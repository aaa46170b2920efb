"""What people suggest, what is to be told to them, and what became of it."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import delete, func, insert, select, update

from bot.corpus.quote import Quote
from bot.errors import BotError
from bot.store.connections import AsyncConnection
from bot.store.engine import Database
from bot.store.outbox import tell
from bot.store.parcels import Notice, State
from bot.store.schema import drafts, quotas, suggestions
from bot.text.language import Language

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Quote).decode
# What editors can look at, and nobody can flood them.
SUGGESTIONS_A_DAY = 10


class TooManyToday(BotError):
    """Somebody has suggested as much as they may on a day."""


@dataclass(frozen=True)
class Suggestion:
    """A suggested quote, or a translation of a stored one into *quote_language*.

    *person_id* is None when who suggested it is forgotten; *language* is what they are told things in; *group_id* where they suggested it.
    """

    id: int
    person_id: int | None
    language: Language
    quote: Quote
    quote_language: Language
    state: State
    reason: str | None
    group_id: int | None = None


@dataclass(frozen=True)
class Suggester:
    """Who suggests something, in which group, None in private, and what they are told things in."""

    person_id: int
    group_id: int | None
    language: Language


class SuggestionStore:
    """Suggestions by number, each decided once."""

    def __init__(self, database: Database) -> None:
        """Keep them in *database*, which must be open whenever a method is called."""
        self._database = database

    async def suggest(self, quote: Quote, draft_id: int, by: Suggester, day: datetime.date) -> bool:
        """Turn a draft into a suggestion, or into the new words of the one it is about; False when that has been done before.

        Raises:
            TooManyToday: when they may make no more on this *day*; the draft stays.
        """
        async with self._database.writing(alone_at=f"suggestions/{by.person_id}") as connection:
            kept = (await connection.execute(select(drafts.c.body).where(drafts.c.id == draft_id))).scalar()
            if kept is None:
                return False
            draft = msgspec.json.decode(kept)
            subject = draft.get("subject")
            # Whose it is to decide: the editors of the language it is put into.
            concerned = draft.get("translation") or quote.language
            row = {"body": _encode(quote).decode(), "quote_language": concerned, "state": State.OPEN, "reason": None}
            if subject is None:
                await _count(connection, by.person_id, day)
                await connection.execute(insert(suggestions).values(**row, **_of(by), day=day))
            else:
                # Only while changes are wanted: what an editor is looking at, or has decided, stays as it is.
                wanting = (suggestions.c.id == subject) & (suggestions.c.state == State.WANTING) & (suggestions.c.person_id == by.person_id)
                changed = update(suggestions).where(wanting).values(row).returning(suggestions.c.id)
                if (await connection.execute(changed)).first() is None:
                    return False
            return (await connection.execute(delete(drafts).where(drafts.c.id == draft_id).returning(drafts.c.id))).first() is not None

    async def offer(self, quote: Quote, by: Suggester, day: datetime.date) -> None:
        """Suggest a quote that is stored elsewhere; once is enough, while that has not been decided.

        Raises:
            TooManyToday: when they may make no more on this *day*.
        """
        body = _encode(quote).decode()
        known = select(suggestions.c.id).where(
            suggestions.c.person_id == by.person_id, suggestions.c.body == body, suggestions.c.state == State.OPEN
        )
        async with self._database.writing(alone_at=f"suggestions/{by.person_id}") as connection:
            if (await connection.execute(known)).first() is None:
                await _count(connection, by.person_id, day)
                row = {"body": body, "quote_language": quote.language, "state": State.OPEN, "day": day}
                await connection.execute(insert(suggestions).values(**row, **_of(by)))

    async def get(self, suggestion_id: int) -> Suggestion | None:
        """The suggestion of this number."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(suggestions).where(suggestions.c.id == suggestion_id))).first()
        return _suggestion(row) if row else None

    async def next_open(self, languages: Collection[Language], after: int) -> tuple[Suggestion | None, int]:
        """The first undecided suggestion in one of *languages* behind the number *after*, from the start again; and how many there are."""
        opened = (suggestions.c.state == State.OPEN, suggestions.c.quote_language.in_(languages))
        async with self._database.reading() as connection:
            count = (await connection.execute(select(func.count()).select_from(suggestions).where(*opened))).scalar_one()
            for start in dict.fromkeys((after, 0)):
                found = select(suggestions).where(*opened, suggestions.c.id > start).order_by(suggestions.c.id).limit(1)
                if row := (await connection.execute(found)).first():
                    return _suggestion(row), count
        return None, count

    async def decide(self, suggestion_id: int, state: State, reason: str | None, reviewer_id: int, draft_id: int | None) -> bool:
        """Reject a suggestion, or ask for changes, and have its person told; False when it has been decided before."""
        async with self._database.writing() as connection:
            opened = (suggestions.c.id == suggestion_id) & (suggestions.c.state == State.OPEN)
            changed = {"state": state, "reason": reason, "reviewer_id": reviewer_id}
            row = (await connection.execute(update(suggestions).where(opened).values(changed).returning(suggestions))).first()
            if row is None:
                return False
            if draft_id is not None:
                await connection.execute(delete(drafts).where(drafts.c.id == draft_id))
            await _tell(connection, row.person_id, _suggestion(row))
            return True


async def _count(connection: AsyncConnection, person_id: int, day: datetime.date) -> None:
    """Count one more suggestion of a person, or let nothing of the transaction be done where that is one too many."""
    await connection.execute(delete(quotas).where(quotas.c.day < day))
    theirs = (quotas.c.person_id == person_id) & (quotas.c.day == day)
    count = (await connection.execute(update(quotas).where(theirs).values(count=quotas.c.count + 1).returning(quotas.c.count))).scalar()
    if count is None:
        await connection.execute(insert(quotas).values(person_id=person_id, day=day, count=1))
    elif count > SUGGESTIONS_A_DAY:
        raise TooManyToday(str(person_id))


async def accept(connection: AsyncConnection, suggestion_id: int, reviewer_id: int) -> bool:
    """Accept a suggestion within a transaction that saves its quote, and have its person told; whether it was open."""
    opened = (suggestions.c.id == suggestion_id) & (suggestions.c.state == State.OPEN)
    changed = {"state": State.ACCEPTED, "reviewer_id": reviewer_id}
    row = (await connection.execute(update(suggestions).where(opened).values(changed).returning(suggestions))).first()
    if row is None:
        return False
    await _tell(connection, row.person_id, _suggestion(row))
    return True


async def _tell(connection: AsyncConnection, person_id: int | None, suggestion: Suggestion) -> None:
    if person_id is not None:
        notice = Notice(suggestion.language, suggestion.state, suggestion.id, suggestion.quote, suggestion.reason, suggestion.group_id)
        await tell(connection, notice, person_id)


def _suggestion(row: Any) -> Suggestion:
    languages = Language(row.language), Language(row.quote_language)
    return Suggestion(row.id, row.person_id, languages[0], _decode(row.body), languages[1], State(row.state), row.reason, row.group_id)


def _of(by: Suggester) -> dict[str, Any]:
    return {"person_id": by.person_id, "group_id": by.group_id, "language": by.language}
