"""How fast the bot sends, and how fast Telegram lets it."""

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from .errors import too_many_requests
from .people import Chat

# Edits and chat actions count as sends do; answers to queries do not.
METERED = frozenset(("sendMessage", "sendDocument", "sendPhoto", "sendChatAction", "editMessageText", "editMessageReplyMarkup"))


@dataclass(frozen=True)
class Allowance:
    """At most *sends* in any window of *seconds*."""

    sends: int
    seconds: float


OVERALL = Allowance(30, 1.0)
PRIVATE_CHAT = Allowance(1, 1.0)
GROUP_CHAT = Allowance(20, 60.0)


def allowance_of(chat: Chat) -> Allowance:
    """What one chat takes; channels are counted as groups."""
    return PRIVATE_CHAT if chat.is_private else GROUP_CHAT


class Window:
    """Times within the last *seconds*, and the most there ever were; each is looked at twice, however many there are."""

    def __init__(self, seconds: float) -> None:
        self.most = 0
        self._seconds = seconds
        self._times: deque[float] = deque()

    def record(self, at: float) -> None:
        """Count one more, no earlier than the last."""
        while self._times and self._times[0] <= at - self._seconds:
            self._times.popleft()
        self._times.append(at)
        self.most = max(self.most, len(self._times))

    def wait(self, now: float, sends: int) -> float:
        """The seconds until one more makes no more than *sends*; 0 or less when it does so now."""
        return self._times[-sends] + self._seconds - now if len(self._times) >= sends else 0.0


def most_within(times: Iterable[float], seconds: float) -> int:
    """The most of *times*, in ascending order, that lie in any window of *seconds*."""
    window = Window(seconds)
    for at in times:
        window.record(at)
    return window.most


class FloodMeter:
    """The times of all sends, in seconds of a clock that never goes back, refused ones left out."""

    def __init__(self) -> None:
        self.sends: list[tuple[float, Chat | None]] = []
        self._overall = Window(OVERALL.seconds)
        self._by_chat: dict[Chat, Window] = {}

    @property
    def most_per_second(self) -> int:
        """The most sends in any second, whatever the chat."""
        return self._overall.most

    @property
    def most_per_private_chat(self) -> int:
        """The most sends to one private chat in any second."""
        return self._most(private=True)

    @property
    def most_per_group(self) -> int:
        """The most sends to one group or channel in any 60 seconds."""
        return self._most(private=False)

    def record(self, at: float, chat: Chat | None) -> None:
        """Count one send; *chat* is None for an inline message."""
        self.sends.append((at, chat))
        self._overall.record(at)
        if chat is not None:
            self._window_of(chat).record(at)

    def enforce(self, now: float, chat: Chat | None) -> None:
        """Refuse with 429 what would be one send too many, until the oldest of its window has aged out."""
        wait = self._overall.wait(now, OVERALL.sends)
        if chat is not None:
            wait = max(wait, self._window_of(chat).wait(now, allowance_of(chat).sends))
        if wait > 0:
            raise too_many_requests(math.ceil(wait))

    def _window_of(self, chat: Chat) -> Window:
        if chat not in self._by_chat:
            self._by_chat[chat] = Window(allowance_of(chat).seconds)
        return self._by_chat[chat]

    def _most(self, *, private: bool) -> int:
        return max((window.most for chat, window in self._by_chat.items() if chat.is_private == private), default=0)
