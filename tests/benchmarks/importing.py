"""What it costs to take in 100,000 lines, to add one saying beside so many, and to refuse files that are none.

    PYTHONPATH=tests .venv/bin/python tests/benchmarks/importing.py [--size 100k]

Prints a table of wall-clock seconds, and of the most memory that a process had.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search_collections import RELEVANCE, items, real_corpus, sample, shipped_corpus

from bot.app import open_brain
from bot.services.incoming import Incoming
from bot.services.presses import to_press
from bot.services.upkeep_answers import DraftShown, Saved
from bot.services.upkeep_intents import Act, Work
from bot.settings import PREFIX, load

_IMPORT = [sys.executable, "-m", "bot", "quotes", "import"]
# The memory of this process would be counted as that of one it starts: between the two stands a small one.
_WATCHED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
_REFUSED = re.compile(r"^.*?:(\d+): ", re.MULTILINE)
_ADDED = 50
_MB = 1_000_000
# Whoever sits at the terminal.
_OWNER = 0


@dataclass(frozen=True)
class Run:
    """How a process ended, how long it took, the most memory it had, and what it said."""

    code: int
    seconds: float
    megabytes: float
    said: str
    told: str


def run(*arguments: str) -> Run:
    """One import, by the program itself."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _WATCHED, *_IMPORT, *arguments], capture_output=True, text=True, check=False)  # noqa: S603  # our own arguments
    seconds = time.perf_counter() - started
    told, _, most = done.stderr.rstrip().rpartition("\n")
    # Linux counts kilobytes, macOS bytes.
    return Run(done.returncode, seconds, int(most) * (1 if sys.platform == "darwin" else 1024) / _MB, done.stdout, told)


def lines(size: str) -> Iterator[str]:
    """A collection as lines of JSON."""
    corpus = real_corpus(RELEVANCE / "corpus") or shipped_corpus()
    for item in items(sample(corpus, size), size, frozenset()):
        yield json.dumps({"kind": "proverb", "language": item.language, "text": " ".join(item.text.split())}, ensure_ascii=False) + "\n"


def without(file: Path, refused: set[int]) -> Path:
    """*file* without some of its lines: nearly the same words are no collection that anybody imports."""
    clean = file.with_name("clean.jsonl")
    with file.open(encoding="utf-8") as old, clean.open("w", encoding="utf-8") as new:
        new.writelines(line for number, line in enumerate(old, 1) if number not in refused)
    return clean


async def add_some(database: str) -> list[float]:
    """Milliseconds from the press on "Save" to the answer that a saying can be found, near-doubles looked for, each time of some."""
    took = []
    async with open_brain(load({f"{PREFIX}DATABASE": database}, Path(os.devnull))) as brain:
        for number in range(_ADDED):
            words = f"Zugzwang {number * 7919} befell the quixotic fjord of {number * 104_729}"
            shown = await brain.conversation.respond(Incoming(_OWNER, _OWNER, f"/add {words}"))
            assert isinstance(shown, DraftShown)
            press = Incoming(_OWNER, _OWNER, press=to_press(Work(shown.draft.id, Act.SAVE)))
            started = time.perf_counter()
            saved = await brain.conversation.respond(press)
            if isinstance(saved, DraftShown):
                saved = await brain.conversation.respond(Incoming(_OWNER, _OWNER, press=to_press(Work(shown.draft.id, Act.ANYWAY))))
            took.append((time.perf_counter() - started) * 1000)
            assert isinstance(saved, Saved)
    return took


def bad_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files of 100 MB and of a million columns, each with its name."""
    for suffix in ("jsonl", "csv", "toml"):
        yield f"100 MB in one line, {suffix}", _written(folder / f"line.{suffix}", b"x" * _MB, 100)
    yield "100 MB of lines that are no JSON", _written(folder / "lines.jsonl", b"no JSON at all\n" * (_MB // 15), 100)
    yield "100 MB of UTF-16", _written(folder / "utf16.csv", "kind,text\n".encode("utf-16") * (_MB // 22), 100)
    yield "a million columns", _written(folder / "columns.csv", b"kind,text" + b",".join(b"c%d" % n for n in range(_MB)) + b"\n", 1)


def _written(file: Path, content: bytes, times: int) -> Path:
    with file.open("wb") as stream:
        for _ in range(times):
            stream.write(content)
    return file


def main() -> None:
    """Measure all, in databases of their own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="100k", choices=("4k", "100k", "real"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "all.jsonl"
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(lines(options.size))
        databases = [f"sqlite:///{folder / one}" for one in ("first.db", "checked.db", "trusted.db")]
        looked = run(str(file), "--dry-run", "--database", databases[0])
        clean = without(file, {int(number) for number in _REFUSED.findall(looked.said)})
        checked = run(str(clean), "--database", databases[1])
        trusted = run(str(file), "--trust", "--database", databases[2])
        print(f"{'':42} {'seconds':>8} {'MB':>6}  what it said")
        for label, one in (("dry run, near-doubles and all", looked), ("near-doubles looked for", checked), ("--trust", trusted)):
            print(f"{label:42} {one.seconds:8.1f} {one.megabytes:6.0f}  {one.told.splitlines()[-1]}")
        took = asyncio.run(add_some(databases[2]))
        print(f"{'adding one, ms: median, worst':42} {statistics.median(took):8.1f} {max(took):6.1f}")
        for label, bad in bad_files(folder):
            one = run(str(bad), "--database", databases[0])
            first = (one.said or one.told).splitlines()[0].replace(str(bad), bad.name)
            print(f"{label:42} {one.seconds:8.1f} {one.megabytes:6.0f}  {one.code}: {first[:90]}")


if __name__ == "__main__":
    main()
