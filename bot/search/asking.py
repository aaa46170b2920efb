"""What people ask for when they ask for a saying: "пословица о соседях" is about соседях, "one more proverb, please" about anything."""

import re

from bot.search.query import essence, frames, has_han
from bot.text.normalise import normalise

# That it is a saying or a fact that is asked for: whole words, those that Russian and Kazakh decline, and the short ones among these.
_KINDS = "proverb proverbs quote quotes quotation quotations saying sayings fact facts"
_KIND_STEMS = "пословиц поговорк цитат высказыван изречен мақал мәтел дәйексөз нақыл"
_SHORT_KIND_STEMS = "факт дерек"
_KIND_PARTS = "谚语 俗语 俗话 名言 名句 语录"
# What stands around that beside the words that only ask, and says nothing of what it is to be about.
_AROUND_WORDS = """
another one more some any something random now next want need give say has have with word words containing by from in which
ещё одну одно один какую какую-нибудь какой-нибудь что-нибудь другую другой теперь случайную хочу нужна нужно дайте скажите расскажите
приведи назови со с словом словами слово где в которой а ну
тағы бір бірнеше айтып бер берші беріңіз беріңізші жібер жіберші айтыңыз айтыңызшы керек деген енді басқа кез келген кездейсоқ сөзі сөздері
"""
_AROUND_PARTS = """
来一句 来一个 来一条 来个 来句 来点 再来 再说 再讲 给我 讲一个 讲个 讲一句 讲句 说一个 说个 说一句 说句
换一个 换一句 换一条 一句 一个 一条 几个 几句 带有 含有 里有 这个词 这个字 字的 请给 请说 请讲 帮我找 帮我 告诉我 有没有 随机
关于 有关 哪些 什么 请问
"""
_AT_THE_END = "的吧吗呢了"
# "нақыл сөз" is one word in two.
_PAIR = re.compile(rf"\b({normalise('нақыл')}) {normalise('сөз')}\w*")


def _folded(words: str) -> str:
    """The *words*, each folded, for a pattern that matches any of them; the longest first."""
    return "|".join(sorted(map(normalise, words.split()), key=len, reverse=True))


_KIND = re.compile(
    rf"\b(?:(?:{_folded(_KINDS)})|(?:{_folded(_KIND_STEMS)})\w{{0,6}}|(?:{_folded(_SHORT_KIND_STEMS)})\w{{0,3}})\b|{_folded(_KIND_PARTS)}"
)
_PARTS = re.compile(f"{_folded(_AROUND_PARTS)}|带(?=.{{1,4}}字)")
_WORDS = frames() | frozenset(normalise(_AROUND_WORDS).split())
_AND = re.compile(rf"\b(?:{_folded('and и мен бен пен және')})\b|[和与跟]")


def wanted(folded: str) -> str | None:
    """What a *folded* message asks a saying about, "" when it asks for any; None when it asks for none."""
    if not _KIND.search(folded):
        return None
    rest = _KIND.sub(" ", _PAIR.sub(r"\1", folded))
    words = (_PARTS.sub(" ", rest) if has_han(rest) else rest).split()
    told = " ".join(word for word in words if word not in _WORDS).rstrip(_AT_THE_END)
    # "I want …"; within, it is the Russian "and".
    return told.removeprefix("i ").strip() if told != "i" else ""


def asked_for(folded: str) -> str:
    """What a *folded* message is about: what it asks a saying about, or all of it but the words that only ask."""
    return wanted(folded) or essence(folded)


def parts_of(asked: str) -> list[str]:
    """What is asked for together, one by one: "труд и терпение"."""
    return [part for one in _AND.split(asked) if (part := one.strip())]
