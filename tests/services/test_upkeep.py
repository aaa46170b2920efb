"""Looking after the collection: who may, what is asked, what is kept, and that nothing typed is lost."""

import datetime
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import Clock, converse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from samples import partial
from sqlalchemy import select
from stores import index_of, put_sqlite

from bot.corpus.checks import Flaw
from bot.corpus.editing import Field, wording_in
from bot.corpus.quote import Kind, Quote, RenderingType, SpeakerKind
from bot.corpus.reader import Corpus
from bot.rendering.messages import Renderer
from bot.rendering.reply import Share, Visit
from bot.services.answering import Answering
from bot.services.answers import Answer, Encouraged, Found, Gone, HelpText, Nothing, Welcomed
from bot.services.conversation import Conversation
from bot.services.incoming import Document, Incoming, Replied
from bot.services.intents import Intent
from bot.services.presses import parse_press, to_press
from bot.services.unasked_answers import AnnouncementShown, SettingsShown
from bot.services.unasked_intents import Broadcast
from bot.services.upkeep_answers import (
    Deleted,
    DraftList,
    DraftShown,
    EditorList,
    Exported,
    FileLookedAt,
    FileRefused,
    HistoryShown,
    NoticeShown,
    ReviewShown,
    Saved,
    Say,
    StatsShown,
    Told,
)
from bot.services.upkeep_intents import (
    Act,
    Decide,
    Delete,
    Edit,
    Editors,
    Forget,
    Offer,
    Report,
    Restore,
    Settle,
    Translate,
    UndoImport,
    Verdict,
    Work,
)
from bot.store.announcements import Progress
from bot.store.drafts import DraftStore, Step
from bot.store.edits import HISTORY, Why
from bot.store.engine import Database
from bot.store.outbox import Outbox
from bot.store.parcels import Notice
from bot.store.people import Fault
from bot.store.quotes import QuoteStore
from bot.store.schema import announcements, chats, cursors, drafts, misses, outbox, quotas, suggestions, versions
from bot.store.suggestions import SUGGESTIONS_A_DAY
from bot.text.language import Language
from bot.text.normalise import normalise

KK, RU, EN, ZH = Language.KK, Language.RU, Language.EN, Language.ZH
OWNER, EDITOR, ANYBODY, GROUP = 1, 2, 3, -100
NEW = "Кто ищет корону в реке, тот находит мокрые сапоги"


class Admin:
    """The rights of an admin of a group, until they are taken away."""

    def __init__(self) -> None:
        self.may = True

    async def may_manage(self, *, lately: bool = False) -> bool:
        return self.may


class Member:
    """The rights of anybody in a group."""

    async def may_manage(self, *, lately: bool = False) -> bool:
        return False


@dataclass
class House:
    """The bot and its database; `restart` is what a crash leaves."""

    url: str
    corpus: Corpus
    clock: Clock
    renderer: Renderer
    database: Database
    conversation: Conversation = field(init=False)

    async def start(self) -> None:
        search = Answering(QuoteStore(self.database), index_of(self.url))
        self.conversation = await converse(self.database, self.corpus, self.clock, [OWNER], search)

    def person(self, id_: int, language: str = "en") -> "Person":
        return Person(self, id_, id_, language)

    def in_group(self, id_: int, rights: Admin | Member, language: str = "en", *, anonymous: bool = False) -> "Person":
        return Person(self, id_, GROUP, language, rights, anonymous)


@dataclass
class Person:
    """Somebody in a chat."""

    house: House
    id: int
    chat_id: int
    language: str
    rights: Admin | Member | None = None
    anonymous: bool = False

    async def says(self, text: str, replied: Replied | None = None) -> Answer:
        return await self._brings(text=text, replied=replied)

    async def sends(self, text: str, document: Document, files: "Sent") -> Answer:
        return await self._brings(text=text, document=document, files=files)

    async def presses(self, intent: Intent, files: "Sent | None" = None) -> Answer:
        return await self._brings(press=to_press(intent), **({"files": files} if files else {}))

    async def works(self, shown: Answer, act: str, argument: str = "") -> Answer:
        """Press the button of a draft that means *act*, which must be among those shown."""
        assert isinstance(shown, DraftShown)
        work = Work(shown.draft.id, Act(act), argument)
        offered = [button.action for row in self.house.renderer.render(shown).buttons for button in row]
        assert work in offered
        return await self.presses(work)

    async def _brings(self, **what: object) -> Answer:
        group = {"rights": self.rights, "private": False, "anonymous": self.anonymous} if self.rights else {}
        incoming = Incoming(self.chat_id, self.id, client_language=self.language, **what, **group)  # type: ignore[arg-type]
        answer = await self.house.conversation.respond(incoming)
        reply = self.house.renderer.render(answer)
        assert reply.text
        for button in (button for row in reply.buttons for button in row if not isinstance(button.action, Share | Visit)):
            # Every button means what it says, also weeks later, and fits Telegram's limit.
            assert len(to_press(button.action).encode()) <= 64
            assert parse_press(to_press(button.action)) == button.action
        return answer


# For what the two databases may take in different ways.
ON_BOTH = pytest.mark.parametrize("url", ["sqlite_url", "postgres_url"], indirect=True)


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """Where the bot keeps what it knows."""
    address: str = request.getfixturevalue(getattr(request, "param", "sqlite_url"))
    return address


@pytest.fixture
async def house(url: str, bare: Corpus, clock: Clock, renderer: Renderer) -> AsyncIterator[House]:
    """The bot over the shipped quotes."""
    await put_sqlite(url, bare, index=True)
    async with Database(url) as database:
        house = House(url, bare, clock, renderer, database)
        await house.start()
        yield house


async def notices(database: Database) -> list[tuple[int, NoticeShown]]:
    """What is to be told to people about their suggestions, each with the chat it goes to."""
    parcels = await Outbox(database, "test").lease(2_000_000_000, 2_000_000_001, 100)
    return [(one.chat_id, NoticeShown(one.body.language, one.body)) for one in parcels if isinstance(one.body, Notice)]


def quote_of(answer: Answer) -> Quote:
    assert isinstance(answer, Saved | DraftShown | Found)
    quote = answer.draft.quote if isinstance(answer, DraftShown) else answer.quote
    assert quote
    return quote


# Adding


@pytest.mark.parametrize("language", Language)
async def test_a_saying_is_added_step_by_step_and_found_at_once(house: House, language: Language) -> None:
    owner = house.person(OWNER, language)

    asked = await owner.says("/add")
    assert isinstance(asked, DraftShown)
    assert asked.draft.step is Step.TEXT
    shown = await owner.says(NEW)
    shown = await owner.works(shown, "lang", "ru")
    shown = await owner.works(shown, "kind", "quote")
    shown = await owner.says("Неизвестный рыбак")
    shown = await owner.says("Речные тетради")
    shown = await owner.works(shown, "topic", "wisdom")
    shown = await owner.works(shown, "skip")
    shown = await owner.works(shown, "put", "en")
    shown = await owner.says("Who looks for a crown in the river finds wet boots")
    saved = await owner.works(await owner.works(shown, "skip"), "save")

    quote = quote_of(saved)
    assert (quote.kind, quote.language, quote.topics, quote.source and quote.source.title) == (
        Kind.QUOTE,
        RU,
        ("wisdom",),
        "Речные тетради",
    )
    assert quote.speaker
    assert quote.speaker.names == {RU: "Неизвестный рыбак"}
    assert [(one.language, one.type) for one in quote.renderings] == [(RU, RenderingType.ORIGINAL), (EN, RenderingType.TRANSLATION)]
    for question in ("корону в реке мокрые сапоги", "finds wet boots"):
        assert quote_of(await house.person(ANYBODY).says(question)).id == quote.id


async def test_a_saying_is_added_in_one_line(house: House) -> None:
    owner = house.person(OWNER)

    shown = await owner.says(f"/add {NEW} | Неизвестный рыбак | Речные тетради | #wisdom")

    quote = quote_of(shown)
    assert (quote.language, quote.kind, quote.topics) == (RU, Kind.QUOTE, ("wisdom",))
    assert quote.source
    assert quote.source.title == "Речные тетради"
    assert isinstance(await owner.works(shown, "save"), Saved)


@pytest.mark.parametrize("word", ["отмена", "Отмена!", "болдырмау", "cancel", "取消"])
async def test_who_says_stop_in_the_middle_of_a_draft_drops_it(house: House, word: str) -> None:
    owner = house.person(OWNER)
    await owner.says("/add")

    dropped = await owner.says(word)

    assert isinstance(dropped, Told)
    assert dropped.say is Say.DRAFT_DROPPED
    assert isinstance(await owner.says("/drafts"), Told)


async def test_who_names_a_topic_that_there_is_not_is_told_and_chooses_another(house: House) -> None:
    owner = house.person(OWNER)

    shown = await owner.says(f"/add {NEW} | #молодость и старость #нетакой, семья ＃Труд")

    assert isinstance(shown, DraftShown)
    assert (shown.unknown, quote_of(shown).topics) == (("нетакой",), ("youth", "family", "work"))
    assert house.renderer.render(shown).text.startswith("There is no such topic: нетакой")
    chosen = await owner.works(shown, "topic", "wisdom")
    saved = await owner.works(await owner.works(chosen, "skip"), "save")
    assert isinstance(saved, Saved)
    assert saved.quote.topics == ("youth", "family", "work", "wisdom")


async def test_nothing_typed_in_one_line_is_left_out(house: House) -> None:
    quote = quote_of(await house.person(OWNER).says(f"/add {NEW} | Рыбак | Речные тетради | том 2 | #wisdom"))

    assert quote.source
    assert quote.source.title == "Речные тетради | том 2"


async def test_a_saying_without_an_author_is_the_peoples(house: House) -> None:
    quote = quote_of(await house.person(OWNER).says(f"/add {NEW}"))

    assert quote.kind is Kind.PROVERB
    assert quote.speaker
    assert quote.speaker.kind is SpeakerKind.PEOPLE


async def test_a_message_is_added_by_replying_to_it(house: House, clock: Clock) -> None:
    replied = Replied("Whoever counts the waves forgets the sea", "Aidos", clock().date(), ANYBODY)

    quote = quote_of(await house.person(OWNER).says("/add", replied))

    assert quote.renderings[0].text == replied.text
    assert quote.speaker
    assert quote.speaker.names == {EN: "Aidos"}
    assert quote.date == clock().date().isoformat()


@pytest.mark.parametrize("steps", range(7))
async def test_a_draft_goes_on_after_a_crash_at_any_step(house: House, steps: int) -> None:
    """Each step is in the database before its answer is there: a new process over the same file knows it all."""
    owner = house.person(OWNER)
    script: list[Callable[[Answer], object]] = [
        lambda _: owner.says("/add"),
        lambda _: owner.says(NEW),
        lambda shown: owner.works(shown, "lang", "ru"),
        lambda shown: owner.works(shown, "kind", "quote"),
        lambda shown: owner.works(shown, "skip"),
        lambda _: owner.says("Речные тетради"),
        lambda shown: owner.works(shown, "skip"),
        lambda shown: owner.works(shown, "skip"),
        lambda shown: owner.works(shown, "save"),
    ]
    answer: Answer = Told(EN, Say.NO_DRAFTS)
    for number, step in enumerate(script):
        answer = await step(answer)  # type: ignore[misc]
        if number == steps:
            await house.start()

    quote = quote_of(answer)
    assert (quote.renderings[0].text, quote.source and quote.source.title) == (NEW, "Речные тетради")
    assert isinstance(await owner.says("/drafts"), Told)


async def test_the_words_of_a_saying_do_not_change_the_language_of_the_questions(house: House) -> None:
    admin = house.person(OWNER, "kk")
    await admin.says("/add")

    assert (await admin.says(NEW)).language is KK
    assert (await admin.says("/add 路遥知马力，日久见人心啊")).language is KK


async def test_commands_and_other_people_do_not_get_into_a_draft(house: House) -> None:
    owner = house.person(OWNER)
    shown = await owner.says("/add")

    assert isinstance(await owner.says("/random"), Found)
    await house.person(ANYBODY).says("百花齐放")
    shown = await owner.says(NEW)

    assert quote_of(shown).renderings[0].text == NEW


async def test_a_draft_can_be_laid_aside_and_dropped(house: House) -> None:
    owner = house.person(OWNER)
    first = await owner.says(f"/add {NEW}")
    await owner.says("/add")

    listed = await owner.says("/drafts")
    assert isinstance(listed, DraftList)
    assert len(listed.drafts) == 2
    assert isinstance(first, DraftShown)
    resumed = await owner.presses(Work(first.draft.id, Act.RESUME))
    assert quote_of(resumed).renderings[0].text == NEW
    assert await owner.says("/cancel") == Told(EN, Say.DRAFT_DROPPED)
    assert await owner.presses(Work(first.draft.id, Act.SAVE)) == Told(EN, Say.DRAFT_GONE, refused=True)


@ON_BOTH
async def test_saving_twice_saves_once(house: House) -> None:
    owner = house.person(OWNER)
    shown = await owner.says(f"/add {NEW}")

    saved = await owner.works(shown, "save")

    assert isinstance(saved, Saved)
    assert await owner.works(shown, "save") == Told(EN, Say.DRAFT_GONE, refused=True)
    async with house.database.reading() as connection:
        assert len((await connection.execute(select(versions).where(versions.c.quote_id == saved.quote.id))).all()) == 1


# What cannot be taken


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("🙂🙂", Flaw.EMPTY),
        ("\u3164\u115f \uffa0", Flaw.EMPTY),
        ("…!?", Flaw.EMPTY),
        ("x" * 1001, Flaw.LONG),
        ("abc\u202edef", Flaw.INVISIBLE),
        ("a\u0000b words", Flaw.INVISIBLE),
        ("read it at https://example.org", Flaw.LINK),
        ("join t.me/someone", Flaw.LINK),
    ],
)
async def test_a_text_that_cannot_be_taken_is_refused_in_a_sentence_and_the_draft_stays(house: House, text: str, flaw: Flaw) -> None:
    owner = house.person(OWNER)
    await owner.says("/add")

    refused = await owner.says(text)

    assert isinstance(refused, DraftShown)
    assert (refused.flaw, refused.draft.step, refused.draft.quote) == (flaw, Step.TEXT, None)
    assert quote_of(await owner.says(NEW)).renderings[0].text == NEW


async def test_words_of_mixed_script_are_named_and_the_repaired_word_offered(house: House) -> None:
    owner = house.person(OWNER)
    shown = await owner.says("/add Кемедегiнің жаны бiр болса да қайығы бөлек, жaґ | Рыбaк | Речные тетрaди")

    assert isinstance(shown, DraftShown)
    assert shown.mixed == (
        ("Кемедегiнің", "Кемедегінің"),
        ("бiр", "бір"),
        ("жaґ", "жаґ"),
        ("Рыбaк", "Рыбак"),
        ("тетрaди", "тетради"),
    )
    reply = house.renderer.render(shown)
    assert "Кемедегiнің, бiр, жaґ, Рыбaк, тетрaди" in reply.text
    assert "Кемедегінің, бір, жаґ" in reply.buttons[0][0].label
    mended = await owner.works(shown, "fix")

    assert isinstance(mended, DraftShown)
    assert mended.mixed == ()
    quote = quote_of(mended)
    assert quote.renderings[0].text == "Кемедегінің жаны бір болса да қайығы бөлек, жаґ"
    assert quote == quote_of(await owner.says("/add Кемедегінің жаны бір болса да қайығы бөлек, жаґ | Рыбак | Речные тетради"))


async def test_a_word_that_cannot_be_repaired_is_named_without_an_offer(house: House) -> None:
    shown = await house.person(OWNER).says("/add Кемедегiнsң жаны болса да қайығы бөлек")

    assert isinstance(shown, DraftShown)
    reply = house.renderer.render(shown)
    assert "Кемедегiнsң" in reply.text.partition("are mixed in")[2]
    assert Act.FIX not in {button.action.act for row in reply.buttons for button in row if isinstance(button.action, Work)}


async def test_however_long_such_words_are_the_draft_below_them_is_seen_whole(house: House) -> None:
    owner = house.person(OWNER)
    long = f"{'д' * 850}o"
    shown = await owner.says(f"/add {long}")
    for language in "kk", "en", "zh":
        await owner.works(shown, "put", language)
        shown = await owner.says(f"{language} {long}")

    assert isinstance(shown, DraftShown)
    text = house.renderer.render(shown).text
    assert len(text) < 4_096
    assert text.count(long) == 4


@ON_BOTH
@given(st.text(st.characters(), max_size=300))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_text_whatever_makes_an_add_fail(house: House, text: str) -> None:
    owner = house.person(OWNER)
    await owner.says("/add")

    shown = await owner.says(f"word {text}")

    assert isinstance(shown, DraftShown | Told)
    await owner.says("/cancel")


# Near-doubles


async def test_a_near_double_is_found_across_scripts_and_can_be_added_anyway(house: House) -> None:
    owner = house.person(OWNER)
    shown = await owner.says("/add birlik bolmai tirlik bolmas")

    asked = await owner.works(shown, "save")

    assert isinstance(asked, DraftShown)
    assert "Бірлік" in asked.doubles[0][0].renderings[0].text
    assert asked.doubles[0][1] > 0.9
    assert isinstance(await owner.works(asked, "anyway"), Saved)


@pytest.mark.parametrize("language", Language)
async def test_a_near_double_is_shown_in_the_words_that_are_alike(house: House, language: Language) -> None:
    """A translation of them has nothing in common with what was typed."""
    owner = house.person(OWNER, language)
    asked = await owner.works(await owner.says("/add birlik bolmai tirlik bolmas"), "save")
    assert isinstance(asked, DraftShown)

    shown = house.renderer.render(asked).text

    assert house.renderer.catalogues[language].percent(1) in shown
    assert len(asked.doubles) == 2  # the saying, and another that has it as its equivalent: nobody has to read it twice
    assert shown.count("Бірлік болмай, тірлік болмас.") == 1


async def test_a_near_double_in_another_language_takes_the_words_as_its_translation(house: House) -> None:
    owner = house.person(OWNER)
    first = await owner.works(await owner.says("/add The seventh cup of tea tells the guest to leave"), "save")
    await owner.works(await owner.says("/add Седьмая чашка чая говорит гостю, что пора уходить"), "save")
    shown = await owner.says("/add The seventh cup of tea tells the guests to leave")
    shown = await owner.works(shown, "ask", "language")
    shown = await owner.works(shown, "lang", "kk")

    asked = await owner.works(shown, "save")
    assert isinstance(asked, DraftShown)
    merged = await owner.works(asked, "onto", quote_of(first).id)
    saved = await owner.works(merged, "save")

    assert quote_of(saved).id == quote_of(first).id
    assert wording_in(quote_of(saved), KK)
    assert isinstance(saved, Saved)
    assert saved.why is Why.TRANSLATED


# Changing


@ON_BOTH
async def test_an_edit_is_found_at_once_undone_and_told_in_the_history(house: House) -> None:
    owner, anybody = house.person(OWNER), house.person(ANYBODY)
    shown = await owner.presses(Edit("hundred-flowers"))
    shown = await owner.works(shown, "put", "en")
    saved = await owner.works(await owner.says("One blossom makes no springtime, whatever the gardener may tell you"), "save")

    assert isinstance(saved, Saved)
    assert quote_of(await anybody.says("whatever the gardener may tell you")).id == "hundred-flowers"
    history = await owner.says("/history hundred-flowers")
    assert isinstance(history, HistoryShown)
    assert [one.why for one in history.versions] == [Why.EDITED, Why.BEFORE]
    assert [one.person_id for one in history.versions] == [OWNER, None]
    undone = await owner.presses(Restore("hundred-flowers", saved.before, saved.version))
    assert quote_of(undone) == next(quote for quote in house.corpus.quotes if quote.id == "hundred-flowers")


async def test_the_history_tells_what_was_changed_and_every_version_comes_back(house: House) -> None:
    owner = house.person(OWNER)
    words = [f"Whoever counts {number} waves forgets the sea" for number in range(HISTORY + 5)]
    saved = await owner.works(await owner.says(f"/add {words[0]}"), "save")
    quote_id = quote_of(saved).id
    for text in words[1:]:
        await owner.works(await owner.presses(Edit(quote_id)), "put", "en")
        saved = await owner.works(await owner.says(text), "save")
    shown = await owner.works(await owner.works(await owner.presses(Edit(quote_id)), "ask", "topics"), "topic", "trade")
    shown = await owner.works(await owner.works(shown, "skip"), "put", "kk")
    await owner.works(await owner.says("Толқын санаған теңізді ұмытады"), "save")

    latest = await owner.says(f"/history {quote_id}")
    assert isinstance(latest, HistoryShown)
    assert [turn.changed for turn in latest.turns[:2]] == [(KK, Field.TOPICS), (EN,)]
    assert "edited (Қаз, Topics)" in house.renderer.render(latest).text
    buttons = [button.action for row in house.renderer.render(latest).buttons for button in row]
    earlier = await owner.presses(buttons[-1])
    assert isinstance(earlier, HistoryShown)
    assert [len(latest.turns), len(earlier.turns)] == [HISTORY, 6]
    assert (earlier.more, earlier.turns[-1].changed, earlier.versions[-1].why) == (False, (), Why.ADDED)
    back = [*buttons[:-1], *(button.action for row in house.renderer.render(earlier).buttons for button in row)]
    assert len(back) == HISTORY + 5
    for button, text in zip(back, reversed(words), strict=True):
        restored = await owner.presses(button)
        assert quote_of(restored).renderings[0].text == text


@ON_BOTH
async def test_of_two_who_edit_the_same_saying_the_second_is_told(house: House) -> None:
    await house.person(OWNER).says(f"/editors {EDITOR} en")
    one, other = house.person(OWNER), house.person(EDITOR)
    mine, theirs = await one.presses(Edit("hundred-flowers")), await other.presses(Edit("hundred-flowers"))
    mine = await one.works(mine, "put", "en")
    mine = await one.says("A lone flower is no spring")
    theirs = await other.works(theirs, "put", "en")
    theirs = await other.says("One flower is not spring yet")

    assert isinstance(await one.works(mine, "save"), Saved)
    refused = await other.works(theirs, "save")

    assert isinstance(refused, Told)
    assert refused.say is Say.EDITED_MEANWHILE
    assert isinstance(await other.presses(Work(refused.draft_id, Act.FORCE)), Saved)


@ON_BOTH
async def test_a_deleted_saying_is_gone_at_once_and_comes_back(house: House) -> None:
    owner, anybody = house.person(OWNER), house.person(ANYBODY)

    gone = await owner.says("/delete hundred-flowers")
    assert isinstance(gone, Deleted)
    found = await anybody.says("一花独放不是春")
    assert not isinstance(found, Found) or found.quote.id != "hundred-flowers"

    assert isinstance(await owner.presses(Restore("hundred-flowers", gone.before, gone.version)), Saved)
    assert quote_of(await anybody.says("一花独放不是春")).id == "hundred-flowers"


async def test_figures_of_a_fact_stay(house: House) -> None:
    fact = next(quote for quote in house.corpus.quotes if quote.figures)
    owner = house.person(OWNER)
    shown = await owner.works(await owner.presses(Edit(fact.id)), "put", "en")

    refused = await owner.says("A sentence without any of its figures")

    assert isinstance(refused, DraftShown)
    assert refused.lost_figures
    assert quote_of(refused) == quote_of(shown)


@ON_BOTH
async def test_what_lacks_a_language_comes_one_at_a_time(house: House) -> None:
    owner = house.person(OWNER)
    added = quote_of(await owner.works(await owner.says(f"/add {NEW}"), "save"))

    shown = await owner.says("/translate kk")
    assert quote_of(shown).id == added.id
    saved = await owner.works(await owner.says("Өзеннен тәж іздеген су етік табады"), "save")

    assert isinstance(saved, Saved)
    assert saved.why is Why.TRANSLATED
    assert await owner.says("/translate kk") == Told(EN, Say.NOTHING_TO_TRANSLATE)


async def test_the_queue_of_translations_is_that_of_an_editors_languages(house: House) -> None:
    owner, editor = house.person(OWNER), house.person(EDITOR)
    await owner.says(f"/editors {EDITOR} kk zh")
    shown = await owner.works(await owner.works(await owner.says(f"/add {NEW}"), "put", "zh"), "back")
    await owner.works(shown, "put", "zh")
    await owner.works(await owner.says("在河里找王冠的人只找到湿靴子"), "save")

    assert await editor.says("/translate en") == Told(EN, Say.NOT_AN_EDITOR, refused=True)
    shown = await editor.says("/translate")
    assert isinstance(shown, DraftShown)
    assert shown.draft.wording is KK
    await editor.works(await editor.says("Өзеннен тәж іздеген су етік табады"), "save")
    assert await editor.says("/translate") == Told(EN, Say.NOTHING_TO_TRANSLATE)


# Who may


@pytest.mark.parametrize(
    "command",
    ["/add a saying of mine", "/edit hundred-flowers", "/delete hundred-flowers", "/history hundred-flowers", "/translate", "/review"],
)
async def test_who_is_no_editor_changes_nothing(house: House, command: str) -> None:
    answer = await house.person(ANYBODY).says(command)

    assert answer == Told(EN, Say.NOT_AN_EDITOR, refused=True)


async def test_who_is_no_editor_makes_no_version_in_which_nothing_differs_either(house: House) -> None:
    owner, editor = house.person(OWNER), house.person(EDITOR)
    saved = await owner.works(await owner.says(f"/add {NEW}"), "save")
    assert isinstance(saved, Saved)
    await owner.says(f"/editors {EDITOR}")
    shown = await editor.presses(Edit(saved.quote.id))
    await owner.presses(Editors(f"-{EDITOR}"))

    refused = Told(EN, Say.NOT_AN_EDITOR, refused=True)
    assert await editor.works(shown, "save") == refused
    assert await editor.presses(Restore(saved.quote.id, saved.version)) == refused
    history = await owner.says(f"/history {saved.quote.id}")
    assert isinstance(history, HistoryShown)
    assert [one.why for one in history.versions] == [Why.ADDED]


@pytest.mark.parametrize("command", ["/editors", "/editors 5 en", "/block 5", "/unblock 5", "/stats"])
async def test_what_is_the_owners_is_the_owners(house: House, command: str) -> None:
    await house.person(OWNER).says(f"/editors {EDITOR}")

    assert await house.person(EDITOR).says(command) == Told(EN, Say.NOT_AN_OWNER, refused=True)


async def test_an_editor_looks_after_their_languages_only(house: House) -> None:
    listed = await house.person(OWNER).says(f"/editors {EDITOR} kk")
    assert listed == EditorList(EN, ((EDITOR, frozenset({KK})),))
    editor = house.person(EDITOR)

    kept = await editor.says("/add Өзеннен тәж іздеген су етік табады")
    assert isinstance(await editor.works(kept, "save"), Saved)
    refused = await editor.works(await editor.says(f"/add {NEW}"), "save")
    assert refused == Told(EN, Say.NOT_AN_EDITOR, refused=True)


async def test_an_editor_of_one_language_leaves_the_words_of_another_alone(house: House) -> None:
    await house.person(OWNER).says(f"/editors {EDITOR} kk")
    editor = house.person(EDITOR)
    shown = await editor.presses(Edit("hundred-flowers"))

    assert await editor.works(shown, "put", "en") == Told(EN, Say.NOT_AN_EDITOR, refused=True)
    assert isinstance(await editor.works(shown, "put", "kk"), DraftShown)
    assert await editor.presses(Delete("hundred-flowers")) == Told(EN, Say.NOT_AN_EDITOR, refused=True)


async def test_rights_are_those_of_the_press(house: House) -> None:
    owner, editor = house.person(OWNER), house.person(EDITOR)
    await owner.says(f"/editors {EDITOR}")
    shown = await editor.says(f"/add {NEW}")

    await owner.presses(Editors(f"-{EDITOR}"))

    assert await editor.works(shown, "save") == Told(EN, Say.NOT_AN_EDITOR, refused=True)


async def test_a_press_by_somebody_else_changes_nothing(house: House) -> None:
    shown = await house.person(OWNER).says(f"/add {NEW}")
    assert isinstance(shown, DraftShown)
    await house.person(OWNER).says(f"/editors {EDITOR}")

    assert await house.person(EDITOR).presses(Work(shown.draft.id, Act.DROP)) == Told(EN, Say.NOT_YOURS, refused=True)
    assert isinstance(await house.person(OWNER).says("/drafts"), DraftList)


# A group's own


async def test_a_groups_own_saying_is_found_in_that_group_alone(house: House) -> None:
    admin = house.in_group(EDITOR, Admin())
    saved = await admin.works(await admin.says(f"/add {NEW}"), "save")
    quote = quote_of(saved)

    assert quote_of(await house.in_group(ANYBODY, Member()).says(NEW)).id == quote.id
    elsewhere = await house.person(ANYBODY).says(NEW)
    assert not isinstance(elsewhere, Found) or elsewhere.quote.id != quote.id
    assert isinstance(await house.person(ANYBODY).says(f"/start q_{quote.id}"), Gone)
    assert await house.person(ANYBODY).says(f"/report {quote.id}") == Told(EN, Say.NO_SUCH_QUOTE, refused=True)


async def test_a_groups_own_saying_is_drawn_in_that_group_alone(house: House) -> None:
    """By /random and by its topic."""
    admin = house.in_group(EDITOR, Admin())
    shown = await admin.works(await admin.works(await admin.says(f"/add {NEW}"), "ask", "topics"), "topic", "trade")
    own = quote_of(await admin.works(await admin.works(shown, "skip"), "save")).id
    places = {
        "here": house.in_group(ANYBODY, Member()),
        "alone": house.person(ANYBODY),
        "elsewhere": Person(house, ANYBODY, -200, "en", Member()),
    }

    drawn = {name: [quote_of(await place.says("/topic trade")).id for _ in range(40)] for name, place in places.items()}
    everything = {name: {quote_of(await place.says("/random")).id for _ in range(500)} for name, place in places.items()}

    assert {name for name, ids in drawn.items() if own in ids} == {"here"}
    assert {name for name, ids in everything.items() if own in ids} == {"here"}


async def test_a_groups_own_saying_is_offered_to_the_common_collection(house: House) -> None:
    admin = house.in_group(EDITOR, Admin())
    saved = await admin.works(await admin.says(f"/add {NEW}"), "save")
    offer = Offer(quote_of(saved).id)

    assert await house.in_group(ANYBODY, Member()).presses(offer) == Told(EN, Say.NOT_AN_EDITOR, refused=True)
    assert await admin.presses(offer) == Told(EN, Say.SUGGESTED)
    await admin.presses(offer)
    review = await house.person(OWNER).says("/review")
    assert isinstance(review, ReviewShown)
    assert review.count == 1
    await house.person(OWNER).presses(Decide(review.suggestion.id, Verdict.ACCEPT))

    assert quote_of(await house.person(ANYBODY).says(NEW)).renderings[0].text == NEW


async def test_passing_over_a_translation_leaves_no_draft(house: House) -> None:
    owner = house.person(OWNER)
    for words in (NEW, "Седьмая чашка чая говорит гостю, что пора уходить"):
        await owner.works(await owner.says(f"/add {words}"), "save")

    shown = await owner.says("/translate kk")
    following = await owner.presses(Translate(KK, quote_of(shown).id))

    assert quote_of(following).id != quote_of(shown).id
    listed = await owner.says("/drafts")
    assert isinstance(listed, DraftList)
    assert len(listed.drafts) == 1


async def test_a_demoted_admins_next_press_is_refused(house: House) -> None:
    rights = Admin()
    admin = house.in_group(EDITOR, rights)
    shown = await admin.says(f"/add {NEW}")

    rights.may = False

    assert await admin.works(shown, "save") == Told(EN, Say.NOT_AN_EDITOR, refused=True)


async def test_an_anonymous_admins_draft_waits_for_a_real_one(house: House) -> None:
    group = house.in_group(1087968824, Admin(), anonymous=True)
    shown = await group.says(f"/add {NEW}")
    assert isinstance(shown, DraftShown)
    assert shown.unclaimed
    claim = Work(shown.draft.id, Act.CLAIM)

    assert await house.in_group(ANYBODY, Member()).presses(claim) == Told(EN, Say.NOT_YOURS, refused=True)
    admin = house.in_group(EDITOR, Admin())
    assert isinstance(await admin.works(await admin.presses(claim), "save"), Saved)


async def test_an_anonymous_admins_deletion_is_confirmed_by_a_real_one(house: House) -> None:
    admin = house.in_group(EDITOR, Admin())
    quote = quote_of(await admin.works(await admin.says(f"/add {NEW}"), "save"))

    asked = await house.in_group(1087968824, Admin(), anonymous=True).says(f"/delete {quote.id}")

    assert asked == Told(EN, Say.CONFIRM_AS_ADMIN, intent=Delete(quote.id))
    assert await house.in_group(ANYBODY, Member()).presses(Delete(quote.id)) == Told(EN, Say.NOT_AN_EDITOR, refused=True)
    assert isinstance(await admin.presses(Delete(quote.id)), Deleted)


# Suggesting and reviewing


async def suggested(house: House, words: str = NEW, language: str = "ru") -> None:
    person = house.person(ANYBODY, language)
    assert await person.works(await person.says(f"/suggest {words}"), "save") == Told(Language(language), Say.SUGGESTED)


IN_WORDS = [
    ("en", ["English", "quote", "I don’t know", "skip", "patience", "done", "no", "send it"]),
    ("ru", ["да", "цитата", "не знаю", "пропустить", "терпение", "готово", "нет", "отправить"]),
    ("kk", ["қазақша", "дәйексөз", "білмеймін", "есімде жоқ", "сабыр", "дайын", "жоқ", "жіберу"]),
    ("zh", ["中文", "名言", "不知道", "跳过", "耐心", "好了", "没有", "提交"]),
]
SAID_ANEW = {
    "en": "Whoever counts the waves forgets the sea",
    "ru": "Кто считает волны, забывает море",
    "kk": "Толқын санаған теңізді ұмытады",
    "zh": "数浪花的人忘了大海",
}


@pytest.mark.parametrize(("tag", "typed"), IN_WORDS)
async def test_every_button_of_a_suggestion_may_be_typed(house: House, tag: str, typed: list[str]) -> None:
    person = house.person(ANYBODY, tag)
    await person.says("/suggest")
    await person.says(SAID_ANEW[tag])
    answers = [await person.says(words) for words in typed]

    assert answers[-1] == Told(Language(tag), Say.SUGGESTED)
    assert all(answer.language == Language(tag) for answer in answers)
    review = await house.person(OWNER).says("/review")
    assert isinstance(review, ReviewShown)
    quote = review.suggestion.quote
    assert (quote.language, quote.kind, quote.speaker, quote.source) == (Language(tag), Kind.QUOTE, None, None)
    assert quote.topics == ("patience",)


@pytest.mark.parametrize("words", ["передумал", "never mind", "керек емес", "算了"])
async def test_a_draft_at_a_button_is_dropped_in_words_too(house: House, words: str) -> None:
    person = house.person(ANYBODY, "ru")
    await person.says("/suggest")
    await person.says(SAID_ANEW["ru"])

    assert await person.says(words) == Told(RU, Say.DRAFT_DROPPED)


@ON_BOTH
async def test_what_is_no_button_of_a_draft_is_a_question_and_so_is_yes_an_hour_later(house: House, clock: Clock) -> None:
    person = house.person(ANYBODY, "ru")
    await person.says("/suggest")
    await person.says(SAID_ANEW["ru"])
    assert isinstance(await person.says("слово не воробей"), Found)

    clock.now += datetime.timedelta(hours=1)
    assert isinstance(await person.says("да"), Encouraged)
    assert len((await person.says("/drafts")).drafts) == 1


@ON_BOTH
async def test_a_suggestion_is_accepted_and_the_person_is_told_in_their_language(house: House) -> None:
    await suggested(house)
    owner = house.person(OWNER)
    review = await owner.says("/review")
    assert isinstance(review, ReviewShown)
    assert review.count == 1

    saved = await owner.presses(Decide(review.suggestion.id, Verdict.ACCEPT))

    assert isinstance(saved, Saved)
    assert quote_of(await house.person(ANYBODY).says(NEW)).id == saved.quote.id
    ((chat_id, notice),) = await notices(house.database)
    assert (chat_id, notice.language) == (ANYBODY, RU)
    assert NEW[:20] in house.renderer.render(notice).text
    assert await owner.presses(Decide(review.suggestion.id, Verdict.ACCEPT)) == Told(EN, Say.DECIDED_ALREADY)


async def asked_for_a_reason(house: House) -> tuple[Person, DraftShown]:
    """The owner, who has rejected a suggestion, and is asked why."""
    await suggested(house)
    owner = house.person(OWNER)
    review = await owner.says("/review")
    assert isinstance(review, ReviewShown)
    asked = await owner.presses(Decide(review.suggestion.id, Verdict.REJECT))
    assert isinstance(asked, DraftShown)
    return owner, asked


async def test_of_the_reason_for_a_rejection_no_press_makes_a_saying(house: House) -> None:
    owner, asked = await asked_for_a_reason(house)

    for act in Act:
        if act not in {Act.DROP, Act.IMPORT}:  # of a file
            assert isinstance(await owner.presses(Work(asked.draft.id, act)), DraftShown)

    assert await owner.says("It is not a proverb") == Told(EN, Say.REJECTED)


async def test_a_question_that_is_edited_is_no_answer_to_a_draft(house: House) -> None:
    owner = house.person(OWNER)
    await owner.says("friendship")
    begun = await owner.says("/add")
    assert isinstance(begun, DraftShown)

    mended = await house.conversation.respond(Incoming(OWNER, OWNER, "friends", client_language="en", edited=True))

    assert not isinstance(mended, DraftShown)
    (kept,) = await DraftStore(house.database).of(OWNER, OWNER)
    assert kept.quote == begun.draft.quote


@pytest.mark.parametrize("reason", ["It is not a proverb", "не надо", "there is a mistake"])
async def test_a_suggestion_is_rejected_with_a_reason(house: House, reason: str) -> None:
    """Whatever else the words may stand for."""
    owner, _ = await asked_for_a_reason(house)
    await house.start()
    assert await owner.says(reason) == Told(EN, Say.REJECTED)

    ((_, notice),) = await notices(house.database)
    assert reason in house.renderer.render(notice).text
    assert await owner.says("/review") == Told(EN, Say.NOTHING_TO_REVIEW)


async def test_who_is_asked_for_changes_makes_them_and_comes_back(house: House) -> None:
    await suggested(house)
    owner, person = house.person(OWNER), house.person(ANYBODY, "ru")
    review = await owner.says("/review")
    assert isinstance(review, ReviewShown)
    await owner.presses(Decide(review.suggestion.id, Verdict.ASK))
    assert await owner.says("Who said it?") == Told(EN, Say.CHANGES_ASKED)

    shown = await person.presses(Decide(review.suggestion.id, Verdict.ANSWER))
    shown = await person.works(shown, "ask", "speaker")
    assert await person.works(await person.says("Рыбак"), "save") == Told(RU, Say.SUGGESTED)

    again = await owner.says("/review")
    assert isinstance(again, ReviewShown)
    assert again.suggestion.id == review.suggestion.id
    assert again.suggestion.quote.speaker
    # Pressed once more: to review others' suggestions is nothing for them.
    late = await person.presses(Decide(review.suggestion.id, Verdict.ANSWER))
    assert late == Told(RU, Say.DECIDED_ALREADY, refused=True)
    assert house.renderer.render(late).buttons == ()


async def test_a_suggestion_is_accepted_with_changes(house: House) -> None:
    await suggested(house)
    owner = house.person(OWNER)
    review = await owner.says("/review")
    assert isinstance(review, ReviewShown)

    shown = await owner.presses(Decide(review.suggestion.id, Verdict.CHANGE))
    shown = await owner.works(shown, "put", "ru")
    saved = await owner.works(await owner.says(f"{NEW}."), "save")

    assert quote_of(saved).renderings[0].text == f"{NEW}."
    assert len(await notices(house.database)) == 1


async def test_a_suggested_translation_is_that_and_nothing_else(house: House) -> None:
    """It goes to the editors of its language, is all that is changed by it, and follows what the quote has become meanwhile."""
    owner, editor, person = house.person(OWNER), house.person(EDITOR), house.person(ANYBODY)
    await owner.says(f"/editors {EDITOR} kk")
    stored = quote_of(await owner.works(await owner.says("/add The seventh cup of tea tells the guest to leave"), "save"))
    shown = await person.says("/suggest The seventh cup of tea tells the guests to leave")
    shown = await person.works(await person.works(shown, "ask", "language"), "lang", "kk")
    merged = await person.works(await person.works(shown, "save"), "onto", stored.id)
    assert isinstance(merged, DraftShown)
    await person.presses(Work(merged.draft.id, Act.ASK, "speaker"))  # forged: it is no longer offered
    await person.says("Somebody else altogether")
    assert await person.works(merged, "save") == Told(EN, Say.SUGGESTED)
    await owner.works(await owner.presses(Edit(stored.id)), "ask", "source")
    changed = await owner.says("A Book of Tea")
    await owner.works(changed, "save")

    review = await editor.says("/review")
    assert isinstance(review, ReviewShown)
    accepted = quote_of(await editor.presses(Decide(review.suggestion.id, Verdict.ACCEPT)))

    assert accepted == structs.replace(quote_of(changed), renderings=accepted.renderings)
    assert [one.language for one in accepted.renderings] == [EN, KK]


async def test_a_translation_that_is_there_by_now_is_not_accepted_in_silence(house: House) -> None:
    owner, person = house.person(OWNER), house.person(ANYBODY)
    stored = quote_of(await owner.works(await owner.says("/add The seventh cup of tea tells the guest to leave"), "save"))
    shown = await person.says("/suggest The seventh cup of tea tells the guests to leave")
    shown = await person.works(await person.works(shown, "ask", "language"), "lang", "kk")
    await person.works(await person.works(await person.works(shown, "save"), "onto", stored.id), "save")
    review = await owner.says("/review")
    assert isinstance(review, ReviewShown)
    await owner.works(await owner.presses(Edit(stored.id)), "put", "kk")
    await owner.works(await owner.says("Жетінші кесе шай қонаққа қайтар кез келгенін айтады"), "save")

    refused = await owner.presses(Decide(review.suggestion.id, Verdict.ACCEPT))

    assert refused == Told(EN, Say.EDITED_MEANWHILE, quote_id=stored.id)
    await owner.presses(Decide(review.suggestion.id, Verdict.REJECT))
    assert await owner.says("It is there by now") == Told(EN, Say.REJECTED)


async def test_suggestions_are_few_a_day_and_the_draft_stays(house: House, clock: Clock) -> None:
    for number in range(SUGGESTIONS_A_DAY):
        await suggested(house, f"{NEW} {number} {'абвгдежзик'[number] * 30}")
    person = house.person(ANYBODY)
    shown = await person.says("/suggest Whoever counts the waves forgets the sea")

    refused = await person.works(shown, "save")
    assert refused == Told(EN, Say.TOO_MANY_SUGGESTIONS, refused=True)

    clock.now = clock.now.replace(day=clock.now.day + 1)
    assert await person.works(shown, "save") == Told(EN, Say.SUGGESTED)


@ON_BOTH
async def test_neither_offers_nor_being_forgotten_give_anybody_more_than_a_days_suggestions(house: House, clock: Clock) -> None:
    admin = house.in_group(ANYBODY, Admin(), "ru")
    quotes = [quote_of(await admin.works(await admin.says(f"/add {NEW} {letter * 30}"), "save")) for letter in "абв"]
    for number in range(SUGGESTIONS_A_DAY - 2):
        await suggested(house, f"{NEW} {number} {'абвгдежзик'[number] * 30}")
    for quote in quotes[:2]:
        assert await admin.presses(Offer(quote.id)) == Told(RU, Say.SUGGESTED)
    assert await admin.presses(Offer(quotes[0].id)) == Told(RU, Say.SUGGESTED)  # it is there already

    await house.person(ANYBODY).presses(Forget(True, ANYBODY))

    refused = Told(RU, Say.TOO_MANY_SUGGESTIONS, refused=True)
    assert await admin.presses(Offer(quotes[2].id)) == refused
    person = house.person(ANYBODY, "ru")
    shown = await person.says("/suggest Whoever counts the waves forgets the sea")
    assert await person.works(shown, "save") == refused
    clock.now = clock.now.replace(day=clock.now.day + 1)
    assert await admin.presses(Offer(quotes[2].id)) == Told(RU, Say.SUGGESTED)
    async with house.database.reading() as connection:
        assert (await connection.execute(select(quotas.c.count))).scalars().all() == [1]


async def test_who_is_blocked_neither_suggests_nor_reports(house: House) -> None:
    await house.person(OWNER).says(f"/block {ANYBODY}")

    assert await house.person(ANYBODY).says("/suggest something") == Told(EN, Say.BLOCKED, refused=True)
    assert await house.person(ANYBODY).presses(Report("hundred-flowers", Fault.WORDS)) == Told(EN, Say.BLOCKED, refused=True)
    await house.person(OWNER).says(f"/unblock {ANYBODY}")
    assert isinstance(await house.person(ANYBODY).says("/suggest"), DraftShown)


@ON_BOTH
async def test_reports_and_misses_are_counted_for_the_owner(house: House) -> None:
    anybody = house.person(ANYBODY)
    await anybody.presses(Report("hundred-flowers", Fault.WORDS))
    await anybody.says("шкаф-купе недорого в рассрочку")
    await anybody.says("一花独放不是春")

    shown = await house.person(OWNER).says("/stats")

    assert isinstance(shown, StatsShown)
    assert shown.stats.reports == (("hundred-flowers", "words", 1),)
    assert shown.stats.misses[0][1] == 1
    assert shown.stats.by_language["zh"] > 0
    assert sum(shown.stats.outcomes.values()) == 2


async def test_what_is_not_found_is_kept_folded_and_without_who_asked(house: House) -> None:
    for person, words in ((ANYBODY, "Шкаф-купе недорого в рассрочку?"), (EDITOR, "шкаф купе НЕДОРОГО, в рассрочку")):
        assert isinstance(await house.person(person).says(words), Nothing)

    shown = await house.person(OWNER).says("/stats")

    assert isinstance(shown, StatsShown)
    assert shown.stats.misses == ((normalise("шкаф купе недорого в рассрочку"), 2),)
    assert {column.name for column in misses.c} == {"words", "count", "day"}
    assert f"{shown.stats.misses[0][0]}: 2" in house.renderer.render(shown).text


@ON_BOTH
async def test_what_is_reported_reaches_the_editors_until_one_of_them_is_done_with_it(house: House) -> None:
    owner, editor, anybody = house.person(OWNER), house.person(EDITOR), house.person(ANYBODY)
    await owner.says(f"/editors {EDITOR} kk")
    await anybody.presses(Report("hundred-flowers", Fault.WORDS))
    await editor.presses(Report("hundred-flowers", Fault.WORDS))
    await owner.presses(Report("hundred-flowers", Fault.OFFENSIVE))

    assert await editor.says("/review") == Told(EN, Say.NOTHING_TO_REVIEW)  # it is Chinese
    shown = await owner.says("/review")
    assert isinstance(shown, HistoryShown)
    assert (shown.quote.id, shown.reports) == ("hundred-flowers", ((Fault.WORDS, 2), (Fault.OFFENSIVE, 1)))
    assert await owner.says("/history hundred-flowers") == shown
    assert await anybody.presses(Settle("hundred-flowers")) == Told(EN, Say.NOT_AN_EDITOR, refused=True)
    assert await owner.presses(Settle("hundred-flowers")) == Told(EN, Say.SETTLED)

    assert await owner.says("/review") == Told(EN, Say.NOTHING_TO_REVIEW)
    assert await owner.says("/history hundred-flowers") == Told(EN, Say.NO_HISTORY)
    await anybody.presses(Report("hundred-flowers", Fault.SPEAKER))
    assert isinstance(await owner.says("/review"), HistoryShown)


# What a hostile reviewer found


async def test_the_number_of_a_draft_is_never_given_again(house: House) -> None:
    """Else a second tap on an old message would save a new saying that nobody has looked at."""
    owner = house.person(OWNER)
    old = await owner.says(f"/add {NEW}")
    await owner.works(old, "save")
    assert isinstance(old, DraftShown)

    new = await owner.says("/add Whoever counts the waves forgets the sea")

    assert isinstance(new, DraftShown)
    assert new.draft.id != old.draft.id
    assert await owner.presses(Work(old.draft.id, Act.ANYWAY)) == Told(EN, Say.DRAFT_GONE, refused=True)


async def test_a_forged_press_neither_shows_nor_takes_a_groups_own_saying(house: House) -> None:
    admin, anybody = house.in_group(EDITOR, Admin()), house.person(ANYBODY)
    own = quote_of(await admin.works(await admin.says(f"/add {NEW}"), "save"))
    shown = await anybody.says("/suggest Whoever counts the waves forgets the sea")
    assert isinstance(shown, DraftShown)

    answer = await anybody.presses(Work(shown.draft.id, Act.ONTO, own.id))

    assert answer == Told(EN, Say.NO_SUCH_QUOTE, refused=True)


async def test_what_an_editor_is_looking_at_cannot_be_swapped_and_is_accepted_once(house: House) -> None:
    await suggested(house)
    owner, person = house.person(OWNER), house.person(ANYBODY, "ru")
    review = await owner.says("/review")
    assert isinstance(review, ReviewShown)
    await owner.presses(Decide(review.suggestion.id, Verdict.ASK))
    await owner.says("Who said it?")
    answer = Decide(review.suggestion.id, Verdict.ANSWER)
    one, other = await person.presses(answer), await person.presses(answer)
    other = await person.works(other, "put", "ru")
    other = await person.says("Седьмая чашка чая говорит гостю, что пора уходить")
    assert await person.works(one, "save") == Told(RU, Say.SUGGESTED)

    assert isinstance(await person.works(other, "save"), Told)

    again = await owner.says("/review")
    assert isinstance(again, ReviewShown)
    assert again.suggestion.quote.renderings[0].text == NEW
    await owner.presses(Decide(review.suggestion.id, Verdict.ACCEPT))
    await person.works(other, "save")
    assert await owner.says("/review") == Told(EN, Say.NOTHING_TO_REVIEW)


async def test_whoever_is_accepted_is_told_though_the_bot_fails_right_after(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await suggested(house)
    owner = house.person(OWNER)
    review = await owner.says("/review")
    assert isinstance(review, ReviewShown)

    async def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.services.answering.Answering.refresh", fails)
    with pytest.raises(ZeroDivisionError):
        await owner.presses(Decide(review.suggestion.id, Verdict.ACCEPT))

    assert [chat_id for chat_id, _ in await notices(house.database)] == [ANYBODY]


@ON_BOTH
async def test_a_group_that_becomes_a_supergroup_takes_its_own_along(house: House) -> None:
    admin = house.in_group(EDITOR, Admin())
    quote = quote_of(await admin.works(await admin.says(f"/add {NEW}"), "save"))
    begun = await admin.says("/add Whoever counts the waves forgets the sea")

    await house.conversation.posting.meeting.moved(GROUP, -200)
    await house.conversation._keeping.answering.refresh()

    moved = Person(house, EDITOR, -200, "en", Admin())
    assert quote_of(await moved.says(NEW)).id == quote.id
    saved = await moved.works(begun, "save")
    assert isinstance(saved, Saved)
    assert saved.collection == -200
    assert isinstance(await moved.says(f"/history {quote.id}"), HistoryShown)


async def test_who_comes_second_to_a_suggestion_keeps_what_they_typed(house: House) -> None:
    await house.person(OWNER).says(f"/editors {EDITOR}")
    await suggested(house)
    one, other = house.person(OWNER), house.person(EDITOR)
    review = await one.says("/review")
    assert isinstance(review, ReviewShown)
    mine = await one.presses(Decide(review.suggestion.id, Verdict.CHANGE))
    theirs = await other.works(await other.presses(Decide(review.suggestion.id, Verdict.CHANGE)), "put", "ru")
    theirs = await other.says(f"{NEW}!")
    assert isinstance(await one.works(mine, "save"), Saved)

    theirs = await other.works(theirs, "save")  # it is very like what is there by now
    assert await other.works(theirs, "anyway") == Told(EN, Say.DECIDED_ALREADY)

    listed = await other.says("/drafts")
    assert isinstance(listed, DraftList)
    assert listed.drafts[0].quote
    assert listed.drafts[0].quote.renderings[0].text == f"{NEW}!"


@pytest.mark.parametrize("act", ["ask:text", "ask:speaker", "ask:source", "topic:trade", "kind:fact"])
@pytest.mark.parametrize("begin", ["/edit", "/translate"])
async def test_no_button_forged_or_not_lets_an_editor_change_what_is_not_of_their_language(house: House, begin: str, act: str) -> None:
    owner, editor = house.person(OWNER), house.person(EDITOR)
    added = quote_of(await owner.works(await owner.says(f"/add {NEW}"), "save"))
    await owner.says(f"/editors {EDITOR} {'ru' if begin == '/edit' else 'kk'}")
    shown = await editor.says(f"/edit {added.id}" if begin == "/edit" else "/translate kk")
    await owner.says(f"/editors {EDITOR} kk")
    assert isinstance(shown, DraftShown)

    await editor.presses(Work(shown.draft.id, Act(act.partition(":")[0]), act.partition(":")[2]))
    if act.startswith("ask"):
        await editor.says("Не то, что было")

    assert await editor.presses(Work(shown.draft.id, Act.ANYWAY)) == Told(EN, Say.NOT_AN_EDITOR, refused=True)


async def test_an_editor_of_one_language_undoes_their_own_change(house: House) -> None:
    await house.person(OWNER).says(f"/editors {EDITOR} kk")
    editor = house.person(EDITOR)
    await editor.works(await editor.presses(Edit("hundred-flowers")), "put", "kk")
    saved = await editor.works(await editor.says("Жалғыз гүлмен көктем болмайды"), "save")
    assert isinstance(saved, Saved)

    undone = await editor.presses(Restore("hundred-flowers", saved.before, saved.version))

    assert isinstance(undone, Saved)


async def test_who_may_no_longer_bring_files_in_can_neither_press_nor_undo(house: House) -> None:
    owner, editor = house.person(OWNER), house.person(EDITOR)
    await owner.says(f"/editors {EDITOR}")
    files = Sent(f=LINES)
    document = Document("f", "sayings.jsonl", len(LINES))
    looked = await editor.sends("/import", document, files)
    assert isinstance(looked, FileLookedAt)
    brought = await editor.presses(Work(looked.draft_id, Act.IMPORT), files)
    assert isinstance(brought, FileLookedAt)
    assert brought.number

    await owner.says(f"/editors {EDITOR} kk")

    refused = Told(EN, Say.NOT_AN_EDITOR, refused=True)
    assert await editor.presses(UndoImport(brought.number)) == refused
    assert await house.in_group(EDITOR, Admin()).presses(UndoImport(brought.number)) == refused


async def test_a_draft_can_always_be_dropped_by_whoever_began_it(house: House) -> None:
    await house.person(OWNER).says(f"/editors {EDITOR} kk")
    editor = house.person(EDITOR)
    shown = await editor.says("/add Ana tili ar, namys")

    shown = await editor.works(shown, "ask", "language")
    shown = await editor.works(shown, "lang", "kk")

    assert await editor.works(shown, "drop") == Told(EN, Say.DRAFT_DROPPED)


async def test_mine_is_saved_all_the_same_after_somebody_deleted_it(house: House) -> None:
    await house.person(OWNER).says(f"/editors {EDITOR}")
    one, other = house.person(OWNER), house.person(EDITOR)
    shown = await other.works(await other.presses(Edit("hundred-flowers")), "put", "en")
    shown = await other.says("One flower is not spring yet")
    await one.says("/delete hundred-flowers")

    refused = await other.works(shown, "save")

    assert isinstance(refused, Told)
    assert isinstance(await other.presses(Work(refused.draft_id, Act.FORCE)), Saved)


async def test_anonymous_admins_are_never_locked_out_by_drafts_nobody_took(house: House) -> None:
    group = house.in_group(1087968824, Admin(), anonymous=True)

    answers = [await group.says(f"/add {NEW} {number}") for number in range(25)]

    assert all(isinstance(answer, DraftShown) for answer in answers)


async def test_who_speaks_as_a_channel_may_ask_and_nothing_more(house: House) -> None:
    def masked(text: str) -> Incoming:
        return Incoming(GROUP, 136817688, text, private=False, client_language="en", rights=Member(), masked=True)

    assert isinstance(await house.conversation.respond(masked("/random")), Found)
    assert await house.conversation.respond(masked("/suggest")) == Told(EN, Say.NOT_AN_EDITOR, refused=True)


async def test_who_is_replied_to_is_appointed_for_the_languages_that_are_named(house: House) -> None:
    owner, replied = house.person(OWNER), Replied("hello", "Somebody", None, EDITOR)

    assert await owner.says("/editors", replied) == EditorList(EN, ())
    assert await owner.says("/editors kk ru", replied) == EditorList(EN, ((EDITOR, frozenset({KK, RU})),))
    assert await owner.says("/editors kk") == Told(EN, Say.EDITOR_FORM, refused=True)


@pytest.mark.parametrize("words", ["0", "0 kk", "-0", "5 6 kk", "5 klingon", "nobody", "9999999999999999"])
async def test_whom_to_appoint_has_to_be_said_clearly(house: House, words: str) -> None:
    replied = Replied("hello", "Somebody", None, ANYBODY)

    assert await house.person(OWNER).says(f"/editors {words}", replied) == Told(EN, Say.EDITOR_FORM, refused=True)
    assert await house.person(OWNER).says("/editors") == EditorList(EN, ())


@pytest.mark.parametrize("words", ["9999999999999999", "-5", "5 6", "nobody", "0"])
async def test_whom_to_block_has_to_be_said_clearly(house: House, words: str) -> None:
    replied = Replied("hello", "Somebody", None, ANYBODY)

    assert await house.person(OWNER).says(f"/block {words}", replied) == Told(EN, Say.BLOCK_FORM, refused=True)
    assert isinstance(await house.person(ANYBODY).says("/suggest"), DraftShown)


# Files


class Sent:
    """Files that people have sent, by their ids."""

    def __init__(self, **files: bytes) -> None:
        self._files = files

    async def fetch(self, file_id: str) -> bytes | None:
        return self._files.get(file_id)


LINES = "".join(
    f'{{"kind": "proverb", "language": "en", "text": "{text}"}}\n' for text in (NEW, "Whoever counts the waves forgets the sea")
).encode()


@ON_BOTH
async def test_a_file_is_looked_at_taken_in_and_taken_out_again(house: House) -> None:
    owner = house.person(OWNER)
    files = Sent(f=LINES)

    looked = await owner.sends("/import", Document("f", "sayings.jsonl", len(LINES)), files)
    assert isinstance(looked, FileLookedAt)
    assert (looked.report.new, looked.report.imported) == (2, False)
    await house.start()
    brought = await owner.presses(Work(looked.draft_id, Act.IMPORT), files)

    assert isinstance(brought, FileLookedAt)
    assert brought.number
    assert isinstance(await house.person(ANYBODY).says("counts the waves"), Found)
    assert await owner.presses(Work(looked.draft_id, Act.IMPORT), files) == Told(EN, Say.DRAFT_GONE, refused=True)
    assert await house.person(ANYBODY).presses(UndoImport(brought.number)) == Told(EN, Say.NOT_AN_EDITOR, refused=True)
    assert await owner.presses(UndoImport(brought.number)) == Told(EN, Say.IMPORT_UNDONE)
    assert not isinstance(await house.person(ANYBODY).says("Whoever counts the waves forgets the sea"), Found)
    assert await owner.presses(UndoImport(brought.number)) == Told(EN, Say.TOO_LATE, refused=True)


async def test_who_edits_what_an_undone_import_brought_is_told_that_it_is_gone(house: House) -> None:
    """And not that they, an owner, may not edit."""
    owner, files = house.person(OWNER), Sent(f=LINES)
    looked = await owner.sends("/import", Document("f", "sayings.jsonl", len(LINES)), files)
    assert isinstance(looked, FileLookedAt)
    brought = await owner.presses(Work(looked.draft_id, Act.IMPORT), files)
    found = await house.person(ANYBODY).says("Whoever counts the waves forgets the sea")
    assert isinstance(brought, FileLookedAt)
    assert brought.number
    assert isinstance(found, Found)
    edited = await owner.presses(Edit(found.quote.id))
    await owner.presses(UndoImport(brought.number))

    assert await owner.works(edited, "save") == Told(EN, Say.NO_SUCH_QUOTE, refused=True)


async def test_what_has_become_a_near_double_since_it_was_looked_at_is_shown_before_it_is_taken_in(house: House) -> None:
    owner, files = house.person(OWNER), Sent(f=LINES)
    looked = await owner.sends("/import", Document("f", "sayings.jsonl", len(LINES)), files)
    assert isinstance(looked, FileLookedAt)
    await owner.works(await owner.says("/add Whoever counts the waves forgets the seas"), "save")

    again = await owner.presses(Work(looked.draft_id, Act.IMPORT), files)
    assert isinstance(again, FileLookedAt)
    assert (len(again.report.near_doubles), again.report.imported, again.draft_id) == (1, False, looked.draft_id)

    brought = await owner.presses(Work(looked.draft_id, Act.IMPORT), files)
    assert isinstance(brought, FileLookedAt)
    assert brought.number


@pytest.mark.parametrize(("hours", "undone"), [(23, True), (25, False)])
async def test_an_import_can_be_undone_for_a_day(house: House, clock: Clock, hours: int, *, undone: bool) -> None:
    owner, files = house.person(OWNER), Sent(f=LINES)
    looked = await owner.sends("/import", Document("f", "sayings.jsonl", len(LINES)), files)
    assert isinstance(looked, FileLookedAt)
    brought = await owner.presses(Work(looked.draft_id, Act.IMPORT), files)
    assert isinstance(brought, FileLookedAt)
    assert brought.number

    clock.now += datetime.timedelta(hours=hours)

    said = await owner.presses(UndoImport(brought.number))
    assert said == (Told(EN, Say.IMPORT_UNDONE) if undone else Told(EN, Say.TOO_LATE, refused=True))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sayings.jsonl", b'{"kind": "proverb"}\n'),
        ("sayings.jsonl", b"\xff\xfe\n"),
        ("sayings.jsonl", b'{"id": "unsaved", "kind": "proverb", "language": "en", "text": "An id that no saying may have"}\n'),
        ("sayings.csv", b'kind,language,text\nproverb,en,"=HYPERLINK(1)"\n'),
        ("sayings.csv", ",".join(f"c{number}" for number in range(100_000)).encode()),
        ("sayings.toml", b"[[quote]\n"),
        ("sayings.exe", b"MZ"),
        ("", b""),
        ("../../etc/passwd", b"root"),
    ],
)
async def test_a_file_that_cannot_be_taken_brings_nothing_and_says_why(house: House, name: str, content: bytes) -> None:
    answer = await house.person(OWNER).sends("/import", Document("f", name, len(content)), Sent(f=content))

    assert isinstance(answer, FileLookedAt | FileRefused)
    if isinstance(answer, FileLookedAt):
        assert answer.report.refused
        assert not answer.draft_id


async def test_a_file_that_is_too_large_or_gone_is_said_to_be(house: House) -> None:
    owner = house.person(OWNER)

    assert await owner.says("/import") == Told(EN, Say.SEND_A_FILE, refused=True)
    large = await owner.sends("/import", Document("f", "sayings.jsonl", 100_000_000), Sent())
    assert large == Told(EN, Say.FILE_TOO_LARGE, refused=True)
    gone = await owner.sends("/import", Document("f", "sayings.jsonl", 10), Sent())
    assert gone == Told(EN, Say.FILE_GONE, refused=True)


async def test_a_file_of_an_anonymous_admin_waits_for_a_real_one_over_a_crash(house: House) -> None:
    group, admin = house.in_group(1087968824, Admin(), anonymous=True), house.in_group(EDITOR, Admin())
    files = Sent(f=LINES)
    asked = await group.sends("/import", Document("f", "sayings.jsonl", len(LINES)), files)
    assert isinstance(asked, Told)
    assert asked.intent
    await house.start()

    assert await house.in_group(ANYBODY, Member()).presses(asked.intent, files) == Told(EN, Say.NOT_YOURS, refused=True)
    elsewhere = Person(house, EDITOR, -200, "en", Admin())
    assert await elsewhere.presses(asked.intent, files) == Told(EN, Say.NOT_YOURS, refused=True)
    looked = await admin.presses(asked.intent, files)
    assert isinstance(looked, FileLookedAt)
    brought = await admin.presses(Work(looked.draft_id, Act.IMPORT), files)

    assert isinstance(brought, FileLookedAt)
    assert brought.number
    assert await admin.presses(asked.intent, files) == Told(EN, Say.DRAFT_GONE, refused=True)


async def test_a_bad_file_of_an_anonymous_admin_leaves_no_draft(house: House) -> None:
    group, files = house.in_group(1087968824, Admin(), anonymous=True), Sent(f=b'{"kind": "proverb"}\n')
    asked = await group.sends("/import", Document("f", "sayings.jsonl", 20), files)
    assert isinstance(asked, Told)
    assert asked.intent

    assert isinstance(await house.in_group(EDITOR, Admin()).presses(asked.intent, files), FileLookedAt)

    assert await house.in_group(EDITOR, Admin()).presses(asked.intent, files) == Told(EN, Say.DRAFT_GONE, refused=True)


@pytest.mark.parametrize("format_", ["", "csv", "toml"])
async def test_what_is_exported_is_already_there_when_it_is_imported(house: House, format_: str) -> None:
    owner = house.person(OWNER)
    exported = await owner.says(f"/export {format_}")
    assert isinstance(exported, Exported)
    with exported.content as file:
        content = file.read()

    looked = await owner.sends("/import", Document("f", exported.name, len(content)), Sent(f=content))

    assert isinstance(looked, FileLookedAt)
    assert (looked.report.same, looked.report.new, looked.report.refused) == (exported.count, 0, 0)


# Being forgotten


@ON_BOTH
async def test_who_asks_to_be_forgotten_is_forgotten(house: House) -> None:
    person = house.person(ANYBODY)
    await person.says("/language en")
    await person.says("/random")
    await suggested(house, language="en")
    await person.says("/suggest Whoever counts the waves forgets the sea")

    asked = await person.says("/forget")
    assert asked == Told(EN, Say.FORGET_SURE, intent=Forget(True, ANYBODY))
    assert await person.presses(Forget(True, ANYBODY)) == Told(EN, Say.FORGOTTEN)

    async with house.database.reading() as connection:
        for table, column in ((chats, "id"), (cursors, "chat_id"), (drafts, "person_id"), (suggestions, "person_id")):
            assert (await connection.execute(select(table).where(table.c[column] == ANYBODY))).all() == []
    assert isinstance(await house.person(OWNER).says("/review"), ReviewShown)


async def test_who_presses_anothers_button_to_be_forgotten_is_not_forgotten(house: House) -> None:
    """In a group everybody sees it."""
    asking, other = house.in_group(ANYBODY, Member()), house.in_group(EDITOR, Member())
    await suggested(house, language="en")
    await house.person(EDITOR).says("/suggest Whoever counts the waves forgets the sea")
    asked = await asking.says("/forget")
    assert isinstance(asked, Told)
    assert isinstance(asked.intent, Forget)

    assert await other.presses(asked.intent) == Told(EN, Say.FORGET_OTHERS, refused=True)
    assert isinstance(await house.person(EDITOR).says("/drafts"), DraftList)
    assert await asking.presses(asked.intent) == Told(EN, Say.FORGOTTEN)


async def test_an_admin_who_spoke_as_the_group_is_forgotten_as_themselves(house: House) -> None:
    asked = await house.in_group(1087968824, Admin(), anonymous=True).says("/forget")
    assert isinstance(asked, Told)
    assert isinstance(asked.intent, Forget)

    assert await house.in_group(ANYBODY, Member()).presses(asked.intent) == Told(EN, Say.FORGET_OTHERS, refused=True)
    assert await house.in_group(EDITOR, Admin()).presses(asked.intent) == Told(EN, Say.FORGOTTEN)


@ON_BOTH
async def test_what_an_owner_who_is_forgotten_was_announcing_ends_and_is_nobodys(house: House) -> None:
    owner = house.person(OWNER)
    await house.person(ANYBODY).says("/random")
    for _ in range(2):
        shown = await owner.says("/announce We moved.")
        assert isinstance(shown, AnnouncementShown)
        await owner.presses(Broadcast(shown.announcement.id, Progress.SENDING))

    await owner.presses(Forget(sure=True))

    async with house.database.reading() as connection:
        assert (await connection.execute(select(announcements))).all() == []
        assert (await connection.execute(select(outbox).where(outbox.c.announcement_id.is_not(None)))).all() == []
    assert await owner.presses(Broadcast(shown.announcement.id, Progress.PAUSED)) == Told(EN, Say.ANNOUNCEMENT_GONE, refused=True)


async def test_a_quote_known_only_by_its_words_can_be_edited(house: House) -> None:
    """Imported quotes may lack a source, topics and translations."""
    await house.conversation._quotes.put(partial("bare", EN, "Whoever counts the waves forgets the sea"))
    owner = house.person(OWNER)

    await owner.works(await owner.presses(Edit("bare")), "ask", "source")
    saved = await owner.works(await owner.says("A Book of Waves"), "save")

    assert quote_of(saved).source


async def test_a_week_later_the_draft_is_where_it_was(house: House, clock: Clock, tmp_path: Path) -> None:
    owner = house.person(OWNER)
    await owner.says("/add")
    clock.now = clock.now.replace(month=12)
    await house.start()

    assert quote_of(await owner.says(NEW)).renderings[0].text == NEW


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("помощь", HelpText), ("settings", SettingsShown), ("取消", Told), ("never mind", Told), ("jnvtyf", Told), ("спасибо", Welcomed)],
)
async def test_a_word_for_a_command_is_the_words_of_no_saying(house: House, typed: str, kind: type[Answer]) -> None:
    owner = house.person(OWNER)
    begun = await owner.says("/add")
    assert isinstance(begun, DraftShown)

    assert isinstance(await owner.says(typed), kind)

    kept = await DraftStore(house.database).of(OWNER, OWNER)
    assert [draft.quote for draft in kept] == ([] if kind is Told else [begun.draft.quote])
