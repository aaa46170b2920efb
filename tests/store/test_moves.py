"""A group that becomes a supergroup takes everything along, in one transaction."""

import pytest
from conftest import NOW
from msgspec.structs import replace
from samples import sample, samples
from sqlalchemy import event, select

from bot.store.chats import ChatKind, ChatSettings, ChatStore, Reach, Whom
from bot.store.drafts import Draft, DraftStore, Purpose, Step
from bot.store.engine import Database
from bot.store.outbox import Outbox
from bot.store.parcels import Greeting, News, Post, row_of
from bot.store.picks import Choice, Choosable
from bot.store.quotes import QuoteStore
from bot.store.schema import announcements, metadata, outbox, posted
from bot.store.subscriptions import Running, Source, Subscription, SubscriptionStore
from bot.text.language import Language

OLD, NEW, OTHER = -2001, -1001234567890, -2002
AT = int(NOW.timestamp())
# Every column of a chat that may be one.
CHATS = [
    (table.name, column.name) for table in metadata.sorted_tables for column in table.columns if column.name in {"chat_id", "collection"}
]


async def lived(database: Database, chat_id: int) -> Subscription:
    """Let a group have settled, subscribed, collected and queued all there is."""
    chats, subscriptions = ChatStore(database), SubscriptionStore(database)
    await chats.meet(chat_id, ChatKind.GROUP, Language.KK)
    await chats.greet(chat_id)
    settled = {"language": Language.KK, "asking": Whom.ADMINS, "suggesting": Whom.ADMINS, "news": False, "zone": "Asia/Almaty"}
    await chats.settle(chat_id, quiet_from=1320, quiet_to=420, **settled)
    await QuoteStore(database).add([sample("own")], chat_id)
    begun = Subscription(chat_id, 540, "Asia/Almaty", (Language.KK, Language.ZH), source=Source.OWN, pin=True, thread_id=77, person_id=1001)
    added = await subscriptions.add(begun)
    assert added
    await subscriptions.keep(added := replace(added, state=Running.ACTIVE, due_at=AT + 60))
    await subscriptions.pinned(added.id, 42)
    choice = Choice(added.id, chat_id, 77, NOW.date(), AT, (Choosable((Language.EN,), own=chat_id),))
    assert await subscriptions.pick_anew(0, choice)
    await DraftStore(database).begin(Draft(Purpose.ADD, Step.TEXT, sample("draft"), collection=chat_id), 1001, chat_id, NOW)
    rows = [
        row_of(Post("own", (Language.KK,)), chat_id, AT, thread_id=77, subscription_id=added.id, day=NOW.date()),
        row_of(News(), chat_id, AT, announcement_id=1),
    ]
    async with database.writing() as connection:
        await connection.execute(
            announcements.insert(), {"person_id": 1001, "chat_id": chat_id, "texts": "{}", "fallback": "kk", "state": "sending"}
        )
        await connection.execute(outbox.insert(), rows)
    await Outbox(database, "test").put(Greeting(Language.KK), chat_id)
    return added


async def standing(database: Database, chat_id: int) -> dict[tuple[str, str], int]:
    """How many rows of each table are a chat's."""
    found = {}
    async with database.reading() as connection:
        for table, column in CHATS:
            whose = metadata.tables[table].c[column]
            if count := len((await connection.execute(select(whose).where(whose == chat_id))).all()):
                found[table, column] = count
    return found


async def test_settings_subscriptions_collection_and_what_is_queued_go_along(database: Database) -> None:
    before = await lived(database, OLD)
    had = await standing(database, OLD)
    settled = await ChatStore(database).settings(OLD)

    await ChatStore(database).move(OLD, NEW)

    assert had.keys() >= {
        ("subscriptions", "chat_id"),
        ("outbox", "chat_id"),
        ("quotes", "collection"),
        ("posted", "chat_id"),
        ("drafts", "chat_id"),
    }
    assert await standing(database, NEW) == had
    assert await standing(database, OLD) == {}
    assert await ChatStore(database).settings(NEW) == settled
    assert await ChatStore(database).settings(OLD) == ChatSettings()
    [after] = await SubscriptionStore(database).of_chat(NEW)
    assert (after.id, after.due_at, after.pinned, after.thread_id) == (before.id, before.due_at, 42, 77)
    assert [quote.id for quote in await QuoteStore(database).get(["own"], NEW)] == ["own"]
    # Nor is it greeted again.
    assert not await ChatStore(database).greet(NEW)


async def test_a_second_word_of_the_move_and_what_the_new_number_has_already_change_nothing(database: Database) -> None:
    """Telegram tells of it in both chats, and refuses what is sent to the old one; meanwhile somebody has spoken in the new one."""
    await lived(database, OLD)
    await ChatStore(database).meet(NEW, ChatKind.GROUP, Language.RU)
    async with database.writing() as connection:
        await connection.execute(outbox.insert(), [row_of(News(), NEW, AT, announcement_id=1)])
        await connection.execute(posted.insert(), {"chat_id": NEW, "quote_id": "own"})

    await ChatStore(database).move(OLD, NEW)
    once = await standing(database, NEW)
    await ChatStore(database).move(OLD, NEW)

    assert await standing(database, NEW) == once
    async with database.reading() as connection:
        news = (await connection.execute(select(outbox.c.chat_id).where(outbox.c.announcement_id == 1))).all()
    assert [row.chat_id for row in news] == [NEW]
    assert (await ChatStore(database).settings(NEW)).asking is Whom.ADMINS


async def test_a_move_leaves_other_groups_as_they_were(database: Database) -> None:
    other = await lived(database, OTHER)
    had = await standing(database, OTHER)
    await QuoteStore(database).add(samples(2), OLD)

    await ChatStore(database).move(OLD, NEW)

    assert await standing(database, OTHER) == had
    assert [one.id for one in await SubscriptionStore(database).of_chat(OTHER)] == [other.id]


@pytest.mark.parametrize("statement", range(1, 30, 3))
async def test_a_move_that_is_cut_off_at_any_point_has_moved_nothing(made_sqlite_url: str, statement: int) -> None:
    async with Database(made_sqlite_url) as database:
        await lived(database, OLD)
        had, seen = await standing(database, OLD), 0

        def cut(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen == statement:
                raise RuntimeError("cut off")

        assert database._engine
        engine = database._engine.sync_engine
        event.listen(engine, "before_cursor_execute", cut)
        try:
            with pytest.raises(RuntimeError, match="cut off"):
                await ChatStore(database).move(OLD, NEW)
        except pytest.fail.Exception:
            # It has fewer statements than that, and so has been done.
            assert seen < statement
        finally:
            event.remove(engine, "before_cursor_execute", cut)

        assert await standing(database, OLD if seen >= statement else NEW) == had
        assert await standing(database, NEW if seen >= statement else OLD) == {}
        assert (await ChatStore(database).settings(OLD)).reach is Reach.OPEN
