"""Requests to Telegram by the way that the environment wants."""

import asyncio
import contextlib
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram.error import ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.fronts.telegram import request
from bot.fronts.telegram.metrics import Metrics
from bot.fronts.telegram.outages import seconds_of
from bot.fronts.telegram.request import AiohttpRequest

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"


@asynccontextmanager
async def answering(lines: list[str], response: bytes = _ANSWER) -> AsyncIterator[str]:
    """The address of a server that answers whatever it is asked with *response*, and keeps the first of its *lines*."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.append((await reader.readuntil(b"\r\n\r\n")).decode().partition("\r\n")[0])
        writer.write(response)
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


async def test_the_proxy_of_all_is_taken_where_the_scheme_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    async with answering(lines) as proxy:
        monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("ALL_PROXY", proxy)

        assert await asked("http://api.invalid/bot1:x/getMe") == 200

    assert lines == ["POST http://api.invalid/bot1:x/getMe HTTP/1.1"]


@pytest.mark.parametrize(
    ("name", "of_all", "proxy"), [("http_proxy", "127.0.0.1:9", "http://127.0.0.1:1"), ("x", "socks5h://127.0.0.1:9", None)]
)
async def test_the_proxy_of_the_scheme_comes_first_and_socks_of_all_is_none_of_ours(
    monkeypatch: pytest.MonkeyPatch, name: str, of_all: str, proxy: str | None
) -> None:
    monkeypatch.setenv("ALL_PROXY", of_all)
    monkeypatch.setenv(name, "127.0.0.1:1")

    assert request.proxy_to("http://api.invalid") == proxy


async def test_requests_go_straight_without_a_proxy() -> None:
    lines: list[str] = []
    async with answering(lines) as server:
        assert await asked(f"{server}/bot1:x/getMe") == 200

    assert lines == ["POST /bot1:x/getMe HTTP/1.1"]


async def test_a_proxy_without_a_scheme_is_one_of_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other programs take it so from the same environment."""
    lines: list[str] = []
    async with answering(lines) as proxy:
        monkeypatch.setenv("http_proxy", proxy.removeprefix("http://"))

        assert await asked("http://api.invalid/bot1:x/getMe") == 200

    assert lines == ["POST http://api.invalid/bot1:x/getMe HTTP/1.1"]


@pytest.mark.parametrize(
    "proxy",
    [
        "http://me:{password}@{host}",
        "http://me:{password}@127.0.0.1:port",
        "http://me:{password}@127.0.0.1:99999",
        "http://me:{password}/b@{host}",
        "http://me:{password}ы@{host}",
        "http://m%3Ae:{password}@{host}",
        "me:{password}@{host}",
        "socks5://me:{password}@{host}",
        "http://me:{password}@proxy.invalid:1",
        "http://me:{password}@127.0.0.1:9",
    ],
)
async def test_no_error_tells_the_password_of_the_proxy(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    """Errors are logged, some with all that led to them; a proxy that refuses had its address written there."""
    lines: list[str] = []
    async with answering(lines, b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n") as server:
        monkeypatch.setenv("https_proxy", proxy.format(password="hunter2", host=server.removeprefix("http://")))
        asking = AiohttpRequest(1, Metrics())
        await asking.initialize()
        try:
            with pytest.raises(NetworkError) as caught:
                await asking.post("https://api.invalid/bot1:x/getMe")
        finally:
            await asking.shutdown()

    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


def page(status: str, body: bytes) -> bytes:
    """A whole HTTP response."""
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


NO_ANSWERS = (b"{}", b"[]", b"null", b'{"ok":false}', b"true", b"<html>secret page</html>", b"", b"\xff", b"[" * 100_000)


async def posted(response: bytes) -> object:
    """What comes of asking a server that answers so."""
    asking = AiohttpRequest(1, Metrics())
    async with answering([], response) as server:
        await asking.initialize()
        try:
            return await asking.post(f"{server}/bot1:x/getUpdates")
        finally:
            await asking.shutdown()


@pytest.mark.parametrize("body", NO_ANSWERS)
@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request", "500 Internal Server Error", "502 Bad Gateway", "302 Found"])
async def test_what_is_no_answer_of_telegrams_is_a_network_error_that_does_not_repeat_it(status: str, body: bytes) -> None:
    with pytest.raises(NetworkError) as error:
        await posted(page(status, body))

    assert len(str(error.value)) < 200
    assert "secret" not in "".join(traceback.format_exception(error.value))


@pytest.mark.parametrize(
    ("status", "meaning"),
    [("401 Unauthorized", InvalidToken), ("404 Not Found", InvalidToken), ("403 Forbidden", Forbidden), ("409 Conflict", Conflict)],
)
async def test_only_telegram_can_refuse_a_token_or_a_message(status: str, meaning: type[Exception]) -> None:
    for body in NO_ANSWERS:
        if not body.startswith(b"{"):
            with pytest.raises(NetworkError):
                await posted(page(status, body))
    with pytest.raises(meaning):
        await posted(page(status, b'{"ok":false,"error_code":400,"description":"no"}'))


@pytest.mark.parametrize(
    ("parameters", "seconds"),
    [
        ('{"retry_after":7}', 7),
        ("null", 1),
        ("[]", 1),
        ('{"retry_after":"soon"}', 1),
        ('{"retry_after":-5}', 1),
        ('{"retry_after":1e14}', 1),
        ('{"retry_after":86400}', 86_400),
        ('{"retry_after":100000000000000}', 1),
    ],
)
async def test_a_wait_that_telegram_asks_for_is_one_whatever_it_says(parameters: str, seconds: int) -> None:
    body = f'{{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{parameters}}}'
    for one in (body.encode(), b"<html>slow down</html>"):
        with pytest.raises(RetryAfter) as error:
            await posted(page("429 Too Many Requests", one))
        assert seconds_of(error.value.retry_after) == (seconds if one.startswith(b"{") else 1)


async def test_a_group_that_moved_is_told_by_its_new_number() -> None:
    with pytest.raises(ChatMigrated) as error:
        await posted(page("400 Bad Request", b'{"ok":false,"description":"x","parameters":{"migrate_to_chat_id":-1001}}'))

    assert error.value.new_chat_id == -1001


async def test_an_answer_that_comes_a_byte_at_a_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, and the whole never does."""
    monkeypatch.setattr(request, "_READ_SECONDS", 0.2)
    monkeypatch.setattr(request, "_CONNECT_SECONDS", 0.2)

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            for _ in range(100):
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.05)
            writer.close()
            await writer.wait_closed()
        ended.set()

    asking, ended = AiohttpRequest(1, Metrics()), asyncio.Event()
    async with await asyncio.start_server(drip, "127.0.0.1", 0) as server:
        await asking.initialize()
        async with asyncio.timeout(3):
            with pytest.raises(TimedOut):
                await asking.do_request(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot1:x/getMe", "POST")
        await asking.shutdown()
        await asyncio.wait_for(ended.wait(), 3)
