"""Questions on the article in people's own words, and questions near it that nothing answers.

They stand in `questions/`, a file for each language. A third of the first are held back: neither are they asks, nor were the weights of the
search chosen by them alone; `tests/benchmarks/calibrate.py` tells how those fare by themselves.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.corpus.quote import Quote
from bot.corpus.reader import Corpus
from bot.search.confidence import Outcome, outcome
from bot.search.query import Query
from bot.search.searcher import Searcher
from bot.text.language import Language
from bot.text.normalise import normalise


class Question(NamedTuple):
    """A question and the ids that answer it, best first; none for a near miss. One that is *held_back* is no ask."""

    language: Language
    text: str
    ids: Sequence[str]
    held_back: bool


class Answered(NamedTuple):
    """A question, the ids found for it, and what came of it."""

    question: Question
    found: Sequence[str]
    outcome: Outcome

    @property
    def right(self) -> bool:
        """Whether the first is an answer to the question."""
        return bool(self.found) and self.found[0] in self.question.ids


QUESTIONS = [
    Question(language, row["text"], row["ids"], row.get("held_back", False))
    for language in Language
    for row in map(json.loads, (Path(__file__).parent / "questions" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines())
]


@pytest.fixture(scope="module")
def answered(searcher: Searcher) -> list[Answered]:
    """All questions, put to the search over the shipped quotes."""
    found = [(question, searcher.find(Query.of(question.text))) for question in QUESTIONS]
    return [Answered(question, [hit.quote_id for hit in one.hits], outcome(one)) for question, one in found]


def share(answers: Sequence[bool]) -> float:
    """How many of *answers* are true."""
    return sum(answers) / len(answers)


def test_there_are_questions_enough_in_each_language() -> None:
    asked = [question for question in QUESTIONS if question.ids]
    near = [question for question in QUESTIONS if not question.ids]

    assert len(asked) >= 400
    assert len(near) >= 60
    assert min(sum(one.language is language for one in asked) for language in Language) >= 100
    assert min(sum(one.language is language for one in near) for language in Language) >= 15
    assert sum(one.held_back for one in asked) >= len(asked) / 3


def test_each_item_of_the_article_is_asked_for_in_each_language(corpus: Corpus) -> None:
    items = {quote.id for quote in corpus.quotes if quote.source and quote.source.id == "china-daily-2025-09-03"}

    for language in Language:
        assert {question.ids[0] for question in QUESTIONS if question.ids and question.language is language} == items


def test_questions_held_back_and_near_misses_are_no_asks(by_id: dict[str, Quote]) -> None:
    asks = {normalise(ask) for quote in by_id.values() for asks in quote.asks.values() for ask in asks}

    assert [one.text for one in QUESTIONS if (one.held_back or not one.ids) and normalise(one.text) in asks] == []


def test_questions_are_answered_right_and_hardly_ever_wrong(answered: list[Answered]) -> None:
    asked = [one for one in answered if one.question.ids]

    assert share([one.right and one.outcome is Outcome.ANSWER for one in asked]) >= 0.90
    assert share([not set(one.question.ids).isdisjoint(one.found[:3]) for one in asked]) >= 0.97
    assert share([one.outcome is Outcome.ANSWER and not one.right for one in asked]) <= 0.02


def test_most_questions_that_no_ask_holds_are_answered(answered: list[Answered]) -> None:
    unseen = [one for one in answered if one.question.held_back]

    assert len(unseen) >= 800
    assert share([one.right and one.outcome is Outcome.ANSWER for one in unseen]) >= 0.85
    assert share([not set(one.question.ids).isdisjoint(one.found[:3]) for one in unseen]) >= 0.97
    assert share([one.outcome is Outcome.ANSWER and not one.right for one in unseen]) <= 0.02


@pytest.mark.parametrize("language", Language)
def test_questions_that_no_ask_holds_find_their_answer_in_each_language(answered: list[Answered], language: Language) -> None:
    unseen = [one for one in answered if one.question.held_back and one.question.language is language]

    assert share([one.right for one in unseen]) >= 0.93
    assert share([one.right and one.outcome is Outcome.ANSWER for one in unseen]) >= 0.80
    assert share([not set(one.question.ids).isdisjoint(one.found[:3]) for one in unseen]) >= 0.97
    assert share([one.outcome is Outcome.ANSWER and not one.right for one in unseen]) <= 0.03


def test_near_misses_are_not_answered_with_a_fact_about_something_else(answered: list[Answered]) -> None:
    near = [one for one in answered if not one.question.ids]

    assert share([one.outcome is Outcome.ANSWER for one in near]) <= 0.03


@pytest.mark.parametrize(
    "question",
    ["trade between Russia and China?", "Who is the president of Uzbekistan?", "курс тенге к юаню", "товарооборот России и Китая"],
)
def test_what_the_article_does_not_answer_is_not_answered(searcher: Searcher, question: str) -> None:
    assert outcome(searcher.find(Query.of(question))) is not Outcome.ANSWER
