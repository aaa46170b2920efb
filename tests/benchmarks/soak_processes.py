"""The processes of a soak test: started, killed and stopped again and again, and watched meanwhile."""

import asyncio
import signal
import sqlite3
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import psutil
from soak_account import Rows
from test_serve_process import said_in, serving

# So long a start may take, and a stop, in seconds.
_PATIENCE = 90.0
# Of the newest updates, more than can be under way.
_LATEST = "SELECT update_id, state FROM updates ORDER BY update_id DESC LIMIT 4000"
_LEFT = "SELECT update_id, state FROM updates WHERE done_at IS NULL OR body <> '' OR state <> 'done' ORDER BY update_id"


class Bot:
    """A process of the bot in *folder*; what each of its lives has said is kept there."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.lives = 0
        self.memories: list[list[tuple[float, float]]] = []
        self._settings = settings
        self._life = AsyncExitStack()
        self._process: Process | None = None

    async def start(self) -> None:
        """Start it, and wait until it takes updates."""
        said = self.folder / "said"
        if said.exists():
            said.rename(self.folder / f"said-{self.lives:03}")
        self.lives += 1
        self._process = await self._life.enter_async_context(serving(self.folder, **self._settings))
        async with asyncio.timeout(_PATIENCE):
            while "ready bot=" not in said_in(self.folder):
                if self._process.returncode is not None:
                    raise RuntimeError(f"it ended instead of starting: {said_in(self.folder)[-500:]}")
                await asyncio.sleep(0.02)
        self.memories.append([])

    def kill(self) -> None:
        """End it at once."""
        assert self._process
        self._process.kill()

    async def gone(self) -> None:
        """Return when it has ended."""
        assert self._process
        await self._process.wait()
        await self._life.aclose()

    async def stop(self) -> int | None:
        """End it as an operator does; its exit code."""
        assert self._process
        self._process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(self._process.wait(), _PATIENCE)
        await self._life.aclose()
        return self._process.returncode

    async def close(self) -> None:
        """End it, if it runs."""
        await self._life.aclose()

    def weigh(self) -> None:
        """Note its memory at this moment, if it runs."""
        if self._process and self._process.returncode is None and self.memories:
            try:
                megabytes = psutil.Process(self._process.pid).memory_info().rss / 1e6
            except psutil.NoSuchProcess:  # it has been killed just now
                return
            self.memories[-1].append((time.monotonic(), megabytes))


@dataclass(frozen=True)
class Store:
    """The table of updates, as somebody sees it who is not the bot."""

    latest: Callable[[], Awaitable[Rows]]
    left: Callable[[], Awaitable[Rows]]


def sqlite_store(file: Path) -> Store:
    """That of a SQLite file."""

    def read(statement: str) -> Rows:
        connection = sqlite3.connect(file, timeout=30)
        try:
            return dict(connection.execute(statement))
        finally:
            connection.close()

    return Store(lambda: asyncio.to_thread(read, _LATEST), lambda: asyncio.to_thread(read, _LEFT))


def postgres_store(url: str) -> Store:
    """That of a PostgreSQL database."""

    async def read(statement: str) -> Rows:
        connection = await asyncpg.connect(url)
        try:
            return {row[0]: row[1] for row in await connection.fetch(statement)}
        finally:
            await connection.close()

    return Store(lambda: read(_LATEST), lambda: read(_LEFT))


def hold(file: Path, seconds: float) -> None:
    """Keep everybody else from writing into a SQLite file for so long; blocks."""
    connection = sqlite3.connect(file, timeout=30, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")
    finally:
        connection.close()
