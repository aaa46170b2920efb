"""A question into an answer: whose sayings are asked for, on what, and what there is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.corpus.quote import Quote
from bot.search.asking import asked_for, asks_for_sayings, wanted
from bot.search.confidence import Outcome, tells_of
from bot.search.forms import is_form
from bot.search.hits import Role, Way
from bot.search.query import Query
from bot.services.answering import MAX_CHOICES, Answering, Result, fitting, of_a_sort
from bot.services.answers import Answer, Choices, Nothing, WordsWanted
from bot.services.drawing import Drawing, collection_of
from bot.services.follow_ups import asks_meaning
from bot.services.from_memory import found_as, spoken
from bot.services.incoming import Incoming
from bot.services.peoples import is_of_others, sayings_of
from bot.services.smalltalk import is_interjection
from bot.services.upkeep import Keeping
from bot.services.words import kinds_named
from bot.store.quotes import QuoteStore
from bot.text.language import Language
from bot.text.layouts import other_layouts
from bot.text.normalise import normalise

# So many of those found are looked through for those of a people, or of a topic.
_LOOKED_THROUGH = 50
# A saying that somebody wants about something.
_ABOUT = {Language.ZH: "关于{}的名句", Language.KK: "{} туралы нақыл", Language.RU: "изречение про {}", Language.EN: "saying about {}"}
# What somebody is asked about, by name.
_SAID_ABOUT = {Language.ZH: "{}论{}", Language.KK: "{} {} туралы", Language.RU: "{} о {}", Language.EN: "{} about {}"}
_NAMED_WORDS, _NAME_LETTERS = 3, 4
# No topic is called by more.
_TOPIC_CHARS = 30
# What an ask is about is so much of it.
_ASK_SHARE = 0.25


@dataclass(frozen=True)
class Questions:
    """Answers what somebody asks for in words. *keeping* counts what was asked, for whoever looks after the collection."""

    answering: Answering
    quotes: QuoteStore
    drawing: Drawing
    keeping: Keeping

    async def ask(self, words: str, incoming: Incoming, *, searching: bool) -> Answer:
        """What there is for *words*; somebody who is *searching* names what is looked for, and does not talk."""
        if not words:
            return WordsWanted(await self.drawing.languages.of(incoming))
        words = words if searching else self._read(words)
        people = None if searching else sayings_of(words)
        if people and (said := await self.drawing.saying_of(*people, incoming)):
            return said
        # Whose saying it is says nothing of which one.
        asked = people[1] if people else words
        result = await self.answering.ask(asked, searching=searching, most=_LOOKED_THROUGH, collection=incoming.chat_id)
        if not searching and (meant := _on_another_layout(words, result)):
            return await self.ask(meant, incoming, searching=False)
        if not searching and result.outcome is Outcome.NOTHING and (theirs := await self._of_somebody(words, result, incoming)):
            return theirs
        if people and (theirs := await self._theirs(*people, result, incoming)):
            return theirs
        of_others = not searching and is_of_others(words) and not any(hit.role is Role.NAME for hit in result.choices)
        not_theirs = people is not None and (result.outcome is not Outcome.ANSWER or asks_for_sayings(asked))
        if of_others or not_theirs:
            # What other peoples say of it would be passed off as theirs.
            return await self._nothing(words, await self.drawing.languages.of(incoming, spoken(result, incoming)), incoming)
        if not searching and (drawn := await self.drawing.on_topic_of(words, result, incoming)):
            return drawn
        language = await self.drawing.languages.of(incoming, spoken(result, incoming))
        if on_topic := await self._theirs_on_topic(words, result, incoming):
            result = result._replace(outcome=Outcome.CHOICES)
        found = on_topic or await self.quotes.get((hit.quote_id for hit in result.choices), collection_of(incoming))
        if found:
            await self.drawing.note_topic_of(words, found[0].id, incoming)
        if result.outcome is Outcome.NOTHING:
            return await self._nothing(words, language, incoming)
        await self.keeping.count(language, result.outcome, hurried=incoming.hurried)
        match result.outcome:
            case Outcome.CHOICES if len(found) > 1:
                return Choices(language, tuple(found))
            case _ if found:
                shown = await self.drawing.with_rights(found_as(language, found[0]), incoming)
                return replace(shown, compared=result.is_said and asks_meaning(normalise(words)))
            case _:
                return Nothing(language)

    def _read(self, words: str) -> str:
        """*words* as they are meant: a topic that was typed on another layout, or a word that says what somebody wants a saying about."""
        if len(words) > _TOPIC_CHARS or is_interjection(words):
            return words
        topics = self.drawing.topics
        if topics.called(words) is None:
            # Of a word of which some letters stay the same on another layout the rest was not meant otherwise.
            others = (typed for typed in other_layouts(words) if not set(typed) & {char for char in words if char.isalpha()})
            words = next((typed for typed in others if topics.called(typed)), words)
        called = topics.called(words)
        # The name of a topic asks for any of its sayings; another word for it rather for those that have it.
        return _ABOUT[called[1]].format(words) if called and called[1] and not topics.is_name(words) else words

    async def _of_somebody(self, words: str, result: Result, incoming: Incoming) -> Answer | None:
        """What somebody has said about something, where *words* are only a name and that: "confucius friendship"; None of all else.

        The *result* is what all of them have found.
        """
        parts = words.split()
        if result.likely is None or not result.hits or not 1 < len(parts) <= _NAMED_WORDS:
            return None
        names = {word for hit in result.hits if hit.role is Role.NAME for word in hit.text.split()}
        for nearest in await self.quotes.get([result.hits[0].quote_id], collection_of(incoming)):
            names |= {*normalise(nearest.speaker.names.get(result.likely, "")).split()} if nearest.speaker else set()
        for who, about in ((parts[0], " ".join(parts[1:])), (parts[-1], " ".join(parts[:-1]))):
            if not any(is_form(normalise(who), name, result.likely, _NAME_LETTERS) for name in names):
                continue
            request = _SAID_ABOUT[result.likely].format(who, about)
            theirs = await self.answering.ask(request, most=_LOOKED_THROUGH, collection=incoming.chat_id)
            # Whoever it is may have said nothing about it; of a topic it is known that it is one.
            if theirs.named and (theirs.outcome is Outcome.ANSWER or self.drawing.topics.called(about)):
                return await self.ask(request, incoming, searching=False)
        return None

    async def _theirs_on_topic(self, words: str, result: Result, incoming: Incoming) -> Sequence[Quote]:
        """Of the sayings of somebody whom *words* ask about a topic, the *result*, those on it, where none has the very word."""
        asked = wanted(normalise(words)) if result.named and result.outcome is not Outcome.ANSWER else None
        topic = self.drawing.topics.inflected(asked.by.about) if asked and asked.by and asked.by.about else None
        if topic is None:
            return ()
        known = await self.quotes.get((hit.quote_id for hit in result.hits if hit.role is Role.NAME), collection_of(incoming))
        return [quote for quote in known if topic[0].id in quote.topics][:MAX_CHOICES]

    async def _nothing(self, words: str, language: Language, incoming: Incoming) -> Answer:
        """That there is nothing, which is remembered for whoever looks after the collection."""
        await self.keeping.count(language, Outcome.NOTHING, words, hurried=incoming.hurried)
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
        known = await self.quotes.get((hit.quote_id for hit in told), collection_of(incoming))
        theirs = {quote.id: quote for quote in known if quote.language is said_in}
        # Those that have the word before those that are only asked for with it.
        own = [theirs[hit.quote_id] for hit in told if hit.role < Role.ASK and hit.quote_id in theirs]
        if found := (own or list(theirs.values()))[:MAX_CHOICES]:
            language = await self.drawing.languages.of(incoming, spoken(result, incoming))
            if len(found) > 1:
                return Choices(language, tuple(found))
            return await self.drawing.with_rights(found_as(language, found[0]), incoming)
        return await self.drawing.saying_of(said_in, words, incoming, broad=True)


def _on_another_layout(words: str, result: Result) -> str | None:
    """The request for a saying that *words* are when they are read on another layout, where that has found the *result*, or nothing has."""
    unlike = result.outcome is Outcome.NOTHING or result.hits[0].way is Way.LAYOUT
    if unlike and not asks_for_sayings(words):
        return next((typed for typed in other_layouts(words) if asks_for_sayings(typed)), None)
    return None
