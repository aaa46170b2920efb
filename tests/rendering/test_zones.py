"""Which time zone people mean, in whatever language and letters they name it."""

import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.places import PLACES
from bot.rendering.zones import OFFERED, Zones
from bot.text.language import Language
from bot.text.normalise import normalise

ZONES = Zones()
NAMES = {
    "Asia/Almaty": "Asia/Almaty|asia/almaty|ASIA/ALMATY|Almaty|almaty|Алматы|АЛМАТЫ|阿拉木图|阿拉木圖|الماتى|г. Алматы|Алматы қаласы",
    "Asia/Aqtobe": "Aqtobe|Aktobe|Ақтөбе|Актобе|Актюбинск|阿克托别",
    "Asia/Oral": "Oral|Орал|Уральск|Uralsk|乌拉尔",
    "Asia/Qyzylorda": "Қызылорда|Кызылорда|Qyzylorda|克孜洛尔达",
    "Asia/Urumqi": "Үрімші|Урумчи|乌鲁木齐|烏魯木齊|Urumqi|Ürümqi|Ürimşi|新疆时间",
    "Asia/Shanghai": "Шанхай|上海|Shanghai|Beijing|Пекин|Бейжің|北京|北京时间|北京市|Peking|Guangzhou|广州|廣州|Shenzhen|深圳市",
    "Europe/Moscow": "Москва|Мәскеу|莫斯科|Moscow|Moskva|СПб|Санкт-Петербург|圣彼得堡|Казань|Қазан|喀山|по Москве|время Москвы",
    "Asia/Yekaterinburg": "Екатеринбург|Yekaterinburg|叶卡捷琳堡|Челябинск|Уфа|Орынбор",
    "Europe/Paris": "Париж|Paris|巴黎|PARIS",
    "Europe/Kyiv": "Киев|Kyiv|Kiev|Europe/Kiev|基辅",
    "Asia/Kolkata": "Калькутта|Calcutta|Kolkata|Asia/Calcutta|加尔各答|Дели|新德里",
    "Asia/Ho_Chi_Minh": "Хошимин|Saigon|Asia/Saigon|Ho Chi Minh City|胡志明市|Ханой",
    "America/New_York": "New York|new york|america/new york|Нью-Йорк|нью йорк|纽约|US/Eastern|Вашингтон",
    "America/Mexico_City": "Mexico City|Мехико|墨西哥城",
    "Asia/Tokyo": "Токио|东京|東京|Tokyo",
    "UTC": "UTC|utc|GMT|Etc/UTC|Etc/GMT|UTC+0|+0|-00:00|Гринвич|格林尼治",
    "Etc/GMT-5": "+5|UTC+5|utc + 5|GMT+5|UTC+05:00|+0500|＋５|Etc/GMT-5",
    "Etc/GMT+3": "-3|−3|–3|UTC-3|GMT −3|Etc/GMT+3",
}  # fmt: skip
ASTANA = "Astana|Астана|阿斯塔纳|Нұр-Сұлтан|Nur-Sultan|Shymkent|Шымкент|奇姆肯特|Karaganda|Қарағанды|Караганда|Qaragandy|Семей|Казахстан"
NOTHING = (
    "||–|…|?|+15|-13|UTC+5:30|+|123|18:00|zzzz|北|San|время|часовой пояс|EST|localtime|Factory|Etc/Unknown|posix/UTC|../etc/passwd"
    "|привет|сегодня|утром|бүгін|сәлем|hello|morning|早上|каждый день|пословица"
)


@pytest.mark.parametrize(("zone", "words"), [(zone, one) for zone, names in NAMES.items() for one in names.split("|")])
def test_a_zone_is_found_by_its_names_in_all_languages(zone: str, words: str) -> None:
    assert ZONES.find(words) == (zone,)


@pytest.mark.parametrize("words", ASTANA.split("|"))
def test_all_of_kazakhstans_cities_without_a_zone_go_by_almaty(words: str) -> None:

    assert ZONES.find(words) == ("Asia/Almaty",)


@pytest.mark.parametrize("words", NOTHING.split("|"))
def test_what_names_no_zone_finds_none(words: str) -> None:
    assert ZONES.find(words) == ()


@pytest.mark.parametrize(("words", "zone"), [("Алма", "Asia/Almaty"), ("петерб", "Europe/Moscow"), ("Екатер", "Asia/Yekaterinburg")])
def test_a_beginning_of_four_letters_is_enough(words: str, zone: str) -> None:
    assert ZONES.find(words) == (zone,)
    assert ZONES.find(words[:3]) == ()


@pytest.mark.parametrize(
    ("words", "zones"),
    [
        ("Петропавловск", ("Asia/Almaty", "Asia/Kamchatka")),
        ("Құлжа", ("Asia/Shanghai", "Asia/Urumqi")),
        ("喀什", ("Asia/Shanghai", "Asia/Urumqi")),
        ("Santi", ("America/Santiago",)),
    ],
)
def test_what_may_be_several_zones_gives_them_to_choose_from(words: str, zones: tuple[str, ...]) -> None:
    assert ZONES.find(words) == zones


def test_no_choice_is_longer_than_the_buttons_under_a_message() -> None:
    beginnings = {name[:size] for name in ZONES._by_name for size in (1, 2, 3, 4, 5)}

    assert max(len(ZONES.find(one)) for one in beginnings) <= 8


@given(st.one_of(st.text(max_size=30), st.from_regex(r"(UTC|GMT|Etc/GMT)? ?[-+−]\d{1,4}(:\d\d)?", fullmatch=True)))
def test_whatever_is_typed_gives_zones_that_exist_or_none(words: str) -> None:
    for zone in ZONES.find(words):
        assert ZoneInfo(zone).key == zone


@given(st.sampled_from(sorted(available_timezones())), st.sampled_from(Language))
def test_whatever_the_zone_its_name_finds_it_or_a_choice_with_it(zone: str, language: Language) -> None:
    for found in ZONES.find(zone) if "/" in zone else ():
        name = ZONES.name(found, language)

        assert name
        assert found in ZONES.find(name)


def test_every_key_is_answered_with_the_newest_one() -> None:
    old = ["Asia/Calcutta", "Europe/Kiev", "Asia/Saigon", "Asia/Rangoon", "America/Buenos_Aires", "Asia/Katmandu", "Asia/Chongqing"]

    assert [ZONES.find(key) == (key,) for key in old] == [False] * len(old)
    assert [ZONES.find(zone) for keys in OFFERED.values() for zone in keys] == [(zone,) for keys in OFFERED.values() for zone in keys]


@pytest.mark.parametrize("language", Language)
def test_what_is_offered_exists_and_has_names_of_its_own_in_every_language(language: Language) -> None:
    zones = OFFERED[language]

    assert 6 <= len(zones) <= 8
    assert len(set(zones)) == len(zones)
    assert set(zones) <= available_timezones()
    for reader in Language:
        names = [ZONES.name(zone, reader) for zone in zones]
        assert len(set(names)) == len(zones)
        # Cities in their own script: Latin letters would mean that CLDR has none.
        assert reader is Language.EN or not [name for name in names if name.isascii() and name != "UTC"]


@pytest.mark.parametrize(
    ("zone", "names"),
    [
        ("Asia/Almaty", ("阿拉木图", "Алматы", "Алматы", "Almaty")),
        ("Asia/Tashkent", ("塔什干", "Ташкент", "Ташкент", "Tashkent")),
        ("Asia/Shanghai", ("上海", "Шанхай", "Шанхай", "Shanghai")),
        ("Europe/Moscow", ("莫斯科", "Мәскеу", "Москва", "Moscow")),
        ("America/New_York", ("纽约", "Нью-Йорк", "Нью-Йорк", "New York")),
        ("Europe/Kyiv", ("基辅", "Киев", "Киев", "Kyiv")),
        ("UTC", ("UTC", "UTC", "UTC", "UTC")),
        ("Etc/GMT-5", ("UTC+5", "UTC+5", "UTC+5", "UTC+5")),
        ("Etc/GMT+3", ("UTC−3", "UTC−3", "UTC−3", "UTC−3")),
        ("Mars/Olympus_Mons", ("Olympus Mons", "Olympus Mons", "Olympus Mons", "Olympus Mons")),
    ],
)
def test_a_zone_is_shown_by_its_city(zone: str, names: tuple[str, ...]) -> None:
    assert tuple(ZONES.name(zone, language) for language in Language) == names


def test_places_are_of_zones_that_exist_and_told_apart_by_their_skeletons() -> None:
    skeletons = {zone: [normalise(name) for name in names.split(", ")] for zone, names in PLACES.items()}

    assert set(PLACES) <= available_timezones()
    assert [zone for zone, folded in skeletons.items() if len(set(folded)) < len(folded) or not all(folded)] == []
    assert [zone for zone, names in PLACES.items() if any(zone not in ZONES.find(name) for name in names.split(", "))] == []


def test_the_zones_the_bot_brings_know_that_kazakhstan_has_one_time() -> None:
    moment = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)

    for city in ("Almaty", "Qyzylorda", "Aqtobe", "Qostanay"):
        with (files("tzdata") / "zoneinfo" / "Asia" / city).open("rb") as file:
            assert moment.astimezone(ZoneInfo.from_file(file)).utcoffset() == datetime.timedelta(hours=5)
