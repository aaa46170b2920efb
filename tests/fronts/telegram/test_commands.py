"""Every command in every language, as a person in Telegram has it."""

import pytest
from bot_api.people import ALICE, GROUP
from bot_api.server import BotApiServer

from bot.corpus.quote import Quote
from bot.rendering.messages import Renderer
from bot.rendering.zones import OFFERED
from bot.services.answers import AboutText, Answer, HelpText, LanguageMenu, NotUnderstood, PrivacyText, Welcome, WordsWanted
from bot.services.intents import COMMANDS
from bot.services.unasked_answers import SettingsShown, SubscriptionList
from bot.services.upkeep_answers import DraftShown, Say, Told
from bot.store.chats import ChatSettings
from bot.store.drafts import Draft, Purpose, Step
from bot.text.language import Language

pytestmark = pytest.mark.usefixtures("running_bot")

DRAWING = {"random", "today", "proverb", "quote", "fact"}
TOPICS = {"topics", "topic"}


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
async def test_every_command_answers_in_all_four_languages(bot_api: BotApiServer, renderer: Renderer, total: int, command: str) -> None:
    for language in Language:
        await bot_api.user_says(f"/{command}", language_code=language)

        sent = await bot_api.next_message()

        labels = [button["text"] for button in sent.buttons]
        gettext = renderer.catalogues[language].gettext
        if command in DRAWING:
            assert gettext("🌼 Another like it") in labels
        elif command in TOPICS:
            assert sent.text == gettext("Choose a topic:")
            assert len(labels) > 20
        elif command == "subscribe":
            assert {gettext("✅ Start"), gettext("🕘 Time"), gettext("🗣 Languages")} <= set(labels)
        else:
            assert sent.text == renderer.render(spoken(language, total)[command]).text


@pytest.fixture
def total(by_id: dict[str, Quote]) -> int:
    return len(by_id)


def spoken(language: Language, total: int) -> dict[str, Answer]:
    """What is said to the commands that say always the same."""
    return {
        "start": Welcome(language),
        "help": HelpText(language),
        "language": LanguageMenu(language, None, private=True),
        "search": WordsWanted(language),
        "about": AboutText(language, total),
        "privacy": PrivacyText(language),
        "suggest": DraftShown(language, Draft(Purpose.SUGGEST, Step.TEXT)),
        "drafts": Told(language, Say.NO_DRAFTS),
        "cancel": Told(language, Say.NO_DRAFTS),
        "report": Told(language, Say.WHICH_QUOTE),
        "forget": Told(language, Say.FORGET_SURE),
        "subscriptions": SubscriptionList(language, ()),
        "settings": SettingsShown(language, ChatSettings(), OFFERED[language][0], True, "", ()),
        **dict.fromkeys(("add", "translate", "review", "import", "export"), Told(language, Say.NOT_AN_EDITOR)),
        **dict.fromkeys(("edit", "delete", "history"), Told(language, Say.WHICH_QUOTE)),
        **dict.fromkeys(("editors", "block", "unblock", "stats", "announce"), Told(language, Say.NOT_AN_OWNER)),
    }


async def test_an_unknown_command_is_pointed_to_help_in_all_four_languages(bot_api: BotApiServer, renderer: Renderer) -> None:
    for language in Language:
        await bot_api.user_says("/frobnicate now", language_code=language)

        sent = await bot_api.next_message()

        assert sent.text == renderer.render(NotUnderstood(language)).text
        assert "/help" in sent.text


async def test_a_command_is_understood_however_it_is_written(bot_api: BotApiServer) -> None:
    for text in ("/RANDOM", "/Random", "/random@hundred_flowers_bot", "/random   "):
        await bot_api.user_says(text)

        sent = await bot_api.next_message()

        assert "🌼 Another like it" in [button["text"] for button in sent.buttons]


async def test_random_takes_a_language_named_in_any_language(bot_api: BotApiServer) -> None:
    for wish in ("kk", "kazakh", "по-казахски", "қазақша", "哈萨克语"):
        await bot_api.user_says(f"/random {wish}")

        sent = await bot_api.next_message()

        assert "🌼 Тағы осындай" in [button["text"] for button in sent.buttons]


@pytest.mark.parametrize(
    ("wish", "language"), [("friendship", Language.EN), ("достық", Language.KK), ("дружба", Language.RU), ("友谊", Language.ZH)]
)
async def test_topic_takes_a_topic_named_in_any_language_and_answers_in_it(
    bot_api: BotApiServer, renderer: Renderer, wish: str, language: Language
) -> None:
    await bot_api.user_says(f"/topic {wish}", language_code="")

    sent = await bot_api.next_message()

    another = renderer.catalogues[language].gettext("🌼 Another like it")
    assert [button["text"] for button in sent.buttons if ":friendship:" in button.get("callback_data", "")] == [another]


async def test_a_topic_nobody_knows_is_named_and_the_known_ones_are_offered(bot_api: BotApiServer) -> None:
    await bot_api.user_says("/topic snowmobiles")

    sent = await bot_api.next_message()

    assert "snowmobiles" in sent.text.splitlines()[0]
    assert len(sent.buttons) > 20


async def test_today_is_the_same_for_everybody_everywhere(bot_api: BotApiServer) -> None:
    await bot_api.user_says("/today")
    await bot_api.user_says("/today", chat=GROUP, user=ALICE)

    first, second = await bot_api.next_call("sendMessage"), await bot_api.next_call("sendMessage")

    assert first["text"] == second["text"]


async def test_random_does_not_repeat_itself(bot_api: BotApiServer) -> None:
    texts = []
    for _ in range(12):
        await bot_api.user_says("/random")
        texts.append((await bot_api.next_message()).text)

    assert len(set(texts)) == 12
