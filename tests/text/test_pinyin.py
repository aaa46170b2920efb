"""Chinese as it sounds, and as it is typed in Latin letters."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.seg.mmseg import seg

from bot.corpus.reader import Corpus
from bot.text.language import Language
from bot.text.normalise import normalise
from bot.text.pinyin import share_of_syllables, syllables, typed_pinyin

# Letters of pinyin with and without marks, tone digits, what parts syllables, and what is none of it.
TANGLED = st.text("abghinuvüūǘǚǜāáǎàēěīíōòÜǙ\u0300\u0301\u0308:'’ -0123456ßİﬁǅжя春𠮷😀\ud800", max_size=30)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("百花齐放", "bai hua qi fang"),
        ("对牛弹琴", "dui niu tan qin"),
        ("银行", "yin hang"),
        ("行路", "xing lu"),
        ("长城", "chang cheng"),
        ("校长", "xiao zhang"),
        ("音乐", "yin yue"),
        ("快乐", "kuai le"),
        ("女儿", "nv er"),
        ("绿", "lv"),
        ("春a风", "chun feng"),
        ("第1天", "di tian"),
    ],
)
def test_characters_sound_as_their_word_has_them(text: str, heard: str) -> None:
    assert syllables(text) == heard.split()


def test_every_word_and_character_sounds_as_the_library_says() -> None:
    characters = [chr(code) for code in PINYIN_DICT if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF]

    assert {word for word in [*PHRASES_DICT, *characters] if syllables(word) != lazy_pinyin(word)} == set()


def test_chinese_sayings_sound_as_the_library_says(corpus: Corpus) -> None:
    folded = [normalise(rendering.text) for quote in corpus.quotes for rendering in quote.renderings if rendering.language is Language.ZH]

    assert len(folded) > 300
    heard = [[sound for word in seg.cut(text) for sound in lazy_pinyin(word, errors="ignore")] for text in folded]
    assert [syllables(text) for text in folded] == heard


@pytest.mark.parametrize("text", ["", "abc", "слово", "123", "𠮷", "한국", "ひらがな"])
def test_what_has_no_characters_of_a_known_sound_has_no_syllables(text: str) -> None:
    assert syllables(text) == []


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("yi hua du fang", "yihuadufang"),
        ("Yī huā dú fàng", "yihuadufang"),
        ("yi1 hua1 du2 fang4", "yihuadufang"),
        ("YI1HUA1DU2FANG4", "yihuadufang"),
        ("nǚ'ér", "nver"),
        ("nü3 er2", "nver"),
        ("nu:3 er2", "nver"),
        ("Nv er", "nver"),
        ("lǜ", "lv"),
        ("Xī’ān", "xian"),
        ("lu-yao-zhi ma li!", "luyaozhimali"),
        ("  ma   li  ", "mali"),
        (unicodedata.normalize("NFD", "lǘ lǚ lǜ"), "lvlvlv"),
        ("Ｙｉ１ ｈｕａ１", "yihua"),
        ("ｎｕ：３", "nv"),
        ("", ""),
        ("!?", ""),
        ("123", ""),
    ],
)
def test_typed_pinyin_loses_spaces_tones_and_case(typed: str, plain: str) -> None:
    assert typed_pinyin(typed) == plain


@pytest.mark.parametrize("typed", ["слово", "hua花", "春", "yi ж", "Қазақ", "قازاق", "ωmega", "straße!ж"])
def test_what_has_other_letters_is_no_pinyin(typed: str) -> None:
    assert typed_pinyin(typed) == ""


@given(st.one_of(TANGLED, st.text(st.characters())))
@settings(deadline=None, max_examples=500)
def test_typed_pinyin_of_any_text_whatever_is_small_latin_letters(text: str) -> None:
    typed = typed_pinyin(text)

    assert typed == "" or (typed.isascii() and typed.isalpha() and typed.islower())
    assert typed_pinyin(typed) == typed


@given(TANGLED)
@settings(deadline=None, max_examples=300)
def test_composed_or_not_typed_pinyin_is_the_same(text: str) -> None:
    assert typed_pinyin(unicodedata.normalize("NFD", text)) == typed_pinyin(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12))
@settings(deadline=None, max_examples=200)
def test_syllables_are_what_people_can_type(text: str) -> None:
    """What the index holds is what typing the same syllables gives, with spaces and without."""
    heard = syllables(text)

    assert typed_pinyin(" ".join(heard)) == typed_pinyin("".join(heard)) == "".join(heard)


@given(st.text(st.characters(), max_size=20))
@settings(deadline=None, max_examples=200)
def test_any_text_whatever_has_its_syllables_again_and_again(text: str) -> None:
    folded = normalise(text)

    assert syllables(folded) == syllables(folded)
    assert all(syllable.isascii() and syllable.islower() for syllable in syllables(folded))


@pytest.mark.parametrize(
    ("letters", "least", "most"),
    [
        ("yihuadufangbushichun", 1, 1),
        ("baihuaqifangchunmanyuan", 1, 1),
        ("xianggangnver", 0.9, 1),
        ("yihuadufngbushichun", 0.8, 0.99),
        ("bhqfcmy", 0, 0.3),
        ("thehonouramongthievesgrows", 0.4, 0.79),
        ("", 0, 0),
    ],
)
def test_pinyin_is_all_syllables_and_english_is_not(letters: str, least: float, most: float) -> None:
    assert least <= share_of_syllables(letters) <= most
