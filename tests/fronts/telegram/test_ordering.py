"""Chats side by side, and each chat's updates in their order."""

import pytest
from bot_api.people import ALICE, BOB, GROUP
from bot_api.server import BotApiServer

from bot.rendering.messages import Renderer
from bot.services.answers import HelpText
from bot.text.language import Language

pytestmark = pytest.mark.usefixtures("running_bot")


async def test_a_slow_chat_does_not_hold_up_another(bot_api: BotApiServer) -> None:
    """Alice's second question waits for her first; Bob's, which came last, waits for neither."""
    bot_api.delay("sendMessage", 0.2)
    await bot_api.user_says("/privacy")
    await bot_api.user_says("/help")
    await bot_api.user_says("/help", user=BOB)

    sent = [(await bot_api.next_call("sendMessage"))["chat_id"] for _ in range(3)]

    # Which of the first two is quicker is nobody's promise.
    assert set(sent[:2]) == {ALICE.id, BOB.id}
    assert sent[2] == ALICE.id


async def test_updates_of_a_chat_are_handled_in_their_order_however_long_each_takes(bot_api: BotApiServer, renderer: Renderer) -> None:
    """The choice of a language asks Telegram for the person's rights; the command behind it asks nobody, and is in that language."""
    bot_api.members[GROUP.id, ALICE.id] = "creator"
    bot_api.delay("getChatMember", 0.2)

    await bot_api.user_says("/language kk", chat=GROUP)
    await bot_api.user_says("/help", chat=GROUP, user=BOB)
    await bot_api.next_call("sendMessage")
    helped = await bot_api.next_call("sendMessage")

    assert helped["text"] == renderer.render(HelpText(Language.KK)).text


async def test_many_questions_of_one_person_are_answered_in_their_order(bot_api: BotApiServer) -> None:
    questions = [(await bot_api.user_says(f"/topic nothing{number}"))["message"]["message_id"] for number in range(30)]

    sent = [(await bot_api.next_call("sendMessage"))["text"].splitlines()[0] for _ in questions]

    assert all(f"nothing{number}" in line for number, line in enumerate(sent))


async def test_a_failure_does_not_block_what_comes_behind_it(bot_api: BotApiServer) -> None:
    bot_api.fail_next("sendMessage", 400, "Bad Request: message is too long", times=2)

    await bot_api.user_says("/privacy")
    await bot_api.user_says("百花齐放")
    texts = [(await bot_api.next_call("sendMessage"))["text"] for _ in range(3)]

    assert "一花独放不是春" in texts[-1]


async def test_a_chat_with_many_questions_waiting_leaves_the_others_their_place(bot_api: BotApiServer) -> None:
    """More of Alice's updates wait for each other than are ever handled at once; Bob is answered after her first all the same."""
    bot_api.delay("sendMessage", 0.3)
    for _ in range(80):
        await bot_api.user_says("/privacy")
    await bot_api.user_says("/help", user=BOB)

    first_chats = [(await bot_api.next_call("sendMessage"))["chat_id"] for _ in range(3)]
    bot_api.delay("sendMessage", 0)

    assert BOB.id in first_chats
