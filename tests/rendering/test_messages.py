"""Answers into words and buttons."""

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from conftest import NOW
from msgspec import structs
from samples import partial

from bot.corpus.checks import Flaw
from bot.corpus.editing import Field
from bot.corpus.quote import Kind, Quote, Topic
from bot.corpus.reader import Corpus
from bot.errors import QuoteFileError
from bot.rendering.catalogue import Catalogue
from bot.rendering.messages import (
    LANGUAGE_LABELS,
    Renderer,
    command_descriptions,
    description,
    nothing_inline,
    render,
    short_description,
)
from bot.rendering.reply import Button, Reply, Share, Visit
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
    Interrupted,
    LanguageChosen,
    LanguageMenu,
    Nothing,
    NotUnderstood,
    Occasion,
    Overrun,
    PrivacyText,
    TopicMenu,
    Welcome,
    Welcomed,
    WordsOnly,
    WordsWanted,
)
from bot.services.importing import Report, Stage
from bot.services.intents import COMMANDS
from bot.services.orders import MAX_TOPICS
from bot.services.presses import MAX_BYTES, to_press
from bot.services.reading_intents import Another, Draw, DrawTopic, Open, SetLanguage
from bot.services.unasked_answers import (
    AnnouncementShown,
    NewsShown,
    OrderNotUnderstood,
    PostShown,
    SettingsShown,
    SubscriptionList,
    SubscriptionShown,
    Upcoming,
    Word,
    ZonesShown,
)
from bot.services.unasked_intents import Tuning
from bot.services.upkeep_answers import (
    Deleted,
    Double,
    DraftList,
    DraftShown,
    EditorList,
    Exported,
    FileLookedAt,
    FileProgress,
    FileRefused,
    HistoryShown,
    NoticeShown,
    ReviewShown,
    Saved,
    Say,
    StatsShown,
    Told,
    Turn,
)
from bot.services.upkeep_intents import Forget
from bot.store.announcements import Announcement, Progress
from bot.store.chats import ChatSettings, Whom
from bot.store.drafts import Draft, Purpose, Step
from bot.store.edits import Version, Why
from bot.store.parcels import Failure, Greeting, Muted, Notice, Outcome, Skipped, State, TopicLost, Trouble, UsedUp
from bot.store.people import Fault
from bot.store.subscriptions import MOST_A_CHAT, Running, Subscription
from bot.store.suggestions import Suggestion
from bot.store.tallies import Stats
from bot.text.language import Language

KK, RU, EN, ZH = Language.KK, Language.RU, Language.EN, Language.ZH
# A moment in November 2026, in seconds since the epoch.
NOON = 1_795_500_000
# Telegram's limits, in characters.
MAX_MESSAGE, MAX_DESCRIPTION, MAX_SHORT_DESCRIPTION = 4096, 512, 120


def buttons_of(reply: Reply) -> list[Button]:
    """All buttons, row by row."""
    return [button for row in reply.buttons for button in row]


def all_answers(language: Language, corpus: Corpus) -> list[Answer]:
    """One answer of every kind in *language*."""
    topics = tuple((topic, number) for number, topic in enumerate(corpus.topics, 1))
    quotes = corpus.quotes[:3]
    return [
        *(Found(language, quote, quote.topics[0], detailed=detailed) for quote in quotes for detailed in (False, True)),
        *(Found(language, quote, quote.topics[0], compared=True) for quote in quotes),
        Found(language, quotes[0], quotes[0].topics[0], occasion=Occasion.TODAY),
        Choices(language, quotes),
        Nothing(language),
        TopicMenu(language, topics),
        TopicMenu(language, topics, "klingon"),
        LanguageMenu(language, None, private=True),
        LanguageMenu(language, KK, private=False, unknown="klingon"),
        LanguageChosen(language, None, private=True),
        LanguageChosen(language, language, private=False),
        Interrupted(language),
        Overrun(language, 20),
        AboutText(language, 1),
        AboutText(language, 266),
        *(
            kind(language)
            for kind in (
                Gone,
                EmptyPool,
                AdminsOnly,
                WordsWanted,
                Welcome,
                HelpText,
                PrivacyText,
                GreetingBack,
                Welcomed,
                Encouraged,
                GoodbyeBack,
                NotUnderstood,
                WordsOnly,
            )
        ),
        *all_of_upkeep(language, corpus),
        *all_unasked(language, corpus),
    ]


def all_unasked(language: Language, corpus: Corpus) -> Iterator[Answer]:
    """One answer of every kind about what comes unasked, in every state it may be in."""
    quote, theme = corpus.quotes[0], corpus.calendar.themes[0]
    other = EN if language is KK else KK
    post = PostShown(language, quote, (language, other), theme)
    yield from (post, PostShown(language, quote, (language,)), NewsShown(language, "News"))
    for body in (UsedUp(language, 3), TopicLost(language, 3), Muted(language, 3), Skipped(language, 1, 1), Skipped(language, 5, 2)):
        yield Word(language, body)
    yield Word(language, Greeting(language))
    for failure, count in product(Failure, (0, 1, 37)):
        yield Word(language, Trouble(language, failure, count, NOON, 5_000, "Asia/Almaty"))
    for chat_id, state in product((1, -100), Running):
        one = Subscription(
            chat_id, 545, "Asia/Almaty", (language, other), 0b11, (Kind.FACT,), ("unity",), silent=True, pin=True, state=state, id=3
        )
        yield SubscriptionShown(language, one, "", (NOON, NOON + 86_400), post, ("UTC",), corpus.topics)
        yield SubscriptionList(language, (Upcoming(one, (NOON,), post), Upcoming(one, (NOON,), None)))
        # As many as there can be, with as much in each.
        full = structs.replace(one, topics=tuple(topic.id for topic in longest(corpus, language)), kinds=(), days=0b1011011)
        yield SubscriptionList(language, (Upcoming(full, (NOON,) * 3, post),) * MOST_A_CHAT, corpus.topics)
    pages = ("hour", "minute", "zone", "lang", "day", "kind", "topic", "from")
    yield from (SubscriptionShown(language, one, page, (NOON,), None, ("UTC", "Asia/Almaty"), corpus.topics) for page in pages)
    yield SubscriptionShown(language, one, "", (), None, (), ())
    yield SubscriptionList(language, ())
    yield OrderNotUnderstood(language, "klingon")
    yield SubscriptionShown(language, structs.replace(one, id=0), "", (NOON,), post, (), ())
    for act in (Tuning.START, Tuning.ZONE, None):
        yield ZonesShown(language, "喀什", (("Asia/Shanghai", 1_020), ("Asia/Urumqi", 900)), 999_999_999, act)
    for private, page in product((True, False), ("", "quiet", "zone")):
        yield SettingsShown(language, ChatSettings(quiet=(1320, 420)), "Asia/Almaty", private, page, ("UTC",))
    yield SettingsShown(language, ChatSettings(language, Whom.ADMINS, Whom.ADMINS, news=False), "UTC", False, "", ())
    texts = {language: "News", other: "More news"}
    for progress in Progress:
        announcement = Announcement(4, 1, 1, None, texts, language, progress)
        yield AnnouncementShown(language, announcement, {language: 3, None: 1}, dict.fromkeys(Outcome, 2))


def longest(corpus: Corpus, language: Language) -> list[Topic]:
    """As many topics as a subscription may have, those with the longest names."""
    return sorted(corpus.topics, key=lambda topic: len(topic.names[language]))[-MAX_TOPICS:]


def all_of_upkeep(language: Language, corpus: Corpus) -> Iterator[Answer]:
    """One answer of every kind by which the collection is looked after, in every state it may be in."""
    quote = corpus.quotes[0]
    yield from (Told(language, say, quote_id=quote.id, draft_id=7, intent=Forget(sure=True, person_id=6)) for say in Say)
    for purpose in Purpose:
        for step in Step:
            draft = Draft(purpose, step, quote, wording=KK, guided=step is not Step.PREVIEW, id=7, person_id=1, chat_id=1)
            yield DraftShown(language, draft, choosable=corpus.topics, for_both=True, mixed=(("бiр", "бір"), ("жaґ", "жaґ")))
    yield from (DraftShown(language, Draft(Purpose.ADD, Step.TEXT, id=7), flaw) for flaw in Flaw)
    yield DraftShown(language, Draft(Purpose.ADD, Step.PREVIEW, quote, id=7), lost_figures=True, unclaimed=True)
    double = Double(corpus.quotes[1], 0.931, corpus.quotes[1].renderings[-1])
    yield DraftShown(language, Draft(Purpose.ADD, Step.PREVIEW, quote, id=7), doubles=(double,))
    yield DraftShown(language, Draft(Purpose.ADD, Step.SPEAKER, quote, id=7, chat_id=-100))
    yield from (Saved(language, quote, 2, 1, why, collection) for why in Why for collection in (None, -100))
    yield Deleted(language, quote, 3, 2)
    turns = tuple(Turn(Version(number, why, NOW, number or None, quote), (*Language, *Field)) for number, why in enumerate(Why))
    yield HistoryShown(language, quote, turns)
    yield HistoryShown(language, quote, turns, latest=False, more=True)
    yield HistoryShown(language, quote, (), tuple((fault, 1_000) for fault in Fault))
    yield DraftList(language, (Draft(Purpose.ADD, Step.TEXT, id=7), Draft(Purpose.ADD, Step.PREVIEW, quote, id=8)))
    suggestion = Suggestion(5, 6, language, quote, quote.language, State.OPEN, None)
    yield ReviewShown(language, suggestion, 1, ())
    yield ReviewShown(language, suggestion, 5, (double,))
    yield from (NoticeShown(language, Notice(language, state, 5, quote, "Why?")) for state in State if state is not State.OPEN)
    yield NoticeShown(language, Notice(language, State.ACCEPTED, 5, quote, group_id=-100), to=6)
    wrong = QuoteFileError(Path("sayings.csv"), 3, "not UTF-8 text")
    yield FileLookedAt(language, "sayings.csv", Report(lines=5, new=5), draft_id=7)
    yield from (FileProgress(language, "sayings.csv", stage, 1_500, 100_000) for stage in Stage)
    yield FileLookedAt(language, "sayings.csv", Report(lines=5, new=4, near_doubles=[wrong]), draft_id=7)
    yield FileLookedAt(language, "sayings.csv", Report(lines=5, new=4, mixed=[wrong]), draft_id=7)
    yield FileLookedAt(language, "sayings.csv", Report(lines=5, new=4, refused=1, problems=[wrong]))
    yield FileLookedAt(language, "sayings.csv", Report(lines=5, same=5))
    yield FileLookedAt(language, "sayings.csv", Report(lines=5, new=5, imported=True, number=3), number=3)
    yield FileRefused(language, str(wrong))
    yield Exported(language, "hundred-flowers.csv", BytesIO(), 276)
    yield EditorList(language, ())
    yield EditorList(language, ((12, frozenset({KK, ZH})),))
    counts = {str(one): 5 for one in Language}
    outcomes = {("en", "answer"): 3, ("kk", "nothing"): 1}
    stats = Stats(counts, {"proverb": 3, "fact": 1}, counts, outcomes, (("wat", 2),), 4, ((quote.id, Fault.WORDS, 1),), 1)
    yield StatsShown(language, stats)


@pytest.mark.parametrize("language", Language)
def test_every_answer_has_words_and_buttons_that_telegram_takes(renderer: Renderer, corpus: Corpus, language: Language) -> None:
    for answer in all_answers(language, corpus):
        reply = renderer.render(answer)

        assert 1 <= len(reply.text) <= MAX_MESSAGE
        assert reply.text == reply.text.strip()
        assert "{" not in reply.text
        for button in buttons_of(reply):
            assert 1 <= len(button.label) <= 90
            assert isinstance(button.action, Share | Visit) or 1 <= len(to_press(button.action).encode()) <= MAX_BYTES


def test_every_kind_of_answer_is_tried_above(corpus: Corpus) -> None:
    def kinds(kind: type[Answer]) -> set[type[Answer]]:
        return {kind}.union(*(kinds(one) for one in kind.__subclasses__()))

    assert kinds(Answer) - {Answer} == {type(answer) for answer in all_answers(EN, corpus)}


@pytest.mark.parametrize("language", Language)
def test_the_wording_is_of_its_language(renderer: Renderer, corpus: Corpus, language: Language) -> None:
    """No sentence of English is left where another language is spoken."""
    letters = {KK: "қ", RU: "ы", ZH: "的", EN: "the"}

    said = "".join(renderer.render(kind(language)).text for kind in (Welcome, HelpText, PrivacyText, WordsOnly))

    assert letters[language] in said
    assert (" the " in said) == (language is EN)


@pytest.mark.parametrize("language", Language)
def test_every_command_has_a_description_telegram_takes(renderer: Renderer, language: Language) -> None:
    described = command_descriptions(renderer.catalogues[language])

    assert set(described) == {command.name for command in COMMANDS}
    assert all(1 <= len(text) <= 256 for text in described.values())
    assert len(set(described.values())) == len(described)


@pytest.mark.parametrize("language", Language)
def test_help_names_every_command_in_order(renderer: Renderer, language: Language) -> None:
    text = renderer.render(HelpText(language)).text
    places = [text.index(f"/{command.name} ") for command in COMMANDS]

    assert places == sorted(places)


@pytest.mark.parametrize("language", Language)
def test_the_profile_fits_telegrams_limits(renderer: Renderer, language: Language) -> None:
    catalogue = renderer.catalogues[language]

    assert 1 <= len(description(catalogue)) <= MAX_DESCRIPTION
    assert 1 <= len(short_description(catalogue)) <= MAX_SHORT_DESCRIPTION
    assert 1 <= len(nothing_inline(catalogue)) <= 64


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 изречение"),
        (2, "2 изречения"),
        (5, "5 изречений"),
        (11, "11 изречений"),
        (21, "21 изречение"),
        (1000, "1\u00a0000 изречений"),
    ],
)
def test_russian_sayings_are_counted_by_their_three_forms(renderer: Renderer, count: int, words: str) -> None:
    assert words in renderer.render(AboutText(RU, count)).text


@pytest.mark.parametrize(("count", "words"), [(1, "1 saying "), (2, "2 sayings "), (21, "21 sayings "), (1000, "1,000 sayings ")])
def test_english_sayings_are_counted_by_their_two_forms(renderer: Renderer, count: int, words: str) -> None:
    assert words in renderer.render(AboutText(EN, count)).text


@pytest.mark.parametrize("language", [KK, ZH])
@pytest.mark.parametrize("count", [1, 2, 5, 21])
def test_sayings_are_counted_in_kazakh_and_chinese(renderer: Renderer, language: Language, count: int) -> None:
    assert str(count) in renderer.render(AboutText(language, count)).text


@pytest.mark.parametrize("language", Language)
def test_under_a_quote_stand_the_languages_another_the_source_and_share(
    renderer: Renderer, by_id: dict[str, Quote], language: Language
) -> None:
    reply = renderer.render(Found(language, by_id["hundred-flowers"], "unity"))
    languages, others = reply.buttons

    assert [button.label for button in languages] == ["中文", "Қаз", "Рус", "EN"]
    assert [button.action for button in languages] == [Open("hundred-flowers", one) for one in (ZH, KK, RU, EN)]
    assert [button.action for button in others] == [
        Another("hundred-flowers", "unity", language),
        Open("hundred-flowers", language, detailed=True),
        Share("hundred-flowers"),
    ]


def test_languages_are_labelled_in_their_own_words() -> None:
    assert set(LANGUAGE_LABELS) == set(Language)


@pytest.mark.parametrize("language", Language)
def test_choices_open_their_quotes_in_the_readers_language(renderer: Renderer, corpus: Corpus, language: Language) -> None:
    quotes = corpus.quotes[:3]

    reply = renderer.render(Choices(language, quotes))

    assert [button.action for button in buttons_of(reply)] == [Open(quote.id, language) for quote in quotes]


@pytest.mark.parametrize("language", Language)
def test_every_shipped_quote_fits_a_button_as_a_choice(renderer: Renderer, corpus: Corpus, language: Language) -> None:
    for start in range(0, len(corpus.quotes), 3):
        for button in buttons_of(renderer.render(Choices(language, corpus.quotes[start : start + 3]))):
            assert 1 <= len(button.label) <= 48
            assert "\n" not in button.label


@pytest.mark.parametrize("language", Language)
def test_nothing_offers_a_random_saying_and_says_how_to_suggest_one(renderer: Renderer, language: Language) -> None:
    reply = renderer.render(Nothing(language))

    assert [button.action for button in buttons_of(reply)] == [Draw(language=language), DrawTopic(language=language)]
    assert "/suggest" in reply.text


@pytest.mark.parametrize("language", Language)
def test_the_menu_of_languages_offers_each_and_none(renderer: Renderer, language: Language) -> None:
    reply = renderer.render(LanguageMenu(language, None, private=True))

    assert [button.action for button in buttons_of(reply)] == [*(SetLanguage(one) for one in (ZH, KK, RU, EN)), SetLanguage(None)]


@pytest.mark.parametrize("language", Language)
def test_what_was_not_understood_is_repeated_as_it_was_typed(renderer: Renderer, corpus: Corpus, language: Language) -> None:
    typed = "<b>{words}</b> & _more_"

    assert typed in renderer.render(TopicMenu(language, (), typed)).text
    assert typed in renderer.render(LanguageMenu(language, None, private=True, unknown=typed)).text


@pytest.mark.parametrize("language", Language)
def test_the_saying_of_the_day_is_headed_so(renderer: Renderer, by_id: dict[str, Quote], language: Language) -> None:
    quote = by_id["hundred-flowers"]
    plain = renderer.render(Found(language, quote, "unity")).text

    headed = renderer.render(Found(language, quote, "unity", occasion=Occasion.TODAY)).text

    assert headed.endswith(plain)
    assert len(headed) > len(plain)


@pytest.mark.parametrize("language", Language)
def test_the_bot_can_apologise(renderer: Renderer, language: Language) -> None:
    assert len(renderer.apology(language).text) > 10


@pytest.mark.parametrize(
    ("language", "words"), [(EN, "in 40 seconds"), (RU, "через 40 секунд"), (KK, "40 секундтан кейін"), (ZH, "40秒钟后")]
)
def test_who_asks_too_much_at_once_is_told_when_to_go_on(renderer: Renderer, language: Language, words: str) -> None:
    text = renderer.render(Overrun(language, 40)).text

    assert words in text
    # What Telegram shows in a callback answer.
    assert len(text) <= 200


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (EN, "This has happened 37 more times since {since} (Almaty)."),
        (RU, "До этого то же самое случилось ещё 37 раз (первый: {since}, Алматы)."),
        (KK, "Бұған дейін дәл осындай жағдай тағы 37 рет болған (алғашқысы: {since}, Алматы)."),
        (ZH, "此前还发生过37次，未另行通知（首次：{since}，阿拉木图时间）。"),
    ],
)
def test_an_owner_is_told_what_was_held_back_and_since_when(renderer: Renderer, language: Language, words: str) -> None:
    trouble = Trouble(language, Failure.TAKEN, 37, NOON, zone="Asia/Almaty")

    first, second = renderer.render(Word(language, trouble)).text.split("\n")

    assert first == renderer.render(Word(language, Trouble(language, Failure.TAKEN))).text
    assert second == words.format(since=renderer.catalogues[language].moment_in("Asia/Almaty", NOON))


@pytest.mark.parametrize("language", Language)
def test_no_language_is_frozen_at_import(renderer: Renderer, language: Language) -> None:
    """The same answer by another catalogue is in that one's language."""
    catalogue: Catalogue = renderer.catalogues[language]

    assert render(Gone(EN), catalogue).text == renderer.render(Gone(language)).text


@pytest.mark.parametrize("language", Language)
def test_who_asks_what_a_saying_means_sees_each_wording_once(renderer: Renderer, by_id: dict[str, Quote], language: Language) -> None:
    quote = by_id["hundred-flowers"]

    text = renderer.render(Found(language, quote, None, compared=True)).text

    for one in quote.renderings:
        assert text.count(one.text) == 1


def test_what_has_no_other_wording_is_not_compared_with_nothing(renderer: Renderer) -> None:
    alone = partial("alone", Language.KK, "Адам бол!")

    assert renderer.render(Found(Language.RU, alone, None, compared=True)).text.count("Толкования у меня нет.") == 1
