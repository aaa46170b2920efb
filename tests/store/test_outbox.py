"""Each row of the outbox is taken in hand by one process."""

import asyncio
from collections import Counter

from sqlalchemy import select

from bot.store.engine import Database
from bot.store.outbox import Outbox
from bot.store.parcels import Parcel, TopicLost, row_of
from bot.store.schema import outbox
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
