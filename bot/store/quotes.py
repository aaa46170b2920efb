"""The quotes the bot knows: taken in from files, added from elsewhere, read by id."""

import asyncio
import contextlib
import datetime
import random
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import msgspec
from msgspec import structs
from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, bindparam, delete, func, insert, literal, select, update
from sqlalchemy.schema import CreateTable, DropTable

from bot.corpus.quote import Kind, Quote
from bot.store.connections import AsyncConnection
from bot.store.engine import Database
from bot.store.inserting import bytewise, upsert
from bot.store.listening import wakes
from bot.store.quote_rows import (
    ALONE_AT,
    BATCH,
    WRITTEN,
    Revision,
    add_rows,
    add_topics,
    begin_revision,
    forget,
    hide,
    newest_revision,
    put,
    record,
    row_of,
)
from bot.store.schema import changes, drafts, imports, meta, quote_topics, quotes, revisions

_decode = msgspec.json.Decoder(Quote).decode
_FILES_DIGEST = "files_digest"
# Common quotes that were read last, for when the database is away; each has a kilobyte or two.
_IN_MIND = 1_000
# Rows read at a time while others wait for the event loop: some two milliseconds.
_STREAMED, _READ_AT_ONCE = 500, 50


def _told(body: str | bytes) -> Quote:
    """A quote as people are told it: without what it is asked for, which is more than half of it."""
    return structs.replace(_decode(body), asks={})


# What is told again and again; the same body is the same quote, whatever becomes of its id.
_told_often = lru_cache(maxsize=512)(_told)


def _temporary(table: Table) -> Table:
    """A table like *table* that one connection has for itself."""
    return Table(f"arriving_{table.name}", MetaData(), *(Column(one.name, one.type) for one in table.c), prefixes=["TEMPORARY"])


_arriving, _arriving_topics = _temporary(quotes), _temporary(quote_topics)


# What every answer asks is put together once: that takes longer than the database does.
_SEEN = select(quotes.c.id, quotes.c.collection, quotes.c.body).where(
    quotes.c.id.in_(bindparam("ids", expanding=True)),
    ~quotes.c.deleted,
    quotes.c.collection.is_(None) | (quotes.c.collection == bindparam("collection", type_=BigInteger)),
)


@dataclass(frozen=True)
class Stored:
    """A quote as it is stored: the group whose own it is, None when it is common, and its body, which `quote` reads."""

    collection: int | None
    body: str

    @property
    def quote(self) -> Quote:
        """The quote; about 10 µs, so for many of them a thread's work."""
        return _decode(self.body)


@dataclass(frozen=True)
class Changes:
    """What has happened to a store up to *revision*: the quotes that came or were changed, and the ids of those that went."""

    revision: Revision
    put: tuple[Stored, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class ImportOrder:
    """Who ordered an import, when, and by which draft."""

    draft_id: int
    person_id: int
    at: datetime.datetime


@dataclass(frozen=True)
class Snapshot:
    """All quotes at one *revision*, in order of id, in batches that are read as they are consumed."""

    revision: Revision
    batches: AsyncIterator[list[Stored]]


class QuoteStore:
    """Quotes in the database. Methods raise `StoreAway` when it is lost."""

    def __init__(self, database: Database) -> None:
        """Keep quotes in *database*, which must be open whenever a method is called."""
        self._database = database
        # As they are stored: read out they take twice as much, and hardly ever is one of them wanted.
        self._in_mind: OrderedDict[str, bytes] = OrderedDict()

    async def files_digest(self) -> str | None:
        """The digest of the files last taken in; None before the first time."""
        async with self._database.reading() as connection:
            digest: str | None = (await connection.execute(select(meta.c.value).where(meta.c.key == _FILES_DIGEST))).scalar()
            return digest

    async def take_in(self, corpus: Sequence[Quote], files_digest: str) -> int:
        """Bring the quotes of the files into the store, in one transaction; how many rows changed.

        New and changed records come in, and records no file holds any longer go; what an admin has edited or deleted
        stays as the admin left it. Doing it again changes nothing.
        """
        async with self._database.writing(alone_at=ALONE_AT) as connection:
            columns = (quotes.c.id, quotes.c.file_digest, quotes.c.edited, quotes.c.deleted)
            stored = {row.id: row for row in await connection.execute(select(*columns))}
            fresh, changed = [], []
            for quote in corpus:
                row = row_of(quote)
                known = stored.get(quote.id)
                if known is None:
                    fresh.append((quote, row))
                elif known.file_digest != row["file_digest"] and not (known.edited or known.deleted):
                    changed.append((quote, row))
            gone = {row.id for row in stored.values() if row.file_digest is not None and not (row.edited or row.deleted)}
            gone -= {quote.id for quote in corpus}
            await forget(connection, sorted(gone))
            await add_rows(connection, fresh)
            for quote, row in changed:
                values = {**row, "version": quotes.c.version + 1}
                await connection.execute(update(quotes).where(quotes.c.id == quote.id).values(values))
                await connection.execute(delete(quote_topics).where(quote_topics.c.quote_id == quote.id))
            await add_topics(connection, [quote for quote, _ in changed])
            await upsert(connection, meta, {"key": _FILES_DIGEST, "value": files_digest})
            touched = [*(quote.id for quote, _ in (*fresh, *changed)), *gone]
            await record(connection, touched)
            return len(touched)

    async def put(self, quote: Quote, collection: int | None = None) -> None:
        """Add *quote*, or put it in the place of the one with its id; of everybody, or a group's own *collection*.

        The files of quotes no longer change it.
        """
        async with self._database.writing(alone_at=ALONE_AT) as connection:
            await put(connection, quote, collection)

    async def delete(self, quote_id: str) -> bool:
        """Take a quote out of everybody's sight; whether there was one. The files of quotes do not bring it back."""
        async with self._database.writing(alone_at=ALONE_AT) as connection:
            return await hide(connection, quote_id) is not None

    async def revision(self) -> Revision:
        """How far the store has come."""
        async with self._database.reading() as connection:
            return await newest_revision(connection)

    def wakes(self, every: float) -> AsyncGenerator[None, None]:
        """Something for each time that others may have changed quotes; where the database cannot tell, *every* so many seconds."""
        return wakes(self._database, every)

    async def changes_since(self, known: Revision, most: int) -> Changes | None:
        """What has happened since the revision *known*; None when that is more than *most* quotes, or *known* is not of this history."""
        async with self._database.reading() as connection:
            now = await newest_revision(connection)
            if now == known:
                return Changes(now, (), ())
            ours = select(revisions).where(revisions.c.revision == known.number, revisions.c.mark == known.mark)
            if (await connection.execute(ours)).first() is None:
                return None
            newer = select(changes.c.quote_id).where(changes.c.revision > known.number).limit(most + 1)
            ids = [row.quote_id for row in await connection.execute(newer)]
            if len(ids) > most:
                return None
            put, there = [], set()
            for start in range(0, len(ids), BATCH):
                some = quotes.c.id.in_(ids[start : start + BATCH])
                for row in await connection.execute(select(quotes.c.id, quotes.c.collection, quotes.c.body).where(some, ~quotes.c.deleted)):
                    there.add(row.id)
                    put.append(Stored(row.collection, row.body))
            return Changes(now, tuple(put), tuple(id_ for id_ in ids if id_ not in there))

    async def add(self, added: Iterable[Quote], collection: int | None = None, order: ImportOrder | None = None) -> int | None:
        """Bring in quotes that no file of `quotes/` holds, in one transaction, consuming *added* in batches.

        They are of everybody, or a group's own *collection*; *added* is consumed by other threads, beside the event loop. With an *order*
        the draft it came from ends, and the import can be undone by the number that is returned; None when that draft has ended before,
        and then nothing is brought in.

        Their ids must be new to the store; SQLAlchemy's IntegrityError says that one is not.
        """
        rest = iter(added)
        # Gathered first: the one writer that SQLite has at a time would be this for as long as all of it takes.
        async with self._database.gathering() as connection:
            for table in (_arriving, _arriving_topics):
                await connection.execute(CreateTable(table))
            while batch := await asyncio.to_thread(_rows, rest, {"file_digest": None, "collection": collection}):
                await add_rows(connection, batch, _arriving, _arriving_topics)
            await self._database.be_alone_at(connection, ALONE_AT)
            number = await _begin_import(connection, collection, order) if order else None
            if number or not order:
                await _arrive(connection, number)
            for table in (_arriving, _arriving_topics):
                await connection.execute(DropTable(table))
            return number

    async def import_of(self, number: int) -> tuple[int | None] | None:
        """The collection an import went into, in a tuple of its own; None when there is none to be undone."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(imports.c.collection).where(imports.c.id == number))).first()
        return (row.collection,) if row else None

    async def undo_import(self, number: int, person_id: int, since: datetime.datetime) -> int | None:
        """Take out again what a person's import brought, but for what has been changed since; how many quotes.

        None when it is not theirs, was undone before, or is older than *since*.
        """
        async with self._database.writing(alone_at=ALONE_AT) as connection:
            theirs = (imports.c.id == number) & (imports.c.person_id == person_id) & (imports.c.at >= since)
            if (await connection.execute(delete(imports).where(theirs).returning(imports.c.id))).first() is None:
                return None
            brought = (quotes.c.import_id == number) & (quotes.c.version == 1) & ~quotes.c.deleted
            ids = [row.id for row in await connection.execute(select(quotes.c.id).where(brought))]
            await record(connection, ids)
            # Gone altogether, so that the mended file can be imported again.
            await forget(connection, ids)
            return len(ids)

    async def stored(self, ids: Sequence[str]) -> dict[str, Stored]:
        """The quotes of these ids, by id, also those an admin has deleted: their ids stay taken."""
        async with self._database.reading() as connection:
            found = await connection.execute(select(quotes.c.id, quotes.c.collection, quotes.c.body).where(quotes.c.id.in_(ids)))
            return {row.id: Stored(row.collection, row.body) for row in found}

    async def present(self, ids: Sequence[str]) -> dict[str, Quote]:
        """The quotes of these ids that are in somebody's sight, by id, whosever they are."""
        async with self._database.reading() as connection:
            found = await connection.execute(select(quotes.c.id, quotes.c.body).where(quotes.c.id.in_(ids), ~quotes.c.deleted))
            return {row.id: _decode(row.body) for row in found}

    async def get(self, ids: Iterable[str], collection: int | None = None) -> list[Quote]:
        """The quotes of these ids, in their order, that are common or in the group's own *collection*; others are left out.

        They are to be told, and without their asks.
        """
        wanted = list(ids)
        if not wanted:
            return []
        # No group has the number 0.
        rows = await self._database.glance(_SEEN, {"ids": wanted, "collection": collection or 0})
        by_id = {row.id: _told_often(row.body) for row in rows}
        self._keep_in_mind([(row.id, row.body) for row in rows if row.collection is None])
        return [by_id[id_] for id_ in wanted if id_ in by_id]

    def remembered(self, ids: Iterable[str]) -> list[Quote]:
        """Those of the common quotes of these ids that can be told without the database, as they were when they were read last."""
        return [_told(self._in_mind[id_]) for id_ in ids if id_ in self._in_mind]

    def any_remembered(self, chance: random.Random, kinds: Sequence[Kind] = tuple(Kind)) -> Quote | None:
        """One of the common quotes of these *kinds* that can be told without the database; None where none of them is."""
        for id_ in chance.sample([*self._in_mind], len(self._in_mind)):
            if (quote := _told(self._in_mind[id_])).kind in kinds:
                return quote
        return None

    async def learn_some(self) -> None:
        """Read as many common quotes as are kept in mind."""
        some = select(quotes.c.id, quotes.c.body).where(~quotes.c.deleted, quotes.c.collection.is_(None)).limit(_IN_MIND)
        async with self._database.reading() as connection:
            # A few at a time, for what is read at once stays with the process.
            async for rows in (await connection.stream(some)).partitions(_READ_AT_ONCE):
                self._keep_in_mind([(row.id, row.body) for row in rows])

    def _keep_in_mind(self, some: Iterable[tuple[str, str]]) -> None:
        for quote_id, body in some:
            self._in_mind[quote_id] = body.encode()
            self._in_mind.move_to_end(quote_id)
        while len(self._in_mind) > _IN_MIND:
            self._in_mind.popitem(last=False)

    @contextlib.asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Snapshot]:
        """Every quote, as they all are at one revision."""
        async with self._database.reading() as connection:
            revision = await newest_revision(connection)
            stored = select(quotes.c.collection, quotes.c.body).where(~quotes.c.deleted).order_by(quotes.c.id)
            rows = await connection.stream(stored)
            yield Snapshot(revision, ([Stored(row.collection, row.body) for row in some] async for some in rows.partitions(_STREAMED)))

    async def of_collection(self, collection: int | None) -> AsyncGenerator[list[Stored], None]:
        """The quotes of a group's own *collection*, or with None the common ones, in order of id, in batches read as they are consumed."""
        async with self._database.reading() as connection:
            # The order of the bytes, for a file is to come out the same of every database: PostgreSQL may leave out the dashes.
            in_order = select(quotes.c.collection, quotes.c.body).where(~quotes.c.deleted).order_by(bytewise(connection, quotes.c.id))
            its = quotes.c.collection.is_(None) if collection is None else quotes.c.collection == collection
            rows = await connection.stream(in_order.where(its))
            async for some in rows.partitions(_STREAMED):
                yield [Stored(row.collection, row.body) for row in some]

    async def all(self) -> AsyncIterator[Quote]:
        """Every quote, in order of id, read as it is consumed."""
        async with self.snapshot() as snapshot:
            async for some in snapshot.batches:
                for stored in some:
                    yield stored.quote

    async def count_by_kind(self) -> dict[Kind, int]:
        """How many quotes of each kind there are."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(quotes.c.kind, func.count()).where(~quotes.c.deleted).group_by(quotes.c.kind))
            return {Kind(kind): count for kind, count in rows}


def _rows(rest: Iterator[Quote], came: dict[str, Any]) -> list[tuple[Quote, dict[str, Any]]]:
    """The next few quotes of *rest* with their rows, which say that they *came* so."""
    return [(quote, {**row_of(quote), **came}) for quote in islice(rest, WRITTEN)]


async def _begin_import(connection: AsyncConnection, collection: int | None, order: ImportOrder) -> int | None:
    """End the draft that *order* came from; the number of the import, None when the draft has ended before."""
    ended = delete(drafts).where(drafts.c.id == order.draft_id).returning(drafts.c.id)
    if (await connection.execute(ended)).first() is None:
        return None
    row = {"person_id": order.person_id, "collection": collection, "at": order.at}
    number: int = (await connection.execute(insert(imports).values(row).returning(imports.c.id))).scalar_one()
    return number


async def _arrive(connection: AsyncConnection, import_id: int | None) -> None:
    """Bring in what has been gathered, in a few statements."""
    ids = select(_arriving.c.id)
    if (await connection.execute(ids.limit(1))).first() is None:
        return
    kept = [column for column in _arriving.c if column.name != "import_id"]
    names = [*(column.name for column in kept), "import_id"]
    await connection.execute(insert(quotes).from_select(names, select(*kept, literal(import_id, Integer)).order_by(_arriving.c.id)))
    topics = [column.name for column in _arriving_topics.c]
    await connection.execute(
        insert(quote_topics).from_select(topics, select(_arriving_topics).order_by(_arriving_topics.c.topic, _arriving_topics.c.quote_id))
    )
    number = await begin_revision(connection)
    await connection.execute(delete(changes).where(changes.c.quote_id.in_(ids)))
    await connection.execute(
        insert(changes).from_select(["quote_id", "revision"], ids.add_columns(literal(number, BigInteger)).order_by(_arriving.c.id))
    )
