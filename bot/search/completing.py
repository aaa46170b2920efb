"""How a saying goes on: "продолжи пословицу: тише едешь", "finish the proverb: a stitch in time", 三个臭皮匠的下一句是什么."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.search.hits import Hit, Role
from bot.search.phrases import any_of
from bot.search.query import has_han, letters, quoted_in


class Part(NamedTuple):
    """The folded *words* of a saying that somebody has, and whether they are its *end*, and not its beginning.

    *surely* says that it is a saying that is to go on, and no talk: "finish the proverb", and not "finish the soup".
    """

    words: str
    end: bool = False
    surely: bool = False


_POLITE = any_of(
    """please/pls/can you/could you/do you know/tell me/i forgot/remind me/пожалуйста/плиз/можете/можешь/а/и/помоги вспомнить/вспомни
    знаешь/знаете/не помню/забыл/забыла/скажи/скажите/подскажи/подскажите/напомни/маған/өтінемін/айтшы"""
)
_RUSSIAN_KINDS = any_of(
    """пословицу/пословица/пословицы/поговорку/поговорка/поговорки/фразу/фраза/фразы/цитату/цитата/цитаты/изречение/изречения/строку
    эту пословицу/эта пословица/у пословицы/у поговорки/у фразы/высказывание/высказывания"""
)
_ENGLISH_KINDS = any_of("proverb/saying/quote/quotation/phrase/sentence/line/one/idiom")
_KAZAKH_KINDS = any_of(
    """мақалды/мақалын/мақалының/мақалдың/мәтелді/мәтелдің/сөзді/сөздің/нақылды/нақылдың/деген мақалды/деген мақалдың/деген сөздің
    деген мақал/дегеннің/мына мақалды/осы мақалды/дәйексөзді"""
)
_GO_ON_IN_RUSSIAN = any_of(
    """продолжи/продолжите/продолжить/закончи/закончите/закончить/доскажи/доскажите/дополни/дополните/допиши/допишите/заверши/завершите
    как дальше/дальше/как там дальше/что дальше/как продолжается/как заканчивается/как кончается/чем заканчивается/чем кончается
    какой конец/какой конец у/какое продолжение/продолжение/как звучит полностью/как полностью звучит/как звучит целиком/полностью/целиком
    полная версия/скажи целиком/конец/окончание/вторая часть/вторая половина/что идёт после"""
)
_GO_ON_IN_ENGLISH = any_of(
    """finish/complete/continue/how does it go/how did it go/how does it go on/how does it continue/how does it end/how do you finish
    what comes after/what follows
    what is the rest of/whats the rest of/the rest of/what is the end of/whats the end of/whats the second half of/what goes after"""
)
_GO_ON_IN_KAZAKH = any_of(
    """жалғастыр/жалғастыршы/жалғастырып бер/жалғастырып берші/жалғастырыңыз/жалғастырыңызшы/аяқта/аяқташы/толықтыр/толықтыршы/толық айт
    толық айтшы/толық айтып бер/жалғасын айт/жалғасын айтшы/жалғасын тап/әрі қарай айт"""
)
# Who has its end wants its beginning.
_BEGINS_IN_RUSSIAN = any_of("как начинается/начало/какое начало у/какое начало")
_BEGINS_BEHIND = any_of("какое начало/как начинается/басы қандай/қалай басталады/how does it start/how does it begin")
_BEHIND = any_of(
    """полностью/целиком/конец/какой конец/конец какой/и что/и что дальше/что там дальше/а дальше забыл/а дальше забыла/какое продолжение
    как дальше/как там дальше/что дальше/а дальше/дальше/и дальше/дальше как/дальше что/продолжение/как продолжается/чем заканчивается
    complete the phrase/complete it/finish it/how does it go on/how does it continue/how does it end/how does it finish/what comes next
    whats next/what is next/whats the rest/what is the rest/what comes after/what comes after that/and then what
    әрі қарай/әрі қарай қалай/ары қарай/ары қарай қалай
    жалғасы/жалғасы қандай/жалғасы қандай еді/қалай жалғасады/қалай аяқталады/қалай бітеді/толық айтшы/соңы
    жалғасы не/жалғасы қалай/соңы қандай/соңы қалай
    аяғы қандай/жалғастыр/жалғастыршы/жалғасын айт/жалғасын айтшы"""
)
_RUSSIAN_KIND = rf"(?P<kind> (?:{_RUSSIAN_KINDS}))?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:(?:{_POLITE}) )*(?:(?:{_RUSSIAN_KINDS}) )?(?:{_GO_ON_IN_RUSSIAN})(?: (?:{_POLITE}))?{_RUSSIAN_KIND} (?P<words>.+)",
        rf"(?:(?:{_POLITE}) )*(?P<end>{_BEGINS_IN_RUSSIAN})(?P<kind> (?:{_RUSSIAN_KINDS}))? (?P<words>.+)",
        rf"(?P<words>.+) (?P<end>{_BEGINS_BEHIND})(?P<kind>)",
        rf"(?P<words>.+) (?P<end>{any_of('деп бітетін/деп аяқталатын')})(?P<kind> (?:{any_of('мақал/мақал қандай')}))",
        rf"(?:(?:{_POLITE}) )*(?:{_GO_ON_IN_ENGLISH})(?P<kind>(?: (?:the|this|that))? (?:{_ENGLISH_KINDS}))? (?P<words>.+)",
        rf"(?:(?:{_POLITE}) )*hov does (?P<kind>(?:the |this )?(?:{_ENGLISH_KINDS}) )?(?P<words>.+?) (?:go on|continue|end|finish)",
        rf"(?:(?:{_POLITE}) )*(?P<end>vhat comes before|vhat is before|vhats before)(?P<kind>) (?P<words>.+)",
        rf"(?:(?:{_POLITE}) )*(?P<kind>(?:{_KAZAKH_KINDS}) )?(?:{_GO_ON_IN_KAZAKH}) (?P<words>.+)",
        rf"(?P<words>.+?)(?P<kind> (?:{_KAZAKH_KINDS}))? (?:{_BEHIND})",
        r"请?(?:帮我)?(?:补全|补充完整|补充|接着说|接|续写|完成)(?P<kind>下一?句|这句话?|下半句|谚语|俗语)*(?P<words>.+)",
        r"(?P<words>.+?)(?:这句话?|这句谚语)?的?(?P<kind>下一句|下半句|后半句|后一句|下句|后面一句|后面)(?:是什么|是啥|怎么说|是|呢)?",
        r"(?P<words>.+?)(?:这句话?|这句谚语)?的?(?P<kind>(?P<end>上一句|上半句|前半句|前一句|上句|前面一句|前面))(?:是什么|是啥|怎么说|是|呢)?",
    )
)
_ARTICLE = re.compile("^(?:the|a|an) ")
# "Пословица тише едешь, как дальше".
_LEADING_KIND = re.compile(rf"^(?:{_RUSSIAN_KINDS}|{_ENGLISH_KINDS}) ")
# None of the patterns fits a message without one of these; hardly any message has one.
_SIGNS = re.compile(
    rf"\b(?:{_GO_ON_IN_RUSSIAN}|{_GO_ON_IN_ENGLISH}|hov does|vhat comes before|vhat is before|vhats before|{_GO_ON_IN_KAZAKH}"
    rf"|{_BEHIND}|{_BEGINS_IN_RUSSIAN}|{_BEGINS_BEHIND}|{any_of('деп бітетін/деп аяқталатын')})\b|[接续补句面完]"
)
# A word by itself, or as few Chinese characters, may be the beginning of anything.
_MIN_WORDS, _MIN_CHARACTERS = 2, 3


def part_to_complete(typed: str, folded: str) -> Part | None:
    """The part of a saying of which a message that was *typed*, and is *folded*, wants the other; None where it asks for no such thing."""
    if not _SIGNS.search(folded):
        return None
    quoted = next(iter(quoted_in(typed)), "")
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(folded):
            # What stands in quotation marks is just what is meant.
            words = quoted or _LEADING_KIND.sub("", found["words"])
            if quoted or is_telling(words):
                return Part(words, bool(found.groupdict().get("end")), bool(quoted or found["kind"]))
    return None


def is_telling(words: str, least: int = 0) -> bool:
    """Whether folded *words*, of *least* letters, may be the beginning of one saying, and not of anything."""
    return letters(words) >= least and (len(words) >= _MIN_CHARACTERS if has_han(words) else words.count(" ") >= _MIN_WORDS - 1)


def completing(hits: Iterable[Hit], part: Part) -> list[Hit]:
    """Of *hits* those that begin, or end, with this *part*; of several, those that are a quote's own words."""
    told = [hit for hit in hits if hit.role < Role.ASK and has_at_its_edge(hit.text, part)]
    first = min((hit.role for hit in told), default=Role.ASK)
    return [hit for hit in told if hit.role == first]


def runs_through(text: str, words: str) -> bool:
    """Whether a folded *text* has all *words*, parted by spaces, in their order, with or without others between."""
    rest = iter(text.split())
    return all(word in rest for word in words.split())


def has_at_its_edge(text: str, part: Part) -> bool:
    """Whether a folded *text* begins, or ends, with all the words of a *part*; an article before either tells nothing."""
    words = part.words
    if not has_han(words):
        # Spaces around, for a word has to be a whole one.
        text, words = f" {_ARTICLE.sub('', text)} ", f" {_ARTICLE.sub('', words)} "
    return text.endswith(words) if part.end else text.startswith(words)
