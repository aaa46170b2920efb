"""Logging for a program that lives long: one line a fact, to stderr, and no secret in any of them."""

import logging
import sys
import warnings
from collections.abc import Iterable

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_MASK = "***"
# The least that libraries may say: below it they write the address of every request, and with it the token, or what people wrote.
_TALKATIVE = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.INFO,
    "aiosqlite": logging.INFO,
    "sqlalchemy": logging.WARNING,
}


class MaskingFormatter(logging.Formatter):
    """Formats as usual, and then masks every secret: in the message, its arguments and the traceback alike."""

    def __init__(self, secrets: Iterable[str]) -> None:
        """Mask each of *secrets*, and what a secret with a colon looks like inside an address."""
        super().__init__(_FORMAT)
        whole = [secret for secret in secrets if secret]
        parts = [part for secret in whole for part in (secret, secret.replace(":", "%3A"), secret.partition(":")[2]) if part]
        # The longest first: a part of a secret must not be masked out of the whole.
        self._secrets = sorted(set(parts), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line, or lines, without secrets."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, _MASK)
        return line


def set_up(level: str, secrets: Iterable[str] = ()) -> None:
    """Log everything of *level* and above to stderr, and Python's warnings with it; *secrets* are masked at every level."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(MaskingFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in _TALKATIVE.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelNamesMapping()[level]))
    logging.captureWarnings(capture=True)
    if level == "DEBUG":
        warnings.simplefilter("default")
