"""Every command by which the collection is looked after, by whom it is for and by whom it is not, in all four languages."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from bot_api.journal import Call
from bot_api.messages import BotMessage
from bot_api.people import ALICE, BOB, GROUP, Chat, User, private_chat
from bot_api.server import BotApiServer
from conftest import Clock, converse, telegram_running
from sqlalchemy import select
from stores import index_of, put_sqlite

from bot.corpus.reader import Corpus
from bot.rendering.messages import Renderer
from bot.services.answering import Answering
from bot.services.upkeep_answers import Say, Told
from bot.store.engine import Database
from bot.store.quotes import QuoteStore
from bot.store.schema import quotes
from bot.text.language import Language

NAME = "@hundred_flowers_bot"
CAROL = User(1003, "Carol", "en")
NEW = "Whoever counts the waves forgets the sea"
PREVIEW = "This is how readers will see it."
# What whoever may is told. Before it stands the saying, in some.
EDITORS: dict[str, str | Say] = {
    "/add " + NEW: PREVIEW,
    "/edit hundred-flowers": PREVIEW,
    "/history hundred-flowers": Say.NO_HISTORY,
    "/translate": Say.NOTHING_TO_TRANSLATE,
    "/review": Say.NOTHING_TO_REVIEW,
    "/import": Say.SEND_A_FILE,
    "/export xls": Say.EXPORT_FORM,
    "/delete hundred-flowers": "Deleted: {words}",
}
OWNERS: dict[str, str | Say] = {
    "/editors": "There are no editors yet. Appoint one: /editors 1234567 kk ru",
    "/editors 0": Say.EDITOR_FORM,
    "/block 7": Say.IS_BLOCKED,
    "/unblock 7": Say.IS_UNBLOCKED,
    "/stats": "Sayings by language",
    "/announce": Say.ANNOUNCE_FORM,
}
GROUPS: dict[str, str | Say] = {
    "/add " + NEW: PREVIEW,
    "/edit {own}": PREVIEW,
    "/history {own}": "added",
    "/import": EDITORS["/import"],
    "/export xls": EDITORS["/export xls"],
    "/delete {own}": "Deleted: {words}",
}
ANYBODYS: dict[str, str | Say] = {
    "/suggest " + NEW: PREVIEW,
    "/report hundred-flowers": Say.WHAT_IS_WRONG,
    "/drafts": Say.NO_DRAFTS,
    "/cancel": Say.NO_DRAFTS,
    "/privacy": "/forget",
    "/forget": Say.FORGET_SURE,
}


@pytest.fixture
async def database(sqlite_url: str, bare: Corpus) -> AsyncIterator[Database]:
    """Sayings that tests may change."""
    await put_sqlite(sqlite_url, bare, index=True)
    async with Database(sqlite_url) as database:
        yield database


@pytest.fixture(autouse=True)
async def _running(
    bot_api: BotApiServer, database: Database, sqlite_url: str, bare: Corpus, clock: Clock, renderer: Renderer
) -> AsyncIterator[None]:
    """The bot of Alice, polling."""
    conversation = await converse(database, bare, clock, [ALICE.id], Answering(QuoteStore(database), index_of(sqlite_url)))
    async with telegram_running(bot_api, conversation, renderer):
        yield


@pytest.fixture(params=Language)
def language(request: pytest.FixtureRequest) -> Language:
    """The language of everybody's app."""
    chosen: Language = request.param
    return chosen


async def says(bot_api: BotApiServer, text: str, user: User, chat: Chat | None = None) -> BotMessage:
    """What the bot answers to a message."""
    command, _, words = text.partition(" ")
    await bot_api.user_says(f"{command}{NAME if chat else ''} {words}".strip(), user=user, chat=chat)
    return await bot_api.next_message(chat or private_chat(user))


async def pressed(bot_api: BotApiServer, message: BotMessage, label: str, user: User) -> str:
    """What *message* says once a button is pressed."""
    await bot_api.presses(message, label, user=user)
    edited: Call = await bot_api.next_call("editMessageText")
    text: str = edited["text"]
    return text


def in_words(renderer: Renderer, language: Language, msgid: str | Say) -> str:
    """What stands before the first field of a message."""
    if isinstance(msgid, Say):
        return renderer.render(Told(language, msgid)).text
    return renderer.catalogues[language].gettext(msgid).split("{")[0]


async def test_editors_commands_are_the_editors(bot_api: BotApiServer, renderer: Renderer, language: Language) -> None:
    alice, bob, carol = (replace(one, language_code=language) for one in (ALICE, BOB, CAROL))
    refused = renderer.render(Told(language, Say.NOT_AN_EDITOR)).text
    for command in EDITORS:
        assert (await says(bot_api, command, bob)).text == refused, command

    await says(bot_api, f"/editors {CAROL.id}", alice)
    for command, expected in EDITORS.items():
        assert in_words(renderer, language, expected) in (await says(bot_api, command, carol)).text, command
    await says(bot_api, f"/editors -{CAROL.id}", alice)
    for command in EDITORS:
        assert (await says(bot_api, command, carol)).text == refused, command


async def test_owners_commands_are_the_owners(bot_api: BotApiServer, renderer: Renderer, language: Language) -> None:
    alice, bob, carol = (replace(one, language_code=language) for one in (ALICE, BOB, CAROL))
    refused = renderer.render(Told(language, Say.NOT_AN_OWNER)).text
    for command, expected in OWNERS.items():
        assert (await says(bot_api, command, bob)).text == refused, command
        assert in_words(renderer, language, expected) in (await says(bot_api, command, alice)).text, command

    await says(bot_api, f"/editors {CAROL.id}", alice)
    for command in OWNERS:
        assert (await says(bot_api, command, carol)).text == refused, command


async def test_what_is_a_groups_own_is_its_admins(
    bot_api: BotApiServer, database: Database, renderer: Renderer, language: Language
) -> None:
    bob, carol = (replace(one, language_code=language) for one in (BOB, CAROL))
    bot_api.members[GROUP.id, BOB.id] = "administrator"
    draft = await says(bot_api, "/add The seventh cup of tea tells the guest to leave", bob, GROUP)
    await pressed(bot_api, draft, renderer.catalogues[language].gettext("💾 Save"), bob)
    async with database.reading() as connection:
        own = (await connection.execute(select(quotes.c.id).where(quotes.c.collection == GROUP.id))).scalar_one()
    refused = renderer.render(Told(language, Say.NOT_AN_EDITOR)).text

    for command, expected in GROUPS.items():
        assert (await says(bot_api, command.format(own=own), carol, GROUP)).text == refused, command
        assert in_words(renderer, language, expected) in (await says(bot_api, command.format(own=own), bob, GROUP)).text, command
    # The common collection is not theirs, nor is their own seen elsewhere.
    assert (await says(bot_api, "/delete hundred-flowers", bob, GROUP)).text == refused
    for command in ("/edit", "/delete", "/history", "/report"):
        assert (await says(bot_api, f"{command} {own}", bob)).text == renderer.render(Told(language, Say.NO_SUCH_QUOTE)).text


async def test_what_is_anybodys_is_answered_to_anybody(bot_api: BotApiServer, renderer: Renderer, language: Language) -> None:
    bob = replace(BOB, language_code=language)
    for chat in (None, GROUP):
        for command, expected in reversed(ANYBODYS.items()):
            assert in_words(renderer, language, expected) in (await says(bot_api, command, bob, chat)).text, command


async def test_the_preview_is_exactly_what_readers_see(
    bot_api: BotApiServer, database: Database, renderer: Renderer, language: Language
) -> None:
    alice = replace(ALICE, language_code=language)
    gettext = renderer.catalogues[language].gettext
    draft = await says(bot_api, f"/add {NEW} | Aidos | A Book of Waves", alice)
    preview, _, after = draft.text.rpartition("\n\n")
    assert after == gettext(PREVIEW)
    await pressed(bot_api, draft, gettext("💾 Save"), alice)
    async with database.reading() as connection:
        added = (await connection.execute(select(quotes.c.id).where(quotes.c.body.contains(NEW)))).scalar_one()

    assert (await says(bot_api, f"/start q_{added}", alice)).text == preview


async def test_in_a_group_words_for_a_draft_are_a_reply_and_the_talk_of_others_is_not(
    bot_api: BotApiServer, renderer: Renderer, language: Language
) -> None:
    alice, bob = (replace(one, language_code=language) for one in (ALICE, BOB))
    gettext = renderer.catalogues[language].gettext
    asked = await says(bot_api, "/add", alice, GROUP)
    assert asked.text.endswith(gettext("In a group, please reply to this message."))

    await bot_api.user_says("What a fine day", user=alice, chat=GROUP)
    await bot_api.user_says("百花齐放", user=bob, chat=GROUP, reply_to=asked)
    await bot_api.next_message(GROUP)
    await bot_api.user_says(NEW, user=alice, chat=GROUP, reply_to=asked)
    shown = await bot_api.next_message(GROUP)

    assert shown.text.startswith(NEW)
    assert shown.text.endswith(gettext("Which language is it in?"))


async def test_of_two_who_edit_a_saying_at_once_the_second_is_told(bot_api: BotApiServer, renderer: Renderer, language: Language) -> None:
    alice, carol = (replace(one, language_code=language) for one in (ALICE, CAROL))
    gettext = renderer.catalogues[language].gettext
    await says(bot_api, f"/editors {CAROL.id}", alice)
    drafts = []
    for person, words in ((alice, "One blossom makes no springtime"), (carol, "A lone flower is no spring")):
        await pressed(bot_api, await says(bot_api, "/edit hundred-flowers", person), "✏️ EN", person)
        drafts.append(await says(bot_api, words, person))
    mine, theirs = drafts

    assert gettext("Saved; it can be found right away.") in await pressed(bot_api, mine, gettext("💾 Save"), alice)
    assert await pressed(bot_api, theirs, gettext("💾 Save"), carol) == renderer.render(Told(language, Say.EDITED_MEANWHILE)).text
    assert "A lone flower is no spring" in await pressed(bot_api, theirs, gettext("💾 Save mine anyway"), carol)


async def test_whoever_decides_sees_the_words_of_every_language(bot_api: BotApiServer, renderer: Renderer, language: Language) -> None:
    """Else one whose app is in Russian would accept a Kazakh translation unseen."""
    alice, bob = (replace(one, language_code=language) for one in (ALICE, BOB))
    gettext = renderer.catalogues[language].gettext
    shown = await says(bot_api, f"/suggest {NEW}", bob)
    words = {Language.EN: NEW, Language.KK: "Толқын санаған теңізді ұмытады", Language.RU: "Кто считает волны, забывает море"}
    words[Language.ZH] = "数浪的人忘了海"
    for label, other in (("➕ Қаз", Language.KK), ("➕ Рус", Language.RU), ("➕ 中文", Language.ZH)):
        await pressed(bot_api, shown, label, bob)
        shown = await says(bot_api, words[other], bob)
    assert all(text in shown.text for text in words.values())
    await pressed(bot_api, shown, gettext("📨 Send the suggestion"), bob)

    review = await says(bot_api, "/review", alice)
    assert all(review.text.count(text) == 1 for text in words.values())
    saved = await pressed(bot_api, review, gettext("✅ Accept"), alice)
    assert all(saved.count(text) == 1 for text in words.values())


async def test_suggestions_are_decided_and_people_told_each_in_their_language(
    bot_api: BotApiServer, renderer: Renderer, language: Language
) -> None:
    """The editor's app is in another one than the person's."""
    spoken = list(Language)[(list(Language).index(language) + 1) % len(Language)]
    alice, bob = replace(ALICE, language_code=spoken), replace(BOB, language_code=language)
    theirs, hers = renderer.catalogues[language].gettext, renderer.catalogues[spoken].gettext

    async def suggested(words: str) -> BotMessage:
        await pressed(bot_api, await says(bot_api, f"/suggest {words}", bob), theirs("📨 Send the suggestion"), bob)
        return await says(bot_api, "/review", alice)

    async def told() -> BotMessage:
        return await bot_api.next_message(private_chat(bob))

    await pressed(bot_api, await suggested("Borrowed umbrellas keep nobody dry"), hers("✅ Accept"), alice)
    assert in_words(renderer, language, "Your suggestion is in the collection now: {words}") in (await told()).text

    assert hers("Why? Send one sentence for the person who suggested it.") in await pressed(
        bot_api, await suggested("Седьмая чашка чая говорит гостю, что пора уходить"), hers("✖️ Reject"), alice
    )
    await says(bot_api, "This is no proverb", alice)
    rejected = (await told()).text
    assert in_words(renderer, language, "Your suggestion was not taken: {words}") in rejected
    assert "This is no proverb" in rejected

    await pressed(bot_api, await suggested(NEW), hers("💬 Ask for changes"), alice)
    await says(bot_api, "Who said it?", alice)
    asked = await told()
    assert "Who said it?" in asked.text
    await pressed(bot_api, asked, theirs("✏️ Change it"), bob)
    await pressed(bot_api, asked, theirs("Author"), bob)
    await pressed(bot_api, await says(bot_api, "Aidos", bob), theirs("📨 Send the suggestion"), bob)
    review = await says(bot_api, "/review", alice)
    assert "Aidos" in review.text
    await pressed(bot_api, review, hers("✏️ Accept with changes"), alice)
    assert hers("Saved; it can be found right away.") in await pressed(bot_api, review, hers("💾 Save"), alice)
    assert in_words(renderer, language, "Your suggestion is in the collection now: {words}") in (await told()).text
