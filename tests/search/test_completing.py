"""How a saying goes on: who has its beginning, or its end, is given the whole."""

import pytest

from bot.search.completing import Part, part_to_complete
from bot.search.confidence import Outcome, outcome
from bot.search.query import Query
from bot.search.searcher import Searcher
from bot.text.normalise import normalise

COMPLETED = [
    ("ru-tishe-edesh", "продолжи пословицу: тише едешь"),
    ("ru-tishe-edesh", "Тише едешь, как там дальше?"),
    ("ru-tishe-edesh", "тише едешь"),
    ("ru-tishe-edesh", "закончите поговорку «Тише едешь»"),
    ("ru-vek-zhivi", "век живи, а дальше?"),
    ("en-stitch-in-time", "finish the proverb: a stitch in time"),
    ("en-stitch-in-time", 'how does the proverb "a stitch in time" go on'),
    ("en-stitch-in-time", "a stitch in time... what comes next?"),
    ("en-early-bird", "complete this saying: the early bird"),
    ("en-early-bird", "complete the early bird"),
    ("en-make-hay", "how does the proverb make hay while go on"),
    ("en-too-many-cooks", "how does too many cooks end?"),
    ("en-once-bitten", "how does it go, once bitten"),
    ("en-one-good-turn", "what comes before deserves another"),
    ("ru-volka-nogi-kormyat", "как полностью звучит волка ноги"),
    ("ru-volkov-boyatsya", "забыл конец пословицы: волков бояться"),
    ("ru-volkov-boyatsya", "как начинается пословица в лес не ходить"),
    ("ru-tishe-edesh", "скажи пословицу полностью: тише едешь"),
    # Its own words, though others have it as their equivalent.
    ("kk-sabyr-altyn", "сабыр түбі жалғасы қандай"),
    ("kk-bilekti-birdi", "білекті бірді жығар қалай аяқталады"),
    ("zh-chou-pijiang", "三个臭皮匠的下一句是什么"),
    ("zh-chou-pijiang", "三个臭皮匠下一句"),
    ("zh-chou-pijiang", "赛过诸葛亮的上一句"),
    ("zh-shaozhuang-bu-nuli", "补全：少壮不努力"),
    ("hundred-flowers", "一花独放不是春，下半句呢？"),
    ("kk-bilekti-birdi", "«Білекті бірді жығар» жалғасы қандай"),
    ("kk-birlik-tirlik", "мақалды жалғастыр: бірлік болмай"),
]
TALK = [
    "как дальше жить",
    "что дальше будет",
    "закончи работу, пожалуйста",
    "finish the soup please",
    "what comes after death",
    "the rest of the day",
    "продолжи фразу я тебя",
    "әрі қарай не істейміз",
    "接下来怎么办",
    "我在前面等你",
]


@pytest.mark.parametrize(("id_", "typed"), COMPLETED)
def test_who_asks_how_a_saying_goes_on_is_given_the_whole(searcher: Searcher, id_: str, typed: str) -> None:
    found = searcher.find(Query.of(typed))

    assert (found.hits[0].quote_id, outcome(found)) == (id_, Outcome.ANSWER)


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("满招损", "zh-man-zhao-sun"),
        ("谦受益", "zh-man-zhao-sun"),
        ("驷马难追", "zh-yi-yan-ji-chu"),
        ("勿施于人", "zh-lunyu-ji-suo-bu-yu"),
        ("grass is greener", "en-grass-is-greener"),
        ("birds of feather", "en-birds-of-a-feather"),
    ],
)
def test_a_part_of_one_saying_means_just_that(searcher: Searcher, typed: str, id_: str) -> None:
    found = searcher.find(Query.of(typed))

    assert (found.hits[0].quote_id, outcome(found)) == (id_, Outcome.ANSWER)


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("век живи век учись дураком помрешь", "ru-vek-zhivi"),
        ("тише едешь дальше будешь от того места куда едешь", "ru-tishe-edesh"),
        ("кто сказал хлеб всему голова", "ru-khleb-vsemu-golova"),
        ("талапты ерге нұр жауар кто сказал", "kk-talapty-erge-nur"),
        ("бирлик болмаса тирлик болмас", "kk-birlik-tirlik"),
        ("что значит слово не воробей", "ru-slovo-ne-vorobey"),
        ("百闻不如一见的意思是什么", "zh-bai-wen-yi-jian"),
    ],
)
def test_a_saying_with_something_around_it_is_told_from_those_that_only_mean_the_same(searcher: Searcher, typed: str, id_: str) -> None:
    found = searcher.find(Query.of(typed))

    assert (found.hits[0].quote_id, outcome(found)) == (id_, Outcome.ANSWER)


@pytest.mark.parametrize("typed", ["министр культуры Казахстана", "work without food", "the way of love"])
def test_a_few_words_of_a_long_text_are_no_part_of_it(searcher: Searcher, typed: str) -> None:
    assert outcome(searcher.find(Query.of(typed))) is not Outcome.ANSWER


@pytest.mark.parametrize("typed", TALK)
def test_talk_of_going_on_is_no_saying(searcher: Searcher, typed: str) -> None:
    assert outcome(searcher.find(Query.of(typed))) is Outcome.NOTHING


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("продолжи: тише едешь", Part("tiše edeš")),
        ("закончи пословицу тише едешь", Part("tiše edeš", surely=True)),
        ("三个臭皮匠的上一句", Part("三个臭皮匠", end=True, surely=True)),
        ("продолжи", None),
        ("закончи мысль", None),
        ("下一句", None),
        ("жалғасы бар ма", None),
    ],
)
def test_the_part_that_somebody_has_is_told_from_the_words_that_ask(typed: str, part: Part | None) -> None:
    assert part_to_complete(typed, normalise(typed)) == part
