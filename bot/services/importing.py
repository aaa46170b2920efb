"""Collections that others have made, taken into the store: all of a file, or nothing."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self, TypeVar

import msgspec

from bot.corpus.checks import blemishes, mixed_scripts
from bot.corpus.fields import FileReader, Line
from bot.corpus.quote import Quote
from bot.corpus.reader import Place
from bot.errors import QuoteFileError
from bot.services.curation import NearDoubles, OwnWords, own_words
from bot.store.quotes import ImportOrder, QuoteStore, Stored

# Whoever mends a file wants to see what is wrong with it; a file that is wrong throughout shows that in a few lines.
MAX_REFUSALS_TOLD = 20
_BATCH = 1_000
# Of what is read from the store that many at a time: some two milliseconds of the event loop.
_ASKED = 250
# Most of a comparison is NumPy's work, outside the interpreter's lock; more threads than these wait for it all the same.
_THREADS = 2
_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Line).decode
Item = TypeVar("Item")


class Stage(StrEnum):
    """What an import is doing."""

    READING = "reading"
    COMPARING = "comparing"
    WRITING = "writing"


# Told the stage, how much of it is done and how much there is: bytes while reading, lines then; None when that is not known. It may be
# told so by any thread.
Progress = Callable[[Stage, int, int | None], None]


@dataclass
class Report:
    """What became of the lines of a file. Each is new, the same as one before, a near-double, of words of mixed script, or refused.

    *problems* are those of the first refused lines, *near_doubles* and *mixed* one for each such line; all in order of line.
    """

    lines: int = 0
    new: int = 0
    same: int = 0
    refused: int = 0
    problems: list[QuoteFileError] = field(default_factory=list)
    near_doubles: list[QuoteFileError] = field(default_factory=list)
    mixed: list[QuoteFileError] = field(default_factory=list)
    imported: bool = False
    # By which it can be undone, where somebody ordered it in a chat.
    number: int | None = None
    # The last line of which is told: of a file of nothing but bad lines the rest costs no more than being counted.
    _last: int | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing stands in the way of importing."""
        return not self.refused and not self.is_doubtful

    @property
    def is_doubtful(self) -> bool:
        """Whether there are lines that somebody may want all the same."""
        return bool(self.near_doubles or self.mixed)

    def refuse(self, problems: Iterable[QuoteFileError]) -> None:
        """Count one more line that cannot be taken in."""
        self.refused += 1
        self.problems += (problem for problem in problems if self._last is None or problem.line < self._last)
        if len(self.problems) > 10 * MAX_REFUSALS_TOLD:
            self.cut()

    def cut(self) -> None:
        """Keep the problems of the first refused lines alone, in their order: what is wrong shows at several stages."""
        self.problems.sort(key=lambda problem: problem.line)
        lines = list(dict.fromkeys(problem.line for problem in self.problems))
        if len(lines) >= MAX_REFUSALS_TOLD:
            self._last = lines[MAX_REFUSALS_TOLD - 1]
            self.problems = [problem for problem in self.problems if problem.line <= self._last]


class _Examined(NamedTuple):
    """A line, what is *wrong* with its texts, and the first word in them that mixes scripts."""

    line: Line
    wrong: tuple[QuoteFileError, ...]
    mixed: QuoteFileError | None


class _Spool:
    """Lines in a file without a name until it is decided what becomes of them: collections may be larger than the memory."""

    def __init__(self) -> None:
        self._file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  # closed by close()
        self.count = 0

    def put(self, line: Line) -> None:
        self._file.write(_encode(line) + b"\n")
        self.count += 1

    def __iter__(self) -> Iterator[Line]:
        self._file.seek(0)
        return map(_decode, self._file)

    def close(self) -> None:
        self._file.close()


class _Metered:
    """A stream of which no more than *max_bytes* is read, and that knows how much it was."""

    def __init__(self, stream: BinaryIO, path: Path, max_bytes: int | None) -> None:
        self._stream = stream
        self._path = path
        self._max_bytes = max_bytes
        self.done = 0

    def read(self, size: int, /) -> bytes:
        return self._counted(self._stream.read(size))

    def readline(self, size: int, /) -> bytes:
        return self._counted(self._stream.readline(size))

    def _counted(self, content: bytes) -> bytes:
        self.done += len(content)
        if self._max_bytes is not None and self.done > self._max_bytes:
            raise QuoteFileError(self._path, 1, f"larger than {self._max_bytes / 1_000_000:g} MB")
        return content


class Importing:
    """One import: `gather` the lines of a file, then `take_in` what is new. Use with `with`."""

    def __init__(self, reader: FileReader, progress: Progress, *, trust: bool) -> None:
        """Read by *reader* and tell of it by *progress*. With *trust* texts are not looked at, only the form of the lines is."""
        self._reader = reader
        self._progress = progress
        self._trust = trust
        self._report = Report()
        self._gathered = _Spool()
        # The numbers of gathered lines that the store has already, or has otherwise, or that are refused.
        self._left_out: set[int] = set()
        # The number and the content of the first line with each id; a derived id tells the content by itself.
        self._seen: dict[str, tuple[int, bytes]] = {}

    def __enter__(self) -> Self:
        """Nothing more to open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what was gathered."""
        self._gathered.close()

    def gather(self, stream: BinaryIO, size: int | None = None) -> None:
        """Read all lines of *stream*, of *size* bytes, and check the form of each, and its id. Blocks, as reading does.

        Raises:
            QuoteFileError: when the file as a whole is not one to import.
        """
        metered = _Metered(stream, self._reader.path, self._reader.max_bytes)
        for found in self._reader.lines(metered):
            self._report.lines += 1
            if self._report.lines % _BATCH == 0:
                self._progress(Stage.READING, metered.done, size)
            if isinstance(found, QuoteFileError):
                self._report.refuse([found])
            else:
                self._sift(found)

    def _sift(self, line: Line) -> None:
        """Keep *line* unless one before it has its id."""
        content = b"" if line.derived else blake2b(_encode(line.quote), digest_size=16).digest()
        first, same_content = self._seen.setdefault(line.quote.id, (line.number, content))
        if first == line.number:
            self._gathered.put(line)
        elif content == same_content:
            self._report.same += 1
        else:
            self._report.refuse([self._problem(line, f"id {line.quote.id!r} is taken by line {first}")])

    async def take_in(self, store: QuoteStore, *, dry_run: bool, order: ImportOrder | None = None) -> Report:
        """Compare what was gathered with *store* and, unless that finds anything wrong, bring what is new into it in one go.

        With *dry_run* everything but that is done. An *order* is for an import that can be undone.
        """
        async for batch in _beside(_batches(self._examined(), _ASKED)):
            self._leave_out(batch, await store.stored([one.line.quote.id for one in batch]))
        self._report.new = self._gathered.count - len(self._left_out)
        if not self._trust and self._report.new:
            self._report.near_doubles = await self._near_doubles(store)
            near = {problem.line for problem in self._report.near_doubles}
            self._report.mixed = [problem for problem in self._report.mixed if problem.line not in near]
            self._report.new -= len(self._report.near_doubles) + len(self._report.mixed)
        self._report.cut()
        if self._report.sound and not dry_run:
            self._report.number = await store.add(self._written(), self._reader.collection, order)
            self._report.imported = True
        return self._report

    def _examined(self) -> Iterator[_Examined]:
        """The gathered lines, each with what is wrong with its texts, unless they are trusted."""
        for line in self._gathered:
            place = Place(self._reader.path, line.number, ())
            wrong = () if self._trust else tuple(blemishes(line.quote, place))
            mixed = None if self._trust else next(mixed_scripts(line.quote, place), None)
            yield _Examined(line, wrong, mixed)

    def _leave_out(self, batch: list[_Examined], stored: dict[str, Stored]) -> None:
        """Tell what the store has already, or otherwise, from what is new and from what cannot be taken in."""
        for line, wrong, mixed in batch:
            known = stored.get(line.quote.id)
            if known is None:
                if wrong:
                    self._left_out.add(line.number)
                    self._report.refuse(wrong)
                elif mixed:
                    self._report.mixed.append(mixed)
                continue
            self._left_out.add(line.number)
            # Whatever its texts are: where they are the same, nothing would change.
            if self._is_seen(known) and (line.derived or known.quote == line.quote):
                # Where an admin has since edited what this line once brought, it stays as the admin left it.
                self._report.same += 1
            else:
                self._report.refuse([self._problem(line, f"id {line.quote.id!r} is taken")])

    async def _near_doubles(self, store: QuoteStore) -> list[QuoteFileError]:
        """The new lines whose own words, or nearly, are in the store or in a line before them."""
        words: list[OwnWords] = []
        self._progress(Stage.COMPARING, 0, self._report.new)
        async with store.snapshot() as snapshot:
            async for some in snapshot.batches:
                words += await asyncio.to_thread(self._words_seen, some)
        first = len(words)
        lines: list[int] = []
        async for numbered in _beside(_batches(self._words_of_lines())):
            words += (one for one, _ in numbered)
            lines += (number for _, number in numbered)
        doubles = await asyncio.to_thread(NearDoubles, words)

        def compare(numbers: range) -> list[QuoteFileError]:
            return [self._double(words, lines, number, *found) for number in numbers if (found := doubles.best_before(number))]

        problems: list[QuoteFileError] = []
        for start in range(first, len(words), _BATCH):
            end = min(start + _BATCH, len(words))
            parts = [range(start + offset, end, _THREADS) for offset in range(_THREADS)]
            for found in await asyncio.gather(*(asyncio.to_thread(compare, part) for part in parts)):
                problems += found
            self._progress(Stage.COMPARING, end - first, len(words) - first)
        return sorted(problems, key=lambda problem: problem.line)

    def _words_seen(self, some: Iterable[Stored]) -> list[OwnWords]:
        return [one for stored in some if self._is_seen(stored) for one in own_words(stored.quote)]

    def _words_of_lines(self) -> Iterator[tuple[OwnWords, int]]:
        """What the new lines are known by, each with the number of its line."""
        return ((one, line.number) for line in self._new() for one in own_words(line.quote))

    def _is_seen(self, stored: Stored) -> bool:
        """Whether those the lines are for see this quote: their own, and what is common."""
        return stored.collection in (None, self._reader.collection)

    def _double(self, words: list[OwnWords], lines: list[int], number: int, other: int, score: float) -> QuoteFileError:
        first = len(words) - len(lines)
        where = f" (line {lines[other - first]})" if other >= first else ""
        # Rounded down: words that are not quite the same are not 100 % alike.
        problem = f"{words[number].quote_id}: nearly the same words as {words[other].quote_id}{where}, {int(score * 100)} %"
        return QuoteFileError(self._reader.path, lines[number - first], problem)

    def _new(self) -> Iterator[Line]:
        """The gathered lines that the store does not have."""
        return (line for line in self._gathered if line.number not in self._left_out)

    def _written(self) -> Iterator[Quote]:
        """The new quotes, telling of each batch as it is asked for."""
        for done, line in enumerate(self._new()):
            if done % _BATCH == 0:
                self._progress(Stage.WRITING, done, self._report.new)
            yield line.quote

    def _problem(self, line: Line, problem: str) -> QuoteFileError:
        return QuoteFileError(self._reader.path, line.number, problem)


def _batches(items: Iterable[Item], size: int = _BATCH) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


async def _beside(batches: Iterator[list[Item]]) -> AsyncIterator[list[Item]]:
    """The *batches*, each of them made beside the event loop: other people are being answered meanwhile."""
    while batch := await asyncio.to_thread(next, batches, None):
        yield batch
