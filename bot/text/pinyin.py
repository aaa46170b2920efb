"""Chinese as it sounds: pinyin without tones, and what people type when they write it."""

import re
import unicodedata
from functools import lru_cache

# A syllable of typed pinyin may carry its tone as a digit ("hua1") or a mark ("huā"); spaces and apostrophes only part syllables.
_LETTERS = re.compile(r"[a-z]+")
_MARKS = re.compile("[\u0300-\u036f]")
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z]")
_HAN_RUN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
# The vocabulary of the segmenter is finite, but the runs between its words are not: enough for every word that comes again.
_WORDS_KEPT = 65_536


def syllables(text: str) -> list[str]:
    """The toneless syllables of the Chinese characters of *text*, each in the reading its word gives it (银行 is yin hang).

    Source: pypinyin, with its dictionary of words.
    """
    from pypinyin.seg.mmseg import seg  # imported here: its dictionary takes a third of a second to load, and many chats never need it

    return [syllable for run in _HAN_RUN.findall(text) for word in seg.cut(run) for syllable in _reading(word)]


@lru_cache(maxsize=_WORDS_KEPT)
def _reading(word: str) -> tuple[str, ...]:
    # Two thirds of the time to index a text are readings; from the cache they take half of what they take from the library.
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(word, errors="ignore"))


def typed_pinyin(text: str) -> str:
    """*text* as one run of the letters that syllables are made of, without tones: "Yī huā 1" gives "yihua"; "" when it is not Latin.

    ü is written v, as on keyboards and by `syllables`.
    """
    # Compatibility forms first: a Chinese keyboard may be set to letters as wide as characters.
    plain = unicodedata.normalize("NFKC", text).casefold().replace("u:", "ü")
    if not plain.isascii():
        plain = _MARKS.sub("", unicodedata.normalize("NFD", plain).replace("u\u0308", "v"))
    return "" if _FOREIGN.search(plain) else "".join(_LETTERS.findall(plain))
