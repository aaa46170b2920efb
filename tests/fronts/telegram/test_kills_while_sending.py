"""A process that is killed while it sends: the next one goes on, nothing is lost, and nothing comes twice but what was in flight."""

import asyncio
import datetime
import json
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from bot_api.people import ALICE, Chat
from bot_api.server import BotApiServer
from couriers import subscription_row
from test_serve_process import serving

from bot.services.delivering import LEASE
from bot.store.engine import Database
from bot.store.parcels import News, Post, row_of
from bot.store.schema import announcements, chats, outbox, subscriptions
from bot.text.language import Language

FIRST = 10_001


async def queued(url: str, count: int, *, announcement: bool) -> None:
    """Queue *count* messages, one for each of as many people."""
    now = int(time.time())
    people = range(FIRST, FIRST + count)
    async with Database(url) as database, database.writing() as connection:
        await connection.execute(chats.insert(), [{"id": id_, "kind": "private"} for id_ in people])
        if announcement:
            text = {"id": 1, "person_id": ALICE.id, "chat_id": ALICE.id, "texts": json.dumps({"en": "News"}), "fallback": "en"}
            await connection.execute(announcements.insert(), text | {"state": "sending"})
            rows = [row_of(News(), id_, now, announcement_id=1) for id_ in people]
        else:
            post, day = Post("kk-birlik-tirlik", (Language.KK,)), datetime.date(2026, 11, 24)
            rows = [row_of(post, id_, now, subscription_id=id_, day=day) for id_ in people]
            await connection.execute(subscriptions.insert(), [subscription_row(id_, id_) for id_ in people])
        await connection.execute(outbox.insert(), rows)


def waited(file: Path) -> None:
    """Let the time pass for which the rows of a process that has ended are waited for."""
    with sqlite3.connect(file, timeout=30) as database:
        database.execute("UPDATE outbox SET lease_until = lease_until - ?", [2 * LEASE])
    database.close()


def outcomes(file: Path) -> Counter[str]:
    """What has become of the rows, by their state."""
    with sqlite3.connect(file, timeout=30) as database:
        found = Counter(dict(database.execute("SELECT state, count(*) FROM outbox WHERE chat_id != ? GROUP BY state", [ALICE.id])))
    database.close()
    return found


@dataclass(frozen=True)
class Account:
    """What came of a broadcast: messages that came twice, people who got none, and rows by their state."""

    doubled: int
    missed: int
    rows: Counter[str]


async def killed(server: BotApiServer, folder: Path, count: int, kills: int, *, announcement: bool) -> Account:
    """Send to so many people, and kill the process that sends so many times on the way."""
    file = folder / "quotes.db"
    await queued(f"sqlite:///{file}", count, announcement=announcement)
    for id_ in (ALICE.id, *range(FIRST, FIRST + count)):
        server.chats[id_] = Chat(id_, "private", "Somebody")
    settings = {"TOKEN": server.token, "API_URL": server.base_url.removesuffix("/bot")}

    def came() -> Counter[int]:
        return Counter(call["chat_id"] for call in server.calls if call.method == "sendMessage" and call["chat_id"] >= FIRST)

    for number in range(1, kills + 1):
        async with serving(folder, **settings) as process:
            while came().total() < number * count // (kills + 1):
                await server.next_call("sendMessage", timeout=30)
            process.kill()
            await process.wait()
        waited(file)
    async with serving(folder, **settings):
        while outcomes(file).keys() - {"sent", "doubt", "gone"}:  # noqa: ASYNC110  # another process does it, which sets no event here
            await asyncio.sleep(0.1)
    return Account(sum(times - 1 for times in came().values()), count - len(came()), outcomes(file))


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("announcement", "count", "kills"), [(True, 100, 2), (False, 80, 2)], ids=["announcement", "posts"])
async def test_a_kill_loses_nothing_and_doubles_only_what_was_in_flight(
    bot_api: BotApiServer, tmp_path: Path, announcement: bool, count: int, kills: int
) -> None:
    account = await killed(bot_api, tmp_path, count, kills, announcement=announcement)

    doubt = account.rows["doubt"]
    if announcement:
        # What may have been sent is not sent again, but told.
        assert (account.doubled, doubt <= kills, account.missed <= doubt) == (0, True, True)
    else:
        assert (account.missed, account.doubled <= kills) == (0, True)
    assert account.rows["gone"] == 0
