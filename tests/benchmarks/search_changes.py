"""What it costs our searcher to change, and how long the event loop stands still while another one is built."""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from search_collections import Item
from search_systems import build

from bot.search.query import Query
from bot.search.searcher import Searcher

_TIMES = 50
_TICK_SECONDS = 0.001
_IDLE_SECONDS = 2.0


@dataclass(frozen=True)
class Change:
    """CPU milliseconds of one sort of change, and whether searches showed each of them at once."""

    name: str
    p50_ms: float
    worst_ms: float
    seen: bool


@dataclass(frozen=True)
class Stalls:
    """How late a tick of the event loop came at worst, in milliseconds, with nothing else to do and beside a build of so many seconds."""

    idle_ms: float
    building_ms: float
    building_p99_ms: float
    build_seconds: float


def changes(items: Sequence[Item]) -> Iterator[Change]:
    """An add, an edit and a delete, each `_TIMES` times."""
    searcher = build(item.quote for item in items)
    add, remove = searcher.put, searcher.remove
    # Of other words, so that finding them is no matter of rank.
    new = [Item(f"new-{n}", "en", f"Zugzwang number {_spelt(n)} befell the quixotic fjord of {_spelt(n * 7919)}") for n in range(_TIMES)]
    edited = [replace(item, text=f"Blitzkrieg {_spelt(n * 104729)} vexed the jovial oryx") for n, item in enumerate(new)]

    def edit(item: Item) -> None:
        remove(item.id)
        add(item.quote)

    yield _timed("add", new, lambda item: add(item.quote), lambda item: _finds(searcher, item))
    yield _timed("edit", edited, edit, lambda item: _finds(searcher, item))
    yield _timed("delete", edited, lambda item: remove(item.id), lambda item: not _finds(searcher, item))


def _spelt(number: int) -> str:
    """*number* as a word of letters."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "umble"


def _finds(searcher: Searcher, item: Item) -> bool:
    return item.id in {hit.quote_id for hit in searcher.find(Query.of(item.text), 1).hits}


def _timed(name: str, items: list[Item], change: Callable[[Item], Any], shown: Callable[[Item], bool]) -> Change:
    taken, seen = [], True
    for item in items:
        _ = item.quote  # made before the clock starts
        started = time.thread_time()
        change(item)
        taken.append((time.thread_time() - started) * 1000)
        seen &= shown(item)
    return Change(name, statistics.median(taken), max(taken), seen)


def stalls(items: Sequence[Item]) -> Stalls:
    """The event loop beside a thread that builds a searcher of *items*, as the bot does when its store has changed."""
    # Made before: reading the store is another matter than building.
    quotes = [item.quote for item in items]
    # Imported here: the memory that is measured elsewhere is that of the search.
    from bot.app import settle

    settle()  # as the bot does before it serves: collecting garbage would look at all these quotes

    async def measure() -> Stalls:
        idle = await _lateness(asyncio.sleep(_IDLE_SECONDS))
        started = time.perf_counter()
        building = await _lateness(asyncio.to_thread(build, quotes))
        seconds = time.perf_counter() - started
        return Stalls(max(idle), max(building), sorted(building)[int(len(building) * 0.99)], seconds)

    return asyncio.run(measure())


async def _lateness(work: Any) -> list[float]:
    """By how many milliseconds each tick came late until *work* was done."""
    task = asyncio.ensure_future(work)
    ticks = [time.perf_counter()]
    while not task.done():
        await asyncio.sleep(_TICK_SECONDS)
        ticks.append(time.perf_counter())
    await task
    return [max(0.0, later - earlier - _TICK_SECONDS) * 1000 for earlier, later in pairwise(ticks)]
