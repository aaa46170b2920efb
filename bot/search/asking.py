"""What people ask for when they ask for a saying: "пословица о соседях" is about соседях, "one more proverb, please" about anything."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.search.anything import anything_about
from bot.search.phrases import any_of
from bot.search.query import Query, essence, has_han
from bot.search.rerank import is_slip
from bot.search.said_by import SaidBy, said_by
from bot.text.language import Language
from bot.text.normalise import normalise


def _folded(words: str) -> str:
    """The *words*, each folded, for a pattern that matches any of them; the longest first."""
    return "|".join(sorted(map(normalise, words.split()), key=len, reverse=True))


def _declined(stems: str, endings: str) -> str:
    """Each of the *stems* with each of the *endings*, and without any."""
    return " ".join(stem + ending for stem in stems.split() for ending in ("", *endings.split()))


# That it is a saying that is asked for, or a fact: all forms, for "фактор", "мақала" (an article) and "Derek" are other words.
_SAYINGS = {
    Language.EN: """proverb proverbs quote quotes quotation quotations saying sayings aphorism aphorisms adage adages maxim maxims
        idiom idioms""",
    Language.RU: " ".join(
        [
            _declined("пословиц поговорк", "а у и ы е ой ей ам ами ах"),
            "поговорок",
            _declined("цитат", "а у ы е ой ам ами ах"),
            _declined("высказывани изречени", "е я ю ем и й ям ями ях"),
            _declined("афоризм фразеологизм", "а у ом е ы ов ам ами ах"),
        ]
    ),
    Language.KK: " ".join(
        [
            _declined("мақал", "ы ды дар дары дарды дарын дарының"),
            _declined("мәтел дәйексөз нақыл", "і ді дер дері дерді дерін ы ды дар дары"),
        ]
    ),
}
# On a keyboard without characters; what they ask for is said in pinyin, too: "lai ge chengyu".
_SAYINGS_IN_PINYIN = "yanyu chengyu mingyan mingju suyu geyan"
_FACTS = {
    Language.EN: "fact facts",
    Language.RU: _declined("факт", "а у ом е ы ов ам ами ах"),
    Language.KK: _declined("дерек", "тер тері ті терді"),
}
_SAYING_PARTS, _FACT_PARTS = "谚语 俗语 俗话 名言 名句 语录 成语 格言 警句 金句", "事实"
_KIND_WORDS = {language: f"{_SAYINGS[language]} {_FACTS[language]}" for language in _SAYINGS}
_KIND_OF = {normalise(word): language for language, words in _KIND_WORDS.items() for word in words.split()}
_KIND_OF |= dict.fromkeys(normalise(_SAYINGS_IN_PINYIN).split(), Language.ZH)
_KIND = re.compile(rf"\b(?:{'|'.join(sorted(_KIND_OF, key=len, reverse=True))})\b|{_folded(f'{_SAYING_PARTS} {_FACT_PARTS}')}")
# A word for a saying as long as this is told with a letter wrong, too.
_SLIP_LETTERS = 6
_LONG_KINDS = [word for word in _KIND_OF if len(word) >= _SLIP_LETTERS]
# "нақыл сөз" is one word in two.
_PAIR = re.compile(rf"\b({normalise('нақыл')}) {normalise('сөз')}\w*")
# What it is to be about follows these; without them "it's a fact" and "don't quote me" are talk.
_WITH_THE_WORD = """
with the word/with the words/containing/containing the word/that mentions/mentioning/with word
со словом/со словами/где есть слово/в которой есть слово/в которых есть слово/где упоминается/где упоминаются
"""
_ABOUT_PHRASES = f"""{_WITH_THE_WORD}/about/abuot/abt/bout/regarding/related to/featuring
proverbs with/sayings with
proverbs on/sayings on/quotes on/proverb on/saying on/quote on/о/об/обо/про/на тему/насчёт/где есть/в которой есть"""
_ABOUT = re.compile(rf"\b(?:{any_of(_ABOUT_PHRASES)})\b")
# Or it stands before these.
_WITH_THE_WORD_BEFORE = "сөзі бар/деген сөзі бар/деген сөз бар/сөзі кездесетін/деген сөз кездесетін"
_ABOUT_BEFORE = re.compile(rf"\b(?:{any_of(f'туралы/жайлы/жайында/жөнінде/қатысты/кездесетін/{_WITH_THE_WORD_BEFORE}')})\b")
_ABOUT_PARTS = re.compile(
    r"有?关于|(?:^|(?<=[句个条些]))有关|和(?=.{1,6}有关)|带有|含有|里面?有|带(?=.{1,4}字)|有(?=.{1,4}字)|带(?=.{1,2}的)"
)
_HAS_THE_WORD = re.compile(
    rf"\b(?:{any_of(f'{_WITH_THE_WORD}/{_WITH_THE_WORD_BEFORE}')})\b|带有|含有|里面?有|[带有](?=.{{1,4}}字)|带(?=.{{1,2}}的)"
)
# Whose they are, where no word says so: "цитаты Абая", "Shakespeare quotes", "Абайдың нақыл сөздері", 老舍的名言.
_BY = _folded("by from of")
_OF_SOMEBODY = _folded("цитаты цитата цитату пословицы поговорки высказывания высказывание изречения изречение афоризмы афоризм")
_OF_SOMEBODY_BEFORE = _folded("quotes proverbs sayings quote proverb saying мақалдары дәйексөздері дәйексөзі нақыл")
_NO_NAMES = "no not more dont some any the a an this that my your his her our their what which good nice great cool funny best new old wise"
_THEIRS = re.compile(
    rf"(?:{_OF_SOMEBODY}|(?:{_folded('quote quotes proverbs sayings')}) (?:{_BY})) \w+(?: \w+)?"
    rf"|(?!(?:{_folded(_NO_NAMES)})\b)\w+(?: \w+)? (?:{_OF_SOMEBODY_BEFORE})"
    rf"|\w+(?:{_folded('дан ден тан тен')}) (?:{_folded('дәйексөз нақыл')})"
    rf"|.{{1,6}}的(?:{_folded(_SAYING_PARTS)})"
)
# Who does not want one.
_REFUSALS = "не хочу/не надо/не нужна/не нужны/не нужно/хватит/dont want/do not want/no more/керек емес/айтпа"
_REFUSED = re.compile(rf"\b(?:{any_of(_REFUSALS)})\b|不要|不想|别再")
# Who wants any of them says nothing but these words, and nothing of not wanting it.
_REQUEST_WORDS = """
a an the one more another some any random next now please pls give me us tell show find i want need write good nice short beautiful
famous wise interesting two three five
ещё одну одно одна какую какой какое нибудь любую любой другую другой дай дайте мне нам расскажи расскажите скажи скажите покажи
найди пожалуйста хочу нужна нужно нужен теперь случайную случайный а напиши напишите пришли подскажи подскажите короткую короткое
красивую красивое известную известное интересную интересное хорошую хорошее мудрую мудрое пару несколько две три пять можно
с переводом переводом
тағы бір бірнеше маған айт айтшы айтып бер берші беріңіз беріңізші тап тапшы керек енді басқа кез келген кездейсоқ
lai ge yi ju yiju yige yitiao tiao gei wo shuo jiang zai qing
жібер жіберші айтыңыз айтыңызшы жаз жазшы жазып беріңізші бізге жақсы қысқа әдемі екі үш бес
"""
_REQUEST = frozenset(normalise(_REQUEST_WORDS).split())
# What stands around that which a saying is to be about, and is no part of it.
_BEFORE = frozenset(normalise("a an the any some your my importance of слово слова важность ту тот то ең").split())
_BEHIND = frozenset(
    normalise(
        """please pls thanks for you that there is are exist do know in it got
        пожалуйста плиз есть ли ты вы знаешь знаете для мне нам спасибо
        бар ма ба ме бе білесің білесіз"""
    ).split()
)
_BEFORE_IN_KAZAKH = frozenset(
    normalise(
        "сәлем салем сәлеметсіз бе маған бізге бір бірнеше қандай қазақта қазақтың ішінде айтшы айт сен сіз тағы керек енді халық халықтың"
    ).split()
)
_REQUEST_PARTS = """
短一点的 短的 好的 经典的 经典 常用的 请给我 谢谢你 谢谢您 谢谢
有什么 推荐一句 推荐几句 推荐 我想看 来几句 来几条 几条 写作文用的
来一句 来一个 来一条 来个 来句 来点 再来 再说 再讲 给我 讲一个 讲个 讲一句 讲句 说一个 说个 说一句 说句 换一个 换一句 换一条
一句 一个 一条 几个 几句 请给 请说 请讲 帮我找 帮我 告诉我 有没有 随机 请问 请 哪些 什么
有哪些 你知道 您知道 知道 能不能 能 可以 我想要 我想听 想要 想听 求 吗
"""
_AROUND = re.compile(f"{_ABOUT_PARTS.pattern}|{_folded(_REQUEST_PARTS)}|这个词|这个字|有关(?=的|$)|字(?=的|$)")
_AT_THE_END = "的吧吗呢了"
_WHICH_THERE_ARE = re.compile(r"^(?:请问|推荐(?:[一几]?[句些个条])?|来几句|我想看)|(?:有哪些|有什么|有吗|有没有)[吗呢]?$")
_ONLY_ASKS = re.compile(rf"{_folded(_REQUEST_PARTS)}|[{_AT_THE_END}]")
# What joins two things, by the language: "men" is "and" in Kazakh alone.
_AND = {
    Language.EN: re.compile(r"\b(?:and|or)\b"),
    Language.RU: re.compile(rf"\b(?:i|{normalise('или')})\b"),
    Language.KK: re.compile(rf"\b(?:{_folded('мен бен пен және немесе')})\b"),
    # A single character on either side is a part of a word: 和平.
    Language.ZH: re.compile("(?<=..)[和与跟](?=..)"),
}


def names_sayings(folded: str) -> bool:
    """Whether a *folded* message has a word for a saying, or for a fact."""
    return _KIND.search(folded) is not None


def is_for_any(folded: str) -> bool:
    """Whether a *folded* message asks for a saying, or a fact, about anything: "give me a quote", "ещё пословицу", 来个谚语."""
    if not _KIND.search(folded):
        return False
    rest = _KIND.sub(" ", _PAIR.sub(r"\1", folded))
    if has_han(folded):
        return not _ONLY_ASKS.sub("", rest).strip()
    return all(word in _REQUEST or word.isdecimal() for word in rest.split())


def language_of_request(folded: str) -> Language | None:
    """The language in which a *folded* message asks for a saying about anything: "maqal kerek" is Kazakh; None where it asks for none."""
    return next((_KIND_OF[word] for word in folded.split() if word in _KIND_OF), None) if is_for_any(folded) else None


class Wanted(NamedTuple):
    """What a saying is *about* that is asked for, folded, and the *language* of the words that ask.

    *named* says that it may be who said it, and not only what it is about; *verbatim* that it has to have that word. *by* is who it may
    have to be said by; *only_by* says that nothing is asked for unless somebody is known by that name: 的话 ends many a sentence.
    """

    about: str
    language: Language
    named: bool = False
    verbatim: bool = False
    by: SaidBy | None = None
    only_by: bool = False


# A message is looked at several times on its way, and fifty go it together.
@lru_cache(maxsize=128)
def wanted(folded: str) -> Wanted | None:
    """What a *folded* message asks a saying about; None when it does not ask so, or asks not to get one."""
    asked, by = _wanted(folded), said_by(folded)
    if by is None or (asked is None and _REFUSED.search(folded)):
        return asked
    return asked._replace(by=by) if asked else Wanted(by.about or by.who, by.language, named=not by.about, by=by, only_by=True)


def _wanted(folded: str) -> Wanted | None:
    paired = _PAIR.sub(r"\1", folded)
    # First what costs least: hardly any message asks so.
    told = _KIND.search(paired)
    kind = told[0] if told else _misspelt_kind(paired) if _ABOUT.search(paired) or _ABOUT_BEFORE.search(paired) else None
    if kind is None:
        anything = anything_about(folded)
        return Wanted(*anything) if anything else None
    if _REFUSED.search(paired):
        return None
    verbatim = _HAS_THE_WORD.search(paired) is not None
    theirs = _THEIRS.fullmatch(paired) is not None
    if has_han(folded):
        theirs = theirs or _THEIRS.fullmatch(_WHICH_THERE_ARE.sub("", paired)) is not None
        if not (_ABOUT_PARTS.search(paired) or theirs):
            return None
        about = "".join(_KIND.sub(" ", _AROUND.sub(" ", paired)).split()).strip(_AT_THE_END)
        return Wanted(about, Language.ZH, theirs, verbatim) if about else None
    if found := [*_ABOUT.finditer(paired)]:
        words, before = paired[found[-1].end() :].split(), _BEFORE
    elif before_it := _ABOUT_BEFORE.search(paired):
        words, before = paired[: before_it.start()].split(), _BEFORE_IN_KAZAKH
    elif theirs:
        words, before = [word for word in paired.split() if word not in _BY.split("|")], _BEFORE
    else:
        return None
    words = [word for word in words if word not in _KIND_OF]
    while len(words) > 1 and words[0] in before:
        del words[0]
    end = next((place for place, word in enumerate(words) if place and word in _BEHIND), len(words))
    about = " ".join(words[:end])
    return Wanted(about, _KIND_OF.get(kind, Language.EN), theirs and not found, verbatim) if about else None


def asks_for_sayings(words: str) -> bool:
    """Whether *words* ask for a saying, about something or anything, whoever may have said it."""
    folded = normalise(words)
    asked = wanted(folded)
    return is_for_any(folded) or (asked is not None and not asked.only_by)


def _misspelt_kind(folded: str) -> str | None:
    """The word for a saying or a fact that a *folded* message has with a slip, as it is spelt rightly; None without any."""
    words = [word for word in folded.split() if len(word) >= _SLIP_LETTERS - 1]
    return next((kind for word in words for kind in _LONG_KINDS if word[0] == kind[0] and is_slip(word, kind)), None)


def asked_of(query: Query) -> Wanted | None:
    """What a *query* asks a saying about, with or without what people say around it; None when it does not ask so."""
    return wanted(query.bare) or wanted(query.folded)


def asked_for(folded: str) -> str:
    """What a *folded* message is about: what it asks a saying about, or, where it asks none, all but the words that only ask."""
    asked = wanted(folded)
    return asked.about if asked else essence(folded)


def parts_of(asked: str, likely: Language | None) -> list[str]:
    """What is asked for together, one by one: "труд и терпение", in the *likely* language."""
    parts = _AND[likely].split(asked) if likely else [asked]
    return [part for one in parts if (part := one.strip())]
