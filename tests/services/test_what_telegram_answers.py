"""What becomes of posts and announcements by what Telegram answers: each row of its table of errors."""

import asyncio
import datetime
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from bot_api.journal import Call
from bot_api.server import BotApiServer
from conftest import NOW, Clock
from couriers import courier_to, known, posting, rows_of, subscribed
from msgspec.structs import replace
from samples import samples

from bot.fronts.telegram.courier import TelegramCourier
from bot.rendering.messages import Renderer
from bot.services.posting import Posting
from bot.store.chats import ChatKind, ChatStore, Reach
from bot.store.engine import Database
from bot.store.parcels import Outcome
from bot.store.quotes import QuoteStore
from bot.store.subscriptions import Subscription
from bot.text.language import Language

ADMIN, GROUP, SUPERGROUP, THREAD = 1001, -2001, -1001234567890, 77
DAY = datetime.timedelta(days=1)
NOON = Subscription(GROUP, 12 * 60, "UTC", (Language.EN,), person_id=ADMIN)
GONE = [
    "403 Forbidden: bot was blocked by the user",
    "403 Forbidden: user is deactivated",
    "403 Forbidden: bot can't initiate conversation with a user",
    "403 Forbidden: bot was kicked from the group chat",
    "403 Forbidden: bot was kicked from the supergroup chat",
    "403 Forbidden: bot was kicked from the channel chat",
    "403 Forbidden: bot is not a member of the supergroup chat",
    "403 Forbidden: the group chat was deleted",
    "400 Bad Request: chat not found",
    "400 Bad Request: PEER_ID_INVALID",
]
MUTED = [
    "400 Bad Request: not enough rights to send text messages to the chat",
    "400 Bad Request: CHAT_WRITE_FORBIDDEN",
    "400 Bad Request: need administrator rights in the channel chat",
]
NO_TOPIC = ["400 Bad Request: TOPIC_CLOSED", "400 Bad Request: message thread not found"]
# Mistakes of our own, which sending again would not mend.
OURS = [
    "400 Bad Request: message is too long",
    "400 Bad Request: can't parse entities: unexpected end",
    "400 Bad Request: BUTTON_DATA_INVALID",
]


@dataclass
class Bot:
    """A bot that posts to a group at noon."""

    api: BotApiServer
    database: Database
    clock: Clock
    process: Posting
    courier: TelegramCourier

    def answers(self, answer: str, times: int = 1) -> None:
        """Let Telegram answer so to what is sent to the group next: "403 Forbidden: …"."""
        status, _, description = answer.partition(" ")
        self.api.fail_chat(GROUP, int(status), description, times=times)

    async def goes_on(self, time: datetime.timedelta = datetime.timedelta(0)) -> list[Call]:
        """What is tried to be sent when so much time has passed, as long as there is anything to be sent at once."""
        seen = len(self.api.calls)
        self.clock.now += time
        while await self.process.announcing.tick(self.courier):
            pass
        return [call for call in self.api.calls[seen:] if call.method == "sendMessage"]

    async def states(self) -> list[str]:
        """How what was for the group stands."""
        return [row.state for row in await rows_of(self.database) if row.chat_id in {GROUP, SUPERGROUP}]

    async def due(self) -> bool:
        """Whether the group is to have another post some time."""
        theirs = await self.process.subscribing.subscriptions.of_chat(GROUP)
        return any(one.due_at for one in theirs)

    async def reach(self) -> Reach:
        """Whether the group takes messages."""
        return (await ChatStore(self.database).settings(GROUP)).reach


@pytest.fixture
async def bot(made_sqlite_url: str, clock: Clock, renderer: Renderer) -> AsyncIterator[Bot]:
    """At a quarter past eleven, a post being due in three quarters of an hour."""
    async with BotApiServer() as server, Database(made_sqlite_url) as database:
        known(server, ADMIN, GROUP, SUPERGROUP)
        await QuoteStore(database).take_in(samples(9), "files")
        await ChatStore(database).meet(GROUP, ChatKind.GROUP, Language.EN)
        process = posting(database, clock, owners=[ADMIN])
        clock.now = NOW.replace(hour=11, minute=15)
        await subscribed(database, clock, NOON)
        async with courier_to(server, renderer, process) as courier:
            yield Bot(server, database, clock, process, courier)


HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize("answer", GONE)
async def test_what_is_gone_is_left_alone_until_it_speaks_again(bot: Bot, answer: str) -> None:
    bot.answers(answer)

    assert len(await bot.goes_on(HOUR)) == 1

    assert (await bot.states(), await bot.due(), await bot.reach()) == ([Outcome.GONE], False, Reach.GONE)
    assert await bot.goes_on(DAY) == []
    await bot.process.meeting.open(GROUP, ChatKind.GROUP, None)
    assert (await bot.due(), await bot.reach()) == (True, Reach.OPEN)
    assert len(await bot.goes_on(DAY)) == 1


@pytest.mark.parametrize("answer", MUTED)
async def test_where_the_bot_may_not_write_an_admin_is_told_in_private_once(bot: Bot, answer: str) -> None:
    """Also when several posts have found it out together."""
    await subscribed(bot.database, bot.clock, NOON, replace(NOON, minute=12 * 60 + 1))
    bot.answers(answer, times=3)

    tried = await bot.goes_on(datetime.timedelta(hours=1))
    tried += await bot.goes_on(datetime.timedelta(minutes=1))

    assert [call["chat_id"] for call in tried].count(ADMIN) == 1
    assert "no longer allowed to write" in next(call["text"] for call in tried if call["chat_id"] == ADMIN)
    assert (await bot.due(), await bot.reach()) == (False, Reach.MUTED)
    assert await bot.goes_on(DAY) == []


@pytest.mark.parametrize("answer", NO_TOPIC)
async def test_without_its_topic_a_post_goes_to_the_group_once_and_an_admin_is_told_once(bot: Bot, answer: str) -> None:
    [one] = await bot.process.subscribing.subscriptions.of_chat(GROUP)
    await bot.process.subscribing.subscriptions.keep(replace(one, thread_id=THREAD))
    bot.answers(answer)

    tried = await bot.goes_on(HOUR)

    assert [(call["chat_id"], call.fields.get("message_thread_id")) for call in tried] == [(GROUP, THREAD), (GROUP, None), (ADMIN, None)]
    assert await bot.states() == [Outcome.SENT]
    [next_one] = await bot.goes_on(DAY)
    assert "message_thread_id" not in next_one.fields


async def test_a_group_with_a_new_number_has_its_post_there_once(bot: Bot) -> None:
    bot.api.fail_chat(GROUP, 400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": SUPERGROUP})

    assert [call["chat_id"] for call in await bot.goes_on(HOUR)] == [GROUP, SUPERGROUP]

    assert await bot.states() == [Outcome.SENT]
    assert [call["chat_id"] for call in await bot.goes_on(DAY)] == [SUPERGROUP]


async def test_what_was_refused_for_a_while_was_not_sent_and_is_sent_when_that_is_over(bot: Bot) -> None:
    bot.api.fail_chat(GROUP, 429, "Too Many Requests: retry after 1", {"retry_after": 1})

    assert len(await bot.goes_on(HOUR)) == 1
    assert await bot.states() == [Outcome.QUEUED]
    await asyncio.sleep(1.1)
    assert len(await bot.goes_on(datetime.timedelta(seconds=2))) == 1

    assert await bot.states() == [Outcome.SENT]


@pytest.mark.parametrize("trouble", [500, 502, 504, "cut"])
async def test_what_may_have_been_sent_is_tried_once_more_and_then_left_in_doubt(bot: Bot, trouble: int | str) -> None:
    for _ in range(3):
        if trouble == "cut":
            bot.api.cut_chat(GROUP)
        elif trouble == 500:
            bot.answers("500 Internal Server Error: restart")
        else:
            bot.api.fail_next_with_html("sendMessage", int(trouble))

    assert [len(await bot.goes_on(time)) for time in (HOUR, datetime.timedelta(minutes=1.1), datetime.timedelta(minutes=20))] == [
        1,
        1,
        0,
    ]

    assert await bot.states() == [Outcome.DOUBT]
    assert (await bot.due(), await bot.reach()) == (True, Reach.OPEN)


async def test_where_nobody_answers_it_was_not_sent_and_is_tried_until_somebody_does(bot: Bot, renderer: Renderer) -> None:
    """A connection that cannot be had has carried nothing."""
    there = bot.courier
    async with AsyncExitStack() as stack:
        async with BotApiServer() as going:
            bot.courier = await stack.enter_async_context(courier_to(going, renderer, bot.process))
        assert await bot.goes_on(HOUR) == []
        assert await bot.states() == [Outcome.QUEUED]
        assert {row.tries for row in await rows_of(bot.database)} == {0}

    bot.courier = there
    assert len(await bot.goes_on(datetime.timedelta(seconds=5))) == 1
    assert await bot.states() == [Outcome.SENT]


async def test_a_token_that_is_no_longer_good_loses_nothing(bot: Bot) -> None:
    """The front ends for it with a clear message; what was to be sent is sent with the next one."""
    bot.answers("401 Unauthorized")

    assert len(await bot.goes_on(HOUR)) == 1
    assert (await bot.states(), await bot.due(), await bot.reach()) == ([Outcome.QUEUED], True, Reach.OPEN)
    assert len(await bot.goes_on(datetime.timedelta(minutes=2))) == 1

    assert await bot.states() == [Outcome.SENT]


@pytest.mark.parametrize("answer", OURS)
async def test_a_mistake_of_ours_is_logged_and_neither_tried_again_nor_in_the_way(
    bot: Bot, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    bot.answers(answer)

    assert len(await bot.goes_on(HOUR)) == 1
    assert await bot.states() == [Outcome.DOUBT]
    assert "a message could not be sent" in caplog.text
    assert [call["chat_id"] for call in await bot.goes_on(DAY)] == [GROUP]


async def test_a_pin_that_is_refused_leaves_the_post(bot: Bot) -> None:
    """Nor does what cannot be unpinned keep the next one from being pinned."""
    [one] = await bot.process.subscribing.subscriptions.of_chat(GROUP)
    await bot.process.subscribing.subscriptions.keep(replace(one, pin=True))
    await bot.process.subscribing.subscriptions.pinned(one.id, 4_711)
    bot.api.members[GROUP, bot.api.bot.id] = "member"

    assert len(await bot.goes_on(HOUR)) == 1
    assert await bot.states() == [Outcome.SENT]

    bot.api.members[GROUP, bot.api.bot.id] = "administrator"
    [post] = await bot.goes_on(DAY)
    assert post["chat_id"] == GROUP
    assert len(bot.api.pinned[GROUP]) == 1
