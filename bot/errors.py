"""The errors people can mend, by who can mend them."""

from pathlib import Path


class BotError(Exception):
    """An error whose text is one sentence for the person who can mend it."""


class SettingsError(BotError):
    """The operator mends it: a setting is unknown, malformed or missing, or the token is refused; to start again does not help."""


class StartError(BotError):
    """The operator mends it: the settings are well formed, but the world does not agree with them."""


class QuoteFileError(BotError):
    """The curator mends it: a file of quotes is broken at *line*."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        """Say *problem*, found in *path* at *line* (1-based), on one line."""
        # It repeats what stands in the file, and is shown in terminals and chats: nothing of it may move a cursor or turn a line.
        self.problem = _on_one_line(problem)
        super().__init__(f"{_on_one_line(str(path))}:{line}: {self.problem}")
        self.path = path
        self.line = line


class BackupError(BotError):
    """The operator mends it: the file *path* cannot be written, or is no backup that can be restored here."""

    def __init__(self, path: Path, problem: str) -> None:
        """Say *problem*, found with *path*."""
        super().__init__(f"{path}: {problem}")


class ChatGone(BotError):
    """The chat takes no messages from the bot: it is gone, or *muted*, which its admins can mend."""

    def __init__(self, reason: str, *, muted: bool = False) -> None:
        """Give Telegram's *reason*."""
        super().__init__(reason)
        self.muted = muted


class TryLater(BotError):
    """The message was surely not sent, and may be after *after* seconds."""

    def __init__(self, after: float) -> None:
        """Name the wait, in seconds."""
        super().__init__(f"try again in {after:.0f} s")
        self.after = after


class InDoubt(BotError):
    """The message may have been sent, and nobody can know: Telegram has no key by which a second one would be the same."""


class StoreAway(BotError):
    """The operator mends it, or it mends itself: the database does not do what it is asked just now."""


class StoreWanted(StoreAway):
    """The same, and nothing else will do: what was to be changed is not to be answered from memory."""


def _on_one_line(text: str) -> str:
    """*text* with a space for whatever is not printed."""
    return "".join(char if char.isprintable() else " " for char in text)
