"""Where the time of our bot goes at full load: functions and libraries by what they spend themselves."""

import argparse
import pstats
import re
from collections import Counter
from pathlib import Path
from typing import Any

from answering_bots import ROOT, Server, ours

_TOP = 40
_PACKAGE = re.compile(r".*/(?:site|dist)-packages/([^/]+?)(?:\.py)?(?:/|$)")


def profiled(server: Server, database: Path, options: argparse.Namespace) -> None:
    """Run our bot under cProfile and print the functions that spend most; threads beside the event loop are not seen."""
    file = database.with_suffix(".profile")
    runner = ("-m", "cProfile", "-o", str(file), "-m", "bot")
    with ours("profiled", server, database, options.pace, runner) as bot:
        bot.spend(options.chats)
        spent = bot.spend(options.updates)
    updates = options.chats + options.updates
    print(
        f"{updates:,} updates, start and stop included; {spent.microseconds:.0f} µs of CPU an update, {spent.aside / spent.cpu:.0%} of it"
    )
    print("in other threads, which cProfile does not see.\n")
    stats: dict[Any, Any] = pstats.Stats(str(file)).stats  # type: ignore[attr-defined]  # typeshed does not know it
    _print_rooms(stats, updates)
    _print_functions(stats, updates)


def _print_functions(stats: dict[Any, Any], updates: int) -> None:
    print("\n| own µs an update | with what it calls | calls an update | function |\n|--:|--:|--:|---|")
    for function, (_, calls, own, overall, _) in sorted(stats.items(), key=lambda item: -item[1][2])[:_TOP]:
        path, line, name = function
        place = name if path == "~" else f"{_short(path)}:{line} {name}"
        print(f"| {own / updates * 1e6:.1f} | {overall / updates * 1e6:.1f} | {calls / updates:.1f} | `{place}` |")


def _print_rooms(stats: dict[Any, Any], updates: int) -> None:
    """Own time by library, and by room of ours; what is written in C counts for those who call it."""
    spent: Counter[str] = Counter()
    for (path, _, _), (_, _, own, _, callers) in stats.items():
        if path != "~" or not callers:
            spent[_room(path)] += own
        else:
            for (caller, _, _), (_, _, part, _) in callers.items():
                spent[_room(caller)] += part
    print("| own µs an update | library or room |\n|--:|---|")
    for room, own in spent.most_common(25):
        print(f"| {own / updates * 1e6:.1f} | {room} |")


def _room(path: str) -> str:
    if path.startswith(str(ROOT / "bot")):
        return "bot/" + Path(path).relative_to(ROOT / "bot").with_suffix("").parts[0]
    if found := _PACKAGE.match(path):
        return found[1]
    return f"Python's {Path(path).parent.name if '/asyncio/' in path or '/logging/' in path else 'library'}"


def _short(path: str) -> str:
    if path.startswith(str(ROOT)):
        return path.removeprefix(f"{ROOT}/").split("site-packages/")[-1]
    return path.split("site-packages/")[-1].split("/python3.")[-1]
