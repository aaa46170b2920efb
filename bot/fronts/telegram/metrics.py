"""What is counted while the bot runs, as Prometheus reads it.

Labels are of closed sets alone, the code's or Telegram's own: never what somebody wrote, a chat or the token.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from enum import StrEnum
from functools import cache

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    Summary,
    disable_created_metrics,
    generate_latest,
)
from telegram import Bot
from telegram.constants import UpdateType
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.services.answers import Answer

_log = logging.getLogger(__name__)
_PREFIX = "hundred_flowers_"
_OTHER = "other"
_UPDATE_KINDS = frozenset(UpdateType)
# The library names each method of the Bot API as Telegram does, too.
_METHODS = frozenset(name for name in dir(Bot) if name.isalpha() and not name.islower())
# A search takes a millisecond or two, an answer that writes some more; beyond a second something is wrong.
_ANSWER_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
# Prometheus gives a page ten seconds; what is to be read for it must not use them up.
_READING_SECONDS = 1.0
# When each series began is more than half of a page, and nobody asks for it.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library's types leave it out


class Failure(StrEnum):
    """Why Telegram did not do what it was asked."""

    TOO_MANY_REQUESTS = "too_many_requests"
    FORBIDDEN = "forbidden"
    BAD_REQUEST = "bad_request"
    CONFLICT = "conflict"
    UNAUTHORIZED = "unauthorized"
    SERVER_ERROR = "server_error"
    TIMED_OUT = "timed_out"
    NETWORK = "network"
    OTHER = "other"


# The server says 404 to a token it has never seen.
_BY_STATUS = {
    400: Failure.BAD_REQUEST,
    401: Failure.UNAUTHORIZED,
    403: Failure.FORBIDDEN,
    404: Failure.UNAUTHORIZED,
    409: Failure.CONFLICT,
    429: Failure.TOO_MANY_REQUESTS,
}
# In this order: a bad request and a timeout are network errors by class.
_BY_ERROR: tuple[tuple[type[Exception], Failure], ...] = (
    (RetryAfter, Failure.TOO_MANY_REQUESTS),
    (Forbidden, Failure.FORBIDDEN),
    (BadRequest, Failure.BAD_REQUEST),
    (ChatMigrated, Failure.BAD_REQUEST),
    (Conflict, Failure.CONFLICT),
    (InvalidToken, Failure.UNAUTHORIZED),
    (TimedOut, Failure.TIMED_OUT),
    (NetworkError, Failure.NETWORK),
)


def failure_of(outcome: int | Exception) -> Failure | None:
    """What kind of failure an HTTP status is, or what was raised instead of one; None of a success."""
    if isinstance(outcome, Exception):
        return next((failure for kind, failure in _BY_ERROR if isinstance(outcome, kind)), Failure.OTHER)
    if outcome < 300:
        return None
    return Failure.SERVER_ERROR if outcome >= 500 else _BY_STATUS.get(outcome, Failure.OTHER)


class Reading(StrEnum):
    """What is not counted but read, each time somebody looks."""

    UPDATE_QUEUE = "update_queue_depth"
    OUTBOX = "outbox_depth"
    LEADS = "leads"
    TEXTS = "search_texts"
    REVISION = "store_revision"
    LOOP_LAG = "event_loop_lag_seconds"


_MEANINGS = {
    Reading.UPDATE_QUEUE: "Updates that were taken and not yet handled",
    Reading.OUTBOX: "Messages that nobody asked for and that are still to be sent",
    Reading.LEADS: "1 in the replica that does what only one may do, 0 in the others",
    Reading.TEXTS: "Texts the search can find",
    Reading.REVISION: "Revision of the store that the search has caught up with",
    Reading.LOOP_LAG: "How late the event loop came to what was due, at the worst of late",
}


class Metrics:
    """Counts of one process: a few microseconds each, so that they need no sampling."""

    def __init__(self) -> None:
        """Begin at nought, in a registry of its own: two bots in one process, as in tests, do not count together."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._updates = Counter(f"{_PREFIX}updates", "Updates received", ["kind"], registry=self._registry)
        self._set_aside = Counter(
            f"{_PREFIX}updates_set_aside", "Updates given up after they failed again and again", registry=self._registry
        )
        self._answers = Counter(f"{_PREFIX}answers", "Answers found", ["answer", "language"], registry=self._registry)
        # The library takes a lock and makes texts of labels each time they are named: as long as all the rest.
        self._counter_of = cache(self._answers.labels)
        self._seconds = Histogram(
            f"{_PREFIX}answer_seconds", "Time to find an answer, without sending", buckets=_ANSWER_SECONDS, registry=self._registry
        )
        self._requests = Summary(f"{_PREFIX}telegram_request_seconds", "Requests to Telegram", ["method"], registry=self._registry)
        self._failures = Counter(f"{_PREFIX}telegram_failures", "Requests that failed", ["failure"], registry=self._registry)
        for failure in Failure:
            # A rate is told of what has been nought before.
            self._failures.labels(failure)
        self._gauges: dict[Reading, tuple[Gauge, Callable[[], Awaitable[float]]]] = {}

    def received(self, kind: str) -> None:
        """Count an update of a *kind*, such as "message"; of one that this version does not know as "other"."""
        self._updates.labels(kind if kind in _UPDATE_KINDS else _OTHER).inc()

    def set_aside(self) -> None:
        """Count an update that is not tried again."""
        self._set_aside.inc()

    def answered(self, answer: Answer, seconds: float) -> None:
        """Count an answer, which took *seconds* to find."""
        self._counter_of(type(answer).__name__, answer.language).inc()
        self._seconds.observe(seconds)

    def requested(self, url: str, seconds: float, outcome: int | Exception) -> None:
        """Count a request to a method of Telegram, which took *seconds* and ended with an HTTP status, or with what was raised.

        Of the address only the name of a method is kept: the token, which stands before it, is not looked at.
        """
        method = url.rpartition("/")[2]
        self._requests.labels(method if method in _METHODS else _OTHER).observe(seconds)
        if failure := failure_of(outcome):
            self._failures.labels(failure).inc()

    def read(self, reading: Reading, read: Callable[[], Awaitable[float]]) -> None:
        """Have *reading* on each page, as *read* gives it then."""
        self._gauges[reading] = Gauge(_PREFIX + reading, _MEANINGS[reading], registry=self._registry), read

    async def page(self) -> bytes:
        """Everything, in Prometheus's text format; what could not be read, or not soon enough, is NaN."""
        await asyncio.gather(*(_take(gauge, read) for gauge, read in self._gauges.values()))
        return generate_latest(self._registry)


async def _take(gauge: Gauge, read: Callable[[], Awaitable[float]]) -> None:
    try:
        async with asyncio.timeout(_READING_SECONDS):
            gauge.set(await read())
    except Exception as error:  # noqa: BLE001  # the database may be away: the other figures are wanted then more than ever
        _log.info("a figure could not be read: %s", type(error).__name__)
        gauge.set(math.nan)
