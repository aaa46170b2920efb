"""What quotes are asked about: the question in words that only all asks of a quote together have."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.search.themes import Theme, Themes, ThemesBuilder
from bot.text.normalise import normalise

# By entry: what a quote is asked about.
ASKS = {
    0: ["proverb about friendship", "what do people say of friends", "пословица о дружбе", "достық туралы мақал", "关于友谊的谚语"],
    10: ["learning never ends", "учиться всю жизнь", "what do they say about school", "оқу туралы", "活到老学到老是什么意思"],
    20: ["patience and work", "о терпении и труде", "шыдамдылық туралы нақыл", "坚持就是胜利"],
    30: ["trade between China and Kazakhstan", "товарооборот Китая и Казахстана", "中哈贸易额", "сауда айналымы"],
}
FOLDED = st.one_of(st.text("abcš 春百花𠮷1", max_size=12), st.text(max_size=12)).map(normalise).filter(bool)
DOCUMENTS = st.lists(st.lists(FOLDED, min_size=1, max_size=4), max_size=6)


def everybody(entries: NDArray[np.intp]) -> NDArray[np.bool_]:
    """All of *entries* are visible."""
    return np.ones(len(entries), np.bool_)


def themes_of(documents: dict[int, list[str]]) -> Themes:
    """Themes of *documents* by entry."""
    builder = ThemesBuilder()
    for entry, texts in documents.items():
        builder.add(entry, [normalise(text) for text in texts])
    return Themes(builder.finish())


def ask(themes: Themes, question: str) -> list[Theme]:
    """What *themes* find for a question as somebody types it."""
    return themes.ask(normalise(question), everybody)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("friends and friendship", 0),
        ("дружба", 0),
        ("дружбой", 0),
        ("о друзьях и дружбе", 0),
        ("достықты", 0),
        ("友谊", 0),
        ("关于友谊", 0),
        ("школа и учиться", 10),
        ("what about school", 10),
        ("活到老", 10),
        ("труд", 20),
        ("терпение и труд", 20),
        ("坚持", 20),
        ("сауда", 30),
        ("trade of Kazakhstan", 30),
        ("贸易额是多少", 30),
        ("kazakhstan 贸易", 30),
    ],
)
def test_a_question_finds_what_its_words_are_about(question: str, entry: int) -> None:
    assert ask(themes_of(ASKS), question)[0].entry == entry


@pytest.mark.parametrize("question", ["", "ωωω", "龘"])
def test_a_question_of_unknown_words_finds_nothing(question: str) -> None:
    assert ask(themes_of(ASKS), question) == []


def test_no_themes_answer_nothing() -> None:
    assert ask(themes_of({}), "friendship") == []


def test_the_weight_of_unknown_words_is_missing() -> None:
    themes = themes_of(ASKS)

    known, half, none = (ask(themes, question)[0].missing for question in ("friendship", "friendship zzzyyyxxx", "friendzzyyxx"))

    assert known == 0
    assert 0 < half < 1
    assert none > half


def test_words_for_something_else_are_told_unless_the_document_often_has_them() -> None:
    often = {1: ["price of tea", "what price", "prices today", "the price list"], 2: ["green tea", "black tea", "tea and milk"]}
    themes = themes_of(often)

    priced = {theme.entry: theme.elsewhere for theme in ask(themes, "price of tea")}
    plain = {theme.entry: theme.elsewhere for theme in ask(themes, "green tea")}

    assert priced == {1: False, 2: True}
    assert not any(plain.values())


def test_a_word_is_had_often_in_three_texts_of_a_document() -> None:
    themes = themes_of({1: ["green tea", "black tea", "tea and milk", "milk"], 2: ["coffee and milk", "milk and sugar", "milk"]})

    often = {typed: {theme.entry for theme in ask(themes, typed) if theme.often} for typed in ("tea", "milk", "green tea", "coffee")}

    assert often == {"tea": {1}, "milk": {2}, "green tea": set(), "coffee": set()}


def test_only_what_somebody_sees_is_found() -> None:
    themes = themes_of(ASKS)

    found = themes.ask(normalise("дружба и труд"), lambda entries: entries != 0)

    assert 0 not in [theme.entry for theme in found]
    assert found[0].entry == 20


@given(DOCUMENTS, FOLDED)
@settings(deadline=None, max_examples=200)
def test_themes_are_distinct_best_first_and_measured_from_nought_to_one(documents: list[list[str]], question: str) -> None:
    found = themes_of(dict(enumerate(documents))).ask(question, everybody)

    scores = [theme.score for theme in found]
    assert scores == sorted(scores, reverse=True)
    assert len({theme.entry for theme in found}) == len(found)
    assert all(0 < theme.score <= 1 + 1e-9 and 0 <= theme.missing <= 1 + 1e-9 for theme in found)


@given(DOCUMENTS, DOCUMENTS, FOLDED)
@settings(deadline=None, max_examples=200)
def test_documents_that_come_later_are_found_as_if_built_in(one: list[list[str]], other: list[list[str]], question: str) -> None:
    at_once = themes_of(dict(enumerate([*one, *other])))
    later = themes_of(dict(enumerate(one)))

    for entry, texts in enumerate(other, len(one)):
        later.add(entry, texts)

    # Five are looked at, in an order that depends on weights; those are of the documents it was built of.
    found, expected = later.ask(question, everybody), at_once.ask(question, everybody)
    assert len(found) == len(expected)
    if len(expected) < 5:
        assert {theme.entry for theme in found} == {theme.entry for theme in expected}


@given(DOCUMENTS, FOLDED)
@settings(deadline=None, max_examples=200)
def test_a_document_of_the_question_itself_misses_nothing(documents: list[list[str]], question: str) -> None:
    themes = themes_of({**dict(enumerate(documents)), 99: [question]})

    found = {theme.entry: theme for theme in themes.ask(question, lambda entries: entries == 99)}

    assert found[99].missing == 0
    assert found[99].score > 0


def test_a_piece_may_stand_in_more_asks_than_a_byte_counts() -> None:
    asks = {0: [f"friendship {number}" for number in range(300)], 10: ["friendship once"]}

    arrays = ThemesBuilder()
    for entry, texts in asks.items():
        arrays.add(entry, [normalise(text) for text in texts])

    assert arrays.finish()["count"].max() == 300
