"""Who leads a group is asked of Telegram before anything is changed; what is only shown may go by what was known seconds ago."""

from collections.abc import AsyncIterator
from dataclasses import replace

import msgspec
import pytest
from bot_api.messages import BotMessage
from bot_api.people import ALICE, BOB, GROUP, User
from bot_api.server import BotApiServer
from conftest import Clock, converse, telegram_running
from msgspec import structs
from sqlalchemy import select
from stores import index_of, put_sqlite
from telegram import Bot
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.corpus.reader import Corpus
from bot.fronts.telegram.gate import Gate
from bot.fronts.telegram.members import LATELY_SECONDS, MOST_REMEMBERED, Members
from bot.fronts.telegram.metrics import Metrics
from bot.fronts.telegram.updates import ChatMemberUpdated
from bot.rendering.messages import Renderer
from bot.services.answering import Answering
from bot.services.answers import AdminsOnly
from bot.services.budgets import Budgets
from bot.services.intents import Intent
from bot.services.presses import to_press
from bot.services.reading_intents import SetLanguage
from bot.services.unasked_intents import Adjust, Setting, Tune, Tuning
from bot.services.upkeep_answers import Say, Told
from bot.services.upkeep_intents import Act, Delete, Edit, Export, Offer, Restore, Work
from bot.store.engine import Database
from bot.store.quotes import QuoteStore
from bot.store.schema import chats, drafts, imports, quotes, subscriptions, suggestions, versions
from bot.text.language import Language

BOT_NAME = "@hundred_flowers_bot"
NEW = "Whoever counts the waves forgets the sea"


class Ticking:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticking() -> Ticking:
    return Ticking()


@pytest.fixture
async def bot(bot_api: BotApiServer) -> AsyncIterator[Bot]:
    """The bot as the library has it, in a group where Bob is an admin, and the bot, too."""
    bot_api.meet(BOB, GROUP)
    bot_api.members[GROUP.id, BOB.id] = bot_api.members[GROUP.id, bot_api.bot.id] = "administrator"
    async with ExtBot(bot_api.token, base_url=bot_api.base_url, request=HTTPXRequest()) as opened:
        yield opened


@pytest.fixture
def members(bot: Bot, ticking: Ticking) -> Members:
    return Members(bot, ticking)


def asked(bot_api: BotApiServer) -> int:
    """How often Telegram was asked who somebody is."""
    return sum(call.method == "getChatMember" for call in bot_api.calls)


async def told(bot_api: BotApiServer, user: User, status: str) -> ChatMemberUpdated:
    """What Telegram tells of a change."""
    return msgspec.convert((await bot_api.member_becomes(GROUP, user, status))["chat_member"], ChatMemberUpdated)


async def test_what_is_shown_is_asked_once_in_some_seconds_and_what_changes_each_time(
    bot_api: BotApiServer, members: Members, ticking: Ticking
) -> None:
    assert await members.manages(GROUP.id, BOB.id, lately=True)
    ticking.now += LATELY_SECONDS - 0.1
    assert await members.manages(GROUP.id, BOB.id, lately=True)
    assert asked(bot_api) == 1

    ticking.now += 0.1
    assert await members.manages(GROUP.id, BOB.id, lately=True)
    assert asked(bot_api) == 2
    assert await members.manages(GROUP.id, BOB.id)
    assert asked(bot_api) == 3


async def test_without_word_of_a_demotion_it_is_believed_for_seconds_at_most_and_a_live_look_ends_that(
    bot_api: BotApiServer, members: Members, ticking: Ticking
) -> None:
    await members.manages(GROUP.id, BOB.id)
    bot_api.members[GROUP.id, BOB.id] = "member"

    assert await members.manages(GROUP.id, BOB.id, lately=True)
    ticking.now += 1
    assert not await members.manages(GROUP.id, BOB.id)
    assert not await members.manages(GROUP.id, BOB.id, lately=True)


async def test_word_of_a_change_counts_at_once(bot_api: BotApiServer, members: Members) -> None:
    await members.manages(GROUP.id, BOB.id)

    members.note(await told(bot_api, BOB, "member"))
    assert not await members.manages(GROUP.id, BOB.id, lately=True)
    members.note(await told(bot_api, BOB, "administrator"))
    assert await members.manages(GROUP.id, BOB.id, lately=True)

    assert asked(bot_api) == 1


async def test_word_that_comes_while_telegram_is_asked_is_newer_than_the_answer(bot_api: BotApiServer, bot: Bot, ticking: Ticking) -> None:
    demotion = await told(bot_api, BOB, "member")
    bot_api.members[GROUP.id, BOB.id] = "administrator"

    class Overtaken(ExtBot[None]):
        async def get_chat_member(self, *args: object, **more: object) -> object:  # type: ignore[override]
            answer = await super().get_chat_member(*args, **more)  # type: ignore[arg-type]
            ticking.now += 0.1
            members.note(demotion)
            return answer

    async with Overtaken(bot_api.token, base_url=bot_api.base_url, request=HTTPXRequest()) as late:
        members = Members(late, ticking)

        assert not await members.manages(GROUP.id, BOB.id)


async def test_where_the_bot_becomes_something_else_nothing_is_believed_any_longer(bot_api: BotApiServer, members: Members) -> None:
    await members.manages(GROUP.id, BOB.id)
    bot_api.members[GROUP.id, BOB.id] = "member"

    members.forget(GROUP.id)

    assert not await members.manages(GROUP.id, BOB.id, lately=True)


async def test_when_telegram_does_not_say_what_was_known_is_forgotten_too(bot_api: BotApiServer, members: Members) -> None:
    await members.manages(GROUP.id, BOB.id)
    bot_api.fail_next("getChatMember", 500, "Internal Server Error")

    assert not await members.manages(GROUP.id, BOB.id)

    await members.manages(GROUP.id, BOB.id, lately=True)
    assert asked(bot_api) == 3


async def test_however_many_press_few_are_remembered(bot_api: BotApiServer, members: Members) -> None:
    change = await told(bot_api, BOB, "administrator")
    await members.manages(GROUP.id, ALICE.id)

    for number in range(MOST_REMEMBERED):
        member = structs.replace(change.new_chat_member, user=structs.replace(change.new_chat_member.user, id=10_000 + number))
        members.note(structs.replace(change, new_chat_member=member))

    assert len(members._known) == MOST_REMEMBERED
    assert (GROUP.id, ALICE.id) not in members._known


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [("administrator", "member", True), ("member", "creator", True), ("left", "member", False), ("member", "restricted", False)],
)
async def test_of_comings_and_goings_only_those_of_admins_are_kept(
    bot_api: BotApiServer, bot: Bot, old: str, new: str, *, kept: bool
) -> None:
    """A group into which thousands come at once makes the bot no work."""
    gate = Gate(bot, Budgets(lambda: 0.0), Metrics(), lambda *_: None)
    bot_api.members[GROUP.id, ALICE.id] = old
    change = await bot_api.member_becomes(GROUP, ALICE, new)

    assert gate.lets_in({"update_id": 1, **change}) is kept


# The bot, running


@pytest.fixture
async def database(sqlite_url: str, bare: Corpus) -> AsyncIterator[Database]:
    """Sayings that tests may change."""
    await put_sqlite(sqlite_url, bare, index=True)
    async with Database(sqlite_url) as database:
        yield database


@pytest.fixture
async def running(
    bot_api: BotApiServer, database: Database, sqlite_url: str, bare: Corpus, clock: Clock, renderer: Renderer
) -> AsyncIterator[None]:
    """The bot of Alice, polling, in a group where Bob is an admin."""
    bot_api.meet(BOB, GROUP)
    bot_api.members[GROUP.id, BOB.id] = "administrator"
    conversation = await converse(database, bare, clock, [ALICE.id], Answering(QuoteStore(database), index_of(sqlite_url)))
    async with telegram_running(bot_api, conversation, renderer):
        yield


async def kept(database: Database) -> dict[str, list[object]]:
    """All that people could change."""
    tables = (quotes, versions, drafts, suggestions, subscriptions, chats, imports)
    async with database.reading() as connection:
        return {table.name: list((await connection.execute(select(table))).all()) for table in tables}


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("is_told", [True, False], ids=["with word of it", "without"])
@pytest.mark.parametrize("language", Language)
async def test_a_demoted_admins_press_a_second_later_is_refused(
    bot_api: BotApiServer, database: Database, renderer: Renderer, language: Language, *, is_told: bool
) -> None:
    """Whatever the press would change; and Telegram tells of a demotion only where the bot is an admin."""
    bob = replace(BOB, language_code=language)
    if is_told:
        bot_api.members[GROUP.id, bot_api.bot.id] = "administrator"

    async def shown(text: str) -> BotMessage:
        await bot_api.user_says(text, chat=GROUP, user=bob)
        return await bot_api.next_message(GROUP)

    preview = await shown(f"/add{BOT_NAME} {NEW}")
    await bot_api.presses(preview, renderer.catalogues[language].gettext("💾 Save"), user=bob)
    await bot_api.next_call("answerCallbackQuery")
    await bot_api.next_call("editMessageText")
    await shown(f"/add{BOT_NAME} The seventh cup of tea tells the guest to leave")
    line = b'{"kind": "proverb", "language": "en", "text": "A borrowed umbrella keeps nobody dry"}\n'
    await bot_api.user_sends_file("new.jsonl", line, caption=f"/import{BOT_NAME}", chat=GROUP, user=bob)
    await bot_api.next_message(GROUP)
    await shown(f"/subscribe{BOT_NAME} 09:00 Almaty")
    # By what is known of him from then on.
    settings = await shown(f"/settings{BOT_NAME}")
    before = await kept(database)
    async with database.reading() as connection:
        quote_id = (await connection.execute(select(quotes.c.id).where(quotes.c.collection == GROUP.id))).scalar_one()
        added, brought = (await connection.execute(select(drafts.c.id).order_by(drafts.c.id))).scalars()
        subscription = (await connection.execute(select(subscriptions.c.id))).scalar_one()

    if is_told:
        await bot_api.member_becomes(GROUP, bob, "member")
    else:
        bot_api.members[GROUP.id, BOB.id] = "member"
    refused = {
        renderer.render(answer).text[:200]
        for answer in (AdminsOnly(language), Told(language, Say.NOT_AN_EDITOR), Told(language, Say.NOT_YOURS))
    }
    presses: list[Intent] = [
        Work(added, Act.SAVE),
        Work(added, Act.ANYWAY),
        Work(brought, Act.IMPORT),
        Delete(quote_id),
        Edit(quote_id),
        Restore(quote_id, 1),
        Offer(quote_id),
        Export("csv"),
        SetLanguage(Language.KK),
        Adjust(Setting.ASKING, "admins"),
        Tune(subscription, Tuning.PAUSE),
        Tune(subscription, Tuning.STOP),
    ]
    for press in presses:
        await bot_api.forges(settings, to_press(press), user=bob)
        alert = await bot_api.next_call("answerCallbackQuery")
        assert (alert["text"] in refused, alert["show_alert"]) == (True, True), press

    assert await kept(database) == before
    await bot_api.no_call("editMessageText", within=0.01)
    await bot_api.no_call("sendMessage", within=0.01)


@pytest.mark.usefixtures("running")
async def test_where_the_bot_hears_of_a_demotion_nothing_more_is_shown_either(bot_api: BotApiServer, renderer: Renderer) -> None:
    bot_api.members[GROUP.id, bot_api.bot.id] = "administrator"
    refusal = renderer.render(AdminsOnly(Language.RU)).text
    for _ in range(2):
        await bot_api.user_says(f"/settings{BOT_NAME}", chat=GROUP, user=BOB)
        assert (await bot_api.next_message(GROUP)).text != refusal

    await bot_api.member_becomes(GROUP, BOB, "member")
    await bot_api.user_says(f"/settings{BOT_NAME}", chat=GROUP, user=BOB)

    assert (await bot_api.next_message(GROUP)).text == refusal
    assert asked(bot_api) == 1


@pytest.mark.usefixtures("running")
async def test_in_a_group_where_only_admins_may_ask_telegram_is_not_asked_for_each_question(bot_api: BotApiServer) -> None:
    await bot_api.user_says(f"/settings{BOT_NAME}", chat=GROUP, user=BOB)
    await bot_api.forges(await bot_api.next_message(GROUP), to_press(Adjust(Setting.ASKING, "admins")), user=BOB)
    await bot_api.next_call("editMessageText")
    times = asked(bot_api)

    for _ in range(5):
        await bot_api.user_says(f"/random{BOT_NAME}", chat=GROUP, user=BOB)
        assert (await bot_api.next_message(GROUP)).buttons

    assert asked(bot_api) == times
