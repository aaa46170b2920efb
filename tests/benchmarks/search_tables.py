"""What was measured, as Markdown."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import Any

from search_judging import Measured, Verdict, mean_of_kinds, percentile, recall, share, wrong
from search_systems import OURS, TANTIVY, TANTIVY_SOUNDS

from bot import __path__ as bot_path
from bot.search.confidence import Outcome

_LIBRARIES = ("numpy", "rapidfuzz", "tantivy")


def machine() -> str:
    """What the figures were taken on."""
    libraries = ", ".join(f"{library} {_version(library)}" for library in _LIBRARIES)
    busy = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    interpreter = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores ({busy}), {interpreter}, {libraries}, SQLite {sqlite3.sqlite_version}; bot of {bot_path[0]}"


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def summary(results: Mapping[str, Measured | str]) -> str:
    """A row for each system; a string in place of figures says why there are none."""
    ours = results[OURS]
    header = ("system", "r@1", "r@5", "r@1 of kinds", "p50 / p99 ms", "p50 × ours", "r@1 − ours", "build s (CPU)", "MB (peak)")
    rows = []
    for name, one in results.items():
        if isinstance(one, str):
            rows.append((name, one, *[""] * (len(header) - 2)))
        else:
            rows.append((name, *_figures(one), *_beside(one, ours if isinstance(ours, Measured) else one), *_costs(one)))
    return table(header, rows)


def _figures(one: Measured) -> tuple[str, ...]:
    asked = one.asked()
    times = f"{percentile(asked, 0.5):.2f} / {percentile(asked, 0.99):.2f}"
    return f"{recall(asked, 1):.3f}", f"{recall(asked, 5):.3f}", f"{mean_of_kinds(asked, 1):.3f}", times


def _beside(one: Measured, ours: Measured) -> tuple[str, ...]:
    if one is ours:
        return "1", "0"
    ratio = percentile(one.asked(), 0.5) / percentile(ours.asked(), 0.5)
    return f"{ratio:.1f}", f"{recall(one.asked(), 1) - recall(ours.asked(), 1):+.3f}"


def _costs(one: Measured) -> tuple[str, ...]:
    return f"{one.build_wall:.2f} ({one.build_cpu:.2f})", f"{one.memory:.0f} ({one.memory_peak:.0f})"


def verdict_on_ours(results: Mapping[str, Measured | str]) -> str:
    """A line for each tantivy: ours beside it, where both were measured."""
    ours, lines = results[OURS], ""
    for name in (TANTIVY, TANTIVY_SOUNDS):
        peer = results.get(name)
        if isinstance(ours, Measured) and isinstance(peer, Measured):
            ratio = percentile(peer.asked(), 0.5) / percentile(ours.asked(), 0.5)
            gain = recall(ours.asked(), 1) - recall(peer.asked(), 1)
            lines += f"p50 of {name} / p50 of ours: {ratio:.1f}; r@1 of ours above it: {gain:+.3f}\n"
    return lines


def kinds(results: Mapping[str, Measured | str]) -> str:
    """r@1 / r@5 of each kind and language, a column a system; and what part of our wrong answers is no clear mistake."""
    systems = {name: one for name, one in results.items() if isinstance(one, Measured)}
    if not systems:
        return ""
    some = next(iter(systems.values()))
    groups = list(dict.fromkeys((v.case.language, v.case.kind) for v in some.verdicts if v.case.target))
    rows = []
    for language, kind in [*groups, *((language, "") for language in dict.fromkeys(language for language, _ in groups))]:
        asked = [one.asked(language, kind) for one in systems.values()]
        failed = [v for v in asked[0] if v.place != 0]
        doubt = f"{sum(v.doubtful for v in failed)} of {len(failed)}" if failed else ""
        rows.append((language, kind or "**all**", str(len(asked[0])), *(f"{recall(a, 1):.3f} / {recall(a, 5):.3f}" for a in asked), doubt))
    return table(("", "kind", "n", *systems, f"wrong of {next(iter(systems))}: first hit as near as the target"), rows)


def abstention(ours: Measured) -> str:
    """How many right answers our confidence lets through, and how many messages that mean nothing."""
    header = ("", "right first", "kept: answer", "kept: answer or choices", "off topic", "answered", "answered or choices", "p50 / p99 ms")
    languages = dict.fromkeys(v.case.language for v in ours.verdicts)
    return table(header, [_abstention_row(ours, language) for language in (*languages, "")])


def _abstention_row(ours: Measured, language: str) -> tuple[str, ...]:
    right = [v.outcome for v in ours.asked(language) if v.place == 0]
    off_topic = ours.off_topic(language)
    given = [v.outcome for v in off_topic]
    times = f"{percentile(off_topic, 0.5):.2f} / {percentile(off_topic, 0.99):.2f}"
    return language or "**all**", str(len(right)), *_bands(right), str(len(given)), *_bands(given), times


def _bands(outcomes: Sequence[str | None]) -> tuple[str, str]:
    answered, offered = (share(o == Outcome.ANSWER for o in outcomes), share(o != Outcome.NOTHING for o in outcomes))
    return f"{answered:.4f}", f"{offered:.4f}"


def failures(ours: Measured, most: int) -> str:
    """Up to *most* wrong ones of each language, to be read by somebody."""
    header = ("", "kind", "query", "meant", "found", "place", "as near", "outcome")
    languages = dict.fromkeys(v.case.language for v in ours.asked())
    return table(header, [_failure(v) for language in languages for v in islice(wrong(ours.verdicts, language), most)])


def _failure(one: Verdict) -> tuple[str, ...]:
    place = "–" if one.place is None else str(one.place + 1)
    texts = (_cell(one.case.query), _cell(one.meant), _cell(one.first))
    return one.case.language, one.case.kind, *texts, place, "yes" if one.doubtful else "", one.outcome or ""


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def change(result: Mapping[str, Any]) -> str:
    """What changes cost, and the stalls of the event loop."""
    stall = result["stalls"]
    rows = [
        (one["name"], f"{one['p50_ms']:.3f}", f"{one['worst_ms']:.3f}", "yes" if one["seen"] else "**no**") for one in result["changes"]
    ]
    costs = (
        table(("change", "p50 ms", "worst ms", "seen by the next search"), rows)
        if rows
        else "*This searcher cannot be changed: it has no `put` or `add`, and `remove`.*\n"
    )
    header = ("event loop, ticks of 1 ms", "worst ms late", "p99 ms late")
    loop = table(
        header,
        [("idle", f"{stall['idle_ms']:.1f}", ""), (_beside_build(stall), f"{stall['building_ms']:.1f}", f"{stall['building_p99_ms']:.1f}")],
    )
    return f"{costs}\n{loop}"


def _beside_build(stall: Mapping[str, float]) -> str:
    return f"beside a build of {stall['build_seconds']:.2f} s in a thread"
