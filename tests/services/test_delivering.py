"""What is sent through faults and by two processes at once: once, or as often as nobody can know better."""

import asyncio
import datetime
import json
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from bot_api.faults import Fail, Fault
from bot_api.journal import Call
from bot_api.server import BotApiServer
from conftest import NOW, Clock
from couriers import courier_to, known, posting, queue_posts, rows_of, subscribed
from samples import samples
from sqlalchemy import func, select

from bot.errors import StoreAway
from bot.fronts.telegram.courier import TelegramCourier
from bot.rendering.messages import Renderer
from bot.services.delivering import LEASE
from bot.services.posting import Posting
from bot.store.engine import Database
from bot.store.outbox import Outbox
from bot.store.parcels import News, Outcome, Skipped, UsedUp, parcel_of, row_of
from bot.store.quotes import QuoteStore
from bot.store.schema import announcements, outbox, posted
from bot.store.subscriptions import Source, Subscription
from bot.text.language import Language

OWNER = 1001
# Longer than anything waits that is tried again.
LATER = datetime.timedelta(seconds=61)


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A server that has no reason of its own to refuse a message in these tests."""
    async with BotApiServer() as running:
        yield running
    assert [refusal for refusal in running.refusals if refusal.method == "sendMessage"] == []


async def announced(database: Database, people: range, now: int) -> None:
    """Queue an announcement, "News", for each of *people*."""
    text = {"id": 1, "person_id": OWNER, "chat_id": OWNER, "texts": json.dumps({"en": "News"}), "fallback": "en"}
    async with database.writing() as connection:
        await connection.execute(announcements.insert(), text | {"state": "sending"})
        await connection.execute(outbox.insert(), [row_of(News(), id_, now, announcement_id=1) for id_ in people])


def refused(fault: Fault | None) -> bool:
    """Whether a call was answered with 429, and so surely did nothing."""
    return isinstance(fault, Fail) and fault.refusal.error_code == 429


def sends(server: BotApiServer) -> list[Call]:
    """Every message that was tried to be sent."""
    return [call for call in server.calls if call.method == "sendMessage" and call["chat_id"] != OWNER]


async def test_the_depth_of_the_outbox_is_what_is_still_to_be_sent(database_url: str) -> None:
    now = int(NOW.timestamp())
    async with Database(database_url) as database:
        await announced(database, range(2001, 2006), now)
        process = Outbox(database, "test")
        assert await process.depth() == 5

        await process.lease(now, now + 60, 2)

        assert await process.depth() == 3


async def test_through_faults_by_chance_each_chat_gets_it_once_or_it_is_known_why_not(
    server: BotApiServer, sqlite_url: str, clock: Clock, renderer: Renderer
) -> None:
    """300 announcements and 150 posts: what may have come is tried once more if it is a post, and told to the owner if it is not."""
    told, subscribers, now = range(2001, 2301), range(3001, 3151), int(NOW.timestamp())
    known(server, OWNER, *told, *subscribers)
    server.faults_at_random(random.Random(9), {"cut": 0.06, "429": 0.003, "500": 0.06, "502": 0.06})  # noqa: S311  # repeatable on purpose
    async with Database(sqlite_url) as database:
        await QuoteStore(database).take_in(quotes := samples(3), "files")
        await announced(database, told, now)
        await queue_posts(database, [quote.id for quote in quotes], subscribers, now)
        process = posting(database, clock, owners=[OWNER])
        async with courier_to(server, renderer, process) as courier:
            for _ in range(5):
                while await process.announcing.tick(courier):
                    pass
                clock.now += LATER
        states = {row.chat_id: row.state for row in await rows_of(database)}

    tried = defaultdict[int, list[Fault | None]](list)
    for call in sends(server):
        if not refused(call.fault):
            tried[call["chat_id"]].append(call.fault)
    assert tried.keys() == states.keys() == {*told, *subscribers}
    for chat, faults in tried.items():
        most = 1 if chat in told else 2
        # Tried again only after a fault, and then no more than once; what is known to have come is marked as sent, the rest as in doubt.
        assert len(faults) <= most
        assert None not in faults[:-1]
        assert states[chat] == (Outcome.DOUBT if faults[-1] else Outcome.SENT)
        assert faults[-1] is None or len(faults) == most
    seen = Counter(type(call.fault).__name__ + (" 429" if refused(call.fault) else "") for call in sends(server))
    assert seen.keys() == {"NoneType", "Cut", "Fail", "Fail 429", "FailWithHtml"}
    assert Counter(states.values()).keys() == {Outcome.SENT, Outcome.DOUBT}


async def test_after_a_429_nothing_is_sent_until_its_time_is_over(
    server: BotApiServer, sqlite_url: str, clock: Clock, renderer: Renderer
) -> None:
    people = range(2001, 2041)
    known(server, OWNER, *people)
    server.fail_chat(people[20], 429, "Too Many Requests: retry after 1", {"retry_after": 1})
    async with Database(sqlite_url) as database:
        await announced(database, people, int(NOW.timestamp()))
        process = posting(database, clock, owners=[OWNER])
        async with courier_to(server, renderer, process) as courier:
            for _ in range(2):
                while await process.announcing.tick(courier):
                    pass
                clock.now += LATER

    calls = sends(server)
    assert Counter(call["chat_id"] for call in calls if call.fault is None) == dict.fromkeys(people, 1)
    [at] = [call.arrived for call in calls if refused(call.fault)]
    # Three may have been under way when it was refused.
    under_way = [call.arrived - at for call in calls if at < call.arrived < at + 1]
    assert len(under_way) <= 3
    assert max(under_way, default=0) < 0.5


# Two processes


@pytest.fixture
async def two(
    server: BotApiServer, database_url: str, clock: Clock, renderer: Renderer
) -> AsyncIterator[list[tuple[Database, Posting, TelegramCourier]]]:
    """Two processes on one database of each kind in turn, each with connections and a courier of its own."""
    async with AsyncExitStack() as stack:
        both = []
        for _ in range(2):
            database = await stack.enter_async_context(Database(database_url))
            process = posting(database, clock, owners=[OWNER])
            both.append((database, process, await stack.enter_async_context(courier_to(server, renderer, process))))
        yield both


async def deliver_all(process: Posting, courier: TelegramCourier) -> int:
    """Send what there is to send; how many rows this process had in hand."""
    count = 0
    while sent := await process.announcing.deliver_due(courier):
        count += sent
    return count


async def test_two_processes_that_send_at_once_send_no_row_twice(
    server: BotApiServer, two: list[tuple[Database, Posting, TelegramCourier]]
) -> None:
    told, subscribers, now = range(2001, 2081), range(3001, 3041), int(NOW.timestamp())
    known(server, OWNER, *told, *subscribers)
    database = two[0][0]
    await QuoteStore(database).take_in(quotes := samples(3), "files")
    await announced(database, told, now)
    await queue_posts(database, [quote.id for quote in quotes], subscribers, now)

    shares = await asyncio.gather(*(deliver_all(process, courier) for _, process, courier in two))

    assert Counter(call["chat_id"] for call in sends(server)) == dict.fromkeys([*told, *subscribers], 1)
    assert {row.state for row in await rows_of(database)} == {Outcome.SENT}
    # Both had their share of it.
    assert sum(shares) == 120
    assert min(shares) >= 40


async def test_two_processes_that_queue_at_once_queue_no_post_twice(
    server: BotApiServer, clock: Clock, two: list[tuple[Database, Posting, TelegramCourier]]
) -> None:
    """And both send meanwhile; what each chat has had is written down once as well."""
    groups = range(-2020, -2000)
    known(server, OWNER, *groups)
    database = two[0][0]
    await QuoteStore(database).take_in(samples(9), "files")
    await subscribed(database, clock, *(Subscription(group, 10 * 60, "UTC", (Language.EN,)) for group in groups))

    for day in (0, 1):
        clock.now = NOW + datetime.timedelta(days=day, hours=1.5)
        await asyncio.gather(*(process.announcing.tick(courier) for _, process, courier in two for _ in range(2)))
        await asyncio.gather(*(deliver_all(process, courier) for _, process, courier in two))

    rows = await rows_of(database)
    days = [NOW.date(), NOW.date() + datetime.timedelta(days=1)]
    assert Counter(call["chat_id"] for call in sends(server)) == dict.fromkeys(groups, 2)
    assert Counter((row.chat_id, row.day) for row in rows) == {(group, day): 1 for group in groups for day in days}
    async with database.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(posted))).scalar() == 40


async def test_of_what_two_processes_find_at_once_one_tells(
    server: BotApiServer, clock: Clock, two: list[tuple[Database, Posting, TelegramCourier]]
) -> None:
    """That a pool is used up, and that posts were skipped."""
    known(server, -2001, OWNER)
    database = two[0][0]
    await QuoteStore(database).add(samples(3), -2001)
    await subscribed(database, clock, Subscription(-2001, 10 * 60, "UTC", (Language.EN,), source=Source.OWN, person_id=OWNER))

    for day, hours in ((0, 1.5), (1, 1.5), (2, 1.5), (3, 1.5), (4, 12)):
        clock.now = NOW + datetime.timedelta(days=day, hours=hours)
        await asyncio.gather(*(process.announcing.enqueue_due(int(clock().timestamp())) for _, process, _ in two))

    told = [parcel_of(row).body for row in await rows_of(database) if row.chat_id == OWNER]
    assert told == [UsedUp(Language.EN, 1), Skipped(Language.EN, 1, 1)]


async def test_what_is_on_its_way_when_the_store_is_lost_is_waited_for_and_marked(
    server: BotApiServer, sqlite_url: str, clock: Clock, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(server, OWNER, *range(2001, 2004))
    server.delay("sendMessage", 0.2)
    async with Database(sqlite_url) as database:
        await announced(database, range(2001, 2004), int(NOW.timestamp()))
        process = posting(database, clock)
        delivering = process.announcing.delivering
        mark = delivering.outbox.mark

        async def away(marks: object, begun: int | None, until: int) -> bool:
            if begun is not None and begun > 1:
                raise StoreAway("for a moment")
            return await mark(marks, begun, until)  # type: ignore[arg-type]

        monkeypatch.setattr(delivering.outbox, "mark", away)
        async with courier_to(server, renderer, process) as courier:
            with pytest.raises(StoreAway):
                await delivering.deliver(courier)
            assert len(sends(server)) == 1
            # What became of it is written down with what comes next, and it is not sent again.
            monkeypatch.undo()
            clock.now += datetime.timedelta(seconds=LEASE + 1)
            while await process.announcing.tick(courier):
                pass
        rows = await rows_of(database)

    assert sorted(call["chat_id"] for call in sends(server)) == [2001, 2002, 2003]
    assert {row.state for row in rows} == {Outcome.SENT}
