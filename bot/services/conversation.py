"""One incoming text or press into one answer: what is wanted, in which language, and what there is."""

import datetime
import logging
import random
from collections.abc import Callable
from dataclasses import replace

from bot.corpus.quote import Kind, Topic
from bot.errors import StoreAway
from bot.search.confidence import Outcome
from bot.search.hits import Role, Way, holds_form, holds_word
from bot.search.query import essence
from bot.services.answering import Answering, Result
from bot.services.answers import (
    AboutText,
    AdminsOnly,
    Answer,
    Choices,
    EmptyPool,
    Found,
    Gone,
    GoodbyeBack,
    GreetingBack,
    HelpText,
    LanguageChosen,
    LanguageMenu,
    Nothing,
    NotUnderstood,
    Occasion,
    PrivacyText,
    TopicMenu,
    Welcome,
    Welcomed,
    WordsWanted,
)
from bot.services.from_memory import Memory, client_language, found_as, spoken
from bot.services.incoming import Incoming
from bot.services.intents import (
    About,
    Another,
    Ask,
    ChooseLanguage,
    Draw,
    DrawTopic,
    Farewell,
    Greeting,
    Help,
    Intent,
    Open,
    Privacy,
    SetLanguage,
    Start,
    Thanks,
    Today,
    language_of_word,
    legible,
    parse_intent,
)
from bot.services.posting import Posting
from bot.services.presses import parse_press
from bot.services.smalltalk import is_interjection
from bot.services.topics import Topics
from bot.services.unasked_intents import Unasked
from bot.services.upkeep import Keeping
from bot.services.upkeep_answers import Say, Told
from bot.services.upkeep_intents import Forget, Report, Suggest, Upkeep
from bot.services.words import kind_named, kinds_named, language_named, sayings_of
from bot.store.chats import ChatStore, Whom
from bot.store.pools import Pool, Pools
from bot.store.quotes import QuoteStore
from bot.text.language import Language, detect
from bot.text.normalise import normalise

_log = logging.getLogger(__name__)
# What a day's saying is drawn from: a fact is no saying.
_SAYINGS = (Kind.PROVERB, Kind.QUOTE)
# The day turns for everybody at once, at midnight in Astana (UTC+5): between Beijing and Moscow, where nobody is awake to see it.
_DAY_ZONE = datetime.timezone(datetime.timedelta(hours=5))
# A deep link opens one quote: t.me/<bot>?start=q_<id>.
DEEP_LINK_PREFIX = "q_"


class Conversation:
    """Answers whatever comes in. It remembers only through the stores, so any replica can answer next."""

    def __init__(
        self,
        answering: Answering,
        quotes: QuoteStore,
        pools: Pools,
        chats: ChatStore,
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
        self._pools = pools
        self._chats = chats
        self._topics = topics
        self._clock = clock
        self._chance = chance
        self._keeping = keeping
        self.posting = posting
        self._memory = Memory(answering, quotes, chance)

    async def respond(self, incoming: Incoming) -> Answer:
        """Answer one incoming text or press. Whatever was typed or forged, the result is an `Answer`, not an error.

        Raises:
            StoreAway: the store is away, and it cannot be answered without.
        """
        try:
            return await self._met(incoming)
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
        if not incoming.inline and not self.posting.meeting.knows(incoming.chat_id):
            await self.posting.meeting.meet(incoming, await self.language(incoming))
        return await self._respond(incoming)

    async def _respond(self, incoming: Incoming) -> Answer:
        typed = incoming.text
        # Cut and cleaned once, so that intent and language are read from the same text.
        incoming = replace(incoming, text=legible(typed))
        if incoming.press is not None:
            return await self._answer(parse_press(incoming.press), incoming)
        # Of those who speak as a channel nobody can be told from another: they may ask, and nothing more.
        if not incoming.masked and not incoming.text.startswith("/") and (draft := await self._keeping.drafting.waiting(incoming)):
            await incoming.change()
            # The words of a saying are no sign of the language its keeper wants to be asked in.
            return await self._keeping.take(draft, typed, incoming, await self.language(replace(incoming, text="")))
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
            case Draw(kinds, wish, language):
                return await self._draw(kinds, wish, language, incoming)
            case DrawTopic("", language):
                return await self._topic_menu(language or await self.language(incoming), incoming)
            case DrawTopic(words, language):
                return await self._draw(tuple(Kind), words, language, incoming)
            case Today():
                return await self._today(incoming)
            case Open(quote_id, language, detailed):
                return await self._open(quote_id, language or await self.language(incoming), incoming, detailed=detailed)
            case Another(quote_id, topic, language):
                following = await self._pools.next_after(Pool(topic=topic, collection=_collection(incoming)), quote_id)
                found = await self._shown(following, language, incoming)
                # On through the same pool, so that none comes twice before all have come.
                return replace(found, topic=topic) if found else Gone(language)
            case _ if isinstance(intent, Upkeep | Unasked) and incoming.masked:
                return Told(await self.language(incoming), Say.NOT_AN_EDITOR, refused=True)
            case _ if isinstance(intent, Upkeep):
                await incoming.change()
                answer = await self._keeping.respond(intent, incoming, await self.language(incoming))
                if isinstance(intent, Forget):
                    self.posting.meeting.forget(incoming.person_id)
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
        """The language to answer in: the person's choice, the chat's, the one *typed*, the client's, English."""
        if incoming.wanted:
            return incoming.wanted
        chosen = await self._chats.languages(incoming.person_id, incoming.chat_id)
        written = "" if typed or incoming.press is not None or incoming.text.startswith("/") else incoming.text
        typed = typed or language_of_word(written)
        guess = detect(written)
        if guess and guess.sure:
            typed = guess.language
        unsure = guess.language if guess else Language.EN
        return chosen.get(incoming.person_id) or chosen.get(incoming.chat_id) or typed or client_language(incoming) or unsure

    async def _is_closed(self, intent: Intent, incoming: Incoming) -> bool:
        """Whether a group has settled that this is for its admins, and whoever wants it is none."""
        if incoming.channel:
            # Whatever is pressed there, everybody sees it.
            return not await incoming.rights.may_manage()
        settings = await self._chats.settings(incoming.chat_id)
        match intent:
            case Ask() | Draw() | DrawTopic() | Today() | Open() | Another():
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
            ids = await self._pools.from_day(self._today_date(), Pool(_SAYINGS), most)
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
        if people and (said := await self._saying_of(*people, incoming)):
            return said
        result = await self._answering.ask(words, searching=searching, collection=incoming.chat_id)
        if people and result.outcome is Outcome.NOTHING:
            # Whose saying it is says nothing of which one.
            result = await self._answering.ask(people[1], collection=incoming.chat_id)
        if not searching and (topic := self._topic_in(words, result)):
            # Somebody who names a topic wants a saying on it, and each time another.
            pool = Pool(kinds_named(words), topic[0].id, _collection(incoming))
            drawn = await self._from_pool(pool, await self.language(incoming, topic[1]), incoming)
            if isinstance(drawn, Found):
                return drawn
        language = await self.language(incoming, spoken(result, incoming))
        found = await self._quotes.get((hit.quote_id for hit in result.choices), _collection(incoming))
        await self._keeping.count(language, result.outcome, words if result.outcome is Outcome.NOTHING else None)
        match result.outcome:
            case Outcome.CHOICES if len(found) > 1:
                return Choices(language, tuple(found))
            case Outcome.ANSWER | Outcome.CHOICES if found:
                return await self._with_rights(found_as(language, found[0]), incoming)
            case _:
                return Nothing(language)

    async def _saying_of(self, said_in: Language, words: str, incoming: Incoming) -> Found | None:
        """A saying that was first said in this language; on the topic that *words* ask for, when they ask for more than any."""
        topic = self._topics.named(words)
        if topic is None and (" " in words or kind_named(words) is None):
            return None
        pool = Pool(kinds_named(words), topic[0].id if topic else None, _collection(incoming), said_in)
        drawn: Answer = await self._from_pool(pool, await self.language(incoming, topic[1] if topic else None), incoming)
        return drawn if isinstance(drawn, Found) else None

    def _topic_in(self, words: str, result: Result) -> tuple[Topic, Language | None] | None:
        """The topic that *words* ask for, where nothing that was found says just that."""
        if is_interjection(words):
            return None
        if result.outcome is Outcome.NOTHING:
            return self._topics.named(words) or self._topics.misspelt(words)
        best, asked = result.hits[0], essence(normalise(words))
        said = best.role < Role.ASK and (best.verbatim or holds_word(best.text, asked) or holds_form(best.text, asked))
        # Sayings that have the word, or are asked for with it: "water" is a word of its own, whatever broad topic it belongs to.
        narrower = (said or (best.way is Way.THEME and asked != normalise(words))) and not self._topics.is_name(words)
        if best.kind in kinds_named(words) and (narrower or (best.verbatim and result.outcome is Outcome.ANSWER)):
            return None
        return self._topics.named(words)

    async def _draw(self, kinds: tuple[Kind, ...], wish: str, language: Language | None, incoming: Incoming) -> Answer:
        named, rest = (language, wish) if language else _language_in(wish)
        topic = self._topics.find(rest) if rest else None
        if rest and topic is None:
            return await self._topic_menu(await self.language(incoming, named or _typed(rest)), incoming, unknown=rest)
        language = named or await self.language(incoming, topic[1] if topic else None)
        return await self._from_pool(Pool(kinds, topic[0].id if topic else None, _collection(incoming)), language, incoming)

    async def _from_pool(self, pool: Pool, language: Language, incoming: Incoming) -> Answer:
        id_ = await self._pools.draw(pool, incoming.chat_id, self._chance.getrandbits(63))
        return await self._shown(id_, language, incoming, pool.topic) or EmptyPool(language)

    async def _topic_menu(self, language: Language, incoming: Incoming, unknown: str | None = None) -> Answer:
        sizes = await self._pools.sizes_of_topics(_collection(incoming))
        return TopicMenu(language, tuple((topic, sizes[topic.id]) for topic in self._topics.all if topic.id in sizes), unknown)

    async def _today(self, incoming: Incoming) -> Answer:
        language = await self.language(incoming)
        found = await self._shown(await self._pools.of_day(self._today_date(), Pool(_SAYINGS)), language, incoming)
        return replace(found, occasion=Occasion.TODAY) if found else EmptyPool(language)

    def _today_date(self) -> datetime.date:
        return self._clock().astimezone(_DAY_ZONE).date()

    async def _open(self, quote_id: str, language: Language, incoming: Incoming, *, detailed: bool = False) -> Answer:
        found = await self._shown(quote_id, language, incoming)
        return replace(found, detailed=detailed) if found else Gone(language)

    async def _shown(self, quote_id: str | None, language: Language, incoming: Incoming, topic: str | None = None) -> Found | None:
        """The quote of this id as an answer; None when there is none that may be seen here."""
        quotes = await self._quotes.get([quote_id] if quote_id else [], _collection(incoming))
        return await self._with_rights(found_as(language, quotes[0], topic), incoming) if quotes else None

    async def _with_rights(self, found: Found, incoming: Incoming) -> Found:
        """*found* with the button to edit it where its reader, alone with the bot, may."""
        return replace(found, editable=True) if incoming.private and await self._keeping.edits_common(incoming.person_id) else found

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
        await self._chats.choose_language(incoming.person_id if incoming.private else incoming.chat_id, language)
        return LanguageChosen(language or await self.language(incoming), language, incoming.private)


def _collection(incoming: Incoming) -> int | None:
    """The group whose own quotes may be seen here, besides the common ones."""
    return None if incoming.private else incoming.chat_id


def _typed(words: str) -> Language | None:
    guess = detect(words)
    return guess.language if guess and guess.sure else None


def _language_in(wish: str) -> tuple[Language | None, str]:
    """The language a wish names, and the rest of it: "kk достық" is Kazakh and friendship."""
    if named := language_named(wish):
        return named, ""
    first, _, rest = wish.partition(" ")
    if rest and (named := language_named(first)):
        return named, rest.strip()
    return None, wish
