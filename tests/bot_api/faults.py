"""Trouble a test orders in advance."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import web

from .errors import Refused, too_many_requests


@dataclass(frozen=True)
class Fail:
    """Answer with this refusal and do nothing."""

    refusal: Refused


@dataclass(frozen=True)
class FailWithHtml:
    """Answer as a gateway does that reaches no server: HTML, no JSON."""

    status: int

    def response(self) -> web.Response:
        """The page."""
        page = f"<html>\r\n<head><title>{self.status}</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
        return web.Response(status=self.status, text=page, content_type="text/html")


@dataclass(frozen=True)
class Cut:
    """Do as asked, then close the connection without an answer: the bot cannot know."""


Fault = Fail | FailWithHtml | Cut


# What a broadcast meets now and then, by the names `at_random` knows.
_AT_RANDOM: dict[str, Fault] = {
    "cut": Cut(),
    "429": Fail(too_many_requests(1)),
    "500": Fail(Refused(500, "Internal Server Error: restart")),
    "502": FailWithHtml(502),
    "504": FailWithHtml(504),
}
# What brings a message to a chat. Looking about in it, or typing, uses no fault up.
_BRINGING = frozenset(("sendMessage", "sendDocument", "sendPhoto"))


@dataclass
class Faults:
    """Faults by method and by chat, each used once, in the order they were asked for, and faults by chance."""

    _by_method: defaultdict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _by_chat: defaultdict[int, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _rates: dict[str, float] = field(default_factory=dict)
    _random: Random = field(default_factory=Random)
    _delays: dict[str, float] = field(default_factory=dict)

    def fail_next(
        self,
        method: str,
        status: int,
        description: str,
        parameters: dict[str, Any] | None = None,
        times: int = 1,
    ) -> None:
        """Refuse the next *times* calls of *method* with this body."""
        self._by_method[method].extend([Fail(Refused(status, description, parameters))] * times)

    def fail_next_with_html(self, method: str, status: int) -> None:
        """Answer the next call of *method* with a gateway's HTML page."""
        self._by_method[method].append(FailWithHtml(status))

    def cut_next(self, method: str) -> None:
        """Carry out the next call of *method*, then close the connection without an answer."""
        self._by_method[method].append(Cut())

    def fail_chat(
        self,
        chat_id: int,
        status: int,
        description: str,
        parameters: dict[str, Any] | None = None,
        times: int = 1,
    ) -> None:
        """Refuse the next *times* messages to the chat with this body."""
        self._by_chat[chat_id].extend([Fail(Refused(status, description, parameters))] * times)

    def cut_chat(self, chat_id: int, times: int = 1) -> None:
        """Take the next *times* messages to the chat, then close the connection without an answer."""
        self._by_chat[chat_id].extend([Cut()] * times)

    def at_random(self, random: Random, rates: Mapping[str, float]) -> None:
        """Let each sendMessage without an ordered fault meet one of *rates* by chance; an empty mapping ends it.

        Args:
            random: where chance comes from; the same seed gives the same faults to the same number of calls.
            rates: from "cut", "429", "500", "502" or "504" to a probability, 0-1; all of them together at most 1.

        Raises:
            ValueError: a fault of another name, or too many of them.
        """
        if unknown := rates.keys() - _AT_RANDOM.keys():
            raise ValueError(f"no such faults: {sorted(unknown)}; there are {list(_AT_RANDOM)}")
        if sum(rates.values()) > 1:
            raise ValueError(f"more faults than calls: {dict(rates)}")
        self._random, self._rates = random, dict(rates)

    def delay(self, method: str, seconds: float) -> None:
        """Answer every call of *method* this much later than it is carried out; 0 ends it."""
        self._delays[method] = seconds

    def take_fault(self, method: str, chat_id: object) -> Fault | None:
        """The fault for this call, None when all goes well; those of the method come before those of the chat."""
        if waiting := self._by_method.get(method):
            return waiting.popleft()
        # A chat id of another shape is refused later, for what it is.
        if method in _BRINGING and isinstance(chat_id, int) and (waiting := self._by_chat.get(chat_id)):
            return waiting.popleft()
        return self._by_chance() if method == "sendMessage" and self._rates else None

    def _by_chance(self) -> Fault | None:
        [name] = self._random.choices([*self._rates, None], [*self._rates.values(), 1 - sum(self._rates.values())])
        return _AT_RANDOM[name] if name else None

    async def linger(self, method: str) -> None:
        """Hold the answer back as long as the test wished."""
        await asyncio.sleep(self._delays.get(method, 0.0))
