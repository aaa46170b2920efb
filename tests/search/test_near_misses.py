"""Questions that nothing answers: they are known for what they are, and so is what is asked like them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from bot.corpus.quote import NearMiss
from bot.corpus.reader import Corpus
from bot.search.confidence import Outcome, outcome
from bot.search.near_misses import NearMisses
from bot.search.query import Query
from bot.search.searcher import Searcher
from bot.text.language import Language

FEW = NearMisses(
    [
        NearMiss("admission", {Language.EN: ("how do I enrol at the branch", "😀"), Language.RU: ("как поступить в филиал",)}),
        NearMiss("address", {Language.EN: ("address of the cultural center",), Language.ZH: ("文化中心的地址",)}),
    ]
)


@pytest.mark.parametrize(
    "asked", ["how do I enrol at the branch", "How do I enrol at the branch?!", "hi! address of the cultural center", "文化中心的地址？"]
)
def test_one_of_them_is_known_whatever_stands_around_it(asked: str) -> None:
    assert FEW.likeness(Query.of(asked)) == 1


def test_the_more_of_a_question_they_hold_the_more_it_is_like_them() -> None:
    asked = ["как поступить в этот филиал", "поступить в университет", "погода в горах"]
    likenesses = [FEW.likeness(Query.of(one)) for one in asked]

    assert likenesses == sorted(likenesses, reverse=True)
    assert 0.5 < likenesses[0] < 1
    assert likenesses[2] < 0.3


@given(st.text())
@settings(deadline=None, max_examples=200)
def test_likeness_runs_from_nought_to_one_whatever_is_typed(text: str) -> None:
    assert 0 <= FEW.likeness(Query.of(text)) <= 1
    assert NearMisses().likeness(Query.of(text)) == 0


def test_no_near_miss_that_is_shipped_is_answered(searcher: Searcher, corpus: Corpus) -> None:
    asked = [ask for near_miss in corpus.near_misses for asks in near_miss.asks.values() for ask in asks]

    assert len(asked) > 1_800
    assert [ask for ask in asked if outcome(searcher.find(Query.of(ask))) is Outcome.ANSWER] == []


def test_a_quote_that_is_asked_for_word_for_word_is_found_even_so(corpus: Corpus) -> None:
    told = NearMiss("friendship", {Language.EN: ("what of friendship in general", "friends and horses")})
    quote = next(quote for quote in corpus.quotes if quote.id == "golden-bridge")
    searcher = Searcher.of([structs.replace(quote, asks={Language.EN: ("what of friendship in general",)})], [told])

    assert outcome(searcher.find(Query.of("What of friendship in general?"))) is Outcome.ANSWER
    assert outcome(searcher.find(Query.of("friends and horses"))) is Outcome.NOTHING


def test_what_is_asked_like_one_of_them_is_answered_less_easily(corpus: Corpus) -> None:
    question = Query.of("how many students are there at the branch of the Beijing university in Astana")
    told = NearMiss("students", {Language.EN: ("how many students are at the branch of the language university in Astana",)})

    before = Searcher.of(corpus.quotes).find(question)
    after = Searcher.of(corpus.quotes, [told]).find(question)

    assert [hit.quote_id for hit in after.hits] == [hit.quote_id for hit in before.hits]
    assert after.sure < before.sure
