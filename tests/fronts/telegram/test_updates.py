"""What the bot reads out of an update: whose words they are, and where they belong."""

import datetime
import time
from typing import Any

import msgspec
import pytest
from bot_api.people import ALICE, BOB, CHANNEL, GROUP, JSON, PRIVATE
from telegram import Bot

from bot.fronts.telegram.incoming import from_message
from bot.fronts.telegram.members import Members
from bot.fronts.telegram.updates import Message, update_of

BOT = Bot("123456:TEST-token")
A_DAY, LATER = 1_700_000_000, 1_750_000_000
SAID: JSON = {"message_id": 7, "date": LATER, "from": ALICE.to_json(), "chat": PRIVATE.to_json(), "text": "/add"}
TITLED = CHANNEL.to_json() | {"title": "Жүз гүл"}


def replied_to(other: JSON) -> Any:
    """What is made of a message that a new one replies to."""
    incoming = from_message(msgspec.convert(SAID | {"reply_to_message": other}, Message), BOT, Members(BOT, time.monotonic))
    assert incoming
    return incoming.replied


@pytest.mark.parametrize(
    ("origin", "author"),
    [
        ({"type": "user", "sender_user": BOB.to_json() | {"first_name": "Ли", "last_name": "Бай"}}, "Ли Бай"),
        ({"type": "hidden_user", "sender_user_name": "Абай"}, "Абай"),
        ({"type": "chat", "sender_chat": TITLED}, "Жүз гүл"),
        ({"type": "channel", "chat": TITLED, "message_id": 5}, "Жүз гүл"),
        ({"type": "of_another_year"}, ""),
    ],
    ids=["user", "hidden", "chat", "channel", "unknown"],
)
def test_forwarded_words_are_those_of_whoever_wrote_them_first_and_of_that_day(origin: JSON, author: str) -> None:
    replied = replied_to(SAID | {"text": "百花齐放", "forward_origin": origin | {"date": A_DAY}})

    assert (replied.author, replied.date) == (author, datetime.date(2023, 11, 14))
    assert replied.person_id == ALICE.id


def test_words_of_a_channel_are_its_own_and_nobodys_number() -> None:
    replied = replied_to(SAID | {"text": "百花齐放", "sender_chat": TITLED})

    assert (replied.author, replied.person_id) == ("Жүз гүл", None)


def test_a_press_below_a_message_of_long_ago_still_tells_its_place() -> None:
    """Of such a message Telegram tells nothing else, and no date."""
    press = {"id": "1", "from": BOB.to_json(), "data": "l:", "message": {"chat": GROUP.to_json(), "message_id": 3, "date": 0}}

    read = update_of({"update_id": 1, "callback_query": press})

    assert read
    assert read.effective_chat
    assert read.effective_user
    assert (read.effective_chat.id, read.effective_user.id) == (GROUP.id, BOB.id)


def test_half_a_character_is_no_reason_not_to_read_a_message() -> None:
    read = update_of({"update_id": 1, "message": SAID | {"text": "\ud83d слово"}})

    assert read
    assert read.message
    assert read.message.text == "\ud83d слово"
