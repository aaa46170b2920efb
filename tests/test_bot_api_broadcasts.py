"""The Bot API server of the tests under a broadcast: its faults, and how it keeps up and keeps count."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from random import Random

import pytest
from aiohttp import ClientConnectionError, ClientSession
from bot_api.faults import Cut
from bot_api.floods import FloodMeter, most_within
from bot_api.journal import Call, Journal
from bot_api.people import ALICE, GROUP, PRIVATE, private_chat
from bot_api.server import BotApiServer


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A server that knows Alice and a group."""
    async with BotApiServer() as running:
        running.chats |= {chat.id: chat for chat in (PRIVATE, GROUP)}
        yield running


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


def seeded() -> Random:
    """Chance that repeats itself."""
    return Random(7)  # noqa: S311


async def sent(server: BotApiServer, session: ClientSession, chat_id: object, method: str = "sendMessage") -> int:
    """The HTTP status of the answer to one message; 0 when there was none."""
    try:
        async with session.post(f"{server.base_url}{server.token}/{method}", json={"chat_id": chat_id, "text": "x"}) as response:
            return response.status
    except ClientConnectionError:
        return 0


# Faults


async def test_faults_of_a_chat_wait_for_its_messages(server: BotApiServer, session: ClientSession) -> None:
    """Other chats and other methods do not use them up, nor are they refusals of the server's own."""
    server.fail_chat(GROUP.id, 500, "Internal Server Error: restart", times=2)
    server.cut_chat(GROUP.id)

    assert await sent(server, session, PRIVATE.id) == 200
    assert await sent(server, session, GROUP.id, "getChat") == 200
    assert [await sent(server, session, GROUP.id) for _ in range(4)] == [500, 500, 0, 200]

    assert [message.chat for message in server.messages.values()] == [PRIVATE, GROUP, GROUP]
    assert [isinstance(call.fault, Cut) for call in server.calls[-2:]] == [True, False]
    assert server.refusals == []


async def test_a_fault_of_a_chat_carries_parameters(server: BotApiServer, session: ClientSession) -> None:
    """As a 429 does, which stops one chat alone."""
    server.fail_chat(PRIVATE.id, 429, "Too Many Requests: retry after 7", {"retry_after": 7})

    url = f"{server.base_url}{server.token}/sendMessage"
    async with session.post(url, json={"chat_id": PRIVATE.id, "text": "x"}) as response:
        assert (await response.json())["parameters"] == {"retry_after": 7}


async def test_faults_of_a_method_come_before_those_of_a_chat(server: BotApiServer, session: ClientSession) -> None:
    server.fail_chat(PRIVATE.id, 403, "Forbidden: user is deactivated")
    server.fail_next_with_html("sendMessage", 502)

    assert [await sent(server, session, PRIVATE.id) for _ in range(3)] == [502, 403, 200]


async def test_faults_by_chance_are_the_same_for_the_same_seed(server: BotApiServer, session: ClientSession) -> None:
    """Their rates hold, other methods are spared, and none is on record as a refusal."""
    rates = {"cut": 0.1, "500": 0.1, "429": 0.05, "502": 0.1}
    statuses = []
    for _ in range(2):
        server.faults_at_random(seeded(), rates)
        statuses.append([await sent(server, session, PRIVATE.id) for _ in range(300)])

    assert statuses[0] == statuses[1]
    seen = Counter(statuses[0])
    assert seen.keys() == {0, 200, 429, 500, 502}
    assert 170 < seen[200] < 225
    assert len(server.messages) == 2 * (seen[200] + seen[0])
    assert server.refusals == []
    server.faults_at_random(seeded(), {"500": 1.0})
    assert await sent(server, session, PRIVATE.id) == 500
    assert await sent(server, session, PRIVATE.id, "getChat") == 200
    server.faults_at_random(seeded(), {})
    assert await sent(server, session, PRIVATE.id) == 200


@pytest.mark.parametrize("rates", [{"503": 0.1}, {"cut": 0.6, "500": 0.6}])
async def test_impossible_rates_are_an_error_of_the_test(server: BotApiServer, rates: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="faults"):
        server.faults_at_random(seeded(), rates)


async def test_a_chat_id_of_a_wrong_shape_is_a_refusal(server: BotApiServer, session: ClientSession) -> None:
    """Whoever looks for the faults of its chat is not misled by it."""
    assert await sent(server, session, [GROUP.id]) == 400


# Keeping up and keeping count


async def test_the_last_message_is_the_last_that_stands(server: BotApiServer, session: ClientSession) -> None:
    """Of each chat by itself, whatever was deleted."""
    for chat_id in (PRIVATE.id, PRIVATE.id, GROUP.id):
        await sent(server, session, chat_id)
    first, second, in_group = server.messages.values()

    assert [server.last_message(), server.last_message(GROUP)] == [second, in_group]
    del server.messages[PRIVATE.id, second.message_id]
    assert server.last_message() == first
    server.messages.clear()
    with pytest.raises(LookupError, match="no message of the bot"):
        server.last_message()


async def test_arrivals_are_measured_by_a_clock_nobody_sets(server: BotApiServer, session: ClientSession) -> None:
    """A second is a second, also when the time of day is put right; what was answered with a fault has arrived as well."""
    server.fail_next("sendMessage", 500, "Internal Server Error: restart")
    before = time.monotonic()

    await asyncio.gather(*(sent(server, session, GROUP.id) for _ in range(20)))

    arrived = [call.arrived for call in server.calls]
    around = [before, *arrived, time.monotonic()]
    assert around == sorted(around)
    assert most_within(arrived, 60.0) == 20
    assert [at for at, _ in server.flood.sends] == arrived[1:]


async def test_a_clock_of_the_tests_own_measures_arrivals_too() -> None:
    async with BotApiServer(clock=lambda: 42.5) as server, ClientSession() as session:
        await sent(server, session, GROUP.id)

    assert [(call.at, call.arrived) for call in server.calls] == [(42.5, 42.5)]


def test_the_most_in_any_second_is_exact() -> None:
    """Compared with a count from every single time on; what lies a whole second apart lies in two."""
    chance = seeded()
    times = sorted(chance.choice([chance.uniform(0, 20), chance.randrange(20)]) for _ in range(400))

    assert most_within(times, 1.0) == max(sum(at <= other < at + 1.0 for other in times) for at in times)
    assert most_within([], 1.0) == 0


def test_twenty_thousand_sends_are_metered_and_handed_out_in_no_time() -> None:
    """What looks through all earlier ones at each takes minutes."""
    meter, journal = FloodMeter(), Journal()
    people = [private_chat(replace(ALICE, id=number)) for number in range(1, 2001)]
    start = time.process_time()

    for number in range(20_000):
        at = number / 29.5
        meter.enforce(at, people[number % len(people)])
        meter.record(at, people[number % len(people)])
        journal.record(Call("sendMessage", {"text": str(number)}, at, at))
        taken = journal.take("sendMessage")

        assert taken is not None
        assert taken["text"] == str(number)

    assert time.process_time() - start < 5
    assert (meter.most_per_second, meter.most_per_private_chat, meter.most_per_group) == (30, 1, 0)
    assert len(meter.sends) == len(journal.calls) == 20_000
