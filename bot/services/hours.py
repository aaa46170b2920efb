"""Times of the day by what people write, in any of the four languages."""

import re

from bot.text.normalise import normalise

# The parts of the day, in which hours are counted to twelve.
_MORNING = {
    "凌晨",
    "早上",
    "早晨",
    "清晨",
    "上午",
    "早",
    "清早",
    "大清早",
    "一早",
    "早间",
    "утра",
    "утром",
    "таңғы",
    "таңертең",
    "таңертеңгі",
}
_MORNING |= {"am", "a.m", "a.m.", "in the morning", "in the mornings"}
_MIDDAY = {"中午", "түскі", "днём", "днем"}
# Of which "晚上1点" is the small hours, but "晚上5点" the evening.
_LATE = {"晚上", "晚", "晚间", "夜晚"}
_SMALL_HOURS = 5
_EVENING = _LATE | {"下午", "午后", "傍晚", "дня", "вечера", "вечером", "кешкі", "кеш", "кешке", "кешкісін", "pm", "p.m", "p.m."}
_EVENING |= {"in the afternoon", "in the afternoons", "in the evening", "in the evenings"}
_NIGHT = {"夜里", "夜间", "深夜", "半夜", "午夜", "ночи", "ночью", "түнгі", "түнде", "at night"}
# Kazakh as it is typed on a Russian keyboard: "тангы".
_ON_RUSSIAN_KEYS = str.maketrans("әғқңөұүһі", "агкноуухи")
for _names in (_MORNING, _MIDDAY, _EVENING, _NIGHT):
    _names.update([name.translate(_ON_RUSSIAN_KEYS) for name in _names])
# Before the hour, and behind it.
_PART = "|".join(map(re.escape, sorted(_MORNING | _MIDDAY | _EVENING | _NIGHT, key=len, reverse=True)))
# "9:00", "8.30 pm", "9-00", "9 00", "9点半", "晚上8点零5分", "时间：9点", "в 9", "9 часов вечера", "8 ч 30 мин", "кешкі сағат 8-де",
# "8 жарымда".
_TIME = re.compile(
    rf"(?P<at>at |в |во |к |са[ғг]ат |(?:time|время|уақыты?)[: ] ?|[时時][间間]:? ?)?(?:(?P<part>{_PART}) ?)?(?P<then>са[ғг]ат )?"
    r"(?P<hour>[01]?[0-9]|2[0-3])"
    r"(?:[:.\- ](?P<minute>[0-5][0-9])"
    r"|(?P<and_a_half> ?жарым(?:да)?)"
    r"|(?P<o_clock> ?(?:[点點时時hч]|час(?:а|ов)?|o['’]?clock)(?![a-zа-я])\.?)"
    r"(?:[整正钟鐘]|(?P<half>半)|(?P<quarters>[13])刻|[ 零]?(?P<minutes>[0-5]?[0-9])(?:分| ?мин(?:ут[аы]?)?\.?)?)?)?"
    rf"(?:[- ]?(?P<case>[дт][ае]н?|[ғгқк][ае]|d[ae]))?(?: ?(?P<side>{_PART}))?"
)
# As they stand apart from the hour: "вечером в 8", "every evening at 8".
_PART_OF = {
    normalise(name): part
    for part, names in {
        "утра": "утро|утром|с утра|утрам|до обеда|morning|mornings|the morning|in the morning|таң|таңмен|таңғы|таңертең|түске дейін",
        "днём": "днём|днем|түсте|түскі|күндіз",
        "вечера": "вечер|вечером|вечерам|после обеда|evening|evenings|the evening|in the evening|the afternoon|in the afternoon"
        "|кеш|кешкі|кешке|кешкісін|кешкілік|кешқұрым|түстен кейін",
        "ночи": "ночь|ночью|ночам|night|nights|nightly|түнде|түнгі|түн",
    }.items()
    for name in names.split("|")
}
_NOON, _EVENING_BEGINS = 12, 6
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
_HAN_NUMBER = re.compile("[〇零一二两三四五六七八九十]+(?=[点點时時分刻])|(?<=[点點时時])[〇零一二两三四五六七八九十]+$")
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


def minute_named(typed: str) -> int | None:
    """The minute of the day that words say, *typed* in small letters; None of what says none, as of a number that need not be a time."""
    if (minute := _HOURS_BY_NAME.get(normalise(typed))) is not None:
        return minute
    time = _TIME.fullmatch(_in_figures(typed))
    if not time or not any(time[name] for name in ("at", "part", "then", "minute", "and_a_half", "o_clock", "case", "side")):
        return None
    part, hour = time["part"] or time["side"], int(time["hour"])
    minute = (
        30
        if time["half"] or time["and_a_half"]
        else 15 * int(time["quarters"])
        if time["quarters"]
        else int(time["minute"] or time["minutes"] or 0)
    )
    return (hour_of_day(hour, part) if part else hour) * 60 + minute


def part_named(words: str) -> str | None:
    """The part of the day that *words* name apart from any hour, for `hour_of_day`."""
    return _PART_OF.get(normalise(words))


def hour_of_day(hour: int, part: str) -> int:
    """The hour of the day that an *hour* in a *part* of the day is, where hours may be counted to twelve."""
    if hour == _NOON:
        # "晚上12点" is midnight, and "12 pm" noon.
        return 0 if part in _MORNING | _NIGHT | _LATE else _NOON
    if part in _LATE and hour < _SMALL_HOURS:
        return hour
    later = part in _EVENING or (part in _NIGHT and hour >= _EVENING_BEGINS) or (part in _MIDDAY and hour < _NOON - 1)
    return hour + _NOON if later and hour < _NOON else hour


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
