"""The languages people write in, and which one a text is in."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bot.text.letter_pairs import PAIRS
from bot.text.pinyin import LEAST_SYLLABLES, share_of_syllables, typed_pinyin


class Language(StrEnum):
    """A language of the product, by its BCP 47 tag. The order is that of the buttons."""

    ZH = "zh"
    KK = "kk"
    RU = "ru"
    EN = "en"


def language_of_tag(tag: str | None) -> Language | None:
    """The language of an IETF *tag*, such as that of somebody's app: "zh-Hans", "pt_BR"; None when it is none of ours."""
    primary = (tag or "").replace("_", "-").partition("-")[0].casefold()
    return Language(primary) if primary in set(Language) else None


# Many words are the same in both of them.
CYRILLIC = frozenset({Language.KK, Language.RU})


class Guess(NamedTuple):
    """The language a text seems to be in. An unsure guess gives way to the language of what the text finds."""

    language: Language
    sure: bool


_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ARABIC = re.compile("[\u0620-\u06ff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z\u00df-\u024f]")
_KAZAKH_LETTER = re.compile("[әғқңөүұһі]")
_KAZAKH_LATIN_LETTER = re.compile("[äğñöūşıǵńúý]")
_RUSSIAN_LETTER = re.compile("[ёщъ]")
# A tone of pinyin that no Kazakh letter looks like; the others are the acute and "ū".
_TONE = re.compile("[āēīōǎěǐǒǔǚàèìòùǘǜ]")

# What Kazakh becomes on a keyboard that has only Russian letters.
WITHOUT_KAZAKH_LETTERS = str.maketrans("әғқңөұүһі", "агкноуухи")
# With the marks below the pairs are right for 98 % of sentences and of two or three words of them.
WEIGHTS = {pair: weight for weight, pairs_of_it in PAIRS.items() for pair in pairs_of_it.split("|")}
# What a pair says most.
MOST_WEIGHT = 6
_RUSSIAN_WORD = re.compile("[а-я]+")
# Of a word or two, which may be in both, or a name, more is wanted than of several.
_FEW_WORDS = 2
_SURE_MARGIN, _SURE_MARGIN_OF_FEW = 12, 16
# Letters and endings that hardly a Kazakh word has; each outweighs the Kazakh look of a stem such as "китай" or "казах".
# "Не" is "what" in Kazakh, before the verbs and nouns of such questions.
_RUSSIAN_MARK = re.compile(
    r"[цщчфэ]|(?<!н)ь|(?:ий|ый|ой|ая|ое|ые|ого|ому|ых|ия|ии|ов|ев|ть|ся|ах|ях|ами|ями)\b"
    r"|\bне\b(?! (?:айт|де[дгйп]|хабар|керек|бол|исте|жаз|ушин|себеп|турал|жайл))"
)
_RUSSIAN_WORDS = re.compile(r"\b(?:и|в|о|с|к|у|на|что|как|какие|какая|какой|какое|кто|ты|вы|мы|она|они|это|мне|мой|моя|меня|тебя|есть)\b")
_MARK_WEIGHT, _WORD_WEIGHT = 4, 8

# Words that make a Latin text English; without them it may as well be pinyin, or Kazakh or Russian in Latin letters.
_ENGLISH_WORDS = frozenset(
    "the and for with from about are was were does did has have what who whose when where why how which that this its they your their says"
    " said tell give proverb proverbs quote quotes saying fact facts".split()
)
# These are words or syllables of the others as well ("at" is a horse, "he" a river), so half of the text must be such.
_LIKELY_ENGLISH_WORDS = _ENGLISH_WORDS | frozenset("a an of or to in on at by is be do it i am you he she we my his no not say me".split())


# A message is asked about as a query, as a question and as something to answer, and fifty go it together.
@lru_cache(maxsize=256)
def detect(text: str) -> Guess | None:
    """The language *text* is written in by its script, letters and pairs of letters; None without a letter of ours."""
    text = text.casefold()
    if text.isascii():
        return _latin(text) if _LATIN.search(text) else None
    counts = {script: len(script.findall(text)) for script in (_HAN, _ARABIC, _CYRILLIC, _LATIN)}
    # One Chinese character says as much as several letters: "Astana是什么" is Chinese.
    counts[_HAN] *= 4
    script = max(counts, key=lambda one: counts[one])
    if not counts[script]:
        return None
    if script is _HAN:
        return Guess(Language.ZH, sure=True)
    if script is _ARABIC:
        return Guess(Language.KK, sure=True)
    return cyrillic(text) if script is _CYRILLIC else _latin(text)


def cyrillic(text: str, weights: Mapping[str, int] = WEIGHTS) -> Guess:
    """Which of the two languages in Cyrillic letters a casefolded *text* is in, by what pairs of letters weigh."""
    if _KAZAKH_LETTER.search(text):
        return Guess(Language.KK, sure=True)
    if _RUSSIAN_LETTER.search(text):
        return Guess(Language.RU, sure=True)
    margin = -_MARK_WEIGHT * len(_RUSSIAN_MARK.findall(text)) - _WORD_WEIGHT * len(_RUSSIAN_WORDS.findall(text))
    margin += sum([weights.get(pair, 0) for pair in pairs(text)])
    wanted = _SURE_MARGIN if len(_RUSSIAN_WORD.findall(text)) > _FEW_WORDS else _SURE_MARGIN_OF_FEW
    return Guess(Language.KK if margin > 0 else Language.RU, sure=abs(margin) >= wanted)


def pairs(text: str) -> list[str]:
    """Every two letters beside each other in the words of a casefolded *text* in Russian letters; a space is a word's edge."""
    edged = f" {' '.join(_RUSSIAN_WORD.findall(text))} "
    return [edged[place : place + 2] for place in range(len(edged) - 1)]


def _latin(text: str) -> Guess:
    if _TONE.search(text) and share_of_syllables(typed_pinyin(text)) >= LEAST_SYLLABLES:
        return Guess(Language.ZH, sure=True)
    if _KAZAKH_LATIN_LETTER.search(text):
        return Guess(Language.KK, sure=True)
    words = re.findall("[a-z]+", text)
    likely = sum(word in _LIKELY_ENGLISH_WORDS for word in words)
    sure = not _ENGLISH_WORDS.isdisjoint(words) or (len(words) > 1 and likely * 2 >= len(words))
    return Guess(Language.EN, sure=sure)
