"""Search over everything a quote can be found by: its renderings, their variants, its asks and its speaker's name."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.corpus.quote import Kind, NearMiss, Quote
from bot.search.about import Asked
from bot.search.asking import asked_of
from bot.search.completing import Part, completing, has_at_its_edge, is_telling, part_to_complete, runs_through
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
    theme_signals,
)
from bot.search.entries import COMMON, Entries, EntriesBuilder, Entry, entries_of
from bot.search.hits import Findings, Hit, Role, Way, interleaved
from bot.search.mending import mended
from bot.search.near_misses import NearMisses
from bot.search.postings import IndexBuilder
from bot.search.query import Query, has_han, letters
from bot.search.sounds import SOUNDS, sounds_of
from bot.search.texts import Texts, strong
from bot.search.themes import Theme, Themes, ThemesBuilder
from bot.text.language import Language

Array = NDArray[Any]
# As short as the first or last words of a saying may be to be told for them, and words of it with others between.
_EDGE_LETTERS, _PICKED_LETTERS = 7, 10
# A long text has the words of many a message.
_PICKED_SHARE = 0.25
# What is said whole is long enough not to be said by chance, and the greater part of the message.
_WHOLE_LETTERS, _WHOLE_SHARE = 14, 0.4
# What a saying is to be about is a few words; more is a question.
_MOST_ASKED_LETTERS = 25
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
        self._asked = Asked(self._entries, self._texts.index, self._find, self._meant)

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
            # What nothing answers is not answered for the words in it.
            return found if self.near_misses.hold(query) else self._asked.found(asked, query, found, most, collection)
        come_to = outcome(found)
        if come_to is not Outcome.ANSWER and (said := whole_within(query, found)):
            return said
        if come_to is Outcome.NOTHING:
            return self._find_mended(query, most, collection) or running_through(query, found)
        if come_to is Outcome.CHOICES and is_telling(query.folded, _EDGE_LETTERS):
            # Who types the first or the last words of a saying, and of no other, means just that.
            told = completing(found.hits, Part(query.folded)) or completing(found.hits, Part(query.folded, end=True))
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
        if told := completing(self._texts.beginning(about, collection, partial(has_at_its_edge, part=part)), part):
            return Findings(tuple(told[:most]), 1.0, rivalled=len(told) > 1)
        found = self._find(about, most, collection) if part.surely else Findings()
        # A saying with a slip in it, and nothing that only speaks of such things.
        return found if outcome(found) is Outcome.ANSWER and found.hits[0].role < Role.ASK else None

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


def _part(arrays: Mapping[str, Array], name: str) -> dict[str, Array]:
    return {key.removeprefix(f"{name}."): array for key, array in arrays.items() if key.startswith(f"{name}.")}


def asked_about(entries: Sequence[Entry]) -> bool:
    """Whether a quote with these *entries* has asks: a theme of nothing but its own words would only say once more what its texts say."""
    return any(entry.role is Role.ASK for entry in entries)


def own_words_first(found: Findings) -> Findings:
    """*found* with a quote first whose own words hold what another has only as an equivalent, be it all of that."""
    if not found.hits or found.hits[0].role is not Role.EQUIVALENT or not found.hits[0].verbatim:
        return found
    language = found.hits[0].language
    own = next((hit for hit in found.hits if hit.role is Role.WORDING and hit.language is language and hit.verbatim), None)
    return found._replace(hits=(own, *(hit for hit in found.hits if hit is not own))) if own else found


def whole_within(query: Query, found: Findings) -> Findings | None:
    """*found* with the saying first that *query* says whole, with something more: "век живи — век учись, дураком помрёшь"; else None."""
    said, least = f" {query.folded} ", max(_WHOLE_LETTERS, _WHOLE_SHARE * letters(query.folded))
    own = (hit for hit in found.hits if hit.role < Role.ASK and hit.way < Way.LAYOUT and is_telling(hit.text))
    long_enough = (hit for hit in own if letters(hit.text) >= least)
    whole = next((hit for hit in long_enough if (hit.text if has_han(hit.text) else f" {hit.text} ") in said), None)
    return Findings(interleaved([whole], found.hits, len(found.hits)), 1.0) if whole else None


def running_through(query: Query, found: Findings) -> Findings:
    """*found*, and where all of *query* runs through one saying, as "grass is greener" does, that one first."""
    if not is_telling(query.folded, _PICKED_LETTERS) or has_han(query.folded):
        return found
    sayings = (hit for hit in found.hits if hit.kind is not Kind.FACT and hit.role < Role.EQUIVALENT and hit.way is Way.TYPED)
    long_enough = (hit for hit in sayings if len(query.folded) >= _PICKED_SHARE * len(hit.text))
    told = [hit for hit in long_enough if runs_through(hit.text, query.folded)]
    return Findings(interleaved(told, found.hits, len(found.hits)), 1.0) if len(told) == 1 else found


def suffice(hits: Sequence[Hit], query: Query) -> bool:
    """Whether the best of the texts is so near to *query* that no theme is looked for."""
    return (strong(hits) and not is_question(hits[0], query)) or (bool(hits) and is_keyword(hits[0]))
