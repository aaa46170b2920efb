"""A soak test: people of four languages ask at random, everything goes wrong at random, and at the end every answer is accounted for.

    PYTHONPATH=tests:tests/fronts/telegram .venv/bin/python tests/benchmarks/soak.py [--minutes 2] [--seed 1] [--postgres]

The real `serve` runs against a Bot API server on 127.0.0.1: one process that polls, over SQLite, or with --postgres two that take updates
by webhook. For two thirds of the time processes are killed and stopped, the SQLite file is locked, and Telegram is slow; its requests fail
at random to the end. Then the journal of the server and the table of updates are compared with what was asked: every question was answered
once, or a fault of which the bot cannot know more explains its loss or its second answer. What nothing explains is printed, and makes the
exit code 1. `--keep FOLDER` keeps what the processes said, and the database.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot_api.server import BotApiServer
from postgres_servers import Server
from replicas import ADDRESS, free_port
from soak_account import Account, Accountant, Troubles
from soak_people import People, known
from soak_processes import Bot, Store, postgres_store, sqlite_store
from soak_trouble import ForgetfulProxy, Trouble
from test_serve_process import SECRET

# Of the time in which people ask, so much is full of trouble; for the rest a process can show whether its memory grows.
_ROUGH_SHARE = 2 / 3
# How far an update has come that somebody will go on with.
_UNDER_WAY = {"open", "taken", "doing", "answering"}
# What is left then is answered within so long, in seconds.
_DRAIN_SECONDS = 120.0
# A process that has run longer and grows by more has a leak, in seconds and by share.
_WARM_SECONDS, _MOST_GROWTH = 300.0, 0.05


@dataclass(frozen=True)
class Scene:
    """What a soak test is played with."""

    server: BotApiServer
    bots: list[Bot]
    store: Store
    file: Path | None


@asynccontextmanager
async def on_sqlite(folder: Path, chance: Random) -> AsyncIterator[Scene]:
    """One process that polls, over a SQLite file."""
    del chance
    async with BotApiServer() as server:
        bot = Bot(folder, {"TOKEN": server.token, "API_URL": server.base_url.removesuffix("/bot")})
        yield Scene(server, [bot], sqlite_store(folder / "quotes.db"), folder / "quotes.db")


@asynccontextmanager
async def on_postgres(folder: Path, chance: Random) -> AsyncIterator[Scene]:
    """Two processes behind a proxy that forgets, over PostgreSQL."""
    # The index of a PostgreSQL database lies in the cache of the user.
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    proxy = ForgetfulProxy(chance)
    with Server(folder / "postgres") as database:
        async with BotApiServer(webhook_forward={ADDRESS: f"http://127.0.0.1:{proxy.port}"}) as server, proxy.running():
            bots = []
            for name in ("one", "other"):
                proxy.ports.append(free_port())
                webhook = {"WEBHOOK_URL": f"{ADDRESS}/hook", "WEBHOOK_SECRET": SECRET, "WEBHOOK_LISTEN": f"127.0.0.1:{proxy.ports[-1]}"}
                settings = {"TOKEN": server.token, "API_URL": server.base_url.removesuffix("/bot"), "DATABASE": database.url}
                bots.append(Bot(folder / name, settings | webhook))
            yield Scene(server, bots, postgres_store(database.url), None)


async def ask(people: People, chance: Random, a_second: float, seconds: float) -> None:
    """Let people ask so many questions a second for so long."""
    until = time.monotonic() + seconds
    due = time.monotonic()
    while due < until:
        due += await people.act() * chance.expovariate(a_second)
        await asyncio.sleep(max(due - time.monotonic(), 0))


async def weigh(bots: list[Bot]) -> None:
    """Note the memory of all processes each second, until cancelled."""
    while True:
        for bot in bots:
            bot.weigh()
        await asyncio.sleep(1)


async def drained(scene: Scene) -> bool:
    """Wait until nothing is left to be answered; whether it came to that."""
    deadline = time.monotonic() + _DRAIN_SECONDS
    while scene.server.delivery.pending or _UNDER_WAY & set((await scene.store.left()).values()):
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.2)
    return True


async def soak(scene: Scene, people: People, chance: Random, seconds: float, a_second: float) -> tuple[Troubles, list[str]]:
    """Let people ask while there is trouble; what trouble there was, and what was not right at the end."""
    troubles = Troubles()
    trouble = Trouble(scene.server, scene.bots, scene.store, scene.file, Random(chance.random()), troubles)  # noqa: S311  # repeatable on purpose
    for bot in scene.bots:
        await bot.start()
    weighing = asyncio.create_task(weigh(scene.bots))
    async with asyncio.TaskGroup() as group:
        group.create_task(ask(people, chance, a_second, seconds))
        group.create_task(trouble.make(seconds * _ROUGH_SHARE))
    trouble.rest()
    wrong = [] if await drained(scene) else ["not everything was handled in time"]
    weighing.cancel()
    troubles.codes += [await bot.stop() for bot in scene.bots]
    wrong += [f"{number} is left as {state!r}, or with its words" for number, state in (await scene.store.left()).items()]
    wrong += [f"a stop ended with exit code {code}" for code in troubles.codes if code]
    refusals = [refusal for refusal in scene.server.refusals if refusal.error_code == 400]
    wrong += [f"refused: {one.method} {one.description}" for one in refusals if "query is too old" not in one.description]
    return troubles, wrong


def longest(bots: list[Bot]) -> list[tuple[float, float]]:
    """The memory of the process that lived longest: seconds and megabytes."""
    return max((memory for bot in bots for memory in bot.memories), key=len)


def told(memory: list[tuple[float, float]]) -> str:
    """How memory went, in words."""
    begin, middle, end = memory[0], memory[len(memory) // 2], memory[-1]
    half = memory[len(memory) // 2 :]
    slope = statistics.linear_regression([at for at, _ in half], [megabytes for _, megabytes in half]).slope if len(half) > 1 else 0.0
    lived = end[0] - begin[0]
    return f"{begin[1]:.1f} → {middle[1]:.1f} → {end[1]:.1f} MB in {lived:.0f} s, {slope * 60:+.2f} MB a minute in its second half"


def grows(memory: list[tuple[float, float]]) -> bool:
    """Whether a process that has run for long is larger than it was when it was warm."""
    warm = [megabytes for at, megabytes in memory if at - memory[0][0] > _WARM_SECONDS]
    return bool(warm) and warm[-1] > warm[0] * (1 + _MOST_GROWTH)


def report(account: Account, troubles: Troubles, memory: list[tuple[float, float]]) -> None:
    """Print a table."""
    ends = [end.how for end in troubles.ends]
    latencies = sorted(account.calm) or [0.0]
    rows: list[tuple[str, object]] = [("questions", account.asked), ("answered once", account.once)]
    rows += [(f"lost: {cause}", count) for cause, count in sorted(account.lost.items())]
    rows += [(f"answered twice: {cause}", count) for cause, count in sorted(account.doubled.items())]
    rows += [("unexplained", len(account.unexplained)), ("out of order", len(account.disorder))]
    rows += [(f"ended by {how}", ends.count(how)) for how in sorted(set(ends))]
    rows += [("database locked", len(troubles.locks)), ("answers in calm times", len(account.calm))]
    rows += [(f"p{share}, ms", f"{latencies[int(len(latencies) * share / 100)] * 1000:.0f}") for share in (50, 99)]
    print("| | |\n|---|--:|")
    for name, value in [*rows, ("memory of the longest life", told(memory))]:
        print(f"| {name} | {value} |")


async def played(folder: Path, seed: int, seconds: float, a_second: float, *, postgres: bool) -> bool:
    """Play it once and print what came of it; whether everything is explained."""
    chance = Random(seed)  # noqa: S311  # repeatable on purpose
    knowledge = await known(folder)
    async with AsyncExitStack() as stack:
        scene = await stack.enter_async_context((on_postgres if postgres else on_sqlite)(folder, chance))
        for bot in scene.bots:
            stack.push_async_callback(bot.close)
        people = People(scene.server, knowledge, chance, time.monotonic)
        troubles, wrong = await soak(scene, people, chance, seconds, a_second)
        account = Accountant(scene.server.calls, troubles, people.is_saying).account(people.questions)
        memory = longest(scene.bots)
    if grows(memory):
        wrong.append("the memory of a process grows")
    report(account, troubles, memory)
    for line in [*wrong, *account.disorder, *account.unexplained]:
        print(line)
    return not (wrong or account.disorder or account.unexplained)


def main() -> int:
    """Play it, and say by the exit code whether everything is explained."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=8.0, help="questions a second; more than 25 Telegram would not take")
    parser.add_argument("--postgres", action="store_true", help="two replicas over PostgreSQL")
    parser.add_argument("--keep", type=Path, help="a folder to keep what the processes said")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = asked.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        well = asyncio.run(played(folder, asked.seed, asked.minutes * 60, asked.rate, postgres=asked.postgres))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
