"""What an answer in Telegram costs and how soon it comes, beside echo bots in the same run.

    .venv/bin/python tests/benchmarks/answering.py [--updates 3000] [--rounds 3] [--seconds 20] [--large] [--profile]

Ours stores, searches 4,000 sayings, renders and sends; the peers send back what they got: python-telegram-bot as it comes, the same over
aiohttp, aiogram. All are processes of their own that poll one lean server, and they take turns, so that a busy moment of the machine hits
all. Queries come from ../shared/relevance; where that is not there, from the quotes the project ships. Prints Markdown; no clock makes it
fail. Needs the `benchmark` extra.
"""

import argparse
import contextlib
import importlib.util
import json
import random
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # this checkout's bot, whichever is installed

from answering_bots import ROOT, Bot, Server, Spent, echo, ours, serving
from answering_profile import profiled
from search_collections import RELEVANCE, Corpus, Item, items, real_corpus, sample, shipped_corpus
from search_queries import cases
from search_tables import machine

OURS = "ours"
# By the kinds of answering_echo.py.
ECHOS = {"stock": "echo, PTB", "aiohttp": "echo, PTB over aiohttp", "aiogram": "echo, aiogram"}
# At most so many times what the peer needs.
_CPU_TARGETS = {"stock": 0.5, "aiohttp": 2.0, "aiogram": 1.15}
_LATENCY_TARGET, _PACE_TARGET = 2.0, 500
_SEND_MS, _A_SECOND = 50.0, 100.0
_OF_EACH_KIND = 10
_SEED = 20261123


def arguments() -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--updates", type=int, default=3_000, metavar="N", help="measured in each round at full load (default %(default)s)")
    parser.add_argument("--slow-updates", type=int, default=1_000, metavar="N", help="the same where sending takes its time")
    parser.add_argument("--chats", type=int, default=2_000, metavar="N", help="private chats they come from; all write once to warm up")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="in which the bots take turns (default %(default)s)")
    parser.add_argument("--seconds", type=float, default=20.0, help=f"of {_A_SECOND:.0f} updates a second, over all rounds")
    parser.add_argument("--pace", type=int, default=100_000, help="messages a second that our bot believes Telegram takes")
    parser.add_argument("--large", action="store_true", help="the memory with 100,000 sayings, too")
    parser.add_argument("--profile", action="store_true", help="instead, where the time of ours goes")
    return parser.parse_args()


def messages_of(known: Corpus) -> list[tuple[str, str]]:
    """What people might write, well mixed, with the language of their apps."""
    asked = [case for case in cases(known, _OF_EACH_KIND) if not case.translated]
    random.Random(_SEED).shuffle(asked)  # noqa: S311  # repeatable on purpose
    return [(case.query, case.language) for case in asked]


def filled(database: Path, known: Iterable[Item]) -> Path:
    """A store of *known* beside what the project ships."""
    lines = (json.dumps({"kind": "proverb", "language": item.language, "text": item.text}, ensure_ascii=False) + "\n" for item in known)
    file = database.with_suffix(".jsonl")
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(lines)
    command = [sys.executable, "-m", "bot", "quotes", "import", "--trust", str(file), "--database", f"sqlite:///{database}"]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # our own arguments
    return database


class Measured:
    """All rounds of one bot."""

    def __init__(self, first: Spent) -> None:
        """Begin with what the *first* messages of chats cost that had never written before."""
        self.first = first
        self.full: list[Spent] = []
        self.slow: list[Spent] = []
        self.even: list[Spent] = []

    @property
    def cpu(self) -> float:
        """Microseconds of an update at full load."""
        return statistics.median(spent.microseconds for spent in self.full)

    @property
    def aside(self) -> float:
        """The part of them that other threads than the first had."""
        return sum(spent.aside for spent in self.full) / max(1e-9, sum(spent.cpu for spent in self.full))

    @property
    def pace(self) -> float:
        """Answers a second where sending takes its time."""
        return statistics.median(spent.a_second for spent in self.slow)

    def latency(self, per_cent: int) -> float:
        """Milliseconds at an even rate, of which so many *per_cent* of the answers need no more."""
        latencies = sorted(latency for spent in self.even for latency in spent.latencies)
        return latencies[min(len(latencies) - 1, len(latencies) * per_cent // 100)] * 1000 if latencies else float("nan")


def take_turns(bots: Sequence[Bot], options: argparse.Namespace) -> dict[str, Measured]:
    """What each of *bots* needs, by its name."""
    for bot in bots:
        bot.spend(1)  # so that what belongs to the start is over
    measured = {bot.name: Measured(bot.spend(options.chats)) for bot in bots}
    at_even_rate = round(options.seconds * _A_SECOND / options.rounds)
    for number in range(options.rounds):
        turn = bots if number % 2 == 0 else bots[::-1]
        for bot in turn:
            measured[bot.name].full.append(bot.spend(options.updates))
        for bot in turn:
            measured[bot.name].slow.append(bot.spend(options.slow_updates, send_ms=_SEND_MS))
        for bot in turn:
            measured[bot.name].even.append(bot.spend(at_even_rate, _A_SECOND))
        print(f"round {number + 1} of {options.rounds} is done", file=sys.stderr)
    return measured


def row(name: str, *cells: object) -> None:
    """Print one row of a table."""
    print("| " + " | ".join([name, *map(str, cells)]) + " |", flush=True)


def head(name: str, *cells: str) -> None:
    """Print the head of a table."""
    print()
    row(name, *cells)
    row("---", *["--:"] * len(cells))


def tell(measured: dict[str, Measured]) -> None:
    """Print what was found."""
    head("", "CPU µs an update", "of it in other threads", "the first of a chat", "answers/s at 50 ms each", "p50 ms at 100/s", "p99 ms")
    for name, of in measured.items():
        latencies = f"{of.latency(50):.1f}", f"{of.latency(99):.1f}"
        row(name, f"{of.cpu:.0f}", f"{of.aside:.0%}", f"{of.first.microseconds:.0f}", f"{of.pace:.0f}", *latencies)


def judge(measured: dict[str, Measured]) -> None:
    """Print the ratios beside what they are to be."""
    mine = measured[OURS]
    head("", "measured", "target", "")
    for kind, target in _CPU_TARGETS.items():
        if peer := measured.get(ECHOS[kind]):
            _verdict(f"CPU, to {ECHOS[kind]}", mine.cpu / peer.cpu, target)
    for name, peer in measured.items():
        if name != OURS:
            _verdict(f"p99 at 100/s, to {name}", mine.latency(99) / peer.latency(99), _LATENCY_TARGET)
    row("answers/s at 50 ms each", f"{mine.pace:.0f}", f"≥ {_PACE_TARGET}", "kept" if mine.pace >= _PACE_TARGET else "missed")


def _verdict(name: str, ratio: float, target: float) -> None:
    row(name, f"{ratio:.2f}", f"≤ {target:.2f}", "kept" if ratio <= target else "missed")


def memory_of(server: Server, name: str, database: Path, options: argparse.Namespace) -> None:
    """Print the memory of our bot over *database*, ready and after work."""
    with ours(name, server, database, options.pace) as bot:
        bot.spend(1)  # so that the start which is measured finds the search built
    with ours(name, server, database, options.pace) as bot:
        bot.spend(1)
        ready = bot.megabytes()
        bot.spend(options.updates)
        row(name, f"{ready:.0f}", f"{bot.megabytes():.0f}")


def compare(server: Server, database: Path, folder: Path, options: argparse.Namespace) -> None:
    """Measure all bots, and print their tables."""
    with contextlib.ExitStack() as stack:
        bots = [stack.enter_context(ours(OURS, server, database, options.pace))]
        for kind, name in ECHOS.items():
            if kind == "aiogram" and importlib.util.find_spec("aiogram") is None:
                print("*aiogram is not installed: its echo is left out.*\n")
                continue
            bots.append(stack.enter_context(echo(name, kind, server, folder)))
        measured = take_turns(bots, options)
    tell(measured)
    judge(measured)


def main() -> None:
    """Measure, and print tables."""
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # by way of all that stops the bots
    print(f"{machine()}\n")
    corpus = real_corpus(RELEVANCE / "corpus") or shipped_corpus()
    known = sample(corpus, "4k")
    messages = messages_of(known)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serving(messages, options.chats, folder) as server:
            database = filled(folder / "4k.db", items(known, "4k", frozenset()))
            if options.profile:
                profiled(server, database, options)
                return
            compare(server, database, folder, options)
            head("memory of ours, MB", "ready", f"after {options.updates:,} updates")
            memory_of(server, "the shipped quotes", folder / "shipped.db", options)
            memory_of(server, "4,000 sayings", database, options)
            if options.large:
                memory_of(server, "100,000 sayings", filled(folder / "100k.db", items(corpus, "100k", frozenset())), options)
            print(f"\nCPU of the server: {server.cpu():.0f} s in all")


if __name__ == "__main__":
    main()
