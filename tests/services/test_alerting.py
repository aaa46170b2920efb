"""Word to the owners: of everything that goes wrong, and never a flood of it."""

import asyncio
import datetime
import random
from collections import Counter
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from bot_api.server import BotApiServer
from conftest import NOW
from couriers import courier_to, known, posting, rows_of
from sqlalchemy import text

from bot.rendering.messages import Renderer
from bot.services.alerting import Alerts
from bot.store.chats import ChatStore
from bot.store.engine import Database
from bot.store.outbox import Outbox
from bot.store.parcels import Failure, Skipped, Trouble, parcel_of
from bot.text.language import Language

OWNER, OTHER_OWNER = 1001, 1002
MINUTE, DAY = 60, 86_400
START = int(NOW.timestamp())


class Time:
    """Seconds that pass, and a wall clock that shows them."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.wall = NOW

    def __call__(self) -> datetime.datetime:
        return self.wall

    def seconds(self) -> float:
        """What has passed."""
        return self.passed

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.passed += seconds
        self.wall += datetime.timedelta(seconds=seconds)


@pytest.fixture
def time() -> Time:
    """Time that stands still until a test lets it pass."""
    return Time()


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A server that knows the owners."""
    async with BotApiServer() as running:
        known(running, OWNER, OTHER_OWNER)
        yield running


def alerting(database: Database, time: Time, *owners: int) -> Alerts:
    """Alerts to these owners, or to one."""
    return Alerts(Outbox(database, "this one"), ChatStore(database), owners or (OWNER,), time, time.seconds)


async def queued(database: Database) -> list[tuple[int, Trouble]]:
    """The word that lies in the outbox, and to whom."""
    parcels = [parcel_of(row) for row in await rows_of(database)]
    return [(parcel.chat_id, parcel.body) for parcel in parcels if isinstance(parcel.body, Trouble)]


async def break_down(database: Database, *tables: str) -> None:
    """Make the database fail wherever these tables are wanted."""
    async with database.writing() as connection:
        for table in tables:
            await connection.execute(text(f"ALTER TABLE {table} RENAME TO {table}_away"))


async def mend(database: Database, *tables: str) -> None:
    """Bring them back."""
    async with database.writing() as connection:
        for table in tables:
            await connection.execute(text(f"ALTER TABLE {table}_away RENAME TO {table}"))


async def test_every_owner_is_told_in_their_own_language_and_time(database: Database, time: Time) -> None:
    await ChatStore(database).choose_language(OTHER_OWNER, Language.KK)
    await ChatStore(database).settle(OTHER_OWNER, zone="Asia/Almaty")

    # A group cannot own a bot, whatever the settings say.
    await alerting(database, time, OWNER, OTHER_OWNER, -100).tell(Failure.SET_ASIDE, 77)

    expected = [
        (OWNER, Trouble(Language.EN, Failure.SET_ASIDE, number=77)),
        (OTHER_OWNER, Trouble(Language.KK, Failure.SET_ASIDE, number=77, zone="Asia/Almaty")),
    ]
    assert await queued(database) == expected


async def test_of_one_kind_there_is_one_word_in_ten_minutes_and_the_next_counts_the_rest(database: Database, time: Time) -> None:
    alerts = alerting(database, time)
    for number in range(1, 41):
        await alerts.tell(Failure.SET_ASIDE, number)
        time.pass_by(10)
    time.pass_by(10 * MINUTE)

    await alerts.tell(Failure.SET_ASIDE, 41)
    await alerts.tell(Failure.QUEUE_FULL, 5_000)

    assert [told for _, told in await queued(database)] == [
        Trouble(Language.EN, Failure.SET_ASIDE, number=1),
        Trouble(Language.EN, Failure.SET_ASIDE, count=39, since=START + 10, number=41),
        Trouble(Language.EN, Failure.QUEUE_FULL, number=5_000),
    ]


async def test_a_day_has_twenty_words_and_one_of_each_kind_however_much_goes_wrong(database: Database, time: Time) -> None:
    """What goes on all day does not hide what goes wrong in the evening."""
    alerts = alerting(database, time)
    for _ in range(23 * 60):
        await alerts.tell(Failure.TAKEN)
        time.pass_by(MINUTE)
    for failure in Failure:
        await alerts.tell(failure)

    told = Counter(trouble.failure for _, trouble in await queued(database))

    assert told.total() == 20
    assert told == {Failure.TAKEN: 16} | {failure: 1 for failure in Failure if failure is not Failure.TAKEN}


async def test_nothing_is_lost_count_of_and_no_limit_is_passed_whatever_goes_wrong_when(sqlite_url: str, time: Time) -> None:
    """Three days of failures by chance, under a wall clock that is set wrong now and then."""
    chance, happened, moments = random.Random(7), Counter[Failure](), list[tuple[float, Failure]]()  # noqa: S311  # repeatable on purpose
    async with Database(sqlite_url) as database:
        alerts = alerting(database, time)
        while time.passed < 3 * DAY:
            failure = chance.choice(list(Failure))
            before = len(await queued(database))
            await alerts.tell(failure)
            happened[failure] += 1
            if len(await queued(database)) > before:
                moments.append((time.passed, failure))
            time.pass_by(chance.choice([0, 1, 5, 300, 900]))
            time.wall += datetime.timedelta(seconds=chance.choice([0] * 20 + [-7_200, 7_200]))
        time.pass_by(DAY)
        for failure in Failure:
            await alerts.tell(failure)
        told = [trouble for _, trouble in await queued(database)]

    counted = Counter[Failure]()
    for trouble in told:
        counted[trouble.failure] += 1 + trouble.count
    assert counted == happened + Counter(Failure)
    assert all(later - earlier >= DAY for (earlier, _), (later, _) in zip(moments, moments[20:], strict=False))
    for failure in Failure:
        assert all(later - earlier >= 10 * MINUTE for earlier, later in pairwise(at for at, kind in moments if kind is failure))


async def test_word_through_the_outbox_comes_to_the_owner_in_words(
    server: BotApiServer, database: Database, time: Time, renderer: Renderer
) -> None:
    process = posting(database, time, owners=[OWNER])

    await alerting(database, time).tell(Failure.SET_ASIDE, 77)
    async with courier_to(server, renderer, process) as courier:
        await process.announcing.tick(courier)

    assert "Update 77 could not be handled" in (await server.next_call("sendMessage"))["text"]


async def test_where_the_outbox_takes_nothing_word_goes_past_it(
    server: BotApiServer, database: Database, time: Time, renderer: Renderer
) -> None:
    """In the language of the last time, which the database cannot tell now."""
    alerts = alerting(database, time)
    await ChatStore(database).choose_language(OWNER, Language.RU)
    await alerts.tell(Failure.QUEUE_FULL, 5)

    await break_down(database, "outbox", "chats")
    async with courier_to(server, renderer, posting(database, time)) as courier:
        alerts.direct = courier
        await alerts.tell(Failure.SET_ASIDE, 77)

    assert "Обновление 77" in (await server.next_call("sendMessage"))["text"]


@pytest.mark.parametrize("failure", [Failure.UNWRITABLE, Failure.UNSENT])
async def test_of_what_holds_up_the_outbox_word_goes_past_it(
    server: BotApiServer, sqlite_url: str, time: Time, renderer: Renderer, failure: Failure
) -> None:
    """And lies in it only where nothing else can take it."""
    async with Database(sqlite_url) as database:
        alerts = alerting(database, time)
        async with courier_to(server, renderer, posting(database, time)) as courier:
            alerts.direct = courier
            await alerts.tell(failure)
        assert await queued(database) == []

        alerts.direct = None
        time.pass_by(10 * MINUTE)
        await alerts.tell(failure)
        assert await queued(database) == [(OWNER, Trouble(Language.EN, failure))]

    assert len([call for call in server.calls if call.method == "sendMessage"]) == 1


async def test_what_could_not_be_told_in_any_way_is_counted_by_the_next_and_takes_no_place_of_the_day(
    server: BotApiServer, database: Database, time: Time, renderer: Renderer
) -> None:
    alerts = alerting(database, time)
    await break_down(database, "outbox")
    async with courier_to(server, renderer, posting(database, time)) as courier:
        alerts.direct = courier
        for _ in range(30):
            server.fail_chat(OWNER, 403, "Forbidden: bot was blocked by the user")
            await alerts.tell(Failure.SET_ASIDE, 77)
            time.pass_by(10 * MINUTE)

    await mend(database, "outbox")
    await alerts.tell(Failure.SET_ASIDE, 78)

    assert await queued(database) == [(OWNER, Trouble(Language.EN, Failure.SET_ASIDE, count=30, since=START, number=78))]


async def test_what_may_have_been_told_is_not_told_again(server: BotApiServer, sqlite_url: str, time: Time, renderer: Renderer) -> None:
    server.cut_next("sendMessage")
    async with Database(sqlite_url) as database:
        alerts = alerting(database, time)
        async with courier_to(server, renderer, posting(database, time)) as courier:
            alerts.direct = courier
            await alerts.tell(Failure.UNWRITABLE)
        assert await queued(database) == []

    assert len([call for call in server.calls if call.method == "sendMessage"]) == 1


async def test_when_nothing_of_what_is_queued_can_be_sent_owners_are_told_once(
    server: BotApiServer, sqlite_url: str, time: Time, renderer: Renderer
) -> None:
    """Though it is tried every second; and it goes on by itself."""
    async with Database(sqlite_url) as database:
        process, stop = posting(database, time, owners=[OWNER]), asyncio.Event()
        async with courier_to(server, renderer, process) as courier:
            await break_down(database, "outbox")
            process.announcing.alerts.direct = courier
            running = asyncio.create_task(process.announcing.run(courier, stop))
            told = await server.next_call("sendMessage")
            for _ in range(3):
                process.announcing.wake()
                await asyncio.sleep(0.1)

            await mend(database, "outbox")
            await Outbox(database, "another").put(Skipped(Language.EN, 1, 1), OTHER_OWNER)
            process.announcing.wake()
            queued_meanwhile = await server.next_call("sendMessage")
            stop.set()
            await running

    assert (told["chat_id"], told["text"][:24]) == (OWNER, "⚠️ Posts and announcemen")
    assert queued_meanwhile["chat_id"] == OTHER_OWNER
