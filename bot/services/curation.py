"""What a curator asks of files of quotes."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.corpus.checks import calendar_problems, corpus_problems, near_miss_problems
from bot.corpus.quote import Quote, RenderingType
from bot.corpus.reader import Place, quote_files, survey
from bot.errors import QuoteFileError
from bot.search.index import Index
from bot.search.rerank import edit_scores
from bot.text.language import Language
from bot.text.normalise import normalise

# Two sayings whose own words are this alike are one, told twice.
_NEAR_DOUBLE = 0.92
# A text that alike is among the first few that share its grams.
_NEAREST = 20


def check(paths: Sequence[Path], shipped: Path) -> tuple[list[QuoteFileError], int]:
    """Everything wrong with the files of *paths*, in order of file and line, and how many quotes they hold.

    Topics, sources, speakers and the quotes that themes name may stand in the files of the folder *shipped*.
    """
    files = quote_files(paths)
    if empty := [path for path in paths if path.is_dir() and not quote_files([path])]:
        return [QuoteFileError(path, 1, "a folder without any .toml file") for path in empty], 0
    named = {file.resolve() for file in files}
    found = survey(files, [file for file in quote_files([shipped]) if file.resolve() not in named])
    problems = [
        *found.problems,
        *corpus_problems(found.quotes),
        *calendar_problems(found.themes),
        *near_miss_problems(found.near_misses, [quote for quote, _ in found.quotes]),
        *_near_doubles(found.quotes),
    ]
    return sorted(problems, key=lambda problem: (str(problem.path), problem.line)), len(found.quotes)


class OwnWords(NamedTuple):
    """Folded words by which a quote is known in its own language."""

    folded: str
    language: Language
    quote_id: str


def own_words(quote: Quote) -> Iterator[OwnWords]:
    """What *quote* is known by in its own language, each once: translations and equivalents may well be another saying's words."""
    texts = [text for one in quote.renderings if one.type is RenderingType.ORIGINAL for text in (one.text, *one.variants)]
    yield from dict.fromkeys(OwnWords(folded, quote.language, quote.id) for text in texts if (folded := normalise(text)))


class NearDoubles:
    """The near-doubles among *words*; fixed once built, and therefore safe to ask from several threads."""

    def __init__(self, words: Sequence[OwnWords]) -> None:
        """Index *words*."""
        self._words = words
        self._index = Index.of([one.folded for one in words])
        self._first: dict[tuple[str, Language], int] = {}
        for number, one in enumerate(words):
            self._first.setdefault((one.folded, one.language), number)

    def before(self, number: int) -> Iterator[tuple[int, float]]:
        """The numbers of other quotes' words before these that are nearly the same, each with how alike they are, 0-1."""
        words = self._words[number]
        near = [
            position
            for position in self._index.candidates(words.folded).positions[:_NEAREST].tolist()
            if position < number and (other := self._words[position]).language is words.language and other.quote_id != words.quote_id
        ]
        if near:
            scores = edit_scores(words.folded, [self._words[position].folded for position in near])
            yield from ((position, score) for position, score in zip(near, scores, strict=True) if score >= _NEAR_DOUBLE)

    def best_before(self, number: int) -> tuple[int, float] | None:
        """The first of the same words before these or, without any, the most alike of `before`; None when there are none."""
        words = self._words[number]
        first = self._first[words.folded, words.language]
        if first < number and self._words[first].quote_id != words.quote_id:
            return first, 1.0
        return max(self.before(number), key=lambda found: found[1], default=None)


def _near_doubles(quotes: Iterable[tuple[Quote, Place]]) -> Iterator[QuoteFileError]:
    """Quotes whose own words another quote before them has already."""
    texts = [(words, place) for quote, place in quotes for words in own_words(quote)]
    doubles = NearDoubles([words for words, _ in texts])
    seen: set[tuple[str, str]] = set()
    for number, (words, place) in enumerate(texts):
        for position, _ in doubles.before(number):
            other, other_place = texts[position]
            if (words.quote_id, other.quote_id) not in seen:
                seen.add((words.quote_id, other.quote_id))
                where = f"{other_place.path.name}:{other_place.first_line}"
                yield place.problem(f"{words.quote_id}: nearly the same words as {other.quote_id} ({where})")
