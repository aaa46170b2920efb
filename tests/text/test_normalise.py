"""The fold: what different keyboards, scripts and habits write falls together, and nothing else is lost."""

import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.normalise import normalise

# Cyrillic, the Latin alphabet of 2021, ASCII, Arabic script (töte jazu), a Russian keyboard.
KAZAKH = [
    ("Қазақстан", "Qazaqstan", "kazakstan", "قازاقستان", "Казакстан"),
    ("достық", "dostyq", "dostyk", "دوستىق", "достык"),
    ("көктем", "köktem", "koktem", "كوكتەم", "коктем"),
    ("гүл", "gül", "gul", "گۇل", "гул"),
    ("жұмыс", "jūmys", "zhumys", "جۇمىس", "жумыс"),
    ("шаңырақ", "şañyraq", "shanyrak", "شاڭىراق", "шанырак"),
    ("бірлік", "bırlık", "birlik", "بىرلىك", "бирлик"),
    ("дәстүр", "dästür", "dastur", "ٴداستۇر", "дастур"),
    ("ғылым", "ğylym", "gylym", "عىلىم", "гылым"),
    ("өмір", "ömır", "omir", "ٴومىر", "омир"),
    ("үміт", "ümıt", "umit", "ٴۇمىت", "умит"),
    ("халық", "halyq", "khalyk", "حالىق", "халык"),
    ("тіл", "tıl", "til", "ٴتىل", "тил"),
    ("мақал", "maqal", "makal", "ماقال", "макал"),
    ("бейбітшілік", "beibıtşılık", "beibitshilik", "بەيبىتشىلىك", "бейбитшилик"),
    ("ұстаз", "ūstaz", "ustaz", "ۇستاز", "устаз"),
    ("тау", "tau", "tau", "تاۋ", "тау"),
    ("жаңа жыл", "jaña jyl", "zhana zhyl", "جاڭا جىل", "жана жыл"),
    ("туған жер", "tuğan jer", "tugan zher", "تۋعان جەر", "туган жер"),
    ("қайырымды жан", "qaiyrymdy jan", "kaiyrymdy zhan", "قايىرىمدى جان", "кайырымды жан"),
    ("Ұлы Дала", "Ūly Dala", "Uly Dala", "ۇلى دالا", "Улы Дала"),
]
ALIKE = {
    "ё is е": ("ёлка всё", "елка все"),
    "case": ("ПОСЛОВИЦА О ТРУДЕ", "пословица о труде"),
    "dotted capital I of Turkish keyboards": ("İLİM", "ilim"),
    "stress marks": ("за́мок", "замок"),
    "soft hyphens": ("посло\u00adвица", "пословица"),
    "zero-width spaces and joiners": ("百\u200b花\u200d齐\ufeff放", "百花齐放"),
    "composed and decomposed letters": (unicodedata.normalize("NFD", "бүйрек қой"), "бүйрек қой"),
    "full-width letters and figures": ("Ｈｕｎｄｒｅｄ　１００", "hundred 100"),
    "punctuation": ("«Тише едешь — дальше будешь!»", "тише едешь дальше будешь"),
    "Chinese punctuation": ("一花独放不是春，百花齐放春满园。", "一花独放不是春百花齐放春满园"),
    "spaces between Chinese characters": ("百 花 齐\t放", "百花齐放"),
    "line breaks and many spaces": ("  тише \n\n едешь\r\n", "тише едешь"),
    "apostrophes": ("don’t", "dont"),
    "emoji inside": ("百花😀齐放🌸", "百花齐放"),
    "Russian in Latin letters": ("дружба", "druzhba"),
    "shch": ("щи да каша", "shchi da kasha"),
    "ы and y": ("рыба", "ryba"),
    "soft sign": ("жизнь", "zhizn'"),
    "Traditional Chinese": ("一花獨放不是春，百花齊放春滿園", "一花独放不是春，百花齐放春满园"),
    "Traditional words": ("關於友誼的諺語", "关于友谊的谚语"),
    "compatibility ideographs": ("\uf90a", "金"),
    "Korean syllables, composed and not": ("한국", unicodedata.normalize("NFD", "한국")),
    "a Latin i inside a Kazakh word": ("бiрлiк", "бірлік"),
}
UNLIKE = [
    ("дом", "дым"),
    ("春", "秋"),
    ("100", "10"),
    ("кот", "код"),
    ("бас", "бос"),
    ("𠮷", "吉"),
    ("two words", "twowords"),
    ("한국", "학교"),
    ("가", "고"),
]
NOTHING = ["", " \n\t", "😀", "👍🏽", "👨‍👩‍👧", "🇰🇿", "❤️", "…!?—«»", "。，！", "\u0301", "\u200b", "ٴ", "☆彡"[:1]]
# Letters of our scripts and of none, digraphs in the making, marks, joiners, Chinese in both forms.
TANGLED = st.text("shckztiyjСсКкХхШшЩщЧчЦцИиЙйЬъьёЁәіңқҮşığİßﬁǅ' ʼ\u0301\u00ad\u200d百齊齐薴𠮷قٴ0１😀-", max_size=30)


@pytest.mark.parametrize(("cyrillic", "latin", "ascii_", "arabic", "russian_keyboard"), KAZAKH)
def test_kazakh_is_one_in_every_script_people_type(cyrillic: str, latin: str, ascii_: str, arabic: str, russian_keyboard: str) -> None:
    folds = {normalise(text) for text in (cyrillic, latin, ascii_, arabic, russian_keyboard)}

    assert folds == {normalise(cyrillic)}
    assert normalise(cyrillic).isprintable()


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_what_means_the_same_folds_to_the_same(one: str, other: str) -> None:
    assert normalise(one) == normalise(other) != ""


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_what_means_something_else_stays_apart(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_without_letters_and_digits_folds_to_nothing(text: str) -> None:
    assert normalise(text) == ""


@pytest.mark.parametrize("char", ["𠮷", "𡃁", "𪚥"])
def test_characters_beyond_the_first_plane_stay_themselves(char: str) -> None:
    assert normalise(f" {char}！") == char


def test_every_traditional_character_folds_with_its_simplified_one() -> None:
    table = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = [(line.split("\t")[0], line.split("\t")[1].split(" ")[0]) for line in table.splitlines() if "\t" in line]

    apart = [(traditional, simplified) for traditional, simplified in pairs if normalise(traditional) != normalise(simplified)]

    assert len(pairs) > 3000
    assert apart == []


def test_every_single_character_folds_once_and_for_all() -> None:
    """Over all letters of the first plane: the simplified form of a character may itself have a simplified form."""
    letters = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) in {"Lu", "Ll", "Lt", "Lo", "Nd", "No"}]

    changed = [char for char in letters if normalise(normalise(char)) != normalise(char)]

    assert changed == []


def test_what_folds_to_nothing_between_parts_of_a_syllable_does_not_join_them_when_folded_again() -> None:
    """A Korean consonant and vowel make one letter as soon as nothing stands between them."""
    once = normalise("\u1100\u0301\u1161")

    assert normalise(once) == once


@given(st.one_of(TANGLED, st.text(st.characters()), st.text("\u1100\u1161\u11a8\u0301\u00ad가각ㄱㅏㅋか\u3099ﾊﾟ각", max_size=12)))
@settings(deadline=None, max_examples=500)
def test_a_fold_is_at_most_twice_as_long_as_the_same_text_casefolded(text: str) -> None:
    """ "ю" is "iu", "x" is "ks"; nothing becomes more than two letters."""
    compared = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())

    assert len(normalise(text)) <= 2 * len(compared)
    assert normalise(normalise(text)) == normalise(text)


@given(st.one_of(TANGLED, st.text()))
@settings(deadline=None, max_examples=500)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


@given(st.text(st.characters()))
@settings(deadline=None, max_examples=500)
def test_any_text_whatever_folds_to_words_parted_by_single_spaces(text: str) -> None:
    folded = normalise(text)

    assert folded == " ".join(folded.split())
    assert all(char == " " or unicodedata.category(char)[0] in "LN" for char in folded)


@given(st.one_of(TANGLED, st.text()))
@settings(deadline=None, max_examples=300)
def test_unicode_forms_of_one_text_fold_to_the_same(text: str) -> None:
    forms = {normalise(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}

    assert forms == {normalise(text)}


def test_a_lone_surrogate_folds_away() -> None:
    """Half an emoji, as broken clients send it, is no letter."""
    assert normalise("\ud83d труд") == "trud"


def test_a_tower_of_digraphs_folds_to_its_end() -> None:
    """ "kkk…kh" is a digraph again after each joining; a pass for each letter would take minutes for this one."""
    assert normalise("k" * 200_000 + "h") == "h"
