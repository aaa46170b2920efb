"""One incoming text or press, one answer: by the shipped quotes, in the language of whoever asks."""

import asyncio
import datetime
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import partial, samples

from bot.app import keeping_of, posting_of
from bot.corpus.fields import Known
from bot.corpus.quote import Kind, Quote
from bot.corpus.reader import Corpus
from bot.errors import StoreAway
from bot.rendering.messages import Renderer
from bot.search.near_misses import NearMisses
from bot.services.answering import Answering
from bot.services.answers import (
    AboutText,
    AdminsOnly,
    Answer,
    Choices,
    EmptyPool,
    Encouraged,
    Found,
    Gone,
    GoodbyeBack,
    GreetingBack,
    HelpText,
    LanguageChosen,
    LanguageMenu,
    Nothing,
    NotUnderstood,
    Occasion,
    PrivacyText,
    TopicMenu,
    Welcome,
    Welcomed,
    WordsWanted,
)
from bot.services.conversation import Conversation
from bot.services.incoming import Incoming, Rights
from bot.services.intents import COMMANDS
from bot.services.presses import to_press
from bot.services.reading_intents import Another, DrawTopic, Open, SetLanguage
from bot.services.topics import Topics
from bot.services.unasked_answers import SettingsShown, SubscriptionList, SubscriptionShown
from bot.services.upkeep_answers import DraftList, DraftShown, Told
from bot.services.upkeep_intents import Forget
from bot.store.chats import ChatStore, Whom
from bot.store.engine import Database
from bot.store.pools import Pools
from bot.store.quotes import QuoteStore
from bot.store.shown import Shown
from bot.text.language import Language

pytestmark = pytest.mark.asyncio(loop_scope="module")
KK, RU, EN, ZH = Language.KK, Language.RU, Language.EN, Language.ZH
MORNING = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
Wanted = TypeVar("Wanted", bound=Answer)


class Days:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime.datetime:
        return self.now


@dataclass(frozen=True)
class Bot:
    """The bot, and who talks with it: each test comes as somebody new, as people do."""

    conversation: Conversation
    clock: Days
    database: Database
    ids: "count[int]" = field(default_factory=lambda: count(1))

    def somebody(self, client: str | None = None) -> "Person":
        """A person the bot has never met."""
        return Person(self, next(self.ids), client)


@dataclass(frozen=True)
class NoRights:
    """The rights of somebody who is no admin."""

    async def may_manage(self, *, lately: bool = False) -> bool:
        """Nothing."""
        return False


@dataclass(frozen=True)
class Person:
    """Somebody whose app is set to *client*."""

    bot: Bot
    id: int
    client: str | None = None

    async def says(self, text: str) -> Answer:
        """What the bot answers to *text* in private."""
        return await self.bot.conversation.respond(Incoming(self.id, self.id, text, client_language=self.client))

    async def presses(self, data: str) -> Answer:
        """What the bot answers to a pressed button in private."""
        return await self.bot.conversation.respond(Incoming(self.id, self.id, press=data, client_language=self.client))

    async def says_in(self, group: int, text: str, rights: Rights | None = None) -> Answer:
        """What the bot answers to *text* in a group."""
        incoming = Incoming(group, self.id, text, private=False, client_language=self.client)
        return await self.bot.conversation.respond(incoming if rights is None else replaced(incoming, rights))

    async def gets(self, wanted: type[Wanted], text: str) -> Wanted:
        """The answer to *text*, which is of the kind *wanted*."""
        answer = await self.says(text)
        assert isinstance(answer, wanted), answer
        return answer


def replaced(incoming: Incoming, rights: Rights) -> Incoming:
    """The same, from somebody with these *rights*."""
    return Incoming(
        incoming.chat_id, incoming.person_id, incoming.text, private=False, client_language=incoming.client_language, rights=rights
    )


async def brought_up(database: Database, corpus: Corpus, clock: Callable[[], datetime.datetime]) -> Conversation:
    """A conversation over *corpus* in *database*, as the application starts it."""
    quotes = QuoteStore(database)
    await quotes.take_in(corpus.quotes, "shipped")
    answering = Answering(quotes, near_misses=NearMisses(corpus.near_misses))
    await answering.refresh()
    chance = random.Random(3)  # noqa: S311  # repeatable on purpose
    keeping = keeping_of(database, answering, Known.of(corpus), Topics(corpus.topics), (), clock=clock)
    posting = posting_of(database, Topics(corpus.topics), corpus.calendar, (), clock=clock)
    return Conversation(
        answering,
        quotes,
        Pools(database),
        ChatStore(database),
        Shown(database),
        Topics(corpus.topics),
        clock=clock,
        chance=chance,
        keeping=keeping,
        posting=posting,
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> AsyncIterator[Bot]:
    """The bot over the shipped quotes, up for as long as the tests of this file."""
    clock = Days()
    async with Database(f"sqlite:///{tmp_path_factory.mktemp('conversation') / 'quotes.db'}") as database:
        yield Bot(await brought_up(database, corpus, clock), clock, database)


# Whose language


@pytest.mark.parametrize("client", [None, "ru", "en-US", "kk", "zh-hans", "de", ""])
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("достық туралы мақал айтшы", KK),
        ("бірлік болмай тірлік болмас", KK),
        ("что говорят о дружбе?", RU),
        ("what do they say about friendship?", EN),
        ("关于友谊的谚语", ZH),
        ("百花齐放春满园", ZH),
    ],
)
async def test_the_language_of_the_text_decides_and_not_the_clients(bot: Bot, text: str, language: Language, client: str | None) -> None:
    """A Kazakh text from a Russian client is answered in Kazakh."""
    assert (await bot.somebody(client).says(text)).language is language


@pytest.mark.parametrize(
    ("client", "language"),
    [
        ("ru", RU),
        ("ru-RU", RU),
        ("kk", KK),
        ("kk_KZ", KK),
        ("zh-hans", ZH),
        ("zh-TW", ZH),
        ("ZH", ZH),
        ("en", EN),
        ("de", EN),
        ("", EN),
        (None, EN),
    ],
)
@pytest.mark.parametrize("text", ["/random", "/help", "/today", "/start"])
async def test_a_command_is_answered_in_the_clients_language_or_in_english(
    bot: Bot, text: str, client: str | None, language: Language
) -> None:
    assert (await bot.somebody(client).says(text)).language is language


@pytest.mark.parametrize("text", ["12345", "?!", "😀", "…"])
async def test_a_text_without_letters_is_answered_in_the_clients_language(bot: Bot, text: str) -> None:
    assert (await bot.somebody("kk").says(text)).language is KK


@pytest.mark.parametrize(
    ("text", "client", "wanted"),
    [
        ("зима", "zh", {KK, RU}),
        ("зима", "en", {KK, RU}),
        ("зима", "kk", {KK, RU}),
        ("happy new year", "zh", {EN}),
        ("wo ai ni", "zh", {ZH}),
        ("salem dostar qalay", "kk", {KK}),
    ],
)
async def test_the_clients_language_counts_where_its_letters_may_be_those(bot: Bot, text: str, client: str, wanted: set[Language]) -> None:
    assert (await bot.somebody(client).says(text)).language in wanted


@pytest.mark.parametrize("text", ["что говорят о дружбе?", "/random", "你好", "thanks", "/help"])
async def test_the_language_a_person_chose_wins_over_text_and_client(bot: Bot, text: str) -> None:
    person = bot.somebody("en")
    await person.says("/language қазақша")

    assert (await person.says(text)).language is KK


async def test_a_choice_taken_back_follows_again_what_is_written(bot: Bot) -> None:
    person = bot.somebody("en")
    await person.says("/language kk")

    taken_back = await person.presses(to_press(SetLanguage(None)))

    assert taken_back == LanguageChosen(EN, None, private=True)
    assert (await person.says("что говорят о дружбе?")).language is RU


async def test_the_persons_choice_wins_over_the_chats_and_the_chats_over_the_text(bot: Bot) -> None:
    admin, member, group = bot.somebody("en"), bot.somebody("en"), -1000
    await admin.says_in(group, "/language kk")
    await member.says("/language zh")

    assert (await admin.says_in(group, "что говорят о дружбе?")).language is KK
    assert (await member.says_in(group, "что говорят о дружбе?")).language is ZH


async def test_a_groups_choice_does_not_follow_people_home(bot: Bot) -> None:
    admin = bot.somebody("en")
    await admin.says_in(-1001, "/language kk")

    assert (await admin.says("/help")).language is EN


async def test_only_admins_change_the_language_of_a_group(bot: Bot) -> None:
    member, group = bot.somebody("ru"), -1002

    assert await member.says_in(group, "/language kk", NoRights()) == AdminsOnly(RU)
    assert (await member.says_in(group, "/help")).language is RU


async def test_anybody_may_look_at_the_menu_of_languages(bot: Bot) -> None:
    answer = await bot.somebody("ru").says_in(-1003, "/language", NoRights())

    assert answer == LanguageMenu(RU, None, private=False)


async def test_the_menu_of_languages_shows_what_is_chosen_and_what_was_not_understood(bot: Bot) -> None:
    person = bot.somebody("en")

    assert await person.says("/language") == LanguageMenu(EN, None, private=True)
    assert await person.says("/language klingon") == LanguageMenu(EN, None, private=True, unknown="klingon")
    assert await person.says("/language русский") == LanguageChosen(RU, RU, private=True)
    assert await person.says("/language") == LanguageMenu(RU, RU, private=True)


@pytest.mark.parametrize("language", Language)
async def test_a_pressed_language_is_remembered(bot: Bot, language: Language) -> None:
    person = bot.somebody("en")

    assert await person.presses(to_press(SetLanguage(language))) == LanguageChosen(language, language, private=True)
    assert (await person.says("/help")).language is language


@pytest.mark.parametrize(
    ("saying", "text", "language", "detailed"),
    [
        ("слово не воробей", "а на казахском?", KK, False),
        ("слово не воробей", "переведи на английский", EN, False),
        ("слово не воробей", "источник?", RU, True),
        ("百花齐放", "谁说的？", ZH, True),
        ("百花齐放", "英文怎么说", EN, False),
        ("birlik bolmai tirlik bolmas", "орысшасы қалай?", RU, False),
    ],
)
async def test_what_is_asked_of_the_saying_shown_last_is_about_that(
    bot: Bot, saying: str, text: str, language: Language, *, detailed: bool
) -> None:
    person = bot.somebody()
    shown = await person.gets(Found, saying)
    again = await person.gets(Found, text)

    assert (again.quote, again.language, again.detailed) == (shown.quote, language, detailed)
    # And the talk goes on in its own language.
    assert (await person.says(saying)).language is shown.language


async def test_another_process_knows_what_was_shown_last_too(bot: Bot, corpus: Corpus) -> None:
    person, other = bot.somebody(), await brought_up(bot.database, corpus, bot.clock)
    shown = await person.gets(Found, "слово не воробей")
    bot.clock.now += datetime.timedelta(seconds=1)
    await bot.somebody().gets(Found, "百花齐放")  # with what comes next all is written

    again = await other.respond(Incoming(person.id, person.id, "переведи на казахский"))

    assert isinstance(again, Found)
    assert (again.quote, again.language) == (shown.quote, KK)


async def test_where_nothing_was_shown_lately_words_mean_what_they_say(bot: Bot) -> None:
    person = bot.somebody()
    assert isinstance(await person.says("источник?"), Nothing | Choices | Found)
    other = bot.somebody()
    chosen = await other.gets(LanguageChosen, "по-казахски, пожалуйста")
    assert chosen.language is KK
    await other.gets(Found, "слово не воробей")
    bot.clock.now += datetime.timedelta(hours=2)
    assert not isinstance(await other.says("переведи"), Found)


async def test_of_several_to_choose_from_one_is_chosen_by_its_number_in_any_words(bot: Bot) -> None:
    named = {"второй вариант": 1, "the second one": 1, "2": 1, "第二个": 1, "екіншісі": 1, "первую": 0, "第1个": 0}
    for words, place in named.items():
        person = bot.somebody("en")
        choices = await person.gets(Choices, "give me a proverb about dogs")

        assert (await person.gets(Found, words)).quote == choices.quotes[place]
        # Having seen one, they may want to see another.
        assert (await person.gets(Found, "the first one")).quote == choices.quotes[0]


@pytest.mark.parametrize("text", ["在吗 来一句谚语", "您好  来一句谚语", "在吗，来一句谚语"])
async def test_behind_a_chinese_greeting_a_space_is_as_good_as_a_comma(bot: Bot, text: str) -> None:
    assert isinstance(await bot.somebody("zh").says(text), Found)


@pytest.mark.parametrize("text", ["入乡随俗英文", "入乡随俗的英文？", "入乡随俗 英语"])
async def test_a_language_behind_a_chinese_saying_is_the_one_it_is_wanted_in(bot: Bot, text: str) -> None:
    found = await bot.somebody("zh").gets(Found, text)

    assert (found.quote.id, found.language) == ("zh-ru-xiang-sui-su", EN)


async def test_several_to_choose_from_are_shown_in_another_language_and_nobodys_language_is_changed(bot: Bot) -> None:
    person = bot.somebody("en")
    choices = await person.gets(Choices, "give me a proverb about dogs")

    again = await person.gets(Choices, "in Kazakh?")

    assert (again.quotes, again.language) == (choices.quotes, KK)
    assert (await person.says("give me a proverb about dogs")).language is EN


async def test_of_a_number_that_there_is_not_all_are_shown_again_and_the_last_is_the_last(bot: Bot) -> None:
    person = bot.somebody("ru")
    choices = await person.gets(Choices, "ум хорошо")
    assert len(choices.quotes) == 2

    assert (await person.gets(Choices, "третью")).quotes == choices.quotes
    assert (await person.gets(Found, "последнюю")).quote == choices.quotes[-1]
    found = await person.gets(Found, "вторую на казахском")
    assert (found.quote, found.language) == (choices.quotes[1], KK)


@pytest.mark.parametrize("text", ["第二个", "the second one", "вторую пожалуйста"])
async def test_the_second_of_nothing_is_nothing(bot: Bot, text: str) -> None:
    assert isinstance(await bot.somebody().says(text), Nothing)


async def test_where_nothing_was_to_choose_from_a_number_means_what_it_says(bot: Bot) -> None:
    assert isinstance(await bot.somebody("ru").says("вторую"), Nothing | Choices | Found)
    person = bot.somebody("ru")
    await person.gets(Choices, "give me a proverb about dogs")
    assert isinstance(await person.says("третий"), Nothing | Choices | Found)


async def test_a_link_to_a_saying_goes_by_what_a_group_has_settled(bot: Bot) -> None:
    await ChatStore(bot.database).settle(-77, asking=Whom.ADMINS)

    for text in ("/random", "/start q_hundred-flowers"):
        assert isinstance(await bot.somebody().says_in(-77, text, NoRights()), AdminsOnly)


async def test_who_is_forgotten_was_shown_nothing(bot: Bot) -> None:
    person = bot.somebody()
    await person.gets(Found, "слово не воробей")
    await person.presses(to_press(Forget(sure=True, person_id=person.id)))

    assert not isinstance(await person.says("переведи"), Found)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("цитата Конфуция об учёбе", {"zh-lunyu-wengu-zhixin"}),
        ("what did Confucius say about learning?", {"zh-lunyu-wengu-zhixin"}),
        ("что сказал Абай о знании", {"kk-abai-gylym-tappai"}),
        ("Токаев о культуре", {"golden-bridge"}),
        ("Магжан жастар туралы не айтты", {"kk-magzhan-jastar"}),
        ("阿拜关于爱的名言", {"kk-abai-bauyrym"}),
        ("培根关于读书说了什么", {"en-reading-maketh"}),
        ("孔子谈友谊", {"zh-lunyu-you-peng"}),
        ("abai about work", {"kk-abai-enbek-qylsan"}),
        # Without a word between them.
        ("confucius friendship", {"zh-lunyu-you-peng"}),
        ("孔子 友谊", {"zh-lunyu-you-peng"}),
        ("абай еңбек", {"kk-abai-enbek-qylsan"}),
        ("талант чехов", {"ru-chekhov-kratkost"}),
        ("абайдың білім туралы", {"kk-abai-gylym-tappai"}),
        # In another language.
        ("магжан по-русски", {"kk-magzhan-jastar"}),
        # By another name.
        ("Lao Tzu quote", {"zh-laozi-qianli-zhixing"}),
        ("来一句杜子美的诗", {"zh-dufu-yue-shi-guxiang"}),
    ],
)
async def test_what_somebody_said_about_something_is_theirs(bot: Bot, text: str, ids: set[str]) -> None:
    assert (await bot.somebody().gets(Found, text)).quote.id in ids


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("给我来一句李白", "li-bai"),
        ("来句孔子语录", "confucius"),
        ("给我一句孔夫子的话", "confucius"),
        ("Li Bai poem", "li-bai"),
        ("/quote Confucius", "confucius"),
        ("/quote 孔子", "confucius"),
        ("кун-цзы", "confucius"),
        ("shakespeare love", "william-shakespeare"),
        ("абай на русском", "abai"),
        ("конфуций қазақша", "confucius"),
    ],
)
async def test_who_wants_somebodys_words_is_given_theirs(bot: Bot, text: str, speaker: str) -> None:
    given = await bot.somebody().gets(Choices, text)

    assert {quote.speaker and quote.speaker.id for quote in given.quotes} == {speaker}


@pytest.mark.parametrize("text", ["confucius institute", "институт Конфуция", "love life", "来一句话", "我们谈谈吧"])
async def test_a_name_beside_something_else_is_no_wish_for_somebodys_words(bot: Bot, text: str) -> None:
    assert isinstance(await bot.somebody().says(text), Nothing)


@pytest.mark.parametrize(
    "text",
    [
        "цитата Достоевского о красоте",
        "Einstein quote about time",
        "цитата Чехова о любви",
        "японская пословица о терпении",
        "日本关于耐心的谚语",
        "Japanese proverb about patience",
        "казахская пословица про волка",
        "kazakh proverb about cats",
    ],
)
async def test_what_those_have_not_said_of_whom_it_is_asked_comes_from_nobody_else(bot: Bot, text: str) -> None:
    assert isinstance(await bot.somebody().says(text), Nothing)


@pytest.mark.parametrize(
    ("text", "said_in"),
    [
        ("что говорят казахи о гостях?", KK),
        ("what do Kazakhs say about guests", KK),
        ("қазақтар сабыр туралы не дейді", KK),
        ("哈萨克人怎么说客人", KK),
        ("как говорят китайцы о дружбе", ZH),
        ("китайская мудрость о дружбе", ZH),
        ("русская мудрость", RU),
        ("пословица казахская", KK),
        ("俄语谚语", RU),
        ("关于母亲的中国谚语", ZH),
        ("russian proverb about bread", RU),
    ],
)
async def test_what_a_people_says_is_its_own(bot: Bot, text: str, said_in: Language) -> None:
    answer = await bot.somebody().says(text)

    quotes = answer.quotes if isinstance(answer, Choices) else (answer.quote,) if isinstance(answer, Found) else ()
    assert {quote.language for quote in quotes} == {said_in}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("скажи пословицу по-казахски", KK),
        ("пословица на английском", EN),
        ("пословица о дружбе на казахском языке", KK),
        ("мақал орысша", RU),
        ("a proverb about time in Russian", RU),
        ("用俄语说一句谚语", RU),
        ("maqal kerek", KK),
    ],
)
async def test_a_saying_is_told_in_the_language_it_is_asked_for_in(bot: Bot, text: str, language: Language) -> None:
    person = bot.somebody()
    answer = await person.says(text)

    assert isinstance(answer, Found | Choices)
    assert answer.language is language
    assert (await person.says("спасибо")).language is RU


@pytest.mark.parametrize(
    "text",
    [
        "что-нибудь про деньги",
        "ещё о дружбе",
        "тема дружба",
        "something about hope",
        "got anything about money?",
        "тағы достық туралы",
        "достық туралы бірдеңе",
        "来句关于友谊的",
        "跟友谊有关的话",
        "напиши пословицу",
        "дай 5 пословиц",
        "үш мақал айт",
        "please write a short proverb",
    ],
)
async def test_sayings_are_asked_for_in_many_words(bot: Bot, text: str) -> None:
    assert isinstance(await bot.somebody().says(text), Found | Choices)


async def test_a_language_wanted_once_is_for_once(bot: Bot) -> None:
    person = bot.somebody("en")
    once = Incoming(person.id, person.id, "что говорят о дружбе?", wanted=ZH)

    assert (await bot.conversation.respond(once)).language is ZH
    assert (await person.says("что говорят о дружбе?")).language is RU


# Three outcomes, and small talk


@pytest.mark.parametrize(
    ("text", "id_", "language"),
    [
        ("百花齐放春满园", "hundred-flowers", ZH),
        ("百花齊放春滿園", "hundred-flowers", ZH),
        ("a single flower does not make spring", "hundred-flowers", EN),
        ("товарооборот Китая и Казахстана", "trade-value-2024", RU),
        ("қытай мен қазақстанның сауда көлемі", "trade-value-2024", KK),
        ("中哈贸易额是多少", "trade-value-2024", ZH),
        ("how much is china kazakhstan trade", "trade-value-2024", EN),
        ("кто крупнейший торговый партнёр казахстана", "largest-partner", RU),
    ],
)
async def test_a_question_gets_its_quote_in_the_language_it_was_asked_in(bot: Bot, text: str, id_: str, language: Language) -> None:
    answer = await bot.somebody("de").gets(Found, text)

    assert (answer.quote.id, answer.language) == (id_, language)


async def test_a_question_that_may_mean_several_gets_up_to_three_choices(bot: Bot) -> None:
    answers = [await bot.somebody().says(text) for text in ("food", "马", "trade with china", "Токаев", "динамика отношений")]
    choices = [answer for answer in answers if isinstance(answer, Choices)]

    assert choices
    assert all(2 <= len(answer.quotes) <= 3 for answer in choices)
    assert all(len({quote.id for quote in answer.quotes}) == len(answer.quotes) for answer in choices)


@pytest.mark.parametrize(
    "text", ["qwzx vbnm plkj", "шкаф-купе недорого в рассрочку", "今天股票涨停了吗", "маған дүкеннен нан әкеліп берші"]
)
async def test_what_fits_nothing_gets_an_honest_nothing(bot: Bot, text: str) -> None:
    assert isinstance(await bot.somebody().says(text), Nothing)


@pytest.mark.parametrize("client", [None, "ru"])
@pytest.mark.parametrize(
    "text",
    "hi|Hello!|good morning|how are you?|thanks|thank you very much!|bye|ok|lol|haha"
    "|привет|Здравствуйте!|как дела?|спасибо|спасибо большое|пока|ок|ага|хорошо|ха-ха"
    "|сәлем|Сәлеметсіз бе?|қалайсың|рахмет|көп рахмет|сау бол|жақсы|иә"
    "|你好|早上好|你好吗？|谢谢|非常感谢|再见|好的|哈哈|嗯|😀|👍".split("|"),
)
async def test_small_talk_never_gets_a_proverb(bot: Bot, text: str, client: str | None) -> None:
    assert not isinstance(await bot.somebody(client).says(text), Found | Choices)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("сәлем", GreetingBack(KK)),
        ("привет!", GreetingBack(RU)),
        ("hello", GreetingBack(EN)),
        ("你好", GreetingBack(ZH)),
        ("рахмет", Welcomed(KK)),
        ("спасибо", Welcomed(RU)),
        ("嗯", Encouraged(ZH)),
        ("ok", Encouraged(EN)),
        ("ладно", Encouraged(RU)),
        ("ок", Encouraged(RU)),
        ("нет", Encouraged(RU)),
        ("жок", Encouraged(KK)),
        ("круто!", Welcomed(RU)),
        ("күшті", Welcomed(KK)),
        ("жарайды", Encouraged(KK)),
        ("thanks!", Welcomed(EN)),
        ("谢谢", Welcomed(ZH)),
        ("сау болыңыз", GoodbyeBack(KK)),
        ("Спокойной ночи!", GoodbyeBack(RU)),
        ("bye", GoodbyeBack(EN)),
        ("晚安", GoodbyeBack(ZH)),
        ("wan an", GoodbyeBack(ZH)),
    ],
)
async def test_greetings_thanks_and_goodbyes_are_returned_in_kind(bot: Bot, text: str, answer: Answer) -> None:
    assert await bot.somebody().says(text) == answer


async def test_a_search_shows_what_talk_would_not(bot: Bot) -> None:
    person = bot.somebody("ru")

    assert await person.says("/search") == WordsWanted(RU)
    assert isinstance(await person.says("/search товарооборот Китая и Казахстана"), Found)
    assert not isinstance(await person.says("/search весна"), Nothing)
    assert (await person.says("/search 百花齐放春满园")).language is ZH


# Commands


async def test_every_command_has_its_answer(bot: Bot) -> None:
    person = bot.somebody("en")
    wanted: dict[str, type[Answer]] = {
        "start": Welcome,
        "random": Found,
        "today": Found,
        "proverb": Found,
        "quote": Found,
        "fact": Found,
        "topics": TopicMenu,
        "topic": TopicMenu,
        "search": WordsWanted,
        "language": LanguageMenu,
        "about": AboutText,
        "suggest": DraftShown,
        "privacy": PrivacyText,
        "help": HelpText,
        "subscribe": SubscriptionShown,
        "subscriptions": SubscriptionList,
        "settings": SettingsShown,
    }
    # For those who look after the collection, or of what is not there.
    wanted |= dict.fromkeys(
        "report add edit delete history translate review import export editors block unblock stats announce forget".split(), Told
    )
    # In their order: the draft that /suggest has begun, and then none.
    wanted |= {"drafts": DraftList, "cancel": Told}

    assert {command.name: type(await person.says(f"/{command.name}")) for command in COMMANDS} == wanted


async def test_an_unknown_command_points_to_help(bot: Bot, renderer: Renderer) -> None:
    for language in Language:
        answer = await bot.somebody(language).says("/nonsense")

        assert answer == NotUnderstood(language)
        assert "/help" in renderer.render(answer).text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("/proverb", Kind.PROVERB),
        ("мақал", Kind.PROVERB),
        ("谚语", Kind.PROVERB),
        ("/quote", Kind.QUOTE),
        ("цитата", Kind.QUOTE),
        ("дәйексөз", Kind.QUOTE),
        ("/fact", Kind.FACT),
        ("факт", Kind.FACT),
    ],
)
async def test_a_kind_asked_for_is_the_kind_given(bot: Bot, text: str, kind: Kind) -> None:
    person = bot.somebody()

    assert {(await person.gets(Found, text)).quote.kind for _ in range(10)} == {kind}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("мақал", KK),
        ("дәйексөз", KK),
        ("谚语", ZH),
        ("名言", ZH),
        ("пословица", RU),
        ("цитата", RU),
        ("proverb", EN),
        ("тақырыптар", KK),
        ("темы", RU),
        ("помощь", RU),
        ("көмек", KK),
        ("帮助", ZH),
    ],
)
async def test_a_typed_word_is_answered_in_its_language(bot: Bot, text: str, language: Language) -> None:
    assert (await bot.somebody("de").says(text)).language is language


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("/random kk", KK, None),
        ("/random қазақша", KK, None),
        ("/random по-русски", RU, None),
        ("/random 中文", ZH, None),
        ("/proverb english", EN, None),
        ("/topic friendship", EN, "friendship"),
        ("/topic дружба", RU, "friendship"),
        ("/topic достық", KK, "friendship"),
        ("/topic 友谊", ZH, "friendship"),
        ("/topic FRIENDSHIP", EN, "friendship"),
        ("/random friendship", EN, "friendship"),
        ("/proverb дружба", RU, "friendship"),
        ("/random kk дружба", KK, "friendship"),
        ("/random қазақша 友谊", KK, "friendship"),
        ("/random kk  friendship", KK, "friendship"),
    ],
)
async def test_arguments_name_languages_and_topics_in_any_of_the_four(bot: Bot, text: str, language: Language, topic: str | None) -> None:
    answer = await bot.somebody("de").gets(Found, text)

    assert answer.language is language
    assert topic is None or topic in answer.quote.topics
    assert topic is None or answer.topic == topic


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("wisdom", EN, "wisdom"),
        ("мудрость", RU, "wisdom"),
        ("hnoesty", EN, "honesty"),
        ("природда", RU, "nature"),
        ("даналк", KK, "wisdom"),
        ("智惠", ZH, "wisdom"),
    ],
)
async def test_the_name_of_a_topic_draws_from_it_with_a_slip_too(bot: Bot, text: str, language: Language, topic: str) -> None:
    answer = await bot.somebody().gets(Found, text)

    assert (answer.language, answer.topic) == (language, topic)


@pytest.mark.parametrize("word", ["Китай", "Пекин", "Пушкин", "туризм"])
async def test_a_word_that_is_russian_and_kazakh_is_answered_in_the_language_of_the_app(bot: Bot, word: str) -> None:
    for client, language in (("ru", RU), ("kk", KK)):
        assert (await bot.somebody(client).says(word)).language is language

    # Words that are of one of them say more than the app does.
    assert (await bot.somebody("ru").says("достық туралы мақал")).language is KK
    assert (await bot.somebody("kk").says("пословица о дружбе")).language is RU


async def test_a_word_that_sayings_have_shows_them_and_nothing_else_of_its_topic(bot: Bot) -> None:
    """Water belongs to nature; whoever asks for it does not want the wolf."""
    for word, shown in (("вода", RU), ("water", EN)):
        answer = await bot.somebody().gets(Choices, word)

        assert answer.language is shown
        assert all(any(word[:3] in one.text.casefold() for one in quote.renderings) for quote in answer.quotes)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("пословица про соседей", "сосед"),
        ("proverb about mother", "mother"),
        ("пословица о матери", "мат"),  # мать, матери
        ("тіл туралы мақал", "тіл"),
        ("关于母亲的谚语", "母亲"),
    ],
)
async def test_whoever_asks_for_a_proverb_about_a_word_gets_those_that_have_it(bot: Bot, text: str, word: str) -> None:
    answer = await bot.somebody().says(text)

    shown = (answer.quote,) if isinstance(answer, Found) else answer.quotes if isinstance(answer, Choices) else ()
    assert shown
    assert all(quote.kind is Kind.PROVERB and any(word in one.text.casefold() for one in quote.renderings) for quote in shown)


@pytest.mark.parametrize(
    ("first", "more", "kinds", "topic"),
    [
        ("пословица о дружбе", "ещё", {Kind.PROVERB}, "friendship"),
        ("достық", "тағы бір", set(Kind), "friendship"),
        ("/fact", "one more, please", {Kind.FACT}, None),
        ("给我一句谚语", "再来一个", {Kind.PROVERB}, None),
    ],
)
async def test_one_more_is_of_what_was_drawn_last(bot: Bot, first: str, more: str, kinds: set[Kind], topic: str | None) -> None:
    somebody = bot.somebody()
    for text in ("/quote", "/topic wisdom", first):
        bot.clock.now += datetime.timedelta(minutes=1)
        given = await somebody.gets(Found, text)

    following = [await somebody.gets(Found, more) for _ in range(3)]

    assert {one.quote.kind for one in following} <= kinds
    assert all(topic is None or topic in one.quote.topics for one in following)
    assert len({given.quote.id, *(one.quote.id for one in following)}) == 4


async def test_one_more_after_a_saying_that_has_a_word_is_none_of_what_was_asked_for_before(bot: Bot) -> None:
    somebody = bot.somebody("en")
    await somebody.gets(Found, "/topic patience")
    bot.clock.now += datetime.timedelta(minutes=1)
    await somebody.says("proverb about dogs")
    bot.clock.now += datetime.timedelta(minutes=1)

    following = [await somebody.gets(Found, "one more") for _ in range(6)]

    assert {one.quote.kind for one in following} == {Kind.PROVERB}
    assert any("patience" not in one.quote.topics for one in following)


async def test_what_was_found_is_shown_though_it_cannot_be_remembered(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(*_: object) -> None:
        raise StoreAway("locked")

    monkeypatch.setattr(Pools, "note", away)

    given = await bot.somebody().gets(Found, "достық")
    assert "friendship" in given.quote.topics
    assert "from memory" not in caplog.text


@pytest.mark.parametrize(
    ("text", "said_in"), [("zhongguo yanyu", ZH), ("hasake yanyu", KK), ("eluosi yanyu", RU), ("哈薩克諺語", KK), ("中國諺語", ZH)]
)
async def test_a_people_may_be_named_in_pinyin_and_in_traditional_characters(bot: Bot, text: str, said_in: Language) -> None:
    given = [await bot.somebody().gets(Found, text) for _ in range(5)]

    assert {one.quote.language for one in given} == {said_in}


@pytest.mark.parametrize("text", ["any sayings with horses", "got any wisdom about horses", "give me something about horses"])
async def test_horses_are_asked_for_in_many_ways(bot: Bot, text: str) -> None:
    answer = await bot.somebody().says(text)

    assert isinstance(answer, Found | Choices)
    quotes = answer.quotes if isinstance(answer, Choices) else (answer.quote,)
    assert any("horse" in one.text for one in quotes[0].renderings)


@pytest.mark.parametrize(("text", "language"), [("мне грустно", RU), ("i’m sad", EN), ("көңілсізбін", KK), ("我很难过", ZH)])
async def test_who_is_sad_is_given_comfort(bot: Bot, text: str, language: Language) -> None:
    given = await bot.somebody().gets(Found, text)

    assert given.language is language
    assert "comfort" in given.quote.topics


@pytest.mark.parametrize(
    ("text", "language"), [("достық туралы мақал", KK), ("пословица о труде", RU), ("关于时间的谚语", ZH), ("proverb about time", EN)]
)
async def test_the_first_on_a_topic_was_first_said_in_the_readers_language(bot: Bot, text: str, language: Language) -> None:
    given = [await bot.somebody().gets(Found, text) for _ in range(5)]

    assert {one.quote.language for one in given} == {language}


@pytest.mark.parametrize("text", ["что это значит?", "мағынасы", "what does it mean", "什么意思"])
async def test_who_asks_what_it_means_is_told_what_others_say(bot: Bot, text: str) -> None:
    somebody = bot.somebody("ru")
    await somebody.gets(Found, "слово не воробей")

    answer = await somebody.gets(Found, text)

    assert (answer.quote.id, answer.compared) == ("ru-slovo-ne-vorobey", True)


@pytest.mark.parametrize("text", ["что значит слово не воробей", "сабыр түбі сары алтын мағынасы", "四海之内皆兄弟是什么意思"])
async def test_what_a_saying_means_is_asked_in_one_message_too(bot: Bot, text: str) -> None:
    assert (await bot.somebody().gets(Found, text)).compared


async def test_more_of_several_is_what_stands_behind_the_chosen_one(bot: Bot) -> None:
    somebody = bot.somebody("ru")
    several = await somebody.gets(Choices, "абай")
    assert (await somebody.gets(Found, "вторая")).quote.id == several.quotes[1].id

    assert (await somebody.gets(Found, "ещё")).quote.id == several.quotes[2].id
    assert (await somebody.gets(Found, "ещё")).quote.id not in {quote.id for quote in several.quotes}


async def test_of_one_saying_the_second_is_another(bot: Bot) -> None:
    somebody = bot.somebody("ru")
    first = await somebody.gets(Found, "пословица о дружбе")

    assert (await somebody.gets(Found, "первую")).quote.id == first.quote.id
    assert (await somebody.gets(Found, "вторую")).quote.id != first.quote.id


async def test_of_the_only_one_of_its_kind_one_more_is_another_on_the_same(bot: Bot) -> None:
    somebody = bot.somebody("en")
    given = [await somebody.gets(Found, text) for text in ("quote about love", "another one", "another one")]

    assert given[0].quote.kind is Kind.QUOTE
    assert all("love" in one.quote.topics for one in given)
    assert len({one.quote.id for one in given}) == 3


async def test_one_more_after_an_hour_or_of_nothing_is_any(bot: Bot) -> None:
    somebody = bot.somebody("en")
    await somebody.gets(Found, "one more")
    bot.clock.now += datetime.timedelta(minutes=1)
    await somebody.gets(Found, "/fact")
    bot.clock.now += datetime.timedelta(minutes=59)
    assert (await somebody.gets(Found, "another one")).quote.kind is Kind.FACT

    bot.clock.now += datetime.timedelta(hours=1, seconds=1)
    later = [(await somebody.gets(Found, "another one")).quote.kind for _ in range(8)]
    assert set(later) != {Kind.FACT}


@pytest.mark.parametrize("text", ["Chinese proverb about water", "китайская пословица о воде", "қытайдың су туралы мақалы"])
async def test_a_people_s_saying_about_a_word_is_of_that_people(bot: Bot, text: str) -> None:
    answer = await bot.somebody("en").says(text)

    shown = (answer.quote,) if isinstance(answer, Found) else answer.quotes if isinstance(answer, Choices) else ()
    assert shown
    assert {quote.language for quote in shown} == {ZH}


@pytest.mark.parametrize("text", ["пословица о дружбе", "proverbs about friendship", "достық туралы мақал", "关于友谊的谚语"])
async def test_whoever_asks_by_the_name_of_a_topic_gets_each_time_another_of_it(bot: Bot, text: str) -> None:
    somebody = bot.somebody()
    drawn = [await somebody.gets(Found, text) for _ in range(3)]

    assert {one.topic for one in drawn} == {"friendship"}
    assert len({one.quote.id for one in drawn}) == len(drawn)


@pytest.mark.parametrize(
    ("text", "language", "said_in", "topic"),
    [
        ("русские пословицы", RU, RU, None),
        ("Kazakh proverbs", EN, KK, None),
        ("орыс мақалдары", KK, RU, None),
        ("哈萨克谚语", ZH, KK, None),
        ("中国的谚语", ZH, ZH, None),
        ("казахские пословицы о дружбе", RU, KK, "friendship"),
        ("English proverb about money", EN, EN, "wealth"),
        ("关于友谊的俄罗斯谚语", ZH, RU, "friendship"),
    ],
)
async def test_the_sayings_of_a_people_are_those_first_said_in_its_language(
    bot: Bot, text: str, language: Language, said_in: Language, topic: str | None
) -> None:
    person = bot.somebody()
    answers = [await person.gets(Found, text) for _ in range(4)]

    assert {answer.language for answer in answers} == {language}
    assert topic is None or {answer.topic for answer in answers} == {topic}
    assert {answer.quote.language for answer in answers} == {said_in}
    assert all(answer.quote.kind is Kind.PROVERB for answer in answers)


async def test_a_saying_of_a_people_is_searched_for_by_what_else_is_told_of_it(bot: Bot) -> None:
    answer = await bot.somebody().says("русская пословица слово не воробей")

    assert isinstance(answer, Found)
    assert answer.quote.id == "ru-slovo-ne-vorobey"


async def test_whoever_asks_for_a_proverb_gets_one_and_no_speech(bot: Bot) -> None:
    for text in ("пословицы о дружбе", "proverbs about friendship", "достық туралы мақал"):
        assert (await bot.somebody().gets(Found, text)).quote.kind is Kind.PROVERB


@pytest.mark.parametrize("text", ["proverb about Xi Jinping", "пословица о министре культуры", "facts about cats", "факты о собаках"])
async def test_a_fact_is_no_proverb_and_a_proverb_no_fact(bot: Bot, text: str) -> None:
    assert isinstance(await bot.somebody().says(text), Nothing)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("орыстың нан туралы мақал-мәтелдері", {"ru-khleb-vsemu-golova"}),
        ("қазақ халқының ана туралы мақалдары", {"kk-ananyn-konili", "kk-ata-korgen"}),
        ("俄罗斯关于面包的谚语", {"ru-khleb-vsemu-golova"}),
        ("哈萨克关于马的谚语", {"kk-at-aunagan", "kk-at-qanaty", "kk-at-tuyagy"}),
    ],
)
async def test_whose_sayings_they_are_may_stand_anywhere_before(bot: Bot, text: str, right: set[str]) -> None:
    answer = await bot.somebody().says(text)

    shown = (answer.quote,) if isinstance(answer, Found) else answer.quotes if isinstance(answer, Choices) else ()
    assert {quote.id for quote in shown} == right


async def test_of_a_topic_those_sayings_are_drawn_that_have_the_word(bot: Bot) -> None:
    somebody = bot.somebody()
    drawn = [(await somebody.gets(Found, "пословица про труд")).quote for _ in range(4)]

    assert len({quote.id for quote in drawn}) > 1
    texts = [[one.text.casefold() for one in quote.renderings if one.language is RU] for quote in drawn]
    assert all(any("труд" in text for text in those) for those in texts)


@pytest.mark.parametrize("text", ["деньги есть?", "пора", "погоди", "good luck"])
async def test_what_is_thrown_in_draws_from_no_topic(bot: Bot, text: str) -> None:
    assert isinstance(await bot.somebody().says(text), Nothing)


@pytest.mark.parametrize(("typed", "language"), [("中文", ZH), ("English", EN), ("қазақша", KK), ("俄语", RU)])
async def test_a_language_typed_under_its_menu_is_chosen(bot: Bot, typed: str, language: Language) -> None:
    somebody = bot.somebody("en")
    await somebody.gets(Found, "слово не воробей")
    await somebody.gets(LanguageMenu, "/language")

    assert (await somebody.gets(LanguageChosen, typed)).chosen is language
    assert (await somebody.gets(Found, "百花齐放")).language is language


@pytest.mark.parametrize(("command", "language"), [("/帮助", ZH), ("/помощь", RU), ("/көмек", KK), ("/help", EN)])
async def test_a_command_in_other_letters_is_answered_in_their_language(bot: Bot, command: str, language: Language) -> None:
    assert await bot.somebody("en").says(command) == HelpText(language)


async def test_an_unknown_topic_gets_the_menu_and_is_named(bot: Bot) -> None:
    answer = await bot.somebody().gets(TopicMenu, "/topic квантовая хромодинамика")

    assert (answer.language, answer.unknown) == (RU, "квантовая хромодинамика")


async def test_the_menu_of_topics_counts_what_each_has(bot: Bot, corpus: Corpus) -> None:
    answer = await bot.somebody("zh").gets(TopicMenu, "/topics")

    assert {topic.id: size for topic, size in answer.topics} == {
        topic.id: sum(topic.id in quote.topics for quote in corpus.quotes) for topic in corpus.topics
    }


async def test_a_pressed_topic_is_drawn_from_in_the_language_of_the_menu(bot: Bot) -> None:
    answer = await bot.somebody("en").presses(to_press(DrawTopic("friendship", KK)))

    assert isinstance(answer, Found)
    assert (answer.language, answer.topic) == (KK, "friendship")


async def test_random_sayings_do_not_repeat_until_the_pool_is_used_up(bot: Bot, corpus: Corpus) -> None:
    person = bot.somebody("en")
    size = sum(quote.kind is Kind.FACT for quote in corpus.quotes)

    ids = [(await person.gets(Found, "/fact")).quote.id for _ in range(size)]

    assert len(set(ids)) == size


async def test_what_is_known_is_counted(bot: Bot, corpus: Corpus) -> None:
    assert await bot.somebody("kk").says("/about") == AboutText(KK, len(corpus.quotes))


# The saying of the day


async def test_the_saying_of_the_day_is_the_same_for_everybody_and_never_a_fact(bot: Bot) -> None:
    answers = [await bot.somebody(language).gets(Found, "/today") for language in Language]

    assert len({answer.quote.id for answer in answers}) == 1
    assert [answer.language for answer in answers] == list(Language)
    assert answers[0].quote.kind is not Kind.FACT
    assert {answer.occasion for answer in answers} == {Occasion.TODAY}


async def test_the_day_turns_at_one_moment_for_everybody(bot: Bot) -> None:
    """At midnight in Astana, which is 19:00 UTC."""

    async def at(hour: int, minute: int) -> str:
        bot.clock.now = datetime.datetime(2027, 1, 5, hour, minute, tzinfo=datetime.UTC)
        return (await bot.somebody().gets(Found, "/today")).quote.id

    before, evening, night = await at(0, 0), await at(18, 59), await at(19, 0)

    assert before == evening
    assert night != evening


async def test_the_saying_of_the_day_does_not_repeat_day_after_day(bot: Bot) -> None:
    """Till the pool is used up; tests/store/test_pools.py counts to there."""
    person = bot.somebody()

    seen = set()
    for number in range(40):
        bot.clock.now = datetime.datetime(2028, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(days=number)
        seen.add((await person.gets(Found, "/today")).quote.id)

    assert len(seen) == 40


# Buttons and links


async def test_a_pressed_language_shows_the_same_quote_in_it_and_remembers_nothing(bot: Bot) -> None:
    person = bot.somebody("en")

    for language in Language:
        answer = await person.presses(to_press(Open("hundred-flowers", language)))

        assert isinstance(answer, Found)
        assert (answer.quote.id, answer.language, answer.detailed) == ("hundred-flowers", language, False)
    assert (await person.says("/help")).language is EN


async def test_the_source_button_tells_more_in_the_language_of_its_message(bot: Bot) -> None:
    answer = await bot.somebody("en").presses(to_press(Open("hundred-flowers", KK, detailed=True)))

    assert isinstance(answer, Found)
    assert (answer.language, answer.detailed) == (KK, True)


async def test_another_like_it_walks_the_topic_once_before_any_repeats(bot: Bot, corpus: Corpus) -> None:
    person, topic = bot.somebody("en"), "friendship"
    size = sum(topic in quote.topics for quote in corpus.quotes)
    first = await person.gets(Found, "/topic friendship")

    ids = [first.quote.id]
    for _ in range(size):
        answer = await person.presses(to_press(Another(ids[-1], topic, KK)))
        assert isinstance(answer, Found)
        assert topic in answer.quote.topics
        assert (answer.language, answer.topic) == (KK, topic)
        ids.append(answer.quote.id)

    assert len(set(ids)) == size
    assert ids[-1] == ids[0]


async def test_buttons_of_a_quote_or_topic_that_is_gone_say_so(bot: Bot) -> None:
    person = bot.somebody("en")

    assert await person.presses(to_press(Open("no-such-quote", KK))) == Gone(KK)
    assert await person.presses(to_press(Another("hundred-flowers", "no-such-topic", KK))) == Gone(KK)


@pytest.mark.parametrize(("client", "language"), [("kk", KK), ("ru", RU), (None, EN)])
async def test_a_deep_link_opens_one_quote_in_the_readers_language(bot: Bot, client: str | None, language: Language) -> None:
    answer = await bot.somebody(client).gets(Found, "/start q_hundred-flowers")

    assert (answer.quote.id, answer.language) == ("hundred-flowers", language)


@pytest.mark.parametrize("payload", ["q_no-such-quote", "q_", "q_'; DROP TABLE quotes; --", "q_" + "x" * 100])
async def test_a_deep_link_to_nothing_says_so(bot: Bot, payload: str) -> None:
    assert await bot.somebody("ru").says(f"/start {payload}") == Gone(RU)


async def test_another_payload_is_a_start_like_any(bot: Bot) -> None:
    assert await bot.somebody("ru").says("/start from-a-friend") == Welcome(RU)


async def test_buttons_work_after_a_restart(bot: Bot, corpus: Corpus) -> None:
    """Also languages and pools go on where they were: nothing is kept in the process."""
    person = bot.somebody("en")
    await person.says("/language kk")
    seen = [(await person.gets(Found, "/fact")).quote.id for _ in range(3)]
    reborn = Bot(await brought_up(bot.database, corpus, bot.clock), bot.clock, bot.database)
    same = Person(reborn, person.id, "en")

    opened = await same.presses(to_press(Open(seen[0], ZH)))
    fourth = await same.gets(Found, "/fact")

    assert isinstance(opened, Found)
    assert opened.quote.id == seen[0]
    assert fourth.language is KK
    assert fourth.quote.id not in seen


@pytest.mark.parametrize(
    "data", ["", "x", "o:kk:Hundred", "m:kk:", "l:de", f"d:kk:{'+'.join(['fact'] * 11)}", "o:kk:\ud800", "\0", "d:kk:poem", "🌼" * 16]
)
async def test_a_forged_press_is_not_understood(bot: Bot, data: str) -> None:
    assert await bot.somebody("ru").presses(data) == NotUnderstood(RU)


# Whatever comes


AWKWARD = [
    "\0",
    "\ud800",
    "a\0b",
    "/search \0",
    "/topic \ud800",
    "/start q_\0",
    "/random \0",
    "/language \0",
    "%",
    "'",
    '"',
    "\\",
    "\u202e",
    "x" * 5000,
]


@pytest.mark.parametrize("text", AWKWARD, ids=range(len(AWKWARD)))
async def test_awkward_text_gets_an_answer(bot: Bot, renderer: Renderer, text: str) -> None:
    assert renderer.render(await bot.somebody().says(text)).text


async def test_awkward_text_gets_an_answer_from_postgresql_too(corpus: Corpus, postgres_url: str, renderer: Renderer) -> None:
    async with Database(postgres_url) as database:
        bot = Bot(await brought_up(database, corpus, Days()), Days(), database)
        person = bot.somebody()
        for text in AWKWARD:
            assert renderer.render(await person.says(text)).text
        for forged in ("", "\0", f"d:kk:{'+'.join(['fact'] * 11)}"):
            assert await person.presses(forged) == NotUnderstood(EN)


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=40), private=st.booleans())
async def test_any_text_gets_an_answer_with_words(bot: Bot, renderer: Renderer, text: str, *, private: bool) -> None:
    answer = await bot.conversation.respond(Incoming(1, 2, text, private=private))

    assert renderer.render(answer).text


async def test_many_at_once_are_all_answered(bot: Bot) -> None:
    people = [bot.somebody(language) for language in Language for _ in range(5)]

    answers = await asyncio.gather(*(person.says(text) for person in people for text in ("/random", "/today", "百花齐放春满园")))

    assert all(isinstance(answer, Found) for answer in answers)


# While somebody is typing


async def test_an_empty_inline_query_offers_the_day_and_what_follows_it(bot: Bot) -> None:
    bot.clock.now = MORNING
    person = bot.somebody("kk")

    language, offered = await bot.conversation.offers(Incoming(person.id, person.id, "", client_language="kk"), 10)
    today = await person.gets(Found, "/today")

    assert language is KK
    assert offered[0].quote.id == today.quote.id
    assert len({found.quote.id for found in offered}) == len(offered) == 10


async def test_an_inline_query_offers_what_fits_best_first(bot: Bot) -> None:
    person = bot.somebody("ru")

    language, offered = await bot.conversation.offers(Incoming(person.id, person.id, "百花齐放", client_language="ru"), 5)

    assert language is ZH
    assert offered[0].quote.id == "hundred-flowers"
    assert len(offered) <= 5


async def test_an_inline_query_that_fits_nothing_offers_nothing(bot: Bot) -> None:
    person = bot.somebody("ru")

    offered = await bot.conversation.offers(Incoming(person.id, person.id, "qwzx vbnm plkj", client_language="ru"), 5)

    assert offered == (RU, ())


async def test_quotes_without_topics_are_found_offered_opened_and_followed_through_the_whole_collection(
    tmp_path_factory: pytest.TempPathFactory, corpus: Corpus, renderer: Renderer
) -> None:
    """What is like a quote without a topic is any other: each comes once before one comes again."""
    said = {"alma": "Алма піс, аузыма түс", "tas": "Тасыған төгіледі", "qonaq": "Қонақ келсе, ет піссін"}
    mixed = Corpus(corpus.topics, (*(partial(id_, KK, words) for id_, words in said.items()), *samples(3)), corpus.speakers)
    async with Database(f"sqlite:///{tmp_path_factory.mktemp('topics') / 'quotes.db'}") as database:
        bot = Bot(await brought_up(database, mixed, Days()), Days(), database)
        person = bot.somebody("ru")

        found = await person.gets(Found, said["alma"])
        _, offered = await bot.conversation.offers(Incoming(1, 1, said["tas"]), 5)
        opened = await person.presses(to_press(Open("qonaq", ZH, detailed=True)))
        answer, seen = found, ["alma"]
        for _ in range(6):
            following = await person.presses(to_press(Another(answer.quote.id, answer.topic, answer.language)))
            assert isinstance(following, Found)
            answer = following
            seen.append(answer.quote.id)

        assert (found.language, found.topic) == (KK, None)
        assert (offered[0].quote.id, offered[0].topic) == ("tas", None)
        assert isinstance(opened, Found)
        assert said["qonaq"] in renderer.render(opened).text
        assert sorted(seen[:6]) == sorted([*said, "sample-0", "sample-1", "sample-2"])
        assert seen[6] == "alma"
        assert isinstance(await person.presses("m:kk::no-such-quote"), Found)


async def test_an_empty_collection_says_so(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> None:
    empty = Corpus(corpus.topics, (), corpus.speakers)
    async with Database(f"sqlite:///{tmp_path_factory.mktemp('empty') / 'quotes.db'}") as database:
        person = Bot(await brought_up(database, empty, Days()), Days(), database).somebody("ru")

        assert await person.says("/random") == EmptyPool(RU)
        assert await person.says("/today") == EmptyPool(RU)
        assert await person.says("/topics") == TopicMenu(RU, ())
        assert await person.says("/about") == AboutText(RU, 0)
        assert await person.says("лежачий камень и вода") == Nothing(RU)


# As people put it


def shown_by(answer: Answer) -> list[Quote]:
    """The quotes that an answer shows, one or several."""
    return [answer.quote] if isinstance(answer, Found) else list(answer.quotes) if isinstance(answer, Choices) else []


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        # A word that is no topic's name asks for the sayings that have it.
        ("весна", {"hundred-flowers", "zh-yinian-zhiji"}),
        # Letters that only look right, another layout, a greeting before it.
        ("Cлово нe вoробей", {"ru-slovo-ne-vorobey"}),
        ("привет, слово не воробей", {"ru-slovo-ne-vorobey"}),
        # Whose own words hold it comes before those whose equivalent it is.
        ("月是故乡明", {"zh-dufu-yue-shi-guxiang"}),
        ("良言一句三冬暖", {"zh-liangyan-yiju"}),
        ("кто такой Абай", {"kk-abai-bauyrym", "kk-abai-bir-kirpish", "kk-abai-enbek-qylsan"}),
        ("Абай қара сөздері", {"kk-abai-bauyrym", "kk-abai-bir-kirpish", "kk-abai-enbek-qylsan"}),
        ("孔子说过什么关于学习的话", {"zh-lunyu-sanrenxing"}),
        ("我想看关于母亲的谚语", {"kk-ananyn-konili", "kk-ata-korgen", "zh-er-xing-qianli"}),
        ("жалқаулық туралы мақал", {"kk-jalqaulyq-azdyrady"}),
        ("пословица про лень", {"kk-jalqaulyq-azdyrady"}),
    ],
)
async def test_what_people_ask_for_in_their_own_way_is_found(bot: Bot, text: str, ids: set[str]) -> None:
    assert {quote.id for quote in shown_by(await bot.somebody().says(text))} == ids


@pytest.mark.parametrize(
    ("text", "topic", "kinds"),
    [
        ("lhe;,f", "friendship", set(Kind)),
        ("gjckjdbwf ghj lhe;,e", "friendship", {Kind.PROVERB}),
        ("сәлем, достық туралы мақал айтшы", "friendship", {Kind.PROVERB}),
        ("友谊的谚语有哪些", "friendship", {Kind.PROVERB}),
        ("有什么关于时间的谚语吗", "time", {Kind.PROVERB}),
        ("推荐几句关于时间的谚语", "time", {Kind.PROVERB}),
        ("денсаулық туралы не айтасың", "health", set(Kind)),
        ("what about kindness?", "kindness", set(Kind)),
        ("proverbs on the importance of education", "learning", {Kind.PROVERB}),
    ],
)
async def test_of_a_topic_people_ask_for_in_their_own_way_one_is_drawn(bot: Bot, text: str, topic: str, kinds: set[Kind]) -> None:
    quote = (await bot.somebody().gets(Found, text)).quote

    assert topic in quote.topics
    assert quote.kind in kinds


@pytest.mark.parametrize(
    ("text", "said_in", "language"),
    [
        ("пословица на казахском", KK, KK),
        ("қазақша мақал айт", KK, KK),
        ("ағылшынша мақал", EN, EN),
        ("中文谚语", ZH, ZH),
        ("成语", ZH, ZH),
        ("来个成语", ZH, ZH),
        ("қытай мақалы қазақша", ZH, KK),
        ("a proverb in Russian", RU, RU),
    ],
)
async def test_who_wants_a_saying_in_a_language_gets_one_of_theirs_who_speak_it(
    bot: Bot, text: str, said_in: Language, language: Language
) -> None:
    for _ in range(3):
        found = await bot.somebody().gets(Found, text)
        assert (found.quote.language, found.language) == (said_in, language)


@pytest.mark.parametrize(
    ("text", "id_", "language"),
    [
        ("как будет по-казахски без труда не вытащишь рыбку из пруда", "ru-bez-truda-rybka", KK),
        ("百闻不如一见用俄语怎么说", "zh-bai-wen-yi-jian", RU),
        ("人心齐泰山移英语怎么说", "zh-renxin-qi", EN),
        ("how do you say a stitch in time saves nine in chinese", "en-stitch-in-time", ZH),
        ("тише едешь дальше будешь на казахском", "ru-tishe-edesh", KK),
        ("how do you say “actions speak louder than words” in Chinese?", "en-actions-speak-louder", ZH),
        ("білекті бірді жығар, білімді мыңды жығар орысша қалай болады", "kk-bilekti-birdi", RU),
    ],
)
async def test_a_saying_is_shown_in_the_language_somebody_wants_to_have_it_in(bot: Bot, text: str, id_: str, language: Language) -> None:
    found = await bot.somebody().gets(Found, text)

    assert (found.quote.id, found.language) == (id_, language)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("настройки", SettingsShown),
        ("退订", SubscriptionList),
        ("delete my data", Told),
        ("как тебя зовут", AboutText),
        ("menu", HelpText),
        ("сәлем бердік", GreetingBack),
        ("спасибо большое, очень помогли!", Welcomed),
        ("谢谢你的帮助", Welcomed),
        ("бүгінгі нақыл сөз", Found),
        ("отмена", Told),
    ],
)
async def test_words_that_stand_for_a_command_do_it(bot: Bot, text: str, answer: type[Answer]) -> None:
    assert isinstance(await bot.somebody().says(text), answer)


@pytest.mark.parametrize("text", ["как по казахски будет окно", "苹果用英文怎么说", "how do you say friend in Kazakh"])
async def test_it_is_no_dictionary(bot: Bot, text: str) -> None:
    assert not isinstance(await bot.somebody().says(text), Found)


@pytest.mark.parametrize("text", ["про работу не спрашивай", "what about you", "верните деньги", "полностью", "каков конец фильма"])
async def test_talk_with_words_that_ask_elsewhere_finds_nothing(bot: Bot, text: str) -> None:
    assert isinstance(await bot.somebody().says(text), Nothing)


@pytest.mark.parametrize("text", ["/search ыфва", "/search zzzzzz", "/search asdf"])
async def test_keys_hit_by_chance_are_like_nothing(bot: Bot, text: str) -> None:
    assert isinstance(await bot.somebody().says(text), Nothing)


@pytest.mark.parametrize("wish", ["爱 俄语", "俄语 爱", "love russian", "ru махаббат"])
async def test_the_language_of_a_wish_may_stand_before_or_behind_its_topic(bot: Bot, wish: str) -> None:
    found = await bot.somebody().gets(Found, f"/random {wish}")

    assert (found.language, "love" in found.quote.topics) == (RU, True)
