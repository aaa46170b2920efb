"""What the bot does when Telegram does not do as asked: the rows of TELEGRAM.md's table that concern answering."""

import asyncio
import logging
from pathlib import Path

import pytest
from bot_api.people import BOB, GROUP, SUPERGROUP
from bot_api.server import BotApiServer
from conftest import UNHURRIED
from couriers import sender_to

from bot.errors import ChatGone, InDoubt, TryLater
from bot.fronts.telegram.courier import TelegramCourier
from bot.fronts.telegram.sender import Sender
from bot.rendering.messages import Renderer
from bot.rendering.reply import Reply, Span
from bot.text.language import Language

SAYING = "一花独放不是春"
QUESTION = "/search 百花齐放"
GONE = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (403, "Forbidden: bot was kicked from the group chat"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: bot is not a member of the supergroup chat"),
    (403, "Forbidden: the group chat was deleted"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: PEER_ID_INVALID"),
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
]


@pytest.mark.usefixtures("running_bot")
async def test_a_chat_that_is_gone_is_left_alone_and_the_next_is_answered(bot_api: BotApiServer, caplog: pytest.LogCaptureFixture) -> None:
    for status, description in GONE:
        bot_api.fail_next("sendMessage", status, description)
        await bot_api.user_says(QUESTION, chat=GROUP)
        await bot_api.next_call("sendMessage")
    await bot_api.user_says(QUESTION, user=BOB)
    answered = await bot_api.next_call("sendMessage")

    assert answered["chat_id"] == BOB.id
    assert len([call for call in bot_api.calls if call.method == "sendMessage"]) == len(GONE) + 1
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.usefixtures("running_bot")
async def test_the_answer_follows_a_group_that_became_a_supergroup(bot_api: BotApiServer) -> None:
    bot_api.chats[SUPERGROUP.id] = SUPERGROUP
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    bot_api.fail_next("sendMessage", 400, upgraded, {"migrate_to_chat_id": SUPERGROUP.id})

    await bot_api.user_says(QUESTION, chat=GROUP)
    refused, sent = await bot_api.next_call("sendMessage"), await bot_api.next_call("sendMessage")

    assert (refused["chat_id"], sent["chat_id"]) == (GROUP.id, SUPERGROUP.id)
    assert SAYING in bot_api.last_message(SUPERGROUP).text


@pytest.mark.usefixtures("running_bot")
async def test_a_press_follows_a_group_that_became_a_supergroup(bot_api: BotApiServer) -> None:
    await bot_api.user_says(QUESTION, chat=GROUP)
    message = await bot_api.next_message(GROUP)
    bot_api.chats[SUPERGROUP.id] = SUPERGROUP
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    bot_api.fail_next("editMessageText", 400, upgraded, {"migrate_to_chat_id": SUPERGROUP.id})

    await bot_api.presses(message, "Рус")
    sent = await bot_api.next_message(SUPERGROUP)

    assert "Один цветок весны не делает" in sent.text


@pytest.mark.usefixtures("running_bot")
async def test_what_telegram_has_no_room_for_now_is_sent_once_it_has(bot_api: BotApiServer) -> None:
    """Telegram takes one message a second in a private chat, and refuses those that come sooner."""
    bot_api.enforce_floods = True

    await bot_api.user_says("百花齐放")
    await bot_api.user_says("/privacy")
    for _ in range(3):
        await bot_api.next_call("sendMessage")

    sent = [message.text for (chat_id, _), message in bot_api.messages.items() if chat_id == 1001]
    assert len(sent) == 2
    assert SAYING in sent[0]
    assert [refusal.error_code for refusal in bot_api.refusals] == [429]


@pytest.mark.usefixtures("running_bot")
async def test_a_flood_wait_too_long_for_a_person_is_not_sat_out(bot_api: BotApiServer, caplog: pytest.LogCaptureFixture) -> None:
    bot_api.fail_next("sendMessage", 429, "Too Many Requests: retry after 3600", {"retry_after": 3600})

    await bot_api.user_says("百花齐放")
    await bot_api.next_call("sendMessage")
    await bot_api.user_says("/privacy")
    await bot_api.no_call("sendMessage")

    # Nothing is sent before Telegram's time is over, to nobody: that would only make it longer.
    assert caplog.text.count("an answer was not sent: try again in 3600 s") == 2


@pytest.mark.usefixtures("running_bot")
@pytest.mark.parametrize("trouble", ["TOPIC_CLOSED", "message thread not found"])
async def test_where_a_topic_is_closed_the_answer_comes_once_outside_of_it(bot_api: BotApiServer, trouble: str) -> None:
    bot_api.fail_next("sendMessage", 400, f"Bad Request: {trouble}")

    await bot_api.user_says(QUESTION, chat=SUPERGROUP, message_thread_id=77, is_topic_message=True)
    await bot_api.next_call("sendMessage")
    sent = await bot_api.next_call("sendMessage")

    assert "message_thread_id" not in sent
    assert SAYING in sent["text"]
    await bot_api.no_call("sendMessage", within=0.1)


@pytest.mark.usefixtures("running_bot")
async def test_a_question_that_was_deleted_meanwhile_is_answered_all_the_same(bot_api: BotApiServer) -> None:
    bot_api.fail_next("sendMessage", 400, "Bad Request: message to be replied not found")

    await bot_api.user_says(QUESTION, chat=GROUP)
    asked, sent = await bot_api.next_call("sendMessage"), await bot_api.next_call("sendMessage")

    assert asked["reply_parameters"]["allow_sending_without_reply"] is True
    assert "reply_parameters" not in sent
    assert SAYING in sent["text"]


@pytest.mark.usefixtures("running_bot")
@pytest.mark.parametrize("status", [500, 502, 504])
async def test_after_a_servers_failure_nothing_is_sent_twice(bot_api: BotApiServer, status: int) -> None:
    """The message may have gone out before the server failed: in doubt, none is better than two."""
    if status == 500:
        bot_api.fail_next("sendMessage", 500, "Internal Server Error: restart")
    else:
        bot_api.fail_next_with_html("sendMessage", status)

    await bot_api.user_says("百花齐放")
    first = await bot_api.next_call("sendMessage")
    await bot_api.user_says("/privacy")
    second = await bot_api.next_call("sendMessage")

    assert SAYING in first["text"]
    assert SAYING not in second["text"]
    await bot_api.no_call("sendMessage", within=0.1)


@pytest.mark.usefixtures("running_bot")
async def test_after_a_cut_connection_nothing_is_sent_twice(bot_api: BotApiServer) -> None:
    bot_api.cut_next("sendMessage")

    await bot_api.user_says("百花齐放")
    await bot_api.next_call("sendMessage")
    await bot_api.user_says("/privacy")
    await bot_api.next_call("sendMessage")

    assert len([text for text in (message.text for message in bot_api.messages.values()) if SAYING in text]) == 1


@pytest.mark.usefixtures("running_bot")
@pytest.mark.parametrize("refusal", ["message is too long", "can't parse entities: unexpected end"])
async def test_a_refusal_that_is_our_own_fault_is_logged_and_apologised_for(
    bot_api: BotApiServer, renderer: Renderer, caplog: pytest.LogCaptureFixture, refusal: str
) -> None:
    bot_api.fail_next("sendMessage", 400, f"Bad Request: {refusal}")

    await bot_api.user_says("Тоқаев қандай қытай мақалын айтты", language_code="ru")
    await bot_api.next_call("sendMessage")
    apology = await bot_api.next_call("sendMessage")

    assert apology["text"] == renderer.apology(Language.KK).text
    assert "an update could not be handled" in caplog.text


@pytest.mark.usefixtures("running_bot")
async def test_when_the_store_fails_the_bot_apologises_in_the_language_of_the_client(
    bot_api: BotApiServer, renderer: Renderer, tmp_path: Path
) -> None:
    await _drop(tmp_path / "quotes.db", "cursors", "chats")

    await bot_api.user_says("/random", language_code="kk")
    apology = await bot_api.next_call("sendMessage")

    assert apology["text"] == renderer.apology(Language.KK).text


@pytest.mark.usefixtures("running_bot")
async def test_a_handlers_failure_is_apologised_for_in_the_chats_language_and_topic(
    bot_api: BotApiServer, renderer: Renderer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bot_api.members[SUPERGROUP.id, BOB.id] = "creator"
    await bot_api.user_says("/language kk", chat=SUPERGROUP, user=BOB)
    await bot_api.next_call("sendMessage")
    await _drop(tmp_path / "quotes.db", "cursors")

    await bot_api.user_says("/random", chat=SUPERGROUP, user=BOB, message_thread_id=77, is_topic_message=True)
    apology = await bot_api.next_call("sendMessage")
    await bot_api.user_says(QUESTION, user=BOB)
    answered = await bot_api.next_call("sendMessage")

    assert (apology["text"], apology["message_thread_id"]) == (renderer.apology(Language.KK).text, 77)
    assert "an update could not be handled" in caplog.text
    assert SAYING in answered["text"]


async def _drop(file: Path, *tables: str) -> None:
    """Take *tables* out of the database that the bot has open; in a thread, for the bot may have to end a transaction first."""
    await asyncio.to_thread(_dropped, file, tables)


def _dropped(file: Path, tables: tuple[str, ...]) -> None:
    import sqlite3

    connection = sqlite3.connect(file, isolation_level=None, timeout=20)
    # Whoever reads first and writes then is not waited for.
    connection.execute("BEGIN IMMEDIATE")
    for table in tables:
        connection.execute(f"DROP TABLE {table}")
    connection.commit()
    connection.close()


async def test_what_surely_was_not_sent_is_sent_when_the_server_is_back(bot_api: BotApiServer, renderer: Renderer) -> None:
    """A connection that did not come about brought nothing: only then a send is tried again."""
    bot_api.chats[BOB.id] = bot_api.chats.get(BOB.id) or (await _met(bot_api))
    async with sender_to(bot_api) as bot:
        await bot_api.stop()
        sending = asyncio.create_task(_courier(bot, renderer).send(BOB.id, Reply((Span("百花"),))))
        await asyncio.sleep(0.2)
        await bot_api.start()

        sent = await sending

    assert sent > 0
    assert len([call for call in bot_api.calls if call.method == "sendMessage"]) == 1


def _courier(bot: Sender, renderer: Renderer) -> TelegramCourier:
    async def moved(old_id: int, new_id: int) -> None:
        raise AssertionError(f"{old_id} did not become {new_id}")

    return TelegramCourier(bot, renderer, UNHURRIED, moved)


async def _met(bot_api: BotApiServer) -> object:
    await bot_api.user_says("hello", user=BOB)
    return bot_api.chats[BOB.id]


@pytest.mark.parametrize(
    ("status", "description", "error"),
    [
        (403, "Forbidden: bot was blocked by the user", ChatGone),
        (400, "Bad Request: chat not found", ChatGone),
        (500, "Internal Server Error: restart", InDoubt),
        (429, "Too Many Requests: retry after 99", TryLater),
    ],
)
async def test_telegrams_errors_are_told_as_what_they_mean_for_us(
    bot_api: BotApiServer, renderer: Renderer, status: int, description: str, error: type[Exception]
) -> None:
    await _met(bot_api)
    bot_api.fail_next("sendMessage", status, description, {"retry_after": 99} if status == 429 else None)

    async with sender_to(bot_api) as bot:
        with pytest.raises(error):
            await _courier(bot, renderer).send(BOB.id, Reply((Span("百花"),)))
