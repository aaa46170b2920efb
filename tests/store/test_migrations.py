"""The way forward from every revision: of a database that has been used, every row is still there afterwards and means what it did."""

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from filling import CHAT, QUOTES, contents, filled_at
from sqlalchemy import select

from bot.store.announcements import AnnouncementStore
from bot.store.chats import ChatStore
from bot.store.engine import Database
from bot.store.quote_rows import Revision
from bot.store.quotes import QuoteStore
from bot.store.schema import metadata, quotes
from bot.text.language import Language


def revisions() -> list[str]:
    """All there are, the first one first."""
    config = Config()
    config.set_main_option("script_location", "bot:store/migrations")
    return sorted(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())


REVISIONS = revisions()


@pytest.mark.parametrize("revision", REVISIONS)
async def test_every_row_of_every_revision_is_there_after_the_migrations(database_url: str, revision: str) -> None:
    before = await filled_at(database_url, revision)
    assert all(before.values())

    async with Database(database_url):
        pass

    after = await contents(database_url)
    assert {*after} == {*metadata.tables}
    for table, rows in before.items():
        kept = [{column: row[column] for column in rows[0] if column in row} for row in after[table]]
        assert [row for row in rows if row not in kept] == [], table


@pytest.mark.parametrize("revision", REVISIONS)
async def test_what_was_stored_at_every_revision_means_what_it_did(database_url: str, revision: str) -> None:
    await filled_at(database_url, revision)

    async with Database(database_url) as database:
        store = QuoteStore(database)
        assert await store.present([quote.id for quote in QUOTES]) == {quote.id: quote for quote in QUOTES}
        assert await store.files_digest() == "a digest"
        assert await ChatStore(database).languages(CHAT) == {CHAT: Language.KK}
        async with database.reading() as connection:
            spoken = (await connection.execute(select(quotes.c.language, quotes.c.languages))).all()
        assert spoken == [("en", "en,kk,ru,zh")] * len(QUOTES)
        if revision >= "0002":
            assert await store.revision() == Revision(2, "mark-2")
        if revision >= "0004":
            announcement = await AnnouncementStore(database).get(1)
            assert announcement
            assert announcement.text_for(Language.ZH) == (Language.ZH, "你好")
