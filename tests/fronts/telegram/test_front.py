"""The life of the Telegram front: how it starts, goes on through outages, and stops."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from bot_api.server import BotApiServer
from conftest import front_of, telegram_running

from bot.errors import SettingsError
from bot.fronts.telegram.front import TelegramFront
from bot.rendering.messages import Renderer
from bot.services.conversation import Conversation

SAYING = "一花独放不是春"
UNREACHABLE = "Telegram cannot be reached"


@asynccontextmanager
async def running(front: TelegramFront) -> AsyncIterator[asyncio.Task[None]]:
    """*front* as a task of its own, which is stopped with the block."""
    stop = asyncio.Event()
    task = asyncio.create_task(front.run(stop))
    try:
        yield task
    finally:
        stop.set()
        await asyncio.wait([task], timeout=10)
        assert task.done(), "it does not stop"


async def test_an_unknown_token_is_refused_in_one_sentence(bot_api: BotApiServer, conversation: Conversation, renderer: Renderer) -> None:
    front = front_of(bot_api, conversation, renderer, token="123456:another-token")

    with pytest.raises(SettingsError) as refused:
        await front.run(asyncio.Event())

    assert "BotFather" in str(refused.value)
    assert "another-token" not in repr(refused.value) + str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("method", ["deleteWebhook", "getUpdates"])
async def test_a_token_that_is_refused_later_ends_the_front_in_one_sentence(
    bot_api: BotApiServer, conversation: Conversation, renderer: Renderer, method: str
) -> None:
    """The token was given up at BotFather while the bot started or ran."""
    bot_api.fail_next(method, 401, "Unauthorized", times=1000)

    with pytest.raises(SettingsError) as refused:
        await asyncio.wait_for(front_of(bot_api, conversation, renderer).run(asyncio.Event()), 10)

    assert "BotFather" in str(refused.value)
    assert bot_api.token not in str(refused.value)


async def test_a_server_that_is_down_at_the_start_is_waited_for_and_said_so_once(
    bot_api: BotApiServer, conversation: Conversation, renderer: Renderer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.fronts.telegram.front._FIRST_RETRY_SECONDS", 0.01)
    front = front_of(bot_api, conversation, renderer)
    await bot_api.stop()

    with caplog.at_level(logging.INFO):
        async with running(front):
            await _logged(caplog, UNREACHABLE)
            await asyncio.sleep(0.2)
            await bot_api.start()
            await bot_api.user_says("百花齐放")
            answered = await bot_api.next_message()

    assert SAYING in answered.text
    assert caplog.text.count(UNREACHABLE) == 1
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_front_that_waits_for_its_server_can_be_stopped(
    bot_api: BotApiServer, conversation: Conversation, renderer: Renderer, caplog: pytest.LogCaptureFixture
) -> None:
    front = front_of(bot_api, conversation, renderer)
    await bot_api.stop()

    async with running(front) as task:
        await _logged(caplog, UNREACHABLE)

    assert task.exception() is None


async def test_a_front_whose_server_goes_away_while_it_starts_can_be_stopped(
    bot_api: BotApiServer, conversation: Conversation, renderer: Renderer
) -> None:
    bot_api.fail_next("deleteWebhook", 500, "Internal Server Error: restart", times=1000)

    async with running(front_of(bot_api, conversation, renderer)) as task:
        await bot_api.next_call("deleteWebhook")

    assert task.exception() is None


async def test_an_outage_is_said_once_and_lived_through(
    bot_api: BotApiServer, conversation: Conversation, renderer: Renderer, caplog: pytest.LogCaptureFixture
) -> None:
    async with telegram_running(bot_api, conversation, renderer):
        await bot_api.stop()
        await _logged(caplog, UNREACHABLE)
        await asyncio.sleep(1.2)  # the next try is a second later
        await bot_api.start()
        await bot_api.user_says("百花齐放")
        answered = await bot_api.next_message()

    assert SAYING in answered.text
    assert caplog.text.count(UNREACHABLE) == 1


@pytest.mark.parametrize("trouble", ["html", "500", "429", "cut"])
async def test_a_poll_that_fails_is_made_again(bot_api: BotApiServer, conversation: Conversation, renderer: Renderer, trouble: str) -> None:
    match trouble:
        case "html":
            bot_api.fail_next_with_html("getUpdates", 502)
        case "500":
            bot_api.fail_next("getUpdates", 500, "Internal Server Error: restart")
        case "429":
            bot_api.fail_next("getUpdates", 429, "Too Many Requests: retry after 0", {"retry_after": 0})
        case _:
            bot_api.cut_next("getUpdates")
    async with telegram_running(bot_api, conversation, renderer):
        await bot_api.user_says("百花齐放")
        answered = await bot_api.next_message()

    assert SAYING in answered.text


async def test_a_poll_that_failed_is_over_before_anybody_writes(
    bot_api: BotApiServer, conversation: Conversation, renderer: Renderer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.fronts.telegram.polling._FIRST_RETRY_SECONDS", 0.1)
    bot_api.fail_next_with_html("getUpdates", 502)
    async with telegram_running(bot_api, conversation, renderer) as front:
        await _logged(caplog, UNREACHABLE)
        async with asyncio.timeout(3):
            while not await front.is_taking():  # noqa: ASYNC110  # what is asked is whether it says so
                await asyncio.sleep(0.02)


async def test_a_second_program_with_the_same_token_is_told_of(
    bot_api: BotApiServer, conversation: Conversation, renderer: Renderer, caplog: pytest.LogCaptureFixture
) -> None:
    conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    bot_api.fail_next("getUpdates", 409, conflict)

    async with telegram_running(bot_api, conversation, renderer):
        await _logged(caplog, "another program takes this bot's updates")


async def test_only_updates_that_are_handled_are_asked_for(bot_api: BotApiServer, conversation: Conversation, renderer: Renderer) -> None:
    async with telegram_running(bot_api, conversation, renderer):
        pass

    asked = next(call for call in bot_api.calls if call.method == "getUpdates")
    assert set(asked["allowed_updates"]) >= {"message", "edited_message", "callback_query", "inline_query", "my_chat_member", "chat_member"}
    assert "message_reaction" not in asked["allowed_updates"]


async def test_what_came_while_the_bot_was_away_is_answered(bot_api: BotApiServer, conversation: Conversation, renderer: Renderer) -> None:
    await bot_api.user_says("百花齐放")

    async with telegram_running(bot_api, conversation, renderer):
        answered = await bot_api.next_message()

    assert SAYING in answered.text


async def test_what_is_in_hand_when_it_stops_is_answered_first(
    bot_api: BotApiServer, conversation: Conversation, renderer: Renderer
) -> None:
    bot_api.delay("sendMessage", 0.2)
    async with telegram_running(bot_api, conversation, renderer):
        await bot_api.user_says("百花齐放")
        await bot_api.user_says("/privacy")
        await bot_api.next_call("sendMessage")

    assert len([call for call in bot_api.calls if call.method == "sendMessage"]) == 2


async def test_a_stopped_front_has_confirmed_its_updates(bot_api: BotApiServer, conversation: Conversation, renderer: Renderer) -> None:
    """Or the next start would answer them a second time."""
    for _ in range(2):
        async with telegram_running(bot_api, conversation, renderer):
            if not bot_api.calls or not any(call.method == "sendMessage" for call in bot_api.calls):
                await bot_api.user_says("百花齐放")
                await bot_api.next_call("sendMessage")

    assert len([call for call in bot_api.calls if call.method == "sendMessage"]) == 1


async def _logged(caplog: pytest.LogCaptureFixture, words: str) -> None:
    """Return when the log holds *words*."""
    async with asyncio.timeout(5):
        while words not in caplog.text:  # noqa: ASYNC110  # the log has no event to wait for
            await asyncio.sleep(0.01)
