"""The formats in which collections come and go."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.corpus import lines, sheets, tables
from bot.corpus.fields import FileReader, Known, written
from bot.corpus.quote import Quote
from bot.errors import QuoteFileError
from bot.text.language import Language


class Format(StrEnum):
    """How a file tells its sayings, by what its name ends in."""

    JSONL = "jsonl"
    CSV = "csv"
    TOML = "toml"


_SUFFIXES = {f".{format_}": format_ for format_ in Format} | {".ndjson": Format.JSONL, ".json": Format.JSONL}
_READERS: dict[Format, type[FileReader]] = {
    Format.JSONL: lines.LineReader,
    Format.CSV: sheets.SheetReader,
    Format.TOML: tables.TableReader,
}
_HEADS = {Format.JSONL: b"", Format.CSV: sheets.HEAD, Format.TOML: tables.HEAD}
_WRITE: dict[Format, Callable[[dict[str, Any]], bytes]] = {
    Format.JSONL: lines.line_of,
    Format.CSV: sheets.row_of,
    Format.TOML: tables.table_of,
}


def format_of(path: Path) -> Format:
    """The format that the name of *path* tells.

    Raises:
        QuoteFileError: when it tells none.
    """
    format_ = _SUFFIXES.get(path.suffix.lower())
    if format_ is None:
        raise QuoteFileError(path, 1, "of no known format; the name must end in .jsonl, .csv or .toml")
    return format_


def reader_of(
    format_: Format,
    path: Path,
    known: Known,
    language: Language | None = None,
    collection: int | None = None,
    max_bytes: int | None = None,
) -> FileReader:
    """The reader of files in *format_*; the rest is told at `FileReader`."""
    return _READERS[format_](path, known, language, collection, max_bytes)


@dataclass(frozen=True)
class Writer:
    """Writes quotes in *format_*: its `head`, then `line` by line. The same quotes give the same bytes."""

    format_: Format
    known: Known

    @property
    def head(self) -> bytes:
        """What stands before the first quote."""
        return _HEADS[self.format_]

    def line(self, quote: Quote) -> bytes:
        """What the reader of this format reads as *quote*."""
        return _WRITE[self.format_](written(quote, self.known))

    def file(self, quotes: Iterable[Quote]) -> Iterator[bytes]:
        """A whole file, in parts."""
        yield self.head
        yield from map(self.line, quotes)

    @property
    def max_bytes(self) -> int | None:
        """How large a file may become for its reader to take it; None of any size."""
        return tables.MAX_TABLES_BYTES if self.format_ is Format.TOML else None
