"""The store on bad days: locked, broken, lost. People are answered as far as that goes, and nothing is lost or done twice."""

import asyncio
import json
import logging
import secrets
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from bot_api.people import ALICE, BOB, User
from bot_api.server import BotApiServer
from conftest import Clock, converse, front_of
from postgres_servers import Server
from sqlalchemy import insert, select, text
from stores import put_sqlite

from bot.corpus.reader import Corpus
from bot.rendering.messages import Renderer
from bot.services.answering import Answering
from bot.services.answers import Interrupted
from bot.services.conversation import Conversation
from bot.store.engine import Database
from bot.store.quotes import QuoteStore
from bot.store.schema import updates
from bot.store.updates import UpdateStore
from bot.text.language import Language

QUESTION, SAYING = "百花齐放", "一花独放不是春"


@asynccontextmanager
async def serving(
    server: BotApiServer, url: str, corpus: Corpus, clock: Clock, renderer: Renderer, owners: tuple[int, ...] = ()
) -> AsyncIterator[Conversation]:
    """The bot as `serve` runs it: its updates have connections of their own, which wait for nobody's lock for long."""
    async with Database(url) as database, Database(url, busy_timeout_ms=200) as aside:
        conversation = await converse(database, corpus, clock, owners, Answering(QuoteStore(database)))
        await conversation.learn()
        stop = asyncio.Event()
        front = front_of(server, conversation, renderer, updates=UpdateStore(aside, secrets.token_hex(8)))
        running = asyncio.create_task(front.run(stop))
        try:
            await server.next_call("getUpdates")
            yield conversation
        finally:
            stop.set()
            await asyncio.wait_for(running, 40)


@asynccontextmanager
async def locked(file: Path) -> AsyncIterator[None]:
    """Hold the lock that every writer wants; the bot, whose loop this is, may have to let go of it first."""
    with closing(sqlite3.connect(file, timeout=30, isolation_level=None, check_same_thread=False)) as connection:
        await asyncio.to_thread(connection.execute, "BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def sent(server: BotApiServer, words: str) -> int:
    """How many messages hold *words*."""
    return sum(words in call["text"] for call in server.calls if call.method == "sendMessage")


async def confirmed(server: BotApiServer) -> None:
    """Return when Telegram has been told that nothing need be sent again."""
    async with asyncio.timeout(20):
        while server.delivery.pending:  # noqa: ASYNC110  # the server's own list sets no event
            await asyncio.sleep(0.05)


@pytest.fixture
async def file(tmp_path: Path, bare: Corpus) -> Path:
    """A SQLite file with the shipped quotes."""
    await put_sqlite(f"sqlite:///{tmp_path / 'quotes.db'}", bare)
    return tmp_path / "quotes.db"


async def test_while_the_file_is_locked_questions_are_answered_and_commands_wait(
    bot_api: BotApiServer, file: Path, bare: Corpus, clock: Clock, renderer: Renderer, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(bot_api, f"sqlite:///{file}", bare, clock, renderer):
        async with locked(file):
            await bot_api.user_says(QUESTION)
            await bot_api.user_says("/language kk", user=BOB)
            answered = await bot_api.next_call("sendMessage", timeout=15)
            pending = [update["message"]["text"] for update in bot_api.delivery.pending]
        await confirmed(bot_api)
        chosen = await bot_api.next_call("sendMessage", timeout=15)

    assert SAYING in answered["text"]
    assert "/language kk" in pending
    assert (chosen["chat_id"], sent(bot_api, SAYING)) == (BOB.id, 1)
    assert len([record for record in caplog.records if "cannot be written down" in record.message]) == 1


async def test_while_the_file_is_locked_whoever_comes_for_the_first_time_holds_up_nobody(
    bot_api: BotApiServer, file: Path, bare: Corpus, clock: Clock, renderer: Renderer
) -> None:
    """After a start that is everybody."""
    people = [User(number, f"Person {number}", "en") for number in range(500, 520)]
    async with serving(bot_api, f"sqlite:///{file}", bare, clock, renderer):
        async with locked(file):
            for person in people:
                await bot_api.user_says(
                    "/language kk" if person.id % 5 == 3 else "/random" if person.id % 5 == 4 else QUESTION, user=person
                )
            waiting = {person.id for person in people if person.id % 5 != 3}
            async with asyncio.timeout(8):
                while waiting:
                    waiting.discard((await bot_api.next_call("sendMessage", timeout=8))["chat_id"])
        await confirmed(bot_api)
        async with asyncio.timeout(20):
            while len({call["chat_id"] for call in bot_api.calls if call.method == "sendMessage"}) < len(people):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    assert len([call for call in bot_api.calls if call.method == "sendMessage"]) == len(people)


async def test_what_somebody_says_after_what_has_to_wait_waits_too(
    bot_api: BotApiServer, file: Path, bare: Corpus, clock: Clock, renderer: Renderer
) -> None:
    async with serving(bot_api, f"sqlite:///{file}", bare, clock, renderer):
        async with locked(file):
            await bot_api.user_says("/language kk")
            await bot_api.user_says("friendship")
            await bot_api.user_says(QUESTION, user=BOB)
            first = await bot_api.next_call("sendMessage", timeout=15)
        second, third = [await bot_api.next_call("sendMessage", timeout=15) for _ in range(2)]
        await confirmed(bot_api)

    assert [call["chat_id"] for call in (first, second, third)] == [BOB.id, ALICE.id, ALICE.id]
    assert "Қазақша" in second["text"] or "қазақ" in second["text"].casefold()


async def test_more_than_telegram_shows_at_once_are_answered_while_the_file_is_locked(
    bot_api: BotApiServer, file: Path, bare: Corpus, clock: Clock, renderer: Renderer
) -> None:
    """And a stop within that time leaves none of them to be answered again."""
    async with serving(bot_api, f"sqlite:///{file}", bare, clock, renderer), locked(file):
        for number in range(130):
            await bot_api.user_says(QUESTION, user=User(1_000 + number, "Somebody", "en"))
        async with asyncio.timeout(30):
            while sent(bot_api, SAYING) < 130:  # noqa: ASYNC110  # the journal sets no event that all of them could be waited for by
                await asyncio.sleep(0.05)
    assert list(bot_api.delivery.pending) == []
    assert sent(bot_api, SAYING) == 130


async def test_whoever_wants_something_while_the_file_is_locked_gets_it_when_that_is_over(
    bot_api: BotApiServer, file: Path, bare: Corpus, clock: Clock, renderer: Renderer
) -> None:
    """Nothing can be changed, and nothing is begun that could be lost or done twice."""
    async with serving(bot_api, f"sqlite:///{file}", bare, clock, renderer):
        await bot_api.user_says(QUESTION)
        await bot_api.next_call("sendMessage")
        async with locked(file):
            await bot_api.user_says("/suggest Whoever counts the waves forgets the sea")
            await bot_api.user_says(QUESTION, user=BOB)
            answered = await bot_api.next_call("sendMessage", timeout=20)
        told = await bot_api.next_call("sendMessage", timeout=20)
        await confirmed(bot_api)

    assert answered["chat_id"] == BOB.id
    assert told["chat_id"] == ALICE.id
    assert "Whoever counts the waves" in told["text"]
    assert told["text"] != renderer.apology(Language.EN).text
    assert len([call for call in bot_api.calls if call.method == "sendMessage"]) == 3


async def test_a_lost_server_is_done_without_and_gone_on_with(
    bot_api: BotApiServer, tmp_path: Path, bare: Corpus, clock: Clock, renderer: Renderer
) -> None:
    with Server(tmp_path / "server") as server:
        async with serving(bot_api, server.url, bare, clock, renderer):
            with server.away():
                await bot_api.user_says(QUESTION)
                await bot_api.user_says("/random", user=BOB)
                for _ in range(2):
                    await bot_api.next_call("sendMessage", timeout=20)
            await confirmed(bot_api)
            await bot_api.user_says("/language kk", user=BOB)
            chosen = await bot_api.next_call("sendMessage", timeout=20)

    assert sent(bot_api, SAYING) == 1
    assert chosen["chat_id"] == BOB.id
    assert len([call for call in bot_api.calls if call.method == "sendMessage"]) == 3


async def test_what_fails_again_and_again_is_set_aside_with_word_to_the_owners(
    bot_api: BotApiServer, file: Path, bare: Corpus, clock: Clock, renderer: Renderer
) -> None:
    """As when a table is damaged, and nothing else."""
    bot_api.chats[BOB.id] = bot_api.chats.get(BOB.id) or await _met(bot_api)
    async with serving(bot_api, f"sqlite:///{file}", bare, clock, renderer, (BOB.id,)) as conversation:
        async with conversation.posting.announcing.delivering.outbox._database.writing() as connection:
            await connection.execute(text("ALTER TABLE cursors RENAME TO lost"))
        await bot_api.user_says("/topic friendship")
        told = [await bot_api.next_call("sendMessage", timeout=15) for _ in range(2)]
        await bot_api.user_says(QUESTION)
        answered = await bot_api.next_call("sendMessage")

    texts = {call["chat_id"]: call["text"] for call in told}
    assert texts[ALICE.id] == renderer.apology(Language.EN).text
    assert "⚠️" in texts[BOB.id]
    assert SAYING in answered["text"]


async def test_whoever_wanted_something_when_the_process_ended_is_asked_to_look(
    bot_api: BotApiServer, file: Path, bare: Corpus, clock: Clock, renderer: Renderer
) -> None:
    """Doing it once more might do it twice; saying nothing might lose it."""
    said = await bot_api.user_says("/suggest Whoever counts the waves forgets the sea", language_code="ru")
    bot_api.delivery.pending.clear()
    row = {"update_id": said["update_id"], "lane": ALICE.id, "body": json.dumps(said), "state": "doing", "tries": 1, "interrupted": False}
    async with Database(f"sqlite:///{file}") as database, database.writing() as connection:
        await connection.execute(insert(updates).values(row | {"holder": "ended", "lease_until": 0}))

    async with serving(bot_api, f"sqlite:///{file}", bare, clock, renderer):
        told = await bot_api.next_call("sendMessage")

    assert told["text"] == renderer.render(Interrupted(Language.EN)).text or told["text"] == renderer.render(Interrupted(Language.RU)).text
    async with Database(f"sqlite:///{file}") as database, database.reading() as connection:
        assert (await connection.execute(select(updates.c.state))).scalar_one() == "done"


async def test_no_words_of_people_are_logged_on_bad_days(
    bot_api: BotApiServer, file: Path, bare: Corpus, clock: Clock, renderer: Renderer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    async with serving(bot_api, f"sqlite:///{file}", bare, clock, renderer):
        async with locked(file):
            await bot_api.user_says("my very private frobnication")
            await bot_api.next_call("sendMessage", timeout=15)
        await confirmed(bot_api)

    assert "frobnication" not in caplog.text


async def _met(server: BotApiServer) -> object:
    await server.user_says("hello", user=BOB)
    server.delivery.pending.clear()
    return server.chats[BOB.id]
