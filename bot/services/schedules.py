"""When a subscription posts: days and hours of its own calendar, whatever its zone does with its clocks."""

import datetime
import logging
from collections.abc import Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.store.subscriptions import Subscription

_log = logging.getLogger(__name__)
UTC = "UTC"
_DAY = datetime.timedelta(days=1)
# Further than this nothing is looked for: a week holds every day there is.
_DAYS_AHEAD = 8


@lru_cache(maxsize=1_000)
def zone_of(name: str) -> ZoneInfo:
    """The zone of a *name*; UTC of one that this machine does not know (any longer): a post at an odd hour is better than none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        _log.warning("unknown time zone %r: its times are taken for UTC", name)
        return ZoneInfo(UTC)


@lru_cache(maxsize=10_000)
def _moment(day: datetime.date, minute: int, zone: str, fold: int = 0) -> int:
    """The seconds since the epoch at a *minute* of a *day* in a *zone*.

    An hour that clocks leave out comes an hour later, and one they repeat comes once, the first time; with *fold* 1 the second.
    """
    return int(datetime.datetime.combine(day, datetime.time(*divmod(minute, 60), fold=fold), zone_of(zone)).timestamp())


def today(zone: str, now: int) -> datetime.date:
    """The date in *zone* at *now*, in seconds since the epoch."""
    return datetime.datetime.fromtimestamp(now, zone_of(zone)).date()


def minute_of_day(zone: str, now: int) -> int:
    """What clocks in *zone* show at *now*, in minutes of the day."""
    clock = datetime.datetime.fromtimestamp(now, zone_of(zone))
    return clock.hour * 60 + clock.minute


def times(subscription: Subscription, after: int) -> Iterator[tuple[datetime.date, int]]:
    """The days of a subscription that it has had no post for, each with when it is due, behind *after*: both in seconds since the epoch."""
    day = today(subscription.zone, after) - _DAY
    if subscription.last_day:
        day = max(day, subscription.last_day + _DAY)
    last = max(day, today(subscription.zone, after)) + _DAYS_AHEAD * _DAY
    while day <= last:
        if subscription.days >> day.weekday() & 1 and (due := _moment(day, subscription.minute, subscription.zone)) > after:
            yield day, due
            # A day that the calendar of a zone leaves out is the same moment as the next one, which has had its post then.
            after, last = due, day + _DAYS_AHEAD * _DAY
        day += _DAY


def days_between(subscription: Subscription, after: int, until: int) -> int:
    """How many days of a subscription lie between two moments in seconds since the epoch, counted by weeks and not one by one."""
    first, last = today(subscription.zone, after + 1), today(subscription.zone, until)
    if subscription.last_day:
        first = max(first, subscription.last_day + _DAY)
    # The last day counts when its hour is over.
    if _moment(last, subscription.minute, subscription.zone) <= until:
        last += _DAY
    weeks, rest = divmod(max((last - first).days, 0), 7)
    return weeks * subscription.days.bit_count() + sum(subscription.days >> (first.weekday() + day) % 7 & 1 for day in range(rest))


def next_due(subscription: Subscription, after: int) -> int | None:
    """When a subscription is due next behind *after*; None when it is never."""
    return next((due for _, due in times(subscription, after)), None)


def rings(quiet: tuple[int, int] | None, zone: str, now: int) -> bool:
    """Whether it is not within the *quiet* minutes of the day in *zone*."""
    if quiet is None:
        return True
    minute = minute_of_day(zone, now)
    start, end = quiet
    within = start <= minute < end if start <= end else minute >= start or minute < end
    return not within


def quiet_ends(quiet: tuple[int, int], zone: str, now: int) -> int:
    """When the *quiet* minutes that *now* lies in are over, in seconds since the epoch."""
    day = today(zone, now)
    # Where clocks repeat an hour, it is quiet in it again until its end comes again: else the wait would be for tomorrow's.
    ends = (_moment(day + days * _DAY, quiet[1], zone, fold) for days in (0, 1, 2) for fold in (0, 1))
    return next(end for end in ends if end > now and rings(quiet, zone, end))
