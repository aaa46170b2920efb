"""Updates between Telegram and whoever answers them: written down before they are confirmed, each chat's in their order, each once.

One loop does all the writing, in one transaction for whatever has gathered since the one before: what arrived, what is about to be
answered, and what is done. The busier it is, the less of that an update costs.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.errors import BotError, ChatGone, InDoubt, StoreAway, TryLater
from bot.fronts.telegram.gathered import Gathered, resolve
from bot.fronts.telegram.handling import JSON, Handler, Handling, NotOurs, in_hand, lane_of
from bot.fronts.telegram.json_text import decode, encode
from bot.fronts.telegram.standing_in import StandIn
from bot.store.updates import LEASE, Arrived, Taken, Turn, UpdateStore

_log = logging.getLogger(__name__)
# In hand at the same moment over all chats. They go in step: while half of them wait for Telegram, the other half is answered. With half as
# many the processor idles a quarter of the time at 50 ms a send, and a third fewer are answered; with more, no more are.
_MOST_IN_HAND = 192
# Not handled yet, over all replicas: beyond it, Telegram keeps what comes.
MOST_UNFINISHED = 1_000
# How often an update is tried, and the pauses between, in seconds.
_TRIES, _PAUSES = 3, (0.3, 1.5)
# A wait that Telegram asks for is sat out up to this long, in seconds.
_PATIENCE_SECONDS = 60.0
# Seconds between looks at what other replicas have left behind, and between renewals of what is in hand.
_LOOK_SECONDS, _RENEW_SECONDS, _CLEAR_SECONDS = 1.0, 3, 3_600
_AWAY_SECONDS = 0.5
# A store that takes no updates may still be read; longer than this nobody is kept waiting for it, in seconds.
_READ_SECONDS = 1.0
# With this many in hand, what is to be written down gathers for so long, in seconds: nobody notices, and all of them cost less.
_MANY, _GATHER_SECONDS = 32, 0.02
# An orderly stop waits for what has not begun to be answered, and for what has, in seconds; the rest is for the next start.
_STOP_SECONDS, _LAST_SECONDS = 3.0, 20.0


class Full(BotError):
    """More has come than can be handled: Telegram is to keep the rest."""


def _nothing(*_: object) -> None:
    """Tell nobody."""


@dataclass
class Alarms:
    """Who is told of trouble: an update was set aside, by its number; the store does not take updates; so many wait that it is full."""

    aside: Callable[[int], None] = _nothing
    away: Callable[[], None] = _nothing
    full: Callable[[int], None] = _nothing


class Intake:
    """Takes updates in, and has them handled. `run` it beside whatever calls `put`."""

    def __init__(
        self, store: UpdateStore, handler: Handler, present: Callable[[], int], *, alone: bool = False, alarms: Alarms | None = None
    ) -> None:
        """Keep updates in *store*; *present* gives seconds since the epoch; *alone* says that no other process shares the store."""
        self._store = store
        self._handler = handler
        self._present = present
        self._alone = alone
        self._alarms = alarms or Alarms()
        self._gathered = Gathered()
        self._woken = asyncio.Event()
        # What is in hand, and whose order each belongs to.
        self._in_hand: dict[int, tuple[asyncio.Task[None], Handling, int]] = {}
        self._renewed = self._cleared = self._wrote = present()
        self._back = asyncio.Event()
        self._back.set()
        self._stand_in = StandIn(handler)
        # The chats of which the store held something that is not in hand here, when it took no updates last.
        self._left: set[int] = set()
        # Whether the store may have given us updates and could not say so.
        self._in_doubt = False
        # A store that is away when this begins is asked again.
        self._recovered = False
        self.unfinished = 0

    @property
    def in_hand(self) -> int:
        """How many updates are being handled here."""
        return len(self._in_hand)

    @property
    def is_full(self) -> bool:
        """Whether no more can be taken in for now."""
        return self.unfinished >= MOST_UNFINISHED

    @property
    def is_away(self) -> bool:
        """Whether the store takes no updates for now."""
        return not self._back.is_set()

    async def put(self, some: Sequence[JSON]) -> None:
        """Return when *some* updates are written down, and may be confirmed.

        Raises:
            Full, StoreAway: they are not; Telegram has to send them again.
        """
        if self.is_full:
            self._alarms.full(self.unfinished)
            raise Full("more updates wait than may")
        await self._stand_in.settled()
        rows = [Arrived(one["update_id"], lane_of(one), encode(one).decode(), self._stand_in.has_done(one)) for one in some]
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._gathered.arrived.append((rows, written))
        self._woken.set()
        try:
            await written
        except StoreAway:
            # What was written down of a chat and is still in hand, or was left by a process that has ended, comes before it.
            earlier = {lane for _, _, lane in self._in_hand.values()} | self._left
            self._stand_in.take([one for one in some if lane_of(one) not in earlier])
            raise
        self._stand_in.forget(some)
        self._stand_in.end()

    async def _left_lanes(self) -> set[int]:
        """The chats of which something is left in the store, as far as that can be read: a file that is locked can."""
        try:
            async with asyncio.timeout(_READ_SECONDS):
                return await self._store.lanes()
        except Exception:  # noqa: BLE001  # a table may be gone, or a right to it, as where updates are written down
            return set()

    async def answered_without(self, some: Sequence[JSON]) -> int:
        """How many of *some* updates, from the first on, have been handled although they could not be written down.

        Telegram need not send them again.
        """
        await self._stand_in.settled()
        answered = next((place for place, one in enumerate(some) if not self._stand_in.has_done(one)), len(some))
        # They may be there, unheard: then it is written down that they are done.
        self._gathered.answered.update(one["update_id"] for one in some[:answered])
        self._stand_in.forget(some[:answered])
        return answered

    async def run(self, stop: asyncio.Event) -> None:
        """Write down and hand out until told to *stop*.

        What is being answered then is waited for, and the rest left for the next start.
        """
        stopping = asyncio.create_task(self._wake_at(stop))
        try:
            await self._safely(self._recover())
            while not stop.is_set():
                await self._wait(_LOOK_SECONDS)
                if len(self._in_hand) >= _MANY:
                    await asyncio.sleep(_GATHER_SECONDS)
                await self._turn(_MOST_IN_HAND - len(self._in_hand))
                await self._safely(self._look_after())
            await self._finish()
        finally:
            stopping.cancel()

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._woken.set()

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        self._woken.clear()

    async def _turn(self, room: int) -> None:
        """Write down what has gathered, and take up to *room* updates in hand."""
        gathered, self._gathered = self._gathered, Gathered()
        if self.is_away:
            # Another replica may be asked for them as soon as the store is back.
            gathered.answered.update(self._stand_in.done())
        arrived = [row for rows, _ in gathered.arrived for row in rows]
        arrived += [Arrived(number, 0, "", done=True) for number in gathered.answered]
        try:
            # On a full disk what writes nothing goes well: only what has been written shows that the store is back.
            turn = await self._store.turn(arrived, gathered.marks(), max(room, 0), self._present(), probing=self.is_away)
        except Exception as error:  # noqa: BLE001  # a table may be gone, or a right to it: whoever waits here must be let go
            await self._bear(gathered, error)
            return
        self._wrote = self._present()
        if self.is_away:
            self._back.set()
            _log.info("the store takes updates again")
        self._settle(gathered, turn)

    def _settle(self, gathered: Gathered, turn: Turn) -> None:
        """Let those go on who waited for what has been written down, and begin what is in hand."""
        self.unfinished = turn.unfinished
        for _, written in gathered.arrived:
            resolve(written)
        for update_id, (_, begun) in gathered.begun.items():
            lost = None if update_id in turn.begun else NotOurs(f"update {update_id} is not in hand any longer")
            resolve(begun, lost)
        for taken in turn.taken:
            handling = Handling(self._begin, taken.update_id, interrupted=taken.interrupted)
            self._in_hand[taken.update_id] = asyncio.create_task(self._handle(taken, handling)), handling, taken.lane

    async def _bear(self, gathered: Gathered, error: Exception) -> None:
        """Go on as far as one can without the store: who waits for an answer gets it, and what was to be written down is kept."""
        self._in_doubt = True
        if not self.is_away:
            self._back.clear()
            # What else is raised may repeat people's words.
            _log.error("updates cannot be written down: %s", error if isinstance(error, StoreAway) else type(error).__name__)
            self._alarms.away()
        self._gathered.answered |= gathered.answered
        # Another process that reaches the store takes over what this one has held for too long.
        lost = not self._alone and abs(self._present() - self._wrote) >= LEASE - 1
        for update_id, (answering, begun) in gathered.begun.items():
            resolve(begun, NotOurs(f"update {update_id} may be another's by now") if lost else None)
            if not lost:
                # It goes on, and what has begun is written down as such: that it has ended is said when it has.
                self._gathered.begun.setdefault(update_id, (answering, begun))
        self._gathered.ended |= gathered.ended
        self._gathered.aside |= gathered.aside
        self._gathered.given_back |= gathered.given_back
        if gathered.arrived:
            # Before whoever waits goes on, so that nothing is taken in hand between the two.
            self._left = await self._left_lanes()
        for _, written in gathered.arrived:
            # Also where all of them have been answered: whoever asks Telegram goes on asking for others, and can be stopped.
            resolve(written, StoreAway("it could not be written down"))
        await asyncio.sleep(_AWAY_SECONDS)

    async def _begin(self, update_id: int, answering: bool) -> None:  # as `Begin` has it
        begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._gathered.begun[update_id] = answering, begun
        self._woken.set()
        await begun

    async def _handle(self, taken: Taken, handling: Handling) -> None:
        """Answer one update, and note what became of it."""
        in_hand.set(handling)
        outcome = "ended"
        try:
            if not await self._handled(taken.body, taken.tries, handling):
                outcome = "aside"
                _log.error("an update was set aside number=%d", taken.update_id)
                self._alarms.aside(taken.update_id)
        except NotOurs as error:
            outcome = ""
            _log.warning("left to another process: %s", error)
        except asyncio.CancelledError:
            # What was being changed stays so: the next start tells whoever wanted it.
            outcome = "ended" if handling.is_answering else "" if handling.begun else "given_back"
            raise
        finally:
            del self._in_hand[taken.update_id]
            if outcome:
                getattr(self._gathered, outcome).add(taken.update_id)
            self._woken.set()

    async def _handled(self, body: str, tries: int, handling: Handling) -> bool:
        """Whether an update could be handled, now or on another try; one that has ended the process too often is not tried again."""
        try:
            update: JSON = decode(body)
        except (ValueError, RecursionError):
            return False
        failure: Exception | None = None
        while tries <= _TRIES:
            try:
                await self._handler.handle(update, handling)
            except NotOurs:
                raise
            except (ChatGone, InDoubt) as error:
                await self._handler.fail(update, error)
                return True
            except Exception as error:  # noqa: BLE001  # whatever it was: one update must not hold up the others
                failure = error
                if handling.begun:
                    break
                if isinstance(error, TryLater) and error.after > _PATIENCE_SECONDS:
                    break
                if isinstance(error, StoreAway) and self.is_away:
                    await self._back.wait()
                    continue
            else:
                return True
            if tries < _TRIES:
                await asyncio.sleep(_pause(failure, tries))
            tries += 1
        # What Telegram did not take in time is no fault of the update. And what is said now is no answer to it.
        handled = isinstance(failure, TryLater) or handling.begun
        if failure:
            await self._handler.fail(update, failure)
        return handled

    async def _safely(self, looking: Awaitable[object]) -> None:
        try:
            await looking
        except StoreAway:
            pass  # it is told of where updates are written down
        except Exception as error:  # noqa: BLE001  # people are to be answered all the same
            _log.error("updates in hand cannot be looked after: %s", type(error).__name__)

    async def _look_after(self) -> None:
        """Keep what is in hand, take over what others have left behind, and forget what was handled long ago."""
        now = self._present()
        if self._in_hand and abs(now - self._renewed) >= _RENEW_SECONDS:
            self._renewed = now
            await self._store.renew(now)
        if self._in_doubt:
            noted = self._gathered.ended | self._gathered.aside | self._gathered.given_back
            await self._store.give_back_others([*self._in_hand, *noted])
            self._in_doubt = False
            self._woken.set()
        if not (self._alone and self._recovered):
            await self._recover()
        if abs(now - self._cleared) >= _CLEAR_SECONDS:
            # A little each second, until there is no more.
            self._cleared = self._cleared if await self._store.clear(now) else now

    async def _recover(self) -> None:
        """Take over what others had in hand when they ended; where there are none, all of it at once, and once is enough."""
        if await self._store.recover(self._present(), all_of_them=self._alone):
            self._woken.set()
        self._recovered = True

    async def _finish(self) -> None:
        """Go on for a little, and wait for what is being answered; what has not begun by then is left for the next start."""
        await self._stand_in.settled()
        # Else the next start would answer them once more.
        self._gathered.answered.update(self._stand_in.done())
        begun_at, waited = asyncio.get_running_loop().time(), 0.0
        while (self._in_hand or not self._gathered.is_empty()) and not (self.is_away and waited > _LAST_SECONDS):
            waited = asyncio.get_running_loop().time() - begun_at
            for task, handling, _ in list(self._in_hand.values()):
                if waited > _LAST_SECONDS or (waited > _STOP_SECONDS and not handling.begun):
                    task.cancel()
            await self._wait(0.1)
            await self._turn(_MOST_IN_HAND - len(self._in_hand) if waited < _STOP_SECONDS else 0)
            # What has just been taken in hand begins: cancelled before its first step it would never say what became of it.
            await asyncio.sleep(0)


def _pause(failure: Exception, tries: int) -> float:
    """How long to wait before the next try, in seconds."""
    asked = min(failure.after, _PATIENCE_SECONDS) if isinstance(failure, TryLater) else 0.0
    return max(asked, _PAUSES[min(tries, len(_PAUSES)) - 1])
