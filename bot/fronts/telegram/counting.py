"""What the front says of its work to whoever counts it."""

from typing import Protocol

from bot.services.answers import Answer


class Counting(Protocol):
    """Counts what happens; each costs a few microseconds at most."""

    def received(self, kind: str) -> None:
        """Count an update of a *kind*, such as "message"."""
        ...

    def set_aside(self) -> None:
        """Count an update that is not tried again."""
        ...

    def answered(self, answer: Answer, seconds: float) -> None:
        """Count an answer, which took *seconds* to find."""
        ...

    def requested(self, url: str, seconds: float, outcome: int | Exception) -> None:
        """Count a request to a method of Telegram, which took *seconds* and ended with an HTTP status, or with what was raised."""
        ...


class Uncounted:
    """Counts nothing: where nobody can look, the library that counts for Prometheus is not even loaded, a megabyte and a half."""

    def received(self, kind: str) -> None:
        """Nothing."""

    def set_aside(self) -> None:
        """Nothing."""

    def answered(self, answer: Answer, seconds: float) -> None:
        """Nothing."""

    def requested(self, url: str, seconds: float, outcome: int | Exception) -> None:
        """Nothing."""
