"""No text whatever makes looking after the collection fail, and none is changed on its way in, out and in again."""

import io
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from bot_api.limits import message_text
from conftest import Clock, converse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.corpus.checks import flaw_of, tidied
from bot.corpus.editing import wording_in
from bot.corpus.fields import Known
from bot.corpus.formats import Format, Writer, reader_of
from bot.corpus.quote import Quote
from bot.corpus.reader import Corpus
from bot.fronts.telegram.markup import to_message
from bot.rendering.messages import Renderer
from bot.rendering.reply import Share, Visit
from bot.services.answering import Answering
from bot.services.answers import Answer
from bot.services.conversation import Conversation
from bot.services.exporting import Exporting
from bot.services.importing import Importing, Report
from bot.services.incoming import Document, Incoming
from bot.services.intents import legible
from bot.services.presses import parse_press, to_press
from bot.services.upkeep_answers import DraftShown, Exported, FileLookedAt, HistoryShown, ReviewShown, Saved, Say, Told
from bot.services.upkeep_intents import Act, Decide, Edit, Verdict, Work
from bot.store.drafts import Step
from bot.store.engine import Database
from bot.store.parcels import Notice
from bot.store.quotes import QuoteStore
from bot.store.schema import quotes
from bot.text.language import Language

OWNER, GROUP = 1, -100
HOSTILE = (
    "\ud800 and \udfff",
    "a\x00b\x1b[31m\x85\u2028c",
    "\u202egnirps\u202c \u2067abc\u2066",
    "s" + "\u0336\u0489\u0310\u035b" * 200 + "pring",
    "а" * 1_001,
    "花" * 5_000,
    "word\n\n  word\t word \r\n word",
    "=HYPERLINK(1)",
    "'=1+1",
    "''@word",
    "-word",
    "\"word\", 'word'; word\\n \"\"\" '''",
    "[[quote]]\n# word = {word}",
    "{name} {0} %s %(word)s {",
    "/add word",
    "| word | # word",
    "e\u0301 \u212b word",
    "\ufeffword\ufffe\uffff",
    "word\U000e0041\U0010ffff",
    "ﷺ word ǅ ß İ",
    "１word٣",
    "🇰🇿👩‍👩‍👧‍👦 word",
    "word\v\fword\x1cword\x1dword\x1eword",
)
# Any character there is, and more often those that have a meaning somewhere on the way.
MARKS = st.text(st.sampled_from(list("\"'\\,;|#=+-@{}[]<>&%_*`~/. \n\r\t\v\x85\u2028\u202e\u200d\u0301\ufeff\ud800aя花1")), max_size=60)
TEXTS = st.text(st.characters(), max_size=120) | MARKS | st.text(st.characters(), max_size=20).map(lambda text: f"word {text}" * 100)


def any_text(test: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Run *test* with hostile texts, and with any others."""
    for text in HOSTILE:
        test = example(text=text)(test)
    suppressed = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(deadline=None, max_examples=20, suppress_health_check=suppressed)(given(text=TEXTS)(test))


class Admin:
    """The rights of an admin of a group."""

    async def may_manage(self, *, lately: bool = False) -> bool:
        return True


class House:
    """The bot in a group, where everybody is an admin; what it says is looked at as Telegram would, in every language."""

    def __init__(self, conversation: Conversation, renderer: Renderer, another: Database, known: Known) -> None:
        self._conversation = conversation
        self._renderers = [Renderer(dict.fromkeys(Language, catalogue)) for catalogue in renderer.catalogues.values()]
        self.another = another
        self.known = known

    async def hears(self, text: str = "", press: str | None = None, person: int = OWNER, **more: Any) -> Answer:
        """The answer to what somebody says or presses, with what else came along."""
        incoming = Incoming(GROUP, person, text, press, private=False, client_language="en", rights=Admin(), **more)
        answer = await self._conversation.respond(incoming)
        for renderer in self._renderers:
            reply = renderer.render(answer)
            outgoing = to_message(reply, "hundred_flowers_bot")
            outgoing.text.encode()
            assert message_text({"text": outgoing.text, "entities": outgoing.entities}).text
            for button in (button for row in reply.buttons for button in row if not isinstance(button.action, Share | Visit)):
                assert button.label.strip()
                assert parse_press(to_press(button.action)) == button.action
        return answer

    async def works(self, shown: Answer, act: Act, argument: str = "", person: int = OWNER) -> Answer:
        assert isinstance(shown, DraftShown)
        return await self.hears(press=to_press(Work(shown.draft.id, act, argument)), person=person)

    async def types(self, text: str, person: int = OWNER) -> Answer | None:
        """The answer to words for a draft, sound ones; None where they are refused, with the draft left as it was, or are a command."""
        answer = await self.hears(text, person=person)
        if legible(text).startswith("/"):
            return None
        if flaw := flaw_of(tidied(text)):
            assert isinstance(answer, DraftShown)
            assert answer.flaw is flaw
            return None
        return answer


@pytest.fixture
async def house(tmp_path: Path, clock: Clock, corpus: Corpus, renderer: Renderer) -> AsyncIterator[House]:
    """The bot over a store that has no quotes yet, beside another such store."""
    empty = Corpus(corpus.topics, (), corpus.speakers)
    async with Database(f"sqlite:///{tmp_path / 'one.db'}") as one, Database(f"sqlite:///{tmp_path / 'another.db'}") as another:
        conversation = await converse(one, empty, clock, [OWNER], Answering(QuoteStore(one)))
        yield House(conversation, renderer, another, Known.of(corpus))


def quote_of(answer: Answer) -> Quote:
    """The quote that *answer* shows."""
    assert isinstance(answer, Saved | DraftShown)
    quote = answer.draft.quote if isinstance(answer, DraftShown) else answer.quote
    assert quote
    return quote


@any_text
async def test_any_words_are_saved_as_they_were_typed_or_refused(house: House, text: str) -> None:
    await house.hears("/add")
    shown = await house.types(text)
    if shown is None:
        return

    shown = await house.works(shown, Act.LANGUAGE, "ru")
    saved = await house.works(await house.works(shown, Act.KIND, "quote"), Act.ANYWAY)

    assert quote_of(shown).renderings[0].text == quote_of(saved).renderings[0].text == tidied(text)
    assert isinstance(await house.hears(f"/history {quote_of(saved).id}"), HistoryShown | Told)
    await house.hears(tidied(text))  # it is searched for


@any_text
async def test_any_line_becomes_a_draft_of_its_parts_or_is_refused(house: House, text: str) -> None:
    shown = await house.hears(f"/add {text}")

    assert isinstance(shown, DraftShown)
    words = tidied(text.strip().split("|")[0])
    if shown.draft.quote and len(text) < 4_000:
        assert quote_of(shown).renderings[0].text == words
        assert isinstance(await house.works(shown, Act.ANYWAY), Saved)
    else:
        assert shown.draft.step is Step.TEXT or len(text) >= 4_000
        await house.hears("/cancel")


SUGGESTERS = itertools.count(2)


@any_text
async def test_any_words_are_suggested_reviewed_and_accepted_as_they_were_typed(house: House, text: str) -> None:
    person = next(SUGGESTERS)
    await house.hears("/suggest", person=person)
    shown = await house.types(text, person)
    if shown is None:
        return

    assert await house.works(shown, Act.ANYWAY, person=person) == Told(Language.EN, Say.SUGGESTED)
    review = await house.hears("/review")
    assert isinstance(review, ReviewShown)
    await house.hears(press=to_press(Decide(review.suggestion.id, Verdict.REJECT)))
    assert await house.types(text) == Told(Language.EN, Say.REJECTED)
    # Each is taken out of the queue, so that the next text finds its own.
    (parcel,) = await house._conversation.posting.announcing.delivering.outbox.lease(2_000_000_000, 2_000_000_001, 100)
    notice = parcel.body

    assert isinstance(notice, Notice)
    assert review.suggestion.quote.renderings[0].text == notice.quote.renderings[0].text == notice.reason == tidied(text)


@any_text
async def test_any_edit_is_saved_as_typed_and_comes_out_of_any_file_as_it_went_in(house: House, text: str) -> None:
    saved = quote_of(await house.works(await house.hears("/add Whoever counts the waves forgets the sea"), Act.ANYWAY))
    shown = await house.hears(press=to_press(Edit(saved.id)))
    for act, argument in ((Act.WORDING, "en"), (Act.WORDING, "zh"), (Act.ASK, "speaker"), (Act.ASK, "source")):
        await house.works(shown, act, argument)
        if await house.types(text) is None:
            await house.works(shown, Act.DROP)
            return

    quote = quote_of(await house.works(shown, Act.SAVE))

    typed = {one.text for language in (Language.EN, Language.ZH) if (one := wording_in(quote, language))}
    assert quote.speaker
    assert quote.source
    assert {*typed, *quote.speaker.names.values(), quote.source.title} == {tidied(text)}
    for format_ in Format:
        exported = await house.hears(f"/export {format_}")
        assert isinstance(exported, Exported)
        with exported.content as file:
            content = file.read()
        assert await again(house, content, format_) == content


async def again(house: House, content: bytes, format_: Format, *, trust: bool = True) -> bytes:
    """What comes of *content* when another store has taken it in, and gives it out."""
    path, store = Path(f"some.{format_}"), QuoteStore(house.another)
    async with house.another.writing() as connection:
        await connection.execute(delete(quotes))
    with Importing(reader_of(format_, path, house.known, collection=GROUP), lambda *_: None, trust=trust) as importing:
        importing.gather(io.BytesIO(content))
        report = await importing.take_in(store, dry_run=False)
    assert not report.problems
    return b"".join([part async for part in Exporting(Writer(format_, house.known), path).parts(store, GROUP)])


@pytest.mark.parametrize("format_", Format)
async def test_a_verse_has_lines_and_comes_in_again_without_being_trusted(house: House, format_: Format) -> None:
    await house.hears("/add")
    await house.works(await house.hears("Whoever counts the waves\nforgets the sea"), Act.ANYWAY)
    exported = await house.hears(f"/export {format_}")
    assert isinstance(exported, Exported)
    with exported.content as file:
        content = file.read()

    assert await again(house, content, format_, trust=False) == content


@pytest.mark.parametrize("format_", Format)
async def test_whatever_was_saved_anyway_comes_in_by_a_chat_and_out_again_as_it_was(
    house: House, corpus: Corpus, clock: Clock, renderer: Renderer, format_: Format
) -> None:
    """Words of mixed script and near-doubles: whoever takes in the file is told of them first."""
    for words in (
        "Кемедегiнің жаны бiр болса да қайығы бөлек",
        "Whoever counts the waves forgets the sea",
        "Whoever counts the waves forgets the seas",
    ):
        await house.works(await house.hears(f"/add {words} | Рыбaк | Речные тетрaди"), Act.ANYWAY)
    content = await exported_by(house, format_)
    empty = Corpus(corpus.topics, (), corpus.speakers)
    conversation = await converse(house.another, empty, clock, [OWNER], Answering(QuoteStore(house.another)))
    other = House(conversation, renderer, house.another, house.known)

    looked = await other.hears("/import", document=Document("f", f"sayings.{format_}", len(content)), files=Sent(content))
    assert isinstance(looked, FileLookedAt)
    assert (looked.report.new, len(looked.report.near_doubles), len(looked.report.mixed), looked.report.refused) == (0, 1, 2, 0)
    brought = await other.hears(press=to_press(Work(looked.draft_id, Act.IMPORT)), files=Sent(content))

    assert isinstance(brought, FileLookedAt)
    assert brought.report.imported
    assert await exported_by(other, format_) == content
    assert (await house.hears("/import", document=Document("f", f"sayings.{format_}", len(content)), files=Sent(content))) == FileLookedAt(
        Language.EN, f"sayings.{format_}", Report(lines=3, same=3)
    )


async def exported_by(house: House, format_: Format) -> bytes:
    """The file that /export gives."""
    exported = await house.hears(f"/export {format_}")
    assert isinstance(exported, Exported)
    with exported.content as file:
        return file.read()


class Sent:
    """A file that somebody has sent, whatever its id."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def fetch(self, _file_id: str) -> bytes | None:
        return self._content
