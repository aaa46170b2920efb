"""What a flood from one chat costs another: the answers of a calm chat, without a flood and in the middle of one.

    PYTHONPATH=tests:tests/fronts/telegram .venv/bin/python tests/benchmarks/flood.py [--seconds 20] [--rate 1000]

The real `serve` polls a Bot API server on 127.0.0.1. Somebody asks once a second, first in peace, then while one person writes a thousand
messages a second in private, then while they do so in a group, naming the bot. The server makes the flood in the process that answers the
bot, so that some of the loss is its own: as much as is lost while people in a group talk of other things, which never reaches the bot.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot_api.people import ALICE, BOB, SUPERGROUP, Chat
from bot_api.server import BotApiServer
from soak_account import Rows
from soak_processes import Bot, sqlite_store

Act = Callable[[], Awaitable[object]]
# A tick of the flood, and how long the one before it may have effects, in seconds.
_TICK, _PAUSE = 0.01, 3.0


@dataclass(frozen=True)
class Measured:
    """Seconds to each answer of the calm chat, how many messages flooded meanwhile, and how many were sent to whom they came from."""

    seconds: list[float]
    flooded: int = 0
    answered: int = 0

    @property
    def median(self) -> float:
        """Half of the answers came sooner, in milliseconds."""
        return statistics.median(self.seconds) * 1000

    @property
    def p90(self) -> float:
        """Nine tenths of the answers came sooner, in milliseconds."""
        return statistics.quantiles(self.seconds, n=10)[-1] * 1000


async def calm(server: BotApiServer, count: int) -> list[float]:
    """How long somebody waits for each of so many answers, who asks once a second."""
    seconds = []
    for number in range(count):
        asked = time.monotonic()
        await server.user_says(f"/topic calm{number:04}", user=BOB)
        while not (arrived := _arrival(server, f"calm{number:04}", asked)):
            await asyncio.sleep(0.002)
            assert time.monotonic() < asked + 30, "no answer for half a minute"
        seconds.append(arrived - asked)
        await asyncio.sleep(max(asked + 1.1 - time.monotonic(), 0))
    return seconds


def _arrival(server: BotApiServer, words: str, asked: float) -> float | None:
    """When the answer with these *words* came, which was *asked* for then; it is among the latest calls."""
    latest = (call for call in reversed(server.calls[-50:]) if call.method == "sendMessage")
    mine = (call for call in latest if call["chat_id"] == BOB.id and words in call["text"])
    return next((call.arrived for call in mine if call.arrived >= asked), None)


@asynccontextmanager
async def flooding(act: Act, a_second: int) -> AsyncIterator[list[int]]:
    """Do something so many times a second until the block ends; the one number it gives is how often that was."""
    done = [0]

    async def flood() -> None:
        begun = time.monotonic()
        while True:
            while done[0] < (time.monotonic() - begun) * a_second:
                await act()
                done[0] += 1
            await asyncio.sleep(_TICK)

    task = asyncio.create_task(flood())
    try:
        yield done
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def measured(server: BotApiServer, count: int, act: Act, a_second: int, chat_id: int) -> Measured:
    """The calm chat while *act* floods the chat of that id."""
    before = len(server.calls)
    async with flooding(act, a_second) as done:
        seconds = await calm(server, count)
    await asyncio.sleep(_PAUSE)
    answered = sum(call.method == "sendMessage" and call["chat_id"] == chat_id for call in server.calls[before:])
    return Measured(seconds, done[0], answered)


async def compared(folder: Path, count: int, a_second: int) -> tuple[dict[str, Measured], Rows]:
    """The calm chat in peace and in two floods; and the updates that were stored."""
    group: Chat = SUPERGROUP
    async with BotApiServer() as server:
        bot = Bot(folder, {"TOKEN": server.token, "API_URL": server.base_url.removesuffix("/bot")})
        await bot.start()
        await calm(server, 5)
        found = {"in peace": Measured(await calm(server, count))}
        # The bot is not sent what does not name it.
        server.privacy_mode = True
        found["a flood it is not sent"] = await measured(
            server, count, lambda: server.user_says("百花齐放", chat=group), a_second, group.id
        )
        name = f"@{server.bot.username} 百花齐放"
        found["a flood in private"] = await measured(server, count, lambda: server.user_says("百花齐放"), a_second, ALICE.id)
        found["a flood in a group"] = await measured(server, count, lambda: server.user_says(name, chat=group), a_second, group.id)
        stored = await sqlite_store(folder / "quotes.db").latest()
        await bot.stop()
    return found, stored


def main() -> None:
    """Flood, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rate", type=int, default=1_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found, stored = asyncio.run(compared(Path(folder), asked.seconds, asked.rate))
    peace = found["in peace"]
    print("| | messages of the flood | answers to it | median, ms | ratio | p90, ms | ratio |\n|---|--:|--:|--:|--:|--:|--:|")
    for name, one in found.items():
        ratios = one.median / peace.median, one.p90 / peace.p90
        print(f"| {name} | {one.flooded} | {one.answered} | {one.median:.1f} | {ratios[0]:.2f} | {one.p90:.1f} | {ratios[1]:.2f} |")
    print(f"updates stored: {len(stored)} of {sum(one.flooded + len(one.seconds) for one in found.values())}")


if __name__ == "__main__":
    main()
