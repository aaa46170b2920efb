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
    "Asia/Urumqi": "Үрімші|Урумчи|乌市|乌鲁木齐|烏魯木齊|Urumqi|Ürümqi|Ürimşi|新疆时间",
    "Asia/Shanghai": "Шанхай|上海|Shanghai|Beijing|Пекин|Бейжің|北京|北京时间|北京市|Peking|Guangzhou|广州|廣州|Shenzhen|深圳市"
    "|国内|中国标准时间|东八区|东8区时间|广东|四川|西藏|内蒙古|Tibet|Guangdong|Canton",
    "Europe/Moscow": "Москва|Мәскеу|莫斯科|Moscow|Moskva|СПб|Санкт-Петербург|圣彼得堡|Казань|Қазан|喀山|по Москве|время Москвы",
    "Asia/Yekaterinburg": "Екатеринбург|Yekaterinburg|叶卡捷琳堡|Челябинск|Уфа|Орынбор",
    "Europe/Paris": "Париж|Paris|巴黎|PARIS",
    "Europe/Kyiv": "Киев|Kyiv|Kiev|Europe/Kiev|基辅",
    "Asia/Kolkata": "Калькутта|Calcutta|Kolkata|Asia/Calcutta|加尔各答|Дели|新德里",
    "Asia/Ho_Chi_Minh": "Хошимин|Saigon|Asia/Saigon|Ho Chi Minh City|胡志明市|Ханой",
    "America/Los_Angeles": "Pacific time|SF|Vegas|三藩市|太平洋时间|美国西部时间",
    "America/Chicago": "Central time|Texas|休斯顿|德州",
    "Europe/Berlin": "CET|柏林",
    "Asia/Hong_Kong": "HK|香港|Hong Kong",
    "America/New_York": "New York|DC|Eastern|Eastern time|美国东部时间|new york|america/new york|Нью-Йорк|нью йорк|纽约|US/Eastern"
    "|Вашингтон",
    "America/Mexico_City": "Mexico City|Мехико|墨西哥城",
    "Asia/Tokyo": "Токио|东京|東京|Tokyo",
    "UTC": "UTC|utc|GMT|Etc/UTC|Etc/GMT|UTC+0|+0|-00:00|Гринвич|格林尼治|格林威治时间|世界时",
    "Etc/GMT-2": "МСК-1|мск −1",
    "Etc/GMT-5": "+5|UTC+5|utc + 5|GMT+5|UTC+05:00|+0500|＋５|Etc/GMT-5",
    "Etc/GMT-6": "东六区|东6区|东六区时间|東六區",
    "Etc/GMT+3": "-3|−3|–3|UTC-3|GMT −3|Etc/GMT+3",
}  # fmt: skip
ASTANA = (
    "Astana|Астана|阿斯塔纳|Нұр-Сұлтан|Nur-Sultan|Shymkent|Шымкент|奇姆肯特|Karaganda|Қарағанды|Караганда|Qaragandy|Семей|Казахстан"
    "|哈国|哈萨克时间|塞梅|江布尔"
)
NOTHING = (
    "||–|…|?|+15|-13|UTC+5:30|+|123|18:00|zzzz|北|San|время|часовой пояс|EST|localtime|Factory|Etc/Unknown|posix/UTC|../etc/passwd"
    "|привет|сегодня|утром|бүгін|апта|бағасы|дела|деле|кашу|Абай|сәлем|hello|morning|早上|каждый день|пословица"
)


@pytest.mark.parametrize(("zone", "words"), [(zone, one) for zone, names in NAMES.items() for one in names.split("|")])
def test_a_zone_is_found_by_its_names_in_all_languages(zone: str, words: str) -> None:
    assert ZONES.find(words) == (zone,)


@pytest.mark.parametrize("words", ASTANA.split("|"))
def test_all_of_kazakhstans_cities_without_a_zone_go_by_almaty(words: str) -> None:

    assert ZONES.find(words) == ("Asia/Almaty",)


# English, Russian, Kazakh and Chinese.
CITIES = {
    "Asia/Almaty": "Astana Астана Астана 阿斯塔纳, Shymkent Шымкент Шымкент 奇姆肯特, Karaganda Караганда Қарағанды 卡拉干达, Taraz"
    " Тараз Тараз 塔拉兹, Pavlodar Павлодар Павлодар 巴甫洛达尔, Semey Семей Семей 塞梅伊, Turkistan Туркестан Түркістан 突厥斯坦,"
    " Kokshetau Кокшетау Көкшетау 科克舍套, Taldykorgan Талдыкорган Талдықорған 塔尔迪库尔干, Kazakhstan Казахстан Қазақстан 哈萨克斯坦",
    "Asia/Aqtobe": "Aktobe Актобе Ақтөбе 阿克托别",
    "Asia/Aqtau": "Aktau Актау Ақтау 阿克套",
    "Asia/Atyrau": "Atyrau Атырау Атырау 阿特劳",
    "Asia/Oral": "Uralsk Уральск Орал 乌拉尔",
    "Asia/Qostanay": "Kostanay Костанай Қостанай 科斯塔奈",
    "Asia/Qyzylorda": "Kyzylorda Кызылорда Қызылорда 克孜洛尔达",
    "Asia/Shanghai": "Beijing Пекин Бейжің 北京, Guangzhou Гуанчжоу Гуанчжоу 广州, Shenzhen Шэньчжэнь Шэньчжэнь 深圳, Chengdu Чэнду"
    " Чэнду 成都, Wuhan Ухань Ухань 武汉, Harbin Харбин Харбин 哈尔滨, Lanzhou Ланьчжоу Ланьчжоу 兰州, Lhasa Лхаса Лхаса 拉萨, Qingdao"
    " Циндао Циндао 青岛",
    "Asia/Urumqi": "Urumqi Урумчи Үрімші 乌鲁木齐, Xinjiang Синьцзян Шыңжаң 新疆",
    "Asia/Hong_Kong": "Hongkong Гонконг Гонконг 香港",
    "Asia/Bishkek": "Bishkek Бишкек Бішкек 比什凯克, Osh Ош Ош 奥什, Kyrgyzstan Киргизия Қырғызстан 吉尔吉斯斯坦",
    "Asia/Tashkent": "Tashkent Ташкент Ташкент 塔什干, Andijan Андижан Әндіжан 安集延, Uzbekistan Узбекистан Өзбекстан 乌兹别克斯坦",
    "Asia/Samarkand": "Samarkand Самарканд Самарқанд 撒马尔罕, Bukhara Бухара Бұхара 布哈拉, Nukus Нукус Нөкіс 努库斯",
    "Asia/Dushanbe": "Dushanbe Душанбе Душанбе 杜尚别, Tajikistan Таджикистан Тәжікстан 塔吉克斯坦",
    "Asia/Ashgabat": "Ashgabat Ашхабад Ашғабат 阿什哈巴德",
    "Europe/Moscow": "Moscow Москва Мәскеу 莫斯科, Kazan Казань Қазан 喀山, Murmansk Мурманск Мурманск 摩尔曼斯克, Sochi Сочи Сочи 索契",
    "Europe/Kaliningrad": "Kaliningrad Калининград Калининград 加里宁格勒",
    "Europe/Samara": "Samara Самара Самара 萨马拉, Izhevsk Ижевск Ижевск 伊热夫斯克",
    "Asia/Yekaterinburg": "Yekaterinburg Екатеринбург Екатеринбург 叶卡捷琳堡, Chelyabinsk Челябинск Челябинск 车里雅宾斯克, Ufa Уфа Уфа"
    " 乌法, Perm Пермь Пермь 彼尔姆, Tyumen Тюмень Түмен 秋明, Orenburg Оренбург Орынбор 奥伦堡",
    "Asia/Omsk": "Omsk Омск Омбы 鄂木斯克",
    "Asia/Novosibirsk": "Novosibirsk Новосибирск Новосібір 新西伯利亚",
    "Asia/Krasnoyarsk": "Krasnoyarsk Красноярск Красноярск 克拉斯诺亚尔斯克",
    "Asia/Irkutsk": "Irkutsk Иркутск Иркутск 伊尔库茨克, Ulan-Ude Улан-Удэ Улан-Удэ 乌兰乌德",
    "Asia/Vladivostok": "Vladivostok Владивосток Владивосток 海参崴, Khabarovsk Хабаровск Хабаровск 哈巴罗夫斯克",
    "Europe/Istanbul": "Istanbul Стамбул Ыстамбұл 伊斯坦布尔, Ankara Анкара Анкара 安卡拉, Antalya Анталья Анталия 安塔利亚, Turkey"
    " Турция Түркия 土耳其",
    "Asia/Dubai": "Dubai Дубай Дубай 迪拜",
    "Asia/Riyadh": "Mecca Мекка Мекке 麦加, Medina Медина Мәдина 麦地那",
    "Asia/Seoul": "Seoul Сеул Сеул 首尔, Busan Пусан Пусан 釜山",
    "Asia/Tokyo": "Osaka Осака Осака 大阪, Japan Япония Жапония 日本",
    "Europe/Berlin": "Munich Мюнхен Мюнхен 慕尼黑, Frankfurt Франкфурт Франкфурт 法兰克福, Germany Германия Германия 德国",
    "Europe/London": "Manchester Манчестер Манчестер 曼彻斯特, England Англия Англия 英格兰",
    "America/Los_Angeles": "Seattle Сиэтл Сиэтл 西雅图",
    "America/New_York": "Boston Бостон Бостон 波士顿, Washington Вашингтон Вашингтон 华盛顿",
}  # fmt: skip
INFLECTED = {
    "Asia/Almaty": "по Астане|в Астане|время Астаны|по времени Астаны|по Шымкенту|в Караганде|Алматыда|Шымкентте|Қарағандыда"
    "|Астана уақыты бойынша|Астана уақытымен|Семей қаласында|Алматы облысы|в городе Алматы|по Алмате|по казахстанскому времени"
    "|Устькаменогорск|Кереку|Шығыс Қазақстан|Қосшыда",
    "Asia/Qyzylorda": "Кзылорда|Қызыл-Орда|в Кзылорде",
    "Asia/Urumqi": "Үрімжі|Үрімжіде|Үрімжі уақытымен",
    "Asia/Hovd": "Қобдада|Баян-Өлгейде|Бай-Өлке",
    "Asia/Ulaanbaatar": "Ұлан-Батырда",
    "Asia/Shanghai": "в Шанхае|по Шанхаю|Китая|по времени Китая|по времени Пекина|китайское время|Қытай уақытымен",
    "Asia/Dubai": "в Дубае",
    "Europe/Kyiv": "по киевскому времени|по времени Киева",
    "Asia/Vladivostok": "Владик|в Комсомольске-на-Амуре",
    "Asia/Kamchatka": "в Петропавловске-Камчатском|по камчатскому времени",
    "Asia/Samarkand": "Бұқарада",
    "Europe/Moscow": "по Москве|в Казани|по Петербургу|в Нижнем Новгороде|по Ростову-на-Дону|в Набережных Челнах|в Орле"
    "|в Грозном|Минводы|Мәскеуде|по московскому времени|московское время",
    "Asia/Tashkent": "по Ташкенту|в Ташкенте|по ташкентскому времени|Ташкентте|в Узбекистане|Өзбекстанда",
    "Asia/Yekaterinburg": "по Екатеринбургу|в Перми|в Уфе|Ебург|в Нижнем Тагиле|по уральскому времени|по времени Уфы|в Челябинске",
    "Asia/Bishkek": "по Бишкеку|Бішкекте|в Оше",
    "Europe/Samara": "по Самаре",
    "Asia/Tokyo": "в Японии",
    "Europe/Berlin": "в Берлине|по Берлину|Берлинде|в Германии",
}


US = (
    "America/Anchorage",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/New_York",
    "Pacific/Honolulu",
)
RUSSIA = (
    "Asia/Irkutsk",
    "Asia/Novosibirsk",
    "Asia/Omsk",
    "Asia/Vladivostok",
    "Asia/Yekaterinburg",
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
)


@pytest.mark.parametrize(("zone", "city"), [(zone, city) for zone, cities in CITIES.items() for city in cities.split(", ")])
def test_cities_and_countries_are_known_in_four_languages(zone: str, city: str) -> None:
    names = city.split()

    assert len(names) == len(Language)
    assert {name: ZONES.find(name) for name in names} == dict.fromkeys(names, (zone,))


@pytest.mark.parametrize(("zone", "words"), [(zone, one) for zone, names in INFLECTED.items() for one in names.split("|")])
def test_names_are_found_in_the_case_a_sentence_puts_them_in(zone: str, words: str) -> None:
    assert ZONES.find(words) == (zone,)


@pytest.mark.parametrize("words", ["lime", "some", "make", "perme"])
def test_words_of_latin_letters_are_not_bent_into_cities(words: str) -> None:
    assert ZONES.find(words) == ()


@pytest.mark.parametrize("words", "один пять жеті төрт март june long many east апта года work".split())
def test_a_word_that_merely_begins_like_a_far_longer_name_or_ends_like_a_case_is_no_place(words: str) -> None:
    """Of "в пять" was made Пятигорск, of "апта сайын" Apia."""
    assert ZONES.find(words) == ()


@pytest.mark.parametrize("words", NOTHING.split("|"))
def test_what_names_no_zone_finds_none(words: str) -> None:
    assert ZONES.find(words) == ()


@pytest.mark.parametrize(("words", "zone"), [("Алмат", "Asia/Almaty"), ("петерб", "Europe/Moscow"), ("Екатерин", "Asia/Yekaterinburg")])
def test_a_beginning_of_two_thirds_is_enough(words: str, zone: str) -> None:
    assert ZONES.find(words) == (zone,)
    assert ZONES.find(words[:3]) == ()


@pytest.mark.parametrize(
    ("words", "zones"),
    [
        ("Петропавловск", ("Asia/Almaty", "Asia/Kamchatka")),
        ("Құлжа", ("Asia/Shanghai", "Asia/Urumqi")),
        ("喀什", ("Asia/Shanghai", "Asia/Urumqi")),
        ("в Туле", ("America/Thule", "Europe/Moscow")),
        ("Америка", US),
        ("США", US),
        ("АҚШ", US),
        ("Россия", RUSSIA),
        ("Ресей", RUSSIA),
        ("喀什地区", ("Asia/Shanghai", "Asia/Urumqi")),
        ("库车", ("Asia/Shanghai", "Asia/Urumqi")),
        ("伊犁州", ("Asia/Shanghai", "Asia/Urumqi")),
        ("印尼", ("Asia/Jakarta", "Asia/Jayapura", "Asia/Makassar")),
        ("澳洲", ("Australia/Adelaide", "Australia/Brisbane", "Australia/Darwin", "Australia/Perth", "Australia/Sydney")),
        ("Santia", ("America/Santiago",)),
    ],
)
def test_what_may_be_several_zones_gives_them_to_choose_from(words: str, zones: tuple[str, ...]) -> None:
    assert ZONES.find(words) == zones


@pytest.mark.parametrize("words", "America|USA|US|United States|美国|Russia|俄罗斯|Canada|加拿大".split("|"))
def test_a_country_of_many_times_is_asked_after(words: str) -> None:
    """Not that "America" is the beginning of American Samoa."""
    assert 6 <= len(ZONES.find(words)) <= 8


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
        ("Asia/Shanghai", ("北京", "Бейжің", "Пекин", "Beijing")),
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
