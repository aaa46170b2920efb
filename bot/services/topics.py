"""Topics by whatever people call them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

from bot.corpus.quote import Topic
from bot.search.asking import asked_for
from bot.search.forms import is_form
from bot.search.mending import slips
from bot.search.query import essence, has_han, letters
from bot.search.rerank import likeness
from bot.text.language import Language
from bot.text.normalise import normalise
from bot.text.pinyin import syllables, typed_pinyin

# A name with a letter or two wrong, or with another ending, still reaches this; another topic's name does not.
_ALIKE = 0.78
# A shorter word is one letter away from too many others ("most", "asar"): it has to be the very name.
_MIN_LETTERS = 5
# A form of a name shares so many letters with it.
_FORM_LETTERS = 3


class Topics:
    """The topics, found by their names and aliases in any language."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        """Know these *topics*, in their order."""
        self.all = tuple(topics)
        self._by_id = {topic.id: topic for topic in self.all}
        aliases = ((language, alias, topic) for topic in self.all for language, words in topic.aliases.items() for alias in words)
        names = ((language, name, topic) for topic in self.all for language, name in topic.names.items())
        # Names come after aliases: where a topic's name is also an alias of another, the name wins.
        self._by_name = {normalise(name): (topic, language) for language, name, topic in chain(aliases, names)}
        self._by_length = sorted(self._by_name, key=len)
        # A form of a name begins like it.
        self._by_beginning: dict[str, list[str]] = {}
        for name in self._by_name:
            self._by_beginning.setdefault(name[:2], []).append(name)
        self._names = frozenset(normalise(name) for topic in self.all for name in topic.names.values())

    def named(self, words: str) -> tuple[Topic, Language | None] | None:
        """The topic that *words* are a name of, or that they ask for: "пословица о дружбе" asks for friendship."""
        folded = normalise(words)
        core = asked_for(folded)
        # Without any words that ask, only the very name will do: a word by itself may be anything.
        return self._by_name.get(core) if core == folded else self.inflected(core)

    def is_name(self, words: str) -> bool:
        """Whether *words* are the name of a topic, or ask for it by its name, and not only by a word that people use for it, too."""
        core = asked_for(normalise(words))
        return core in self._names or any(name in self._names for name in self._named_by_form(core))

    def called(self, words: str) -> tuple[Topic, Language | None] | None:
        """The topic that *words* are the very name of, and the language it is in."""
        return self._by_name.get(normalise(words))

    def inflected(self, words: str) -> tuple[Topic, Language | None] | None:
        """The topic whose name *words* are, in whatever case or number; not one that is merely like them, which `find` takes, too."""
        folded = essence(normalise(words))
        if folded in self._by_id or folded in self._by_name:
            return self.find(words)
        return next((self._by_name[name] for name in self._named_by_form(folded)), None)

    def inflected_or_misspelt(self, words: str) -> tuple[Topic, Language | None] | None:
        """The topic whose name *words* are, in whatever case or number, or with a slip."""
        return self.inflected(words) or self.misspelt(words)

    def _named_by_form(self, folded: str) -> Iterator[str]:
        """The names of which a *folded* word is a form."""
        for name in self._by_beginning.get(folded[:2], ()):
            language = self._by_name[name][1]
            if language and is_form(folded, name, language, _FORM_LETTERS):
                yield name

    def misspelt(self, words: str) -> tuple[Topic, Language | None] | None:
        """The topic whose name *words* are but for a slip, or as it sounds: pinyin, or with a character that sounds the same."""
        folded = essence(normalise(words))
        if has_han(folded):
            alike = (name for name in self._by_sound.get("".join(syllables(folded)), ()) if set(name) & set(folded))
            return self._by_name.get(next(alike, ""))
        if heard := self._by_sound.get(typed_pinyin(words)):
            return self._by_name[heard[0]]
        near = ((distance, name) for name in self._by_name if (distance := slips(folded, name, _MIN_LETTERS)) is not None)
        return self._by_name.get(min(near, default=(0, ""))[1])

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        """The Chinese names by how they sound; only when one is first asked for, as the dictionary of readings is."""
        found: dict[str, list[str]] = {}
        for name in self._by_name:
            if has_han(name) and len(name) > 1:
                found.setdefault("".join(syllables(name)), []).append(name)
        return found

    def _of_like_length(self, folded: str) -> list[str]:
        """Names that are not much shorter or longer, and so may be alike enough; to compare all of them takes as long as half a search."""
        shortest = len(folded) * _ALIKE / (2 - _ALIKE)
        longest = len(folded) * (2 - _ALIKE) / _ALIKE
        return self._by_length[bisect_left(self._by_length, shortest, key=len) : bisect_right(self._by_length, longest, key=len)]

    def find(self, words: str) -> tuple[Topic, Language | None] | None:
        """The topic that *words* name, and the language they name it in; None when they name none."""
        folded = essence(normalise(words))
        if folded in self._by_id:
            return self._by_id[folded], self._by_name[folded][1] if folded in self._by_name else None
        if folded in self._by_name or not folded:
            return self._by_name.get(folded)
        if letters(folded) < _MIN_LETTERS:
            return None
        score, nearest = max(((likeness(folded, name), name) for name in self._of_like_length(folded)), default=(0.0, ""))
        return self._by_name[nearest] if score >= _ALIKE else None
