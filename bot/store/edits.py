"""What people do to quotes, one step of history each: nothing is changed twice, and every version can be brought back."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from sqlalchemy import delete, insert, select

from bot.corpus.quote import Quote
from bot.errors import BotError
from bot.store.connections import AsyncConnection
from bot.store.engine import Database
from bot.store.quote_rows import ALONE_AT, hide, put, visible_in
from bot.store.schema import drafts, in_utc, quotes, versions
from bot.store.suggestions import accept
from bot.text.language import Language

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Quote).decode
# Of a history that many versions are shown at once.
HISTORY = 20


class Why(StrEnum):
    """What somebody did to a quote."""

    BEFORE = "before"  # as it was when the first of them came
    ADDED = "added"
    EDITED = "edited"
    TRANSLATED = "translated"
    ACCEPTED = "accepted"
    DELETED = "deleted"
    RESTORED = "restored"


class EditedMeanwhile(BotError):
    """Somebody else has changed the quote since it was looked at."""


@dataclass(frozen=True)
class Current:
    """A quote as it stands now, the group whose own it is, and its version."""

    quote: Quote
    collection: int | None
    version: int


@dataclass(frozen=True)
class Version:
    """One step of a quote's history: what it was then. *person_id* is None where no person did it, or who did is forgotten."""

    version: int
    why: Why
    at: datetime.datetime
    person_id: int | None
    quote: Quote


class Edits:
    """Changes of quotes by people. Methods raise `StoreAway` when the database is lost."""

    def __init__(self, database: Database) -> None:
        """Change the quotes of *database*, which must be open whenever a method is called."""
        self._database = database

    async def current(self, quote_id: str) -> Current | None:
        """The quote as it stands; None when it is gone."""
        found = select(quotes.c.body, quotes.c.collection, quotes.c.version).where(quotes.c.id == quote_id, ~quotes.c.deleted)
        async with self._database.reading() as connection:
            row = (await connection.execute(found)).first()
        return Current(_decode(row.body), row.collection, row.version) if row else None

    async def save(
        self,
        quote: Quote,
        collection: int | None,
        *,
        why: Why,
        person_id: int,
        at: datetime.datetime,
        since: int,
        draft_id: int | None = None,
        suggestion_id: int | None = None,
    ) -> int | None:
        """Write *quote* and end the draft and the suggestion it comes from, all or nothing; its version.

        *since* is the version it was made from, 0 for a new quote. None when the draft, or the suggestion, has been decided already:
        then it has been saved before, or never will be.

        Raises:
            EditedMeanwhile: when the stored version is another than *since*.
        """
        async with self._database.writing(alone_at=ALONE_AT) as connection:
            stored = (await connection.execute(select(quotes.c.version, quotes.c.collection).where(quotes.c.id == quote.id))).first()
            if (stored.version if stored else 0) != since or (stored and stored.collection != collection):
                raise EditedMeanwhile(quote.id)
            # Looked at before anything is changed: whoever is refused keeps what they have typed.
            if draft_id is not None and (await connection.execute(select(drafts.c.id).where(drafts.c.id == draft_id))).first() is None:
                return None
            if suggestion_id is not None and not await accept(connection, suggestion_id, person_id):
                return None
            if draft_id is not None:
                await connection.execute(delete(drafts).where(drafts.c.id == draft_id))
            await _keep_first(connection, quote.id, at)
            version = await put(connection, quote, collection)
            await _keep(connection, quote.id, why, person_id, at)
            return version

    async def delete(self, quote_id: str, *, person_id: int, at: datetime.datetime, since: int) -> int | None:
        """Take a quote out of everybody's sight; its version then, None when it has gone already.

        Raises:
            EditedMeanwhile: when the stored version is another than *since*.
        """
        async with self._database.writing(alone_at=ALONE_AT) as connection:
            there = select(quotes.c.version).where(quotes.c.id == quote_id, ~quotes.c.deleted)
            version = (await connection.execute(there)).scalar()
            if version is None:
                return None
            if version != since:
                raise EditedMeanwhile(quote_id)
            await _keep_first(connection, quote_id, at)
            gone = await hide(connection, quote_id)
            await _keep(connection, quote_id, Why.DELETED, person_id, at)
            return gone

    async def restore(
        self, quote_id: str, version: int, *, person_id: int, at: datetime.datetime, since: int | None = None
    ) -> Current | None:
        """Bring an earlier version back; the quote as it stands then, None when there is no such version.

        With *since* only while the stored version is that: an undo must not undo what somebody else did later.

        Raises:
            EditedMeanwhile: when the stored version is another than *since*.
        """
        async with self._database.writing(alone_at=ALONE_AT) as connection:
            wanted = select(versions).where(versions.c.quote_id == quote_id, versions.c.version == version, ~versions.c.deleted)
            row = (await connection.execute(wanted)).first()
            if row is None:
                return None
            if since is not None and await _version_of(connection, quote_id) != since:
                raise EditedMeanwhile(quote_id)
            quote = _decode(row.body)
            number = await put(connection, quote, row.collection)
            await _keep(connection, quote_id, Why.RESTORED, person_id, at)
            return Current(quote, row.collection, number)

    async def history(self, quote_id: str, before: int | None = None) -> list[Version]:
        """What became of a quote, the latest first, up to one more than `HISTORY`; with *before* what was before that version.

        Empty when no person ever changed it.
        """
        found = select(versions).where(versions.c.quote_id == quote_id).order_by(versions.c.version.desc()).limit(HISTORY + 1)
        if before is not None:
            found = found.where(versions.c.version < before)
        async with self._database.reading() as connection:
            rows = (await connection.execute(found)).all()
        return [Version(row.version, Why(row.why), in_utc(row.at), row.person_id, _decode(row.body)) for row in rows]

    async def place_of(self, quote_id: str) -> tuple[Quote, int | None] | None:
        """A quote, also a deleted one, and the group whose own it is; None when there never was one."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(quotes.c.body, quotes.c.collection).where(quotes.c.id == quote_id))).first()
        return (_decode(row.body), row.collection) if row else None

    async def version(self, quote_id: str, version: int) -> Quote | None:
        """What a quote was at *version*; None where that is not known, or it was deleted then."""
        wanted = select(versions.c.body).where(versions.c.quote_id == quote_id, versions.c.version == version, ~versions.c.deleted)
        async with self._database.reading() as connection:
            body = (await connection.execute(wanted)).scalar()
        return _decode(body) if body is not None else None

    async def version_of(self, quote_id: str) -> int:
        """The stored version, also of a deleted quote; 0 when there never was one."""
        async with self._database.reading() as connection:
            return await _version_of(connection, quote_id)

    async def untranslated(self, language: Language, after: str, collection: int | None = None) -> Current | None:
        """The first quote, in order of id behind *after*, that has not been put into *language*; from the start again behind the last."""
        lacking = (~quotes.c.deleted, visible_in(collection), ~quotes.c.languages.contains(str(language)))
        async with self._database.reading() as connection:
            for start in dict.fromkeys((after, "")):
                found = select(quotes.c.body, quotes.c.collection, quotes.c.version).where(*lacking, quotes.c.id > start)
                if row := (await connection.execute(found.order_by(quotes.c.id).limit(1))).first():
                    return Current(_decode(row.body), row.collection, row.version)
        return None


async def _version_of(connection: AsyncConnection, quote_id: str) -> int:
    """The stored version, also of a deleted quote; 0 when there never was one."""
    return (await connection.execute(select(quotes.c.version).where(quotes.c.id == quote_id))).scalar() or 0


async def _keep_first(connection: AsyncConnection, quote_id: str, at: datetime.datetime) -> None:
    """Keep what a quote was before any person changed it."""
    known = select(versions.c.version).where(versions.c.quote_id == quote_id).limit(1)
    if (await connection.execute(known)).first() is None and await _version_of(connection, quote_id):
        await _keep(connection, quote_id, Why.BEFORE, None, at)


async def _keep(connection: AsyncConnection, quote_id: str, why: Why, person_id: int | None, at: datetime.datetime) -> None:
    """Write down what a quote is now."""
    row = (await connection.execute(select(quotes).where(quotes.c.id == quote_id))).one()
    values = {"quote_id": quote_id, "version": row.version, "body": row.body, "collection": row.collection, "deleted": row.deleted}
    await connection.execute(insert(versions).values(**values, person_id=person_id, at=at, why=why))
