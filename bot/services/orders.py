"""What a line such as "09:00 Almaty kk zh weekdays silent" says of a subscription, in any of the four languages."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Protocol

from msgspec.structs import replace

from bot.services.topics import Topics
from bot.services.words import kind_named, language_named
from bot.store.subscriptions import ALL_DAYS, WEEKEND, WORKDAYS, Source, Subscription
from bot.text.language import Language
from bot.text.normalise import normalise

# One under another; more would be a wall.
MAX_LANGUAGES = 2
MAX_TOPICS = 10
# The longest name of anything, in words: "от понедельника до пятницы".
_MAX_WORDS = 4
# The parts of the day, in which hours are counted to twelve.
_MORNING = {"凌晨", "早上", "早晨", "清晨", "上午", "утра", "таңғы", "таңертең", "таңертеңгі", "am", "in the morning"}
_MIDDAY = {"中午", "түскі"}
_EVENING = {"下午", "傍晚", "晚上", "дня", "вечера", "кешкі", "кеш", "pm", "in the afternoon", "in the evening"}
_NIGHT = {"夜里", "深夜", "半夜", "ночи", "түнгі", "at night"}
# Before the hour, and behind it.
_PART = "|".join(sorted(_MORNING | _MIDDAY | _EVENING | _NIGHT, key=len, reverse=True))
# "9:00", "8.30 pm", "9-00", "9点半", "晚上8点15分", "в 9", "9 часов вечера", "кешкі сағат 8-де".
_TIME = re.compile(
    rf"(?P<at>at |в |во |к |сағат )?(?:(?P<part>{_PART}) ?)?(?P<then>сағат )?(?P<hour>[01]?[0-9]|2[0-3])"
    r"(?:[:.\-](?P<minute>[0-5][0-9])"
    r"|(?P<o_clock> ?(?:[点點时時hч]|час(?:а|ов)?|o['’]?clock)(?![a-zа-я]))"
    r"(?:[整钟鐘]|(?P<half>半)|(?P<quarters>[13])刻|(?P<minutes>[0-5]?[0-9])分?)?)?"
    rf"(?:[- ]?(?P<case>[дт][ае]))?(?: ?(?P<side>{_PART}))?"
)
_NOON, _EVENING_BEGINS = 12, 6
_HOURS_BY_NAME = {
    normalise(name): hour * 60
    for hour, names in {
        12: "noon|midday|полдень|түс|түсте|正午|中午",
        0: "midnight|полночь|午夜",
        13: "час дня",
        1: "час ночи",
    }.items()
    for name in names.split("|")
}
# "九点", "晚上八点三十分".
_HAN_NUMBER = re.compile("[〇零一二两三四五六七八九十]+(?=[点點时時分刻])|(?<=[点點时時])[〇零一二两三四五六七八九十]+$")
_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# Chinese is written without spaces: "每天9点北京时间". So many characters are looked at for where one thing ends and another begins.
_HAN = re.compile("[\u4e00-\u9fff]")
_MAX_HAN_CHARS, _MAX_HAN_PART = 40, 9
# What parts words, as people punctuate in any of the languages.
_BETWEEN = re.compile(r"[\s,;，；、。]+")
_DAYS: Mapping[int, tuple[str, ...]] = {
    ALL_DAYS: (
        "daily",
        "every day",
        "everyday",
        "each day",
        "ежедневно",
        "каждый день",
        "әр күн",
        "әр күні",
        "күнде",
        "күн сайын",
        "күнделікті",
        "每天",
        "每日",
        "天天",
    ),
    WORKDAYS: (
        "weekdays",
        "workdays",
        "on weekdays",
        "business days",
        "working days",
        "по будням",
        "будни",
        "по рабочим дням",
        "рабочие дни",
        "будние дни",
        "будним дням",
        "жұмыс күндері",
        "жұмыс күні",
        "工作日",
        "平日",
    ),
    WEEKEND: (
        "weekends",
        "weekend",
        "on weekends",
        "по выходным",
        "выходные",
        "демалыс күндері",
        "демалыс",
        "周末",
        "週末",
        "双休日",
        "周六日",
        "周六周日",
    ),
    1 << 0: ("monday", "mon", "mondays", "понедельник", "понедельникам", "пн", "дүйсенбі", "дүйсембі", "дс", "周一", "星期一", "礼拜一"),
    1 << 1: ("tuesday", "tue", "tuesdays", "tues", "вторник", "вторникам", "вт", "сейсенбі", "сейсембі", "сс", "周二", "星期二", "礼拜二"),
    1 << 2: ("wednesday", "wed", "wednesdays", "среда", "среду", "средам", "ср", "сәрсенбі", "сәрсембі", "周三", "星期三", "礼拜三"),
    1 << 3: (
        "thursday",
        "thu",
        "thursdays",
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
_FLAGS: Mapping[tuple[str, Any], tuple[str, ...]] = {
    ("silent", True): (
        "silent",
        "quiet",
        "mute",
        "muted",
        "without sound",
        "тихо",
        "silently",
        "no sound",
        "без звука",
        "без уведомления",
        "беззвучно",
        "дыбыссыз",
        "үнсіз",
        "静音",
        "无声",
        "静默",
        "免打扰",
    ),
    ("silent", False): ("loud", "with sound", "со звуком", "дыбыспен", "дыбысты", "有声", "取消静音"),
    ("pin", True): ("pin", "pinned", "закрепить", "закреплять", "закрепи", "бекіту", "бекіт", "置顶"),
    ("pin", False): ("unpin", "do not pin", "не закреплять", "бекітпеу", "不置顶", "取消置顶"),
    ("source", Source.OWN): ("own", "свои", "наши", "өзіміздікі", "自己的", "本群", "本群内容"),
    ("source", Source.COMMON): ("common", "shared", "общие", "ортақ", "жалпы", "公共", "公共内容"),
    ("source", Source.BOTH): ("both", "все", "оба", "бәрі", "барлығы", "екеуі", "全部"),
}
# Words between the others that say nothing by themselves.
_IDLE = frozenset(
    normalise(word)
    for word in (
        "at on in and each every from about saying sayings и в во на о по про с со каждый каждую каждое изречение изречения"
        " мен бен пен және сағат сайын әр күні уақытымен тілінде туралы нақыл сөз 和 每 逢 在 用 发 推送"
    ).split()
)
_DAY_OF = {normalise(name): mask for mask, names in _DAYS.items() for name in names}
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
# "пн-пт", "mon – fri", "monday to friday", "с понедельника по пятницу", "周一至周五".
_RANGE = re.compile(
    r"(?:(?:from|с|со|от) )?(?P<first>[^\W\d_]+)(?P<apart> ?[-–—−~至到] ?| (?:to|till|until|through|thru|по|до) | )"
    r"(?P<last>[^\W\d_]+)(?P<until> дейін)?"
)
# "周一三五".
_HAN_DAYS = re.compile("(?:周|星期|礼拜|週)([一二三四五六日天]{2,7})")
_FLAG_OF = {normalise(name): flag for flag, names in _FLAGS.items() for name in names}


class Zones(Protocol):
    """Time zones by whatever people call them."""

    def find(self, words: str) -> tuple[str, ...]:
        """The IANA names of zones that *words* name."""
        ...

    def knows(self, zone: str) -> bool:
        """Whether there is a zone of this IANA name."""
        ...

    def offered(self, language: Language) -> tuple[str, ...]:
        """The zones offered to whoever speaks *language*, the likeliest first."""
        ...


class SeveralZonesError(ValueError):
    """A name in the line is that of a place, or of several, with more than one time; its text is that name.

    *otherwise* is the subscription as the rest of the line wants it.
    """

    def __init__(self, words: str, zones: tuple[str, ...], otherwise: Subscription) -> None:
        """Of *words* that may mean any of *zones*."""
        super().__init__(words)
        self.zones = zones
        self.otherwise = otherwise


class NotUnderstoodError(ValueError):
    """A word of the line says nothing of a subscription; its text is that word."""


def changed(subscription: Subscription, line: str, zones: Zones, topics: Topics) -> Subscription:
    """*subscription* as a *line* wants it.

    Raises:
        NotUnderstoodError: of the first word that says nothing; nothing has been changed then.
        SeveralZonesError: everything else is understood.
    """
    fields: dict[str, Any] = {}
    words = [word for word in _BETWEEN.split(line) if word]
    for name, value in _parts(words, zones, topics):
        if name:
            _put(fields, name, value)
    if "languages" in fields:
        fields["languages"] = fields["languages"][:MAX_LANGUAGES]
    if "topics" in fields:
        fields["topics"] = fields["topics"][:MAX_TOPICS]
    several = fields.pop("several", None)
    after = replace(subscription, **fields)
    if several and "zone" not in fields:
        named, choices = several
        raise SeveralZonesError(named, choices, after)
    return after


def _parts(words: list[str], zones: Zones, topics: Topics) -> list[tuple[str, Any]]:
    """What *words* say, one part after the other."""
    # By how many of the words each says. All ways are followed: in "Алматы по будням" the little word belongs to what stands behind it.
    read: dict[int, list[tuple[str, Any]]] = {0: []}
    for start in range(len(words)):
        if start not in read:
            continue
        for end in range(start + 1, min(start + _MAX_WORDS, len(words)) + 1):
            if end not in read and (parts := _read_whole(words[start:end], zones, topics)):
                read[end] = [*read[start], *parts]
    if (furthest := max(read)) < len(words):
        raise NotUnderstoodError(words[furthest])
    return read[furthest]


def _read_whole(words: list[str], zones: Zones, topics: Topics) -> list[tuple[str, Any]]:
    """What *words* say together; nothing where they say nothing, or not together."""
    joined = " ".join(words)
    if part := _read(joined, zones, topics):
        return [part]
    if len(words) > 1 or not _HAN.search(joined) or len(joined) > _MAX_HAN_CHARS or joined.startswith(("#", "＃")):
        return []
    # By how many of the characters each says.
    read: dict[int, list[tuple[str, Any]]] = {0: []}
    for start in range(len(joined)):
        if start not in read:
            continue
        for end in range(min(start + _MAX_HAN_PART, len(joined)), start, -1):
            if end not in read and (part := _read(joined[start:end], zones, topics)):
                read[end] = [*read[start], part]
    return read.get(len(joined), [])


def _put(fields: dict[str, Any], name: str, value: Any) -> None:
    """Note what a word says; days, languages, kinds and topics add up."""
    if name == "days":
        fields[name] = fields.get(name, 0) | value
    elif name in {"languages", "kinds", "topics"}:
        fields[name] = (*fields.get(name, ()), *(() if value in fields.get(name, ()) else (value,)))
    else:
        fields[name] = value


def _read(words: str, zones: Zones, topics: Topics) -> tuple[str, Any] | None:
    """The field that *words* are about, and what they say of it."""
    # Full-width figures and signs, as Chinese keyboards write them.
    typed = unicodedata.normalize("NFKC", words).casefold()
    folded = normalise(words)
    if (minute := _minute(typed, folded)) is not None:
        return "minute", minute
    # What is known by its beginning, or by something like it, would swallow the words behind it.
    alone = " " not in words
    several: tuple[str, ...] = ()
    # Behind "#" stands a topic, whatever else its name may mean.
    if not typed.startswith("#"):
        if folded in _IDLE:
            return "", None
        if days := _DAY_OF.get(folded) or _days_between(typed):
            return "days", days
        if folded in _FLAG_OF:
            return _FLAG_OF[folded]
        if language := language_named(words):
            return "languages", language
        # Before the beginnings of places: "love" is not what "Lower Prince's" begins with.
        if topic := topics.called(words):
            return "topics", topic[0].id
        if len(several := zones.find(words)) == 1:
            return "zone", several[0]
        if alone and (kind := kind_named(words)):
            return "kinds", kind
    if topic := topics.find(words) if alone else topics.called(words):
        return "topics", topic[0].id
    return ("several", (words, several)) if several else None


def _days_between(typed: str) -> int | None:
    """The days from one to another that *typed* names, or that it counts up as "周一三五" does; None of anything else."""
    if counted := _HAN_DAYS.fullmatch(typed):
        return sum(_DAY_CASE_OF[day] for day in set(counted[1].replace("天", "日")))
    if not (found := _RANGE.fullmatch(typed)):
        return None
    first, last = (_DAY_OF.get(normalise(found[name])) or _DAY_CASE_OF.get(normalise(found[name]), 0) for name in ("first", "last"))
    # Two days with nothing between them are two days, unless "дейін" stands behind them.
    if found["apart"] == " " and not found["until"]:
        return None
    if first.bit_count() != 1 or last.bit_count() != 1:
        return None
    start, end = first.bit_length() - 1, last.bit_length() - 1
    return sum(1 << (start + number) % 7 for number in range((end - start) % 7 + 1))


def _minute(typed: str, folded: str) -> int | None:
    """The minute of the day that words say; None of what says none, as of a number that need not be a time."""
    if folded in _HOURS_BY_NAME:
        return _HOURS_BY_NAME[folded]
    time = _TIME.fullmatch(_HAN_NUMBER.sub(lambda found: str(_han_number(found[0])), typed))
    if not time or not any(time[name] for name in ("at", "part", "then", "minute", "o_clock", "case", "side")):
        return None
    part, hour = time["part"] or time["side"], int(time["hour"])
    minute = 30 if time["half"] else 15 * int(time["quarters"]) if time["quarters"] else int(time["minute"] or time["minutes"] or 0)
    if part in _MORNING | _NIGHT and hour == _NOON:
        hour = 0
    elif hour < _NOON and (part in _EVENING or (part in _NIGHT and hour >= _EVENING_BEGINS) or (part in _MIDDAY and hour < _NOON - 1)):
        hour += _NOON
    elif part == "晚上" and hour == _NOON:
        hour = 0
    return hour * 60 + minute


def _han_number(digits: str) -> int:
    """The number that Chinese *digits* write, up to ninety-nine."""
    tens, ten, ones = digits.rpartition("十")
    value = 10 * (_HAN_DIGITS.get(tens[-1:], 0) if tens else 1) if ten else 0
    return value + (_HAN_DIGITS.get(ones[-1:], 0) if ones else 0)
