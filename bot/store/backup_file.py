"""The file of a backup: lines of JSON, compressed, of either kind of database and for either.

The first line says what follows: the revision of the schema, and of each table its columns and how many rows. Then come the rows, one
a line, and at the end a digest of all lines before it.
"""

import gzip
import hashlib
import zlib
from collections.abc import AsyncIterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from bot.errors import BackupError
from bot.store.engine import HEAD

_FORMAT = "hundred-flowers backup "
_VERSION = "1"
NOTHING = "Nothing was restored."
_FOREIGN = "is not a backup of this program"
# Of gzip: twice as fast as its default, and the file a tenth larger.
_COMPRESSION = 4


class Contents(msgspec.Struct, frozen=True):
    """Of one table: its columns in the order of each row's values, how many rows, and the last number it gave to one by itself."""

    columns: tuple[str, ...]
    rows: int
    given: int | None = None


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The first line. *tables* are in an order in which each follows those it refers to."""

    format: str = _FORMAT + _VERSION
    schema: str
    tables: dict[str, Contents]

    @property
    def rows(self) -> int:
        """How many there are of all tables."""
        return sum(contents.rows for contents in self.tables.values())


class _Trailer(msgspec.Struct, frozen=True):
    """The last line: the digest of all bytes before it, before they were compressed."""

    sha256: str


async def write(stream: BinaryIO, header: Header, rows: AsyncIterable[bytes]) -> None:
    """Write *rows*, which are lines, to *stream* below their *header*, and the digest below them."""
    digest = hashlib.sha256()
    # Neither a name nor a time: the same rows give the same bytes.
    with gzip.GzipFile("", "wb", _COMPRESSION, stream, mtime=0) as packed:
        part = msgspec.json.encode(header) + b"\n"
        digest.update(part)
        packed.write(part)
        async for part in rows:
            digest.update(part)
            packed.write(part)
        packed.write(msgspec.json.encode(_Trailer(digest.hexdigest())) + b"\n")


class Lines:
    """The lines of a backup, looked at as they are read. Every way in which it can be wrong is a BackupError."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        """Read *stream*, which is called *path*, from its beginning."""
        stream.seek(0)
        self._path = path
        self._packed = gzip.GzipFile("", "rb", fileobj=stream)
        self._digest = hashlib.sha256()
        try:
            self.header = msgspec.json.decode(self._next(), type=Header)
        except msgspec.MsgspecError as error:
            raise self.wrong(_FOREIGN) from error
        if not self.header.format.startswith(_FORMAT):
            raise self.wrong(_FOREIGN)
        if self.header.format != _FORMAT + _VERSION or self.header.schema > HEAD:
            raise self.wrong("was made by a later version of this program: bring the program up to date first")

    def of(self, table: str) -> Iterator[bytes]:
        """The rows of the next *table*, to be read to their end."""
        for _ in range(self.header.tables[table].rows):
            yield self._next()

    def end(self) -> None:
        """Read the last line, and see whether what was read is what was written."""
        expected = _Trailer(self._digest.hexdigest())
        try:
            agrees = msgspec.json.decode(self._next(), type=_Trailer) == expected and not self._read()
        except msgspec.MsgspecError:
            agrees = False
        if not agrees:
            raise self._damaged()

    def decoded(self, decoder: msgspec.json.Decoder[Any], line: bytes) -> Any:
        """What *line* says."""
        try:
            return decoder.decode(line)
        except msgspec.MsgspecError as error:
            raise self._damaged() from error

    def _next(self) -> bytes:
        line = self._read()
        if not line.endswith(b"\n"):
            raise self._cut()
        self._digest.update(line)
        return line

    def _read(self) -> bytes:
        try:
            return self._packed.readline()
        except EOFError as error:
            raise self._cut() from error
        except gzip.BadGzipFile as error:
            raise (self._damaged() if self._packed.tell() else self.wrong(_FOREIGN)) from error
        except zlib.error as error:
            raise self._damaged() from error

    def _cut(self) -> BackupError:
        return self.wrong("ends too early: it was not written, or not copied, to its end")

    def _damaged(self) -> BackupError:
        return self.wrong("is damaged: restore another backup, or a better copy of this one")

    def wrong(self, problem: str) -> BackupError:
        """An error that says *problem*, and that it came to nothing."""
        return BackupError(self._path, f"{problem}. {NOTHING}")


def check(stream: BinaryIO, path: Path) -> None:
    """Read a backup to its end, and see that it can be restored here; *stream* is called *path*.

    Raises:
        BackupError: when it is damaged, cut off, something else, or of a later version.
    """
    lines = Lines(stream, path)
    for table in lines.header.tables:
        for _ in lines.of(table):
            pass
    lines.end()
