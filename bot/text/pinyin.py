"""Chinese as it sounds: pinyin without tones, and what people type when they write it."""

import json
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.abc import FileLoader
from importlib.util import find_spec
from typing import Any

# A syllable of typed pinyin may carry its tone as a digit ("hua1") or a mark ("huā"); spaces and apostrophes only part syllables.
_LETTERS = re.compile(r"[a-z]+")
# Source: Scheme of the Chinese Phonetic Alphabet (1958). The longest final first; but "n" and "g" before a vowel begin the next syllable.
_FINALS = "iang iong uang ang eng ing ong iao uai ian uan van ai ei ao ou an en in un vn ia ie iu ua uo ui ue ve er a e i o u v"
_VOWEL = "[aeiouv]"
_SYLLABLE = re.compile(
    rf"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:{'|'.join(f'{one}(?!{_VOWEL})' if one[-1] in 'ng' else one for one in _FINALS.split())})"
)
_MARKS = re.compile("[\u0300-\u036f]")
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z]")
_HAN_RUN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
# Of pinyin all is syllables, of pinyin with a slip nearly all, and of English three fourths.
LEAST_SYLLABLES = 0.8
_HAN_END = 0xFB00  # behind the last character of such a run


def syllables(text: str) -> list[str]:
    """The toneless syllables of the Chinese characters of *text*, each in the reading its word gives it (银行 is yin hang).

    Source: pypinyin's dictionaries of characters and words.
    """
    return [syllable for run in _HAN_RUN.findall(text) for syllable in _dictionary().read(run)]


@cache
def _dictionary() -> "_Dictionary":
    # When it is first asked for: it takes a tenth of a second to load, and many chats never need it.
    return _Dictionary()


class _Dictionary:
    """How characters and words are read, from the files of pypinyin.

    The library itself keeps every reading of every word with its tones, in 47 MB, a third of what a small bot needs altogether. Without
    tones only one word in fourteen is read otherwise than its characters one by one. Of the others it is enough to know that they are
    words, by hashes of 64 bits: all takes 1 MB, and 6 MB with a string for each.
    """

    def __init__(self) -> None:
        """Read the files."""
        toneless = cache(_without_marks)  # of some 1,500 syllables
        numbers = {"": 0}
        self._of_character = array("H", bytes(2 * _HAN_END))
        for name, readings in _members(_file("pinyin_dict.json")):
            if (code := int(name)) < _HAN_END:
                self._of_character[code] = numbers.setdefault(toneless(readings.split(",")[0]), len(numbers))
        self._syllables = tuple(numbers)
        # How words are read that are read otherwise, the hashes of all words in order, and how long they are at most by how they begin.
        self._read_otherwise: dict[str, tuple[str, ...]] = {}
        self._longest = bytearray(_HAN_END)
        words = array("q")
        for word, readings in _members(_file("phrases_dict.json")):
            if _HAN_RUN.fullmatch(word):
                read = tuple([toneless(each[0]) for each in readings])
                if read != self._each(word):
                    self._read_otherwise[word] = read
                words.append(hash(word))
                self._longest[ord(word[0])] = max(self._longest[ord(word[0])], len(word))
        self._words = array("q", sorted(words))

    def read(self, run: str) -> Iterator[str]:
        """The syllables of a *run* of Chinese characters, cut into words: at each place the longest there is."""
        place = 0
        while place < len(run):
            end = min(len(run), place + max(1, self._longest[ord(run[place])]))
            while end > place + 1 and not self._is_word(run[place:end]):
                end -= 1
            word = run[place:end]
            yield from self._read_otherwise.get(word) or self._each(word)
            place = end

    def _is_word(self, word: str) -> bool:
        wanted = hash(word)
        place = bisect_left(self._words, wanted)
        return place < len(self._words) and self._words[place] == wanted

    def _each(self, word: str) -> tuple[str, ...]:
        return tuple([self._syllables[number] for char in word if (number := self._of_character[ord(char)])])


def _members(text: str) -> Iterator[tuple[str, Any]]:
    """The names and values of a JSON object one by one: all at once they take 10 MB for a moment, which the system does not get back."""
    decoder = json.JSONDecoder()
    place = 0
    while (place := text.find('"', place)) >= 0:
        name, place = decoder.raw_decode(text, place)
        place = text.index(":", place) + 1
        value, place = decoder.raw_decode(text, place + text[place].isspace())
        yield name, value


def _file(name: str) -> str:
    """A file of pypinyin, without importing the library: that would load them its own way."""
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None or not isinstance(spec.loader, FileLoader):
        raise ImportError("pypinyin is not installed as files")
    return spec.loader.get_data(spec.origin.replace("__init__.py", name)).decode()


def _without_marks(latin: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", latin).replace("u\u0308", "v"))


def typed_pinyin(text: str) -> str:
    """*text* as one run of the letters that syllables are made of, without tones: "Yī huā 1" gives "yihua"; "" when it is not Latin.

    ü is written v, as on keyboards and by `syllables`.
    """
    # Compatibility forms first: a Chinese keyboard may be set to letters as wide as characters.
    plain = unicodedata.normalize("NFKC", text).casefold().replace("u:", "ü")
    if not plain.isascii():
        plain = _without_marks(plain)
    return "" if _FOREIGN.search(plain) else "".join(_LETTERS.findall(plain))


def share_of_syllables(letters: str) -> float:
    """How much of a run of *letters* may be syllables of pinyin, 0–1: all of pinyin, three quarters of English, hardly any of initials."""
    return sum(map(len, _SYLLABLE.findall(letters))) / len(letters) if letters else 0.0
