"""How announcements are paced and what they cost, beside the library's own rate limiter and job queue in the same run.

    PYTHONPATH=tests .venv/bin/python tests/benchmarks/announcing.py [--chats 600] [--due 10000] [--stored 1000000]

The peers are python-telegram-bot's `AIORateLimiter` and `JobQueue`; without the packages they need (the `benchmark` extra brings them)
their rows are left out.
"""

import argparse
import asyncio
import datetime
import gc
import itertools
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

from bot_api.floods import most_within
from bot_api.people import Chat
from bot_api.server import BotApiServer
from couriers import sender_to
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, Application, ExtBot

from bot.app import posting_of
from bot.corpus.reader import read
from bot.errors import ChatGone
from bot.fronts.telegram.courier import TelegramCourier
from bot.fronts.telegram.pacing import Limits
from bot.rendering.catalogue import load
from bot.rendering.messages import Renderer
from bot.services.answers import Answer
from bot.services.delivering import Brought
from bot.services.posting import Posting
from bot.services.topics import Topics
from bot.store.engine import Database
from bot.store.parcels import News, row_of
from bot.store.quotes import QuoteStore
from bot.store.schema import announcements, outbox, subscriptions

ROOT = Path(__file__).parents[2]
FIRST = 10_001
NINE = datetime.datetime(2026, 11, 24, 9, 0, 5, tzinfo=datetime.UTC)


class NoCourier:
    """Brings everything in no time: what is left is the cost of the rest."""

    def wait(self, chat_id: int) -> float:
        return 0.0

    async def approach(self) -> None:
        return

    async def turn(self, chat_id: int) -> None:
        return

    async def bring(self, chat_id: int, answer: Answer, *, thread_id: int | None = None, silent: bool = False) -> Brought:
        return Brought(1)

    async def change(self, chat_id: int, message_id: int | None, answer: Answer) -> int:
        return 1

    async def pin(self, chat_id: int, message_id: int, before: int | None) -> None:
        raise ChatGone("nothing is pinned here")


def row(name: str, *cells: object) -> None:
    """Print one row of a table."""
    print("| " + " | ".join([name, *map(str, cells)]) + " |", flush=True)


def head(*cells: str) -> None:
    """Print the head of a table."""
    print()
    row(*cells)
    row(*["---"] * len(cells))


def server_for(chats: int) -> BotApiServer:
    """A server that knows so many people."""
    server = BotApiServer()
    for id_ in range(FIRST, FIRST + chats):
        server.chats[id_] = Chat(id_, "private", "Somebody")
    return server


def sent(server: BotApiServer) -> list[float]:
    """When messages came to the server, the first at 0."""
    times = [call.arrived for call in server.calls if call.method == "sendMessage"]
    return [at - times[0] for at in times]


async def paced(chats: int, flood_at: int | None) -> tuple[float, int, int]:
    """Seconds, the most in any second after a refusal or over all, and messages that came, of ours."""
    with tempfile.TemporaryDirectory() as folder:
        async with server_for(chats) as server, Database(f"sqlite:///{folder}/bot.db") as database:
            posting = await made(database)
            async with database.writing() as connection:
                row_ = {"id": 1, "person_id": 1, "chat_id": 1, "texts": json.dumps({"en": "News"}), "fallback": "en", "state": "sending"}
                await connection.execute(announcements.insert(), row_)
                now = int(time.time())
                rows = [row_of(News(), id_, now, announcement_id=1) for id_ in range(FIRST, FIRST + chats)]
                await connection.execute(outbox.insert(), rows)
            async with sender_to(server) as bot:

                async def moved(old: int, new: int) -> None:
                    raise AssertionError

                courier = TelegramCourier(bot, Renderer(load(ROOT / "locales")), Limits(), moved)
                delivering = posting.announcing.delivering
                if flood_at:
                    refused_later(server, flood_at)
                while (await delivering.outbox.waiting(int(time.time())))[1]:
                    await delivering.deliver(courier)
                    if flood_at and len(server.messages) < chats:
                        await asyncio.sleep(0.02)
            times = sent(server)
            return times[-1], most_within(times, 1.0), len(server.messages)


def refused_later(server: BotApiServer, at: int) -> None:
    """Refuse the message of number *at* for three seconds."""
    server.fail_chat(FIRST + at, 429, "Too Many Requests: retry after 3", {"retry_after": 3})


async def limited(chats: int, flood_at: int | None) -> tuple[float, int, int]:
    """The same of the library's limiter."""
    async with server_for(chats) as server:
        bot = ExtBot(server.token, base_url=server.base_url, rate_limiter=AIORateLimiter(max_retries=3))
        async with bot:
            if flood_at:
                refused_later(server, flood_at)

            async def send(id_: int) -> None:
                with suppress(RetryAfter):
                    await bot.send_message(id_, "News")

            await asyncio.gather(*(send(id_) for id_ in range(FIRST, FIRST + chats)))
        times = sent(server)
        return times[-1], most_within(times, 1.0), len(server.messages)


async def made(database: Database, clock: Callable[[], datetime.datetime] | None = None) -> Posting:
    """What posts, over the shipped quotes."""
    corpus = read(ROOT / "quotes")
    await QuoteStore(database).take_in(corpus.quotes, "shipped")
    return posting_of(database, Topics(corpus.topics), corpus.calendar, (1,), clock=clock or (lambda: datetime.datetime.now(datetime.UTC)))


def stored(count: int, due_at: int | None) -> Iterator[dict[str, object]]:
    """Rows of so many subscriptions, all due at one moment, or at moments over a month from NINE on."""
    chance, start = random.Random(1), int(NINE.timestamp())  # noqa: S311  # repeatable on purpose
    for number in range(count):
        yield {
            "chat_id": FIRST + number,
            "state": "active",
            "minute": 9 * 60,
            "zone": "UTC",
            "days": 127,
            "languages": ("kk", "ru", "en", "zh", "kk,zh")[number % 5],
            "kinds": "",
            "topics": "",
            "source": "both",
            "silent": False,
            "pin": False,
            "due_at": due_at or start + 60 + chance.randrange(30 * 86_400),
        }


async def filled(database: Database, count: int, due_at: int | None) -> None:
    """Store so many subscriptions."""
    rows = stored(count, due_at)
    while some := list(itertools.islice(rows, 2_000)):
        async with database.writing() as connection:
            await connection.execute(subscriptions.insert(), some)


def megabytes() -> float:
    """The most memory this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def due_together(count: int) -> tuple[float, float, float, float]:
    """CPU seconds to queue and to deliver so many posts, memory added, the longest hold of the loop in ms."""
    with tempfile.TemporaryDirectory() as folder:
        async with Database(f"sqlite:///{folder}/bot.db") as database:
            posting = await made(database, lambda: NINE)
            await filled(database, count, int(NINE.timestamp()) - 5)
            announcing = posting.announcing
            gc.collect()
            before, start = megabytes(), time.process_time()
            assert await announcing.enqueue_due(int(NINE.timestamp())) == count
            queued = time.process_time() - start
            start = time.process_time()
            while await announcing.delivering.deliver(NoCourier()):
                pass
            delivered, added = time.process_time() - start, megabytes() - before
            # The next day, with somebody who watches: the watching takes time itself.
            async with Held() as held:
                await announcing.enqueue_due(int(NINE.timestamp()) + 86_400)
            return queued, delivered, added, held.longest_ms


class Held:
    """How long the event loop was held at most, while inside."""

    longest_ms = 0.0

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()

    async def _watch(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0)
            self.longest_ms = max(self.longest_ms, (time.perf_counter() - before) * 1000)
            await asyncio.sleep(0.001)


async def idle(count: int) -> tuple[float, float]:
    """The median of idle ticks with so many subscriptions stored, in ms of time and of CPU."""
    with tempfile.TemporaryDirectory() as folder:
        async with Database(f"sqlite:///{folder}/bot.db") as database:
            posting = await made(database, lambda: NINE)
            await filled(database, count, None)
            await posting.announcing.tick(NoCourier())
            walls, start = [], time.process_time()
            for _ in range(300):
                began = time.perf_counter()
                await posting.announcing.tick(NoCourier())
                walls.append((time.perf_counter() - began) * 1000)
            return statistics.median(walls), (time.process_time() - start) / 300 * 1000


async def set_back(count: int) -> tuple[float, float]:
    """Of a clock that is set back by a day with so many subscriptions stored: the longest tick, and how long all take, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        async with Database(f"sqlite:///{folder}/bot.db") as database:
            posting = await made(database, lambda: NINE)
            await filled(database, count, None)
            await posting.announcing.delivering.outbox.look(int(NINE.timestamp()) + 86_400)
            ticks, more = [], True
            while more:
                began = time.perf_counter()
                more = await posting.announcing.tick(NoCourier())
                ticks.append(time.perf_counter() - began)
            return max(ticks), sum(ticks)


async def started(count: int) -> float:
    """Seconds from an open database to the end of the first tick, with so many subscriptions stored."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bot.db"
        async with Database(url) as database:
            await made(database)
            await filled(database, count, None)
        async with Database(url) as database:
            corpus = read(ROOT / "quotes")
            posting = posting_of(database, Topics(corpus.topics), corpus.calendar, (1,), clock=lambda: NINE)
            read_ = time.perf_counter()
            await posting.announcing.tick(NoCourier())
            return time.perf_counter() - read_


async def job_queue(count: int) -> tuple[float, float]:
    """CPU seconds and memory of as many daily jobs in the library's queue, which a start has to make."""

    async def nothing(_: object) -> None:
        return

    application = Application.builder().token("1:TEST").build()
    queue = application.job_queue
    if queue is None:
        raise RuntimeError("without APScheduler")
    gc.collect()
    before, start = megabytes(), time.process_time()
    await queue.start()
    for number in range(count):
        queue.run_daily(nothing, datetime.time(9, 0, tzinfo=datetime.UTC), chat_id=FIRST + number)
    spent, added = time.process_time() - start, megabytes() - before
    await queue.stop(wait=False)
    return spent, added


def measured(work: Callable[[], Awaitable[object]]) -> object:
    """What *work* gives; None where a package it needs is not there."""
    try:
        return asyncio.run(work())  # type: ignore[arg-type]
    except RuntimeError as error:
        print(f"left out: {error}", file=sys.stderr)
        return None


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chats", type=int, default=600)
    parser.add_argument("--due", type=int, default=10_000)
    parser.add_argument("--stored", type=int, default=1_000_000)
    asked = parser.parse_args()

    queued, delivered, memory, held = asyncio.run(due_together(asked.due))
    head("subscriptions due together", "CPU s to queue", "CPU s to mark and render", "MB", "longest hold of the loop, ms")
    row(f"ours, {asked.due:,}", f"{queued:.2f}", f"{delivered:.2f}", f"{memory:.0f}", f"{held:.1f}")
    if peer := measured(lambda: job_queue(asked.due)):
        row(f"JobQueue, {asked.due:,} (to hold them, at each start)", f"{peer[0]:.2f}", "", f"{peer[1]:.0f}", "")  # type: ignore[index]
        print(f"ratio of CPU to queue: {queued / peer[0]:.2f}")  # type: ignore[index]

    wall, cpu = asyncio.run(idle(asked.stored))
    head("idle tick", "median ms", "CPU ms")
    row(f"{asked.stored:,} stored", f"{wall:.2f}", f"{cpu:.2f}")
    longest, all_of_it = asyncio.run(set_back(asked.stored))
    head("clock set back by a day", "longest tick, s", "all schedules reckoned anew, s")
    row(f"{asked.stored:,} stored", f"{longest:.2f}", f"{all_of_it:.0f}")
    head("start", "s")
    row("100,000 stored", f"{asyncio.run(started(100_000)):.3f}")

    head(f"pace, {asked.chats} private chats", "s", "most in any second", "came")
    for name, flood_at in (("", None), (", one 429 (retry after 3)", asked.chats // 3)):
        row(f"ours{name}", *shown(asyncio.run(paced(asked.chats, flood_at))))
        if peer := measured(lambda flood_at=flood_at: limited(asked.chats, flood_at)):  # type: ignore[misc]
            row(f"AIORateLimiter{name}", *shown(peer))  # type: ignore[arg-type]


def shown(found: tuple[float, int, int]) -> tuple[str, int, int]:
    """The cells of a row."""
    return f"{found[0]:.1f}", found[1], found[2]


if __name__ == "__main__":
    main()
