"""What every front can show: spans of text and rows of buttons, without any front's markup."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.services.intents import Intent

_FIELD = re.compile(r"\{(\w+)\}")


class Style(StrEnum):
    """How a span stands out."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"


@dataclass(frozen=True)
class Span:
    """A run of text in one style. *url* makes it a link; *person_id* a mention of that person."""

    text: str
    style: Style = Style.PLAIN
    url: str | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Share:
    """The action of a button that passes a quote on by its deep link."""

    quote_id: str


@dataclass(frozen=True)
class Visit:
    """The action of a button that opens a chat with the bot at one quote."""

    quote_id: str


@dataclass(frozen=True)
class Button:
    """A button and what it does."""

    label: str
    action: Intent | Share | Visit


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Reply:
    """One message. Spans follow each other without anything between; line breaks are theirs."""

    spans: tuple[Span, ...]
    buttons: Rows = ()

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)


def bold(text: str) -> Span:
    """*text* in bold."""
    return Span(text, Style.BOLD)


def italic(text: str) -> Span:
    """*text* in italics."""
    return Span(text, Style.ITALIC)


def fill(template: str, **fields: Span | str) -> list[Span]:
    """A translated *template* with its {fields} replaced by spans or words, in the order of its language."""
    spans: list[Span] = []
    for number, part in enumerate(_FIELD.split(template)):
        value = fields[part] if number % 2 else part
        spans.append(value if isinstance(value, Span) else Span(value))
    return [span for span in spans if span.text]


def lines(*paragraphs: Iterable[Span] | None, gap: str = "\n") -> tuple[Span, ...]:
    """The *paragraphs* that are there, one under another."""
    spans: list[Span] = []
    for paragraph in paragraphs:
        inside = list(paragraph or ())
        if inside and spans:
            spans.append(Span(gap))
        spans += inside
    return tuple(spans)


def rows_of(buttons: Sequence[Button], a_row: int = 2) -> Rows:
    """*buttons* in rows of *a_row*."""
    return tuple(tuple(buttons[start : start + a_row]) for start in range(0, len(buttons), a_row))
