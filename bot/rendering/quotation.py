"""One quote in words: the saying, its original, who said it, when, and where it stands."""

from collections.abc import Iterable

from msgspec.structs import replace

from bot.corpus.quote import Attribution, Kind, Names, Quote, Rendering, RenderingType, Source, Speaker, SpeakerKind
from bot.rendering.catalogue import Catalogue
from bot.rendering.labels import LANGUAGE_LABELS
from bot.rendering.reply import Span, Style, bold, fill, italic, lines
from bot.services.answers import Found
from bot.text.language import Language

# Long texts are cut where only a glimpse is wanted, as on a button.
_ELLIPSIS = "…"
_PARAGRAPH = "\n\n"


def main_rendering(quote: Quote, language: Language) -> Rendering:
    """The wording shown to readers of *language*; where there is none, the original, and without that the quote's first."""
    mains = [one for one in quote.renderings if one.type is not RenderingType.EQUIVALENT]
    original = next((one for one in mains if one.type is RenderingType.ORIGINAL), None)
    return next((one for one in mains if one.language is language), original or (mains or list(quote.renderings))[0])


def wording(quote: Quote, rendering: Rendering, catalogue: Catalogue) -> str:
    """The text of a rendering with its figures written out, in quotation marks where they are somebody's own words."""
    text = rendering.text
    for name, figure in quote.figures.items():
        text = text.replace(f"{{{name}}}", catalogue.figure(figure))
    if quote.kind is Kind.QUOTE and not quote.reported:
        if text.endswith("."):
            # Translators: a whole sentence of somebody's; the full stop stands inside or outside the marks as the language has it.
            return catalogue.gettext("“{words}.”").format(words=text.removesuffix("."))
        # Translators: somebody's words, in the quotation marks of the language.
        return catalogue.gettext("“{words}”").format(words=text)
    return text


def glimpse(quote: Quote, catalogue: Catalogue, max_chars: int, rendering: Rendering | None = None) -> str:
    """The wording, or that of a *rendering*, in one line of at most *max_chars*."""
    return cut(" ".join(wording(quote, rendering or main_rendering(quote, catalogue.language), catalogue).split()), max_chars)


def cut(text: str, max_chars: int) -> str:
    """*text*, or its beginning of at most *max_chars*."""
    return text if len(text) <= max_chars else text[: max_chars - 1].rstrip(" ,，、;；:：.—-") + _ELLIPSIS


def whole(answer: Found, catalogue: Catalogue) -> tuple[Span, ...]:
    """One saying as readers see it: its words, its original, who said it and where it stands."""
    quote = answer.quote
    body = lines(saying(answer, catalogue), wording_note(answer, catalogue))
    around = lines(original(answer, catalogue), equivalents(answer, catalogue))
    compared = lines(*comparison(answer, catalogue)) if answer.compared else None
    whence = lines(
        speaker(quote, catalogue),
        cited_by(quote, catalogue),
        figures_by(quote, catalogue),
        source(answer, catalogue),
        *(details(answer, catalogue) if answer.detailed else ()),
    )
    return lines(body, around, compared, whence, gap=_PARAGRAPH)


def saying(answer: Found, catalogue: Catalogue) -> list[Span]:
    """The saying itself."""
    return [bold(wording(answer.quote, main_rendering(answer.quote, answer.language), catalogue))]


def original(answer: Found, catalogue: Catalogue) -> list[Span]:
    """The original words, when they are known and in another language than the answer."""
    quote = answer.quote
    found = next((one for one in quote.renderings if one.type is RenderingType.ORIGINAL), None)
    if found is None or main_rendering(quote, answer.language) is found:
        return []
    # Translators: above the original words; {language} is its name in the middle of a sentence, such as "Kazakh".
    template = catalogue.gettext("Original ({language}): {words}")
    return fill(template, language=catalogue.language_name(found.language), words=italic(wording(quote, found, catalogue)))


def equivalents(answer: Found, catalogue: Catalogue) -> list[Span]:
    """Sayings of the reader's own language with the same moral."""
    found = [one for one in answer.quote.renderings if one.type is RenderingType.EQUIVALENT and one.language is answer.language]
    if not found:
        return []
    # Translators: {sayings} are proverbs of this language with the same moral but another image.
    template = catalogue.gettext("With the same meaning: {sayings}")
    # Translators: between two proverbs in one line.
    return fill(template, sayings=italic(catalogue.gettext(" / ").join(one.text for one in found)))


def comparison(answer: Found, catalogue: Catalogue) -> Iterable[list[Span]]:
    """What it is in other languages, a line each, with what is said there in its place: nobody has written down what it means."""
    quote = answer.quote
    # The original is told above.
    others = [one for one in quote.renderings if one.language is not answer.language and one.type is not RenderingType.ORIGINAL]
    if not others:
        yield [Span(catalogue.gettext("I have no explanation of it."))]
        return
    yield [Span(catalogue.gettext("I have no explanation of it, but this is how others say it:"))]
    for language in Language:
        if words := catalogue.gettext(" / ").join(wording(quote, one, catalogue) for one in others if one.language is language):
            yield fill(catalogue.gettext("{language}: {words}"), language=LANGUAGE_LABELS[language], words=words)


def speaker(quote: Quote, catalogue: Catalogue) -> list[Span]:
    """Who said it, and when."""
    parts = [*_speaker_name(quote.speaker, catalogue)]
    if quote.date and quote.speaker and quote.speaker.kind is SpeakerKind.PERSON:
        parts += [catalogue.gettext(", "), catalogue.partial_date(quote.date)]
    if not parts:
        return []
    said = "".join(parts)
    if quote.speaker and quote.speaker.kind is SpeakerKind.PEOPLE:
        return [Span(said)]
    if quote.attribution is Attribution.ATTRIBUTED:
        return fill(catalogue.gettext("— attributed to {speaker}"), speaker=said)
    if quote.attribution is Attribution.DISPUTED:
        return fill(catalogue.gettext("— {speaker} (disputed)"), speaker=said)
    return fill(catalogue.gettext("— {speaker}"), speaker=said)


def cited_by(quote: Quote, catalogue: Catalogue) -> list[Span]:
    """Who brought a proverb into the news, and when."""
    parts = _speaker_name(quote.cited_by, catalogue)
    if parts and quote.date:
        parts += [catalogue.gettext(", "), catalogue.partial_date(quote.date)]
    # Translators: {speaker} is a name with an office and a date, in the nominative.
    return fill(catalogue.gettext("Cited by: {speaker}"), speaker="".join(parts)) if parts else []


def figures_by(quote: Quote, catalogue: Catalogue) -> list[Span]:
    """Whose figures a fact gives."""
    whose = dict.fromkeys(_in_language(figure.by.names, catalogue.language) for figure in quote.figures.values() if figure.by)
    return fill(catalogue.gettext("Figures: {whose}"), whose=catalogue.gettext(", ").join(whose)) if whose else []


def source(answer: Found, catalogue: Catalogue) -> list[Span]:
    """Where it stands; and where this wording does, when that is another place."""
    quote = answer.quote
    own = main_rendering(quote, answer.language).source
    if own == quote.source:
        own = None
    where = quote.source
    if where and quote.speaker and where.publisher in quote.speaker.names.values():
        where = replace(where, publisher=None)  # who said it stands just above
    first = _reference(catalogue.gettext("Source: {source}"), where, catalogue)
    return [*lines(first, _reference(catalogue.gettext("This wording: {source}"), own, catalogue))]


def wording_note(answer: Found, catalogue: Catalogue) -> list[Span]:
    """What kind of wording the reader has before them; nothing where it is the original."""
    rendering = main_rendering(answer.quote, answer.language)
    if rendering.type is RenderingType.ORIGINAL and rendering.language is not answer.language:
        # Translators: under words shown as they were said; {language} is the name of their language, such as "Kazakh". Put the name
        # of your own language in the place of English.
        template = catalogue.gettext("Original in {language}; not yet translated into English")
        return [italic(template.format(language=catalogue.language_name(rendering.language)))]
    if _is_ours(answer.quote, rendering):
        return [italic(catalogue.gettext("Our translation"))]
    if _is_translated(answer.quote, rendering):
        # Translators: a translation somebody else has made.
        return [italic(catalogue.gettext("Translation"))]
    if rendering.type is RenderingType.PUBLISHED and rendering.language is not answer.quote.language:
        return [italic(catalogue.gettext("Published translation"))]
    return []


def details(answer: Found, catalogue: Catalogue) -> Iterable[list[Span]]:
    """All about the sources, a paragraph each."""
    quote = answer.quote
    yield [Span(_attribution(quote, catalogue))]
    if quote.reported:
        yield [Span(catalogue.gettext("The source reports these words in indirect speech."))]
    rendering = main_rendering(quote, answer.language)
    first = next((one for one in quote.renderings if one.type is RenderingType.ORIGINAL and one is not rendering), None)
    yield _reference(catalogue.gettext("The original: {source}"), first.source if first else None, catalogue)
    if _is_ours(quote, rendering):
        yield [Span(catalogue.gettext("This wording is a translation made for Hundred Flowers."))]
    # Translators: {id} is what commands such as /report call the saying by: Latin letters and figures.
    yield fill(catalogue.gettext("ID: {id}"), id=quote.id)


def _is_translated(quote: Quote, rendering: Rendering) -> bool:
    """Whether these words stand for somebody else's; a fact is nobody's words where it has neither a speaker nor an original."""
    somebodys = quote.kind is not Kind.FACT or quote.speaker or any(one.type is RenderingType.ORIGINAL for one in quote.renderings)
    return rendering.type is RenderingType.TRANSLATION and bool(somebodys)


def _is_ours(quote: Quote, rendering: Rendering) -> bool:
    """Whether these are our words for somebody else's; a translation with a source of its own is not ours."""
    return _is_translated(quote, rendering) and rendering.source is None


def _attribution(quote: Quote, catalogue: Catalogue) -> str:
    match quote.attribution:
        case Attribution.VERIFIED:
            return catalogue.gettext("Attribution: checked against the source.")
        case Attribution.ATTRIBUTED if quote.speaker is None and quote.kind is Kind.FACT:
            return catalogue.gettext("This has not been checked against a source yet.")
        case Attribution.ATTRIBUTED if quote.speaker is None:
            return catalogue.gettext("Attribution: unknown.")
        case Attribution.ATTRIBUTED:
            return catalogue.gettext("Attribution: by tradition; no first source is known to us.")
        case Attribution.DISPUTED:
            return catalogue.gettext("Attribution: disputed.")
        case Attribution.FOLK:
            return catalogue.gettext("Attribution: a folk saying, without an author.")


def _speaker_name(who: Speaker | None, catalogue: Catalogue) -> list[str]:
    if who is None:
        return []
    name = _in_language(who.names, catalogue.language)
    if not who.about:
        return [name]
    # Translators: a person and what they are: "Abai Qunanbaiuly, Kazakh poet".
    return [catalogue.gettext("{name}, {about}").format(name=name, about=_in_language(who.about, catalogue.language))]


def _in_language(names: Names, language: Language) -> str:
    """The name in *language*; where there is none, the one there is."""
    return names.get(language) or next(iter(names.values()), "")


def _reference(template: str, where: Source | None, catalogue: Catalogue) -> list[Span]:
    """The translated *template* with all about a source in it; nothing without one."""
    return fill(template, source=_title(where, catalogue)) + _imprint(where, catalogue) if where else []


def _title(where: Source, catalogue: Catalogue) -> Span:
    # Translators: the title of a book or an article, in the quotation marks of the language.
    return Span(catalogue.gettext("“{title}”").format(title=where.title), Style.PLAIN, url=where.address)


def _imprint(where: Source, catalogue: Catalogue) -> list[Span]:
    """Publisher and date behind a title, with the comma before them."""
    parts = [part for part in (where.publisher, where.date and catalogue.partial_date(where.date)) if part]
    return [Span("".join(catalogue.gettext(", ") + part for part in parts))] if parts else []
