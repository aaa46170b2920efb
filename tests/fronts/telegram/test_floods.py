"""Somebody who writes far more than anybody could read: answered as far as their budget goes, told once, and nobody else waits."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from bot_api.people import ALICE, BOB, SUPERGROUP, Chat, private_chat
from bot_api.server import BotApiServer
from conftest import databases, front_of, telegram_running
from sqlalchemy import func, select

from bot.rendering.messages import Renderer
from bot.services.budgets import RATES, Budgets, Use
from bot.services.conversation import Conversation
from bot.store.schema import updates

ALONE, IN_GROUPS = RATES[Use.QUESTION].alone.at_once, RATES[Use.QUESTION].in_groups.at_once
FLOOD = 300


@pytest.fixture
async def bot_with_budgets(bot_api: BotApiServer, conversation: Conversation, renderer: Renderer) -> AsyncIterator[Conversation]:
    """The bot, polling, with the budgets it is shipped with: time does not pass for them."""
    front = front_of(bot_api, conversation, renderer, budgets=Budgets(lambda: 0.0))
    stop = asyncio.Event()
    running = asyncio.create_task(front.run(stop))
    await bot_api.next_call("getUpdates")
    yield conversation
    stop.set()
    await running


def sent_to(server: BotApiServer, chat: Chat) -> list[str]:
    """The texts that have come to a chat."""
    return [call["text"] for call in server.calls if call.method == "sendMessage" and call["chat_id"] == chat.id]


async def stored(conversation: Conversation, chat: Chat) -> int:
    """How many updates of a chat have been written down."""
    async with databases[conversation].reading() as connection:
        of_chat = select(func.count()).select_from(updates).where(updates.c.lane == chat.id)
        return int((await connection.execute(of_chat)).scalar_one())


@pytest.mark.parametrize(("chat", "budget"), [(private_chat(ALICE), ALONE), (SUPERGROUP, IN_GROUPS)], ids=["private", "group"])
async def test_a_flood_is_answered_up_to_its_budget_told_once_and_then_met_with_silence(
    bot_api: BotApiServer, bot_with_budgets: Conversation, chat: Chat, budget: int
) -> None:
    words = "/privacy" if chat.is_private else f"/privacy@{bot_api.bot.username}"
    for _ in range(FLOOD):
        await bot_api.user_says(words, chat=chat)
    await bot_api.user_says("/help", user=BOB)
    began = time.monotonic()

    for _ in range(budget + 2):
        await bot_api.next_call("sendMessage")
    await bot_api.no_call("sendMessage", within=0.5)

    answers = sent_to(bot_api, chat)
    assert len(set(answers)) == 2
    assert sorted(answers.count(text) for text in set(answers)) == [1, budget]
    assert len(sent_to(bot_api, private_chat(BOB))) == 1
    assert await stored(bot_with_budgets, chat) == budget
    assert time.monotonic() - began < 10


async def test_somebody_else_is_answered_in_the_middle_of_a_flood(bot_api: BotApiServer, bot_with_budgets: Conversation) -> None:
    """Bob's question comes behind hundreds of Alice's, and more come behind it; he does not wait for her answers."""
    bot_api.delay("sendMessage", 0.2)
    for _ in range(FLOOD):
        await bot_api.user_says("/privacy")
    await bot_api.user_says("/help", user=BOB)
    for _ in range(FLOOD):
        await bot_api.user_says("/privacy")

    first = [(await bot_api.next_call("sendMessage"))["chat_id"] for _ in range(4)]
    bot_api.delay("sendMessage", 0)

    assert BOB.id in first
    assert await stored(bot_with_budgets, private_chat(ALICE)) == ALONE


async def test_a_stop_in_the_middle_of_a_long_queue_ends_soon_and_the_next_start_goes_on(
    bot_api: BotApiServer, conversation: Conversation, renderer: Renderer
) -> None:
    """What has just been taken in hand when the time to go on is over is given back, and not waited for."""
    bot_api.delay("sendMessage", 0.02)
    async with telegram_running(bot_api, conversation, renderer):
        questions = [await bot_api.user_says(f"/topic nothing{number:03}") for number in range(FLOOD)]
        await bot_api.next_call("sendMessage")
        stopping = time.monotonic()
    stopped = time.monotonic() - stopping

    answered = len(sent_to(bot_api, private_chat(ALICE)))
    bot_api.delay("sendMessage", 0)
    async with telegram_running(bot_api, conversation, renderer):
        while len(sent_to(bot_api, private_chat(ALICE))) < len(questions):
            await bot_api.next_call("sendMessage")

    assert stopped < 8
    assert answered < len(questions)
    texts = sent_to(bot_api, private_chat(ALICE))
    assert [f"nothing{number:03}" in text for number, text in enumerate(texts)] == [True] * FLOOD
