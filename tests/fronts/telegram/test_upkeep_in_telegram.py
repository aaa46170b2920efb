"""The collection looked after in Telegram: by reply, by buttons, in groups, and with word to whoever suggested something."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from bot_api.journal import Call
from bot_api.people import ALICE, BOB, GROUP, User, private_chat
from bot_api.server import BotApiServer
from conftest import Clock, converse, telegram_running
from stores import index_of, put_sqlite

from bot.corpus.reader import Corpus
from bot.fronts.telegram import progress as telegram_progress
from bot.rendering.messages import Renderer
from bot.services.answering import Answering
from bot.services.conversation import Conversation
from bot.services.incoming import Incoming
from bot.services.presses import to_press
from bot.services.upkeep_answers import ReviewShown, Say, Told
from bot.services.upkeep_intents import Decide, Delete, Restore, Verdict
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
    assert gettext("Saved; it can be found right away.") in saved["text"]

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

    await bot_api.presses(shown, "🗑 Discard the draft", user=BOB)
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

    await bot_api.presses(shown, "✅ I am an admin: continue", user=ALICE)
    claimed = await bot_api.next_call("editMessageText")

    assert NEW in claimed["text"]


@pytest.mark.usefixtures("running")
async def test_a_file_of_an_anonymous_admin_is_looked_at_and_taken_in_by_a_real_one(bot_api: BotApiServer) -> None:
    bot_api.members[GROUP.id, ALICE.id] = "administrator"
    bot_api.members[GROUP.id, BOB.id] = "member"
    line = f'{{"kind": "proverb", "language": "en", "text": "{NEW}"}}\n'.encode()
    speaking = {"chat": GROUP, "user": ANONYMOUS, "sender_chat": GROUP.to_json()}
    await bot_api.user_sends_file("new.jsonl", line, caption=f"/import{BOT_NAME}", **speaking)
    asked = await bot_api.next_message(GROUP)

    await bot_api.presses(asked, "✅ I am an admin", user=BOB)
    assert (await bot_api.next_call("answerCallbackQuery"))["show_alert"]
    await bot_api.presses(asked, "✅ I am an admin", user=ALICE)
    assert "Nothing has been imported yet." in (await bot_api.next_call("editMessageText"))["text"]
    await bot_api.presses(asked, "💾 Import", user=ALICE)

    assert "Imported; the sayings can be found right away." in (await bot_api.next_call("editMessageText"))["text"]


@pytest.mark.usefixtures("running")
async def test_an_export_for_an_anonymous_admin_is_confirmed_by_a_real_one(bot_api: BotApiServer) -> None:
    bot_api.members[GROUP.id, ALICE.id] = "administrator"
    await bot_api.user_says(f"/export{BOT_NAME} csv", chat=GROUP, user=ANONYMOUS, sender_chat=GROUP.to_json())
    asked = await bot_api.next_message(GROUP)

    await bot_api.presses(asked, "✅ I am an admin", user=BOB)
    assert (await bot_api.next_call("answerCallbackQuery"))["show_alert"]
    await bot_api.presses(asked, "✅ I am an admin", user=ALICE)

    given = await bot_api.next_call("sendDocument")
    assert (given["chat_id"], given["document"].filename) == (GROUP.id, "hundred-flowers.csv")


@pytest.mark.usefixtures("running")
async def test_a_saying_is_edited_by_replying_to_it(bot_api: BotApiServer) -> None:
    await bot_api.user_says("一花独放不是春，百花齐放春满园")
    shown = await bot_api.next_message()

    await bot_api.user_says("/edit", reply_to=shown)
    draft = await bot_api.next_message()

    assert "✏️ 中文" in [button["text"] for button in draft.buttons]


@pytest.mark.usefixtures("running")
async def test_who_looks_at_what_it_is_now_can_save_theirs_all_the_same(bot_api: BotApiServer, owned: Conversation) -> None:
    await bot_api.user_says("/edit hundred-flowers")
    draft = await bot_api.next_message()
    await bot_api.presses(draft, "✏️ EN")
    await bot_api.user_says("One blossom makes no springtime")
    mine = await bot_api.next_message()
    await owned.respond(Incoming(ALICE.id, ALICE.id, press=to_press(Delete("hundred-flowers"))))
    await owned.respond(Incoming(ALICE.id, ALICE.id, press=to_press(Restore("hundred-flowers", 1))))

    await bot_api.presses(mine, "💾 Save")
    await until(bot_api, "Somebody has changed")
    await bot_api.presses(mine, "👁 Current version")
    assert "spring" in (await bot_api.next_message()).text

    await bot_api.presses(mine, "💾 Save mine anyway")
    await until(bot_api, "Saved; it can be found right away.")


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


@pytest.mark.usefixtures("running")
async def test_who_never_started_the_bot_is_told_in_the_group_where_they_suggested(bot_api: BotApiServer, owned: Conversation) -> None:
    person = replace(BOB, language_code="en")
    await bot_api.user_says(f"/suggest{BOT_NAME} {NEW}", chat=GROUP, user=person)
    await bot_api.presses(await bot_api.next_message(GROUP), "📨 Send the suggestion", user=person)
    await until(bot_api, "Thank you!")
    await bot_api.user_says("/review")
    await bot_api.presses(await bot_api.next_message(), "💬 Ask for changes")
    await until(bot_api, "Why?")
    await bot_api.user_says("Who said it?")
    assert "Whoever suggested it will be told" in (await bot_api.next_message()).text
    assert (await bot_api.next_call("sendMessage"))["chat_id"] == BOB.id

    told = await bot_api.next_message(GROUP)

    assert "An editor asks you to change your suggestion" in told.text
    assert [entity["url"] for entity in told.entities if "url" in entity] == [f"tg://user?id={BOB.id}"]
    await bot_api.presses(told, "✏️ Change it", user=person)
    await until(bot_api, "This is how readers will see it.")
    assert await owned.posting.announcing.delivering.outbox.lease(2_000_000_000, 2_000_000_001, 100) == []
    bot_api.forgive("chat not found")


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
    outbox = owned.posting.announcing.delivering.outbox
    assert await outbox.lease(2_000_000_000, 2_000_000_001, 100) == []


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

    assert gettext("Imported; the sayings can be found right away.") in (await bot_api.next_call("editMessageText"))["text"]


MANY = "".join(f'{{"kind": "proverb", "language": "en", "text": "Line {n} of {n * 7919 % 10_007}"}}\n' for n in range(3_000)).encode()


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("language", Language)
async def test_how_far_a_long_import_has_come_is_told_in_the_message_of_its_result(
    bot_api: BotApiServer, renderer: Renderer, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    """And other people are answered meanwhile."""
    monkeypatch.setattr(telegram_progress, "_FIRST_SECONDS", 0.01)
    monkeypatch.setattr(telegram_progress, "_EVERY_SECONDS", 0.05)
    catalogue = renderer.catalogues[language]
    owner = replace(ALICE, language_code=language)
    await bot_api.user_sends_file("many.jsonl", MANY, caption="/import", user=owner)
    shown = await bot_api.next_message(timeout=20)
    await bot_api.user_says("/privacy", user=BOB)
    await bot_api.next_message(private_chat(BOB))
    assert catalogue.gettext("Nothing has been imported yet.") not in bot_api.current(shown).text

    looked = await until(bot_api, catalogue.gettext("Nothing has been imported yet."))
    assert looked[-1]["message_id"] == shown.message_id
    assert any(catalogue.number(3_000) in one["text"] for one in looked)

    await bot_api.presses(shown, looked[-1]["reply_markup"]["inline_keyboard"][0][0]["text"], user=owner)
    brought = await until(bot_api, catalogue.gettext("Imported; the sayings can be found right away."))
    assert len(brought) > 1
    assert {one["message_id"] for one in brought} == {shown.message_id}
    await bot_api.next_call("answerCallbackQuery")
    await bot_api.no_call("answerCallbackQuery", within=0.01)
    await bot_api.no_call("sendMessage", within=0.01)


async def until(bot_api: BotApiServer, words: str) -> list[Call]:
    """The edits up to the first that holds *words*."""
    edits = [await bot_api.next_call("editMessageText", timeout=60)]
    while words not in edits[-1]["text"]:
        edits.append(await bot_api.next_call("editMessageText", timeout=60))
    return edits


@pytest.mark.usefixtures("running")
async def test_mending_a_message_does_not_do_its_command_again(bot_api: BotApiServer, owned: Conversation) -> None:
    said = await bot_api.user_says(f"/add {NEW}")
    await bot_api.next_message()

    await bot_api.edits(said["message"]["message_id"], f"/add {NEW}!")
    await bot_api.user_says("/privacy")
    await bot_api.next_message()

    assert len(await owned._keeping.drafting.drafts.of(ALICE.id, ALICE.id)) == 1
