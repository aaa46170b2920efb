"""The search lives with its store: what comes, is changed or goes is found or gone at once, by every process and after every start."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from samples import sample
from stores import index_of, put_sqlite

from bot.corpus.quote import Quote
from bot.corpus.reader import Corpus
from bot.services.answering import Answering
from bot.store.engine import Database
from bot.store.index_files import IndexFiles
from bot.store.quotes import QuoteStore

SAYING = sample("new-saying", words="a quixotic zugzwang befell the jovial oryx")
EDITED = sample("new-saying", words="blizzards vex every lukewarm fjord")
QUERIES = ["百花齐放", "bai hua qi fang", "товарооборот Китая и Казахстана", "birlik bolmai", "golden bridge", "pjkjnjq vjcn", "труд", "春"]


@pytest.fixture
async def store(sqlite_url: str, corpus: Corpus) -> AsyncIterator[QuoteStore]:
    """A store with the shipped quotes, in a SQLite file."""
    await put_sqlite(sqlite_url, corpus, index=True)
    async with Database(sqlite_url) as database:
        yield QuoteStore(database)


@pytest.fixture
async def answering(store: QuoteStore, sqlite_url: str) -> Answering:
    """The search over it."""
    found = Answering(store, index_of(sqlite_url))
    await found.refresh()
    return found


def first(answering: Answering, words: str, collection: int = 0) -> str | None:
    """The id of the best hit."""
    hits = answering.search(words, collection=collection).hits
    return hits[0].quote_id if hits else None


def words_of(quote: Quote) -> str:
    """The words of a sample."""
    return quote.renderings[0].text


async def test_how_much_is_searched_and_how_new_it_is_can_be_told(answering: Answering, store: QuoteStore) -> None:
    texts, revision = await answering.count_texts(), await answering.caught_up_with()
    await store.put(SAYING)

    assert (await answering.count_texts(), await answering.caught_up_with()) == (texts, revision)
    await answering.refresh()
    assert await answering.count_texts() > texts > 0
    assert await answering.caught_up_with() > revision > 0
    assert await Answering(store).caught_up_with() == 0


async def test_a_saying_added_edited_and_deleted_is_found_and_gone_without_a_rebuild(answering: Answering, store: QuoteStore) -> None:
    built = answering._searcher
    await store.put(SAYING)
    await answering.refresh()
    assert first(answering, words_of(SAYING)) == SAYING.id

    await store.put(EDITED)
    await answering.refresh()
    assert first(answering, words_of(EDITED)) == SAYING.id
    assert first(answering, words_of(SAYING)) != SAYING.id

    await store.delete(SAYING.id)
    await answering.refresh()
    assert first(answering, words_of(EDITED)) != SAYING.id
    assert answering._searcher is built


async def test_adding_then_deleting_leaves_the_results_as_before(answering: Answering, store: QuoteStore) -> None:
    before = [answering.search(query).hits for query in QUERIES]
    for number in range(20):
        await store.put(sample(f"passing-{number}", words=f"труд 百花齐放 golden bridge {number}"))
    await answering.refresh()
    for number in range(20):
        await store.delete(f"passing-{number}")
    await answering.refresh()

    after = [answering.search(query).hits for query in QUERIES]

    assert [[hit.quote_id for hit in hits] for hits in after] == [[hit.quote_id for hit in hits] for hits in before]


async def test_what_another_process_changed_is_found(database: Database) -> None:
    ours, theirs = Answering(QuoteStore(database)), QuoteStore(database)
    await ours.refresh()
    await theirs.put(SAYING)

    await ours.refresh()

    assert first(ours, words_of(SAYING)) == SAYING.id


async def test_a_start_from_disk_finds_what_a_build_finds(answering: Answering, store: QuoteStore, tmp_path: Path) -> None:
    files = IndexFiles(tmp_path / "index")
    await Answering(store, files).refresh()
    assert files.load()
    again = Answering(store, files)
    await again.refresh()

    assert [again.search(query) for query in QUERIES] == [answering.search(query) for query in QUERIES]


async def test_a_start_catches_up_with_what_has_changed_since_the_index_was_saved(
    store: QuoteStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = IndexFiles(tmp_path / "index")
    await Answering(store, files).refresh()
    await store.put(SAYING)
    await store.delete("hundred-flowers")
    caplog.set_level(logging.INFO)

    again = Answering(store, files)
    await again.refresh()

    assert first(again, words_of(SAYING)) == SAYING.id
    assert "hundred-flowers" not in {hit.quote_id for hit in again.search("百花齐放春满园").hits}
    assert "caught up" in caplog.text
    assert "search is ready" not in caplog.text


async def test_an_index_of_another_store_is_not_used(store: QuoteStore, tmp_path: Path) -> None:
    files = IndexFiles(tmp_path / "index")
    async with Database(f"sqlite:///{tmp_path / 'other.db'}") as database:
        other = QuoteStore(database)
        await other.put(SAYING)
        await Answering(other, files).refresh()

    answering = Answering(store, files)
    await answering.refresh()

    assert first(answering, words_of(SAYING)) != SAYING.id
    assert first(answering, "百花齐放春满园") == "hundred-flowers"


async def test_a_damaged_index_is_built_anew_and_kept(store: QuoteStore, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    files = IndexFiles(tmp_path / "index")
    await Answering(store, files).refresh()
    (damaged,) = (tmp_path / "index").glob("state-*/texts.codes.npy")
    damaged.write_bytes(damaged.read_bytes()[:-2])

    answering = Answering(store, files)
    await answering.refresh()

    assert first(answering, "百花齐放春满园") == "hundred-flowers"
    assert "damaged" in caplog.text
    assert files.load()


async def test_a_groups_own_sayings_are_found_in_it_and_nowhere_else(store: QuoteStore, tmp_path: Path) -> None:
    files = IndexFiles(tmp_path / "index")
    here, elsewhere = -100, -200
    await store.put(SAYING, collection=here)
    built = Answering(store, files)
    await built.refresh()
    loaded = Answering(store, files)
    await loaded.refresh()
    later = Answering(store, files)
    await later.refresh()
    await store.put(sample("theirs", words="sphinx of black quartz"), collection=elsewhere)
    await later.refresh()

    for answering in (built, loaded, later):
        assert first(answering, words_of(SAYING), here) == SAYING.id
        assert first(answering, words_of(SAYING), elsewhere) != SAYING.id
        assert first(answering, words_of(SAYING)) != SAYING.id
        assert first(answering, "百花齐放春满园", here) == "hundred-flowers"
    assert first(later, "sphinx of black quartz", elsewhere) == "theirs"
    assert first(later, "sphinx of black quartz", here) != "theirs"


async def test_a_rebuild_in_the_background_loses_nothing_that_came_meanwhile(
    answering: Answering, store: QuoteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.answering._LATER_TEXTS", 20)
    monkeypatch.setattr("bot.services.answering._LATER_SHARE", 0.0)
    built = answering._searcher
    for number in range(3):
        await store.put(sample(f"early-{number}", words=f"early bird {number}"))
        await answering.refresh()
    assert answering._rebuilding
    await store.put(SAYING)
    await answering.refresh()
    assert first(answering, words_of(SAYING)) == SAYING.id

    await answering._rebuilding

    assert answering._searcher is not built
    assert first(answering, words_of(SAYING)) == SAYING.id
    assert {first(answering, f"early bird {number}") for number in range(3)} == {f"early-{number}" for number in range(3)}


async def test_closing_ends_a_rebuild(answering: Answering, store: QuoteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.answering._LATER_TEXTS", 1)
    monkeypatch.setattr("bot.services.answering._LATER_SHARE", 0.0)
    await store.put(SAYING)
    await answering.refresh()
    rebuilding = answering._rebuilding
    assert rebuilding

    await answering.close()

    assert rebuilding.done()


async def test_searches_go_on_in_threads_while_sayings_come_and_go(answering: Answering, store: QuoteStore) -> None:
    done = False

    def search() -> int:
        count = 0
        while not done:
            assert first(answering, "百花齐放春满园") == "hundred-flowers"
            answering.search("a quixotic zugzwang")
            count += 1
        return count

    searches = [asyncio.create_task(asyncio.to_thread(search)) for _ in range(3)]
    for number in range(40):
        await store.put(sample(f"passing-{number}", words=f"a quixotic zugzwang 百花 {number}"))
        if number % 2:
            await store.delete(f"passing-{number - 1}")
        await answering.refresh()
    done = True

    assert min(await asyncio.gather(*searches)) > 0


async def test_what_another_replica_saves_is_found_by_itself_also_after_the_store_was_away(
    answering: Answering, store: QuoteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = True
    refresh = answering.refresh

    async def sometimes() -> None:
        if away:
            raise OSError("the store is away")
        await refresh()

    monkeypatch.setattr(answering, "refresh", sometimes)
    following = asyncio.create_task(answering.follow(0.01))
    try:
        await store.put(SAYING)
        await asyncio.sleep(0.05)
        assert first(answering, words_of(SAYING)) != SAYING.id

        away = False
        async with asyncio.timeout(2):
            while first(answering, words_of(SAYING)) != SAYING.id:  # noqa: ASYNC110  # nothing tells of it: that is the promise
                await asyncio.sleep(0.01)
    finally:
        following.cancel()
        await asyncio.wait([following])
