"""Words that ask for something else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.elsewhere import elsewhere
from bot.text.normalise import normalise


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("торговля России и Китая", True),
        ("Өзбекстан президенті кім", True),
        ("курс тенге к юаню", True),
        ("trade in 2015", True),
        ("中俄贸易额", True),
        ("what is the address", True),
        ("сколько стоит билет", True),
        ("торговля Казахстана и Китая", False),
        ("визит президента", False),
        ("культурные центры", False),
        ("сауда көлемі", False),
        ("the importance of tourism", False),
        ("中哈贸易额", False),
        ("", False),
    ],
)
def test_which_words_ask_for_something_else(question: str, found: bool) -> None:
    assert bool(elsewhere(normalise(question))) is found


@given(st.text())
@settings(deadline=None, max_examples=200)
def test_what_is_found_stands_in_the_question(text: str) -> None:
    folded = normalise(text)

    assert all(word in folded for word in elsewhere(folded))
