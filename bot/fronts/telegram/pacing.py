"""When the next message may be sent, so that Telegram never has to refuse one.

Broadcasts go one after the other at an even pace, so that any second holds no more than its limit. What people wait for goes between them
and first: a few at once, and when there are more, at the even pace, too, for what is let go together does not arrive together. All of it is
counted together, and after a refusal nothing goes until Telegram's time is over.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import TryLater

# Of two messages sent a second apart, the second may arrive a little early: a window is this much longer, in seconds.
_JITTER = 0.015
# Behind the limit by as much as hides what the way to Telegram adds or takes: 29.5 a second where 30 are allowed.
_EVEN_SHARE = 59 / 60
# What is to be written down before a message goes takes a few milliseconds; this is half of the way from one to the next.
_LEAD_SECONDS = 0.017
# Chats that nothing has been sent to for longer are forgotten, in seconds.
_MINUTE = 60.0
# So many messages that people wait for go at once.
_AT_ONCE = 5
# Somebody who is waited for goes first; this much later the next one looks again.
_TURN_SECONDS = 0.001
_MANY_CHATS = 5_000


@dataclass(frozen=True)
class Limits:
    """How many messages Telegram takes: over all in a second, to one group or channel in a minute; and the pause in a private chat."""

    a_second: int = 30
    a_minute_in_group: int = 20
    private_seconds: float = 1.0


class Pacer:
    """Gives turns to send."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        """Keep within *limits*; *clock* counts seconds."""
        self._limits = limits
        self._clock = clock
        self._rate = limits.a_second * _EVEN_SHARE
        self._recent: deque[float] = deque(maxlen=limits.a_second)
        self._chats: dict[int, tuple[float, ...]] = {}
        self._next_even = 0.0
        self._frozen_until = 0.0
        # What was refused once goes on at the even pace, until as much time has passed as made it be refused.
        self._even_until = 0.0
        self._waiting = 0
        self._order = asyncio.Lock(), asyncio.Lock()

    def freeze(self, seconds: float) -> None:
        """Let nothing be sent for so many *seconds*: Telegram has said so."""
        self._frozen_until = max(self._frozen_until, self._clock() + seconds)
        self._next_even = max(self._next_even, self._frozen_until)
        self._even_until = self._frozen_until + 1.0

    def wait(self, chat_id: int | None) -> float:
        """How long a chat has to be left alone yet, in seconds; the limits over all are not counted."""
        now = self._clock()
        return max(self._frozen_until - now, self._chat_wait(chat_id, now), 0.0)

    async def approach(self) -> None:
        """Wait until shortly before the next turn of a message that nobody waits for."""
        lead = self._next_even - self._clock() - _LEAD_SECONDS
        if lead > 0:
            await asyncio.sleep(min(lead, 1.0))

    async def turn(self, chat_id: int | None, *, urgent: bool, patience: float) -> None:
        """Wait until a message may be sent to a chat, and count it; None is a message in a chat the bot does not see.

        Raises:
            TryLater: it would be longer than *patience*, in seconds.
        """
        deadline = self._clock() + patience
        while True:
            while (wait := self.wait(chat_id)) > 0:
                await self._sleep(wait, deadline)
            async with self._order[urgent]:
                await self._overall(urgent, deadline)
                # Something else may have gone to this chat meanwhile.
                if self.wait(chat_id) <= 0:
                    return self._count(chat_id)

    async def _overall(self, urgent: bool, deadline: float) -> None:
        """Wait until a message may be sent at all."""
        # Who waits for the limit of their own chat is not among those who go first: one who writes fast would hold up all the others.
        self._waiting += urgent
        try:
            while True:
                now = self._clock()
                wait = max(self._frozen_until - now, self._window_wait(now), self._next_even - now - urgent * self._head_start(now))
                if wait <= 0 and (urgent or not self._waiting):
                    return
                await self._sleep(max(wait, _TURN_SECONDS), deadline)
        finally:
            self._waiting -= urgent

    def _head_start(self, now: float) -> float:
        """How far ahead of the even pace a message goes that somebody waits for, in seconds; after a refusal none does."""
        return 0.0 if now < self._even_until else _AT_ONCE / self._rate

    async def _sleep(self, seconds: float, deadline: float) -> None:
        if self._clock() + seconds > deadline:
            raise TryLater(seconds)
        await asyncio.sleep(seconds)

    def _window_wait(self, now: float) -> float:
        full = len(self._recent) == self._limits.a_second
        return self._recent[0] + 1.0 + _JITTER - now if full else 0.0

    def _chat_wait(self, chat_id: int | None, now: float) -> float:
        sent = self._chats.get(chat_id) if chat_id is not None else None
        if not sent:
            return 0.0
        if chat_id is not None and chat_id > 0:
            return sent[-1] + self._limits.private_seconds + _JITTER - now if self._limits.private_seconds else 0.0
        return sent[0] + _MINUTE + _JITTER - now if len(sent) == self._limits.a_minute_in_group else 0.0

    def _count(self, chat_id: int | None) -> None:
        now = self._clock()
        self._recent.append(now)
        self._next_even = max(self._next_even, now) + 1.0 / self._rate
        if chat_id is None:
            return
        if chat_id not in self._chats and len(self._chats) > _MANY_CHATS:
            self._chats = {id_: sent for id_, sent in self._chats.items() if sent[-1] > now - _MINUTE - 1}
        # A deque for each would take 800 bytes, and there are many.
        kept = 1 if chat_id > 0 else self._limits.a_minute_in_group
        self._chats[chat_id] = (*self._chats.get(chat_id, ()), now)[-kept:]
