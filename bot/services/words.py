"""Languages and kinds by the words people name them with, in any of the four languages."""

import re
from itertools import pairwise

from bot.corpus.quote import Kind
from bot.text.language import Language
from bot.text.normalise import normalise

_LANGUAGE_WORDS = {
    Language.ZH: (
        "zh",
        "cn",
        "chinese",
        "in chinese",
        "mandarin",
        "simplified chinese",
        "traditional chinese",
        "китайский",
        "китайском",
        "по-китайски",
        "китайский язык",
        "қытайша",
        "қытай",
        "қытай тілі",
        "中文",
        "简体中文",
        "繁体中文",
        "汉语",
        "普通话",
        "华语",
        "国语",
        "简体",
        "繁体",
        "zhongwen",
    ),
    Language.KK: (
        "kk",
        "kz",
        "kazakh",
        # Or it would be the beginning of "Kazakhstan", and a place.
        "in kazakh",
        "казахский",
        "казахском",
        "по-казахски",
        "казахский язык",
        "қазақша",
        "казахша",
        "қазақ",
        "қаз",
        "қазақ тілі",
        "哈萨克语",
        "哈萨克文",
        "哈语",
        "哈文",
    ),
    Language.RU: ("ru", "russian", "русский", "русском", "по-русски", "русский язык", "рус", "орысша", "орыс", "орыс тілі", "俄语", "俄文"),
    Language.EN: (
        "en",
        "english",
        "английский",
        "английском",
        "по-английски",
        "англ",
        "английский язык",
        "ағылшынша",
        "ағылшын",
        "ағылшын тілі",
        "英语",
        "英文",
    ),
}


_LANGUAGE_OF = {normalise(word): language for language, words in _LANGUAGE_WORDS.items() for word in words}


# How the words for a kind begin, whatever their ending.
_KIND_STEMS = {
    kind: tuple(map(normalise, stems))
    for kind, stems in {
        Kind.PROVERB: ("proverb", "пословиц", "поговорк", "мақал", "мәтел", "谚语", "俗语", "俗话", "成语"),
        Kind.QUOTE: ("quote", "цитат", "дәйексөз", "名言", "语录"),
        Kind.FACT: ("fact", "facts", "факт", "дерек", "事实"),
    }.items()
}


# What may be a proverb or a quote, and is no fact.
_ANY_SAYING_STEMS = tuple(map(normalise, ("saying", "aphorism", "adage", "maxim", "изречен", "высказыван", "афоризм", "нақыл", "名句")))


# Whose sayings they are, by the language they were first said in: how the words for a people begin.
_PEOPLES = {
    language: tuple(map(normalise, stems))
    for language, stems in {
        Language.KK: ("kazakh", "казахск", "қазақ"),
        Language.RU: ("russian", "русск", "орыс"),
        Language.ZH: ("chinese", "китайск", "қытай"),
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
}
_CHINESE_SAYINGS = re.compile(rf"({'|'.join(_CHINESE_PEOPLES)})(?:族|斯坦|人)?的?(?=(?:有?关于?.{{1,8}}?的?)?(?:谚语|俗语|俗话|名言|成语))")
_SAYINGS = "proverb saying quote пословиц поговорк цитат мақал мәтел нақыл дәйексөз"
_SAYING_STEMS = tuple(map(normalise, _SAYINGS.split()))


def sayings_of(words: str) -> tuple[Language, str] | None:
    """The people whose sayings *words* ask for, by its language, and the words without it: "русские пословицы о дружбе" are RU."""
    if found := _CHINESE_SAYINGS.search(words):
        return _CHINESE_PEOPLES[found[1]], words[: found.start()] + words[found.end() :]
    folded = normalise(words)
    if not any(stem in folded for stem in _SAYING_STEMS):
        return None
    parts = words.split()
    for place, (part, following) in enumerate(pairwise(map(normalise, parts))):
        if following.startswith(_SAYING_STEMS):
            for language, stems in _PEOPLES.items():
                if part.startswith(stems):
                    return language, " ".join(parts[:place] + parts[place + 1 :])
    # "мақалы" are somebody's, "мақал" are anybody's.
    theirs = any(part.startswith(_SAYING_STEMS) and part.endswith("i") for part in map(normalise, parts))
    for place, (part, following) in enumerate(pairwise(map(normalise, parts))):
        # Whose they are may stand anywhere before: "қазақтың ит туралы мақалы", "қазақ халқының мақалы".
        of_people = following.startswith(_KAZAKH_PEOPLE)
        if of_people or (part.endswith(_KAZAKH_GENITIVE) and theirs):
            for language, stems in _PEOPLES.items():
                if part.startswith(stems) and not part.startswith(_KAZAKHSTAN):
                    return language, " ".join(parts[:place] + parts[place + 1 + of_people :])
    return None


def kinds_named(words: str) -> tuple[Kind, ...]:
    """The kinds that *words* ask for, in any of the four languages; all of them when none is named."""
    folded = normalise(words)
    named = {kind for kind, stems in _KIND_STEMS.items() if any(stem in folded for stem in stems)}
    if not named and any(stem in folded for stem in _ANY_SAYING_STEMS):
        named = {Kind.PROVERB, Kind.QUOTE}
    return tuple(kind for kind in Kind if kind in named) or tuple(Kind)


def kind_named(word: str, *, whole: bool = False) -> Kind | None:
    """The kind that a *word* names, whatever its ending; Chinese has none, and what stands behind is another word: *whole*."""
    folded = normalise(word)
    is_of = folded.__eq__ if whole else folded.startswith
    return next((kind for kind, stems in _KIND_STEMS.items() if any(map(is_of, stems))), None)


def language_named(words: str) -> Language | None:
    """The language these *words* name, in any of the four languages."""
    return _LANGUAGE_OF.get(normalise(words))


# How people ask to be spoken to in a language, with "{}" for what each of their languages calls it.
_ASKED_IN = (
    (
        ("chinese", "kazakh", "russian", "english"),
        "in {}/speak {}/speak in {}/{} please/in {} please/speak {} please/answer in {}/switch to {}/write in {}/can you speak {}",
    ),
    (
        ("по-китайски", "по-казахски", "по-русски", "по-английски"),
        "{}/{} пожалуйста/а {}/говори {}/говорите {}/скажи {}/скажите {}/ответь {}/отвечай {}/отвечайте {}/пиши {}/давай {}/можно {}",
    ),
    (
        ("на китайском", "на казахском", "на русском", "на английском"),
        "{}/{} языке/{} пожалуйста/а {}/говори {}/говорите {}/скажи {}/ответь {}/отвечай {}/отвечайте {}/пиши {}/давай {}/можно {}",
    ),
    (
        ("қытайша", "қазақша", "орысша", "ағылшынша"),
        "{}/{} айт/{} айтшы/{} айтыңыз/{} сөйле/{} сөйлеші/{} сөйлеңіз/{} жаз/{} жазыңыз/{} жауап бер/{} жауап беріңіз",
    ),
    (("қытай тілінде", "қазақ тілінде", "орыс тілінде", "ағылшын тілінде"), "{}/{} айт/{} айтшы/{} сөйле/{} жаз/{} жауап бер"),
    *(
        (names, "说{}/讲{}/请说{}/用{}/用{}说/用{}回答/请用{}/请用{}回答/换成{}/{}版")
        for names in (("中文", "哈萨克语", "俄语", "英语"), ("汉语", "哈萨克文", "俄文", "英文"))
    ),
)
_LANGUAGE_ASKED = {
    normalise(phrase.replace("{}", name)): language
    for names, phrases in _ASKED_IN
    for name, language in zip(names, (Language.ZH, Language.KK, Language.RU, Language.EN), strict=True)
    for phrase in phrases.split("/")
}


def language_asked_in(folded: str) -> Language | None:
    """The language that a *folded* message asks for, when it says nothing else: "по-казахски, пожалуйста", "speak English"."""
    return _LANGUAGE_ASKED.get(folded)
