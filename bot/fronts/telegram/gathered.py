"""What gathers of updates until the next transaction writes it down, and who waits for that."""

import asyncio
from dataclasses import dataclass, field

from bot.store.updates import Arrived, Marks


@dataclass
class Gathered:
    """What the next transaction writes down; who waits for it has a future."""

    arrived: list[tuple[list[Arrived], asyncio.Future[None]]] = field(default_factory=list)
    answered: set[int] = field(default_factory=set)
    begun: dict[int, tuple[bool, asyncio.Future[None]]] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    aside: set[int] = field(default_factory=set)
    given_back: set[int] = field(default_factory=set)

    def marks(self) -> Marks:
        """What became of updates."""
        doing = [update_id for update_id, (answering, _) in self.begun.items() if not answering]
        answering = [update_id for update_id, (answering, _) in self.begun.items() if answering]
        return Marks(doing, answering, *map(list, (self.ended, self.aside, self.given_back)))

    def is_empty(self) -> bool:
        """Whether there is nothing to write down."""
        return not (self.arrived or self.answered or self.begun or self.ended or self.aside or self.given_back)


def resolve(waiting: "asyncio.Future[None]", error: Exception | None = None) -> None:
    """Let whoever waits go on; they may have been cancelled."""
    if waiting.done():
        return
    if error:
        waiting.set_exception(error)
    else:
        waiting.set_result(None)
