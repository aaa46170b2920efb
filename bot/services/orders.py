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
# The longest name of anything, in words: "по рабочим дням".
_MAX_WORDS = 3
# "9:00", "8.30 pm", "9点半", "晚上8点15分".
_TIME = re.compile(
    r"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上)?(?P<hour>[01]?[0-9]|2[0-3])"
    r"(?:[:.](?P<minute>[0-5][0-9])|(?P<o_clock> ?[点點时時h])(?:整|(?P<half>半)|(?P<minutes>[0-5]?[0-9])分?)?)?(?: ?(?P<noon>[ap]m))?"
)
_LATE = {"中午", "下午", "傍晚", "晚上", "pm"}
_NOON = 12
# Chinese is written without spaces: "每天9点".
_EACH_DAY = re.compile("(每天|每日|工作日|周末)")
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
        "по будням",
        "будни",
        "по рабочим дням",
        "рабочие дни",
        "жұмыс күндері",
        "жұмыс күні",
        "工作日",
        "平日",
        "周一到周五",
        "周一至周五",
    ),
    WEEKEND: ("weekends", "weekend", "on weekends", "по выходным", "выходные", "демалыс күндері", "демалыс", "周末", "週末", "双休日"),
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
        "без звука",
        "беззвучно",
        "дыбыссыз",
        "үнсіз",
        "静音",
        "无声",
    ),
    ("silent", False): ("loud", "with sound", "со звуком", "дыбыспен", "дыбысты", "有声", "取消静音"),
    ("pin", True): ("pin", "pinned", "закрепить", "закреплять", "бекіту", "置顶"),
    ("pin", False): ("unpin", "do not pin", "не закреплять", "бекітпеу", "不置顶", "取消置顶"),
    ("source", Source.OWN): ("own", "свои", "наши", "өзіміздікі", "自己的", "本群", "本群内容"),
    ("source", Source.COMMON): ("common", "shared", "общие", "ортақ", "жалпы", "公共", "公共内容"),
    ("source", Source.BOTH): ("both", "все", "оба", "бәрі", "барлығы", "екеуі", "全部"),
}
# Words between the others that say nothing by themselves.
_IDLE = frozenset(
    normalise(word)
    for word in (
        "at on in and each every и в во на о по про каждый каждую каждое мен бен пен және сағат сайын әр күні уақытымен тілінде туралы"
        " нақыл сөз 和 每"
    ).split()
)
_DAY_OF = {normalise(name): mask for mask, names in _DAYS.items() for name in names}
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


class NotUnderstoodError(ValueError):
    """A word of the line says nothing of a subscription; its text is that word."""


def changed(subscription: Subscription, line: str, zones: Zones, topics: Topics) -> Subscription:
    """*subscription* as a *line* wants it.

    Raises:
        NotUnderstoodError: of the first word that says nothing; nothing has been changed then.
    """
    fields: dict[str, Any] = {}
    words = [word for word in _BETWEEN.split(_EACH_DAY.sub(r"\1 ", line)) if word]
    for name, value in _parts(words, zones, topics):
        if name:
            _put(fields, name, value)
    if "languages" in fields:
        fields["languages"] = fields["languages"][:MAX_LANGUAGES]
    if "topics" in fields:
        fields["topics"] = fields["topics"][:MAX_TOPICS]
    return replace(subscription, **fields)


def _parts(words: list[str], zones: Zones, topics: Topics) -> list[tuple[str, Any]]:
    """What *words* say, one part after the other."""
    # By how many of the words each says. All ways are followed: in "Алматы по будням" the little word belongs to what stands behind it.
    read: dict[int, list[tuple[str, Any]]] = {0: []}
    for start in range(len(words)):
        if start not in read:
            continue
        for end in range(start + 1, min(start + _MAX_WORDS, len(words)) + 1):
            if end not in read and (part := _read(" ".join(words[start:end]), zones, topics)):
                read[end] = [*read[start], part]
    if (furthest := max(read)) < len(words):
        raise NotUnderstoodError(words[furthest])
    return read[furthest]


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
    if (time := _TIME.fullmatch(typed)) and (minute := _minute(time)) is not None:
        return "minute", minute
    # What is known by its beginning, or by something like it, would swallow the words behind it.
    alone = " " not in words
    # Behind "#" stands a topic, whatever else its name may mean.
    if not typed.startswith("#"):
        folded = normalise(words)
        if folded in _IDLE:
            return "", None
        if folded in _DAY_OF:
            return "days", _DAY_OF[folded]
        if folded in _FLAG_OF:
            return _FLAG_OF[folded]
        if language := language_named(words):
            return "languages", language
        if len(found := zones.find(words)) == 1:
            return "zone", found[0]
        if alone and (kind := kind_named(words)):
            return "kinds", kind
    topic = topics.find(words) if alone else topics.called(words)
    return ("topics", topic[0].id) if topic else None


def _minute(time: re.Match[str]) -> int | None:
    """The minute of the day that *time* says; None of a number that need not be a time."""
    if not (time["minute"] or time["o_clock"] or time["noon"]):
        return None
    hour, minute = int(time["hour"]), 30 if time["half"] else int(time["minute"] or time["minutes"] or 0)
    if hour < _NOON and _LATE & {time["part"], time["noon"]} and (time["part"] != "中午" or hour < _NOON - 1):
        hour += _NOON
    return (0 if hour == _NOON and time["noon"] == "am" else hour) * 60 + minute
