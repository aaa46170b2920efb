"""Whose sayings are asked for, by the people they are of: "русские пословицы о дружбе", "what do Kazakhs say about guests"."""

import re
from itertools import pairwise

from bot.search.query import has_han
from bot.text.language import Language
from bot.text.normalise import normalise

# Whose sayings they are, by the language they were first said in: how the words for a people begin.
_PEOPLES = {
    language: tuple(map(normalise, stems))
    for language, stems in {
        Language.KK: ("kazakh", "казахск", "қазақ", "hasake"),
        Language.RU: ("russian", "русск", "орыс", "eluosi"),
        Language.ZH: ("chinese", "китайск", "қытай", "zhongguo"),
        Language.EN: ("english", "английск", "ағылшын"),
    }.items()
}
_KAZAKH_GENITIVE = tuple(map(normalise, ("ның", "дың", "тың", "нің", "дің", "тің")))
_KAZAKHSTAN = normalise("қазақстан")
_KAZAKH_PEOPLE = tuple(map(normalise, ("халық", "халқы")))
_CHINESE_PEOPLES = {
    "哈萨克": Language.KK,
    "俄罗斯": Language.RU,
    "俄国": Language.RU,
    "中国": Language.ZH,
    "英国": Language.EN,
    "英语": Language.EN,
    "俄语": Language.RU,
    "哈语": Language.KK,
    "中文": Language.ZH,
    "汉语": Language.ZH,
}
# What a people says about something: a saying of theirs is asked for. {people} and {about} stand in it; what it comes to is behind.
_TELLING = tuple(
    (re.compile(rf"(?i)\W*{pattern}\W*"), wanted)
    for pattern, wanted in (
        (
            r"(?:а )?(?:что|как) (?:говорят )?(?P<people>\w+)(?: говорят| думают)? (?:о|об|обо|про) (?P<about>[^?]+?)(?: говорят)?",
            "пословица о {}",
        ),
        (r"what (?:do|did) (?:the )?(?P<people>\w+)(?: people)? (?:say|think) (?:about|on) (?P<about>[^?]+)", "proverb about {}"),
        (
            r"(?P<people>\w+)(?: халқы)? (?P<about>[^?]+?) (?:туралы|жайлы|жайында|жайлы) (?:не|н[еі]) (?:де\w+|айт\w+)",
            "{} туралы мақал",
        ),
        (r"(?P<people>哈萨克|俄罗斯|俄国|中国|英国)人(?:是)?(?:怎么|如何)(?:说|看待?|谈论?)(?P<about>[^？?]+)的?", "关于{}的谚语"),
        (
            r"(?P<people>哈萨克|俄罗斯|俄国|中国|英国)人(?:对|关于|谈)(?P<about>[^？?]+?)(?:是)?(?:怎么|如何|有什么)(?:说|看).*",
            "关于{}的谚语",
        ),
    )
)
_PEOPLE_STEMS = {
    language: tuple(map(normalise, stems))
    for language, stems in {
        Language.KK: ("kazakhs", "казахи", "қазақтар", "қазақ"),
        Language.RU: ("russians", "русские", "орыстар", "орыс"),
        Language.ZH: ("chinese", "китайцы", "қытайлар", "қытай"),
        Language.EN: ("english", "англичане", "ағылшындар", "ағылшын"),
    }.items()
}
_SOME_PEOPLE = re.compile("(?i)kazakh|russia|chinese|english|казах|русски|китайц|англичан|қазақ|орыс|қытай|ағылшын|[萨罗国]")
# Peoples of whom there is nothing: what is asked for of them is not to come from others.
_OTHERS = """
japanese german french turkish arabic arab african indian korean mongolian italian spanish polish irish scottish jewish greek persian
latin tatar uzbek kyrgyz vietnamese swedish danish
японск немецк французск турецк арабск африканск индийск корейск монгольск итальянск испанск польск ирландск еврейск греческ персидск
латинск татарск узбекск киргизск украинск грузинск армянск вьетнамск восточн
жапон неміс француз түрік араб африка үнді корей моңғол итальян испан поляк еврей грек парсы латын татар өзбек қырғыз украин
"""
_OTHER_STEMS = tuple(map(normalise, _OTHERS.split()))
_OTHER_IN_CHINESE = re.compile(
    "(?:日本|德国|法国|土耳其|阿拉伯|非洲|印度|韩国|朝鲜|蒙古|意大利|西班牙|犹太|希腊|波斯|拉丁|乌兹别克|越南)(?:人|族)?的?.{0,8}?(?:谚语|俗语|俗话|名言|智慧)"
)
_CHINESE_SAYINGS = re.compile(
    rf"({'|'.join(_CHINESE_PEOPLES)})(?:族|斯坦|人|语|文)?的?(?=(?:有?关于?.{{1,8}}?的?)?(?:谚语|俗语|俗话|名言|成语|智慧))"
)
_IDIOM_IN_PINYIN = normalise("chengyu")
# "Wisdom" is a saying where it is a people's: "казахская мудрость", "халық даналығы".
_SAYINGS = "proverb saying quote wisdom пословиц поговорк цитат мудрост мақал мәтел нақыл дәйексөз даналы yanyu suyu mingyan"
_SAYING_STEMS = tuple(map(normalise, _SAYINGS.split()))
_WISDOM_LETTERS = 6
_WISDOM = {
    normalise(word)[:_WISDOM_LETTERS]: saying for word, saying in (("wisdom", "proverb"), ("мудрость", "пословица"), ("даналық", "мақал"))
}


def sayings_of(words: str) -> tuple[Language, str] | None:
    """The people whose sayings *words* ask for, by its language, and the words without it: "русские пословицы о дружбе" are RU."""
    words = normalise(words) if has_han(words) else words  # Traditional characters are told, too
    if of_idioms(words) and not any(people in words for people in _CHINESE_PEOPLES):
        return Language.ZH, words
    if found := _CHINESE_SAYINGS.search(words):
        return _CHINESE_PEOPLES[found[1]], (words[: found.start()] + words[found.end() :]).replace("智慧", "谚语")
    folded = normalise(words)
    if told := _told_by_people(words):
        return told
    if not any(stem in folded for stem in _SAYING_STEMS):
        return None
    parts = words.split()
    for place, (part, following) in enumerate(pairwise(map(normalise, parts))):
        # "Казахская пословица", and "пословица казахская".
        for people, saying, where in ((part, following, place), (following, part, place + 1)):
            if saying.startswith(_SAYING_STEMS) and (where == place or len(parts) == 2):
                for language, stems in _PEOPLES.items():
                    if people.startswith(stems):
                        return language, _with_sayings(parts[:where] + parts[where + 1 :])
    # "мақалы" are somebody's, "мақал" are anybody's.
    theirs = any(part.startswith(_SAYING_STEMS) and part.endswith("i") for part in map(normalise, parts))
    for place, (part, following) in enumerate(pairwise(map(normalise, parts))):
        # Whose they are may stand anywhere before: "қазақтың ит туралы мақалы", "қазақ халқының мақалы".
        of_people = following.startswith(_KAZAKH_PEOPLE)
        if of_people or (part.endswith(_KAZAKH_GENITIVE) and theirs):
            for language, stems in _PEOPLES.items():
                if part.startswith(stems) and not part.startswith(_KAZAKHSTAN):
                    return language, _with_sayings(parts[:place] + parts[place + 1 + of_people :])
    return None


def of_idioms(words: str) -> bool:
    """Whether *words* ask for what only Chinese has: idioms of four characters."""
    folded = normalise(words)
    return "成语" in folded or _IDIOM_IN_PINYIN in folded.split()


def _with_sayings(words: list[str]) -> str:
    """*words* with a saying in the place of wisdom, which would be a topic."""
    return " ".join(_WISDOM.get(normalise(word)[:_WISDOM_LETTERS], word) for word in words)


def _told_by_people(words: str) -> tuple[Language, str] | None:
    """The people of whom *words* ask what they say, and a request for a saying about that: "что говорят казахи о дружбе"."""
    if not _SOME_PEOPLE.search(words):
        return None  # as nearly always
    for pattern, wanted in _TELLING:
        if found := pattern.fullmatch(words):
            people = _CHINESE_PEOPLES.get(found["people"])
            for language, names in _PEOPLE_STEMS.items():
                people = language if normalise(found["people"]) in names else people
            if people:
                return people, wanted.format(found["about"].strip())
    return None


def is_of_others(words: str) -> bool:
    """Whether *words* ask for sayings of a people of whom there are none: "японская пословица о терпении"."""
    folded = normalise(words)
    if _OTHER_IN_CHINESE.search(folded):
        return True
    parts = folded.split()
    return any(
        (part.startswith(_OTHER_STEMS) and following.startswith(_SAYING_STEMS))
        or (part.startswith(_SAYING_STEMS) and following.startswith(_OTHER_STEMS))
        for part, following in pairwise(parts)
    )
