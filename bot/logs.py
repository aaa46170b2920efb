"""Logging for a program that lives long: one line a fact, to stderr, and no secret in any of them."""

import datetime
import logging
import sys
import warnings
from collections.abc import Iterable

import msgspec

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
        return self.masked(super().format(record))

    def masked(self, text: str) -> str:
        """*text* without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, _MASK)
        return text


class _Line(msgspec.Struct, omit_defaults=True):
    """What a line of JSON says; *time* becomes RFC 3339 in UTC."""

    time: datetime.datetime
    level: str
    logger: str
    message: str
    exception: str = ""


class JsonFormatter(MaskingFormatter):
    """Formats each record as one object of JSON on one line, for programs that collect logs; secrets are masked as elsewhere."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without secrets: masked before it becomes JSON, of which a mask could break the quoting."""
        time = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line = _Line(time, record.levelname, record.name, self._written(record.getMessage()), self._written(self._traceback(record)))
        return msgspec.json.encode(line).decode()

    def _traceback(self, record: logging.LogRecord) -> str:
        parts = (self.formatException(record.exc_info) if record.exc_info else record.exc_text, record.stack_info)
        return "\n".join(part for part in parts if part)

    def _written(self, text: str) -> str:
        # Halves of characters, as in the names of files, are nothing that JSON could hold.
        return self.masked(text).encode(errors="backslashreplace").decode()


def _is_no_strangers_noise(record: logging.LogRecord) -> bool:
    """Whether a record is none of what anybody at an open port can have written: a traceback with their bytes for each that are no HTTP."""
    error = record.exc_info[1] if record.exc_info else None
    return not type(error).__module__.startswith("aiohttp.http")


def set_up(level: str, secrets: Iterable[str] = (), *, as_json: bool = False) -> None:
    """Log everything of *level* and above to stderr, and Python's warnings with it; *secrets* are masked at every level."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(secrets) if as_json else MaskingFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("aiohttp.server").addFilter(_is_no_strangers_noise)
    for name, least in _TALKATIVE.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelNamesMapping()[level]))
    logging.captureWarnings(capture=True)
    if level == "DEBUG":
        warnings.simplefilter("default")
