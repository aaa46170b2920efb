"""Whatever is written, sent, typed inline or followed as a link: it is answered, nothing fails, and Telegram refuses nothing."""

from dataclasses import replace
from typing import Any

import pytest
from bot_api.people import ALICE, CHANNEL, FORUM, GROUP, JSON, Chat, User, private_chat
from bot_api.server import BotApiServer
from hypothesis import given
from hypothesis import strategies as st
from nasty import COMMAND_TEXTS, NASTY, TEXTS, fuzzed
from unshaken import ANONYMOUS, MALLORY, Unshaken

from bot.services.intents import COMMANDS

# What Telegram takes of a person: a message, a caption, a query behind a bot's name.
MOST_TEXT, MOST_CAPTION, MOST_INLINE = 4_096, 1_024, 256
PEOPLE = st.builds(
    replace,
    st.sampled_from([ALICE, MALLORY]),
    first_name=TEXTS.map(lambda text: text[:64]),
    language_code=TEXTS.map(lambda text: text[:35]),
)
CHATS = st.sampled_from([GROUP, FORUM, None])


def messages(texts: st.SearchStrategy[str]) -> st.SearchStrategy[JSON]:
    """Fields of a message with one of *texts*, and with what may come along."""
    origins: st.SearchStrategy[Any] = st.fixed_dictionaries({"type": st.just("hidden_user"), "sender_user_name": TEXTS, "date": st.just(1)})
    replied = st.fixed_dictionaries({"text": TEXTS}, optional={"forward_origin": origins, "quote": st.none()})
    more = {"replied": replied, "entities": st.lists(_entities(), max_size=3), "is_topic_message": st.just(True)}
    return st.fixed_dictionaries({"text": texts.map(lambda text: text[:MOST_TEXT])}, optional=more)


def _entities() -> st.SearchStrategy[JSON]:
    kinds = st.sampled_from(["bot_command", "mention", "text_mention", "text_link", "custom_emoji", "of_another_year"])
    return st.fixed_dictionaries({"type": kinds, "offset": st.integers(0, 5_000), "length": st.integers(0, 5_000)})


async def _say(bot_api: BotApiServer, message: JSON, user: User, chat: Chat | None, *, edited: bool = False) -> int:
    """Let *user* say *message*; its id."""
    fields = {name: value for name, value in message.items() if name not in {"text", "replied"}}
    chat = chat or private_chat(user)
    if chat is FORUM and "is_topic_message" in fields:
        fields["message_thread_id"] = 77
    if "replied" in message:
        who = {"message_id": 1, "date": 1, "chat": chat.to_json(), "from": MALLORY.to_json()}
        fields["reply_to_message"] = who | message["replied"]
    said = await bot_api.user_says(message["text"], user=user, chat=chat, **fields)
    message_id: int = said["message"]["message_id"]
    if edited:
        await bot_api.edits(message_id, message["text"][::-1], user=user, chat=chat)
    return message_id


@pytest.mark.usefixtures("owned_bot")
@pytest.mark.parametrize("chat", [None, GROUP], ids=["private", "group"])
async def test_every_nasty_text_is_answered_behind_every_command(bot_api: BotApiServer, unshaken: Unshaken, chat: Chat | None) -> None:
    for number, text in enumerate(NASTY.values()):
        command = COMMANDS[number % len(COMMANDS)].name
        await bot_api.user_says(text[:MOST_TEXT], chat=chat)
        await bot_api.user_says(f"/{command}@hundred_flowers_bot {text}"[:MOST_TEXT], chat=chat)

    await unshaken.check(chat)


@fuzzed(40)
@given(message=messages(TEXTS | COMMAND_TEXTS), user=PEOPLE, chat=CHATS, edited=st.booleans())
@pytest.mark.usefixtures("owned_bot")
async def test_any_message_is_answered(
    bot_api: BotApiServer, unshaken: Unshaken, message: JSON, user: User, chat: Chat | None, edited: bool
) -> None:
    await _say(bot_api, message, user, chat, edited=edited)

    await unshaken.check(chat, user)


@fuzzed(30)
@given(texts=st.lists(COMMAND_TEXTS, min_size=1, max_size=8))
@pytest.mark.usefixtures("owned_bot")
async def test_any_commands_of_an_owner_are_answered(bot_api: BotApiServer, unshaken: Unshaken, texts: list[str]) -> None:
    for text in texts:
        await bot_api.user_says(text[:MOST_TEXT])

    await unshaken.check()


@fuzzed(20)
@given(text=TEXTS | COMMAND_TEXTS, title=TEXTS)
@pytest.mark.usefixtures("owned_bot")
async def test_any_post_of_a_channel_is_passed_over_or_answered(bot_api: BotApiServer, unshaken: Unshaken, text: str, title: str) -> None:
    await bot_api.posts_in_channel(text[:MOST_TEXT], replace(CHANNEL, title=title), author_signature=title)

    await bot_api.posts_in_channel("/privacy")
    await unshaken.check()


@fuzzed(20)
@given(text=TEXTS | COMMAND_TEXTS)
@pytest.mark.usefixtures("owned_bot")
async def test_any_words_of_those_who_speak_as_a_group_or_a_channel_are_answered(
    bot_api: BotApiServer, unshaken: Unshaken, text: str
) -> None:
    for speaker in (GROUP, CHANNEL):
        await bot_api.user_says(text[:MOST_TEXT], chat=GROUP, user=ANONYMOUS, sender_chat=speaker.to_json())

    await unshaken.check(GROUP)


@fuzzed(30)
@given(query=TEXTS, user=PEOPLE)
@pytest.mark.usefixtures("owned_bot")
async def test_any_inline_query_is_answered(bot_api: BotApiServer, unshaken: Unshaken, query: str, user: User) -> None:
    await bot_api.types_inline(query[:MOST_INLINE], user=user)

    await bot_api.next_call("answerInlineQuery")
    await unshaken.check(user=user)


PAYLOADS = st.text(st.characters(categories=("Lu", "Ll", "Nd"), max_codepoint=127) | st.sampled_from("_-"), max_size=64) | TEXTS


@fuzzed(20)
@given(payload=st.builds("{}{}".format, st.sampled_from(["q_", "q", "", "inline"]), PAYLOADS))
@pytest.mark.usefixtures("owned_bot")
async def test_any_payload_of_a_deep_link_is_answered(bot_api: BotApiServer, unshaken: Unshaken, payload: str) -> None:
    await bot_api.user_says(f"/start {payload}"[:MOST_TEXT])

    await unshaken.check()


FILES = st.one_of(
    st.binary(max_size=200),
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.builds(
        '{{"kind": "quote", "language": "{}", "text": {}}}\n'.format, st.sampled_from(["kk", "en"]), st.from_type(str).map(ascii)
    ).map(str.encode),
    st.lists(TEXTS, max_size=4).map(lambda cells: ("kind,text,language\nquote," + ",".join(cells)).encode("utf-8", "surrogatepass")),
    TEXTS.map(lambda text: f'[[quote]]\nkind = "quote"\nlanguage = "ru"\ntext = """{text}"""'.encode("utf-8", "surrogatepass")),
)
FILE_NAMES = st.builds("{}{}".format, TEXTS, st.sampled_from([".jsonl", ".csv", ".toml", ".TOML", ".exe", ""]))


@fuzzed(40)
@given(
    name=FILE_NAMES, content=FILES, caption=st.sampled_from(["/import", "/import", "/add"]) | TEXTS, size=st.sampled_from([None, 0, 10**12])
)
@pytest.mark.usefixtures("owned_bot")
async def test_any_file_is_looked_at_or_refused(
    bot_api: BotApiServer, unshaken: Unshaken, name: str, content: bytes, caption: str, size: int | None
) -> None:
    bot_api.files["a-file"] = content
    document = {"file_id": "a-file", "file_unique_id": "a-file", "file_name": name}
    document |= {} if size is None else {"file_size": size}
    await bot_api.user_sends({"document": document}, caption=caption[:MOST_CAPTION])

    await unshaken.check()
