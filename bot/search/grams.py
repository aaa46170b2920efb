"""Folded texts as character n-grams: the pieces by which a text is found although parts of it are wrong."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

Codes = NDArray[np.uint16]
Buckets = NDArray[np.uint32]

# Grams are hashed into this many buckets: at 2^20 fewer than 1 % of the grams of 100,000 texts share one.
BUCKET_BITS = 20
_SHIFT = np.uint32(32 - BUCKET_BITS)
# A CJK character carries a word, so one alone is a gram: 春 finds 春风. Characters beyond the BMP are two code units from here on, too.
CJK_FROM = 0x2E80
_FIRST_CJK = chr(CJK_FROM)
_SPACE = ord(" ")
# A pair is two code units in one number; and what a multiplication has mixed into the upper half of a number is brought into the lower.
_UNIT_BITS, _HALF = np.uint32(16), np.uint32(15)
# A search asks for the grams of its query and of each of its other readings up to three times.
_QUERIES_KEPT = 64
# Odd multipliers that spread neighbouring keys over all bits. Source: Knuth, TAOCP 6.4 (2^32 / golden ratio); MurmurHash3's finaliser.
_GOLDEN, _MIX, _THIRD = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)


def encode(texts: Sequence[str]) -> tuple[Codes, NDArray[np.intp]]:
    """Folded *texts* as UTF-16 code units, each between two spaces, and where each begins; at the end, where the last one ends."""
    codes = np.frombuffer("".join([f" {text} " for text in texts]).encode("utf-16-le", "surrogatepass"), np.uint16)
    lengths = [len(text) + 2 for text in texts]
    if sum(lengths) != len(codes):  # a character beyond the BMP is two code units
        lengths = [len(text.encode("utf-16-le", "surrogatepass")) // 2 + 2 for text in texts]
    return codes, np.concatenate([[0], np.cumsum(lengths, dtype=np.intp)])


def joined(parts: Sequence[NDArray[Any]], dtype: DTypeLike) -> NDArray[Any]:
    """*parts* one behind the other, copied one at a time: numpy's own way holds the interpreter for 80 ms with those of a million texts."""
    whole = np.empty(sum(map(len, parts)), dtype)
    place = 0
    for part in parts:
        whole[place : place + len(part)] = part
        place += len(part)
    return whole


def run_starts(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values of the *ordered* begin a run of equal ones: `numpy.unique` loads all of masked arrays for that, 2 MB."""
    starts = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=starts[1:])
    return starts


def buckets(codes: Codes) -> tuple[Buckets, Buckets, Buckets]:
    """The bucket of the single, the pair and the triple that begin at each place; the last places have no pair, or no triple."""
    wide = codes.astype(np.uint32)
    pairs, triples = _pairs_and_triples(wide)
    return _mixed(wide) >> _SHIFT, pairs >> _SHIFT, triples >> _SHIFT


def _pairs_and_triples(wide: Buckets) -> tuple[Buckets, Buckets]:
    """The hashes, of 32 bits, of the pairs and triples of these code units."""
    pairs = _mixed(wide[:-1] | (wide[1:] << _UNIT_BITS))
    return pairs, _mixed(pairs[:-1] ^ (wide[2:] * _THIRD))


def _mixed(keys: Buckets) -> Buckets:
    hashed = keys * _GOLDEN
    hashed ^= hashed >> _HALF
    hashed *= _MIX
    return hashed


def telling(codes: Codes) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Which singles, pairs and triples are grams.

    A space tells where a word begins or ends; but Chinese has no spaces between words, so beside a character it tells nothing.
    Two spaces are the border between two texts.
    """
    cjk, space = codes >= CJK_FROM, codes == _SPACE
    pairs = ~((space[:-1] & (space[1:] | cjk[1:])) | (cjk[:-1] & space[1:]))
    return cjk, pairs, pairs[:-1] & pairs[1:]


@lru_cache(maxsize=_QUERIES_KEPT)
def grams(text: str) -> Buckets:
    """The buckets of all grams of one folded *text*, not empty, each once, in rising order; not to be written to."""
    codes = np.frombuffer(f" {text} ".encode("utf-16-le", "surrogatepass"), np.uint16)
    if max(text) < _FIRST_CJK:
        # Without characters, and with no two spaces beside each other, every pair and triple tells: half of the work is saved.
        found = np.concatenate(_pairs_and_triples(codes.astype(np.uint32)))
        found >>= _SHIFT
    else:
        found = np.concatenate([found[told] for found, told in zip(buckets(codes), telling(codes), strict=True)])
    found.sort()
    return found[run_starts(found)]


# Longer pieces say more of what a question is about; 5 letters are most of a stem, and leave the ending out.
_PIECE_LENGTHS = (3, 4, 5)
_CJK_LENGTHS = (1, 2, 3)


def pieces(texts: Sequence[str]) -> tuple[Buckets, NDArray[np.uint32]]:
    """The pieces of words in folded *texts*, none of them empty, as 32-bit hashes, and for each the number of its text.

    Three to five letters within a word, one to three Chinese characters; each piece of a text once, in order of text.
    """
    codes, begin = encode(texts)
    owners = np.repeat(np.arange(len(begin) - 1, dtype=np.uint32), np.diff(begin))
    wide, space, cjk = codes.astype(np.uint32), codes == _SPACE, codes >= CJK_FROM
    hashed, inner, han, latin = _mixed(wide), np.ones(len(codes), np.bool_), cjk, ~cjk
    found, whose = [hashed[cjk]], [owners[cjk]]
    for length in range(2, max(_PIECE_LENGTHS) + 1):
        last = length - 1
        hashed = _mixed((hashed[:-1] ^ (wide[last:] * _THIRD)) + np.uint32(length))
        # A space only stands at the edge of a piece: what follows what is another matter than what is asked.
        inner = inner[:-1] & ~space[last - 1 : -1] if length > 2 else inner[:-1]
        han, latin = han[:-1] & cjk[last:], latin[:-1] & ~cjk[last:]
        told = (han & (length in _CJK_LENGTHS)) | (latin & inner & (length in _PIECE_LENGTHS))
        found.append(hashed[told])
        whose.append(owners[: len(hashed)][told])
    held = np.sort((np.concatenate(whose).astype(np.uint64) << np.uint64(32)) | np.concatenate(found))
    held = held[run_starts(held)]
    return (held & np.uint64(0xFFFFFFFF)).astype(np.uint32), (held >> np.uint64(32)).astype(np.uint32)
