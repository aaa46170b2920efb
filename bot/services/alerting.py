"""Tells owners what only they can mend, and never so often that they stop reading it."""

import datetime
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from msgspec.structs import replace

from bot.errors import InDoubt
from bot.services.answers import Answer
from bot.services.unasked_answers import Word
from bot.store.chats import ChatStore
from bot.store.outbox import Outbox
from bot.store.parcels import Failure, Trouble
from bot.text.language import Language

_log = logging.getLogger(__name__)
# Between two words of the same kind, in seconds; and how many of all kinds a day has.
_PAUSE_SECONDS, _DAY_SECONDS = 600, 86_400
_MOST_A_DAY = 20
# Of these, word in the outbox would lie there with everything else.
_PAST_THE_OUTBOX = frozenset({Failure.UNWRITABLE, Failure.UNSENT})


class Direct(Protocol):
    """Brings word to a person past the outbox; the courier of a front can.

    Its methods raise ChatGone, TryLater and InDoubt.
    """

    async def turn(self, chat_id: int) -> None:
        """Wait until the next message that nobody waits for may be sent."""
        ...

    async def bring(self, chat_id: int, answer: Answer) -> object:
        """Send an answer whose turn it is."""
        ...


@dataclass
class Alerts:
    """Word to the owners: of each kind once in ten minutes, of all together twenty times a day; the next one counts what was held back.

    *clock* is what people call the time, *seconds* counts and never goes back: no clock that is set wrong lets a flood through.
    """

    outbox: Outbox
    chats: ChatStore
    owners: Sequence[int]
    clock: Callable[[], datetime.datetime]
    seconds: Callable[[], float]
    # Handed in by the front, once it has one.
    direct: Direct | None = None
    _told: deque[tuple[float, Failure]] = field(default_factory=deque)
    _tried: dict[Failure, float] = field(default_factory=dict)
    _held: dict[Failure, tuple[int, int]] = field(default_factory=dict)
    _known: dict[int, tuple[Language, str]] = field(default_factory=dict)

    async def tell(self, failure: Failure, number: int = 0) -> None:
        """Let the owners know of a failure, unless they have just been told. *number* is that of an update, or how many wait.

        It raises nothing: whoever has found a failure has enough to do with it.
        """
        now, present = self.seconds(), int(self.clock().timestamp())
        if not self._may_tell(failure, now):
            self._hold_back(failure, 1, present)
            return
        count, since = self._held.pop(failure, (0, 0))
        # Before it is known whether it can be told: meanwhile the same may go wrong a thousand times.
        self._tried[failure] = now
        self._told.append((now, failure))
        if not await self._tell_all(Trouble(Language.EN, failure, count, since, number)):
            self._told.remove((now, failure))
            self._hold_back(failure, count + 1, since or present)

    def _hold_back(self, failure: Failure, count: int, since: int) -> None:
        """Have the next word of this kind tell of so many more."""
        others, first = self._held.get(failure, (0, since))
        self._held[failure] = others + count, min(first, since)

    def _may_tell(self, failure: Failure, now: float) -> bool:
        """Whether it is not too often now."""
        while self._told and now - self._told[0][0] >= _DAY_SECONDS:
            self._told.popleft()
        if failure in self._tried and now - self._tried[failure] < _PAUSE_SECONDS:
            return False
        # One place of the day is kept for each kind: what goes on all day must not hide what goes wrong besides.
        unheard = set(Failure) - {kind for _, kind in self._told} - {failure}
        return len(self._told) + len(unheard) < _MOST_A_DAY

    async def _tell_all(self, trouble: Trouble) -> bool:
        """Tell the owners; whether any of them could be told."""
        # The chat of a group is nobody's own.
        told = [await self._tell(owner, trouble) for owner in self.owners if owner > 0]
        return any(told)

    async def _tell(self, owner: int, trouble: Trouble) -> bool:
        """Tell one owner in whichever way works; whether one did."""
        language, zone = await self._speaks(owner)
        trouble = replace(trouble, language=language, zone=zone)
        if trouble.failure in _PAST_THE_OUTBOX:
            return await self._send(owner, trouble) or await self._queue(owner, trouble)
        return await self._queue(owner, trouble) or await self._send(owner, trouble)

    async def _speaks(self, owner: int) -> tuple[Language, str]:
        """The language and zone of an owner; those of the last time when the database does not say."""
        try:
            settings = await self.chats.settings(owner)
        except Exception as error:  # noqa: BLE001  # whatever it is, it must not keep the word from being told
            _log.warning("the settings of an owner cannot be read: %s", type(error).__name__)
        else:
            self._known[owner] = settings.language or settings.spoken or Language.EN, settings.zone or "UTC"
        return self._known.get(owner, (Language.EN, "UTC"))

    async def _queue(self, owner: int, trouble: Trouble) -> bool:
        """Leave word in the outbox; whether it takes it."""
        try:
            await self.outbox.put(trouble, owner)
        except Exception as error:  # noqa: BLE001  # there is another way
            _log.warning("word to an owner cannot be queued kind=%s: %s", trouble.failure, type(error).__name__)
            return False
        return True

    async def _send(self, owner: int, trouble: Trouble) -> bool:
        """Send word past the outbox; whether it went, or may have gone."""
        if self.direct is None:
            return False
        try:
            await self.direct.turn(owner)
            await self.direct.bring(owner, Word(trouble.language, trouble))
        except InDoubt:
            return True
        except Exception as error:  # noqa: BLE001  # the next one counts it
            _log.warning("word to an owner cannot be sent kind=%s: %s", trouble.failure, type(error).__name__)
            return False
        return True
