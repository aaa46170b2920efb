"""Misspelt words of short messages: found as they were meant, and nothing is found for words that only look like others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.corpus.quote import Quote
from bot.corpus.reader import Corpus
from bot.search.confidence import Outcome, outcome
from bot.search.mending import mended
from bot.search.query import Query
from bot.search.searcher import Searcher, SearcherBuilder
from bot.text.normalise import normalise

TEXTS = (
    "single flower hundred flowers spring garden",
    "friendship and cooperation between nations grow",
    "дружба народов крепнет",
    "елу жылда ел жаңа жүз жылда қазан",
    "қашаннан бері осылай",
    "первый блин комом",
    "кто ближний мой",
    "a recital of war and peace",
    "the year 1912",
    "mother's kitchen garden",
    "patience and silk",
    "the silk rood",
    "too many cooks",
    "early bird",
    "early cold",
    "golden bridge",
    "gold",
)
FOLDED = tuple(map(normalise, TEXTS))


def meant(typed: str) -> str | None:
    """What *typed* is taken for, folded, beside a few texts."""
    query = mended(Query.of(typed), lambda _: FOLDED)
    return query.folded if query else None


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("freindship", "friendship"),
        ("friendhsip", "friendship"),
        ("copertaion", "cooperation"),  # two slips in a long word
        ("hundred flwrs", "hundred flowers"),  # without vowels
        ("hundrd flowers", "hundred flowers"),
        ("друщба", "дружба"),
        ("дрyжба нарадов", "дружба народов"),
        ("proverb about freindship", "proverb about friendship"),
        ("жанна жүз жылда", "жаңа жүз жылда"),
        ("patiense and slk", "patience and silk"),
        ("the slik rod", "the silk rood"),  # the text that changes least, whatever comes first
        ("to many cooks", "too many cooks"),  # two beside it bear out a short word
        ("early brid", "early bird"),  # one beside it bears out that it is no beginning of "bridge"
    ],
)
def test_a_slip_is_mended_by_a_text_that_holds_all_words(typed: str, right: str) -> None:
    assert meant(typed) == normalise(right)


@pytest.mark.parametrize(
    "typed",
    [
        "friendship",  # as it stands there
        "friend",  # the beginning of a word that stands there
        "hundred horses",  # a word that is no slip of any
        "freindship spring",  # two words that no text holds both
        "қазаннан",  # қазан with an ending, and a letter away from қашаннан
        "блины",  # of блин, and a letter away from ближний
        "war",
        "wer",  # too short to be a slip
        "wer peace",  # beside another word, too
        "to many",  # one word is too little to bear out such a short one
        "early gold",  # that is a word of another text
        "ritchen",  # the first letter is not the wrong one
        "the year 1913",  # a digit makes another number
        "kitch",
        "friendship between all nations grows in spring",
        "友宜",
        "😀",
        "",
    ],
)
def test_what_is_no_slip_stays_as_it_is(typed: str) -> None:
    assert meant(typed) is None


WORDS = sorted({word for text in FOLDED for word in text.split() if len(word) > 5 and word.isalpha()})


@given(st.sampled_from(WORDS), st.data())
@settings(deadline=None, max_examples=300)
def test_any_word_with_a_letter_left_out_or_changed_over_is_mended_to_one_that_is_as_near(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(2, len(word) - 2))
    changed_over = word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    typed = data.draw(st.sampled_from([word[:place] + word[place + 1 :], changed_over]))
    other = mended(Query.of(typed), lambda _: FOLDED)

    known = [one for text in FOLDED for one in text.split()]
    if normalise(typed) == typed and not any(one.startswith(typed) or (len(one) > 3 and typed.startswith(one)) for one in known):
        assert other is not None
        assert OSA.distance(typed, other.folded) <= 1


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=200)
def test_whatever_is_typed_becomes_words_of_a_text_or_stays(text: str) -> None:
    query = Query.of(text)
    other = mended(query, lambda _: FOLDED)

    words = {word for known in FOLDED for word in known.split()}
    assert other is None or set(other.folded.split()) - set(query.folded.split()) <= words


SLIPS = {
    "hundred flwrs": "hundred-flowers",
    "one flwer spring": "hundred-flowers",
    "freindship": "strong-exchanges-strong-friendship",
    "silk raod": "ties-never-interrupted",
    "trade with chna": "trade-value-2024",
    "luban worshops": "luban-workshops",
    "early brid": "en-early-bird",
    "to many cooks": "en-too-many-cooks",
    "друщба": "strong-exchanges-strong-friendship",
    "мудрсть": "hundred-flowers",
    "терпние": "ru-terpenie-i-trud",
    "культурный цетр": "china-center-in-astana",
    "турисм": "sun-culture-and-tourism",
    "достик": "strong-exchanges-strong-friendship",
    "жүз гул": "hundred-flowers",
    "билемнің күші": "kk-bilekti-birdi",
    "мәдени ортлық": "center-opened-in-beijing",
}


@pytest.mark.parametrize(("typed", "right"), SLIPS.items())
def test_a_word_or_two_with_a_slip_find_what_is_meant_among_the_shipped_quotes(searcher: Searcher, typed: str, right: str) -> None:
    found = searcher.find(Query.of(typed))

    assert outcome(found) is not Outcome.NOTHING
    assert right in [hit.quote_id for hit in found.hits[:3]]


def test_what_is_mended_is_asked_after_unless_it_is_all_that_a_text_says(searcher: Searcher) -> None:
    assert outcome(searcher.find(Query.of("one flower spring"))) is Outcome.ANSWER
    assert outcome(searcher.find(Query.of("one flwer spring"))) is Outcome.CHOICES
    assert outcome(searcher.find(Query.of("hundred flwrs"))) is Outcome.ANSWER


def test_what_is_mended_and_fits_two_as_well_is_chosen_from(searcher: Searcher) -> None:
    for typed, slip in (("сабыр түбі не", "сбыр түбі не"), ("досқа қарыз беру", "дсқа қарыз беру")):
        assert outcome(searcher.find(Query.of(typed))) is Outcome.CHOICES
        assert outcome(searcher.find(Query.of(slip))) is not Outcome.ANSWER


def test_words_of_another_group_bear_out_nothing(by_id: dict[str, Quote]) -> None:
    quote = by_id["en-friend-in-need"]
    builder = SearcherBuilder()
    builder.add(quote, collection=7)
    searcher = Searcher(builder.finish())

    assert searcher.find(Query.of("freind indeed"), collection=7).hits
    assert not searcher.find(Query.of("freind indeed"), collection=8).hits


def test_a_misspelt_near_miss_is_not_answered_either(searcher: Searcher, corpus: Corpus) -> None:
    short = [ask for one in corpus.near_misses for asks in one.asks.values() for ask in asks if 2 <= len(ask.split()) <= 4]
    # A letter in the middle of the longest word is left out.
    slips = []
    for ask in short:
        word = max(ask.split(), key=len)
        slips.append(ask.replace(word, word[: len(word) // 2] + word[len(word) // 2 + 1 :]))

    assert len(slips) > 200
    answered = [slip for slip in slips if outcome(searcher.find(Query.of(slip))) is Outcome.ANSWER]
    assert len(answered) <= 0.03 * len(slips), answered
