"""Posts at their hour in Telegram: subscribed by people, groups and channels, sent once, wherever they may be sent."""

import asyncio
import datetime
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from bot_api.messages import BotMessage
from bot_api.people import ALICE, BOB, CHANNEL, FORUM, GROUP, SUPERGROUP, User, private_chat
from bot_api.server import BotApiServer
from conftest import NOW, Clock, converse, telegram_running

from bot.corpus.reader import Corpus
from bot.rendering.messages import Renderer
from bot.services.answers import AdminsOnly, PrivacyText
from bot.services.conversation import Conversation
from bot.services.unasked_answers import AnnouncementShown
from bot.services.upkeep_answers import Say, Told
from bot.store.announcements import Progress
from bot.store.engine import Database
from bot.text.language import Language

BOT_NAME = "@hundred_flowers_bot"
ANONYMOUS = User(1087968824, "Group", None, "GroupAnonymousBot", is_bot=True)
ENGLISH_BOB = replace(BOB, language_code="en")
# NOW is 14:00 in Almaty.
LINE = "15:00 Almaty en"


@dataclass
class Running:
    """A bot that runs, and its clock."""

    api: BotApiServer
    conversation: Conversation
    clock: Clock

    async def pass_to(self, hours: float) -> None:
        """Let the clock stand so many hours behind NOW, and the bot look at it."""
        self.clock.now = NOW + datetime.timedelta(hours=hours)
        self.conversation.posting.announcing.wake()

    async def is_due(self, chat_id: int, *, due: bool = True) -> None:
        """Return when a chat has a subscription that is due some time; or, with *due* False, when it has none."""
        subscriptions = self.conversation.posting.subscribing.subscriptions
        for _ in range(500):
            if due is any(one.due_at for one in await subscriptions.of_chat(chat_id)):
                return
            await asyncio.sleep(0.01)
        raise TimeoutError(f"chat {chat_id} has not come to that")


@pytest.fixture
async def bot(bot_api: BotApiServer, sqlite_url: str, corpus: Corpus, clock: Clock, renderer: Renderer) -> AsyncIterator[Running]:
    """The bot, polling; its owner is Alice."""
    async with Database(sqlite_url) as database:
        conversation = await converse(database, corpus, clock, owners=[ALICE.id])
        async with telegram_running(bot_api, conversation, renderer):
            yield Running(bot_api, conversation, clock)
    # What shows how far something has come may say the same again, which Telegram refuses.
    bot_api.refusals[:] = [refusal for refusal in bot_api.refusals if "message is not modified" not in refusal.description]


@pytest.mark.parametrize("language", Language)
async def test_a_person_subscribes_by_a_line_and_gets_the_saying_at_the_hour(bot: Running, renderer: Renderer, language: Language) -> None:
    gettext = renderer.catalogues[language].gettext
    await bot.api.user_says(f"/subscribe 15:00 Алматы {language}", language_code=language)
    shown = await bot.api.next_message()
    assert gettext("active") in shown.text
    assert gettext("The next post:") in shown.text

    await bot.pass_to(0.9)
    await bot.api.no_call("sendMessage", within=0.2)
    await bot.pass_to(1.001)
    post = await bot.api.next_message()

    # It is what was shown to come.
    assert post.text.splitlines()[0] in shown.text
    assert gettext("📖 Source") in [button["text"] for button in post.buttons]
    await bot.pass_to(1.5)
    await bot.api.no_call("sendMessage", within=0.2)


async def test_a_group_subscribes_by_buttons_in_two_languages(bot: Running) -> None:
    bot.api.members[GROUP.id, ALICE.id] = "administrator"
    await bot.api.user_says(f"/subscribe{BOT_NAME}", chat=GROUP)
    card = await bot.api.next_message(GROUP)

    for label in (
        "🗣 Languages",
        "中文",
        "↩️ Back",
        "🕘 Time",
        "3:00\u202fPM",
        "3:15\u202fPM",
        "🌍 Time zone",
        "Almaty",
        "🔕 Without sound",
        "✅ Start",
    ):
        await bot.api.presses(card, label)
        await bot.api.next_call("editMessageText")
    card = bot.api.current(card)
    assert "3:15\u202fPM, Almaty: every day" in card.text
    assert "English and Chinese" in card.text
    await bot.pass_to(1.3)
    post = await bot.api.next_call("sendMessage")
    post = await bot.api.next_call("sendMessage") if post["chat_id"] != GROUP.id or "Subscription" in post["text"] else post

    assert post["disable_notification"] is True
    assert any("一" <= char <= "鿿" for char in post["text"])


@pytest.mark.parametrize("language", Language)
async def test_a_person_subscribes_by_buttons_in_their_language(bot: Running, renderer: Renderer, language: Language) -> None:
    catalogue = renderer.catalogues[language]
    gettext, person = catalogue.gettext, replace(ALICE, language_code=language)
    await bot.api.user_says("/subscribe", language_code=language)
    card = await bot.api.next_message()
    assert gettext("not started yet") in card.text

    almaty = {"zh": "阿拉木图", "kk": "Алматы", "ru": "Алматы", "en": "Almaty"}[language]
    hour, exactly = catalogue.clock(15 * 60), catalogue.clock(15 * 60 + 30)
    for label in (
        *(gettext("🕘 Time"), hour, exactly),
        # For who writes in Kazakh it is chosen already.
        *(gettext("🌍 Time zone"), f"✓ {almaty}" if language is Language.KK else almaty),
        *(gettext("🗓 Days"), gettext("on weekdays"), gettext("↩️ Back")),
        *(gettext("Kinds"), gettext("proverbs"), gettext("↩️ Back")),
        gettext("🔕 Without sound"),
        gettext("✅ Start"),
    ):
        await bot.api.presses(card, label, user=person)
        await bot.api.next_call("editMessageText")
    shown = bot.api.current(card).text
    assert gettext("active") in shown
    summary = gettext("🕘 {time}, {place}: {days}").format(time=exactly, place=almaty, days=gettext("on weekdays"))
    assert summary in shown
    await bot.pass_to(1.51)
    post = await bot.api.next_call("sendMessage")

    assert post["disable_notification"] is True
    assert post["text"].splitlines()[0] in shown
    # The next one is due on the next day of the week, and after Friday on Monday.
    for days in range(1, 8):
        await bot.pass_to(24 * days + 1.51)
        if days in {5, 6}:
            await bot.api.no_call("sendMessage", within=0.2)
        else:
            await bot.api.next_call("sendMessage")


async def test_an_admin_alone_may_press_and_only_while_they_are_one(bot: Running, renderer: Renderer) -> None:
    bot.api.members[GROUP.id, BOB.id] = "administrator"
    await bot.api.user_says(f"/subscribe{BOT_NAME} {LINE}", chat=GROUP, user=ENGLISH_BOB)
    card = await bot.api.next_message(GROUP)

    await bot.api.user_says("hello", chat=GROUP)
    await bot.api.presses(card, "⏸ Pause")
    refused = await bot.api.next_call("answerCallbackQuery")
    assert (refused["text"], refused["show_alert"]) == (renderer.render(AdminsOnly(Language.EN)).text, True)

    bot.api.members[GROUP.id, BOB.id] = "member"
    await bot.api.presses(card, "🗑 Stop", user=ENGLISH_BOB)
    refused = await bot.api.next_call("answerCallbackQuery")
    assert refused["show_alert"] is True
    await bot.api.no_call("editMessageText")


async def test_what_an_anonymous_admin_subscribes_is_started_by_a_real_one(bot: Running) -> None:
    bot.api.members[GROUP.id, ALICE.id] = "administrator"
    await bot.api.user_says(f"/subscribe{BOT_NAME} {LINE}", chat=GROUP, user=ANONYMOUS, sender_chat=GROUP.to_json())
    card = await bot.api.next_message(GROUP)
    assert "not started yet" in card.text

    await bot.api.presses(card, "✅ Start")
    started = await bot.api.next_call("editMessageText")

    assert "active" in started["text"]


async def test_a_channel_gets_its_post(bot: Running) -> None:
    await bot.api.bot_is_added(CHANNEL, status="administrator")
    await bot.api.posts_in_channel(f"/subscribe {LINE}", CHANNEL)
    assert "active" in (await bot.api.next_message(CHANNEL)).text

    await bot.pass_to(1.1)

    assert (await bot.api.next_message(CHANNEL)).buttons


async def test_a_topic_that_is_closed_is_left_for_the_group_and_its_admin_told_once(bot: Running) -> None:
    bot.api.members[FORUM.id, BOB.id] = "administrator"
    bot.api.topics[FORUM.id, 77] = "open"
    await bot.api.user_says("/start", user=ENGLISH_BOB)
    await bot.api.next_message(private_chat(BOB))
    said = {"message_thread_id": 77, "is_topic_message": True}
    await bot.api.user_says(f"/subscribe{BOT_NAME} {LINE}", chat=FORUM, user=ENGLISH_BOB, **said)
    await bot.api.next_message(FORUM)
    await bot.pass_to(1.1)
    assert (await bot.api.next_call("sendMessage"))["message_thread_id"] == 77

    bot.api.topics[FORUM.id, 77] = "closed"
    await bot.pass_to(25.1)
    tried, sent, told = [await bot.api.next_call("sendMessage") for _ in range(3)]
    assert tried["message_thread_id"] == 77
    assert (sent["chat_id"], "message_thread_id" in sent) == (FORUM.id, False)
    assert (told["chat_id"], "closed or deleted" in told["text"]) == (BOB.id, True)

    await bot.pass_to(49.1)
    assert "message_thread_id" not in await bot.api.next_call("sendMessage")
    await bot.api.no_call("sendMessage", within=0.2)
    bot.api.forgive("TOPIC_CLOSED")


async def test_a_group_that_removes_the_bot_gets_nothing_until_it_takes_it_back_and_is_greeted_once(bot: Running) -> None:
    bot.api.members[GROUP.id, ALICE.id] = "administrator"
    await bot.api.bot_is_added(GROUP)
    assert "I do not read what you talk about" in (await bot.api.next_message(GROUP)).text
    await bot.api.user_says(f"/subscribe{BOT_NAME} {LINE}", chat=GROUP)
    await bot.api.next_message(GROUP)

    await bot.api.bot_is_removed(GROUP)
    await bot.is_due(GROUP.id, due=False)
    await bot.pass_to(1.1)
    await bot.api.no_call("sendMessage", within=0.3)

    await bot.api.bot_is_added(GROUP)
    await bot.is_due(GROUP.id)
    await bot.pass_to(25.1)
    post = await bot.api.next_message(GROUP)
    assert post.buttons
    assert "I do not read" not in post.text


async def test_a_channel_that_takes_the_bots_rights_away_gets_nothing_until_it_gives_them_back(bot: Running) -> None:
    await bot.api.bot_is_added(CHANNEL, status="administrator")
    await bot.api.posts_in_channel(f"/subscribe {LINE}", CHANNEL)
    await bot.api.next_message(CHANNEL)

    await bot.api.bot_is_added(CHANNEL, status="left", previous="administrator")
    await bot.is_due(CHANNEL.id, due=False)
    await bot.pass_to(1.1)
    await bot.api.no_call("sendMessage", within=0.3)
    await bot.api.bot_is_added(CHANNEL, status="administrator")
    await bot.is_due(CHANNEL.id)
    await bot.pass_to(25.1)

    assert (await bot.api.next_message(CHANNEL)).buttons


async def test_who_blocks_the_bot_gets_nothing_until_they_start_it_again(bot: Running) -> None:
    await bot.api.user_says(f"/subscribe {LINE}", user=ENGLISH_BOB)
    await bot.api.next_message(private_chat(BOB))
    # It is not told: the post finds out.
    bot.api.members[BOB.id, bot.api.bot.id] = "kicked"
    await bot.pass_to(1.1)
    await bot.api.next_call("sendMessage")
    await bot.pass_to(25.1)
    await bot.api.no_call("sendMessage", within=0.3)

    bot.api.members[BOB.id, bot.api.bot.id] = "member"
    await bot.api.user_says("/start", user=ENGLISH_BOB)
    await bot.api.next_message(private_chat(BOB))
    await bot.pass_to(49.1)

    assert (await bot.api.next_message(private_chat(BOB))).buttons


async def test_a_muted_group_is_left_alone_and_its_admin_told_in_private(bot: Running) -> None:
    bot.api.members[GROUP.id, BOB.id] = "administrator"
    await bot.api.user_says("/start", user=ENGLISH_BOB)
    await bot.api.next_message(private_chat(BOB))
    await bot.api.user_says(f"/subscribe{BOT_NAME} {LINE}", chat=GROUP, user=ENGLISH_BOB)
    await bot.api.next_message(GROUP)

    bot.api.muted.add(GROUP.id)
    await bot.pass_to(1.1)
    await bot.api.next_call("sendMessage")
    told = await bot.api.next_call("sendMessage")

    assert (told["chat_id"], "no longer allowed to write" in told["text"]) == (BOB.id, True)
    await bot.pass_to(25.1)
    await bot.api.no_call("sendMessage", within=0.3)
    bot.api.forgive("not enough rights")


@pytest.mark.parametrize("silently", [False, True])
async def test_a_group_that_becomes_a_supergroup_goes_on_with_its_posts(bot: Running, silently: bool) -> None:
    bot.api.members[GROUP.id, ALICE.id] = "administrator"
    await bot.api.user_says(f"/subscribe{BOT_NAME} {LINE}", chat=GROUP)
    await bot.api.next_message(GROUP)

    await bot.api.becomes_supergroup(GROUP, SUPERGROUP, silently=silently)
    if not silently:
        await bot.is_due(SUPERGROUP.id)
    await bot.pass_to(1.1)
    if silently:
        assert (await bot.api.next_call("sendMessage"))["chat_id"] == GROUP.id
        bot.api.forgive("upgraded to a supergroup")
    assert (await bot.api.next_call("sendMessage"))["chat_id"] == SUPERGROUP.id
    await bot.pass_to(25.1)

    assert (await bot.api.next_call("sendMessage"))["chat_id"] == SUPERGROUP.id
    await bot.api.no_call("sendMessage", within=0.2)


async def test_the_last_post_is_pinned_and_the_one_before_is_not(bot: Running) -> None:
    bot.api.members[GROUP.id, ALICE.id] = "administrator"
    await bot.api.bot_is_added(GROUP, status="administrator")
    await bot.api.next_message(GROUP)
    await bot.api.user_says(f"/subscribe{BOT_NAME} {LINE} pin", chat=GROUP)
    await bot.api.next_message(GROUP)

    posts = []
    for day in range(2):
        await bot.pass_to(1.1 + 24 * day)
        posts.append(await bot.api.next_message(GROUP))
        await bot.api.next_call("pinChatMessage")
        await asyncio.sleep(0.1)

    assert bot.api.pinned[GROUP.id] == [posts[-1].message_id]


@pytest.mark.parametrize("trouble", [500, "cut"])
async def test_a_post_in_doubt_is_sent_once_more_at_most(bot: Running, trouble: int | str) -> None:
    await bot.api.user_says(f"/subscribe {LINE}")
    await bot.api.next_message()
    for _ in range(2):
        if trouble == "cut":
            bot.api.cut_chat(ALICE.id)
        else:
            bot.api.fail_chat(ALICE.id, 500, "Internal Server Error: restart")

    await bot.pass_to(1.1)
    await bot.api.next_call("sendMessage")
    await asyncio.sleep(0.1)
    await bot.pass_to(1.2)
    await bot.api.next_call("sendMessage")
    await asyncio.sleep(0.1)
    await bot.pass_to(1.4)

    await bot.api.no_call("sendMessage", within=0.3)


async def test_posts_missed_by_a_stop_are_sent_within_their_grace_and_the_rest_reported(
    bot_api: BotApiServer, sqlite_url: str, corpus: Corpus, clock: Clock, renderer: Renderer
) -> None:
    async with Database(sqlite_url) as database:
        conversation = await converse(database, corpus, clock, owners=[ALICE.id])
        async with telegram_running(bot_api, conversation, renderer):
            await bot_api.user_says("/start")
            for line in ("15:00 Almaty en", "18:00 Almaty en", "19:00 Almaty en"):
                await bot_api.user_says(f"/subscribe {line}", user=ENGLISH_BOB)
            for _ in range(4):
                await bot_api.next_call("sendMessage")
        # Stopped at 14:00, started at 19:30: 15:00 and then 18:00 less than two hours ago, 19:00 half an hour.
        clock.now += datetime.timedelta(hours=5.5)
        async with telegram_running(bot_api, conversation, renderer):
            sent = [await bot_api.next_call("sendMessage") for _ in range(3)]

    assert sorted(call["chat_id"] for call in sent) == [ALICE.id, BOB.id, BOB.id]
    (told,) = [call["text"] for call in sent if call["chat_id"] == ALICE.id]
    assert "1 post was too late" in told


async def test_an_announcement_reaches_each_chat_in_its_language_and_ends_with_a_report(bot: Running) -> None:
    await bot.api.user_says("/start", user=BOB)
    await bot.api.next_message(private_chat(BOB))
    gone = User(1003, "Carol", "en")
    await bot.api.user_says("/start", user=gone)
    await bot.api.next_message(private_chat(gone))
    bot.api.members[gone.id, bot.api.bot.id] = "kicked"
    await bot.api.user_says("/announce\nen: We moved.\nru: Мы переехали.\nНовый адрес тот же.")
    preview = await bot.api.next_message()
    assert "It goes to 3 chats." in preview.text

    await bot.api.presses(preview, "📣 Send")
    sent = {call["chat_id"]: call["text"] for call in [await bot.api.next_call("sendMessage") for _ in range(3)]}
    assert sent[ALICE.id] == "We moved."
    assert sent[BOB.id] == "Мы переехали.\nНовый адрес тот же."
    await asyncio.sleep(0.2)
    await bot.pass_to(0.01)
    await asyncio.sleep(0.3)

    report = bot.api.current(preview).text
    assert ("All sent" in report, "Sent: 2" in report, "Unreachable: 1" in report) == (True, True, True)


async def test_an_announcement_in_doubt_is_reported_and_never_sent_again(bot: Running) -> None:
    bot.api.cut_chat(ALICE.id, times=0)
    await bot.api.user_says("/announce We moved.")
    preview = await bot.api.next_message()
    bot.api.cut_chat(ALICE.id)
    await bot.api.presses(preview, "📣 Send")
    await bot.api.next_call("sendMessage")
    for minutes in (0.01, 0.1, 0.2):
        await asyncio.sleep(0.2)
        await bot.pass_to(minutes)
    await bot.api.no_call("sendMessage", within=0.3)

    assert "Not confirmed, may have been sent: 1" in bot.api.current(preview).text


async def test_only_an_owner_announces(bot: Running, renderer: Renderer) -> None:
    await bot.api.user_says("/announce We moved.", user=ENGLISH_BOB)

    assert (await bot.api.next_message(private_chat(BOB))).text == renderer.render(Told(Language.EN, Say.NOT_AN_OWNER)).text


async def test_settings_are_turned_by_admins_and_hold(bot: Running, renderer: Renderer) -> None:
    bot.api.members[GROUP.id, ALICE.id] = "creator"
    await bot.api.user_says(f"/settings{BOT_NAME}", chat=GROUP)
    shown = await bot.api.next_message(GROUP)
    await bot.api.presses(shown, "Let only admins ask")
    assert "Who may ask me: admins only" in (await bot.api.next_call("editMessageText"))["text"]

    await bot.api.user_says(f"/random{BOT_NAME}", chat=GROUP, user=ENGLISH_BOB)
    assert (await bot.api.next_message(GROUP)).text == renderer.render(AdminsOnly(Language.EN)).text
    await bot.api.user_says(f"/random{BOT_NAME}", chat=GROUP)
    assert (await bot.api.next_message(GROUP)).buttons


# What must not go wrong


async def test_what_is_paused_or_stopped_while_it_waits_is_not_posted(bot: Running) -> None:
    for _ in range(2):
        await bot.api.user_says(f"/subscribe {LINE}", user=ENGLISH_BOB)
        await bot.api.next_message(private_chat(BOB))
    cards = [message for (chat, _), message in sorted(bot.api.messages.items(), key=lambda item: item[0][1]) if chat == BOB.id]
    bot.clock.now = NOW + datetime.timedelta(hours=1.001)
    await bot.conversation.posting.announcing.enqueue_due(int(bot.clock.now.timestamp()))

    await bot.api.presses(cards[0], "⏸ Pause", user=ENGLISH_BOB)
    await bot.api.presses(cards[1], "🗑 Stop", user=ENGLISH_BOB)

    await bot.api.no_call("sendMessage", within=1.5)


async def test_a_press_just_when_a_post_is_due_does_not_lose_it(bot: Running) -> None:
    await bot.api.user_says(f"/subscribe {LINE}")
    card = await bot.api.next_message()
    # The clock has come to the hour, and nothing has looked at it yet.
    bot.clock.now = NOW + datetime.timedelta(hours=1.001)
    await bot.api.presses(card, "🔕 Without sound")

    assert (await bot.api.next_message()).buttons


async def test_in_a_channel_only_its_admins_may_press_and_posts_lead_to_the_bot(bot: Running, renderer: Renderer) -> None:
    await bot.api.bot_is_added(CHANNEL, status="administrator")
    await bot.api.posts_in_channel(f"/subscribe {LINE}", CHANNEL)
    card = await bot.api.next_message(CHANNEL)
    await bot.pass_to(1.1)
    post = await bot.api.next_message(CHANNEL)

    assert all("url" in button for button in post.buttons)
    await bot.api.forges(card, "d:en:proverb", user=ENGLISH_BOB)
    refused = await bot.api.next_call("answerCallbackQuery")
    assert (refused["text"], refused["show_alert"]) == (renderer.render(AdminsOnly(Language.EN)).text, True)
    await bot.api.no_call("sendMessage", within=0.3)


async def test_a_muted_group_that_becomes_a_supergroup_has_its_posts_again(bot: Running) -> None:
    bot.api.members[GROUP.id, ALICE.id] = "administrator"
    await bot.api.user_says(f"/subscribe{BOT_NAME} {LINE}", chat=GROUP)
    await bot.api.next_message(GROUP)
    bot.api.muted.add(GROUP.id)
    await bot.pass_to(1.1)
    await bot.api.next_call("sendMessage")
    await bot.api.next_call("sendMessage")  # an admin is told

    await bot.api.becomes_supergroup(GROUP, SUPERGROUP)
    await bot.is_due(SUPERGROUP.id)
    await bot.pass_to(25.1)

    assert (await bot.api.next_call("sendMessage"))["chat_id"] == SUPERGROUP.id
    bot.api.forgive("not enough rights")
    bot.api.forgive("chat not found")


def spoil(file: Path) -> None:
    """Put what cannot be read into the database that the bot has open."""
    with sqlite3.connect(file, timeout=20) as database:
        database.execute("UPDATE subscriptions SET zone = 'Mars/Olympus' WHERE id = 1")
        row = "(0, 1001, '{\"type\": \"hologram\"}', 'queued', 0, 0)"
        database.execute(f"INSERT INTO outbox (rank, chat_id, body, state, due_at, not_before) VALUES {row}")  # noqa: S608  # our own words
    database.close()


async def test_what_cannot_be_read_stops_nothing_else(bot: Running, tmp_path: Path) -> None:
    """A zone that this machine does not know, and a row of another version of the program."""
    for _ in range(2):
        await bot.api.user_says(f"/subscribe {LINE}")
        await bot.api.next_message()
    # In a thread: the bot may have to end a transaction first.
    await asyncio.to_thread(spoil, tmp_path / "quotes.db")

    await bot.pass_to(1.1)

    assert (await bot.api.next_message()).buttons


async def test_who_only_presses_below_an_inline_message_is_no_chat_to_announce_to(bot: Running) -> None:
    await bot.api.user_says("/start")
    await bot.api.next_message()
    await bot.api.types_inline("百花齐放")
    answered = await bot.api.next_call("answerInlineQuery")
    chosen = await bot.api.chooses_inline(answered["results"][0])
    await bot.api.presses(chosen, "Рус", user=ENGLISH_BOB)
    await bot.api.next_call("editMessageText")

    await bot.api.user_says("/announce We moved.")

    assert "It goes to 1 chat." in (await bot.api.next_message()).text


async def test_where_only_admins_may_ask_others_may_still_do_all_else(bot: Running, renderer: Renderer) -> None:
    bot.api.members[GROUP.id, ALICE.id] = "creator"
    await bot.api.user_says(f"/settings{BOT_NAME}", chat=GROUP)
    await bot.api.presses(await bot.api.next_message(GROUP), "Let only admins ask")
    await bot.api.next_call("editMessageText")

    await bot.api.user_says(f"/privacy{BOT_NAME}", chat=GROUP, user=ENGLISH_BOB)
    assert (await bot.api.next_message(GROUP)).text == renderer.render(PrivacyText(Language.EN)).text
    await bot.api.user_says(f"/suggest{BOT_NAME} Whoever counts the waves forgets the sea", chat=GROUP, user=ENGLISH_BOB)
    await bot.api.presses(await bot.api.next_message(GROUP), "📨 Send the suggestion", user=ENGLISH_BOB)
    assert "Thank you!" in (await bot.api.next_call("editMessageText"))["text"]


async def test_a_clock_that_was_a_year_ahead_silences_nobody(bot: Running) -> None:
    await bot.api.user_says(f"/subscribe {LINE}")
    await bot.api.next_message()
    await bot.pass_to(365 * 24 + 1.1)
    await bot.api.next_call("sendMessage")
    await bot.api.next_call("sendMessage")  # an owner is told what was left out
    await asyncio.sleep(0.2)

    await bot.pass_to(24)
    await asyncio.sleep(0.3)
    await bot.pass_to(25.1)

    assert (await bot.api.next_message()).buttons


async def test_texts_of_an_announcement_that_cannot_be_told_apart_are_refused(bot: Running, renderer: Renderer) -> None:
    form = renderer.render(Told(Language.EN, Say.ANNOUNCE_FORM)).text
    for text in ("/announce Hello\nen: We moved.", "/announce en: One\nen: Two", "/announce"):
        await bot.api.user_says(text)
        assert (await bot.api.next_message()).text == form
    await bot.api.user_says(f"/announce en: {'a' * 2_000}\nru: {'я' * 2_000}")
    assert (await bot.api.next_message()).text == renderer.render(Told(Language.EN, Say.ANNOUNCE_LONG)).text


# Owners' announcements on their way


ANNOUNCED = "en: We moved.\nkk: Көштік.\nru: Мы переехали.\nzh: 我们搬家了。"
TEXTS = {"en": "We moved.", "kk": "Көштік.", "ru": "Мы переехали.", "zh": "我们搬家了。"}


async def people(bot: Running, *languages: str) -> list[int]:
    """So many people who have begun a chat, each in a language of theirs."""
    ids = []
    for number, language in enumerate(languages):
        person = User(5001 + number, f"Person {number}", language)
        await bot.api.user_says("/start", user=person)
        await bot.api.next_message(private_chat(person))
        ids.append(person.id)
    return ids


def came(bot: Running, ids: list[int]) -> dict[int, list[str]]:
    """What has come to each of these people."""
    texts: dict[int, list[str]] = {id_: [] for id_ in ids}
    for call in bot.api.calls:
        if call.method == "sendMessage" and call["chat_id"] in texts and call["text"] in TEXTS.values():
            texts[call["chat_id"]].append(call["text"])
    return texts


async def shows(bot: Running, message: BotMessage, words: str) -> str:
    """What an announcement's message says when it has come to *words*."""
    for _ in range(500):
        text = bot.api.current(message).text
        if words in text:
            return text
        bot.clock.now += datetime.timedelta(seconds=4)
        bot.conversation.posting.announcing.wake()
        await asyncio.sleep(0.02)
    raise TimeoutError(bot.api.current(message).text)


@pytest.mark.parametrize("language", Language)
async def test_each_chat_gets_its_own_text_and_those_of_other_languages_the_first(
    bot: Running, renderer: Renderer, language: Language
) -> None:
    gettext = renderer.catalogues[language].gettext
    ids = await people(bot, "en", "kk", "ru", "zh", "de")
    kept = "\n".join(line for line in ANNOUNCED.splitlines() if not line.startswith(f"{language}:"))
    await bot.api.user_says(f"/announce\n{kept}", language_code=language)
    preview = await bot.api.next_message()
    assert all(text in preview.text for tag, text in TEXTS.items() if tag != language)

    await bot.api.presses(preview, gettext("📣 Send"), user=replace(ALICE, language_code=language))
    report = await shows(bot, preview, gettext("All sent"))

    first = TEXTS[kept[:2]]
    expected = [TEXTS[tag] if tag in TEXTS and tag != language else first for tag in ("en", "kk", "ru", "zh")]
    texts = came(bot, ids)
    assert [texts[id_] for id_ in ids[:4]] == [[text] for text in expected]
    # Of whom it is not known what they speak, it is English that is spoken to.
    assert texts[ids[4]] in ([first], [TEXTS["en"]])
    assert gettext("Sent: {count}").format(count=6) in report


async def announced_until(bot: Running, ids: list[int], button: str, shown: str) -> tuple[BotMessage, dict[int, list[str]]]:
    """An announcement that its owner stops midway by a *button*: the message that tells of it, and what has come to people by then."""
    await bot.api.user_says("/announce We moved.")
    preview = await bot.api.next_message()
    # Telegram takes its time, and the owner presses meanwhile.
    bot.api.delay("sendMessage", 0.3)
    await bot.api.presses(preview, "📣 Send")
    await bot.api.next_call("sendMessage")
    async with asyncio.timeout(5):
        # The first message may come before the answer to the press does.
        while button not in [one["text"] for one in bot.api.current(preview).buttons]:  # noqa: ASYNC110  # what is waited for sets no event
            await asyncio.sleep(0.01)
    await bot.api.presses(preview, button)
    await shows(bot, preview, shown)
    bot.api.delay("sendMessage", 0)
    await asyncio.sleep(0.7)
    return preview, came(bot, ids)


async def test_an_announcement_is_paused_goes_on_and_is_told_of_in_one_message(bot: Running) -> None:
    ids = await people(bot, *["en"] * 12)
    preview, before = await announced_until(bot, ids, "⏸ Pause", "Paused")
    await asyncio.sleep(0.5)
    assert came(bot, ids) == before
    assert 0 < sum(map(len, before.values())) < len(ids)

    await bot.api.presses(preview, "▶️ Resume")
    report = await shows(bot, preview, "All sent")

    assert set(map(len, came(bot, ids).values())) == {1}
    assert "Sent: 13" in report
    assert not bot.api.current(preview).buttons


async def test_what_is_cancelled_goes_to_nobody_else_and_the_report_says_how_many(bot: Running) -> None:
    ids = await people(bot, *["en"] * 12)
    preview, before = await announced_until(bot, ids, "✖️ Cancel", "Cancelled")

    await bot.pass_to(1)
    await asyncio.sleep(0.3)

    assert came(bot, ids) == before
    left = sum(not texts for texts in before.values())
    assert 0 < left < len(ids)
    # A button that was shown before does nothing any longer.
    await bot.api.forges(preview, "r:1:sending")
    await asyncio.sleep(0.3)
    assert came(bot, ids) == before


async def test_a_draft_that_is_cancelled_is_sent_to_nobody(bot: Running) -> None:
    ids = await people(bot, "en")
    await bot.api.user_says("/announce We moved.")
    preview = await bot.api.next_message()

    await bot.api.presses(preview, "✖️ Cancel")
    await bot.api.forges(preview, "r:1:sending")
    await bot.api.forges(preview, "r:1:sending", user=ENGLISH_BOB)
    await asyncio.sleep(0.3)

    assert came(bot, ids) == {ids[0]: []}


async def test_a_text_pressed_twice_is_sent_once(bot: Running) -> None:
    ids = await people(bot, *["en"] * 4)
    await bot.api.user_says("/announce We moved.")
    preview = await bot.api.next_message()

    for _ in range(2):
        await bot.api.forges(preview, "r:1:sending")
    await shows(bot, preview, "All sent")
    await bot.api.forges(preview, "r:1:sending")
    await asyncio.sleep(0.3)

    assert set(map(len, came(bot, ids).values())) == {1}


async def test_an_answer_that_comes_after_the_report_does_not_hide_it(bot: Running) -> None:
    await people(bot, *["en"] * 4)
    await bot.api.user_says("/announce We moved.")
    preview = await bot.api.next_message()

    # The answer to the press comes to stand in the message when all has been sent.
    bot.api.delay("answerCallbackQuery", 0.5)
    await bot.api.presses(preview, "📣 Send")
    report = await shows(bot, preview, "All sent")
    await asyncio.sleep(1)

    assert bot.api.current(preview).text == report
    assert not bot.api.current(preview).buttons


async def test_an_end_that_is_told_or_has_not_come_is_not_told_again(bot: Running) -> None:
    broadcasting = bot.conversation.posting.announcing.broadcasting
    await people(bot, *["en"] * 3)
    await bot.api.user_says("/announce We moved.")
    preview = await bot.api.next_message()
    announcement = await broadcasting.announcements.get(1)
    assert announcement
    drafted = AnnouncementShown(Language.EN, announcement)
    assert await broadcasting.ended(drafted) is None

    bot.api.delay("sendMessage", 0.3)
    await bot.api.presses(preview, "📣 Send")
    await bot.api.next_call("sendMessage")
    under_way = AnnouncementShown(Language.EN, replace(announcement, progress=Progress.SENDING))
    assert await broadcasting.ended(under_way) is None
    bot.api.delay("sendMessage", 0)
    await shows(bot, preview, "All sent")

    end = await broadcasting.ended(under_way)
    assert end
    assert end.announcement.progress is Progress.DONE
    assert await broadcasting.ended(end) is None


# Quiet hours, blocks and greetings


async def test_in_quiet_hours_a_post_makes_no_sound_and_an_announcement_waits(bot: Running) -> None:
    bot.api.members[GROUP.id, BOB.id] = "administrator"
    await bot.api.user_says(f"/settings{BOT_NAME}", chat=GROUP, user=ENGLISH_BOB)
    shown = await bot.api.next_message(GROUP)
    for data in ("p:zone:Asia/Almaty", "p:quiet:840-1020"):
        await bot.api.forges(shown, data, user=ENGLISH_BOB)
        await bot.api.next_call("editMessageText")
    await bot.api.user_says(f"/subscribe{BOT_NAME} {LINE}", chat=GROUP, user=ENGLISH_BOB)
    await bot.api.next_message(GROUP)
    await bot.api.user_says("/announce We moved.")
    preview = await bot.api.next_message()
    await bot.api.presses(preview, "📣 Send")
    # The owner, who has no quiet hours, has it at once.
    assert (await bot.api.next_call("sendMessage"))["chat_id"] == ALICE.id

    await bot.pass_to(1.01)
    post = await bot.api.next_call("sendMessage")
    assert (post["chat_id"], post["disable_notification"], post["text"] == "We moved.") == (GROUP.id, True, False)
    await bot.pass_to(2.9)
    await bot.api.no_call("sendMessage", within=0.3)
    await bot.pass_to(3.01)

    told = await bot.api.next_call("sendMessage")
    assert (told["chat_id"], told["disable_notification"], told["text"]) == (GROUP.id, False, "We moved.")


async def test_who_blocks_the_bot_and_takes_it_back_has_posts_again_without_a_word(bot: Running) -> None:
    """Telegram tells of both."""
    await bot.api.user_says(f"/subscribe {LINE}", user=ENGLISH_BOB)
    await bot.api.next_message(private_chat(BOB))
    await bot.api.blocks_bot(ENGLISH_BOB)
    await bot.is_due(BOB.id, due=False)
    await bot.pass_to(1.1)
    await bot.api.no_call("sendMessage", within=0.3)

    await bot.api.unblocks_bot(ENGLISH_BOB)
    await bot.is_due(BOB.id)
    await bot.pass_to(25.1)

    assert (await bot.api.next_message(private_chat(BOB))).buttons


@pytest.mark.parametrize("language", Language)
async def test_a_group_is_greeted_once_in_the_language_of_whoever_brought_the_bot(
    bot: Running, renderer: Renderer, language: Language
) -> None:
    never = renderer.catalogues[language].gettext("I do not read what you talk about here: I see only what is addressed to me.")
    admin = replace(ALICE, language_code=language)
    await bot.api.bot_is_added(GROUP, by=admin)
    assert never in (await bot.api.next_message(GROUP)).text

    for _ in range(2):
        await bot.api.bot_is_removed(GROUP)
        await bot.api.bot_is_added(GROUP, by=admin)
    await bot.api.bot_is_added(GROUP, by=admin, status="administrator", previous="member")

    await bot.api.no_call("sendMessage", within=0.5)


# Topics of a forum


@pytest.mark.parametrize("language", Language)
async def test_each_topic_has_its_own_post_and_what_is_said_in_general_goes_there(
    bot: Running, renderer: Renderer, language: Language
) -> None:
    bot.api.members[FORUM.id, BOB.id] = "administrator"
    bot.api.topics |= {(FORUM.id, 77): "open", (FORUM.id, 78): "open"}
    for thread_id, time in ((77, "15:00"), (78, "15:05")):
        said = {"message_thread_id": thread_id, "is_topic_message": True}
        await bot.api.user_says(f"/subscribe{BOT_NAME} {time} Almaty {language}", chat=FORUM, user=ENGLISH_BOB, **said)
        assert (await bot.api.next_call("sendMessage"))["message_thread_id"] == thread_id
    # In General a thread id comes along that must not be sent back.
    await bot.api.user_says(f"/subscribe{BOT_NAME} 15:10 Almaty {language}", chat=FORUM, user=ENGLISH_BOB, message_thread_id=5)
    assert "message_thread_id" not in await bot.api.next_call("sendMessage")

    threads = []
    for hours in (1.02, 1.1, 1.2):
        await bot.pass_to(hours)
        post = await bot.api.next_call("sendMessage")
        threads.append(post.fields.get("message_thread_id"))

    assert threads == [77, 78, None]


async def test_a_forum_with_a_new_number_has_posts_in_the_same_topic(bot: Running) -> None:
    bot.api.members[FORUM.id, BOB.id] = "administrator"
    bot.api.topics[FORUM.id, 77] = "open"
    said = {"message_thread_id": 77, "is_topic_message": True}
    await bot.api.user_says(f"/subscribe{BOT_NAME} {LINE}", chat=FORUM, user=ENGLISH_BOB, **said)
    await bot.api.next_message(FORUM)
    bot.api.topics[SUPERGROUP.id, 77] = "open"

    await bot.api.becomes_supergroup(FORUM, SUPERGROUP, by=ENGLISH_BOB)
    await bot.is_due(SUPERGROUP.id)
    await bot.pass_to(1.1)

    post = await bot.api.next_call("sendMessage")
    assert (post["chat_id"], post["message_thread_id"]) == (SUPERGROUP.id, 77)
