"""The line of /subscribe, as people write it in four languages."""

import time
from contextlib import suppress
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.corpus.quote import Kind
from bot.corpus.reader import Corpus
from bot.rendering.messages import Renderer
from bot.rendering.zones import ZONES
from bot.services.conversation import Conversation
from bot.services.incoming import Incoming
from bot.services.orders import MAX_CHARS, NotUnderstoodError, SeveralZonesError, changed, is_order
from bot.services.presses import to_press
from bot.services.topics import Topics
from bot.services.unasked_answers import OrderNotUnderstood, SubscriptionShown, ZonesShown
from bot.services.unasked_intents import Tune, Tuning
from bot.store.subscriptions import ALL_DAYS, Running, Source, Subscription
from bot.text.language import Language
from bot.text.normalise import normalise

EN, KK, RU, ZH = Language.EN, Language.KK, Language.RU, Language.ZH
PLAIN = Subscription(-2001, 7 * 60 + 7, "UTC", (EN,), days=1 << 5, source=Source.COMMON)
WORK, REST = 0b0011111, 0b1100000
MON, TUE, WED, THU, FRI, SAT, SUN = (1 << number for number in range(7))


@pytest.fixture(scope="module")
def topics(corpus: Corpus) -> Topics:
    """The shipped topics."""
    return Topics(corpus.topics)


def says(line: str, topics: Topics, before: Subscription = PLAIN) -> dict[str, object]:
    """The fields that *line* changes, with what it makes of them."""
    after = changed(before, line, ZONES, topics)
    return {name: value for name in after.__struct_fields__ if (value := getattr(after, name)) != getattr(before, name)}


@pytest.mark.parametrize(
    ("written", "minute"),
    [
        ("9:00 09:00 9.00 09.00 9点 9點 9点整 9时 9時 9h 09点 9：00 ９：００ ０９．００ ９点", 9 * 60),
        ("0:00 00:00 0点 00.00", 0),
        ("23:59 23.59 ２３：５９", 23 * 60 + 59),
        ("21h 21点 21:00", 21 * 60),
    ],
)
def test_a_time_is_read_as_it_is_written_anywhere(topics: Topics, written: str, minute: int) -> None:
    for word in written.split():
        assert says(word, topics) == {"minute": minute}, word


@pytest.mark.parametrize(
    ("written", "minute"),
    [
        ("9am|9 am|9:00 AM|09:00am|早上9点|上午9点|сағат 9:00|в 9:00|at 9:00", 9 * 60),
        ("9pm|9 pm|9:00 PM|晚上9点|21h", 21 * 60),
        ("8:30 pm|晚上8点半|晚上8点30分|晚上8点30|晚上8:30", 20 * 60 + 30),
        ("12am|12 am|0:00", 0),
        ("12pm|中午12点|12:00", 12 * 60),
        ("下午1点|中午1点|1pm|1 in the afternoon|в час дня|в 1 час дня|1 дня|түскі 1", 13 * 60),
        ("9 утра|в 9 утра|в 9 часов утра|9 ч утра|в 9|at 9|сағат 9|сағат 9-да|таңғы 9|таңғы сағат 9-да|таңертең 9-да|9:00-де", 9 * 60),
        ("9-00|09-00|9ч|9 ч|9 часов|9 o'clock|9 in the morning|九点|早上九点|上午九点钟|9点钟|九點", 9 * 60),
        ("8 вечера|в 8 часов вечера|кешкі 8|кешкі сағат 8-де|8 in the evening|晚上八点|晚上8時|20 часов|20ч", 20 * 60),
        ("8:30 вечера|кешкі 8:30-да|晚上八点半|晚上八点三十分|晚上8点30|20ч30", 20 * 60 + 30),
        ("七点一刻|7点15分|7:15|七点十五", 7 * 60 + 15),
        ("2 ночи|түнгі 2|凌晨2点|凌晨两点|夜里2点", 2 * 60),
        ("11 ночи|түнгі 11|晚上十一点|11 at night", 23 * 60),
        ("12 ночи|түнгі 12|晚上12点|凌晨12点|полночь|в полночь|midnight|at midnight|午夜", 0),
        ("полдень|в полдень|noon|at noon|midday|түсте|中午|中午十二点|12 дня", 12 * 60),
        ("二十一点|二十一点整|二十一点正|二十一時", 21 * 60),
        ("в девять утра|девять утра|таңғы тоғызда|сағат тоғызда|9 00|сағат 9-ға|тангы 9|сагат 9-да|танертен 9-да|tangy 9-da", 9 * 60),
        ("в восемь вечера|вечером 8|по вечерам в 8|кешкі сегізде|кешке 8|кеш сайын 8-де|кешки 8-де", 20 * 60),
        ("в 8 часов 30 минут|8 ч. 30 мин.|полдевятого|в половине девятого утра|сағат 8 жарымда|таңғы сегіз жарымда", 8 * 60 + 30),
        ("полдевятого вечера|в половине девятого вечера|кешкі 8 жарым|кешкі сегіз жарымда", 20 * 60 + 30),
        ("в половине первого ночи|түнгі 12 жарымда", 30),
        ("сағат онда|таңғы онда|с утра в 10|по утрам в 10", 10 * 60),
        ("кешкі он бірде|в одиннадцать вечера|в одиннадцать ночи|тунги 11|кешки он бирде", 23 * 60),
        ("днем в 3|күндіз сағат 3-те|түстен кейін сағат 3-те|после обеда в 3|түскі үште|в три часа дня", 15 * 60),
        (
            "早8点|早8|早八点|每早8点|清早8点|大清早8点|早间8点|8 a.m.|8 a.m|8:00 a.m.|8 in the mornings|时间：8点|时间8:00|time: 8am",
            8 * 60,
        ),
        ("晚8点|晚8|晚八点|每晚8点|晚间8点|夜晚8点|8 p.m.|8p.m.|every night at 8|nightly at 8|время: 20:00|уақыты 20:00", 20 * 60),
        ("午后3点|下午3点正", 15 * 60),
        ("早上7点零5分|早上七点零五分|早七点零五", 7 * 60 + 5),
        # An evening may last till after midnight.
        ("晚上1点|晚1点|夜晚1点|夜间1点", 60),
        ("晚上5点|晚5点", 17 * 60),
        ("晚12点|晚上0点|晚上零点|午夜12点|午夜零点|12 midnight|12 a.m.", 0),
        ("12 noon|12 p.m.|正午12点", 12 * 60),
    ],
)
def test_half_a_day_has_its_names(topics: Topics, written: str, minute: int) -> None:
    for line in written.split("|"):
        assert says(line, topics) == {"minute": minute}, line


@pytest.mark.parametrize(
    ("written", "minute"),
    [
        ("晚上1点", 60),
        ("晚上三点", 3 * 60),
        ("晚上零点|晚上12点|12 вечера|кешкі 12|12 in the evening", 0),
        ("中午10点|10 дня|днём в 10", 10 * 60),
        ("11 дня|中午11点", 11 * 60),
        ("12 дня|下午12点|12 p.m.", 12 * 60),
        ("после обеда в 3|түстен кейін сағат 3-те|the afternoon at 3|3 p.m.", 15 * 60),
        ("ночью в 2|түнде сағат 2-де", 2 * 60),
        ("at 8 at night", 20 * 60),
    ],
)
def test_an_hour_is_that_of_its_part_of_the_day(topics: Topics, written: str, minute: int) -> None:
    """Nobody means one in the afternoon by 晚上1点, nor eleven at night by "11 дня"."""
    for line in written.split("|"):
        assert says(line, topics) == {"minute": minute}, line


@pytest.mark.parametrize(
    ("line", "word"),
    [
        # Two times want two subscriptions.
        ("9:00 и 18:00", "18:00"),
        ("в 9 и в 18", "в 18"),
        ("早上9点和晚上9点", "晚上9点"),
        ("weekdays 9:00 weekends 11:00", "11:00"),
        ("утром и вечером в 8", "вечером"),
        # An hour is in no such part of the day.
        ("21:00 утра", "утра"),
        ("13:00 am", "am"),
        ("15 утра", "15"),
        ("6 ночи", "6"),
        ("каждое утро в 20:00", "утро"),
        ("вечером в 8 утра", "вечером"),
        ("早上13点", "早上13点"),
        # From one hour to another, and not at minutes of the first, nor in a zone west of Greenwich.
        ("с 9-18", "9-18"),
        ("9-10", "9-10"),
        ("9:00 - 10:00", "-"),
        ("9:00 – 10:00", "–"),
        ("9:00 -10:00", "-10:00"),
        ("at 9 - 5", "-"),
        ("一二点", "一二点"),
        ("十十十点", "十十十点"),
        # Words that are like the names of topics and places.
        ("ежедневно кроме сб 9:00", "кроме"),
        ("9:00 until friday", "until"),
        ("after 9:00", "after"),
        ("в любой день", "любой"),
        ("start 9:00", "start"),
        ("daily early", "early"),
        ("satuday 9:00", "satuday"),
        ("апта сайын 9:00", "апта"),
        ("谚语每月1号9点", "谚语每月1号9点"),
    ],
)
def test_what_might_be_understood_wrongly_is_named(topics: Topics, line: str, word: str) -> None:
    """It would begin to post at once, at another time, in another zone or of another topic than was wanted."""
    with pytest.raises(NotUnderstoodError) as caught:
        says(line, topics)
    assert str(caught.value) == word


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ежедневно по будням", {"days": WORK}),
        ("每天周一到周五9点", {"days": WORK, "minute": 9 * 60}),
        ("周一三五八点", {"days": MON | WED | FRI, "minute": 8 * 60}),
        ("谚语每天9点", {"kinds": (Kind.PROVERB,), "days": ALL_DAYS, "minute": 9 * 60}),
        ("哈萨克语的谚语每天九点发", {"languages": (KK,), "kinds": (Kind.PROVERB,), "days": ALL_DAYS, "minute": 9 * 60}),
        ("тек қазақша", {"languages": (KK,)}),
        ("қазақша ғана", {"languages": (KK,)}),
        ("русский язык", {"languages": (RU,)}),
        ("про дружбу", {"topics": ("friendship",)}),
        ("о труде", {"topics": ("work",)}),
        ("о Родине", {"topics": ("homeland",)}),
        ("о любви", {"topics": ("love",)}),
        ("про друзей", {"topics": ("friendship",)}),
        ("every friday night at 10", {"days": FRI, "minute": 22 * 60}),
        ("отанға", {"topics": ("homeland",)}),
        ("frendship", {"topics": ("friendship",)}),
        ("9:00 -5", {"minute": 9 * 60, "zone": "Etc/GMT+5"}),
        ("9:00 UTC - 5", {"minute": 9 * 60, "zone": "Etc/GMT+5"}),
        ("\u200e9:00 \ufeffMon\u200b-Fri\u2069", {"minute": 9 * 60, "days": WORK}),
        ("9:00 9:00 Алматы Алматы", {"minute": 9 * 60, "zone": "Asia/Almaty"}),
    ],
)
def test_what_is_near_that_is_understood(topics: Topics, line: str, expected: dict[str, object]) -> None:
    assert says(line, topics) == expected


@pytest.mark.parametrize(
    ("line", "words", "zones"),
    [
        ("9:00 Алматы Москва", "Алматы, Москва", ("Asia/Almaty", "Europe/Moscow")),
        ("乌鲁木齐 中国 9点", "乌鲁木齐, 中国", ("Asia/Urumqi", "Asia/Shanghai")),
        ("Moscow 9:00 Moscow Berlin", "Moscow, Berlin", ("Europe/Moscow", "Europe/Berlin")),
    ],
)
def test_of_two_places_one_is_asked_after(topics: Topics, line: str, words: str, zones: tuple[str, ...]) -> None:
    with pytest.raises(SeveralZonesError) as caught:
        says(line, topics)
    assert (str(caught.value), caught.value.zones, caught.value.otherwise.minute) == (words, zones, 9 * 60)


def test_a_place_says_which_time_another_one_means(topics: Topics) -> None:
    assert says("Kashgar, China", topics) == {"zone": "Asia/Shanghai"}
    with pytest.raises(NotUnderstoodError):
        says("Алматы Москва Берлин Лондон Париж Рим Мадрид Токио Пекин", topics)


@pytest.mark.parametrize(
    "piece", ["Алматы Москва ", "9:00 ", "每天早上八点北京时间中文", "上海", "петр ", "- ", "9", "十", "frendshp ", "mon to ", "#", "в "]
)
def test_a_line_of_any_length_is_answered_in_a_moment(topics: Topics, piece: str) -> None:
    """Half a second was spent on a message full of Chinese, and nobody else was answered meanwhile."""
    says("9:00 Алматы", topics)  # reads the names of all places, once
    for size in (MAX_CHARS, 4_096):
        # Of this thread alone: whatever else the machine does is not its time.
        begun = time.thread_time()
        with suppress(NotUnderstoodError, SeveralZonesError):
            says((piece * size)[:size], topics)
        assert time.thread_time() - begun < 0.25, size


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("每天早上9点", {"minute": 9 * 60, "days": ALL_DAYS}),
        # Without an hour, the usual one of that part of the day.
        ("каждый вечер", {"minute": 20 * 60}),
        ("every afternoon", {"minute": 15 * 60}),
        ("таң сайын", {"minute": 9 * 60}),
        ("我想每天晚上收到一句谚语", {"minute": 20 * 60, "days": ALL_DAYS, "kinds": (Kind.PROVERB,)}),
        ("工作日9点 上海", {"minute": 9 * 60, "days": WORK, "zone": "Asia/Shanghai"}),
        ("每天早上8点北京时间中文", {"minute": 8 * 60, "days": ALL_DAYS, "zone": "Asia/Shanghai", "languages": (ZH,)}),
        ("周一至周五晚上九点半上海时间静音", {"minute": 21 * 60 + 30, "days": WORK, "zone": "Asia/Shanghai", "silent": True}),
        ("每周一三五9点阿拉木图", {"minute": 9 * 60, "days": MON | WED | FRI, "zone": "Asia/Almaty"}),
        ("每天在9点用哈萨克语和中文", {"minute": 9 * 60, "days": ALL_DAYS, "languages": (KK, ZH)}),
        (
            "в 9 утра по Астане на казахском и китайском по будням",
            {"minute": 540, "zone": "Asia/Almaty", "languages": (KK, ZH), "days": WORK},
        ),
        ("каждый день в 8 вечера по московскому времени", {"minute": 20 * 60, "days": ALL_DAYS, "zone": "Europe/Moscow"}),
        ("с пн по пт в 7-30 Бишкек", {"minute": 7 * 60 + 30, "days": WORK, "zone": "Asia/Bishkek"}),
        ("күн сайын таңғы 9-да Шымкентте қазақша", {"minute": 540, "days": ALL_DAYS, "zone": "Asia/Almaty", "languages": (KK,)}),
        ("дүйсенбіден жұмаға дейін кешкі 8 Астана уақытымен", {"minute": 20 * 60, "days": WORK, "zone": "Asia/Almaty"}),
        ("weekdays at 9 in the morning in Tashkent", {"minute": 540, "days": WORK, "zone": "Asia/Tashkent"}),
        (
            "from monday to friday at 9 pm New York time silently",
            {"minute": 21 * 60, "days": WORK, "zone": "America/New_York", "silent": True},
        ),
        ("каждое утро в 8", {"minute": 8 * 60}),
        ("вечером в 8", {"minute": 20 * 60}),
        ("вечером в 20:00", {"minute": 20 * 60}),
        ("every evening at 8 in Berlin", {"minute": 20 * 60, "zone": "Europe/Berlin"}),
        ("9 o'clock in the evening Paris time", {"minute": 21 * 60, "zone": "Europe/Paris"}),
        ("every morning at 8", {"minute": 8 * 60}),
        ("кешке сағат 8-де Орал", {"minute": 20 * 60, "zone": "Asia/Oral"}),
        ("в 9 на русском языке", {"minute": 9 * 60, "languages": (RU,)}),
        ("7pm, weekends only, Russian and English", {"minute": 19 * 60, "days": REST, "languages": (RU, EN)}),
        ("дүйсенбі, сәрсенбі, жұма күндері 10:00-ден Қарағанды", {"minute": 600, "days": MON | WED | FRI, "zone": "Asia/Almaty"}),
        ("每天晚上8点发一句谚语", {"minute": 20 * 60, "days": ALL_DAYS, "kinds": (Kind.PROVERB,)}),
        ("早上8点 关于友谊的谚语", {"minute": 8 * 60, "topics": ("friendship",), "kinds": (Kind.PROVERB,)}),
        ("周一到周五早8点 国内", {"minute": 8 * 60, "days": WORK, "zone": "Asia/Shanghai"}),
        ("每周一、三、五早上8点", {"minute": 8 * 60, "days": MON | WED | FRI}),
        ("周1至周5晚7点半 哈国时间", {"minute": 19 * 60 + 30, "days": WORK, "zone": "Asia/Almaty"}),
        # Neither hours nor places lose a figure to a day of the week.
        ("周一三点", {"minute": 3 * 60, "days": MON}),
        ("周五十点", {"minute": 10 * 60, "days": FRI}),
        ("每周5 5点", {"minute": 5 * 60, "days": FRI}),
        ("每天9点三亚", {"minute": 9 * 60, "days": ALL_DAYS, "zone": "Asia/Shanghai"}),
        ("every day at 8 a.m. Pacific time", {"minute": 8 * 60, "days": ALL_DAYS, "zone": "America/Los_Angeles"}),
        ("weekdays 9am Toronto, Canada", {"minute": 9 * 60, "days": WORK, "zone": "America/Toronto"}),
        # "Kazakh" is the beginning of a country, too.
        ("9am in Kazakh and Chinese", {"minute": 9 * 60, "languages": (KK, ZH)}),
        ("每天9点 哈语 国语", {"minute": 9 * 60, "days": ALL_DAYS, "languages": (KK, ZH)}),
        # Every one of these days, not every day of the week.
        ("工作日每天9点", {"minute": 9 * 60, "days": WORK}),
        ("every day from Monday to Friday at 9", {"minute": 9 * 60, "days": WORK}),
        ("күн сайын дүйсенбіден жұмаға дейін 9:00", {"minute": 9 * 60, "days": WORK}),
        ("请每天早上8点给我发一句谚语", {"minute": 8 * 60, "days": ALL_DAYS, "kinds": (Kind.PROVERB,)}),
        ("please send me a proverb every day at 8 a.m.", {"minute": 8 * 60, "days": ALL_DAYS, "kinds": (Kind.PROVERB,)}),
        ("时间：9点 语言：中文 主题：友谊", {"minute": 9 * 60, "languages": (ZH,), "topics": ("friendship",)}),
        ("no notification, don’t pin", {"silent": True}),
        ("每日8点 台北 繁體中文", {"minute": 8 * 60, "days": ALL_DAYS, "zone": "Asia/Taipei", "languages": (ZH,)}),
        # Where places begin so, too, it is a topic all the same.
        ("love", {"topics": ("love",)}),
        ("бала", {"topics": ("family",)}),
        ("work", {"topics": ("work",)}),
        ("понедельник, среда и пятница", {"days": MON | WED | FRI}),
        ("по понедельникам", {"days": MON}),
        ("дүйсенбі сайын", {"days": MON}),
        ("әр дүйсенбі сайын", {"days": MON}),
        ("дүйсенбі мен сәрсенбі", {"days": MON | WED}),
        ("күнделікті", {"days": ALL_DAYS}),
        # "The quote of the day" says no part of it.
        ("цитата дня в 9", {"minute": 9 * 60, "kinds": (Kind.QUOTE,)}),
        ("хочу пословицу каждый день в 9 утра", {"minute": 9 * 60, "days": ALL_DAYS, "kinds": (Kind.PROVERB,)}),
        ("присылай мне одну цитату в день в 9", {"minute": 9 * 60, "days": ALL_DAYS, "kinds": (Kind.QUOTE,)}),
        ("9:00 на русском и казахском языках", {"minute": 9 * 60, "languages": (RU, KK)}),
        ("9:00 рус, англ", {"minute": 9 * 60, "languages": (RU, EN)}),
        ("9:00 казахша", {"minute": 9 * 60, "languages": (KK,)}),
        ("9:00 қазақ және орыс тілдерінде", {"minute": 9 * 60, "languages": (KK, RU)}),
        ("9:00 Қытай уақытымен", {"minute": 9 * 60, "zone": "Asia/Shanghai"}),
        ("маған күн сайын таңғы 9-да бір мақал жіберіп тұр", {"minute": 9 * 60, "days": ALL_DAYS, "kinds": (Kind.PROVERB,)}),
        ("отбасы жайлы мақал керек 9:00", {"minute": 9 * 60, "kinds": (Kind.PROVERB,), "topics": ("family",)}),
        ("9:00 без уведомлений с закреплением", {"minute": 9 * 60, "silent": True, "pin": True}),
        ("on weekdays at 9:00 and silent", {"days": WORK, "minute": 9 * 60, "silent": True}),
        ("do not pin", {}),
        ("without sound", {"silent": True}),
        # Behind "#" stands a topic, though its name alone says nothing here.
        ("#сөз", {"topics": ("speech",)}),
    ],
)
def test_people_write_more_than_they_need(topics: Topics, line: str, expected: dict[str, object]) -> None:
    assert says(line, topics) == expected


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("daily|every day|once a day|ежедневно|каждый день|раз в день|в день|без выходных|Every Day", ALL_DAYS),
        ("күнде|күн сайын|күніне бір рет|每天|每日|每一天|天天", ALL_DAYS),
        ("weekdays|workdays|будни|по будням|по рабочим дням|в будний день|кроме выходных", WORK),
        (
            "жұмыс күндері|жұмыс күні|жұмыс күндерінде|демалыстан басқа|工作日|上班日|工作天|平日",
            WORK,
        ),
        ("weekends|weekend|at the weekend|выходные|по выходным|в выходные дни|демалыс күндері|демалыс", REST),
        ("демалыс күндерінде|демалыста|周末|週末|双休|休息日|假日", REST),
        ("monday|Mon|понедельник|Пн|дүйсенбі|дүйсенбіде|дс|周一|星期一|礼拜一|週一", MON),
        ("tuesday|tue|вторник|вт|сейсенбі|сс|周二|星期二|礼拜二", TUE),
        ("wednesday|wed|среда|ср|сәрсенбі|周三|星期三|礼拜三", WED),
        ("thursday|thu|thur|четверг|чт|бейсенбі|бейсенбіде|бс|周四|星期四|礼拜四", THU),
        ("friday|fri|пятница|пт|жұма|жұмада|жм|周五|星期五|礼拜五", FRI),
        ("sunday|sun|воскресенье|вс|жексенбі|жс|周日|星期日|星期天|周天", SUN),
        ("mon wed|пн, ср|дүйсенбі сәрсенбі|周一、周三|周一，周三|среда понедельник", MON | WED),
        ("weekdays saturday|будни сб|жұмыс күндері сенбі|工作日 周六", WORK | SAT),
    ],
)
def test_days_are_named_in_any_language_and_add_up(topics: Topics, written: str, days: int) -> None:
    for line in written.split("|"):
        assert says(line, topics) == {"days": days}, line


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("周1至周5|周1到周5|星期1至星期5|M-F", WORK),
        ("пн-пт|пн – пт|Пн—Пт|понедельник-пятница|с понедельника по пятницу|от понедельника до пятницы|дс-жм|дүйсенбі – жұма", WORK),
        ("дүйсенбіден бастап жұмаға дейін|дүйсенбі мен жұма аралығында|дүйсенбі жұма арасында|с пн. по пт.|пн.-пт.", WORK),
        ("дүйсенбіден жұмаға дейін|mon-fri|Mon - Fri|monday to friday|from Monday to Friday|mon through fri|Monday–Friday", WORK),
        ("周一至周五|周一到周五|周一至五|周一-周五|周一~周五|星期一到星期五|星期一至五|禮拜一到禮拜五|礼拜一到礼拜五|週一至週五", WORK),
        ("пн-сб|mon-sat|дс-сб|周一至周六|с понедельника по субботу|дүйсенбіден сенбіге дейін", ALL_DAYS & ~SUN),
        ("пн-вс|mon-sun|дс-жс|周一至周日|со вторника по понедельник|вс-пт сб", ALL_DAYS),
        # Over the end of the week.
        ("пт-пн|fri-mon|жм-дс|周五至周一|с пятницы по понедельник|жұмадан дүйсенбіге дейін", FRI | SAT | SUN | MON),
        ("сб-вс|sat-sun|сб-жс|周六至周日|周六日|周六到周天", REST),
        ("周一三五|星期一三五|пн ср пт|mon wed fri|дс ср жм|每周一三五|周一周三周五", MON | WED | FRI),
        ("周一、三、五|每周一、三、五|周一，三，五|Mon/Wed/Fri|пн/ср/пт|дс/ср/жм|周一/周三/周五|mon weds fri", MON | WED | FRI),
        ("周六、日|每周六、日", REST),
        ("вт-ср чт|tue-thu|сс-бс|周二至周四", TUE | WED | THU),
        ("каждый понедельник|every Monday|每周一|每星期一|әр дүйсенбі", MON),
    ],
)
def test_days_are_counted_from_one_to_another(topics: Topics, written: str, days: int) -> None:
    for line in written.split("|"):
        assert changed(PLAIN, line, ZONES, topics).days == days, line


@pytest.mark.parametrize("written", "saturday|sat|суббота|сб|сенбі|周六|星期六|礼拜六".split("|"))
def test_saturday_has_its_names_too(topics: Topics, written: str) -> None:
    """Of which the plain subscription of these tests already is."""
    assert says(written, topics) == {}


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Almaty|Алматы|阿拉木图|asia/almaty|Asia/Almaty|Astana|Астана", "Asia/Almaty"),
        ("New York|new york|Нью-Йорк|Нью Йорк|纽约|America/New_York", "America/New_York"),
        ("Los Angeles|Лос-Анджелес|San Francisco|洛杉矶", "America/Los_Angeles"),
        ("Rio de Janeiro", "America/Sao_Paulo"),
        ("Санкт Петербург|по Москве|Мәскеу|莫斯科", "Europe/Moscow"),
        ("北京|北京时间|上海", "Asia/Shanghai"),
        ("UTC+5|+5|МСК+2|мск +2|MSK+2", "Etc/GMT-5"),
    ],
)
def test_a_zone_is_a_city_of_one_word_or_more_or_a_key(topics: Topics, written: str, zone: str) -> None:
    for line in written.split("|"):
        assert says(line, topics) == {"zone": zone}, line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kk", {"languages": (KK,)}),
        ("kk zh", {"languages": (KK, ZH)}),
        ("zh kk", {"languages": (ZH, KK)}),
        ("kk kk", {"languages": (KK,)}),
        ("қазақша", {"languages": (KK,)}),
        ("казахский китайский", {"languages": (KK, ZH)}),
        ("中文 英语", {"languages": (ZH, EN)}),
        # Two at most: the first two.
        ("kk ru zh en", {"languages": (KK, RU)}),
        ("proverbs", {"kinds": (Kind.PROVERB,)}),
        ("proverbs quotes facts", {"kinds": (Kind.PROVERB, Kind.QUOTE, Kind.FACT)}),
        ("пословицы цитаты факты", {"kinds": (Kind.PROVERB, Kind.QUOTE, Kind.FACT)}),
        ("мақал дәйексөз дерек", {"kinds": (Kind.PROVERB, Kind.QUOTE, Kind.FACT)}),
        ("谚语 名言 事实", {"kinds": (Kind.PROVERB, Kind.QUOTE, Kind.FACT)}),
        ("#friendship", {"topics": ("friendship",)}),
        ("friendship", {"topics": ("friendship",)}),
        ("#friendship #work", {"topics": ("friendship", "work")}),
        ("#дружба, #труд", {"topics": ("friendship", "work")}),
        ("#достық #еңбек", {"topics": ("friendship", "work")}),
        ("#友谊、＃劳动", {"topics": ("friendship", "work")}),
        ("#Молодость и старость #труд", {"topics": ("youth", "work")}),
        ("#труд пословицы", {"topics": ("work",), "kinds": (Kind.PROVERB,)}),
        ("#work kk", {"topics": ("work",), "languages": (KK,)}),
        ("own", {"source": Source.OWN}),
        ("наши", {"source": Source.OWN}),
        ("өзіміздікі", {"source": Source.OWN}),
        ("本群", {"source": Source.OWN}),
        ("both", {"source": Source.BOTH}),
        ("все", {"source": Source.BOTH}),
        ("бәрі", {"source": Source.BOTH}),
        ("全部", {"source": Source.BOTH}),
        ("own common", {}),
        ("own общие", {}),
        ("silent", {"silent": True}),
        ("без звука", {"silent": True}),
        ("дыбыссыз", {"silent": True}),
        ("静音", {"silent": True}),
        ("silent loud", {}),
        ("тихо со звуком", {}),
        ("pin", {"pin": True}),
        ("закрепить", {"pin": True}),
        ("бекіту", {"pin": True}),
        ("置顶", {"pin": True}),
        ("pin unpin", {}),
        ("закрепить не закреплять", {}),
        ("", {}),
        (" ,，、；。\n", {}),
    ],
)
def test_languages_kinds_topics_sources_sound_and_pins_are_named_in_any_language(
    topics: Topics, line: str, expected: dict[str, object]
) -> None:
    assert says(line, topics) == expected


@pytest.mark.parametrize(
    "line",
    [
        "09:00 Almaty kk zh weekdays silent #friendship",
        "09:00 Алматы по будням казахский китайский без звука #дружба",
        "09:00 по Алматы казахский китайский по будням без звука #дружба",
        "09.00 Алматы қаласы қазақша қытайша жұмыс күндері дыбыссыз #достық",
        "９点，阿拉木图，哈萨克语，中文，工作日，静音，＃友谊。",
        "9点、阿拉木图、哈萨克语、中文、工作日、静音、#友谊",
        "09：00；阿拉木图；哈萨克语；中文；工作日；静音；#友谊",
    ],
)
def test_one_line_says_it_all(topics: Topics, line: str) -> None:
    whole = {"minute": 540, "zone": "Asia/Almaty", "languages": (KK, ZH), "days": WORK, "silent": True, "topics": ("friendship",)}

    assert says(line, topics) == whole


PARTS: dict[str, dict[str, object]] = {
    "09:00": {"minute": 540},
    "New York": {"zone": "America/New_York"},
    "қазақша": {"languages": (KK,)},
    "по рабочим дням": {"days": WORK},
    "пословицы": {"kinds": (Kind.PROVERB,)},
    "#友谊": {"topics": ("friendship",)},
    "own": {"source": Source.OWN},
    "без звука": {"silent": True},
    "置顶": {"pin": True},
}


@given(st.permutations(list(PARTS)), st.integers(0, len(PARTS)))
@settings(max_examples=60, deadline=None)
def test_parts_come_in_any_order_and_none_swallows_another(topics: Topics, parts: list[str], count: int) -> None:
    said = {name: value for words in parts[:count] for name, value in PARTS[words].items()}

    assert says(" ".join(parts[:count]), topics) == said


@pytest.mark.parametrize(
    "words",
    [
        "zzzz",
        "25:00",
        "девять",
        "тоғыз",
        "раз",
        "апта",
        "24:00",
        "9:60",
        "9",
        "пн-зз",
        "пн-пт-вс",
        "9-5",
        "#zzzz",
        "北",
        "18:00:00",
        "每三天",
        "mon/zz",
    ],
)
def test_the_word_that_says_nothing_is_named_wherever_it_stands(topics: Topics, words: str) -> None:
    for first, second in [*permutations(PARTS, 2), ("", "")]:
        for line in (f"{words} {first} {second}", f"{first} {words} {second}", f"{first} {second} {words}"):
            with pytest.raises(NotUnderstoodError) as caught:
                says(line, topics)
            assert str(caught.value) == words, line


@given(st.one_of(st.text(), st.lists(st.sampled_from([*" ".join(PARTS).split(), "#", "zz", "٣:٠٠"])).map(" ".join)))
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_is_understood_or_a_word_of_it_is_named(topics: Topics, line: str) -> None:
    try:
        after = changed(PLAIN, line, ZONES, topics)
    except NotUnderstoodError as error:
        named = str(error)
    else:
        named = None
        assert 0 <= after.minute < 24 * 60
        assert 1 <= len(after.languages) <= 2
        assert 0 < after.days <= ALL_DAYS
        assert ZONES.knows(after.zone)

    assert named is None or (named and named in line)


async def test_of_a_line_that_is_not_understood_nothing_is_done(conversation: Conversation) -> None:
    async def say(text: str) -> object:
        return await conversation.respond(Incoming(1001, 1001, text, client_language="en"))

    store = conversation.posting.subscribing.subscriptions
    assert await say("/subscribe 18:00 Almaty zzzz kk") == OrderNotUnderstood(EN, "zzzz")
    assert await store.of_chat(1001) == []

    assert isinstance(await say("/subscribe 18:00 Almaty kk"), SubscriptionShown)
    before = await store.of_chat(1001)
    assert await say(f"/subscriptions {before[0].id} 19:00 silent zzzz") == OrderNotUnderstood(EN, "zzzz")
    assert await store.of_chat(1001) == before

    changes = await say(f"/subscriptions {before[0].id} 19:00 silent")
    assert isinstance(changes, SubscriptionShown)
    assert [(one.minute, one.silent, one.zone) for one in await store.of_chat(1001)] == [(19 * 60, True, "Asia/Almaty")]


@pytest.mark.parametrize(
    ("language", "line", "place", "zones"),
    [
        ("zh", "每天9点喀什中文", "喀什", ("Asia/Shanghai", "Asia/Urumqi")),
        ("zh", "9点 霍尔果斯", "霍尔果斯", ("Asia/Shanghai", "Asia/Urumqi")),
        ("kk", "9:00 Құлжа қазақша", "Құлжа", ("Asia/Shanghai", "Asia/Urumqi")),
        ("kk", "таңғы 9-да Қорғас", "Қорғас", ("Asia/Almaty", "Asia/Shanghai", "Asia/Urumqi")),
        ("ru", "в 9 утра Петропавловск", "Петропавловск", ("Asia/Almaty", "Asia/Kamchatka")),
        ("ru", "9:00 по Кашгару", "по Кашгару", ("Asia/Shanghai", "Asia/Urumqi")),
        ("en", "9 am Kashgar", "Kashgar", ("Asia/Shanghai", "Asia/Urumqi")),
        ("en", "9:00 Mongolia", "Mongolia", ("Asia/Hovd", "Asia/Ulaanbaatar")),
    ],
)
async def test_a_place_with_two_times_is_asked_after_and_the_rest_of_the_line_is_kept(
    conversation: Conversation, renderer: Renderer, language: str, line: str, place: str, zones: tuple[str, ...]
) -> None:
    """One press is enough: it starts what the line has said."""
    store = conversation.posting.subscribing.subscriptions

    asked = await conversation.respond(Incoming(1001, 1001, f"/subscribe {line}", client_language=language))

    assert isinstance(asked, ZonesShown)
    assert (asked.place, tuple(zone for zone, _ in asked.clocks)) == (place, zones)
    reply = renderer.render(asked)
    assert place in reply.text
    assert [one.due_at for one in await store.of_chat(1001)] == [None]
    last = [button for row in reply.buttons for button in row][-1]
    shown = await conversation.respond(Incoming(1001, 1001, press=to_press(last.action), client_language=language))
    assert isinstance(shown, SubscriptionShown)
    [one] = await store.of_chat(1001)
    assert (one.zone, one.minute, one.state, one.due_at is not None) == (zones[-1], 540, Running.ACTIVE, True)


async def test_of_a_running_subscription_only_the_zone_waits_for_the_choice(conversation: Conversation) -> None:
    store = conversation.posting.subscribing.subscriptions
    await conversation.respond(Incoming(1001, 1001, "/subscribe 9:00 Almaty en", client_language="en"))
    [before] = await store.of_chat(1001)

    asked = await conversation.respond(Incoming(1001, 1001, f"/subscriptions {before.id} 喀什 20:00", client_language="en"))
    assert isinstance(asked, ZonesShown)
    [between] = await store.of_chat(1001)
    assert (between.zone, between.minute, between.state) == ("Asia/Almaty", 20 * 60, Running.ACTIVE)

    for zone in ("Asia/Urumqi", "Asia/Shanghai"):
        tune = Tune(before.id, Tuning.ZONE, zone)
        assert isinstance(await conversation.respond(Incoming(1001, 1001, press=to_press(tune), client_language="en")), SubscriptionShown)
        [after] = await store.of_chat(1001)
        assert (after.zone, after.state) == (zone, Running.ACTIVE)
    assert after.due_at != between.due_at


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "Asia"])
async def test_no_zone_that_there_is_not_is_started_by_a_forged_press(conversation: Conversation, zone: str) -> None:
    store = conversation.posting.subscribing.subscriptions
    await conversation.respond(Incoming(1001, 1001, "/subscribe", client_language="en"))
    [before] = await store.of_chat(1001)

    for act in (Tuning.START, Tuning.ZONE):
        await conversation.respond(Incoming(1001, 1001, press=f"q:{before.id}:{act}:{zone}", client_language="en"))

    assert await store.of_chat(1001) == [before]


@pytest.mark.parametrize(
    "typed",
    [
        "присылай мне пословицу каждый день в 9",
        "хочу получать цитаты по понедельникам",
        "send me a proverb every morning at 8",
        "can you send me a quote every evening?",
        "күн сайын таңғы сегізде мақал жіберіп тұр",
        "күнделікті нақыл сөз алып тұрғым келеді",
        "每天早上8点给我发一句谚语",
        "我想每天收到一句名言",
        "每天給我發一句諺語",
    ],
)
def test_who_wants_sayings_again_and_again_orders_them_as_the_command_does(typed: str, topics: Topics) -> None:
    assert is_order(normalise(typed))
    assert says(typed, topics)


@pytest.mark.parametrize(
    "typed",
    ["я каждый день шлю ей письма", "send me a proverb", "proverbs for every day", "пословица дня", "күн сайын хат жібереді", "每天发呆"],
)
def test_what_only_sounds_like_an_order_is_none(typed: str) -> None:
    assert not is_order(normalise(typed))
