"""What is said unasked: posts at their hour, word to people, owners' announcements. The tables are the truth, and a timer only wakes."""

import asyncio
import datetime
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from bot.services.alerting import Alerts
from bot.services.broadcasting import Broadcasting
from bot.services.choosing import choice_for
from bot.services.delivering import GRACE, LEASE, Courier, Delivering
from bot.services.schedules import days_between, next_due, times, today
from bot.store.parcels import Failure, Skipped, UsedUp
from bot.store.subscriptions import Subscription, Turn
from bot.text.language import Language

_log = logging.getLogger(__name__)
_TICK_SECONDS = 1.0
# A clock that is set back by less than this has only been corrected, in seconds.
_SET_BACK = 60
# Seconds between what is written down of the time, and between looks at what was sent long ago.
_LOOK_SECONDS, _CLEAR_SECONDS = 60, 3_600
# Further back than this, in seconds, days are counted and not looked at one by one.
_LONG_AGO = 3 * 86_400
_WEEK = datetime.timedelta(days=7)
# So many times `BATCH` schedules are reckoned anew in one tick, a fifth of a second: what is to be sent does not wait for a million.
_ANEW_A_TICK = 10


@dataclass
class Announcing:
    """Queues what is due, and has it delivered. One process at a time runs it: two would send at twice the pace Telegram allows."""

    delivering: Delivering
    broadcasting: Broadcasting
    owners: Sequence[int]
    alerts: Alerts
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _last: int | None = None
    _looked: int = 0
    _cleared: int = 0
    # The number of the last subscription whose schedule has been reckoned anew since the clock was set back; None when all have been.
    _anew_behind: int | None = None
    _failing: bool = False

    def wake(self) -> None:
        """Look at once whether there is anything to send."""
        self._woken.set()

    async def run(self, courier: Courier, stop: asyncio.Event) -> None:
        """Send what is due until told to *stop*; what is in flight then is waited for."""
        # The clock of who led before may have been another one: only what was written down counts.
        self._last = self._anew_behind = None
        lost = False
        while not stop.is_set():
            self._woken.clear()
            try:
                more = await self.tick(courier, stop)
            except Exception:  # noqa: BLE001  # whatever it was, the next tick may do better, and nothing is lost meanwhile
                more = False
                if lost:
                    # Not of the first time: what ends by itself within a second is nothing to be woken by.
                    await self.alerts.tell(Failure.UNSENT)
                else:
                    _log.exception("announcements cannot be sent")
                lost = True
            else:
                lost = False
            if not more:
                await self._pause(stop)

    async def _pause(self, stop: asyncio.Event) -> None:
        waiting = [asyncio.create_task(event.wait()) for event in (self._woken, stop)]
        await asyncio.wait(waiting, timeout=_TICK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()

    async def tick(self, courier: Courier, stop: asyncio.Event | None = None) -> bool:
        """Do what is to be done now; whether there may be more."""
        now = self.delivering.present()
        await self._watch_clock(now)
        due, queued, run_out = await self.delivering.outbox.waiting(now)
        if run_out:
            # First what is known of those that were sent when the store was lost: they are in no doubt.
            await self.delivering.write_marks()
            await self.delivering.outbox.recover(now)
        if due:
            await self._enqueue_safely(now)
        sent = await self.deliver_due(courier, stop) if due or queued or run_out else 0
        await self.broadcasting.show_progress(courier)
        return sent > 0 or self._anew_behind is not None

    async def _enqueue_safely(self, now: int) -> None:
        try:
            await self.enqueue_due(now)
        except Exception:  # noqa: BLE001  # whatever it was, what is queued already can be sent
            if self._failing:
                await self.alerts.tell(Failure.UNSENT)
            else:
                _log.exception("posts cannot be queued")
            self._failing = True
        else:
            self._failing = False

    async def enqueue_due(self, now: int) -> int:
        """Queue the posts that are due at *now*, in seconds since the epoch; how many.

        Those that come too late after a stop are left out, and owners are told how many.
        """
        count, late = 0, list[int]()
        while due := await self.delivering.subscriptions.due(now):
            posts, taken, used_up = await self.delivering.subscriptions.enqueue([self._turn(one, now) for one in due])
            count += posts
            late += [turn.subscription.chat_id for turn in taken for _ in range(turn.late)]
            for one in used_up:
                await self.delivering.outbox.put(UsedUp(one.languages[0], one.id), one.person_id or one.chat_id)
            await asyncio.sleep(0)
        await self._tell_owners(late)
        return count

    def _turn(self, subscription: Subscription, now: int) -> Turn:
        """What a due subscription comes to."""
        choices, late, following = [], 0, None
        grace = now - int(GRACE.total_seconds())
        since = (subscription.due_at or now) - 1
        if since < grace - _LONG_AGO:
            # Of a long stop the days need only be counted.
            late = days_between(subscription, since, grace - _LONG_AGO)
            since = grace - _LONG_AGO
        for day, due in times(subscription, since):
            if due > now:
                following = due
                break
            if due < grace:
                late += 1
            else:
                choices.append(choice_for(subscription, day, due, self.delivering.calendar))
        return Turn(subscription, tuple(choices), late, following)

    async def deliver_due(self, courier: Courier, stop: asyncio.Event | None = None) -> int:
        """Send what is queued, as much as is taken in hand at once; how many rows that was."""
        count = await self.delivering.deliver(courier, stop)
        await self._tell_owners(self.delivering.take_late())
        return count

    async def _tell_owners(self, late: Sequence[int]) -> None:
        if not late:
            return
        _log.warning("posts were skipped after a stop count=%d chats=%d", len(late), len(set(late)))
        for owner in self.owners:
            if owner > 0:
                settings = await self.delivering.chats.settings(owner)
                told = Skipped(settings.language or settings.spoken or Language.EN, len(late), len(set(late)))
                await self.delivering.outbox.put(told, owner)

    async def _watch_clock(self, now: int) -> None:
        """Notice a clock that was set back, also while nobody looked: then nothing may wait for what is now far off."""
        outbox, last = self.delivering.outbox, self._last
        if last is None:
            last = self._looked = await outbox.last_look()
        self._last = now
        if now < last - _SET_BACK:
            _log.warning("the clock went back by %d s: schedules are reckoned anew", last - now)
            await outbox.clock_went_back(now, LEASE)
            self._anew_behind = 0
        if self._anew_behind is not None:
            await self._reckon_anew(now)
        elif abs(now - self._looked) >= _LOOK_SECONDS:
            # Not before all schedules have been reckoned anew: whoever goes on after a crash in the middle is to notice it, too.
            self._looked = now
            await outbox.look(now)
        if abs(now - self._cleared) >= _CLEAR_SECONDS:
            # A little each second, until there is no more.
            self._cleared = self._cleared if await outbox.clear(now) else now

    async def _reckon_anew(self, now: int) -> None:
        """Reckon some schedules anew, those next in order of their numbers."""
        subscriptions = self.delivering.subscriptions
        for _ in range(_ANEW_A_TICK):
            some = await subscriptions.ahead(self._anew_behind or 0)
            anew = [(reckoned, one.due_at) for one in some if (reckoned := _reckoned(one, now)) != one]
            if anew:
                await subscriptions.reschedule(anew)
            self._anew_behind = some[-1].id if some else None
            if not some:
                return


def _reckoned(subscription: Subscription, now: int) -> Subscription:
    """A subscription as it is due from *now* on.

    Days that were posted or reported under a wrong clock are over; but nobody is to wait for them longer than a week.
    """
    last_day = subscription.last_day
    if last_day and last_day > today(subscription.zone, now) + _WEEK:
        subscription = replace(subscription, last_day=None)
    return replace(subscription, due_at=next_due(subscription, now))
