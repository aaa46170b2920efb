"""The inverted index: a folded query in, the texts that share most of its grams out.

Posting lists of hashed 2- and 3-grams in flat arrays, so that an index of any size is loaded by mapping a file, and a query is a
handful of numpy calls. Texts that come later go into a small index of their own beside the arrays, and are found with them.
"""

from codecs import utf_16_le_decode
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search.grams import BUCKET_BITS, CJK_FROM, Codes, buckets, encode, grams, run_starts
from bot.search.postings import MAX_TEXTS, POSITION_SHIFT, IndexBuilder, texts_of_all, texts_of_several, weigh

Array = NDArray[Any]
Positions = NDArray[np.intp]
Mask = NDArray[np.bool_]

# What the heaviest gram puts into the byte below a position, well within its 256.
_TOP_WEIGHT = 160
# A query's rarest grams tell the most; once they have named this many postings the common ones only cost time: of 1,752 queries in
# 100,000 texts 12,000 postings find none first that 8,000 miss, and 4,000 miss six. In a large index even rare grams stand in many texts,
# so there the budget is larger: in a million 30,000 miss 28 that 60,000 find first. A quick look is for queries that come near some
# text, as half of them do: it takes a third of the postings and misses none in the balance, for a fourth less time.
_BUDGET, _LARGE_BUDGET, _QUICK_BUDGET, _LARGE = 8_000, 60_000, 20_000, 300_000
# Up to so many texts, counting every posting of the grams that tell enough costs less than choosing among them: at 22,000 a third of it,
# at 60,000 two fifths.
_SMALL = 60_000
# Texts that the cheap count leaves for exact coverage. With 100 of them not one query of 3,300 found more among 100,000 texts; among a
# million 2 of 1,375 came first, and 5 under the first five, that are missed now.
COARSE = 60
# Grams that more texts hold than that are left out where rarer ones have this share of the weight: they are nine tenths of the
# postings, and of 1,375 queries in 18,000 texts not one was answered worse without them; with half of the weight one was.
_COMMON, _ENOUGH = 300, 0.6
# Parts of what the best text holds, beyond which enough others may be found; at last all that hold anything.
_SHARES = (1 / 8, 1 / 32, 0.0)
# Shares of a query that differ by less differ by the rounding of floating point.
_NEAR = 1e-6
_SHIFT = np.uint32(POSITION_SHIFT)


class Candidates(NamedTuple):
    """Positions of texts, best first.

    *coverage* is how much of the query each text holds, and *shares* how much of each text the query holds, 0–1, their grams weighted
    by idf. *hasty* says that there may be better ones, which a look that is not quick would find.
    """

    positions: Positions
    coverage: NDArray[np.float64]
    shares: NDArray[np.float64]
    hasty: bool = False


_NONE = Candidates(np.empty(0, np.intp), np.empty(0), np.empty(0))


class _Terms(NamedTuple):
    """The grams of a query: the bucket of each, where its postings begin, in how many texts it stands, and what it weighs."""

    buckets: NDArray[np.uint32]
    starts: NDArray[np.uint32]
    frequencies: NDArray[np.intp]
    weights: NDArray[np.float64]

    def chosen(self, which: Positions | Mask) -> "_Terms":
        """Only *which* of them."""
        return _Terms(self.buckets[which], self.starts[which], self.frequencies[which], self.weights[which])


class Index:
    """An inverted index of folded texts. Any number of threads may search while one adds."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Search the *arrays* that an `IndexBuilder` has made."""
        self._codes: Codes = arrays["codes"]
        self._starts: NDArray[np.intp] = arrays["starts"]
        self._postings: NDArray[np.uint32] = arrays["postings"]
        self._keys: NDArray[np.uint32] = arrays["keys"]
        self._ends: NDArray[np.uint32] = arrays["ends"]
        # What all grams of a text weigh.
        self._masses: NDArray[np.float32] = arrays["masses"]
        self._built = len(self._starts) - 1
        self._damping = (1 / np.sqrt(np.diff(self._starts))).astype(np.float32)
        self._budget, self._quick_budget = (_LARGE_BUDGET, _QUICK_BUDGET) if self._built > _LARGE else (_BUDGET, _BUDGET)
        # What came later: texts by position, and for each bucket its postings with room to grow. Readers take a bucket's array and
        # length as one tuple, which is replaced and never changed, so they need no lock.
        self._later: list[Codes] = []
        self._later_masses: list[float] = []
        self._later_postings: dict[int, tuple[NDArray[np.uint32], int]] = {}

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Index":
        """An index of folded *texts*, none of them empty; their positions are what `candidates` gives back."""
        builder = IndexBuilder()
        builder.add(texts)
        return cls(builder.finish())

    def __len__(self) -> int:
        """How many texts it holds."""
        return self._built + len(self._later)

    @property
    def later(self) -> int:
        """How many of them came after it was built."""
        return len(self._later)

    def add(self, text: str) -> int:
        """Add one folded *text*, about 0.1 ms; its position. One thread at a time.

        Raises:
            ValueError: when the index is full, or *text* empty: it could never be found.
        """
        if not text:
            raise ValueError("an empty text cannot be indexed")
        position = len(self)
        if position >= MAX_TEXTS:
            raise ValueError(f"an index holds at most {MAX_TEXTS:,} texts")
        posting, found = np.uint32(position << POSITION_SHIFT), grams(text)
        for bucket in found.tolist():
            room, length = self._later_postings.get(bucket, (_NO_POSTINGS, 0))
            if length == len(room):
                room = np.concatenate([room, np.zeros(max(4, length), np.uint32)])
            room[length] = posting
            self._later_postings[bucket] = room, length + 1
        self._later_masses.append(float(weigh(self._spans(found)[1], self._built or position + 1).sum()))
        # Last, so that no search meets a position before its text.
        self._later.append(encode([text])[0])
        return position

    def texts(self, positions: Positions) -> list[str]:
        """The folded texts at *positions*."""
        if not len(positions):
            return []
        # Each stands between two spaces, and inside a folded text there are never two.
        codes, _ = self._gathered(positions)
        return utf_16_le_decode(codes[1:-1].tobytes(), "surrogatepass")[0].split("  ")

    def _codes_at(self, position: int) -> Codes:
        if position >= self._built:
            return self._later[position - self._built]
        return self._codes[self._starts[position] : self._starts[position + 1]]

    def familiarity(self, text: str) -> float:
        """How many texts the grams of a folded *text* stand in, as the mean of their logarithms.

        Letters typed on the wrong keyboard layout make grams that no text or hardly one holds.
        """
        return float(np.log1p(self._spans(grams(text))[1]).mean()) if text else 0.0

    def _spans(self, found: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
        """Where the postings of each gram begin, and in how many texts it stands: of those it was built of, as long as there are any.

        What comes and goes later weighs by them, so that it leaves every other result as it was.
        """
        place = self._keys.searchsorted(found)
        starts = self._ends[place]
        if self._built:
            return starts, (self._ends[place + (self._keys[place] == found)] - starts).astype(np.intp)
        later = self._later_postings
        return starts, np.array([later[bucket][1] if bucket in later else 0 for bucket in found.tolist()], np.intp)

    def candidates(self, text: str, visible: Callable[[Positions], Mask] | None = None, *, quick: bool = False) -> Candidates:
        """The texts that share the most telling grams with the folded query *text*, only among the *visible*; none for an empty one.

        A *quick* look at a large index goes through fewer postings.
        """
        # Fixed here: a text that is added while we search is not looked at half-finished.
        size = len(self)
        if not text or not size:
            return _NONE
        query = grams(text)
        starts, frequencies = self._spans(query)
        terms = _Terms(query, starts, frequencies, weigh(frequencies, self._built or size))
        hasty = False
        if size <= _SMALL:
            found, coverage = self._counted(terms, size, visible)
        else:
            budget = self._quick_budget if quick else self._budget
            hasty = budget < self._budget and int(frequencies.sum()) > budget
            found = self._coarse(terms, size, visible, budget)
            coverage = self._coverage(found, terms, any(ord(char) >= CJK_FROM for char in text)) if len(found) else _NONE.coverage
        # Of texts that hold the query equally well, first those that hold little else.
        best = np.lexsort((self._lengths(found), -coverage))[:COARSE]
        found, coverage = found[best], coverage[best]
        return Candidates(found, coverage, np.minimum(coverage * terms.weights.sum() / self._masses_of(found), 1.0), hasty)

    def _counted(self, terms: _Terms, size: int, visible: Callable[[Positions], Mask] | None) -> tuple[Positions, NDArray[np.float64]]:
        """The texts that hold most of the query, and how much of it, counted over all postings of its grams."""
        if terms.frequencies.max() > _COMMON:
            terms = terms.chosen(self._needed(terms))
        runs = self._runs(terms)
        positions = np.concatenate(runs)
        positions >>= _SHIFT
        held = np.bincount(positions, terms.weights.repeat([len(run) for run in runs]), size)[:size]
        if visible is not None:
            held *= visible(np.arange(size))
        # Mostly enough texts hold an eighth of what the best one holds; to sort out those few takes a tenth of the time.
        most = held.max()
        for share in _SHARES:
            (found,) = (held > most * share).nonzero()
            if len(found) >= COARSE:
                break
        shares = held[found] / terms.weights.sum()
        if len(found) > COARSE:
            # With those that are the same but for rounding: two sums of the same weights in another order are not quite equal.
            enough = shares > np.partition(shares, len(found) - COARSE)[len(found) - COARSE] - _NEAR
            found, shares = found[enough], shares[enough]
        return found, shares.round(6)

    def _needed(self, terms: _Terms) -> Positions:
        """Which terms tell enough: all that are not common, and of the common ones the rarest until most of the weight is there."""
        rarest = terms.frequencies.argsort(kind="stable")
        frequencies = terms.frequencies[rarest]
        # Those that no text holds find nothing, however much they weigh.
        cumulated = np.where(frequencies, terms.weights[rarest], 0.0).cumsum()
        needed = max(cumulated.searchsorted(_ENOUGH * cumulated[-1]) + 1, frequencies.searchsorted(_COMMON, side="right"))
        return np.sort(rarest[:needed])

    def _runs(self, terms: _Terms) -> list[NDArray[np.uint32]]:
        """The postings of each gram."""
        postings = self._postings
        runs = [postings[start : start + count] for start, count in zip(terms.starts.tolist(), terms.frequencies.tolist(), strict=True)]
        if later := self._later_postings:
            for place, bucket in enumerate(terms.buckets.tolist()):
                if bucket in later:
                    room, length = later[bucket]
                    runs[place] = np.concatenate([runs[place], room[:length]])
        return runs

    def _coarse(self, terms: _Terms, size: int, visible: Callable[[Positions], Mask] | None, budget: int) -> Positions:
        """Up to `COARSE` texts by the weight of shared grams, rarest grams first, until the *budget* of postings is spent."""
        later, frequencies = self._later_postings, terms.frequencies
        known = np.flatnonzero(frequencies)
        if later:
            known = np.array([at for at, bucket in enumerate(terms.buckets.tolist()) if frequencies[at] or bucket in later], np.intp)
        rarest = known[np.argsort(frequencies[known], kind="stable")]
        spent = np.cumsum(frequencies[rarest])
        chosen = rarest[: max(1, int(np.searchsorted(spent, budget, side="right")))]
        if not len(chosen):
            return _NONE.positions
        heaviest = float(np.log1p(self._built or size))
        rare = terms.chosen(chosen)
        runs = self._runs(rare)
        light = (rare.weights * (_TOP_WEIGHT / heaviest)).astype(np.uint32)
        named = np.concatenate(runs)
        named += np.repeat(light, [len(run) for run in runs])
        named.sort()
        # Mostly enough texts hold two grams or more, a sixth of all; those that hold one are looked at where there are too few.
        for summed in (texts_of_several, texts_of_all):
            found, sums = summed(named)
            if len(found) and (found[-1] >= size or visible is not None):
                kept = found < size
                if visible is not None:
                    kept[kept] = visible(found[kept])
                found, sums = found[kept], sums[kept]
            if len(found) >= COARSE:
                break
        # A long text holds many grams by chance; the square root keeps whole sayings ahead of them without burying them.
        if len(found) > COARSE:
            scores = sums * self._dampers(found)
            found = found[np.argpartition(-scores, COARSE - 1)[:COARSE]]
        return found

    def _dampers(self, positions: Positions) -> NDArray[np.float32]:
        """What the weight of a text's shared grams is to be multiplied with for its length."""
        if not self._later:
            return self._damping[positions]
        return (1 / np.sqrt(self._lengths(positions))).astype(np.float32)

    def _lengths(self, positions: Positions) -> NDArray[np.intp]:
        """The lengths of texts in code units, with their two spaces."""
        if not self._later:
            return self._starts[positions + 1] - self._starts[positions]
        built = np.minimum(positions, self._built - 1) if self._built else np.zeros_like(positions)
        lengths = self._starts[built + 1] - self._starts[built] if self._built else np.zeros_like(positions)
        for place in np.flatnonzero(positions >= self._built).tolist():
            lengths[place] = len(self._later[positions[place] - self._built])
        return lengths

    def _masses_of(self, positions: Positions) -> NDArray[np.float32]:
        """What all grams of each text weigh."""
        if not self._later:
            return self._masses[positions]
        later, built = self._later_masses, self._built
        return np.array([self._masses[at] if at < built else later[at - built] for at in positions.tolist()], np.float32)

    def _gathered(self, positions: Positions) -> tuple[Codes, NDArray[np.intp]]:
        """The code units of the texts at *positions*, one behind the other, and for each unit whose it is."""
        lengths = self._lengths(positions)
        owners = np.arange(len(positions)).repeat(lengths)
        if self._later and (positions >= self._built).any():
            return np.concatenate([self._codes_at(position) for position in positions.tolist()]), owners
        first = lengths.cumsum() - lengths
        return self._codes[(self._starts[positions] - first).repeat(lengths) + np.arange(len(owners))], owners

    def _coverage(self, positions: Positions, terms: _Terms, chinese: bool) -> NDArray[np.float64]:
        """The share of the query's weight that each text holds, by every gram and not only the rare ones."""
        codes, owners = self._gathered(positions)
        # Which gram of the query, counted from 1, a bucket is; 16 bits of the hash are enough to tell a query's grams apart, and a
        # table of them is cheap to make for each query and stays in the cache. Two that fall together count as one.
        short = terms.buckets >> np.uint32(BUCKET_BITS - 16)
        first = run_starts(short)
        weights = np.add.reduceat(terms.weights, np.flatnonzero(first))
        table = np.zeros(1 << 16, np.uint16)
        table[short] = np.cumsum(first)
        held = np.zeros((len(positions), len(weights) + 1), np.bool_)
        # The singles come first, and only a Chinese query has any.
        for found in buckets(codes)[int(not chinese) :]:
            slots = table[found >> np.uint32(BUCKET_BITS - 16)]
            hit = np.flatnonzero(slots)
            held[owners[hit], slots[hit]] = True
        total = float(weights.sum())
        # Rounded: two sums of the same weights in another order are not quite equal.
        return np.asarray((held[:, 1:] @ weights / total).round(6), np.float64)


_NO_POSTINGS = np.zeros(0, np.uint32)
