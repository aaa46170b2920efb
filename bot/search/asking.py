"""What people ask for when they ask for a saying: "пословица о соседях" is about соседях, "one more proverb, please" about anything."""

import re
from functools import lru_cache

from bot.search.query import essence, frames, has_han
from bot.text.language import Language
from bot.text.normalise import normalise


def _folded(words: str) -> str:
    """The *words*, each folded, for a pattern that matches any of them; the longest first."""
    return "|".join(sorted(map(normalise, words.split()), key=len, reverse=True))


def _phrases(phrases: str) -> str:
    """The same of *phrases*, parted by "/" or lines."""
    return "|".join(sorted(filter(None, map(normalise, phrases.replace("\n", "/").split("/"))), key=len, reverse=True))


def _declined(stems: str, endings: str) -> str:
    """Each of the *stems* with each of the *endings*, and without any."""
    return " ".join(stem + ending for stem in stems.split() for ending in ("", *endings.split()))


# That it is a saying that is asked for, or a fact: all forms, for "фактор", "мақала" (an article) and "Derek" are other words.
_SAYINGS = " ".join(
    [
        "proverb proverbs quote quotes quotation quotations saying sayings",
        _declined("пословиц поговорк", "а у и ы е ой ей ам ами ах"),
        "поговорок",
        _declined("цитат", "а у ы е ой ам ами ах"),
        _declined("высказывани изречени", "е я ю ем и й ям ями ях"),
        _declined("мақал", "ы ды дар дары дарды дарын дарының"),
        _declined("мәтел дәйексөз нақыл", "і ді дер дері дерді дерін ы ды дар дары"),
    ]
)
_FACTS = f"fact facts {_declined('факт', 'а у ом е ы ов ам ами ах')} {_declined('дерек', 'тер тері ті терді')}"
_SAYING_PARTS, _FACT_PARTS = "谚语 俗语 俗话 名言 名句 语录", "事实"
_KIND = re.compile(rf"\b(?:{_folded(f'{_SAYINGS} {_FACTS}')})\b|{_folded(f'{_SAYING_PARTS} {_FACT_PARTS}')}")
# "нақыл сөз" is one word in two.
_PAIR = re.compile(rf"\b({normalise('нақыл')}) {normalise('сөз')}\w*")
# What it is to be about follows these, or stands before them; without them "it's a fact" and "don't quote me" are talk.
_ABOUT_PHRASES = """
about/with the word/with the words/containing/containing the word/with word
о/об/обо/про/на тему/со словом/со словами/где есть слово/в которой есть слово
туралы/жайлы/жайында/жөнінде/сөзі бар/деген сөзі бар/деген сөз бар
"""
_ABOUT = re.compile(
    rf"\b(?:{_phrases(_ABOUT_PHRASES)})\b|关于|(?:^|(?<=[句个条]))有关|带有|含有|里有|带(?=.{{1,4}}字)",
)
# Whose they are, where no word says so: "цитаты Абая", "Shakespeare quotes", "Абайдың нақыл сөздері", 老舍的名言.
_BY = _folded("by from of")
_OF_SOMEBODY = _folded("цитаты пословицы поговорки высказывания изречения")
_OF_SOMEBODY_BEFORE = _folded("quotes proverbs sayings мақалдары дәйексөздері нақыл")
_THEIRS = re.compile(
    rf"(?:{_OF_SOMEBODY}|(?:{_folded('quote quotes proverbs sayings')}) (?:{_BY})) \w+(?: \w+)?"
    rf"|(?!(?:{_folded('no not more dont some any the')})\b)\w+(?: \w+)? (?:{_OF_SOMEBODY_BEFORE})"
    rf"|.{{1,6}}的(?:{_folded(_SAYING_PARTS)})"
)
# Who wants any of them says nothing but these words, and nothing of not wanting it.
_REQUEST_WORDS = """
a an the one more another some any random next now please pls give me us tell show find i want need
ещё одну одно одна какую какой какое нибудь любую любой другую другой дай дайте мне нам расскажи расскажите скажи скажите покажи
найди пожалуйста хочу нужна нужно нужен теперь случайную случайный а
тағы бір бірнеше маған айт айтшы айтып бер берші беріңіз беріңізші тап тапшы керек енді басқа кез келген кездейсоқ
жібер жіберші айтыңыз айтыңызшы
"""
_REQUEST = frozenset(normalise(_REQUEST_WORDS).split())
_REQUEST_PARTS = """
来一句 来一个 来一条 来个 来句 来点 再来 再说 再讲 给我 讲一个 讲个 讲一句 讲句 说一个 说个 说一句 说句 换一个 换一句 换一条
一句 一个 一条 几个 几句 请给 请说 请讲 帮我找 帮我 告诉我 有没有 随机 请问 请 哪些 什么
"""
_AROUND = re.compile(f"{_ABOUT.pattern}|{_folded(_REQUEST_PARTS)}|这个词|这个字|字(?=的|$)")
_AT_THE_END = "的吧吗呢了"
_ONLY_ASKS = re.compile(rf"{_folded(_REQUEST_PARTS)}|[{_AT_THE_END}]")
# What joins two things, by the language: "men" is "and" in Kazakh alone.
_AND = {
    Language.EN: re.compile(r"\band\b"),
    Language.RU: re.compile(r"\bi\b"),
    Language.KK: re.compile(rf"\b(?:{_folded('мен бен пен және')})\b"),
    # A single character on either side is a part of a word: 和平.
    Language.ZH: re.compile("(?<=..)[和与跟](?=..)"),
}


def is_for_any(folded: str) -> bool:
    """Whether a *folded* message asks for a saying, or a fact, about anything: "give me a quote", "ещё пословицу", 来个谚语."""
    if not _KIND.search(folded):
        return False
    rest = _KIND.sub(" ", _PAIR.sub(r"\1", folded))
    if has_han(folded):
        return not _ONLY_ASKS.sub("", rest).strip()
    return all(word in _REQUEST for word in rest.split())


# A message is looked at several times on its way.
@lru_cache(maxsize=16)
def wanted(folded: str) -> str | None:
    """What a *folded* message asks a saying about; None when it does not ask so."""
    paired = _PAIR.sub(r"\1", folded)
    if not _KIND.search(paired) or not (_ABOUT.search(paired) or _THEIRS.fullmatch(paired)):
        return None
    rest = _KIND.sub(" ", _AROUND.sub(" ", paired))
    if has_han(rest):
        return "".join(rest.split()).rstrip(_AT_THE_END) or None
    words = [word for word in rest.split() if word not in frames() and word not in _BY.split("|")]
    while words and words[0] in _REQUEST:
        del words[0]
    while words and words[-1] in _REQUEST:
        del words[-1]
    return " ".join(words) or None


def asked_for(folded: str) -> str:
    """What a *folded* message is about: what it asks a saying about, or, where it asks none, all but the words that only ask."""
    return wanted(folded) or essence(folded)


def parts_of(asked: str, likely: Language | None) -> list[str]:
    """What is asked for together, one by one: "труд и терпение", in the *likely* language."""
    parts = _AND[likely].split(asked) if likely else [asked]
    return [part for one in parts if (part := one.strip())]
