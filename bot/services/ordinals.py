"""Which of those to choose from a message means: "show me the second one, please", «давайте третью», «екіншісін айтшы», 第二个."""

import re

from bot.search.query import has_han
from bot.text.normalise import normalise

# The last of them, however many there are.
LAST = -1
_ORDINALS = {
    1: "first 1st первый первая первое первую первого первой бірінші біріншісі біріншісін біріншісіне",
    2: "second 2nd второй вторая второе вторую второго екінші екіншісі екіншісін екіншісіне",
    3: "third 3rd третий третья третье третью третьего третьей үшінші үшіншісі үшіншісін үшіншісіне",
    LAST: "last последний последняя последнее последнюю последнего последней соңғы соңғысы соңғысын соңғысына",
}
# A number is one of those to choose from where a word or a digit says so: "two" may be two of them, "one, please" any.
_CARDINALS = {1: "1 one один", 2: "2 two два", 3: "3 three три"}
_NUMBERED = "number option choice номер вариант нөмір нөмірі номері й я ю е ая ое ую ья ью ші ш"
# What people say around it, and mean nothing else by.
_AROUND = """
the one that ones show me us give please pls ok okay yes no i want would id like take pick choose see open let lets s can could you
about what whats tell more option choice number of them go for with saying proverb quote and then
покажи покажите дай дайте давай давайте открой откройте хочу мне нам можно а и ну да нет ладно тогда вот эту этот это вариант ответ
пословицу пословица поговорку поговорка цитату цитата изречение посмотреть увидеть пожалуйста пжл плиз выбираю беру возьму нужна нужен
нужно интересует подробнее про о расскажи расскажите из них списка
маған бізге көрсет көрсетші көрсетіңіз көрсетіңізші айт айтшы айтыңыз айтыңызшы аш ашшы ашыңыз керек болсын таңдаймын аламын нұсқа нұсқаны
нұсқасын мақал мақалды мақалын нақыл нақылды нақылын оқы оқышы бер берші беріңіз онда ал енді туралы толығырақ ші
"""


def _by_word(words_of: dict[int, str]) -> dict[str, int]:
    return {normalise(word): number for number, words in words_of.items() for word in words.split()}


_ORDINAL, _CARDINAL = _by_word(_ORDINALS), _by_word(_CARDINALS)
_AROUND_IT, _WITH_A_NUMBER = frozenset(normalise(_AROUND).split()), frozenset(normalise(_NUMBERED).split())
_WITH_A_DIGIT = frozenset(normalise("no please pls пожалуйста пжл плиз").split())
_CHINESE_NUMBERS = {"一": 1, "1": 1, "二": 2, "2": 2, "三": 3, "3": 3}
_IN_CHINESE = re.compile(
    r"(?:那就?|就|我|请|给我|要|想要|想看|选择?|看看?|打开|显示|说说|讲讲)*"
    r"(?:第?(?P<number>[一二三123])(?:[个句条]|号)?|(?P<last>最后)(?:一?[个句条]|那[个句条]))"
    r"(?:吧|呢|的|好了|谢谢|(?:是|怎么)?(?:什么|啥)意思|怎么样)*"
)
_NAMED_IN_CHINESE = re.compile("[第号选]|最后")


def number_chosen(folded: str) -> int | None:
    """The number, from 1 on or `LAST`, of the one that a *folded* message means; None where it says anything else."""
    if has_han(folded):
        found = _IN_CHINESE.fullmatch(folded.replace(" ", ""))
        if not found or not _NAMED_IN_CHINESE.search(folded):
            return None
        return LAST if found["last"] else _CHINESE_NUMBERS[found["number"]]
    words = folded.split()
    known = _ORDINAL if not _ORDINAL.keys().isdisjoint(words) else _CARDINAL
    numbers = [word for word in words if word in known]
    rest = {word for word in words if word not in known}
    if len(numbers) != 1 or not rest <= _AROUND_IT | _WITH_A_NUMBER:
        return None
    number = numbers[0]
    told = known is _ORDINAL or rest & _WITH_A_NUMBER or (number.isdecimal() and rest <= _WITH_A_DIGIT)
    return known[number] if told else None
