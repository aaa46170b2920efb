"""What can be answered while the store is away: what needs no looking up, and sayings that were read before."""

import random
from dataclasses import dataclass, replace

from bot.corpus.quote import Quote
from bot.search.confidence import Outcome
from bot.services.answering import Answering, Result
from bot.services.answers import (
    Answer,
    Choices,
    Encouraged,
    Found,
    GoodbyeBack,
    GreetingBack,
    HelpText,
    Nothing,
    PrivacyText,
    Welcome,
    Welcomed,
)
from bot.services.incoming import Incoming
from bot.services.intents import parse_intent
from bot.services.presses import parse_press
from bot.services.reading_intents import Ask, Assent, Draw, Farewell, Greeting, Help, More, Open, Privacy, Start, Thanks
from bot.store.quotes import QuoteStore
from bot.text.language import CYRILLIC, Language, detect, language_of_tag
from bot.text.pinyin import LEAST_SYLLABLES, share_of_syllables, typed_pinyin


@dataclass(frozen=True)
class Memory:
    """Answers without the store, in the language of the words or of the app: what somebody has chosen lies in the store."""

    answering: Answering
    quotes: QuoteStore
    chance: random.Random

    async def answer(self, incoming: Incoming) -> Answer | None:
        """The answer to a text or press; None when there is none without the store."""
        intent = parse_intent(incoming.text, private=incoming.private) if incoming.press is None else parse_press(incoming.press)
        language = incoming.wanted or client_language(incoming) or Language.EN
        match intent:
            case Ask(words, searching) if words:
                return await self._ask(words, incoming, searching=searching)
            case Open(quote_id, wanted, detailed):
                found = self.quotes.remembered([quote_id])
                return replace(found_as(wanted or language, found[0]), detailed=detailed) if found else None
            case More():
                known = self.quotes.any_remembered(self.chance)
                return found_as(language, known) if known else None
            case Draw(kinds, "", wanted):
                known = self.quotes.any_remembered(self.chance, kinds)
                return found_as(wanted or language, known) if known else None
            case Start(""):
                return Welcome(language)
            case Help():
                return HelpText(language)
            case Privacy():
                return PrivacyText(language)
            case Greeting(typed):
                return GreetingBack(typed)
            case Thanks(typed):
                return Welcomed(typed)
            case Assent(typed):
                return Encouraged(typed)
            case Farewell(typed):
                return GoodbyeBack(typed)
            case _:
                return None

    async def _ask(self, words: str, incoming: Incoming, *, searching: bool) -> Answer | None:
        result = await self.answering.ask(words, searching=searching)
        language = incoming.wanted or spoken(result, incoming) or Language.EN
        if result.outcome is Outcome.NOTHING:
            return Nothing(language)
        found = self.quotes.remembered(hit.quote_id for hit in result.choices)
        if len(found) < len(result.choices):
            # The best may be among those that are missing.
            return None
        choosing = result.outcome is Outcome.CHOICES and len(found) > 1
        return Choices(language, tuple(found)) if choosing else found_as(language, found[0])


def found_as(language: Language, quote: Quote, topic: str | None = None) -> Found:
    """*quote* as an answer, drawn from *topic* or found; what is like it is what is on the same topic."""
    return Found(language, quote, topic or next(iter(quote.topics), None))


def spoken(result: Result, incoming: Incoming) -> Language | None:
    """The language to answer a search in, as far as its words and the person's app tell."""
    client = client_language(incoming)
    if result.shared and result.language in CYRILLIC and client in CYRILLIC:
        return client
    return result.language or client or result.likely


def client_language(incoming: Incoming) -> Language | None:
    """The language of the person's app, when it is one of ours and may be that of the letters typed."""
    client = language_of_tag(incoming.client_language)
    guess = detect(incoming.written)
    if guess is None or client is None:
        return client
    if guess.language in CYRILLIC:
        return client if client in CYRILLIC else None
    is_no_pinyin = guess.language is Language.EN and share_of_syllables(typed_pinyin(incoming.text)) < LEAST_SYLLABLES
    return None if client is Language.ZH and is_no_pinyin else client
