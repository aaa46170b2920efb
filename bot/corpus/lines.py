"""Lines of JSON: one saying a line, read and written as they come."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.corpus.fields import MAX_LINE_BYTES, Fields, FileReader, Line, Readable
from bot.errors import QuoteFileError

_BOM = b"\xef\xbb\xbf"
_decode = msgspec.json.Decoder(Fields).decode


def numbered(stream: Readable) -> Iterator[tuple[int, bytes]]:
    """The lines of *stream* that are not empty, with their numbers from 1, read as they are consumed.

    One of more than `MAX_LINE_BYTES` is cut a little behind that: long enough to be refused, and short enough for the memory.
    """
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 2):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES)
        number += 1
        line = line.removeprefix(_BOM) if number == 1 else line
        if line.strip():
            yield number, line.rstrip(b"\r\n")


@dataclass(frozen=True)
class LineReader(FileReader):
    """Reads lines of JSON."""

    def lines(self, stream: Readable) -> Iterator[Line | QuoteFileError]:
        """What each line of *stream* holds, or what is wrong with it. One that is not UTF-8 says that the whole file is not."""
        for number, content in numbered(stream):
            found: Line | QuoteFileError
            try:
                found = self.line(number, content)
            except QuoteFileError as problem:
                if isinstance(problem.__cause__, UnicodeDecodeError):
                    raise
                found = problem
            yield found

    def line(self, number: int, content: bytes) -> Line:
        """The quote of the line *content*.

        Raises:
            QuoteFileError: when it is not of the form that README describes.
        """
        if len(content) > MAX_LINE_BYTES:
            raise self._problem(number, f"longer than {MAX_LINE_BYTES:,} bytes")
        try:
            return self._line(number, _decode(content.decode()))
        except UnicodeDecodeError as error:
            raise self._problem(number, "not UTF-8 text") from error
        except msgspec.ValidationError as error:
            raise self._problem(number, error) from error
        except msgspec.DecodeError as error:
            raise self._problem(number, f"not valid JSON: {error}") from error
        except ValueError as error:
            raise self._problem(number, error) from error


def line_of(fields: dict[str, Any]) -> bytes:
    """The line of JSON that holds *fields*."""
    return msgspec.json.encode(fields) + b"\n"
