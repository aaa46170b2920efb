"""What the shipped files of quotes promise."""
# ruff: noqa: E501  # a published wording stays on its line

import datetime
import unicodedata
from collections import Counter, defaultdict

import pytest
from opencc import OpenCC

from bot.corpus.checks import corpus_problems
from bot.corpus.quote import Attribution, Kind, Quote, Rendering, RenderingType, SpeakerKind
from bot.corpus.reader import PLACEHOLDER, Corpus, quote_files, survey
from bot.settings import Settings
from bot.text.language import Language, detect
from bot.text.normalise import normalise

ARTICLE = {
    "hundred-flowers": Kind.PROVERB,
    "exchange-and-coexistence": Kind.QUOTE,
    "golden-bridge": Kind.QUOTE,
    "ties-never-interrupted": Kind.QUOTE,
    "strong-exchanges-strong-friendship": Kind.QUOTE,
    "visit-complete-success": Kind.QUOTE,
    "broad-consensus": Kind.QUOTE,
    "sun-culture-and-tourism": Kind.QUOTE,
    "sun-mutual-centers": Kind.QUOTE,
    "sun-channel-platform-window": Kind.QUOTE,
    "center-opened-in-beijing": Kind.FACT,
    "china-center-in-astana": Kind.FACT,
    "trade-value-2024": Kind.FACT,
    "largest-partner": Kind.FACT,
    "second-golden-30-years": Kind.FACT,
    "luban-workshops": Kind.FACT,
    "blcu-astana-branch": Kind.FACT,
    "sun-yeli-attended": Kind.FACT,
    "center-role": Kind.FACT,
    "rapid-development": Kind.FACT,
}
TOKAYEV = "exchange-and-coexistence golden-bridge ties-never-interrupted strong-exchanges-strong-friendship visit-complete-success broad-consensus"
SPEAKERS = dict.fromkeys(TOKAYEV.split(), "Kassym-Jomart Tokayev") | dict.fromkeys(
    ["sun-culture-and-tourism", "sun-mutual-centers", "sun-channel-platform-window"], "Sun Yeli"
)
REPORTED = {
    "golden-bridge",
    "ties-never-interrupted",
    "visit-complete-success",
    "broad-consensus",
    "sun-culture-and-tourism",
    "sun-channel-platform-window",
}
# Wordings the press has published, and words the article quotes itself.
PUBLISHED = [
    ("hundred-flowers", "zh", "original", "一花独放不是春，百花齐放春满园"),
    ("hundred-flowers", "kk", "published", "Жалғыз тал гүл ашылса, көктем келді демегін, барша гүлдер көктемнің келтіреді кемелін"),
    ("hundred-flowers", "en", "published", "A single flower does not make spring; a hundred flowers in full bloom bring spring to the garden."),
    ("hundred-flowers", "en", "published", "A single flower does not make spring, while one hundred flowers in full blossom bring spring to a garden."),
    ("hundred-flowers", "en", "published", "One flower does not make spring, it comes when all the flowers bloom."),
    ("exchange-and-coexistence", "en", "published", "Only through mutual exchange and harmonious coexistence can different cultures, ideas, and civilizations foster the development of human society."),
    ("golden-bridge", "ru", "published", "Искусство и культура – это золотой мост, объединяющий различные народы."),
    ("golden-bridge", "zh", "published", "艺术和文化是连接不同民族的金桥。"),
    ("golden-bridge", "en", "published", "Art and culture are a golden bridge that unites different nations"),
    ("strong-exchanges-strong-friendship", "kk", "original", "Мәдени-гуманитарлық байланысымыз берік болса, достығымыз да нығая түседі."),
    ("strong-exchanges-strong-friendship", "ru", "published", "Чем крепче будут культурно-гуманитарные связи, тем прочнее будет наша дружба."),
    ("strong-exchanges-strong-friendship", "zh", "published", "如果我们的人文联系牢固，我们的友谊也将更加深厚。"),
    ("strong-exchanges-strong-friendship", "en", "published", "If we have strong cultural and people-to-people exchanges, our friendship will be further strengthened"),
    ("ties-never-interrupted", "kk", "original", "Ұлы Дала мен Ұлы Қытай арасындағы рухани-мәдени байланыс ешқашан үзілген емес."),
    ("ties-never-interrupted", "ru", "published", "Духовно-культурные связи между Великой степью и Великим Китаем никогда не прерывались."),
    ("visit-complete-success", "kk", "original", "Ресми сапарым ойдағыдай, табысты өтті деп санаймын. Біз Төраға Си Цзиньпин мырзамен мазмұнды және өте тиімді келіссөздер жүргіздік."),
    ("broad-consensus", "kk", "original", "Біз қос елдің әр саладағы ынтымақтастығы бойынша ортақ келісімге келдік. Қазақстан мен Қытай арасындағы қарым-қатынастың болашағы жарқын болатынына зор сенім білдірдік."),
    ("sun-mutual-centers", "en", "published", "The mutual establishment of cultural centers is an important measure to implement the consensus reached by the two heads of state"),
    ("second-golden-30-years", "kk", "original", "Біз ынтымақтастықтың екінші «Алтын 30 жылдығына» қадам бастық."),
    ("second-golden-30-years", "zh", "published", "我们已迎来第二个“黄金30周年”合作。"),
    ("largest-partner", "zh", "published", "目前，中国是哈萨克斯坦最大的贸易和投资伙伴。"),
]  # fmt: skip
PEOPLES = {
    Language.ZH: "chinese-people",
    Language.KK: "kazakh-people",
    Language.RU: "russian-people",
    Language.EN: "english-people",
}


def mains(quote: Quote) -> list[Rendering]:
    """The wordings of *quote* that are not another saying's."""
    return [one for one in quote.renderings if one.type is not RenderingType.EQUIVALENT]


def letters_of(text: str) -> set[str]:
    """The scripts of the letters of *text*, by the first word of each letter's name; the names of figures are no text."""
    return {unicodedata.name(char).split(" ")[0] for char in PLACEHOLDER.sub("", text) if char.isalpha()}


@pytest.mark.parametrize(("id_", "kind"), ARTICLE.items())
def test_every_item_of_the_article_is_there_under_its_id(by_id: dict[str, Quote], id_: str, kind: Kind) -> None:
    quote = by_id[id_]

    assert quote.kind is kind
    assert quote.source is not None
    assert (quote.source.publisher, quote.source.date) == ("China Daily", "2025-09-03")
    assert quote.source.title == "Kazakhstan, China deepen cultural cooperation"


@pytest.mark.parametrize(("id_", "name"), SPEAKERS.items())
def test_the_articles_words_are_of_those_who_said_them(by_id: dict[str, Quote], id_: str, name: str) -> None:
    quote = by_id[id_]

    assert quote.speaker is not None
    assert quote.speaker.kind is SpeakerKind.PERSON
    assert quote.speaker.names[Language.EN] == name
    assert quote.speaker.about is not None
    assert quote.date == "2025-09-02"
    assert quote.attribution is Attribution.VERIFIED
    assert quote.reported == (id_ in REPORTED)


@pytest.mark.parametrize(("id_", "language", "type_", "words"), PUBLISHED)
def test_published_wordings_stand_as_published(by_id: dict[str, Quote], id_: str, language: str, type_: str, words: str) -> None:
    standing = [one for one in mains(by_id[id_]) if words.rstrip(".") in {text.rstrip(".") for text in (one.text, *one.variants)}]

    (rendering,) = standing
    assert (rendering.language, rendering.type) == (language, type_)
    assert rendering.source is not None


@pytest.mark.parametrize("id_", ARTICLE)
def test_no_translation_of_the_article_passes_for_somebodys_own_words(by_id: dict[str, Quote], id_: str) -> None:
    attested = {(language, type_) for known, language, type_, _ in PUBLISHED if known == id_}

    claimed = {(one.language, one.type) for one in mains(by_id[id_]) if one.type is RenderingType.ORIGINAL}

    assert claimed <= attested


def test_the_trade_figures_are_values_and_say_whose_they_are(by_id: dict[str, Quote]) -> None:
    figures = by_id["trade-value-2024"].figures.values()

    assert [(figure.money, figure.currency) for figure in figures if figure.money is not None] == [(43.82e9, "USD")]
    assert [figure.percent for figure in figures if figure.percent is not None] == [6.8]
    assert [figure.year for figure in figures if figure.year is not None] == [2024]
    whose = {figure.by.names[Language.EN] for figure in figures if figure.by}
    assert whose == {"General Administration of Customs of China"}


def test_the_centers_opened_when_the_ledger_says(by_id: dict[str, Quote]) -> None:
    beijing = [figure.date for figure in by_id["center-opened-in-beijing"].figures.values() if figure.date]
    astana = [figure.month for figure in by_id["china-center-in-astana"].figures.values() if figure.month]

    assert beijing == [datetime.date(2025, 9, 2)]
    assert astana == ["2024-07"]


def test_no_figure_is_written_by_hand_where_it_is_a_value(by_id: dict[str, Quote]) -> None:
    """43.82 in one language is 43,82 in the next: CLDR writes it."""
    texts = [one.text for one in by_id["trade-value-2024"].renderings]

    assert [text for text in texts if "43" in text or "6.8" in text or "6,8" in text or "2024" in text] == []


def test_everything_is_said_in_every_language(corpus: Corpus) -> None:
    lacking = [(quote.id, one) for quote in corpus.quotes for one in Language if [r.language for r in mains(quote)].count(one) != 1]

    assert lacking == []


def test_everything_can_be_asked_for_in_every_language(corpus: Corpus) -> None:
    least = {quote.id: 6 if quote.id in ARTICLE else 2 for quote in corpus.quotes}

    few = [(quote.id, one) for quote in corpus.quotes for one in Language if len(set(quote.asks[one])) < least[quote.id]]

    assert few == []


def test_there_are_two_hundred_proverbs_and_fifty_of_each_people(corpus: Corpus) -> None:
    proverbs = [quote for quote in corpus.quotes if quote.kind is Kind.PROVERB]

    native = Counter(quote.language for quote in proverbs)

    assert len(proverbs) >= 200
    assert {language for language in Language if native[language] >= 50} == set(Language)


def test_a_proverb_has_its_own_words_and_its_own_people(corpus: Corpus) -> None:
    proverbs = [quote for quote in corpus.quotes if quote.kind is Kind.PROVERB]

    odd = [
        quote.id
        for quote in proverbs
        if quote.speaker is None
        or quote.speaker.id != PEOPLES[quote.language]
        or [one.language for one in quote.renderings if one.type is RenderingType.ORIGINAL] != [quote.language]
    ]

    assert odd == []


def test_every_quote_has_a_source_with_a_title(corpus: Corpus) -> None:
    sources = [one.source for quote in corpus.quotes for one in quote.renderings if one.source]
    sources += [quote.source for quote in corpus.quotes if quote.source]

    assert [quote.id for quote in corpus.quotes if quote.source is None] == []
    assert [source.id for source in sources if not normalise(source.title)] == []


def test_every_published_wording_names_its_source_and_every_quote_its_speaker(corpus: Corpus) -> None:
    published = [(quote.id, one) for quote in corpus.quotes for one in quote.renderings if one.type is RenderingType.PUBLISHED]

    assert [id_ for id_, rendering in published if rendering.source is None] == []
    assert [quote.id for quote in corpus.quotes if quote.kind is Kind.QUOTE and quote.speaker is None] == []


def test_nothing_is_wrong_with_the_shipped_files() -> None:
    found = survey(quote_files([Settings().quotes_folder]))

    assert [str(problem) for problem in (*found.problems, *corpus_problems(found.quotes))] == []


def test_no_two_quotes_share_an_ask(corpus: Corpus) -> None:
    asked: dict[tuple[Language, str], set[str]] = defaultdict(set)
    for quote in corpus.quotes:
        for language, asks in quote.asks.items():
            for ask in asks:
                asked[language, normalise(ask)].add(quote.id)

    assert {ask: ids for ask, ids in asked.items() if len(ids) > 1} == {}


def test_no_two_quotes_have_the_same_own_words(corpus: Corpus) -> None:
    own: dict[str, set[str]] = defaultdict(set)
    for quote in corpus.quotes:
        for one in quote.renderings:
            if one.type is RenderingType.ORIGINAL:
                for text in (one.text, *one.variants):
                    own[normalise(text)].add(quote.id)

    assert {words: ids for words, ids in own.items() if len(ids) > 1} == {}


def test_every_wording_is_written_in_its_language(corpus: Corpus) -> None:
    """A Kazakh text among the Russian ones would be read out as Russian."""
    texts = [(quote.id, one.language, text) for quote in corpus.quotes for one in quote.renderings for text in (one.text, *one.variants)]
    scripts = {Language.ZH: "CJK", Language.EN: "LATIN", Language.RU: "CYRILLIC", Language.KK: "CYRILLIC"}

    other_script = [text for _, language, text in texts if letters_of(text) != {scripts[language]}]
    kazakh_letters = [text for _, language, text in texts if language is Language.RU and set("әғқңөұүһі") & set(text.casefold())]
    surely_russian = [text for _, language, text in texts if language is Language.KK and detect(text) == (Language.RU, True)]

    assert (other_script, kazakh_letters, surely_russian) == ([], [], [])


def test_chinese_wordings_are_simplified(corpus: Corpus) -> None:
    simplify = OpenCC("t2s").convert
    texts = [
        text for quote in corpus.quotes for one in quote.renderings if one.language is Language.ZH for text in (one.text, *one.variants)
    ]

    assert [text for text in texts if simplify(text) != text] == []


def test_every_topic_has_names_and_quotes(corpus: Corpus) -> None:
    used = {topic for quote in corpus.quotes for topic in quote.topics}

    assert {topic.id for topic in corpus.topics} == used
    assert [topic.id for topic in corpus.topics if set(topic.names) != set(Language)] == []


def test_a_topics_words_name_no_other_topic(corpus: Corpus) -> None:
    """`/topic` takes any of them as its argument."""
    meant: dict[str, set[str]] = defaultdict(set)
    for topic in corpus.topics:
        for word in (topic.id, *topic.names.values(), *(alias for aliases in topic.aliases.values() for alias in aliases)):
            meant[normalise(word)].add(topic.id)

    assert {word: ids for word, ids in meant.items() if len(ids) > 1} == {}


def test_all_wordings_of_a_quote_fit_one_message(corpus: Corpus) -> None:
    """The saying, its original and its equivalents stand in one message of 4,096 characters, with sources below."""
    lengths = {quote.id: sum(len(one.text) for one in quote.renderings) for quote in corpus.quotes}

    assert [id_ for id_, length in lengths.items() if length > 3500] == []
