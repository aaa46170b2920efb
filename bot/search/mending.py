"""Words with a slip in them, mended by the words of a text: "freindship" is found as "friendship", "hundred flwrs" as "hundred flowers".

The edit distances see a slip in a saying or a question, for there the other letters speak. A word or two are too little for that: what is
like them by three letters of four may be anything. So it has to be all of them that stand in one text, and what was typed in none.
"""

from collections.abc import Callable, Iterable, Sequence

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
    best: dict[str, str] = {}
    cost = None
    for text in texts_like(" ".join(words))[:_LOOKED_AT]:
        found = _meant_in(text.split(), words, least)
        if found is not None and (cost is None or found[0] < cost):
            cost, best = found
    if not best or any(_is_known(word, meant, _around(word, texts_like)) for word, meant in best.items()):
        return None
    return query.reworded(best)


def _around(typed: str, texts_like: Callable[[str], Sequence[str]]) -> set[str]:
    """The words of the texts that are most like what was *typed*, with its ending and without."""
    forms = [typed, *([typed[:-_ENDING_LETTERS]] if len(typed) - _ENDING_LETTERS > _STEM_LETTERS else [])]
    return {word for form in forms for text in texts_like(form)[:_LOOKED_AT] for word in text.split()}


def _meant_in(held: Sequence[str], words: Sequence[str], least: int) -> tuple[int, dict[str, str]] | None:
    """By how many letters *words* differ from those that a text *held*, and those that are meant; None when one of them is not there."""
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
    return total, mends


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


def _is_known(typed: str, meant: str, words: Iterable[str]) -> bool:
    """Whether what was *typed* is no slip of what is *meant*, but one of the *words*, or one with an ending."""
    return any(
        _begins(word, typed) or (_begins(typed, word) and len(typed) - len(word) <= _ENDING_LETTERS and not _begins(meant, word))
        for word in words
    )
