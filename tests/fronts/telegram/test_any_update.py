"""What no sound server sends: updates with something missing or of another kind are logged, and the next one is answered."""

import logging
from typing import Any

import pytest
from bot_api.members import member_json
from bot_api.people import ALICE, CHANNEL, GROUP, JSON, PRIVATE, User
from bot_api.server import BotApiServer
from hypothesis import assume, given
from hypothesis import strategies as st
from nasty import fuzzed, mangled
from unshaken import Unshaken

from bot.fronts.telegram.updates import Update, update_of

ITSELF = User(123456, "Hundred Flowers", None, "hundred_flowers_bot", is_bot=True)
WHO = {"message_id": 7, "date": 1_700_000_000, "from": ALICE.to_json(), "chat": PRIVATE.to_json()}
IN_GROUP = WHO | {"chat": GROUP.to_json()}
ORIGIN = {"type": "user", "date": 1, "sender_user": ALICE.to_json()}
BUTTONS = {"inline_keyboard": [[{"text": "Рус", "callback_data": "o:ru:hundred-flowers"}]]}
COMMAND = {"type": "bot_command", "offset": 0, "length": 5}
SOUND: list[JSON] = [
    {"message": WHO | {"text": "/help", "entities": [COMMAND]}},
    {"message": WHO | {"text": "spring", "reply_to_message": WHO | {"text": "a", "forward_origin": ORIGIN}}},
    {"message": IN_GROUP | {"text": "/edit", "entities": [COMMAND], "reply_to_message": IN_GROUP | {"text": "a", "reply_markup": BUTTONS}}},
    {"message": WHO | {"caption": "/import", "document": {"file_id": "a", "file_unique_id": "a", "file_name": "a.csv", "file_size": 1}}},
    {"message": WHO | {"photo": [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]}},
    {"message": WHO | {"chat": GROUP.to_json(), "migrate_to_chat_id": -1001234567899}},
    {"edited_message": WHO | {"text": "friend", "edit_date": 1_700_000_001}},
    {"channel_post": {"message_id": 8, "date": 1, "chat": CHANNEL.to_json(), "text": "/help", "entities": [COMMAND]}},
    {
        "callback_query": {
            "id": "1",
            "from": ALICE.to_json(),
            "chat_instance": "1",
            "data": "l:",
            "message": WHO | {"from": ITSELF.to_json()},
        }
    },
    {"callback_query": {"id": "1", "from": ALICE.to_json(), "chat_instance": "1", "data": "l:", "inline_message_id": "x"}},
    {"inline_query": {"id": "1", "from": ALICE.to_json(), "query": "spring", "offset": ""}},
    {
        "my_chat_member": {
            "chat": GROUP.to_json(),
            "from": ALICE.to_json(),
            "date": 1,
            "old_chat_member": member_json(GROUP, ITSELF, "left"),
            "new_chat_member": member_json(GROUP, ITSELF, "administrator"),
        }
    },
    {
        "chat_member": {
            "chat": GROUP.to_json(),
            "from": ALICE.to_json(),
            "date": 1,
            "old_chat_member": member_json(GROUP, ALICE, "administrator"),
            "new_chat_member": member_json(GROUP, ALICE, "member"),
        }
    },
    {"of_another_year": {"id": 1}},
    {},
]
# What the bot says of what it could not handle.
LOGGED = ("an update was set aside", "an update could not be read", "an update could not be handled", "an apology could not be sent")


@fuzzed(300)
@given(st.sampled_from([{"update_id": 1} | update for update in SOUND]).flatmap(mangled) | st.dictionaries(st.text(max_size=9), st.text()))
def test_any_update_is_read_or_logged_without_a_word_of_it(raw: Any) -> None:
    if not isinstance(raw, dict):
        return

    read = update_of(raw)

    assert read is None or isinstance(read.update_id, int)
    assert read is None or all(isinstance(one.id, int) for one in (read.effective_chat, read.effective_user) if one)


def test_what_cannot_be_read_is_logged_without_what_was_written(caplog: pytest.LogCaptureFixture) -> None:
    unreadable = {"update_id": 1, "message": {"text": "geheim", "chat": {"id": "geheim"}}}

    assert update_of(unreadable) is None

    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "geheim" not in caplog.text
    assert "`$.message" in caplog.text


@pytest.mark.parametrize("update", SOUND, ids=[next(iter(update), "nothing") for update in SOUND])
def test_every_sound_update_is_read(update: JSON) -> None:
    assert isinstance(update_of({"update_id": 1} | update), Update)


@pytest.mark.parametrize("update_id", [None, "1", True, 1.0, 2**63, []])
def test_an_update_without_a_number_is_none(update_id: object) -> None:
    assert update_of({"update_id": update_id}) is None


@fuzzed(60)
@given(updates=st.lists(st.sampled_from([update for update in SOUND if update]).flatmap(mangled), min_size=1, max_size=5))
@pytest.mark.usefixtures("owned_bot")
async def test_after_any_update_that_can_be_read_the_next_is_answered(
    bot_api: BotApiServer, unshaken: Unshaken, updates: list[Any]
) -> None:
    readable = [update for update in updates if isinstance(update, dict) and update_of({"update_id": 1} | update)]
    assume(readable)
    for update in readable:
        pushed = await bot_api.push("message", {})
        del pushed["message"]
        pushed.update(update)

    await unshaken.check(logged=LOGGED)


@pytest.mark.usefixtures("running_bot")
async def test_an_update_that_cannot_be_read_does_not_hold_up_the_others(bot_api: BotApiServer) -> None:
    await bot_api.push("message", {"text": "spring"})
    await bot_api.user_says("/privacy")

    try:
        await bot_api.next_call("sendMessage", 0.3)
    finally:
        bot_api.delivery.pending.clear()


@pytest.mark.parametrize("chat", [{"id": None, "type": "private"}, {"id": [], "type": "private"}, {"id": {}, "type": "group"}])
@pytest.mark.usefixtures("running_bot")
async def test_an_update_of_nobody_does_not_end_the_asking_for_others(bot_api: BotApiServer, chat: dict[str, Any]) -> None:
    await bot_api.push("message", WHO | {"chat": chat, "from": {"id": [], "is_bot": False}, "text": "/help"})
    await bot_api.user_says("/privacy")

    assert (await bot_api.next_call("sendMessage"))["chat_id"] == ALICE.id
