"""The languages people and chats have chosen."""

from bot.store.chats import ChatStore
from bot.store.engine import Database
from bot.text.language import Language


async def test_chosen_languages_survive_a_restart(made_url: str) -> None:
    chosen = dict(enumerate(Language))
    async with Database(made_url) as database:
        for id_, language in chosen.items():
            await ChatStore(database).choose_language(id_, language)

    async with Database(made_url) as database:
        assert await ChatStore(database).languages(*chosen) == chosen


async def test_only_those_that_chose_are_told(database: Database) -> None:
    store = ChatStore(database)
    await store.choose_language(1, Language.KK)
    await store.choose_language(2, Language.ZH)

    assert await store.languages(1, 2, 3) == {1: Language.KK, 2: Language.ZH}
    assert await store.languages(3) == {}
    assert await store.languages() == {}


async def test_the_last_choice_counts_and_can_be_taken_back(database: Database) -> None:
    store = ChatStore(database)
    await store.choose_language(1, Language.KK)
    await store.choose_language(1, Language.RU)

    assert await store.languages(1) == {1: Language.RU}

    await store.choose_language(1, None)

    assert await store.languages(1) == {}


async def test_every_id_telegram_may_give_fits(database: Database) -> None:
    """Telegram's ids have up to 52 significant bits, and groups' are negative."""
    ids = (0, -1_001_234_567_890_123, 2**52 - 1, -(2**52))
    for id_ in ids:
        await ChatStore(database).choose_language(id_, Language.EN)

    assert await ChatStore(database).languages(*ids) == dict.fromkeys(ids, Language.EN)
