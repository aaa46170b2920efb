"""What was asked of the server, in the order it came."""

import asyncio
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from .decoding import Fields
from .faults import Fault


@dataclass(frozen=True)
class Call:
    """One request to a known method; *at* is the server's clock, in seconds. `call["text"]` reads a field.

    *arrived* is when it came by the clock that floods are measured with; it never goes back. *fault* is what the call
    met with: a `Cut` was carried out although nobody was told.
    """

    method: str
    fields: Fields
    at: float
    arrived: float
    fault: Fault | None = None

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    def __contains__(self, name: str) -> bool:
        return name in self.fields


@dataclass(frozen=True)
class Refusal:
    """One request the server refused of itself; faults a test asked for are not among them."""

    method: str
    fields: Fields
    error_code: int
    description: str


@dataclass
class Journal:
    """The calls so far, each handed out once by `next_call`."""

    calls: list[Call] = field(default_factory=list)
    # By method, so that handing out the last of thousands is no dearer than the first.
    _waiting: defaultdict[str, deque[Call]] = field(default_factory=lambda: defaultdict(deque))
    _arrival: asyncio.Event = field(default_factory=asyncio.Event)

    def record(self, call: Call) -> None:
        """Write *call* down and wake whoever waits for it."""
        self.calls.append(call)
        self._waiting[call.method].append(call)
        self._arrival.set()
        self._arrival = asyncio.Event()

    def take(self, method: str) -> Call | None:
        """The next call of *method* not yet handed out, None when there is none."""
        waiting = self._waiting[method]
        return waiting.popleft() if waiting else None

    async def next_call(self, method: str, timeout: float) -> Call:  # noqa: ASYNC109 - the caller's unit is seconds
        """The next call of *method* not yet handed out.

        Raises:
            TimeoutError: none came within *timeout* seconds; the message lists what did come.
        """
        try:
            async with asyncio.timeout(timeout):
                while (call := self.take(method)) is None:
                    await self._arrival.wait()
                return call
        except TimeoutError:
            seen = dict(Counter(call.method for call in self.calls))
            raise TimeoutError(f"no further {method} within {timeout} s; calls so far: {seen}") from None
