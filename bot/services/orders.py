"""What a line such as "09:00 Almaty kk zh weekdays silent" says of a subscription, in any of the four languages."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from msgspec.structs import replace

from bot.search.asking import names_sayings
from bot.search.phrases import any_of
from bot.services.days import days_named, with_days_joined
from bot.services.hours import USUAL_HOURS, Time, hour_of_day, part_named, time_named
from bot.services.topics import Topics
from bot.services.words import kind_named, language_named
from bot.store.subscriptions import ALL_DAYS, Source, Subscription
from bot.text.language import Language
from bot.text.normalise import normalise

# One under another; more would be a wall.
MAX_LANGUAGES = 2
MAX_TOPICS = 10
# More than anybody writes, and little enough to be read in a moment whatever it is; and so much is said of a word that is longer.
MAX_CHARS, _MAX_NAMED_CHARS = 500, 50
# So many places fit under a message, as buttons.
_MAX_ZONES = 8
# The longest name of anything, in words: "от понедельника до пятницы".
_MAX_WORDS = 4
# Chinese is written without spaces: "每天9点北京时间". So many characters are looked at for where one thing ends and another begins.
_HAN = re.compile("[\u4e00-\u9fff]")
_MAX_HAN_CHARS, _MAX_HAN_PART = 40, 9
_FIGURES = re.compile("[0-9０-９]{2}")
# Between two things there may be a dash: "9:00 - 10:00" names no place ten hours behind Greenwich.
_APART = re.compile("[-–—−~](?: .*|[0-9]{1,2}:?[0-9]{2})")
# Words are parted as people punctuate in any of the languages.
_WORD = re.compile(r"[^\s,;，；、。]+")
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
        " can could you i want to get receive would like id give tell"
        " и язык языке языках только в во на о по про с со каждый каждую каждое изречение изречения дня мне нам один одну одно хочу"
        " присылай присылайте присылать подпиши подпишите меня нас"
        " отправляй отправляйте отправлять шли шлите получать можешь можете можно ли хотел хотела хотелось бы пожалуйста"
        " мен бен пен және тек ғана сағат сайын әр күні күндері күнінде күндерінде күннің уақытымен уақытында"
        " тілінде тілдерінде туралы жайлы жайында нақыл нақылы нақылдар сөз"
        " бір бірден маған бізге жібер жіберіңіз жіберіп тұр тұрыңыз керек"
        " тұршы тұрыңызшы жіберші жіберіңізші алып тұрғым алғым келеді тұра аласың аласыз ба бе өтінемін"
        " 和 每 逢 在 用 发 发送 推送 的 关于 一句 一条 一个 一则 一句话 每个 请 给 我 想 要 收到 可以 能 吗"
        " 提醒 只 仅 并 语言 时区 城市 主题"
    ).split()
)
# Words of which some topic's name might be taken for another form.
_NO_TOPICS = frozenset(map(normalise, ("start", "старт", "любой", "любая", "любые", "старте", "speed", "practical", "доброе", "бәрін")))
_FLAG_OF = {normalise(name): flag for flag, names in _FLAGS.items() for name in names}


# What somebody says who wants sayings sent again and again: that they come, how often, and what: all three are wanted, for "я шлю ей письма
# каждый день" is talk.
_SENT = re.compile(
    rf"\b(?:{any_of('присылай/присылайте/присылать/отправляй/отправляйте/отправлять/шли/шлите/получать')}"
    rf"|{any_of('send/get/receive/post/subscribe')}|{any_of('жібер/жіберіп/жіберші/жіберіңіз/жіберіңізші/алып/алғым')})\b|发|推送|收到"
)
_OFTEN = re.compile(
    rf"\b(?:{any_of('каждый/каждое/каждую/каждые/ежедневно/по утрам/по вечерам/по будням/по выходным/раз в день')}"
    r"|po (?:ponedel|vtor|sred|četverg|piatnic|subbot|voskres)\w+|on (?:mon|tues|vednes|thurs|fri|satur|sun)dais"
    rf"|{any_of('every/daily/each day/each morning/each evening')}"
    rf"|{any_of('сайын/күнделікті/әр күн/әр күні')})\b|每天|每日|每早|每晚|每周|每个?星期|天天"
)


def is_order(folded: str) -> bool:
    """Whether a *folded* message asks for sayings at an hour as /subscribe takes it: "присылай мне пословицу каждый день в 9"."""
    return bool(_OFTEN.search(folded) and _SENT.search(folded)) and names_sayings(folded)


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


class _Part(NamedTuple):
    """What some *words* of a line say: the *value* of the field of this *name*; no name where they say nothing by themselves."""

    name: str
    value: Any
    words: str


def changed(subscription: Subscription, line: str, zones: Zones, topics: Topics) -> Subscription:
    """*subscription* as a *line* wants it.

    Raises:
        NotUnderstoodError: of the first word that says nothing, or another time than the words before; nothing has been changed then.
        SeveralZonesError: everything else is understood.
    """
    words = list(_WORD.finditer(with_days_joined(line)))
    if beyond := next((word[0] for word in words if word.end() > MAX_CHARS), None):
        raise NotUnderstoodError(beyond[:_MAX_NAMED_CHARS])
    fields: dict[str, Any] = {}
    places: list[_Part] = []
    for part in _parts([word[0] for word in words], zones, topics):
        if part.name == "places":
            places.append(part)
        elif part.name:
            _put(fields, part)
    for name, most in (("languages", MAX_LANGUAGES), ("topics", MAX_TOPICS)):
        if name in fields:
            fields[name] = fields[name][:most]
    fields |= _minute_of(fields.pop("time", None), fields.pop("part", None))
    named = _places_of(places)
    if named and len(named.value) == 1:
        fields["zone"] = named.value[0]
    after = replace(subscription, **fields)
    if named and len(named.value) > 1:
        raise SeveralZonesError(named.words, named.value, after)
    return after


def _minute_of(time: _Part | None, part: _Part | None) -> dict[str, int]:
    """The minute of the day that a *time* says in a *part* of the day, which may stand apart from it."""
    if time is None:
        return {"minute": USUAL_HOURS[part.value] * 60} if part else {}
    said: Time = time.value
    if part is None:
        return {"minute": said.minute}
    hour, minute = divmod(said.minute, 60)
    meant = hour_of_day(hour, part.value, told=said.told)
    if meant is None:
        raise NotUnderstoodError(f"{part.words}{time.words}" if _HAN.search(part.words) else part.words)
    return {"minute": meant * 60 + minute}


def _places_of(named: list[_Part]) -> _Part | None:
    """The zones that all the places *named* may mean: "Кашгар, Китай" means one, and of "Алматы" and "Москва" nobody knows which."""
    single = [part for part in named if len(part.value) == 1]
    zones: tuple[str, ...] = ()
    words: dict[str, None] = {}
    for part in single or named:
        if new := [zone for zone in part.value if zone not in zones]:
            words[part.words] = None
            zones = (*zones, *new)
        if len(zones) > _MAX_ZONES:
            raise NotUnderstoodError(part.words)
    return _Part("places", zones, ", ".join(words)) if zones else None


def _parts(words: list[str], zones: Zones, topics: Topics) -> list[_Part]:
    """What *words* say, one part after the other."""
    # By how many of the words each says. All ways are followed: in "Алматы по будням" the little word belongs to what stands behind it.
    read: dict[int, list[_Part]] = {0: []}
    for start in range(len(words)):
        if start not in read:
            continue
        for end in range(start + 1, min(start + _MAX_WORDS, len(words)) + 1):
            if end not in read and (parts := _read_whole(words[start:end], zones, topics)):
                read[end] = [*read[start], *parts]
    if (furthest := max(read)) < len(words):
        raise NotUnderstoodError(words[furthest])
    return read[furthest]


def _read_whole(words: list[str], zones: Zones, topics: Topics) -> list[_Part]:
    """What *words* say together; nothing where they say nothing, or not together."""
    joined = " ".join(words)
    parted = len(words) == 1 and _HAN.search(joined) and len(joined) <= _MAX_HAN_CHARS and not joined.startswith(("#", "＃"))
    # "关于友谊的谚语" is like the name of a topic, and says more than that.
    if part := _read(joined, zones, topics, loosely=not parted):
        return [part]
    if not parted:
        return []
    # By how many of the characters each says.
    read: dict[int, list[_Part]] = {0: []}
    for start in range(len(joined)):
        if start not in read:
            continue
        for end in range(min(start + _MAX_HAN_PART, len(joined)), start, -1):
            # "早上13点" is not "早上1" and "3点".
            if end in read or _FIGURES.match(joined, end - 1):
                continue
            if part := _read(joined[start:end], zones, topics, loosely=False):
                read[end] = [*read[start], part]
    if len(joined) in read:
        return read[len(joined)]
    return [part] if (part := _read(joined, zones, topics)) else []


def _put(fields: dict[str, Any], part: _Part) -> None:
    """Note what a word says; days, languages, kinds and topics add up, and there is one time."""
    name, value, _ = part
    before = fields.get(name)
    if name == "days":
        # "ежедневно по будням" means the days that are named.
        fields[name] = value if before in {None, ALL_DAYS} else before if value == ALL_DAYS else before | value
    elif name in {"languages", "kinds", "topics"}:
        fields[name] = (*(before or ()), *(() if value in (before or ()) else (value,)))
    elif name in {"time", "part"}:
        # Of two times the last would be as good as the first, and each by itself is not what was wanted.
        if before and before.value != value:
            raise NotUnderstoodError(part.words)
        fields[name] = part
    else:
        fields[name] = value


def _read(words: str, zones: Zones, topics: Topics, *, loosely: bool = True) -> _Part | None:
    """What *words* say as one; not *loosely* a topic is known by its very name alone."""
    said = _said(words, zones, topics, loosely=loosely)
    return _Part(*said, words) if said else None


def _said(words: str, zones: Zones, topics: Topics, *, loosely: bool) -> tuple[str, Any] | None:
    """The field that *words* are about, and what they say of it."""
    # NFKC for full-width figures and signs, as Chinese keyboards write them; copied words bring marks along that nobody sees (Cf).
    typed = "".join(char for char in unicodedata.normalize("NFKC", words).casefold() if unicodedata.category(char) != "Cf")
    folded = normalise(words)
    if time := time_named(typed):
        return "time", time
    # What is known by its beginning, or by something like it, would swallow the words behind it.
    alone = " " not in words
    marked = typed.startswith("#")
    found = topics.called if not alone or not loosely else topics.find if marked else topics.inflected_or_misspelt
    several: tuple[str, ...] = ()
    # Behind "#" stands a topic, whatever else its name may mean.
    if not marked:
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
        if len(several := () if _APART.fullmatch(typed) else zones.find(words)) == 1:
            return "places", several
        if alone and (kind := kind_named(words, whole=bool(_HAN.search(words)))):
            return "kinds", kind
    if (marked or folded not in _NO_TOPICS) and (topic := found(words)):
        return "topics", topic[0].id
    return ("places", several) if several else None
