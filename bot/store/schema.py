"""The tables."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

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

notices = Table(
    "notices",
    metadata,
    # What is to be told in another chat than the one at hand; gone when it has been sent.
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    # A number is never given twice: an old button must not mean a new thing.
    sqlite_autoincrement=True,
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
)

cursors = Table(
    "cursors",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("pool", String(40), primary_key=True),
    # The place of the quote the chat was given last from this pool.
    Column("shuffle", BigInteger, nullable=False),
)

days = Table(
    "days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("quote_id", String(40), nullable=False),
    Column("shuffle", BigInteger, nullable=False),
)
