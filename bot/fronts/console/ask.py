"""Questions answered line by line, without a dialogue: for people in a hurry, and for programs."""

import asyncio
from collections.abc import Iterable, Iterator

import msgspec

from bot.fronts.console.chat import answer
from bot.fronts.console.markup import to_terminal
from bot.rendering.messages import Renderer
from bot.rendering.reply import Reply
from bot.services.answering import Answering
from bot.services.conversation import Conversation
from bot.services.incoming import Incoming
from bot.services.reading_intents import Open
from bot.text.language import Language

_DIGITS = 4
# A chat of its own: a language chosen in the terminal's chat must not change what a program reads. Telegram gives nobody this number.
_CHAT_ID = -1


def answer_lines(
    lines: Iterable[str],
    runner: asyncio.Runner,
    conversation: Conversation,
    renderer: Renderer,
    wanted: Language | None,
    client_language: str | None,
) -> Iterator[str]:
    """The answer to each of *lines* as plain text, without buttons that nobody could press."""
    for line in lines:
        incoming = Incoming(_CHAT_ID, _CHAT_ID, line, client_language=client_language, wanted=wanted)
        said = runner.run(answer(incoming, conversation, renderer))
        # Of buttons only those are told that say something: the sayings that may be meant.
        rows = tuple(row for row in said.buttons if len(row) == 1 and isinstance(row[0].action, Open))
        yield to_terminal(Reply(said.spans, rows), ansi=False)


def json_lines(lines: Iterable[str], answering: Answering, top: int, wanted: Language | None) -> Iterator[str]:
    """The outcome of each of *lines* as one JSON object with at most *top* hits."""
    for line in lines:
        result = answering.search(line, most=top)
        hits = [{"id": hit.quote_id, "kind": hit.kind, "language": hit.language, "score": round(hit.score, _DIGITS)} for hit in result.hits]
        language = wanted or result.language or result.likely or Language.EN
        row = {"query": line, "outcome": result.outcome, "language": language, "hits": hits}
        yield msgspec.json.encode(row).decode()
