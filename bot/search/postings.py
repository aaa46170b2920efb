"""Postings: which texts hold a gram, in arrays that a query goes through at once, and how they are built."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search.grams import BUCKET_BITS, Codes, buckets, encode, joined, run_starts, telling

Array = NDArray[Any]
Positions = NDArray[np.intp]

# A posting is a text's position above one byte, free for the weight a query gives it: one sort then brings a text's postings together.
POSITION_SHIFT = 8
MAX_TEXTS = 1 << (32 - POSITION_SHIFT)
_SHIFT, _ONE_POSITION = np.uint32(POSITION_SHIFT), np.uint32(1 << POSITION_SHIFT)
_WEIGHT_MASK = _ONE_POSITION - np.uint32(1)
# More than any bucket.
_NO_BUCKET = 1 << BUCKET_BITS
# Texts whose grams are sorted at a time: bucket and place in the block fit one 32-bit number.
_BLOCK = 1 << (32 - BUCKET_BITS)


class IndexBuilder:
    """Takes folded texts and gives the arrays of an `Index`; none of its steps holds the interpreter for more than milliseconds."""

    def __init__(self) -> None:
        """Begin without texts."""
        self._blocks: list[_Block] = []
        self._pending: list[str] = []
        self._size = 0

    def add(self, texts: Iterable[str]) -> None:
        """Add folded *texts*; their positions follow on.

        Raises:
            ValueError: when there would be more than `MAX_TEXTS`, or when one is empty: it could never be found.
        """
        for text in texts:
            if not text:
                raise ValueError("an empty text cannot be indexed")
            self._pending.append(text)
            if len(self._pending) == _BLOCK:
                self._close_block()
        if self._size + len(self._pending) > MAX_TEXTS:
            raise ValueError(f"an index holds at most {MAX_TEXTS:,} texts")

    def _close_block(self) -> None:
        if self._pending:
            self._blocks.append(_Block(*encode(self._pending)))
            self._size += len(self._pending)
            self._pending = []

    def finish(self) -> dict[str, Array]:
        """The arrays of the index, by the names that `Index` expects."""
        self._close_block()
        codes = joined([block.codes for block in self._blocks], np.uint16)
        lengths = joined([np.diff(block.starts) for block in self._blocks], np.intp)
        # Counted first and placed second, block by block: sorting all postings at once would take four times their memory.
        # A table of all buckets takes 8 MB for a moment, and every bot begins with nothing to search.
        counts = np.zeros((1 << BUCKET_BITS if self._blocks else 0) + 1, np.int64)
        for block in self._blocks:
            counts[1:] += np.bincount(block.held() >> np.uint32(32 - BUCKET_BITS), minlength=1 << BUCKET_BITS)
        ends = np.cumsum(counts)
        postings = np.empty(ends[-1], np.uint32)
        masses = np.empty(self._size, np.float32)
        used = np.flatnonzero(counts[1:])
        weights = np.zeros(len(counts) - 1, np.float32)
        weights[used] = weigh(counts[1:][used], self._size)
        cursor = ends[:-1].copy()
        for number, block in enumerate(self._blocks):
            held = block.held()
            bucket = held >> np.uint32(32 - BUCKET_BITS)
            place_in_block = held & np.uint32(_BLOCK - 1)
            first_text, size = number * _BLOCK, len(block.starts) - 1
            masses[first_text : first_text + size] = np.bincount(place_in_block, weights[bucket], size)
            owner = place_in_block + np.uint32(first_text)
            first = np.flatnonzero(run_starts(bucket))
            runs = np.diff(np.append(first, len(bucket)))
            place = np.repeat(cursor[bucket[first]] - first, runs) + np.arange(len(bucket))
            postings[place] = owner << _SHIFT
            cursor[bucket[first]] += runs
        begin = np.concatenate([[0], np.cumsum(lengths, dtype=np.intp)])
        # Only of the buckets that are used: a place for each there may be takes 4 MB, and in a small index most of them for nothing. What
        # stands last is no bucket, so that every search for one ends at a place there is.
        keys, starts = np.append(used, _NO_BUCKET).astype(np.uint32), np.append(ends[used], ends[-1]).astype(np.uint32)
        return {"codes": codes, "starts": begin, "postings": postings, "keys": keys, "ends": starts, "masses": masses}


def weigh(frequencies: NDArray[np.intp], size: int) -> NDArray[np.float64]:
    """What grams weigh that stand in so many of *size* texts: the rarer, the more they tell.

    One that no text holds weighs as much as one that a single text holds: an unknown word counts against a match.
    """
    return np.asarray(np.log1p(size / np.maximum(frequencies, 1)), np.float64)


class _Block(NamedTuple):
    """Some texts, encoded."""

    codes: Codes
    starts: Positions

    def held(self) -> NDArray[np.uint32]:
        """The grams of the texts as bucket above place in the block, each once, in rising order."""
        owners = np.repeat(np.arange(len(self.starts) - 1, dtype=np.uint32), np.diff(self.starts))
        found = [
            (bucket[told] << np.uint32(32 - BUCKET_BITS)) | owners[: len(bucket)][told]
            for bucket, told in zip(buckets(self.codes), telling(self.codes), strict=True)
        ]
        held = np.sort(np.concatenate(found))
        return held[run_starts(held)]


def texts_of_several(named: NDArray[np.uint32]) -> tuple[Positions, NDArray[np.uint32]]:
    """The texts that the sorted postings *named* name more than once, and the sums of their weights."""
    # Those that name the text of the one before them.
    more = np.flatnonzero(named[1:] ^ named[:-1] < _ONE_POSITION) + 1
    if not len(more):
        return np.empty(0, np.intp), np.empty(0, np.uint32)
    parted = np.flatnonzero(more[1:] != more[:-1] + 1)
    begin, end = np.concatenate([[0], parted + 1]), np.concatenate([parted, [len(more) - 1]])
    first = named[more[begin] - 1]
    weights = named[more] & _WEIGHT_MASK
    # The sum of each run as a difference of running sums, three times as fast as adding them up run by run.
    running = np.cumsum(weights, dtype=np.uint32)
    return (first >> _SHIFT).astype(np.intp), running[end] - running[begin] + weights[begin] + (first & _WEIGHT_MASK)


def texts_of_all(named: NDArray[np.uint32]) -> tuple[Positions, NDArray[np.uint32]]:
    """The texts that the sorted postings *named* name, and the sums of their weights."""
    positions = named >> _SHIFT
    last = np.append(np.flatnonzero(positions[1:] != positions[:-1]), len(named) - 1)
    ends = np.cumsum(named & _WEIGHT_MASK, dtype=np.uint32)[last]
    sums = ends.copy()
    sums[1:] -= ends[:-1]
    return positions[last].astype(np.intp), sums
