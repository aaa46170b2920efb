"""Requests to Telegram by the way that the environment wants."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.fronts.telegram import request
from bot.fronts.telegram.metrics import Metrics
from bot.fronts.telegram.request import AiohttpRequest

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"


@asynccontextmanager
async def answering(lines: list[str]) -> AsyncIterator[str]:
    """The address of a server that answers whatever it is asked, and keeps the first of its *lines*."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.append((await reader.readuntil(b"\r\n\r\n")).decode().partition("\r\n")[0])
        writer.write(_ANSWER)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture(autouse=True)
def _fresh_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    request.proxy_to.cache_clear()  # a process has one environment, and this one is to have several


async def asked(url: str) -> int:
    asking = AiohttpRequest(1, Metrics())
    await asking.initialize()
    try:
        return (await asking.do_request(url, "POST"))[0]
    finally:
        await asking.shutdown()


async def test_requests_take_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    async with answering(lines) as proxy:
        monkeypatch.setenv("http_proxy", proxy)

        assert await asked("http://api.invalid/bot1:x/getMe") == 200

    assert lines == ["POST http://api.invalid/bot1:x/getMe HTTP/1.1"]


async def test_requests_leave_out_the_proxy_where_the_environment_wants_none(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    async with answering(lines) as server:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("no_proxy", "127.0.0.1")

        assert await asked(f"{server}/bot1:x/getMe") == 200

    assert lines == ["POST /bot1:x/getMe HTTP/1.1"]


async def test_requests_go_straight_without_a_proxy() -> None:
    lines: list[str] = []
    async with answering(lines) as server:
        assert await asked(f"{server}/bot1:x/getMe") == 200

    assert lines == ["POST /bot1:x/getMe HTTP/1.1"]
