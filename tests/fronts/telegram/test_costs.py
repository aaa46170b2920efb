"""What an update uses: of the same messages that are answered, and of whoever sent them."""

import time
from typing import Any

import msgspec
import pytest
from bot_api.people import ALICE, BOB, GROUP, SUPERGROUP
from bot_api.server import BotApiServer
from telegram import Bot
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest
from test_groups import ANONYMOUS, OTHERS_TALK, PHOTO, TO_THE_BOT

from bot.fronts.telegram.costs import Cost, cost_of
from bot.fronts.telegram.incoming import from_message
from bot.fronts.telegram.members import Members
from bot.fronts.telegram.updates import Message
from bot.services.budgets import Use

CHANNEL = {"id": -1009, "type": "channel", "title": "News"}
COMMAND = [{"type": "bot_command", "offset": 0, "length": 7}]


def cost(server: BotApiServer, update: dict[str, Any]) -> Cost | None:
    """What an update to the bot of *server* uses."""
    return cost_of(update, server.bot.id, server.bot.username or "")


def press(data: str, message: dict[str, Any] | None) -> dict[str, Any]:
    """A press of a button by Alice."""
    return {"callback_query": {"id": "1", "from": ALICE.to_json(), "data": data} | ({"message": message} if message else {})}


@pytest.fixture
async def bot(bot_api: BotApiServer) -> Any:
    """The bot as the library has it, which knows its own name."""
    async with ExtBot(bot_api.token, base_url=bot_api.base_url, request=HTTPXRequest()) as opened:
        yield opened


@pytest.mark.parametrize("more", [{}, {"via_bot": ALICE.to_json()}, {"is_automatic_forward": True}, {"sender_chat": CHANNEL}])
async def test_in_a_group_what_is_answered_is_counted_and_nothing_else(bot_api: BotApiServer, bot: Bot, more: dict[str, Any]) -> None:
    for text in (*TO_THE_BOT, *OTHERS_TALK, f"👩🏽\u200d🚀 {TO_THE_BOT[3]}", "/ @hundred_flowers_bot"):
        for user in (ALICE, ANONYMOUS):
            update = await bot_api.user_says(text, chat=GROUP, user=user, **more)

            incoming = from_message(msgspec.convert(update["message"], Message), bot, Members(bot, time.monotonic))

            person = GROUP.id if more else user.id
            assert cost(bot_api, update) == (Cost(Use.QUESTION, person, GROUP.id) if incoming else None), text


async def test_a_reply_to_the_bot_is_counted(bot_api: BotApiServer) -> None:
    update = await bot_api.user_says("百花齐放", chat=GROUP)
    update["message"]["reply_to_message"] = update["message"] | {"from": bot_api.bot.to_json()}

    assert cost(bot_api, update) == Cost(Use.QUESTION, ALICE.id, GROUP.id)


async def test_in_private_all_is_counted_and_an_edited_message_again(bot_api: BotApiServer) -> None:
    said = await bot_api.user_says("百花齐放")
    shown = {"message": said["message"] | {"text": "", **PHOTO}}

    for update in (said, shown, {"edited_message": said["message"]}):
        assert cost(bot_api, update) == Cost(Use.QUESTION, ALICE.id, ALICE.id)


async def test_who_speaks_as_a_group_or_a_channel_uses_what_is_of_that_chat(bot_api: BotApiServer) -> None:
    """Telegram has one number for all who do."""
    update = await bot_api.user_says("/random", chat=SUPERGROUP, user=ANONYMOUS, sender_chat=SUPERGROUP.to_json())
    post = {"channel_post": {"chat": CHANNEL, "sender_chat": CHANNEL, "text": "/random", "entities": COMMAND}}
    news = {"channel_post": {"chat": CHANNEL, "sender_chat": CHANNEL, "text": "News"}}

    assert cost(bot_api, update) == Cost(Use.QUESTION, SUPERGROUP.id, SUPERGROUP.id)
    assert cost(bot_api, post) == Cost(Use.QUESTION, CHANNEL["id"], CHANNEL["id"])
    assert cost(bot_api, news) is None


async def test_presses_and_searches_are_counted_where_they_come_from(bot_api: BotApiServer) -> None:
    message = (await bot_api.user_says("百花齐放", chat=GROUP))["message"]

    assert cost(bot_api, press("v:0", message)) == Cost(Use.QUESTION, ALICE.id, GROUP.id)
    assert cost(bot_api, press("o:kk:hundred-flowers", None)) == Cost(Use.QUESTION, ALICE.id, ALICE.id)
    assert cost(bot_api, press("f::hundred-flowers", message)) == Cost(Use.QUESTION, ALICE.id, GROUP.id)
    assert cost(bot_api, press("f:words:hundred-flowers", message)) == Cost(Use.SUGGESTION, ALICE.id, GROUP.id)
    assert cost(bot_api, {"inline_query": {"from": BOB.to_json(), "query": "b"}}) == Cost(Use.SEARCH, BOB.id, BOB.id)


async def test_what_telegram_itself_tells_costs_nothing(bot_api: BotApiServer) -> None:
    moved = {"message": {"chat": GROUP.to_json(), "from": ALICE.to_json(), "migrate_to_chat_id": -1001}}

    assert cost(bot_api, moved) is None
    assert cost(bot_api, {"my_chat_member": {"chat": GROUP.to_json(), "from": ALICE.to_json()}}) is None
