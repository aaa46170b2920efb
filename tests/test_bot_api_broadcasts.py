"""The Bot API server of the tests under a broadcast: its faults, and how it keeps up and keeps count."""

from collections import Counter
from collections.abc import AsyncIterator
from random import Random

import pytest
from aiohttp import ClientConnectionError, ClientSession
from bot_api.faults import Cut
from bot_api.people import GROUP, PRIVATE
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
