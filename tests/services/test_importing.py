"""A collection taken in: all of it, or nothing, and what is said of each line that stands in the way."""

import asyncio
import gc
import io
import itertools
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import sample, samples
from sqlalchemy import update

from bot.corpus.fields import Known
from bot.corpus.lines import LineReader
from bot.corpus.quote import Quote
from bot.corpus.reader import Corpus
from bot.services.importing import MAX_REFUSALS_TOLD, Importing, Report, Stage
from bot.store.chats import ChatStore
from bot.store.engine import Database
from bot.store.quotes import QuoteStore
from bot.store.schema import quotes
from bot.text.language import Language

FILE = Path("some.jsonl")
# Of the event loop's own time in one piece; it is less than half of that on a machine that has nothing else to do.
_MOST_HELD_SECONDS = 0.02
SHIPPED = sample("shipped", words="A rolling stone gathers no moss.")


@pytest.fixture
async def store(database: Database) -> QuoteStore:
    """A store of each kind in turn, with one quote of the files."""
    store = QuoteStore(database)
    await store.take_in([SHIPPED], "files")
    return store


@pytest.fixture(scope="session")
def reader(corpus: Corpus) -> LineReader:
    """A reader of English lines."""
    return LineReader(FILE, Known.of(corpus), Language.EN)


def saying(text: str, **fields: object) -> dict[str, object]:
    """The fields of a line with *text*."""
    return {"kind": "proverb", "text": text, **fields}


def silent(_stage: Stage, _done: int, _total: int | None) -> None:
    """Nobody watches."""


async def imported(store: QuoteStore, reader: LineReader, *lines: dict[str, object], trust: bool = False, dry_run: bool = False) -> Report:
    """The report of an import of *lines*."""
    stream = io.BytesIO("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode())
    with Importing(reader, silent, trust=trust) as importing:
        importing.gather(stream)
        return await importing.take_in(store, dry_run=dry_run)


async def all_of(store: QuoteStore) -> list[Quote]:
    """Everything in the store."""
    return [quote async for quote in store.all()]


def counts(report: Report) -> tuple[int, int, int, int, int]:
    """Lines, new, same, near-doubles, refused."""
    return report.lines, report.new, report.same, len(report.near_doubles), report.refused


def told(report: Report) -> list[str]:
    """What is wrong, behind the name of the file."""
    return [str(problem).removeprefix("some.jsonl:") for problem in (*report.problems, *report.near_doubles)]


async def test_new_lines_come_in_beside_what_is_there(store: QuoteStore, reader: LineReader) -> None:
    report = await imported(store, reader, saying("Still waters run deep.", id="still"), saying("Haste makes waste.", topics=["time"]))

    assert (counts(report), report.imported) == ((2, 2, 0, 0, 0), True)
    found = {quote.renderings[0].text: quote for quote in await all_of(store)}
    assert set(found) == {"A rolling stone gathers no moss.", "Still waters run deep.", "Haste makes waste."}
    assert found["Still waters run deep."].id == "still"
    assert found["Haste makes waste."].topics == ("time",)


@pytest.mark.parametrize("trust", [False, True])
async def test_importing_again_changes_nothing_in_whatever_order(store: QuoteStore, reader: LineReader, *, trust: bool) -> None:
    lines = [saying("Still waters run deep.", id="still"), saying("Haste makes waste."), saying("Practice makes perfect.", kind="fact")]
    await imported(store, reader, *lines, trust=trust)
    before = await all_of(store)

    report = await imported(store, reader, *reversed(lines), trust=trust)

    assert counts(report) == (3, 0, 3, 0, 0)
    assert await all_of(store) == before


async def test_the_same_line_twice_in_a_file_comes_in_once(store: QuoteStore, reader: LineReader) -> None:
    lines = [saying("Still waters run deep."), saying("Haste makes waste.", id="haste")]

    report = await imported(store, reader, *lines, *lines)

    assert counts(report) == (4, 2, 2, 0, 0)
    assert report.imported


@pytest.mark.parametrize("trust", [False, True])
async def test_an_id_that_is_taken_is_named_and_nothing_comes_in(store: QuoteStore, reader: LineReader, *, trust: bool) -> None:
    await imported(store, reader, saying("Still waters run deep.", id="still"))
    before = await all_of(store)

    report = await imported(
        store,
        reader,
        saying("Practice makes perfect."),
        saying("Haste makes waste.", id="still"),
        saying("All roads lead to Rome.", id="shipped"),
        saying("The early bird catches the worm.", id="own"),
        saying("Honesty is the best policy.", id="own"),
        trust=trust,
    )

    assert counts(report) == (5, 2, 0, 0, 3)
    assert told(report) == ["2: id 'still' is taken", "3: id 'shipped' is taken", "5: id 'own' is taken by line 4"]
    assert not report.imported
    assert await all_of(store) == before


async def test_ids_of_deleted_quotes_stay_taken_and_edited_ones_stay_edited(
    store: QuoteStore, database: Database, reader: LineReader
) -> None:
    lines = [saying("Still waters run deep.", id="still"), saying("Haste makes waste.")]
    await imported(store, reader, *lines)
    derived = next(quote for quote in await all_of(store) if quote.id.startswith("en-"))
    async with database.writing() as connection:
        await connection.execute(update(quotes).where(quotes.c.id == "still").values(deleted=True))
        body = (await store.stored([derived.id]))[derived.id].quote
        assert body == derived
        await connection.execute(update(quotes).where(quotes.c.id == derived.id).values(edited=True, kind="fact"))
    before = await all_of(store)

    again = await imported(store, reader, *lines)
    other = await imported(store, reader, saying("Practice makes perfect.", id="still"))

    assert counts(again) == (2, 0, 2, 0, 0)
    assert told(other) == ["1: id 'still' is taken"]
    assert await all_of(store) == before


async def test_near_doubles_of_the_store_and_of_earlier_lines_are_named(store: QuoteStore, reader: LineReader) -> None:
    lines = [
        saying("a rolling stone gathers no moss", id="one"),
        saying("The early bird catches the worm.", id="two"),
        saying("Haste makes waste.", id="three"),
        saying("The early bird catches the worms!", id="four"),
    ]

    report = await imported(store, reader, *lines)

    assert counts(report) == (4, 2, 0, 2, 0)
    assert told(report) == [
        "1: one: nearly the same words as shipped, 100 %",
        "4: four: nearly the same words as two (line 2), 98 %",
    ]
    assert await all_of(store) == [SHIPPED]


async def test_the_same_words_told_otherwise_are_a_near_double(store: QuoteStore, reader: LineReader) -> None:
    report = await imported(store, reader, saying("Haste makes waste.", source="A Book"), saying("Haste makes waste.", source="Another"))

    assert counts(report) == (2, 1, 0, 1, 0)
    assert "(line 1), 100 %" in told(report)[0]


async def test_sayings_of_one_pattern_and_of_two_languages_are_no_doubles(store: QuoteStore, reader: LineReader) -> None:
    lines = [
        saying("Better late than never."),
        saying("Better safe than sorry."),
        saying("Мама", language="ru", kind="quote"),
        saying("Мама", language="kk", kind="quote"),
    ]

    assert counts(await imported(store, reader, *lines)) == (4, 4, 0, 0, 0)


@pytest.mark.parametrize("text", ["Haste  makes waste.", "Haste makes waste\u200b.", "cafe\u0301 au lait"])
async def test_texts_are_checked_as_the_files_are_unless_they_are_trusted(store: QuoteStore, reader: LineReader, text: str) -> None:
    refused = await imported(store, reader, saying("Practice makes perfect."), saying(text))
    trusted = await imported(store, reader, saying(text), trust=True)

    assert counts(refused) == (2, 1, 0, 0, 1)
    assert told(refused)[0].startswith("2: ")
    assert trusted.imported
    assert text in {quote.renderings[0].text for quote in await all_of(store)}


async def test_words_of_mixed_script_are_named_apart_and_come_in_with_trust(store: QuoteStore, reader: LineReader) -> None:
    """A person may have wanted them so; a line that is a near-double, too, is told of as that."""
    lines = [saying("Practice makes perf\u0435ct."), saying("A rolling stone gathers no m\u043ess."), saying("Haste makes waste.")]

    named = await imported(store, reader, *lines)
    trusted = await imported(store, reader, *lines, trust=True)

    assert (counts(named), named.sound, named.imported) == ((3, 1, 0, 1, 0), False, False)
    (problem,) = named.mixed
    assert (problem.line, "'perf\u0435ct' mixes Latin and Cyrillic" in problem.problem) == (1, True)
    assert [one.line for one in named.near_doubles] == [2]
    assert (counts(trusted), trusted.mixed, trusted.imported) == ((3, 3, 0, 0, 0), [], True)


async def test_what_is_there_already_is_the_same_whatever_its_texts_are(store: QuoteStore, reader: LineReader) -> None:
    """A file of ours holds what was taken in with trust, and nothing of it would change."""
    lines = [saying("Haste  makes waste.", id="own"), saying("cafe\u0301 au lait"), saying("Practice makes perf\u0435ct.")]
    await imported(store, reader, *lines, trust=True)

    report = await imported(store, reader, *lines)

    assert (counts(report), report.mixed) == ((3, 0, 3, 0, 0), [])


async def test_the_first_refused_lines_are_told_at_whatever_stage_they_are_refused(store: QuoteStore, reader: LineReader) -> None:
    lines = [saying(f"Haste  makes waste {number}.") if number % 2 else saying("") for number in range(300)]

    report = await imported(store, reader, *lines)

    assert report.refused == 300
    assert [problem.line for problem in report.problems] == list(range(1, MAX_REFUSALS_TOLD + 1))


async def test_with_trust_near_doubles_come_in(store: QuoteStore, reader: LineReader) -> None:
    report = await imported(store, reader, saying("a rolling stone gathers no moss"), trust=True)

    assert (counts(report), report.imported) == ((1, 1, 0, 0, 0), True)


@pytest.mark.parametrize("trust", [False, True])
async def test_a_dry_run_says_all_and_writes_nothing(store: QuoteStore, reader: LineReader, *, trust: bool) -> None:
    report = await imported(store, reader, saying("Haste makes waste."), trust=trust, dry_run=True)

    assert (counts(report), report.imported, report.sound) == ((1, 1, 0, 0, 0), False, True)
    assert await all_of(store) == [SHIPPED]


async def test_of_many_bad_lines_the_first_are_told_and_all_counted(store: QuoteStore, reader: LineReader) -> None:
    report = await imported(store, reader, *(saying("") for _ in range(100)), saying("Haste makes waste."))

    assert counts(report) == (101, 1, 0, 0, 100)
    assert [problem.line for problem in report.problems] == list(range(1, MAX_REFUSALS_TOLD + 1))


async def test_more_lines_than_a_batch_come_in_with_their_progress(store: QuoteStore, reader: LineReader) -> None:
    lines = "".join(json.dumps(saying(f"saying {number} {number * 7919 % 10_007}")) + "\n" for number in range(2_500)).encode()
    seen: list[tuple[Stage, int, int | None]] = []

    with Importing(reader, lambda *step: seen.append(step), trust=False) as importing:
        importing.gather(io.BytesIO(lines), len(lines))
        report = await importing.take_in(store, dry_run=True)

    assert report.new + len(report.near_doubles) == 2_500
    assert {stage for stage, _, _ in seen} == {Stage.READING, Stage.COMPARING}
    assert all(total and 0 <= done <= total for _, done, total in seen)


async def test_an_import_leaves_the_event_loop_to_others(store: QuoteStore, reader: LineReader, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(json.dumps(saying(f"saying {number} {number * 7919 % 10_007}")) + "\n" for number in range(2_500)).encode()
    held: list[float] = []
    run = asyncio.events.Handle._run

    def timed(handle: asyncio.events.Handle) -> None:
        # The time of this thread alone: how busy the machine is makes no difference.
        before = time.thread_time()
        run(handle)
        held.append(time.thread_time() - before)

    # A first look at the tables of characters is not part of this, nor what other tests have left for the garbage collector.
    await imported(store, reader, saying("Practice makes perfect."))
    gc.collect()
    monkeypatch.setattr(asyncio.events.Handle, "_run", timed)
    for trust in (False, True):
        with Importing(reader, silent, trust=trust) as importing:
            await asyncio.to_thread(importing.gather, io.BytesIO(lines), len(lines))
            await importing.take_in(store, dry_run=not trust)

    assert max(held) < _MOST_HELD_SECONDS


async def test_others_go_on_writing_while_quotes_come_in(store: QuoteStore, database: Database) -> None:
    chats = ChatStore(database)
    wrote: list[int] = []

    async def others() -> None:
        for id_ in itertools.count(1):
            await chats.choose_language(id_, Language.KK)
            wrote.append(id_)

    async with asyncio.TaskGroup() as group:
        other = group.create_task(others())
        seen: list[int] = []
        await store.add(quote for quote in samples(2_000) if seen.append(len(wrote)) or True)
        other.cancel()

    # Not shut out until the last of them is in.
    assert seen[0] < seen[-1]
    assert len(await all_of(store)) == 2_001


async def test_an_empty_file_is_nothing_to_import(store: QuoteStore, reader: LineReader) -> None:
    assert counts(await imported(store, reader)) == (0, 0, 0, 0, 0)


async def test_a_failure_while_writing_leaves_the_store_as_it_was(store: QuoteStore) -> None:
    def failing() -> Iterator[Quote]:
        yield from (sample(f"new-{number}") for number in range(3_000))
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        await store.add(failing())

    assert await all_of(store) == [SHIPPED]


async def test_every_line_is_counted_once(store: QuoteStore, reader: LineReader) -> None:
    chance = random.Random(1)  # noqa: S311  # repeatable on purpose
    texts = ["Haste makes waste.", "Haste makes waste", "", "Practice makes perfect.", "A rolling stone gathers no moss!"]

    for _ in range(20):
        lines = [saying(chance.choice(texts), id=chance.choice([None, "own", "shipped"])) for _ in range(chance.randrange(12))]
        for trust in (False, True):
            report = await imported(store, reader, *lines, trust=trust, dry_run=True)

            assert report.lines == len(lines) == sum(counts(report)[1:])
