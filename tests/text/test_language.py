"""Which language a text is in: by its script, its letters, and pairs of letters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.corpus.reader import Corpus
from bot.text.language import Guess, Language, detect

SURE = {
    Language.ZH: ["百花齐放", "關於友誼的諺語", "Astana是什么", "𠮷", "谚语 (proverb)"],
    Language.KK: [
        "достық туралы мақал",
        "Қазақстан",
        "ҮЙ",
        "бiр гүл",  # a Latin i inside a Kazakh word
        "достыққа байланысты proverb",
        "dostıq turaly maqal",
        "Şañyraq",
        "ğylym",
        "دوستىق تۋرالى ماقال",
        "قازاقستان",
    ],
    Language.RU: ["пословица о дружбе", "съешь ещё", "ОБЪЯВЛЕНИЕ", "что говорят о труде?", "товарооборот Китая и Казахстана"],
    Language.EN: ["proverb about friendship", "What did Tokayev say?", "A single flower does not make spring", "the"],
}
KAZAKH_IN_RUSSIAN_LETTERS = """
калайсыз
достык туралы макал айтшы
билим туралы макал
бир гул ашылганмен коктем болмайды
отан отбасынан басталады
жаксы соз жарым ырыс
казак халкынын макалдары
туган жер туралы
жалгыз агаш орман болмас
менин атым Айгуль
""".strip().splitlines()
RUSSIAN_WITHOUT_TELLING_LETTERS = """
без труда не вытащишь рыбку из пруда
жизнь прекрасна
один в поле не воин
семь раз отмерь один раз отрежь
пословица о труде
что говорили о культурном центре в Пекине
дружба
""".strip().splitlines()
ANYBODYS_LATIN = """
bai hua qi fang
xue er bu yan
you peng zi yuan fang lai
he er bu tong
dostyq turaly maqal
at aunagan zherde tuk qalar
poslovica o druzhbe
voina i mir
ghbdtn
friendship
""".strip().splitlines()


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in SURE.items() for text in texts])
def test_script_and_letters_tell_the_language(language: Language, text: str) -> None:
    assert detect(text) == Guess(language, sure=True)


@pytest.mark.parametrize("text", KAZAKH_IN_RUSSIAN_LETTERS)
def test_kazakh_typed_with_russian_letters_is_kazakh(text: str) -> None:
    assert detect(text) == Guess(Language.KK, sure=True)


@pytest.mark.parametrize("text", RUSSIAN_WITHOUT_TELLING_LETTERS)
def test_russian_without_a_telling_letter_is_russian(text: str) -> None:
    assert detect(text) == Guess(Language.RU, sure=True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Абай не деген", Language.KK),
        ("сунь ели не айтты", Language.KK),
        ("досым не деген", Language.KK),
        ("не деньги важны", Language.RU),
        ("ты дурак", Language.RU),
        ("лежу как камень", Language.RU),
        ("скинь номер карты", Language.RU),
    ],
)
def test_what_is_short_is_told_by_what_each_pair_of_letters_weighs(text: str, language: Language) -> None:
    """Kazakh "не" asks, and Russian "не" denies."""
    guess = detect(text)

    assert guess is not None
    assert guess.language is language


@pytest.mark.parametrize("text", ANYBODYS_LATIN)
def test_latin_letters_that_may_be_anybodys_are_never_surely_english(text: str) -> None:
    """Pinyin "you peng", Kazakh "at" and Russian "i" look like English words and are none."""
    assert detect(text) == Guess(Language.EN, sure=False)


@pytest.mark.parametrize("text", ["анна каренина", "8 марта", "курс юаня", "евгений онегин"])
def test_a_name_or_two_words_do_not_tell_the_language_surely(text: str) -> None:
    guess = detect(text)

    assert guess
    assert not guess.sure


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("bǎi wén bù rú yí jiàn", Language.ZH),
        ("shàng shàn ruò shuǐ", Language.ZH),
        ("yī nián zhī jì zài yú chūn", Language.ZH),
        ("birlik bolmaı, tirlik bolmas", Language.KK),
        ("jalǵyz aǵash orman bolmas", Language.KK),
        ("köp qorqytady, tereñ batyrady", Language.KK),
    ],
)
def test_marks_on_latin_letters_tell_pinyin_from_kazakh(text: str, language: Language) -> None:
    assert detect(text) == Guess(language, sure=True)


@pytest.mark.parametrize("text", ["что сказал Токаев о культуре", "кто открыл культурный центр в Пекине", "Токаев о дружбе с Китаем"])
def test_names_in_a_russian_question_do_not_make_it_surely_kazakh(text: str) -> None:
    assert detect(text) != Guess(Language.KK, sure=True)


@pytest.mark.parametrize("text", ["спасибо", "Китай", "мир", "рахмет"])
def test_a_short_word_that_both_may_write_is_not_sure(text: str) -> None:
    guess = detect(text)

    assert guess is not None
    assert guess.language in {Language.KK, Language.RU}
    assert not guess.sure


def test_hardly_any_shipped_ask_is_surely_taken_for_another_language(corpus: Corpus) -> None:
    """The pairs of letters of "китайский культурный центр" look Kazakh, and it is Russian all the same."""
    asks = [(language, ask) for quote in corpus.quotes for language, asks in quote.asks.items() for ask in asks]

    mistaken = [(language, ask) for language, ask in asks if (guess := detect(ask)) and guess.sure and guess.language is not language]

    assert len(mistaken) <= len(asks) / 1000, mistaken


@pytest.mark.parametrize("text", ["", " ", "😀", "123 !?", "43.82", "🇰🇿", "ひらがな", "Ελλάδα"])
def test_a_text_without_a_letter_of_ours_has_no_language(text: str) -> None:
    assert detect(text) is None


@given(st.text())
@settings(deadline=None, max_examples=200)
def test_any_text_whatever_has_one_guess_or_none_in_either_case(text: str) -> None:
    guess = detect(text)

    assert guess is None or guess.language in Language


@given(st.sampled_from([text for texts in SURE.values() for text in texts]), st.text("0123456789 .,!?…«»“”()😀🌸", max_size=20))
@settings(deadline=None, max_examples=100)
def test_figures_punctuation_and_emoji_do_not_change_the_language(text: str, noise: str) -> None:
    assert detect(f"{noise} {text} {noise}") == detect(text)


@pytest.mark.parametrize("language", Language)
def test_every_language_can_be_told(language: Language) -> None:
    guesses = [detect(text) for text in SURE[language]]

    assert guesses == [Guess(language, sure=True)] * len(guesses)
