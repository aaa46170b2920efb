"""The fold: one Latin skeleton for all alphabets, so that people are understood whatever they type in."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

# Cyrillic, as it is heard: Kazakh letters fall together with the Russian ones people type in their place.
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёәғқңөұүһі",
        "a b v g d e j z i i k l m n o p r s t u f h c č š š _ i _ e iu ia e a g k n o u u h i".replace("_", "\0").split(" "),
        strict=True,
    )
)
# Töte jazu, the Arabic script of Kazakhs in China. The hamza only marks front vowels, which the skeleton does not tell apart.
_ARABIC = dict(
    zip(
        "ابۆگعدەهجزيیىكکقلمنڭوپرستۋۇفحھخچشآأإءٴئ",
        "a b v g g d e e j z i i i k k k l m n n o p r s t u u f h h h č š a a a _ _ _".replace("_", "\0").split(" "),
        strict=True,
    )
)
# Latin letters that are not simply a letter with an accent; ý is the у of the Kazakh alphabet of 2018.
_LATIN = {"ş": "š", "š": "š", "ç": "č", "č": "č", "ž": "j", "ı": "i", "y": "i", "ý": "u", "q": "k", "w": "v", "x": "ks"}
_LATIN |= {"æ": "ae", "ø": "o", "ł": "l", "đ": "d"}
_VANISHING = {"Mn", "Me", "Cf"}  # stress marks, soft hyphens and joiners stand inside words and must not part them
# Control characters but tab and line feed, lone surrogates, bidirectional overrides and isolates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_APOSTROPHES = "'’ʼʻ`´"
# Parts of Korean syllables. Kept single they would join when they are folded again, and two keystrokes are no word.
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7fb]")

# Sounds that Latin spellings write with two letters or three.
_DIGRAPHS = {"sh": "š", "sč": "š", "šč": "š", "tš": "č", "ch": "č", "zh": "j", "kh": "h", "ts": "c", "ii": "i"}
# Passes after which no word is left that needs another.
_USUAL_PASSES = 4
_TAILS = tuple(_DIGRAPHS)
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_HAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACE_IN_HAN = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")


@cache
def _simplified() -> dict[str, str]:
    """Each Traditional character's Simplified one, from OpenCC's table."""
    table = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    once = {traditional: simplified.split(" ")[0] for traditional, simplified in pairs}
    # 薴 → 苧 → 苎: the table goes one step where folding must go to the end.
    return {traditional: once.get(simplified, simplified) for traditional, simplified in once.items()}


def _skeleton(char: str) -> str:
    """The skeleton of one casefolded character; "" when it vanishes, " " when it parts words."""
    for letters in (_CYRILLIC, _ARABIC, _LATIN):
        if char in letters:
            return letters[char].replace("\0", "")
    category = unicodedata.category(char)
    if category in _VANISHING or char in _APOSTROPHES:
        return ""
    if category[0] not in "LN" or _JAMO.match(char):
        return " "
    base = unicodedata.normalize("NFD", char)[0]
    if base != char and not _JAMO.match(base):
        return _skeleton(base)
    return _simplified().get(char, char)


class _Skeletons(dict[int, str]):
    """A `str.translate` table that fills itself: a character is looked at once."""

    def __missing__(self, code: int) -> str:
        self[code] = skeleton = _skeleton(chr(code))
        return skeleton


_SKELETONS = _Skeletons()


def printable(text: str) -> str:
    """*text* without what no reader sees: control characters, halves of characters, and marks that turn the direction of writing."""
    return _UNPRINTABLE.sub(" ", text)


# A message is folded some ten times on its way from the front to the search, and fifty go it together.
@lru_cache(maxsize=512)
def normalise(text: str) -> str:
    """Fold *text* to the skeleton in which quotes and queries are compared. Idempotent.

    Words of every alphabet become Latin as they sound ("жақсы", "jaqsy" and "جاقسى" are one), Chinese becomes
    Simplified and keeps its characters; case, accents and punctuation go.

    Returns:
        Words parted by single spaces, none between Chinese characters; "" when no letter or digit is left.
    Source: Unicode UAX #15 (NFKC), Unicode Standard 3.13 (case folding), OpenCC (Simplified characters).
    """
    # Normalised twice: casefolding may take a text out of NFKC, as the Standard's 3.13 says of its own caseless match.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    bare = folded.translate(_SKELETONS)
    # To the fixed point: "skh" gives "sh", which is a digraph again, and folding twice must change nothing.
    for _ in range(_USUAL_PASSES):
        shorter = _DIGRAPH.sub(lambda found: _DIGRAPHS[found[0]], bare)
        if shorter == bare:
            break
        bare = shorter
    else:
        bare = _joined(bare)
    return _SPACE_IN_HAN.sub("", " ".join(bare.split()))


def _joined(bare: str) -> str:
    """The same in one pass over the letters: slower for words as they are, but "kkk…kh" does not take a pass for each k."""
    done: list[str] = []
    for char in bare:
        done.append(char)
        while found := next((tail for tail in _TAILS if tail == "".join(done[-len(tail) :])), None):
            done[-len(found) :] = _DIGRAPHS[found]
    return "".join(done)
