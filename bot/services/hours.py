"""Times of the day by what people write, in any of the four languages."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from bot.text.normalise import normalise

# The parts of the day, in which hours are counted to twelve, and the hours of it that people call so; those behind 23 are of the next day.
_SPANS: Mapping[str, range] = {
    name: span
    for names, span in (
        ("凌晨|早上|早晨|清晨|上午|утра|таңғы|таңертең|таңертеңгі|am|a.m.|in the morning", range(12)),
        ("中午|түскі|днём|дня", range(10, 19)),
        ("下午|pm|p.m.|in the afternoon", range(12, 24)),
        ("傍晚|вечера|кешкі|кеш|in the evening", range(16, 25)),
        ("晚上", range(17, 29)),
        ("夜里|深夜|半夜|ночи|түнгі", range(21, 30)),
        ("at night", range(18, 30)),
    )
    for name in names.split("|")
}
# Before the hour, and behind it.
_PART = "|".join(map(re.escape, sorted(_SPANS, key=len, reverse=True)))
# "9:00", "8.30 pm", "9-00", "9点半", "晚上8点15分", "в 9", "9 часов вечера", "кешкі сағат 8-де"; "9-18" may be from nine to eighteen.
_TIME = re.compile(
    rf"(?P<at>at |в |во |к |сағат )?(?:(?P<part>{_PART}) ?)?(?P<then>сағат )?(?P<hour>[01]?[0-9]|2[0-3])"
    r"(?:(?:[:.]|-(?!1|2[0-4]))(?P<minute>[0-5][0-9])"
    r"|(?P<o_clock> ?(?:[点點时時hч]|час(?:а|ов)?|o['’]?clock)(?![a-zа-я]))"
    r"(?:[整钟鐘]|(?P<half>半)|(?P<quarters>[13])刻|(?P<minutes>[0-5]?[0-9])分?)?)?"
    rf"(?:[- ]?(?P<case>[дт][ае]н?))?(?: ?(?P<side>{_PART}))?"
)
# As they stand apart from the hour: "вечером в 8", "every evening at 8".
_PART_OF = {
    normalise(name): part
    for part, names in {
        "утра": "утро|утром|morning|mornings|the morning|in the morning|таң|таңмен",
        "днём": "днём|днем|түсте",
        "pm": "afternoon|afternoons|the afternoon|in the afternoon|после обеда|түстен кейін",
        "вечера": "вечер|вечером|evening|evenings|the evening|in the evening|кешке|кешкісін|кешкілік",
        "ночи": "ночь|ночью|түнде",
        "at night": "night|nights",
    }.items()
    for name in names.split("|")
}
_NOON, _DAY = 12, 24
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
_HAN = "[零〇]?(?:[二三四五]?十[一二三四五六七八九]?|[一二两三四五六七八九])|[零〇]"
_HOUR_SIGN = "点點时時"
_HAN_NUMBER = re.compile(f"(?<![〇零一二两三四五六七八九十])(?:(?:{_HAN})(?=[{_HOUR_SIGN}分刻])|(?<=[{_HOUR_SIGN}])(?:{_HAN})$)")
_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


class Time(NamedTuple):
    """A *minute* of the day; *told* is whether the words tell the half of the day, too: "8 утра" does, and "в 8" does not."""

    minute: int
    told: bool


def time_named(typed: str) -> Time | None:
    """The time of the day that words say, *typed* in small letters; None of what says none, as of a number that need not be a time."""
    if (minute := _HOURS_BY_NAME.get(normalise(typed))) is not None:
        return Time(minute, told=True)
    time = _TIME.fullmatch(_HAN_NUMBER.sub(lambda found: str(_han_number(found[0])), typed))
    if not time or not any(time[name] for name in ("at", "part", "then", "minute", "o_clock", "case", "side")):
        return None
    if time["part"] and time["side"]:
        return None
    part, hour = time["part"] or time["side"], int(time["hour"])
    minute = 30 if time["half"] else 15 * int(time["quarters"]) if time["quarters"] else int(time["minute"] or time["minutes"] or 0)
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


def _han_number(digits: str) -> int:
    """The number that Chinese *digits* write, up to ninety-nine."""
    tens, ten, ones = digits.rpartition("十")
    value = 10 * (_HAN_DIGITS.get(tens[-1:], 0) if tens else 1) if ten else 0
    return value + (_HAN_DIGITS.get(ones[-1:], 0) if ones else 0)
