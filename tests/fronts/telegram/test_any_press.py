"""Whatever a button says, also one that was never there: it is answered, and nobody can touch what is another's."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from bot_api.messages import BotMessage
from bot_api.people import ALICE, BOB, CHANNEL, GROUP, Chat, User, private_chat
from bot_api.server import BotApiServer
from hypothesis import given
from hypothesis import strategies as st
from nasty import COMMAND_TEXTS, NASTY, TEXTS, fuzzed, presses
from sqlalchemy import Table, select
from unshaken import ANONYMOUS, MALLORY, Unshaken

from bot.services.presses import to_press
from bot.services.upkeep_intents import Act, Delete
from bot.store.announcements import Progress
from bot.store.engine import Database
from bot.store.schema import announcements, metadata, outbox
from bot.text.normalise import normalise

# Drawn from and counted by whoever asks, and what only follows from the rest.
NOBODYS = {"updates", "cursors", "tallies", "misses", "days", "posted", "meta", "revisions", "changes"}
IDS = ("hundred-flowers", "kk-birlik-tirlik", "ru-volkov-boyatsya")
PRESSES = presses(IDS)
PLACES = st.sampled_from([GROUP, CHANNEL, None])
FILE = b'{"kind": "quote", "language": "kk", "text": "Adam bol, balam"}\n'


@pytest.fixture
async def kept(bot_api: BotApiServer, owned_bot: Database) -> Database:
    """The database of a bot that keeps something of everything of Alice and of Bob, under small numbers."""
    for chat in (None, GROUP):
        await _say(bot_api, "/add Whoever counts the waves forgets the sea", chat)
        await _say(bot_api, "/subscribe 09:00 Almaty kk", chat)
    await bot_api.posts_in_channel("/privacy")
    await bot_api.next_call("sendMessage")
    await bot_api.user_says("/add Another saying of the group", chat=GROUP, user=ANONYMOUS, sender_chat=GROUP.to_json())
    await bot_api.next_call("sendMessage")
    await _say(bot_api, "/announce Tomorrow is another day", None)
    await _say(bot_api, "/suggest Whoever waits for the tide walks home", None, BOB)
    suggested = bot_api.last_message(private_chat(BOB))
    await bot_api.forges(suggested, _button(suggested, Act.SAVE), user=BOB)
    await bot_api.next_call("editMessageText")
    await bot_api.user_sends_file("few.jsonl", FILE, caption="/import")
    offered = await bot_api.next_message()
    await bot_api.forges(offered, _button(offered, Act.IMPORT))
    await bot_api.next_call("editMessageText")
    await bot_api.forges(offered, to_press(Delete("hundred-flowers")))
    await bot_api.next_call("sendMessage")
    return owned_bot


async def _say(bot_api: BotApiServer, text: str, chat: Chat | None, user: User = ALICE) -> None:
    await bot_api.user_says(text, chat=chat, user=user)
    await bot_api.next_call("sendMessage")


def _button(message: BotMessage, act: Act) -> str:
    return next(button["callback_data"] for button in message.buttons if f":{act}:" in button["callback_data"])


async def _pressed(bot_api: BotApiServer, steps: Iterable[tuple[str, str]], chat: Chat | None, user: User) -> None:
    """Let *user* press and say the *steps* in *chat*, under a message of the bot."""
    chat = chat or private_chat(user)
    message = BotMessage("The bot's", chat=chat, message_id=5_000_000)
    bot_api.messages.setdefault((chat.id, message.message_id), message)
    for what, said in steps:
        if what == "press":
            await bot_api.forges(message, said, user=user)
        elif chat is not CHANNEL:
            await bot_api.user_says(said[:4_096], chat=chat, user=user)


def test_there_are_quotes_of_these_ids(by_id: dict[str, Any]) -> None:
    assert {*IDS} <= by_id.keys()


@pytest.mark.parametrize("chat", [None, GROUP, CHANNEL], ids=["private", "group", "channel"])
@pytest.mark.usefixtures("owned_bot")
async def test_every_nasty_text_may_be_what_a_button_says(bot_api: BotApiServer, unshaken: Unshaken, chat: Chat | None) -> None:
    await _pressed(bot_api, [("press", text[:64]) for text in NASTY.values()], chat, ALICE)

    await unshaken.check(chat)


STEPS = st.lists(st.tuples(st.just("press"), PRESSES) | st.tuples(st.just("say"), TEXTS | COMMAND_TEXTS), min_size=1, max_size=8)


@fuzzed(40)
@given(steps=STEPS, chat=PLACES)
@pytest.mark.usefixtures("kept")
async def test_any_presses_of_an_owner_are_answered(
    bot_api: BotApiServer, unshaken: Unshaken, steps: list[tuple[str, str]], chat: Chat | None
) -> None:
    await _pressed(bot_api, steps, chat, ALICE)

    await unshaken.check(chat)


@fuzzed(25)
@given(data=st.lists(PRESSES, min_size=1, max_size=8), chat=PLACES)
async def test_whatever_a_stranger_presses_is_answered_and_changes_nothing_of_others(
    bot_api: BotApiServer, unshaken: Unshaken, kept: Database, data: list[str], chat: Chat | None
) -> None:
    bot_api.members[CHANNEL.id, MALLORY.id] = "member"
    await unshaken.check(None if chat is CHANNEL else chat, MALLORY)
    before = await _others(kept)

    await _pressed(bot_api, [("press", one) for one in data], chat, MALLORY)

    await unshaken.check(None if chat is CHANNEL else chat, MALLORY)
    assert await _others(kept) == before


async def _others(database: Database) -> dict[str, set[Any]]:
    """Everything that is kept and not Mallory's."""
    rows = {table.name: await _rows(database, table) for table in metadata.sorted_tables if table.name not in NOBODYS}
    mine = {("person_id", MALLORY.id), ("chat_id", MALLORY.id), ("id", MALLORY.id)}
    return {name: {tuple(row.values()) for row in found if not mine & set(row.items())} for name, found in rows.items()}


async def test_texts_without_a_letter_are_announced_where_telegram_takes_them(
    bot_api: BotApiServer, unshaken: Unshaken, owned_bot: Database
) -> None:
    texts = [text for text in NASTY.values() if not normalise(text)]
    for text in texts:
        await bot_api.user_says(f"/announce {text}")
    await unshaken.check()
    count = len(await _rows(owned_bot, announcements))
    await _pressed(bot_api, [("press", f"r:{number}:{Progress.SENDING}") for number in range(1, count + 1)], None, ALICE)
    await unshaken.check()

    async with asyncio.timeout(30):
        while {row["state"] for row in await _rows(owned_bot, outbox)} != {"sent"}:
            await unshaken.check()

    assert 5 < count < len(texts)
    await unshaken.check()


async def _rows(database: Database, table: Table) -> Sequence[Any]:
    async with database.reading() as connection:
        return (await connection.execute(select(table))).mappings().all()


@fuzzed(20)
@given(data=st.lists(PRESSES, min_size=1, max_size=5))
@pytest.mark.usefixtures("kept")
async def test_any_press_under_a_message_of_inline_mode_is_answered(bot_api: BotApiServer, unshaken: Unshaken, data: list[str]) -> None:
    message = BotMessage("Chosen", inline_message_id="inline-1")
    bot_api.inline_messages["inline-1"] = message
    for one in data:
        await bot_api.forges(message, one, user=MALLORY)

    await unshaken.check(user=MALLORY)
