"""What keeps the bot from Telegram, told once for each time it lasts."""

import datetime
import logging
import math
import time
from collections.abc import Callable

from telegram.error import Conflict, TelegramError

_log = logging.getLogger(__name__)
# Two failures further apart than a poll and the pause before it had a success between them, in seconds.
_OUTAGE_SECONDS = 120.0


class Outages:
    """Logs the same trouble once, for as long as it lasts."""

    def __init__(self, conflict: Callable[[], None]) -> None:
        """Nothing is wrong yet. *conflict* is called when another program takes the updates, too: somebody has to end one of the two."""
        self._last_failure, self._last_was_conflict = -math.inf, False
        self._wrong = False
        self._on_conflict = conflict

    @property
    def go_on(self) -> bool:
        """Whether something has been wrong just now."""
        return self._wrong

    def over(self) -> None:
        """Take note that Telegram has answered."""
        self._wrong = False

    def report(self, error: TelegramError) -> None:
        """Log an *error*, unless it goes on from the one before."""
        now, conflict = time.monotonic(), isinstance(error, Conflict)
        if now - self._last_failure > _OUTAGE_SECONDS or conflict is not self._last_was_conflict:
            if conflict:
                _log.error("another program takes this bot's updates; run only one: %s", error)
            else:
                _log.warning("Telegram cannot be reached, trying on: %s", error)
        self._last_failure, self._last_was_conflict, self._wrong = now, conflict, True
        if conflict:
            self._on_conflict()


def seconds_of(wait: int | float | datetime.timedelta) -> float:
    """A wait as Telegram or the library tells it, in seconds."""
    return wait.total_seconds() if isinstance(wait, datetime.timedelta) else float(wait)
