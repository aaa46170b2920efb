"""Requests to Telegram over aiohttp: the library's own transport costs several times as much, and more the more go at once."""

import time
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError, FormData, TCPConnector
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.fronts.telegram.counting import Counting
from bot.fronts.telegram.handling import is_id
from bot.fronts.telegram.json_text import decode, encode

# Seconds to come by a connection, and to wait for an answer; the library asks for more where Telegram holds a request on purpose.
_CONNECT_SECONDS, _READ_SECONDS = 10.0, 10.0
_WELL, _BAD_GATEWAY = range(200, 300), 502
# With this Telegram asks for patience, for so many seconds: what is longer than a day it has not said.
_TOO_MANY, _WAITS = 429, range(1, 86_401)
Given = Any  # what the library hands in: seconds, None, or its own sign for "as you like"


class NotSent(NetworkError):
    """A request that cannot have reached Telegram: the connection did not come about."""


class AiohttpRequest(BaseRequest):
    """The library's seam to HTTP, over one pool of connections."""

    def __init__(self, connections: int, metrics: Counting) -> None:
        """Open at most so many *connections* at once; those beyond wait. What becomes of requests is counted in *metrics*."""
        self._connections = connections
        self._metrics = metrics
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How long an answer is waited for unless something else is asked for, in seconds."""
        return _READ_SECONDS

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None or self._session.closed:
            connector = TCPConnector(limit=self._connections, ttl_dns_cache=60)
            self._session = ClientSession(connector=connector, headers={"User-Agent": self.USER_AGENT})

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Given = BaseRequest.DEFAULT_NONE,
        write_timeout: Given = BaseRequest.DEFAULT_NONE,
        connect_timeout: Given = BaseRequest.DEFAULT_NONE,
        pool_timeout: Given = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and body of what Telegram answers.

        Raises:
            NotSent: no connection came about.
            TimedOut, NetworkError: it is not known whether the request arrived.
        """
        if self._session is None:
            raise RuntimeError("this request is not initialised")
        read = _READ_SECONDS if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        # An answer that comes a byte at a time is none; but a file may take its time to be sent.
        total = None if read is None or (request_data and request_data.contains_files) else _CONNECT_SECONDS + read
        timeout = ClientTimeout(total=total, connect=_CONNECT_SECONDS, sock_read=read)
        body = _body(request_data)
        outcome: int | Exception = 0
        begun = time.perf_counter()
        try:
            proxy = proxy_to(url[: url.find("/", len("https://"))])
            if proxy and not proxy.lower().startswith(("http://", "https://")):
                raise ValueError(proxy)
            async with self._session.request(method, url, timeout=timeout, proxy=proxy, **body) as response:
                outcome = response.status
                content = await response.read()
                return (outcome, content) if outcome in _WELL else _error_of(outcome, content)
        except (ClientError, TimeoutError, ValueError) as error:
            outcome = _meaning(error)
            # Without the original, which is logged where nobody has waited for it: its text holds the proxy's address, and that a password.
            raise outcome from None
        finally:
            if outcome:  # else it was cut off from here
                self._metrics.requested(url.partition("?")[0], time.perf_counter() - begun, outcome)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """A body as what its JSON says; the library's own way would log what is no JSON, and people's words with it."""
        try:
            parsed = decode(payload)
        except (ValueError, RecursionError) as error:
            raise NetworkError("what came is no answer of Telegram's: no JSON") from error
        if not isinstance(parsed, dict) or "result" not in parsed:
            raise NetworkError("what came is no answer of Telegram's: no result")
        return parsed


@lru_cache(maxsize=16)
def proxy_to(origin: str) -> str | None:
    """The proxy that the environment wants between here and a server; None for none.

    Left to it, the HTTP library looks at the environment and into a file of passwords twice for every request, in threads: a fifth of
    what an answer costs.
    """
    parts = urlsplit(origin)
    proxies = {} if proxy_bypass(parts.hostname or "") else getproxies()
    of_all = proxies.get("all", "")
    # SOCKS is not understood here, and where it is wanted of all programs, it was not of this one.
    proxy = proxies.get(parts.scheme) or (None if of_all.lower().startswith("socks") else of_all or None)
    # "proxy.example:3128" is how many write it, and other programs understand it.
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _error_of(status: int, content: bytes) -> tuple[int, bytes]:
    """An error as Telegram tells them; what does not look so comes from a gateway, which can refuse neither a token nor a message."""
    try:
        told = decode(content)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        # Without the page, which would only be repeated in the log.
        status, told = status if status == _TOO_MANY or status > _BAD_GATEWAY else _BAD_GATEWAY, {}
    given = told.get("parameters")
    parameters = {name: value for name, value in given.items() if is_id(value)} if isinstance(given, dict) else {}
    if status == _TOO_MANY and parameters.get("retry_after") not in _WAITS:
        parameters["retry_after"] = _WAITS[0]
    # With a result, as everything has that is read.
    return status, encode({"description": str(told.get("description") or ""), "parameters": parameters, "result": None})


def _meaning(error: ClientError | TimeoutError | ValueError) -> NetworkError:
    """What an *error* means for whoever asked; without the address, which holds the token."""
    if isinstance(error, ValueError):
        # Its text may hold a password. Of all addresses the proxy's is the only one that nobody has looked at before.
        return NetworkError(f"{type(error).__name__}: a proxy of the environment must look like http://USER:PASSWORD@HOST:PORT")
    if isinstance(error, ClientConnectorError | ConnectionTimeoutError):
        return NotSent(_plain(error))
    return TimedOut() if isinstance(error, TimeoutError) else NetworkError(_plain(error))


def _plain(error: Exception) -> str:
    """What went wrong, without an address."""
    reason = getattr(error, "os_error", None) or getattr(error, "message", None)
    return f"{type(error).__name__}: {reason}" if reason else type(error).__name__


def _body(data: RequestData | None) -> dict[str, Any]:
    """The body of a request: JSON, or a form where a file goes with it."""
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": encode(data.parameters), "headers": {"Content-Type": "application/json"}}
    form = FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return {"data": form}
