"""Search over everything a quote can be found by: its renderings, their variants, its asks and its speaker's name."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.corpus.quote import NearMiss, Quote
from bot.search.asking import Wanted, asked_of, parts_of
from bot.search.confidence import (
    SHORT_LETTERS,
    Outcome,
    cutoffs_for,
    is_keyword,
    is_question,
    is_topic,
    is_word,
    outcome,
    prefers_theme,
    rivalled,
    sure_of_texts,
    sure_of_theme,
    tells_of,
    theme_signals,
)
from bot.search.entries import COMMON, Entries, EntriesBuilder, Entry, entries_of
from bot.search.forms import other_stems
from bot.search.hits import Findings, Hit, Role, Way
from bot.search.index import Index
from bot.search.mending import mended
from bot.search.near_misses import NearMisses
from bot.search.postings import IndexBuilder
from bot.search.query import Query, essence, has_han, letters
from bot.search.rerank import blend, edit_scores
from bot.search.sounds import MAX_INITIALS, MIN_INITIALS, SOUNDS, Sounds, sounds_of
from bot.search.themes import Theme, Themes, ThemesBuilder
from bot.text.language import Language
from bot.text.pinyin import share_of_syllables, syllables

Array = NDArray[Any]
Numbers = Callable[[NDArray[np.intp]], NDArray[np.intp]]
# A tie between roles is broken by a step too small to matter between unlike scores.
_ROLE_STEP = 0.002
# A part of a saying is as good as the saying; a part of a question is not, when it is the part every question has ("what for?").
# An ask of which the query holds nothing telling keeps this much of its score. How much it holds is not counted where even all of it
# would leave the ask this far behind the best, as among four of five queries for sayings: a tenth of the time of a search is saved.
_ASK_FLOOR, _ASK_MARGIN = 0.7, 0.25
# A hit this near in letters, with this much of the query in it, needs no second chance.
_STRONG_EDIT, _STRONG_COVERAGE = 0.88, 0.55
# What a second chance finds has to be better by this factor.
_FACTORS = {Way.CORE: 0.99, Way.LAYOUT: 0.97, Way.PINYIN: 0.97, Way.INITIALS: 0.93}
# Texts that only nearly sound alike are no evidence for each other: every syllable is that of many characters. Initials say so little
# that they have to be right.
_LEAST_SOUND = {Way.PINYIN: 0.8, Way.INITIALS: 0.999}
# Of pinyin all is syllables, of pinyin with a slip nearly all; of initials at most a fourth, of English three fourths.
_LEAST_SYLLABLES, _MOST_SYLLABLES = 0.8, 0.4
# Texts that coverage leaves for the edit distances, and so many of one quote: some have hundreds of asks, and would hide all others.
_FINE, _FINE_OF_ONE = 20, 4
# After those of so many quotes, texts that hold less than this of what the first holds are left out: of 3,000 queries not one was
# answered worse for it, and a fifth of the time is saved.
_FINE_LEAST, _FINE_SHARE = 8, 0.5
_ROLES = tuple(Role)
# So many letters of a word may be its ending, and so many are left of it.
_CUTS, _LEAST_CUT = (1, 2, 3), 3
# Of several words one alone may do when it is as long as this: "том" and "как" tell nothing.
_TELLING_LETTERS = 4
# What has the word in another form is as good a choice as what has it as it was typed, and comes after it; what has it only in a saying of
# the same meaning falls so far behind that it is no choice beside either.
_FORM_SCORE, _UNSEEN = 0.9, 0.2
# What a saying is to be about is a few words; more is a question.
_MOST_ASKED_LETTERS = 25
# As short as a name may be to be known with a slip in it.
_NAME_LETTERS = 6
# As short as what is asked about may be to be found by its sound: one character sounds like a hundred others.
_BY_SOUND, _SOUND_LETTERS = frozenset({Way.PINYIN, Way.INITIALS}), 5
# A search during which something was edited is made anew, a few times at most.
_TRIES = 3
# Nobody is shown more.
_MOST_QUOTES = 12


class SearcherBuilder:
    """Takes quotes and gives the arrays of a `Searcher`: about 60 µs of CPU a text, so a thread's work for a large store."""

    def __init__(self) -> None:
        """Begin without quotes."""
        self._entries = EntriesBuilder()
        self._texts = IndexBuilder()
        self._themes = ThemesBuilder()
        self._sounds: dict[Way, tuple[IndexBuilder, array[int]]] = {way: (IndexBuilder(), array("I")) for way in SOUNDS}
        self._size = 0

    def add(self, quote: Quote, collection: int = COMMON) -> None:
        """Add *quote*, seen by everybody or by the group whose *collection* it is in."""
        entries = entries_of(quote)
        self._entries.add(quote, entries, collection)
        self._texts.add(entry.folded for entry in entries)
        for number, entry in enumerate(entries, self._size):
            for way, sound in sounds_of(entry).items():
                builder, owners = self._sounds[way]
                builder.add([sound])
                owners.append(number)
        if asked_about(entries):
            self._themes.add(self._size, [entry.folded for entry in entries])
        self._size += len(entries)

    def finish(self) -> dict[str, Array]:
        """The arrays, by the names that `Searcher` expects."""
        parts = {"entries": self._entries.finish(), "texts": self._texts.finish(), "themes": self._themes.finish()}
        for way, (builder, owners) in self._sounds.items():
            parts[way.name.lower()] = {**builder.finish(), "entry": np.frombuffer(owners, np.uint32)}
        return {f"{part}.{name}": values for part, arrays in parts.items() for name, values in arrays.items()}


class Searcher:
    """A search over quotes. Any number of threads may search while one adds and removes."""

    def __init__(self, arrays: Mapping[str, Array], near_misses: NearMisses | None = None) -> None:
        """Search the *arrays* that a `SearcherBuilder` has made; they may be mapped from a file.

        What is like one of the *near_misses* is answered less easily.
        """
        part = partial(_part, arrays)
        self._entries = Entries(part("entries"))
        self._texts = Index(part("texts"))
        self._themes = Themes(part("themes"))
        self.near_misses = near_misses or NearMisses()
        self._sounds = {way: Sounds(part(way.name.lower())) for way in SOUNDS}

    @classmethod
    def of(cls, quotes: Iterable[Quote], near_misses: Iterable[NearMiss] = ()) -> Self:
        """A search over *quotes*, all of them common."""
        builder = SearcherBuilder()
        # Which of equal texts comes first must not depend on the order of the files.
        for quote in sorted(quotes, key=lambda quote: quote.id):
            builder.add(quote)
        return cls(builder.finish(), NearMisses(near_misses))

    def __len__(self) -> int:
        """How many texts it looks at."""
        return len(self._texts)

    @property
    def later(self) -> int:
        """How many of them came after it was built."""
        return self._texts.later

    def put(self, quote: Quote, collection: int = COMMON) -> None:
        """Add *quote*, or replace the one with its id: 0.1 ms a text. One thread at a time."""
        entries = entries_of(quote)
        before = self._entries.numbers(quote.id)
        first = len(self._entries)
        self._entries.add(quote, entries, collection)
        if asked_about(entries):
            self._themes.add(first, [entry.folded for entry in entries])
        for number, entry in enumerate(entries, first):
            for way, sound in sounds_of(entry).items():
                self._sounds[way].add(sound, number)
            self._texts.add(entry.folded)  # now it can be found
        # Last, so that there is no moment at which neither the old nor the new can be found; each quote is a hit only once.
        self._entries.hide(before)

    def remove(self, quote_id: str) -> bool:
        """Find a quote no longer; whether there was one. One thread at a time."""
        return self._entries.remove(quote_id)

    def find(self, query: Query, most: int = 10, collection: int = COMMON) -> Findings:
        """The quotes that fit *query*, at most *most*.

        Somebody sees the common quotes, and those of the *collection* of their group.
        """
        for _ in range(_TRIES):
            hidings = self._entries.hidings
            found = self._find(query, most, collection)
            if (asked := asked_of(query)) and letters(asked.about) <= _MOST_ASKED_LETTERS:
                found = self._find_asked(asked, query, found, most, collection)
            elif outcome(found) is Outcome.NOTHING:
                found = self._find_mended(query, most, collection) or found
            if hidings == self._entries.hidings:
                break
        return found

    def _find(self, query: Query, most: int, collection: int, *, asked: bool = False) -> Findings:
        """What fits *query*; *asked* says that a saying is asked for about it, so that it is no talk."""
        texts = self.texts(query, collection)
        sure, short = sure_of_texts(texts, query), letters(query.folded) < SHORT_LETTERS
        if sure < 1 and self.near_misses.hold(query):
            return Findings(tuple(texts[:most]), short=short)
        # A word that is not all of a text, or of what is asked, may be meant for many that nobody has thought of.
        open_ = sure < 1 and is_word(query)
        if suffice(texts, query):
            return Findings(tuple(texts[:most]), sure, open_ or rivalled(texts), short, is_topic(query, texts, None, 0.0, asked=asked))
        themes, best = self.themes(query, collection)
        sure_of_asks = sure_of_theme(theme_signals(query, themes, texts, best, self.near_misses.likeness(query))) if best else 0.0
        topical = is_topic(query, texts, best, sure_of_asks, asked=asked)
        if prefers_theme(sure, sure_of_asks, cutoffs_for(short)):
            return Findings(interleaved(themes, texts, most), sure_of_asks, open_, short, topical)
        return Findings(interleaved(texts, themes, most), sure, open_ or rivalled(texts), short, topical)

    def _find_asked(self, asked: Wanted, query: Query, found: Findings, most: int, collection: int) -> Findings:
        """What there is about what a saying is *asked* about, where all of *query* has *found* nothing better.

        Of several things it is about the first of which there is anything. Words that ask are in many questions: without what it is
        asked about there is nothing, however like some of them it is.
        """
        if not found.hits or self.near_misses.hold(query) or (found.sure >= 1 and found.hits[0].role is not Role.NAME):
            return found
        query = query._replace(likely=asked.language)
        for core, whole in self._cores_of(asked, query, collection):
            about = query.about(core)
            holding = self._holding(about, collection, named=asked.named)
            if whole and outcome(found) is Outcome.ANSWER and found.hits[0].quote_id in {hit.quote_id for hit in holding}:
                return found
            near = self._find(about, most, collection, asked=True) if whole else Findings()
            if not _is_about(near, core, asked):
                near = Findings()
            if outcome(near) is Outcome.ANSWER and near.hits[0].role < Role.ASK:
                return near
            if holding:
                # The one that all of the message is most like comes first.
                holding.sort(key=lambda hit: hit.quote_id != found.hits[0].quote_id)
                return Findings(interleaved([*holding, *near.hits], (), most), near.sure, rivalled=True, short=near.short, topical=True)
            if outcome(near) is not Outcome.NOTHING and not asked.verbatim:
                return near
        return found._replace(sure=0.0, topical=False)

    def _cores_of(self, asked: Wanted, query: Query, collection: int) -> Iterator[tuple[str, bool]]:
        """What a saying may be *asked* about, likeliest first, and whether that is all of a thing: of "ana tili" the last word may do."""
        parts = parts_of(asked.about, asked.language)
        whole = asked.about if has_han(asked.about) else " ".join(parts)
        yield from ((core, True) for core in dict.fromkeys([whole, *parts]))
        if meant := self._meant(query.about(whole), collection):
            yield meant.folded, True
        words = whole.split()
        if len(words) > 1 and len(parts) == 1:
            # Of a name the last word is as good as all of it.
            yield from ((core, asked.named) for core in (words[-1], words[0]) if len(core) >= _TELLING_LETTERS)

    def _holding(self, query: Query, collection: int, *, named: bool) -> list[Hit]:
        """The quotes that have all words of *query* in its language, in whatever form, best first; or those they *named* as its speaker."""
        words = query.folded.split()
        if query.likely is None:
            return []
        language, entries = query.likely, self._entries

        def told(positions: NDArray[np.intp]) -> NDArray[np.bool_]:
            return entries.are_words_in(language, positions, named=named) & entries.visible(positions, collection)

        # Without its ending a word is nearer to its other forms than to other words that end like it.
        readings = {query.folded, *chain.from_iterable(other_stems(word, language) for word in words)}
        readings |= {*(word[:-cut] for word in words for cut in _CUTS if len(word) - cut >= _LEAST_CUT)}
        positions = np.array(
            sorted({at for one in readings for at in self._texts.candidates(one, told, quick=True).positions.tolist()}), np.intp
        )
        texts, roles = self._texts.texts(positions), entries.roles(positions).tolist()
        found = []
        for owner, role, text in zip(entries.owners(positions), roles, texts, strict=True):
            score = 1.0 if all(word in text if has_han(word) else f" {word} " in f" {text} " for word in words) else _FORM_SCORE
            # Its own words before others', and the shorter; nobody sees what a saying is the equivalent of before it is opened.
            score += _ROLE_STEP * (len(query.folded) / len(text) - role) - _UNSEEN * (role == Role.EQUIVALENT)
            hit = Hit(*entries.named(owner), language, _ROLES[role], score, Way.TYPED, query.folded, text, score, 1.0)
            if tells_of(hit, query.folded, language):
                found.append(hit)
        return _merged(query.likely, found)

    def _find_mended(self, query: Query, most: int, collection: int) -> Findings | None:
        """What *query* may have been meant to find, where a word of it is misspelt."""
        meant = self._meant(query, collection)
        if meant is None or outcome(found := self._find(meant, most, collection)) is Outcome.NOTHING:
            return None
        # People are asked whether that is what they mean, unless it is all that a text says.
        return found._replace(rivalled=found.rivalled or found.sure < 1)

    def _meant(self, query: Query, collection: int) -> Query | None:
        visible = self._visible(_same, collection)
        return mended(query, lambda text: self._texts.texts(self._texts.candidates(text, visible).positions))

    def texts(self, query: Query, collection: int = COMMON) -> list[Hit]:
        """The quotes one of whose texts is like *query*, best first."""
        hits = self._hits(query.folded, query.likely, Way.TYPED, collection)
        if not _strong(hits):
            for way, text in self._second_chances(query):
                if _strong(hits):
                    break
                hits = _merged(query.likely, hits, self._hits(text, query.likely if way is Way.CORE else None, way, collection))
        return hits

    def themes(self, query: Query, collection: int = COMMON) -> tuple[list[Hit], Theme | None]:
        """The quotes whose asks together know what *query* asks for, best first, and what is known of the first."""
        text = query.bare
        found = self._themes.ask(text, lambda entries: self._entries.visible(entries, collection))
        hits = []
        for theme in found:
            language = query.likely or self._entries.language(theme.entry)
            named = self._entries.named(self._entries.owners(np.array([theme.entry]))[0])
            hits.append(Hit(*named, language, Role.ASK, theme.score, Way.THEME, text, "", theme.score, 1 - theme.missing))
        return hits, found[0] if found else None

    def _second_chances(self, query: Query) -> Iterator[tuple[Way, str]]:
        """What else the query may mean, when it finds nothing that is near."""
        for core in query.cores:
            yield Way.CORE, core
        # Asked of the index and not of the query alone: on the wrong layout its grams are ones that hardly any text holds.
        known = self._texts.familiarity(query.folded)
        for layout in query.layouts:
            if self._texts.familiarity(layout) > known:
                yield Way.LAYOUT, layout
                if (core := essence(layout)) != layout:
                    yield Way.LAYOUT, core
        if has_han(query.folded):
            for text in dict.fromkeys([query.folded, *query.cores]):
                if heard := syllables(text):
                    yield Way.PINYIN, "".join(heard)
        elif query.pinyin:
            share = share_of_syllables(query.pinyin)
            if share >= _LEAST_SYLLABLES:
                yield Way.PINYIN, query.pinyin
            elif share <= _MOST_SYLLABLES and MIN_INITIALS <= len(query.pinyin) <= MAX_INITIALS:
                yield Way.INITIALS, query.pinyin
        for stem in query.stems:
            yield Way.CORE, stem

    def _visible(self, numbers_of: Numbers, collection: int) -> Callable[[NDArray[np.intp]], NDArray[np.bool_]] | None:
        """Which of the texts of an index somebody sees; None where everybody sees all."""
        return None if self._entries.open else lambda positions: self._entries.visible(numbers_of(positions), collection)

    def _hits(self, text: str, likely: Language | None, way: Way, collection: int) -> list[Hit]:
        """What a quick look finds where that is strong, and else a thorough one."""
        hits, hasty = self._looked_at(text, likely, way, collection, quick=True)
        return self._looked_at(text, likely, way, collection, quick=False)[0] if hasty and not _strong(hits) else hits

    def _looked_at(self, text: str, likely: Language | None, way: Way, collection: int, *, quick: bool) -> tuple[list[Hit], bool]:
        sounds = self._sounds.get(way)
        index = sounds.index if sounds else self._texts
        numbers_of: Numbers = sounds.entries if sounds else _same
        visible = self._visible(numbers_of, collection)
        candidates = index.candidates(text, visible, quick=quick)
        if not len(candidates.positions):
            return [], candidates.hasty
        owners = self._entries.owners(numbers_of(candidates.positions))
        # Lists from here on: of twenty texts each step over an array costs as much as ten over a list.
        coverage = candidates.coverage.tolist()
        places = _varied(owners, coverage)
        positions = candidates.positions[places]
        owners, coverage, numbers = [owners[place] for place in places], [coverage[place] for place in places], numbers_of(positions)
        texts = index.texts(positions)
        edit = edit_scores(text, texts)
        number, role = numbers.tolist(), self._entries.roles(numbers).tolist()
        factor = _FACTORS.get(way, 1.0)
        score = [blend(*both) * factor for both in zip(edit, coverage, strict=True)]
        if asks := [at for at, one in enumerate(role) if one >= Role.ASK]:
            best = max(one * (_ASK_FLOOR if what >= Role.ASK else 1.0) for one, what in zip(score, role, strict=True))
            near = [at for at in asks if score[at] >= best - _ASK_MARGIN]
            shares = dict(zip(near, index.shares(positions[near], text).tolist(), strict=True)) if near else {}
            for at in asks:
                score[at] *= _ASK_FLOOR + (1 - _ASK_FLOOR) * shares.get(at, 0.0)
        score = [max(one - _ROLE_STEP * what, 0.0) for one, what in zip(score, role, strict=True)]
        # Best first, so that each quote comes by its best text; of equal ones, that in the likely language.
        order = sorted(range(len(places)), key=lambda at: (-score[at], number[at]))
        least = _LEAST_SOUND.get(way, 0.0)
        found: dict[int, Hit] = {}
        for at in order:
            owner = owners[at]
            known = found.get(owner)
            if edit[at] < least or (known and (known.language is likely or known.score > score[at])):
                continue
            if known is None and len(found) == _MOST_QUOTES:
                break
            language = self._entries.language(number[at])
            if known and language is not likely:
                continue
            named = self._entries.named(owner)
            found[owner] = Hit(*named, language, _ROLES[role[at]], score[at], way, text, texts[at], edit[at], coverage[at])
        return _merged(likely, list(found.values())), candidates.hasty


def _is_about(found: Findings, core: str, asked: Wanted) -> bool:
    """Whether the first that was *found* may be about the *core* of what is *asked* about.

    By a name only where that may be one, by a sound of some length, and by all that a quote is asked for where an ask has the word.
    """
    if not found.hits:
        return False
    best = found.hits[0]
    if best.role is Role.NAME:
        # Of a few letters it is another's when one of them differs: "Мао" is not "Лао-цзы".
        return asked.named and (letters(core) >= _NAME_LETTERS or tells_of(best, core, asked.language))
    if best.way is Way.THEME:
        return any(hit.language is asked.language and tells_of(hit, core, asked.language) for hit in found.hits)
    # What only looks the same in another language is another word: "more" is the sea in Russian.
    return best.language is asked.language and (best.way not in _BY_SOUND or letters(core) >= _SOUND_LETTERS)


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


def _part(arrays: Mapping[str, Array], name: str) -> dict[str, Array]:
    return {key.removeprefix(f"{name}."): array for key, array in arrays.items() if key.startswith(f"{name}.")}


def _same(positions: NDArray[np.intp]) -> NDArray[np.intp]:
    return positions


def asked_about(entries: Sequence[Entry]) -> bool:
    """Whether a quote with these *entries* has asks: a theme of nothing but its own words would only say once more what its texts say."""
    return any(entry.role is Role.ASK for entry in entries)


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


def suffice(hits: Sequence[Hit], query: Query) -> bool:
    """Whether the best of the texts is so near to *query* that no theme is looked for."""
    return (_strong(hits) and not is_question(hits[0], query)) or (bool(hits) and is_keyword(hits[0]))


def _strong(hits: Sequence[Hit]) -> bool:
    return bool(hits) and hits[0].edit >= _STRONG_EDIT and hits[0].coverage >= _STRONG_COVERAGE


def _merged(likely: Language | None, *lists: list[Hit]) -> list[Hit]:
    """The best hit of each quote in any of *lists*, best first; of equal ones, that in the *likely* language."""
    best: dict[str, Hit] = {}
    for hits in lists:
        for hit in hits:
            known = best.get(hit.quote_id)
            if known is None or (known.score, known.language is likely) < (hit.score, hit.language is likely):
                best[hit.quote_id] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.quote_id))
