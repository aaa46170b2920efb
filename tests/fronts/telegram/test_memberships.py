"""What the bot makes of what it has become in a chat: whether it may write there, or is there at all."""

from typing import Any

import pytest
from bot_api.members import member_json
from bot_api.people import ALICE, CHANNEL, GROUP, Chat
from bot_api.server import BotApiServer
from couriers import until

from bot.store.chats import ChatStore, Reach
from bot.store.engine import Database


@pytest.mark.parametrize(
    ("chat", "status", "more", "reach"),
    [
        (GROUP, "member", {}, Reach.OPEN),
        (GROUP, "administrator", {}, Reach.OPEN),
        (GROUP, "restricted", {"can_send_messages": True}, Reach.OPEN),
        (GROUP, "restricted", {}, Reach.MUTED),
        (GROUP, "restricted", {"can_send_messages": True, "is_member": False}, Reach.GONE),
        (GROUP, "kicked", {}, Reach.GONE),
        (CHANNEL, "administrator", {}, Reach.OPEN),
        (CHANNEL, "administrator", {"can_post_messages": False}, Reach.MUTED),
        (CHANNEL, "member", {}, Reach.MUTED),
    ],
)
async def test_what_the_bot_becomes_tells_whether_it_can_be_heard(
    bot_api: BotApiServer, owned_bot: Database, chat: Chat, status: str, more: dict[str, Any], reach: Reach
) -> None:
    before, now = member_json(chat, bot_api.bot, "left"), member_json(chat, bot_api.bot, status) | more
    chats = ChatStore(owned_bot)
    # Neither open nor gone, so that whatever comes of it is news.
    other = Reach.MUTED if reach is not Reach.MUTED else Reach.GONE
    await chats.reached(chat.id, other)

    bot_api.delivery.push(
        "my_chat_member",
        {"chat": chat.to_json(), "from": ALICE.to_json(), "date": 1, "old_chat_member": before, "new_chat_member": now},
    )

    async def is_known() -> bool:
        return (await chats.settings(chat.id)).reach is reach

    await until(is_known)
