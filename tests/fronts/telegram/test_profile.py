"""What Telegram shows of the bot by itself, per language and scope."""

import asyncio

import pytest
from bot_api.server import BotApiServer
from conftest import telegram_running

from bot.rendering.messages import Renderer, command_descriptions, description, short_description
from bot.services.conversation import Conversation
from bot.services.intents import COMMANDS
from bot.text.language import Language

TAGS = ("", *Language)
SETTING = {"setMyCommands", "setMyDescription", "setMyShortDescription"}


async def test_menu_and_descriptions_are_published_in_every_language_and_for_all_others(
    bot_api: BotApiServer, conversation: Conversation, renderer: Renderer
) -> None:
    async with telegram_running(bot_api, conversation, renderer):
        await _published(bot_api)

    for tag in TAGS:
        catalogue = renderer.catalogues[Language(tag or "en")]
        described = command_descriptions(catalogue)
        private, group = bot_api.commands["default", tag], bot_api.commands["all_group_chats", tag]
        assert private == [{"command": command.name, "description": described[command.name]} for command in COMMANDS]
        assert [entry for entry in private if entry in group] == group
        assert {"random", "language", "help"} <= {entry["command"] for entry in group}
        assert "start" not in {entry["command"] for entry in group}
        assert _shown(bot_api, "description", tag) == description(catalogue)
        assert _shown(bot_api, "short_description", tag) == short_description(catalogue)


def _shown(bot_api: BotApiServer, name: str, tag: str) -> str:
    """What people see whose app speaks the language *tag*."""
    return bot_api.profile.get((name, tag), bot_api.profile[name, ""])


async def test_nothing_is_sent_again_at_a_second_start(bot_api: BotApiServer, conversation: Conversation, renderer: Renderer) -> None:
    async with telegram_running(bot_api, conversation, renderer):
        await _published(bot_api)
    first = len(_set(bot_api))

    async with telegram_running(bot_api, conversation, renderer):
        await _published(bot_api)

    assert first > 0
    assert len(_set(bot_api)) == first


async def test_only_what_has_changed_is_sent_again(bot_api: BotApiServer, conversation: Conversation, renderer: Renderer) -> None:
    async with telegram_running(bot_api, conversation, renderer):
        await _published(bot_api)
    first = len(_set(bot_api))
    bot_api.commands["default", "kk"] = bot_api.commands["default", "kk"][1:]
    bot_api.profile["description", "zh"] = "旧"

    async with telegram_running(bot_api, conversation, renderer):
        await _published(bot_api)

    assert sorted(_set(bot_api)[first:]) == [("setMyCommands", "kk"), ("setMyDescription", "zh")]


async def _published(bot_api: BotApiServer) -> None:
    """Wait for the last call of a round of publishing, which runs beside the answering."""
    for tag in TAGS:
        while (await bot_api.next_call("getMyShortDescription")).fields.get("language_code", "") != tag:
            pass
    # A set of the last tag, if there is one, follows at once.
    await asyncio.sleep(0.2)


def _set(bot_api: BotApiServer) -> list[tuple[str, str]]:
    return [(call.method, call.fields.get("language_code", "")) for call in bot_api.calls if call.method in SETTING]


@pytest.mark.parametrize("method", ["getMyCommands", "setMyCommands", "setMyDescription"])
async def test_the_bot_answers_although_its_menu_is_refused(
    bot_api: BotApiServer, conversation: Conversation, renderer: Renderer, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    bot_api.fail_next(method, 429, "Too Many Requests: retry after 86400", {"retry_after": 86400})

    async with telegram_running(bot_api, conversation, renderer):
        await bot_api.user_says("百花齐放")
        answered = await bot_api.next_message()

    assert "一花独放不是春" in answered.text
    assert "the command menu could not be published" in caplog.text
