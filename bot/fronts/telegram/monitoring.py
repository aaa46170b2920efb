"""The address where machines look how the bot is: `/healthz` and `/metrics`, as plain HTTP."""

import asyncio
import logging
import os
import socket
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Self

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.errors import StartError
from bot.fronts.telegram.metrics import Metrics

_log = logging.getLogger(__name__)
Check = Callable[[], Awaitable[bool]]
# Whoever waits longer for the database, or the loop, has no answer for people either.
_PATIENCE_SECONDS = 1.0
# A page that is being read at the end is not worth waiting for.
_GOODBYE_SECONDS = 1.0
_LOOK_SECONDS = 0.5
_LOOKS_KEPT = 20


class LoopLag:
    """How late the event loop comes to what is due. Use with `async with`."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._late: deque[float] = deque(maxlen=_LOOKS_KEPT)

    @property
    def seconds(self) -> float:
        """The worst of the last ten seconds."""
        return max(self._late, default=0.0)

    async def read(self) -> float:
        """The same, for `Metrics.read`."""
        return self.seconds

    async def bearable(self) -> bool:
        """Whether nobody had to wait for long."""
        return self.seconds < _PATIENCE_SECONDS

    async def __aenter__(self) -> Self:
        """Begin to look."""
        self._looking = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        """Look no longer."""
        self._looking.cancel()
        await asyncio.wait([self._looking])

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _LOOK_SECONDS
            await asyncio.sleep(_LOOK_SECONDS)
            self._late.append(loop.time() - due)


class MonitoringServer:
    """Answers `/healthz` and `/metrics`. Use with `async with`."""

    def __init__(self, host: str, port: int, metrics: Metrics, checks: Mapping[str, Check]) -> None:
        """Listen at *host* and *port*; the bot is well when each of *checks*, which have a name, says so within a second."""
        self._host, self._port = host, port
        self._metrics = metrics
        self._checks = checks
        self._failed: dict[str, str] = {}
        application = web.Application()
        application.router.add_get("/healthz", self.on_health)
        application.router.add_get("/metrics", self.on_metrics)
        # Whatever else: other methods would get a 405, which tells that there is something.
        application.router.add_route("*", "/{rest:.*}", _on_other)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=_GOODBYE_SECONDS)

    async def __aenter__(self) -> Self:
        """Listen.

        Raises:
            StartError: when the port is taken, or the host is not of this machine.
        """
        try:
            family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
            listening = socket.create_server((self._host, self._port), family=family)
        except OSError as error:
            # In the system's words, to which Python adds the address once more; an unknown name has a number that the system does not know.
            reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
            raise StartError(f"cannot listen for monitoring on {self._host}:{self._port}: {reason}") from error
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()
        return self

    async def __aexit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        """Listen no longer."""
        await self._runner.cleanup()

    async def on_health(self, _request: web.Request) -> web.Response:
        """200 and "ok", or 503 and an object of JSON: a word for each check that failed."""
        words = await asyncio.gather(*map(_word, self._checks.values()))
        failed = {name: word for name, word in zip(self._checks, words, strict=True) if word}
        if failed != self._failed:
            # Once, not at each look.
            _log.warning("health changed failed=%s", ",".join(f"{name}:{word}" for name, word in failed.items()) or "none")
            self._failed = failed
        return web.json_response(failed, status=503) if failed else web.Response(text="ok")

    async def on_metrics(self, _request: web.Request) -> web.Response:
        """What is counted, for Prometheus."""
        return web.Response(body=await self._metrics.page(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _on_other(_request: web.Request) -> web.Response:
    return web.Response(status=404, text="not found")


async def _word(check: Check) -> str:
    """What is wrong by *check*, in a word; "" when nothing is."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return "" if await check() else "no"
    except TimeoutError:
        return "slow"
    except Exception:  # noqa: BLE001  # whatever it is, it is not well
        return "error"
