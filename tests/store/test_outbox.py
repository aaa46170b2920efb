"""Each row of the outbox is taken in hand by one process."""

import asyncio
import datetime
from collections import Counter

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.store.announcements import AnnouncementStore, Progress
from bot.store.chats import ChatStore, Reach
from bot.store.engine import Database
from bot.store.outbox import Outbox
from bot.store.parcels import Mark, Outcome, Parcel, Post, TopicLost, row_of
from bot.store.schema import outbox
from bot.store.subscriptions import Running, Subscription, SubscriptionStore
from bot.text.language import Language

NOW = 2_000_000_000
ROWS = 200


async def queue(database: Database) -> None:
    """Queue a word to each of so many people."""
    rows = [row_of(TopicLost(Language.EN, 1), chat_id, NOW) for chat_id in range(1, ROWS + 1)]
    async with database.writing() as connection:
        await connection.execute(outbox.insert(), rows)


async def test_processes_that_lease_at_once_share_the_rows(made_url: str) -> None:
    async with Database(made_url) as one, Database(made_url) as other:
        await queue(one)
        taken: Counter[int] = Counter()

        async def take(mine: Outbox) -> None:
            while parcels := await mine.lease(NOW, NOW + 60, 7):
                assert len(parcels) <= 7
                taken.update(parcel.id for parcel in parcels)

        await asyncio.gather(*(take(Outbox(database, f"{number}")) for number, database in enumerate((one, other) * 2)))

    assert len(taken) == ROWS
    assert set(taken.values()) == {1}


async def test_rows_that_another_process_is_about_to_take_are_passed_over_and_not_waited_for(made_postgres_url: str) -> None:
    async with Database(made_postgres_url) as one, Database(made_postgres_url) as other:
        await queue(one)
        async with other.writing() as connection:
            locked = select(outbox.c.id).order_by(outbox.c.id).limit(5).with_for_update()
            held = {row.id for row in await connection.execute(locked)}
            async with asyncio.timeout(2):
                parcels: list[Parcel] = await Outbox(one, "one").lease(NOW, NOW + 60, 5)

    assert len(parcels) == 5
    assert held.isdisjoint(parcel.id for parcel in parcels)


async def test_what_is_paused_while_it_is_marked_waits_for_nobody_for_ever(made_url: str) -> None:
    """Hundreds of rows in hand, marked from both ends, while they are paused and go on: each transaction takes them in the same order."""
    async with Database(made_url) as database:
        announcements, mine = AnnouncementStore(database), Outbox(database, "mine")
        announcement = await announcements.begin({Language.EN: "News"}, Language.EN, 1, 1)
        await announcements.address(announcement.id, range(1, ROWS + 1), NOW)
        await announcements.turn(announcement.id, Progress.SENDING)

        async def mark() -> None:
            while parcels := await mine.lease(NOW, NOW + 60, 40):
                for number in range(0, len(parcels), 2):
                    put_off, begun = parcels[-1 - number], parcels[number]
                    later = [Mark(put_off.id, Outcome.QUEUED, NOW)] if put_off.id != begun.id else []
                    if await mine.mark(later, begun.id, NOW + 60):
                        await mine.mark([Mark(begun.id, Outcome.SENT)], None, 0)

        async def pause() -> None:
            for _ in range(20):
                await announcements.turn(announcement.id, Progress.PAUSED)
                await announcements.turn(announcement.id, Progress.SENDING)

        async with asyncio.timeout(60):
            await asyncio.gather(mark(), pause())
            # What was left in hand is taken back.
            await mine.recover(NOW + 61)
            await mark()
            await mine.recover(NOW + 61)

        counts = await mine.counts(announcement.id)
        assert counts.keys() <= {Outcome.SENT, Outcome.QUEUED}
        assert counts[Outcome.SENT] > ROWS - 40


async def test_what_is_paused_or_cancelled_is_no_longer_in_hand(made_url: str) -> None:
    async with Database(made_url) as database:
        announcements, mine = AnnouncementStore(database), Outbox(database, "mine")
        announcement = await announcements.begin({Language.EN: "News"}, Language.EN, 1, 1)
        await announcements.address(announcement.id, range(1, 6), NOW)
        await announcements.turn(announcement.id, Progress.SENDING)
        one, *others = await mine.lease(NOW, NOW + 60, 4)
        assert await mine.mark([], one.id, NOW + 60)

        await announcements.turn(announcement.id, Progress.PAUSED)

        assert [await mine.mark([], other.id, NOW + 60) for other in others] == [False] * 3
        assert await mine.counts(announcement.id) == {Outcome.SENDING: 1, Outcome.HELD: 4}
        # What was begun is known to be sent, all the same.
        await mine.mark([Mark(one.id, Outcome.SENT)], None, 0)
        await announcements.turn(announcement.id, Progress.CANCELLED)
        assert await mine.counts(announcement.id) == {Outcome.SENT: 1, Outcome.CANCELLED: 4}


@pytest.mark.parametrize("end", ["pause", "stop", "gone", "muted"])
async def test_a_post_in_hand_is_not_sent_once_its_subscription_or_chat_has_ended(made_url: str, end: str) -> None:
    async with Database(made_url) as database:
        subscriptions, mine = SubscriptionStore(database), Outbox(database, "mine")
        one = await subscriptions.add(Subscription(7, 540, "UTC", (Language.EN,), state=Running.ACTIVE))
        assert one
        post = row_of(Post("a-saying", (Language.EN,)), 7, NOW, subscription_id=one.id, day=datetime.date(2033, 5, 18))
        async with database.writing() as connection:
            await connection.execute(outbox.insert(), post)
        [parcel] = await mine.lease(NOW, NOW + 60, 1)

        match end:
            case "pause":
                await subscriptions.keep(replace(one, state=Running.PAUSED))
            case "stop":
                await subscriptions.drop(one.id)
            case _:
                assert await ChatStore(database).reached(7, Reach(end))
                assert not await ChatStore(database).reached(7, Reach(end))

        assert not await mine.mark([], parcel.id, NOW + 60)
