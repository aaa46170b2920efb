"""What a chat was shown last, in either database."""

import asyncio

import pytest
from samples import partial

from bot.corpus.quote import Kind
from bot.errors import StoreAway
from bot.store.engine import Database
from bot.store.quotes import QuoteStore
from bot.store.shown import Shown
from bot.text.language import Language

IDS = ("one", "other", "third", "fourth")
NOW = 1_800_000_000_000


async def filled(database: Database) -> None:
    """A few quotes in *database*."""
    quotes = QuoteStore(database)
    for id_ in IDS:
        await quotes.put(partial(id_, Language.EN, f"the words of {id_}", Kind.PROVERB))


async def test_what_was_shown_last_is_known_before_it_is_written_and_after_and_to_others(database_url: str) -> None:
    async with Database(database_url) as database:
        await filled(database)
        shown, other = Shown(database), Shown(database)

        assert shown.note(7, ["one"], NOW)
        assert await shown.latest(7, NOW - 1) == ["one"]
        assert await other.latest(7, NOW - 1) == []
        await shown.write(NOW)
        # Another of the same chat takes its place, and is written with those of others a little later.
        assert not shown.note(7, ["other"], NOW + 1)
        assert shown.note(8, ["one"], NOW + 500)
        await shown.write(NOW + 500)

        known = [await store.latest(chat, NOW) for store in (shown, other) for chat in (7, 8, 9)]
        assert known == [["other"], ["one"], []] * 2
        assert await other.latest(7, NOW + 2) == []


async def test_of_several_to_choose_from_each_is_known_by_its_number(database_url: str) -> None:
    async with Database(database_url) as database:
        await filled(database)
        shown, other = Shown(database), Shown(database)
        shown.note(7, ["one", "other", "third"], NOW)
        await shown.write(NOW)
        assert await other.latest(7, NOW) == await other.choices(7, NOW) == ["one", "other", "third"]

        # Looking at one of them does not take the others away.
        shown.note(7, ["other"], NOW + 1)
        assert (await shown.latest(7, NOW), await shown.choices(7, NOW)) == (["other"], ["one", "other", "third"])
        # Of a longer list before nothing is left.
        shown.note(7, ["fourth", "one"], NOW + 2)
        await shown.write(NOW + 2)

        assert await other.latest(7, NOW) == await shown.choices(7, NOW) == await other.choices(7, NOW) == ["fourth", "one"]
        assert await other.choices(7, NOW + 3) == await other.choices(8, NOW) == []


async def test_what_is_deleted_was_not_shown(database_url: str) -> None:
    async with Database(database_url) as database:
        await filled(database)
        shown = Shown(database)
        shown.note(7, ["one"], NOW)
        await shown.write(NOW)

        await QuoteStore(database).delete("one")

        assert await shown.latest(7, NOW) == []


async def test_while_the_store_is_away_it_is_kept_in_mind(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object) -> None:
        raise StoreAway("for a while")

    async with Database(database_url) as database:
        await filled(database)
        shown = Shown(database)
        shown.note(7, ["one"], NOW)
        with monkeypatch.context() as patch:
            patch.setattr(database, "write", away)
            await shown.write(NOW)
        assert await shown.latest(7, NOW) == ["one"]
        shown.note(8, ["other"], NOW)
        await shown.forget(8)
        await shown.write(NOW)

        assert [await Shown(database).latest(chat, NOW) for chat in (7, 8)] == [["one"], []]


async def test_what_is_being_written_is_known_and_may_be_forgotten(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Database(database_url) as database:
        await filled(database)
        shown, may_go_on, write = Shown(database), asyncio.Event(), database.write

        async def slowly(work: object) -> object:
            await may_go_on.wait()
            return await write(work)  # type: ignore[arg-type]

        monkeypatch.setattr(database, "write", slowly)
        shown.note(7, ["one"], NOW)
        shown.note(8, ["other"], NOW)
        writing = asyncio.create_task(shown.write(NOW))
        await asyncio.sleep(0)
        assert await shown.latest(7, NOW) == ["one"]
        shown.note(7, ["third"], NOW + 1)
        forgetting = asyncio.create_task(shown.forget(8))
        may_go_on.set()
        await asyncio.gather(writing, forgetting)

        # What came meanwhile is not lost with what has been written, and what was forgotten does not come back.
        assert await shown.latest(7, NOW) == ["third"]
        assert await shown.latest(8, NOW) == await Shown(database).latest(8, NOW) == []
