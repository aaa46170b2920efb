"""Everything by which a quote can be found, and the tables that say which text is whose."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.corpus.quote import MAX_ID_CHARS, Kind, Quote, Rendering, RenderingType, SpeakerKind
from bot.corpus.reader import PLACEHOLDER
from bot.search.grams import joined
from bot.search.hits import Role
from bot.search.query import essence
from bot.text.language import Language
from bot.text.normalise import normalise

Array = NDArray[Any]
_ROLES = {
    RenderingType.ORIGINAL: Role.WORDING,
    RenderingType.PUBLISHED: Role.WORDING,
    RenderingType.TRANSLATION: Role.TRANSLATION,
    RenderingType.EQUIVALENT: Role.EQUIVALENT,
}
# Shorter parts of names are initials and particles; two characters make a Chinese name.
_MIN_NAME_CHARS = 2
# The collection that everybody sees; a group's own has the group's id, which is never 0.
COMMON = 0
_KINDS, _LANGUAGES, _ALL_ROLES = tuple(Kind), tuple(Language), tuple(Role)


class Entry(NamedTuple):
    """One folded text by which a quote is found."""

    language: Language
    role: Role
    folded: str


def entries_of(quote: Quote) -> list[Entry]:
    """All texts by which *quote* is found; none of them is empty."""
    return [entry for entry in _entries(quote) if entry.folded]


def _entries(quote: Quote) -> Iterator[Entry]:
    for rendering in quote.renderings:
        for text in _wordings(rendering):
            yield Entry(rendering.language, _ROLES[rendering.type], normalise(text))
    for language, asks in quote.asks.items():
        for ask in asks:
            yield Entry(language, Role.ASK, essence(normalise(ask)))
    if quote.speaker and quote.speaker.kind is SpeakerKind.PERSON:
        for language, name in quote.speaker.names.items():
            # People are called by one of their names, too: "Токаев", "Абай".
            for called in dict.fromkeys([name, *(part for part in re.split(r"[ ·-]", name) if len(part) >= _MIN_NAME_CHARS)]):
                yield Entry(language, Role.NAME, normalise(called))
        for language, aliases in quote.speaker.aliases.items():
            for alias in aliases:
                yield Entry(language, Role.NAME, normalise(alias))


def _wordings(rendering: Rendering) -> Iterator[str]:
    # A fact's figures are written by CLDR where it is shown; people find it by the words around them and by its asks.
    yield PLACEHOLDER.sub(" ", rendering.text)
    yield from rendering.variants


# So many quotes go into arrays at a time: making an array of a list holds the interpreter, of a million ids for 100 ms.
_BLOCK_QUOTES = 4_096


class EntriesBuilder:
    """Collects the entries of quotes into the arrays of `Entries`."""

    def __init__(self) -> None:
        """Begin without quotes."""
        self._blocks: list[dict[str, Array]] = []
        self._pending: list[tuple[bytes, int, int, int]] = []
        self._roles = bytearray()
        self._languages = bytearray()

    def add(self, quote: Quote, entries: list[Entry], collection: int) -> None:
        """Add a quote with its *entries*, whose numbers follow on."""
        self._pending.append((quote.id.encode(), _KINDS.index(quote.kind), collection, len(entries)))
        self._roles.extend(entry.role for entry in entries)
        self._languages.extend(_LANGUAGES.index(entry.language) for entry in entries)
        if len(self._pending) == _BLOCK_QUOTES:
            self._close_block()

    def _close_block(self) -> None:
        ids, kinds, collections, counts = zip(*self._pending, strict=True) if self._pending else ((), (), (), ())
        first = len(self._blocks) * _BLOCK_QUOTES
        self._blocks.append(
            {
                "id": np.array(ids, f"S{MAX_ID_CHARS}"),
                "kind": np.array(kinds, np.uint8),
                "collection": np.array(collections, np.int64),
                "count": np.array(counts, np.int64),
                "quote": np.repeat(np.arange(first, first + len(ids), dtype=np.uint32), np.array(counts, np.int64)),
            }
        )
        self._pending = []

    def finish(self) -> dict[str, Array]:
        """The arrays, by the names that `Entries` expects."""
        self._close_block()
        whole = {name: joined([block[name] for block in self._blocks], first.dtype) for name, first in self._blocks[0].items()}
        counts = whole.pop("count")
        return {
            **whole,
            # The store's order need not be that of the bytes: PostgreSQL sorts as a language does.
            "by_id": np.argsort(whole["id"], kind="stable").astype(np.uint32),
            "first": np.concatenate([[0], np.cumsum(counts)]),
            "role": np.frombuffer(bytes(self._roles), np.uint8),
            "language": np.frombuffer(bytes(self._languages), np.uint8),
        }


class _Later(NamedTuple):
    """A quote that came after the arrays had been built."""

    id: str
    kind: Kind
    collection: int
    entries: range


class Entries:
    """Which text is whose, and who may see it. Any number of threads may read while one changes it."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Use the *arrays* that an `EntriesBuilder` has made."""
        self._ids, self._by_id = arrays["id"], arrays["by_id"]
        self._kinds, self._collections, self._first = arrays["kind"], arrays["collection"], arrays["first"]
        self._quotes, self._roles, self._languages = arrays["quote"], arrays["role"], arrays["language"]
        self._built = len(self._quotes)
        self._alive = np.ones(self._built, np.bool_)
        # How often any have been hidden: a search that went on meanwhile may have lost the old words before it knew of the new.
        self.hidings = 0
        # The collection of each entry; None while nobody has one of their own.
        self._owned = self._collections[self._quotes] if self._collections.any() else None
        self._later: list[tuple[_Later, Entry]] = []
        # Quotes that came, were changed or went since.
        self._moved: dict[str, _Later | None] = {}

    def __len__(self) -> int:
        """How many entries there are, the removed ones included."""
        return self._built + len(self._later)

    def add(self, quote: Quote, entries: list[Entry], collection: int) -> None:
        """Add a quote, whose entries get the next numbers; those it had stay to be seen until they are hidden."""
        first = len(self)
        later = _Later(quote.id, quote.kind, collection, range(first, first + len(entries)))
        if first + len(entries) > len(self._alive):
            self._alive = np.concatenate([self._alive, np.ones(max(len(entries), 1024, first // 8), np.bool_)])
            if self._owned is not None:
                self._owned = np.concatenate([self._owned, np.zeros(len(self._alive) - len(self._owned), np.int64)])
        if collection != COMMON and self._owned is None:
            self._owned = np.zeros(len(self._alive), np.int64)
        if self._owned is not None:
            self._owned[first : first + len(entries)] = collection
        self._later += [(later, entry) for entry in entries]
        self._moved[quote.id] = later

    def remove(self, quote_id: str) -> bool:
        """Hide a quote from every search from now on; whether there was one."""
        numbers = self.numbers(quote_id)
        self._moved[quote_id] = None
        self.hide(numbers)
        return bool(numbers)

    def hide(self, numbers: range) -> None:
        """Hide these entries, which are no longer a quote's."""
        # Counted first: a search that sees them hidden must see the count as well.
        self.hidings += bool(numbers)
        self._alive[numbers.start : numbers.stop] = False

    def numbers(self, quote_id: str) -> range:
        """The numbers of a quote's entries; none when there is no such quote."""
        if quote_id in self._moved:
            later = self._moved[quote_id]
            return later.entries if later else range(0)
        # numpy's own search would turn the whole order into wider numbers first, for every id.
        wanted = np.bytes_(quote_id.encode())
        place = bisect_left(self._by_id, wanted, key=self._ids.__getitem__)
        if place == len(self._ids) or self._ids[self._by_id[place]] != wanted:
            return range(0)
        number = int(self._by_id[place])
        return range(int(self._first[number]), int(self._first[number + 1]))

    @property
    def open(self) -> bool:
        """Whether everybody sees every entry."""
        return self._owned is None and not self.hidings

    def visible(self, numbers: NDArray[np.intp], collection: int) -> NDArray[np.bool_]:
        """Which entries somebody sees who sees the common quotes and those of *collection*."""
        seen = self._alive[numbers]
        if self._owned is not None:
            owner = self._owned[numbers]
            seen &= (owner == COMMON) | (owner == collection)
        return seen

    def owners(self, numbers: NDArray[np.intp]) -> list[int]:
        """The quote that each of these entries belongs to, as a number that `named` understands."""
        if not self._later:
            found: list[int] = self._quotes[numbers].tolist()
            return found
        # A later quote goes by the number of its first entry, below nought.
        places = numbers.tolist()
        return [int(self._quotes[at]) if at < self._built else ~self._later[at - self._built][0].entries.start for at in places]

    def named(self, owner: int) -> tuple[str, Kind]:
        """The id and the kind of a quote."""
        if owner < 0:
            later, _ = self._later[~owner - self._built]
            return later.id, later.kind
        return self._ids[owner].decode(), _KINDS[self._kinds[owner]]

    def roles(self, numbers: NDArray[np.intp]) -> NDArray[np.uint8]:
        """What each of these entries is to its quote, as a `Role`."""
        if not self._later:
            return self._roles[numbers]
        places = numbers.tolist()
        return np.array([self._roles[at] if at < self._built else self._later[at - self._built][1].role for at in places], np.uint8)

    def are_words_in(self, language: Language, numbers: NDArray[np.intp], *, named: bool = False) -> NDArray[np.bool_]:
        """Which of these entries are a quote's words in *language*, or the *named* who said them, and not what it is asked for."""
        built = np.minimum(numbers, self._built - 1)
        if self._built:
            roles = self._roles[built]
            told = (self._languages[built] == _LANGUAGES.index(language)) & ((roles < Role.ASK) | (named & (roles == Role.NAME)))
        else:
            told = np.zeros(len(numbers), np.bool_)
        for place in np.flatnonzero(numbers >= self._built).tolist():
            entry = self._later[numbers[place] - self._built][1]
            told[place] = entry.language is language and (entry.role < Role.ASK or (named and entry.role is Role.NAME))
        return np.asarray(told)

    def language(self, number: int) -> Language:
        """The language of entry *number*."""
        return self._later[number - self._built][1].language if number >= self._built else _LANGUAGES[self._languages[number]]
