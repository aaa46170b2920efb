"""What comes unasked, and what is said of it and of what a chat has settled."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.corpus.calendar import Theme
from bot.corpus.quote import Quote, Topic
from bot.services.answers import Answer
from bot.services.unasked_intents import Tuning
from bot.store.announcements import Announcement
from bot.store.chats import ChatSettings
from bot.store.parcels import Greeting, Muted, Outcome, Skipped, TopicLost, Trouble, UsedUp
from bot.store.subscriptions import Subscription
from bot.text.language import Language


@dataclass(frozen=True)
class PostShown(Answer):
    """A saying at its hour, in *languages* one under another; *theme* is the day of the calendar it was chosen for.

    In a *channel* nobody but its admins may press anything.
    """

    quote: Quote
    languages: tuple[Language, ...]
    theme: Theme | None = None
    channel: bool = False


@dataclass(frozen=True)
class NewsShown(Answer):
    """What an owner has to say."""

    text: str


@dataclass(frozen=True)
class Word(Answer):
    """What is told unasked to a chat or to those who look after it."""

    body: Greeting | UsedUp | TopicLost | Muted | Skipped | Trouble


@dataclass(frozen=True)
class SubscriptionShown(Answer):
    """A subscription, its next *times* in seconds since the epoch, and the post that comes next; one without a number is only tried.

    *page* is the part that is chosen from, "" the whole; *zones* and *topics* are those that can be chosen.
    """

    subscription: Subscription
    page: str
    times: tuple[int, ...]
    preview: PostShown | None
    zones: tuple[str, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Upcoming:
    """A subscription, its next *times* in seconds since the epoch, and the post that comes next, if any can."""

    subscription: Subscription
    times: tuple[int, ...]
    preview: PostShown | None


@dataclass(frozen=True)
class SubscriptionList(Answer):
    """The subscriptions of a chat, and what each brings; *topics* are all there are."""

    upcoming: tuple[Upcoming, ...]
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True)
class OrderNotUnderstood(Answer):
    """*word* says nothing of a subscription."""

    word: str


@dataclass(frozen=True)
class ZonesShown(Answer):
    """*place* may mean several zones; *clocks* are what they show now, in minutes of the day. Buttons for each mean *act*, if anything."""

    place: str
    clocks: tuple[tuple[str, int], ...]
    subscription_id: int
    act: Tuning | None


@dataclass(frozen=True)
class SettingsShown(Answer):
    """What a chat has settled; *page* is the part that is chosen from, "" the whole; *zone* is the one its quiet hours are in."""

    settings: ChatSettings
    zone: str
    private: bool
    page: str
    zones: tuple[str, ...]


@dataclass(frozen=True)
class AnnouncementShown(Answer):
    """An owner's announcement: how many chats of each language it is for, or what has become of it."""

    announcement: Announcement
    reached: Mapping[Language | None, int] = field(default_factory=dict)
    counts: Mapping[Outcome, int] = field(default_factory=dict)
