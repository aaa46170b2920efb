"""Languages and kinds by the words people name them with, in any of the four languages."""

import re

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
# What is a people, or a country, as well.
_PEOPLES = frozenset(map(normalise, ("қытай", "қазақ", "орыс", "ағылшын")))


# How the words for a kind begin, whatever their ending.
_KIND_STEMS = {
    kind: tuple(map(normalise, stems))
    for kind, stems in {
        Kind.PROVERB: (
            "proverb",
            "пословиц",
            "поговорк",
            "мақал",
            "мәтел",
            "idiom",
            "фразеологизм",
            "谚语",
            "俗语",
            "俗话",
            "成语",
            "yanyu",
            "suyu",
            "chengyu",
        ),
        Kind.QUOTE: ("quote", "цитат", "дәйексөз", "名言", "语录", "格言", "警句", "金句", "mingyan", "geyan"),
        Kind.FACT: ("fact", "facts", "факт", "дерек", "事实"),
    }.items()
}


# What may be a proverb or a quote, and is no fact.
_ANY_SAYING_STEMS = tuple(
    map(normalise, ("saying", "aphorism", "adage", "maxim", "изречен", "высказыван", "афоризм", "нақыл", "名句", "mingju"))
)


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


def language_alone(folded: str) -> Language | None:
    """The language whose name a *folded* message is, and nothing else: "English", "русский", 中文."""
    return None if folded in _PEOPLES else _LANGUAGE_OF.get(folded)


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


# In which language a saying is wanted, beside the words that ask for it: "пословица на казахском", "мақал орысша", "a proverb in Chinese".
_WISHED_IN = re.compile(
    r"(?i)\s*\b(?:(?:на|по)[ -](?P<ru>\w+)(?: язык\w*)?|in (?P<en>\w+)|(?P<kk>қазақша|казакша|орысша|ағылшынша|агылшынша|қытайша|кытайша)"
    r"|(?P<kk2>\w+) тілін(?:де|е))\b|into (?P<en2>\w+)\b|用?(?P<zh>中文|汉语|哈萨克语|哈语|俄语|俄文|英语|英文)(?:说|讲|的?(?=怎么|翻译))"
    r"|用(?P<zh2>中文|汉语|哈萨克语|哈语|俄语|英语|英文)|的?(?P<zh3>中文|汉语|哈萨克语|哈语|俄语|俄文|英语|英文)版?[？?]?$"
)
_WISHED_STEMS = {
    language: tuple(map(normalise, stems))
    for language, stems in {
        Language.ZH: ("chinese", "китайск", "қытай", "中文", "汉语"),
        Language.KK: ("kazakh", "казахск", "қазақ", "哈"),
        Language.RU: ("russian", "русск", "орыс", "俄语"),
        Language.EN: ("english", "английск", "ағылшын", "英"),
    }.items()
}


def language_wished(words: str) -> tuple[Language, str] | None:
    """The language that *words* want something in, and the words without it: "пословица о дружбе на казахском"."""
    # The last one: "in" stands in many a saying.
    for found in reversed([*_WISHED_IN.finditer(words)]):
        named = normalise(next(filter(None, found.groups())))
        for language, stems in _WISHED_STEMS.items():
            if named.startswith(stems):
                return language, f"{words[: found.start()]}{words[found.end() :]}".strip()
    return None


# How people ask for what they name in another language; the name of that is taken out before.
_SAID_ELSEWHERE = re.compile(
    r"(?i)^(?:а )?(?:как (?:будет|сказать|звучит|переводится|это)|переведи(?:те)?|перевод|how (?:do|would) (?:you|i|we) say|how to say"
    r"|translate|say|what is|what's|whats)[ :]+(?P<before>.+?)\??$"
    r"|^(?P<behind>.+?)[ ,]*(?:как (?:будет|сказать)|қалай(?: болады| айтылады)?|аудар\w*|怎么说|怎么讲|的?翻译|翻译成?)[?？]?$"
)


def said_elsewhere(words: str) -> str | None:
    """What is to be said in another language by *words*, from which its name has been taken: "how do you say haste makes waste"."""
    found = _SAID_ELSEWHERE.match(words)
    return (found["before"] or found["behind"]).strip(" :,«»“”\"'") if found else None


def language_asked_in(folded: str) -> Language | None:
    """The language that a *folded* message asks for, when it says nothing else: "по-казахски, пожалуйста", "speak English"."""
    return _LANGUAGE_ASKED.get(folded)
