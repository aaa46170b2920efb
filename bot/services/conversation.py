"""One incoming text or press into one answer: what is wanted, in which language, and what there is."""

import contextlib
import datetime
import logging
import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.corpus.quote import Kind
from bot.errors import StoreAway, StoreWanted
from bot.search.asking import asked_for, asks_for_sayings, wanted
from bot.search.confidence import Outcome, tells_of
from bot.search.hits import Role
from bot.search.query import Query
from bot.services.answering import MAX_CHOICES, Answering, Result, fitting, of_a_sort
from bot.services.answers import (
    AboutText,
    AdminsOnly,
    Answer,
    Choices,
    Found,
    Gone,
    GoodbyeBack,
    GreetingBack,
    HelpText,
    LanguageChosen,
    LanguageMenu,
    Nothing,
    NotUnderstood,
    PrivacyText,
    Welcome,
    Welcomed,
    WordsWanted,
)
from bot.services.drawing import LATELY_MILLISECONDS, Drawing, collection_of
from bot.services.from_memory import Memory, found_as, spoken
from bot.services.incoming import Incoming
from bot.services.intents import Intent, legible, parse_intent
from bot.services.languages import Languages
from bot.services.peoples import is_of_others, sayings_of
from bot.services.posting import Posting
from bot.services.presses import parse_press
from bot.services.reading_intents import (
    About,
    Again,
    Another,
    Ask,
    ChooseLanguage,
    Draw,
    DrawTopic,
    Farewell,
    Greeting,
    Help,
    More,
    Open,
    Privacy,
    SetLanguage,
    Start,
    Thanks,
    Today,
)
from bot.services.topics import Topics
from bot.services.unasked_intents import Unasked
from bot.services.upkeep import Keeping
from bot.services.upkeep_answers import Say, Told
from bot.services.upkeep_intents import Cancel, Forget, Report, Suggest, Upkeep
from bot.services.words import kinds_named, language_asked_in, language_named, language_wished
from bot.store.chats import ChatStore, Whom
from bot.store.pools import Pools
from bot.store.quotes import QuoteStore
from bot.store.shown import Shown
from bot.text.language import Language
from bot.text.normalise import normalise

_log = logging.getLogger(__name__)
# A deep link opens one quote: t.me/<bot>?start=q_<id>.
DEEP_LINK_PREFIX = "q_"


# What people type who want to go on with a draft no more, and do not think of /cancel.
_STOPS = frozenset(map(normalise, ("cancel", "отмена", "отменить", "отмени", "болдырмау", "бас тарту", "取消")))
# So many of those found are looked through for those of a people, or of a topic.
_LOOKED_THROUGH = 50
# What an ask is about is so much of it.
_ASK_SHARE = 0.25


class Conversation:
    """Answers whatever comes in. It remembers only through the stores, so any replica can answer next."""

    def __init__(
        self,
        answering: Answering,
        quotes: QuoteStore,
        pools: Pools,
        chats: ChatStore,
        shown: Shown,
        topics: Topics,
        *,
        clock: Callable[[], datetime.datetime],
        chance: random.Random,
        keeping: Keeping,
        posting: Posting,
    ) -> None:
        """Join the services. *clock* gives the present with its zone."""
        self._answering = answering
        self._quotes = quotes
        self._chats = chats
        self._shown = shown
        self._keeping = keeping
        self._drawing = Drawing(quotes, pools, topics, Languages(chats), clock=clock, chance=chance, edits=keeping.edits_common)
        self.posting = posting
        self._memory = Memory(answering, quotes, chance)

    async def respond(self, incoming: Incoming) -> Answer:
        """Answer one incoming text or press. Whatever was typed or forged, the result is an `Answer`, not an error.

        Raises:
            StoreAway: the store is away, and it cannot be answered without.
        """
        try:
            return await self._met(incoming)
        except StoreWanted:
            raise
        except StoreAway as error:
            if answer := await self._memory.answer(incoming):
                _log.warning("answered from memory: %s", error)
                return answer
            raise

    async def learn(self) -> None:
        """Keep some sayings in mind, for when the store is away."""
        await self._quotes.learn_some()

    async def _met(self, incoming: Incoming) -> Answer:
        # Who presses a button of an inline message may never have begun a chat.
        if not incoming.inline and not incoming.hurried and not self.posting.meeting.knows(incoming.chat_id):
            await self.posting.meeting.meet(incoming, await self.language(incoming))
        answer = await self._respond(incoming)
        if isinstance(answer, Found) and not incoming.inline:
            now = self._drawing.milliseconds()
            if self._shown.note(incoming.chat_id, answer.quote.id, now) and not incoming.hurried:
                await self._shown.write(now)
        return answer

    async def _respond(self, incoming: Incoming) -> Answer:
        typed = incoming.text
        # Cut and cleaned once, so that intent and language are read from the same text.
        incoming = replace(incoming, text=legible(typed))
        if incoming.press is not None:
            return await self._answer(parse_press(incoming.press), incoming)
        # Of those who speak as a channel nobody can be told from another: they may ask, and nothing more.
        if not incoming.masked and not incoming.text.startswith("/") and (draft := await self._keeping.drafting.waiting(incoming)):
            # The words of a saying are no sign of the language its keeper wants to be asked in. Nor are they a question.
            with _wanting_the_store():
                await incoming.change()
                language = await self.language(replace(incoming, text=""))
                if normalise(incoming.text) in _STOPS:
                    return await self._keeping.respond(Cancel(), incoming, language)
                return await self._keeping.take(draft, typed, incoming, language)
        if (wished := language_wished(incoming.text)) and asks_for_sayings(wished[1]):
            # Of the message in which it is wanted there, and of no other.
            typed = wished[1]
            incoming = replace(incoming, text=typed, wanted=wished[0])
        return await self._answer(parse_intent(typed, private=incoming.private), incoming)

    def changes_something(self, incoming: Incoming) -> bool:
        """Whether a text is a command that looks after the collection: done once, it is not done again because a letter was mended."""
        return isinstance(parse_intent(incoming.text, private=incoming.private), Upkeep | Unasked)

    async def _answer(self, intent: Intent, incoming: Incoming) -> Answer:
        if not incoming.private and await self._is_closed(intent, incoming):
            return AdminsOnly(await self.language(incoming))
        match intent:
            case Ask(words, searching):
                return await self._ask(words, incoming, searching=searching)
            case More():
                return await self._drawing.one_more(incoming)
            case Draw(kinds, wish, language):
                return await self._drawing.draw(kinds, wish, language, incoming)
            case DrawTopic("", language):
                return await self._drawing.topics_to_choose_from(language or await self.language(incoming), incoming)
            case DrawTopic(words, language):
                return await self._drawing.draw(tuple(Kind), words, language, incoming)
            case Today():
                return await self._drawing.of_the_day(await self.language(incoming), incoming)
            case Again():
                return await self._again(intent, incoming)
            case Open(quote_id, language, detailed):
                return await self._open(quote_id, language or await self.language(incoming), incoming, detailed=detailed)
            case Another(quote_id, topic, language):
                return await self._drawing.another(quote_id, topic, language, incoming)
            case _ if isinstance(intent, Upkeep | Unasked) and incoming.masked:
                return Told(await self.language(incoming), Say.NOT_AN_EDITOR, refused=True)
            case _ if isinstance(intent, Upkeep):
                await incoming.change()
                answer = await self._keeping.respond(intent, incoming, await self.language(incoming))
                if isinstance(intent, Forget):
                    self.posting.meeting.forget(incoming.person_id)
                    self._shown.forget(incoming.person_id)
                return answer
            case _ if isinstance(intent, Unasked):
                await incoming.change()
                return await self.posting.respond(intent, incoming, await self.language(incoming))
            case ChooseLanguage(words):
                return await self._choose_language(words, incoming)
            case SetLanguage(language):
                return await self._set_language(language, incoming)
            case Start(payload) if payload.startswith(DEEP_LINK_PREFIX):
                return await self._open(payload.removeprefix(DEEP_LINK_PREFIX), await self.language(incoming), incoming)
            case Greeting(language):
                return GreetingBack(await self.language(incoming, language))
            case Thanks(language):
                return Welcomed(await self.language(incoming, language))
            case Farewell(language):
                return GoodbyeBack(await self.language(incoming, language))
            case _:
                return await self._say(intent, await self.language(incoming))

    async def language(self, incoming: Incoming, typed: Language | None = None) -> Language:
        """The language to answer in, as `Languages.of` has it."""
        return await self._drawing.languages.of(incoming, typed)

    async def _is_closed(self, intent: Intent, incoming: Incoming) -> bool:
        """Whether a group has settled that this is for its admins, and whoever wants it is none."""
        if incoming.channel:
            # Whatever is pressed there, everybody sees it.
            return not await incoming.rights.may_manage()
        settings = await self._chats.settings(incoming.chat_id)
        match intent:
            case Ask() | More() | Draw() | DrawTopic() | Today() | Open() | Again() | Another():
                whom, shown = settings.asking, True
            case Suggest() | Report():
                whom, shown = settings.suggesting, False
            case _:
                return False
        return whom is Whom.ADMINS and not await incoming.rights.may_manage(lately=shown)

    async def offers(self, incoming: Incoming, most: int) -> tuple[Language, tuple[Found, ...]]:
        """Quotes to choose from while somebody is still typing, best first, and the language they would be in.

        Without any words yet, the saying of the day and what follows it in the collection.
        """
        incoming = replace(incoming, text=legible(incoming.text))
        if not incoming.text:
            language = await self.language(incoming)
            ids = await self._drawing.from_the_day(most)
        else:
            result = await self._answering.ask(incoming.text, searching=True, most=most, collection=incoming.chat_id)
            language = await self.language(incoming, spoken(result, incoming))
            ids = [] if result.outcome is Outcome.NOTHING else [hit.quote_id for hit in result.hits]
        found = await self._quotes.get(ids)
        return language, tuple(found_as(language, quote) for quote in found)

    async def _say(self, intent: Intent, language: Language) -> Answer:
        """What is said without looking anything up."""
        match intent:
            case Start():
                return Welcome(language)
            case Help():
                return HelpText(language)
            case About():
                return AboutText(language, sum((await self._quotes.count_by_kind()).values()))
            case Privacy():
                return PrivacyText(language)
            case _:
                return NotUnderstood(language)

    async def _ask(self, words: str, incoming: Incoming, *, searching: bool) -> Answer:
        if not words:
            return WordsWanted(await self.language(incoming))
        people = None if searching else sayings_of(words)
        if people and (said := await self._drawing.saying_of(*people, incoming)):
            return said
        # Whose saying it is says nothing of which one.
        asked = people[1] if people else words
        result = await self._answering.ask(asked, searching=searching, most=_LOOKED_THROUGH, collection=incoming.chat_id)
        if people and (theirs := await self._theirs(*people, result, incoming)):
            return theirs
        if not searching and is_of_others(words) and not any(hit.role is Role.NAME for hit in result.choices):
            # Nobody has said so much of any of it: what others say is not theirs.
            return await self._nothing(words, await self.language(incoming, spoken(result, incoming)), incoming)
        if people and (result.outcome is not Outcome.ANSWER or asks_for_sayings(asked)):
            # What others say of it would be passed off as theirs.
            return await self._nothing(words, await self.language(incoming, spoken(result, incoming)), incoming)
        if not searching and (drawn := await self._drawing.on_topic_of(words, result, incoming)):
            return drawn
        language = await self.language(incoming, spoken(result, incoming))
        found = await self._quotes.get((hit.quote_id for hit in result.choices), collection_of(incoming))
        if found:
            await self._drawing.note_topic_of(words, found[0].id, incoming)
        if result.outcome is Outcome.NOTHING:
            return await self._nothing(words, language, incoming)
        await self._keeping.count(language, result.outcome, hurried=incoming.hurried)
        match result.outcome:
            case Outcome.CHOICES if len(found) > 1:
                return Choices(language, tuple(found))
            case _ if found:
                return await self._drawing.with_rights(found_as(language, found[0]), incoming)
            case _:
                return Nothing(language)

    async def _nothing(self, words: str, language: Language, incoming: Incoming) -> Answer:
        """That there is nothing, which is remembered for whoever looks after the collection."""
        await self._keeping.count(language, Outcome.NOTHING, words, hurried=incoming.hurried)
        return Nothing(language)

    async def _theirs(self, said_in: Language, words: str, result: Result, incoming: Incoming) -> Answer | None:
        """Of what was found for *words*, the *result*, that which was first said in this language; else one on the topic they belong to."""
        about, likely = asked_for(normalise(words)), result.language or result.likely
        kinds = of_a_sort(kinds_named(words))
        told = [hit for hit in result.hits if hit.kind in kinds and hit.role < Role.NAME and tells_of(hit, about, likely)]
        # Of a long ask the word may be no more than a detail.
        told = [hit for hit in told if hit.role is not Role.ASK or len(about) >= _ASK_SHARE * len(hit.text)]
        if not told and result.outcome is not Outcome.NOTHING and not wanted(normalise(words)):
            told = [hit for hit in fitting(result.hits, words, Query.of(words)) if hit.role < Role.ASK]
        known = await self._quotes.get((hit.quote_id for hit in told), collection_of(incoming))
        theirs = {quote.id: quote for quote in known if quote.language is said_in}
        # Those that have the word before those that are only asked for with it.
        own = [theirs[hit.quote_id] for hit in told if hit.role < Role.ASK and hit.quote_id in theirs]
        if found := (own or list(theirs.values()))[:MAX_CHOICES]:
            language = await self.language(incoming, spoken(result, incoming))
            if len(found) > 1:
                return Choices(language, tuple(found))
            return await self._drawing.with_rights(found_as(language, found[0]), incoming)
        return await self._drawing.saying_of(said_in, words, incoming, broad=True)

    async def _open(self, quote_id: str, language: Language, incoming: Incoming, *, detailed: bool = False) -> Answer:
        found = await self._drawing.shown(quote_id, language, incoming)
        return replace(found, detailed=detailed) if found else Gone(language)

    async def _again(self, again: Again, incoming: Incoming) -> Answer:
        """What was shown last once more; where nothing was, what the words mean without it."""
        since = self._drawing.milliseconds() - LATELY_MILLISECONDS
        replied = incoming.replied.quote_id if incoming.replied else ""
        if quote_id := replied or await self._shown.last(incoming.chat_id, since):
            return await self._open(quote_id, again.language or await self.language(incoming), incoming, detailed=again.detailed)
        if language := language_asked_in(normalise(again.words)):
            return await self._choose_language(language, incoming)
        return await self._ask(again.words, incoming, searching=False)

    async def _choose_language(self, words: str, incoming: Incoming) -> Answer:
        if words and (language := language_named(words)):
            return await self._set_language(language, incoming)
        # The button stands under what a group has settled, and what admins look at is not for others to turn.
        if incoming.press is not None and not await incoming.rights.may_manage():
            return AdminsOnly(await self.language(incoming))
        subject = incoming.person_id if incoming.private else incoming.chat_id
        chosen = (await self._chats.languages(subject)).get(subject)
        return LanguageMenu(await self.language(incoming), chosen, incoming.private, words or None)

    async def _set_language(self, language: Language | None, incoming: Incoming) -> Answer:
        if not await incoming.rights.may_manage():
            return AdminsOnly(await self.language(incoming))
        if incoming.hurried:
            raise StoreWanted("what language was chosen cannot be written down")
        await self._chats.choose_language(incoming.person_id if incoming.private else incoming.chat_id, language)
        return LanguageChosen(language or await self.language(incoming), language, incoming.private)


@contextlib.contextmanager
def _wanting_the_store() -> Iterator[None]:
    """Have nothing in it answered without the store."""
    try:
        yield
    except StoreAway as error:
        raise StoreWanted(str(error)) from error
