"""What Chinese entries sound like: pinyin, and the first letters of its syllables, each in an index of its own."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.entries import Entry
from bot.search.hits import Role, Way
from bot.search.index import Index
from bot.search.query import has_han
from bot.text.pinyin import syllables

Array = NDArray[Any]
# A text of more syllables than this nobody would type in initials.
MIN_INITIALS, MAX_INITIALS = 4, 24
SOUNDS = (Way.PINYIN, Way.INITIALS)


class Sounds:
    """An index of what Chinese entries sound like, and which entry each text of it is."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Use the *arrays* of an index and, by position, whose each text is."""
        self.index = Index(arrays)
        self._entries: NDArray[np.uint32] = arrays["entry"]
        self._built = len(self._entries)
        self._later: list[int] = []

    def add(self, text: str, entry: int) -> None:
        """Add the folded *text* that entry number *entry* sounds like. One thread at a time."""
        self._later.append(entry)
        self.index.add(text)

    def entries(self, positions: NDArray[np.intp]) -> NDArray[np.intp]:
        """The numbers of the entries whose sounds stand at *positions*."""
        if not self._later:
            return self._entries[positions].astype(np.intp)
        later = [position - self._built for position in positions.tolist()]
        return np.array([self._later[at] if at >= 0 else self._entries[at + self._built] for at in later], np.intp)


def sounds_of(entry: Entry) -> dict[Way, str]:
    """What a Chinese *entry* sounds like; nothing for another."""
    if not has_han(entry.folded):
        return {}
    heard = syllables(entry.folded)
    if not heard:
        return {}
    sounds = {Way.PINYIN: "".join(heard)}
    if entry.role < Role.ASK and MIN_INITIALS <= len(heard) <= MAX_INITIALS:
        sounds[Way.INITIALS] = "".join(syllable[0] for syllable in heard)
    return sounds
