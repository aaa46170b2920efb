"""Topics by whatever people call them."""

import pytest

from bot.corpus.reader import Corpus
from bot.services.topics import Topics
from bot.text.language import Language


@pytest.fixture(scope="module")
def topics(corpus: Corpus) -> Topics:
    """The shipped topics."""
    return Topics(corpus.topics)


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("friendship", Language.EN),
        ("Friendship", Language.EN),
        ("friends", Language.EN),
        ("friendsip", Language.EN),
        ("дружба", Language.RU),
        ("дружбе", Language.RU),
        ("друзья", Language.RU),
        ("достық", Language.KK),
        ("достык", Language.KK),
        ("достық туралы", Language.KK),
        ("友谊", Language.ZH),
        ("友誼", Language.ZH),
        ("朋友", Language.ZH),
    ],
)
def test_a_topic_is_found_by_its_names_in_any_language_and_with_a_wrong_letter(topics: Topics, typed: str, language: Language) -> None:
    found = topics.find(typed)

    assert found is not None
    assert (found[0].id, found[1]) == ("friendship", language)


@pytest.mark.parametrize("typed", ["", "!!!", "quantum chromodynamics", "абракадабра", "量子力学"])
def test_what_is_no_topic_is_not_found(topics: Topics, typed: str) -> None:
    assert topics.find(typed) is None


def test_every_shipped_topic_is_found_by_each_of_its_names(topics: Topics) -> None:
    for topic in topics.all:
        for name in (topic.id, *topic.names.values()):
            found = topics.find(name)

            assert found is not None, name
            assert found[0] is topic, name


def test_every_shipped_topic_is_known_by_its_id_and_has_a_quote(topics: Topics, corpus: Corpus) -> None:
    used = {topic for quote in corpus.quotes for topic in quote.topics}

    assert used == {topic.id for topic in topics.all}
    assert all(found is not None and found[0] is topic for topic in topics.all for found in [topics.find(topic.id)])


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("hnoesty", "Honesty"),
        ("couarge", "Courage"),
        ("happines", "Fate"),
        ("hospitalty", "Hospitality"),
        ("природда", "Nature"),
        ("гостеприимсво", "Hospitality"),
        ("әділдк", "Justice"),
        ("табиғт", "Nature"),
        ("даналк", "Wisdom"),
        ("智惠", "Wisdom"),
        ("团节", "Unity"),
        ("youyi", "Friendship"),
        ("yǒng qì", "Courage"),
    ],
)
def test_a_name_with_a_slip_or_as_it_sounds_is_that_topic(topics: Topics, typed: str, right: str) -> None:
    found = topics.misspelt(typed)

    assert found
    assert found[0].names[Language.EN] == right


@pytest.mark.parametrize("typed", ["", "😀", "oath", "table", "until", "тест", "有谊无情", "zhe shi shenme", "一", "ming tian", "hard wrk"])
def test_what_is_no_slip_of_a_name_is_no_topic(topics: Topics, typed: str) -> None:
    assert topics.misspelt(typed) is None
