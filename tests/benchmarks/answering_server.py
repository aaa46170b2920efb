"""A Bot API server that costs little and counts; started by answering.py in a process of its own.

answering_server.py MESSAGES CHATS

MESSAGES is a file of JSON: a list of [text, language code]. Prints the port it listens on; then, for each order on standard input, what
came of it. Both are lines of JSON: {"token": …, "updates": 3000, "a_second": 100 or null, "send_ms": 50}.
"""

import asyncio
import contextlib
import json
import re
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

_FIRST_CHAT = 1_000_001
# What one getUpdates holds at most.
_BATCH = 100
# A bot that has answered nothing for so long has lost what is missing, in seconds.
_PATIENCE_SECONDS = 20.0
# What is left to do after the last request, the bot does within this time.
_SETTLING_SECONDS = 0.3
_QUERY = re.compile(rb"[A-Z]+ [^ ?]*\?([^ ]*)")
_REQUEST = re.compile(rb"\w+ /bot([^/]+)/(\w+)")
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_TYPE = re.compile(rb"(?i)\r\ncontent-type: *([^\r;]+)")
_NAME = re.compile(rb'name="?([^";\r]+)')
_BOT = {"id": 1, "is_bot": True, "first_name": "Flowers", "username": "flowers_bot", "can_join_groups": True}
_BOT |= {"can_read_all_group_messages": False, "supports_inline_queries": True}
# What a bot asks at its start; to anything else "true" is an answer.
_RESULTS: dict[str, Any] = {"getMe": _BOT, "getMyCommands": [], "getMyDescription": {"description": ""}}
_RESULTS |= {"getMyShortDescription": {"short_description": ""}, "getWebhookInfo": {"url": ""}}
# Parts of a message that stand in the answer as they were sent.
_REPEATED = ("entities", "reply_markup", "link_preview_options")

Respond = Callable[[str], None]


class Account:
    """One bot: what it is sent, what it has not confirmed yet, and how soon it answers."""

    def __init__(self, messages: Sequence[tuple[str, str]], chats: int) -> None:
        """Have so many private *chats* write *messages* in turn."""
        self._messages = [(json.dumps(text), language) for text, language in messages]
        self._chats = chats
        # A bot whose database is used again has handled those of before.
        self._numbers = count(time.time_ns() // 1_000_000)
        self._unconfirmed: deque[tuple[int, str]] = deque()
        self._poll: Respond | None = None
        self._left = 0
        self._since: defaultdict[int, deque[float]] = defaultdict(deque)
        self._send_seconds = 0.0
        self._latencies: list[float] = []
        self._unasked = 0
        self._wanted = 0
        self._last = 0.0
        self._done = asyncio.Event()

    async def run(self, updates: int, a_second: float | None, send_ms: float) -> dict[str, Any]:
        """Hand out so many *updates*, at a rate or as fast as they are confirmed, and wait for the answers.

        Latencies run from when an update could have been fetched to when its answer came. Each message takes *send_ms* to be sent.
        """
        self._latencies, self._unasked, self._wanted, self._send_seconds = [], 0, updates, send_ms / 1000
        self._done.clear()
        self._since.clear()
        began = time.perf_counter()
        if a_second is None:
            self._left = updates
            self._hand_out()
        else:
            await self._pour(updates, a_second, began)
        await self._answered(began)
        await asyncio.sleep(self._send_seconds + _SETTLING_SECONDS)
        return {"latencies": self._latencies, "seconds": self._last - began, "unasked": self._unasked}

    def poll(self, offset: int, seconds: float, respond: Respond) -> None:
        """Answer a getUpdates: at once when there is something, or when there is, or after so many *seconds* with nothing."""
        while self._unconfirmed and self._unconfirmed[0][0] < offset:
            self._unconfirmed.popleft()
        self._poll = respond
        self._hand_out()
        if self._poll:
            asyncio.get_running_loop().call_later(seconds, self._give_up, respond)

    def send(self, fields: dict[str, Any], respond: Respond) -> None:
        """Answer a sendMessage, after as long as it takes, with the message as Telegram tells it."""
        chat_id = int(fields["chat_id"])
        self._count(chat_id)
        message = {"message_id": next(self._numbers) + 1, "from": _BOT, "chat": _person(chat_id), "date": int(time.time())}
        repeated = {
            name: json.loads(fields[name]) if isinstance(fields[name], str) else fields[name] for name in _REPEATED if name in fields
        }
        result = json.dumps(message | {"text": fields["text"]} | repeated)
        if self._send_seconds:
            asyncio.get_running_loop().call_later(self._send_seconds, respond, result)
        else:
            respond(result)

    def _count(self, chat_id: int) -> None:
        self._last = time.perf_counter()
        if not (since := self._since[chat_id]):
            self._unasked += 1
            return
        self._latencies.append(self._last - since.popleft())
        if len(self._latencies) == self._wanted:
            self._done.set()

    async def _pour(self, updates: int, a_second: float, began: float) -> None:
        for number in range(updates):
            due = began + number / a_second
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            self._make(due)
            self._hand_out()

    async def _answered(self, began: float) -> None:
        self._last = began
        while not self._done.is_set() and time.perf_counter() - self._last < _PATIENCE_SECONDS:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._done.wait(), 1.0)

    def _hand_out(self) -> None:
        """Give what there is to the poll that waits, should one wait."""
        if self._poll is None:
            return
        while self._left and len(self._unconfirmed) < _BATCH:
            self._left -= 1
            self._make(time.perf_counter())
        if self._unconfirmed:
            respond, self._poll = self._poll, None
            respond("[" + ",".join(update for _, update in list(self._unconfirmed)[:_BATCH]) + "]")

    def _make(self, due: float) -> None:
        number = next(self._numbers) + 1
        chat_id = _FIRST_CHAT + number % self._chats
        text, language = self._messages[number % len(self._messages)]
        person = json.dumps(_person(chat_id) | {"is_bot": False, "language_code": language})
        message = f'"message_id":{number},"from":{person},"chat":{json.dumps(_person(chat_id))},"date":{int(time.time())},"text":{text}'
        self._unconfirmed.append((number, f'{{"update_id":{number},"message":{{{message}}}}}'))
        self._since[chat_id].append(due)

    def _give_up(self, respond: Respond) -> None:
        if self._poll is respond:
            self._poll = None
            respond("[]")


def _person(id_: int) -> dict[str, Any]:
    return {"id": id_, "first_name": "Somebody", "username": f"somebody{id_}", "type": "private"}


class Connection(asyncio.Protocol):
    """HTTP/1.1, as far as clients of the Bot API go."""

    def __init__(self, account_of: Callable[[str], Account]) -> None:
        """Answer for the account of whatever token comes."""
        self._account_of = account_of
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where answers are written."""
        self._transport: Any = transport  # uvloop's is not of asyncio's class

    def data_received(self, data: bytes) -> None:
        """Answer each request that has come in whole."""
        self._unread += data
        while (end := self._unread.find(b"\r\n\r\n") + 4) >= 4:
            head = self._unread[:end]
            length = int(found[1]) if (found := _LENGTH.search(head)) else 0
            if len(self._unread) < end + length:
                return
            body, self._unread = self._unread[end : end + length], self._unread[end + length :]
            self._answer(head, body)

    def _answer(self, head: bytes, body: bytes) -> None:
        request = _REQUEST.match(head)
        assert request, head
        account, method = self._account_of(request[1].decode()), request[2].decode()
        if method == "getUpdates":
            fields = fields_of(head, body)
            account.poll(int(fields.get("offset", 0)), float(fields.get("timeout", 0)), self._respond)
        elif method == "sendMessage":
            account.send(fields_of(head, body), self._respond)
        else:
            self._respond(json.dumps(_RESULTS.get(method, True)))

    def _respond(self, result: str) -> None:
        body = f'{{"ok":true,"result":{result}}}'.encode()
        if self._transport.is_closing():  # a bot that has stopped asks no longer
            return
        self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def fields_of(head: bytes, body: bytes) -> dict[str, Any]:
    """What a request says, in any of the four forms that clients choose."""
    if query := _QUERY.match(head):
        return dict(parse_qsl(query[1].decode()))
    kind = found[1] if (found := _TYPE.search(head)) else b""
    if kind == b"application/json":
        read: dict[str, Any] = json.loads(body)
        return read
    if kind != b"multipart/form-data":
        return dict(parse_qsl(body.decode()))
    parts = (part.partition(b"\r\n\r\n") for part in body.split(body[: body.find(b"\r\n")])[1:-1])
    return {name[1].decode(): value[:-2].decode() for about, _, value in parts if (name := _NAME.search(about))}


async def main(messages: Sequence[tuple[str, str]], chats: int) -> None:
    """Serve until standard input ends."""
    accounts: dict[str, Account] = {}

    def account_of(token: str) -> Account:
        if token not in accounts:
            accounts[token] = Account(messages, chats)
        return accounts[token]

    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(account_of), "127.0.0.1", 0)
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    print(json.dumps(server.sockets[0].getsockname()[1]), flush=True)
    async for line in orders:
        order = json.loads(line)
        print(json.dumps(await account_of(order.pop("token")).run(**order)), flush=True)


if __name__ == "__main__":
    with contextlib.suppress(ImportError):  # it is only to be out of the way
        import uvloop

        uvloop.install()
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), int(sys.argv[2])))
