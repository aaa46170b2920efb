"""Every button of subscriptions and settings in a group: for its admins alone, as they are at the press."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from bot_api.messages import BotMessage
from bot_api.people import ALICE, BOB, FORUM, GROUP, User
from bot_api.server import BotApiServer
from conftest import Clock, converse, telegram_running

from bot.corpus.reader import Corpus
from bot.rendering.messages import Renderer
from bot.services.answers import AdminsOnly
from bot.services.conversation import Conversation
from bot.services.upkeep_answers import Say, Told
from bot.store.chats import ChatSettings
from bot.store.engine import Database
from bot.store.subscriptions import Running, Subscription
from bot.text.language import Language

BOT_NAME = "@hundred_flowers_bot"
ANONYMOUS = User(1087968824, "Group", None, "GroupAnonymousBot", is_bot=True)
PAGES = ("", "hour", "minute", "zone", "lang", "day", "kind", "topic", "from")
SETTINGS = ("", "quiet", "zone")


@dataclass
class Bot:
    """A bot in a group, and what is kept of that group."""

    api: BotApiServer
    conversation: Conversation

    async def kept(self, chat_id: int = GROUP.id) -> tuple[list[Subscription], ChatSettings]:
        """What a chat has subscribed to and settled."""
        subscribing = self.conversation.posting.subscribing
        return await subscribing.subscriptions.of_chat(chat_id), await subscribing.chats.settings(chat_id)

    async def pressed(self, message: BotMessage, data: str, user: User) -> dict[str, Any] | None:
        """What the press of a button is answered with: an alert, or None where it is done."""
        await self.api.forges(message, data, user=user)
        answered = await self.api.next_call("answerCallbackQuery")
        if "text" in answered:
            return {"text": answered["text"]}
        await self.api.next_call("editMessageText")
        return None

    async def buttons(self, message: BotMessage, pages: list[str]) -> list[str]:
        """The data of all buttons under *message* as it is with each of the *pages* that these presses show, by an admin."""
        found: dict[str, None] = {}
        for page in pages:
            assert await self.pressed(message, page, ALICE) is None
            shown = self.api.current(message)
            found |= dict.fromkeys(button["callback_data"] for button in shown.buttons if "callback_data" in button)
        return list(found)


@pytest.fixture
async def bot(bot_api: BotApiServer, sqlite_url: str, corpus: Corpus, clock: Clock, renderer: Renderer) -> AsyncIterator[Bot]:
    """The bot in a group whose admin is Alice."""
    bot_api.members[GROUP.id, ALICE.id] = "administrator"
    async with Database(sqlite_url) as database:
        conversation = await converse(database, corpus, clock)
        async with telegram_running(bot_api, conversation, renderer):
            yield Bot(bot_api, conversation)
    # A button that says what is so already changes no message, which Telegram refuses.
    bot_api.refusals[:] = [refusal for refusal in bot_api.refusals if "message is not modified" not in refusal.description]


async def card(bot: Bot) -> tuple[BotMessage, list[str]]:
    """A subscription as it is shown in the group, and the data of all its buttons on all its pages."""
    await bot.api.user_says(f"/subscribe{BOT_NAME} 15:00 Almaty en", chat=GROUP)
    message = await bot.api.next_message(GROUP)
    [one], _ = await bot.kept()
    return message, await bot.buttons(message, [f"q:{one.id}:show:{page}" for page in PAGES])


async def settings(bot: Bot) -> tuple[BotMessage, list[str]]:
    """The settings as they are shown in the group, and the data of all their buttons."""
    await bot.api.user_says(f"/settings{BOT_NAME}", chat=GROUP)
    message = await bot.api.next_message(GROUP)
    return message, await bot.buttons(message, [f"c:{page}" for page in SETTINGS])


def last(data: list[str]) -> list[str]:
    """The buttons in such an order that those which end a subscription come at the end."""
    return sorted(data, key=lambda one: one.endswith(":stop:"))


@pytest.mark.parametrize("shown", [card, settings])
@pytest.mark.parametrize("who", ["member", "demoted", "left"])
async def test_every_button_is_refused_to_whoever_is_no_admin_and_changes_nothing(
    bot: Bot, renderer: Renderer, shown: Any, who: str
) -> None:
    message, data = await shown(bot)
    presser = replace(BOB, language_code="en") if who == "member" else ALICE
    if who != "member":
        # Without word of it to the bot, which is no admin: what counts is what Telegram says at the press.
        bot.api.members[GROUP.id, ALICE.id] = "member" if who == "demoted" else "left"
    before, text = await bot.kept(), bot.api.current(message).text

    refused = [await bot.pressed(message, one, presser) for one in last(data)]

    assert len(data) > 10
    assert refused == [{"text": renderer.render(AdminsOnly(Language.EN)).text}] * len(data)
    assert await bot.kept() == before
    assert bot.api.current(message).text == text


async def test_every_button_of_a_subscription_does_for_an_admin_what_it_says(bot: Bot) -> None:
    message, data = await card(bot)

    for one in last(data):
        [before], _ = await bot.kept()
        assert await bot.pressed(message, one, ALICE) is None
        _, number, act, argument = one.split(":")
        after = (await bot.kept())[0]
        if act == "stop":
            assert after == []
            continue
        [now] = after
        expected: dict[str, object] = {
            "hour": now.minute // 60,
            "min": now.minute % 60,
            "zone": now.zone,
            "from": now.source,
        }
        if act in expected:
            assert str(expected[act]) == argument
        match act:
            case "mute":
                assert now.silent is not before.silent
            case "pin":
                assert now.pin is not before.pin
            case "pause" | "start":
                assert now.state is (Running.PAUSED if act == "pause" else Running.ACTIVE)
            case "lang" | "kind" | "topic":
                chosen = {"lang": now.languages, "kind": now.kinds, "topic": now.topics}[act]
                was = {"lang": before.languages, "kind": before.kinds, "topic": before.topics}[act]
                # What is chosen last is never taken away by itself, nor is the only language.
                assert (argument in chosen) is not (argument in was) or (act, was) == ("lang", (argument,))
            case "day":
                assert now.days
            case "show":
                assert now == before
        assert number == str(now.id)


async def test_every_button_of_the_settings_does_for_an_admin_what_it_says(bot: Bot) -> None:
    message, data = await settings(bot)

    for one in data:
        assert await bot.pressed(message, one, ALICE) is None
        _, now = await bot.kept()
        match one.split(":"):
            case ["p", "quiet", "off"]:
                assert now.quiet is None
            case ["p", "quiet", hours]:
                assert now.quiet == tuple(map(int, hours.split("-")))
            case ["p", "zone", zone]:
                assert now.zone == zone
            case ["p", "news", argument]:
                assert now.news is (argument == "on")
            case ["p", ("asking" | "suggesting") as what, argument]:
                assert getattr(now, what) == argument


@pytest.mark.parametrize("chat", [GROUP, FORUM])
async def test_what_an_anonymous_admin_begins_is_nothing_until_a_real_one_presses(bot: Bot, renderer: Renderer, chat: Any) -> None:
    """Anybody who is in the group may say to be its admin; a press comes from somebody whom Telegram knows."""
    api = bot.api
    api.members[chat.id, ALICE.id] = "creator"
    await api.user_says(f"/subscribe{BOT_NAME} 15:00 Almaty en", chat=chat, user=ANONYMOUS, sender_chat=chat.to_json())
    message = await api.next_message(chat)
    [begun], _ = await bot.kept(chat.id)
    assert (begun.state, begun.due_at, begun.person_id) == (Running.NEW, None, None)

    alert = await bot.pressed(message, f"q:{begun.id}:start:", replace(BOB, language_code="en"))
    assert alert == {"text": renderer.render(AdminsOnly(Language.EN)).text}
    assert (await bot.kept(chat.id))[0] == [begun]
    assert await bot.pressed(message, f"q:{begun.id}:start:", ALICE) is None
    [started], _ = await bot.kept(chat.id)
    assert (started.state, started.person_id) == (Running.ACTIVE, ALICE.id)

    # A change by a line is asked to be confirmed.
    await api.user_says(f"/subscriptions{BOT_NAME} {started.id} 20:00", chat=chat, user=ANONYMOUS, sender_chat=chat.to_json())
    asked = await api.next_message(chat)
    assert asked.text == renderer.render(Told(Language.EN, Say.CONFIRM_AS_ADMIN)).text
    assert (await bot.kept(chat.id))[0] == [started]


async def test_in_a_group_that_is_no_chat_of_theirs_admins_change_nothing(bot: Bot) -> None:
    """A forged press names another group's subscription."""
    await card(bot)
    api = bot.api
    api.members[FORUM.id, BOB.id] = "creator"
    await api.user_says(f"/settings{BOT_NAME}", chat=FORUM, user=BOB)
    theirs = await api.next_message(FORUM)
    before = await bot.kept()
    [one], _ = before

    for data in (f"q:{one.id}:stop:", f"q:{one.id}:pause:", f"q:{one.id}:hour:3", f"q:{one.id}:start:Asia/Shanghai"):
        assert await bot.pressed(theirs, data, BOB) is not None

    assert await bot.kept() == before


async def test_a_place_with_two_times_is_chosen_by_an_admins_press_alone(bot: Bot, renderer: Renderer) -> None:
    await bot.api.user_says(f"/subscribe{BOT_NAME} 9点 喀什 中文", chat=GROUP, language_code="zh")
    asked = await bot.api.next_message(GROUP)
    start = [button["callback_data"] for button in asked.buttons]
    assert [data.split(":", 3)[3] for data in start] == ["Asia/Shanghai", "Asia/Urumqi"]

    alert = await bot.pressed(asked, start[1], replace(BOB, language_code="en"))
    assert alert == {"text": renderer.render(AdminsOnly(Language.EN)).text}
    assert await bot.pressed(asked, start[1], ALICE) is None

    [one], kept = await bot.kept()
    assert (one.zone, one.minute, one.languages, one.state) == ("Asia/Urumqi", 540, (Language.ZH,), Running.ACTIVE)
    assert kept.zone == "Asia/Urumqi"


@pytest.mark.parametrize("language", Language)
async def test_settings_and_subscriptions_speak_the_language_of_the_group(bot: Bot, renderer: Renderer, language: Language) -> None:
    api, gettext = bot.api, renderer.catalogues[language].gettext
    await api.user_says(f"/language{BOT_NAME} {language}", chat=GROUP)
    await api.next_message(GROUP)

    await api.user_says(f"/settings{BOT_NAME}", chat=GROUP)
    shown = await api.next_message(GROUP)
    assert gettext("Settings") in shown.text
    assert gettext("🌙 Quiet hours") in [button["text"] for button in shown.buttons]

    other = Language.ZH if language is Language.KK else Language.KK
    await api.user_says(f"/subscribe{BOT_NAME} 15:00 Almaty {language} {other}", chat=GROUP)
    single = await api.next_message(GROUP)
    await api.user_says(f"/subscriptions{BOT_NAME}", chat=GROUP)
    listed = await api.next_message(GROUP)
    # What comes next is told in both languages.
    glimpses = [line.removeprefix("💬 ").removesuffix("…") for line in listed.text.splitlines() if line.startswith("💬 ")]
    assert len(glimpses) == 2
    joined = " ".join(single.text.split())
    assert all(glimpse in joined for glimpse in glimpses)
    assert len(set(glimpses)) == 2
