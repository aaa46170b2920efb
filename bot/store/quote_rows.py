"""Quotes as rows of the database, and what each change of them leaves behind for those who follow."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Table, delete, insert, select, update

from bot.corpus.quote import Quote
from bot.store.connections import AsyncConnection
from bot.store.listening import tell_others
from bot.store.schema import changes, quote_topics, quotes, revisions

_encode = msgspec.json.Encoder(order="deterministic").encode
# What whoever changes quotes is alone at: their changes come one after another.
ALONE_AT = "quotes"
# SQLite allows 32,766 parameters a statement, PostgreSQL 32,767; this many rows stay below both.
BATCH = 2_000
# Rows written at a time while others wait for the event loop.
WRITTEN = 250


@dataclass(frozen=True)
class Revision:
    """How far the history of a store has come, and the mark that tells this history from any other."""

    number: int
    mark: str


def visible_in(collection: int | None) -> ColumnElement[bool]:
    """Of the quotes those that are common, or in the group's own *collection*."""
    common = quotes.c.collection.is_(None)
    return common if collection is None else common | (quotes.c.collection == collection)


def shuffle_of(quote_id: str) -> int:
    """The place of a quote in the random order: the same in every database, unrelated to its id, 0 to 2^63 - 1."""
    return int.from_bytes(blake2b(quote_id.encode(), digest_size=8).digest()) >> 1


# A topic's own sayings come before those that only touch it; three ranks fit the two bits.
_LAST_RANK = 3


def place_in_topic(quote_id: str, rank: int) -> int:
    """The place of a quote in a topic that is the *rank*-th of its topics, 0 being the one it is most about; 0 to 2^63 - 1."""
    return (min(rank, _LAST_RANK) << 61) | (shuffle_of(quote_id) >> 2)


def row_of(quote: Quote) -> dict[str, Any]:
    """A new row of *quote*, as of a file."""
    body = _encode(quote)
    return {
        "id": quote.id,
        "kind": quote.kind,
        "language": quote.language,
        "languages": ",".join(sorted({rendering.language for rendering in quote.renderings})),
        "body": body.decode(),
        "shuffle": shuffle_of(quote.id),
        "file_digest": sha256(body).hexdigest(),
        "edited": False,
        "deleted": False,
        "version": 1,
    }


async def put(connection: AsyncConnection, quote: Quote, collection: int | None) -> int:
    """Write *quote* in the place of the one with its id, or anew; its version now."""
    row = {**row_of(quote), "file_digest": None, "edited": True, "collection": collection}
    replaced = await connection.execute(
        update(quotes).where(quotes.c.id == quote.id).values({**row, "version": quotes.c.version + 1}).returning(quotes.c.version)
    )
    version: int | None = replaced.scalar()
    if version is None:
        await connection.execute(insert(quotes).values(row))
    await connection.execute(delete(quote_topics).where(quote_topics.c.quote_id == quote.id))
    await add_topics(connection, [quote])
    await record(connection, [quote.id])
    return version or 1


async def hide(connection: AsyncConnection, quote_id: str) -> int | None:
    """Take a quote out of everybody's sight; its version now, None when there is none to be seen."""
    there = (quotes.c.id == quote_id) & ~quotes.c.deleted
    changed = {"deleted": True, "version": quotes.c.version + 1}
    version: int | None = (await connection.execute(update(quotes).where(there).values(changed).returning(quotes.c.version))).scalar()
    if version is not None:
        await record(connection, [quote_id])
    return version


async def add_rows(
    connection: AsyncConnection, fresh: list[tuple[Quote, dict[str, Any]]], into: Table = quotes, topics_into: Table = quote_topics
) -> None:
    """Insert new quotes with their rows, and their topics."""
    for start in range(0, len(fresh), BATCH):
        await connection.execute(insert(into), [row for _, row in fresh[start : start + BATCH]])
    await add_topics(connection, [quote for quote, _ in fresh], topics_into)


async def add_topics(connection: AsyncConnection, added: list[Quote], into: Table = quote_topics) -> None:
    """Insert the topics of new quotes."""
    rows = [
        {"topic": topic, "quote_id": quote.id, "shuffle": place_in_topic(quote.id, rank)}
        for quote in added
        for rank, topic in enumerate(dict.fromkeys(quote.topics))
    ]
    for start in range(0, len(rows), BATCH):
        await connection.execute(insert(into), rows[start : start + BATCH])


async def newest_revision(connection: AsyncConnection) -> Revision:
    """How far the history has come."""
    newest = select(revisions).order_by(revisions.c.revision.desc()).limit(1)
    row = (await connection.execute(newest)).one()
    return Revision(row.revision, row.mark)


async def begin_revision(connection: AsyncConnection) -> int:
    """The number of a new revision, with a mark that no other history has."""
    number = (await newest_revision(connection)).number + 1
    await connection.execute(insert(revisions).values(revision=number, mark=secrets.token_hex(16)))
    await tell_others(connection, number)
    return number


async def record(connection: AsyncConnection, quote_ids: Sequence[str]) -> None:
    """Begin a new revision, in which these quotes came, were changed or went."""
    if not quote_ids:
        return
    number = await begin_revision(connection)
    for start in range(0, len(quote_ids), WRITTEN):
        some = [{"quote_id": id_, "revision": number} for id_ in quote_ids[start : start + WRITTEN]]
        await connection.execute(delete(changes).where(changes.c.quote_id.in_([row["quote_id"] for row in some])))
        await connection.execute(insert(changes), some)


async def forget(connection: AsyncConnection, ids: Sequence[str]) -> None:
    """Delete quotes altogether, and with them all that hangs on them."""
    for start in range(0, len(ids), BATCH):
        await connection.execute(delete(quotes).where(quotes.c.id.in_(ids[start : start + BATCH])))
