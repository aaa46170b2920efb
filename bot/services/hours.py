"""Times of the day by what people write, in any of the four languages."""

import re
from typing import NamedTuple

from bot.text.normalise import normalise

# The parts of the day, in which hours are counted to twelve, and the hours of it that people call so; those behind 23 are of the next day.
_SPANS: dict[str, range] = {
    name: span
    for names, span in (
        ("凌晨|早上|早晨|清晨|上午|早|清早|大清早|一早|早间|утра|утром|таңғы|таңертең|таңертеңгі", range(12)),
        ("am|a.m|a.m.|in the morning|in the mornings", range(12)),
        ("中午|正午|түскі|днём|днем|дня", range(10, 19)),
        ("下午|午后|pm|p.m|p.m.|in the afternoon|in the afternoons", range(12, 24)),
        ("傍晚|вечера|вечером|кешкі|кеш|кешке|кешкісін|in the evening|in the evenings", range(16, 25)),
        ("晚上|晚|晚间|夜晚", range(17, 29)),
        ("夜里|夜间|深夜|半夜|午夜|ночи|ночью|түнгі|түнде", range(21, 30)),
        ("at night", range(18, 30)),
    )
    for name in names.split("|")
}
# Kazakh as it is typed on a Russian keyboard: "тангы".
_ON_RUSSIAN_KEYS = str.maketrans("әғқңөұүһі", "агкноуухи")
_SPANS |= {name.translate(_ON_RUSSIAN_KEYS): span for name, span in _SPANS.items()}
# Before the hour, and behind it.
_PART = "|".join(map(re.escape, sorted(_SPANS, key=len, reverse=True)))
# "9:00", "8.30 pm", "9-00", "9 00", "9点半", "晚上8点零5分", "时间：9点", "в 9", "9 часов вечера", "8 ч 30 мин", "кешкі сағат 8-де",
# "8 жарымда"; "9-18" may be from nine to eighteen.
_TIME = re.compile(
    rf"(?P<at>at |в |во |к |са[ғг]ат |(?:time|время|уақыты?)[: ] ?|[时時][间間]:? ?)?(?:(?P<part>{_PART}) ?)?(?P<then>са[ғг]ат )?"
    r"(?P<hour>[01]?[0-9]|2[0-3])"
    r"(?:(?:[:.]|-(?!1|2[0-4])| (?=[03]0))(?P<minute>[0-5][0-9])"
    r"|(?P<and_a_half> ?жарым(?:да)?)"
    r"|(?P<o_clock> ?(?:[点點时時hч]|час(?:а|ов)?|o['’]?clock)(?![a-zа-я])\.?)"
    r"(?:[整正钟鐘]|(?P<half>半)|(?P<quarters>[13])刻|[ 零]?(?P<minutes>[0-5]?[0-9])(?:分| ?мин(?:ут[аы]?)?\.?)?)?)?"
    rf"(?:[- ]?(?P<case>[дт][ае]н?|[ғгқк][ае]|d[ae]))?(?: ?(?P<side>{_PART}))?"
)
# As they stand apart from the hour: "вечером в 8", "every evening at 8".
_PART_OF = {
    normalise(name): part
    for part, names in {
        "утра": "утро|утром|с утра|утрам|до обеда|morning|mornings|the morning|in the morning|таң|таңмен|таңғы|таңертең|түске дейін"
        "|早上|早晨|清晨|上午",
        "днём": "днём|днем|түсте|түскі|күндіз",
        "pm": "afternoon|afternoons|the afternoon|in the afternoon|после обеда|түстен кейін|下午",
        "вечера": "вечер|вечером|вечерам|evening|evenings|the evening|in the evening|кеш|кешкі|кешке|кешкісін|кешкілік|кешқұрым|晚上|傍晚",
        "ночи": "ночь|ночью|ночам|түнде|түнгі|түн",
        "at night": "night|nights|nightly",
    }.items()
    for name in names.split("|")
}
# When it is then, where no hour is told.
USUAL_HOURS = {"утра": 9, "днём": 13, "pm": 15, "вечера": 20, "ночи": 22, "at night": 22}
_NOON, _DAY = 12, 24
_HOURS_BY_NAME = {
    normalise(name): hour * 60
    for hour, names in {
        12: "noon|12 noon|midday|полдень|түс|түсте|正午|中午",
        0: "midnight|12 midnight|полночь|午夜",
        13: "час дня",
        1: "час ночи",
    }.items()
    for name in names.split("|")
}
# "九点", "晚上八点三十分".
_HAN = "[零〇]?(?:[二三四五]?十[一二三四五六七八九]?|[一二两三四五六七八九])|[零〇]"
_HOUR_SIGN = "点點时時"
_HAN_NUMBER = re.compile(f"(?<![〇零一二两三四五六七八九十])(?:(?:{_HAN})(?=[{_HOUR_SIGN}分刻])|(?<=[{_HOUR_SIGN}])(?:{_HAN})$)")
# "в семь вечера", "таңғы тоғызда", "кешкі сегіз жарымда": hours in words, with the ending that Kazakh puts to them.
_HOUR_IN_WORDS = {
    "два": 2,
    "три": 3,
    "четыре": 4,
    "пять": 5,
    "шесть": 6,
    "семь": 7,
    "восемь": 8,
    "девять": 9,
    "десять": 10,
    "одиннадцать": 11,
    "двенадцать": 12,
    "бір": 1,
    "екі": 2,
    "үш": 3,
    "төрт": 4,
    "бес": 5,
    "алты": 6,
    "жеті": 7,
    "сегіз": 8,
    "тоғыз": 9,
    "он": 10,
    "он бір": 11,
    "он екі": 12,
}
_HOUR_IN_WORDS |= {word.translate(_ON_RUSSIAN_KEYS): hour for word, hour in _HOUR_IN_WORDS.items()}
_HOUR_WORD = re.compile(rf"\b({'|'.join(sorted(_HOUR_IN_WORDS, key=len, reverse=True))})(?=[дт][ае]н?\b|\b)")
# "полвосьмого", "в половине девятого": by the hour that is half over.
_NEXT_HOURS = "первого второго третьего четвёртого пятого шестого седьмого восьмого девятого десятого одиннадцатого двенадцатого".split()
_HALF_BEFORE = {normalise(word): (hour or _NOON) for hour, word in enumerate(_NEXT_HOURS)}
_HALF_OF = re.compile(r"\b(?:пол[- ]?|половин[аеу] )(\w+го)\b")
_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


class Time(NamedTuple):
    """A *minute* of the day; *told* is whether the words tell the half of the day, too: "8 утра" does, and "в 8" does not."""

    minute: int
    told: bool


def time_named(typed: str) -> Time | None:
    """The time of the day that words say, *typed* in small letters; None of what says none, as of a number that need not be a time."""
    if (minute := _HOURS_BY_NAME.get(normalise(typed))) is not None:
        return Time(minute, told=True)
    time = _TIME.fullmatch(_in_figures(typed))
    if not time or not any(time[name] for name in ("at", "part", "then", "minute", "and_a_half", "o_clock", "case", "side")):
        return None
    if time["part"] and time["side"]:
        return None
    part, hour = time["part"] or time["side"], int(time["hour"])
    minute = (
        30
        if time["half"] or time["and_a_half"]
        else 15 * int(time["quarters"])
        if time["quarters"]
        else int(time["minute"] or time["minutes"] or 0)
    )
    meant = hour_of_day(hour, part) if part else hour
    return None if meant is None else Time(meant * 60 + minute, told=bool(part))


def part_named(words: str) -> str | None:
    """The part of the day that *words* name apart from any hour, for `hour_of_day`."""
    return _PART_OF.get(normalise(words))


def hour_of_day(hour: int, part: str, *, told: bool = False) -> int | None:
    """The hour of the day that an *hour* in a *part* of the day is, where hours may be counted to twelve unless *told* otherwise.

    None where no hour of that part is called so, as with "21:00 утра".
    """
    # "晚上12点" is midnight, "12 pm" noon, and "晚上1点" an hour after midnight.
    meant = range(hour % _NOON, 3 * _NOON, _NOON) if 0 < hour <= _NOON and not told else (hour, hour + _DAY)
    return next((one % _DAY for one in meant if one in _SPANS[part]), None)


def _in_figures(typed: str) -> str:
    """*typed* with the hours in it that are written in words as figures: "晚上8点", "в 7 вечера", "таңғы 9да", "8:30"."""
    typed = _HAN_NUMBER.sub(lambda found: str(_han_number(found[0])), typed)
    typed = _HALF_OF.sub(lambda found: f"{hour}:30" if (hour := _HALF_BEFORE.get(normalise(found[1]))) else found[0], typed)
    return _HOUR_WORD.sub(lambda found: str(_HOUR_IN_WORDS[found[1]]), typed)


def _han_number(digits: str) -> int:
    """The number that Chinese *digits* write, up to ninety-nine."""
    tens, ten, ones = digits.rpartition("十")
    value = 10 * (_HAN_DIGITS.get(tens[-1:], 0) if tens else 1) if ten else 0
    return value + (_HAN_DIGITS.get(ones[-1:], 0) if ones else 0)
