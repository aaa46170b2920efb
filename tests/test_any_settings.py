"""Whatever stands in the environment or in `.env`: settings that can be used, or one sentence that does not repeat it."""

import socket
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nasty import NASTY, TEXTS, fuzzed

from bot.errors import SettingsError
from bot.settings import _PARSERS, PREFIX, Settings, load

NAMES = [PREFIX + name for name in _PARSERS]
# What was meant may have been nearly right.
NEARLY = st.sampled_from(
    ["127.0.0.1:8080", "[::1]:80", "localhost:443", "https://bot.example.org/hook", "http://[::1]:8081", "1,2,3", "30", "debug", "123:abc"]
)
VALUES = TEXTS | st.builds("{}{}{}".format, NEARLY, st.text(st.characters(), max_size=3), st.just("") | NEARLY)
# A value this short stands in any sentence.
TELLING_CHARS = 6


@pytest.fixture(scope="module")
def dotenv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A `.env` that is written anew for each example."""
    return tmp_path_factory.mktemp("settings") / ".env"


def check(environment: dict[str, str], dotenv: Path, secrets: list[str]) -> None:
    """Raise AssertionError unless *environment* and *dotenv* give sound settings, or a sentence without any of *secrets*."""
    try:
        settings = load(environment, dotenv)
    except SettingsError as error:
        said = str(error)
        assert said.isprintable()
        assert not [secret for secret in secrets if len(secret) >= TELLING_CHARS and secret in said]
    else:
        check_usable(settings)


def check_usable(settings: Settings) -> None:
    """Raise AssertionError for a setting that is taken, and that whoever uses it stumbles over."""
    for address in filter(None, (settings.api_url, settings.webhook_url)):
        assert address.isprintable()
        assert address.isascii()
    host, port = settings.webhook_listen
    with suppress(OSError):
        # Numbers only: nobody is asked.
        socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)
    settings.database.encode()
    assert all(0 <= owner < 2**63 for owner in settings.owners)
    assert settings.messages_a_second >= 1


@pytest.mark.parametrize("name", NAMES)
def test_every_nasty_text_as_a_setting_is_taken_or_refused(dotenv: Path, name: str) -> None:
    dotenv.unlink(missing_ok=True)
    for text in NASTY.values():
        check({name: text}, dotenv, [text.strip()])


@fuzzed(150)
@given(name=st.sampled_from(NAMES), value=VALUES)
@example(name=PREFIX + "WEBHOOK_LISTEN", value="a\0b:80")
@example(name=PREFIX + "WEBHOOK_LISTEN", value="é" * 70 + ":80")
@example(name=PREFIX + "API_URL", value="http://x/\n\tİ")
def test_any_value_of_a_setting_is_taken_or_refused(dotenv: Path, name: str, value: str) -> None:
    dotenv.unlink(missing_ok=True)

    check({name: value}, dotenv, [value.strip()])


@fuzzed(60)
@given(name=TEXTS, value=TEXTS)
def test_any_name_of_a_setting_is_refused_without_what_was_written(dotenv: Path, name: str, value: str) -> None:
    dotenv.unlink(missing_ok=True)

    check({PREFIX + name: value}, dotenv, [value.strip()] if value.strip() not in name else [])


ASSIGNMENTS = st.builds("{}{}{}\n".format, st.sampled_from(NAMES) | TEXTS, st.sampled_from(["=", " = '", ': "', ""]), VALUES)


@fuzzed(60)
@given(st.binary(max_size=100) | st.lists(ASSIGNMENTS, max_size=5))
def test_any_dotenv_file_is_read_or_refused(dotenv: Path, lines: bytes | list[str]) -> None:
    dotenv.write_bytes(lines if isinstance(lines, bytes) else "".join(lines).encode("utf-8", "surrogatepass"))

    check({}, dotenv, [])
