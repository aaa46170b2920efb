"""Several processes of the bot over one PostgreSQL database, behind a proxy that hands webhook calls to each in turn."""

import asyncio
import signal
import socket
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from bot_api.people import ALICE
from bot_api.server import BotApiServer
from test_serve_process import SECRET, said_in, serving

ADDRESS = "https://bot.example.org"
# A first start takes the files of quotes in and builds the search, and others may want the processors, too.
PATIENCE = 60.0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


class Proxy:
    """Hands each call on to the next of *ports*, or to the one after it where nobody answers, while it is `running`."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.port = free_port()
        # A test may take some out, and put them in again.
        self.ports = list(ports)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen until the block ends."""
        application = web.Application()
        async with ClientSession(timeout=ClientTimeout(total=5)) as self._session:
            application.router.add_post("/{path:.*}", self._hand_on)
            runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            try:
                await web.TCPSite(runner, "127.0.0.1", self.port).start()
                yield
            finally:
                await runner.cleanup()

    async def _hand_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name: value for name, value in request.headers.items() if name.startswith("X-") or name == "Content-Type"}
        in_turn = list(self.ports)
        self.ports.append(self.ports.pop(0))
        for port in in_turn:
            try:
                async with self._session.post(f"http://127.0.0.1:{port}{request.path}", data=body, headers=headers) as response:
                    return web.Response(status=response.status)
            except (ClientError, TimeoutError):
                continue
        return web.Response(status=502)


class Replica:
    """One process of the bot, which may be stopped and started again."""

    def __init__(self, folder: Path, server: BotApiServer, database: str) -> None:
        folder.mkdir()
        self.folder = folder
        self.port = free_port()
        self._life = AsyncExitStack()
        self._process: Process | None = None
        self._settings = {
            "TOKEN": server.token,
            "API_URL": server.base_url.removesuffix("/bot"),
            "DATABASE": database,
            "OWNERS": str(ALICE.id),
            "WEBHOOK_URL": f"{ADDRESS}/hook",
            "WEBHOOK_LISTEN": f"127.0.0.1:{self.port}",
            "WEBHOOK_SECRET": SECRET,
        }

    async def start(self) -> None:
        """Start it, and wait until it takes updates."""
        self._process = await self._life.enter_async_context(serving(self.folder, **self._settings))
        await self.says("ready bot=")

    async def stop(self) -> int | None:
        """End it as an operator does; its exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(self._process.wait(), PATIENCE)
        await self._life.aclose()
        return self._process.returncode

    async def kill(self) -> None:
        """End it at once."""
        await self._life.aclose()

    async def says(self, words: str) -> None:
        """Wait until its log has these words."""
        async with asyncio.timeout(PATIENCE):
            while words not in self.said:  # noqa: ASYNC110  # another process writes it, which sets no event here
                await asyncio.sleep(0.02)

    @property
    def said(self) -> str:
        """What it has said since it was started."""
        return said_in(self.folder)

    @property
    def leads(self) -> bool:
        """Whether it is the one that sends unasked."""
        return self.said.count("this process leads\n") > self.said.count("this process leads no longer\n")


@asynccontextmanager
async def two_replicas(folder: Path, database: str) -> AsyncIterator[tuple[BotApiServer, Proxy, list[Replica]]]:
    """A Bot API server, and two processes of the bot over the PostgreSQL *database*; killed at the end if they still run."""
    proxy = Proxy(())
    async with BotApiServer(webhook_forward={ADDRESS: f"http://127.0.0.1:{proxy.port}"}) as server, proxy.running():
        both = [Replica(folder / name, server, database) for name in ("one", "other")]
        proxy.ports = [replica.port for replica in both]
        try:
            for replica in both:
                await replica.start()
            yield server, proxy, both
        finally:
            for replica in both:
                await replica.kill()
        assert [refusal for refusal in server.refusals if refusal.error_code == 400] == []
