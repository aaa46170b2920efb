"""How sure a search is: an answer, a few choices, or nothing."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.corpus.quote import Kind
from bot.search.calibration import LONG, SHORT, TEXT_WEIGHTS, THEME_WEIGHTS
from bot.search.confidence import (
    Outcome,
    TextSignals,
    ThemeSignals,
    is_question,
    outcome,
    plausible,
    prefers_theme,
    rivalled,
    sure_of_text,
    sure_of_texts,
    sure_of_theme,
    terms,
    text_signals,
)
from bot.search.cutoffs import Cutoffs
from bot.search.hits import Findings, Hit, Role, Way
from bot.search.query import Query
from bot.text.language import Language
from bot.text.normalise import normalise

ORDER = [Outcome.NOTHING, Outcome.CHOICES, Outcome.ANSWER]
TEXT = "slovo ne vorobei viletit ne poimaeš"


def hit(
    score: float, number: int = 0, *, query: str = "slovo ne varabei", text: str = TEXT, way: Way = Way.TYPED, edit: float = 0.9
) -> Hit:
    """A hit of a wording."""
    return Hit(f"quote-{number}", Kind.PROVERB, Language.RU, Role.WORDING, score, way, query, text, edit, edit)


def hits(*scores: float) -> list[Hit]:
    """Hits with these scores, best first."""
    return [hit(score, number) for number, score in enumerate(scores)]


def test_without_hits_there_is_nothing() -> None:
    assert outcome(Findings()) is Outcome.NOTHING
    assert outcome(Findings(), searching=True) is Outcome.NOTHING


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Findings((hit(0.9),), 0.999), Outcome.ANSWER),
        (Findings((hit(0.9),), LONG.text_answer), Outcome.ANSWER),
        (Findings((hit(0.9),), LONG.text_choices), Outcome.CHOICES),
        (Findings((hit(0.9),), 0.999, rivalled=True), Outcome.CHOICES),
        (Findings((hit(0.4),), 0.01), Outcome.NOTHING),
        (Findings((hit(0.4, way=Way.THEME),), 0.999), Outcome.ANSWER),
        (Findings((hit(0.4, way=Way.THEME),), LONG.theme_choices), Outcome.CHOICES),
        (Findings((hit(0.4, way=Way.THEME),), 0.01), Outcome.NOTHING),
        (Findings((hit(0.7, query="vorobei"),), 0.01), Outcome.CHOICES),
    ],
    ids="sure,just sure,unsure,two alike,far off,asked,unsurely asked,not asked,a word of it".split(","),
)
def test_how_sure_and_how_alone_the_best_is_decides(found: Findings, expected: Outcome) -> None:
    assert outcome(found) is expected


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from([Way.TYPED, Way.THEME]), st.booleans())
@settings(deadline=None, max_examples=200)
def test_who_is_surer_is_never_shown_less(one: float, other: float, way: Way, searching: bool) -> None:
    less, more = (outcome(Findings((hit(0.6, way=way),), sure), searching=searching) for sure in sorted((one, other)))

    assert ORDER.index(less) <= ORDER.index(more)


@given(st.floats(0, 1), st.floats(0, 1), st.booleans())
@settings(deadline=None, max_examples=200)
def test_who_searches_is_shown_at_least_as_much(score: float, sure: float, rival: bool) -> None:
    found = Findings((hit(score),), sure, rival)

    assert ORDER.index(outcome(found)) <= ORDER.index(outcome(found, searching=True))


def test_who_searches_is_shown_near_misses() -> None:
    near = Findings((hit(0.6),), 0.0)

    assert outcome(near) is Outcome.NOTHING
    assert outcome(near, searching=True) is Outcome.CHOICES


@pytest.mark.parametrize(
    ("scores", "expected"), [((1.0,), False), ((1.0, 0.5), False), ((0.9, 0.9), True), ((0.9, 0.88), True), ((0.9, 0.87), False)]
)
def test_two_that_are_as_good_are_rivals(scores: tuple[float, ...], expected: bool) -> None:
    assert rivalled(hits(*scores)) is expected


def test_a_saying_word_for_word_has_no_rival_but_another_word_for_word() -> None:
    exact, twin = hit(1.0, query=TEXT), hit(0.99, 1, query=TEXT)

    assert not rivalled([exact, hit(0.99, 1)])
    assert rivalled([exact, twin])
    assert not rivalled([exact, twin._replace(role=Role.EQUIVALENT)])


def test_choices_are_those_near_the_best_and_not_more_than_asked_for() -> None:
    assert [one.score for one in plausible(hits(0.9, 0.8, 0.76, 0.74), 3)] == [0.9, 0.8, 0.76]
    assert [one.score for one in plausible(hits(0.9, 0.8, 0.76, 0.74), 2)] == [0.9, 0.8]
    assert plausible([], 3) == ()


def test_themes_are_measured_by_the_best_theme_and_texts_by_the_best_text() -> None:
    mixed = [hit(0.3, 0, way=Way.THEME), hit(0.9, 1), hit(0.2, 2, way=Way.THEME), hit(0.1, 3, way=Way.THEME), hit(0.7, 4)]

    assert [one.quote_id for one in plausible(mixed, 5)] == ["quote-0", "quote-1", "quote-2"]


def test_beside_a_text_a_theme_of_which_little_is_known_is_no_choice() -> None:
    mixed = [hit(0.9, 0), hit(0.3, 1, way=Way.THEME), hit(0.8, 2)]

    assert [one.quote_id for one in plausible(mixed, 5)] == ["quote-0", "quote-2"]
    assert [one.quote_id for one in plausible([hit(0.9), hit(0.5, 1, way=Way.THEME)], 5)] == ["quote-0", "quote-1"]


def test_signals_say_what_the_hits_show() -> None:
    query = Query.of("привет! слово не воробей, вылетит — не поймаешь")
    best = hit(0.97, query=TEXT, way=Way.CORE, edit=1.0)

    found = text_signals([best, hit(0.82, 1)], query)

    assert (found.edit, found.coverage, found.ratio, found.whole, found.chinese, found.sound, found.layout) == (1, 1, 1, 1, 0, 0, 0)
    assert found.margin == pytest.approx(0.5)
    assert found.length == pytest.approx(math.log(len(TEXT)) / 5)
    assert found.aside == pytest.approx(1 - len(TEXT) / len(query.folded))


@pytest.mark.parametrize(("typed", "expected"), [("торговля россии и китая", 1), ("торговля казахстана и китая", 0), ("слово в 2015", 1)])
def test_a_word_that_asks_for_something_else_is_a_signal_unless_the_text_holds_it(typed: str, expected: int) -> None:
    query = Query.of(typed)

    assert text_signals([hit(0.9, query=query.folded, text="torgovlia kazahstana i kitaia")], query).elsewhere == expected
    assert text_signals([hit(0.9, query=query.folded, text=query.folded)], query).elsewhere == 0


@pytest.mark.parametrize(
    ("typed", "text", "way", "expected"),
    [
        ("what is friendship", "what is friendship", Way.TYPED, 1),
        ("hi! what is friendship", "what is friendship", Way.CORE, 1),
        ("proverb about friendship", "friendšip", Way.TYPED, 1),
        ("how do I translate “friendship”", "friendšip", Way.CORE, 0),
        ("what is freindship", "what is friendship", Way.TYPED, 1),
        ("what is hardship", "what is friendship", Way.TYPED, 0),
    ],
)
def test_of_asks_only_one_that_is_all_that_is_asked_is_sure_by_itself(typed: str, text: str, way: Way, expected: int) -> None:
    query = Query.of(typed)
    asked = normalise(text) if way is Way.CORE else query.folded
    best = hit(0.9, query=asked, text=normalise(text), way=way)._replace(role=Role.ASK)

    assert sure_of_texts([best], query) == expected
    assert is_question(best, query) is not bool(expected)


@pytest.mark.parametrize(("weights", "signals"), [(TEXT_WEIGHTS, TextSignals), (THEME_WEIGHTS, ThemeSignals)], ids=["text", "theme"])
def test_there_is_a_weight_for_each_term(weights: tuple[float, ...], signals: type[TextSignals | ThemeSignals]) -> None:
    assert len(weights) == len(terms(signals(*[0.5] * len(signals._fields))))


@given(st.lists(st.floats(0, 1), min_size=len(TextSignals._fields), max_size=len(TextSignals._fields)))
@settings(deadline=None, max_examples=100)
def test_certainty_runs_from_nought_to_one_whatever_the_signals(values: list[float]) -> None:
    assert 0 <= sure_of_text(TextSignals(*values)) <= 1
    assert 0 <= sure_of_theme(ThemeSignals(*values[: len(ThemeSignals._fields)])) <= 1


@pytest.mark.parametrize("cutoffs", [LONG, SHORT], ids=["long", "short"])
def test_the_cutoffs_of_answers_are_not_below_those_of_choices(cutoffs: Cutoffs) -> None:
    assert 0 < cutoffs.text_choices <= cutoffs.text_answer < 1
    assert 0 < cutoffs.theme_choices <= cutoffs.theme_answer < 1


def test_a_short_message_has_its_own_cutoffs() -> None:
    between = (LONG.theme_answer + SHORT.theme_answer) / 2

    assert outcome(Findings((hit(0.4, way=Way.THEME),), between)) is Outcome.ANSWER
    assert outcome(Findings((hit(0.4, way=Way.THEME),), between, short=True)) is not Outcome.ANSWER


@pytest.mark.parametrize(
    ("text", "theme", "expected"), [(0.5, 0.4, False), (0.5, 0.6, True), (0.85, 0.95, True), (0.85, 0.88, False), (0.95, 0.96, True)]
)
def test_the_surer_comes_first_unless_only_the_other_is_an_answer(text: float, theme: float, expected: bool) -> None:
    assert prefers_theme(text, theme, Cutoffs(0.8, 0.7, 0.9, 0.8)) is expected
