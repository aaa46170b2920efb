"""What people want to come unasked, and what a chat settles for itself."""

from dataclasses import dataclass
from enum import StrEnum

from bot.store.announcements import Progress


@dataclass(frozen=True)
class Subscribe:
    """Get a saying at an hour, as *words* tell; without words, as buttons tell."""

    words: str = ""


@dataclass(frozen=True)
class ShowSubscriptions:
    """All subscriptions of the chat, or what *words* change in one: its number, then as in `Subscribe`."""

    words: str = ""


class Tuning(StrEnum):
    """What is done to a subscription by a button."""

    SHOW = "show"
    HOUR = "hour"
    MINUTE = "min"
    ZONE = "zone"
    LANGUAGE = "lang"
    DAY = "day"
    KIND = "kind"
    TOPIC = "topic"
    SOURCE = "from"
    SILENT = "mute"
    PIN = "pin"
    START = "start"
    PAUSE = "pause"
    STOP = "stop"


@dataclass(frozen=True)
class Tune:
    """Change a subscription: *argument* is what the *act* is done with."""

    subscription_id: int
    act: Tuning
    argument: str = ""


@dataclass(frozen=True)
class ShowSettings:
    """What the chat has settled; *page* is the part that is chosen from."""

    page: str = ""


class Setting(StrEnum):
    """What of a chat is settled by a button."""

    ASKING = "asking"
    SUGGESTING = "suggesting"
    NEWS = "news"
    QUIET = "quiet"
    ZONE = "zone"


@dataclass(frozen=True)
class Adjust:
    """Settle something of the chat."""

    what: Setting
    argument: str = ""


@dataclass(frozen=True)
class Announce:
    """Tell every chat something."""

    words: str = ""


@dataclass(frozen=True)
class Broadcast:
    """Let an announcement come to *progress*."""

    announcement_id: int
    progress: Progress


# What comes unasked, and the chat's own settings.
Unasked = Subscribe | ShowSubscriptions | Tune | ShowSettings | Adjust | Announce | Broadcast
