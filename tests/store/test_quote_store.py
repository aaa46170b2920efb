"""The quotes of the files, taken into the store: all or nothing, and what an admin did stays."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from samples import sample, samples
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from bot.corpus.quote import Kind
from bot.corpus.reader import Corpus
from bot.store.engine import Database
from bot.store.quote_rows import shuffle_of
from bot.store.quotes import QuoteStore
from bot.store.schema import quote_topics, quotes

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(database: Database) -> QuoteStore:
    """An empty store of each kind in turn."""
    return QuoteStore(database)


async def rows_of(database: Database) -> list[dict[str, Any]]:
    """All rows of quotes, in order of id."""
    async with database.reading() as connection:
        return [dict(row._mapping) for row in await connection.execute(select(quotes).order_by(quotes.c.id))]


async def topics_of(database: Database, id_: str) -> set[str]:
    """The topics under which a quote can be drawn."""
    async with database.reading() as connection:
        return set((await connection.execute(select(quote_topics.c.topic).where(quote_topics.c.quote_id == id_))).scalars())


async def as_admin(database: Database, id_: str, **values: object) -> None:
    """Change the row of a quote as an admin's command will."""
    async with database.writing() as connection:
        await connection.execute(update(quotes).where(quotes.c.id == id_).values(values))


async def test_what_was_taken_in_comes_out_unchanged(store: QuoteStore, corpus: Corpus) -> None:
    await store.take_in(corpus.quotes, "files")

    assert [quote async for quote in store.all()] == sorted(corpus.quotes, key=lambda quote: quote.id.encode())


async def test_taking_in_again_changes_nothing(store: QuoteStore, database: Database) -> None:
    first = await store.take_in(samples(5), "files")
    before = await rows_of(database)

    second = await store.take_in(samples(5), "files")

    assert (first, second) == (5, 0)
    assert await rows_of(database) == before


async def test_the_order_of_the_files_does_not_matter(store: QuoteStore) -> None:
    await store.take_in(samples(5), "files")

    assert await store.take_in(samples(5)[::-1], "files") == 0


async def test_the_digest_of_the_files_is_remembered(store: QuoteStore) -> None:
    assert await store.files_digest() is None

    await store.take_in(samples(1), "one")
    await store.take_in(samples(1), "two")

    assert await store.files_digest() == "two"


async def test_new_records_come_in(store: QuoteStore) -> None:
    await store.take_in(samples(2), "one")

    assert await store.take_in(samples(3), "two") == 1
    assert [quote.id for quote in await store.get(["sample-2"])] == ["sample-2"]


async def test_a_changed_record_comes_in_with_its_topics_and_a_new_version(store: QuoteStore, database: Database) -> None:
    kept = sample("kept")
    await store.take_in([kept, sample("changed", topics=("work", "time"))], "one")
    changed = sample("changed", Kind.QUOTE, topics=("unity",), words="other words")

    assert await store.take_in([kept, changed], "two") == 1

    assert await store.present(["changed"]) == {"changed": changed}
    assert [quote.renderings for quote in await store.get(["changed"])] == [changed.renderings]
    assert await topics_of(database, "changed") == {"unity"}
    assert [(row["id"], row["kind"], row["version"]) for row in await rows_of(database)] == [
        ("changed", "quote", 2),
        ("kept", "proverb", 1),
    ]


async def test_a_record_no_file_holds_any_longer_goes_with_its_topics(store: QuoteStore, database: Database) -> None:
    await store.take_in(samples(2), "one")

    assert await store.take_in(samples(1), "two") == 1

    assert await store.present(["sample-0", "sample-1"]) == {"sample-0": sample("sample-0")}
    assert await topics_of(database, "sample-1") == set()


async def test_a_quote_that_came_another_way_than_by_files_stays(store: QuoteStore, database: Database) -> None:
    await store.take_in(samples(1), "one")
    async with database.writing() as connection:
        row = (await connection.execute(select(quotes))).one()._mapping
        await connection.execute(insert(quotes).values({**row, "id": "by-an-admin", "file_digest": None}))

    assert await store.take_in(samples(1), "two") == 0
    assert [row["id"] for row in await rows_of(database)] == ["by-an-admin", "sample-0"]


@pytest.mark.parametrize("files_then", [[sample("mine", words="changed in the files")], []], ids=["changed", "removed"])
async def test_what_an_admin_has_edited_stays(store: QuoteStore, database: Database, files_then: list[Any]) -> None:
    await store.take_in([sample("mine")], "one")
    await as_admin(database, "mine", edited=True, version=2)
    before = await rows_of(database)

    assert await store.take_in(files_then, "two") == 0
    assert await rows_of(database) == before


@pytest.mark.parametrize(
    "files_then", [[sample("mine")], [sample("mine", words="changed in the files")], []], ids=["as it was", "changed", "removed"]
)
async def test_what_an_admin_has_deleted_does_not_come_back(store: QuoteStore, database: Database, files_then: list[Any]) -> None:
    await store.take_in([sample("mine"), sample("other")], "one")
    await as_admin(database, "mine", deleted=True)

    for digest in ("two", "three"):
        await store.take_in([*files_then, sample("other")], digest)

    assert await store.present(["mine", "other"]) == {"other": sample("other")}
    assert [quote.id for quote in await store.get(["mine", "other"])] == ["other"]
    assert [quote.id async for quote in store.all()] == ["other"]
    assert await store.count_by_kind() == {Kind.PROVERB: 1}


async def test_a_record_that_cannot_be_stored_changes_nothing(store: QuoteStore, database: Database) -> None:
    """The same id twice cannot be stored; neither the changed, the new nor the removed records may be half done."""
    await store.take_in([sample("changed"), sample("removed")], "one")
    before = await rows_of(database)

    with pytest.raises(DBAPIError):
        await store.take_in([sample("changed", words="otherwise"), sample("new"), sample("double"), sample("double")], "two")

    assert await rows_of(database) == before
    assert await store.files_digest() == "one"
    assert await topics_of(database, "removed") == {"work"}


async def test_a_failure_at_the_very_end_changes_nothing(store: QuoteStore, database: Database) -> None:
    await store.take_in([sample("changed"), sample("removed")], "one")
    before = await rows_of(database)

    # The digest is written last, and a lone surrogate is no text to either database.
    with pytest.raises(Exception, match="surrogate"):
        await store.take_in([sample("changed", words="otherwise"), sample("new")], "\ud800")

    assert await rows_of(database) == before
    assert await store.files_digest() == "one"


async def test_the_same_topic_twice_is_one(store: QuoteStore, database: Database) -> None:
    await store.take_in([sample("doubled", topics=("work", "work"))], "files")

    assert await topics_of(database, "doubled") == {"work"}


async def test_more_quotes_than_one_statement_can_carry(store: QuoteStore) -> None:
    many = samples(4_100)

    assert await store.take_in(many, "one") == 4_100
    assert await store.count_by_kind() == {Kind.PROVERB: 4_100}
    assert await store.take_in(many[:1], "two") == 4_099


async def test_two_connections_taking_in_at_once_agree(database_url: str) -> None:
    async def take_in() -> int:
        async with Database(database_url) as database:
            return await QuoteStore(database).take_in(samples(50), "files")

    changed = await asyncio.gather(*(take_in() for _ in range(4)))

    assert sorted(changed) == [0, 0, 0, 50]


async def test_two_processes_starting_at_once_on_an_empty_database_both_answer(database_url: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "HUNDRED_FLOWERS_DATABASE": database_url,
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "ask", "--json", "百花齐放春满园"),
            cwd=tmp_path,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        for _ in range(2)
    ]

    outputs = [await process.communicate() for process in processes]

    assert [error.decode() for _, error in outputs] == ["", ""]
    assert [json.loads(output)["hits"][0]["id"] for output, _ in outputs] == ["hundred-flowers", "hundred-flowers"]


async def test_quotes_are_given_in_the_order_asked_for_without_the_missing(store: QuoteStore) -> None:
    await store.take_in(samples(3), "files")

    found = await store.get(["sample-2", "no-such-quote", "sample-0", "sample-1"])

    assert [quote.id for quote in found] == ["sample-2", "sample-0", "sample-1"]
    # They are to be told, and what they are asked for is told to nobody.
    assert [quote.asks for quote in found] == [{}] * 3


async def test_quotes_are_counted_by_kind(store: QuoteStore) -> None:
    await store.take_in([*samples(2), *samples(3, Kind.FACT, name="fact")], "files")

    assert await store.count_by_kind() == {Kind.PROVERB: 2, Kind.FACT: 3}


async def test_reading_all_goes_on_while_quotes_come_in(store: QuoteStore) -> None:
    """A refresh of the search must neither fail nor block the writer beside it."""
    await store.take_in(samples(40), "one")
    reading = store.all()
    seen = [(await anext(reading)).id]

    await store.take_in([replace(quote, topics=("time",)) for quote in samples(40)], "two")
    seen += [quote.id async for quote in reading]

    assert sorted(seen) == sorted(quote.id for quote in samples(40))


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_places_in_the_random_order_fit_a_signed_64_bit_column(id_: str) -> None:
    assert 0 <= shuffle_of(id_) < 2**63


def test_places_in_the_random_order_are_the_same_in_every_version() -> None:
    """Cursors in people's databases point at them."""
    assert shuffle_of("hundred-flowers") == 6_681_964_244_933_777_379
