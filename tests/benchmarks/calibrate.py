"""Fits how sure the search is, and says what that keeps and what it lets through.

    .venv/bin/python tests/benchmarks/calibrate.py [--write] [--queries N]

Samples are what people type for sayings of ../shared/relevance and of the shipped quotes, the asks of the shipped quotes each held out of
the search, everyday messages, and questions near the theme that nothing answers. Two logistic regressions are fitted: one over the
signals of the nearest text, one over those of the nearest theme. The report is cross-validated: no row is judged by weights that have seen
its words. With --write the weights and the cutoffs go into bot/search/calibration.py.
"""

import argparse
import json
import statistics
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from search_collections import RELEVANCE, ROOT, Item, item_id, real_corpus
from search_queries import cases, off_topic

from bot.corpus.quote import NearMiss, Quote, RenderingType
from bot.corpus.reader import PLACEHOLDER, read
from bot.search.confidence import (
    SHORT_LETTERS,
    Outcome,
    TextSignals,
    ThemeSignals,
    is_question,
    prefers_theme,
    terms,
    text_signals,
    theme_signals,
)
from bot.search.cutoffs import Cutoffs
from bot.search.hits import Hit, interleaved
from bot.search.query import Query, letters
from bot.search.searcher import Searcher, suffice
from bot.text.language import Language
from bot.text.normalise import normalise

QUESTIONS = ROOT / "tests" / "search" / "questions"
_TARGET = ROOT / "bot" / "search" / "calibration.py"
_FOLDS = 5
_SHOWN_HITS = 3
# A twin, in which one word differs, is right as well.
_TWIN_RATIO = 95
# Weights stay as small as the samples allow; chosen among 1, 3, 10 and 30 by what was kept at 1 % let through.
_RIDGE = 3.0
# Of everyday messages so many may be answered by a text, answered at all, and shown anything. Less than the 1 % that is allowed: a
# collection ten times as large has more that is like them by chance. Of near misses so many may be answered.
_BY_TEXT, _ANSWERED, _SHOWN, _NEAR_MISSES = 0.0025, 0.007, 0.0095, 0.025
# In no language more are answered than this.
_IN_A_LANGUAGE = 0.0095
# A fifth of them are short; of a word or two with a slip people like to be asked what they meant.
_SHORT_BY_TEXT, _SHORT_SHOWN = 0.004, 0.018
# Messages near the theme are few and hard, and so tell more; sayings are many and have no theme. The asks of proverbs are left out: what
# is asked with them fits several.
_IMPORTANCE = {"near miss": 5.0, "shipped near miss": 2.0, "ask": 0.0}
_THEME_IMPORTANCE = {**_IMPORTANCE, "off topic": 3.0, "article ask": 1.0, "question": 2.0}
_SAYING_OF_THEME = 0.2
_GRID = tuple(round(0.5 + step / 100, 2) for step in range(49))

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One message: its language and sort, the first it found and their signals, None without any, and which of them are right."""

    language: str
    sort: str
    text: str
    short: bool
    about_text: TextSignals | None
    about_theme: ThemeSignals | None
    texts: Sequence[Hit]
    themes: Sequence[Hit]
    right: frozenset[str]

    @property
    def text_right(self) -> bool:
        """Whether the nearest text is a right one."""
        return bool(self.texts) and self.texts[0].quote_id in self.right

    @property
    def theme_right(self) -> bool:
        """Whether the nearest theme is a right one."""
        return bool(self.themes) and self.themes[0].quote_id in self.right

    @property
    def fold(self) -> int:
        """Rows of the same words are in the same fold."""
        return zlib.crc32(normalise(self.text).encode()) % _FOLDS


def row(searcher: Searcher, text: str, language: str, sort: str, right: Callable[[Hit], bool]) -> Row:
    """What *searcher* makes of one message."""
    query = Query.of(text)
    texts = searcher.texts(query)
    themes, best = searcher.themes(query) if not suffice(texts, query) else ([], None)
    first = texts[:_SHOWN_HITS], themes[:_SHOWN_HITS]
    return Row(
        language,
        sort,
        text,
        letters(query.folded) < SHORT_LETTERS,
        text_signals(texts, query) if texts and not is_question(texts[0], query) else None,
        theme_signals(query, themes, texts, best, searcher.near_misses.likeness(query)) if best else None,
        *first,
        frozenset(hit.quote_id for hits in first for hit in hits if right(hit)),
    )


def nobody(_: Hit) -> bool:
    """No hit is right for a message that means none."""
    return False


def wording_rows(searcher: Searcher, shipped: Sequence[Quote], queries: int, *, real: bool) -> Iterator[Row]:
    """Queries for texts that are in *searcher*: those of the shipped quotes and, where they are there, the *real* ones."""
    own = {tag: [{"text": text} for quote in shipped if (text := main_text(quote, tag))] for tag in Language}
    for corpus in (own, real_corpus(RELEVANCE / "corpus") if real else {}):
        folded = {item_id(tag, index): normalise(record["text"]) for tag in corpus for index, record in enumerate(corpus[tag])}
        for case in cases(corpus, queries) if corpus else ():
            if not case.kind.startswith("translation"):
                target = folded[case.target]

                def right(hit: Hit, target: str = target) -> bool:
                    return any(fuzz.ratio(one, target) >= _TWIN_RATIO for one in texts_of[hit.quote_id])

                yield row(searcher, case.query, case.language, case.kind, right)


texts_of: dict[str, frozenset[str]] = {}


def remember(quotes: Iterable[Quote]) -> list[Quote]:
    """Keep the folded texts of *quotes*, to tell which hits are right."""
    found = list(quotes)
    for quote in found:
        texts_of[quote.id] = frozenset(normalise(PLACEHOLDER.sub(" ", one.text)) for one in quote.renderings)
    return found


def main_text(quote: Quote, tag: Language) -> str | None:
    """The wording of *quote* in a language; None when it holds figures, which nobody types as they stand in the file."""
    mains = (one for one in quote.renderings if one.language is tag and one.type is not RenderingType.EQUIVALENT)
    return next((one.text for one in mains if "{" not in one.text), None)


def nothing_rows(searcher: Searcher) -> Iterator[Row]:
    """Messages that mean none of the quotes."""
    for case in off_topic({tag: [] for tag in Language}):
        yield row(searcher, case.query, case.language, "off topic", nobody)
    for tag in Language:
        for question in questions(tag):
            if not question["ids"]:
                yield row(searcher, str(question["text"]), tag, "near miss", nobody)


def questions(tag: str) -> list[dict[str, list[str] | str | bool]]:
    """Our own questions in one language: their text, the ids that answer them (none for a near miss), and whether they are held back."""
    return [json.loads(line) for line in (QUESTIONS / f"{tag}.jsonl").read_text(encoding="utf-8").splitlines()]


def asked_rows(shipped: Sequence[Quote], near_misses: Sequence[NearMiss]) -> Iterator[Row]:
    """The asks and the near misses that are shipped, and our own questions, each put to a search that does not hold it."""
    whole = Searcher.of(shipped, near_misses)
    for tag in Language:
        for question in questions(tag):
            if question.get("held_back"):
                ids = question["ids"]
                yield row(whole, str(question["text"]), tag, "question", lambda hit, ids=ids: hit.quote_id in ids)
    for fold in range(_FOLDS):
        searcher = Searcher.of(without(shipped, fold), near_misses)
        for quote in shipped:
            for language, asks in quote.asks.items():
                for ask in (ask for ask in asks if fold_of(ask) == fold):
                    sort = "article ask" if quote.source and quote.source.id.startswith("china-daily") else "ask"
                    yield row(searcher, ask, language.value, sort, lambda hit, id_=quote.id: hit.quote_id == id_)

    for fold in range(_FOLDS):
        searcher = Searcher.of(shipped, missed(near_misses, lambda ask, fold=fold: fold_of(ask) != fold))
        for near_miss in missed(near_misses, lambda ask, fold=fold: fold_of(ask) == fold):
            for language, asks in near_miss.asks.items():
                for ask in asks:
                    yield row(searcher, ask, language.value, "shipped near miss", nobody)


def missed(near_misses: Iterable[NearMiss], chosen: Callable[[str], bool]) -> list[NearMiss]:
    """The near misses with only those asks that are *chosen*."""
    return [NearMiss(one.id, {language: tuple(filter(chosen, asks)) for language, asks in one.asks.items()}) for one in near_misses]


def fold_of(ask: str) -> int:
    """The part of the asks that *ask* is in."""
    return zlib.crc32(ask.encode()) % _FOLDS


def without(shipped: Iterable[Quote], fold: int) -> Iterator[Quote]:
    """The quotes without one part of their asks."""
    for quote in shipped:
        asks = {language: tuple(ask for ask in asks if fold_of(ask) != fold) for language, asks in quote.asks.items()}
        yield Quote(**{**{name: getattr(quote, name) for name in quote.__struct_fields__}, "asks": asks})


def fitted(rows: Sequence[tuple[Sequence[float], bool, float]]) -> Floats:
    """The weights of a logistic regression over the terms of the signals in *rows*, each with whether it is right and how important it is.

    Ridge-regularised, right and wrong weighing alike; by iteratively reweighted least squares.
    """
    samples, labels = np.array([terms(signals) for signals, _, _ in rows]), np.array([right for _, right, _ in rows], np.float64)
    importance = np.array([weight for _, _, weight in rows])
    share = float(importance[labels == 1].sum() / importance.sum())
    importance *= np.where(labels == 1, 0.5 / share, 0.5 / (1 - share))
    mean, spread = samples.mean(0), samples.std(0)
    mean[0], spread[0] = 0.0, 1.0
    spread[spread < 1e-9] = 1.0
    standard = (samples - mean) / spread
    weights = np.zeros(samples.shape[1])
    ridge = np.full(len(weights), _RIDGE)
    ridge[0] = 1e-6
    for _ in range(100):
        sure = 1 / (1 + np.exp(-np.clip(standard @ weights, -30, 30)))
        slope = standard.T @ (importance * (labels - sure)) - ridge * weights
        curve = (standard.T * (importance * sure * (1 - sure) + 1e-9)) @ standard + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights += step * min(1.0, 3.0 / float(np.abs(step).max()))
        if np.abs(step).max() < 1e-6:
            break
    plain = weights / spread
    plain[0] -= float(plain[1:] @ mean[1:])
    return np.asarray(plain, np.float64)


def sure_by(weights: Floats, signals: Sequence[float] | None) -> float:
    """How sure a regression with *weights* is of *signals*; 0 without any."""
    if signals is None:
        return 0.0
    return float(1 / (1 + np.exp(-np.clip(terms(signals) @ weights, -50, 50))))


@dataclass(frozen=True)
class Judged:
    """A row with how sure the search is of its best text and of its best theme."""

    row: Row
    text: float
    theme: float

    def in_three(self, both: Mapping[bool, Cutoffs]) -> bool:
        """Whether one of the first three that people may choose from is right."""
        ways = self.row.texts, self.row.themes
        if prefers_theme(self.text, self.theme, both[self.row.short]):
            ways = ways[::-1]
        return any(hit.quote_id in self.row.right for hit in interleaved(*ways, _SHOWN_HITS))

    def outcome(self, both: Mapping[bool, Cutoffs]) -> tuple[Outcome, bool]:
        """What people get, and whether its first is right, decided as by `Searcher.find` and `outcome`."""
        cutoffs = both[self.row.short]
        if prefers_theme(self.text, self.theme, cutoffs):
            sure, right, answer, choices = self.theme, self.row.theme_right, cutoffs.theme_answer, cutoffs.theme_choices
        else:
            sure, right, answer, choices = self.text, self.row.text_right, cutoffs.text_answer, cutoffs.text_choices
        return Outcome.ANSWER if sure >= answer else Outcome.CHOICES if sure >= choices else Outcome.NOTHING, right


def weights_of(rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """The weights for texts and for themes."""
    text = [(one.about_text, one.text_right, _IMPORTANCE.get(one.sort, 1.0)) for one in rows if one.about_text is not None]
    theme = [
        (one.about_theme, one.theme_right, _THEME_IMPORTANCE.get(one.sort, _SAYING_OF_THEME)) for one in rows if one.about_theme is not None
    ]
    return fitted([one for one in text if one[2]]), fitted([one for one in theme if one[2]])


def cross_validated(rows: Sequence[Row]) -> list[Judged]:
    """Each row judged by weights that were fitted without its fold."""
    found = []
    for fold in range(_FOLDS):
        text, theme = weights_of([one for one in rows if one.fold != fold])
        found += [Judged(one, sure_by(text, one.about_text), sure_by(theme, one.about_theme)) for one in rows if one.fold == fold]
    return found


def chosen(found: Sequence[Judged]) -> dict[bool, Cutoffs]:
    """The least certainties that let through no more than is allowed, for messages that are short and for others."""
    long = _chosen([one for one in found if not one.row.short], _BY_TEXT, _SHOWN)
    short = _chosen([one for one in found if one.row.short], _SHORT_BY_TEXT, _SHORT_SHOWN)
    # Two words are a question, or they are talk: of a question half meant there is too little to choose from.
    return {False: long, True: short._replace(theme_choices=short.theme_answer)}


def _chosen(found: Sequence[Judged], most_by_text: float, most_shown: float) -> Cutoffs:
    # One after the other: each on what those before it have left.
    nothing = 1.1
    text_answer = _least(
        lambda cut: (
            _let_through(found, Cutoffs(cut, cut, nothing, nothing), "off topic") <= most_by_text
            and _most_in_a_language(found, Cutoffs(cut, cut, nothing, nothing)) <= _IN_A_LANGUAGE
        )
    )
    theme_answer = _least(
        lambda cut: (
            _let_through(found, Cutoffs(text_answer, text_answer, cut, cut), "off topic") <= _ANSWERED
            and _most_in_a_language(found, Cutoffs(text_answer, text_answer, cut, cut)) <= _IN_A_LANGUAGE
            and _let_through(found, Cutoffs(text_answer, text_answer, cut, cut), "near miss") <= _NEAR_MISSES
        )
    )
    text_choices = _least(
        lambda cut: _let_through(found, Cutoffs(text_answer, cut, theme_answer, theme_answer), "off topic") <= (_ANSWERED + most_shown) / 2
    )
    theme_choices = _least(
        lambda cut: _let_through(found, Cutoffs(text_answer, text_choices, theme_answer, cut), "off topic") <= most_shown
    )
    return Cutoffs(text_answer, min(text_choices, text_answer), theme_answer, min(theme_choices, theme_answer))


def _least(allows: Callable[[float], bool]) -> float:
    return next((cut for cut in _GRID if allows(cut)), _GRID[-1])


def _most_in_a_language(found: Sequence[Judged], cutoffs: Cutoffs) -> float:
    """The share of everyday messages that are shown something, in the language where that is most."""
    return max(_let_through([one for one in found if one.row.language == tag], cutoffs, "off topic") for tag in Language)


def _let_through(found: Iterable[Judged], cutoffs: Cutoffs, sort: str) -> float:
    """The share of the messages of a *sort* that are shown something; of near misses, that are answered."""
    both = {True: cutoffs, False: cutoffs}
    outcomes = [one.outcome(both)[0] for one in found if one.row.sort == sort]
    return sum(one is Outcome.ANSWER if sort == "near miss" else one is not Outcome.NOTHING for one in outcomes) / max(len(outcomes), 1)


def report(found: Sequence[Judged], cutoffs: Mapping[bool, Cutoffs]) -> None:
    """What the cutoffs keep and let through, by language and sort."""
    print("\n| language | sort | messages | first right | in three | answered right | answered wrong | of the right: answered | shown |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    others = ("off topic", "near miss", "shipped near miss", "article ask", "question", "ask")
    groups = {"sayings": sorted({one.row.sort for one in found} - set(others)), **{sort: [sort] for sort in others}}
    for tag in (*Language, ""):
        for name, members in groups.items():
            some = [one for one in found if one.row.sort in members and tag in ("", one.row.language)]
            print(f"| {tag or 'all'} | {name} | {len(some)} | {' | '.join(_shares(some, cutoffs))} |")
    print("\nSayings by kind of query, worst first: the share of those found first that are shown.\n")
    kinds = {kind: [one for one in found if one.row.sort == kind] for kind in groups["sayings"]}
    kept = {kind: statistics.mean(one.outcome(cutoffs)[0] is not Outcome.NOTHING for one in some) for kind, some in kinds.items()}
    print(", ".join(f"{kind} {share:.3f}" for kind, share in sorted(kept.items(), key=lambda one: one[1])))


def _shares(some: Sequence[Judged], cutoffs: Mapping[bool, Cutoffs]) -> Iterator[str]:
    outcomes = [one.outcome(cutoffs) for one in some]
    right = [outcome for outcome, right in outcomes if right]
    yield f"{len(right) / len(some):.3f}"
    yield f"{sum(one.in_three(cutoffs) for one in some) / len(some):.3f}"
    yield f"{right.count(Outcome.ANSWER) / len(some):.3f}"
    yield f"{sum(outcome is Outcome.ANSWER and not right for outcome, right in outcomes) / len(some):.3f}"
    yield f"{right.count(Outcome.ANSWER) / len(right):.3f}" if right else "–"
    yield f"{sum(outcome is not Outcome.NOTHING for outcome, _ in outcomes) / len(some):.3f}"


def collected(queries: int) -> list[Row]:
    """All samples."""
    corpus = read(ROOT / "quotes")
    shipped = remember(corpus.quotes)
    real = real_corpus(RELEVANCE / "corpus")
    quotes = remember(Item(item_id(tag, index), tag, record["text"]).quote for tag in real for index, record in enumerate(real[tag]))
    alone, together = (Searcher.of(some, corpus.near_misses) for some in (shipped, [*shipped, *quotes]))
    if not real:
        print(f"*{RELEVANCE} is not there: without everyday messages there is nothing to fit to.*")
        sys.exit(1)
    return [
        *wording_rows(together, shipped, queries, real=True),
        *nothing_rows(together),
        *wording_rows(alone, shipped, queries, real=False),
        *nothing_rows(alone),
        *asked_rows(shipped, corpus.near_misses),
    ]


def written(text: Floats, theme: Floats, cutoffs: Mapping[bool, Cutoffs]) -> str:
    """The module that the search reads."""
    lines = [
        '"""How sure the search is: weights and cutoffs, written by `tests/benchmarks/calibrate.py --write`."""',
        "",
        "from bot.search.cutoffs import Cutoffs",
        "",
    ]
    for name, weights in (("TEXT_WEIGHTS", text), ("THEME_WEIGHTS", theme)):
        lines += ["# fmt: off", f"{name} = ("]
        lines += [f"    {', '.join(f'{weight:.5g}' for weight in weights[start : start + 12])}," for start in range(0, len(weights), 12)]
        lines += [")", "# fmt: on"]
    return "\n".join([*lines, f"LONG = {cutoffs[False]}", f"SHORT = {cutoffs[True]}"]) + "\n"


def main() -> None:
    """Collect, fit, report; and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="put the weights and the cutoffs into bot/search/calibration.py")
    parser.add_argument("--queries", type=int, default=100, metavar="N", help="of each kind and language (default %(default)s)")
    options = parser.parse_args()
    rows = collected(options.queries)
    found = cross_validated(rows)
    cutoffs = chosen(found)
    report(found, cutoffs)
    print(f"\n{cutoffs}")
    if options.write:
        _TARGET.write_text(written(*weights_of(rows), cutoffs), encoding="utf-8")
        print(f"\nWritten to {_TARGET.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
