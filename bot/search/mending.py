"""Words with a slip in them, mended by the words of a text: "freindship" is found as "friendship", "hundred flwrs" as "hundred flowers".

The edit distances see a slip in a saying or a question, for there the other letters speak. A word or two are too little for that: what is
like them by three letters of four may be anything. So it has to be all of them that stand in one text, and what was typed in none.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.search.query import Query, essence, has_han

# More words than this are found by their letters, or they are talk.
_MOST_WORDS = 5
# Of fewer letters, as it was meant, one that differs makes another word; a word by itself has nothing beside it that bears it out.
_LETTERS, _LETTERS_ALONE = 4, 6
# So many letters may bear a second slip.
_LETTERS_OF_TWO = 9
# People leave out vowels and mean the word ("flwrs"); so many consonants tell which.
_CONSONANTS = 4
_WITHOUT_VOWELS = str.maketrans("", "", "aeiou")
# Texts that hold most of what was typed.
_LOOKED_AT = 30
# So many words as they stand in a text, side by side, bear out whatever stands between them ("to many cooks").
_BEARING = 2
# Russian and Kazakh decline: a word of so many letters may have gained so many at its end.
_STEM_LETTERS, _ENDING_LETTERS = 4, 3


def mended(query: Query, texts_like: Callable[[str], Sequence[str]]) -> Query | None:
    """*query* with its misspelt words as they stand in a text, the one that changes least; None when no text bears all of them out.

    *texts_like* gives the folded texts that hold most of the grams of a folded one, best first.
    """
    words = essence(query.bare).split()
    if not 0 < len(words) <= _MOST_WORDS or has_han(query.bare):
        return None
    least = _LETTERS if len(words) > 1 else _LETTERS_ALONE
    best: _Mends | None = None
    for text in texts_like(" ".join(words))[:_LOOKED_AT]:
        held = text.split()
        found = _meant_in_a_row(held, words) or _meant_in(held, words, least)
        if found and found.meant and (best is None or found.cost < best.cost):
            best = found
    if best is None or (best.bearing < _BEARING and any(_is_known(*one, best.bearing, texts_like) for one in best.meant.items())):
        return None
    return query.reworded(best.meant)


class _Mends(NamedTuple):
    """What words were *meant* by those typed, and by how many letters they differ.

    *bearing* is how many others stand beside them as they do in the text, word for word; 0 when they stand anywhere in it.
    """

    cost: int
    meant: dict[str, str]
    bearing: int = 0


def _meant_in_a_row(held: Sequence[str], words: Sequence[str]) -> _Mends | None:
    """What *words* mean that stand in the text one after the other; None when they do not. Between two others a short one may be wrong."""
    for start in range(len(held) - len(words) + 1):
        row = list(zip(words, held[start : start + len(words)], strict=True))
        wrong = {word: meant for word, meant in row if word != meant}
        bearing = sum(word == meant and len(word) >= _STEM_LETTERS for word, meant in row)
        least = 0 if bearing >= _BEARING else _LETTERS
        costs = [slips(word, meant, least) for word, meant in wrong.items()]
        if bearing and None not in costs:
            return _Mends(sum(cost or 0 for cost in costs), wrong, bearing)
    return None


def _around(typed: str, texts_like: Callable[[str], Sequence[str]]) -> set[str]:
    """The words of the texts that are most like what was *typed*, with its ending and without."""
    forms = [typed, *([typed[:-_ENDING_LETTERS]] if len(typed) - _ENDING_LETTERS > _STEM_LETTERS else [])]
    return {word for form in forms for text in texts_like(form)[:_LOOKED_AT] for word in text.split()}


def _meant_in(held: Sequence[str], words: Sequence[str], least: int) -> _Mends | None:
    """Those of the words that a text *held* that *words* mean; None when one of them is not there."""
    mends: dict[str, str] = {}
    total = 0
    for word in words:
        if any(_begins(other, word) for other in held):
            continue
        distances = [(distance, other) for other in held if (distance := slips(word, other, least)) is not None]
        if not distances:
            return None
        distance, mends[word] = min(distances)
        total += distance
    return _Mends(total, mends)


def slips(typed: str, meant: str, least: int) -> int | None:
    """How many letters of *meant* went wrong in *typed*, both folded; None when they are two words, or too short to tell.

    The longer of them has to have the *least* letters or more. The first letter is hardly ever the wrong one.
    """
    if typed[:1] != meant[:1] or max(len(typed), len(meant)) < least or not typed.isalpha():
        return None
    allowed = 2 if min(len(typed), len(meant)) >= _LETTERS_OF_TWO else 1
    distance = OSA.distance(typed, meant, score_cutoff=allowed)
    if distance <= allowed:
        return distance
    consonants = meant.translate(_WITHOUT_VOWELS)
    return len(meant) - len(typed) if len(consonants) >= _CONSONANTS and typed == consonants else None


def _begins(word: str, typed: str) -> bool:
    """Whether a *word* is the one *typed*, or that with something behind it."""
    return word == typed or (len(typed) >= _STEM_LETTERS and word.startswith(typed))


def _is_known(typed: str, meant: str, bearing: int, texts_like: Callable[[str], Sequence[str]]) -> bool:
    """Whether *typed* is no slip of what is *meant*, but a word of a text; or one with an ending, where no other word bears it out."""
    words = _around(typed, texts_like)
    return typed in words or (
        not bearing
        and any(
            _begins(word, typed) or (_begins(typed, word) and len(typed) - len(word) <= _ENDING_LETTERS and not _begins(meant, word))
            for word in words
        )
    )
