"""What goes out of one store comes into another, and goes out of that as the same bytes."""

import io
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from samples import partial, sample, samples

from bot.corpus import tables
from bot.corpus.fields import Known
from bot.corpus.formats import Format, Writer, reader_of
from bot.corpus.reader import Corpus
from bot.errors import QuoteFileError
from bot.services.exporting import Exporting
from bot.services.importing import Importing, Report
from bot.store.engine import Database
from bot.store.quotes import QuoteStore
from bot.text.language import Language

FILE = Path("some.file")
GROUP, OTHER = -100, -200


@pytest.fixture
async def store(database: Database) -> QuoteStore:
    """An empty store of each kind in turn."""
    return QuoteStore(database)


@pytest.fixture
async def another(tmp_path: Path) -> AsyncIterator[QuoteStore]:
    """A new store."""
    async with Database(f"sqlite:///{tmp_path / 'another.db'}") as database:
        yield QuoteStore(database)


@pytest.fixture(scope="session")
def known(corpus: Corpus) -> Known:
    """The shipped topics and peoples."""
    return Known.of(corpus)


async def exported(store: QuoteStore, known: Known, format_: Format = Format.JSONL, collection: int | None = None) -> bytes:
    """The file of a collection."""
    return b"".join([part async for part in Exporting(Writer(format_, known), FILE).parts(store, collection)])


async def imported(
    store: QuoteStore, known: Known, content: bytes, format_: Format = Format.JSONL, collection: int | None = None, *, trust: bool = False
) -> Report:
    """The report of an import of a file with this content."""
    with Importing(reader_of(format_, FILE, known, collection=collection), lambda *_: None, trust=trust) as importing:
        importing.gather(io.BytesIO(content))
        return await importing.take_in(store, dry_run=False)


@pytest.mark.parametrize("format_", Format)
async def test_the_shipped_collection_goes_from_store_to_store_and_stays_the_same_bytes(
    another: QuoteStore, tmp_path: Path, corpus: Corpus, known: Known, format_: Format
) -> None:
    """And the same of a store that has taken the quotes in in another order."""
    async with Database(f"sqlite:///{tmp_path / 'first.db'}") as database:
        store = QuoteStore(database)
        await store.take_in(corpus.quotes, "files")
        content = await exported(store, known, format_)

        report = await imported(another, known, content, format_)
        again = await imported(store, known, content, format_)

        assert (report.new, report.refused, report.near_doubles, report.imported) == (len(corpus.quotes), 0, [], True)
        assert (again.same, again.new, again.refused) == (len(corpus.quotes), 0, 0)
        assert [quote async for quote in another.all()] == [quote async for quote in store.all()]
        assert await exported(another, known, format_) == content


async def test_quotes_go_out_in_order_of_id_whatever_the_database(store: QuoteStore, known: Known) -> None:
    ids = ["a", "a-", "a-b", "aa", "0-z", "b", "a0", "a--b"]
    random.Random(1).shuffle(ids)  # noqa: S311  # repeatable on purpose
    await store.add([sample(id_) for id_ in ids])

    assert [line[: line.index(b",")] for line in (await exported(store, known)).splitlines()] == [
        f'{{"id":"{id_}"'.encode() for id_ in sorted(ids)
    ]


async def test_what_is_common_and_what_is_a_groups_own_go_out_apart(store: QuoteStore, known: Known) -> None:
    await store.add([sample("common"), sample("gone")])
    await store.add([sample("own")], GROUP)
    await store.put(sample("other"), OTHER)
    await store.delete("gone")

    for collection, id_ in ((None, "common"), (GROUP, "own"), (OTHER, "other")):
        content = await exported(store, known, collection=collection)
        assert content.count(b"\n") == 1
        assert content.startswith(f'{{"id":"{id_}"'.encode())
    assert await exported(store, known, collection=-300) == b""


async def test_an_export_counts_its_quotes_and_comes_in_parts(another: QuoteStore, known: Known) -> None:
    await another.add(samples(1_200))
    exporting = Exporting(Writer(Format.CSV, known), FILE)

    parts = [part async for part in exporting.parts(another, None)]

    assert exporting.count == 1_200
    assert [part.count(b"\n") for part in parts] == [1, 500, 500, 200]


async def test_tables_larger_than_their_reader_takes_are_refused(
    another: QuoteStore, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MAX_TABLES_BYTES", 1_000)
    await another.add(samples(5))

    with pytest.raises(QuoteFileError, match=r"^some\.file:1: more than the 0\.001 MB"):
        await exported(another, known, Format.TOML)


# A group's own


async def test_what_is_imported_for_a_group_is_its_own(store: QuoteStore, known: Known) -> None:
    line = b'{"kind": "proverb", "language": "en", "text": "Haste makes waste."}'

    for collection in (GROUP, OTHER, GROUP):
        await imported(store, known, line, collection=collection)
    content = await exported(store, known, collection=GROUP)

    assert content.count(b"Haste makes waste.") == 1
    assert content != await exported(store, known, collection=OTHER)
    assert (await imported(store, known, content, collection=GROUP)).same == 1
    assert await exported(store, known) == b""


async def test_a_group_is_told_nothing_of_the_quotes_of_another(store: QuoteStore, known: Known) -> None:
    """Neither that its words are there, nor that its quote is the same one: only that the id cannot be had."""
    await store.add([partial("own", Language.EN, "Haste makes waste.")], GROUP)
    same = await exported(store, known, collection=GROUP)
    line = b'{"id": "other", "kind": "quote", "language": "en", "text": "Haste makes waste!"}'

    near, taken = await imported(store, known, line, collection=OTHER), await imported(store, known, same, collection=OTHER)

    assert (near.imported, near.near_doubles) == (True, [])
    assert [str(problem) for problem in taken.problems] == ["some.file:1: id 'own' is taken"]


@pytest.mark.parametrize("collection", [None, GROUP])
async def test_common_quotes_and_own_ones_are_near_doubles(store: QuoteStore, known: Known, collection: int | None) -> None:
    await store.add([partial("own", Language.EN, "Haste makes waste.")], collection)
    line = b'{"id": "other", "kind": "quote", "language": "en", "text": "Haste makes waste!"}'

    assert len((await imported(store, known, line, collection=GROUP)).near_doubles) == 1


# Large files


@pytest.mark.parametrize("format_", Format)
def test_no_more_is_read_of_a_file_than_it_may_have(known: Known, format_: Format) -> None:
    content = b"".join(Writer(format_, known).file(samples(100)))

    def gathered(max_bytes: int) -> int:
        stream = io.BytesIO(content)
        with Importing(reader_of(format_, FILE, known, max_bytes=max_bytes), lambda *_: None, trust=True) as importing:
            try:
                importing.gather(stream)
            except QuoteFileError as error:
                assert str(error) == f"some.file:1: larger than {max_bytes / 1_000_000:g} MB"  # noqa: PT017  # it need not be raised
                return -1
            return stream.tell()

    assert gathered(len(content)) == len(content)
    assert gathered(len(content) - 1) == -1
    assert gathered(2_000) == -1
