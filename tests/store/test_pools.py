"""Drawing without repeats: by chats, by topics, and by the day."""

import asyncio
import datetime
from itertools import combinations
from typing import cast

import pytest
from samples import partial, sample, samples
from sqlalchemy import update

from bot.corpus.quote import Kind
from bot.store.engine import Database
from bot.store.pools import Pool, Pools
from bot.store.quote_rows import shuffle_of
from bot.store.quotes import QuoteStore
from bot.store.schema import cursors, quotes
from bot.text.language import Language

EVERYTHING = Pool()
CHAT = 42
MIDDLE = 2**62
DAY = datetime.date(2026, 11, 23)


async def filled(database: Database, count: int = 12) -> Pools:
    """Pools over *count* quotes."""
    await QuoteStore(database).take_in(samples(count), "files")
    return Pools(database)


async def drawn(pools: Pools, count: int, pool: Pool = EVERYTHING, chat: int = CHAT) -> list[str]:
    """The next *count* quotes of a chat."""
    return [cast("str", await pools.draw(pool, chat, MIDDLE)) for _ in range(count)]


async def of_days(pools: Pools, count: int, pool: Pool = EVERYTHING, first: datetime.date = DAY) -> list[str]:
    """The quotes of *count* days."""
    return [cast("str", await pools.of_day(first + datetime.timedelta(days=number), pool)) for number in range(count)]


async def delete(database: Database, id_: str) -> None:
    """Delete a quote as an admin does."""
    async with database.writing() as connection:
        await connection.execute(update(quotes).where(quotes.c.id == id_).values(deleted=True))


async def test_nothing_repeats_until_the_pool_is_used_up(database: Database) -> None:
    pools = await filled(database)

    first, second = await drawn(pools, 12), await drawn(pools, 12)

    assert len(set(first)) == 12
    assert second == first


async def test_a_chat_begins_where_chance_says(database: Database) -> None:
    """Otherwise everybody would get the same first saying."""
    pools = await filled(database)

    firsts = {await pools.draw(EVERYTHING, chat, chat * (2**63 // 50)) for chat in range(50)}

    assert len(firsts) > 6


@pytest.mark.parametrize("start", [0, 2**63 - 1])
async def test_a_chat_that_begins_at_an_end_gets_the_whole_pool_too(database: Database, start: int) -> None:
    pools = await filled(database)

    assert len({await pools.draw(EVERYTHING, CHAT, start) for _ in range(12)}) == 12


async def test_what_a_chat_was_shown_first_comes_last(database: Database) -> None:
    """Whoever was shown a quote that was found, and then wants one more and one more, meets all the others first."""
    pools = await filled(database)
    everything = await drawn(pools, 12, chat=1)

    for chat, shown in enumerate(everything, start=2):
        await pools.note(EVERYTHING, chat, shown, MIDDLE, 0)
        assert (await drawn(pools, 12, chat=chat))[-1] == shown


async def test_of_a_few_that_are_wanted_one_comes_first_and_then_all_others(database: Database) -> None:
    pools = await filled(database)
    everything = await drawn(pools, 12, chat=1)

    for chat, wanted in enumerate(everything, start=2):
        first = await pools.draw(EVERYTHING, chat, MIDDLE, among=[wanted, "gone"])
        others = [await pools.draw(EVERYTHING, chat, MIDDLE, among=[wanted]) for _ in range(11)]
        assert first == wanted
        assert {wanted, *others} == set(everything)


async def test_where_none_of_those_that_are_wanted_is_there_any_will_do(database: Database) -> None:
    pools = await filled(database)

    assert await pools.draw(EVERYTHING, CHAT, MIDDLE, among=["gone"]) in await drawn(pools, 12, chat=1)


async def test_a_chats_first_was_said_in_its_language_and_then_come_all_others(database: Database) -> None:
    theirs = [partial(f"kk-{number}", Language.KK, f"сөз {number}") for number in range(2)]
    await QuoteStore(database).take_in([*samples(10), *theirs], "files")
    pools = Pools(database)

    for chat in range(20):
        given = [await pools.draw(EVERYTHING, chat, chat << 58, first_in=Language.KK) for _ in range(12)]
        assert given[0] in {"kk-0", "kk-1"}
        assert len(set(given)) == 12
    # Before those that are wanted, and where there is none it is any.
    assert await pools.draw(EVERYTHING, 20, MIDDLE, among=["sample-1"], first_in=Language.KK) in {"kk-0", "kk-1"}
    assert await pools.draw(EVERYTHING, 21, MIDDLE, among=["sample-1"], first_in=Language.ZH) == "sample-1"


async def test_from_a_pool_of_one_there_is_no_other(database: Database) -> None:
    pools = await filled(database, 1)

    assert await pools.draw(EVERYTHING, CHAT, MIDDLE, other=True) == "sample-0"
    assert await pools.draw(EVERYTHING, CHAT, MIDDLE, other=True) is None
    assert await pools.draw(EVERYTHING, CHAT, MIDDLE) == "sample-0"


async def test_what_a_chat_was_shown_in_between_loses_it_nothing(database: Database) -> None:
    pools = await filled(database)
    first = await drawn(pools, 4)
    following = (await drawn(pools, 12, chat=1))[4]

    for shown in (following, first[0], "gone"):
        await pools.note(EVERYTHING, CHAT, shown, MIDDLE, 0)

    assert len({*first, following, *await drawn(pools, 7)}) == 12


async def test_chats_do_not_disturb_each_other(database: Database) -> None:
    pools = await filled(database)
    alone = await drawn(pools, 12, chat=1)

    mixed = [(await drawn(pools, 1, chat=chat))[0] for _ in range(12) for chat in (2, 3)]

    assert mixed[0::2] == alone
    assert mixed[1::2] == alone


async def test_how_far_a_chat_has_come_survives_a_restart(made_url: str) -> None:
    seen: list[str] = []
    for _ in range(12):
        async with Database(made_url) as database:
            seen += await drawn(await filled(database), 1)

    assert len(set(seen)) == 12


async def test_quotes_that_come_and_go_neither_repeat_others_nor_hide_them(database: Database) -> None:
    pools = await filled(database, 20)
    seen = await drawn(pools, 8)
    waiting = [id_ for id_ in (quote.id for quote in samples(20)) if id_ not in seen]
    removed, stay = waiting[:4], waiting[4:]
    files = [quote for quote in samples(20) if quote.id not in removed] + samples(10, name="newcomer")
    await QuoteStore(database).take_in(files, "other files")

    rest: list[str] = []
    while (following := (await drawn(pools, 1))[0]) not in seen:
        rest.append(following)

    assert len(rest) == len(set(rest))
    assert set(stay) <= set(rest)
    assert not set(removed) & set(rest)
    assert following == seen[0] or following.startswith("newcomer")


async def test_a_pool_holds_its_kinds_and_its_topic_only(database: Database) -> None:
    await QuoteStore(database).take_in(
        [*samples(5, name="proverb"), *samples(5, Kind.FACT, ("trade", "work"), "fact"), *samples(5, Kind.QUOTE, ("time",), "quote")],
        "files",
    )
    pools = Pools(database)

    async def whole(pool: Pool) -> set[str]:
        return {id_.split("-")[0] for id_ in await drawn(pools, 15, pool)}

    assert await whole(Pool((Kind.FACT,))) == {"fact"}
    assert await whole(Pool((Kind.PROVERB, Kind.QUOTE))) == {"proverb", "quote"}
    assert await whole(Pool(topic="work")) == {"proverb", "fact"}
    assert await whole(Pool((Kind.PROVERB,), "work")) == {"proverb"}
    assert await pools.draw(Pool((Kind.PROVERB,), "trade"), CHAT, 0) is None
    assert await pools.sizes_of_topics() == {"work": 10, "trade": 5, "time": 5}


async def test_pools_are_walked_apart(database: Database) -> None:
    pools = await filled(database)

    both = [(await drawn(pools, 1, pool))[0] for _ in range(12) for pool in (EVERYTHING, Pool(topic="work"))]

    assert len(set(both[0::2])) == len(set(both[1::2])) == 12


def test_a_pool_is_the_same_in_whatever_order_its_kinds_are_named() -> None:
    keys = {Pool((Kind.QUOTE, Kind.PROVERB)).key, Pool((Kind.PROVERB, Kind.QUOTE)).key}

    assert len(keys) == 1


def test_every_name_of_a_pool_is_its_own_and_fits_its_column() -> None:
    every_kind = [kinds for count in (1, 2, 3) for kinds in combinations(Kind, count)]
    pools = [
        Pool(kinds, topic, language=language) for kinds in every_kind for topic in (None, "t", "x" * 16) for language in (None, *Language)
    ]

    assert len({pool.key for pool in pools}) == len(pools)
    assert max(len(pool.key) for pool in pools) <= cast("int", cursors.c.pool.type.length)  # type: ignore[attr-defined]


async def test_an_empty_pool_gives_nothing(database: Database) -> None:
    pools = Pools(database)

    assert await pools.draw(EVERYTHING, CHAT, 0) is None
    assert await pools.next_after(EVERYTHING, "sample-1") is None
    assert await pools.of_day(DAY, EVERYTHING) is None
    assert await pools.from_day(DAY, EVERYTHING, 5) == []
    assert await pools.sizes_of_topics() == {}


async def test_what_an_admin_deleted_is_drawn_no_more(database: Database) -> None:
    pools = await filled(database, 3)
    await delete(database, "sample-1")

    assert set(await drawn(pools, 6)) == {"sample-0", "sample-2"}
    assert {await pools.next_after(EVERYTHING, id_) for id_ in ("sample-0", "sample-1", "sample-2")} == {"sample-0", "sample-2"}
    assert "sample-1" not in await of_days(pools, 6)
    assert await pools.sizes_of_topics() == {"work": 2}


async def test_draws_at_once_in_a_new_chat_give_each_quote_once(made_url: str) -> None:
    """Two replicas, a button pressed many times, chance that differs: still no repeat until the pool is used up."""
    async with Database(made_url) as one, Database(made_url) as other:
        replicas = [await filled(one), Pools(other)]
        starts = [number * (2**63 // 12) for number in range(12)]

        ids = await asyncio.gather(*(replicas[number % 2].draw(EVERYTHING, CHAT, starts[number]) for number in range(12)))

    assert len(set(ids)) == 12


async def test_draws_at_once_in_a_known_chat_give_each_quote_once(made_url: str) -> None:
    async with Database(made_url) as one, Database(made_url) as other:
        replicas = [await filled(one), Pools(other)]
        first = await drawn(replicas[0], 1)

        ids = await asyncio.gather(*(replicas[number % 2].draw(EVERYTHING, CHAT, 0) for number in range(11)))

    assert len({*first, *ids}) == 12


async def test_another_like_it_walks_the_whole_topic_once(database: Database) -> None:
    await QuoteStore(database).take_in([*samples(9), *samples(9, topics=("time",), name="other")], "files")
    pools, pool = Pools(database), Pool(topic="work")

    walk = ["sample-0"]
    while (following := cast("str", await pools.next_after(pool, walk[-1]))) != walk[0]:
        walk.append(following)

    assert sorted(walk) == sorted(quote.id for quote in samples(9))


async def test_another_like_it_starts_from_quotes_outside_the_topic_and_gone_ones(database: Database) -> None:
    await QuoteStore(database).take_in([*samples(3), sample("elsewhere", topics=("time",))], "files")
    pools = Pools(database)

    for id_ in ("elsewhere", "never-heard-of"):
        assert await pools.next_after(Pool(topic="work"), id_) in {"sample-0", "sample-1", "sample-2"}


async def test_another_goes_on_where_a_quote_stood_that_is_gone(database: Database) -> None:
    store, pools = QuoteStore(database), Pools(database)
    await store.take_in(samples(9), "one")
    following = await pools.next_after(EVERYTHING, "sample-8")
    await store.take_in(samples(8), "two")

    assert await pools.next_after(EVERYTHING, "sample-8") == following


async def test_the_quote_of_the_day_is_the_same_for_everybody(made_url: str) -> None:
    async with Database(made_url) as one, Database(made_url) as other:
        await filled(one)

        ids = await asyncio.gather(*(Pools(database).of_day(DAY, EVERYTHING) for database in (one, other) for _ in range(4)))

    assert len(set(ids)) == 1


async def test_the_quote_of_the_day_survives_a_restart_and_new_quotes(made_url: str) -> None:
    async with Database(made_url) as database:
        before = await of_days(await filled(database), 3)

    async with Database(made_url) as database:
        assert await of_days(await filled(database, 500), 3) == before


async def test_days_do_not_repeat_within_the_pool(database: Database) -> None:
    pools = await filled(database)

    first, second = await of_days(pools, 12), await of_days(pools, 12, first=DAY + datetime.timedelta(days=12))

    assert len(set(first)) == 12
    assert second == first


async def test_days_nobody_asked_about_use_nothing_up(database: Database) -> None:
    pools = await filled(database)

    ids = [await pools.of_day(DAY + datetime.timedelta(days=7 * number), EVERYTHING) for number in range(12)]

    assert len(set(ids)) == 12


async def test_a_day_whose_quote_was_deleted_gets_another(database: Database) -> None:
    pools = await filled(database)
    (first,) = await of_days(pools, 1)
    await delete(database, first)

    second = await pools.of_day(DAY, EVERYTHING)

    assert second not in {None, first}
    assert await pools.of_day(DAY, EVERYTHING) == second


async def test_a_day_offers_its_quote_and_as_many_others_as_are_wanted(database: Database) -> None:
    """Also on the day whose quote is the last of the order."""
    pools = await filled(database)

    for number in range(12):
        day = DAY + datetime.timedelta(days=number)
        offered = await pools.from_day(day, EVERYTHING, 5)

        assert offered[0] == await pools.of_day(day, EVERYTHING)
        assert len(set(offered)) == len(offered) == 5


async def test_a_small_pool_offers_all_it_has(database: Database) -> None:
    pools = await filled(database, 2)

    assert sorted(await pools.from_day(DAY, EVERYTHING, 5)) == ["sample-0", "sample-1"]


def test_the_order_of_a_pool_has_nothing_to_do_with_the_order_of_its_ids() -> None:
    ids = [quote.id for quote in samples(50)]

    assert sorted(ids, key=shuffle_of) not in (sorted(ids), sorted(ids, reverse=True), ids, ids[::-1])


@pytest.mark.parametrize(
    "pool", [EVERYTHING, Pool((Kind.PROVERB,)), Pool((Kind.FACT, Kind.QUOTE), "trade"), Pool(topic="spring", language=Language.KK)]
)
def test_a_pool_is_told_by_its_key(pool: Pool) -> None:
    again = Pool.of_key(pool.key, None)

    assert (set(again.kinds), again.topic, again.language, again.key) == (set(pool.kinds), pool.topic, pool.language, pool.key)


async def test_the_pool_that_a_chat_drew_from_last_is_known(database: Database) -> None:
    pools = await filled(database)
    assert await pools.latest(CHAT, None, 0) is None

    for moment, pool in ((1_000, Pool((Kind.PROVERB,))), (3_000, EVERYTHING), (2_000, Pool((Kind.PROVERB,)))):
        assert await pools.draw(pool, CHAT, MIDDLE, moment)
    await pools.draw(Pool((Kind.PROVERB,)), CHAT + 1, MIDDLE, 9_000)

    latest = await pools.latest(CHAT, -5, 3_000)
    assert latest is not None
    assert (latest.key, latest.collection) == (EVERYTHING.key, -5)
    assert await pools.latest(CHAT, None, 3_001) is None
