"""When posts are due, whatever a zone does with its clocks, and when nothing rings."""

import datetime
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.schedules import next_due, quiet_ends, rings, times
from bot.store.subscriptions import ALL_DAYS, Subscription
from bot.text.language import Language

WORK, REST = 0b0011111, 0b1100000
MON, WED, SUN = 1 << 0, 1 << 2, 1 << 6
DAY = datetime.timedelta(days=1)
ZONES = sorted(zone for zone in available_timezones() if "/" in zone)
FIRST, LAST = (int(datetime.datetime(year, 1, 1, tzinfo=datetime.UTC).timestamp()) for year in (1990, 2100))


def subscription(zone: str, minute: int, days: int = ALL_DAYS, last_day: datetime.date | None = None) -> Subscription:
    """A subscription of which only its hours matter."""
    return Subscription(1001, minute, zone, (Language.EN,), days, last_day=last_day)


def seconds(moment: str, zone: str = "UTC") -> int:
    """The seconds since the epoch at a *moment* of a zone's own clocks."""
    return int(datetime.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).timestamp())


def clock(at: int, zone: str) -> str:
    """What the clocks of *zone* show, and by how much they are ahead."""
    return f"{datetime.datetime.fromtimestamp(at, ZoneInfo(zone)):%a %m-%d %H:%M %z}"


def of_clock(text: str) -> int:
    """Minutes of the day from "HH:MM"."""
    return int(text[:2]) * 60 + int(text[3:])


@pytest.mark.parametrize(
    ("zone", "time", "days", "after", "expected"),
    [
        # Monday is 23 November 2026. The very moment is past; the minute before it is not.
        ("UTC", "09:00", ALL_DAYS, "2026-11-23 08:59", "Mon 11-23 09:00 +0000|Tue 11-24 09:00 +0000|Wed 11-25 09:00 +0000"),
        ("UTC", "09:00", ALL_DAYS, "2026-11-23 09:00", "Tue 11-24 09:00 +0000|Wed 11-25 09:00 +0000"),
        ("UTC", "00:00", ALL_DAYS, "2026-12-31 23:59", "Fri 01-01 00:00 +0000|Sat 01-02 00:00 +0000"),
        ("UTC", "23:59", ALL_DAYS, "2028-02-28 12:00", "Mon 02-28 23:59 +0000|Tue 02-29 23:59 +0000|Wed 03-01 23:59 +0000"),
        ("UTC", "09:00", WORK, "2026-11-27 09:00", "Mon 11-30 09:00 +0000|Tue 12-01 09:00 +0000"),
        ("UTC", "09:00", REST, "2026-11-23 12:00", "Sat 11-28 09:00 +0000|Sun 11-29 09:00 +0000|Sat 12-05 09:00 +0000"),
        ("UTC", "09:00", MON, "2026-11-23 09:00", "Mon 11-30 09:00 +0000|Mon 12-07 09:00 +0000"),
        ("UTC", "09:00", WED | SUN, "2026-11-23 09:00", "Wed 11-25 09:00 +0000|Sun 11-29 09:00 +0000|Wed 12-02 09:00 +0000"),
        # All of Kazakhstan goes by +05 since March 2024; Almaty went by +06 before.
        ("Asia/Almaty", "09:00", ALL_DAYS, "2026-11-23 00:00", "Mon 11-23 09:00 +0500|Tue 11-24 09:00 +0500"),
        ("Asia/Almaty", "09:00", ALL_DAYS, "2024-02-29 00:00", "Thu 02-29 09:00 +0600|Fri 03-01 09:00 +0500"),
        # It is the weekday of the zone that counts: Sunday evening in UTC.
        ("Asia/Shanghai", "07:30", MON, "2026-11-22 21:00", "Mon 11-23 07:30 +0800|Mon 11-30 07:30 +0800"),
        ("America/New_York", "22:00", SUN, "2026-11-23 02:00", "Sun 11-22 22:00 -0500|Sun 11-29 22:00 -0500"),
        # Half an hour and three quarters of one.
        ("Asia/Kolkata", "09:00", ALL_DAYS, "2026-11-23 00:00", "Mon 11-23 09:00 +0530|Tue 11-24 09:00 +0530"),
        ("Asia/Kathmandu", "00:10", ALL_DAYS, "2026-11-22 18:24", "Mon 11-23 00:10 +0545|Tue 11-24 00:10 +0545"),
        ("Pacific/Chatham", "03:00", ALL_DAYS, "2026-09-25 12:00", "Sat 09-26 03:00 +1245|Sun 09-27 04:00 +1345"),
        # Days begin first and last on both sides of the date line.
        ("Pacific/Kiritimati", "00:30", MON, "2026-11-22 10:29", "Mon 11-23 00:30 +1400|Mon 11-30 00:30 +1400"),
        ("Pacific/Apia", "09:00", MON, "2026-11-22 12:00", "Mon 11-23 09:00 +1300|Mon 11-30 09:00 +1300"),
        ("Pacific/Pago_Pago", "23:30", SUN, "2026-11-23 10:00", "Sun 11-22 23:30 -1100|Sun 11-29 23:30 -1100"),
        # Samoa had no 30 December 2011, Kiritimati no 31 December 1994.
        ("Pacific/Apia", "09:00", ALL_DAYS, "2011-12-29 00:00", "Thu 12-29 09:00 -1000|Sat 12-31 09:00 +1400|Sun 01-01 09:00 +1400"),
        ("Pacific/Kiritimati", "09:00", ALL_DAYS, "1994-12-30 00:00", "Fri 12-30 09:00 -1000|Sun 01-01 09:00 +1400"),
        # Clocks that leave 02:30 out have it an hour later, and the day after as ever.
        ("Europe/Berlin", "02:30", ALL_DAYS, "2027-03-27 00:00", "Sat 03-27 02:30 +0100|Sun 03-28 03:30 +0200|Mon 03-29 02:30 +0200"),
        ("America/New_York", "02:30", ALL_DAYS, "2027-03-13 06:00", "Sat 03-13 02:30 -0500|Sun 03-14 03:30 -0400|Mon 03-15 02:30 -0400"),
        ("Europe/Berlin", "02:30", SUN, "2027-03-28 00:00", "Sun 03-28 03:30 +0200|Sun 04-04 02:30 +0200"),
        ("Australia/Lord_Howe", "02:15", ALL_DAYS, "2026-10-03 00:00", "Sun 10-04 02:45 +1100|Mon 10-05 02:15 +1100"),
        # Clocks that have 02:30 twice have it once, the first time.
        ("Europe/Berlin", "02:30", ALL_DAYS, "2026-10-24 12:00", "Sun 10-25 02:30 +0200|Mon 10-26 02:30 +0100"),
        ("Europe/Berlin", "02:30", ALL_DAYS, "2026-10-25 00:30", "Mon 10-26 02:30 +0100|Tue 10-27 02:30 +0100"),
        ("Europe/Berlin", "02:30", ALL_DAYS, "2026-10-25 01:00", "Mon 10-26 02:30 +0100"),
        ("America/New_York", "01:30", ALL_DAYS, "2026-11-01 00:00", "Sun 11-01 01:30 -0400|Mon 11-02 01:30 -0500"),
        # Ramadan takes the summer out of a Moroccan year.
        ("Africa/Casablanca", "02:30", ALL_DAYS, "2026-02-14 00:00", "Sat 02-14 02:30 +0100|Sun 02-15 02:30 +0100|Mon 02-16 02:30 +0000"),
    ],
)  # fmt: skip
def test_it_is_due_at_its_hour_on_its_days_in_its_zone(zone: str, time: str, days: int, after: str, expected: str) -> None:
    dues = [due for _, due in islice(times(subscription(zone, of_clock(time), days), seconds(after)), expected.count("|") + 1)]

    assert "|".join(clock(due, zone) for due in dues) == expected


def test_a_day_that_has_had_its_post_is_not_due_again() -> None:
    """As after a clock that was set back by two days."""
    had = subscription("Asia/Almaty", of_clock("09:00"), last_day=datetime.date(2026, 11, 25))

    assert clock(next_due(had, seconds("2026-11-23 00:00")) or 0, "Asia/Almaty") == "Thu 11-26 09:00 +0500"


def test_a_day_far_ahead_that_has_had_its_post_is_waited_for() -> None:
    """However far a wrong clock was ahead."""
    had = subscription("UTC", of_clock("09:00"), MON, last_day=datetime.date(2030, 1, 1))

    assert clock(next_due(had, seconds("2026-11-23 00:00")) or 0, "UTC") == "Mon 01-07 09:00 +0000"


def test_without_days_it_is_never_due() -> None:
    assert next_due(subscription("UTC", 0, days=0), seconds("2026-11-23 00:00")) is None


@given(zone=st.sampled_from(ZONES), minute=st.integers(0, 24 * 60 - 1), days=st.integers(1, ALL_DAYS), after=st.integers(FIRST, LAST))
def test_whatever_the_zone_the_hour_the_days_and_the_present_no_day_is_left_out_or_doubled(
    zone: str, minute: int, days: int, after: int
) -> None:
    place = ZoneInfo(zone)
    found = list(islice(times(subscription(zone, minute, days), after), 12))

    # Strictly one after the other, and each day once.
    dues, of_days = [due for _, due in found], [day for day, _ in found]
    assert dues == sorted({*dues, after} - {after})
    assert of_days == sorted(set(of_days))
    for day, due in found:
        # On the chosen days, at the minute: the first time there is one, and as much later as clocks leave out.
        wanted = datetime.datetime.combine(day, datetime.time(*divmod(minute, 60)))
        shown = datetime.datetime.fromtimestamp(due, place)
        exists = wanted.replace(tzinfo=place).astimezone(datetime.UTC).astimezone(place).replace(tzinfo=None) == wanted
        assert days >> day.weekday() & 1
        assert (shown.replace(tzinfo=None) == wanted and shown.fold == 0) if exists else shown.replace(tzinfo=None) > wanted
    # Every chosen day is there, from the one on whose hour is still to come; but for days that a zone's calendar leaves out.
    span = (of_days[-1] - of_days[0]).days
    between = [of_days[0] + number * DAY for number in range(-2, span + 1)]
    missing = [day for day in between if days >> day.weekday() & 1 and day not in of_days]
    for day in missing:
        instant = int(datetime.datetime.combine(day, datetime.time(*divmod(minute, 60)), place).timestamp())
        assert instant <= after or instant in dues


# Quiet hours


@pytest.mark.parametrize(
    ("quiet", "ringing", "silent"),
    [
        (None, "00:00 03:00 12:00 23:59", ""),
        ((60, 120), "00:00 00:59 02:00 23:59", "01:00 01:30 01:59"),
        ((22 * 60, 8 * 60), "08:00 12:00 21:59", "22:00 23:59 00:00 07:59"),
        ((22 * 60, 0), "00:00 12:00 21:59", "22:00 23:59"),
        ((0, 8 * 60), "08:00 23:59", "00:00 07:59"),
        # From an hour to the same hour there is no time at all: else an announcement would wait for ever.
        ((9 * 60, 9 * 60), "00:00 08:59 09:00 09:01 23:59", ""),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Almaty", "Asia/Kolkata"])
def test_nothing_rings_in_the_quiet_hours_of_a_zone(quiet: tuple[int, int] | None, ringing: str, silent: str, zone: str) -> None:
    for time in ringing.split():
        assert rings(quiet, zone, seconds(f"2026-11-23 {time}", zone)), time
    for time in silent.split():
        assert not rings(quiet, zone, seconds(f"2026-11-23 {time}", zone)), time


@pytest.mark.parametrize(
    ("quiet", "zone", "now", "expected"),
    [
        ("22:00-08:00", "Asia/Almaty", "2026-11-23 23:00", "Tue 11-24 08:00 +0500"),
        ("22:00-08:00", "Asia/Almaty", "2026-11-24 00:00", "Tue 11-24 08:00 +0500"),
        ("22:00-08:00", "Asia/Almaty", "2026-11-24 07:59", "Tue 11-24 08:00 +0500"),
        ("22:00-00:00", "Asia/Almaty", "2026-11-23 22:00", "Tue 11-24 00:00 +0500"),
        ("13:00-14:00", "Asia/Kolkata", "2026-11-23 13:30", "Mon 11-23 14:00 +0530"),
        # The night that clocks shorten, and the one they make longer.
        ("22:00-08:00", "Europe/Berlin", "2027-03-27 23:00", "Sun 03-28 08:00 +0200"),
        ("22:00-08:00", "Europe/Berlin", "2026-10-24 23:00", "Sun 10-25 08:00 +0100"),
        ("22:00-02:30", "Europe/Berlin", "2027-03-28 01:00", "Sun 03-28 03:30 +0200"),
        ("22:00-02:30", "Europe/Berlin", "2026-10-25 01:00", "Sun 10-25 02:30 +0200"),
        ("23:00-01:30", "America/New_York", "2026-11-01 00:10", "Sun 11-01 01:30 -0400"),
    ],
)
def test_quiet_hours_end_at_their_end(quiet: str, zone: str, now: str, expected: str) -> None:
    start, end = (of_clock(part) for part in quiet.split("-"))

    assert clock(quiet_ends((start, end), zone, seconds(now, zone)), zone) == expected


@given(st.sampled_from(ZONES), st.integers(0, 24 * 60 - 1), st.integers(1, 12 * 60), st.integers(FIRST, LAST))
def test_whatever_the_quiet_hours_they_end_within_a_day_and_then_it_rings(zone: str, start: int, length: int, now: int) -> None:
    quiet = (start, (start + length) % (24 * 60))
    if rings(quiet, zone, now):
        return

    end = quiet_ends(quiet, zone, now)

    assert now < end <= now + 26 * 60 * 60
    assert rings(quiet, zone, end)


@pytest.mark.parametrize(
    ("quiet", "zone", "now", "expected"),
    [
        # What comes after the hour has begun anew waits for its end, and not for the next day's.
        ("22:00-02:30", "Europe/Berlin", "2026-10-25 02:10", "Sun 10-25 02:30 +0100"),
        ("02:00-02:30", "Europe/Berlin", "2026-10-25 02:00", "Sun 10-25 02:30 +0100"),
        ("22:00-08:00", "Europe/Berlin", "2026-10-25 02:10", "Sun 10-25 08:00 +0100"),
        ("23:00-01:30", "America/New_York", "2026-11-01 01:29", "Sun 11-01 01:30 -0500"),
        ("22:00-01:45", "Australia/Lord_Howe", "2027-04-04 01:40", "Sun 04-04 01:45 +1030"),
    ],
)
def test_quiet_hours_that_end_in_an_hour_that_clocks_repeat_end_in_it(quiet: str, zone: str, now: str, expected: str) -> None:
    start, end = (of_clock(part) for part in quiet.split("-"))
    again = int(datetime.datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone), fold=1).timestamp())

    assert not rings((start, end), zone, again)
    assert clock(quiet_ends((start, end), zone, again), zone) == expected


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"]),
    st.integers(0, 24 * 60 - 1),
    st.integers(1, 12 * 60),
    st.integers(0, 365 * 24 * 4),
)
def test_whatever_clocks_do_nothing_is_held_longer_than_its_quiet_hours_are(zone: str, start: int, length: int, quarter: int) -> None:
    """And an hour, for a night that clocks make longer or an end that they leave out."""
    quiet = (start, (start + length) % (24 * 60))
    now = seconds("2026-01-01 00:00") + quarter * 15 * 60
    if not rings(quiet, zone, now):
        assert quiet_ends(quiet, zone, now) - now <= (length + 60) * 60
