"""Questions into quotes: the search over what the store holds, kept as new as the store is."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.corpus.quote import Kind, Quote, Rendering
from bot.search.asking import asked_of
from bot.search.confidence import Outcome, is_word, outcome, plausible, tells_of
from bot.search.entries import COMMON
from bot.search.hits import Hit, Role
from bot.search.near_misses import NearMisses
from bot.search.query import Query, essence, letters
from bot.search.rerank import likeness_of_words
from bot.search.searcher import Searcher, SearcherBuilder
from bot.services.abreast import abreast
from bot.services.intents import legible
from bot.services.smalltalk import courtesy, is_interjection
from bot.services.words import kinds_named
from bot.store.index_files import Arrays, IndexFiles
from bot.store.quote_rows import Revision
from bot.store.quotes import Changes, QuoteStore, Stored
from bot.text.language import CYRILLIC, Language, detect
from bot.text.normalise import normalise

_log = logging.getLogger(__name__)
MAX_CHOICES = 3
# Sayings this much alike are shown to whoever is about to add another.
_NEAR_DOUBLE = 0.85
_SAYINGS = frozenset({Kind.PROVERB, Kind.QUOTE})
# What came since the search was built is looked up in Python's own tables, a little slower; beyond this share of all texts, or this
# many where there are few, it is built anew.
_LATER_SHARE, _LATER_TEXTS = 0.02, 1_000
# In a store up to this size a search takes a millisecond or two, less than an event loop may be held; in a larger one it gets a thread.
_QUICK_TEXTS = 30_000


# Of less nobody knows whether it is a saying or a word.
_SAID_LETTERS = 9


class Result(NamedTuple):
    """What a search came to. *hits* are all it found, best first, whatever the outcome; *choices* those worth offering.

    *language* is the one the words are in; None when they could be in several, and then *likely* is the first guess. *shared* says that
    it is only told by what a single word has found: "Китай" may be Russian or Kazakh.
    """

    outcome: Outcome
    hits: tuple[Hit, ...]
    choices: tuple[Hit, ...]
    language: Language | None
    likely: Language | None
    shared: bool = False
    named: bool = False

    @property
    def is_said(self) -> bool:
        """Whether the words are those of a saying, and not only about something."""
        best = self.hits[0] if self.hits else None
        return best is not None and self.outcome is Outcome.ANSWER and best.role < Role.ASK and letters(best.query) >= _SAID_LETTERS

    @property
    def is_of_somebody(self) -> bool:
        """Whether the words are the name of somebody whose words there are."""
        return self.outcome is not Outcome.NOTHING and self.hits[0].role is Role.NAME


class Answering:
    """Searches the store. `refresh` first, and whenever the store has changed; `close` at the end."""

    def __init__(self, store: QuoteStore, files: IndexFiles | None = None, near_misses: NearMisses | None = None) -> None:
        """Answer from *store*, and keep the search's arrays in *files* from one start to the next.

        What is like one of the *near_misses* is answered less easily.
        """
        self._store = store
        self._files = files
        self._near_misses = near_misses
        self._searcher = Searcher.of(())
        self._known: Revision | None = None
        self._turn = asyncio.Lock()
        # A refresh that is cancelled leaves its thread at work; the next one's waits for it.
        self._applying = threading.Lock()
        self._rebuilding: asyncio.Task[None] | None = None

    async def refresh(self) -> None:
        """Take in whatever has changed in the store; searches go on meanwhile.

        The first time the arrays on disk are used, or the search is built from the store.
        """
        async with self._turn:
            if self._known is None and self._files and (loaded := await asyncio.to_thread(self._files.load)):
                self._known, self._searcher = loaded[0], Searcher(loaded[1], self._near_misses)
            known = self._known and await self._caught_up(self._searcher, self._known)
            if known is not None:
                self._known = known
            else:
                if self._known is not None:
                    _log.info("the search is far behind the store, or of another history: it is built anew")
                await self._build()
            if self._searcher.later > max(_LATER_TEXTS, _LATER_SHARE * len(self._searcher)) and self._rebuilding is None:
                self._rebuilding = asyncio.create_task(self._rebuild())

    async def count_texts(self) -> int:
        """How many texts a search looks through."""
        return len(self._searcher)

    async def caught_up_with(self) -> int:
        """The store's revision that searches know; 0 before the first `refresh`."""
        return self._known.number if self._known else 0

    async def follow(self, every: float) -> None:
        """Take in what others change in the store, until cancelled: when it tells so, or looking *every* so many seconds."""
        async with contextlib.aclosing(self._store.wakes(every)) as wakes:
            async for _ in wakes:
                await self._refresh_patiently(every)

    async def _refresh_patiently(self, pause: float) -> None:
        """Refresh, with a *pause* in seconds between two tries while the store is away."""
        lost = False
        while True:
            try:
                return await self.refresh()
            except Exception as error:  # noqa: BLE001  # the store is away: answers go on from what is known
                if not lost:
                    _log.warning("the store cannot be followed: %s", type(error).__name__)
                lost = True
            await asyncio.sleep(pause)

    async def close(self) -> None:
        """Give up what goes on in the background, and wait until it has ended."""
        if self._rebuilding:
            self._rebuilding.cancel()
            await asyncio.gather(self._rebuilding, return_exceptions=True)
            self._rebuilding = None  # by itself only when it had begun

    async def _caught_up(self, searcher: Searcher, known: Revision) -> Revision | None:
        """Bring *searcher* from the revision *known* to the store's, change by change; None when that is not the shorter way."""
        changes = await self._store.changes_since(known, max(_LATER_TEXTS, int(_LATER_SHARE * len(searcher))))
        if changes is None:
            return None
        if changes.put or changes.gone:
            await asyncio.to_thread(self._apply, searcher, changes)
            _log.info("search caught up revision=%d put=%d gone=%d", changes.revision.number, len(changes.put), len(changes.gone))
        return changes.revision

    def _apply(self, searcher: Searcher, changes: Changes) -> None:
        with self._applying:
            for stored in changes.put:
                searcher.put(stored.quote, stored.collection or COMMON)
            for quote_id in changes.gone:
                searcher.remove(quote_id)

    async def _build(self) -> None:
        """Build the search from the store in a thread, and swap it in; searches go on with the old one until then."""
        arrays, revision = await self._arrays()
        self._searcher, self._known = await asyncio.to_thread(Searcher, arrays, self._near_misses), revision
        await self._keep(arrays, revision)

    async def _rebuild(self) -> None:
        """The same in the background, while changes go on being taken in."""
        try:
            arrays, revision = await self._arrays()
            async with self._turn:
                searcher = await asyncio.to_thread(Searcher, arrays, self._near_misses)
                # Before it is searched: what has been found already must not be lost for a moment, nor what is gone come back.
                known = await self._caught_up(searcher, revision)
                if known is None:
                    _log.info("too much has changed while the search was built anew: the next change tries again")
                    return
                self._searcher, self._known = searcher, known
            await self._keep(arrays, revision)
        except Exception:  # noqa: BLE001  # whatever it was, it must not end the answering
            # The old search goes on and finds everything, only more slowly; the next change tries again.
            _log.exception("the search could not be built anew")
        finally:
            self._rebuilding = None

    async def _arrays(self) -> tuple[Arrays, Revision]:
        builder = SearcherBuilder()
        async with self._store.snapshot() as snapshot:
            async for some in snapshot.batches:
                await asyncio.to_thread(_feed, builder, some)
        return await asyncio.to_thread(builder.finish), snapshot.revision

    async def _keep(self, arrays: Arrays, revision: Revision) -> None:
        _log.info("search is ready texts=%d revision=%d", len(self._searcher), revision.number)
        if self._files:
            await asyncio.to_thread(self._files.save, revision, arrays)

    async def ask(self, words: str, *, searching: bool = False, most: int = 10, collection: int = COMMON) -> Result:
        """`search`, in a thread where it would hold up the event loop."""
        await abreast()
        if len(self._searcher) <= _QUICK_TEXTS:
            result = self.search(words, searching=searching, most=most, collection=collection)
            await abreast()
            return result
        return await asyncio.to_thread(self.search, words, searching=searching, most=most, collection=collection)

    async def near(self, texts: Sequence[str], but: str, collection: int | None) -> dict[str, float]:
        """The ids of quotes whose words are nearly one of the folded *texts*, with how alike they are, 0–1, the likest first.

        In any language and script, as a search finds them; the quote of the id *but* itself is left out.
        """
        return await asyncio.to_thread(self._near, texts, but, COMMON if collection is None else collection)

    def _near(self, texts: Sequence[str], but: str, collection: int) -> dict[str, float]:
        found: dict[str, float] = {}
        for text in texts:
            for hit in self._searcher.texts(Query.of(text), collection):
                # A part of a text is not its double, nor is a question.
                if hit.role < Role.ASK and hit.quote_id != but and (like := likeness_of_words(text, hit.text)) >= _NEAR_DOUBLE:
                    found[hit.quote_id] = max(found.get(hit.quote_id, 0.0), like)
        return dict(sorted(found.items(), key=lambda item: -item[1])[:MAX_CHOICES])

    def search(self, words: str, *, searching: bool = False, most: int = 10, collection: int = COMMON) -> Result:
        """What fits *words* among the common quotes and those of the group *collection*.

        Somebody who is *searching* is shown what only comes near, and would annoy somebody who talks.
        """
        words = legible(words)
        query = Query.of(words)
        findings = self._searcher.find(query, most, collection)
        hits = findings.hits
        talk = courtesy(query.folded) is not None or (not searching and findings.sure < 1 and is_interjection(words))
        found = Outcome.NOTHING if talk else outcome(findings, searching=searching)
        choices = plausible(fitting(hits, words, query), MAX_CHOICES) if found is Outcome.CHOICES else hits[:1]
        guess = detect(words)
        language = guess.language if guess and guess.sure else None
        if asked := asked_of(query):
            language = language or asked.language  # told by the words that ask: "it turaly maqal"
            if hits and findings.sure < 1 and fitting(hits, words, query)[0].kind not in of_a_sort(kinds_named(words)):
                found = Outcome.NOTHING  # a fact is no proverb
        shared = language is None and is_word(query)
        if guess and language is None and found is not Outcome.NOTHING:
            # Latin letters may be anybody's, and Kazakh may be typed with Russian ones: then what was found tells.
            best = choices[0] if choices else hits[0]
            language = guess.language if guess.language in CYRILLIC and best.language not in CYRILLIC else best.language
        return Result(found, hits, choices, language, guess.language if guess else None, shared, findings.named)


def fitting(hits: tuple[Hit, ...], words: str, query: Query) -> tuple[Hit, ...]:
    """Of *hits* those that have what *query* is about, and of them those of the kinds that *words* name; all, where none has it."""
    asked, kinds = asked_of(query), kinds_named(words)
    about, tongues = (asked.about, (asked.language,)) if asked else (essence(query.bare), query.tongues)
    may_tell = {role for role in Role if role < Role.ASK} | ({Role.NAME} if asked and asked.named else set())
    telling = [hit for hit in hits if hit.role in may_tell and (not asked or hit.language is asked.language)]
    # In the language it is likelier in, before the other.
    told_in = (tuple(hit for hit in telling if tells_of(hit, about, tongue)) for tongue in tongues)
    told = next(filter(None, told_in), ())
    of_kind = tuple(hit for hit in told or hits if hit.kind in kinds)
    return of_kind or told or hits


def of_a_sort(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    """*kinds*, and with a proverb or a quote the other of them: few people know which is which."""
    wanted = {*kinds}
    return tuple(kind for kind in Kind if kind in wanted or (kind in _SAYINGS and wanted & _SAYINGS))


def likest(texts: Sequence[str], quote: Quote) -> Rendering:
    """The wording of *quote* that is most like one of the folded *texts*."""

    def like(one: Rendering) -> float:
        folded = [normalise(words) for words in (one.text, *one.variants)]
        return max((likeness_of_words(text, other) for text in texts for other in folded), default=0.0)

    return max(quote.renderings, key=like)


def _feed(builder: SearcherBuilder, some: Iterable[Stored]) -> None:
    for stored in some:
        builder.add(stored.quote, stored.collection or COMMON)
