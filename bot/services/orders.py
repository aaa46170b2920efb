"""What a line such as "09:00 Almaty kk zh weekdays silent" says of a subscription, in any of the four languages."""

import functools
import operator
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Protocol

from msgspec.structs import replace

from bot.services.days import days_named
from bot.services.hours import hour_of_day, minute_named, part_named
from bot.services.topics import Topics
from bot.services.words import kind_named, language_named
from bot.store.subscriptions import ALL_DAYS, Source, Subscription
from bot.text.language import Language
from bot.text.normalise import normalise

# One under another; more would be a wall.
MAX_LANGUAGES = 2
MAX_TOPICS = 10
# The longest name of anything, in words: "от понедельника до пятницы".
_MAX_WORDS = 4
# Chinese is written without spaces: "每天9点北京时间". So many characters are looked at for where one thing ends and another begins.
_HAN = re.compile("[\u4e00-\u9fff]")
_MAX_HAN_CHARS, _MAX_HAN_PART = 40, 9
# What parts words, as people punctuate in any of the languages.
_BETWEEN = re.compile(r"[\s,;，；、。]+")
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
        "без уведомлений",
        "беззвучно",
        "дыбыссыз",
        "үнсіз",
        "静音",
        "无声",
        "静默",
        "免打扰",
        "quietly",
        "no notification",
        "no notifications",
        "without notification",
        "不要声音",
        "无提示音",
    ),
    ("silent", False): ("loud", "with sound", "со звуком", "дыбыспен", "дыбысты", "有声", "取消静音"),
    ("pin", True): (
        "pin",
        "pinned",
        "закрепить",
        "закреплять",
        "закрепи",
        "с закрепом",
        "с закреплением",
        "бекіту",
        "бекіт",
        "бекітіп",
        "置顶",
    ),
    ("pin", False): (
        "unpin",
        "do not pin",
        "don't pin",
        "don’t pin",
        "without pinning",
        "не закреплять",
        "бекітпеу",
        "不置顶",
        "不要置顶",
        "别置顶",
        "取消置顶",
    ),
    ("source", Source.OWN): ("own", "our", "ours", "our own", "свои", "наши", "өзіміздікі", "自己的", "本群", "本群内容"),
    ("source", Source.COMMON): ("common", "shared", "общие", "ортақ", "жалпы", "公共", "公共内容"),
    ("source", Source.BOTH): ("both", "все", "оба", "бәрі", "барлығы", "екеуі", "全部"),
}
# Words between the others that say nothing by themselves.
_IDLE = frozenset(
    normalise(word)
    for word in (
        "at on in and each every from about only language saying sayings a an the one it me please send post remind topic"
        " и язык языке языках только в во на о по про с со каждый каждую каждое изречение изречения дня мне нам один одну одно хочу"
        " присылай присылайте присылать подпиши подпишите меня нас"
        " мен бен пен және сағат сайын әр күні күндері күнінде күндерінде күннің уақытымен уақытында"
        " тілінде тілдерінде туралы жайлы жайында нақыл нақылы нақылдар сөз"
        " бір бірден маған бізге жібер жіберіңіз жіберіп тұр тұрыңыз керек"
        " 和 每 逢 在 用 发 发送 推送 的 关于 一句 一条 一个 一则 一句话 每个 请 给 我 想 要 收到 提醒 只 仅 并 语言 时区 城市 主题"
    ).split()
)
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
    several, part = fields.pop("several", None), fields.pop("part", None)
    if part and "minute" in fields:
        hour, minute = divmod(fields["minute"], 60)
        fields["minute"] = hour_of_day(hour, part) * 60 + minute
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
    parted = len(words) == 1 and _HAN.search(joined) and len(joined) <= _MAX_HAN_CHARS and not joined.startswith(("#", "＃"))
    # "关于友谊的谚语" is like the name of a topic, and says more than that.
    if part := _read(joined, zones, topics, loosely=not parted):
        return [part]
    if not parted:
        return []
    # By how many of the characters each says.
    read: dict[int, list[tuple[str, Any]]] = {0: []}
    for start in range(len(joined)):
        if start not in read:
            continue
        for end in range(min(start + _MAX_HAN_PART, len(joined)), start, -1):
            if end not in read and (part := _read(joined[start:end], zones, topics, loosely=False)):
                read[end] = [*read[start], part]
    if len(joined) in read:
        return read[len(joined)]
    return [part] if (part := _read(joined, zones, topics)) else []


def _put(fields: dict[str, Any], name: str, value: Any) -> None:
    """Note what a word says; days, languages, kinds and topics add up."""
    if name == "days":
        # "工作日每天9点", "every day from Monday to Friday": every one of these days, not of all.
        days = {fields.get(name, 0), value}
        fields[name] = functools.reduce(operator.or_, days - {ALL_DAYS} if days - {ALL_DAYS, 0} else days)
    elif name in {"languages", "kinds", "topics"}:
        fields[name] = (*fields.get(name, ()), *(() if value in fields.get(name, ()) else (value,)))
    else:
        fields[name] = value


def _read(words: str, zones: Zones, topics: Topics, *, loosely: bool = True) -> tuple[str, Any] | None:
    """The field that *words* are about, and what they say of it; not *loosely* a topic is known by its very name alone."""
    # Full-width figures and signs, as Chinese keyboards write them.
    typed = unicodedata.normalize("NFKC", words).casefold()
    folded = normalise(words)
    if (minute := minute_named(typed)) is not None:
        return "minute", minute
    # What is known by its beginning, or by something like it, would swallow the words behind it.
    alone = " " not in words
    found = topics.find if alone and loosely else topics.called
    several: tuple[str, ...] = ()
    # Behind "#" stands a topic, whatever else its name may mean.
    if not typed.startswith("#"):
        if folded in _IDLE:
            return "", None
        if days := days_named(typed):
            return "days", days
        if part := part_named(words):
            return "part", part
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
    if topic := found(words):
        return "topics", topic[0].id
    return ("several", (words, several)) if several else None
