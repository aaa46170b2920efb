"""Words in their forms: what of two folded words is their endings, in a language."""

import re
from collections.abc import Callable, Mapping

from rapidfuzz.distance import Prefix

from bot.text.language import Language
from bot.text.normalise import normalise


def _any_of(endings: str) -> str:
    return "|".join(dict.fromkeys(map(normalise, endings.split())))


# Of nouns and adjectives. Source: Zaliznyak's declensions.
_RUSSIAN = re.compile(
    rf"(?:{_any_of('а я у ю е ё ы и о й ой ей ём ом ем ою ею ью ам ям ах ях ами ями ьми ов ев ёв ье ья ьё')}"
    rf"|{_any_of('ый ий ая яя ое ее ые ие ого его ому ему ым им ую юю ых их ыми ими ени енем')})?"
)
# The plural, whose it is, and the case, each of which may be missing. "а" and "е" are a case only after whose it is: "ата" is no "ат".
_KAZAKH_PLURAL = _any_of("лар лер дар дер тар тер")
_KAZAKH_OWNER = _any_of("ым ім ың ің ы і сы сі м ң мыз міз ымыз іміз ыңыз іңіз ңыз ңіз")
_KAZAKH_CASE = _any_of("ның нің дың дің тың тің ға ге қа ке ны ні ды ді ты ті да де та те дан ден тан тен нан нен мен бен пен")
_KAZAKH = re.compile(rf"(?:{_KAZAKH_PLURAL})?(?:(?:{_KAZAKH_OWNER})(?:{_any_of('а е на не н нда нде')})?)?(?:{_KAZAKH_CASE})?")
_ENGLISH = re.compile("(?:s|es)?")
_ENDINGS = {Language.RU: _RUSSIAN, Language.KK: _KAZAKH, Language.EN: _ENGLISH}
# A vowel that comes and goes: кошка, кошек. A last consonant that is voiced before an ending: мектеп, мектебі. What becomes of y.
_OTHERWISE: Mapping[Language, Callable[[str], str]] = {
    Language.RU: lambda word: re.sub("[eo](?=[^aeiou]$)", "", word),
    Language.KK: lambda word: word[:-1] + {"k": "g", "p": "b"}.get(word[-1], word[-1]),
    Language.EN: lambda word: re.sub("ies$", "y", word),
}


def is_form(one: str, other: str, language: Language, least: int) -> bool:
    """Whether two folded words of a *language* are one but for their endings; they share *least* letters or more.

    Chinese words have none.
    """
    if one[:least] != other[:least] or len(one) < least or language not in _ENDINGS:
        return False
    ending, otherwise = _ENDINGS[language], _OTHERWISE[language]
    return any(
        ending.fullmatch(mine[shared:]) and ending.fullmatch(theirs[shared:])
        for mine in {one, otherwise(one)}
        for theirs in {other, otherwise(other)}
        for shared in range(least, Prefix.similarity(mine, theirs) + 1)
    )
