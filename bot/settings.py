"""Settings, from the environment and a `.env` file; the only module that reads either."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from platformdirs import user_cache_path, user_data_path

from bot.errors import SettingsError

PREFIX = "HUNDRED_FLOWERS_"
TELEGRAM = "https://api.telegram.org"
# Telegram sells up to 1,000 for broadcasts; a Bot API server of one's own may take whatever it is given, as in a test under load.
_MOST_A_SECOND = 100_000
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("text", "json")
_BESIDE_PACKAGE = Path(__file__).parents[1]
_IN_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    """The folder *name*: beside the package in a checkout, inside it in a wheel."""
    inside = _IN_PACKAGE / name
    return inside if inside.is_dir() else _BESIDE_PACKAGE / name


@dataclass(frozen=True)
class Settings:
    """What the operator decided. Secrets stay out of the repr.

    Addresses are URLs without a final slash; *database* is empty where there is no home folder to keep one in; *webhook_listen* and
    *monitoring_listen* are host and port, the latter None where nobody watches; *owners* are Telegram user ids; *client_language* is the
    IETF tag of the terminal's locale.
    """

    token: str | None = field(default=None, repr=False)
    api_url: str = TELEGRAM
    database: str = field(default="", repr=False)
    owners: tuple[int, ...] = ()
    webhook_url: str | None = None
    webhook_listen: tuple[str, int] = ("127.0.0.1", 8080)
    webhook_secret: str | None = field(default=None, repr=False)
    messages_a_second: int = 30
    log_level: str = "INFO"
    log_format: str = "text"
    monitoring_listen: tuple[str, int] | None = None
    client_language: str | None = None
    quotes_folder: Path = field(default_factory=lambda: _folder("quotes"))
    locales_folder: Path = field(default_factory=lambda: _folder("locales"))
    history_file: Path | None = None
    cache_folder: Path | None = None


def load(environment: Mapping[str, str] | None = None, dotenv: Path | None = None) -> Settings:
    """The settings of *environment* (the process's own) over those of *dotenv* (`.env` in the current folder).

    Raises:
        SettingsError: when one is unknown or malformed; it is named, and its value is not repeated.
    """
    environment = os.environ if environment is None else environment
    in_file = _read_dotenv(dotenv or Path(".env"))
    given = {name: value or "" for name, value in {**in_file, **environment}.items() if name.startswith(PREFIX)}
    values: dict[str, object] = {}
    for name, value in given.items():
        parse = _PARSERS.get(name.removeprefix(PREFIX))
        if parse is None:
            # What only looks like a name may hold a secret: a token behind a colon, say.
            if not re.fullmatch("[A-Za-z_]+", name):
                raise SettingsError(f"a setting that begins with {PREFIX} is not of the form NAME=value")
            raise SettingsError(f"unknown setting {name}; known are {', '.join(PREFIX + known for known in _PARSERS)}")
        if not value.strip():
            continue  # a line left empty in a .env file means the default
        try:
            values[name.removeprefix(PREFIX).lower()] = parse(value.strip())
        except ValueError as error:
            raise SettingsError(f"{name} must be {error}") from None
    if folder := _folder_of_user(user_data_path):
        values = {"database": f"sqlite:///{folder / 'hundred-flowers.db'}", "history_file": folder / "history", **values}
    if cache := _folder_of_user(user_cache_path):
        values = {"cache_folder": cache, **values}
    return Settings(client_language=_locale(environment), **values)  # type: ignore[arg-type]  # each parser gives its field's type


def _folder_of_user(path: Callable[..., Path]) -> Path | None:
    """Where this platform keeps a program's data, or what it can make again; None for a user without a home."""
    try:
        return path("hundred-flowers", appauthor=False)
    except RuntimeError:
        return None


def _read_dotenv(file: Path) -> dict[str, str | None]:
    """The assignments of a `.env` file; none where there is no such file."""
    try:
        if not file.is_file():
            return {}
    except PermissionError:  # a current folder that is closed to this user holds no file for them
        return {}
    try:
        with file.open(encoding="utf-8") as stream:
            lines = list(parse_stream(stream))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror if isinstance(error, OSError) else 'it is not UTF-8 text'}") from None
    if broken := next((line for line in lines if line.error or (line.key and line.value is None)), None):
        raise SettingsError(f"{file}:{broken.original.line}: expected NAME=value")
    return {line.key: line.value for line in lines if line.key}


def _token(value: str) -> str:
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", value):
        raise ValueError("a token as BotFather gives it, such as 123456:ABC-DEF")
    return value


# A name or an address; an IPv6 one comes without its brackets.
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|[0-9a-f:]*:[0-9a-f:.]+", re.ASCII | re.IGNORECASE)
_MAX_HOST_CHARS, _MAX_LABEL_CHARS = 253, 63


def _is_host(host: str) -> bool:
    """Whether *host* can be looked up; the system raises what is no OSError for one that cannot."""
    return bool(_HOST.fullmatch(host)) and len(host) <= _MAX_HOST_CHARS and all(len(part) <= _MAX_LABEL_CHARS for part in host.split("."))


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
        if (
            parts.scheme in {"http", "https"}
            # Line breaks within it are passed over by urlsplit, and by nobody else.
            # Braces would be a pattern where the webhook listens.
            and re.fullmatch("[!-z|~]+", value)
            and _is_host(parts.hostname or "")
            and parts.port != 0
            and not parts.query
            and not parts.fragment
        ):
            return value.rstrip("/")
    except ValueError:
        pass
    raise ValueError("an address such as https://bot.example.org/path")


def _database(value: str) -> str:
    # What is not printed is no part of a path that anybody meant: half a character, as of bytes that are not UTF-8, or a line break.
    if not value.isprintable():
        raise ValueError("an address such as sqlite:///quotes.db or postgresql://bot@db/quotes")
    return value


def _ids(value: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d{1,15}(\s*,\s*\d{1,15})*,?", value):
        raise ValueError("Telegram user ids, separated by commas, such as 1234567,7654321")
    return tuple(int(id_) for id_ in re.findall(r"\d+", value))


def _listen(value: str) -> tuple[str, int]:
    host, _, port = value.rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    if not _is_host(host) or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("a host and a port, such as 127.0.0.1:8080")
    return host, int(port)


def _secret(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        raise ValueError("1 to 256 of the characters A-Z, a-z, 0-9, _ and -")
    return value


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError(f"one of {', '.join(LOG_LEVELS)}")
    return value.upper()


def _log_format(value: str) -> str:
    if value.lower() not in LOG_FORMATS:
        raise ValueError(" or ".join(LOG_FORMATS))
    return value.lower()


def _rate(value: str) -> int:
    if not value.isascii() or not value.isdecimal() or not 1 <= int(value) <= _MOST_A_SECOND:
        raise ValueError(f"a number of messages from 1 to {_MOST_A_SECOND:,}")
    return int(value)


_PARSERS: dict[str, Callable[[str], object]] = {
    "TOKEN": _token,
    "API_URL": _address,
    "DATABASE": _database,
    "OWNERS": _ids,
    "WEBHOOK_URL": _address,
    "WEBHOOK_LISTEN": _listen,
    "WEBHOOK_SECRET": _secret,
    "MESSAGES_A_SECOND": _rate,
    "LOG_LEVEL": _log_level,
    "LOG_FORMAT": _log_format,
    "MONITORING_LISTEN": _listen,
}


def _locale(environment: Mapping[str, str]) -> str | None:
    """The terminal's language as an IETF tag, by POSIX's order of variables."""
    posix = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    tag = posix.partition(".")[0].partition("@")[0].replace("_", "-")
    return None if tag in {"", "C", "POSIX"} else tag
