"""The days that have a theme: feasts by our calendar and by the Chinese one, from the file of themes."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta, Struct

from bot.corpus.quote import Key, Names, QuoteId, TopicId

MonthDay = Annotated[str, Meta(pattern=r"^[0-9]{2}-[0-9]{2}\Z")]
# A year that has all the days a year can have.
_LEAP_YEAR = 2024
_REMEMBERED = 1_000
_LUNAR_MONTHS, _LUNAR_MONTH_DAYS = 12, 30


class Theme(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What some days of each year are about: *names* stand above a post, *topic* tells which quotes fit, *quotes* fit best.

    It begins on *date* ("03-21") or on *lunar*, a month and day of the Chinese calendar ("08-15"), and lasts for *days*.
    """

    id: Key
    names: Names
    topic: TopicId
    quotes: tuple[QuoteId, ...] = ()
    date: MonthDay | None = None
    lunar: MonthDay | None = None
    days: Annotated[int, Meta(ge=1, le=31)] = 1

    def falls_on(self, day: datetime.date) -> bool:
        """Whether *day* is one of its days."""
        last = day.toordinal()
        firsts = map(datetime.date.fromordinal, range(max(last - self.days + 1, 1), last + 1))
        if self.lunar:
            return any(_lunar(first) == self.lunar for first in firsts)
        return any(f"{first:%m-%d}" == self.date for first in firsts)


@dataclass(frozen=True)
class Calendar:
    """The themes of the year, the one that comes first where two fall on a day before the other."""

    themes: tuple[Theme, ...] = ()
    # A morning's thousand posts ask for the same day.
    _known: dict[datetime.date, Theme | None] = field(default_factory=dict, compare=False, repr=False)

    def theme_on(self, day: datetime.date) -> Theme | None:
        """The first theme that falls on *day*; None on a day like any other."""
        if day not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[day] = next((theme for theme in self.themes if theme.falls_on(day)), None)
        return self._known[day]

    def get(self, theme_id: str) -> Theme | None:
        """The theme of this id."""
        return next((theme for theme in self.themes if theme.id == theme_id), None)


def undated(theme: Theme) -> Iterator[tuple[str, str]]:
    """Why nobody can say when *theme* is, although its form is right, each with a text near which that stands."""
    if (theme.date is None) == (theme.lunar is None):
        yield "either date or lunar says when it is", "date ="
    if theme.date and not _exists(theme.date):
        yield f"there is no such day as {theme.date}", "date ="
    if theme.lunar and not _exists_in_lunar(theme.lunar):
        yield f"there is no such day of the Chinese calendar as {theme.lunar}", "lunar ="


def _exists(date: str) -> bool:
    try:
        return bool(datetime.date.fromisoformat(f"{_LEAP_YEAR}-{date}"))
    except ValueError:
        return False


def _exists_in_lunar(date: str) -> bool:
    month, day = map(int, date.split("-"))
    return 1 <= month <= _LUNAR_MONTHS and 1 <= day <= _LUNAR_MONTH_DAYS


def _lunar(day: datetime.date) -> str | None:
    """Month and day of the Chinese calendar; None in a leap month, which has no feasts, and beyond the library's table."""
    # Imported here: a start need not wait for what one post a day asks.
    from borax.calendars import lunardate

    if not lunardate.MIN_SOLAR_DATE <= day <= lunardate.MAX_SOLAR_DATE:
        return None
    date = lunardate.LunarDate.from_solar(day)
    return None if date.leap else f"{date.month:02}-{date.day:02}"
