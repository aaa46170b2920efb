"""The collection looked after in Telegram: by reply, by buttons, in groups, and with word to whoever suggested something."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from bot_api.people import ALICE, BOB, GROUP, User, private_chat
from bot_api.server import BotApiServer
from conftest import Clock, converse, telegram_running
from stores import index_of, put_sqlite

from bot.corpus.reader import Corpus
from bot.rendering.messages import Renderer
from bot.services.answering import Answering
from bot.services.answers import ReviewShown, Say, Told
from bot.services.conversation import Conversation
from bot.services.incoming import Incoming
from bot.services.intents import Decide, Verdict
from bot.services.presses import to_press
from bot.store.engine import Database
from bot.store.quotes import QuoteStore
from bot.text.language import Language

BOT_NAME = "@hundred_flowers_bot"
ANONYMOUS = User(1087968824, "Group", None, "GroupAnonymousBot", is_bot=True)
NEW = "Whoever counts the waves forgets the sea"


@pytest.fixture
async def owned(sqlite_url: str, bare: Corpus, clock: Clock) -> AsyncIterator[Conversation]:
    """A conversation whose owner is Alice, over sayings that tests may change."""
    await put_sqlite(sqlite_url, bare, index=True)
    async with Database(sqlite_url) as database:
        yield await converse(database, bare, clock, [ALICE.id], Answering(QuoteStore(database), index_of(sqlite_url)))


@pytest.fixture
async def running(bot_api: BotApiServer, owned: Conversation, renderer: Renderer) -> AsyncIterator[None]:
    """The bot of `owned`, polling."""
    async with telegram_running(bot_api, owned, renderer):
        yield


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("language", Language)
async def test_a_saying_is_added_in_private_and_found(bot_api: BotApiServer, renderer: Renderer, language: Language) -> None:
    gettext = renderer.catalogues[language].gettext
    owner = replace(ALICE, language_code=language)
    await bot_api.user_says(f"/add {NEW}", user=owner)
    shown = await bot_api.next_message()
    assert NEW in shown.text

    await bot_api.presses(shown, gettext("💾 Save"), user=owner)
    saved = await bot_api.next_call("editMessageText")
    assert gettext("Saved; it can be found at once.") in saved["text"]

    await bot_api.user_says("counts the waves", user=BOB, language_code=language)
    assert NEW in (await bot_api.next_message(private_chat(BOB))).text


@pytest.mark.usefixtures("running")
async def test_a_message_in_a_group_is_added_by_replying_to_it(bot_api: BotApiServer) -> None:
    bot_api.members[GROUP.id, ALICE.id] = "administrator"
    said = await bot_api.user_says(NEW, chat=GROUP, user=BOB)

    await bot_api.user_says(f"/add{BOT_NAME}", chat=GROUP, user=ALICE, reply_to=said["message"]["message_id"])
    shown = await bot_api.next_message(GROUP)

    assert NEW in shown.text
    assert "Bob" in shown.text
    assert "For: this group only" in [button["text"] for button in shown.buttons]


@pytest.mark.usefixtures("running")
async def test_a_press_on_another_persons_draft_is_answered_politely_and_changes_nothing(bot_api: BotApiServer, renderer: Renderer) -> None:
    bot_api.members[GROUP.id, ALICE.id] = "administrator"
    bot_api.members[GROUP.id, BOB.id] = "administrator"
    await bot_api.user_says(f"/add{BOT_NAME} {NEW}", chat=GROUP, user=ALICE)
    shown = await bot_api.next_message(GROUP)

    await bot_api.presses(shown, "🗑 Drop the draft", user=BOB)
    alert = await bot_api.next_call("answerCallbackQuery")

    assert (alert["text"], alert["show_alert"]) == (renderer.render(Told(Language.RU, Say.NOT_YOURS)).text, True)
    await bot_api.no_call("editMessageText")


@pytest.mark.usefixtures("running")
async def test_a_demoted_admins_press_is_refused(bot_api: BotApiServer, renderer: Renderer) -> None:
    bot_api.members[GROUP.id, BOB.id] = "administrator"
    await bot_api.user_says(f"/add{BOT_NAME} {NEW}", chat=GROUP, user=BOB, language_code="en")
    shown = await bot_api.next_message(GROUP)

    bot_api.members[GROUP.id, BOB.id] = "member"
    await bot_api.presses(shown, "💾 Save", user=replace(BOB, language_code="en"))
    alert = await bot_api.next_call("answerCallbackQuery")

    assert alert["text"] == renderer.render(Told(Language.EN, Say.NOT_AN_EDITOR)).text[:200]


@pytest.mark.usefixtures("running")
async def test_what_an_anonymous_admin_adds_is_confirmed_by_a_real_one(bot_api: BotApiServer) -> None:
    bot_api.members[GROUP.id, ALICE.id] = "administrator"
    await bot_api.user_says(f"/add{BOT_NAME} {NEW}", chat=GROUP, user=ANONYMOUS, sender_chat=GROUP.to_json())
    shown = await bot_api.next_message(GROUP)

    await bot_api.presses(shown, "✅ I am an admin: go on", user=ALICE)
    claimed = await bot_api.next_call("editMessageText")

    assert NEW in claimed["text"]


@pytest.mark.usefixtures("running")
async def test_a_saying_is_edited_by_replying_to_it(bot_api: BotApiServer) -> None:
    await bot_api.user_says("一花独放不是春，百花齐放春满园")
    shown = await bot_api.next_message()

    await bot_api.user_says("/edit", reply_to=shown)
    draft = await bot_api.next_message()

    assert "✏️ 中文" in [button["text"] for button in draft.buttons]


@pytest.mark.usefixtures("running")
async def test_who_suggested_a_saying_is_told_in_their_language(bot_api: BotApiServer, renderer: Renderer) -> None:
    russian = renderer.catalogues[Language.RU].gettext
    await bot_api.user_says(f"/suggest {NEW}", user=BOB)
    await bot_api.presses(await bot_api.next_message(private_chat(BOB)), russian("📨 Send the suggestion"), user=BOB)
    await bot_api.next_call("editMessageText")

    await bot_api.user_says("/review")
    await bot_api.presses(await bot_api.next_message(), "✅ Accept")

    told = await bot_api.next_message(private_chat(BOB))
    assert NEW in told.text
    assert told.text.startswith(russian("Your suggestion is in the collection now: {words}").split("{")[0])


async def test_what_a_stop_came_before_is_told_after_the_start(bot_api: BotApiServer, owned: Conversation, renderer: Renderer) -> None:
    async with telegram_running(bot_api, owned, renderer):
        await bot_api.user_says(f"/suggest {NEW}", user=BOB, language_code="en")
        await bot_api.presses(
            await bot_api.next_message(private_chat(BOB)), "📨 Send the suggestion", user=replace(BOB, language_code="en")
        )
        await bot_api.next_call("editMessageText")
    # Decided by another replica, which was stopped before it could tell.
    review = await owned.respond(Incoming(ALICE.id, ALICE.id, "/review"))
    assert isinstance(review, ReviewShown)
    await owned.respond(Incoming(ALICE.id, ALICE.id, press=to_press(Decide(review.suggestion.id, Verdict.ACCEPT))))

    async with telegram_running(bot_api, owned, renderer):
        told = await bot_api.next_message(private_chat(BOB))

    assert "Your suggestion is in the collection now" in told.text
    assert await owned.notices() == []


@pytest.mark.usefixtures("running")
async def test_the_collection_is_given_out_as_a_file_and_taken_in_again(bot_api: BotApiServer, renderer: Renderer) -> None:
    gettext = renderer.catalogues[Language.EN].gettext
    await bot_api.user_says("/export csv")
    given = (await bot_api.next_call("sendDocument"))["document"]
    assert given.filename == "hundred-flowers.csv"

    await bot_api.user_sends_file(given.filename, given.content, caption="/import")
    assert gettext("There was nothing to import.") in (await bot_api.next_message()).text

    line = f'{{"kind": "proverb", "language": "en", "text": "{NEW}"}}\n'.encode()
    await bot_api.user_sends_file("new.jsonl", line, caption="/import")
    looked = await bot_api.next_message()
    await bot_api.presses(looked, gettext("💾 Import"))

    assert gettext("Imported; it can be found at once.") in (await bot_api.next_call("editMessageText"))["text"]


@pytest.mark.usefixtures("running")
async def test_mending_a_message_does_not_do_its_command_again(bot_api: BotApiServer, owned: Conversation) -> None:
    said = await bot_api.user_says(f"/add {NEW}")
    await bot_api.next_message()

    await bot_api.edits(said["message"]["message_id"], f"/add {NEW}!")
    await bot_api.user_says("/privacy")
    await bot_api.next_message()

    assert len(await owned._keeping.drafting.drafts.of(ALICE.id, ALICE.id)) == 1
