"""Quotes by their texts: whatever a query may mean, looked for letter by letter and by its sound."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.entries import COMMON, Entries, Entry
from bot.search.hits import Hit, Role, Way
from bot.search.index import Index
from bot.search.query import Query, essence, has_han
from bot.search.rerank import blend, edit_scores
from bot.search.sounds import MAX_INITIALS, MIN_INITIALS, Sounds, sounds_of
from bot.text.language import Language
from bot.text.pinyin import LEAST_SYLLABLES, share_of_syllables, syllables

Array = NDArray[Any]
Numbers = Callable[[NDArray[np.intp]], NDArray[np.intp]]
# The score of a text, its number, its quote, its role, the text itself, and what the score was blended from: edit distance and coverage.
_LookedAt = tuple[float, int, int, int, str, float, float]
# A tie between roles is broken by a step too small to matter between unlike scores.
ROLE_STEP = 0.002
# A part of a saying is as good as the saying; a part of a question is not, when it is the part every question has ("what for?").
# An ask of which the query holds nothing telling keeps this much of its score.
_ASK_FLOOR = 0.7
# A hit this near in letters, with this much of the query in it, needs no second chance.
_STRONG_EDIT, _STRONG_COVERAGE = 0.88, 0.55
# What a second chance finds has to be better by this factor.
_FACTORS = {Way.CORE: 0.99, Way.LAYOUT: 0.97, Way.PINYIN: 0.97, Way.INITIALS: 0.93}
# Texts that only nearly sound alike are no evidence for each other: every syllable is that of many characters. Initials say so little
# that they have to be right.
_LEAST_SOUND = {Way.PINYIN: 0.8, Way.INITIALS: 0.999}
# Of initials at most a fourth may be syllables.
_MOST_SYLLABLES = 0.4
# Texts that coverage leaves for the edit distances, and so many of one quote: some have hundreds of asks, and would hide all others.
_FINE, _FINE_OF_ONE = 20, 4
# After those of so many quotes, texts that hold less than this of what the first holds are left out: of 3,000 queries not one was
# answered worse for it, and a fifth of the time is saved.
_FINE_LEAST, _FINE_SHARE = 8, 0.5
_ROLES = tuple(Role)
# Nobody is shown more.
_MOST_QUOTES = 12


class Texts:
    """A search over the texts of *entries*. Any number of threads may search while one adds."""

    def __init__(self, entries: Entries, texts: Mapping[str, Array], sounds: Mapping[Way, Mapping[str, Array]]) -> None:
        """Search the arrays of the *texts*, one for each of the *entries*, and of what Chinese ones sound like."""
        self._entries = entries
        self.index = Index(texts)
        self._sounds = {way: Sounds(arrays) for way, arrays in sounds.items()}

    def add(self, entry: Entry, number: int) -> None:
        """Add the text of the *entry* of this *number*. One thread at a time."""
        for way, sound in sounds_of(entry).items():
            self._sounds[way].add(sound, number)
        self.index.add(entry.folded)  # now it can be found

    def like(self, text: str, collection: int) -> list[str]:
        """The folded texts that hold most of the grams of a folded *text*, best first."""
        return self.index.texts(self.index.candidates(text, self._visible(_same, collection)).positions)

    def beginning(self, query: Query, collection: int, fits: Callable[[str], bool]) -> list[Hit]:
        """The quotes one of whose texts holds all of *query* and *fits*, each by the text that is most its own."""
        positions = self.index.candidates(query.folded, self._visible(_same, collection)).positions
        texts, roles, owners = self.index.texts(positions), self._entries.roles(positions).tolist(), self._entries.owners(positions)
        hits = []
        for number, text, role, owner in zip(positions.tolist(), texts, roles, owners, strict=True):
            if fits(text):
                named, language = self._entries.named(owner), self._entries.language(number)
                hits.append(Hit(*named, language, _ROLES[role], 1 - ROLE_STEP * role, Way.TYPED, query.folded, text, 1.0, 1.0))
        return merged(query.likely, hits)

    def find(self, query: Query, collection: int = COMMON) -> list[Hit]:
        """The quotes one of whose texts is like *query*, best first."""
        hits = self._hits(query.folded, query.likely, Way.TYPED, collection)
        if not strong(hits):
            for way, text in self._second_chances(query):
                if strong(hits):
                    break
                hits = merged(query.likely, hits, self._hits(text, query.likely if way is Way.CORE else None, way, collection))
        return hits

    def _second_chances(self, query: Query) -> Iterator[tuple[Way, str]]:
        """What else the query may mean, when it finds nothing that is near."""
        for core in query.cores:
            yield Way.CORE, core
        # Asked of the index and not of the query alone: on the wrong layout its grams are ones that hardly any text holds.
        known = self.index.familiarity(query.folded)
        for layout in query.layouts:
            if self.index.familiarity(layout) > known:
                yield Way.LAYOUT, layout
                if (core := essence(layout)) != layout:
                    yield Way.LAYOUT, core
        if has_han(query.folded):
            for text in dict.fromkeys([query.folded, *query.cores]):
                if heard := syllables(text):
                    yield Way.PINYIN, "".join(heard)
        elif pinyin := query.pinyin:
            share = share_of_syllables(pinyin)
            if share >= LEAST_SYLLABLES:
                yield Way.PINYIN, pinyin
            elif share <= _MOST_SYLLABLES and MIN_INITIALS <= len(pinyin) <= MAX_INITIALS:
                yield Way.INITIALS, pinyin
        for stem in query.stems:
            yield Way.CORE, stem

    def _visible(self, numbers_of: Numbers, collection: int) -> Callable[[NDArray[np.intp]], NDArray[np.bool_]] | None:
        """Which of the texts of an index somebody sees; None where everybody sees all."""
        return None if self._entries.open else lambda positions: self._entries.visible(numbers_of(positions), collection)

    def _hits(self, text: str, likely: Language | None, way: Way, collection: int) -> list[Hit]:
        """What a quick look finds where that is strong, and else a thorough one."""
        hits, hasty = self._looked_at(text, likely, way, collection, quick=True)
        return self._looked_at(text, likely, way, collection, quick=False)[0] if hasty and not strong(hits) else hits

    def _looked_at(self, text: str, likely: Language | None, way: Way, collection: int, *, quick: bool) -> tuple[list[Hit], bool]:
        sounds = self._sounds.get(way)
        index = sounds.index if sounds else self.index
        numbers_of: Numbers = sounds.entries if sounds else _same
        visible = self._visible(numbers_of, collection)
        candidates = index.candidates(text, visible, quick=quick)
        if not len(candidates.positions):
            return [], candidates.hasty
        owners = self._entries.owners(numbers_of(candidates.positions))
        # Lists from here on: of twenty texts each step over an array costs as much as ten over a list.
        coverages = candidates.coverage.tolist()
        places = _varied(owners, coverages)
        positions = candidates.positions[places]
        numbers, texts, shares = numbers_of(positions), index.texts(positions), candidates.shares[places].tolist()
        owners, coverages, roles = [owners[at] for at in places], [coverages[at] for at in places], self._entries.roles(numbers).tolist()
        edits, factor = edit_scores(text, texts), _FACTORS.get(way, 1.0)
        blends = [blend(*both) * factor for both in zip(edits, coverages, strict=True)]
        scores = [_by_role(*each) for each in zip(blends, roles, shares, strict=True)]
        looked_at = zip(scores, numbers.tolist(), owners, roles, texts, edits, coverages, strict=True)
        # Best first, so that each quote comes by its best text.
        best_first = sorted(looked_at, key=lambda one: (-one[0], one[1]))
        return merged(likely, self._best_of_each(best_first, text, likely, way)), candidates.hasty

    def _best_of_each(self, best_first: Sequence[_LookedAt], query: str, likely: Language | None, way: Way) -> list[Hit]:
        """The best text of each quote; of equal ones, that in the *likely* language."""
        least = _LEAST_SOUND.get(way, 0.0)
        found: dict[int, Hit] = {}
        for score, number, owner, role, text, edit, coverage in best_first:
            known = found.get(owner)
            if edit < least or (known and (known.language is likely or known.score > score)):
                continue
            if known is None and len(found) == _MOST_QUOTES:
                break
            language = self._entries.language(number)
            if known and language is not likely:
                continue
            found[owner] = Hit(*self._entries.named(owner), language, _ROLES[role], score, way, query, text, edit, coverage)
        return list(found.values())


def _by_role(score: float, role: int, share: float) -> float:
    """What is left of the *score* of a text by its *role*; the query holds this *share* of it."""
    if role >= Role.ASK:
        score *= _ASK_FLOOR + (1 - _ASK_FLOOR) * share
    return max(score - ROLE_STEP * role, 0.0)


def _varied(owners: Sequence[int], coverages: Sequence[float]) -> list[int]:
    """The first places of *owners* that are worth a closer look; *coverages* fall."""
    counts: dict[int, int] = {}
    places: list[int] = []
    least = coverages[0] * _FINE_SHARE
    for place, (owner, coverage) in enumerate(zip(owners, coverages, strict=True)):
        counts[owner] = counts.get(owner, 0) + 1
        if counts[owner] <= _FINE_OF_ONE:
            if len(places) == _FINE or (len(counts) > _FINE_LEAST and coverage < least):
                break
            places.append(place)
    return places


def _same(positions: NDArray[np.intp]) -> NDArray[np.intp]:
    return positions


def strong(hits: Sequence[Hit]) -> bool:
    """Whether the best of *hits* is so near that nothing else need be tried."""
    return bool(hits) and hits[0].edit >= _STRONG_EDIT and hits[0].coverage >= _STRONG_COVERAGE


def merged(likely: Language | None, *lists: list[Hit]) -> list[Hit]:
    """The best hit of each quote in any of *lists*, best first; of equal ones, that in the *likely* language."""
    best: dict[str, Hit] = {}
    for hits in lists:
        for hit in hits:
            known = best.get(hit.quote_id)
            if known is None or (known.score, known.language is likely) < (hit.score, hit.language is likely):
                best[hit.quote_id] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.quote_id))
