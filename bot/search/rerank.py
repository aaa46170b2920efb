"""Candidates into scores: how near each text is to the query, letter by letter."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.search.grams import CJK_FROM

# Shares of the blend, from the measurements in which edit distance alone and coverage alone both lost to it.
_EDIT_SHARE, _COVERAGE_SHARE = 0.7, 0.3
# A fragment is a good hit, the better the more of the text it is.
_PART, _PART_LENGTH = 0.92, 0.08
# The same words in another order, and some of the words among others, are a little less.
_SORTED, _SET = 0.95, 0.90
# Below this many folded characters a set of words is no evidence: "the" is a subset of everything.
_SET_MIN_CHARS = 9
# In a word of fewer letters one that differs makes another word.
_SLIP_LETTERS = 5
_LETTERS = re.compile(rf"[^\W\d_{chr(CJK_FROM)}-\U0010ffff]+\Z")


def edit_scores(query: str, texts: Sequence[str]) -> list[float]:
    """How alike *query* and each of *texts* are, all of them folded, 0–1: the best of four views, each dampened by how easily it flatters.

    Source: RapidFuzz `fuzz` ratios, which run 0–100.
    """
    best = [fuzz.ratio(query, text) for text in texts]
    length = len(query)
    for place, text in enumerate(texts):
        if len(text) > length:
            # Below what a text has reached already, the library may stop looking.
            part = fuzz.partial_ratio(query, text, score_cutoff=best[place]) * (_PART + _PART_LENGTH * length / len(text))
            best[place] = max(best[place], part)
    # What is there word for word need not be looked for in another order: half of the time is spent on these two.
    if " " in query and max(best, default=0.0) < 100 * _SORTED:
        best = [max(score, _SORTED * fuzz.token_sort_ratio(query, text)) for score, text in zip(best, texts, strict=True)]
        if length >= _SET_MIN_CHARS:
            best = [max(score, _SET * fuzz.token_set_ratio(query, text)) for score, text in zip(best, texts, strict=True)]
    return [one / 100 for one in best]


def likeness(one: str, other: str) -> float:
    """How alike two folded strings are as wholes, 0–1: for names, where a part that fits says nothing."""
    return fuzz.ratio(one, other) / 100


def likeness_of_words(one: str, other: str) -> float:
    """How alike two folded texts are as wholes, 0–1, their words in any order."""
    return max(fuzz.ratio(one, other), _SORTED * fuzz.token_sort_ratio(one, other)) / 100


def is_slip(typed: str, meant: str) -> bool:
    """Whether each word of one folded text is that of the other, perhaps with a letter wrong, missing, too many or changed over.

    Or all letters are, with spaces in other places: "hundredflowers".

    A short word has to be the very word, and so has a number: one letter makes another of them. In Chinese every character does:
    "中日关系" is about another country than "中哈关系".
    """
    if typed.replace(" ", "") == meant.replace(" ", ""):
        return True
    words, others = typed.split(), meant.split()
    if len(words) != len(others):
        return False
    return all(
        word == other
        or (min(len(word), len(other)) >= _SLIP_LETTERS and _LETTERS.match(word) and OSA.distance(word, other, score_cutoff=1) <= 1)
        for word, other in zip(words, others, strict=True)
    )


def likeness_of_part(part: str, text: str) -> float:
    """How alike a folded *part* and the most similar stretch of *text* are, 0–1."""
    return fuzz.partial_ratio(part, text) / 100 if len(part) <= len(text) else likeness(part, text)


def blend(edit: float, coverage: float) -> float:
    """The final score, 0–1, of a text with this *edit* score and this *coverage* of the query."""
    return _EDIT_SHARE * edit + _COVERAGE_SHARE * coverage
