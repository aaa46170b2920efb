"""Words in their forms: what of two folded words of a language is their endings."""

import re
from collections.abc import Callable, Mapping

from rapidfuzz.distance import Prefix

from bot.text.language import Language
from bot.text.normalise import normalise


def _any_of(endings: str) -> str:
    return "|".join(dict.fromkeys(map(normalise, endings.split())))


# Russian: verbs, masculine, feminine and neuter nouns, and adjectives. Both words have to be of one of them, or "друга" would be "другого".
# Source: Zaliznyak's declensions.
_PLURAL_CASES = "ам ям ах ях ами ями ьми"
_RUSSIAN = (
    re.compile(f"(?:{_any_of('ть ти у ю ешь ёшь ет ёт ем ём ете ёте ут ют ишь ит им ите ат ят л ла ло ли й йте и ите')})(?:sia|s)?"),
    re.compile(f"(?:{_any_of(f'а я у ю е ы и ом ем ём ов ев ёв ей й ья ьев {_PLURAL_CASES}')})?"),
    re.compile(f"(?:{_any_of(f'а я ы и е у ю ой ей ёй ою ею ью ери ерью ерей {_PLURAL_CASES}')})?"),
    re.compile(f"(?:{_any_of(f'о е ё а я у ю и ом ем ём ье ья ьё ей й ени енем ена {_PLURAL_CASES}')})?"),
    re.compile(_any_of("ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ую юю ой ей ых их ыми ими")),
)
_ENGLISH = (re.compile("(?:s|es)?"),)
# Kazakh: the plural, whose it is, and the case. What follows a vowel differs from what follows a consonant, and the cases of what is his
# from those of what is mine or yours. Source: Қазақ грамматикасы (2002), зат есім.
_PLURAL = _any_of("лар лер дар дер тар тер")
_CASE = _any_of("ға ге қа ке ны ні ды ді ты ті да де та те дан ден тан тен нан нен ның нің дың дің тың тің мен бен пен")
_LIKE_A_CASE = _any_of("дай дей тай тей дағы дегі тағы тегі сыз сіз")
_CASE_OF_HIS = _any_of("н на не нда нде нан нен ның нің мен ндай ндей ндағы ндегі")
_CASE_OF_MINE = _any_of("а е ға ге ды ді да де дан ден нан нен ның нің дың дің мен бен дай дей")


def _owned(his: str, mine: str) -> str:
    return f"(?:(?:{_any_of(his)})(?:{_CASE_OF_HIS})?|(?:{_any_of(mine)})(?:{_CASE_OF_MINE})?|{_CASE}|{_LIKE_A_CASE})?"


_AFTER_CONSONANT = f"(?:{_PLURAL})?{_owned('ы і', 'ым ім ың ің ымыз іміз ыңыз іңіз')}"
_KAZAKH = (re.compile(_AFTER_CONSONANT),)
_KAZAKH_AFTER_VOWEL = (
    re.compile(f"(?:{_PLURAL}){_owned('ы і', 'ым ім ың ің ымыз іміз ыңыз іңіз')}|{_owned('сы сі', 'м ң мыз міз ңыз ңіз')}"),
)
# "i" behind another vowel is the consonant й.
_ENDS_IN_VOWEL = re.compile("(?:[ae]|(?<![aeou])i)$")
_ENDINGS = {Language.RU: _RUSSIAN, Language.KK: _KAZAKH, Language.EN: _ENGLISH}
_IRREGULAR = """
mice mouse/geese goose/wolves wolf/calves calf/leaves leaf/wives wife/knives knife/lives life/thieves thief/halves half/loaves loaf
feet foot/teeth tooth/men man/women woman/children child/oxen ox
"""
_PAIRS = [pair.split() for pair in _IRREGULAR.replace("\n", "/").split("/") if pair]
_SINGULAR = {normalise(several): normalise(one) for several, one in _PAIRS}
_SEVERAL = {one: several for several, one in _SINGULAR.items()}


def _otherwise_in_english(word: str) -> str:
    """The singular that no ending tells: of mice, of cities, and of cats, whose "ts" folds to one letter."""
    return _SINGULAR.get(word) or (word.removesuffix("c") + "t" if word.endswith("c") else re.sub("ies$", "i", word))


# A vowel that comes and goes: кошка, кошек. A last consonant that is voiced before an ending: мектеп, мектебі.
_OTHERWISE: Mapping[Language, Callable[[str], str]] = {
    # Of three letters two are left, which many words begin with.
    Language.RU: lambda word: re.sub("(?<=..)[eo](?=[^aeiou]$)", "", word),
    Language.KK: lambda word: word[:-1] + {"k": "g", "p": "b"}.get(word[-1], word[-1]),
    Language.EN: _otherwise_in_english,
}
# In Chinese sayings many things are of one character that people speak of with two; the first is the thing, or here the second.
_WITH_ANOTHER = """
春天 夏天 秋天 冬天 石头 木头 骨头 舌头 兔子 猴子 狮子 竹子 虫子 鸽子 燕子 豹子 骡子 豆子 桃子 鸟儿 花儿 马儿 鱼儿 狐狸 蚂蚁/蚁 老鼠/鼠
老虎/虎 老鹰/鹰 乌鸦/鸦 星星 眼睛 耳朵 嘴巴 尾巴 肚子/腹 朋友/友 母亲 妻子 邻居 道路/路 河流 大海/海 大山/山 小船/船 小鸟/鸟 小狗/狗 狗狗
小猫/猫 猫咪 小牛/犊 绵羊/羊 骏马/马 树叶/叶 叶子 大树/树 树木 树林/林 林子 大米/米 早晨/晨 夜晚 礼物 财富
"""
_ALONE = {word: alone or word[0] for word, _, alone in (entry.partition("/") for entry in _WITH_ANOTHER.split())}
# "Other" is no form of "friend" in Russian, though all its endings are.
_OF_NOBODY = frozenset(map(normalise, "другой другого другому другая другую другое другие других другим другими".split()))
# Two words that have an ending each are the same only when so much is left of them: "қан" and "қасыңнан" share two letters by chance.
_BOTH_END = 3


def is_form(one: str, other: str, language: Language, least: int) -> bool:
    """Whether two folded words of a *language* are one but for their endings; they share *least* letters or more.

    Chinese words have none.
    """
    if one == other:
        return True
    if one[:1] != other[:1] or min(len(one), len(other)) < least or language not in _ENDINGS or _OF_NOBODY & {one, other}:
        return False
    otherwise = _OTHERWISE[language]
    # Never both as they are otherwise: "живот" and "живёт" would be one.
    pairs = {(one, other), (otherwise(one), other), (one, otherwise(other))}
    return any(
        _end_alike(mine, theirs, shared, language, as_nouns=language is Language.RU and (mine, theirs) != (one, other))
        for mine, theirs in pairs
        for shared in range(least, Prefix.similarity(mine, theirs) + 1)
        if shared >= _BOTH_END or shared in {len(mine), len(theirs)}
    )


def other_stems(word: str, language: Language) -> set[str]:
    """What a folded *word* may begin with in other forms, besides its own letters: кошк for кошек, mice for mouse; 春 for 春天."""
    if language is Language.ZH:
        return {_ALONE[word]} if word in _ALONE else set()
    return {_OTHERWISE[language](word), _SEVERAL.get(word, word)} - {word} if language in _OTHERWISE else set()


def _end_alike(mine: str, theirs: str, stem: int, language: Language, *, as_nouns: bool) -> bool:
    """Whether all that stands behind a *stem* of so many letters are endings of one sort of words; no vowel goes out of verbs."""
    sorts = _KAZAKH_AFTER_VOWEL if language is Language.KK and _ENDS_IN_VOWEL.search(mine, 0, stem) else _ENDINGS[language]
    return any(sort.fullmatch(mine, stem) and sort.fullmatch(theirs, stem) for sort in sorts[as_nouns:])
