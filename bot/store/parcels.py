"""What lies in the outbox: everything the bot says unasked, as values."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from bot.corpus.quote import Quote
from bot.store.schema import outbox
from bot.text.language import Language


class State(StrEnum):
    """How far a suggestion has come."""

    OPEN = "open"
    WANTING = "wanting"  # changes are asked for
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Post(msgspec.Struct, frozen=True, omit_defaults=True, tag="post"):
    """A saying at its hour, in these *languages* one under another; *theme* is the day of the calendar it was chosen for."""

    quote_id: str
    languages: tuple[Language, ...]
    theme: str = ""
    silent: bool = False
    pin: bool = False


class News(msgspec.Struct, frozen=True, tag="news"):
    """An owner's announcement, whose texts stand in its own row."""


class Greeting(msgspec.Struct, frozen=True, tag="greeting"):
    """The first word to a group."""

    language: Language


class UsedUp(msgspec.Struct, frozen=True, tag="used-up"):
    """Everything a subscription can choose from has been posted, and it starts over."""

    language: Language
    subscription_id: int


class TopicLost(msgspec.Struct, frozen=True, tag="topic-lost"):
    """A forum topic is closed or gone; the posts go to the group itself from now on."""

    language: Language
    subscription_id: int


class Muted(msgspec.Struct, frozen=True, tag="muted"):
    """A group does not let the bot write, and gets nothing until it does; *title* is what the group is called, if that is known."""

    language: Language
    subscription_id: int


class Skipped(msgspec.Struct, frozen=True, tag="skipped"):
    """Posts that came too late to be sent after a stop."""

    language: Language
    count: int
    chats: int


class Failure(StrEnum):
    """What goes wrong that only an owner can mend."""

    SET_ASIDE = "set-aside"  # an update that could not be handled after several tries
    QUEUE_FULL = "queue-full"  # more updates wait than are taken
    TAKEN = "taken"  # another program takes this bot's updates
    UNWRITABLE = "unwritable"  # the database takes no writes
    UNSENT = "unsent"  # what is queued here cannot be sent


class Trouble(msgspec.Struct, frozen=True, omit_defaults=True, tag="trouble"):
    """Something has gone wrong, and as often as *count* tells also *since* without word of it, in seconds since the epoch.

    *number* is that of the update set aside, or how many wait; *zone* the IANA zone in which its owner is told the time.
    """

    language: Language
    failure: Failure
    count: int = 0
    since: int = 0
    number: int = 0
    zone: str = "UTC"


class Notice(msgspec.Struct, frozen=True, omit_defaults=True, tag="suggestion"):
    """What is to be told to somebody about their suggestion; in the group *group_id* when they cannot be written to, and then *to* them."""

    language: Language
    state: State
    suggestion_id: int
    quote: Quote
    reason: str | None = None
    group_id: int | None = None
    to: int | None = None


Body = Post | News | Greeting | UsedUp | TopicLost | Muted | Skipped | Trouble | Notice
# What goes first: word to somebody, posts, owners' announcements.
_RANKS: Mapping[type[Body], int] = {Post: 1, News: 2}
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Body).decode


class Outcome(StrEnum):
    """What becomes of a row."""

    HELD = "held"  # until its announcement is sent, or goes on
    QUEUED = "queued"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    DOUBT = "doubt"
    GONE = "gone"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


# Rows that surely have not been sent, and can be taken back: a process that has one in hand finds that out before it sends it.
UNSENT = outbox.c.state.in_((Outcome.QUEUED, Outcome.LEASED))


@dataclass(frozen=True)
class Parcel:
    """A row in hand. *due_at* is in seconds since the epoch; *tries* counts those whose outcome is not known; *day* is that of a post."""

    id: int
    chat_id: int
    thread_id: int | None
    body: Body
    due_at: int
    tries: int
    subscription_id: int | None
    announcement_id: int | None
    day: datetime.date | None = None


@dataclass(frozen=True)
class Mark:
    """What became of a row that was in hand; a queued one is not tried before *not_before*, in seconds since the epoch."""

    id: int
    outcome: Outcome
    not_before: int = 0
    doubtful: bool = False


def row_of(
    body: Body,
    chat_id: int,
    now: int,
    *,
    thread_id: int | None = None,
    subscription_id: int | None = None,
    day: datetime.date | None = None,
    announcement_id: int | None = None,
    state: Outcome = Outcome.QUEUED,
) -> dict[str, Any]:
    """The row of what is to be said in a chat from *now* on, in seconds since the epoch."""
    return {
        "rank": _RANKS.get(type(body), 0),
        "chat_id": chat_id,
        "thread_id": thread_id,
        "body": _encode(body).decode(),
        "state": state,
        "due_at": now,
        "not_before": now,
        "subscription_id": subscription_id,
        "day": day,
        "announcement_id": announcement_id,
    }


def body_of(written: str) -> Body:
    """What is to be said, as a row of the outbox has it."""
    body: Body = _decode(written)
    return body


def parcel_of(row: Any) -> Parcel:
    """A row of the outbox as a value."""
    body = body_of(row.body)
    return Parcel(row.id, row.chat_id, row.thread_id, body, row.due_at, row.tries, row.subscription_id, row.announcement_id, row.day)
