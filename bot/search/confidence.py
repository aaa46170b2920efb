"""How sure a search is: an answer, a few choices, or nothing.

No single score can tell a saying half remembered from talk that happens to share its words: a short message is like some saying or
other by chance, a long one hardly ever. A logistic regression over several signals and their products can. There is one for texts and one
for themes; `tests/benchmarks/calibrate.py` fits their weights and the cutoffs, and says what they keep and what they let through.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search.calibration import LONG, SHORT, TEXT_WEIGHTS, THEME_WEIGHTS
from bot.search.cutoffs import Cutoffs
from bot.search.elsewhere import elsewhere
from bot.search.forms import is_form, other_stems
from bot.search.hits import FORM_CHARS, Findings, Hit, Role, Way, holds_form, holds_word
from bot.search.query import Query, essence, has_han, letters
from bot.search.rerank import is_slip, likeness_of_part
from bot.search.themes import Theme
from bot.text.language import CYRILLIC, Language

# Messages shorter than this have cutoffs of their own: two words are like something in every collection.
SHORT_LETTERS = 16
# How far ahead of the second the best is tells nothing more from here on.
_MOST_MARGIN = 0.3
# Two hits this near each other are one question for the person who asked.
_RIVAL_MARGIN = 0.025
# A choice is offered beside the best of its way when it is at most this much worse; themes differ by shares of their scores.
_OFFER_MARGIN, _OFFER_SHARE = 0.15, 0.6
# A theme of which less is known is no choice beside a text.
_OFFER_LEAST = 0.4
# Somebody who asked for a search wants to see what comes near, too.
_SEARCHING_CHOICES = 0.5
# Read in another way, any keys that are hit come half near to something.
_SEARCHING_ELSEWHERE = 0.8
# What names a topic is short: so many words, or Chinese characters. Below this certainty everyday phrases do so, too ("what time").
_TOPIC_WORDS, _TOPIC_CHARACTERS, _TOPIC = 3, 8, 0.5
# A word that names one stands in a text, as several do where each is of so many letters ("silk road").
_WORD_LETTERS, _WORD_CHARACTERS, _WORDS_LETTERS, _TOPIC_TEXTS = 3, 4, 4, 3
# One that is asked about may be as short as "ат" (horse), and so may what its forms share; those of another word share so many letters.
_ASKED_LETTERS, _FORM_LETTERS = 2, 4
# Words are shorter than this; without spaces, what is longer is a saying in pinyin.
_WORD_MOST_LETTERS = 11
# As many letters as three or four syllables of pinyin have.
_HEARD_LETTERS = 11
# So much of an ask is what it is about: the rest of it may be anything.
_ASK_SHARE = 0.3
# A word with a letter wrong, or with another ending, is this like itself.
_SAME_WORD = 0.75
_TEXT_WEIGHTS, _THEME_WEIGHTS = np.array(TEXT_WEIGHTS), np.array(THEME_WEIGHTS)


class Outcome(StrEnum):
    """What people get: the saying, a "did you mean", or an honest "nothing found"."""

    ANSWER = "answer"
    CHOICES = "choices"
    NOTHING = "nothing"


class TextSignals(NamedTuple):
    """What tells whether the best of the texts is meant; each about 0–1."""

    edit: float
    coverage: float
    # The logarithm of the query's length as it was read, 1 at 150 letters.
    length: float
    # The query's length over the text's, at most 1.
    ratio: float
    margin: float
    # The query stands in the text word for word.
    whole: float
    chinese: float
    sound: float
    layout: float
    # The part of the message that was left aside as chat.
    aside: float
    ask: float
    # The query holds a word that asks for something else, and the text does not.
    elsewhere: float


class ThemeSignals(NamedTuple):
    """What tells whether the best of the themes is meant; each about 0–1."""

    score: float
    # The weight of words of which the quote's asks know nothing.
    missing: float
    # How far the second is behind, as a share of the score.
    margin: float
    length: float
    # The score of the quote's nearest text.
    near: float
    # That text is the nearest of all.
    agreed: float
    chinese: float
    # Which of the others it seems to be in: words of Russian and English share more pieces by chance than those of Kazakh.
    english: float
    russian: float
    # The question holds a word that asks for something else, and the quote's asks do not.
    elsewhere: float
    # How much of the question a near miss holds.
    near_miss: float


def text_signals(hits: Sequence[Hit], query: Query) -> TextSignals:
    """The signals of the first of *hits*, of which there is at least one."""
    best = hits[0]
    length, text_length = max(letters(best.query), 1.0), max(letters(best.text), 1.0)
    margin = best.score - hits[1].score if len(hits) > 1 else _MOST_MARGIN
    chinese = has_han(best.text)
    whole = best.query in best.text if chinese else f" {best.query} " in f" {best.text} "
    sound = best.way in {Way.PINYIN, Way.INITIALS}
    return TextSignals(
        best.edit,
        best.coverage,
        _log_length(length),
        min(1.0, length / text_length),
        min(margin, _MOST_MARGIN) / _MOST_MARGIN,
        float(whole and not sound),
        float(chinese),
        float(sound),
        float(best.way is Way.LAYOUT),
        max(0.0, 1 - length / max(letters(query.folded), 1.0)) if best.way is Way.CORE else 0.0,
        float(best.role >= Role.ASK),
        float(any(likeness_of_part(word, best.text) < _SAME_WORD for word in elsewhere(query.folded))),
    )


def theme_signals(query: Query, themes: Sequence[Hit], texts: Sequence[Hit], found: Theme, near_miss: float) -> ThemeSignals:
    """The signals of the first of *themes*, which is *found*, beside what the *texts* have shown.

    *near_miss* is how much of *query* a near miss holds, 0–1.
    """
    best = themes[0]
    near = next((hit.score for hit in texts if hit.quote_id == best.quote_id), 0.0)
    return ThemeSignals(
        best.score,
        found.missing,
        1 - themes[1].score / best.score if len(themes) > 1 else 1.0,
        _log_length(letters(best.query)),
        near,
        float(bool(texts) and texts[0].quote_id == best.quote_id),
        float(has_han(best.query)),
        float(query.likely is Language.EN),
        float(query.likely is Language.RU),
        float(found.elsewhere),
        near_miss,
    )


def _log_length(length: float) -> float:
    return math.log(max(length, 1.0)) / 5


def terms(signals: Sequence[float]) -> NDArray[np.float64]:
    """What a regression weighs: 1, the signals, and the product of every two of them."""
    values = np.array([1.0, *signals])
    first, second = _pairs(len(values))
    return np.asarray(values[first] * values[second], np.float64)


@cache
def _pairs(size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.triu_indices(size)


def sure_of_texts(hits: Sequence[Hit], query: Query) -> float:
    """How likely it is that the first of *hits* is meant, 0–1."""
    if not hits or is_question(hits[0], query):
        return 0.0
    best = hits[0]
    if _word_for_word(best, query) and best.way in {Way.TYPED, Way.CORE} and best.query not in query.stems:
        return 1.0  # what somebody says, or asks: there is nothing to weigh
    if best.way is Way.PINYIN and len(best.query) >= _HEARD_LETTERS and best.query in best.text:
        return 1.0  # so many syllables in their order are no chance
    return sure_of_text(text_signals(hits, query))


def sure_of_text(signals: TextSignals) -> float:
    """How likely it is that a text with these signals is meant, 0–1."""
    return _logistic(float(_TEXT_WEIGHTS @ terms(signals)))


def sure_of_theme(signals: ThemeSignals) -> float:
    """How likely it is that a theme with these signals is meant, 0–1."""
    return _logistic(float(_THEME_WEIGHTS @ terms(signals)))


def cutoffs_for(short: bool) -> Cutoffs:
    """The cutoffs of a *short* message, or of another."""
    return SHORT if short else LONG


def prefers_theme(text: float, theme: float, cutoffs: Cutoffs) -> bool:
    """Whether the theme comes first: it is the surer, and the text would not be an answer where the theme is none."""
    return theme > text and (theme >= cutoffs.theme_answer or text < cutoffs.text_answer)


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


def outcome(found: Findings, *, searching: bool = False) -> Outcome:
    """The band that a search falls into. Somebody who is *searching* is shown what only comes near, and would annoy somebody who talks."""
    if not found.hits:
        return Outcome.NOTHING
    by_theme = found.hits[0].way is Way.THEME
    cutoffs = cutoffs_for(found.short)
    answer, choices = cutoffs[2:] if by_theme else cutoffs[:2]
    if found.sure >= answer:
        return Outcome.CHOICES if found.rivalled else Outcome.ANSWER
    best = found.hits[0]
    near = best.score >= (_SEARCHING_CHOICES if best.way < Way.LAYOUT else _SEARCHING_ELSEWHERE)
    shown = found.sure >= choices or found.topical or is_keyword(best) or (searching and near)
    return Outcome.CHOICES if shown else Outcome.NOTHING


def is_question(hit: Hit, query: Query) -> bool:
    """Whether *query* is like an ask but not word for word: then all asks of the quote together tell more than this one."""
    return hit.role is Role.ASK and not _word_for_word(hit, query)


def _word_for_word(hit: Hit, query: Query) -> bool:
    if hit.role is Role.ASK and hit.way in {Way.TYPED, Way.CORE}:
        # All that is asked, for somebody may ask something else of what stands in quotation marks. Asks are kept without the words that
        # only ask.
        return any(is_slip(asked, hit.text) for asked in (query.folded, essence(query.folded), essence(query.bare)))
    return hit.query == hit.text


def is_keyword(hit: Hit) -> bool:
    """Whether the message is nothing but a word of the saying: then it is a search, for nobody talks like that."""
    return hit.way is Way.TYPED and " " not in hit.query and hit.verbatim


def is_topic(query: Query, texts: Sequence[Hit], theme: Theme | None, sure: float, *, asked: bool = False) -> bool:
    """Whether the message only names what a quote is about, in one word or a few: nobody talks like that, but somebody may search so.

    *theme* is the best of the themes and *sure* how likely it is to be meant. Where a saying is *asked* for about it, it may be shorter.
    """
    named, words = query.bare, query.bare.split()
    if named != query.folded:
        return False  # what stands among greetings and laughter is talk
    if has_han(named):
        alone, few = asked or 1 < len(named) <= _WORD_CHARACTERS, _WORD_CHARACTERS < len(named) <= _TOPIC_CHARACTERS
        telling = alone
    else:
        least = _ASKED_LETTERS if asked else _WORD_LETTERS
        alone, few = len(words) == 1 and len(named) >= least, 1 < len(words) <= _TOPIC_WORDS
        telling = alone or (few and all(len(word) >= _WORDS_LETTERS for word in words))
    often = theme is not None and theme.often
    if often and (alone or few) and sure >= _TOPIC:
        return True
    # In a single ask the words have to be what it is about.
    return telling and any(
        tells_of(hit, named, query.tongue_of(hit.language), asked=asked or (alone and len(named) > _WORD_LETTERS))
        if hit.role < Role.ASK
        else ((alone and often) or len(named) >= _ASK_SHARE * len(hit.text)) and (holds_word(hit.text, named) or _calls(hit, named))
        for hit in (texts if asked else texts[:_TOPIC_TEXTS])
    )


def _calls(hit: Hit, word: str) -> bool:
    """Whether a folded *word*, or several, is the name by which *hit* was found, with endings: "Абая" calls Абай."""
    held = hit.text.split()
    return hit.role is Role.NAME and all(any(is_form(one, other, hit.language, _ASKED_LETTERS) for other in held) for one in word.split())


def tells_of(hit: Hit, words: str, likely: Language | None, *, asked: bool = True) -> bool:
    """Whether the text of *hit* has all folded *words*, in whatever form; what somebody has not *asked* about has to be longer.

    Forms in the *likely* language are told by their endings; in another language a form, or a word, may not be short.
    """
    own = hit.language is likely
    least = _ASKED_LETTERS if asked else _FORM_LETTERS
    # Short words are told to be Russian or Kazakh by nothing.
    near = likely is None or {likely, hit.language} == CYRILLIC

    def told(word: str) -> bool:
        if has_han(word):
            return any(form in hit.text for form in (word, *other_stems(word, Language.ZH)))
        if own and likely is not Language.ZH:
            held = hit.text.split()
            # Beginnings are compared first: hardly any word of a text begins like it.
            return word in held or any(word[:1] == other[:1] and is_form(word, other, hit.language, least) for other in held)
        return (holds_word(hit.text, word) and (near or len(word) > _WORD_LETTERS)) or holds_form(hit.text, word, FORM_CHARS)

    return all(map(told, words.split()))


def is_word(query: Query) -> bool:
    """Whether the message is a single word: it may be meant for anything that holds it."""
    return " " not in query.bare and letters(query.bare) < _WORD_MOST_LETTERS


def rivalled(hits: Sequence[Hit]) -> bool:
    """Whether another of *hits* than the first may as well be meant; what has the first's own words as an equivalent only echoes it."""
    best = hits[0] if hits else None
    if best is None or (other := next((hit for hit in hits[1:] if not _echoes(hit, best)), None)) is None:
        return False
    # Asked or quoted word for word: whose own words these are comes before those that only lean on them.
    near = best.score - other.score < _RIVAL_MARGIN
    if best.role is Role.EQUIVALENT and best.query == best.text:
        return False  # whichever of those it is the equivalent of is shown, all of it was typed
    return near and (not best.verbatim or (other.verbatim and other.role is best.role))


def _echoes(hit: Hit, best: Hit) -> bool:
    return hit.role is Role.EQUIVALENT and best.role < Role.EQUIVALENT and hit.text == best.text


def plausible(hits: Sequence[Hit], most: int) -> tuple[Hit, ...]:
    """The hits worth offering as choices: those near the best of their way, at most *most*."""
    best: dict[bool, float] = {}
    for hit in hits:
        best.setdefault(hit.way is Way.THEME, hit.score)
    floor = _OFFER_LEAST if hits and hits[0].way is not Way.THEME else 0.0
    least = {True: max(best.get(True, 0.0) * _OFFER_SHARE, floor), False: best.get(False, 0.0) - _OFFER_MARGIN}
    return tuple(hit for hit in hits if hit.score >= least[hit.way is Way.THEME])[:most]
