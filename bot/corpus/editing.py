"""A quote with one thing about it changed: what `/add` and `/edit` do, a step at a time. Nothing here looks at a store."""

from enum import StrEnum

from msgspec.structs import replace

from bot.corpus.fields import Known, derived_id, digest
from bot.corpus.quote import UNSAVED, Attribution, Kind, Quote, Rendering, RenderingType, Source, Speaker, SpeakerKind
from bot.corpus.reader import PLACEHOLDER
from bot.text.language import Language
from bot.text.normalise import normalise
from bot.text.scripts import repaired


class Field(StrEnum):
    """What a quote has besides its words, by the name it has there."""

    SPEAKER = "speaker"
    SOURCE = "source"
    TOPICS = "topics"
    KIND = "kind"
    LANGUAGE = "language"


def begun(text: str, language: Language, known: Known) -> Quote:
    """A proverb of nobody in particular, of which only the words are known yet."""
    quote = Quote(
        id=UNSAVED,
        kind=Kind.PROVERB,
        language=language,
        attribution=Attribution.FOLK,
        topics=(),
        renderings=(Rendering(language, RenderingType.ORIGINAL, text),),
        asks={},
    )
    return with_speaker(quote, None, language, known)


def named(quote: Quote) -> Quote:
    """*quote* under the id that its content gives it."""
    return replace(quote, id=derived_id(quote, quote.renderings[0].text))


def wording_in(quote: Quote, language: Language) -> Rendering | None:
    """What readers of *language* are shown as the saying itself; None where it has not been put into it."""
    return next((one for one in quote.renderings if one.language is language and one.type is not RenderingType.EQUIVALENT), None)


def missing(quote: Quote) -> tuple[Language, ...]:
    """The languages it has not been put into."""
    return tuple(language for language in Language if wording_in(quote, language) is None)


def with_wording(quote: Quote, language: Language, text: str, source: Source | None = None) -> Quote:
    """*text* as what it says in *language*: in the place of what stood there, or as a translation."""
    before = wording_in(quote, language)
    if before is None:
        return replace(quote, renderings=(*quote.renderings, Rendering(language, RenderingType.TRANSLATION, text, source=source)))
    changed = replace(before, text=text)
    return replace(quote, renderings=tuple(changed if one is before else one for one in quote.renderings))


def keeps_figures(quote: Quote, language: Language, text: str) -> bool:
    """Whether *text* names the same figures as what stands there: they are written out only where a fact is shown."""
    before = wording_in(quote, language) or quote.renderings[0]
    return not quote.figures or set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(before.text))


def with_language(quote: Quote, language: Language, known: Known) -> Quote:
    """Its own words are of *language*; a translation into it goes."""
    original = quote.renderings[0]
    others = (one for one in quote.renderings[1:] if one.language is not language)
    changed = replace(quote, language=language, renderings=(replace(original, language=language), *others))
    return changed if _is_somebodys(quote) else with_speaker(changed, None, language, known)


def with_kind(quote: Quote, kind: Kind, known: Known) -> Quote:
    """It is of *kind*; a proverb without an author is the people's."""
    changed = replace(quote, kind=kind)
    return changed if _is_somebodys(quote) else with_speaker(changed, None, quote.language, known)


def with_speaker(quote: Quote, name: str | None, language: Language, known: Known) -> Quote:
    """Said by somebody who is called *name* in *language*; by nobody known, or the people, where that is None."""
    if name is None:
        is_proverb = quote.kind is Kind.PROVERB
        speaker = known.peoples[quote.language] if is_proverb else None
        return replace(quote, speaker=speaker, attribution=Attribution.FOLK if is_proverb else Attribution.ATTRIBUTED)
    before = quote.speaker if _is_somebodys(quote) else None
    if before and before.names.get(language) == name:
        return quote
    speaker = Speaker(f"person-{digest(f'{language} {name}')}", SpeakerKind.PERSON, {language: name})
    return replace(quote, speaker=speaker, attribution=Attribution.ATTRIBUTED)


def with_source(quote: Quote, title: str | None) -> Quote:
    """It stands in the book or the article *title*; nobody knows where when that is None."""
    return replace(quote, source=Source(f"source-{digest(title)}", title) if title else None)


def with_topic(quote: Quote, topic: str) -> Quote:
    """About *topic*, too; or about it no longer."""
    rest = tuple(one for one in quote.topics if one != topic)
    return replace(quote, topics=rest if len(rest) < len(quote.topics) else (*quote.topics, topic))


def mended(quote: Quote, known: Known) -> Quote:
    """*quote* with the words that mix scripts as they were probably meant: in its wordings, its speaker's name and its source's title."""
    changed = replace(quote, renderings=tuple(replace(one, text=repaired(one.text)) for one in quote.renderings))
    if quote.speaker and _is_somebodys(quote) and (name := quote.speaker.names.get(quote.language)):
        changed = with_speaker(changed, repaired(name), quote.language, known)
    if quote.source and (title := repaired(quote.source.title)) != quote.source.title:
        changed = replace(changed, source=replace(quote.source, id=f"source-{digest(title)}", title=title))
    return changed


def differences(before: Quote, after: Quote) -> tuple[Language | Field, ...]:
    """What of a quote has changed: what it says, by language, and its fields."""

    def words(quote: Quote, language: Language) -> tuple[Rendering, ...]:
        return tuple(one for one in quote.renderings if one.language is language)

    languages = (language for language in Language if words(before, language) != words(after, language))
    return (*languages, *(field for field in Field if getattr(before, field) != getattr(after, field)))


def added_to(quote: Quote, other: Quote) -> Quote:
    """*other* with the own words of *quote* as its translation into their language, out of the same source."""
    return with_wording(other, quote.language, quote.renderings[0].text, quote.source)


def texts_like(quote: Quote) -> tuple[str, ...]:
    """The folded words by which a double of *quote* would be found, each once."""
    return tuple(dict.fromkeys(folded for one in quote.renderings if (folded := normalise(one.text))))


def _is_somebodys(quote: Quote) -> bool:
    return quote.speaker is not None and quote.speaker.kind is not SpeakerKind.PEOPLE
