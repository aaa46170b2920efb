"""Messages that only name what they are about: whoever types them searches, and is shown what there is."""

import pytest
from samples import partial

from bot.corpus.quote import Kind
from bot.search.asking import is_for_any, parts_of, wanted
from bot.search.confidence import Outcome, is_topic, is_word, outcome
from bot.search.hits import Hit, Role, Way, holds_form, holds_word
from bot.search.query import Query
from bot.search.searcher import Searcher, SearcherBuilder
from bot.search.themes import Theme
from bot.services.intents import parse_intent
from bot.services.reading_intents import Draw
from bot.text.language import Language
from bot.text.normalise import normalise

GROUP = -1001
NAMED = {
    Language.EN: [
        "wisdom",
        "trade",
        "culture",
        "silk road",
        "cultural center",
        "Beijing",
        "Kazakhstan",
        "trade with China",
        "mother",
        "dog",
    ],
    Language.RU: ["мудрость", "торговля", "культура", "Пекин", "культурный центр", "торговля с Китаем", "Си Цзиньпин", "мать", "деньги"],
    Language.KK: ["сауда", "мәдениет", "мәдени орталық", "махаббат", "ана", "дос", "тіл", "сөз", "бала", "еңбек"],
    Language.ZH: ["智慧", "贸易", "文化", "文化中心", "北京", "旅游", "工作", "时间", "母亲"],
}
TEXT = "slovo ne vorobei viletit ne poimaeš"


@pytest.mark.parametrize("word", [word for words in NAMED.values() for word in words])
def test_a_word_or_two_that_name_a_topic_are_shown_what_there_is(searcher: Searcher, word: str) -> None:
    assert outcome(searcher.find(Query.of(word))) is not Outcome.NOTHING


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("слово не воробей", "слово", True),
        ("слово не воробей", "воробе", True),
        ("слово не воробей", "вороб", True),
        ("слово не воробей", "воро", False),  # more is missing than an ending
        ("слово не воробей", "лово", False),
        ("слово не воробей", "слово не", True),
        ("a friend in need is a friend indeed", "friend indeed", True),
        ("a friend in need is a friend indeed", "need indeed", False),
        ("一花独放不是春", "独放", True),
        ("一花独放不是春", "春天", False),
    ],
)
def test_a_word_is_held_whole_or_but_for_its_ending(text: str, word: str, expected: bool) -> None:
    assert holds_word(normalise(text), normalise(word)) is expected


def hit(text: str, role: Role = Role.WORDING) -> Hit:
    """A hit by this text."""
    return Hit("quote", Kind.PROVERB, Language.RU, role, 0.5, Way.TYPED, "", normalise(text), 0.5, 0.5)


def theme(*, often: bool) -> Theme:
    """A theme whose asks have the words often or not."""
    return Theme(0, 0.9, 0.0, elsewhere=False, often=often)


@pytest.mark.parametrize(
    ("typed", "text", "role", "expected"),
    [
        ("воробей", "слово не воробей", Role.WORDING, True),
        ("ворон", "слово не воробей", Role.WORDING, False),
        ("не", "слово не воробей", Role.WORDING, False),  # too little
        ("слово это воробей", "слово не воробей", Role.WORDING, False),
        ("воробей слово", "слово не воробей", Role.WORDING, True),  # in any order
        ("воробей слово", "слово не воробей", Role.ASK, False),  # but in an ask as they stand there
        ("привет воробей", "слово не воробей", Role.WORDING, False),  # talk
        ("silk road", "silk road heritage", Role.ASK, True),
        ("heritage", "what is left today of all the heritage of the silk road", Role.ASK, False),  # only by the way
        ("silk road heritage", "the silk road heritage is still alive", Role.ASK, True),
        ("at the silk road", "at the silk road", Role.WORDING, False),  # four words are a sentence
        ("独放", "一花独放不是春", Role.WORDING, True),
        ("春", "一花独放不是春", Role.WORDING, False),
    ],
)
def test_words_name_a_topic_where_they_stand_in_a_text(typed: str, text: str, role: Role, expected: bool) -> None:
    assert is_topic(Query.of(typed), [hit(text, role)], None, 0.0) is expected


def test_words_name_a_topic_where_many_asks_of_a_quote_have_them() -> None:
    asks = [hit("what is left today of all the heritage of the silk road", Role.ASK)]

    assert is_topic(Query.of("heritage"), asks, theme(often=True), 0.0)
    assert not is_topic(Query.of("heritage"), asks, theme(often=False), 0.9)
    # Several words have to be what the quote is likely asked for: everyday words stand in many asks, too.
    assert is_topic(Query.of("cultural center"), [], theme(often=True), 0.7)
    assert not is_topic(Query.of("what time"), [], theme(often=True), 0.4)
    assert is_topic(Query.of("文化"), [], theme(often=True), 0.7)
    assert not is_topic(Query.of("校"), [], theme(often=True), 0.9)
    assert not is_topic(Query.of("what is this cultural center"), [], theme(often=True), 0.7)


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("пословица о соседях", "соседях"),
        ("дай мне пословицу про волка, пожалуйста", "волка"),
        ("proverb about mother", "mother"),
        ("find a quote with the word bread", "bread"),
        ("пословица со словом хлеб", "хлеб"),
        ("ана туралы мақал", "ана"),
        ("нан сөзі бар мақал айтшы", "нан"),
        ("关于母亲的谚语", "母亲"),
        ("带有马字的谚语", "马"),
        ("带马字的谚语", "马"),
        ("来一句关于耐心的谚语", "耐心"),
        ("关于未来的谚语", "未来"),
        ("білім туралы нақыл сөз", "білім"),
        ("денсаулық туралы мақал айтып берші", "денсаулық"),
        ("quotes by Shakespeare", "Shakespeare"),
        ("цитаты Абая", "Абая"),
        # Whatever else stands around.
        ("подскажи пословицу про собак", "собак"),
        ("какие пословицы про собак ты знаешь", "собак"),
        ("есть ли у вас поговорка про хлеб для сочинения", "хлеб"),
        ("is there a saying about dogs?", "dogs"),
        ("what proverbs are there about water?", "water"),
        ("proverb abuot dogs", "dogs"),
        ("пасловица про море", "море"),
        ("cats proverb", "cats"),
        ("маған ит туралы мақал тауып берші", "ит"),
        ("ит деген сөз бар мақал", "ит"),
        ("қазақта ит туралы қандай мақал бар", "ит"),
        ("Абайдан дәйексөз", "Абайдан"),
        ("it turaly maqal", "ит"),
        ("有马字的成语", "马"),
        ("有哪些关于狗的谚语", "狗"),
        ("能告诉我一句关于狗的谚语吗", "狗"),
        ("和马有关的谚语", "马"),
    ],
)
def test_what_a_saying_is_asked_for_about_is_told_from_the_words_that_ask(typed: str, about: str) -> None:
    asked = wanted(normalise(typed))
    assert asked is not None
    assert asked.about == normalise(about)


@pytest.mark.parametrize(
    "typed",
    [
        *("proverb", "give me a quote", "another proverb, please", "random fact", "i want a quote", "some more facts"),
        *("пословица", "ещё цитату", "а факт?", "теперь пословицу", "какую-нибудь поговорку", "дай мне пословицу, пожалуйста"),
        *("мақал", "бір мақал айтшы", "тағы мақал айтып берші", "нақыл сөз", "кез келген дәйексөз"),
        *("谚语", "讲个谚语", "给我讲个谚语吧", "换一句谚语", "再来一句名言", "来点俗语"),
    ],
)
def test_a_saying_may_be_asked_for_about_anything(typed: str) -> None:
    assert is_for_any(normalise(typed))
    assert isinstance(parse_intent(typed, private=True), Draw)


@pytest.mark.parametrize(
    "typed",
    [
        *("о соседях", "the mother", "слово не воробей", "как дела у соседей", ""),
        # Words that only look like those for a saying, or are used in talk.
        *("factory", "фактически да", "мақала", "фактор", "hi Derek", "citation", "цитатник"),
        *("не факт", "in fact", "факт есть факт", "это факт", "по факту", "it's a fact", "fact of life", "спасибо за цитату"),
        *(
            "не хочу пословицу",
            "мне не нужна пословица",
            "мақал керек емес",
            "不要谚语",
            "no more quotes",
            "don't quote me",
            "quote me on that",
        ),
        *("saying no", "as i was saying", "сколько пословиц", "не факт, что получится"),
    ],
)
def test_where_no_saying_is_asked_for_there_is_nothing_it_is_about(searcher: Searcher, typed: str) -> None:
    assert wanted(normalise(typed)) is None
    assert not is_for_any(normalise(typed))


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("пословица про соседей", {"kk-jaqyndagy-korshi", "zh-yuanqin-jinlin"}),
        ("соседи", {"kk-jaqyndagy-korshi", "zh-yuanqin-jinlin"}),
        ("proverb about mother", {"kk-ananyn-konili", "zh-er-xing-qianli"}),
        ("пословица о матери", {"kk-ananyn-konili", "zh-er-xing-qianli"}),
        ("ана жайлы мақал", {"ru-rodnaya-storona"}),
        ("关于母亲的谚语", {"kk-ananyn-konili"}),
        ("пословица со словом хлеб", {"ru-khleb-vsemu-golova"}),
        ("proverb with the word bird", {"en-early-bird", "en-bird-in-the-hand"}),
        ("пословица о соседях", {"kk-jaqyndagy-korshi", "zh-yuanqin-jinlin"}),
        ("пословица о труде и терпении", {"ru-terpenie-i-trud"}),
        ("ер туралы мақал", {"kk-er-namysy", "kk-er-atyn-enbek"}),
        ("су сөзі бар мақал", {"en-still-waters"}),
        ("цитаты Чехова", {"ru-chekhov-kratkost"}),
        ("quotes by Shakespeare", {"en-little-candle", "en-thine-own-self"}),
        ("Абайдың нақыл сөздері", {"kk-abai-bauyrym"}),
        # In another form, however short the word is and whatever else begins like it.
        ("пословица о собаке", {"en-lie-down-with-dogs"}),
        ("пословица про кошек", {"ru-dobroe-slovo-koshke", "en-cats-away"}),
        ("пословица про мышей", {"en-cats-away"}),
        ("пословица о воде", {"en-still-waters", "zh-liushui-bu-fu", "ru-lezhachiy-kamen"}),
        ("ит туралы мақал", {"en-lie-down-with-dogs", "en-old-dog"}),
        ("нан туралы мақал-мәтелдері", {"ru-khleb-vsemu-golova"}),
        ("proverb about dogs", {"en-lie-down-with-dogs", "en-old-dog"}),
        ("proverb about a mouse", {"en-cats-away"}),
        ("proverb about the wolf", {"ru-volkov-boyatsya", "ru-volka-nogi-kormyat"}),
        ("quotes about dogs", {"en-lie-down-with-dogs", "en-old-dog"}),
        ("ана тілі туралы мақал", {"kk-oner-aldy-til"}),
        ("жақсы көрші туралы мақал", {"kk-jaqyndagy-korshi"}),
        ("it turaly maqal", {"en-lie-down-with-dogs", "en-old-dog"}),
        ("poslovica pro sobak", {"en-lie-down-with-dogs"}),
        ("有刀字的谚语", {"ru-povinnuyu-golovu"}),
        ("关于心的谚语", {"en-faint-heart"}),
        ("цитаты Льва Толстого", {"ru-tolstoy-schastlivye-semi"}),
        ("孔子的名言", {"zh-lunyu-you-peng", "zh-lunyu-wengu-zhixin"}),
        ("цитата Чехова", {"ru-chekhov-kratkost", "ru-chekhov-vsyo-prekrasno"}),
        ("Абайдың дәйексөзі", {"kk-abai-bir-kirpish", "kk-abai-bauyrym"}),
        # Sayings have 春 and 虎 where people have 春天 and 老虎.
        ("关于春天的谚语", {"hundred-flowers", "zh-yinian-zhiji"}),
        ("关于老虎的成语", {"zh-bu-ru-huxue", "zh-chusheng-niudu"}),
    ],
)
def test_a_saying_that_has_the_word_comes_before_its_broad_topic(searcher: Searcher, typed: str, right: set[str]) -> None:
    found = searcher.find(Query.of(typed), 20)

    assert outcome(found) is not Outcome.NOTHING
    assert right <= {hit.quote_id for hit in found.hits}


@pytest.mark.parametrize(
    "typed",
    [
        # Nothing has these, however many questions on something else share the words that ask.
        *("пословица про Ивана", "цитаты Сталина", "цитаты Мао", "пословица про рукав", "пословица про бегемота", "пасловица про сабак"),
        *("proverb about monkeys", "proverb about giraffes", "facts about giraffes"),
        *("маймыл туралы мақал", "айна туралы мақал", "жолаушы туралы мақал", "қазақтың маймыл туралы мақалы"),
        *("菊的谚语", "有秋字的谚语", "关于长颈鹿的谚语"),
        *("не хочу пословицу про собак", "мне не нужна пословица про хлеб", "no more proverbs about dogs", "不要关于狗的谚语"),
    ],
)
def test_where_nothing_has_the_word_there_is_nothing(searcher: Searcher, typed: str) -> None:
    assert outcome(searcher.find(Query.of(typed), 20)) is Outcome.NOTHING


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("сосед под боком", "соседи", True),
        ("соседа под боком", "соседей", True),
        ("сердце матери", "материализм", False),  # more is missing than an ending
        ("рыбак рыбака видит", "видео", False),  # too short to tell it from another word
        ("сосед под боком", "сосед под", False),
        ("母亲的心", "母亲们的", False),
    ],
)
def test_a_form_of_a_word_is_told_from_what_only_begins_like_it(text: str, word: str, expected: bool) -> None:
    assert holds_form(normalise(text), normalise(word)) is expected


def test_what_is_asked_for_together_is_told_one_by_one() -> None:
    assert parts_of(normalise("труд и терпение"), Language.RU) == [normalise("труд"), normalise("терпение")]
    assert parts_of(normalise("еңбек пен сабыр"), Language.KK) == [normalise("еңбек"), normalise("сабыр")]
    assert parts_of(normalise("bread and water"), Language.EN) == ["bread", normalise("water")]
    assert parts_of("时间和金钱", Language.ZH) == ["时间", "金钱"]
    # Parts of words are no words that join two.
    assert parts_of("men", Language.EN) == ["men"]
    assert parts_of("和平", Language.ZH) == ["和平"]


def test_a_topic_is_chosen_from_and_never_answered_for_that_alone(searcher: Searcher) -> None:
    found = searcher.find(Query.of("культура"))

    assert found.topical
    assert outcome(found) is Outcome.CHOICES
    assert outcome(found._replace(topical=False)) is Outcome.NOTHING


@pytest.mark.parametrize("word", ["together", "тихо", "手机", "потом", "дұрыс"])
def test_a_single_word_is_never_answered_only_because_one_saying_has_it(searcher: Searcher, word: str) -> None:
    assert outcome(searcher.find(Query.of(word))) is not Outcome.ANSWER


def test_a_single_word_that_is_all_that_somebody_asks_is_answered(searcher: Searcher) -> None:
    assert outcome(searcher.find(Query.of("tourism"))) is Outcome.ANSWER
    assert [is_word(Query.of(typed)) for typed in ("волк", "手机", "два слова", "yihuadufangbushichun", "一花独放不是春")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_what_is_left_of_a_word_is_not_the_word(searcher: Searcher) -> None:
    """байлқ, for байлық (wealth), without what may be an ending is the name of Li Bai."""
    assert outcome(searcher.find(Query.of("байлқ"))) is not Outcome.ANSWER


def test_a_group_s_own_saying_is_found_by_its_word_there_and_nowhere_else() -> None:
    builder = SearcherBuilder()
    builder.add(partial("own", Language.RU, "Бегемот в болоте, да и тот не один"), GROUP)
    builder.add(partial("common", Language.RU, "Тише едешь, дальше будешь"))
    searcher = Searcher(builder.finish())
    query = Query.of("пословица про бегемотов")

    assert [hit.quote_id for hit in searcher.find(query, collection=GROUP).hits][:1] == ["own"]
    assert "own" not in {hit.quote_id for hit in searcher.find(query, collection=GROUP - 1).hits}
    assert outcome(searcher.find(query)) is Outcome.NOTHING
    # And so is one that comes later.
    searcher.put(partial("later", Language.RU, "Два бегемота в одной луже не живут"), GROUP)
    assert {"own", "later"} <= {hit.quote_id for hit in searcher.find(query, collection=GROUP).hits}
    assert outcome(searcher.find(query)) is Outcome.NOTHING


def test_what_has_the_word_is_offered_and_not_answered_for_what_a_theme_is_sure_of(searcher: Searcher) -> None:
    assert outcome(searcher.find(Query.of("proverb about cooperation"), 20)) is Outcome.CHOICES
