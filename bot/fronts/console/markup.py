"""Replies as lines of a terminal."""

import re
import unicodedata
from collections.abc import Sequence

from bot.rendering.reply import Button, Reply, Share, Span, Style, Visit

_BOLD, _ITALIC, _DIM, _PLAIN = "\x1b[1m", "\x1b[3m", "\x1b[2m", "\x1b[0m"
_CODES = {Style.PLAIN: "", Style.BOLD: _BOLD, Style.ITALIC: _ITALIC}
_CODE = re.compile(r"\x1b\[[0-9]+m")
_BETWEEN = "   "
# By Unicode: marks and joiners take no column, Chinese characters and emoji two. Source: UAX #11.
_NARROWEST, _WIDE = {"Mn", "Me", "Cf"}, {"W", "F"}
# A terminal obeys control characters; none that came with a text gets through.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def buttons_of(reply: Reply) -> list[Button]:
    """The buttons a terminal offers, in the order of their numbers; there is nobody here to share with."""
    return [button for row in reply.buttons for button in row if not isinstance(button.action, Share | Visit)]


def to_terminal(reply: Reply, *, ansi: bool, columns: int | None = None) -> str:
    """The reply as text with numbered buttons under it, styled only where *ansi* codes are understood, parted at so many *columns*."""
    body = "".join(_span(span, ansi=ansi) for span in reply.spans)
    numbered = [f"[{number}] {button.label}" for number, button in enumerate(buttons_of(reply), 1)]
    if columns:
        body = "\n".join(_parted(line.split(" "), " ", columns) for line in body.split("\n"))
    if not numbered:
        return body
    buttons = _parted(numbered, _BETWEEN, columns) if columns else _BETWEEN.join(numbered)
    return f"{body}\n\n{_DIM}{buttons}{_PLAIN}" if ansi else f"{body}\n\n{buttons}"


def _parted(parts: Sequence[str], between: str, columns: int) -> str:
    """*parts* in lines of so many *columns*; a longer one is left to the terminal, as Chinese is, which may be parted anywhere."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{between}{part}" if lines else part
        if lines and _width(longer) > columns and _width(part) <= columns:
            lines.append(part)
        else:
            lines[-1:] = [longer]
    return "\n".join(lines)


def _width(text: str) -> int:
    """How many columns of a terminal *text* takes."""
    return sum(_columns_of(char) for char in _CODE.sub("", text))


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in _NARROWEST:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def _span(span: Span, *, ansi: bool) -> str:
    text = _CONTROL.sub("", span.text)
    if span.url:
        text = f"{text} <{_CONTROL.sub('', span.url)}>"
    code = _CODES[span.style]
    return f"{code}{text}{_PLAIN}" if ansi and code else text
