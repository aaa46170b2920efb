"""On which days a theme falls, and what is said of a file of themes that is wrong."""

import datetime
from collections import Counter
from pathlib import Path

import pytest
from broken import assert_named
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.calendar import Calendar, Theme
from bot.corpus.checks import calendar_problems
from bot.corpus.reader import Corpus, read, read_names, survey
from bot.errors import QuoteFileError
from bot.services.curation import check
from bot.text.language import Language

QUOTES = Path(__file__).parents[2] / "quotes"
NAMES = dict.fromkeys(Language, "Name")
# When the feasts of the Chinese calendar were and will be, as almanacs have them.
FEASTS = {
    "chinese-new-year": "2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03",
    "lantern-festival": "2024-02-24 2025-02-12 2026-03-03 2027-02-20 2028-02-09 2029-02-27 2030-02-17",
    "dragon-boat": "2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-05-28 2029-06-16 2030-06-05",
    "qixi": "2024-08-10 2025-08-29 2026-08-19 2027-08-08 2028-08-26 2029-08-16 2030-08-05",
    "mid-autumn": "2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03 2029-09-22 2030-09-12",
    "double-ninth": "2024-10-11 2025-10-29 2026-10-18 2027-10-08 2028-10-26 2029-10-16 2030-10-05",
}
FIXED = {
    "new-year": "01-01",
    "womens-day": "03-08",
    "korisu": "03-14",
    "constitution-day": "03-15",
    "nauryz": "03-21",
    "book-day": "04-23",
    "unity-day": "05-01",
    "abai-day": "08-10",
    "center-in-beijing": "09-02",
    "day-of-languages": "09-05",
    "teachers-day-china": "09-10",
    "teachers-day": "10-05",
    "republic-day": "10-25",
    "independence-day": "12-16",
}
GOOD = """\
# A calendar.

[[theme]]
id = "spring"
names = { en = "Spring", kk = "Көктем", ru = "Весна", zh = "春天" }
date = "03-21"
topic = "nature"
quotes = ["hundred-flowers"]

[[theme]]
id = "moon"
names = { en = "Moon", kk = "Ай", ru = "Луна", zh = "月亮" }
lunar = "08-15"
topic = "family"
"""
# What is put in place of what, the line that must be named, and a word of what is said of it.
BROKEN = {
    "an unknown topic": ('topic = "nature"', 'topic = "weather"', 'topic = "weather"', "weather"),
    "a topic that is none": ('topic = "nature"', "topic = 3", "topic = 3", "topic"),
    "no topic": ('topic = "nature"\n', "", 'id = "spring"', "topic"),
    "an unknown quote": ('["hundred-flowers"]', '["hundred-flowers", "two-flowers"]', "two-flowers", "two-flowers"),
    "quotes that are no list": ('["hundred-flowers"]', '"hundred-flowers"', "quotes =", "quotes"),
    "a name missing": ('kk = "Көктем", ', "", 'names = { en = "Spring"', "kk"),
    "a name in an unknown language": ('zh = "春天"', 'zh = "春天", de = "Lenz"', "names =", "de"),
    "a day that is none": ('date = "03-21"', 'date = "02-30"', 'date = "02-30"', "02-30"),
    "a month that is none": ('date = "03-21"', 'date = "13-01"', 'date = "13-01"', "13-01"),
    "a date of a year": ('date = "03-21"', 'date = "2026-03-21"', "date =", "date"),
    "a date of TOML": ('date = "03-21"', "date = 2026-03-21", "date =", "date"),
    "a lunar day that is none": ('lunar = "08-15"', 'lunar = "08-31"', "lunar =", "08-31"),
    "a lunar month that is none": ('lunar = "08-15"', 'lunar = "13-15"', "lunar =", "13-15"),
    "no date at all": ('date = "03-21"\n', "", "[[theme]]", "date or lunar"),
    "two dates": ('date = "03-21"', 'date = "03-21"\nlunar = "01-01"', 'date = "03-21"', "date or lunar"),
    "no days": ('date = "03-21"', 'date = "03-21"\ndays = 0', "days = 0", "days"),
    "days without end": ('date = "03-21"', 'date = "03-21"\ndays = 400', "days = 400", "days"),
    "an unknown field": ('date = "03-21"', 'date = "03-21"\nmood = "odd"', 'id = "spring"', "mood"),
    "an id twice": ('id = "moon"', 'id = "spring"', 'id = "spring"', "is taken by calendar.toml:3"),
    "no id": ('id = "spring"\n', "", "[[theme]]", "id"),
    "Latin letters in a Kazakh name": ('kk = "Көктем"', 'kk = "Көктeм"', "names =", "mixes"),
}


def day(text: str) -> datetime.date:
    """The day of an ISO date."""
    return datetime.date.fromisoformat(text)


def dated(id_: str, **when: object) -> Theme:
    """A theme with this rule."""
    return Theme(id=id_, names=NAMES, topic="hope", **when)  # type: ignore[arg-type]


def id_on(calendar: Calendar, date: datetime.date) -> str | None:
    """The id of the theme of a day."""
    theme = calendar.theme_on(date)
    return theme.id if theme else None


@pytest.mark.parametrize(("id_", "dates"), FEASTS.items())
def test_the_feasts_of_the_chinese_calendar_fall_on_the_days_of_the_almanac(corpus: Corpus, id_: str, dates: str) -> None:
    days = [day(text) for text in dates.split()]

    assert [id_on(corpus.calendar, one) for one in days] == [id_] * len(days)


@pytest.mark.parametrize(("id_", "date"), FIXED.items())
def test_a_fixed_day_is_the_same_every_year(corpus: Corpus, id_: str, date: str) -> None:
    years = Counter(id_on(corpus.calendar, day(f"{year}-{date}")) for year in range(2024, 2031))

    # A moving feast may take the day in one year or another.
    assert set(years) - set(FEASTS) == {id_}
    assert years[id_] >= 5


@pytest.mark.parametrize(("first", "days"), [("2026-03-21", 3), ("2026-02-17", 3), ("2026-09-02", 1)])
def test_a_theme_lasts_as_many_days_as_it_says(corpus: Corpus, first: str, days: int) -> None:
    id_ = id_on(corpus.calendar, day(first))

    after = [id_on(corpus.calendar, day(first) + datetime.timedelta(number)) == id_ for number in range(-1, 5)]

    assert id_ is not None
    assert after == [False, *[True] * days, *[False] * (5 - days)]


def test_most_days_have_no_theme(corpus: Corpus) -> None:
    days = [day("2026-01-01") + datetime.timedelta(number) for number in range(365)]

    assert 30 <= sum(corpus.calendar.theme_on(one) is not None for one in days) <= 60
    assert corpus.calendar.theme_on(day("2026-11-23")) is None


def test_the_first_of_two_themes_has_the_day() -> None:
    both = Calendar((dated("one", date="03-01", days=2), dated("other", date="03-02", days=2)))

    assert [id_on(both, day(f"2026-03-0{number}")) for number in (1, 2, 3)] == ["one", "one", "other"]


def test_a_theme_goes_on_over_the_turn_of_the_year_and_of_a_lunar_month() -> None:
    turn = Calendar((dated("turn", date="12-31", days=2),))
    moon = Calendar((dated("moon", lunar="01-30", days=2),))

    assert [id_on(turn, day(text)) for text in ("2025-12-31", "2026-01-01", "2026-01-02")] == ["turn", "turn", None]
    assert [id_on(moon, day(text)) for text in ("2026-03-18", "2026-03-19", "2026-03-20")] == ["moon", "moon", None]


@pytest.mark.parametrize(("lunar", "first", "again"), [("05-05", "2028-05-28", "2028-06-27"), ("06-01", "2025-06-25", "2025-07-25")])
def test_a_leap_month_has_no_feasts(lunar: str, first: str, again: str) -> None:
    calendar = Calendar((dated("feast", lunar=lunar),))

    assert id_on(calendar, day(first)) == "feast"
    assert calendar.theme_on(day(again)) is None


def test_a_leap_day_comes_in_leap_years() -> None:
    calendar = Calendar((dated("leap", date="02-29"),))

    assert [year for year in range(2024, 2033) for text in (f"{year}-02-28", f"{year}-03-01") if calendar.theme_on(day(text))] == []
    assert id_on(calendar, day("2028-02-29")) == "leap"


@given(st.dates())
def test_no_day_is_too_far_away(date: datetime.date) -> None:
    calendar = Calendar((dated("moon", lunar="01-01", days=31), dated("sun", date="01-01", days=31)))

    theme = calendar.theme_on(date)

    assert theme is None or theme.id == "sun" or 1900 <= date.year <= 2101


@pytest.mark.parametrize(
    "date", [datetime.date.min, day("1900-01-30"), day("1900-01-31"), day("2101-01-28"), day("2101-01-29"), datetime.date.max]
)
def test_the_edges_of_the_table_give_no_error(corpus: Corpus, date: datetime.date) -> None:
    assert id_on(corpus.calendar, date) in {None, "new-year", "chinese-new-year"}


@pytest.mark.parametrize(("old", "new", "near", "word"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, near: str, word: str) -> None:
    assert_named(tmp_path / "calendar.toml", GOOD, (old, new), near, word)


def test_a_good_calendar_is_fine_beside_the_shipped_files(tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text(GOOD, encoding="utf-8")

    assert check([path], QUOTES) == ([], 0)


def test_themes_are_read_without_the_quotes_they_name() -> None:
    names, everything = read_names(QUOTES), read(QUOTES)

    assert names.quotes == ()
    assert names.calendar == everything.calendar
    assert names.calendar.themes


def test_a_broken_calendar_stops_the_start_whether_or_not_anything_changed(tmp_path: Path) -> None:
    (tmp_path / "topics.toml").write_bytes((QUOTES / "topics.toml").read_bytes())
    (tmp_path / "themes.toml").write_text(GOOD.replace("nature", "weather"), encoding="utf-8")

    for reading in (read, read_names):
        with pytest.raises(QuoteFileError, match=r"themes\.toml:7: spring: unknown topic 'weather'"):
            reading(tmp_path)


def test_every_shipped_theme_can_fill_a_post_in_every_language(corpus: Corpus) -> None:
    counts = Counter(topic for quote in corpus.quotes for topic in quote.topics)
    ids = {quote.id for quote in corpus.quotes}

    assert [theme.id for theme in corpus.calendar.themes if counts[theme.topic] < 3] == []
    assert {quote for theme in corpus.calendar.themes for quote in theme.quotes} <= ids
    assert [theme.id for theme in corpus.calendar.themes if len(set(theme.quotes)) < len(theme.quotes)] == []
    assert [theme.id for theme in corpus.calendar.themes if set(theme.names) != set(Language)] == []


def test_every_shipped_theme_has_its_day_sooner_or_later(corpus: Corpus) -> None:
    days = (day("2024-01-01") + datetime.timedelta(number) for number in range(366 + 365))

    assert {id_on(corpus.calendar, one) for one in days} - {None} == {theme.id for theme in corpus.calendar.themes}


def test_nothing_is_wrong_with_the_names_of_the_shipped_themes() -> None:
    found = survey([QUOTES / "calendar.toml"], [QUOTES / "topics.toml"], quotes_apart=True)

    assert [str(problem) for problem in (*found.problems, *calendar_problems(found.themes))] == []
