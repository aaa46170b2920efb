"""Tables of TOML: one saying under each `[[quote]]`, for those who write their collection by hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.corpus.fields import Fields, FileReader, Line, Readable
from bot.corpus.reader import document_of
from bot.errors import QuoteFileError

# TOML is read as a whole, and becomes some thirty times as large then.
MAX_TABLES_BYTES = 5_000_000
HEAD = b"# Sayings, each under a [[quote]] of its own.\n"
# Strings, closed or not, and comments: what looks like TOML in them is none.
_HIDDEN = re.compile(
    "|".join(
        (
            r'"""(?:\\.|[^\\])*?(?:"""|\Z)',
            r"'''.*?(?:'''|\Z)",
            r'"(?:\\[^\n]|[^"\\\n])*+"?',
            r"'[^'\n]*+'?",
            r"#[^\n]*+",
        )
    ),
    re.DOTALL,
)
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*quote[ \t]*\]\]", re.MULTILINE)
# A quote has keys of four parts at most. The reader's time grows with the square of the parts: a line of them takes it minutes.
_LONG_KEY = re.compile(r"(?:\.[ \t]*[\w-]++[ \t]*){8}")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# What a string must not hold, and what some editors take for the end of a line.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


@dataclass(frozen=True)
class TableReader(FileReader):
    """Reads tables of TOML; the number of each is the line of its header."""

    def lines(self, stream: Readable) -> Iterator[Line | QuoteFileError]:
        """What each table of *stream* holds, or what is wrong with it.

        Raises:
            QuoteFileError: when it is too large, not UTF-8 or not such tables of TOML.
        """
        text = self._text(stream)
        bare = _HIDDEN.sub(_hidden, text)
        if long := _LONG_KEY.search(bare):
            raise self._problem(bare.count("\n", 0, long.start()) + 1, "a key of too many parts")
        document = document_of(text, self.path)
        if unknown := [name for name in document if name != "quote"]:
            number = next((number for number, line in enumerate(text.split("\n"), 1) if unknown[0] in line), 1)
            raise self._problem(number, f"unknown table {unknown[0][:40]!r}; each saying stands under a [[quote]]")
        tables = document.get("quote", [])
        numbers = _line_numbers(bare)
        if not isinstance(tables, list) or len(numbers) != len(tables):
            raise self._problem(1, "each saying must stand under a [[quote]] of its own")
        for number, table in zip(numbers, tables, strict=True):
            found: Line | QuoteFileError
            try:
                found = self._line(number, msgspec.convert(table, Fields))
            except ValueError as error:
                found = self._problem(number, error)
            yield found

    def _text(self, stream: Readable) -> str:
        # A stream may give less than it is asked for, as a pipe does.
        parts, size = [], 0
        while size <= MAX_TABLES_BYTES and (part := stream.read(MAX_TABLES_BYTES + 1 - size)):
            parts.append(part)
            size += len(part)
        if size > MAX_TABLES_BYTES:
            raise self._problem(1, f"larger than {MAX_TABLES_BYTES // 1_000_000} MB, the most for TOML; JSONL and CSV may be larger")
        content = b"".join(parts)
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self._problem(error.object.count(b"\n", 0, error.start) + 1, "not UTF-8 text") from error


def _hidden(found: re.Match[str]) -> str:
    """What stands in the place of a string or a comment: a key where it may have been one, and its lines."""
    return "" if found[0].startswith("#") else "s" + "\n" * found[0].count("\n")


def _line_numbers(bare: str) -> list[int]:
    """The lines of the headers, from 1."""
    numbers, number, start = [], 1, 0
    for header in _HEADER.finditer(bare):
        number += bare.count("\n", start, header.start())
        start = header.start()
        numbers.append(number)
    return numbers


def table_of(fields: dict[str, Any]) -> bytes:
    """The table that holds *fields*, behind an empty line."""
    return ("\n[[quote]]\n" + "".join(f"{_key(name)} = {_value(value)}\n" for name, value in fields.items())).encode()


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{_ESCAPED.sub(_escape, value)}"'
        case dict():
            return "{" + ", ".join(f"{_key(name)} = {_value(item)}" for name, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
        case _:  # numbers, which TOML writes as Python does
            return repr(value)


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _value(name)


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0], f"\\u{ord(found[0]):04x}")
