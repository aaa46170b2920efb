"""Answers while the store is away, as far as they need none; what was answered is not answered again when it is back."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from functools import partial

from bot.errors import BotError, StoreAway
from bot.fronts.telegram.handling import JSON, Handler, Handling, in_hand, lane_of

_log = logging.getLogger(__name__)
# Telegram shows a hundred at a time; only those can come again.
_REMEMBERED = 10_000
# Who waits for what was begun, such as a stop, waits no longer than this, in seconds: Telegram may be away, too.
_PATIENCE_SECONDS = 15.0


class StandIn:
    """Handles updates that cannot be written down. Telegram keeps them, and sends them again."""

    def __init__(self, handler: Handler) -> None:
        """Let *handler* answer."""
        self._handler = handler
        # Whether each is done with; the others wait for the store.
        self._taken: OrderedDict[int, bool] = OrderedDict()
        self._last: dict[int, asyncio.Task[None]] = {}
        # The chats of which something waits for the store: what they say after it waits, too.
        self._waiting: set[int] = set()
        self._running: set[asyncio.Task[None]] = set()

    def take(self, some: Sequence[JSON]) -> None:
        """Handle *some* updates, but those that have been tried before."""
        for update in some:
            if update["update_id"] not in self._taken:
                self._taken[update["update_id"]] = False
                lane = lane_of(update)
                task = asyncio.create_task(self._handle(update, self._last.get(lane)))
                self._last[lane] = task
                self._running.add(task)
                task.add_done_callback(partial(self._drop, lane))
        while len(self._taken) > _REMEMBERED:
            self._taken.popitem(last=False)

    def _drop(self, lane: int, ended: asyncio.Task[None]) -> None:
        self._running.discard(ended)
        if self._last.get(lane) is ended:
            del self._last[lane]

    async def _handle(self, update: JSON, before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait([before])
        if lane_of(update) in self._waiting:
            return
        handling = Handling(None, update["update_id"])
        in_hand.set(handling)
        try:
            await self._handler.handle(update, handling)
        except asyncio.CancelledError:
            if handling.begun:
                self._taken[update["update_id"]] = True
            else:
                self._taken.pop(update["update_id"], None)  # it may be tried again
            raise
        except StoreAway as error:
            # It needs the store: it is handled when that is back. But what may have been changed is not changed again.
            self._taken[update["update_id"]] = handling.begun
            if handling.begun:
                await self._handler.fail(update, error)
            else:
                self._waiting.add(lane_of(update))
        except BotError as error:
            _log.warning("an answer was not sent: %s", error)
            self._taken[update["update_id"]] = handling.begun
        except Exception as error:  # noqa: BLE001  # one update must not hold up the others
            await self._handler.fail(update, error)
            self._taken[update["update_id"]] = True
        else:
            self._taken[update["update_id"]] = True

    async def settled(self) -> None:
        """Return when what was begun is done; what takes too long is broken off, and handled again where nothing was sent for it."""
        if not self._running:
            return
        _, late = await asyncio.wait(set(self._running), timeout=_PATIENCE_SECONDS)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    def has_done(self, update: JSON) -> bool:
        """Whether an update is done with."""
        return self._taken.get(update["update_id"], False)

    def done(self) -> list[int]:
        """The numbers of all that are done with."""
        return [number for number, done in self._taken.items() if done]

    def forget(self, some: Sequence[JSON]) -> None:
        """Forget *some* updates: they are written down, or confirmed."""
        for update in some:
            self._taken.pop(update["update_id"], None)

    def end(self) -> None:
        """Wait with nothing any longer: the store is back, and knows what comes after what."""
        self._waiting.clear()
