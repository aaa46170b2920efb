"""Words that mix scripts, as a Latin "i" inside a Kazakh word does, and what was meant by them."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
# Letters that look the same on paper, so that typists do not see which one they have.
_LATIN, _CYRILLIC = "aceopxyihəABCEHKMOPTXYIӘ".replace("Ә", "Ə"), "асеорхуіһәАВСЕНКМОРТХУІӘ"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)


def mixed_script_words(text: str) -> list[str]:
    """The words of *text* that mix Latin and Cyrillic letters."""
    return [word for word in _WORD.findall(text) if {"LATIN", "CYRILLIC"} <= _scripts(word)]


def repaired(text: str) -> str:
    """*text* with its mixed words written in the one script that their lookalikes allow; a word that neither allows stays as it is."""
    return _WORD.sub(lambda found: _repaired(found[0]), text)


def _repaired(word: str) -> str:
    if not {"LATIN", "CYRILLIC"} <= _scripts(word):
        return word
    # Most of a word is in the script it was meant in.
    cyrillic = sum(unicodedata.name(char, "").startswith("CYRILLIC") for char in word)
    tables = (_TO_CYRILLIC, _TO_LATIN) if 2 * cyrillic >= len(word) else (_TO_LATIN, _TO_CYRILLIC)
    candidates = (word.translate(table) for table in tables)
    return next((one for one in candidates if not {"LATIN", "CYRILLIC"} <= _scripts(one)), word)


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(char, "?").split(" ")[0] for char in word}
