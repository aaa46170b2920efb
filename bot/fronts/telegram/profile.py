"""What Telegram shows of the bot by itself: command menus and descriptions, in every language."""

import logging
from collections.abc import Mapping

from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeDefault
from telegram.error import TelegramError

from bot.rendering.catalogue import Catalogue
from bot.rendering.messages import command_descriptions, description, short_description
from bot.services.intents import COMMANDS
from bot.text.language import Language

_log = logging.getLogger(__name__)
# In a group these would only be in the way; they still work there.
_PRIVATE_ONLY = {"start", "privacy", "about"}
# What is shown to people whose app speaks none of our languages.
_FALLBACK = Language.EN


async def publish(bot: Bot, catalogues: Mapping[Language, Catalogue]) -> None:
    """Bring menus and descriptions up to date; what already stands there is not sent again.

    Telegram's refusal is logged and not raised: the bot answers just as well without a menu.
    """
    wording = {"": catalogues[_FALLBACK], **{str(language): catalogues[language] for language in Language}}
    try:
        for tag, catalogue in wording.items():
            await _publish_commands(bot, tag, catalogue)
            if (await bot.get_my_description(tag)).description != description(catalogue):
                await bot.set_my_description(description(catalogue), tag)
            if (await bot.get_my_short_description(tag)).short_description != short_description(catalogue):
                await bot.set_my_short_description(short_description(catalogue), tag)
    except TelegramError as error:
        _log.warning("the command menu could not be published: %s", error)


async def _publish_commands(bot: Bot, tag: str, catalogue: Catalogue) -> None:
    described = command_descriptions(catalogue)
    scopes: tuple[tuple[BotCommandScope, set[str]], ...] = (
        (BotCommandScopeDefault(), set()),
        (BotCommandScopeAllGroupChats(), _PRIVATE_ONLY),
    )
    for scope, left_out in scopes:
        wanted = tuple(BotCommand(command.name, described[command.name]) for command in COMMANDS if command.name not in left_out)
        if await bot.get_my_commands(scope, tag) != wanted:
            await bot.set_my_commands(wanted, scope, tag)
