"""What a search gives: quotes, and the text by which each was found."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from rapidfuzz.distance import Prefix

from bot.corpus.quote import Kind
from bot.search.query import has_han
from bot.text.language import Language


class Role(IntEnum):
    """What a searched text is to its quote; of equal scores the lower role wins."""

    WORDING = 0  # the original, or a published rendering
    TRANSLATION = 1
    EQUIVALENT = 2
    ASK = 3
    NAME = 4  # of whoever said it


class Way(IntEnum):
    """How the query was read when it found the text; of equal scores the lower way wins."""

    TYPED = 0
    CORE = 1  # without the words around it
    LAYOUT = 2  # as if typed on another keyboard layout
    PINYIN = 3  # by its sound
    INITIALS = 4  # by the first letters of its syllables
    THEME = 5  # as a question in other words


# As short as a word, or words, of a saying may be to count as quoted and not as talk.
_WORD_CHARS, _TELLING_CHARS = 4, 10
_ENDING_CHARS = 2
# What is typed may have a longer one ("соседях").
_LONG_ENDING_CHARS = 3
FORM_CHARS = 5


def holds_word(text: str, word: str) -> bool:
    """Whether a *word*, or several, stands in a *text*, both folded; it may still want its ending, as "волк" finds "волка"."""
    if has_han(word):
        return word in text  # Chinese has no spaces between words
    _, *rests = f" {text}".split(f" {word}")
    return any(len(rest.split(" ", 1)[0]) <= _ENDING_CHARS for rest in rests)


def holds_form(text: str, word: str, least: int = FORM_CHARS) -> bool:
    """Whether a *word* stands in a *text* with another ending, both folded: "соседях" finds "сосед". They share *least* letters or more.

    In another language a short word may begin like it, and be another.
    """
    if " " in word or has_han(word):
        return False
    shared = [(Prefix.similarity(word, other), len(other)) for other in text.split()]
    return any(alike >= max(least, len(word) - _LONG_ENDING_CHARS, length - _ENDING_CHARS) for alike, length in shared)


class Hit(NamedTuple):
    """One quote that fits. *language* and *role* are those of the text that matched; *score* runs 0–1.

    *query* and *text* are the two folded strings that were compared, *edit* and *coverage*, 0–1, what the score was blended from.
    """

    quote_id: str
    kind: Kind
    language: Language
    role: Role
    score: float
    way: Way
    query: str
    text: str
    edit: float
    coverage: float

    @property
    def verbatim(self) -> bool:
        """Whether the query is the text word for word, or a part of a saying long enough to be meant."""
        if self.query == self.text:
            return True
        if self.role >= Role.ASK or self.way > Way.LAYOUT:
            return False
        if has_han(self.query):
            return holds_word(self.text, self.query)
        if " " not in self.query:
            # One word is a search for it.
            return len(self.query) >= _WORD_CHARS and holds_word(self.text, self.query)
        return len(self.query) >= _TELLING_CHARS and f" {self.query} " in f" {self.text} "


class Findings(NamedTuple):
    """All a search found, best first, each quote once.

    *sure* is how likely it is that the first is what was meant, 0–1; *rivalled* says that another fits as well, *short* that few letters
    were typed, *topical* that they only name what one of the first is about, *named* that they are of whoever was named, and nothing else
    was looked for.
    """

    hits: tuple[Hit, ...] = ()
    sure: float = 0.0
    rivalled: bool = False
    short: bool = False
    topical: bool = False
    named: bool = False


def interleaved(first: Sequence[Hit], second: Sequence[Hit], most: int) -> tuple[Hit, ...]:
    """The best of *first*, that of *second*, and then the others, each quote once."""
    found: dict[str, Hit] = {}
    least = 1.0
    for hit in (*first[:1], *second[:1], *first[1:], *second[1:]):
        if hit.quote_id not in found:
            # Scores of texts and themes are of two scales; what comes later is not to look better.
            least = min(least, hit.score)
            found[hit.quote_id] = hit._replace(score=least)
    return tuple(found.values())[:most]
