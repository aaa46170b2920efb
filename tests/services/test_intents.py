"""What people type, read as what they want."""

from collections.abc import Callable
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.quote import Kind
from bot.rendering.messages import LANGUAGE_LABELS, LANGUAGE_NAMES, Renderer
from bot.services.intents import COMMANDS, MAX_ASK_CHARS, Command, Intent, parse_intent
from bot.services.reading_intents import (
    About,
    Again,
    Ask,
    Assent,
    ChooseLanguage,
    Draw,
    DrawTopic,
    Farewell,
    Greeting,
    Help,
    More,
    Open,
    Privacy,
    Start,
    Thanks,
    Today,
    Unknown,
)
from bot.services.unasked_intents import Subscribe
from bot.services.words import language_named
from bot.text.language import Language

EVERYTHING = Draw()
PROVERB, QUOTE, FACT = Draw((Kind.PROVERB,)), Draw((Kind.QUOTE,)), Draw((Kind.FACT,))


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("/start", Start()),
        ("/start q_hundred-flowers", Open("hundred-flowers")),
        ("/help", Help()),
        ("/language", ChooseLanguage()),
        ("/language қазақша", ChooseLanguage("қазақша")),
        ("/random", EVERYTHING),
        ("/today", Today()),
        ("/proverb", PROVERB),
        ("/quote", QUOTE),
        ("/fact", FACT),
        ("/topics", DrawTopic()),
        ("/topic friendship", DrawTopic("friendship")),
        ("/search spring", Ask("spring", searching=True)),
        ("/search", Ask("", searching=True)),
        ("/about", About()),
        ("/privacy", Privacy()),
    ],
)
@pytest.mark.parametrize("private", [True, False])
def test_every_command_is_known_in_private_and_in_groups(typed: str, intent: Intent, *, private: bool) -> None:
    assert parse_intent(typed, private=private) == intent


def test_the_commands_of_the_issue_are_all_there() -> None:
    wanted = set("start help language random today proverb quote fact topics topic search about privacy".split())

    assert wanted <= {command.name for command in COMMANDS}


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_a_command_may_name_the_bot_and_be_written_in_capitals_and_with_spaces(command: str) -> None:
    plain = parse_intent(f"/{command}", private=False)

    assert plain != Unknown()
    assert parse_intent(f"/{command}@hundred_flowers_bot", private=False) == plain
    assert parse_intent(f"  /{command.upper()}  ", private=False) == plain


@pytest.mark.parametrize("gap", [" ", "  ", "\n", "\t", "\u00a0"])
def test_an_argument_may_stand_behind_any_kind_of_space(gap: str) -> None:
    assert parse_intent(f"/search{gap}spring", private=True) == Ask("spring", searching=True)
    assert parse_intent(f"/search@hundred_flowers_bot{gap}spring", private=True) == Ask("spring", searching=True)


@pytest.mark.parametrize("typed", ["/nonsense", "/", "/randomly", "/старт", "/start_now", "//"])
@pytest.mark.parametrize("private", [True, False])
def test_an_unknown_command_is_unknown_and_not_searched_for(typed: str, *, private: bool) -> None:
    assert parse_intent(typed, private=private) == Unknown()


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("цитата", QUOTE),
        ("дәйексөз", QUOTE),
        ("名言", QUOTE),
        ("quote", QUOTE),
        ("мақал", PROVERB),
        ("мақал-мәтел", PROVERB),
        ("谚语", PROVERB),
        ("пословица", PROVERB),
        ("поговорка", PROVERB),
        ("proverb", PROVERB),
        ("факт", FACT),
        ("fact", FACT),
        ("дерек", FACT),
        ("事实", FACT),
        ("random", EVERYTHING),
        ("случайное", EVERYTHING),
        ("кездейсоқ", EVERYTHING),
        ("随机", EVERYTHING),
        ("темы", DrawTopic()),
        ("topics", DrawTopic()),
        ("тақырыптар", DrawTopic()),
        ("主题", DrawTopic()),
        ("help", Help()),
        ("помощь", Help()),
        ("көмек", Help()),
        ("帮助", Help()),
    ],
)
@pytest.mark.parametrize("write", [str, str.upper, str.capitalize, "  {} ".format, "{}!".format, "«{}»".format])
def test_a_typed_word_stands_for_a_command_in_private(typed: str, intent: Intent, write: Callable[[str], str]) -> None:
    assert parse_intent(write(typed), private=True) == intent


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.words], ids=lambda command: command.name)
def test_every_word_of_the_table_means_its_command_in_private_and_nothing_in_groups(command: Command) -> None:
    for word in chain.from_iterable(command.words.values()):
        assert parse_intent(word, private=True) == parse_intent(f"/{command.name}", private=True)
        assert parse_intent(word, private=False) == Ask(word)


@pytest.mark.parametrize("language", Language)
def test_the_pools_have_words_in_every_language(language: Language) -> None:
    words = {
        Language.ZH: ("谚语", "名言", "事实", "随机", "主题", "帮助"),
        Language.KK: ("мақал", "дәйексөз", "дерек", "кездейсоқ", "тақырыптар", "көмек"),
        Language.RU: ("пословица", "цитата", "факт", "случайное", "темы", "помощь"),
        Language.EN: ("proverb", "quote", "fact", "random", "topics", "help"),
    }[language]

    assert [parse_intent(word, private=True) for word in words] == [PROVERB, QUOTE, FACT, EVERYTHING, DrawTopic(), Help()]


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("/random kk", Draw(wish="kk")),
        ("/random қазақша достық", Draw(wish="қазақша достық")),
        ("/proverb 友谊", Draw((Kind.PROVERB,), "友谊")),
        ("/topic дружба", DrawTopic("дружба")),
        ("/topic 友谊", DrawTopic("友谊")),
        ("/topic достық", DrawTopic("достық")),
    ],
)
def test_a_command_keeps_its_argument(typed: str, intent: Intent) -> None:
    assert parse_intent(typed, private=True) == intent


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("kk", Language.KK),
        ("KZ", Language.KK),
        ("Kazakh", Language.KK),
        ("казахский", Language.KK),
        ("қазақша", Language.KK),
        ("哈萨克语", Language.KK),
        ("ru", Language.RU),
        ("Russian", Language.RU),
        ("по-русски", Language.RU),
        ("орысша", Language.RU),
        ("俄语", Language.RU),
        ("en", Language.EN),
        ("English", Language.EN),
        ("английский", Language.EN),
        ("ағылшынша", Language.EN),
        ("英语", Language.EN),
        ("zh", Language.ZH),
        ("Chinese", Language.ZH),
        ("китайский", Language.ZH),
        ("қытайша", Language.ZH),
        ("中文", Language.ZH),
        ("漢語", Language.ZH),
        ("klingon", None),
        ("", None),
    ],
)
def test_a_language_is_named_in_any_of_the_four(typed: str, language: Language | None) -> None:
    assert language_named(typed) is language


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("speak Kazakh", Language.KK),
        ("answer in English", Language.EN),
        ("говорите по-русски", Language.RU),
        ("Ответь на китайском", Language.ZH),
        ("ujdjhb gj-heccrb", Language.RU),
        ("kazakşa söile", Language.KK),
        ("请说中文", Language.ZH),
        ("用哈萨克语回答", Language.KK),
    ],
)
def test_whoever_asks_to_be_spoken_to_in_a_language_is_answered_in_it_from_then_on(typed: str, language: Language) -> None:
    assert parse_intent(typed, private=True) == ChooseLanguage(language)
    assert parse_intent(typed, private=False) == Ask(typed)


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("In English, please!", Language.EN),
        ("по-казахски, пожалуйста", Language.KK),
        ("а на казахском?", Language.KK),
        ("переведи на английский", Language.EN),
        ("на английском языке", Language.EN),
        ("қазақша айтшы", Language.KK),
        ("орысшасы қалай?", Language.RU),
        ("ағылшын тілінде", Language.EN),
        ("换成俄语", Language.RU),
        ("英文怎么说", Language.EN),
        ("переведи", None),
        ("что это значит?", None),
        ("аударшы", None),
        ("什么意思", None),
        ("what does it mean?", None),
    ],
)
def test_what_is_wanted_of_the_last_saying_is_no_question(typed: str, language: Language | None) -> None:
    assert parse_intent(typed, private=True) == Again(typed, language, compared=language is None)
    assert parse_intent(typed, private=False) == Ask(typed)


@pytest.mark.parametrize("typed", ["источник?", "кто это сказал", "who said that?", "кім айтқан", "谁说的？", "出处"])
def test_whoever_asks_whose_the_last_saying_is_is_told_its_source(typed: str) -> None:
    assert parse_intent(typed, private=True) == Again(typed, detailed=True)


@pytest.mark.parametrize("typed", ["a quote in english about bread", "по-русски говоря, дело труба", "说中文的人"])
def test_a_language_that_is_only_named_is_not_asked_for(typed: str) -> None:
    assert parse_intent(typed, private=True) == Ask(typed)


def test_a_language_is_known_by_every_name_the_bot_itself_gives_it(renderer: Renderer) -> None:
    for language in Language:
        names = [LANGUAGE_LABELS[language], LANGUAGE_NAMES[language], language.value]
        names += [catalogue.language_name(language) for catalogue in renderer.catalogues.values()]

        assert {name: language_named(name) for name in names} == dict.fromkeys(names, language)


@pytest.mark.parametrize(
    "typed",
    "Hi|hello!|Good morning :)|Привет|здравствуйте!!!|Добрый день.|как дела?"
    "|Сәлем|Сәлеметсіз бе?|Қалайсың|қайырлы таң|你好|您好！|早上好|在吗？".split("|"),
)
def test_a_greeting_is_a_greeting(typed: str) -> None:
    assert isinstance(parse_intent(typed, private=True), Greeting)
    assert isinstance(parse_intent(typed, private=False), Greeting)


@pytest.mark.parametrize(
    "typed",
    "Thanks!|thank you|ok thanks|Спасибо|спасибо большое!|Рахмет|рақмет!|谢谢|谢谢！|好的，谢谢".split("|"),
)
def test_thanks_are_thanks(typed: str) -> None:
    assert isinstance(parse_intent(typed, private=True), Thanks)


@pytest.mark.parametrize("typed", "ok|Got it.|never mind|да|Ладно!|не надо|жақсы|түсінікті|керек емес|嗯|好的|不用了|知道了".split("|"))
def test_who_only_agrees_or_declines_neither_thanks_nor_asks(typed: str) -> None:
    assert isinstance(parse_intent(typed, private=True), Assent)


@pytest.mark.parametrize(
    ("typed", "language"),
    [("English", Language.EN), ("русский", Language.RU), ("Қазақша", Language.KK), ("中文", Language.ZH), ("俄语", Language.RU)],
)
def test_the_name_of_a_language_asks_for_what_was_shown_in_it(typed: str, language: Language) -> None:
    assert parse_intent(typed, private=True) == Again(typed, language, compared=language is None)


@pytest.mark.parametrize(
    "typed", ["присылай мне пословицу каждый день в 9", "send me a proverb every morning", "每天早上8点给我发一句谚语"]
)
def test_who_wants_sayings_again_and_again_subscribes(typed: str) -> None:
    assert parse_intent(typed, private=True) == Subscribe(typed)
    assert parse_intent(typed, private=False) == Ask(typed)


@pytest.mark.parametrize("typed", ["қытай", "қазақ", "орыс"])
def test_the_name_of_a_people_asks_for_no_language(typed: str) -> None:
    assert parse_intent(typed, private=True) == Ask(typed)


@pytest.mark.parametrize(("typed", "intent"), [("/помощь", Help()), ("/帮助", Help()), ("/ТЕМЫ", DrawTopic()), ("/abrakadabra", Unknown())])
def test_a_command_may_be_written_in_its_readers_letters(typed: str, intent: Intent) -> None:
    assert parse_intent(typed, private=True) == intent


@pytest.mark.parametrize("typed", "bye|Good night!|пока|до свидания|gjrf|poka|сау болыңыз|қайырлы түн|再见|晚安|wan an".split("|"))
def test_a_goodbye_is_a_goodbye(typed: str) -> None:
    assert isinstance(parse_intent(typed, private=True), Farewell)
    assert isinstance(parse_intent(typed, private=False), Farewell)


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("hey, what’s up?", Greeting(Language.EN)),
        ("доброе утро, коллеги", Greeting(Language.RU)),
        ("қайырлы таң баршаңызға", Greeting(Language.KK)),
        ("你好呀，在吗", Greeting(Language.ZH)),
        ("thanks a lot, you’re the best", Thanks(Language.EN)),
        ("спасибо большое, выручил", Thanks(Language.RU)),
        ("рақмет саған, көп көмектестің", Thanks(Language.KK)),
        ("谢谢你，太好了", Thanks(Language.ZH)),
        ("hi and thanks", Ask("hi and thanks")),
        ("thanks, see you later!", Farewell(Language.EN)),
        ("ну ладно, пока", Farewell(Language.RU)),
        ("жарайды, сау бол", Farewell(Language.KK)),
        ("晚安，明天见", Farewell(Language.ZH)),
        ("бот", Ask("бот")),
        ("thanks " * 20, Ask(("thanks " * 20).strip())),
    ],
)
def test_several_courtesies_together_are_what_they_come_to(typed: str, intent: Intent) -> None:
    assert parse_intent(typed, private=True) == intent


@pytest.mark.parametrize(
    "typed", ["你好" * 29 + "x", "嗯" * 59 + "x", "你" * 60, "ok " * 19 + "x", "thanks a lot " * 4 + "x", "hi " * 20 + "there x"]
)
def test_what_is_nearly_all_courtesies_is_told_from_them_at_once(typed: str) -> None:
    """Each of them could be parted in so many ways that trying them all would take hours."""
    assert parse_intent(typed, private=True) == Ask(typed)


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("Who are you?", About()),
        ("кто ты", About()),
        ("сен кімсің өзің", About()),
        ("你叫什么名字？", About()),
        ("what can you do", Help()),
        ("что ты умеешь?", Help()),
        ("не істей аласың", Help()),
        ("你会什么", Help()),
        ("случайная пословица", PROVERB),
        ("мақал айтшы", PROVERB),
        ("随便来一句", EVERYTHING),
        ("Ещё!", More()),
        ("ещё одну, пожалуйста", More()),
        ("спасибо, ещё", More()),
        ("one more", More()),
        ("Next one, please", More()),
        ("тағы бір", More()),
        ("рахмет, тағы біреуін айтшы", More()),
        ("再来一个", More()),
        ("谢谢，再来一个", More()),
        ("random proverb, please", PROVERB),
        ("ещё одну пословицу", PROVERB),
        ("тағы бір мақал", PROVERB),
        ("қандай тақырыптар бар?", DrawTopic()),
        ("lai yi ju yanyu", PROVERB),
        ("lai ge chengyu", Draw((Kind.PROVERB,), said_in=Language.ZH)),
        ("give me an idiom", PROVERB),
        ("来句格言", QUOTE),
    ],
)
def test_people_ask_for_commands_in_their_own_words(typed: str, intent: Intent) -> None:
    assert parse_intent(typed, private=True) == intent
    assert parse_intent(typed, private=False) == Ask(typed)


@pytest.mark.parametrize("typed", ["привет от старых штиблет", "hello world of proverbs", "спасибо деду", "你好世界", "сәлем бер"])
def test_words_that_only_begin_like_a_greeting_are_searched_for(typed: str) -> None:
    assert parse_intent(typed, private=True) == Ask(typed)


def test_only_so_much_of_a_text_is_looked_at() -> None:
    long = "слово " * 10_000

    asked = parse_intent(long, private=True)
    searched = parse_intent(f"/search {long}", private=True)

    assert isinstance(asked, Ask)
    assert isinstance(searched, Ask)
    assert len(asked.words) <= MAX_ASK_CHARS
    assert len(searched.words) <= MAX_ASK_CHARS


@given(st.text(max_size=60), st.booleans())
def test_any_text_has_an_intent(text: str, private: bool) -> None:
    assert parse_intent(text, private=private) is not None


@given(st.text(max_size=60).map("/{}".format))
def test_what_begins_with_a_slash_is_never_searched_for_unless_asked(text: str) -> None:
    intent = parse_intent(text, private=True)

    assert not isinstance(intent, Ask) or intent.searching
