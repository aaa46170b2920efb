"""Intents as the data of buttons, and back."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.quote import MAX_ID_CHARS, MAX_TOPIC_ID_CHARS, Kind
from bot.corpus.reader import Corpus
from bot.services.intents import Intent
from bot.services.presses import parse_press, rewrites, to_press
from bot.services.reading_intents import (
    About,
    Another,
    Ask,
    ChooseLanguage,
    Draw,
    DrawTopic,
    Help,
    Open,
    Privacy,
    SetLanguage,
    Start,
    Today,
    Unknown,
)
from bot.text.language import Language

LANGUAGES = st.sampled_from(Language)
QUOTE_IDS = st.from_regex(rf"[a-z0-9][a-z0-9-]{{0,{MAX_ID_CHARS - 1}}}", fullmatch=True)
TOPIC_IDS = st.from_regex(rf"[a-z][a-z-]{{0,{MAX_TOPIC_ID_CHARS - 1}}}", fullmatch=True)
KINDS = st.sampled_from([kinds for count in (1, 2, 3) for kinds in combinations(Kind, count)])
INTENTS = st.one_of(
    st.builds(Open, QUOTE_IDS, st.none() | LANGUAGES, st.booleans()),
    st.builds(Open, QUOTE_IDS, st.none() | LANGUAGES, aside=st.just(True)),
    st.builds(Another, QUOTE_IDS, st.none() | TOPIC_IDS, LANGUAGES),
    st.builds(DrawTopic, TOPIC_IDS | st.just(""), LANGUAGES),
    st.builds(SetLanguage, st.none() | LANGUAGES),
    st.just(ChooseLanguage()),
    st.builds(Draw, KINDS, st.just(""), LANGUAGES),
)


@given(INTENTS)
def test_a_button_comes_back_as_what_it_meant_and_fits_telegram(intent: Intent) -> None:
    data = to_press(intent)

    assert parse_press(data) == intent
    assert 1 <= len(data.encode()) <= 64


@given(INTENTS, st.text(min_size=1, max_size=3))
def test_what_was_added_to_a_button_makes_it_unknown_or_another_button_of_ours(intent: Intent, added: str) -> None:
    forged = to_press(intent) + added

    understood = parse_press(forged)

    assert isinstance(understood, Unknown) or to_press(understood) == forged


@given(st.text(max_size=80))
def test_forged_data_is_unknown(forged: str) -> None:
    understood = parse_press(forged)

    assert isinstance(understood, Unknown) or to_press(understood) == forged


@pytest.mark.parametrize(
    "forged",
    [
        "",
        ":",
        "o",
        "o::",
        "o:kk:",
        "o:de:hundred-flowers",
        "o:KK:hundred-flowers",
        "o:kk:Hundred-Flowers",
        "o:kk:hundred flowers",
        "o:kk:hundred-flowers\n",
        "o:kk:-flowers",
        "o:kk:'; DROP TABLE quotes; --",
        f"o:kk:{'x' * 41}",
        "m::work:hundred-flowers",
        "m:kk:work:",
        f"m:kk:{'x' * 17}:hundred-flowers",
        "t::work",
        "t:kk:Work",
        "l:de",
        "l:kk ",
        "d::proverb",
        "d:kk:",
        "d:kk:poem",
        "d:kk:proverb+",
        "d:kk:proverb,quote",
        "x:kk:hundred-flowers",
        "o:kk:һundred-flowers",  # a Kazakh letter in front
        "o:kk:hundred-flowers٣",
        "\ud800",
    ],
)
def test_data_no_button_of_ours_ever_had_is_unknown(forged: str) -> None:
    assert parse_press(forged) == Unknown()
    assert not rewrites(forged)


@pytest.mark.parametrize("forged", ["d:kk:proverb+proverb", f"d:kk:{'+'.join(['fact'] * 11)}"])
def test_kinds_named_twice_are_forged(forged: str) -> None:
    """Each such name would be a pool of its own, and the long ones do not fit PostgreSQL's column."""
    assert parse_press(forged) == Unknown()


@pytest.mark.parametrize(
    "intent", [Ask("x"), Today(), Start(), Help(), About(), Privacy(), Unknown(), Draw(wish="kk"), Draw(), DrawTopic("work")]
)
def test_what_no_button_stands_for_is_refused(intent: Intent) -> None:
    with pytest.raises(ValueError, match="no button"):
        to_press(intent)


def test_languages_sources_and_settings_rewrite_their_message_and_the_rest_sends_another() -> None:
    rewriting = [Open("q", Language.KK), Open("q", Language.KK, detailed=True), SetLanguage(None), ChooseLanguage()]
    sending = [
        Open("q", Language.KK, aside=True),
        Another("q", "work", Language.KK),
        Draw(language=Language.KK),
        DrawTopic("work", Language.KK),
        DrawTopic("", Language.KK),
    ]

    assert all(rewrites(to_press(intent)) for intent in rewriting)
    assert not any(rewrites(to_press(intent)) for intent in sending)


def test_every_shipped_quote_and_topic_has_its_buttons(corpus: Corpus) -> None:
    for quote in corpus.quotes:
        for language in Language:
            assert parse_press(to_press(Open(quote.id, language))) == Open(quote.id, language)
            for topic in quote.topics:
                assert parse_press(to_press(Another(quote.id, topic, language))) == Another(quote.id, topic, language)


def test_shipped_ids_are_plain_ascii(corpus: Corpus) -> None:
    assert all(re.fullmatch("[a-z0-9-]+", quote.id) for quote in corpus.quotes)
