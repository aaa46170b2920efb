"""How near a text is to a query, letter by letter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.rerank import blend, edit_scores, is_slip

TEXTS = st.text("abcdeš 百花", max_size=30)


def edit_score(query: str, text: str) -> float:
    """How alike a query and one text are."""
    return float(edit_scores(query, [text])[0])


@given(TEXTS.filter(bool))
@settings(deadline=None, max_examples=100)
def test_a_text_is_wholly_like_itself(text: str) -> None:
    assert edit_score(text, text) == 1


@given(TEXTS, TEXTS)
@settings(deadline=None, max_examples=200)
def test_likeness_runs_from_nought_to_one(query: str, text: str) -> None:
    assert 0 <= edit_score(query, text) <= 1


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("slovo ne vorobei", "slovo ne vorobei viletit ne poimaeš", "mir ne bez dobrih ludei"),
        ("slvo ne vorobei", "slovo ne vorobei", "slovo ne sorok"),
        ("vorobei slovo ne", "slovo ne vorobei", "vorobei na kriše"),
        ("百花齐放春满圆", "百花齐放春满园", "一花独放不是春"),
        ("trud", "trud", "bez truda ne vitaščiš i ribku iz pruda"),
        ("bez truda ne", "bez truda ne vitaščiš", "bez truda ne vitaščiš i ribku iz pruda ni zimoi ni letom nikogda"),
    ],
    ids=["fragment", "typo", "word order", "homophone", "whole before part", "more of the text"],
)
def test_what_is_nearer_scores_higher(query: str, better: str, worse: str) -> None:
    assert edit_score(query, better) > edit_score(query, worse)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("jer", "tugan jerdei jer bolmas"),
        ("春", "一花独放不是春百花齐放春满园"),
        ("the", "the early bird catčes the vorm"),
        ("ne", "slovo ne vorobei"),
    ],
)
def test_a_word_inside_a_text_is_not_the_text(query: str, text: str) -> None:
    assert edit_score(query, text) < 0.95


def test_a_few_shared_words_are_no_likeness_of_a_short_query() -> None:
    assert edit_score("do it", "it is better to do nothing than to do it badli") < 0.95


@given(st.floats(0, 1), st.floats(0, 1))
@settings(deadline=None, max_examples=100)
def test_a_blend_lies_between_its_parts(edit: float, coverage: float) -> None:
    assert min(edit, coverage) - 1e-9 <= blend(edit, coverage) <= max(edit, coverage) + 1e-9


def test_both_parts_of_a_blend_count() -> None:
    assert blend(1, 1) == pytest.approx(1)
    assert blend(0, 0) == 0
    assert blend(0.8, 0.5) < blend(0.9, 0.5) < blend(0.9, 0.6)


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("hundred flowers", "hundred flowers", True),
        ("hundred flwers", "hundred flowers", True),
        ("hundrde floweers", "hundred flowers", True),
        ("sto cvtov", "sto cvetov", True),
        ("hundredflowers", "hundred flowers", True),
        ("hundredflower", "hundred flowers", False),
        ("hundred towers", "hundred flowers", False),
        ("flowers hundred", "hundred flowers", False),
        ("hundred", "hundred flowers", False),
        ("pervoe tridcatiletie", "vtoroe tridcatiletie", False),
        ("trade in 2023", "trade in 2024", False),
        ("trade in 20234", "trade in 20235", False),
        ("most i reka", "rost i reka", False),
        ("鲁班工坊", "鲁班工方", False),
        ("中日关系现状", "中哈关系现状", False),
        ("", "", True),
    ],
)
def test_a_slip_is_a_letter_in_a_long_word(typed: str, meant: str, expected: bool) -> None:
    assert is_slip(typed, meant) is expected
    assert is_slip(meant, typed) is expected
