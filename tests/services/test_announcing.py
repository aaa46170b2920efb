"""A year of posts in five zones, under a clock that jumps, and the pace at which they go."""

import asyncio
import datetime
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest
from bot_api.server import BotApiServer
from couriers import courier_to, known, posting, queue_posts, rows_of, subscribed, subscription_row, until
from samples import samples
from sqlalchemy import func, select

from bot.fronts.telegram.pacing import Limits
from bot.rendering.messages import Renderer
from bot.rendering.reply import Reply, Span
from bot.services.delivering import GRACE
from bot.store.engine import Database
from bot.store.outbox import Outbox
from bot.store.parcels import Outcome
from bot.store.quotes import QuoteStore
from bot.store.schema import subscriptions
from bot.store.subscriptions import ALL_DAYS, Subscription
from bot.text.language import Language

OWNER = 1001
DAY, HOUR, MINUTE = 86_400, 3_600, 60
YEAR = 365
START = int(datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC).timestamp())
EVERY_OTHER, SUNDAY_AND_MONDAY = 0b0010101, 0b1000001
# By their chats, all near the same moment. Berlin leaves its hour out on a Sunday in spring, and has it twice on one in autumn.
PLACES = {
    2001: ("Asia/Almaty", 6 * 60 + 30, ALL_DAYS),
    2002: ("Asia/Shanghai", 9 * 60 + 30, EVERY_OTHER),
    2003: ("Europe/Berlin", 2 * 60 + 30, SUNDAY_AND_MONDAY),
    2004: ("America/New_York", 21 * 60 + 30, SUNDAY_AND_MONDAY),
    2005: ("Australia/Lord_Howe", 12 * 60 + 30, SUNDAY_AND_MONDAY),
}
SUBSCRIPTIONS = [Subscription(chat, minute, zone, (Language.EN,), days) for chat, (zone, minute, days) in PLACES.items()]
# By how much the clock is wrong from a day of the year on, and whether the bot is started anew then.
JUMPS = [
    (20, HOUR, False),
    (45, -30 * MINUTE, False),
    (70, 3 * HOUR, False),
    (100, -5 * HOUR, False),
    (126, HOUR, True),
    # Found out at once, and put right: what was skipped comes at its hour after all.
    (150, 2 * DAY, False),
    (150, -2 * DAY, False),
    (190, -2 * DAY, False),
    (215, 3 * HOUR, True),
    (240, -5 * HOUR, True),
    (280, 2 * DAY, True),
    (310, -2 * DAY, True),
    (335, -30 * MINUTE, True),
]


@dataclass
class World:
    """Time as it is, which never goes back, and a wall clock that people set. Both in seconds since the epoch."""

    true: int = START
    wall: int = START

    def __call__(self) -> datetime.datetime:
        """What the wall clock shows."""
        return datetime.datetime.fromtimestamp(self.wall, datetime.UTC)

    def pass_by(self, seconds: int) -> None:
        """Let time pass."""
        self.true += seconds
        self.wall += seconds


@dataclass
class Expected:
    """What is to be posted, reckoned day by day: a day is decided when its hour has first been seen to have come."""

    waiting: dict[int, list[int]]
    late: dict[int, list[int]] = field(default_factory=lambda: {chat: [] for chat in PLACES})
    skipped: int = 0
    posted: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of_year(cls) -> "Expected":
        """Every day of every place."""
        waiting: dict[int, list[int]] = {}
        for chat, (zone, minute, days) in PLACES.items():
            hour = datetime.time(*divmod(minute, 60), tzinfo=ZoneInfo(zone))
            all_days = [datetime.date(2026, 11, 23) + datetime.timedelta(days=number) for number in range(YEAR + 10)]
            moments = [int(datetime.datetime.combine(day, hour).timestamp()) for day in all_days if days >> day.weekday() & 1]
            waiting[chat] = [moment for moment in moments if moment > START]
        return cls(waiting)

    def next(self) -> int:
        """When the next of all is due."""
        return min(moments[0] for moments in self.waiting.values())

    def decide(self, now: int) -> Counter[int]:
        """The posts that go at *now*, by chat."""
        going = Counter[int]()
        for chat, moments in self.waiting.items():
            # A day whose hour is to come once more is decided anew, unless it or a later one has had its post.
            again = [moment for moment in self.late[chat] if moment > now]
            moments[:0], self.late[chat] = again, [moment for moment in self.late[chat] if moment <= now]
            while moments[0] <= now:
                if now - moments[0] > GRACE.total_seconds():
                    self.late[chat].append(moments.pop(0))
                    self.skipped += 1
                else:
                    moments.pop(0)
                    self.late[chat].clear()
                    going[chat] += 1
        self.posted += going
        return +going


@pytest.fixture
def world() -> World:
    """At noon of 23 November 2026."""
    return World()


@pytest.fixture
async def server(world: World) -> AsyncIterator[BotApiServer]:
    """A server that refuses floods, by the true time."""
    async with BotApiServer(clock=lambda: world.true) as running:
        running.enforce_floods = True
        known(running, OWNER, *PLACES)
        yield running


async def test_in_a_year_each_place_has_one_post_for_each_day_it_wants(
    server: BotApiServer, world: World, sqlite_url: str, renderer: Renderer
) -> None:
    """Whatever the clock does; but for the days it leaps over by more than the grace, and of those the owner is told."""
    chance, expected, jumps = random.Random(5), Expected.of_year(), list(JUMPS)  # noqa: S311  # repeatable on purpose
    sent, seen = list[tuple[int, str]](), 0
    async with Database(sqlite_url) as database:
        await QuoteStore(database).take_in(samples(2 * YEAR), "files")
        await subscribed(database, world, *SUBSCRIPTIONS)
        process = posting(database, world, owners=[OWNER])
        async with courier_to(server, renderer, process) as courier:
            while world.true < START + YEAR * DAY:
                if jumps and world.true > START + jumps[0][0] * DAY:
                    _, seconds, anew = jumps.pop(0)
                    # Forward over hours that were about to come, and back over hours that have just been.
                    world.pass_by(max(expected.next() - world.wall - 20 * MINUTE, 2) if seconds > 0 else 2)
                    world.wall += seconds
                    process = posting(database, world, owners=[OWNER]) if anew else process
                else:
                    world.pass_by(max(expected.next() - world.wall, 0) + chance.randrange(1, 115 * MINUTE))
                await process.announcing.tick(courier)

                new = [(call["chat_id"], call["text"]) for call in server.calls[seen:] if call.method == "sendMessage"]
                seen = len(server.calls)
                assert Counter(chat for chat, _ in new if chat != OWNER) == expected.decide(world.wall), world()
                sent += new

    told = [int(re.findall(r"\d+", text)[0]) for chat, text in sent if chat == OWNER]
    assert server.refusals == []
    assert jumps == []
    assert sum(told) == expected.skipped == 12
    assert expected.posted.total() + expected.skipped > 800
    # And none of them said the same twice.
    posts = [one for one in sent if one[0] != OWNER]
    assert len(set(posts)) == len(posts)


async def test_a_clock_that_is_set_back_has_schedules_reckoned_anew_bit_by_bit_also_by_whoever_goes_on_after_a_crash(
    server: BotApiServer, world: World, sqlite_url: str, renderer: Renderer
) -> None:
    """A tick has an end however many they are, and what can be sent is sent meanwhile."""
    many, now = 3_500, world.wall
    async with Database(sqlite_url) as database:
        await QuoteStore(database).take_in(samples(3), "files")
        # All of them as under a clock that was two days ahead; the first has a post that is due now.
        rows = [subscription_row(number, number) | {"due_at": now + 3 * DAY} for number in range(2, many + 1)]
        async with database.writing() as connection:
            await connection.execute(subscriptions.insert(), rows)
        known(server, OWNER)
        await subscribed(database, world, Subscription(OWNER, 12 * 60 + 10, "UTC", (Language.EN,)))
        await Outbox(database, "before").look(now + 2 * DAY)
        world.pass_by(15 * MINUTE)

        async def open_yet() -> int:
            async with database.reading() as connection:
                far = select(func.count()).select_from(subscriptions).where(subscriptions.c.due_at > now + 2 * DAY)
                return int((await connection.execute(far)).scalar_one())

        killed = posting(database, world, owners=[OWNER])
        async with courier_to(server, renderer, killed) as courier:
            assert await killed.announcing.tick(courier)
        first = await open_yet()
        follower = posting(database, world, owners=[OWNER])
        async with courier_to(server, renderer, follower) as courier:
            ticks = 0
            while await follower.announcing.tick(courier):
                ticks += 1

        assert 0 < first < many
        assert await open_yet() == 0
        assert ticks == 1
        assert [call["chat_id"] for call in server.calls if call.method == "sendMessage"] == [OWNER]


# The pace


class Present:
    """The time of day."""

    def __call__(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC)


async def outcome(database: Database, state: Outcome, count: int) -> bool:
    """Whether so many rows have come to *state*."""
    return Counter(row.state for row in await rows_of(database))[state] == count


async def test_posts_keep_telegrams_limits_and_replies_do_not_wait_for_them(sqlite_url: str, renderer: Renderer) -> None:
    """Sixty people have a post, a group five more than it takes in a minute, and others ask meanwhile."""
    people, group, asking = range(3001, 3061), -2001, range(4001, 4013)
    clock = Present()
    async with BotApiServer() as server, Database(sqlite_url) as database:
        server.enforce_floods = True
        known(server, *people, group, *asking)
        await QuoteStore(database).take_in(quotes := samples(3), "files")
        process = posting(database, clock)
        now = int(clock().timestamp())
        await queue_posts(database, [quote.id for quote in quotes], [*[group] * 25, *people], now)
        async with courier_to(server, renderer, process, Limits()) as courier:
            stop = asyncio.Event()
            running = asyncio.create_task(process.announcing.run(courier, stop))
            waits = []
            for person in asking:
                await asyncio.sleep(0.2)
                asked = time.monotonic()
                await courier.send(person, Reply((Span("A reply"),)))
                waits.append(time.monotonic() - asked)
            await until(lambda: outcome(database, Outcome.SENT, len(people) + 20))
            stop.set()
            await running

        rows = await rows_of(database)

    assert server.refusals == []
    assert 25 <= server.flood.most_per_second <= 30
    assert server.flood.most_per_group == 20
    assert max(waits) < 1.0
    assert Counter(row.state for row in rows) == {Outcome.SENT: 80, Outcome.QUEUED: 5}
    # What the group takes no more waits until the minute is over.
    assert {row.chat_id for row in rows if row.state == Outcome.QUEUED} == {group}
    assert all(now + 50 <= row.not_before <= now + 70 for row in rows if row.state == Outcome.QUEUED)
