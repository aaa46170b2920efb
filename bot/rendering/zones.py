"""Time zones by the names people give them, and the names to show, from CLDR."""

import re
import unicodedata
import zoneinfo
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice, takewhile

from babel import Locale
from babel.core import get_global

from bot.rendering.catalogue import LOCALES
from bot.rendering.places import PLACES
from bot.text.language import Language
from bot.text.normalise import normalise

UTC = "UTC"
# What is offered to those who write in a language, likeliest first. All of Kazakhstan goes by the time of Almaty.
OFFERED: Mapping[Language, tuple[str, ...]] = {
    Language.ZH: (
        "Asia/Shanghai",
        "Asia/Urumqi",
        "Asia/Hong_Kong",
        "Asia/Taipei",
        "Asia/Singapore",
        "Asia/Almaty",
        "Europe/London",
        "America/New_York",
    ),
    Language.KK: (
        "Asia/Almaty",
        "Asia/Urumqi",
        "Asia/Shanghai",
        "Europe/Moscow",
        "Asia/Hovd",
        "Asia/Tashkent",
        "Europe/Istanbul",
        "Europe/Berlin",
    ),
    Language.RU: (
        "Europe/Moscow",
        "Asia/Almaty",
        "Asia/Yekaterinburg",
        "Asia/Novosibirsk",
        "Europe/Samara",
        "Asia/Vladivostok",
        "Europe/Kaliningrad",
        "Asia/Shanghai",
    ),
    Language.EN: (
        UTC,
        "Europe/London",
        "America/New_York",
        "America/Los_Angeles",
        "Asia/Almaty",
        "Asia/Shanghai",
        "Europe/Berlin",
        "Asia/Singapore",
    ),
}
# Old keys under these are cities; under the others they are "US/Eastern" and "Australia/North".
_CITIES = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Europe/", "Indian/", "Pacific/")
# A zone of "UTC+5" is Etc/GMT-5: POSIX counts westwards.
_OFFSET = re.compile(r"(?P<of>utc|gmt|мск|msk)?\s*(?P<sign>[+\-\u2212\u2013])\s*(?P<hours>\d{1,2})(?::?00)?", re.ASCII)
# Zones of Russia are told by their distance from Moscow: "МСК+2".
_MOSCOW_HOURS = 3
_MINUS = "\u2212"
_FIXED = re.compile(r"Etc/GMT([+-])(\d+)", re.ASCII)
# A beginning is as long as this, and as this share of the name: "пять" and "один" are not the beginnings of Пятигорск and Одинцово.
_MIN_PREFIX_LETTERS, _MIN_PREFIX_SHARE = 5, 2 / 3
# What Kazakh and Russian put to the end of a name to say "in" and "by", folded; and what a Russian name may have in its place by itself.
# After each the fewest letters that may be left: "апта" is not of Apia, "дела" not of Delhi.
_KAZAKH_ENDINGS = dict.fromkeys(map(normalise, "да де та те ға ге қа ке ның нің дың дің тың тің".split()), 2)
_RUSSIAN_ENDINGS = {normalise(ending): 2 for ending in "у ю е и ы".split()} | {normalise(ending): 4 for ending in "а я".split()}
_BARE_ENDINGS = {normalise("а"): 2, normalise("я"): 3, normalise("й"): 4}
_CYRILLIC = re.compile("[а-яё]")
# A beginning of more names than fit under a message names none of them.
_MAX_CHOICES = 8
# What stands around a name without being of it: "по Москве", "Алматы қаласы", "北京时间".
_AROUND = frozenset(
    map(
        normalise,
        "г город города городу городе по в время времени часовой пояс часовому поясу"
        " қ қаласы қаласында қаласының облысы облысында уақыты уақытымен уақытында бойынша city time in".split(),
    )
)
# The time of China is that of Beijing to everybody, whatever city gave the key its name.
_CHINA = "Asia/Shanghai"
_BEIJING = {Language.ZH: "北京", Language.KK: "Бейжің", Language.RU: "Пекин", Language.EN: "Beijing"}
_HAN_AROUND = re.compile("市?时间$|市$")


class Zones:
    """Time zones of IANA by name. Built at the first use, and fixed from then on: several threads may ask."""

    def find(self, words: str) -> tuple[str, ...]:
        """The zones that *words* name in any of the languages: none, one, or those to choose from.

        *words* are a city ("Алматы", "巴黎"), its beginning, a key ("asia/almaty") or an offset in whole hours ("UTC+5", "-3", "МСК+2").
        """
        typed = unicodedata.normalize("NFKC", words).casefold().strip()
        if offset := _OFFSET.fullmatch(typed):
            hours = int(offset["hours"]) * (1 if offset["sign"] == "+" else -1)
            fixed = _fixed(hours + (_MOSCOW_HOURS if offset["of"] in {"мск", "msk"} else 0))
            return (fixed,) if fixed in self._zones else ()
        if zone := self._by_key.get(typed.replace(" ", "_")):
            return (zone,)
        folded = normalise(words)
        bare = _HAN_AROUND.sub("", " ".join(word for word in folded.split() if word not in _AROUND))
        inflected = _CYRILLIC.search(typed) and self._inflected(bare)
        return self._by_name.get(folded) or self._by_name.get(bare) or inflected or self._beginning(bare)

    def knows(self, zone: str) -> bool:
        """Whether *zone* is one that `find` gives."""
        return zone in self._zones or zone == UTC

    def offered(self, language: Language) -> tuple[str, ...]:
        """The zones offered to whoever speaks *language*, the likeliest first."""
        return OFFERED[language]

    def name(self, zone: str, language: Language) -> str:
        """The city of *zone* in *language*, or an offset: "Алматы", "北京", "UTC+5"."""
        if zone == _CHINA:
            return _BEIJING[language]
        if fixed := _FIXED.fullmatch(zone):
            return f"{UTC}{'+' if fixed[1] == '-' else _MINUS}{fixed[2]}"
        return self._city(zone, language) or _last(zone)

    @cached_property
    def _by_key(self) -> Mapping[str, str]:
        """The zone of every key the system knows, new or old; short keys such as "EST" mean one thing here and another there."""
        known = zoneinfo.available_timezones()
        newest = ((key, _newest(key)) for key in known if "/" in key)
        return {key.casefold(): zone for key, zone in newest if zone in known}

    @cached_property
    def _zones(self) -> frozenset[str]:
        return frozenset(self._by_key.values())

    @cached_property
    def _old_keys(self) -> Mapping[str, tuple[str, ...]]:
        """The former keys of each zone: CLDR knows cities by them long after IANA has renamed the zone."""
        old: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for key in get_global("zone_aliases"):
            old[_newest(key)] += (key,)
        return dict(old)

    @cached_property
    def _cities(self) -> Mapping[Language, Mapping[str, Mapping[str, str]]]:
        """What CLDR has to say of each zone in each language, by whichever of its keys CLDR goes on using."""
        return {language: Locale.parse(LOCALES[language]).time_zones for language in Language}

    def _city(self, zone: str, language: Language) -> str | None:
        """What CLDR calls the city; None where it has no more to say than the key."""
        cities = self._cities[language]
        found = (cities[key].get("city") for key in (zone, *self._old_keys.get(zone, ())) if key in cities)
        return next(filter(None, found), None)

    @cached_property
    def _countries(self) -> Mapping[str, tuple[str, ...]]:
        """By zones what CLDR calls the country that has this one alone."""
        zones: dict[str, set[str]] = defaultdict(set)
        for key, country in get_global("zone_territories").items():
            zones[country].add(_newest(key))
        names = [Locale.parse(LOCALES[language]).territories for language in Language]
        alone: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for country, theirs in zones.items():
            # Codes of figures are parts of the world, and ZZ is nowhere.
            if len(theirs) == 1 and country.isalpha() and country != "ZZ":
                alone[theirs.pop()] += tuple(name for known in names if (name := known.get(country)))
        return dict(alone)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        meant: dict[str, set[str]] = defaultdict(set)
        for zone in self._zones:
            for name in self._names(zone):
                meant[normalise(name)].add(zone)
        return {name: tuple(sorted(zones)) for name, zones in meant.items() if name}

    @cached_property
    def _names_in_order(self) -> list[str]:
        return sorted(self._by_name)

    def _names(self, zone: str) -> Iterator[str]:
        yield from PLACES.get(zone, "").split(", ")
        # Fixed zones are found by their offset; folded, "+5" and "-5" would be the same.
        if zone.startswith("Etc/"):
            return
        yield from filter(None, (self._city(zone, language) for language in Language))
        yield from self._countries.get(zone, ())
        yield _last(zone)
        yield from (_last(key) for key in self._old_keys.get(zone, ()) if key.startswith(_CITIES))

    def _inflected(self, folded: str) -> tuple[str, ...]:
        """The zones of a name with the ending that a sentence gives it: "в Астане", "по Ташкенту", "Шымкентте"."""
        for ending, fewest in (_KAZAKH_ENDINGS | _RUSSIAN_ENDINGS).items():
            if folded.endswith(ending) and len(stem := folded.removesuffix(ending)) >= fewest:
                bare = _BARE_ENDINGS if ending in _RUSSIAN_ENDINGS else {}
                for name in (stem, *(stem + vowel for vowel, letters in bare.items() if len(stem) >= letters)):
                    if zones := self._by_name.get(name):
                        return zones
        return ()

    def _beginning(self, folded: str) -> tuple[str, ...]:
        if len(folded) < _MIN_PREFIX_LETTERS:
            return ()
        following = islice(self._names_in_order, bisect_left(self._names_in_order, folded), None)
        begun = takewhile(lambda name: name.startswith(folded), following)
        names = (name for name in begun if len(folded) >= _MIN_PREFIX_SHARE * len(name))
        zones = {zone for name in names for zone in self._by_name[name]}
        return tuple(sorted(zones)) if len(zones) <= _MAX_CHOICES else ()


# One serves all: it holds nothing but what CLDR and IANA say.
ZONES = Zones()


def _newest(key: str) -> str:
    """The key IANA has now for what *key* once named."""
    newest = get_global("zone_aliases").get(key, key)
    return UTC if newest in {"Etc/UTC", "Etc/GMT"} else str(newest)


def _fixed(hours: int) -> str:
    """The zone so many *hours* east of UTC, or west of it where they are below 0."""
    return f"Etc/GMT{-hours:+d}" if hours else UTC


def _last(key: str) -> str:
    return key.rsplit("/", 1)[-1].replace("_", " ")
