"""Which answers are right, and what that comes to for a system."""

import statistics
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz
from search_queries import Case

from bot.text.normalise import normalise

# From here on two folded texts are twins (one word differs), and either is right.
_TWIN_RATIO = 95
# Below this the target does not look like the query: it was typed as pinyin, or on another layout, and letters tell nothing.
_PLAIN = 60


@dataclass(frozen=True)
class Verdict:
    """What became of one query: the texts it *meant* and found *first*, "" where there is none.

    *place* is that of the first right hit, from 0; None when there is none. *doubtful* says of a wrong first hit that it holds the folded
    query just as the target does, or more of it.
    """

    case: Case
    meant: str
    first: str
    place: int | None
    doubtful: bool
    ms: float
    outcome: str | None


@dataclass(frozen=True)
class Measured:
    """One system over one collection. Times are CPU milliseconds and seconds, memory is in MB."""

    verdicts: Sequence[Verdict]
    build_wall: float
    build_cpu: float
    memory: float
    memory_peak: float

    def asked(self, language: str = "", kind: str = "") -> list[Verdict]:
        """The verdicts on queries that mean a text, of this language and kind; of all kinds but translations when none is named."""
        asked = [v for v in self.verdicts if v.case.target and language in ("", v.case.language)]
        return [v for v in asked if v.case.kind == kind or (not kind and not v.case.translated)]

    def off_topic(self, language: str = "") -> list[Verdict]:
        """The verdicts on messages that mean none."""
        return [v for v in self.verdicts if not v.case.target and language in ("", v.case.language)]


def measured(result: Mapping[str, Any], cases: Sequence[Case], texts: Mapping[str, str]) -> Measured:
    """The *result* of one run, judged; *texts* are those of all ids that it or *cases* name."""
    verdicts = [_verdict(case, answer, texts) for case, answer in zip(cases, result["answers"], strict=True)]
    built, memory = result["built"], result["memory"]
    return Measured(verdicts, built["wall"], built["cpu"], memory["now"], memory["peak"])


def _verdict(case: Case, answer: Mapping[str, Any], texts: Mapping[str, str]) -> Verdict:
    ids = answer["ids"]
    place = next((place for place, id_ in enumerate(ids) if case.target and _right(id_, case.target, texts)), None)
    doubtful = bool(ids and case.target and place != 0) and _as_near(case.query, texts[ids[0]], texts[case.target])
    return Verdict(case, texts.get(case.target, ""), texts[ids[0]] if ids else "", place, doubtful, answer["ms"], answer["outcome"])


def _right(id_: str, target: str, texts: Mapping[str, str]) -> bool:
    return id_ == target or fuzz.ratio(normalise(texts[id_]), normalise(texts[target])) >= _TWIN_RATIO


def _as_near(query: str, first: str, target: str) -> bool:
    folded = normalise(query)
    return fuzz.partial_ratio(folded, normalise(first)) >= fuzz.partial_ratio(folded, normalise(target)) > _PLAIN


def recall(verdicts: Collection[Verdict], most: int) -> float:
    """The share of *verdicts* with a right hit among the first *most*."""
    return share(v.place is not None and v.place < most for v in verdicts)


def share(truths: Iterable[bool]) -> float:
    """How many of *truths* are true, 0–1; not a number when there are none."""
    known = list(truths)
    return sum(known) / len(known) if known else float("nan")


def mean_of_kinds(verdicts: Iterable[Verdict], most: int) -> float:
    """Recall, every kind of every language counting alike, however many queries it has."""
    kinds: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        kinds[verdict.case.language, verdict.case.kind].append(verdict)
    return statistics.fmean(recall(group, most) for group in kinds.values())


def percentile(verdicts: Iterable[Verdict], part: float) -> float:
    """CPU milliseconds that *part* (0–1) of the queries did not exceed; not a number when there are none."""
    taken = sorted(v.ms for v in verdicts)
    return taken[min(len(taken) - 1, int(len(taken) * part))] if taken else float("nan")


def wrong(verdicts: Iterable[Verdict], language: str) -> Iterator[Verdict]:
    """The queries of *language* whose first hit is wrong, of each kind in turn."""
    kinds: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.case.target and not verdict.case.translated and verdict.place != 0 and verdict.case.language == language:
            kinds[verdict.case.kind].append(verdict)
    while any(kinds.values()):
        for group in kinds.values():
            if group:
                yield group.pop(0)
