"""Fits the pairs of letters that tell Kazakh in Russian letters from Russian, and says how often they are right.

    .venv/bin/python tests/benchmarks/letters.py [--write]

The sentences are those of ../shared/relevance: real proverbs and everyday messages. Each half is told by the pairs of the other one; the
pairs that are written are those of both. Prints Markdown.
"""

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # this checkout's bot, whichever is installed

from search_collections import RELEVANCE

from bot.text import language as told
from bot.text.language import Language

LANGUAGES = (Language.KK, Language.RU)
MODULE = Path(told.__file__).with_name("letter_pairs.py")
# A pair seldom seen says more of the sentences than of the language.
_LEAST_SEEN = 15
_SEED = 20261128
_A_LINE = 40
_HEAD = '''"""Which pairs of letters tell Kazakh in Russian letters from Russian, a space being a word's edge.

Written by `tests/benchmarks/letters.py`: twice the logarithm of how much likelier a pair is in Kazakh than in Russian, rounded.
"""

PAIRS = {
'''


def sentences(language: Language) -> list[str]:
    """What people write in *language*, in Russian letters alone."""
    lines = (RELEVANCE / "offtopic" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    for file in sorted((RELEVANCE / "corpus").glob(f"*{language}*.jsonl")):
        lines += [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]
    found = [line.casefold().translate(told.WITHOUT_KAZAKH_LETTERS) for line in lines if line.strip()]
    random.Random(_SEED).shuffle(found)  # noqa: S311  # repeatable on purpose
    return found


def pieces(texts: Sequence[str]) -> Iterator[str]:
    """The *texts*, and two or three words of each in a row."""
    for text in texts:
        yield text
        words = text.split()
        for length in (2, 3):
            yield from (" ".join(words[start : start + length]) for start in range(0, len(words) - length + 1, length + 1))


def fitted(texts: Mapping[Language, Sequence[str]]) -> dict[str, int]:
    """The weight of each pair that tells anything."""
    seen = {language: Counter(pair for text in texts[language] for pair in told.pairs(text)) for language in LANGUAGES}
    kazakh, russian = (seen[language] for language in LANGUAGES)
    weights = {}
    for pair in sorted(kazakh | russian):
        if kazakh[pair] + russian[pair] >= _LEAST_SEEN:
            likelier = (kazakh[pair] + 0.5) / kazakh.total() / ((russian[pair] + 0.5) / russian.total())
            weights[pair] = max(-told.MOST_WEIGHT, min(told.MOST_WEIGHT, round(2 * math.log(likelier))))
    return {pair: weight for pair, weight in weights.items() if weight}


def written(weights: Mapping[str, int]) -> Iterator[str]:
    """The pairs of each of the *weights*, as lines of Python."""
    for weight in sorted(set(weights.values())):
        of_it = [pair for pair, other in weights.items() if other == weight]
        lines = ["|".join(of_it[start : start + _A_LINE]) for start in range(0, len(of_it), _A_LINE)]
        yield f"    {weight}: (\n" + "".join(f'        "{"|" * bool(number)}{line}"\n' for number, line in enumerate(lines)) + "    ),\n"


def judge(title: str, weights: Sequence[Mapping[str, int]], texts: Sequence[Mapping[Language, Sequence[str]]]) -> None:
    """Print how the pieces of *texts* are told by the *weights* in their place."""
    for language in LANGUAGES:
        guesses = [told.cyrillic(piece, of) for of, some in zip(weights, texts, strict=True) for piece in pieces(some[language])]
        right, sure = sum(guess.language is language for guess in guesses), sum(guess.sure for guess in guesses)
        wrong = sum(guess.sure and guess.language is not language for guess in guesses)
        print(f"| {title} | {language} | {len(guesses):,} | {right / len(guesses):.4f} | {sure / len(guesses):.3f} | {wrong} |")


def main() -> None:
    """Fit, judge, and perhaps write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help=f"into {MODULE.name}")
    options = parser.parse_args()
    texts = {language: sentences(language) for language in LANGUAGES}
    halves = [{language: texts[language][half::2] for language in LANGUAGES} for half in (0, 1)]
    print("| pairs | language | pieces | right | sure | sure and wrong |\n|---|---|--:|--:|--:|--:|")
    judge("as they are", [told.WEIGHTS] * 2, halves)
    judge("of the other half", [fitted(half) for half in halves[::-1]], halves)
    if options.write:
        weights = fitted(texts)
        MODULE.write_text(_HEAD + "".join(written(weights)) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
