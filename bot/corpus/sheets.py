"""Sheets of CSV: one saying a row, for those who keep their collection in a spreadsheet."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bot.corpus.fields import MAX_LINE_BYTES, Fields, FileReader, Line, Readable
from bot.corpus.quote import Quote
from bot.errors import QuoteFileError
from bot.text.language import Language

MAX_COLUMNS = 64
_BOM = "\ufeff"
_TRANSLATIONS = [str(language) for language in Language]
COLUMNS = ["id", "kind", "language", "text", "author", "source", "topics", *_TRANSLATIONS, "record"]
_NEEDED = ["kind", "text"]
# The comma is first: it is taken for a header of one column, where nothing tells.
_DELIMITERS = ",;\t"
# What a spreadsheet takes for a formula, and runs; an apostrophe before it makes it a text. Those before which there is one already
# get another, so that taking one off gives back what was written.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_IN_NEED_OF_GUARD = re.compile(r"'*[=+\-@\t\r]")
_IN_NEED_OF_QUOTES = re.compile(r'[",;\t\r\n]|^\s|\s\Z')
_decode_record = msgspec.json.Decoder(Quote).decode

# Without the mark Excel takes a file for one of the local code page.
HEAD = (_BOM + ",".join(COLUMNS) + "\n").encode()


@dataclass(frozen=True)
class SheetReader(FileReader):
    """Reads rows of CSV under a header that names their columns, in whatever order; the header tells the delimiter."""

    def lines(self, stream: Readable) -> Iterator[Line | QuoteFileError]:
        """What each row of *stream* holds, or what is wrong with it.

        Raises:
            QuoteFileError: of the header, of a row that does not end, and of what is not UTF-8.
        """
        source = _Lines(stream, self.path)
        header = next((line for line in source if line.strip()), None)
        if header is None:
            return
        delimiter = max(_DELIMITERS, key=header.count)
        columns = self._columns(source.number, header, delimiter)
        rows = csv.reader(source, delimiter=delimiter, strict=True)
        while True:
            source.begin_row()
            found: Line | QuoteFileError
            try:
                row = next(rows, None)
                if row is None:
                    return
                if not any(row):
                    continue
                found = self._line(source.first, _fields(columns, row))
            except csv.Error as error:
                found = self._problem(source.first, f"not valid CSV: {error}")
            except ValueError as error:
                found = self._problem(source.first, error)
            yield found

    def _columns(self, number: int, header: str, delimiter: str) -> list[str]:
        try:
            columns = [name.strip().casefold() for name in next(csv.reader([header], delimiter=delimiter, strict=True))]
        except csv.Error as error:
            raise self._problem(number, f"not valid CSV: {error}") from error
        while columns and not columns[-1]:
            columns.pop()
        if len(columns) > MAX_COLUMNS:
            raise self._problem(number, f"more than {MAX_COLUMNS} columns")
        for place, name in enumerate(columns):
            if name not in COLUMNS:
                raise self._problem(number, f"unknown column {name[:40]!r}; known are {', '.join(COLUMNS)}")
            if name in columns[:place]:
                raise self._problem(number, f"column {name!r} twice")
        if missing := [name for name in _NEEDED if name not in columns]:
            raise self._problem(number, f"no column {missing[0]!r}")
        return columns


class _Lines:
    """The lines of a stream with their ends, as `csv` asks for them; of a row no more is read than a row may have."""

    def __init__(self, stream: Readable, path: Path) -> None:
        self._stream = stream
        self._path = path
        self._row_bytes = 0
        self.number = 0
        self.first = 1

    def begin_row(self) -> None:
        self.first = self.number + 1
        self._row_bytes = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(MAX_LINE_BYTES + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self._row_bytes += len(line)
        if self._row_bytes > MAX_LINE_BYTES:
            # Where the next row begins nobody can tell.
            problem = f"a row longer than {MAX_LINE_BYTES:,} bytes; perhaps a quotation mark is not closed"
            raise QuoteFileError(self._path, self.first, problem)
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            raise QuoteFileError(self._path, self.number, "not UTF-8 text") from error
        return text.removeprefix(_BOM) if self.number == 1 else text


def _fields(columns: list[str], row: list[str]) -> Fields:
    """The fields in the cells of a row; ValueError says what is wrong with them."""
    if any(row[len(columns) :]):
        raise ValueError(f"{len(row)} cells under {len(columns)} columns")
    cells = {name: _unguarded(name, cell) for name, cell in zip(columns, row, strict=False) if cell}
    fields: dict[str, Any] = {name: cell for name, cell in cells.items() if name not in {"topics", "record", *_TRANSLATIONS}}
    fields["topics"] = [topic for part in cells.get("topics", "").split(";") if (topic := part.strip())]
    # In the order of the languages, whatever that of the columns.
    fields["translations"] = {name: cells[name] for name in _TRANSLATIONS if name in cells}
    converted = msgspec.convert(fields, Fields)
    if "record" in cells:
        try:
            converted.record = _decode_record(cells["record"])
        except ValueError as error:
            raise ValueError(f"{error} in 'record'") from error
    return converted


def _unguarded(name: str, cell: str) -> str:
    if _FORMULA.match(cell):
        raise ValueError(f"spreadsheet formula in {name!r}; an apostrophe before it makes it a text")
    return cell[1:] if _GUARDED.match(cell) else cell


def row_of(fields: dict[str, Any]) -> bytes:
    """The row that holds *fields*."""
    cells = {**fields, **fields.get("translations", {}), "topics": ";".join(fields.get("topics", ()))}
    if "record" in fields:
        cells["record"] = msgspec.json.encode(fields["record"]).decode()
    return (",".join(_cell(cells.get(name, "")) for name in COLUMNS) + "\n").encode()


def _cell(text: str) -> str:
    if _IN_NEED_OF_GUARD.match(text):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if _IN_NEED_OF_QUOTES.search(text) else text
