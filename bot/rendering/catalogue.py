"""The wording of each language, from the files of `locales/`, and what CLDR knows of it."""

import datetime
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time, format_timedelta
from babel.lists import format_list
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_compact_decimal, format_decimal, format_percent, get_currency_name
from babel.support import Translations

from bot.corpus.quote import Figure
from bot.errors import StartError
from bot.services.schedules import zone_of
from bot.text.language import Language

# CLDR calls Simplified Chinese zh_Hans; our folder and tag are "zh".
LOCALES = {Language.ZH: "zh_Hans_CN", Language.KK: "kk_KZ", Language.RU: "ru_RU", Language.EN: "en"}
# Chinese sets no space between a number and what it counts.
_UNSPACED = {Language.ZH}
_TWO_MINUTES = 120
# As CLDR shortens "жыл" behind a year.
_KAZAKH_YEAR = "\u202fж."
_FIELD = re.compile(r"\{\w*\}")


class Catalogue:
    """The wording of one language."""

    def __init__(self, language: Language, translations: Translations) -> None:
        """Speak *language* by *translations*."""
        self.language = language
        self.gettext = translations.gettext
        self.ngettext = translations.ngettext
        self._locale = Locale.parse(LOCALES[language])

    def language_name(self, language: Language) -> str:
        """What *language* is called here: "қытай тілі", "китайский", "中文"."""
        return str(self._locale.languages[language])

    def number(self, number: float) -> str:
        """A number with the separators of the language."""
        return format_decimal(number, locale=self._locale)

    def percent(self, share: float) -> str:
        """A share of 0–1 in whole percents, rounded down: what is not quite the same is not 100 % alike."""
        return format_percent(int(share * 100) / 100, locale=self._locale)

    def moment(self, moment: datetime.datetime) -> str:
        """A date and time, in UTC."""
        return format_datetime(moment, "medium", tzinfo=datetime.UTC, locale=self._locale)

    def clock(self, minute: int) -> str:
        """The time of the day, given in minutes: "09:00", "9:00 AM"."""
        return format_time(datetime.time(*divmod(minute, 60)), "short", locale=self._locale)

    def moment_in(self, zone: str, seconds: int) -> str:
        """Day and time in an IANA *zone*, given in seconds since the epoch: "вт, 24 нояб., 09:00"."""
        moment = datetime.datetime.fromtimestamp(seconds, zone_of(zone))
        joined = self._locale.datetime_formats["medium"]
        day = format_skeleton("MMMEd", moment, locale=self._locale)
        return str(joined).replace("{1}", day).replace("{0}", format_time(moment.time(), "short", locale=self._locale))

    def ahead(self, seconds: int) -> str:
        """A time from now, in whole minutes, rounded up, where it is at least two: "in 40 seconds", "через 2 минуты"."""
        lasts = datetime.timedelta(seconds=seconds if seconds < _TWO_MINUTES else math.ceil(seconds / 60) * 60)
        # Hours are not said of what is waited for.
        unit: Literal["second", "minute"] = "second" if seconds < _TWO_MINUTES else "minute"
        return format_timedelta(lasts, granularity=unit, threshold=math.inf, add_direction=True, locale=self._locale)

    def weekday(self, day: int) -> str:
        """The short name of a day of the week, Monday being 0."""
        return str(self._locale.days["stand-alone"]["abbreviated"][day])

    def weekdays(self, days: int) -> str:
        """The names of the days that *days* has bits for, Monday's the lowest."""
        return self.listed([self.weekday(day) for day in range(7) if days >> day & 1])

    def listed(self, items: Sequence[str]) -> str:
        """Items one after another, as the language joins them."""
        return format_list(items, style="standard", locale=self._locale)

    def partial_date(self, date: str) -> str:
        """An ISO date of year, month or day, as exactly as it is known, for where it stands by itself."""
        year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
        if day:
            return format_date(datetime.date(year, month, day), "long", locale=self._locale)
        return format_skeleton("yMMMM" if month else "y", datetime.datetime(year, month or 1, 1, tzinfo=datetime.UTC), locale=self._locale)

    def _date_within(self, date: str) -> str:
        """The same for where it stands in a sentence: there Kazakh does not shorten its year."""
        return self.partial_date(date).replace(_KAZAKH_YEAR, " жылғы") if self.language is Language.KK else self.partial_date(date)

    def figure(self, figure: Figure) -> str:
        """A value as the language writes it: "43,82 миллиарда долларов США", "438.2亿美元", "6,8 %"."""
        if figure.money is not None:
            # CLDR has one compact form for Chinese, and calls it short. Two digits behind the point are what news give of billions.
            form: Literal["long", "short"] = "long" if "long" in self._locale.compact_decimal_formats else "short"
            amount = format_compact_decimal(figure.money, format_type=form, locale=self._locale, fraction_digits=2)
            currency = get_currency_name(figure.currency or "", figure.money, self._locale)
            return f"{amount}{'' if self.language in _UNSPACED else ' '}{currency}"
        if figure.percent is not None:
            return format_percent(figure.percent / 100, locale=self._locale, decimal_quantization=False)
        if figure.date is not None:
            return self._date_within(figure.date.isoformat())
        if figure.month is not None:
            return self._date_within(figure.month)
        return self.number(figure.number) if figure.number is not None else str(figure.year)


def load(folder: Path) -> Mapping[Language, Catalogue]:
    """The catalogues of all languages, each complete.

    Raises:
        StartError: when one is missing, broken, or leaves a message of `messages.pot` untranslated.
    """
    template = _read(folder / "messages.pot")
    catalogues = {}
    for language in Language:
        path = folder / language / "LC_MESSAGES" / "messages.po"
        catalogue = _read(path, language)
        if problem := next(problems(template, catalogue), None):
            raise StartError(f"{path}: {problem}")
        # Compiled in memory: no binary files to keep in step with the sources.
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        catalogues[language] = Catalogue(language, Translations(compiled))
    return catalogues


def problems(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    """What *catalogue* lacks of *template*: a message, a plural form, or one of its fields."""
    for message in template:
        if not message.id:
            continue
        translated = catalogue.get(message.id, message.context)
        if translated is None or translated.fuzzy or not all(_strings(translated)):
            yield f"no translation of {message.id!r}"
        elif any(_fields(string) != _fields(_ids(message)[-1]) for string in _strings(translated)):
            yield f"other fields than those of {message.id!r}"


def _ids(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (str(message.id),)


def _strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (str(message.string or ""),)


def _fields(text: str) -> set[str]:
    return set(_FIELD.findall(text))


def _read(path: Path, language: Language = Language.EN) -> Catalog:
    try:
        with path.open("rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    except (OSError, ValueError, PoFileError) as error:
        raise StartError(f"{path}: the wording cannot be read: {error}") from error
