"""The tables."""

import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

quotes = Table(
    "quotes",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(16), nullable=False),
    # The whole Quote as JSON: it is read and written as one value.
    Column("body", Text, nullable=False),
    # The quote's fixed place in the random order; pools.py walks it.
    Column("shuffle", BigInteger, nullable=False),
    # Of the record last taken from quotes/; NULL when it came another way.
    Column("file_digest", String(64)),
    # Changed or deleted by an admin: the files no longer change it, nor bring it back.
    Column("edited", Boolean, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    # The group whose own saying it is, by Telegram's id; NULL is common to all.
    Column("collection", BigInteger),
    # The language of its own words, and all it has been put into, as "en,kk,zh": what is missing is asked for.
    Column("language", String(8), nullable=False, server_default="-"),
    Column("languages", String(32), nullable=False, server_default="-"),
    # The import it came with, for as long as that can be undone.
    Column("import_id", Integer),
    Index(None, "kind", "shuffle"),
    Index(None, "shuffle"),
    Index(None, "import_id"),
    Index(None, "collection"),
)

quote_topics = Table(
    "quote_topics",
    metadata,
    Column("topic", String(16), primary_key=True),
    Column("quote_id", String(40), ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True),
    # Its place in the topic: the random order, behind the quotes that are more about it.
    Column("shuffle", BigInteger, nullable=False),
    Index(None, "topic", "shuffle"),
    Index(None, "quote_id"),
)

revisions = Table(
    "revisions",
    metadata,
    # One row for each transaction that changed quotes. Its mark is random: it tells this history from another that came as far, as that
    # of a restored backup does.
    Column("revision", BigInteger, primary_key=True, autoincrement=False),
    Column("mark", String(32), nullable=False),
)

changes = Table(
    "changes",
    metadata,
    # Every quote that ever came, was changed or went, and when that was last: what a search has to catch up with.
    Column("quote_id", String(40), primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Index(None, "revision"),
)

versions = Table(
    "versions",
    metadata,
    # What a quote was from each change by a person on, and before the first of them.
    Column("quote_id", String(40), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("collection", BigInteger),
    Column("deleted", Boolean, nullable=False),
    # NULL where no person did it, or who did has asked to be forgotten.
    Column("person_id", BigInteger),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("why", String(16), nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    # An anonymous admin's is the group's until a real one takes it over.
    Column("person_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    # The one that what its person writes in its chat goes into.
    Column("current", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index(None, "person_id", "chat_id"),
    # A number is never given twice: an old button must not mean a new thing.
    sqlite_autoincrement=True,
)

imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", BigInteger, nullable=False),
    Column("collection", BigInteger),
    Column("at", DateTime(timezone=True), nullable=False),
    # A number is never given twice: an old button must not mean a new thing.
    sqlite_autoincrement=True,
)

editors = Table(
    "editors",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    # As "en,kk".
    Column("languages", String(32), nullable=False),
)

blocked = Table("blocked", metadata, Column("person_id", BigInteger, primary_key=True, autoincrement=False))

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Integer, primary_key=True),
    # NULL when who suggested it has asked to be forgotten.
    Column("person_id", BigInteger),
    # What the person is told things in.
    Column("language", String(8), nullable=False),
    Column("body", Text, nullable=False),
    Column("quote_language", String(8), nullable=False),
    # The group it was suggested in, where the person can be told when they cannot be written to; NULL in private.
    Column("group_id", BigInteger),
    Column("state", String(16), nullable=False),
    Column("reason", Text),
    Column("reviewer_id", BigInteger),
    Column("day", Date, nullable=False),
    Index(None, "state"),
    Index(None, "person_id", "day"),
    # A number is never given twice: an old button must not mean a new thing.
    sqlite_autoincrement=True,
)

quotas = Table(
    "quotas",
    metadata,
    # How many suggestions somebody has made on a day. It knows nothing of them, and is gone when another day's begin.
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    # One from each person of each quote.
    Column("quote_id", String(40), primary_key=True),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("fault", String(16), nullable=False),
    Column("day", Date, nullable=False),
)

tallies = Table(
    "tallies",
    metadata,
    Column("language", String(8), primary_key=True),
    Column("outcome", String(16), primary_key=True),
    Column("count", BigInteger, nullable=False),
)

misses = Table(
    "misses",
    metadata,
    # Folded, and of nobody.
    Column("words", String(64), primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("day", Date, nullable=False),
    Index(None, "count"),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

chats = Table(
    "chats",
    metadata,
    # Telegram's id of a chat or of a person (who is their own private chat); 0 is the terminal.
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    # As chosen by /language; NULL follows what is written.
    Column("language", String(8)),
    # "private", "group" or "channel"; NULL where the bot has not met it yet, and only a choice is known.
    Column("kind", String(8)),
    # Whether it takes messages: "open", "gone" or "muted".
    Column("reach", String(8), nullable=False, server_default="open"),
    # What is spoken there as far as it is known: for what nobody there has asked for.
    Column("spoken", String(8)),
    Column("greeted", Boolean, nullable=False, server_default=false()),
    # Who may ask and who may suggest in a group: "all" or "admins".
    Column("asking", String(8), nullable=False, server_default="all"),
    Column("suggesting", String(8), nullable=False, server_default="all"),
    # Whether it wants what owners announce.
    Column("news", Boolean, nullable=False, server_default=true()),
    # Minutes of the day in its zone between which nothing rings; NULL without quiet hours.
    Column("quiet_from", SmallInteger),
    Column("quiet_to", SmallInteger),
    Column("zone", String(40)),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    # The forum topic it posts to.
    Column("thread_id", BigInteger),
    # Who is told what an admin has to know; NULL where that is the chat itself.
    Column("person_id", BigInteger),
    # "new" until it is started, "active" or "paused".
    Column("state", String(8), nullable=False),
    # The time of the day in minutes, in its IANA zone.
    Column("minute", SmallInteger, nullable=False),
    Column("zone", String(40), nullable=False),
    # One bit for each day of the week, Monday's the lowest.
    Column("days", SmallInteger, nullable=False),
    # In their order, as "kk,zh"; kinds and topics as "proverb,quote", and "" for all.
    Column("languages", String(32), nullable=False),
    Column("kinds", String(32), nullable=False),
    Column("topics", String(255), nullable=False),
    # Whose sayings: "both", "common" or the group's "own".
    Column("source", String(8), nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("pin", Boolean, nullable=False),
    # The message that is pinned for it.
    Column("pinned", BigInteger),
    # The last day of its calendar that it has had a post for.
    Column("last_day", Date),
    # When it posts next, in seconds since the epoch; NULL while it does not.
    Column("due_at", BigInteger),
    Index(None, "chat_id"),
    Index(None, "due_at"),
    # A number is never given twice: an old button must not mean a new thing.
    sqlite_autoincrement=True,
)

posted = Table(
    "posted",
    metadata,
    # What a chat has had already, until its pool is used up.
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("quote_id", String(40), primary_key=True),
)

announcements = Table(
    "announcements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", BigInteger, nullable=False),
    # Where its progress is shown.
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    # {"kk": "…", "ru": "…"}, and the language for chats of any other.
    Column("texts", Text, nullable=False),
    Column("fallback", String(8), nullable=False),
    # "draft", "sending", "paused", "cancelled" or "done".
    Column("state", String(16), nullable=False),
    Index(None, "state"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    # Everything the bot says unasked; what has been sent is kept for some days, so that it is not sent twice.
    Column("id", Integer, primary_key=True),
    # What goes first: word to somebody 0, posts 1, owners' announcements 2.
    Column("rank", SmallInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    # What it is, never its words.
    Column("body", Text, nullable=False),
    # "queued", "leased", "sending", "sent", "doubt", "gone", "skipped" or "cancelled".
    Column("state", String(16), nullable=False),
    # When it was due, and before when it is not to be tried (again), in seconds since the epoch.
    Column("due_at", BigInteger, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    # The process that has it in hand, and until when.
    Column("holder", String(16)),
    Column("lease_until", BigInteger),
    Column("subscription_id", Integer),
    Column("day", Date),
    Column("announcement_id", Integer),
    UniqueConstraint("subscription_id", "day"),
    UniqueConstraint("announcement_id", "chat_id"),
    Index(None, "state", "rank", "not_before"),
    Index(None, "announcement_id", "state"),
    Index(None, "due_at"),
    Index(None, "chat_id"),
    sqlite_autoincrement=True,
)

_UNFINISHED = text("done_at IS NULL")
updates = Table(
    "updates",
    metadata,
    # What Telegram has sent, from before it is confirmed until it is handled; its number is kept for a while, so that it is handled once.
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    # The chat whose order it belongs to, or the person where there is no chat.
    Column("lane", BigInteger, nullable=False),
    # As Telegram sent it; "" once it is handled: it is people's words.
    Column("body", Text, nullable=False),
    # "open", "taken", "doing", "answering", "done" or "aside".
    Column("state", String(16), nullable=False),
    # How often it has been taken in hand.
    Column("tries", SmallInteger, nullable=False),
    # Something was being changed for it when its process ended: nobody knows whether it was.
    Column("interrupted", Boolean, nullable=False),
    # The process that has it in hand, and until when, in seconds since the epoch.
    Column("holder", String(16)),
    Column("lease_until", BigInteger),
    Column("done_at", BigInteger),
    # Few are unfinished among many that are kept. PostgreSQL's indexes are of those alone, too, as the migration has made them: to say so
    # here would load all that SQLAlchemy knows of PostgreSQL, 3 MB, whatever the database.
    Index(None, "state", "update_id", sqlite_where=_UNFINISHED),
    Index(None, "lane", "update_id", sqlite_where=_UNFINISHED),
    Index(None, "done_at"),
)

cursors = Table(
    "cursors",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("pool", String(40), primary_key=True),
    # The place of the quote the chat was given last from this pool, or, where the pool is "shown", at all; and when, in milliseconds since
    # the epoch, which is None before 0006.
    Column("shuffle", BigInteger, nullable=False),
    Column("drawn_at", BigInteger),
)

days = Table(
    "days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("quote_id", String(40), nullable=False),
    Column("shuffle", BigInteger, nullable=False),
)


def in_utc(moment: datetime.datetime) -> datetime.datetime:
    """A *moment* read from a table, with its zone: SQLite keeps none, and what we write is always UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
