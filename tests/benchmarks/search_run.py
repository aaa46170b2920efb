"""One measurement in a process of its own, so that its memory is its own; started by search.py, prints JSON.

search_run.py find SYSTEM ITEMS CASES
search_run.py change ITEMS
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # this checkout's bot, whichever is installed

from search_changes import changes, stalls
from search_collections import Item
from search_queries import Case
from search_systems import SYSTEMS, Ours

# What is loaded only when first needed belongs to no query.
_WARM_UP = 20
_MB = 1_000_000


def read_items(path: Path) -> Iterator[Item]:
    """The items in a file, one at a time."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield Item(*json.loads(line))


class _Feed:
    """An iterator that knows how many seconds it took by itself: reading the file is not part of a build."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self.wall = self.cpu = 0.0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> Item:
        wall, cpu = time.perf_counter(), time.thread_time()
        try:
            item = next(self._items)
            _ = item.quote  # ours needs it and no peer does: not part of a build either
            return item
        finally:
            self.wall += time.perf_counter() - wall
            self.cpu += time.thread_time() - cpu


def find(name: str, items: Path, cases: list[Case]) -> dict[str, Any]:
    """Seconds to build *name*, its answers to *cases* with the CPU milliseconds each took, and the memory of it all.

    Raises:
        ImportError: when the system's library is not installed.
    """
    feed = _Feed(read_items(items))
    wall, cpu = time.perf_counter(), time.process_time()
    system = SYSTEMS[name](feed)
    built = {"wall": time.perf_counter() - wall - feed.wall, "cpu": time.process_time() - cpu - feed.cpu}
    for case in cases[-_WARM_UP:]:
        system.find(case.query)
    answers = []
    for case in cases:
        started = time.thread_time()
        ids = system.find(case.query)
        ms = (time.thread_time() - started) * 1000
        answers.append({"ids": ids, "ms": ms, "outcome": system.outcome() if isinstance(system, Ours) else None})
    memory = {"now": psutil.Process().memory_info().rss / _MB, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / _MB}
    return {"built": built, "answers": answers, "memory": memory}


def main() -> None:
    """Measure what the arguments say."""
    match sys.argv[1:]:
        case ["find", name, items, cases]:
            try:
                result = find(name, Path(items), [Case(**row) for row in json.loads(Path(cases).read_text(encoding="utf-8"))])
            except ImportError as error:
                result = {"missing": str(error)}
        case ["change", items]:
            known = list(read_items(Path(items)))
            result = {"changes": [asdict(change) for change in changes(known)], "stalls": asdict(stalls(known))}
        case _:
            sys.exit(__doc__)
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
