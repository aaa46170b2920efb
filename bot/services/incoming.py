"""What reaches the bot, whichever front it comes through."""

import datetime
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.services.upkeep_answers import FileProgress
from bot.text.language import Language


class Rights(Protocol):
    """What the person at hand may do in the chat at hand; each front knows in its own way."""

    async def may_manage(self, *, lately: bool = False) -> bool:
        """Whether the person may change what the whole chat sees, asked at this moment.

        With *lately* what was known a few seconds ago will do: for what is only shown, and never for what changes anything.
        """
        ...


class OwnChat:
    """The rights of somebody who is alone with the bot."""

    async def may_manage(self, *, lately: bool = False) -> bool:
        """Everything here is theirs."""
        return True


@dataclass(frozen=True)
class Replied:
    """The message that an incoming one replies to: its words, whose they are and of when; *quote_id* where it shows one of ours."""

    text: str
    author: str = ""
    date: datetime.date | None = None
    person_id: int | None = None
    quote_id: str = ""


@dataclass(frozen=True)
class Document:
    """A file that came with a message; *size* is in bytes, as far as it is known."""

    file_id: str
    name: str
    size: int


class Files(Protocol):
    """Where files that people send can be had."""

    async def fetch(self, file_id: str) -> bytes | None:
        """The content of a file; None when it can no longer be had."""
        ...


class NoFiles:
    """Where nobody sends files."""

    async def fetch(self, file_id: str) -> bytes | None:
        """Nothing."""
        return None


def unwatched(_progress: FileProgress) -> None:
    """Tell nobody how far a long work has come."""


async def unnoted() -> None:
    """Write nothing down: where nothing comes twice, nothing has to be kept from being done twice."""


@dataclass(frozen=True)
class Incoming:
    """What reached the bot: a typed *text*, or the data of a pressed button.

    *person_id* and *chat_id* are Telegram's, equal in a private chat; *client_language* is the IETF tag of the person's app, only a hint;
    *wanted* is the language they ask to be answered in this once; *anonymous* says that an admin speaks as the group, *masked* that
    somebody speaks as a channel: then *person_id* is the same for all who do. *channel* says that the chat is one, *inline* that a
    message was sent into some chat by inline mode, *thread_id* is the forum topic it was said in. *watch* is told, by any thread, how far
    a long work on the answer has come. *change* is to be awaited before anything is changed that must not be changed twice, should the
    process end in the middle and what came be handled again. *edited* says that it was answered before it was edited, *hurried* that the
    store takes nothing down: what the answer can do without is not waited for.
    """

    chat_id: int
    person_id: int
    text: str = ""
    press: str | None = None
    private: bool = True
    client_language: str | None = None
    wanted: Language | None = None
    rights: Rights = OwnChat()  # noqa: RUF009  # without state
    replied: Replied | None = None
    anonymous: bool = False
    masked: bool = False
    channel: bool = False
    inline: bool = False
    thread_id: int | None = None
    document: Document | None = None
    files: Files = NoFiles()  # noqa: RUF009  # without state
    watch: Callable[[FileProgress], None] = unwatched
    change: Callable[[], Awaitable[None]] = unnoted
    edited: bool = False
    hurried: bool = False

    @property
    def written(self) -> str:
        """The text as far as its letters tell a language: nothing of a press, nor of a command, but for one such as "/помощь"."""
        command = self.text.startswith("/") and self.text.partition(" ")[0].isascii()
        return "" if command or self.press is not None else self.text
