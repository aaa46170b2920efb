"""Replies as lines of a terminal."""

import re

from bot.rendering.reply import Button, Reply, Share, Span, Style, Visit

_BOLD, _ITALIC, _DIM, _PLAIN = "\x1b[1m", "\x1b[3m", "\x1b[2m", "\x1b[0m"
_CODES = {Style.PLAIN: "", Style.BOLD: _BOLD, Style.ITALIC: _ITALIC}
# A terminal obeys control characters; none that came with a text gets through.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def buttons_of(reply: Reply) -> list[Button]:
    """The buttons a terminal offers, in the order of their numbers; there is nobody here to share with."""
    return [button for row in reply.buttons for button in row if not isinstance(button.action, Share | Visit)]


def to_terminal(reply: Reply, *, ansi: bool) -> str:
    """The reply as text with numbered buttons under it, styled only where *ansi* codes are understood."""
    body = "".join(_span(span, ansi=ansi) for span in reply.spans)
    numbered = "   ".join(f"[{number}] {button.label}" for number, button in enumerate(buttons_of(reply), 1))
    if not numbered:
        return body
    return f"{body}\n\n{_DIM}{numbered}{_PLAIN}" if ansi else f"{body}\n\n{numbered}"


def _span(span: Span, *, ansi: bool) -> str:
    text = _CONTROL.sub("", span.text)
    if span.url:
        text = f"{text} <{_CONTROL.sub('', span.url)}>"
    code = _CODES[span.style]
    return f"{code}{text}{_PLAIN}" if ansi and code else text
