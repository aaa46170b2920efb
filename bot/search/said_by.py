"""Whose words are asked for, with or without what they are to be about: "цитата Конфуция об учёбе", "what did Confucius say"."""

import re
from typing import NamedTuple

from bot.search.phrases import any_of
from bot.text.language import Language


class SaidBy(NamedTuple):
    """Who, folded, and what *about*, "" for anything. *surely* says that somebody's words are asked for, whether they are known or not."""

    who: str
    about: str
    language: Language
    surely: bool


def _pattern(template: str, **words: str) -> re.Pattern[str]:
    """A *template* in which each name in angle brackets is any of some words, {who} one to three words, and {about} one to four."""
    for name, some in words.items():
        template = template.replace(f"<{name}>", f"(?:{any_of(some)})")
    return re.compile(
        template.replace("{who}", r"(?P<who>\w+(?: \w+){0,2}?)").replace("{about}", r"(?P<about>\w+(?: \w+){0,3})"),
    )


_RUSSIAN_KINDS = """цитата/цитату/цитаты/цитат/цитатой/высказывание/высказывания/изречение/изречения/афоризм/афоризмы/фраза/фразу/фразы
слова/стихи/строки/мысль/мысли"""
_RUSSIAN_ABOUT = "о/об/обо/про/на тему"
_ENGLISH_KINDS = "quote/quotes/quotation/quotations/saying/sayings/aphorism/aphorisms/words/line/lines/poem/poems/verse"
_ENGLISH_ASKS = "give me/tell me/show me/find me/find/show/i want/i need/please/any/some/another/one more/do you know/is there"
_KAZAKH_ABOUT = "туралы/жайлы/жайында/жөнінде"
_CHINESE_KINDS = "名言|语录|名句|诗句|诗词|格言|警句|金句|话|诗"
_CHINESE_REQUEST = "(?:请|帮我)?(?:给我)?再?(?:来|说|讲|找|背|念)?(?:[一几]?[句个条首段点些])?"
# "Surely" those that name a quote: who "something" is by may be nobody.
_PATTERNS: tuple[tuple[Language, bool, re.Pattern[str]], ...] = (
    (
        Language.RU,
        True,
        _pattern("(?:.* )?<kinds> {who} <about> {about}", kinds="цитата/цитату/цитаты/высказывание/высказывания", about=_RUSSIAN_ABOUT),
    ),
    (Language.RU, False, _pattern("<kinds> {who}(?: <about> {about})?", kinds=_RUSSIAN_KINDS, about=_RUSSIAN_ABOUT)),
    (
        Language.RU,
        False,
        _pattern(
            "(?:a )?(?:čto|kak) (?:(?:nam|tam) )?(?:<said> )?{who}(?: <said>)?(?: <about> {about})?(?: <said>)?",
            said="сказал/сказала/говорил/говорила/говорит/писал/писала/пишет/думал/говаривал",
            about=_RUSSIAN_ABOUT,
        ),
    ),
    (Language.RU, False, _pattern("{who} <about> {about}", about=_RUSSIAN_ABOUT)),
    (
        Language.EN,
        True,
        _pattern(
            "(?:<asks> )*(?:a |an |the )?(?!<asks>|<no_names>){who} <kinds> <about> {about}",
            kinds="quote/quotes/quotation/quotations",
            about="about/on/regarding",
            asks=_ENGLISH_ASKS,
            no_names="""a/an/the/good/nice/great/cool/funny/best/new/old/wise/famous/short/long/inspirational/inspiring/motivational
            two/three/four/five/ten/few/several/beautiful/deep/positive/life/love/friendship/random/any/some/more/this/that/your/my/chinese/kazakh/russian/english""",
        ),
    ),
    (
        Language.EN,
        False,
        _pattern(
            "(?:.* )?(?:<kinds>|<anything>) <by> (?:the )?{who}(?: (?:about|on) {about})?",
            kinds=_ENGLISH_KINDS,
            anything="something/anything",
            by="by/from/of",
        ),
    ),
    (
        Language.EN,
        False,
        _pattern("vhat (?:did|does|do|has) (?:the )?{who} (?:<said>)(?: (?:about|on) {about})?", said="say/said/think/write/teach/tell us"),
    ),
    (Language.EN, False, _pattern("{who} <said>(?: (?:about|on) {about})?", said="says/said/once said")),
    (Language.EN, False, _pattern("(?:<asks> )*(?:a |an |the )?{who} <kinds>(?P<about>)", kinds=_ENGLISH_KINDS, asks=_ENGLISH_ASKS)),
    (Language.EN, False, _pattern("{who} about {about}")),
    (
        Language.KK,
        True,
        _pattern(
            "(?:.* )?{who}<of> (?:{about} <on> )?<kinds>",
            of="ның/нің/дың/дің/тың/тің",
            on=_KAZAKH_ABOUT,
            kinds="""дәйексөзі/дәйексөздері/дәйексөзін/нақылы/нақыл сөзі/нақыл сөздері/қанатты сөзі/қанатты сөздері
            қара сөзі/қара сөздері/қара сөз""",
        ),
    ),
    (
        Language.KK,
        False,
        _pattern(
            "{who}(?:<of>)? (?:{about} <on> )?(?:aitkan )?<kinds>",
            of="ның/нің/дың/дің/тың/тің",
            on=_KAZAKH_ABOUT,
            kinds="сөзі/сөздері/сөзін/сөздерін/сөз/өлеңі/өлеңдері/қара сөзі/қара сөздері/қара сөз/даналығы/даналық",
        ),
    ),
    (
        Language.KK,
        False,
        _pattern("{who} (?:{about} <on> )?ne <said>", on=_KAZAKH_ABOUT, said="айтты/айтқан/деді/деген/дейді/айтады/жазды/жазған/айтып еді"),
    ),
    (Language.KK, False, _pattern("{who}(?:<of>)? {about} <on>", of="ның/нің/дың/дің/тың/тің", on=_KAZAKH_ABOUT)),
    # Who somebody is, their words tell, with what they are.
    (Language.RU, False, _pattern("kto (?:takoi|takaia|takie) {who}(?P<about>)")),
    (Language.EN, False, _pattern("vho (?:is|vas) {who}(?P<about>)")),
    (Language.KK, False, _pattern("{who} kim(?: bolgan| edi)?(?P<about>)")),
    (Language.ZH, False, re.compile("(?P<who>.{2,8}?)是谁(?P<about>)")),
    (
        Language.ZH,
        False,
        re.compile(rf"(?P<who>.{{2,8}}?)(?:说|写|讲)过?了?(?:什么|哪些)?关于(?P<about>.{{1,6}}?)的?(?:{_CHINESE_KINDS})?吗?"),
    ),
    (
        Language.ZH,
        False,
        re.compile(
            rf"{_CHINESE_REQUEST}(?P<who>.{{2,8}}?)(?:关于|谈|论)(?P<about>.{{1,6}}?)"
            rf"(?:的?(?:{_CHINESE_KINDS})|(?:都?说过?了?|怎么说)(?:什么|哪些)?(?:{_CHINESE_KINDS})?)(?:有哪些|是什么)?吗?"
        ),
    ),
    (
        Language.ZH,
        False,
        re.compile(
            rf"{_CHINESE_REQUEST}(?P<who>.{{2,8}}?)"
            rf"(?:曾?(?:说|写|讲)过?了?(?:什么|哪些)?(?:的?(?:{_CHINESE_KINDS}))?|有(?:什么|哪些)(?:{_CHINESE_KINDS})|的?(?:{_CHINESE_KINDS})|怎么说)"
            r"(?P<about>)吗?"
        ),
    ),
    (Language.ZH, False, re.compile("(?P<who>.{2,8}?)[论谈](?P<about>.{2,6})")),
    (Language.ZH, False, re.compile("(?:请|帮我)?(?:给我|再?[来说讲找背念]){1,2}[一几]?[句首](?P<who>.{2,8}?)(?P<about>)吧?")),
)
_KIND_STEMS = "пословиц/поговорк/цитат/высказыван/изречен/афоризм/мудрост/мақал/мәтел/нақыл/дәйексөз/proverb/saying/quote/fact"
# What stands where a name would, and is none.
_NOBODY = re.compile(
    r"\b(?:"
    + any_of(
        """дня/недели/года/великих/известных/известного/мудрых/людей/народа/народов/философов/писателей/поэтов/себе/себя/что/кто/это/то/мне
        нам/тебе/вам/ты/вы/он/она/они/мы/я/все/всё/нибудь/есть/ещё/какой/какая/какие/сам/книга/разговор
        it/you/he/she/they/we/i/who/what/that/this/people/everyone/somebody/someone/wisdom/day/life/love/the day/my/your/nothing/me
        сен/сіз/ол/олар/біз/мен/кім/не/бұл/осы/сол/адам/адамдар/халық/тағы/бір"""
    )
    + rf")\b|\b(?:{any_of(_KIND_STEMS)})"
    + r"|^\d+$|^(?:你|您|我|他|她|它|谁|这|那|有人|什么|怎么|听|再|可以|没|关于)|谚语|俗语|俗话|成语|名言|格言"
)
# None of the patterns fits a message without one of these; hardly any message has one.
_SIGNS = re.compile(
    rf"\b(?:{any_of(_RUSSIAN_KINDS)}|{any_of(_ENGLISH_KINDS)}|something|anything|about|kto tak\w+|vho|kim|sais|said|sai|think|vrite|teač"
    rf"|{any_of('сказал/сказала/говорил/говорила/говорит/писал/писала/пишет/думал/о/об/про/айтты/айтқан/деді/деген/дейді/айтады/жазды/жазған')}"
    rf"|{any_of(_KAZAKH_ABOUT)}|soz\w*|naki\w*|daieksoz\w*|olen\w*)\b|[说写讲谈论的有谁句首诗]|关于|名言|语录|格言"
)
_MOST_CHARS = 80


def said_by(folded: str) -> SaidBy | None:
    """Whose words a *folded* message asks for; None where it asks for nobody's."""
    if len(folded) > _MOST_CHARS or not _SIGNS.search(folded):
        return None
    for language, surely, pattern in _PATTERNS:
        if (found := pattern.fullmatch(folded)) and not _NOBODY.search(found["who"]):
            return SaidBy(found["who"], found["about"] or "", language, surely)
    return None
