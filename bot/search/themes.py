"""What quotes are asked about: a question in words that no single ask has, but all asks of a quote together do.

Each quote that has asks is one document: its asks and wordings in all languages. Documents are ranked by BM25 over pieces of words,
which takes case endings and compounds as they come. Of held-out questions on the article .97 find their quote first this way, by the
single text that is most like them .80.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search.elsewhere import elsewhere
from bot.search.grams import pieces, run_starts
from bot.search.query import has_han

Array = NDArray[Any]
Mask = NDArray[np.bool_]
Positions = NDArray[np.intp]

# BM25's own. A low k1: that a piece stands in one ask of a quote says nearly all, for asks avoid each other's words. A low b: that a quote
# has many asks does not make it less likely to be asked for. Source: Robertson and Zaragoza, The Probabilistic Relevance Framework (2009).
_K1, _B = 0.3, 0.25
# Of a word that a document holds less than this much of, it says nothing.
_KNOWN = 0.5
# A word that decides has to stand there: "2015" has two pieces of three in common with "2025".
_KNOWN_WELL = 0.75
# And not by the way: a quote that is about an address, and not only given in one, has several asks that say so.
_OFTEN = 3
# Documents that a question is held against word by word.
_LOOKED_AT = 5
# Texts whose pieces are found at a time: of 1,900 at once they take 5 MB for a moment, which the process keeps.
_AT_A_TIME = 100


class Theme(NamedTuple):
    """A document that fits a question. *entry* is the number of its quote's first entry.

    *score* is the share of the question's weight that it holds, *missing* the share of the weight of words that it knows nothing of; 0–1.
    *elsewhere* says that the question holds a word that asks for something else, and that the document does not know; *often* that every
    word of it stands in several of the document's texts.
    """

    entry: int
    score: float
    missing: float
    elsewhere: bool
    often: bool


class _Postings(NamedTuple):
    """Which piece is held by which document, and in how many of its texts."""

    pieces: NDArray[Any]
    documents: NDArray[Any]
    counts: NDArray[Any]


_NO_POSTINGS = _Postings(*[np.empty(0, np.uint32)] * 3)


class ThemesBuilder:
    """Collects documents into the arrays of `Themes`."""

    def __init__(self) -> None:
        """Begin without documents."""
        self._entries: list[int] = []
        self._lengths: list[int] = []
        self._postings: list[_Postings] = []

    def add(self, entry: int, texts: Sequence[str]) -> None:
        """Add the document of the folded *texts*, at least one, whose quote's first entry is *entry*."""
        found, counts = _document(texts)
        self._postings.append(_Postings(found, np.full(len(found), len(self._entries), np.uint32), counts))
        self._entries.append(entry)
        self._lengths.append(int(counts.sum()))

    def add_alone(self, entry: int, texts: Sequence[str]) -> None:
        """Add a document for each of the folded *texts*, none of them empty."""
        for first in range(0, len(texts), _AT_A_TIME):
            some = texts[first : first + _AT_A_TIME]
            found, owners = pieces(some)
            self._postings.append(_Postings(found, owners + np.uint32(len(self._entries)), np.ones(len(found), np.uint32)))
            self._entries += [entry] * len(some)
            self._lengths += np.bincount(owners, minlength=len(some)).tolist()

    def finish(self) -> dict[str, Array]:
        """The arrays, by the names that `Themes` expects; the larger two as narrow as their numbers let them be."""
        found, documents, counts = (np.concatenate(column) for column in zip(_NO_POSTINGS, *self._postings, strict=True))
        order = np.argsort(found, kind="stable")
        found = found[order]
        first = np.flatnonzero(run_starts(found))
        return {
            "key": found[first],
            "end": np.append(first, len(order)).astype(np.uint32),
            "document": documents.astype(np.min_scalar_type(len(self._entries)))[order],
            "count": counts.astype(np.min_scalar_type(counts.max(initial=0)))[order],
            "length": np.array(self._lengths, np.uint32),
            "entry": np.array(self._entries, np.uint32),
        }


def _document(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The pieces of *texts*, and in how many of them each stands."""
    found = np.sort(pieces(texts)[0])
    first = np.flatnonzero(run_starts(found))
    return found[first], np.diff(first, append=len(found)).astype(np.uint32)


class Themes:
    """A ranking of documents. Any number of threads may ask while one adds."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Use the *arrays* that a `ThemesBuilder` has made."""
        self._keys, self._ends = arrays["key"], arrays["end"]
        self._documents, self._counts = arrays["document"], arrays["count"]
        self._lengths, self._entries = arrays["length"], arrays["entry"]
        self._built = len(self._entries)
        # Documents that came later, by piece; tuples are replaced and never changed, so readers need no lock.
        self._later: dict[int, tuple[tuple[int, int], ...]] = {}

    def add(self, entry: int, texts: Sequence[str]) -> None:
        """Add the document of the folded *texts*, at least one. One thread at a time."""
        found, counts = _document(texts)
        number = len(self._entries)
        for piece, count in zip(found.tolist(), counts.tolist(), strict=True):
            self._later[piece] = (*self._later.get(piece, ()), (number, count))
        # Last, so that no question meets a document without its length and entry.
        self._lengths = np.append(self._lengths, np.uint32(counts.sum()))
        self._entries = np.append(self._entries, np.uint32(entry))

    def ask(self, text: str, visible: Callable[[Positions], Mask]) -> list[Theme]:
        """The documents that fit the folded question *text*, best first, only of the entries that are *visible*."""
        entries = self._entries
        if not text or not len(entries):
            return []
        asked, _ = pieces([text])
        held_by = self._postings(asked, len(entries))
        weights, scores = self._scored(held_by, len(asked), len(entries))
        scores[~visible(entries.astype(np.intp))] = 0.0
        best = np.argsort(-scores, kind="stable")[:_LOOKED_AT]
        words = _Words(text, asked, weights)
        found = []
        for number in best[scores[best] > 0].tolist():
            held = np.zeros(len(asked), np.uint32)
            here = held_by.documents == number
            held[held_by.pieces[here]] = held_by.counts[here]
            often = held >= _OFTEN
            told = words.missing(held > 0), words.elsewhere(often), words.know(often)
            found.append(Theme(int(entries[number]), float(scores[number]), *told))
        return found

    def knowledge(self, text: str) -> float:
        """How much of the folded question *text* the document holds that holds most of it, as `Theme.score`; 0 without any."""
        size = len(self._entries)
        if not text or not size:
            return 0.0
        asked, _ = pieces([text])
        return float(self._scored(self._postings(asked, size), len(asked), size)[1].max())

    def _scored(self, held_by: _Postings, asked: int, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What each of so many pieces *asked* weighs, and the scores of so many documents, the *size*."""
        (whose, documents, counts), lengths = held_by, self._lengths
        # Weighed by the documents it was built of, as long as there are any: what comes and goes later leaves other results as they were.
        built = self._built or size
        frequencies = np.bincount(whose[documents < built], minlength=asked)
        weights = np.log1p((built - frequencies + 0.5) / (frequencies + 0.5))
        damped = counts + _K1 * (1 - _B + _B * lengths[documents] / lengths[:built].mean())
        return weights, np.bincount(documents, weights[whose] * counts / damped, size) / weights.sum()

    def _postings(self, asked: NDArray[np.uint32], size: int) -> _Postings:
        """All postings of the pieces *asked* in the first so many documents, the *size*."""
        places = np.searchsorted(self._keys, asked)
        known = np.flatnonzero(places < len(self._keys))
        known = known[self._keys[places[known]] == asked[known]]
        first = self._ends[places[known]].astype(np.intp)
        lengths = self._ends[places[known] + 1] - first
        run = np.repeat(first - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        whose, documents, counts = np.repeat(known, lengths), self._documents[run].astype(np.intp), self._counts[run]
        if self._later:
            later = [(place, *one) for place, piece in enumerate(asked.tolist()) for one in self._later.get(piece, ()) if one[0] < size]
            if later:
                columns = np.array(later, np.intp)
                whose, documents = np.append(whose, columns[:, 0]), np.append(documents, columns[:, 1])
                counts = np.append(counts, columns[:, 2].astype(np.uint32))
        return _Postings(whose, documents, counts)


class _Words:
    """The words of a question, or the pairs of its Chinese characters, and which of its pieces each holds."""

    def __init__(self, text: str, asked: NDArray[np.uint32], weights: NDArray[np.float64]) -> None:
        words = [part for word in text.split() for part in _parts(word)]
        strange = [part for found in elsewhere(text) for word in found.split() for part in _parts(word)]
        found, whose = pieces([*words, *strange])
        # Where a word mixes scripts, its parts may have pieces that the question as a whole has not.
        places = np.minimum(np.searchsorted(asked, found), len(asked) - 1)
        same = asked[places] == found
        self._places, self._whose = places[same], whose[same]
        self._weights = weights[self._places]
        self._count = len(words)
        self._totals = np.bincount(self._whose, self._weights, len(words) + len(strange))

    def missing(self, held: Mask) -> float:
        """The share of the weight of words of which a document that holds the *held* pieces knows nothing."""
        totals = self._totals[: self._count]
        total = float(totals.sum())
        return float(totals[self._known(held)[: self._count] < _KNOWN * totals].sum()) / total if total else 0.0

    def elsewhere(self, held: Mask) -> bool:
        """Whether a document that holds the *held* pieces does not know one of the words that ask for something else."""
        return bool((self._known(held)[self._count :] < _KNOWN_WELL * self._totals[self._count :]).any())

    def know(self, held: Mask) -> bool:
        """Whether a document that holds the *held* pieces knows every word."""
        return bool((self._known(held)[: self._count] >= _KNOWN_WELL * self._totals[: self._count]).all())

    def _known(self, held: Mask) -> NDArray[np.float64]:
        return np.asarray(np.bincount(self._whose, self._weights * held[self._places], len(self._totals)), np.float64)


def _parts(word: str) -> list[str]:
    if not has_han(word) or len(word) < 3:
        return [word]
    return [word[place : place + 2] for place in range(len(word) - 1)]
