"""One quote in words: what is a translation is marked as one, and the source is always named."""

import pytest
from msgspec.structs import replace
from samples import BOOK, partial

from bot.corpus.quote import Attribution, Kind, Quote, Rendering, RenderingType, Speaker, SpeakerKind
from bot.corpus.reader import PLACEHOLDER, Corpus
from bot.rendering.messages import Renderer
from bot.rendering.quotation import glimpse
from bot.rendering.reply import Reply, Style
from bot.services.answers import Found
from bot.text.language import Language

KK, RU, EN, ZH = Language.KK, Language.RU, Language.EN, Language.ZH
OUR_TRANSLATION = {EN: "Our translation", KK: "Өз аудармамыз", RU: "Наш перевод", ZH: "本站译文"}


def shown(renderer: Renderer, quote: Quote, language: Language, *, detailed: bool = False) -> Reply:
    """The message with *quote* in *language*."""
    return renderer.render(Found(language, quote, next(iter(quote.topics), None), detailed=detailed))


def main_of(quote: Quote, language: Language) -> Rendering:
    """What readers of *language* are to be shown."""
    return next(one for one in quote.renderings if one.language is language and one.type is not RenderingType.EQUIVALENT)


def original_of(quote: Quote) -> Rendering | None:
    """The quote's own words, when they are known."""
    return next((one for one in quote.renderings if one.type is RenderingType.ORIGINAL), None)


def pieces(text: str) -> list[str]:
    """The parts of a text between its figures, without the full stop that some languages set behind the quotation marks."""
    return [piece for piece in PLACEHOLDER.split(text.removesuffix("."))[::2] if piece]


@pytest.mark.parametrize("detailed", [False, True])
@pytest.mark.parametrize("language", Language)
def test_every_shipped_quote_is_shown_in_every_language_with_its_source(
    renderer: Renderer, corpus: Corpus, language: Language, *, detailed: bool
) -> None:
    for quote in corpus.quotes:
        text = shown(renderer, quote, language, detailed=detailed).text

        assert len(text.encode("utf-16-le")) // 2 <= 4096, quote.id
        assert all(piece in text for piece in pieces(main_of(quote, language).text)), quote.id
        assert quote.source is not None
        assert quote.source.title in text, quote.id
        assert "{" not in text, quote.id


@pytest.mark.parametrize("language", Language)
def test_whoever_said_it_is_named_in_the_readers_language(renderer: Renderer, corpus: Corpus, language: Language) -> None:
    spoken = [quote for quote in corpus.quotes if quote.speaker]

    for quote in spoken:
        assert quote.speaker is not None
        assert quote.speaker.names[language] in shown(renderer, quote, language).text, quote.id


@pytest.mark.parametrize("language", Language)
def test_a_persons_words_are_dated(renderer: Renderer, corpus: Corpus, language: Language) -> None:
    dated = [quote for quote in corpus.quotes if quote.date and quote.speaker and quote.speaker.kind is SpeakerKind.PERSON]

    assert dated
    for quote in dated:
        assert renderer.catalogues[language].partial_date(str(quote.date)) in shown(renderer, quote, language).text, quote.id


@pytest.mark.parametrize("language", Language)
def test_the_original_stands_under_a_saying_in_another_language_and_only_there(
    renderer: Renderer, corpus: Corpus, language: Language
) -> None:
    for quote in corpus.quotes:
        original = original_of(quote)
        if original is None:
            continue
        text = shown(renderer, quote, language).text
        foreign = original is not main_of(quote, language)

        assert all(piece in text for piece in pieces(original.text)), quote.id
        assert not foreign or text.index(pieces(original.text)[0]) > text.index(pieces(main_of(quote, language).text)[0]), quote.id
        assert (renderer.catalogues[language].language_name(original.language) in text) or not foreign, quote.id


@pytest.mark.parametrize("language", Language)
def test_a_translation_of_somebodys_words_is_marked_as_one_and_nothing_else_is(
    renderer: Renderer, corpus: Corpus, language: Language
) -> None:
    """A fact that nobody has said is told in our own words: nothing is translated there."""
    mark = renderer.catalogues[language].gettext("Our translation")

    for quote in corpus.quotes:
        ours = main_of(quote, language).type is RenderingType.TRANSLATION and (quote.kind is not Kind.FACT or quote.speaker is not None)

        lines = shown(renderer, quote, language).text.splitlines()

        assert (mark in lines) == ours, quote.id


@pytest.mark.parametrize("language", Language)
def test_a_published_wording_names_where_it_was_published(renderer: Renderer, corpus: Corpus, language: Language) -> None:
    for quote in corpus.quotes:
        rendering = main_of(quote, language)
        if rendering.type is RenderingType.PUBLISHED:
            assert rendering.source is not None
            assert rendering.source.title in shown(renderer, quote, language, detailed=True).text, quote.id


@pytest.mark.parametrize("language", Language)
def test_sayings_of_the_readers_own_with_the_same_moral_are_shown(renderer: Renderer, corpus: Corpus, language: Language) -> None:
    for quote in corpus.quotes:
        text = shown(renderer, quote, language).text
        for rendering in quote.renderings:
            if rendering.type is RenderingType.EQUIVALENT and rendering.language is language:
                assert rendering.text in text, quote.id


@pytest.mark.parametrize("language", Language)
def test_whose_figures_they_are_is_said(renderer: Renderer, corpus: Corpus, language: Language) -> None:
    owned = [(quote, figure.by) for quote in corpus.quotes for figure in quote.figures.values() if figure.by]

    assert owned
    for quote, owner in owned:
        assert owner.names[language] in shown(renderer, quote, language).text, quote.id


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (EN, ["43.82 billion US dollars", "6.8%", "2024", "General Administration of Customs of China"]),
        (KK, ["43,82 миллиард АҚШ доллары", "6,8%", "2024", "Қытай Бас кеден басқармасы"]),
        (RU, ["43,82 миллиарда долларов США", "6,8\u00a0%", "2024", "Главное таможенное управление КНР"]),
        (ZH, ["438.2亿美元", "6.8%", "2024", "中国海关总署"]),
    ],
)
def test_the_trade_of_2024_is_told_with_its_figures_and_whose_they_are(
    renderer: Renderer, by_id: dict[str, Quote], language: Language, words: list[str]
) -> None:
    text = shown(renderer, by_id["trade-value-2024"], language).text

    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("language", Language)
def test_doubt_about_who_said_it_is_told(renderer: Renderer, corpus: Corpus, language: Language) -> None:
    """The same words of the same person read otherwise when it is not sure that they are theirs."""
    quote = next(quote for quote in corpus.quotes if quote.kind is Kind.QUOTE and quote.attribution is Attribution.VERIFIED)
    texts = {
        shown(renderer, with_attribution(quote, attribution), language).text
        for attribution in (Attribution.VERIFIED, Attribution.ATTRIBUTED, Attribution.DISPUTED)
    }

    assert len(texts) == 3


def with_attribution(quote: Quote, attribution: Attribution) -> Quote:
    """The same quote, otherwise ascribed."""
    return Quote(**{name: getattr(quote, name) for name in quote.__struct_fields__} | {"attribution": attribution})


@pytest.mark.parametrize(("language", "opening", "closing"), [(EN, "“", "”"), (KK, "«", "»"), (RU, "«", "»"), (ZH, "“", "”")])
def test_direct_speech_stands_in_the_quotation_marks_of_the_language_and_reported_speech_does_not(
    renderer: Renderer, corpus: Corpus, language: Language, opening: str, closing: str
) -> None:
    for quote in corpus.quotes:
        if quote.kind is Kind.QUOTE:
            saying = next(span.text for span in shown(renderer, quote, language).spans if span.style is Style.BOLD)

            marked = saying.startswith(opening) and saying.removesuffix(".").endswith(closing)
            assert marked == (not quote.reported), quote.id
            assert quote.reported or main_of(quote, language).text.removesuffix(".") in saying


@pytest.mark.parametrize("language", Language)
def test_the_source_is_a_link_where_it_has_an_address(renderer: Renderer, by_id: dict[str, Quote], language: Language) -> None:
    quote = by_id["trade-value-2024"]

    assert quote.source is not None
    assert quote.source.address in {span.url for span in shown(renderer, quote, language).spans}


@pytest.mark.parametrize("max_chars", [10, 48, 1000])
@pytest.mark.parametrize("language", Language)
def test_a_glimpse_is_one_line_that_fits(renderer: Renderer, corpus: Corpus, language: Language, max_chars: int) -> None:
    for quote in corpus.quotes:
        text = glimpse(quote, renderer.catalogues[language], max_chars)

        assert 1 <= len(text) <= max_chars
        assert "\n" not in text


def test_in_detail_more_is_told_than_without(renderer: Renderer, corpus: Corpus) -> None:
    for quote in corpus.quotes:
        assert len(shown(renderer, quote, EN, detailed=True).text) > len(shown(renderer, quote, EN).text), quote.id
        # What /report, /edit and the others want to have.
        assert shown(renderer, quote, EN, detailed=True).text.endswith(f"ID: {quote.id}")


# Quotes of which little is known

WORDS = {KK: "Көп түкірсе, көл болар.", RU: "Капля камень точит.", EN: "Every little helps.", ZH: "积少成多。"}
ABAI = Speaker("abai", SpeakerKind.PERSON, {KK: "Абай Құнанбайұлы"})
UNTRANSLATED = {
    (EN, KK): "Original in Kazakh; not yet translated into English",
    (EN, ZH): "Original in Chinese; not yet translated into English",
    (KK, ZH): "Түпнұсқасы (қытай тілі); қазақшаға әлі аударылмаған",
    (RU, KK): "Оригинал (казахский); перевода на русский пока нет",
    (ZH, KK): "原文（哈萨克语），暂无中文译文",
}


@pytest.mark.parametrize("detailed", [False, True])
@pytest.mark.parametrize("reader", Language)
@pytest.mark.parametrize("kind", Kind)
def test_a_quote_of_which_only_the_words_are_known_is_shown_as_it_was_said_and_said_to_be_so(
    renderer: Renderer, kind: Kind, reader: Language, *, detailed: bool
) -> None:
    for language, words in WORDS.items():
        reply = shown(renderer, partial("partial", language, words, kind), reader, detailed=detailed)
        lines = [line for line in reply.text.splitlines() if line]

        assert words.rstrip(".。") in lines[0]
        # Nothing in the reader's own language; what little there is to tell under another's.
        assert len(lines) == 1 + (language is not reader) + 2 * detailed
        assert language is reader or renderer.catalogues[reader].language_name(language) in lines[1]
        assert OUR_TRANSLATION[reader] not in reply.text


@pytest.mark.parametrize(("reader", "language"), UNTRANSLATED)
def test_that_there_is_no_translation_yet_is_told_in_the_readers_language(renderer: Renderer, reader: Language, language: Language) -> None:
    text = shown(renderer, partial("partial", language, WORDS[language]), reader).text

    assert UNTRANSLATED[reader, language] in text.splitlines()


def test_the_original_is_shown_where_only_others_are_translated_into(renderer: Renderer) -> None:
    """Neither is the translation into another foreign language what an English reader wants, nor is it anybody's own words."""
    quote = partial("partial", KK, WORDS[KK])
    quote = replace(quote, renderings=(Rendering(RU, RenderingType.TRANSLATION, WORDS[RU]), *quote.renderings))

    assert WORDS[RU].rstrip(".") not in shown(renderer, quote, EN).text
    assert shown(renderer, quote, EN).text.splitlines()[1] == UNTRANSLATED[EN, KK]


@pytest.mark.parametrize("kind", Kind)
def test_a_translation_with_a_source_of_its_own_is_marked_and_not_claimed(renderer: Renderer, kind: Kind) -> None:
    quote = replace(partial("partial", KK, WORDS[KK], kind), source=BOOK)
    theirs = Rendering(RU, RenderingType.TRANSLATION, WORDS[RU], source=BOOK)
    ours = Rendering(RU, RenderingType.TRANSLATION, WORDS[RU])

    marked = {
        rendering: shown(renderer, replace(quote, renderings=(*quote.renderings, rendering)), RU, detailed=True).text
        for rendering in (theirs, ours)
    }

    assert "Перевод" in marked[theirs].splitlines()
    assert "Наш перевод" not in marked[theirs]
    assert "перевод, сделанный для" not in marked[theirs]
    assert marked[theirs].count(BOOK.title) == 1
    assert "Наш перевод" in marked[ours].splitlines()
    for text in marked.values():
        assert "Оригинал (казахский)" in text


@pytest.mark.parametrize("reader", Language)
def test_a_speaker_is_named_in_the_language_there_is(renderer: Renderer, reader: Language) -> None:
    quote = replace(partial("partial", KK, WORDS[KK]), speaker=replace(ABAI, about={RU: "поэт"}))

    text = shown(renderer, quote, reader, detailed=True).text

    assert ABAI.names[KK] in text
    assert "поэт" in text


@pytest.mark.parametrize(
    ("kind", "language", "words"),
    [
        (Kind.QUOTE, EN, "Attribution: unknown."),
        (Kind.QUOTE, ZH, "考证：作者不详。"),
        (Kind.FACT, RU, "С источником пока не сверено."),
        (Kind.FACT, KK, "Бұл дереккөз бойынша әлі тексерілмеген."),
    ],
)
def test_that_the_author_is_not_known_is_told_in_detail(renderer: Renderer, kind: Kind, language: Language, words: str) -> None:
    assert words in shown(renderer, partial("partial", language, WORDS[language], kind), language, detailed=True).text.splitlines()
