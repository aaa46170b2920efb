"""One update in hand: what may be done twice, and what must not."""

from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from typing import Any, Protocol, TypeGuard

from bot.errors import BotError, StoreAway

JSON = Mapping[str, Any]
# What the database can hold; Telegram's own have 52 bits.
LEAST_ID, MOST_ID = -(2**63), 2**63 - 1
# Writes down that an update, by its number, is being answered, or with False that something is being changed for it.
Begin = Callable[[int, bool], Awaitable[None]]


class NotOurs(BotError):
    """An update that was in hand has been taken over by another process, which took this one for ended."""


class Handling:
    """An update in hand. Until something is begun for it, it may be handled once more from the start."""

    def __init__(self, begin: Begin | None, update_id: int, *, interrupted: bool = False) -> None:
        """Write down by *begin* what is begun; without it nothing can be written down.

        *interrupted* says that a process ended while it changed something for it.
        """
        self._begin = begin
        self.update_id = update_id
        self.interrupted = interrupted
        self._doing = self._answering = False

    @property
    def is_written_down(self) -> bool:
        """Whether what is begun for it can be written down."""
        return self._begin is not None

    @property
    def begun(self) -> bool:
        """Whether it must not be handled a second time."""
        return self._doing or self._answering

    @property
    def is_answering(self) -> bool:
        """Whether its answer may have been sent."""
        return self._answering

    async def do(self) -> None:
        """Say that something is about to be changed for it.

        Raises:
            NotOurs: it must not be.
            StoreAway: it cannot be now.
        """
        if not self.is_written_down:
            raise StoreAway("nothing can be changed while nothing can be written down")
        if not self.begun:
            await self._note(answering=False)
            self._doing = True

    async def answer(self) -> None:
        """Say that its answer is about to be sent.

        Raises:
            NotOurs: it must not be.
        """
        if not self._answering:
            await self._note(answering=True)
            self._answering = True

    async def _note(self, *, answering: bool) -> None:
        if self._begin:
            await self._begin(self.update_id, answering)


# What the task at hand answers: whoever sends says so first, however deep below the handler.
in_hand: ContextVar[Handling | None] = ContextVar("in_hand", default=None)


class Handler(Protocol):
    """Whoever answers updates."""

    async def handle(self, update: JSON, handling: Handling) -> None:
        """Answer one."""
        ...

    async def fail(self, update: JSON, error: Exception) -> None:
        """Say that one could not be answered; raises nothing."""
        ...


def lane_of(update: JSON) -> int:
    """The chat whose order an update belongs to, or the person where there is no chat; 0 of what has neither."""
    payload = next((value for name, value in update.items() if name != "update_id"), None)
    if not isinstance(payload, Mapping):
        return 0
    message = payload.get("message")
    holder = payload.get("chat") or (message.get("chat") if isinstance(message, Mapping) else None) or payload.get("from")
    number = holder.get("id") if isinstance(holder, Mapping) else None
    return number if is_id(number) else 0


def is_update(value: object) -> TypeGuard[JSON]:
    """Whether a value is an update at least so far that it has a number."""
    return isinstance(value, Mapping) and is_id(value.get("update_id"))


def is_id(value: object) -> TypeGuard[int]:
    """Whether a value is a number that fits the database."""
    return type(value) is int and LEAST_ID <= value <= MOST_ID
