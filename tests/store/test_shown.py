"""Which quote a chat was shown last, in either database."""

import pytest
from samples import partial

from bot.corpus.quote import Kind
from bot.errors import StoreAway
from bot.store.engine import Database
from bot.store.quotes import QuoteStore
from bot.store.shown import Shown
from bot.text.language import Language

IDS = ("one", "other")
NOW = 1_800_000_000_000


async def filled(database: Database) -> None:
    """Two quotes in *database*."""
    quotes = QuoteStore(database)
    for id_ in IDS:
        await quotes.put(partial(id_, Language.EN, f"the words of {id_}", Kind.PROVERB))


async def test_what_was_shown_last_is_known_before_it_is_written_and_after_and_to_others(database_url: str) -> None:
    async with Database(database_url) as database:
        await filled(database)
        shown, other = Shown(database), Shown(database)

        assert shown.note(7, "one", NOW)
        assert await shown.last(7, NOW - 1) == "one"
        assert await other.last(7, NOW - 1) is None
        await shown.write(NOW)
        # Another of the same chat takes its place, and is written with those of others a little later.
        assert not shown.note(7, "other", NOW + 1)
        assert shown.note(8, "one", NOW + 500)
        await shown.write(NOW + 500)

        assert [await store.last(chat, NOW) for store in (shown, other) for chat in (7, 8, 9)] == ["other", "one", None] * 2
        assert await other.last(7, NOW + 2) is None


async def test_what_is_deleted_was_not_shown(database_url: str) -> None:
    async with Database(database_url) as database:
        await filled(database)
        shown = Shown(database)
        shown.note(7, "one", NOW)
        await shown.write(NOW)

        await QuoteStore(database).delete("one")

        assert await shown.last(7, NOW) is None


async def test_while_the_store_is_away_it_is_kept_in_mind(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object) -> None:
        raise StoreAway("for a while")

    async with Database(database_url) as database:
        await filled(database)
        shown = Shown(database)
        shown.note(7, "one", NOW)
        with monkeypatch.context() as patch:
            patch.setattr(database, "write", away)
            await shown.write(NOW)
        assert await shown.last(7, NOW) == "one"
        shown.note(8, "other", NOW)
        shown.forget(8)
        await shown.write(NOW)

        assert [await Shown(database).last(chat, NOW) for chat in (7, 8)] == ["one", None]
