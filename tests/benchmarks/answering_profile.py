"""Where the time of our bot goes at full load, by py-spy: it looks from outside, so that what is small and called often seems no larger."""

import argparse
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from answering_bots import ROOT, Server, Spent, ours

_TOP = 40
_LOOKS_A_SECOND = "250"
_FRAME = re.compile(r"(?P<name>.+) \((?P<path>.+?)(:\d+)?\)$")
_PACKAGE = re.compile(r".*/(?:site|dist)-packages/([^/]+?)(?:\.py)?(?:/|$)")
_PYTHON = "Python itself"
# Where every thread but the first begins. py-spy takes those that wait for work for busy ones.
_ASIDE = "_bootstrap"

Stack = list[tuple[str, str]]


def profiled(server: Server, database: Path, options: argparse.Namespace) -> None:
    """Look at our bot while it answers, and print which functions and libraries spend most of the event loop's time."""
    watcher = shutil.which("py-spy", path=str(Path(sys.executable).parent)) or shutil.which("py-spy")
    if watcher is None:
        sys.exit("--profile needs py-spy, which the benchmark extra brings")
    file = database.with_suffix(".stacks")
    command = ["record", "--function", "--full-filenames", "--format", "raw", "--rate", _LOOKS_A_SECOND, "--output", str(file)]
    with ours("profiled", server, database, options.pace) as bot:
        bot.spend(options.chats)
        watching = subprocess.Popen([watcher, *command, "--pid", str(bot.pid)], stdout=subprocess.DEVNULL)  # noqa: S603  # our own arguments
        spent = bot.spend(options.updates)
        watching.send_signal(signal.SIGINT)
        if watching.wait():
            sys.exit("py-spy may not look into other processes here")
    _tell(list(_stacks(file)), spent)


def _stacks(file: Path) -> Iterator[tuple[Stack, int]]:
    """Each stack that was seen, outermost first, as names and paths, and how often."""
    for line in file.read_text(encoding="utf-8").splitlines():
        frames, _, times = line.rpartition(" ")
        found = (_FRAME.match(frame) for frame in frames.split(";"))
        yield [(frame["name"], frame["path"]) for frame in found if frame], int(times)


def _tell(stacks: list[tuple[Stack, int]], spent: Spent) -> None:
    own: Counter[str] = Counter()
    own_of_ours: Counter[str] = Counter()
    rooms: Counter[str] = Counter()
    for stack, times in stacks:
        if stack and not stack[0][0].endswith(_ASIDE):
            own[_shown(*stack[-1])] += times
            rooms[next((room for _, path in reversed(stack) if (room := _room(path)) != _PYTHON), _PYTHON)] += times
            own_of_ours[next((_shown(*frame) for frame in reversed(stack) if _room(frame[1]).startswith("bot/")), "none of ours")] += times
    aside = spent.microseconds * spent.aside / spent.cpu
    each = (spent.microseconds - aside) / max(1, own.total())
    print(
        f"{spent.updates:,} updates, {spent.microseconds:.0f} µs of CPU an update while looked at, of it {aside:.0f} in threads beside the"
    )
    print("event loop's; what follows is the event loop's.")
    _print("library or room of ours, with what it uses of Python's", rooms, each)
    _print("function, by itself", own, each)
    _print("function of ours, with what it calls of others; what waits for the database counts for none", own_of_ours, each)


def _print(title: str, spent: Counter[str], each: float) -> None:
    print(f"\n| µs an update | share | {title} |\n|--:|--:|---|")
    for name, times in spent.most_common(_TOP):
        print(f"| {times * each:.0f} | {times / spent.total():.1%} | `{name}` |")


def _room(path: str) -> str:
    """The library a file belongs to, or the room of ours."""
    if path.startswith(f"{ROOT}/bot/"):
        return "bot/" + Path(path).relative_to(ROOT / "bot").with_suffix("").parts[0]
    if found := _PACKAGE.match(path):
        return found[1]
    return _PYTHON


def _shown(name: str, path: str) -> str:
    short = re.split(r"/(?:site|dist)-packages/|/python3\.\d+/", path)[-1].removeprefix(f"{ROOT}/")
    return f"{short} {name}"
