"""One process at a time leads, whatever becomes of the one that does."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from postgres_servers import Server, backends, hang_up, leaders

from bot.store.engine import Database
from bot.store.leading import Leading

ROOT = Path(__file__).parents[2]
# As long as it may take until another one leads, in seconds.
PATIENCE = 10.0
SCRIPT = """
import asyncio, sys
from bot.store.engine import Database
from bot.store.leading import Leading

async def work(ended):
    print("leads", flush=True)
    await ended.wait()

async def main():
    async with Database(sys.argv[1]) as database:
        await Leading(database).lead(work, asyncio.Event())

asyncio.run(main())
"""


class Replica:
    """Somebody who would lead, and the times at which it began and ended."""

    def __init__(self, everybody: list["Replica"]) -> None:
        self.everybody = everybody
        self.leads = asyncio.Event()
        self.times: list[tuple[float, str]] = []
        everybody.append(self)

    async def work(self, ended: asyncio.Event) -> None:
        """Lead until it has ended, and see that nobody else does."""
        assert not any(other.leads.is_set() for other in self.everybody)
        self.leads.set()
        self.times.append((time.monotonic(), "leads"))
        await ended.wait()
        self.leads.clear()
        self.times.append((time.monotonic(), "ended"))


@asynccontextmanager
async def replica(url: str, everybody: list[Replica]) -> AsyncIterator[Replica]:
    """A replica over the database at *url*, told to stop at the end."""
    stop, one = asyncio.Event(), Replica(everybody)
    async with Database(url) as database:
        leading = asyncio.create_task(Leading(database).lead(one.work, stop))
        try:
            yield one
        finally:
            stop.set()
            await leading


async def soon(true: Callable[[], Awaitable[bool]], within: float = PATIENCE) -> float:
    """Wait until something is true; how long it took, in seconds."""
    begun = time.monotonic()
    async with asyncio.timeout(within):
        while not await true():  # noqa: ASYNC110  # the server does it, which sets no event here
            await asyncio.sleep(0.02)
    return time.monotonic() - begun


@pytest.fixture
def everybody() -> list[Replica]:
    """All replicas of a test."""
    return []


async def test_one_leads_and_another_takes_over_when_it_stops(made_postgres_url: str, everybody: list[Replica]) -> None:
    async with replica(made_postgres_url, everybody) as first:
        await asyncio.wait_for(first.leads.wait(), PATIENCE)
        async with replica(made_postgres_url, everybody) as second, replica(made_postgres_url, everybody) as third:
            await asyncio.sleep(2.5)
            assert not await _any_leads(second, third)
            assert len(await backends(made_postgres_url, "leading")) == 3
            await hang_up(made_postgres_url, (await leaders(made_postgres_url))[0])
            await soon(lambda: _any_leads(second, third))

            assert second.leads.is_set() is not third.leads.is_set()
    assert await backends(made_postgres_url, "leading") == []


async def test_a_leader_that_loses_its_connection_steps_down_at_once_and_may_lead_again(
    made_postgres_url: str, everybody: list[Replica]
) -> None:
    async with replica(made_postgres_url, everybody) as first:
        await asyncio.wait_for(first.leads.wait(), PATIENCE)
        lost = time.monotonic()
        await hang_up(made_postgres_url, (await leaders(made_postgres_url))[0])
        await soon(lambda: _has(first, "ended"))
        await asyncio.wait_for(first.leads.wait(), PATIENCE)

    assert [what for _, what in first.times] == ["leads", "ended", "leads", "ended"]
    assert first.times[1][0] - lost < 0.5
    assert first.times[2][0] - lost < PATIENCE


async def _any_leads(*some: Replica) -> bool:
    return any(one.leads.is_set() for one in some)


async def _has(one: Replica, what: str) -> bool:
    return any(known == what for _, known in one.times)


async def test_a_leader_whose_server_is_silent_steps_down_before_the_server_would_let_another_lead(
    made_postgres_url: str, everybody: list[Replica]
) -> None:
    """As when a cable is cut: no socket is closed. The server counts six seconds, so the leader has to have ended before."""
    async with replica(made_postgres_url, everybody) as first:
        await asyncio.wait_for(first.leads.wait(), PATIENCE)
        (pid,) = await leaders(made_postgres_url)
        os.kill(pid, signal.SIGSTOP)
        try:
            took = await soon(lambda: _has(first, "ended"))
        finally:
            os.kill(pid, signal.SIGCONT)

    assert took < 6.0


async def test_a_process_that_is_killed_is_followed_by_another(made_postgres_url: str) -> None:
    async with would_lead(made_postgres_url) as first:
        assert await first.stdout.readline() == b"leads\n"
        async with would_lead(made_postgres_url) as second:
            await soon(lambda: _are_two(made_postgres_url))
            first.kill()
            killed = time.monotonic()

            assert await asyncio.wait_for(second.stdout.readline(), PATIENCE) == b"leads\n"
            assert time.monotonic() - killed < PATIENCE


async def _are_two(url: str) -> bool:
    return len(await backends(url, "leading")) == 2


@asynccontextmanager
async def would_lead(url: str) -> AsyncIterator[Process]:
    """A process that would lead, and says so when it does; killed at the end."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", SCRIPT, url, cwd=ROOT, stdout=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_leading_goes_on_after_the_server_was_restarted(tmp_path: Path, everybody: list[Replica]) -> None:
    with Server(tmp_path / "server") as server:
        async with replica(server.url, everybody) as first:
            await asyncio.wait_for(first.leads.wait(), PATIENCE)
            with server.away():
                await soon(lambda: _has(first, "ended"), within=1.0)
            await asyncio.wait_for(first.leads.wait(), PATIENCE)


async def test_over_a_file_each_process_leads(made_sqlite_url: str) -> None:
    led = []

    async def work(ended: asyncio.Event) -> None:
        led.append(ended.is_set())
        await ended.wait()

    stop = asyncio.Event()
    async with Database(made_sqlite_url) as database:
        both = [asyncio.create_task(Leading(database).lead(work, stop)) for _ in range(2)]
        await asyncio.sleep(0.1)
        stop.set()
        await asyncio.gather(*both)

    assert led == [False, False]


async def test_what_the_work_raises_is_raised_and_the_lead_let_go(made_postgres_url: str) -> None:
    async def work(_ended: asyncio.Event) -> None:
        raise ZeroDivisionError

    async with Database(made_postgres_url) as database:
        with pytest.raises(ZeroDivisionError):
            await Leading(database).lead(work, asyncio.Event())

    await soon(lambda: _none_lead(made_postgres_url), within=1.0)


async def _none_lead(url: str) -> bool:
    return await leaders(url) == []
