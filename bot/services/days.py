"""Days of the week by what people write, in any of the four languages."""

import functools
import operator
import re
from collections.abc import Mapping

from bot.store.subscriptions import ALL_DAYS, WEEKEND, WORKDAYS
from bot.text.normalise import normalise

_DAYS: Mapping[int, tuple[str, ...]] = {
    ALL_DAYS: (
        "daily",
        "every day",
        "everyday",
        "each day",
        "once a day",
        "ежедневно",
        "каждый день",
        "раз в день",
        "в день",
        "без выходных",
        "әр күн",
        "әр күні",
        "күнде",
        "күн сайын",
        "күнделікті",
        "күніне",
        "күніне бір",
        "күніне бір рет",
        "每天",
        "每日",
        "天天",
        "每一天",
    ),
    WORKDAYS: (
        "weekdays",
        "workdays",
        "on weekdays",
        "weekday",
        "business days",
        "working days",
        "m-f",
        "по будням",
        "будни",
        "по рабочим дням",
        "рабочие дни",
        "будние дни",
        "будним дням",
        "будням",
        "будние",
        "будний день",
        "рабочим дням",
        "кроме выходных",
        "жұмыс күндері",
        "жұмыс күні",
        "жұмыс күндерінде",
        "жұмыс күнінде",
        "демалыс күндерінен басқа",
        "демалыстан басқа",
        "工作日",
        "上班日",
        "工作天",
        "平日",
    ),
    WEEKEND: (
        "weekends",
        "weekend",
        "on weekends",
        "the weekend",
        "at the weekend",
        "at weekends",
        "по выходным",
        "выходные",
        "выходным",
        "выходные дни",
        "выходным дням",
        "демалыс күндері",
        "демалыс",
        "демалыс күні",
        "демалыс күндерінде",
        "демалыс күнінде",
        "демалыста",
        "周末",
        "週末",
        "双休日",
        "双休",
        "休息日",
        "假日",
        "周六日",
        "周六周日",
    ),
    1 << 0: ("monday", "mon", "mondays", "понедельник", "понедельникам", "пн", "дүйсенбі", "дүйсембі", "дс", "周一", "星期一", "礼拜一"),
    1 << 1: ("tuesday", "tue", "tuesdays", "tues", "вторник", "вторникам", "вт", "сейсенбі", "сейсембі", "сс", "周二", "星期二", "礼拜二"),
    1 << 2: (
        "wednesday",
        "wed",
        "weds",
        "wednesdays",
        "среда",
        "среду",
        "средам",
        "ср",
        "сәрсенбі",
        "сәрсембі",
        "周三",
        "星期三",
        "礼拜三",
    ),
    1 << 3: (
        "thursday",
        "thu",
        "thursdays",
        "thur",
        "thurs",
        "четверг",
        "четвергам",
        "чт",
        "бейсенбі",
        "бейсембі",
        "бс",
        "周四",
        "星期四",
        "礼拜四",
    ),
    1 << 4: ("friday", "fri", "fridays", "пятница", "пятницу", "пятницам", "пт", "жұма", "жм", "周五", "星期五", "礼拜五"),
    1 << 5: ("saturday", "sat", "saturdays", "суббота", "субботу", "субботам", "сб", "сенбі", "сембі", "周六", "星期六", "礼拜六"),
    1 << 6: (
        "sunday",
        "sun",
        "sundays",
        "воскресенье",
        "воскресеньям",
        "вс",
        "жексенбі",
        "жексембі",
        "жс",
        "周日",
        "星期日",
        "星期天",
        "周天",
        "礼拜天",
        "礼拜日",
    ),
}
_DAY_OF = {normalise(name): mask for mask, names in _DAYS.items() for name in names}
# "дүйсенбіде": on a day, as Kazakh says it.
_ON_DAYS = "дүйсенбіде сейсенбіде сәрсенбіде бейсенбіде жұмада сенбіде жексенбіде".split()
_DAY_OF |= {normalise(name): 1 << number for number, name in enumerate(_ON_DAYS)}
# As days stand in ranges: "с понедельника по пятницу", "дүйсенбіден жұмаға дейін".
_DAY_CASES: Mapping[int, str] = {
    1 << 0: "понедельника понедельнику дүйсенбіден дүйсенбіге 一",
    1 << 1: "вторника вторнику сейсенбіден сейсенбіге 二",
    1 << 2: "среды среде сәрсенбіден сәрсенбіге 三",
    1 << 3: "четверга четвергу бейсенбіден бейсенбіге 四",
    1 << 4: "пятницы пятнице жұмадан жұмаға 五",
    1 << 5: "субботы субботе сенбіден сенбіге 六",
    1 << 6: "воскресенья воскресенью жексенбіден жексенбіге 日 天",
}
_DAY_CASE_OF = {normalise(name): mask for mask, names in _DAY_CASES.items() for name in names.split()}
# "пн-пт", "mon – fri", "monday to friday", "с понедельника по пятницу", "дүйсенбі мен жұма аралығында", "周一至周五".
_RANGE = re.compile(
    r"(?:(?:from|с|со|от) )?(?P<first>[^\W\d_]+)\.?"
    r"(?P<apart> ?[-–—−~至到] ?| (?:to|till|until|through|thru|по|до) | (?:бастап|мен|бен|пен) | )"
    r"(?P<last>[^\W\d_]+)\.?(?P<until> дейін| аралығында| арасында)?"
)
# "周一三五", and as it may be parted: "周一、三、五".
_HAN_DAYS = re.compile("(?:周|星期|礼拜|週)([一二三四五六日天]{2,7})")
_PARTED_HAN_DAYS = re.compile("(?:周|星期|礼拜|週)[一二三四五六日天](?:[、，,] ?[一二三四五六日天](?![点點时時十]))+")
# "周1至周5", but not the hour in "周5点".
_HAN_FIGURE = re.compile(r"(?<=[周週期拜])[1-7](?![\d:：.点點时時])")


def with_days_joined(line: str) -> str:
    """*line* with Chinese days in one word where they share theirs: "周一、三、五" as "周一三五"."""
    return _PARTED_HAN_DAYS.sub(lambda found: re.sub("[、，, ]", "", found[0]), line)


def days_named(typed: str) -> int | None:
    """The days that words name, *typed* in small letters, one bit for each: one or several, from one to another, or as "周一三五" does."""
    typed = _HAN_FIGURE.sub(lambda figure: "一二三四五六日"[int(figure[0]) - 1], typed)
    if days := _DAY_OF.get(normalise(typed)):
        return days
    if counted := _HAN_DAYS.fullmatch(typed):
        return sum(_DAY_CASE_OF[day] for day in set(counted[1].replace("天", "日")))
    # "Mon/Wed/Fri".
    if all(parted := [_DAY_OF.get(normalise(day), 0) for day in typed.split("/")]):
        return functools.reduce(operator.or_, parted)
    if not (found := _RANGE.fullmatch(typed)):
        return None
    first, last = (_DAY_OF.get(normalise(found[name])) or _DAY_CASE_OF.get(normalise(found[name]), 0) for name in ("first", "last"))
    # Two days with nothing between them, or "and", are two days, unless "дейін" stands behind them.
    if found["apart"] in {" ", " бастап ", " мен ", " бен ", " пен "} and not found["until"]:
        return None
    if first.bit_count() != 1 or last.bit_count() != 1:
        return None
    start, end = first.bit_length() - 1, last.bit_length() - 1
    return sum(1 << (start + number) % 7 for number in range((end - start) % 7 + 1))
