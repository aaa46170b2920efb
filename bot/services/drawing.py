"""What is drawn from the collection: at random, on a topic, of a people, of the day, and one after the other."""

import datetime
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.corpus.quote import Kind, Topic
from bot.errors import StoreAway
from bot.search.asking import asked_for, is_for_any, wanted
from bot.search.confidence import Outcome, tells_of
from bot.search.hits import Role, Way
from bot.services.answering import Result, of_a_sort
from bot.services.answers import Answer, EmptyPool, Found, Gone, Occasion, TopicMenu
from bot.services.from_memory import found_as
from bot.services.incoming import Incoming
from bot.services.languages import Languages
from bot.services.smalltalk import is_interjection
from bot.services.topics import Topics
from bot.services.words import kinds_named, language_named
from bot.store.pools import Pool, Pools
from bot.store.quotes import QuoteStore
from bot.text.language import Language, detect
from bot.text.normalise import normalise

# What a day's saying is drawn from: a fact is no saying.
_SAYINGS = (Kind.PROVERB, Kind.QUOTE)
# "One more" is of what was drawn within an hour; after that nobody remembers what it was.
LATELY_MILLISECONDS = 3_600_000
# The day turns for everybody at once, at midnight in Astana (UTC+5): between Beijing and Moscow, where nobody is awake to see it.
_DAY_ZONE = datetime.timezone(datetime.timedelta(hours=5))


@dataclass(frozen=True)
class Drawing:
    """Draws quotes and shows them. *clock* gives the present with its zone, and *edits* tells who may edit the common quotes, by id."""

    quotes: QuoteStore
    pools: Pools
    topics: Topics
    languages: Languages
    clock: Callable[[], datetime.datetime]
    chance: random.Random
    edits: Callable[[int], Awaitable[bool]]

    async def draw(
        self, kinds: tuple[Kind, ...], wish: str, language: Language | None, incoming: Incoming, said_in: Language | None = None
    ) -> Answer:
        """A quote of these *kinds*, as a *wish* has it: in a language, on a topic, or both; a topic that is not known gets their menu.

        With *said_in* one that was first said in that language.
        """
        named, rest = (language, wish) if language else _language_in(wish)
        topic = self.topics.find(rest) if rest else None
        if rest and topic is None:
            return await self.topics_to_choose_from(await self.languages.of(incoming, named or _typed(rest)), incoming, unknown=rest)
        language = named or await self.languages.of(incoming, topic[1] if topic else None)
        pool = Pool(kinds, topic[0].id if topic else None, collection_of(incoming), said_in)
        return await self._from_pool(pool, language, incoming) or EmptyPool(language)

    async def one_more(self, incoming: Incoming) -> Answer:
        """Another of what the chat drew last; any, where that is long ago."""
        since = self.milliseconds() - LATELY_MILLISECONDS
        pool = await self.pools.latest(incoming.chat_id, collection_of(incoming), since) or Pool(collection=collection_of(incoming))
        language = await self.languages.of(incoming)
        # Of the only quote about love one more is a proverb about it.
        for wider in (pool, replace(pool, kinds=of_a_sort(pool.kinds)), replace(pool, kinds=of_a_sort(pool.kinds), topic=None)):
            if another := await self._from_pool(wider, language, incoming, other=True):
                return another
        return await self._from_pool(pool, language, incoming) or EmptyPool(language)

    async def saying_of(self, said_in: Language, words: str, incoming: Incoming, *, broad: bool = False) -> Found | None:
        """A saying that was first said in this language; on the topic that *words* name, when they ask for more than any.

        A *broad* topic is one that the words only belong to.
        """
        topic = self.topics.named(words) if broad or self.topics.is_name(words) else None
        if topic is None and not is_for_any(normalise(words)):
            return None
        pool = Pool(kinds_named(words), topic[0].id if topic else None, collection_of(incoming), said_in)
        return await self._from_pool(pool, await self.languages.of(incoming, topic[1] if topic else None), incoming)

    async def on_topic_of(self, words: str, result: Result, incoming: Incoming) -> Found | None:
        """A saying on the topic that *words* ask for, each time another; None where what was found, the *result*, says just that."""
        topic = self._topic_in(words, result)
        if topic is None:
            return None
        asked = asked_for(normalise(words))
        likely = topic[1] or result.likely
        # Of a topic of which many sayings have the very word, those that have it.
        having = [hit for hit in result.hits if hit.role < Role.NAME and tells_of(hit, asked, likely)]
        told = [hit for hit in having if hit.role < Role.ASK]
        if not self.topics.is_name(words):
            told = told or having  # of a narrower word at least those that people ask for with it
        kinds = kinds_named(words)
        if told and not any(hit.kind in kinds for hit in told) and not self.topics.is_name(words):
            kinds = of_a_sort(kinds)  # rather a quote that has the word than a proverb that has not; of a topic any is on it
        pool, among = Pool(kinds, topic[0].id, collection_of(incoming)), [hit.quote_id for hit in told]
        # Of a topic rather one of the reader's people than a translation that happens to have its name; of a narrower word one that has it.
        own = not told or self.topics.is_name(words)
        return await self._from_pool(pool, await self.languages.of(incoming, topic[1]), incoming, among, own=own)

    async def note_topic_of(self, words: str, shown: str, incoming: Incoming) -> None:
        """Remember the topic that *words* name, for whoever then wants one more; the quote of the id *shown* was found for them.

        Where they ask for a saying about what is no topic, one more is any, and none of what was asked for before.
        """
        topic = self.topics.named(words)
        if (topic or wanted(normalise(words))) and not incoming.hurried:
            pool = Pool(kinds_named(words), topic[0].id if topic else None, collection_of(incoming))
            with suppress(StoreAway):  # what was found is shown all the same
                await self.pools.note(pool, incoming.chat_id, shown, self.chance.getrandbits(63), self.milliseconds())

    def _topic_in(self, words: str, result: Result) -> tuple[Topic, Language | None] | None:
        """The topic that *words* ask for, where nothing that was found says just that."""
        asks = wanted(normalise(words))
        if result.named or is_interjection(words) or (asks and asks.verbatim):
            return None
        if asks and asks.by and result.outcome is Outcome.ANSWER:
            return None  # just that is asked for of somebody
        if result.outcome is Outcome.NOTHING:
            misspelt = self.topics.misspelt(words)
            # A word of another language is no slip of that one: "кошек" (cats) is not "көмек" (help).
            spoken = result.language or result.likely
            other = misspelt and misspelt[1] and spoken and misspelt[1] is not spoken
            return self.topics.named(words) or (None if other else misspelt)
        topic = self.topics.named(words)
        if topic is None:
            return None
        best, asked = result.choices[0], asked_for(normalise(words))
        said = best.role < Role.ASK and (best.verbatim or tells_of(best, asked, result.likely))
        # Sayings that have the word, or are asked for with it: "water" is a word of its own, whatever broad topic it belongs to.
        narrower = (said or (best.way is Way.THEME and asked != normalise(words))) and not self.topics.is_name(words)
        if best.kind in kinds_named(words) and (narrower or (best.verbatim and result.outcome is Outcome.ANSWER)):
            return None
        return topic

    async def _from_pool(
        self, pool: Pool, language: Language, incoming: Incoming, among: Sequence[str] = (), *, own: bool = True, other: bool = False
    ) -> Found | None:
        if incoming.hurried:
            raise StoreAway("how far a chat has come cannot be written down")
        start, first_in = self.chance.getrandbits(63), language if own else None
        id_ = await self.pools.draw(pool, incoming.chat_id, start, self.milliseconds(), among, first_in=first_in, other=other)
        return await self.shown(id_, language, incoming, pool.topic)

    async def topics_to_choose_from(self, language: Language, incoming: Incoming, unknown: str | None = None) -> Answer:
        """The topics with how many quotes each has here, to choose from; *unknown* is what was asked for and is none."""
        sizes = await self.pools.sizes_of_topics(collection_of(incoming))
        return TopicMenu(language, tuple((topic, sizes[topic.id]) for topic in self.topics.all if topic.id in sizes), unknown)

    async def of_the_day(self, language: Language, incoming: Incoming) -> Answer:
        """The saying of the day, the same for everybody."""
        found = await self.shown(await self.pools.of_day(self._date(), Pool(_SAYINGS)), language, incoming)
        return replace(found, occasion=Occasion.TODAY) if found else EmptyPool(language)

    async def from_the_day(self, most: int) -> Sequence[str]:
        """The ids of the saying of the day and of what follows it in the collection, up to *most*."""
        return await self.pools.from_day(self._date(), Pool(_SAYINGS), most)

    def milliseconds(self) -> int:
        """The present in milliseconds since the epoch."""
        return int(self.clock().timestamp() * 1000)

    def _date(self) -> datetime.date:
        return self.clock().astimezone(_DAY_ZONE).date()

    async def another(self, quote_id: str, topic: str | None, language: Language, incoming: Incoming) -> Answer:
        """The quote that follows that of *quote_id* in a *topic*, or among all."""
        following = await self.pools.next_after(Pool(topic=topic, collection=collection_of(incoming)), quote_id)
        found = await self.shown(following, language, incoming)
        # On through the same pool, so that none comes twice before all have come.
        return replace(found, topic=topic) if found else Gone(language)

    async def shown(self, quote_id: str | None, language: Language, incoming: Incoming, topic: str | None = None) -> Found | None:
        """The quote of this id as an answer; None when there is none that may be seen here."""
        quotes = await self.quotes.get([quote_id] if quote_id else [], collection_of(incoming))
        return await self.with_rights(found_as(language, quotes[0], topic), incoming) if quotes else None

    async def with_rights(self, found: Found, incoming: Incoming) -> Found:
        """*found* with the button to edit it where its reader, alone with the bot, may."""
        return replace(found, editable=True) if incoming.private and await self.edits(incoming.person_id) else found


def collection_of(incoming: Incoming) -> int | None:
    """The group whose own quotes may be seen here, besides the common ones."""
    return None if incoming.private else incoming.chat_id


def _typed(words: str) -> Language | None:
    guess = detect(words)
    return guess.language if guess and guess.sure else None


def _language_in(wish: str) -> tuple[Language | None, str]:
    """The language a wish names, and the rest of it: "kk достық" is Kazakh and friendship, and so is "достық kk"."""
    if named := language_named(wish):
        return named, ""
    first, _, behind = wish.partition(" ")
    before, _, last = wish.rpartition(" ")
    # Before what it is to be about, or behind it.
    for word, rest in ((first, behind), (last, before)):
        if rest and (named := language_named(word)):
            return named, rest.strip()
    return None, wish
