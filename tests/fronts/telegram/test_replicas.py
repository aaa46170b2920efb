"""Two processes over one PostgreSQL database, behind a proxy, are one bot to people."""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from bot_api.people import ALICE, BOB, GROUP, Chat, User
from bot_api.server import BotApiServer
from replicas import PATIENCE, two_replicas
from sqlalchemy import select
from test_kills_while_sending import FIRST, queued

from bot.corpus.quote import RenderingType
from bot.corpus.reader import Corpus
from bot.services.presses import to_press
from bot.services.unasked_intents import Adjust, Setting
from bot.services.upkeep_intents import Delete
from bot.store.engine import Database
from bot.store.schema import quotes
from bot.text.language import Language

ADDED = "Whoever counts the waves forgets the sea"
PEOPLE = [User(id_, f"Person {id_}", "en") for id_ in range(5001, 5021)]


@pytest.fixture(autouse=True)
def _cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index of a PostgreSQL database lies in the cache of the user."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def sayings(corpus: Corpus) -> list[str]:
    """English sayings that are answered with themselves."""
    texts = [
        rendering.text
        for quote in corpus.quotes
        for rendering in quote.renderings
        if rendering.language is quote.language is Language.EN and rendering.type is RenderingType.ORIGINAL and len(rendering.text) < 80
    ]
    return texts[:30]


@dataclass(frozen=True)
class Account:
    """How many questions have had no answer, how many answers came once more, and in how many chats anything was not as asked."""

    lost: int = 0
    doubled: int = 0
    otherwise: int = 0


def brought(server: BotApiServer) -> dict[int, list[str]]:
    """The texts of all messages that have come to each chat, in their order."""
    texts: dict[int, list[str]] = {}
    for call in server.calls:
        if call.method == "sendMessage":
            texts.setdefault(call["chat_id"], []).append(call["text"])
    return texts


async def ask(server: BotApiServer, sayings: list[str], number: int) -> None:
    """Let the next of the people ask for the next saying: two questions in a row come from the same one."""
    await server.user_says(sayings[number % len(sayings)], user=PEOPLE[number // 2 % len(PEOPLE)])


def expected(sayings: list[str], count: int) -> dict[int, list[str]]:
    """What is to come to each chat, in its order, when so many questions have been asked."""
    texts: dict[int, list[str]] = {}
    for number in range(count):
        texts.setdefault(PEOPLE[number // 2 % len(PEOPLE)].id, []).append(sayings[number % len(sayings)])
    return texts


def account(server: BotApiServer, sayings: list[str], count: int) -> Account:
    """What has come of so many questions."""
    asked = expected(sayings, count)
    came = {chat: [saying_in(text, sayings) for text in texts] for chat, texts in brought(server).items()}
    lost = sum((Counter(texts) - Counter(came.get(chat, ()))).total() for chat, texts in asked.items())
    doubled = sum((Counter(texts) - Counter(asked.get(chat, ()))).total() for chat, texts in came.items())
    return Account(lost, doubled, sum(came.get(chat) != texts for chat, texts in asked.items()))


def saying_in(text: str, sayings: list[str]) -> str:
    """Which of *sayings* an answer holds; the answer itself where it holds none."""
    return next((saying for saying in sayings if saying in text), text)


async def all_answered(server: BotApiServer, count: int) -> None:
    """Wait until so many messages have been sent, or for long, and a moment longer: there should be no more."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while sum(call.method == "sendMessage" for call in server.calls) < count:  # noqa: ASYNC110  # other processes do it
                await asyncio.sleep(0.05)
    await asyncio.sleep(1)


@pytest.mark.timeout(180)
async def test_both_replicas_answer_each_question_once(tmp_path: Path, made_postgres_url: str, sayings: list[str]) -> None:
    async with two_replicas(tmp_path, made_postgres_url) as (server, proxy, both):
        for number in range(60):
            if number % 2 == 0:
                # The second of two questions waits for the first one's answer, and whoever gives that takes it, too: each replica is to
                # have first ones.
                proxy.ports.reverse()
            await ask(server, sayings, number)
            await asyncio.sleep(0.05)
        await all_answered(server, 60)

        assert all("answered chat=" in replica.said for replica in both)
        came = account(server, sayings, 60)
        assert (came.lost, came.doubled) == (0, 0)


@pytest.mark.timeout(180)
async def test_a_saying_added_or_deleted_by_way_of_one_replica_is_found_or_gone_by_way_of_the_other_within_a_second(
    tmp_path: Path, made_postgres_url: str
) -> None:
    async with two_replicas(tmp_path, made_postgres_url) as (server, proxy, (one, other)):
        proxy.ports = [one.port]
        await server.user_says("/add")
        await server.next_message(timeout=30)
        await server.user_says(ADDED)
        shown = await server.next_message(timeout=30)
        for label in ("✓ English", "Proverb", "I don’t know", "Done", "Done", "💾 Save"):
            await server.presses(shown, label)
            await server.next_call("editMessageText", timeout=30)
        saved = time.monotonic()
        proxy.ports = [other.port]
        found = ""
        while ADDED not in found:
            asked = time.monotonic()
            await server.user_says("counts the waves")
            found = (await server.next_message(timeout=30)).text

        assert asked - saved < 1.0
        # Whichever of the two has answered: the other one knows of it, too.
        await other.says("search caught up")

        proxy.ports = [one.port]
        await server.forges(shown, to_press(Delete(await id_of(made_postgres_url, ADDED))))
        await server.next_message(timeout=30)
        deleted = time.monotonic()
        proxy.ports = [other.port]
        while ADDED in found:
            asked = time.monotonic()
            await server.user_says("counts the waves")
            found = (await server.next_message(timeout=30)).text

        assert asked - deleted < 1.0


async def id_of(url: str, text: str) -> str:
    """The id of the stored saying with this *text*."""
    async with Database(url, migrate=False) as database, database.reading() as connection:
        found: str = (await connection.execute(select(quotes.c.id).where(quotes.c.body.contains(text)))).scalar_one()
        return found


@pytest.mark.timeout(180)
async def test_what_a_replica_remembers_of_an_admin_lets_no_press_of_theirs_through(tmp_path: Path, made_postgres_url: str) -> None:
    """Word of the demotion comes to one of the two alone."""
    bob = replace(BOB, language_code="en")
    async with two_replicas(tmp_path, made_postgres_url) as (server, _, both):
        server.meet(bob, GROUP)
        server.members[GROUP.id, BOB.id] = server.members[GROUP.id, server.bot.id] = "administrator"
        while not all("kind=SettingsShown" in replica.said for replica in both):
            await server.user_says("/settings@hundred_flowers_bot", chat=GROUP, user=bob)
            settings = await server.next_message(GROUP, timeout=30)

        await server.member_becomes(GROUP, bob, "member")
        answered = [replica.said.count("kind=AdminsOnly") for replica in both]
        for argument in ["admins", "all"] * 20:
            await server.forges(settings, to_press(Adjust(Setting.ASKING, argument)), user=bob)
            assert (await server.next_call("answerCallbackQuery", timeout=30))["show_alert"]
            if all(replica.said.count("kind=AdminsOnly") > count for replica, count in zip(both, answered, strict=True)):
                break

        await server.no_call("editMessageText")
        assert all("kind=AdminsOnly" in replica.said for replica in both)


@pytest.mark.timeout(180)
async def test_one_replica_sends_what_is_due_and_the_other_goes_on_when_it_stops(tmp_path: Path, made_postgres_url: str) -> None:
    """Two that send at once would be twice as fast as Telegram allows."""
    people = range(FIRST, FIRST + 150)
    async with two_replicas(tmp_path, made_postgres_url) as (server, _, both):
        for id_ in (ALICE.id, *people):
            server.chats[id_] = Chat(id_, "private", "Somebody")
        leader, other = sorted(both, key=lambda replica: not replica.leads)
        assert (leader.leads, other.leads) == (True, False)
        await queued(made_postgres_url, len(people), announcement=True)
        while len(brought(server)) < 60:
            await server.next_call("sendMessage", timeout=30)
        assert await leader.stop() == 0
        await other.says("this process leads")
        while len(brought(server).keys() & set(people)) < len(people):
            await server.next_call("sendMessage", timeout=30)

        came = Counter(call["chat_id"] for call in server.calls if call.method == "sendMessage")
        assert {came[id_] for id_ in people} == {1}
        assert server.flood.most_per_second <= 30


@pytest.mark.timeout(300)
async def test_a_rolling_restart_loses_and_doubles_nothing_and_keeps_the_order_of_each_chat(
    tmp_path: Path, made_postgres_url: str, sayings: list[str]
) -> None:
    """One after the other is stopped and started again, while people write twenty times a second."""
    async with two_replicas(tmp_path, made_postgres_url) as (server, _, both):
        count, over = 0, asyncio.Event()

        async def write() -> None:
            nonlocal count
            while not over.is_set():
                await ask(server, sayings, count)
                count += 1
                await asyncio.sleep(0.05)

        writing = asyncio.create_task(write())
        codes = []
        for replica in both:
            await asyncio.sleep(2)
            codes.append(await replica.stop())
            await asyncio.sleep(1)
            await replica.start()
        await asyncio.sleep(2)
        over.set()
        await writing
        await all_answered(server, count)

        assert codes == [0, 0]
        assert account(server, sayings, count) == Account()
