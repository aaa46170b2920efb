"""What goes unasked, brought by a real courier to the Bot API server of the tests, step by step."""

import asyncio
import datetime
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from bot_api.people import Chat
from bot_api.server import BotApiServer
from conftest import UNHURRIED
from msgspec.structs import replace
from sqlalchemy import select

from bot.app import posting_of
from bot.corpus.calendar import Calendar
from bot.fronts.telegram.courier import TelegramCourier
from bot.fronts.telegram.metrics import Metrics
from bot.fronts.telegram.pacing import Limits
from bot.fronts.telegram.request import AiohttpRequest
from bot.fronts.telegram.sender import Sender
from bot.rendering.messages import Renderer
from bot.services.posting import Posting
from bot.services.schedules import next_due
from bot.services.topics import Topics
from bot.store.engine import Database
from bot.store.parcels import Post, row_of
from bot.store.schema import outbox, subscriptions
from bot.store.subscriptions import Running, Subscription, SubscriptionStore
from bot.text.language import Language

Now = Callable[[], datetime.datetime]


def posting(database: Database, clock: Now, calendar: Calendar | None = None, owners: Sequence[int] = ()) -> Posting:
    """What sends out of *database*, as one process has it: a second one is another process."""
    return posting_of(database, Topics(()), calendar or Calendar(), owners, clock=clock)


def sender_to(server: BotApiServer) -> Sender:
    """The bot of *server*, to be entered."""
    asking, sending = AiohttpRequest(1, Metrics()), AiohttpRequest(256, Metrics())
    return Sender(server.token, base_url=server.base_url, request=sending, get_updates_request=asking)


@asynccontextmanager
async def courier_to(
    server: BotApiServer, renderer: Renderer, process: Posting, limits: Limits = UNHURRIED
) -> AsyncIterator[TelegramCourier]:
    """A courier of its own for a *process*."""
    async with sender_to(server) as bot:
        yield TelegramCourier(bot, renderer, limits, process.meeting.moved)


def known(server: BotApiServer, *chat_ids: int) -> None:
    """Let the server know these chats: people, and below zero groups."""
    for id_ in chat_ids:
        server.chats[id_] = Chat(id_, "private" if id_ > 0 else "group", "Somebody")


async def subscribed(database: Database, clock: Now, *wanted: Subscription) -> list[Subscription]:
    """These subscriptions, running since now."""
    store, now = SubscriptionStore(database), int(clock().timestamp())
    started = []
    for one in wanted:
        added = await store.add(replace(one, state=Running.ACTIVE, due_at=next_due(one, now)))
        assert added is not None
        started.append(added)
    return started


def subscription_row(id_: int, chat_id: int) -> dict[str, object]:
    """A subscription that is under way and not due."""
    place = {"id": id_, "chat_id": chat_id, "state": "active", "minute": 540, "zone": "UTC", "days": 127}
    return place | {"languages": "en", "kinds": "", "topics": "", "source": "both", "silent": False, "pin": False}


async def queue_posts(database: Database, quote_ids: Sequence[str], chat_ids: Sequence[int], now: int) -> None:
    """Queue a post for each of these chats, of the quotes in turn."""
    day = datetime.datetime.fromtimestamp(now, datetime.UTC).date()
    bodies = [Post(id_, (Language.EN,)) for id_ in quote_ids]
    rows = [
        row_of(bodies[number % len(bodies)], chat_id, now, subscription_id=1_000 + number, day=day)
        for number, chat_id in enumerate(chat_ids)
    ]
    async with database.writing() as connection:
        await connection.execute(subscriptions.insert(), [subscription_row(row["subscription_id"], row["chat_id"]) for row in rows])
        await connection.execute(outbox.insert(), rows)


async def rows_of(database: Database) -> list[Any]:
    """What lies in the outbox, in the order it came."""
    async with database.reading() as connection:
        return list((await connection.execute(select(outbox).order_by(outbox.c.id))).all())


async def until(come: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what is to come, twenty seconds at most."""
    async with asyncio.timeout(20):
        while True:
            if await come():
                return
            await asyncio.sleep(0.05)
