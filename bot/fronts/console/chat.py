"""A chat in the terminal: lines in, replies out, buttons by their numbers."""

import asyncio
import contextlib
import logging
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from bot.fronts.console.markup import buttons_of, to_terminal
from bot.rendering.messages import Renderer
from bot.rendering.reply import Reply, Share, Visit
from bot.rendering.terminal import how_to, no_such_button
from bot.services.answers import Welcome
from bot.services.conversation import Conversation
from bot.services.incoming import Incoming
from bot.services.presses import to_press
from bot.services.upkeep_answers import Exported, Say, Told
from bot.text.language import Language, language_of_tag

_log = logging.getLogger(__name__)
# The terminal's chat in the store; Telegram gives nobody this number.
CHAT_ID = 0
_PROMPT = "\n> "
_MAX_HISTORY_LINES = 1000
_HEARTBEAT_SECONDS = 0.25


def incoming_from(line: str, client_language: str | None, shown: Reply | None = None) -> Incoming:
    """What a typed *line* means: the number of a button of the reply *shown* last, or a text."""
    if shown and re.fullmatch("[0-9]{1,3}", line) and 0 < int(line) <= len(buttons_of(shown)):
        action = buttons_of(shown)[int(line) - 1].action
        if not isinstance(action, Share | Visit):
            return Incoming(CHAT_ID, CHAT_ID, press=to_press(action), client_language=client_language)
    return Incoming(CHAT_ID, CHAT_ID, line, client_language=client_language)


def _is_past_buttons(line: str, shown: Reply) -> bool:
    """Whether a typed *line* is the number of a button, and those *shown* are fewer; three figures are rather a title or a year."""
    last = len(buttons_of(shown))
    return last > 0 and re.fullmatch("[0-9]{1,2}", line) is not None and not 0 < int(line) <= last


async def answer(incoming: Incoming, conversation: Conversation, renderer: Renderer) -> Reply:
    """The reply to one incoming; when the bot itself fails, an apology, and the log tells why."""
    return (await _answered(incoming, conversation, renderer))[0]


async def _answered(incoming: Incoming, conversation: Conversation, renderer: Renderer) -> tuple[Reply, Language]:
    """The same, and its language."""
    try:
        found = await conversation.respond(incoming)
        if isinstance(found, Exported):
            # There is nobody to send it to here; the command line writes files.
            found.content.close()
            found = Told(found.language, Say.EXPORT_HERE)
        return renderer.render(found), found.language
    except Exception:  # noqa: BLE001  # the last line of defence of this front
        _log.exception("could not answer in the terminal")
        language = await _language(incoming, conversation)
        return renderer.apology(language), language


async def _language(incoming: Incoming, conversation: Conversation) -> Language:
    """The language to apologise in: when it is the store that fails, the terminal's or English."""
    try:
        return await conversation.language(incoming)
    except Exception:  # noqa: BLE001  # what fails here has just failed and been logged
        return language_of_tag(incoming.client_language) or Language.EN


def chat(
    runner: asyncio.Runner,
    conversation: Conversation,
    renderer: Renderer,
    *,
    client_language: str | None,
    history_file: Path | None,
    ansi: bool,
) -> None:
    """Talk until the end of input or Ctrl-C. Reading blocks, so it happens between the runs of *runner*'s loop."""
    interactive = sys.stdin.isatty()
    shown: Reply | None = None

    def tell(reply: Reply) -> None:
        # Asked anew each time: a window is made wider and narrower.
        print(to_terminal(reply, ansi=ansi, columns=shutil.get_terminal_size().columns if ansi else None), flush=True)

    language = runner.run(_language(Incoming(CHAT_ID, CHAT_ID, client_language=client_language), conversation))
    if interactive:
        shown = renderer.render(Welcome(language))
        tell(shown)
        print()
        tell(how_to(renderer.catalogues[language]))
    with _history(history_file) if interactive and history_file else contextlib.nullcontext():
        for line in _typed_lines() if interactive else _piped_lines(sys.stdin):
            if shown and _is_past_buttons(line, shown):
                tell(no_such_button(int(line), len(buttons_of(shown)), renderer.catalogues[language]))
            else:
                # A command or a button says nothing of its language: it is that of the talk so far.
                shown, language = runner.run(_answered(incoming_from(line, client_language, shown), conversation, renderer))
                client_language = language
                tell(shown)
            if not interactive:
                print()


def _typed_lines() -> Iterator[str]:
    while True:
        try:
            with _heartbeat():
                line = input(_PROMPT).strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if line:
            yield line


@contextlib.contextmanager
def _heartbeat() -> Iterator[None]:
    """A signal now and then that does nothing.

    A Ctrl-C that comes just before readline begins to wait is otherwise seen only with the next key: what ends the wait has Python look at
    the signals that are due.
    """
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    before = signal.signal(signal.SIGALRM, lambda _number, _frame: None)
    signal.setitimer(signal.ITIMER_REAL, _HEARTBEAT_SECONDS, _HEARTBEAT_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _piped_lines(stream: TextIO) -> Iterator[str]:
    for line in stream:
        if line.strip():
            yield line.strip()


@contextlib.contextmanager
def _history(file: Path) -> Iterator[None]:
    """Line editing and a history that outlives the session, where the platform has readline."""
    try:
        import readline  # absent on Windows
    except ImportError:
        yield
        return
    with contextlib.suppress(OSError):
        readline.read_history_file(file)
    readline.set_history_length(_MAX_HISTORY_LINES)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(file)
            file.chmod(0o600)
