"""The Bot API server of the tests: chats that change, and what may be sent to them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import telegram
from bot_api.people import ALICE, BOB, CHANNEL, FORUM, GROUP, PRIVATE, SUPERGROUP
from bot_api.server import BotApiServer
from telegram.error import BadRequest, ChatMigrated, Forbidden

BOT_API_FOLDER = Path(__file__).parents[2] / "shared" / "botapi"


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A server that knows Alice and two groups, and the published API where it is at hand."""
    async with BotApiServer(validator_folder=BOT_API_FOLDER if BOT_API_FOLDER.is_dir() else None) as running:
        running.chats |= {chat.id: chat for chat in (PRIVATE, GROUP, SUPERGROUP)}
        yield running


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(server.token, base_url=server.base_url) as bot:
        yield bot


# Memberships


@pytest.mark.parametrize("status", ["member", "administrator"])
async def test_the_bot_is_added_and_removed(server: BotApiServer, bot: telegram.Bot, status: str) -> None:
    """Both are told of as Telegram does, and decide whether the bot may write."""
    await server.bot_is_added(GROUP, by=BOB, status=status)
    await bot.send_message(GROUP.id, "here I am")
    await server.bot_is_removed(GROUP)

    added, removed = (update.my_chat_member for update in await bot.get_updates())
    assert added is not None
    assert removed is not None
    assert (added.chat.id, added.from_user.id, removed.from_user.id) == (GROUP.id, BOB.id, ALICE.id)
    assert (added.old_chat_member.status, added.new_chat_member.status) == ("left", status)
    assert (removed.old_chat_member.status, removed.new_chat_member.status) == (status, "kicked")
    assert {member.user.id for member in (added.new_chat_member, removed.new_chat_member)} == {bot.id}
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(GROUP.id, "hello?")


async def test_a_promotion_names_the_status_before(server: BotApiServer, bot: telegram.Bot) -> None:
    """The rights of an administrator are told with it."""
    await server.bot_is_added(SUPERGROUP, status="administrator", previous="member")

    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.old_chat_member.status == "member"
    assert isinstance(update.my_chat_member.new_chat_member, telegram.ChatMemberAdministrator)
    assert update.my_chat_member.new_chat_member.can_pin_messages
    assert server.members[SUPERGROUP.id, bot.id] == "administrator"


async def test_a_person_blocks_and_unblocks_the_bot(server: BotApiServer, bot: telegram.Bot) -> None:
    """In between nothing can be sent."""
    await server.blocks_bot(ALICE)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(PRIVATE.id, "hello?")
    await server.unblocks_bot(ALICE)
    await bot.send_message(PRIVATE.id, "hello!")

    changes = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [change.chat.type for change in changes] == ["private", "private"]
    assert [(change.old_chat_member.status, change.new_chat_member.status) for change in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_members_are_told_of_to_an_administrator_who_asked(server: BotApiServer, bot: telegram.Bot) -> None:
    """Others find out by asking."""
    await bot.get_updates(allowed_updates=["chat_member"])
    await server.member_becomes(GROUP, BOB, "administrator")
    assert (await bot.get_chat_member(GROUP.id, BOB.id)).status == "administrator"
    assert await bot.get_updates() == ()
    server.members[GROUP.id, bot.id] = "administrator"

    await server.member_becomes(GROUP, BOB, "restricted")
    await server.member_becomes(GROUP, BOB, "left")

    changes = [update.chat_member for update in await bot.get_updates() if update.chat_member]
    assert [change.from_user.id for change in changes] == [ALICE.id, BOB.id]
    assert [change.old_chat_member.status for change in changes] == ["administrator", "restricted"]
    assert [change.new_chat_member.status for change in changes] == ["restricted", "left"]
    assert {change.new_chat_member.user.id for change in changes} == {BOB.id}


async def test_members_are_not_told_of_unasked(server: BotApiServer, bot: telegram.Bot) -> None:
    """`chat_member` is sent only to a bot that names it."""
    server.members[GROUP.id, bot.id] = "administrator"

    await server.member_becomes(GROUP, BOB, "administrator")

    assert await bot.get_updates() == ()


# Channels


async def test_an_administrator_hears_posts_and_posts_itself(server: BotApiServer, bot: telegram.Bot) -> None:
    """A post has no author but its channel, whoever wrote it."""
    await server.posts_in_channel("before the bot came")
    await server.bot_is_added(CHANNEL, status="administrator")

    await server.posts_in_channel("/quote of the day", author_signature="Alice")
    sent = await bot.send_message(CHANNEL.id, "百花齐放")

    added, posted = await bot.get_updates()
    assert added.my_chat_member is not None
    assert isinstance(added.my_chat_member.new_chat_member, telegram.ChatMemberAdministrator)
    assert added.my_chat_member.new_chat_member.can_post_messages
    post = posted.channel_post
    assert post is not None
    assert (post.text, post.author_signature, post.from_user) == ("/quote of the day", "Alice", None)
    assert [entity.type for entity in post.entities] == ["bot_command"]
    for message in (post, sent):
        assert message.sender_chat is not None
        assert message.sender_chat.id == CHANNEL.id
    assert sent.from_user is None
    assert server.last_message(CHANNEL).text == "百花齐放"


@pytest.mark.parametrize(
    ("status", "error", "description"),
    [
        (None, Forbidden, "bot is not a member of the channel chat"),
        ("left", Forbidden, "bot is not a member of the channel chat"),
        ("kicked", Forbidden, "bot was kicked from the channel chat"),
        ("member", BadRequest, "Need administrator rights in the channel chat"),
    ],
)
async def test_others_may_not_post_in_a_channel(
    server: BotApiServer, bot: telegram.Bot, status: str | None, error: type[Exception], description: str
) -> None:
    """Only an administrator may; to one that was never added the channel is somebody else's."""
    server.chats[CHANNEL.id] = CHANNEL
    if status:
        server.members[CHANNEL.id, bot.id] = status

    with pytest.raises(error, match=description):
        await bot.send_message(CHANNEL.id, "x")

    assert server.messages == {}


async def test_a_bot_may_leave_a_channel_it_may_not_write_to(server: BotApiServer, bot: telegram.Bot) -> None:
    await server.bot_is_added(CHANNEL)

    assert await bot.leave_chat(CHANNEL.id)

    assert server.members[CHANNEL.id, bot.id] == "left"


# Topics and muted groups


async def test_a_message_goes_to_an_open_topic(server: BotApiServer, bot: telegram.Bot) -> None:
    """Where somebody wrote in a topic, the bot answers in it; without a thread a message goes to General."""
    server.topics[FORUM.id, 17] = "open"
    await server.user_says("/quote", chat=FORUM, message_thread_id=17, is_topic_message=True)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.chat.is_forum
    assert (update.message.message_thread_id, update.message.is_topic_message) == (17, True)

    answer = await update.message.reply_text("百花齐放")
    general = await bot.send_message(FORUM.id, "in General")

    assert (answer.message_thread_id, answer.is_topic_message) == (17, True)
    assert general.message_thread_id is None


@pytest.mark.parametrize(
    ("thread_id", "description"), [(17, "Topic_closed"), (18, "Message thread not found"), (1, "Message thread not found")]
)
async def test_closed_and_unknown_topics_take_nothing(server: BotApiServer, bot: telegram.Bot, thread_id: int, description: str) -> None:
    """General's own thread id fails like that of a topic that was deleted."""
    server.chats[FORUM.id] = FORUM
    server.topics |= {(FORUM.id, 17): "closed", (GROUP.id, 18): "open"}

    with pytest.raises(BadRequest, match=description):
        await bot.send_message(FORUM.id, "x", message_thread_id=thread_id)

    assert server.messages == {}


async def test_a_group_without_topics_takes_any_thread(server: BotApiServer, bot: telegram.Bot) -> None:
    server.topics[FORUM.id, 17] = "open"

    assert (await bot.send_message(SUPERGROUP.id, "x", message_thread_id=5)).message_thread_id == 5


async def test_a_muted_group_can_be_read_but_not_written_to(server: BotApiServer, bot: telegram.Bot) -> None:
    """The refusal names what was to be sent; other methods are not concerned."""
    server.muted.add(GROUP.id)

    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(GROUP.id, "x")
    with pytest.raises(BadRequest, match="Not enough rights to send photos to the chat"):
        await bot.send_photo(GROUP.id, "photo-by-id")
    assert (await bot.get_chat(GROUP.id)).title == GROUP.title
    server.muted.clear()
    await bot.send_message(GROUP.id, "x")


# Pinned messages


async def test_an_administrator_pins_and_unpins(server: BotApiServer, bot: telegram.Bot) -> None:
    """The bot hears of its own pins, and what is deleted is pinned no more."""
    await server.bot_is_added(GROUP, status="administrator")
    heard = (await server.user_says("pin me", chat=GROUP))["message"]["message_id"]
    first, second = [(await bot.send_message(GROUP.id, text)).message_id for text in ("one", "two")]

    for message_id in (first, second, heard, first):
        assert await bot.pin_chat_message(GROUP.id, message_id)

    assert server.pinned[GROUP.id] == [second, heard, first]
    service = (await bot.get_updates())[2].message
    assert service is not None
    assert service.from_user is not None
    assert service.from_user.id == bot.id
    assert isinstance(service.pinned_message, telegram.Message)
    assert service.pinned_message.text == "one"
    assert await bot.unpin_chat_message(GROUP.id)
    assert await bot.unpin_chat_message(GROUP.id, second)
    assert server.pinned[GROUP.id] == [heard]
    await bot.delete_message(GROUP.id, heard)
    assert server.pinned[GROUP.id] == []
    with pytest.raises(BadRequest, match="Message to unpin not found"):
        await bot.unpin_chat_message(GROUP.id)


async def test_a_pin_in_a_channel_is_a_post(server: BotApiServer, bot: telegram.Bot) -> None:
    await server.bot_is_added(CHANNEL, status="administrator")

    await bot.pin_chat_message(CHANNEL.id, (await bot.send_message(CHANNEL.id, "百花齐放")).message_id)

    (_, update) = await bot.get_updates()
    assert update.channel_post is not None
    assert isinstance(update.channel_post.pinned_message, telegram.Message)
    assert update.channel_post.pinned_message.text == "百花齐放"


async def test_pinning_in_a_group_needs_an_administrator(server: BotApiServer, bot: telegram.Bot) -> None:
    """In private anybody may, and what is not there can be pinned nowhere."""
    asked, told = [await bot.send_message(chat.id, "pin me") for chat in (GROUP, PRIVATE)]

    for method in (bot.pin_chat_message, bot.unpin_chat_message):
        with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages in the chat"):
            await method(GROUP.id, asked.message_id)
    with pytest.raises(BadRequest, match="Message to pin not found"):
        await bot.pin_chat_message(GROUP.id, 99)
    assert await bot.pin_chat_message(PRIVATE.id, told.message_id)

    assert server.pinned == {PRIVATE.id: [told.message_id]}


# Migration


async def test_a_group_becomes_a_supergroup(server: BotApiServer, bot: telegram.Bot) -> None:
    """Both chats tell of it, the members come along, and the old id is refused from then on."""
    server.members |= {(GROUP.id, BOB.id): "creator", (GROUP.id, bot.id): "administrator"}

    await server.becomes_supergroup(GROUP, SUPERGROUP, by=BOB)

    old, new = [update.message for update in await bot.get_updates() if update.message]
    assert (old.chat.id, old.migrate_to_chat_id) == (GROUP.id, SUPERGROUP.id)
    assert (new.chat.id, new.migrate_from_chat_id) == (SUPERGROUP.id, GROUP.id)
    assert {user.id for user in (old.from_user, new.from_user) if user} == {BOB.id}
    assert (await bot.get_chat_member(SUPERGROUP.id, BOB.id)).status == "creator"
    assert (await bot.get_chat_member(SUPERGROUP.id, bot.id)).status == "administrator"
    for _ in range(2):
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(GROUP.id, "x")
        assert moved.value.new_chat_id == SUPERGROUP.id
    assert server.refusals[-1].description == "Bad Request: group chat was upgraded to a supergroup chat"
    await bot.send_message(SUPERGROUP.id, "x")


async def test_a_migration_may_be_missed(server: BotApiServer, bot: telegram.Bot) -> None:
    """Then only a refusal tells of it."""
    await server.becomes_supergroup(GROUP, SUPERGROUP, silently=True)

    assert await bot.get_updates() == ()
    with pytest.raises(ChatMigrated):
        await bot.send_message(GROUP.id, "x")
