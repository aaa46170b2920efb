"""The texts to search: real sayings of four languages, and as many more as a size asks for, made from them."""

import json
import math
import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.corpus.quote import Attribution, Kind, Quote, Rendering, RenderingType, Source
from bot.corpus.reader import PLACEHOLDER, read
from bot.text.language import Language

ROOT = Path(__file__).resolve().parents[2]
RELEVANCE = ROOT.parent / "shared" / "relevance"
SIZES = ("4k", "100k", "1M", "real")
# A small size takes so many real texts of each language, a large one all of them and as many new ones as are missing.
_OF_EACH, _FILLED = {"4k": 1_000}, {"100k": 100_000, "1M": 1_000_000}
_SEED = 20261123
# Longer ones are not what a saying looks like, and no query asks for them.
_MAX_CHARS = 200
# Shorter halves make texts that are nothing but somebody's fragment.
_MIN_WORDS, _MIN_CHARACTERS = 4, 4
# A bit for each text that stands already, by checksum: 16 MB whatever the size; of a million new texts it refuses 4,000 needlessly.
_SEEN_BITS = 1 << 27
_WORD = re.compile(r"\S+")

Record = dict[str, Any]
Corpus = dict[str, list[Record]]


@dataclass(frozen=True)
class Item:
    """One text to be found."""

    id: str
    language: str
    text: str

    @cached_property
    def quote(self) -> Quote:
        """The quote that has this text as its only rendering."""
        language = Language(self.language)
        rendering = Rendering(language=language, type=RenderingType.ORIGINAL, text=self.text)
        return Quote(
            id=self.id,
            kind=Kind.PROVERB,
            language=language,
            attribution=Attribution.FOLK,
            source=_SOURCE,
            topics=(),
            renderings=(rendering,),
            asks={},
        )


_SOURCE = Source(id="benchmark", title="benchmark")


def real_corpus(folder: Path) -> Corpus:
    """The records of *folder*'s {kk,ru,zh,en}.jsonl, in order; at least their "text"."""
    return {
        tag.value: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        for tag in Language
        if (path := folder / f"{tag}.jsonl").exists()
    }


def shipped_corpus() -> Corpus:
    """All wordings of the quotes that the project ships, for when there is nothing larger."""
    corpus: Corpus = {language.value: [] for language in Language}
    for quote in read(ROOT / "quotes").quotes:
        for rendering in quote.renderings:
            corpus[rendering.language.value].append({"text": PLACEHOLDER.sub(" ", rendering.text)})
    return corpus


def sample(corpus: Corpus, size: str) -> Corpus:
    """The real records that belong into a collection of *size*."""
    if size not in _OF_EACH:
        return corpus
    chance = random.Random(_SEED)  # noqa: S311  # a sample, no secret
    return {tag: chance.sample(records, min(_OF_EACH[size], len(records))) for tag, records in corpus.items()}


def items(corpus: Corpus, size: str, asked_for: frozenset[str]) -> Iterator[Item]:
    """The texts of *corpus* and, where *size* asks for more, new ones, one at a time.

    A text *asked_for* by a query is not recombined: a part of it would stand word for word in others, with nothing to tell them apart.
    Its single words may stand in others, as words do.
    """
    seen = bytearray(_SEEN_BITS // 8)
    count = 0
    for tag, records in corpus.items():
        for index, record in enumerate(records):
            _is_new(record["text"], seen)
            count += 1
            yield Item(item_id(tag, index), tag, record["text"])
    missing = _FILLED.get(size, 0) - count
    if missing <= 0:
        return
    for tag, records in corpus.items():
        free = [record["text"] for index, record in enumerate(records) if item_id(tag, index) not in asked_for]
        new = (text for text in _recombined(tag, free, [record["text"] for record in records]) if _is_new(text, seen))
        # Languages keep the shares they have among the real ones.
        for index, text in zip(range(round(missing * len(records) / count)), new, strict=False):
            yield Item(f"{tag}-x{index:07}", tag, text)


def item_id(tag: str, index: int) -> str:
    """The id of the real record that stands at *index* in its language."""
    return f"{tag}-{index:05}"


def _is_new(text: str, seen: bytearray) -> bool:
    """Whether *text* is none of those before; marks it."""
    bit = zlib.crc32(text.casefold().encode()) % _SEEN_BITS
    new = not seen[bit >> 3] & 1 << (bit & 7)
    seen[bit >> 3] |= 1 << (bit & 7)
    return new


def _recombined(tag: str, texts: list[str], lenders: list[str]) -> Iterator[str]:
    """New texts: of two in *texts* the halves, and one of *texts* with every second word from one of *lenders*, in turn."""
    glue = "" if tag == "zh" else " "
    parted = [words for text in texts if len(words := _words(tag, text)) >= (_MIN_CHARACTERS if tag == "zh" else _MIN_WORDS)]
    lent = [words for text in lenders if (words := _words(tag, text))]
    for one, other in _pairs(len(parted), len(parted)):
        yield from _sensible(glue.join([*parted[one][: len(parted[one]) // 2], *parted[other][len(parted[other]) // 2 :]]))
        template, words = parted[one], lent[other * len(lent) // len(parted)]
        random.Random(one * len(parted) + other).shuffle(words)  # noqa: S311
        yield from _sensible(glue.join(words[place // 2 % len(words)] if place % 2 else word for place, word in enumerate(template)))


def _words(tag: str, text: str) -> list[str]:
    """The words of *text*; of a Chinese one its characters."""
    return list(text) if tag == "zh" else _WORD.findall(text)


def _sensible(text: str) -> Iterator[str]:
    if len(text) <= _MAX_CHARS:
        yield text


def _pairs(rows: int, columns: int) -> Iterator[tuple[int, int]]:
    """All pairs below *rows* and *columns*, each once, well shuffled and without keeping any."""
    total = rows * columns
    if not total:
        return
    # A step that shares no factor with the total comes by every number once; the golden section keeps neighbours apart.
    step = next(step for step in range(max(1, int(total * 0.6180339887)), 2 * total + 1) if math.gcd(step, total) == 1)
    for turn in range(total):
        yield divmod(turn * step % total, columns)
