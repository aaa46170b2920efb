"""What a line such as "09:00 Almaty kk zh weekdays silent" says of a subscription, in any of the four languages."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Protocol

from msgspec.structs import replace

from bot.services.intents import kind_named, language_named
from bot.services.topics import Topics
from bot.store.subscriptions import ALL_DAYS, Source, Subscription
from bot.text.language import Language
from bot.text.normalise import normalise

# One under another; more would be a wall.
MAX_LANGUAGES = 2
MAX_TOPICS = 10
# The longest name of anything, in words: "по рабочим дням".
_MAX_WORDS = 3
_TIME = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.]([0-5][0-9])| ?[点點时時h]整?)")
# What parts words, as people punctuate in any of the languages.
_BETWEEN = re.compile(r"[\s,;，；、。]+")
_WORK, _REST = 0b0011111, 0b1100000
_DAYS: Mapping[int, tuple[str, ...]] = {
    ALL_DAYS: ("daily", "every day", "ежедневно", "каждый день", "күнде", "күн сайын", "每天", "每日", "天天"),
    _WORK: ("weekdays", "workdays", "по будням", "будни", "по рабочим дням", "жұмыс күндері", "жұмыс күні", "工作日", "平日"),
    _REST: ("weekends", "weekend", "по выходным", "выходные", "демалыс күндері", "демалыс", "周末", "週末"),
    1 << 0: ("monday", "mon", "понедельник", "пн", "дүйсенбі", "дс", "周一", "星期一", "礼拜一"),
    1 << 1: ("tuesday", "tue", "вторник", "вт", "сейсенбі", "сс", "周二", "星期二", "礼拜二"),
    1 << 2: ("wednesday", "wed", "среда", "ср", "сәрсенбі", "周三", "星期三", "礼拜三"),
    1 << 3: ("thursday", "thu", "четверг", "чт", "бейсенбі", "бс", "周四", "星期四", "礼拜四"),
    1 << 4: ("friday", "fri", "пятница", "пт", "жұма", "жм", "周五", "星期五", "礼拜五"),
    1 << 5: ("saturday", "sat", "суббота", "сб", "сенбі", "周六", "星期六", "礼拜六"),
    1 << 6: ("sunday", "sun", "воскресенье", "вс", "жексенбі", "жс", "周日", "星期日", "星期天", "周天"),
}
_FLAGS: Mapping[tuple[str, Any], tuple[str, ...]] = {
    ("silent", True): ("silent", "quiet", "тихо", "без звука", "дыбыссыз", "үнсіз", "静音", "无声"),
    ("silent", False): ("loud", "со звуком", "дыбыспен", "有声"),
    ("pin", True): ("pin", "закрепить", "закреплять", "бекіту", "置顶"),
    ("pin", False): ("unpin", "не закреплять", "бекітпеу", "不置顶"),
    ("source", Source.OWN): ("own", "свои", "наши", "өзіміздікі", "自己的", "本群"),
    ("source", Source.COMMON): ("common", "общие", "ортақ", "公共"),
    ("source", Source.BOTH): ("both", "все", "бәрі", "全部"),
}
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
    for name, value in _parts([word for word in _BETWEEN.split(line) if word], zones, topics):
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
    if time := _TIME.fullmatch(typed):
        return "minute", int(time[1]) * 60 + int(time[2] or 0)
    folded = normalise(words)
    if folded in _DAY_OF:
        return "days", _DAY_OF[folded]
    if folded in _FLAG_OF:
        return _FLAG_OF[folded]
    # What is known by its beginning, or by something like it, would swallow the words behind it.
    alone = " " not in words
    if not typed.startswith("#"):
        if language := language_named(words):
            return "languages", language
        if len(found := zones.find(words)) == 1:
            return "zone", found[0]
        if alone and (kind := kind_named(words)):
            return "kinds", kind
    topic = topics.find(words) if alone else topics.called(words)
    return ("topics", topic[0].id) if topic else None
