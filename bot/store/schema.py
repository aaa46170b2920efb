"""The tables."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Index, Integer, MetaData, String, Table, Text

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
    Index(None, "kind", "shuffle"),
    Index(None, "shuffle"),
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
