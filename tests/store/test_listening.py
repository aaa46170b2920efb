"""Word of changed quotes goes from one process to all others."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest
from postgres_servers import Server, backends, hang_up
from samples import sample

from bot.corpus.quote import Quote
from bot.services.answering import Answering
from bot.store.engine import Database
from bot.store.quotes import QuoteStore

SAYING = sample("new-saying", words="a quixotic zugzwang befell the jovial oryx")
OTHER = sample("other-saying", words="blizzards vex every lukewarm fjord")


def finds(answering: Answering, quote: Quote) -> bool:
    """Whether the search finds a quote first."""
    hits = answering.search(quote.renderings[0].text).hits
    return bool(hits) and hits[0].quote_id == quote.id


async def passed(true: Callable[[], bool], within: float) -> float:
    """Wait until something is true; how long that took, in seconds."""
    begun = time.monotonic()
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110  # nothing tells of it: that is the promise
            await asyncio.sleep(0.005)
    return time.monotonic() - begun


@asynccontextmanager
async def following(url: str) -> AsyncIterator[Answering]:
    """The search of one replica, which follows the store and looks by itself so seldom that a test does not see it."""
    async with Database(url) as database:
        answering = Answering(QuoteStore(database))
        await answering.refresh()
        task = asyncio.create_task(answering.follow(3_600))
        try:
            yield answering
        finally:
            task.cancel()
            await asyncio.wait([task])


async def listens(url: str) -> int:
    """The server's process for the connection that listens, once there is one."""
    async with asyncio.timeout(5):
        while not (found := await backends(url, "listening")):  # noqa: ASYNC110  # another task does it, which sets no event
            await asyncio.sleep(0.01)
    return found[0]


async def test_a_saying_added_by_one_replica_is_found_by_another_within_a_second(made_postgres_url: str) -> None:
    async with following(made_postgres_url) as theirs, Database(made_postgres_url) as ours:
        await listens(made_postgres_url)
        await asyncio.sleep(0.2)  # what it looks for when it begins to listen is not what is tested
        await QuoteStore(ours).put(SAYING)
        added = await passed(lambda: finds(theirs, SAYING), 1.0)
        await QuoteStore(ours).delete(SAYING.id)
        deleted = await passed(lambda: not finds(theirs, SAYING), 1.0)

    assert max(added, deleted) < 1.0


async def test_a_saying_added_while_the_connection_was_lost_is_found_within_a_second(made_postgres_url: str) -> None:
    async with following(made_postgres_url) as theirs, Database(made_postgres_url) as ours:
        for quote in (SAYING, OTHER):
            await hang_up(made_postgres_url, await listens(made_postgres_url))
            await QuoteStore(ours).put(quote)

            assert await passed(lambda quote=quote: finds(theirs, quote), 1.0) < 1.0  # type: ignore[misc]


async def test_a_saying_added_after_the_server_was_away_is_found_within_a_second(tmp_path: Path) -> None:
    with Server(tmp_path / "server") as server:
        async with following(server.url) as theirs, Database(server.url) as ours:
            await listens(server.url)
            with server.away():
                await asyncio.sleep(0.5)
            await QuoteStore(ours).put(SAYING)
            # Tries grow rarer while a server is away, and this one was for a moment.
            await passed(lambda: finds(theirs, SAYING), 5.0)
            await QuoteStore(ours).put(OTHER)

            assert await passed(lambda: finds(theirs, OTHER), 1.0) < 1.0


async def test_whatever_changes_quotes_is_told(made_postgres_url: str) -> None:
    async with Database(made_postgres_url) as database:
        store = QuoteStore(database)
        async with aclosing(store.wakes(3_600)) as wakes:
            await anext(wakes)
            told = []
            for change in (
                store.take_in([OTHER], "files"),
                store.put(SAYING),
                store.delete(SAYING.id),
                store.add([sample("imported")]),
            ):
                await change
                async with asyncio.timeout(1):
                    await anext(wakes)
                told.append(await store.revision())

    assert len({revision.number for revision in told}) == 4


async def test_what_changes_nothing_or_fails_is_not_told(made_postgres_url: str) -> None:
    async with Database(made_postgres_url) as database:
        store = QuoteStore(database)
        await store.put(SAYING)
        async with aclosing(store.wakes(3_600)) as wakes:
            await anext(wakes)
            await store.delete("no-such-saying")
            with pytest.raises(Exception, match="duplicate"):
                await store.add([SAYING])

            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await anext(wakes)


async def test_over_a_file_others_are_looked_at_in_turn(made_sqlite_url: str) -> None:
    async with Database(made_sqlite_url) as database, aclosing(QuoteStore(database).wakes(0.05)) as wakes:
        begun = time.monotonic()
        for _ in range(4):
            await anext(wakes)

    assert 0.2 <= time.monotonic() - begun < 1.0
