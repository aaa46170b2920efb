"""Folded texts as numbers: grams for words that are misspelt, pieces for questions in other words."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.grams import BUCKET_BITS, buckets, encode, grams, pieces, telling
from bot.text.normalise import normalise

FOLDED = st.one_of(st.text("abcšč 春百花𠮷𡃁1", max_size=20), st.text(max_size=20)).map(normalise).filter(bool)


def decoded(texts: list[str]) -> list[str]:
    """*texts*, encoded and read again from where they begin."""
    codes, starts = encode(texts)
    return [codes[start:end].tobytes().decode("utf-16-le") for start, end in pairwise(starts.tolist())]


def count_of(text: str) -> list[int]:
    """How many singles, pairs and triples of *text* are grams."""
    return [int(told.sum()) for told in telling(encode([text])[0])]


@pytest.mark.parametrize("texts", [[], ["a"], ["slovo ne", "春", "𠮷"], ["a", "a"], ["𠮷a𠮷", "b"], ["a b c", "d"]])
def test_encoded_texts_stand_between_two_spaces_each(texts: list[str]) -> None:
    assert decoded(texts) == [f" {text} " for text in texts]


@given(FOLDED)
@settings(deadline=None, max_examples=300)
def test_the_grams_of_a_text_are_all_those_that_tell_each_once_and_in_order(text: str) -> None:
    """Also of Latin letters alone, for which it is not looked which of them tell."""
    codes, _ = encode([text])
    told = [found[which] for found, which in zip(buckets(codes), telling(codes), strict=True)]

    assert grams(text).tolist() == np.unique(np.concatenate(told)).tolist()


@given(st.lists(FOLDED, max_size=8))
@settings(deadline=None, max_examples=200)
def test_any_folded_texts_come_back_as_they_were(texts: list[str]) -> None:
    _, starts = encode(texts)

    assert decoded(texts) == [f" {text} " for text in texts]
    assert len(starts) == len(texts) + 1


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("ab", [0, 3, 2]),  # " a", "ab", "b "; " ab", "ab "
        ("a", [0, 2, 1]),
        ("春", [1, 0, 0]),
        ("春风", [2, 1, 0]),
        ("春风来", [3, 2, 1]),
        ("a春", [1, 2, 1]),
        ("春a", [1, 2, 1]),
        ("𠮷", [2, 1, 0]),
        ("a b", [0, 4, 3]),
    ],
)
def test_a_space_tells_where_a_word_ends_but_nothing_beside_a_character(text: str, counts: list[int]) -> None:
    assert count_of(text) == counts


@given(FOLDED)
@settings(deadline=None, max_examples=300)
def test_every_text_has_grams_each_once_and_always_the_same(text: str) -> None:
    found = grams(text)

    assert len(found) > 0
    assert (np.diff(found.astype(np.int64)) > 0).all()
    assert int(found[-1]) < 1 << BUCKET_BITS
    assert np.array_equal(found, grams(text))


@given(FOLDED, FOLDED)
@settings(deadline=None, max_examples=200)
def test_a_text_in_another_shares_its_words_grams(one: str, other: str) -> None:
    assert set(grams(one).tolist()) <= set(grams(f"{one} {other}").tolist())
    assert set(grams(one).tolist()) <= set(grams(f"{other} {one}").tolist())


@pytest.mark.parametrize(("part", "whole"), [("春", "一花独放不是春"), ("花独", "一花独放"), ("𠮷", "𠮷人天相"), ("slovo", "ne slovo ne")])
def test_a_part_of_a_text_has_no_other_grams_than_the_text(part: str, whole: str) -> None:
    assert set(grams(part).tolist()) <= set(grams(whole).tolist())


@pytest.mark.parametrize(("one", "other"), [("𠮷", "吉"), ("𠮷", "𡃁"), ("kot", "tok"), ("春", "花"), ("a", "b"), ("ab", "abab")])
def test_different_texts_have_different_grams(one: str, other: str) -> None:
    assert not np.array_equal(grams(one), grams(other))


@given(st.lists(FOLDED, min_size=1, max_size=8))
@settings(deadline=None, max_examples=200)
def test_every_text_has_pieces_each_once_in_order_of_texts(texts: list[str]) -> None:
    found, whose = pieces(texts)

    pairs = list(zip(whose.tolist(), found.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert set(whose.tolist()) == set(range(len(texts)))


@given(st.lists(FOLDED, min_size=1, max_size=8))
@settings(deadline=None, max_examples=200)
def test_pieces_of_a_text_do_not_depend_on_the_texts_around_it(texts: list[str]) -> None:
    found, whose = pieces(texts)

    alone = [pieces([text])[0].tolist() for text in texts]

    assert [found[whose == number].tolist() for number in range(len(texts))] == alone


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a", 1),  # " a "
        ("ab", 3),  # " ab", "ab ", " ab "
        ("春", 1),
        ("春风", 3),
        ("春风来", 6),
        ("春风来了", 9),  # four, three, two; no piece of four characters
        ("a春", 1),
        ("春 春", 1),
    ],
)
def test_pieces_are_three_to_five_letters_of_a_word_or_up_to_three_characters(text: str, count: int) -> None:
    assert len(pieces([text])[0]) == count


def test_the_order_of_words_does_not_change_their_pieces() -> None:
    one, other = pieces(["čto takoe drujba"])[0], pieces(["drujba takoe čto"])[0]

    assert np.array_equal(one, other)


def test_a_word_in_another_case_keeps_most_of_its_pieces() -> None:
    one, other = (set(pieces([normalise(word)])[0].tolist()) for word in ("дружба", "дружбой"))

    assert len(one & other) > len(one) / 2
