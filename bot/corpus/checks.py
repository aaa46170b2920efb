"""What a curator would want to know of the texts of a quote before readers see them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum

from bot.corpus.calendar import Theme
from bot.corpus.quote import MAX_TEXT_CHARS, NearMiss, Quote
from bot.corpus.reader import Place
from bot.errors import QuoteFileError
from bot.text.normalise import normalise
from bot.text.scripts import mixed_script_words

# Telegram takes 4,096 characters a message; the original, the speaker and the source stand in the same one.
_MAX_ANSWER_CHARS = 3500
_CONTROL = {"Cc", "Cf", "Co", "Cs"}
# The fillers of Korean syllables are letters to Unicode, and blanks to readers and to Telegram.
_LETTER = re.compile(r"[^\W_\u115f\u1160\u3164\uffa0]")
_LINK = re.compile(r"(?i)https?://|www\.|\bt\.me/|tg://|\b[\w-]+\.(?:com|org|net|info|io|ru|kz|cn|su|biz|xyz)\b")


class Flaw(StrEnum):
    """Why a text that a person typed cannot be taken as it is."""

    EMPTY = "empty"  # neither letters nor digits, as of only emoji
    LONG = "long"
    INVISIBLE = "invisible"  # control characters, or marks that turn the direction of writing
    LINK = "link"


def tidied(text: str) -> str:
    """*text* as it is kept: in NFC, without spaces at its edges or doubled ones. Idempotent."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(line for line in lines if line)


def flaw_of(text: str) -> Flaw | None:
    """What keeps a tidied *text* from being a wording, a name or a title; None when nothing does."""
    if _hides_something(text):
        return Flaw.INVISIBLE
    if not _LETTER.search(text):
        return Flaw.EMPTY
    if len(text) > MAX_TEXT_CHARS:
        return Flaw.LONG
    return Flaw.LINK if _LINK.search(text) else None


def _hides_something(text: str) -> bool:
    """Whether *text* holds characters that no reader sees; a verse has lines."""
    return any(unicodedata.category(char) in _CONTROL for char in text if char != "\n")


def text_problems(text: str) -> Iterator[str]:
    """What is wrong with one *text*, in a few words each."""
    yield from _mixtures(text)
    yield from _blemishes(text)


def _mixtures(text: str) -> Iterator[str]:
    for word in mixed_script_words(text):
        letters = ", ".join(f"{char} {unicodedata.name(char)}" for char in dict.fromkeys(word) if "LATIN" in unicodedata.name(char, ""))
        yield f"{word!r} mixes Latin and Cyrillic ({letters})"


def _blemishes(text: str) -> Iterator[str]:
    if not unicodedata.is_normalized("NFC", text):
        yield "not in Unicode NFC"
    if text != text.strip() or "  " in text:
        yield "spaces at the edge, or doubled"
    if _hides_something(text):
        yield "control or invisible characters"


def texts_of(quote: Quote) -> Iterator[str]:
    """Every text of *quote* that readers see or search meets."""
    for rendering in quote.renderings:
        yield rendering.text
        yield from rendering.variants
    for asks in quote.asks.values():
        yield from asks
    for who in (quote.speaker, quote.cited_by):
        if who:
            yield from who.names.values()
            yield from (who.about or {}).values()
    for source in (quote.source, *(rendering.source for rendering in quote.renderings)):
        if source:
            yield from filter(None, (source.title, source.publisher))


def quote_problems(quote: Quote, place: Place) -> Iterator[QuoteFileError]:
    """What is wrong with the texts of one quote."""
    yield from mixed_scripts(quote, place)
    yield from blemishes(quote, place)


def mixed_scripts(quote: Quote, place: Place) -> Iterator[QuoteFileError]:
    """The words of one quote in which letters of two scripts are mixed: a slip most often, but a person may want them so."""
    for text in texts_of(quote):
        for problem in _mixtures(text):
            yield place.problem(f"{quote.id}: {problem}: {text[:60]!r}", text)


def blemishes(quote: Quote, place: Place) -> Iterator[QuoteFileError]:
    """What else is wrong with the texts of one quote, and nobody could want."""
    for text in texts_of(quote):
        for problem in _blemishes(text):
            yield place.problem(f"{quote.id}: {problem}: {text[:60]!r}", text)
    length = sum(len(rendering.text) for rendering in quote.renderings)
    if length > _MAX_ANSWER_CHARS:
        yield place.problem(f"{quote.id}: its wordings have {length} characters; {_MAX_ANSWER_CHARS} fit a message")
    for language, asks in quote.asks.items():
        doubled = {ask for ask in asks if asks.count(ask) > 1}
        for ask in doubled:
            yield place.problem(f"{quote.id}: the same ask twice in {language}: {ask!r}", ask)


def corpus_problems(quotes: Iterable[tuple[Quote, Place]]) -> Iterator[QuoteFileError]:
    """What is wrong with the texts of all *quotes*."""
    for quote, place in quotes:
        yield from quote_problems(quote, place)


def near_miss_problems(near_misses: Iterable[tuple[NearMiss, Place]], quotes: Iterable[Quote]) -> Iterator[QuoteFileError]:
    """What is wrong with the texts of *near_misses*, beside *quotes*."""
    answered = {normalise(ask): quote.id for quote in quotes for asks in quote.asks.values() for ask in asks}
    for near_miss, place in near_misses:
        for asks in near_miss.asks.values():
            for ask in asks:
                for problem in text_problems(ask):
                    yield place.problem(f"{near_miss.id}: {problem}: {ask[:60]!r}", ask)
                if quote_id := answered.get(normalise(ask)):
                    yield place.problem(f"{near_miss.id}: an ask of the quote {quote_id}, too: {ask[:60]!r}", ask)


def calendar_problems(themes: Iterable[tuple[Theme, Place]]) -> Iterator[QuoteFileError]:
    """What is wrong with the names of all *themes*."""
    for theme, place in themes:
        for name in theme.names.values():
            for problem in text_problems(name):
                yield place.problem(f"{theme.id}: {problem}: {name[:60]!r}", name)
