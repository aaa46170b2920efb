"""Search over everything a quote can be found by: its renderings, their variants, its asks and its speaker's name."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.corpus.quote import NearMiss, Quote
from bot.search.asking import Wanted, asked_of, parts_of
from bot.search.completing import Part, completing, is_telling, part_to_complete
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
from bot.search.mending import mended
from bot.search.near_misses import NearMisses
from bot.search.postings import IndexBuilder
from bot.search.query import Query, has_han, letters
from bot.search.said_by import SaidBy
from bot.search.sounds import SOUNDS, sounds_of
from bot.search.texts import ROLE_STEP, Texts, merged, strong
from bot.search.themes import Theme, Themes, ThemesBuilder
from bot.text.language import Language

Array = NDArray[Any]
# So many letters of a word may be its ending, and so many are left of it.
_CUTS, _LEAST_CUT = (1, 2, 3), 3
# Of several words one alone may do when it is as long as this: "том" and "как" tell nothing.
_TELLING_LETTERS = 4
# What has the word in another form is as good a choice as what has it as it was typed, and comes after it; what has it only in a saying of
# the same meaning falls so far behind that it is no choice beside either.
_FORM_SCORE, _UNSEEN = 0.9, 0.2
# As short as the first words of a saying may be to be told for them.
_BEGINNING_LETTERS = 8
# What a saying is to be about is a few words; more is a question.
_MOST_ASKED_LETTERS = 25
# As short as a name may be to be known with a slip in it.
_NAME_LETTERS = 6
# As short as what is asked about may be to be found by its sound: one character sounds like a hundred others.
_BY_SOUND, _SOUND_LETTERS = frozenset({Way.PINYIN, Way.INITIALS}), 5
# So many of those near to what somebody is asked about are looked through for theirs.
_LOOKED_THROUGH = 50
# A search during which something was edited is made anew, a few times at most.
_TRIES = 3


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
        self._texts = Texts(self._entries, part("texts"), {way: part(way.name.lower()) for way in SOUNDS})
        self._themes = Themes(part("themes"))
        self.near_misses = near_misses or NearMisses()

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
        return len(self._texts.index)

    @property
    def later(self) -> int:
        """How many of them came after it was built."""
        return self._texts.index.later

    def put(self, quote: Quote, collection: int = COMMON) -> None:
        """Add *quote*, or replace the one with its id: 0.1 ms a text. One thread at a time."""
        entries = entries_of(quote)
        before = self._entries.numbers(quote.id)
        first = len(self._entries)
        self._entries.add(quote, entries, collection)
        if asked_about(entries):
            self._themes.add(first, [entry.folded for entry in entries])
        for number, entry in enumerate(entries, first):
            self._texts.add(entry, number)
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
            found = self._find_completed(query, most, collection) or self._find_meant(query, most, collection)
            if hidings == self._entries.hidings:
                break
        return found

    def _find_meant(self, query: Query, most: int, collection: int) -> Findings:
        """What *query* wants: what it asks a saying about, or what it is like, perhaps with a word of it misspelt."""
        found = own_words_first(self._find(query, most, collection))
        if (asked := asked_of(query)) and letters(asked.about) <= _MOST_ASKED_LETTERS:
            return self._find_asked(asked, query, found, most, collection)
        come_to = outcome(found)
        if come_to is Outcome.NOTHING:
            return self._find_mended(query, most, collection) or found
        if come_to is Outcome.CHOICES and is_telling(query.folded, _BEGINNING_LETTERS):
            # Who types the first words of a saying, and of no other, means just that.
            told = completing(found.hits, Part(query.folded))
            return Findings(interleaved(told, found.hits, most), 1.0) if len(told) == 1 else found
        return found

    def _find(self, query: Query, most: int, collection: int, *, asked: bool = False) -> Findings:
        """What fits *query*; *asked* says that a saying is asked for about it, so that it is no talk."""
        texts = self._texts.find(query, collection)
        sure, short = sure_of_texts(texts, query), letters(query.folded) < SHORT_LETTERS
        if sure < 1 and self.near_misses.hold(query):
            return Findings(tuple(texts[:most]), short=short)
        # A word that is not all of a text, or of what is asked, may be meant for many that nobody has thought of.
        open_ = sure < 1 and is_word(query)
        if suffice(texts, query):
            return Findings(tuple(texts[:most]), sure, open_ or rivalled(texts), short, is_topic(query, texts, None, 0.0, asked=asked))
        themes, best = self.themes(query, collection, texts)
        sure_of_asks = sure_of_theme(theme_signals(query, themes, texts, best, self.near_misses.likeness(query))) if best else 0.0
        topical = is_topic(query, texts, best, sure_of_asks, asked=asked)
        if prefers_theme(sure, sure_of_asks, cutoffs_for(short)):
            return Findings(interleaved(themes, texts, most), sure_of_asks, open_, short, topical)
        return Findings(interleaved(texts, themes, most), sure, open_ or rivalled(texts), short, topical)

    def _find_completed(self, query: Query, most: int, collection: int) -> Findings | None:
        """What goes on as *query* asks for, or what else its words find; None where it does not ask how a saying goes on."""
        part = part_to_complete(query.typed, query.folded)
        if part is None:
            return None
        about = query.about(part.words)
        if told := completing(self._texts.find(about, collection), part):
            return Findings(tuple(told[:most]), 1.0, rivalled=len(told) > 1)
        found = self._find(about, most, collection) if part.surely else Findings()
        return None if outcome(found) is Outcome.NOTHING else found

    def _find_asked(self, asked: Wanted, query: Query, found: Findings, most: int, collection: int) -> Findings:
        """What there is about what a saying is *asked* about, where all of *query* has *found* nothing better.

        Of several things it is about the first of which there is anything. Words that ask are in many questions: without what it is
        asked about there is nothing, however like some of them it is.
        """
        if not found.hits or self.near_misses.hold(query) or (found.sure >= 1 and found.hits[0].role is not Role.NAME):
            return found
        query = query._replace(likely=asked.language, sure=True)
        if asked.by and (said := self._find_said_by(asked.by, query, found, most, collection)):
            return said
        if asked.only_by:
            return found
        for core, whole in self._cores_of(asked, query, collection):
            about = query.about(core)
            holding = self._holding(about, collection, named=asked.named)
            if whole and outcome(found) is Outcome.ANSWER and found.hits[0].quote_id in {hit.quote_id for hit in holding}:
                return found
            near = self._find(about, most, collection, asked=True) if whole else Findings()
            if not _is_about(near, about, asked):
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

    def _find_said_by(self, by: SaidBy, query: Query, found: Findings, most: int, collection: int) -> Findings | None:
        """What whoever is named has said, and about what is asked for, where all of *query* has *found* so much; None where it is nobody.

        Of somebody who has said nothing about it there is nothing.
        """
        query = query._replace(likely=by.language)
        names = [hit for hit in self._holding(query.about(by.who), collection, named=True) if hit.role is Role.NAME]
        theirs = {hit.quote_id for hit in names}
        if not theirs:
            return found._replace(sure=0.0, topical=False, named=True) if by.surely else None
        if not by.about:
            return Findings(interleaved(names, (), most), rivalled=True, topical=True, named=True)
        about = query.about(by.about)
        # By the name all that is theirs is found, whatever it is about.
        near = [hit for hit in self._find(about, _LOOKED_THROUGH, collection, asked=True).hits if hit.role is not Role.NAME]
        told = [*self._holding(about, collection, named=False), *(hit for hit in near[1:] if tells_of(hit, by.about, by.language))]
        if about_it := [hit for hit in (*near[:1], *told) if hit.quote_id in theirs]:
            return Findings(interleaved(about_it, (), most), 1.0, named=True)
        others = [hit for hit in near if hit.quote_id in theirs]
        return Findings(interleaved(others, names, most), rivalled=True, topical=bool(others), named=True)

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
            sorted({at for one in readings for at in self._texts.index.candidates(one, told, quick=True).positions.tolist()}), np.intp
        )
        texts, roles = self._texts.index.texts(positions), entries.roles(positions).tolist()
        found = []
        for owner, role, text in zip(entries.owners(positions), roles, texts, strict=True):
            score = 1.0 if all(word in text if has_han(word) else f" {word} " in f" {text} " for word in words) else _FORM_SCORE
            # Its own words before others', and the shorter; nobody sees what a saying is the equivalent of before it is opened.
            score += ROLE_STEP * (len(query.folded) / len(text) - role) - _UNSEEN * (role == Role.EQUIVALENT)
            hit = Hit(*entries.named(owner), language, Role(role), score, Way.TYPED, query.folded, text, score, 1.0)
            if tells_of(hit, query.folded, language):
                found.append(hit)
        return merged(query.likely, found)

    def _find_mended(self, query: Query, most: int, collection: int) -> Findings | None:
        """What *query* may have been meant to find, where a word of it is misspelt."""
        meant = self._meant(query, collection)
        if meant is None or outcome(found := self._find(meant, most, collection)) is Outcome.NOTHING:
            return None
        # People are asked whether that is what they mean, unless it is all that a text says.
        return found._replace(rivalled=found.rivalled or found.sure < 1)

    def _meant(self, query: Query, collection: int) -> Query | None:
        return mended(query, partial(self._texts.like, collection=collection))

    def texts(self, query: Query, collection: int = COMMON) -> list[Hit]:
        """The quotes one of whose texts is like *query*, best first."""
        return self._texts.find(query, collection)

    def themes(self, query: Query, collection: int = COMMON, texts: Sequence[Hit] = ()) -> tuple[list[Hit], Theme | None]:
        """The quotes whose asks together know what *query* asks for, best first, and what is known of the first.

        A theme is told in all languages; where Latin letters may be anybody's, the nearest of the *texts* tells which one is meant.
        """
        text = query.bare
        found = self._themes.ask(text, lambda entries: self._entries.visible(entries, collection))
        hits = []
        likely = texts[0].language if texts and query.likely is Language.EN and not query.sure else query.likely
        for theme in found:
            language = likely or self._entries.language(theme.entry)
            named = self._entries.named(self._entries.owners(np.array([theme.entry]))[0])
            hits.append(Hit(*named, language, Role.ASK, theme.score, Way.THEME, text, "", theme.score, 1 - theme.missing))
        return hits, found[0] if found else None


def _is_about(found: Findings, about: Query, asked: Wanted) -> bool:
    """Whether the first that was *found* may be *about* what is *asked* about, or its core.

    By a name only where that may be one, by a sound of some length, and by all that a quote is asked for where an ask has the word.
    """
    if not found.hits:
        return False
    best, core = found.hits[0], about.folded
    if best.query in about.stems:
        return False  # what only begins like it is another word, and its forms are looked for apart
    if best.role is Role.NAME:
        # Of a few letters it is another's when one of them differs: "Мао" is not "Лао-цзы".
        return asked.named and (letters(core) >= _NAME_LETTERS or tells_of(best, core, asked.language))
    if best.way is Way.THEME:
        return any(hit.language is asked.language and tells_of(hit, core, asked.language) for hit in found.hits)
    # What only looks the same in another language is another word: "more" is the sea in Russian.
    return best.language is asked.language and (best.way not in _BY_SOUND or letters(core) >= _SOUND_LETTERS)


def _part(arrays: Mapping[str, Array], name: str) -> dict[str, Array]:
    return {key.removeprefix(f"{name}."): array for key, array in arrays.items() if key.startswith(f"{name}.")}


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


def own_words_first(found: Findings) -> Findings:
    """*found* with a quote first whose own words hold what another has only as an equivalent, be it all of that."""
    if not found.hits or found.hits[0].role is not Role.EQUIVALENT or not found.hits[0].verbatim:
        return found
    language = found.hits[0].language
    own = next((hit for hit in found.hits if hit.role is Role.WORDING and hit.language is language and hit.verbatim), None)
    return found._replace(hits=(own, *(hit for hit in found.hits if hit is not own))) if own else found


def suffice(hits: Sequence[Hit], query: Query) -> bool:
    """Whether the best of the texts is so near to *query* that no theme is looked for."""
    return (strong(hits) and not is_question(hits[0], query)) or (bool(hits) and is_keyword(hits[0]))
