"""Joins the rooms: settings, store, services, one front; opens and closes what lives long."""

import asyncio
import contextlib
import ctypes
import datetime
import gc
import logging
import os
import random
import secrets
import shutil
import signal
import stat
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bot import logs
from bot.corpus.calendar import Calendar
from bot.corpus.fields import Known
from bot.corpus.formats import Format, Writer, reader_of
from bot.corpus.reader import Corpus, digest_of, quote_files, read, read_names
from bot.errors import SettingsError
from bot.rendering.catalogue import load
from bot.rendering.messages import Renderer
from bot.rendering.zones import ZONES
from bot.search.near_misses import NearMisses
from bot.services.alerting import Alerts
from bot.services.announcing import Announcing
from bot.services.answering import Answering
from bot.services.broadcasting import Broadcasting
from bot.services.budgets import Budgets
from bot.services.conversation import Conversation
from bot.services.delivering import Delivering
from bot.services.drafting import Drafting
from bot.services.exporting import Exporting
from bot.services.filing import Filing
from bot.services.importing import Importing, Progress, Report
from bot.services.meeting import Meeting
from bot.services.posting import Posting
from bot.services.reviewing import Reviewing
from bot.services.settling import ChatSettling
from bot.services.subscribing import Subscribing
from bot.services.topics import Topics
from bot.services.upkeep import Keeping
from bot.settings import PREFIX, Settings
from bot.store.announcements import AnnouncementStore
from bot.store.backup import back_up, restore
from bot.store.backup_file import check
from bot.store.chats import ChatStore
from bot.store.drafts import DraftStore
from bot.store.edits import Edits
from bot.store.engine import Database
from bot.store.failures import starting
from bot.store.index_files import IndexFiles, folder_of
from bot.store.leading import Leading
from bot.store.outbox import Outbox
from bot.store.people import PeopleStore
from bot.store.picks import Picks
from bot.store.pools import Pools
from bot.store.quotes import QuoteStore
from bot.store.shown import Shown
from bot.store.subscriptions import SubscriptionStore
from bot.store.suggestions import SuggestionStore
from bot.store.tallies import Tallies
from bot.store.updates import UpdateStore
from bot.text.language import Language
from bot.text.pinyin import syllables

_log = logging.getLogger(__name__)
# What another process has saved is found here this much later at most; where the database tells of it, at once.
_FOLLOW_SECONDS = 1.0
# A database that does not take an update for so long, in milliseconds, is taken to be away: people are answered without it.
_UPDATES_PATIENCE_MS = 1_500
# Whoever sits at the terminal owns the database; Telegram gives nobody this number.
_TERMINAL = 0
# What a server may take for one answer where nobody waits for it but the operator: it empties tables, or sorts them.
_LONG_ANSWER_SECONDS = 600
# glibc's numbers of options of malloc. Source: mallopt(3).
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
# What is larger than this, in bytes, goes back to the system as soon as it is free. Hardly an array of a search is: only where 130,000
# quotes or more have asks.
_LARGE_BLOCK = 1 << 20


@dataclass(frozen=True)
class Brain:
    """What both fronts share."""

    answering: Answering
    conversation: Conversation
    renderer: Renderer
    database: Database


@contextlib.asynccontextmanager
async def open_brain(settings: Settings) -> AsyncIterator[Brain]:
    """Everything behind the fronts, open: the wording checked, the store filled from the files, the search built.

    Raises:
        SettingsError, StartError, QuoteFileError: by who can mend it; nothing has been changed then.
    """
    catalogues = load(settings.locales_folder)
    async with Database(settings.database) as database:
        quotes = QuoteStore(database)
        with starting():
            corpus = await _take_in(quotes, settings)
            answering = _answering(quotes, settings, await asyncio.to_thread(NearMisses, corpus.near_misses))
            await answering.refresh()
        topics = Topics(corpus.topics)
        posting = posting_of(database, topics, corpus.calendar, settings.owners, clock=_now)
        keeping = keeping_of(database, answering, Known.of(corpus), topics, (*settings.owners, _TERMINAL), clock=_now)
        del corpus  # several megabytes that the database and the search hold by now
        shown = Shown(database)
        conversation = Conversation(
            answering,
            quotes,
            Pools(database),
            ChatStore(database),
            shown,
            topics,
            clock=_now,
            chance=random.Random(),  # noqa: S311  # draws sayings, not secrets
            keeping=keeping,
            posting=posting,
        )
        try:
            yield Brain(answering, conversation, Renderer(catalogues), database)
        finally:
            await shown.write(int(_now().timestamp() * 1000))
            await keeping.tallies.write(_now().date())
            await answering.close()


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def keeping_of(
    database: Database,
    answering: Answering,
    known: Known,
    topics: Topics,
    owners: Iterable[int],
    *,
    clock: Callable[[], datetime.datetime],
) -> Keeping:
    """The looking after of the collection in *database*."""
    quotes, edits, suggestions = QuoteStore(database), Edits(database), SuggestionStore(database)
    drafts = DraftStore(database)
    people = PeopleStore(database)
    drafting = Drafting(answering, quotes, drafts, edits, suggestions, people, known, topics, clock)
    filing = Filing(quotes, drafts, answering, known, clock)
    reviewing = Reviewing(drafting, edits, people, suggestions, answering, clock)
    return Keeping(drafting, filing, reviewing, edits, people, answering, Tallies(database), frozenset(owners), clock)


def posting_of(
    database: Database, topics: Topics, calendar: Calendar, owners: Iterable[int], *, clock: Callable[[], datetime.datetime]
) -> Posting:
    """What comes to chats unasked, out of *database*."""
    quotes, chats, subscriptions = QuoteStore(database), ChatStore(database), SubscriptionStore(database)
    # A name for this process among all that send: what one holds when it ends, another takes over.
    outbox, announcements = Outbox(database, secrets.token_hex(8)), AnnouncementStore(database)

    def now() -> int:
        return int(clock().timestamp())

    meeting = Meeting(chats, subscriptions, outbox, now)
    delivering = Delivering(subscriptions, outbox, announcements, chats, meeting, quotes, calendar, clock)
    subscribing = Subscribing(subscriptions, Picks(database), quotes, chats, topics, ZONES, calendar, now)
    broadcasting = Broadcasting(announcements, chats, outbox, frozenset(owners), now)
    alerts = Alerts(outbox, chats, tuple(owners), clock, time.monotonic)
    announcing = Announcing(delivering, broadcasting, tuple(owners), alerts)
    return Posting(subscribing, ChatSettling(chats, ZONES), announcing, meeting)


def _answering(quotes: QuoteStore, settings: Settings, near_misses: NearMisses | None = None) -> Answering:
    folder = folder_of(settings.database, settings.cache_folder)
    return Answering(quotes, IndexFiles(folder) if folder else None, near_misses)


async def _take_in(quotes: QuoteStore, settings: Settings) -> Corpus:
    """Bring the files of quotes into the store when they have changed since the last time; what they hold beside the quotes."""
    digest = await asyncio.to_thread(digest_of, quote_files([settings.quotes_folder]))
    if digest == await quotes.files_digest():
        return await asyncio.to_thread(read_names, settings.quotes_folder)
    corpus = await asyncio.to_thread(read, settings.quotes_folder)
    changed = await quotes.take_in(corpus.quotes, digest)
    _log.info("took in files of quotes records=%d changed=%d", len(corpus.quotes), changed)
    return corpus


def import_file(
    settings: Settings,
    stream: BinaryIO,
    path: Path,
    format_: Format,
    progress: Progress,
    *,
    language: Language | None = None,
    collection: int | None = None,
    trust: bool = False,
    dry_run: bool = False,
) -> Report:
    """What became of the lines of *stream*, which is called *path*: taken into the store all together, or not at all.

    *language* is that of lines that name none; the quotes are of everybody, or a group's own *collection*.

    Raises:
        SettingsError, StartError, QuoteFileError: as `open_brain` does; nothing has been imported then.
    """
    reader = reader_of(format_, path, Known.of(read(settings.quotes_folder)), language, collection)
    with Importing(reader, progress, trust=trust) as importing:
        # Reading blocks, and Ctrl-C is to end it: no loop runs yet, and the store is not kept waiting for a slow pipe.
        importing.gather(stream, _size(stream))
        return asyncio.run(_bring_in(importing, settings, dry_run=dry_run))


async def _bring_in(importing: Importing, settings: Settings, *, dry_run: bool) -> Report:
    async with Database(settings.database) as database:
        quotes = QuoteStore(database)
        with starting():
            await _take_in(quotes, settings)
            report = await importing.take_in(quotes, dry_run=dry_run)
            if report.imported:
                # So that the next start finds the search ready, however many lines came.
                await _answering(quotes, settings).refresh()
            return report


def export_file(settings: Settings, stream: BinaryIO, path: Path, format_: Format, collection: int | None = None) -> int:
    """Write the common quotes, or those of a group's own *collection*, to *stream*, which is called *path*; how many they are.

    Raises:
        SettingsError, StartError, QuoteFileError: as `open_brain` does.
    """
    return asyncio.run(_write_out(settings, stream, path, Writer(format_, Known.of(read(settings.quotes_folder))), collection))


async def _write_out(settings: Settings, stream: BinaryIO, path: Path, writer: Writer, collection: int | None) -> int:
    exporting = Exporting(writer, path)
    async with Database(settings.database) as database:
        quotes = QuoteStore(database)
        with starting():
            await _take_in(quotes, settings)
            async with contextlib.aclosing(exporting.parts(quotes, collection)) as parts:
                async for part in parts:
                    stream.write(part)
    return exporting.count


def write_backup(settings: Settings, stream: BinaryIO) -> int:
    """Write everything the database holds to *stream*; how many rows. The database is read as it is, and may be of an earlier version.

    Raises:
        SettingsError, StartError: by who can mend it.
    """
    return asyncio.run(_back_up(settings, stream))


async def _back_up(settings: Settings, stream: BinaryIO) -> int:
    with starting():
        async with Database(settings.database, migrate=False, answer_seconds=_LONG_ANSWER_SECONDS) as database:
            return await back_up(database, stream)


def restore_backup(settings: Settings, stream: BinaryIO, path: Path, *, replace: bool = False) -> int:
    """Put the backup of *stream*, which is called *path*, into an empty database, or with *replace* into any; how many rows.

    Raises:
        SettingsError, StartError, BackupError: by who can mend it; nothing has been changed then.
    """
    with contextlib.ExitStack() as stack:
        if not stream.seekable():
            # It is read twice: what is damaged is refused before the database is even opened.
            kept = stack.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(stream, kept)
            stream = kept
        check(stream, path)
        return asyncio.run(_restore(settings, stream, path, replace=replace))


async def _restore(settings: Settings, stream: BinaryIO, path: Path, *, replace: bool) -> int:
    with starting():
        async with Database(settings.database, answer_seconds=_LONG_ANSWER_SECONDS) as database:
            return await restore(database, stream, path, replace=replace)


def _size(stream: BinaryIO) -> int | None:
    """The size of a file in bytes; None of anything else, as of a pipe."""
    try:
        status = os.fstat(stream.fileno())
    except OSError:  # it is no file at all
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _save_memory() -> None:
    """Have glibc keep less memory that lies idle: 13 MB of 140.

    All threads take from one arena, from before there are any: what little they compute they compute one at a time anyway. And large
    blocks, which the start uses for a moment, are given back: glibc would raise the size from which it does so with each of them.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):  # another libc
        libc = ctypes.CDLL(None)
        libc.mallopt(_ARENA_MAX, 1)
        libc.mallopt(_MMAP_THRESHOLD, _LARGE_BLOCK)


def settle() -> None:
    """Have done what would hold up the event loop later, while nobody waits yet."""
    # The dictionary of readings: a tenth of a second in one piece.
    syllables("百花")
    # The names of time zones, as long as a few messages.
    ZONES.find("百花")
    # Collecting garbage looks at everything that is alive, up to 50 ms; what is alive now stays, and need not be looked at again.
    gc.collect()
    gc.freeze()
    # Answering makes objects by the hundred and no cycles: looking for those after every 700 is a few percent of the time. Fifty answers
    # that are made at once have more than 10,000 in use; to look at 20,000 takes 6 ms, and is hardly ever done.
    gc.set_threshold(20_000)
    # A search that is built in a thread lets the loop have the interpreter after a millisecond instead of five.
    sys.setswitchinterval(0.001)


async def serve(settings: Settings) -> None:
    """Run the Telegram bot until the process is told to stop.

    Raises:
        SettingsError, StartError, QuoteFileError: in one sentence what stops it, and never with the token in it.
    """
    # Imported here: the terminal must not wait for a library it does not use.
    from bot.fronts.telegram.webhook import secret_of

    _save_memory()
    if not settings.token:
        raise SettingsError(f"no token: set {PREFIX}TOKEN to the one BotFather gave you")
    secret = settings.webhook_secret or secret_of(settings.token)
    logs.set_up(settings.log_level, (settings.token, secret), as_json=settings.log_format == "json")
    async with open_brain(settings) as brain:
        settle()
        # From here on a stop is an orderly one; before, there was nothing to put in order, and a slow database must not hold it up.
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C comes as KeyboardInterrupt
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
        # So that much can be answered should the database be away.
        await brain.conversation.learn()
        following = asyncio.create_task(brain.answering.follow(_FOLLOW_SECONDS))
        try:
            # Of updates apart: what is written down of each must not wait behind what people's questions read.
            async with Database(settings.database, busy_timeout_ms=_UPDATES_PATIENCE_MS) as database:
                await _run_front(settings, brain, UpdateStore(database, secrets.token_hex(8)), secret, stop)
        finally:
            following.cancel()
            await asyncio.wait([following])


async def _run_front(settings: Settings, brain: Brain, updates: UpdateStore, secret: str, stop: asyncio.Event) -> None:
    """Run the Telegram front until *stop* is set, and tell whoever looks how it is; *secret* is that of a webhook."""
    from bot.fronts.telegram.counting import Counting, Uncounted
    from bot.fronts.telegram.front import TelegramFront
    from bot.fronts.telegram.pacing import Limits
    from bot.fronts.telegram.webhook import Webhook

    def front_of(metrics: Counting) -> TelegramFront:
        return TelegramFront(
            settings.token or "",
            settings.api_url,
            brain.conversation,
            brain.renderer,
            updates,
            webhook=Webhook(settings.webhook_url, *settings.webhook_listen, secret) if settings.webhook_url else None,
            limits=Limits(settings.messages_a_second),
            # A SQLite file has one process that serves; what another had in hand when it ended is this one's at once.
            leading=Leading(brain.database),
            alone=not brain.database.notifies,
            budgets=Budgets(time.monotonic),
            metrics=metrics,
        )

    if settings.monitoring_listen is None:
        await front_of(Uncounted()).run(stop)
        return
    # Whoever does not listen loads neither a server nor what counts.
    from bot.fronts.telegram.metrics import Metrics, Reading
    from bot.fronts.telegram.monitoring import LoopLag, MonitoringServer

    metrics = Metrics()
    front = front_of(metrics)
    outbox = brain.conversation.posting.announcing.delivering.outbox
    async with LoopLag() as lag:
        metrics.read(Reading.OUTBOX, outbox.depth)
        metrics.read(Reading.UPDATE_QUEUE, updates.unfinished)
        metrics.read(Reading.LOOP_LAG, lag.read)
        metrics.read(Reading.LEADS, front.leads)
        metrics.read(Reading.TEXTS, brain.answering.count_texts)
        metrics.read(Reading.REVISION, brain.answering.caught_up_with)
        checks = {"database": brain.database.answers, "loop": lag.bearable, "telegram": front.is_taking}
        async with MonitoringServer(*settings.monitoring_listen, metrics, checks):
            await front.run(stop)
