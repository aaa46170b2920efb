"""Between Telegram and whoever answers: every update is handled once, in the order of its chat, whatever ends in the middle."""

import asyncio
import datetime
import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from bot.errors import StoreAway, TryLater
from bot.fronts.telegram.handling import JSON, Handling, NotOurs, in_hand, lane_of
from bot.fronts.telegram.intake import MOST_UNFINISHED, Alarms, Full, Intake
from bot.store.engine import Database
from bot.store.people import PeopleStore
from bot.store.schema import updates
from bot.store.updates import LEASE, Arrived, Marks, UpdateStore

NOW = 1_800_000_000


def message(number: int, chat: int = 1) -> dict[str, Any]:
    """An update of a chat."""
    return {"update_id": number, "message": {"chat": {"id": chat, "type": "private"}, "text": f"words {number}"}}


class Handler:
    """Writes down what it is handed. It waits while `open` is not set, and fails as often as `failures` says of a number."""

    def __init__(self) -> None:
        self.handled: defaultdict[int, list[int]] = defaultdict(list)
        self.apologies: list[int] = []
        self.interrupted: list[int] = []
        self.failures: Counter[int] = Counter()
        self.error: Exception = ValueError("it fails")
        self.answers = True
        self.most_at_once = self._at_once = 0
        self.open = asyncio.Event()
        self.open.set()

    async def handle(self, update: JSON, handling: Handling) -> None:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await self.open.wait()
            number = update["update_id"]
            if self.failures[number]:
                self.failures[number] -= 1
                raise self.error
            if self.answers:
                await handling.answer()
            if handling.interrupted:
                self.interrupted.append(number)
            self.handled[lane_of(update)].append(number)
        finally:
            self._at_once -= 1

    async def fail(self, update: JSON, error: Exception) -> None:
        handling = in_hand.get()
        assert handling
        await handling.answer()
        self.apologies.append(update["update_id"])

    @property
    def numbers(self) -> list[int]:
        """What was handled, in no order."""
        return sorted(number for numbers in self.handled.values() for number in numbers)


@asynccontextmanager
async def at_work(intake: Intake) -> AsyncIterator[Intake]:
    """*intake* while it runs, until the block ends; it is stopped in order then."""
    stop = asyncio.Event()
    running = asyncio.create_task(intake.run(stop))
    try:
        yield intake
    finally:
        stop.set()
        await asyncio.wait_for(running, 30)


@asynccontextmanager
async def taking_in(database: Database, handler: Handler, alarms: Alarms | None = None, *, alone: bool = True) -> AsyncIterator[Intake]:
    """An intake over *database* that is at work."""
    async with at_work(Intake(UpdateStore(database, "this one"), handler, lambda: NOW, alone=alone, alarms=alarms)) as intake:
        yield intake


async def until(there: Any) -> None:
    """Return when *there* holds."""
    async with asyncio.timeout(20):
        while not there():  # noqa: ASYNC110  # what is waited for sets no event
            await asyncio.sleep(0.01)


async def rows(database: Database) -> dict[int, tuple[str, str]]:
    """The state and the body of each update."""
    async with database.reading() as connection:
        return {row.update_id: (row.state, row.body) for row in await connection.execute(select(updates))}


async def test_each_chat_is_handled_in_its_order_and_chats_side_by_side(database: Database) -> None:
    handler = Handler()
    async with taking_in(database, handler) as intake:
        handler.open.clear()
        await intake.put([message(number, chat=number % 7) for number in range(70)])
        await until(lambda: handler.most_at_once == 7)
        handler.open.set()
        await until(lambda: len(handler.numbers) == 70)

    assert all(numbers == sorted(numbers) for numbers in handler.handled.values())
    assert handler.most_at_once == 7


async def test_an_update_that_comes_twice_is_handled_once_and_its_words_are_not_kept(database: Database) -> None:
    handler = Handler()
    async with taking_in(database, handler) as intake:
        await intake.put([message(1), message(2)])
        await until(lambda: len(handler.numbers) == 2)
        await intake.put([message(2), message(1), message(3)])
        await until(lambda: len(handler.numbers) == 3)
        await intake.put([message(1)])

    assert handler.numbers == [1, 2, 3]
    assert await rows(database) == dict.fromkeys((1, 2, 3), ("done", ""))


async def test_what_fails_is_tried_three_times_and_set_aside_and_holds_up_nobody(database: Database) -> None:
    handler, set_aside = Handler(), list[int]()
    handler.failures.update({1: 100, 4: 2})
    async with taking_in(database, handler, Alarms(aside=set_aside.append)) as intake:
        await intake.put([message(1, chat=1), message(2, chat=1), message(3, chat=2), message(4, chat=3)])
        await until(lambda: 3 in handler.numbers)
        before = list(handler.apologies)
        await until(lambda: len(handler.numbers) == 3)

    assert before == []
    assert (handler.numbers, handler.apologies, set_aside) == ([2, 3, 4], [1], [1])
    assert handler.failures == Counter({1: 97, 4: 0})
    kept = await rows(database)
    assert kept[1][0] == "aside"
    assert "words 1" in kept[1][1]


async def test_who_wants_to_be_forgotten_leaves_no_words_behind_that_could_not_be_handled(database: Database) -> None:
    handler = Handler()
    handler.failures.update({1: 100, 2: 100, 3: 100})
    in_group, others = (message(number, chat=-5) for number in (2, 3))
    in_group["message"]["from"], others["message"]["from"] = {"id": 1, "is_bot": False}, {"id": 11, "is_bot": False}
    async with taking_in(database, handler) as intake:
        await intake.put([message(1), in_group, others])
        await until(lambda: len(handler.apologies) == 3)

    await PeopleStore(database).forget(1, datetime.date(2026, 11, 27))

    assert [number for number, (_, body) in (await rows(database)).items() if body] == [3]


async def test_what_telegram_does_not_take_in_time_is_no_fault_of_the_update(database: Database) -> None:
    handler, set_aside = Handler(), list[int]()
    handler.failures[1], handler.error = 100, TryLater(3600)
    async with taking_in(database, handler, Alarms(aside=set_aside.append)) as intake:
        await intake.put([message(1), message(2)])
        await until(lambda: handler.numbers == [2])

    assert (handler.apologies, set_aside) == ([1], [])


async def test_over_its_bound_nothing_more_is_taken_in_until_there_is_room(database: Database) -> None:
    handler, told = Handler(), list[int]()
    handler.open.clear()
    async with taking_in(database, handler, Alarms(full=told.append)) as intake:
        await intake.put([message(number, chat=number) for number in range(MOST_UNFINISHED)])
        with pytest.raises(Full):
            await intake.put([message(MOST_UNFINISHED)])
        handler.open.set()
        await until(lambda: not intake.is_full)
        await intake.put([message(MOST_UNFINISHED)])
        await until(lambda: len(handler.numbers) == MOST_UNFINISHED + 1)

    assert told == [MOST_UNFINISHED]


async def left_behind(database: Database, doing: bool, answering: bool) -> None:
    """Leave updates 1 and 2 of one chat as a process does that ends: the first in hand."""
    other = UpdateStore(database, "another")
    await other.turn([Arrived(1, 5, '{"update_id":1,"message":{"chat":{"id":5}}}'), Arrived(2, 5, '{"update_id":2}')], Marks(), 64, NOW)
    await other.turn([], Marks(doing=[1] if doing else [], answering=[1] if answering else []), 0, NOW)


@pytest.mark.parametrize(
    ("doing", "answering", "handled", "interrupted"),
    [(False, False, [1, 2], []), (True, False, [1, 2], [1]), (False, True, [2], []), (True, True, [2], [])],
    ids=["taken", "doing", "answering", "both"],
)
async def test_after_a_crash_what_was_open_is_handled_what_was_done_is_told_and_what_was_answered_rests(
    database: Database, doing: bool, answering: bool, handled: list[int], interrupted: list[int]
) -> None:
    await left_behind(database, doing, answering)
    handler = Handler()

    async with taking_in(database, handler):
        await until(lambda: handler.numbers == handled)

    assert handler.interrupted == interrupted
    assert {state for state, _ in (await rows(database)).values()} == {"done"}


async def test_what_ended_the_process_three_times_is_not_tried_again(database: Database) -> None:
    for _ in range(3):
        other = UpdateStore(database, "another")
        await other.turn([Arrived(1, 5, '{"update_id":1}'), Arrived(2, 5, '{"update_id":2}')], Marks(), 64, NOW)
        await UpdateStore(database, "a third").recover(NOW, all_of_them=True)
    handler, set_aside = Handler(), list[int]()

    async with taking_in(database, handler, Alarms(aside=set_aside.append)):
        await until(lambda: handler.numbers == [2])

    assert set_aside == [1]


async def test_what_ends_the_process_takes_nothing_along_that_was_in_hand_beside_it(database: Database) -> None:
    """Each process handles what it has in hand unless one is among it that ends it; new updates come all the while."""
    deadly, ended, set_aside = 7, set[int](), set[int]()
    arrived = [Arrived(number, number % 13, f'{{"update_id":{number}}}') for number in range(20)]
    crashes = 0
    for process in range(60):
        store = UpdateStore(database, f"process {process}")
        turn = await store.turn(arrived, Marks(), 64, NOW)
        arrived = [Arrived(100 + process, 100 + process % 3, "{}")] if crashes else []
        if any(one.update_id == deadly and one.tries <= 3 for one in turn.taken):
            crashes += 1
        else:
            aside = [one.update_id for one in turn.taken if one.tries > 3]
            handled = [one.update_id for one in turn.taken if one.tries <= 3]
            await store.turn([], Marks(ended=handled, aside=aside), 0, NOW)
            ended |= set(handled)
            set_aside |= set(aside)
        await UpdateStore(database, "the next").recover(NOW, all_of_them=True)

    assert crashes == 3
    assert set_aside == {deadly}
    assert ended >= set(range(20)) - {deadly}


async def test_after_one_crash_all_go_on_together(database: Database) -> None:
    arrived = [Arrived(number, number, "{}") for number in range(5)]
    await UpdateStore(database, "another").turn(arrived, Marks(), 64, NOW)
    await UpdateStore(database, "a third").recover(NOW, all_of_them=True)

    taken = (await UpdateStore(database, "this one").turn([], Marks(), 64, NOW)).taken

    assert [(one.update_id, one.tries) for one in taken] == [(number, 2) for number in range(5)]


async def test_what_went_on_after_one_crash_holds_up_none_of_two(database: Database) -> None:
    for crash in range(2):
        other = UpdateStore(database, f"process {crash}")
        await other.turn([Arrived(1, 1, "{}")], Marks(), 64, NOW)
        if crash:
            await other.turn([Arrived(2, 2, "{}")], Marks(), 64, NOW)
        await UpdateStore(database, "a third").recover(NOW, all_of_them=True)
    one, other = UpdateStore(database, "one"), UpdateStore(database, "other")

    # The second has been in hand at one crash, and is taken again; the first at two, and waits for nobody.
    assert [(taken.update_id, taken.tries) for taken in (await one.turn([], Marks(), 64, NOW)).taken] == [(1, 3), (2, 2)]
    assert (await other.turn([], Marks(), 64, NOW)).taken == ()


async def test_what_waits_in_its_chat_holds_up_no_other_that_goes_on_alone(database: Database) -> None:
    for _ in range(2):
        await UpdateStore(database, "another").turn([Arrived(5, 1, "{}"), Arrived(6, 2, "{}")], Marks(), 64, NOW)
        await UpdateStore(database, "a third").recover(NOW, all_of_them=True)
    one, other = UpdateStore(database, "one"), UpdateStore(database, "other")

    # An earlier one of the first chat has come late, and is in hand.
    assert [taken.update_id for taken in (await one.turn([Arrived(4, 1, "{}")], Marks(), 1, NOW)).taken] == [4]
    assert [taken.update_id for taken in (await other.turn([], Marks(), 64, NOW)).taken] == [6]


async def test_two_crashes_in_a_row_hold_up_nothing_that_comes_later(database: Database) -> None:
    for _ in range(2):
        await UpdateStore(database, "another").turn([Arrived(number, number, "{}") for number in range(5)], Marks(), 64, NOW)
        await UpdateStore(database, "a third").recover(NOW, all_of_them=True)
    store = UpdateStore(database, "this one")

    first = (await store.turn([Arrived(9, 9, "{}")], Marks(), 64, NOW)).taken
    second = (await store.turn([], Marks(ended=[9]), 64, NOW)).taken
    third = (await store.turn([], Marks(ended=[0]), 64, NOW)).taken

    assert [(one.update_id, one.tries) for one in first] == [(0, 3), (9, 1)]
    assert second == ()
    assert [one.update_id for one in third] == [1]


async def test_a_living_process_keeps_what_it_has_and_an_ended_one_is_waited_for(database: Database) -> None:
    one, other = UpdateStore(database, "one"), UpdateStore(database, "other")
    taken = (await one.turn([Arrived(1, 5, "{}"), Arrived(2, 5, "{}"), Arrived(3, 6, "{}")], Marks(), 64, NOW)).taken

    assert [update.update_id for update in taken] == [1, 3]
    assert (await other.turn([], Marks(), 64, NOW)).taken == ()
    await one.renew(NOW + LEASE)
    assert await other.recover(NOW + LEASE + 1) == 0
    assert await other.recover(NOW + 2 * LEASE + 1) == 2
    assert [update.update_id for update in (await other.turn([], Marks(), 64, NOW)).taken] == [1, 3]
    # Whoever was taken for ended must not answer any longer.
    assert (await one.turn([], Marks(answering=[1, 3]), 0, NOW)).begun == frozenset()
    assert (await other.turn([], Marks(answering=[1, 3]), 0, NOW)).begun == {1, 3}


async def test_two_processes_share_the_work_and_do_nothing_twice(database: Database) -> None:
    handlers = Handler(), Handler()
    async with taking_in(database, handlers[0], alone=False) as intake:
        other = Intake(UpdateStore(database, "the other one"), handlers[1], lambda: NOW)
        stop = asyncio.Event()
        running = asyncio.create_task(other.run(stop))
        for number in range(0, 200, 4):
            side = intake if number % 8 else other
            await side.put([message(number + more, chat=number % 9) for more in range(4)])
        await until(lambda: len(handlers[0].numbers + handlers[1].numbers) >= 200)
        stop.set()
        await running

    assert sorted(handlers[0].numbers + handlers[1].numbers) == list(range(200))
    assert all(handler.numbers for handler in handlers)


async def test_what_has_not_begun_when_it_stops_is_left_for_the_next_start(database: Database) -> None:
    handler = Handler()
    handler.open.clear()
    async with taking_in(database, handler) as intake:
        await intake.put([message(1), message(2)])
        await until(lambda: handler.most_at_once == 1)

    assert {state for state, _ in (await rows(database)).values()} == {"open"}
    handler.open.set()
    async with taking_in(database, handler):
        await until(lambda: handler.numbers == [1, 2])


class Away(UpdateStore):
    """A store that can be made to be away, as a full disk or a lost server does."""

    away = False
    # It does what it is asked, and the word of that is lost.
    unheard = False

    async def turn(self, *given: Any, **more: Any) -> Any:
        turn = await super().turn(*given, **more) if self.unheard or not self.away else None
        if self.away:
            raise StoreAway("the disk is full")
        return turn

    async def recover(self, *given: Any, **more: Any) -> int:
        if self.away:
            raise StoreAway("the disk is full")
        return await super().recover(*given, **more)


class Slow(Handler):
    """Says that it begins, and has ended when it may."""

    def __init__(self, *, doing: bool) -> None:
        super().__init__()
        self.begun, self.may_end, self.doing = asyncio.Event(), asyncio.Event(), doing

    async def handle(self, update: JSON, handling: Handling) -> None:
        await self.open.wait()
        await (handling.do() if self.doing else handling.answer())
        self.begun.set()
        await self.may_end.wait()


@pytest.mark.parametrize(("doing", "state"), [(True, "doing"), (False, "answering")])
async def test_what_began_while_the_store_was_away_is_not_said_to_have_ended_before_it_has(
    database: Database, doing: bool, state: str
) -> None:
    """Should the process end now, it must be told from what is done, and not be done again."""
    handler, store = Slow(doing=doing), Away(database, "this one")
    handler.open.clear()
    intake, stop = Intake(store, handler, lambda: NOW, alone=True), asyncio.Event()
    running = asyncio.create_task(intake.run(stop))
    await intake.put([message(1)])
    await until(lambda: intake.in_hand == 1)

    store.away = True
    handler.open.set()
    await handler.begun.wait()
    await until(lambda: intake.is_away)
    store.away = False
    await until(lambda: not intake.is_away)
    while_under_way = await rows(database)
    handler.may_end.set()
    stop.set()
    await running

    assert while_under_way[1][0] == state
    assert (await rows(database))[1] == ("done", "")


async def test_what_a_crash_left_is_taken_up_also_when_the_store_is_away_at_the_start(database: Database) -> None:
    await left_behind(database, doing=False, answering=False)
    handler, store = Handler(), Away(database, "this one")
    store.away = True
    intake, stop = Intake(store, handler, lambda: NOW, alone=True), asyncio.Event()
    running = asyncio.create_task(intake.run(stop))

    await until(lambda: intake.is_away)
    store.away = False
    await until(lambda: handler.numbers == [1, 2])
    stop.set()
    await running


class FullDisk(UpdateStore):
    """On a disk that is full: whatever writes nothing goes well."""

    full = True

    async def turn(self, arrived: Any, marks: Marks, *given: Any, probing: bool = False) -> Any:
        if self.full and (arrived or probing or marks != Marks([], [], [], [], [])):
            raise StoreAway("the disk is full")
        return await super().turn(arrived, marks, *given, probing=probing)


async def test_a_full_disk_is_not_taken_for_one_that_has_room_again_while_nothing_is_to_be_written(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.fronts.telegram.intake._LOOK_SECONDS", 0.01)
    monkeypatch.setattr("bot.fronts.telegram.intake._AWAY_SECONDS", 0.01)
    store = FullDisk(database, "this one")
    intake, stop = Intake(store, Handler(), lambda: NOW, alone=True), asyncio.Event()
    running = asyncio.create_task(intake.run(stop))

    with caplog.at_level(logging.INFO):
        with pytest.raises(StoreAway):
            await intake.put([message(1)])
        for _ in range(20):
            await asyncio.sleep(0.02)
            assert intake.is_away
        store.full = False
        await until(lambda: not intake.is_away)
    stop.set()
    await running

    assert [record.levelno for record in caplog.records if "update" in record.message] == [logging.ERROR, logging.INFO]


async def test_what_cannot_be_read_of_a_row_is_set_aside_and_holds_up_nobody(database: Database) -> None:
    async with database.writing() as connection:
        broken = {"update_id": 1, "lane": 1, "state": "open", "tries": 0, "interrupted": False}
        await connection.execute(insert(updates), [broken | {"body": "{"}, broken | {"update_id": 2, "body": "[" * 100_000}])
    handler, asides = Handler(), list[int]()
    intake = Intake(UpdateStore(database, "this one"), handler, lambda: NOW, alone=True, alarms=Alarms(aside=asides.append))
    stop = asyncio.Event()
    running = asyncio.create_task(intake.run(stop))
    await intake.put([message(3)])
    await until(lambda: handler.numbers == [3])
    stop.set()
    await running

    assert asides == [1, 2]


async def test_while_the_store_is_away_updates_are_handled_once_and_confirmed_when_it_is_back(database: Database) -> None:
    handler, told = Handler(), list[None]()
    store = Away(database, "this one")
    intake = Intake(store, handler, lambda: NOW, alone=True, alarms=Alarms(away=lambda: told.append(None)))
    stop = asyncio.Event()
    running = asyncio.create_task(intake.run(stop))
    handler.failures[2], handler.error = 2, StoreAway("the disk is full")

    store.away = True
    for _ in range(3):
        with pytest.raises(StoreAway):
            await intake.put([message(1), message(2), message(3, chat=2)])
    await until(lambda: handler.numbers == [1, 3])
    store.away = False
    await until(lambda: not intake.is_away)
    await intake.put([message(1), message(2), message(3, chat=2)])
    await until(lambda: handler.numbers == [1, 2, 3])
    stop.set()
    await running

    assert len(told) == 1
    assert handler.apologies == []
    assert await rows(database) == dict.fromkeys((1, 2, 3), ("done", ""))


async def test_while_the_store_is_away_nobody_is_answered_before_what_is_in_hand_of_the_same_chat(database: Database) -> None:
    handler, store = Handler(), Away(database, "this one")
    handler.open.clear()
    async with at_work(Intake(store, handler, lambda: NOW, alone=True)) as intake:
        await intake.put([message(1)])
        await until(lambda: intake.in_hand == 1)

        store.away = True
        with pytest.raises(StoreAway):
            await intake.put([message(2), message(3, chat=2)])
        handler.open.set()
        await until(lambda: handler.numbers == [1, 3])
        # Telegram asks once more.
        with pytest.raises(StoreAway):
            await intake.put([message(2), message(3, chat=2)])
        store.away = False
        await until(lambda: not intake.is_away)
        await intake.put([message(2), message(3, chat=2)])
        await until(lambda: handler.numbers == [1, 2, 3])

    assert handler.handled[1] == [1, 2]
    assert await rows(database) == dict.fromkeys((1, 2, 3), ("done", ""))


async def test_while_the_store_is_away_nobody_is_answered_before_what_an_ended_process_left_of_the_same_chat(database: Database) -> None:
    await left_behind(database, doing=False, answering=False)
    handler, store = Handler(), Away(database, "this one")
    store.away = True
    async with at_work(Intake(store, handler, lambda: NOW, alone=True)) as intake:
        await until(lambda: intake.is_away)
        with pytest.raises(StoreAway):
            await intake.put([message(3, chat=5), message(4, chat=2)])
        await until(lambda: handler.numbers == [4])
        store.away = False
        await until(lambda: not intake.is_away)
        await intake.put([message(3, chat=5), message(4, chat=2)])
        await until(lambda: handler.numbers == [1, 2, 3, 4])

    assert handler.handled[5] == [1, 3]


async def test_while_the_store_is_away_what_comes_at_the_same_time_is_answered_in_its_order(database: Database) -> None:
    handler, store = Handler(), Away(database, "this one")
    store.away = True
    async with at_work(Intake(store, handler, lambda: NOW, alone=True)) as intake:
        await until(lambda: intake.is_away)
        await asyncio.gather(intake.put([message(1)]), intake.put([message(2)]), return_exceptions=True)
        await until(lambda: handler.numbers == [1, 2])
        store.away = False

    assert handler.handled[1] == [1, 2]


async def test_a_store_whose_table_is_gone_is_away_and_goes_on_when_it_is_there_again(database: Database) -> None:
    handler = Handler()
    async with taking_in(database, handler) as intake:
        async with database.writing() as connection:
            await connection.execute(text("ALTER TABLE updates RENAME TO updates_elsewhere"))
        with pytest.raises(StoreAway):
            await intake.put([message(1)])
        await until(lambda: handler.numbers == [1])
        async with database.writing() as connection:
            await connection.execute(text("ALTER TABLE updates_elsewhere RENAME TO updates"))
        await until(lambda: not intake.is_away)


async def test_an_update_that_was_taken_over_is_not_answered(database: Database) -> None:
    async def lost(update_id: int, answering: bool) -> None:  # as `Begin` has it
        raise NotOurs(f"update {update_id}")

    handling = Handling(lost, 1)

    with pytest.raises(NotOurs):
        await handling.answer()
    assert not handling.begun


@asynccontextmanager
async def away(store: "Away", handler: Handler) -> AsyncIterator[Intake]:
    """An intake over a *store* that is away from the beginning; it is stopped when the block ends."""
    store.away = True
    async with at_work(Intake(store, handler, lambda: NOW, alone=True)) as intake:
        yield intake


async def test_a_stop_does_not_wait_for_answers_that_never_end_while_the_store_is_away(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when Telegram is away, too: each of many answers to one chat would be waited for."""
    monkeypatch.setattr("bot.fronts.telegram.standing_in._PATIENCE_SECONDS", 0.2)
    handler = Handler()
    handler.open.clear()
    async with asyncio.timeout(10), away(Away(database, "one"), handler) as intake:
        with pytest.raises(StoreAway):
            await intake.put([message(1), message(2), message(3, chat=2)])
        await until(lambda: handler.most_at_once == 2)

    assert handler.numbers == []


async def test_while_the_store_is_away_nobody_waits_for_what_is_answered_and_later_ones_are_answered_too(database: Database) -> None:
    handler, store = Handler(), Away(database, "one")
    async with asyncio.timeout(15), away(store, handler) as intake:
        for batch in ([1], [1], [1, 2], [1, 2]):
            with pytest.raises(StoreAway):
                await intake.put([message(number) for number in batch])
        store.away = False

    assert handler.numbers == [1, 2]


@pytest.mark.parametrize("unheard", [False, True])
async def test_what_was_answered_without_the_store_is_not_answered_by_another_replica(database: Database, *, unheard: bool) -> None:
    handler, store = Handler(), Away(database, "one")
    store.unheard = unheard
    async with away(store, handler) as intake:
        with pytest.raises(StoreAway):
            await intake.put([message(1)])
        await until(lambda: handler.numbers == [1])
        store.away = False
        await until(lambda: not intake.is_away)
        async with taking_in(database, handler, alone=False) as other:
            await other.put([message(1), message(2)])
            await until(lambda: 2 in handler.numbers)

    assert handler.numbers == [1, 2]


async def test_what_was_answered_and_confirmed_without_the_store_is_not_handled_by_it_later(database: Database) -> None:
    """The server may have it all the same, lost after it has committed and before it says so."""
    handler, store = Handler(), Away(database, "one")
    store.unheard = True
    async with away(store, handler) as intake:
        with pytest.raises(StoreAway):
            await intake.put([message(1)])
        assert await intake.answered_without([message(1)]) == 1
        store.away = False
        await until(lambda: not intake.is_away)
        await intake.put([message(2)])
        await until(lambda: 2 in handler.numbers)

    assert handler.numbers == [1, 2]
    assert (await rows(database))[1][0] == "done"


async def test_of_what_was_answered_without_the_store_only_what_nothing_waits_before_is_confirmed(database: Database) -> None:
    handler, store = Handler(), Away(database, "one")
    handler.failures[2], handler.error = 1, StoreAway("it needs the store")
    some = [message(1), message(2, chat=2), message(3), message(4, chat=2)]
    async with away(store, handler) as intake:
        with pytest.raises(StoreAway):
            await intake.put(some)
        assert await intake.answered_without(some) == 1
        assert handler.numbers == [1, 3]
        store.away = False
        await until(lambda: not intake.is_away)
        await intake.put(some[1:])
        await until(lambda: handler.numbers == [1, 2, 3, 4])


async def test_what_was_taken_in_hand_unheard_holds_up_nobody(database: Database) -> None:
    """As when a server is lost after it has committed, and before it says so."""
    handler, store = Handler(), Away(database, "one")
    store.unheard, handler.failures[1], handler.error = True, 1, StoreAway("the server is lost")
    async with away(store, handler) as intake:
        with pytest.raises(StoreAway):
            await intake.put([message(1)])
        await until(lambda: not handler.failures[1])
        store.away = False
        await until(lambda: not intake.is_away)
        await intake.put([message(1), message(2)])
        await until(lambda: handler.numbers == [1, 2])
